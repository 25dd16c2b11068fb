"""The bytes of a calendar and whose it is → the times of it that count. It is run in a child: what
a calendar can cost is bounded there.
"""

from __future__ import annotations

import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailtracker.feeds.blocks import ZONE, Block, NoCalendar, blocks_of
from mailtracker.feeds.component import Component, title_of
from mailtracker.feeds.judge import Judge, instant_of
from mailtracker.policy.feed import Entry, FeedOf, FeedReading, FeedUse
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from icalendar import Component as Read

MAX_ENTRIES = 5_000
"""Times that one calendar may say, series counted one by one."""

MAX_DAYS = 50_000
"""Days of all of them together."""

MAX_ODD = 50
"""Entries that are named for being odd."""


@dataclass(frozen=True, slots=True)
class FeedQuestion:
    """A calendar to be read: its bytes (`data`), the `use` it is read for, and the dates from which
    (`first`) to which (`last`, not in it any more) its series are followed.
    """

    data: bytes
    use: FeedUse
    first: date
    last: date


def read_feed(question: FeedQuestion) -> FeedReading:
    """Any bytes in, a reading out."""
    try:
        return _Calendar(question).read()
    except NoCalendar as error:
        return FeedReading(trouble=str(error))


class _Calendar:
    """One calendar while it is read."""

    def __init__(self, question: FeedQuestion) -> None:
        self._use, self._data = question.use, question.data
        self._first, self._last = question.first, question.last
        self._zone = ZoneInfo(question.use.zone)
        self._judge = Judge(question.use, self._zone)
        self._found: dict[Entry, None] = {}
        self._days = 0
        self._odd: list[str] = []
        self._unknown: dict[str, None] = {}
        self._free: set[int] = set()

    def read(self) -> FeedReading:
        """Raises NoCalendar."""
        blocks = blocks_of(self._data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._learn_zones([block for block in blocks if block.name == ZONE])
            read = [block for block in blocks if block.name != ZONE]
            parsed = [one for block in read for one in self._parsed(block)]
            understood = [self._try(group[0].block, self._take, group) for group in _groups(parsed)]
        if read and not any(understood):
            raise NoCalendar(f"says nothing that can be read: {self._odd[0]}")
        return FeedReading(
            entries=tuple(sorted(self._found, key=_order)),
            odd=tuple(self._odd[:MAX_ODD]),
            unknown_zones=tuple(self._unknown),
            marked_free=len(self._free),
        )

    def _learn_zones(self, blocks: Sequence[Block]) -> None:
        """The package knows zones by name, for the whole process, and the first of a name stays:
        so what other calendars called so is forgotten first.
        """
        from icalendar import Timezone
        from icalendar.timezone import tzp

        tzp.use_default()

        def learn(block: Block) -> None:
            tzp.cache_timezone_component(Timezone.from_ical(block.text))

        for block in blocks:
            self._try(block, learn, block)

    def _parsed(self, block: Block) -> Iterator[Component]:
        from icalendar import Event, FreeBusy

        if not block.whole:
            self._odd.append(self._named(block, "its end is missing"))
            return
        kind: type[Read] = Event if block.name == "VEVENT" else FreeBusy
        found: list[Component] = []

        def parse() -> None:
            one = Component(block, kind.from_ical(block.text))
            one.check()
            found.append(one)

        self._try(block, parse)
        yield from found

    def _try(self, block: Block, work: Callable[..., object], *given: object) -> bool:
        """What goes wrong with one entry is told, and the others are read."""
        try:
            work(*given)
        except (NoCalendar, MemoryError):
            raise
        except Exception as error:  # whatever the package makes of what others wrote
            self._odd.append(self._named(block, _said(error)))
            return False
        return True

    def _named(self, block: Block, why: str) -> str:
        """In a person's calendar without its title."""
        title = ""
        if self._use.says is FeedOf.HOURS:
            lines = (line for line in block.lines if line.upper().startswith("SUMMARY"))
            title = next((f" ({title_of(line.partition(':')[2])})" for line in lines), "")
        return f"line {block.at}{title}: {why}"

    # -- one entry, or one series ------------------------------------------------

    def _take(self, group: list[Component]) -> None:
        if group[0].block.name == "VFREEBUSY":
            for begins, ends, kind in group[0].periods():
                if self._judge.takes_period(begins, ends, kind):
                    self._add(begins, ends, "")
            return
        for one in group:
            self._note_zones(one)
        if not any(self._judge.takes(one, *one.span) for one in group):
            self._note_free(group)
            return
        for one, begins, ends in self._times(group):
            if self._judge.takes(one, begins, ends):
                self._add(begins, ends, one.title)

    def _times(self, group: list[Component]) -> Iterator[tuple[Component, date, date]]:
        """Each time of a series within the days that are asked for."""
        if len(group) == 1 and not group[0].repeats:
            yield group[0], *group[0].span
            return
        from icalendar import Calendar
        from recurring_ical_events import CalendarQuery

        calendar = Calendar()
        for one in group:
            calendar.add_component(one.it)
        # Whoever is at the first day's beginning in one zone may be a day off in another.
        first, last = self._first - timedelta(days=1), self._last + timedelta(days=1)
        for found in CalendarQuery(calendar).between(first, last):
            one = Component(group[0].block, found)
            yield one, *one.span

    def _add(self, begins: date, ends: date, title: str) -> None:
        hours = self._use.says is FeedOf.HOURS
        entry = self._clipped(begins, ends, title if hours else "")
        if entry is None or entry in self._found:
            return
        self._found[entry] = None
        self._days += (entry.ends - entry.begins).days + 1
        if len(self._found) > MAX_ENTRIES or self._days > MAX_DAYS:
            raise NoCalendar(f"says more than {MAX_ENTRIES} times or {MAX_DAYS} days: too many")

    def _clipped(self, begins: date, ends: date, title: str) -> Entry | None:
        """Within the days that are asked for; None for nothing of them."""
        first, last = self._first, self._last
        if not isinstance(begins, datetime) and not isinstance(ends, datetime):
            low, high = max(begins, first), min(max(ends, begins + timedelta(days=1)), last)
            return Entry(low, high, title) if low < high else None
        start, end = self._instant(begins), self._instant(ends)
        start, end = max(start, self._instant(first)), min(end, self._instant(last))
        return Entry(start, end, title) if start < end else None

    def _instant(self, moment: date) -> datetime:
        return instant_of(moment, self._zone)

    def _note_zones(self, one: Component) -> None:
        """The package reads a zone that it does not know as none, and says nothing."""
        for name in one.unknown_zones():
            self._unknown.setdefault(name)

    def _note_free(self, group: list[Component]) -> None:
        for one in group:
            if one.is_free and self._use.says is FeedOf.HOURS:
                self._free.add(one.block.at)


def _order(entry: Entry) -> tuple[str, str, str]:
    return entry.begins.isoformat(), entry.ends.isoformat(), entry.title


def _groups(parsed: Sequence[Component]) -> Iterator[list[Component]]:
    """Each entry with the changes of single days of it (RECURRENCE-ID), by UID. Where several say
    that they are one entry, of the same version, each is taken for one of its own.
    """
    by_uid: dict[str, list[Component]] = defaultdict(list)
    for one in parsed:
        by_uid[one.uid or f"\0{one.block.at}"].append(one)
    for group in by_uid.values():
        entries = [one for one in group if not one.is_change]
        changes = [one for one in group if one.is_change]
        newest = max((one.version for one in entries), default=0)
        entries = [one for one in entries if one.version == newest]
        if not entries:
            yield changes
        yield from ([one, *changes] for one in entries)


def _said(error: Exception) -> str:
    """What the package says, in one line."""
    text = " ".join(str(error).split())[:100]
    return f"cannot be read: {text or type(error).__name__}"
