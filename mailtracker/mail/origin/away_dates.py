"""The words of an absence notice → the first and the last day of the absence, and whether somebody
is gone for good. In English, German, Dutch, Danish, Portuguese and French.

What people mean is taken where words leave it open: "until Friday" has that Friday in it, who is
back on Monday is away on Sunday, weeks last from Monday to Sunday (ISO 8601).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from mailtracker.late_pattern import late_pattern
from mailtracker.mail.origin import absence
from mailtracker.mail.origin.dates.claims import Claim, NoticeReading, SaidOfDays
from mailtracker.mail.origin.dates.languages import LANGUAGES
from mailtracker.mail.subject import ANSWER_MARK, is_answer_or_forward
from mailtracker.mail.text.language import small_words
from mailtracker.record import dataclass

_LONGEST = 3000  # characters of a text that are read
_MOST_DAYS = 366
_OLDEST = 60  # days ago that an absence may have ended
_NEAR = 31  # days between the last day away and the return: weekends, holidays
_DAY = timedelta(days=1)
_ANSWERS = late_pattern(rf"[^:]{{0,60}}\b{ANSWER_MARK}", re.IGNORECASE)


@dataclass(frozen=True)
class DaysAway:
    """What a notice says of an absence."""

    #: The first day away, None where it is not said: then it has begun.
    start: date | None
    #: The last day away, None where it is not said.
    end: date | None
    #: They do not come back: have left, are retired.
    for_good: bool = False


_COMES_BACK = frozenset({SaidOfDays.UNTIL, SaidOfDays.BACK})
NOTHING_SAID = DaysAway(None, None)


def days_away(text: str, subject: str, today: date) -> DaysAway:
    """`text`: what the notice's writer wrote; `today`: the day on which it was written, where the
    writer is. More than a year, and what ended over two months ago, is nothing said.
    """
    said = _days(text[:_LONGEST], today)
    if said == NOTHING_SAID and _is_own(subject):
        said = _days(subject, today)
    return said if _is_plausible(said, today) else NOTHING_SAID


def _is_own(subject: str) -> bool:
    """Not that of the mail which the notice answers."""
    answers = is_answer_or_forward(subject) or _ANSWERS.match(subject)
    return not answers and not absence.by_program(subject)


def _is_plausible(said: DaysAway, today: date) -> bool:
    start, end = said.start or today, said.end
    if said.for_good or end is None:
        return abs((start - today).days) <= _MOST_DAYS or said.for_good
    return -_OLDEST <= (end - today).days <= _MOST_DAYS and (end - start).days <= _MOST_DAYS


def _days(text: str, today: date) -> DaysAway:
    """By the first language in which anything is said: the likeliest one, then the others."""
    small = small_words(text, tuple(LANGUAGES))
    readings = {code: NoticeReading(text, words, today) for code, words in LANGUAGES.items()}
    for code in sorted(readings, key=lambda code: -small[code] - readings[code].likeliness()):
        said = _said(readings[code], today)
        if said != NOTHING_SAID:
            return said
    return NOTHING_SAID


def _said(notice: NoticeReading, today: date) -> DaysAway:
    claims = notice.claims()
    if notice.tells_of_leaving() and not any(claim.says in _COMES_BACK for claim in claims):
        return _gone(claims)
    own = [claim for claim in claims if not claim.aside] or claims
    absence_ = _Absence(today)
    for claim in own:
        absence_.hear(claim)
    said = absence_.days()
    only_back = {claim.says for claim in own} - {SaidOfDays.NAMED} == {SaidOfDays.BACK}
    if only_back and notice.tells_when_they_work():  # a day on which they never work
        return DaysAway(today, said.end)
    return said


def _gone(claims: Sequence[Claim]) -> DaysAway:
    for claim in claims:
        if claim.says is SaidOfDays.LAST_DAY:
            return DaysAway(claim.days.last + _DAY, None, for_good=True)
        if claim.says is SaidOfDays.FROM and not claim.vague:
            return DaysAway(claim.days.first, None, for_good=True)
    return DaysAway(None, None, for_good=True)


def _friday_before(day: date) -> date | None:
    """Of a Monday."""
    return None if day.weekday() else day - 3 * _DAY


class _Absence:
    """The first absence that is spoken of and not over yet."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._start: date | None = None
        self._end: date | None = None
        self._length = 0
        self._is_vague = False
        self._named_day: date | None = None
        self._hears = {
            SaidOfDays.AWAY: self._away,
            SaidOfDays.UNTIL: self._until,
            SaidOfDays.BACK: self._back,
            SaidOfDays.FROM: self._from,
            SaidOfDays.LASTS: self._lasts,
            SaidOfDays.LAST_DAY: self._last_day,
            SaidOfDays.NAMED: self._named,
        }

    def hear(self, claim: Claim) -> None:
        """Claims come in the order of the text."""
        self._hears[claim.says](claim)

    def days(self) -> DaysAway:
        start, end = self._start, self._end
        if start and self._length and end in (None, start):
            end = start + (self._length - 1) * _DAY
        return DaysAway(None if start and end and start > end else start, end)

    def _away(self, claim: Claim) -> None:
        first, last = claim.days
        if self._end is None or self._end < self._today or self._is_vague:
            self._start, self._end, self._is_vague = first, last, claim.vague
        elif self._start and first <= self._start and self._end <= last:
            return  # "from Tuesday to Thursday, this week"
        elif self._start and self._start <= first < last <= self._end:
            self._start, self._end = first, last  # "this week from Tuesday to Thursday"
        elif first <= self._end + _DAY:
            self._end = max(self._end, last)

    def _first(self, claim: Claim) -> date:
        """A day of the week is the one after the absence that it was said of."""
        first = claim.days.first
        if claim.weekday and self._end and first <= self._end:
            return first + ((self._end - first).days // 7 + 1) * 7 * _DAY
        return first

    def _until(self, claim: Claim) -> None:
        if self._end is None:
            self._end = claim.days.last

    def _back(self, claim: Claim) -> None:
        """The return says how long it lasts, where both are near each other."""
        last = self._first(claim) - _DAY
        if self._end is None:
            self._end = last
            if self._named_day and self._named_day in (last, _friday_before(claim.days.first)):
                self._start = self._named_day
            return
        later = (last - self._end).days
        if later >= 0 or not claim.vague:  # "until Friday, back on Friday": not on that day
            self._end = last if -1 <= later <= _NEAR else self._end

    def _from(self, claim: Claim) -> None:
        if self._start is None or self._is_vague:
            self._start = claim.days.first

    def _last_day(self, claim: Claim) -> None:
        self._start = claim.days.last + _DAY

    def _named(self, claim: Claim) -> None:
        """The day of the return, where only a weekend lies before it."""
        if self._end is None:
            self._named_day = claim.days.first
        elif self._end == _friday_before(self._first(claim)):
            self._end = self._first(claim) - _DAY

    def _lasts(self, claim: Claim) -> None:
        self._length = self._length or claim.length
