"""When people work, and a length of that time: what hours, promises and conditions count in."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Hours:
    """Working time, by the `key` of the files, in a `zone`. `week` has seven entries, Monday
    first, each a tuple of (start, end) in minutes after local midnight.

    `holidays` is a code of the holidays package: "DK", "DE-BE", "" for none.
    `always` means every minute counts.
    """

    key: str
    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: str = ""
    always: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time as promised: `minutes` of working time ("4 working hours" = 240), or working
    `days` ("2 working days" = 2).
    """

    minutes: int = 0
    days: int = 0
