"""A child process that answers questions: what is asked may cost it its life, and only that."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailtracker.child import TRIES, Awaited, Child, ChildKind, GivenUp, kill_children
from mailtracker.child_line import HEAD, ChildFault, ChildLine, NotAnswered, Spoken
from mailtracker.errors import Unreachable

BIG = b"x" * (4 << 20)
"""More than any line holds by itself."""


@dataclass(frozen=True)
class Order:
    """Something to do in the child."""

    #: What.
    what: str
    #: With what, or how much of it.
    size: int = 0


def begin(start: str) -> Callable[[object], object]:
    def answer(question: object) -> object:
        if isinstance(question, Order):
            return obey(question, start)
        return question

    return answer


def obey(order: Order, start: str) -> object:
    if order.what == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    elif order.what == "stand still":
        os.kill(os.getpid(), signal.SIGSTOP)
    elif order.what == "use too much processor time":
        os.kill(os.getpid(), signal.SIGXCPU)  # what the system sends at the limit
    elif order.what == "use memory":
        return len(bytearray(order.size))
    elif order.what == "take a second":
        time.sleep(1.0)
    elif order.what == "raise":
        raise ValueError("no such thing")
    elif order.what == "write much":
        return b"y" * order.size
    elif order.what == "tell of yourself":
        limits = [resource.getrlimit(what) for what in (resource.RLIMIT_CPU, resource.RLIMIT_CORE)]
        return (*limits, set(sys.modules))
    return start, order


def begin_never(start: object) -> Callable[[object], object]:
    sys.exit(0)


KIND = ChildKind("a-child", begin, memory=256 << 20, processor=5.0)
OUTCOMES = {
    "die": ChildFault.DEATH,
    "stand still": ChildFault.TIME,
    "use too much processor time": ChildFault.PROCESSOR,
    "use memory": ChildFault.MEMORY,
    "raise": ChildFault.ERROR,
}


@pytest.fixture
def child() -> Iterator[Child[object, object]]:
    made: Child[object, object] = Child(KIND, "hello", deadline=10.0)
    yield made
    made.close()


def fault_of(awaited: Awaited[object]) -> ChildFault:
    with pytest.raises(NotAnswered) as caught:
        awaited.answer()
    return caught.value.fault


def test_many_questions_at_once_are_each_answered(child):
    assert child.ask_all([]) == []
    asked = child.ask_all([BIG, *range(100), BIG])
    assert [awaited.answer() for awaited in asked] == [BIG, *range(100), BIG]


@pytest.mark.parametrize("question", [b"", b"bytes", BIG, "text", None, 7, [b"", "a list"], {}])
def test_anything_picklable_goes_there_and_comes_back(child, question):
    answer = child.ask(question).answer()
    assert answer == question
    assert type(answer) is type(question)


def test_the_child_knows_what_it_was_started_with(child):
    assert child.ask(Order("say")).answer() == ("hello", Order("say"))


def test_a_child_loads_what_it_needs_and_nothing_of_what_its_parent_has(child):
    """Neither the parent's program, which it would run once more, nor a third process beside it."""
    _, _, loaded = child.ask(Order("tell of yourself")).answer()
    assert "tests.test_child" in loaded
    assert not {"multiprocessing", "__mp_main__", "mailtracker.cli", "sqlalchemy"} & loaded
    words = Path(f"/proc/{child.pid}/cmdline").read_bytes().split(b"\0")
    assert {KIND.name.encode(), b"tests.test_child:begin"} <= set(words)


def test_who_ends_without_a_word_takes_its_children_along(child):
    child.ask(0).answer()
    kill_children()
    died = os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert died.si_status == signal.SIGKILL


def test_answers_come_in_the_order_of_the_questions_and_may_be_taken_in_any(child):
    asked = [child.ask(number) for number in range(1000)]
    assert asked[-1].answer() == 999
    assert all(awaited.is_answered for awaited in asked)
    assert [awaited.answer() for awaited in reversed(asked)] == list(reversed(range(1000)))


