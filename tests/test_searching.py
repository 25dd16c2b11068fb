"""What searches for words of people finds them in every form in which one may hide: a search that
finds nothing would prove nothing.
"""

from __future__ import annotations

import base64
import quopri
import sqlite3
import zlib
from email.header import Header
from pathlib import Path

import pytest

from tests.searching import found_in, search

WORD = "quistgaard"
UMLAUT = "Quistgård"


def _base64(before: int) -> bytes:
    return base64.encodebytes(b"x" * before + f"dear {WORD}, good morning to you".encode())


FORMS: dict[str, bytes] = {
    "plain": f"To: {WORD}@corp.example".encode(),
    "capitals": WORD.upper().encode(),
    "utf-16": WORD.encode("utf-16"),
    "base64 at 0": _base64(0),
    "base64 at 1": _base64(1),
    "base64 at 2": _base64(2),
    "utf-16 in base64": base64.encodebytes(f"dear {WORD}".encode("utf-16")),
    "base64 over a line's end": _base64(52),
    "quoted-printable over a line's end": quopri.encodestring(b"x" * 68 + WORD.encode()),
    "encoded word": Header(f"Hallo {WORD}", "utf-8").encode().encode(),
    "in a link": f"mailto:x?subject={WORD.title()}%20hello".encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_word_is_found(form: str) -> None:
    assert found_in(FORMS[form], [WORD, "nothing-of-this"]) == [WORD]


def test_letters_that_are_written_in_two_bytes_are_found() -> None:
    for data in (
        UMLAUT.encode(),
        UMLAUT.encode("latin-1"),
        quopri.encodestring(UMLAUT.encode()),
        base64.b64encode(b"Fru " + UMLAUT.encode() + b" er her"),
        b"Quistg%C3%A5rd",
    ):
        assert found_in(data, [UMLAUT]) == [UMLAUT], data


def test_files_and_databases_are_searched(tmp_path: Path) -> None:
    plain, packed, deleted = "in the row", "in a packed file", "in a row that was deleted"
    path = tmp_path / "some.db"
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA secure_delete = OFF")  # some systems have it on
    conn.execute("CREATE TABLE rows (text TEXT, data BLOB)")
    conn.execute("INSERT INTO rows VALUES (?, ?)", (plain, zlib.compress(packed.encode() * 9)))
    conn.execute("INSERT INTO rows VALUES (?, NULL)", (deleted * 20,))
    conn.execute("DELETE FROM rows WHERE data IS NULL")
    conn.close()
    (tmp_path / "daemon.log").write_text("nothing here")
    assert search(tmp_path, [plain, packed, deleted, "elsewhere"]) == {
        "some.db": [plain, deleted],
        "some.db: rows.text": [plain],
        "some.db: rows.data": [packed],
    }
