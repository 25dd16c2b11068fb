"""Who carries out orders (`composing.py`), and when: at once, or while a transaction decides on.

with composing(conn, composer) as writing:      a group of mails is filed
    awaited = writing.begin(world, orders, ...)     each decision gives its orders; it goes on
    writing.then(...)                               what follows from what they came to
(the end)                                       waits for all, then does what follows
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from mailtracker.composing import Composed, MailOrder, Original, Result, compose_orders
from mailtracker.errors import MailtrackerError
from mailtracker.store.transaction import Transaction
from mailtracker.world import Received, World

Waiting = Callable[[], Sequence[Result]]
"""Gives what became of some orders, in their order, and waits for it."""


class Composer(Protocol):
    """Carries out orders."""

    def begin(
        self, world: World, orders: Sequence[MailOrder], received: Received | None
    ) -> Waiting:
        """Begins with these, the letters of `world` and the mail that they carry on. Never raises
        over an order: that is its result.
        """


class ComposerHere:
    """Composes at once, in this thread."""

    def begin(
        self, world: World, orders: Sequence[MailOrder], received: Received | None
    ) -> Waiting:
        def original() -> Original:
            if received is None:
                raise MailtrackerError("nothing to carry on: a bug")
            return Original(received.raw, received.message)

        done = compose_orders(world.letters, world.ours, orders, original)
        return lambda: done


@dataclass(frozen=True, slots=True)
class Ordered:
    """One mail of several that are `waiting` to be composed together; `number` is its place."""

    waiting: Waiting
    number: int

    @property
    def result(self) -> Result:
        return self.waiting()[self.number]

    def raw(self) -> bytes | None:
        """For the outbox: None where it cannot be written."""
        result = self.result
        return result.raw if isinstance(result, Composed) else None


class Composing:
    """All that is composed for one transaction."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._after: deque[Callable[[], object]] = deque()

    def begin(
        self, world: World, orders: Sequence[MailOrder], received: Received | None
    ) -> list[Ordered]:
        """As `Composer`, a piece each."""
        waiting = self._composer.begin(world, orders, received) if orders else tuple
        return [Ordered(waiting, number) for number in range(len(orders))]

    def then(self, what: Callable[[], object]) -> None:
        """Done before the transaction ends, after what was asked for before."""
        self._after.append(what)

    def finish(self) -> None:
        while self._after:
            self._after.popleft()()


_ALL: dict[Transaction, Composing] = {}


@contextmanager
def composing(conn: Transaction, composer: Composer) -> Iterator[Composing]:
    """Within another one nothing begins: that one's composer composes, and its end is the end."""
    outer = _ALL.get(conn)
    if outer is not None:
        yield outer
        return
    own = _ALL[conn] = Composing(composer)
    try:
        yield own
        own.finish()
    finally:
        del _ALL[conn]