def test_much_in_both_directions_stands_still_for_nobody(child):
    """Neither side waits for the other to listen: here both have more to say than a line holds."""
    asked = [child.ask(BIG) for _ in range(8)]
    assert all(awaited.answer() == BIG for awaited in asked)


def test_to_ask_waits_for_nothing_though_the_child_stands_still(child):
    child.ask(0).answer()
    os.kill(child.pid, signal.SIGSTOP)
    began = time.monotonic()
    asked = [child.ask(BIG) for _ in range(8)]
    assert time.monotonic() - began < 5
    assert not any(awaited.is_answered for awaited in asked)
    os.kill(child.pid, signal.SIGCONT)
    assert asked[-1].answer() == BIG


def test_who_only_attends_has_answers_too(child):
    child.ask(0).answer()
    awaited = child.ask(BIG)
    until = time.monotonic() + 10
    while not awaited.is_answered and time.monotonic() < until:
        child.attend()
    assert awaited.answer() == BIG


def test_questions_of_several_threads_are_each_answered(child):
    def ask(number):
        return [child.ask((number, place)).answer() for place in range(50)]

    with ThreadPoolExecutor(4) as pool:
        for number, answers in enumerate(pool.map(ask, range(4))):
            assert answers == [(number, place) for place in range(50)]


@pytest.mark.parametrize(("what", "fault"), OUTCOMES.items(), ids=OUTCOMES)
def test_what_fails_is_one_questions_and_its_neighbours_lose_nothing(what, fault):
    made: Child[object, object] = Child(KIND, "hello", deadline=0.5)
    try:
        before = [made.ask(number) for number in range(20)]
        failing = made.ask(Order(what, 1 << 30))
        behind = [made.ask(number) for number in range(20)]
        assert [awaited.answer() for awaited in behind] == list(range(20))
        assert [awaited.answer() for awaited in before] == list(range(20))
        assert fault_of(failing) is fault
        assert all(awaited.tries == 0 for awaited in [*before, *behind])
        assert failing.tries == {ChildFault.PROCESSOR: 1, ChildFault.ERROR: 0}.get(fault, TRIES)
    finally:
        made.close()


def test_the_text_of_an_error_comes_back(child):
    with pytest.raises(NotAnswered, match="ValueError: no such thing"):
        child.ask(Order("raise")).answer()


def test_what_was_answered_before_the_child_died_counts(child):
    """It says more than a line holds, and dies with the end of it still on its way."""
    asked = [child.ask(Order("write much", 100_000)) for _ in range(10)]
    failing = child.ask(Order("die"))
    for awaited in asked:
        assert awaited.answer() == b"y" * 100_000
    assert fault_of(failing) is ChildFault.DEATH


def test_a_child_that_dies_while_nothing_is_asked_blames_nobody(child):
    for _ in range(TRIES + 1):
        child.ask(0).answer()
        os.kill(child.pid, signal.SIGKILL)
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        awaited = child.ask(1)
        assert awaited.answer() == 1
        assert awaited.tries == 0


def test_time_counts_from_when_a_question_is_the_first_in_line():
    made: Child[object, object] = Child(KIND, "hello", deadline=2.0)
    try:
        made.ask(0).answer()
        os.kill(made.pid, signal.SIGSTOP)
        asked = [made.ask(number) for number in range(3)]
        assert [awaited.answer() for awaited in asked] == [0, 1, 2]
        assert [awaited.tries for awaited in asked] == [1, 0, 0]
    finally:
        made.close()


def test_each_question_has_time_of_its_own():
    made: Child[object, object] = Child(KIND, "hello", deadline=3.0)
    try:
        asked = made.ask_all([Order("take a second")] * 5)
        assert asked[-1].answer() == ("hello", Order("take a second"))
        assert [awaited.tries for awaited in asked] == [0] * 5
    finally:
        made.close()


