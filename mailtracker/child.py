"""Questions in, answers out, of one long-lived child process with a deadline and limits of memory
and processor time, so that nothing that is asked can stop us.
"""

from __future__ import annotations

import contextlib
import math
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any, BinaryIO, Generic, TypeVar

from mailtracker import garbage
from mailtracker.child_line import (
    HEAD,
    ChildFault,
    ChildLine,
    NotAnswered,
    Said,
    Spoken,
    meant,
    spoken,
)
from mailtracker.child_line import asked as asked_of
from mailtracker.errors import Unreachable
from mailtracker.record import dataclass

Q = TypeVar("Q")
A = TypeVar("A")

TRIES = 3
"""Children that may fail over one question before that is the question's fault: one may die or
stand still for a reason of its own, such as a machine that has no memory left.
"""

START = 60.0
"""Seconds that a child may take until it is ready. One that never is says nothing about what it was
to be asked.
"""

END = 5.0
"""Seconds that the end of a child may take."""

LOOK_EVERY = 0.2
"""Seconds between two looks whether an answer is still wanted."""


@dataclass(frozen=True, slots=True)
class ChildKind:
    """What a child is for, and what it may take."""

    #: For people and for the list of processes: "mailtracker-reader".
    name: str
    #: A function of a module, called once in the child with what `Child` was given to start with.
    #: It returns what answers one question after the other. It is not ready before its imports and
    #: first calls are behind it: no question shall wait for them.
    begin: Callable[[Any], Callable[[Any], Any]]
    #: Bytes of address space.
    memory: int
    #: Seconds of processor time for one question. A busy machine makes an answer slow, never this.
    processor: float


class GivenUp(Exception):
    """Somebody said `until`, or closed the child: nothing is known about these questions."""


def look(*events: threading.Event | None) -> None:
    """Raises GivenUp where one of them is set."""
    if any(event is not None and event.is_set() for event in events):
        raise GivenUp


_Said = tuple[Spoken, Said]


class Awaited(Generic[A]):
    """A question that was asked, and its answer once it is there."""

    __slots__ = ("_child", "_found", "said", "tries")

    def __init__(self, child: Child[Any, A], said: Sequence[_Said]) -> None:
        self._child = child
        #: What the line is told, until there is an answer.
        self.said: Sequence[_Said] | None = said
        #: Children that failed over it.
        self.tries = 0
        self._found: tuple[int, bytes] | ChildFault | None = None

    @property
    def is_answered(self) -> bool:
        """Whether `answer` need not wait. `Child.attend` takes what has come meanwhile."""
        return self._found is not None

    def settle(self, found: tuple[int, bytes] | ChildFault) -> None:
        self._found, self.said = found, None

    def answer(self, until: threading.Event | None = None) -> A:
        """Waits for it. Raises NotAnswered; GivenUp once `until` is set or the child closed;
        Unreachable where no child comes up at the moment: then the question still stands.
        """
        self._child.wait(self, until)
        if isinstance(self._found, ChildFault):
            raise NotAnswered(self._found)
        assert self._found is not None
        answer: A = meant(*self._found)
        return answer


