"""Letters of names and texts → what they are compared by, however somebody drew them: with marks,
invisible characters, compatibility forms, or look-alikes of other scripts.
"""

from __future__ import annotations

import unicodedata

_FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810)}
"""Characters that show nothing (Unicode's Default_Ignorable_Code_Point) and are no format
characters (Cf) or marks (Mn).
"""

_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that no decomposition takes apart."""

_SPELLED = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"))
"""How people write letters that their keyboard lacks."""

_DRAWN = str.maketrans(
    dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "ABCDEFGHIJKLMNOPRSTUVWYZ", strict=True))
    | {0x1F150 + n: chr(ord("A") + n) for n in range(26)}
    | {0x1F170 + n: chr(ord("A") + n) for n in range(26)}
)
"""Latin letters that are drawn otherwise, and that Unicode says nothing of: small capitals, white
in a black circle or square.
"""

_ALIKE = {
    # Cyrillic
    "АВЕЅІЈКМНОРСТУХҮԌԚԜЬ": "ABESIJKMHOPCTYXYGQWb",
    "асԁеһіјкӏпорԛѕԝхуүьѵ": "acdehijklnopqswxyybv",
    # Greek
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ": "ABEZHIKMNOPTYXCJ",
    "αγηικνορτυχωϲϳ": "aynikvoptuxwcj",
    # Armenian
    "ՏՕԼՍ": "SOLU",
    "աօոսհցզյ": "wonuhgqj",
    # Cherokee
    "ᎪᏴᏟᎠᎬᏀᎻᎫᏦᏞᎷᏢᏒᏚᎢᏙᎳᏃ": "ABCDEGHJKLMPRSTVWZ",
    # Latin letters that have a sound of their own
    "ɑɡɩƅ": "agib",
}
_LATIN = str.maketrans({a: b for row, to in _ALIKE.items() for a, b in zip(row, to, strict=True)})
"""Letters that look like a Latin one: the idea of Unicode's confusables (UTS #39), by a table of
our own with what people can type. Case matters: В looks like B, в like nothing.
"""


def plain(text: str) -> str:
    """Compatibility forms folded, nothing invisible, case folded: `Jen<soft hyphen>sen` is Jensen
    to whoever reads it.
    """
    return _visible(unicodedata.normalize("NFKC", text)).casefold()


def _visible(text: str) -> str:
    """Without what shows nothing; marks above and below letters are gone as well where they stand
    by themselves.
    """
    return "".join(c for c in text if c.isascii() or not _shows_nothing(c))


def _shows_nothing(character: str) -> bool:
    return unicodedata.category(character) == "Cf" or ord(character) in _FILLERS


def composed(text: str) -> str:
    """Marks joined with their letters (NFC), and nothing invisible."""
    return _visible(unicodedata.normalize("NFC", text))


def bare(text: str) -> str:
    """As `plain`, and no marks on letters; case is kept."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", _visible(unicodedata.normalize("NFKC", text)))
    marks = ("Mn", "Me")
    kept = "".join(c for c in apart if c.isascii() or unicodedata.category(c) not in marks)
    return kept.translate(_DRAWN)


def folded(bare_text: str) -> str:
    """Case folded, and letters that no decomposition takes apart written as two or by another."""
    if bare_text.isascii():
        return bare_text.lower()
    return bare_text.casefold().translate(_LETTERS)


def as_latin(bare_text: str) -> str:
    """Letters that look like a Latin one replaced by that; case is kept."""
    return bare_text if bare_text.isascii() else bare_text.translate(_LATIN)


def spellings(word: str) -> set[str]:
    """How a word of a name may stand in a text, folded: Müller, Muller, Mueller; also what it is
    once its look-alikes are replaced, since those of a text are.
    """
    if word.isascii() and not any(written in word.casefold() for _, written in _SPELLED):
        return {word.casefold()}
    small = unicodedata.normalize("NFC", word.casefold())
    spelled = contracted = small
    for letter, written in _SPELLED:
        spelled = spelled.replace(letter, written)
        contracted = contracted.replace(written, letter)
    alike = (as_latin(bare(one)) for one in (word, word.lower(), word.upper()))
    return {folded(bare(one)) for one in (small, spelled, contracted)} | set(map(folded, alike))
