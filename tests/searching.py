"""Words, and files → in which of them a word stands, in any of the forms in which mail and
databases write it: as it is, in UTF-16, in base64 and quoted-printable over line ends, in percent
signs, packed inside a database.
"""

from __future__ import annotations

import base64
import quopri
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

SQLITE = b"SQLite format 3\0"
CHARSETS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


def forms(word: str) -> Iterator[bytes]:
    """How a word may be written; what is readable is looked for in any case besides."""
    for spelled in dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())):
        raw = spelled.encode()
        bytes_of = [spelled.encode(one, "ignore") for one in CHARSETS]
        yield from bytes_of
        for one in bytes_of:
            yield from _base64(one)
        yield quopri.encodestring(raw).rstrip(b"=\n")
        yield quote(spelled, safe="").encode()


def _base64(raw: bytes) -> Iterator[bytes]:
    """As it stands in base64, whatever is before and behind it."""
    for before in range(3):
        packed = base64.b64encode(b"\0" * before + raw)
        first, rest = (0, 2, 3)[before], (before + len(raw)) % 3
        last = len(packed) - (0, 3, 2)[rest]
        yield packed[first:last]


def found_in(data: bytes, words: Iterable[str]) -> list[str]:
    """Which of these words stand there."""
    unbroken = data.replace(b"=\r\n", b"").replace(b"=\n", b"")
    texts = (data, unbroken, data.replace(b"\r\n", b"").replace(b"\n", b""))
    lowered = [text.lower() for text in texts]
    return [word for word in words if _stands(word, texts, lowered)]


def _stands(word: str, texts: Iterable[bytes], lowered: Iterable[bytes]) -> bool:
    if any(word.lower().encode() in text for text in lowered):
        return True
    wanted = [form for form in forms(word) if len(form) > 4]
    return any(form in text for form in wanted for text in texts)


def search(folder: Path, words: Iterable[str]) -> Mapping[str, list[str]]:
    """Of each file below the folder that has some of these words, which; and of each
    column of a database there.
    """
    wanted, found = list(words), {}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = path.read_bytes()
        if hits := found_in(data, wanted):
            found[path.name] = hits
        if data.startswith(SQLITE):
            for column, value in _values(path):
                if hits := found_in(value, wanted):
                    found[f"{path.name}: {column}"] = hits
    return found


def _values(path: Path) -> Iterator[tuple[str, bytes]]:
    """Whatever stands in a database, by table and column; what is packed also as it was."""
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as conn:
        tables = conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in tables:
            found = conn.execute(f'SELECT * FROM "{name}"')
            columns = [one[0] for one in found.description]
            for row in found:
                for column, value in zip(columns, row, strict=True):
                    raw = value.encode() if isinstance(value, str) else value
                    if isinstance(raw, bytes):
                        yield f"{name}.{column}", raw + _inflated(raw)


def _inflated(value: bytes) -> bytes:
    try:
        return zlib.decompress(value)
    except zlib.error:
        return b""
