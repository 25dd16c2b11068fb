"""Bytes and the charset they claim go in; clean Unicode text comes out,
whatever the claim was worth.
"""

from __future__ import annotations

import re
from encodings.aliases import aliases
from functools import lru_cache

# Only codecs that turn bytes into text in linear time. Python also has rot13, zip, punycode
# (quadratic), unicode_escape ...
_CODECS = frozenset(
    """ascii latin_1 utf_8 utf_7 utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be
    iso8859_2 iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso8859_10
    iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255
    cp1256 cp1257 cp1258 cp437 cp720 cp737 cp775 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862
    cp863 cp864 cp865 cp866 cp869 cp874 koi8_r koi8_u koi8_t kz1048 ptcp154 tis_620 mac_roman
    mac_cyrillic mac_greek mac_latin2 mac_turkish mac_iceland cp932 cp949 cp950 big5 big5hkscs
    gb2312 gbk gb18030 hz shift_jis shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004 iso2022_jp
    iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_2004 iso2022_jp_ext iso2022_kr euc_kr
    johab""".split()
)
# What mailers call X is in practice its superset (as in the WHATWG encoding standard).
_WIDER = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_8": "cp1255",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_OTHER_NAMES = {
    "utf8mb4": "utf_8",
    "unicode11utf8": "utf_8",
    "unicode11utf7": "utf_7",
    "xutf8": "utf_8",
    "iso88598i": "iso8859_8",
    "iso88598e": "iso8859_8",
    "iso88596i": "iso8859_6",
    "ksc56011987": "euc_kr",
    "ksc5601": "euc_kr",
    "xeuckr": "euc_kr",
    "xsjis": "cp932",
    "windows31j": "cp932",
    "csiso2022jp": "iso2022_jp",
    "cp51932": "euc_jp",
    "xeucjp": "euc_jp",
    "xgbk": "gbk",
    "gb231280": "gb2312",
    "xbig5": "big5",
    "macintosh": "mac_roman",
    "xmacroman": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "ansix341968": "ascii",
    "windows874": "cp874",
    "latin1": "latin_1",
    "ansi": "cp1252",
}
_SHIFTED = frozenset(name for name in _CODECS if name.startswith(("iso2022", "utf_7", "hz")))
_EIGHT_BITS = {"iso2022_jp": ("euc_jp", "cp932"), "iso2022_kr": ("cp949",), "hz": ("gb18030",)}
"""What is meant where seven bits are declared and eight are used: the same characters."""
_WIDE = frozenset({"utf_16", "utf_16_le", "utf_16_be", "utf_32", "utf_32_le", "utf_32_be"})
_WESTERN = frozenset({"", "utf_8", "cp1252"})
_SAMPLE = 4096
_TELLING = 12  # bytes that are not ASCII
_HIGH = bytes(range(128, 256))
_PUNCTUATION = re.compile(r"[^a-z0-9]+")
_UNCLEAN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BLANKS = re.compile(" {2,}")
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE
)


def _known_names() -> dict[str, str]:
    known = {_PUNCTUATION.sub("", name): name for name in _CODECS}
    for name, codec in aliases.items():
        if codec in _CODECS:
            known[_PUNCTUATION.sub("", name)] = codec
    return known | _OTHER_NAMES


_NAMES = _known_names()


@lru_cache(maxsize=256)
def codec_of(name: str) -> str:
    """The Python codec for a charset name as mailers write it, "" for
    unknown, empty or unsafe ones.
    """
    name = name[:60].strip().lower().partition("*")[0]
    whole, first = _bare(name), _bare(name.partition(" ")[0])
    codec = _NAMES.get(whole) or _NAMES.get(first, "")
    return _WIDER.get(codec, codec)


def _bare(name: str) -> str:
    return _PUNCTUATION.sub("", name)


def decode(raw: bytes, declared: str = "", *, guess: bool = False) -> str:
    """Declared charset, then strict UTF-8, then Windows-1252; never raises. Not yet cleaned.

    UTF-8 goes first where Western European was declared: text that is valid UTF-8 by chance does
    not occur, mailers that lie about it do. A few broken characters are kept as U+FFFD rather than
    turning the whole into mojibake. `guess`: where nothing fits, what the bytes look like
    (`likely`) goes before Windows-1252; 2 ms, so not for every field.
    """
    codec = codec_of(declared)
    if b"\x1b$" in raw and codec in _WESTERN:
        codec = "iso2022_jp"  # escapes that no other text has
    if raw.isascii() and _reads_as_ascii(raw, codec):
        return raw.decode("ascii")
    raw, codec = _by_order_mark(raw, codec)
    for name in _in_turn(raw, codec):
        try:
            return raw.decode(name)
        except (UnicodeError, ValueError):
            continue
    if codec.startswith("iso2022_jp"):
        return _loose_jis(raw)
    return _damaged(raw, "" if "ascii" in declared[:60].lower() else codec, guess)


def _reads_as_ascii(raw: bytes, codec: str) -> bool:
    """Whether seven bits mean themselves in this codec."""
    if codec in _WIDE:
        return b"\0" not in raw
    return codec not in _SHIFTED


def _by_order_mark(raw: bytes, codec: str) -> tuple[bytes, str]:
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:], "utf_8"
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in raw[:200]
    return raw, "utf_16" if wide else codec