class Child(Generic[Q, A]):
    """One long-lived child, to which questions are sent ahead; answers come in their order. One
    that takes too long or too much costs that child its life, and only that: the first that has no
    answer is to blame and is asked again in up to `tries` children, each new, before it is given
    up; what was asked behind it is asked again and has lost nothing.

    A question's time counts from when it is the first in line and somebody waits. Nobody has to:
    what is asked is sent as far as the line takes it, the rest as soon as somebody waits for any
    answer, asks or attends. Safe in any thread; of those that wait, one serves the line for all.
    """

    def __init__(self, kind: ChildKind, start: Any, deadline: float, tries: int = TRIES) -> None:
        self.deadline, self._tries = deadline, tries
        self._kind, self._start_with = kind, spoken(start)
        self._turn = threading.Condition()
        self._closed = threading.Event()
        self._is_served = False
        self._line: deque[Awaited[A]] = deque()
        self._process: subprocess.Popen[bytes] | None = None
        self._talk: ChildLine | None = None
        self._is_ready = False
        self._failed_starts = 0
        self._since: float | None = None
        self._start()  # takes a second of its own, in which we have other things to do

    @property
    def pid(self) -> int:
        """The child's process number, 0 for none."""
        return self._process.pid if self._process is not None else 0

    @property
    def is_ready(self) -> bool:
        """Whether it has come up: nothing that is asked waits for that."""
        return self._is_ready

    def ask(self, question: Q) -> Awaited[A]:
        """Sends the question, and waits for nothing. Raises GivenUp once closed."""
        return self.ask_all([question])[0]

    def ask_all(self, questions: Iterable[Q]) -> list[Awaited[A]]:
        """As `ask`, of many in one go."""
        asked: list[Awaited[A]] = [Awaited(self, asked_of(question)) for question in questions]
        with self._turn:
            look(self._closed)
            if not self._line:
                self._exchange()  # a child that died while nothing was asked blames no question
            self._line += asked
            if self._is_ready:
                for awaited in asked:
                    self._tell(awaited)
            self._exchange()
        return asked

    def attend(self) -> None:
        """Gives and takes what the line takes and has, without waiting."""
        with self._turn:
            look(self._closed)
            self._exchange()

    def withdraw(self, asked: Iterable[Awaited[A]]) -> None:
        """Nobody wants these answers any more. What the child was told of them costs its life: it
        would answer them first.
        """
        with self._turn:
            gone = [awaited for awaited in asked if not awaited.is_answered]
            for awaited in gone:
                self._line.remove(awaited)
                awaited.settle(ChildFault.WITHDRAWN)
            if gone and self._is_ready:
                self._end()

    def close(self) -> None:
        """Within seconds, whatever the child does: what is under way is given up."""
        self._closed.set()
        with self._turn:
            self._end()
            self._turn.notify_all()

    # -- the line ------------------------------------------------------------------

    def wait(self, awaited: Awaited[A], until: threading.Event | None = None) -> None:
        """Until it is answered. Raises as `Awaited.answer`."""
        with self._turn:
            while not awaited.is_answered:
                look(until, self._closed)
                if self._is_served:
                    self._turn.wait(LOOK_EVERY)
                    continue
                self._is_served = True
                try:
                    self._serve_line()
                finally:
                    self._is_served = False
                    self._turn.notify_all()

    def _serve_line(self) -> None:
        """One wait for the line, in which others may ask, and what came of it. Raises
        Unreachable.
        """
        if self._talk is None:
            self._start()
        talk, left = self._talk, self._left()
        assert talk is not None
        self._turn.release()
        try:
            moves = talk.wait(min(left, LOOK_EVERY))
        finally:
            self._turn.acquire()
        if talk is not self._talk:
            return
        if moves:
            self._hear()
            talk.push()
        elif left <= LOOK_EVERY:
            self._failed(ChildFault.TIME)

    def _exchange(self) -> None:
        """What can be said and heard at once."""
        with contextlib.suppress(Unreachable):  # whoever waits is told
            self._hear()
            if self._talk is None:
                self._start()
            else:
                self._talk.push()

    def _left(self) -> float:
        """Seconds that the child has for what it does now, never negative."""
        now = time.monotonic()
        if self._since is None:
            self._since = now
        allowed = self.deadline if self._is_ready else START
        return max(0.0, self._since + allowed - now)

    def _hear(self) -> None:
        """All that the child has said."""
        talk = self._talk
        if talk is None:
            return
        try:
            for said, data in talk.take():
                self._understand(said, data)
                if talk is not self._talk:
                    return
        except OSError:
            self._failed(self._death())

    def _understand(self, said: int, data: bytes) -> None:
        self._since = None
        if said == Spoken.READY:
            self._is_ready, self._failed_starts = True, 0
            for awaited in self._line:
                self._tell(awaited)
            self._came_up()
        elif said == Spoken.NO_MEMORY:
            self._failed(ChildFault.MEMORY)
        else:
            self._line.popleft().settle((said, data))

    def _came_up(self) -> None:
        """A child is ready."""

    def _tell(self, awaited: Awaited[A]) -> None:
        assert self._talk is not None
        assert awaited.said is not None
        for said, data in awaited.said:
            self._talk.say(HEAD.pack(said, len(data)))
            self._talk.say(data)

    # -- its life ------------------------------------------------------------------

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            process = _started(self._kind, theirs)
        except OSError as error:  # no memory, or too many processes
            ours.close()
            raise Unreachable(f"the process {self._kind.name} does not start: {error}") from None
        finally:
            theirs.close()
        self._process, self._talk = process, ChildLine(ours)
        self._is_ready, self._since = False, None
        said, data = self._start_with
        self._talk.say(HEAD.pack(said, len(data)))
        self._talk.say(data)
        self._talk.push()

    def _failed(self, fault: ChildFault) -> None:
        """This child is over. Raises Unreachable where it never was ready, nor those before."""
        was_ready = self._is_ready
        self._end()
        if not was_ready:
            self._failed_starts += 1
            if self._failed_starts >= TRIES:
                self._failed_starts = 0
                raise Unreachable(f"the process {self._kind.name} does not start")
        elif self._line:
            first = self._line[0]
            first.tries += 1
            if first.tries >= self._tries or fault is ChildFault.PROCESSOR:
                self._line.popleft().settle(fault)

    def _death(self) -> ChildFault:
        """Of what the child died."""
        assert self._process is not None
        by_limit = _ended(self._process) == -signal.SIGXCPU
        return ChildFault.PROCESSOR if by_limit else ChildFault.DEATH

    def _end(self) -> None:
        talk, process, self._talk, self._process = self._talk, self._process, None, None
        self._is_ready, self._since = False, None
        if process is not None:
            process.kill()
            _ended(process)
        if talk is not None:
            talk.close()


