"""The reading child: any mail may cost it its life, and only that."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from mailtracker.child import Child
from mailtracker.errors import Unreachable
from mailtracker.mail.message import Kind
from mailtracker.mail.site import Site
from mailtracker.reader import ChildReader, InProcessReader, Reading, ReadingGivenUp
from tests.mail.past_caps import PAST_CAPS

GOOD = b"From: eva@corp.example\r\nSubject: VPN\r\nMessage-ID: <1@x.example>\r\n\r\nHelp.\r\n"
LONG = GOOD + b"Every hour, also at night.\n" * (1 << 19)
"""Read in a second or so."""
HUGE = b"From: eva@corp.example\r\nSubject: big\r\n\r\n" + b"x" * (180 << 20)


@pytest.fixture
def reader():
    made = ChildReader()
    yield made
    made.close()


def test_readings_come_back_in_order_and_equal_to_reading_here(reader):
    raws = [GOOD.replace(b"VPN", f"VPN {number}".encode()) for number in range(20)]
    readings = reader.read(raws)
    assert [r.message.subject for r in readings] == [f"VPN {number}" for number in range(20)]
    assert readings == InProcessReader().read(raws)
    assert readings[0].classified.kind is Kind.PERSON


def test_our_own_lists_reach_the_child():
    listed = GOOD.replace(b"Subject", b"List-Id: <it.corp.example>\r\nPrecedence: list\r\nSubject")
    for own_lists, receipt in (((), False), (("it.corp.example",), True)):
        made = ChildReader(Site(own_lists=own_lists))
        try:
            assert made.read([listed])[0].classified.receipt is receipt
        finally:
            made.close()


def test_a_mail_that_takes_too_long_is_given_up_and_the_next_one_is_read():
    made = ChildReader(deadline=0.0)
    try:
        assert "could not be read within" in made.read([LONG])[0].trouble
        made.child.deadline = 10.0
        assert made.read([GOOD])[0].message is not None
    finally:
        made.close()


def test_a_mail_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read():
    made = ChildReader(memory=200 << 20)
    try:
        big, small = made.read([HUGE, GOOD])
        assert big.message is None
        assert "memory" in big.trouble
        assert small.message is not None
    finally:
        made.close()


def test_a_killed_child_is_replaced(reader):
    reader.read([GOOD])
    os.kill(reader.child.pid, signal.SIGKILL)
    assert reader.read([GOOD])[0].message is not None


def test_nothing_at_all_is_a_reading_too(reader):
    assert all(
        r.message is not None or r.trouble
        for r in reader.read([b"", b"\0" * 100, b"\xff" * 100_000])
    )


def resident() -> int:
    """Kilobytes of this process that are in memory."""
    line = next(
        line
        for line in Path("/proc/self/status").read_text().splitlines()
        if line.startswith("VmRSS")
    )
    return int(line.split()[1])


@pytest.mark.timeout(600)
def test_every_bomb_ends_as_a_message_or_with_a_reason_and_the_daemon_does_not_grow():
    made = ChildReader(Site(languages=("en", "de")))
    try:
        made.read([GOOD])
        before = resident()
        for name, raw in PAST_CAPS.items():
            began = time.monotonic()
            (reading,) = made.read([raw])
            assert reading.message is not None or reading.trouble, name
            assert "Error" not in reading.trouble, name
            assert time.monotonic() - began < 15, name
        assert resident() - before < 20 * 1024
        assert made.read([GOOD])[0].message is not None
    finally:
        made.close()


# -- one failure is nobody's fault ---------------------------------------------------------


BIG = GOOD + b"words and words\r\n" * (1 << 18)  # more than any pipe holds by itself


def stopped(reader: ChildReader) -> int:
    """The child stands still, as on a machine without memory; its process number."""
    pid = reader.child.pid
    os.kill(pid, signal.SIGSTOP)
    return pid


@pytest.mark.parametrize("raw", [GOOD, BIG], ids=["a small mail", "more than the pipe holds"])
def test_a_child_that_stands_still_costs_its_deadline_and_no_mail(raw):
    made = ChildReader(deadline=1.0)
    try:
        made.read([GOOD])
        stopped(made)
        began = time.monotonic()
        (reading,) = made.read([raw])
        assert reading.message is not None
        assert time.monotonic() - began < 10
    finally:
        made.close()


class Killed(Child[bytes, Reading]):
    """The first `times` children get a `signal` each, at the moment that they are ready to read."""

    times = 0
    signal: int = signal.SIGKILL

    def _came_up(self):
        if self.times:
            self.times -= 1
            os.kill(self.pid, self.signal)


@pytest.fixture
def killed(monkeypatch):
    monkeypatch.setattr("mailtracker.reader.Child", Killed)
    made = ChildReader()
    yield made
    made.close()


@pytest.mark.parametrize(("times", "is_read"), [(1, True), (2, True), (3, False)])
def test_a_mail_is_given_up_when_three_children_died_over_it_and_not_before(killed, times, is_read):
    killed.child.times = times
    (first, second) = killed.read([GOOD, BIG])
    assert (first.message is not None) is is_read
    assert is_read or "the reader died over this mail" in first.trouble
    assert second.message is not None


def test_what_takes_too_much_processor_time_is_given_up_at_once(killed):
    killed.child.signal, killed.child.times = (
        signal.SIGXCPU,
        2,
    )  # what the system sends at the limit
    (reading,) = killed.read([GOOD])
    assert "seconds of processor time" in reading.trouble
    assert killed.child.times == 1
    killed.child.times = 0
    assert killed.read([GOOD])[0].message is not None


def test_each_mail_has_processor_time_of_its_own(reader):
    reader.read([GOOD])
    first, _ = resource.prlimit(reader.child.pid, resource.RLIMIT_CPU)
    assert 0 < first < 120
    while resource.prlimit(reader.child.pid, resource.RLIMIT_CPU)[0] == first:
        assert reader.read([BIG])[0].message is not None


@pytest.mark.parametrize("by", ["stop", "close"])
def test_a_stop_ends_a_reading_at_once_whatever_the_child_does(by):
    made, until = ChildReader(deadline=60.0), threading.Event()
    made.read([GOOD])
    pid = stopped(made)
    given_up = []

    def read():
        with pytest.raises(ReadingGivenUp):
            made.read([BIG], until)
        given_up.append(True)

    thread = threading.Thread(target=read)
    thread.start()
    began = time.monotonic()
    if by == "stop":
        until.set()
        thread.join(10)
    made.close()
    thread.join(10)
    assert given_up == [True]
    assert time.monotonic() - began < 5
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_after_a_reading_that_was_given_up_the_next_one_is_not_mixed_up_with_it(reader):
    until = threading.Event()
    until.set()
    with pytest.raises(ReadingGivenUp):
        reader.read([BIG], until)
    (reading,) = reader.read([GOOD])
    assert reading.message.subject == "VPN"


class Stillborn(Child[bytes, Reading]):
    """No child lives until it is ready."""

    def _start(self):
        super()._start()
        os.kill(self.pid, signal.SIGKILL)


def test_a_reader_that_never_starts_blames_no_mail(monkeypatch):
    monkeypatch.setattr("mailtracker.reader.Child", Stillborn)
    made = ChildReader()
    try:
        with pytest.raises(Unreachable, match="does not start"):
            made.read([GOOD])
    finally:
        made.close()


def test_the_child_asks_for_no_more_memory_than_we_may_have_ourselves():
    program = (
        "import resource; resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20))\n"
        "from mailtracker.reader import ChildReader\n"
        "if __name__ == '__main__':\n"
        "    made = ChildReader()\n"
        f"    print(made.read([{GOOD!r}])[0].message.subject); made.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "VPN\n", done.stderr
