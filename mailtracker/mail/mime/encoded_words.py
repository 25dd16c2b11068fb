"""A header value's bytes go in; text (RFC 2047) or a value with parameters (RFC 2045, 2231)
comes out. Linear, never raises.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby, zip_longest
from operator import attrgetter

from mailtracker.mail.mime.charset import decode, one_line
from mailtracker.mail.mime.transfer import base64_bytes, quoted_printable
from mailtracker.record import dataclass

NAME_CAP = 120
_PARAMETERS = 400
_ENCODINGS = ("b", "q")
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]{1,100}/[a-z0-9!#$&^_.+-]{1,100}")
_SECTION = re.compile(r"([^*]{1,60})(?:\*(\d{1,4}))?(\*)?")
_CUT_HEX = re.compile(
    r"=(?: ([0-9A-F])|([0-9A-F]) )(?=[0-9A-F])", re.IGNORECASE
)  # folded inside "=C3"
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r'\\(["\\])')
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class EncodedWord:
    """One encoded-word: its `charset`, `encoding` ("b" or "q") and `payload`, and the `end` of it
    in the text.
    """

    charset: str
    encoding: str
    payload: str
    end: int


def text_of(value: bytes, hint: str = "") -> str:
    """One line of text. Raw 8-bit bytes are read as UTF-8, else in the charset `hint` (the
    body's), else Windows-1252.
    """
    if not value.isascii() or b"\x1b" in value:
        return decoded_text(decode(value, hint))
    text = value.decode("ascii")
    if "=?" in text:
        return decoded_text(text)
    return text.strip() if text.isprintable() else one_line(text)


def decoded_text(text: str) -> str:
    """One line of text with its encoded-words decoded; what is no valid one stays as written."""
    return one_line(decode_words(text) if "=?" in text else text)


def decode_words(text: str) -> str:
    """Neighbours of one charset are joined before decoding, because mailers
    split characters across them.
    """
    out: list[str] = []
    run: list[EncodedWord] = []
    pos = search = 0
    while (start := text.find("=?", search)) >= 0:
        if text.find("?=", start + 2) < 0:
            break
        word = _word_at(text, start)
        if word is None:
            search = start + 2
            continue
        gap = text[pos:start]
        if run and gap.strip():
            out.append(_decode_run(run))
            run = []
        if not run:
            out.append(gap)
        run.append(word)
        pos = search = word.end
    out += (_decode_run(run), text[pos:])
    return "".join(out)


def _word_at(text: str, start: int) -> EncodedWord | None:
    mark = text.find("?", start + 2, start + 62)
    encoding = text[mark + 1 : mark + 2].lower()
    if mark < 0 or encoding not in _ENCODINGS or text[mark + 2 : mark + 3] != "?":
        return None
    stop = text.find("?=", mark + 3)
    if stop < 0:
        return None
    payload = text[mark + 3 : stop]
    if "?" in payload.partition("=?")[2]:  # this one never closed; another begins inside
        return None
    return EncodedWord(text[start + 2 : mark].strip().lower(), encoding, payload, stop + 2)


def _decode_run(run: list[EncodedWord]) -> str:
    return "".join(
        decode(_raw(list(words)), charset)
        for charset, words in groupby(run, key=attrgetter("charset"))
    )


def _raw(words: list[EncodedWord]) -> bytes:
    """The bytes that neighbours of one charset stand for."""
    raw = b""
    cut = ""  # base64 that ended in the midst of a quantum
    for word, following in zip_longest(words, words[1:]):
        if word.encoding == "q":
            raw += _q_bytes(word.payload)
            continue
        digits = cut + "".join(word.payload.split())
        goes_on = following is not None and following.encoding == "b"
        cut = digits if goes_on and _is_cut(digits) else ""
        if not cut:
            raw += base64_bytes(digits.encode("ascii", "ignore"))
    return raw


def _is_cut(digits: str) -> bool:
    return len(digits) % 4 > 0 and digits[-1] != "="


def _q_bytes(payload: str) -> bytes:
    if " " in payload:
        payload = _CUT_HEX.sub(r"=\1\2", payload)
    return quoted_printable(payload.replace("_", " ").encode("utf-8", "replace"))


def parameters(value: bytes) -> tuple[str, Mapping[str, str]]:
    """Content-Type, Content-Disposition and the like: the value (lower case)
    and its decoded parameters.
    """
    return _cached_parameters(value) if len(value) <= _KEPT else _parameters_of(value)


def _parameters_of(value: bytes) -> tuple[str, Mapping[str, str]]:
    text = value.decode("ascii") if value.isascii() else decode(value)
    main, _, _ = text.partition(";")
    plain: dict[str, str] = {}
    pieces: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, raw in _pairs(text, len(main) if len(main) < len(text) else -1):
        section = _SECTION.fullmatch(name)
        if section is None or not (section[2] or section[3]):
            plain.setdefault(name, decoded_text(raw))
            continue
        numbered = pieces.setdefault(section[1], {})
        numbered.setdefault(int(section[2] or 0), (raw, bool(section[3])))
    return main.strip().lower(), plain | {name: _joined(one) for name, one in pieces.items()}


_KEPT = 200  # bytes of a value that is remembered
_cached_parameters = lru_cache(maxsize=256)(_parameters_of)
"""Most parts of all mails say one of a few things."""


def _pairs(text: str, pos: int) -> list[tuple[str, str]]:
    """The parameters behind the semicolon at `pos`, -1 for none."""
    found: list[tuple[str, str]] = []
    while pos >= 0 and len(found) < _PARAMETERS and (equals := text.find("=", pos + 1)) >= 0:
        name = text[pos + 1 : equals].rpartition(";")[2].strip().lower()
        raw, pos = _parameter_value(text, equals + 1)
        found.append((name, raw))
    return found


def _parameter_value(text: str, begin: int) -> tuple[str, int]:
    """The value that begins here, and where the semicolon behind it stands, -1 for none."""
    while text[begin : begin + 1] in (" ", "\t"):
        begin += 1
    stop = _quote_end(text, begin + 1) if text.startswith('"', begin) else -1
    if stop >= 0:
        return _ESCAPED.sub(r"\1", text[begin + 1 : stop]), text.find(";", stop)
    after = text.find(";", begin)
    raw = text[begin:] if after < 0 else text[begin:after]
    return raw.strip().strip('"'), after


def _quote_end(text: str, pos: int) -> int:
    """The offset of the closing quote, -1 if it never closes."""
    while (stop := text.find('"', pos)) >= 0:
        before = text[pos:stop]
        if (len(before) - len(before.rstrip("\\"))) % 2 == 0:
            return stop
        pos = stop + 1
    return -1


def _joined(found: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231: numbered pieces put together, percent signs resolved in the charset
    that the first piece names.
    """
    charset = ""
    raw = b""
    for place, number in enumerate(sorted(found)):
        text, encoded = found[number]
        if encoded and place == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        piece = text.encode("utf-8", "replace")
        raw += _PERCENT.sub(lambda hit: bytes((int(hit[1], 16),)), piece) if encoded else piece
    return decoded_text(decode(raw, charset))


def content_type(value: bytes) -> tuple[str, Mapping[str, str]]:
    """Type/subtype in lower case and the parameters; "" where the type
    is absent or makes no sense.
    """
    main, found = parameters(value)
    main = main.partition(" ")[0].partition("(")[0]
    if not _TYPE.fullmatch(main):
        main = "multipart/mixed" if main.startswith("multipart") and "boundary" in found else ""
    return main, found


def shown_name(name: str) -> str:
    """A file name for display only: last path component, at most 120 characters, nothing
    invisible, no leading dots.
    """
    if not name:
        return ""
    name = _INVISIBLE.sub("", one_line(name)).replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = name.lstrip(". ").strip()
    if len(name) <= NAME_CAP:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > 12:
        return name[:NAME_CAP]
    return stem[: NAME_CAP - len(ending) - 1] + dot + ending
