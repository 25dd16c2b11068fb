"""One component of a calendar, as icalendar reads it, and what we ask of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from mailtracker.feeds.blocks import Block
from mailtracker.mail.address_key import address_key

MAX_TITLE = 80
"""Characters of a title that are kept."""

OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
"""Series that nobody means as a day off, and that could keep us busy for ever."""

MAX_A_DAY = 4
"""Times in a day that a series may have."""

BUSY = "X-MICROSOFT-CDO-BUSYSTATUS"
"""How Exchange marks an entry (MS-OXCICAL 2.1.3.1.1.20.31): FREE, TENTATIVE, BUSY, OOF, and
WORKINGELSEWHERE.
"""


def title_of(text: str) -> str:
    """In one line, shortened."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.split())[:MAX_TITLE]


class Component:
    """What we ask of a component of the package's."""

    def __init__(self, block: Block, it: Any) -> None:
        self.block, self.it = block, it

    @property
    def uid(self) -> str:
        return str(self.it.get("UID", "")).strip()

    @property
    def is_change(self) -> bool:
        return "RECURRENCE-ID" in self.it

    @property
    def version(self) -> int:
        try:
            return int(self.it.get("SEQUENCE", 0))
        except (ValueError, TypeError):
            return 0

    @property
    def repeats(self) -> bool:
        return any(key in self.it for key in ("RRULE", "RDATE", "RECURRENCE-ID"))

    @cached_property
    def title(self) -> str:
        return title_of(str(self.it.get("SUMMARY", "")))

    def word(self, key: str) -> str:
        """Raw: what the package makes of it fails for words that it does not know."""
        return str(self.it.get(key, "")).strip().upper()

    @property
    def is_free(self) -> bool:
        return self.word("TRANSP") == "TRANSPARENT" or self.word(BUSY) == "FREE"

    @cached_property
    def span(self) -> tuple[date, date]:
        """From when to when (RFC 5545 3.6.1). Raises ValueError, and what the package raises."""
        start: date = self.it["DTSTART"].dt
        if "DTEND" in self.it:
            end: date = self.it["DTEND"].dt
        elif "DURATION" in self.it:
            end = start + self.it["DURATION"].dt
        else:
            end = start if isinstance(start, datetime) else start + timedelta(days=1)
        if _day(end) < _day(start):
            raise ValueError("it ends before it begins")
        return start, end

    def check(self) -> None:
        """Raises ValueError for what nobody means."""
        if self.block.name == "VFREEBUSY":
            _ = list(self.periods())
            return
        _ = self.span
        for rule in _listed(self.it.get("RRULE")):
            times = 1
            for key in ("BYHOUR", "BYMINUTE", "BYSECOND"):
                times *= max(1, len(_listed(rule.get(key))))
            freq = {str(one).upper() for one in _listed(rule.get("FREQ"))}
            if freq & OFTEN or times > MAX_A_DAY:
                raise ValueError("it comes again and again within a day")

    def unknown_zones(self) -> Iterator[str]:
        for key in ("DTSTART", "DTEND"):
            value = self.it.get(key)
            name = value.params.get("TZID") if hasattr(value, "params") else None
            moment = getattr(value, "dt", None)
            if name and isinstance(moment, datetime) and moment.tzinfo is None:
                yield title_of(str(name))

    def answer_of(self, addresses: Sequence[str]) -> str:
        """What one of these said to an invitation (PARTSTAT), "" where they were not asked."""
        for one in _listed(self.it.get("ATTENDEE")):
            scheme, _, address = str(one).rpartition(":")
            if scheme.lower() in ("", "mailto") and address_key(address) in addresses:
                return str(getattr(one, "params", {}).get("PARTSTAT", "")).upper()
        return ""

    def periods(self) -> Iterator[tuple[date, date, str]]:
        """Of VFREEBUSY: from when to when, and of which kind (RFC 5545 3.2.9)."""
        for one in _listed(self.it.get("FREEBUSY")):
            for period in _listed(one):
                start, end = period.dt
                ends = start + end if isinstance(end, timedelta) else end
                yield start, ends, str(period.params.get("FBTYPE", "BUSY")).upper()


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
