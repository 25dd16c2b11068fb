"""What time it is: the system's clock, or one that a demo or a test drives. And whether a clock
that is set by somebody else was turned.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from mailtracker.record import dataclass

NOTICED = timedelta(minutes=3)
"""What a clock may gain or lose between two looks: it is set right by seconds all the time."""

GAP = timedelta(minutes=3)
"""Between two looks: whoever looks every second and did not for that long was asleep."""


def since_boot() -> float:
    """Seconds since some moment, also those in which the machine slept, where the system tells."""
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if clock is None else time.clock_gettime(clock)


class Clock(Protocol):
    """Where every loop gets its time from; safe in any thread."""

    def now(self) -> datetime:
        """An aware UTC instant, as the machine believes it to be."""

    def steady(self) -> float:
        """Seconds since some moment: how much time passed, whoever turned the clock meanwhile."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def steady(self) -> float:
        return time.monotonic()


class DrivenClock:
    """A clock that stands still until `travel` moves it, or runs on from there after `run()`."""

    def __init__(self, start: datetime) -> None:
        self._instant = self._start = start.astimezone(UTC)
        self._since: float | None = None
        self._turned = timedelta(0)

    def now(self) -> datetime:
        if self._since is None:
            return self._instant
        return self._instant + timedelta(seconds=time.monotonic() - self._since)

    def steady(self) -> float:
        return (self.now() - self._start - self._turned).total_seconds()

    def travel(self, to: datetime | timedelta) -> datetime:
        """Move forward to an instant, or by a span; never back. Returns the new now."""
        goal = self.now() + to if isinstance(to, timedelta) else to.astimezone(UTC)
        self._instant = max(self.now(), goal)
        if self._since is not None:
            self._since = time.monotonic()
        return self._instant

    def turn(self, by: timedelta) -> datetime:
        """Somebody sets it, forward or back, while no time passes. Returns the new now."""
        self._instant, self._turned = self._instant + by, self._turned + by
        return self.now()

    def run(self) -> None:
        """From here on, time passes by itself (the demo with `--keep`)."""
        self._instant, self._since = self.now(), time.monotonic()


@dataclass(frozen=True, slots=True)
class Passed:
    """What happened between two looks at a clock: it was `turned` by so much (forward, or back
    where negative; zero where nobody did), or nobody looked for minutes (`slept`).
    """

    turned: timedelta = timedelta(0)
    slept: bool = False


class Passage:
    """Looks at a clock again and again. One thread's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._now, self._steady = clock.now(), clock.steady()

    def look(self) -> Passed:
        """What happened since the last look. A machine that was suspended shows as turned forward:
        its steady clock stands meanwhile.
        """
        now, steady = self._clock.now(), self._clock.steady()
        passed = timedelta(seconds=steady - self._steady)
        turned = now - self._now - passed
        self._now, self._steady = now, steady
        noticed = turned if abs(turned) > NOTICED else timedelta(0)
        return Passed(noticed, slept=passed > GAP)
