"""A clause whose predicate says that a matter is well (`well_forms`): is what it names free of all
that makes such news doubtful?
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailtracker.desk.thanks.plain_signs import adds_something
from mailtracker.desk.thanks.thanks_doubts import ASKED, FOR_OTHERS, RETURNED
from mailtracker.desk.thanks.thanks_phrases import OTHER, TROUBLE
from mailtracker.desk.thanks.wanting_signs import limits, names_a_day
from mailtracker.desk.thanks.well_forms import Forms
from mailtracker.desk.thanks.well_northern import NORTHERN
from mailtracker.desk.thanks.well_southern import SOUTHERN
from mailtracker.desk.thanks.well_things import THINGS
from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin.phrases import joined

FORMS = (*NORTHERN, *SOUTHERN)
"""In the order of the other tables."""

_DOUBTFUL: re.Pattern[str] = late_pattern(
    r"^(?:does|do|did) |\b(?:pop up|copy|kopie|copie|copia|one of|eine[rs]? der"
    r"|een van|en af|um d[ao]s|uma das|un des|une des|square one|the start|beginning|anfang|null"
    r"|af|begin|inicio|zero|estaca|depart|case depart|doing|hospital|krankenhaus|ziekenhuis)\b"
)
"""Something that was not spoken of, or that it is well of nothing; a question."""


@lru_cache(maxsize=64)  # asked several times of one clause, and of its pieces
def is_well(clause: str) -> bool:
    """Whether it says so, in any language: what fits one whole is of that."""
    places = range(len(FORMS))
    return not ASKED.fullmatch(clause) and any(_says_well(clause, at) for at in places)


def _says_well(clause: str, at: int) -> bool:
    if (found := _WELL[at].fullmatch(clause)) is not None:
        is_back = any(found.groups()) and RETURNED.fullmatch(clause)
        return not (is_back or _is_doubtful(found, at))
    if (found := _CAME[at].fullmatch(clause)) is None or FOR_OTHERS.search(clause):
        return False
    return not _is_doubtful(found, at)


def _is_doubtful(found: re.Match[str], at: int) -> bool:
    free = " ".join(filter(None, found.groups()))
    doubts = (_DOUBTFUL.search, OTHER.search, TROUBLE.search)
    if any(doubt(free) for doubt in doubts) or _ANY[at].match(free) or adds_something(free, at):
        return True
    return any(sign(free, frozenset({at})) for sign in (limits, names_a_day))


def _pattern(forms: str, again: str) -> re.Pattern[str]:
    pattern = "|".join(map(_grouped, filter(None, forms.split("\n= "))))
    again = _ungrouped(joined(again))
    for sign, meant in (
        ("<s>", r"((?:\w+ ){1,7}?)"),
        ("<x>", r"(\w+(?: \w+){0,3}?)"),
        ("<a>", rf"(?> (?:{again})(?![^ ]))*"),
        ("<n>", rf"(?> (?:{again})(?![^ ]))+"),
    ):
        pattern = pattern.replace(sign, meant)
    return late_pattern(pattern)


_GROUP, _OF_MANY = "\0", "\1"
_MANY = re.compile(r"\(( ?)\\w\+\)(\{\d,\d\}\??|[?+*])")
_ONE = re.compile(rf"(?<!{_OF_MANY})(?<!{_OF_MANY} )\\w\+\w*")


def _grouped(form: str) -> str:
    """Only what is free is a group: `\\w+`, once or as often as its own brackets say."""
    many = _MANY.sub(rf"{_GROUP}{_OF_MANY}\1\\w+)\2)", joined(form))
    one = _ONE.sub(lambda found: f"{_GROUP}{found[0]})", many)
    return _ungrouped(one).replace(_OF_MANY, "(?:").replace(_GROUP, "(")


def _ungrouped(pattern: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern)


def _of(one: Forms, things: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return _pattern(one.well + things, one.again), _pattern(one.came, one.again)


_ANY = [late_pattern(rf"(?:(?:and|und|en|og|e|et) )?(?:{one.any}) ") for one in FORMS]
_WELL, _CAME = zip(*map(_of, FORMS, THINGS), strict=True)
