"""Does a clause tell of success: something works, came back, is solved, or is over? What it is of
is free to be named, unless that makes the news doubtful.
"""

from __future__ import annotations

import re

from mailtracker.desk.thanks.closable import OVER, is_over
from mailtracker.desk.thanks.closing_phrases import WEEKDAY
from mailtracker.desk.thanks.mended import is_mended
from mailtracker.desk.thanks.regained import NOT_WHOLE, regained
from mailtracker.desk.thanks.solved import before_means, behind_means, with_us
from mailtracker.desk.thanks.thanks_doubts import (
    ABLE,
    ARRIVED,
    FOR_OTHERS,
    RETURNED,
    SEEN,
    VANISHED,
)
from mailtracker.desk.thanks.thanks_phrases import GONE, NOTED, OPEN, OTHER, RUNS, TROUBLE
from mailtracker.late_pattern import late_pattern

_THAT_WAS_IT: re.Pattern[str] = late_pattern(
    r"(?:(?:ja|yes|yep|sim|oui|genau|exactly) )*"
    r"(?:(?:that|this|it) (?:was it|did it|was the (?:one|trick|problem|reason|cause))"
    r"|(?:das|es) war(?: s| es)|das war (?:der|die|das) (?:grund|ursache|fehler|problem|losung)"
    r"|dat was (?:het|t)(?: inderdaad)?|det var (?:det|arsagen|fejlen|problemet)"
    r"|era (?:isso|isto|mesmo isso|mesmo isto)(?: mesmo)?|c etait (?:bien )?(?:ca|cela)"
    r"|(?:e|foi) isso mesmo)"
)
"""What had been asked or advised hit it."""

_NOT_OF_IT: re.Pattern[str] = late_pattern(
    rf"(?:on |am |op |pa |na |le )?{WEEKDAY}\b"
    r"|(?!(?:it|this|that|they|everything|all|the|my|our) )(?:\w+ ){1,3}(?:has|have|s|ve) been "
    r"|.*\b(?:was|were|war|waren|lief|liefen|ging|werkte|virkede) (?:.* )?"
    r"(?:since|seit|sinds|siden)"
)
"""Of a day, or of somebody; or it was so, up to a time."""


def is_news(clause: str) -> bool:
    if _THAT_WAS_IT.fullmatch(clause):
        return True
    tells_of = (all_is_well, has_again, is_over, OVER.match, is_well_since)
    return any(one(clause) for one in tells_of) and not is_noted(clause)


def is_well_since(clause: str) -> bool:
    """ "After the update it works", whatever was updated; "here it works"."""
    said = (*behind_means(clause), *before_means(clause), *with_us(clause))
    return any(map(all_is_well, said))


def all_is_well(clause: str) -> bool:
    if is_mended(clause):
        return True
    if RETURNED.fullmatch(clause):
        return False
    if (gone := GONE.fullmatch(clause)) is not None:
        is_well = not VANISHED.search(gone["is"]) or TROUBLE.search(gone["free"])
        return bool(is_well) and not (OPEN.search(gone["free"]) or OPEN.search(gone["is"]))
    runs = RUNS.fullmatch(clause)
    if runs is None or SEEN.match(runs["free"]) or _NOT_OF_IT.match(clause):
        return False
    if ARRIVED.search(runs["is"]) and FOR_OTHERS.search(runs["free"]):
        return False
    return not (is_bad(runs["free"]) or OPEN.search(runs["is"]))


def has_again(clause: str) -> bool:
    """The writer can do or has found what they asked about."""
    free = regained(clause)
    return free is not None and not (is_bad(free) or NOT_WHOLE.search(free))


def is_noted(clause: str) -> bool:
    if not NOTED.fullmatch(clause):
        return False
    return not (ABLE.search(clause) and is_bad(ABLE.sub("", clause)))


def is_bad(what: str) -> bool:
    return any(pattern.search(what) for pattern in (OPEN, TROUBLE, OTHER))