def _in_turn(raw: bytes, codec: str) -> tuple[str, ...]:
    """The codecs to try strictly."""
    if codec in _WESTERN:
        return ("utf_8",)
    if raw.isascii():
        return (codec,)
    wider = next((_EIGHT_BITS[name] for name in _EIGHT_BITS if codec.startswith(name)), ())
    return (codec, "utf_8", *wider)


def _damaged(raw: bytes, codec: str, guess: bool) -> str:
    if codec == "cp1252":
        found = likely(raw, _TELLING, 0.2) if guess else ""
        return raw.decode(found or codec, "replace")
    loose = raw.decode(codec or "utf_8", "replace")
    if loose.count("�") <= _bearable(raw, codec):
        return loose
    found = likely(raw) if guess else ""
    return raw.decode(found or "cp1252", "replace")


def _bearable(raw: bytes, codec: str) -> int:
    """How many characters may be broken where the codec is right all the same."""
    if codec in _WIDE and b"\0" in raw:
        return 1 + len(raw) // 20  # of which the last is easily cut
    # Seven bits that mean others are not counted: a signature below UTF-7 has many "+" of its own.
    return len(raw) // 20 if codec in _SHIFTED else _high(raw) // 4


def _high(raw: bytes) -> int:
    """How many bytes are not ASCII."""
    return len(raw) - len(raw.translate(None, _HIGH))


def likely(raw: bytes, least: int = 6, sure: float = 0.1) -> str:
    """The codec of a text in which most characters are not ASCII, so that it cannot be
    Western European; "" if it may be.

    By chardet, which is made for long texts but told 16 of 18 such words and lines of mail right
    (November 2026). It gets no say in what may be Western European: there it finds Icelandic
    Macintoshes. `least` high bytes, `sure` of 1.
    """
    sample = raw[:_SAMPLE].translate(None, b" \t\r\n")
    high = _high(sample)
    if high < least or high * 10 < len(sample) * 6:
        return ""
    from chardet import detect  # a tenth of a second and 40 MB, for one mail in a thousand

    found = detect(raw[:_SAMPLE])
    codec = codec_of(str(found["encoding"] or ""))
    confident = float(found["confidence"] or 0) >= sure
    return codec if confident and codec not in _WIDE else ""


def header_charset(raw: bytes, body: str) -> str:
    """The charset of header fields that hold raw 8-bit bytes, `raw` being all of them: the
    body's, where that says anything.
    """
    if not raw or codec_of(body) not in _WESTERN:
        return body
    return likely(raw) or body


_NAMED = re.compile(rb"=\?([\w.:-]{2,40})(?:\*[\w-]{1,20})?\?[bqBQ]\?")


def charset_of_header(value: bytes, body: bytes) -> str:
    """What a header field tells of the charset of a `body` that names none and is no UTF-8: that of
    its first encoded-word; of raw 8-bit only where the body is too short to tell by itself.
    """
    if word := _NAMED.search(value):
        named = word[1].decode("ascii")
        return "" if codec_of(named) in _WESTERN else named
    if value.isascii() or _high(body) >= _TELLING:
        return ""
    return likely(value)


def _loose_jis(raw: bytes) -> str:
    """ISO-2022-JP with vendor characters (NEC row 13 and the like), by way of
    Shift_JIS as cp932 knows it.
    """
    out = bytearray()
    for number, piece in enumerate(raw.split(b"\x1b")):
        mode, rest = (piece[:2], piece[2:]) if number else (b"(B", piece)
        if mode in (b"$B", b"$@"):
            out += _shift_jis(rest)
        elif mode == b"(I":
            out += bytes(byte | 0x80 for byte in rest)
        else:
            out += rest
    return out.decode("cp932", "replace")


def _shift_jis(pairs: bytes) -> bytes:
    out = bytearray()
    index = 0
    while index < len(pairs):
        first = pairs[index]
        if not 0x21 <= first <= 0x7E or index + 1 >= len(pairs):
            out.append(first)
            index += 1
            continue
        second = pairs[index + 1]
        lead = (first - 0x21) // 2 + (0x81 if first < 0x5F else 0xC1)
        trail = second + (_trail_of_odd(second) if first % 2 else 0x7E)
        out += bytes((lead & 0xFF, trail & 0xFF))
        index += 2
    return bytes(out)


def _trail_of_odd(second: int) -> int:
    """0x7F is no trail byte: what stands behind it moves by one."""
    return 0x1F if second < 0x60 else 0x20


def html_charset(raw: bytes) -> str:
    """The charset that an HTML page names in its own head, "" if none."""
    found = _META.search(raw[:2048])
    return found[1].decode("ascii") if found else ""


def clean(text: str) -> str:
    """Without NUL, other control characters and lone surrogates; line ends become "\\n"."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text:
        text = text.replace("\f", "\n")
    if _UNCLEAN.search(text):
        text = _UNCLEAN.sub("", _SURROGATE.sub("�", text))
    return text


def one_line(text: str) -> str:
    """For header texts: every run of control characters and line breaks is
    one space; no lone surrogates.
    """
    if text.isprintable():
        return text.strip()
    if _BREAKS.search(text):
        text = _BLANKS.sub(" ", _BREAKS.sub(" ", text))
    return _SURROGATE.sub("�", text).removeprefix("\ufeff").strip()