@pytest.mark.parametrize("by", ["until", "close"])
def test_who_waits_is_let_go_at_once(by):
    made: Child[object, object] = Child(KIND, "hello", deadline=60.0)
    until = threading.Event()
    awaited = made.ask(Order("stand still"))
    ended = []

    def wait():
        with pytest.raises(GivenUp):
            awaited.answer(until)
        ended.append(True)

    threads = [threading.Thread(target=wait) for _ in range(2)]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    until.set() if by == "until" else made.close()
    for thread in threads:
        thread.join(10)
    made.close()
    assert ended == [True, True]
    assert time.monotonic() - began < 5
    with pytest.raises(GivenUp):
        made.ask(0)


def test_what_is_withdrawn_is_not_mixed_up_with_what_is_asked_next(child):
    child.ask(0).answer()
    kept, *gone = [child.ask(BIG), child.ask(b"first"), child.ask(b"second")]
    child.withdraw(gone)
    assert child.ask(b"third").answer() == b"third"
    assert kept.answer() == BIG
    assert fault_of(gone[0]) is ChildFault.WITHDRAWN


def test_what_was_answered_can_no_longer_be_withdrawn(child):
    awaited = child.ask(1)
    awaited.answer()
    pid = child.pid
    child.withdraw([awaited])
    assert (awaited.answer(), child.pid) == (1, pid)


@pytest.mark.parametrize("start", ["hello", BIG], ids=["a word", "more than any line holds"])
def test_a_child_that_never_comes_up_is_said_so_and_the_question_stands(start):
    made: Child[object, object] = Child(
        ChildKind("b-child", begin_never, 256 << 20, 5.0), start, deadline=10.0
    )
    try:
        awaited = made.ask(0)
        for _ in range(2):
            with pytest.raises(Unreachable, match="b-child does not start"):
                awaited.answer()
        assert awaited.tries == 0
    finally:
        made.close()


def test_each_question_has_processor_time_of_its_own(child):
    processor, core, _ = child.ask(Order("tell of yourself")).answer()
    assert 0 < processor[0] < 120
    assert core[0] == 0


@pytest.mark.parametrize(
    "said", ["nothing", "half a head", "half a start", "a start", "half a question", "a question"]
)
def test_a_child_whose_parent_has_gone_ends_without_a_word(said):
    """A daemon that ends at once, or is killed, leaves no traceback of its child behind."""
    start = HEAD.pack(Spoken.BYTES, 5) + b"hello"
    asked = start + HEAD.pack(Spoken.BYTES, len(BIG)) + BIG
    cut = {"nothing": 0, "half a head": 5, "half a start": 12, "a start": len(start)}
    cut |= {"half a question": 2000, "a question": len(asked)}
    ours, theirs = socket.socketpair()
    life = (
        "import socket, sys\n"
        "from mailtracker.child import serve\n"
        "from tests.test_child import KIND\n"
        "serve(socket.socket(fileno=int(sys.argv[1])), KIND)\n"
    )
    command = [sys.executable, "-c", life, str(theirs.fileno())]
    done = subprocess.Popen(
        command, pass_fds=[theirs.fileno()], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    theirs.close()
    with ours:
        ours.sendall(asked[: cut[said]])
    assert done.communicate(timeout=60)[0] == b""
    assert done.returncode == 0


def test_last_words_are_heard_of_a_child_that_no_longer_listens():
    ours, theirs = socket.socketpair()
    line = ChildLine(ours)
    theirs.sendall(HEAD.pack(Spoken.BYTES, 3) + b"yes")
    theirs.close()
    line.say(b"and what of this?")
    line.push()
    said = line.take()
    assert next(said) == (Spoken.BYTES, b"yes")
    with pytest.raises(ConnectionError):
        [*said, *line.take()]
    line.close()
