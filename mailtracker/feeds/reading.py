"""A calendar → what of it counts, read in a child process with a deadline and limits of memory and
processor time, so that no calendar can stop us.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.util import find_spec

from mailtracker.child import Awaited, Child, ChildKind, look
from mailtracker.child_line import ChildFault, NotAnswered
from mailtracker.errors import Unreachable
from mailtracker.feeds.entries import FeedQuestion, read_feed
from mailtracker.policy.feed import FeedReading

DEADLINE = 30.0
"""Seconds that reading one calendar may take."""

PROCESSOR = 20.0
"""Seconds of processor time that it may take; 5 MB of ordinary entries take 4 (November 2026)."""

MEMORY = 512 << 20
"""Bytes of address space for the child; 5 MB of ordinary entries take 100 MB."""

TRIES = 2
"""Children that may fail over one calendar before that is its fault. It is asked for again in an
hour.
"""

MISSING = "is not read: that needs `pip install 'mailtracker[calendars]'`"


class FeedReader:
    """Reads in one child, which is started by the first calendar and lives until `close`."""

    def __init__(self, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
        self._deadline, self._memory = deadline, memory
        self._child: Child[FeedQuestion, FeedReading] | None = None

    def read(self, question: FeedQuestion, until: threading.Event | None = None) -> FeedReading:
        """Never raises for a bad calendar; GivenUp once `until` is set."""
        if find_spec("icalendar") is None or find_spec("recurring_ical_events") is None:
            return FeedReading(trouble=MISSING)
        look(until)
        try:
            return self._asked(question).answer(until)
        except NotAnswered as error:
            return FeedReading(trouble=self._trouble(error))
        except Unreachable as error:
            return FeedReading(trouble=f"is not read now: {error}")

    def _asked(self, question: FeedQuestion) -> Awaited[FeedReading]:
        if self._child is None:
            kind = ChildKind("mailtracker-calendars", begin, self._memory, PROCESSOR)
            self._child = Child(kind, None, self._deadline, TRIES)
        return self._child.ask(question)

    def _trouble(self, error: NotAnswered) -> str:
        said = {
            ChildFault.TIME: f"could not be read within {self._deadline:g} seconds",
            ChildFault.PROCESSOR: f"takes more than {PROCESSOR:g} seconds of processor time",
            ChildFault.MEMORY: "needs more memory to read than it may have",
            ChildFault.DEATH: "is more than its reader can take",
        }
        return said.get(error.fault, f"cannot be read: {error}")

    def close(self) -> None:
        """Whatever the child does."""
        if self._child is not None:
            self._child.close()
            self._child = None


def begin(_: None) -> Callable[[FeedQuestion], FeedReading]:
    """In the child, with the packages behind it."""
    import icalendar  # noqa: F401
    import recurring_ical_events  # noqa: F401

    return read_feed
