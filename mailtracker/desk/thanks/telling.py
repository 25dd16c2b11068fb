"""Does a mail that thanks only tell something besides? What people tell is free; what shows that
they want something is not: see `wanting_signs`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mailtracker.desk.thanks.causes import owns_up
from mailtracker.desk.thanks.closable import is_over
from mailtracker.desk.thanks.gladness import GLADNESS
from mailtracker.desk.thanks.good_signs import DID, GOOD, JOY, SORRY, TOLD
from mailtracker.desk.thanks.news import all_is_well
from mailtracker.desk.thanks.parting_signs import (
    BARE,
    BIG,
    LEAVE,
    THANKED,
    THANKING,
    THANKS,
    TO_DO,
    WILL,
)
from mailtracker.desk.thanks.past import PAST, is_past
from mailtracker.desk.thanks.plain_signs import adds_something, is_good, is_only_harmless
from mailtracker.desk.thanks.polite_words import PRAISE
from mailtracker.desk.thanks.praise_signs import OPENERS, TRAILERS
from mailtracker.desk.thanks.solved import is_solved, without_looks
from mailtracker.desk.thanks.thanks_doubts import (
    ASKED,
    MEANT_FOR_OTHERS,
    NEARLY,
    OFFERED,
    ONE_MORE,
    RETURNED,
    SEEN,
)
from mailtracker.desk.thanks.wanting_signs import (
    gives,
    is_open,
    languages_of,
    wants,
)
from mailtracker.desk.thanks.well import is_well
from mailtracker.late_pattern import late_pattern

_EXPLAINED = 10
"""With so many words at most somebody explains why nothing is wanted any more."""

_PERSONS: re.Pattern[str] = late_pattern(
    r"\b(?:customer|client|kunden?|kundin|klant(?:en)?|clientes?|clients?)\b"
)
"""Who was told of; elsewhere such a word is part of an answer."""

JOINED = re.compile(r" (?:and|und|en|og|e|et) ")

_THANKED_BEHIND = 6
"""With so many words at most somebody thanks behind something else."""


def tells(
    clauses: Sequence[str],
    said: Sequence[bool | None],
    is_glad: bool,
    tells_news: Callable[[str], bool],
) -> bool:
    """Whether the clauses together only thank and tell. `said` is what is known of each: True for
    thanks or success, False for politeness, None for a clause that is not known; `tells_news` says
    of one that is known whether it tells of success.
    """
    languages = languages_of(clauses)
    unknown = [clause for clause, known in zip(clauses, said, strict=True) if known is None]
    ended = over = any(map(is_over, clauses))
    is_offered = any(map(OFFERED.search, clauses))
    past: list[str] = []
    for clause in unknown:
        if _ends(clause, languages):
            ended = True
            continue
        if not (_only_tells(clause, languages) or (over and _explains(clause, languages))):
            past.append(clause)
        if is_offered or (clause in past and not is_past(clause, languages)):
            return False
    if past and not over:
        known = (clause for clause, is_known in zip(clauses, said, strict=True) if is_known)
        beside = (clause for clause in unknown if clause not in past)
        if not (any(map(tells_news, known)) or any(map(_is_well, beside))):
            return False
    return any((is_glad, any(said), ended, any(map(SORRY.match, clauses)), owns_up(clauses)))


def _ends(clause: str, languages: frozenset[int]) -> bool:
    """Of what is joined in it, one piece says that a matter is well, and each one only tells."""
    words = _without_fillers(clause.split())
    forms = {clause, " ".join(words)}
    known = (_is_whole_well, BARE.fullmatch)
    if any(say(one) for one in forms for say in known) or _closes(clause, languages):
        return True
    if any(THANKS[at].search(clause) for at in languages):
        return _is_well_and_thanked(words, languages)
    joined = JOINED.split(clause)
    if len(joined) == 1 or not any(map(_is_well, joined)):
        return False
    tells_of = (_ends, _only_tells, is_past)
    return all(any(one(part, languages) for one in tells_of) for part in joined)


def _is_well(clause: str) -> bool:
    """Of what is joined in it, one piece."""
    return any(map(_is_whole_well, (clause, *JOINED.split(clause))))


def _is_whole_well(clause: str) -> bool:
    if ASKED.fullmatch(clause):
        return False
    said = without_looks(clause)
    return is_well(said) or is_solved(said) or all_is_well(said)


def _is_well_and_thanked(words: list[str], languages: frozenset[int]) -> bool:
    ends = range(1, min(len(words), _THANKED_BEHIND))
    parts = ((" ".join(words[:-last]), " ".join(words[-last:])) for last in ends)
    return any(_is_thanked(end, languages) and _is_well(said) for said, end in parts)


def _without_fillers(words: list[str]) -> list[str]:
    """Without "yes, ok" before it and a laugh behind."""
    while len(words) > 1 and (words[0] in PRAISE or words[0] in OPENERS):
        words = words[1:]
    while len(words) > 1 and words[-1] in TRAILERS:
        words = words[:-1]
    return words


def _is_thanked(words: str, languages: frozenset[int]) -> bool:
    found = (THANKED[at].fullmatch(words) for at in languages)
    return any(one is not None and not one["before"] for one in found)


def _closes(clause: str, languages: frozenset[int]) -> bool:
    """Thanks, joy, or a word that ends a matter."""
    if BARE.fullmatch(clause):
        return True
    if _may_ask(clause, languages):
        return False
    return any(_thanks(clause, at) or JOY[at].search(clause) for at in languages)


def _may_ask(clause: str, languages: frozenset[int]) -> bool:
    whole = (RETURNED.fullmatch, ASKED.fullmatch, NEARLY.fullmatch)
    doubts = (*whole, MEANT_FOR_OTHERS.search, ONE_MORE.search)
    if any(doubt(clause) for doubt in doubts):
        return True
    return is_open(clause, languages)


def _thanks(clause: str, at: int) -> bool:
    if TO_DO[at].search(clause):
        return False
    if THANKING[at].match(clause):
        return True
    found = THANKED[at].fullmatch(clause)
    if found is None:
        return False
    before = found["before"].split()
    return bool(found["for_what"] or BIG.issuperset(before) or GOOD[at].search(" ".join(before)))


def _only_tells(clause: str, languages: frozenset[int]) -> bool:
    """Of the writer: what they did, will do, wish; of the rest what was or is well."""
    if GLADNESS.fullmatch(clause):
        return True
    if wants(clause, languages):
        return False
    if any(LEAVE[at].match(clause) for at in languages):
        return True
    if gives(clause, languages):
        return False
    if any(adds_something(clause, at) for at in languages):
        return False
    if any(is_only_harmless(clause, at) or WILL[at].match(clause) for at in languages):
        return True
    if _may_ask(clause, languages) or any(THANKS[at].search(clause) for at in languages):
        return False
    return any(_is_told(clause, at) for at in languages)


def _explains(clause: str, languages: frozenset[int]) -> bool:
    """Beside a word that all is over: who helped, how it came out; nothing that shows a sign."""
    said = _PERSONS.sub("_", clause)
    if len(said.split()) > _EXPLAINED or not PAST.search(said) or _may_ask(said, languages):
        return False
    return not any(TO_DO[at].search(said) or adds_something(said, at) for at in languages)


def _is_told(clause: str, at: int) -> bool:
    if SEEN.match(clause):
        return False
    return is_good(clause, at) or any(sign(clause) for sign in (DID[at].match, TOLD[at].match))
