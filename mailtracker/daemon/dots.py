"""What must be known before a final dot is written, so that after a kill nobody takes a mail for
unsent that may have gone out. One thing with two forms: where one daemon serves a database, a file
beside it (`at_dot.py`); where several may, a row's lease in the database itself (`leased_dot.py`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mailtracker.daemon.at_dot import begin_all, what_is_left
from mailtracker.daemon.leased_dot import LeasedDots
from mailtracker.daemon.runtime import Runtime
from mailtracker.store.database import file_of
from mailtracker.store.recovery import Recovered, recover
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.store.transaction import Transaction


class Dot(Protocol):
    """Of one connection."""

    @property
    def is_full(self) -> bool:
        """Outcomes must be stored before another dot."""
        ...

    def reached(self, row: Claimed) -> Awaitable[None] | None:
        """Its dot is about to be written: unless this raises, or what is to be waited for does."""
        ...

    def became(self, row: Claimed, attempt: Attempt) -> None:
        """The answer to its dot is known."""
        ...

    def came_to_nothing(self, row: Claimed) -> None:
        """There was no dot after all."""
        ...

    def stored(self, row: Claimed, again: bool) -> None:
        """The store knows what became of it; `again`: it has taken back this try."""
        ...

    def close(self) -> None: ...


class Dots(Protocol):
    """Of all connections. A delivery must end `within` so many seconds, None: whenever it does.
    `look_every` so many there may be a row whose holder is gone, None: only at a start.
    """

    within: float | None
    look_every: float | None

    def recovery(self) -> Callable[[Transaction, datetime], Recovered]:
        """What becomes of rows whose holder is gone."""
        ...

    def begin(self, count: int) -> Sequence[Dot]: ...

    def close(self) -> None: ...


def dots_of(runtime: Runtime) -> Dots:
    if runtime.store.is_shared:
        return LeasedDots(runtime)
    return FileDots(file_of(runtime.config.store.url))


class FileDots:
    """Slots beside the database."""

    within: float | None = None
    look_every: float | None = None

    def __init__(self, database: Path | None) -> None:
        self._database = database
        self._slots: Sequence[Dot] = ()

    def recovery(self) -> Callable[[Transaction, datetime], Recovered]:
        left = what_is_left(self._database)
        return lambda conn, now: recover(conn, left, now)

    def begin(self, count: int) -> Sequence[Dot]:
        self._slots = begin_all(self._database, count)
        return self._slots

    def close(self) -> None:
        for slot in self._slots:
            slot.close()
