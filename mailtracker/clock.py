"""What time it is: the system's clock, or one that a demo or a test drives."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where every loop gets its time from. `now()` is an aware UTC
    instant and safe in any thread.
    """

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class DrivenClock:
    """A clock that stands still until `travel` moves it, or runs on from there after `run()`."""

    def __init__(self, start: datetime) -> None:
        self._instant = start.astimezone(UTC)
        self._since: float | None = None

    def now(self) -> datetime:
        if self._since is None:
            return self._instant
        return self._instant + timedelta(seconds=time.monotonic() - self._since)

    def travel(self, to: datetime | timedelta) -> datetime:
        """Move forward to an instant, or by a span; never back. Returns the new now."""
        goal = self.now() + to if isinstance(to, timedelta) else to.astimezone(UTC)
        self._instant = max(self.now(), goal)
        if self._since is not None:
            self._since = time.monotonic()
        return self._instant

    def run(self) -> None:
        """From here on, time passes by itself (the demo with `--keep`)."""
        self._instant, self._since = self.now(), time.monotonic()
