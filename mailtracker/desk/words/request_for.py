"""The first line of a mail → for whom its writer opens a request ("request for ana@corp.example"),
as people say it in six languages; or None: then it is their own.

Only whom a line may mean stands here; who may write it, and for whom, is decided elsewhere
(`on_behalf.py`).
"""

from __future__ import annotations

import re

from mailtracker.desk.asides import first_line
from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass

MAX_CHARACTERS = 120
"""Of such a line. Anything longer was written for a person to read."""

MAX_WORDS_OF_NAME = 4

_AHEAD = 4 * MAX_CHARACTERS
"""Characters in which such a line ends, whatever blank lines stand above it."""

_ASKS = (
    r"(?:(?:new |a )?(?:request|ticket|case) (?:for|on behalf of)|on behalf of"
    r"|(?:neue |eine )?anfrage f(?:ü|ue)r|(?:neues |ein )?(?:ticket|anliegen) f(?:ü|ue)r"
    r"|im (?:namen|auftrag) von"
    r"|(?:nieuw |een )?(?:verzoek|ticket) voor|(?:nieuwe |een )?(?:aanvraag|melding) voor|namens"
    r"|(?:ny |en )?(?:henvendelse|anmodning|sag) for|på vegne af"
    r"|(?:novo |um )?(?:pedido|ticket) para|(?:nova |uma )?solicitação para|em nome de"
    r"|(?:nouvelle |une )?demande pour|(?:un )?ticket pour|au nom de)"
)
_FOR: re.Pattern[str] = late_pattern(rf"{_ASKS}\s?:?\s(?P<whom>\S.*)", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:mailto:)?[^\s<>\[\](){}\"',;:|@]+@[^\s<>\[\](){}\"',;:|@]+[^\W_]")
_AROUND = re.compile(r"[\s<>\[\](){}\"'.,;:!|]+")
_POLITE: re.Pattern[str] = late_pattern(
    r"[\s,]+(?:please|pls|thanks|thank you|thx|bitte|danke|alstublieft|alsjeblieft|aub|graag"
    r"|bedankt|tak|venligst|por favor|obrigad[oa]|svp|s['’]il (?:vous|te) pla[iî]t|merci)[\s.!]*$",
    re.IGNORECASE,
)
_NAME: re.Pattern[str] = late_pattern(r"@?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)*")


@dataclass(frozen=True, slots=True)
class RequestFor:
    """What a line says."""

    #: The line as it was written.
    line: str
    #: What stands below it.
    rest: str
    #: The one address that it names, "" where it names somebody by name, or more than one.
    email: str
    #: What it calls them besides: their name, "" for an address alone.
    name: str
    #: It says nothing else; else it is perhaps no such line.
    alone: bool = True


def read_request_for(text: str) -> RequestFor | None:
    """On the first line that is not blank. `text` is a message's new text, quotes removed."""
    found = _FOR.fullmatch(first_line(text[:_AHEAD]))
    if found is None or len(found[0]) > MAX_CHARACTERS:
        return None
    head, _, rest = text.lstrip().partition("\n")
    line, rest = " ".join(head.split()), rest.strip()
    whom = _POLITE.sub("", found["whom"])
    found_there = (one.removeprefix("mailto:") for one in _ADDRESS.findall(whom))
    emails = {one.casefold(): one for one in found_there}
    if not emails:
        name = whom.rstrip(" .:!,")
        called = _NAME.fullmatch(name) and len(name.split()) <= MAX_WORDS_OF_NAME
        return RequestFor(line, rest, "", name.lstrip("@")) if called else None
    if not _ADDRESS.match(whom.lstrip(" <[(\"'")) and not _is_name_and_address(whom):
        return None
    email = next(iter(emails.values())) if len(emails) == 1 else ""
    alone = bool(email) and (_is_nothing_else(whom) or _is_name_and_address(whom))
    name = " ".join(_AROUND.sub(" ", _ADDRESS.sub(" ", whom)).split()) if alone else ""
    return RequestFor(line, rest, email, name, alone)


def _is_nothing_else(whom: str) -> bool:
    """An address, in whatever brackets and as often as mail programs write it."""
    return not _AROUND.sub("", _ADDRESS.sub("", whom))


def _is_name_and_address(whom: str) -> bool:
    """ "Ana Costa <ana@corp.example>": a name, and its address in brackets at the end."""
    name, bracket, address = whom.partition("<")
    if not bracket or not _ADDRESS.search(address) or not _is_nothing_else(address):
        return False
    words = name.strip(" \"'").split()
    return 1 <= len(words) <= MAX_WORDS_OF_NAME and _NAME.fullmatch(" ".join(words)) is not None
