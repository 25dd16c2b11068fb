"""Which entries of a calendar count, for hours and for a person."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailtracker.feeds.component import BUSY, Component
from mailtracker.policy.feed import FeedOf, FeedUse
from mailtracker.policy.words import Pattern, Words, fold, read_patterns

AWAY = frozenset(
    map(
        fold,
        (
            *("Out of office", "OOO"),
            *("Abwesend", "Nicht im Büro", "Außer Haus"),
            *("Afwezig", "Niet aanwezig"),
            *("Ikke på kontoret", "Fraværende"),
            *("Fora do escritório", "Ausente"),
            *("Absent", "Absente", "Absent du bureau"),
        ),
    )
)
"""Titles, whole, by which calendars that have no mark for it say that somebody is away. Within a
longer one they may be about somebody else ("Kim abwesend").
"""

AT_WORK = frozenset({"TENTATIVE", "WORKINGELSEWHERE"})
UNSURE = frozenset({"TENTATIVE", "NEEDS-ACTION"})


def instant_of(moment: date, zone: ZoneInfo) -> datetime:
    """A date is its midnight, and what has no zone is local."""
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


class Judge:
    """Which entries count."""

    def __init__(self, use: FeedUse, zone: ZoneInfo) -> None:
        self._use, self._zone = use, zone
        self._words: list[Pattern] = [one for word in use.feed.words for one in read_patterns(word)]

    def takes(self, one: Component, begins: date, ends: date) -> bool:
        if one.word("STATUS") == "CANCELLED":
            return False
        if self._use.says is FeedOf.HOURS:
            return self._closes(one)
        return self._is_away(one, begins, ends)

    def takes_period(self, begins: date, ends: date, kind: str) -> bool:
        if kind == "BUSY-UNAVAILABLE":
            return True
        if kind != "BUSY":
            return False
        return self._use.says is FeedOf.HOURS or self._whole_days(begins, ends)

    def _closes(self, one: Component) -> bool:
        if one.word("STATUS") == "TENTATIVE" or one.word(BUSY) in AT_WORK:
            return False
        if one.is_free and not self._use.feed.free:
            return False
        return not self._words or self._has_word(one)

    def _is_away(self, one: Component, begins: date, ends: date) -> bool:
        answer = one.answer_of(self._use.addresses)
        if answer == "DECLINED":
            return False
        if self._has_word(one):
            return True
        if one.word("STATUS") == "TENTATIVE" or answer in UNSURE:
            return False
        if busy := one.word(BUSY):
            return busy == "OOF"
        if one.is_free:
            return False
        return fold(one.title) in AWAY or self._whole_days(begins, ends)

    def _has_word(self, one: Component) -> bool:
        if not self._words:
            return False
        title = Words(one.title)
        return any(title.has(word) for word in self._words)

    def _whole_days(self, begins: date, ends: date) -> bool:
        """From a midnight to another, by the owner's clock."""
        if not isinstance(begins, datetime):
            return True
        first = instant_of(begins, self._zone).astimezone(self._zone)
        last = instant_of(ends, self._zone).astimezone(self._zone)
        day = first.date() if first.time() == time() else first.date() + timedelta(days=1)
        return day < last.date()
