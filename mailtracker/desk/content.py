"""A message → what its writer says by hand: words that are no signature and no small print, files
and pictures that are no part of a signature.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from mailtracker.desk.case import files
from mailtracker.desk.names.name_words import PARTICLE, THANKS
from mailtracker.desk.small_print import without_small_print
from mailtracker.desk.words.owner_words import CLOSINGS, ENDS
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.message import Message, Part, Picture
from mailtracker.mail.origin.appointments import files_beside

_SIGNATURE_LINES = 10
_WIDTH = 90
_WORD = re.compile(r"[^\W\d_]+")
_ABBREVIATED = re.compile(r"(?:\b\w{1,4}|[a-z]\.[a-z]|gmbh|\d)\.$", re.IGNORECASE)
_PARTED = re.compile(r"\s*[/|·]\s*")
_RULE = re.compile(r"[-_=*~\s]*")
_PRONOUNS = re.compile(r"\([^)]{0,30}\)")
_CLOSES: re.Pattern[str] = late_pattern(
    r"(?:\w+ ){0,3}(?:regards|wishes|gr(?:ü|ue)(?:ss|ß)en?|gru(?:ss|ß)|groet(?:en|jes)?|hilsen"
    r"|hilsner|hälsning(?:ar)?|cumprimentos|abraços?|saudações|saludos|salutations|cordialement)"
    r"(?: (?:aus|vom|von|from|uit|fra|de) (?:\w+ ?){1,2})?"
    r"|(?:yours )?(?:sincerely|truly|faithfully)(?: yours)?|atentamente|cheers",
    re.IGNORECASE,
)
"""How people close a mail, besides by `CLOSINGS`."""

_TITLES = frozenset(
    {"i", "a", "v", "ppa", "dr", "prof", "ing", "dipl", "it", "mr", "mrs", "ms", "mag", "eng"}
)

_NO_FILE = frozenset(
    {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
        "application/pgp-signature",
        "application/pgp-keys",
        "text/vcard",
        "text/x-vcard",
        "text/directory",
        "text/vnd.google.email-reaction+json",
    }
)
"""What signs a mail, or says who wrote it."""

_NO_NAME = re.compile(
    r"smime\.p7s|signature\.asc|openpgp_\w{1,60}\.asc|0x[0-9a-f]{8,40}\.asc|publickey\W.{1,90}\.asc"
    r"|att\d{3,8}\.(?:txt|html?|bin)|.{1,90}\.vcf",
    re.IGNORECASE,
)
"""Names of such files, and of what servers cut off a text."""

_PACKED = ("application/ms-tnef", "application/vnd.ms-tnef")


@lru_cache(maxsize=16)  # several questions about one mail ask it
def own_words(text: str, name: str) -> str:
    """`text` without small print, and without how `name` ends every mail: a closing, the name, an
    address. "" where that is all. Whoever only thanks has said so.
    """
    bare = without_small_print(text)
    lines = bare.split("\n")
    for at in range(max(0, len(lines) - 2 * _SIGNATURE_LINES), len(lines)):
        if lines[at].strip() and _ends_a_mail(lines[at:], name, whole=at == 0):
            return _said("\n".join(lines[:at]))
    return _said(bare)


def _said(text: str) -> str:
    """Without what was drawn below it."""
    return "" if _RULE.fullmatch(text) and "\n" not in text.strip() else text.strip()


def _ends_a_mail(lines: Sequence[str], name: str, whole: bool) -> bool:
    said = [line.strip() for line in lines if line.strip()]
    if whole and _only_thanks(said):
        return False
    below = said[1:] if _is_closing(said[0]) else said
    if not below:
        return True
    if len(below) > _SIGNATURE_LINES or not _is_name(below[0], name):
        return False
    return all(map(_is_label, below[1:]))


def _is_closing(line: str) -> bool:
    """Also in two languages: "Med venlig hilsen / Kind regards"."""
    if len(line) > _WIDTH:
        return False
    said = [one.strip(ENDS).casefold() for one in _PARTED.split(line)]
    return all(one in CLOSINGS or _CLOSES.fullmatch(one) for one in said)


def _only_thanks(said: Sequence[str]) -> bool:
    """ "Thanks", "Danke\nBo": whoever has a whole signature below it has that typed for them."""
    words = {word.casefold() for word in _WORD.findall(said[0])}
    return len(said) <= 2 and words <= THANKS - {"cheers"}


def _is_name(line: str, name: str) -> bool:
    """ "Bo Jensen", "Dr. B. Jensen, IT": no sentence about somebody of that name."""
    words = _WORD.findall(_PRONOUNS.sub("", line))
    called = _called(name)
    if not called.intersection(word.casefold() for word in words) or len(words) > 6:
        return False
    if line.rstrip()[-1] in "?!:":
        return False
    return all(
        word[0].isupper() or word.casefold() in called | PARTICLE | _TITLES for word in words
    )


@lru_cache(maxsize=64)  # each of a mail's last lines is asked about one name
def _called(name: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(name))


def _is_label(line: str) -> bool:
    if len(line) > _WIDTH or line[-1] in "?!":
        return False
    return line[-1] != "." or bool(_ABBREVIATED.search(line))


def attached(message: Message, name: str, known: Collection[str] = ()) -> bool:
    """Whether somebody called `name` put a file or a picture into it. `known` are digests of
    pictures in earlier mails of theirs: what comes again and again is a logo.
    """
    beside = files(message) if message.scheduling is None else files_beside(message)
    if any(_is_content(part, message) for part in (*beside, *_named_inline(message))):
        return True
    return any(_is_shown(picture, name, known) for picture in message.pictures)


def _named_inline(message: Message) -> list[Part]:
    """What stands in the text and is no picture, such as a PDF in Apple's Mail; nothing of what a
    calendar program sends along.
    """
    if message.scheduling is not None:
        return []
    return [
        part
        for part in message.attachments
        if part.filename and not part.content_type.startswith("image/")
    ]


def _is_content(part: Part, message: Message) -> bool:
    if part.content_type in _NO_FILE or _NO_NAME.fullmatch(part.filename):
        return False
    return part.content_type not in _PACKED or bool(message.packed)


def _is_shown(picture: Picture, name: str, known: Collection[str]) -> bool:
    if picture.digest and picture.digest in known:
        return False
    return not (picture.small and (picture.signs or _stands_below(picture.above, name)))


def _stands_below(above: str, name: str) -> bool:
    """Whether a signature stands above."""
    return bool(above) and own_words(above, name) != without_small_print(above)
