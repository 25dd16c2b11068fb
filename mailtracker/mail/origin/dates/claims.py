"""Where days are named in a notice → what is said of them: that somebody is away then, until then,
from then on, or is back then. Told by the preposition before the days, and by the nearest words
about them that speak of being away or of coming back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum, auto
from typing import NamedTuple

from mailtracker.mail.origin.dates import words as marks
from mailtracker.mail.origin.dates.marked import marked
from mailtracker.mail.origin.dates.named import Days
from mailtracker.mail.origin.dates.places import DaysPlace, days_at, places, tokens_of
from mailtracker.mail.origin.dates.words import DateWords
from mailtracker.mail.table import Row, first_of

_DAY = timedelta(days=1)
_SENTENCE_ENDS = frozenset({".", "!", "?", ";", marks.STOP})
_PART_ENDS = _SENTENCE_ENDS | {",", marks.AND, "(", ")", ":", marks.LINE, "–", "—", "/", "|"}
_RETURNS = frozenset({marks.BACK, marks.ANSWER, marks.ONLY})
_VERBS = _RETURNS | {marks.AWAY}
_BEGINS = frozenset({marks.FROM, marks.BETWEEN, marks.SINCE})
_PREPOSITIONS = _BEGINS | {marks.UNTIL, marks.AFTER, marks.BEFORE, marks.VETO}
_PASSED = frozenset(
    "the den der dem le la l' o a dia het de d . , ( am on op em no na about around ca circa "
    "including einschließlich inklusive inclusive voraussichtlich vermutlich mindestens at least "
    "approximately".split()
) | {marks.THIS, marks.TO}
_REACH = 4  # tokens between a preposition and its days


class SaidOfDays(Enum):
    """What somebody says of days."""

    AWAY = auto()
    """They are away then."""
    UNTIL = auto()
    """The last of them is the last day away."""
    BACK = auto()
    """The first of them is the day of the return."""
    FROM = auto()
    """The first of them is the first day away."""
    LAST_DAY = auto()
    """It was their last day."""
    LASTS = auto()
    """So long they are away."""


class Claim(NamedTuple):
    """What is said of some days."""

    says: SaidOfDays
    days: Days
    #: Of somebody else's help: it counts where nothing else is said.
    aside: bool = False
    #: No day is meant exactly.
    vague: bool = False
    #: In days, where only that is said.
    length: int = 0


class NoticeReading:
    """A notice as it is read in one language."""

    def __init__(self, text: str, words: DateWords, today: date) -> None:
        self._today = today
        self._tokens = tokens_of(marked(text, words))
        self._places = places(self._tokens, words, today)

    def claims(self) -> list[Claim]:
        """In the order of the text."""
        return [claim for place in self._places if (claim := self._claim(place))]

    def tells_of_leaving(self) -> bool:
        return marks.GONE in self._tokens or marks.LAST_DAY in self._tokens

    def tells_when_they_work(self) -> bool:
        return marks.WORKS in self._tokens

    def _claim(self, place: DaysPlace) -> Claim | None:
        about = self._about(place)
        says = first_of(_CASES, about, None)
        if says is None:
            return None
        if place.first.length:
            return Claim(says, Days(self._today, self._today), length=place.first.length)
        later, since = says is SaidOfDays.BACK, about.preposition == marks.SINCE
        days = days_at(place, self._today, later=later, since=since)
        return None if days is None else Claim(says, _meant(days, about), about.aside, about.vague)

    def _about(self, place: DaysPlace) -> _About:
        sentence = _Parts(self._tokens, place, _SENTENCE_ENDS)
        part = _Parts(self._tokens, place, _PART_ENDS)
        verb = part.nearest_verb() or sentence.nearest_verb()
        return _About(
            place=place,
            preposition=self._preposition(place.begin),
            verb=verb,
            verb_before=_first_verb(reversed(part.before)),
            aside=marks.OTHER in part.all and verb != marks.AWAY,
            said=frozenset(sentence.all),
        )

    def _preposition(self, at: int) -> str:
        """Of the days that begin at token `at`; "" where they have none."""
        for token in reversed(self._tokens[max(0, at - _REACH) : at]):
            if token in _PREPOSITIONS:
                return token
            if token not in _PASSED:
                return ""
        return ""


class _Parts:
    """What stands around days, as far as to the tokens that end it."""

    def __init__(self, tokens: list[str], place: DaysPlace, ends: frozenset[str]) -> None:
        begin, end = place.begin, place.end
        while begin > 0 and tokens[begin - 1] not in ends:
            begin -= 1
        while end < len(tokens) and tokens[end] not in ends:
            end += 1
        self.before = tokens[begin : place.begin]
        self.behind = tokens[place.end : end]

    @property
    def all(self) -> list[str]:
        return self.before + self.behind

    def nearest_verb(self) -> str:
        """Before the days, else behind; "" where there is none."""
        return _first_verb(reversed(self.before)) or _first_verb(self.behind)


def _first_verb(tokens: Iterable[str]) -> str:
    return next((token for token in tokens if token in _VERBS), "")


class _About(NamedTuple):
    """What stands around days that are named."""

    place: DaysPlace
    preposition: str
    #: The nearest word of being away or of coming back.
    verb: str
    #: The same, where it stands before the days in the same part of the sentence.
    verb_before: str
    aside: bool
    #: All tokens of the sentence.
    said: frozenset[str]

    @property
    def vague(self) -> bool:
        return self.place.first.vague


def _meant(days: Days, about: _About) -> Days:
    """ "After the weekend" is from Monday on; "until December" ends with November."""
    if about.preposition == marks.AFTER:
        return Days(days.last + _DAY, days.last)
    if about.preposition == marks.UNTIL and about.place.first.whole_month:
        return Days(days.first, days.first - _DAY)
    return days


def _begins(about: _About) -> bool:
    return about.preposition in _BEGINS


def _is_vetoed(about: _About) -> bool:
    return about.preposition == marks.VETO


def _last_day(about: _About) -> bool:
    return marks.LAST_DAY in about.said


def _gone(about: _About) -> bool:
    return marks.GONE in about.said


def _length(about: _About) -> bool:
    return about.place.first.length > 0


def _away(about: _About) -> bool:
    return about.verb == marks.AWAY


def _back(about: _About) -> bool:
    return about.verb in _RETURNS


def _range(about: _About) -> bool:
    return about.place.last is not None


def _of_weekdays(about: _About) -> bool:
    first = about.place.first
    return not first.day and first.days is None


def _working(about: _About) -> bool:
    return marks.WORKS in about.said


def _until(about: _About) -> bool:
    return about.preposition == marks.UNTIL


def _not_back(about: _About) -> bool:
    """ "Not back until": who comes back is named before the days."""
    return about.verb_before in _RETURNS


def _after(about: _About) -> bool:
    return about.preposition == marks.AFTER


def _before(about: _About) -> bool:
    return about.preposition == marks.BEFORE


def _these_days(about: _About) -> bool:
    """ "This week", and no verb that is known."""
    first = about.place.first
    return first.days is not None and not (first.vague or first.whole_month)


_CASES: tuple[Row[_About, SaidOfDays | None], ...] = (
    Row(None, when=(_is_vetoed,)),
    Row(SaidOfDays.LAST_DAY, when=(_last_day,)),
    Row(SaidOfDays.FROM, when=(_gone,)),
    Row(SaidOfDays.LASTS, when=(_length, _away)),
    Row(None, when=(_length,)),
    Row(None, when=(_range, _of_weekdays, _working)),
    Row(SaidOfDays.AWAY, when=(_range,)),
    Row(SaidOfDays.BACK, when=(_until, _not_back)),
    Row(SaidOfDays.UNTIL, when=(_until,)),
    Row(SaidOfDays.BACK, when=(_after, _back)),
    Row(SaidOfDays.UNTIL, when=(_after,)),
    Row(SaidOfDays.BACK, when=(_before, _back)),
    Row(None, when=(_before,)),
    Row(SaidOfDays.BACK, when=(_back,)),
    Row(SaidOfDays.FROM, when=(_begins,)),
    Row(SaidOfDays.AWAY, when=(_away,)),
    Row(SaidOfDays.AWAY, when=(_these_days,)),
)
