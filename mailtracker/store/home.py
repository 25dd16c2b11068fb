"""Where a database lives: what an engine must be able to do, so that a `Store` can be opened on it
and everything else needs not know which one it is.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine

from mailtracker.errors import Problem
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Opened:
    """How a database is reached. `reader` gives consistent views, `writer` transactions that hold
    the pen, or what their option `locks` names; both are one where everybody waits for the same
    `turn`. Where several daemons may serve it: `beside`, short transactions that wait for no pen,
    and `ears`, one connection to hear the others.
    """

    reader: Engine
    writer: Engine
    turn: AbstractContextManager[object]
    beside: Engine | None = None
    ears: Engine | None = None


@dataclass(frozen=True, slots=True)
class Rewritten:
    """Whether nothing is left where it was written before (`whole`), and copies of the database of
    before that `restore` has left beside it (`aside`).
    """

    whole: bool
    aside: tuple[Path, ...]


class Home(Protocol):
    """One database, by its URL. What goes wrong is raised as MailtrackerError, in words."""

    @property
    def name(self) -> str:
        """How people call it in what they are told."""
        ...

    def open(self, create: bool) -> Opened:
        """`create`: an empty or missing one gets its tables. Another version's is refused."""
        ...

    def look(self) -> Opened:
        """Read-only, and nobody who writes is waited for."""
        ...

    def upgrading(self) -> AbstractContextManager[Connection]:
        """A transaction in which the schema may change."""
        ...

    def step(self) -> str | None:
        """The step that it stands at, None while it is missing or empty."""
        ...

    def lock(self) -> AbstractContextManager[None]:
        """What a daemon holds. AlreadyRunning where another one must not run beside it."""
        ...

    def is_served(self) -> bool: ...

    def is_missing(self) -> bool: ...

    def exposed(self) -> list[Problem]:
        """What others could do with it who should not."""
        ...

    def empty_log(self, writer: Engine) -> bool:
        """What was deleted stands in no file beside the tables. False: it comes later."""
        ...

    def rewrite(self) -> Rewritten:
        """Written anew, so that of what was deleted no byte is left. MailtrackerError where that
        cannot be done.
        """
        ...

    def translated(self) -> AbstractContextManager[None]:
        """Within a transaction: what it says becomes Unreachable where it cannot be used now."""
        ...
