"""Who carries out orders (`composing.py`), and when: at once, or in a child process while a
transaction decides on.

with composing(conn, composer) as writing:      a group of mails is filed
    awaited = writing.begin(world, orders, ...)     each decision gives its orders; it goes on
    writing.then(...)                               what follows from what they came to
(the end)                                       waits for all, then does what follows
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Protocol

from mailtracker.child import TRIES, Awaited, Child, ChildKind
from mailtracker.child_line import ChildFault, NotAnswered
from mailtracker.composing import (
    Composed,
    ComposerAnswer,
    MailOrder,
    MarksAsked,
    Original,
    RelayOrder,
    Result,
    Work,
    begin_to_compose,
    checked,
    compose_orders,
    for_others,
)
from mailtracker.errors import MailtrackerError
from mailtracker.letters.letters import Letters
from mailtracker.record import dataclass
from mailtracker.spool import whole
from mailtracker.store.recipes import Quoting
from mailtracker.store.transaction import Transaction
from mailtracker.world import Received, World

Waiting = Callable[[], Sequence[Result]]
"""Gives what became of some orders, in their order, and waits for it."""


_ComposingChild = Child[Sequence[Work], list[ComposerAnswer]]

QUESTIONS = 4
"""Times that a child may ask for marker lines of one work. It needs two: whose they are, and what
stands below them.
"""

MANY = 4
"""From so many mails in one transaction on a child is worth its start."""

TOGETHER, ROOM = 8, 160 << 10
"""Decisions, and bytes of the mails that they carry on, of which a child is told in one go: as much
as its line takes without waiting.
"""

DEADLINE = 10.0
"""Seconds that a child may take for what it was told in one go, from when that is the first in
line.
"""

PROCESSOR = 10.0
"""Seconds of processor time that they may take."""

MEMORY = 2 << 30
"""Bytes of address space for the child: beside the mail its largest file as it is encoded, decoded,
and, where it is a text, in letters. One of 195 MB that is all a text takes 1.3 GB (November 2026).
"""


class Composer(Protocol):
    """Carries out orders."""

    def expect(self, mails: int) -> None:
        """Before a transaction that decides on so many."""

    def begin(self, world: World, work: Work) -> Waiting:
        """Begins with it, with the letters of `world`. Never raises over an order: that is its
        result. Waiting for it may raise Unreachable, when nothing can be composed at the moment.
        """

    def close(self) -> None:
        """No more mails will come."""


class ComposerHere:
    """Composes at once, in this thread."""

    def expect(self, mails: int) -> None:
        """Nothing to prepare."""

    def begin(self, world: World, work: Work) -> Waiting:
        done = compose_orders(world.letters, work)
        return lambda: done

    def close(self) -> None:
        """Nothing to end."""


class ChildComposer:
    """Composes in one long-lived child, once many mails come at a time; until that is ready, here.
    What carries a large mail on is composed there in any case.

    It gets finished ids, the letters and the key of the marker lines; neither rules nor the key of
    ids. What it says goes out only under the addresses and the ids of the order.
    """

    def __init__(self, deadline: float = DEADLINE, memory: int = MEMORY) -> None:
        self._kind = ChildKind("mailtracker-composer", begin_to_compose, memory, PROCESSOR)
        self._deadline = deadline
        self._here = ComposerHere()
        self._child: _ComposingChild | None = None
        self._letters: Letters | None = None
        self._bundle: _Bundle | None = None
        self._wanted = False

    def expect(self, mails: int) -> None:
        self._wanted = self._wanted or mails >= MANY
        self._bundle = None  # of a transaction that came to nothing

    def begin(self, world: World, work: Work) -> Waiting:
        is_large = work.original is not None and work.original.is_large
        child = self._ready(world.letters, is_large) if self._wanted or is_large else None
        if child is None:
            return self._here.begin(world, work)
        bundle = self._bundle
        if bundle is None or not bundle.takes_more or bundle.world is not world:
            bundle = self._bundle = _Bundle(child, world)
        return bundle.add(work)

    def _ready(self, letters: Letters, waits: bool) -> _ComposingChild | None:
        """The child that has these letters; None while it starts, unless the work `waits` for that:
        to compose a large mail here would hold up the event loop for half a second.
        """
        if self._child is None or self._letters is not letters:
            self.close()
            self._child, self._letters = Child(self._kind, letters, self._deadline, 1), letters
        if not self._child.is_ready:
            self._child.attend()
        return self._child if self._child.is_ready or waits else None

    def close(self) -> None:
        child, self._child, self._bundle = self._child, None, None
        if child is not None:
            child.close()


class _Bundle:
    """The works of a few decisions, which a `child` is asked for together: to tell it of each alone
    takes the writer longer. Where it fails over several each is asked for alone, then each of their
    orders: the one that is to blame costs its neighbours nothing.
    """

    def __init__(self, child: _ComposingChild, world: World) -> None:
        self._child, self.world = child, world
        self._works: list[Work] = []
        self._asked: Awaited[list[ComposerAnswer]] | None = None
        self._results: list[list[Result]] = []
        self._size = 0

    @property
    def takes_more(self) -> bool:
        return self._asked is None

    def add(self, work: Work) -> Waiting:
        number = len(self._works)
        self._works.append(work)
        self._size += len(work.original.raw) if work.original else 0
        if len(self._works) >= TOGETHER or self._size >= ROOM:
            self.send()
        return lambda: self._whole()[number]

    def send(self) -> None:
        if self._asked is None:
            self._asked = self._ask(self._works)

    def _ask(self, works: Sequence[Work]) -> Awaited[list[ComposerAnswer]]:
        return self._child.ask([for_others(work) for work in works])

    def _whole(self) -> list[list[Result]]:
        if not self._results:
            self.send()
            assert self._asked is not None
            try:
                found = self._asked.answer()
            except NotAnswered as error:
                self._results = self._each_alone(error)
            else:
                pairs = zip(self._works, found, strict=True)
                self._results = [self._checked(work, results) for work, results in pairs]
            self._works = []  # they may be large, and somebody may hold us until the next group
        return self._results

    def _checked(self, work: Work, answer: ComposerAnswer) -> list[Result]:
        if not isinstance(answer, MarksAsked):
            pairs = zip(work.orders, answer, strict=True)
            return [checked(order, one) for order, one in pairs]
        if len(work.told) >= QUESTIONS:
            return [MailtrackerError("its marker lines have no end: a bug") for _ in work.orders]
        said = {mark: work.ours.older(*mark) for mark in answer.marks}
        return self._alone(replace(work, told=[*work.told, said]))

    def _each_alone(self, error: NotAnswered) -> list[list[Result]]:
        if len(self._works) > 1:
            return [self._alone(work) for work in self._works]
        (work,) = self._works
        if len(work.orders) > 1:
            ones = [replace(work, orders=[order]) for order in work.orders]
            return [[self._alone(one)[0] for one in ones]]
        return [[self._again(work, error)]]

    def _alone(self, work: Work) -> list[Result]:
        bundle = _Bundle(self._child, self.world)
        return list(bundle.add(work)())

    def _again(self, work: Work, error: NotAnswered) -> Result:
        """A child may die for a reason of its own: only what fails in several is to blame."""
        for _ in range(TRIES - 1):
            try:
                (found,) = self._ask([work]).answer()
            except NotAnswered as once_more:
                error = once_more
                continue
            return self._checked(work, found)[0]
        return MailtrackerError(_TROUBLES.get(error.fault, str(error)))


_TROUBLES = {
    ChildFault.TIME: f"it could not be composed within {DEADLINE:g} seconds",
    ChildFault.PROCESSOR: f"it takes more than {PROCESSOR:g} seconds of processor time to compose",
    ChildFault.MEMORY: "it takes more memory to compose than it may have",
    ChildFault.DEATH: "the process that composes died over it, each time (out of memory?)",
}


@dataclass(frozen=True, slots=True)
class Ordered:
    """One mail of several that are `waiting` to be composed together; `number` is its place.
    `carried`: what some of them carry on.
    """

    waiting: Waiting
    number: int
    carried: Received | None

    @property
    def result(self) -> Result:
        return self.waiting()[self.number]

    def raw(self) -> bytes | Quoting | None:
        """For the outbox: None where it cannot be written."""
        result = self.result
        if not isinstance(result, Composed):
            return None
        if isinstance(result.raw, bytes):
            return result.raw
        carried = self.carried
        if carried is None:
            raise MailtrackerError("a recipe without the mail that it carries on: a bug")
        if not carried.sha256:
            return b"".join(result.raw.filled(whole(carried.raw)))
        return Quoting(result.raw, carried.sha256)


class Composing:
    """All that is composed for one transaction."""

    def __init__(self, composer: Composer) -> None:
        self._composer = composer
        self._after: deque[Callable[[], object]] = deque()

    def begin(
        self, world: World, orders: Sequence[MailOrder | Composed], received: Received | None
    ) -> list[Ordered]:
        """The mails of one decision, a piece each. What is composed already stays as it is."""
        wanted = [order for order in orders if not isinstance(order, Composed)]
        carries = received and any(isinstance(order, RelayOrder) for order in wanted)
        original = Original(received.raw, received.message) if received and carries else None
        waiting: Waiting = tuple
        if wanted:
            waiting = self._composer.begin(world, Work(world.ours, wanted, original))
        places = count()
        return [self._ordered(order, waiting, places, received) for order in orders]

    @staticmethod
    def _ordered(
        order: MailOrder | Composed, waiting: Waiting, places: Iterator[int], on: Received | None
    ) -> Ordered:
        if isinstance(order, Composed):
            return Ordered(partial(list, (order,)), 0, on)
        return Ordered(waiting, next(places), on)

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