_ALIVE: set[subprocess.Popen[bytes]] = set()


def _started(kind: ChildKind, line: socket.socket) -> subprocess.Popen[bytes]:
    """A new interpreter of its own, which loads what it needs and nothing of what this one has; in
    the list of processes with its name. It finds modules where we do, and nowhere else.
    """
    begins = f"{kind.begin.__module__}:{kind.begin.__qualname__}"
    number = str(line.fileno())
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", _LIFE, kind.name, begins, str(kind.memory),
         str(kind.processor), number],
        stdin=subprocess.DEVNULL,
        pass_fds=[line.fileno()],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
    )  # fmt: skip
    _ALIVE.add(process)
    return process


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """Its exit code; None where it does not end."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(END)
        _ALIVE.discard(process)
    return process.returncode


def kill_children() -> None:
    """For who ends without a word to anybody."""
    for process in list(_ALIVE):
        process.kill()


# -- in the child ------------------------------------------------------------------

_LIFE = "from mailtracker.child import live; live()"


def live() -> None:
    """What `_started` begins. Signals are the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    garbage.while_loading()
    name, begins, memory, processor, number = sys.argv[1:]
    module, _, function = begins.partition(":")
    begin = getattr(import_module(module), function)
    kind = ChildKind(name, begin, int(memory), float(processor))
    serve(socket.socket(fileno=int(number)), kind)


def serve(sock: socket.socket, kind: ChildKind) -> None:
    """The child's life: one question at a time until the line closes, at whatever moment: nobody
    is left then who wants an answer.
    """
    _limit(resource.RLIMIT_AS, kind.memory)
    _limit(resource.RLIMIT_CORE, 0)
    with contextlib.suppress(ConnectionError), sock, sock.makefile("rb") as heard:
        told = _told(heard, heard.read(HEAD.size))
        if told is None:
            return
        answer = kind.begin(meant(*told))
        garbage.while_serving()
        _say(sock, Spoken.READY, b"")
        while len(head := heard.read(HEAD.size)) == HEAD.size:
            used = resource.getrusage(resource.RUSAGE_SELF)
            most = used.ru_utime + used.ru_stime + kind.processor
            _limit(resource.RLIMIT_CPU, math.ceil(most))
            _say(sock, *_answered(answer, heard, head))


def _told(heard: BinaryIO, head: bytes) -> tuple[int, bytes] | None:
    """What was said first; None where nobody says it any more."""
    if len(head) < HEAD.size:
        return None
    said, size = HEAD.unpack(head)
    data = heard.read(size)
    return (said, data) if len(data) == size else None


def _answered(answer: Callable[[Any], Any], heard: BinaryIO, head: bytes) -> tuple[Spoken, bytes]:
    apart: list[bytes] = []
    try:
        said, size = HEAD.unpack(head)
        while said == Spoken.APART:
            apart.append(heard.read(size))
            said, size = HEAD.unpack(heard.read(HEAD.size))
        return spoken(answer(meant(said, heard.read(size), apart)))
    except MemoryError:
        return Spoken.NO_MEMORY, b""
    except Exception as error:  # one question's, whatever it is: the next may be answered
        return Spoken.ERROR, f"{type(error).__name__}: {error}".encode(errors="replace")


def _say(sock: socket.socket, said: Spoken, data: bytes) -> None:
    sock.sendall(HEAD.pack(said, len(data)) + data)


def _limit(what: int, most: int) -> None:
    """Never above what we may have ourselves; the system's own limit stays as it is."""
    hard = resource.getrlimit(what)[1]
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
