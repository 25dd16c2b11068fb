"""The reading child: any mail may cost it its life, and only that."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

from mailtracker.mail.message import Kind
from mailtracker.mail.site import Site
from mailtracker.reader import ChildReader, InProcessReader
from tests.mail.past_caps import PAST_CAPS

GOOD = b"From: eva@corp.example\r\nSubject: VPN\r\nMessage-ID: <1@x.example>\r\n\r\nHelp.\r\n"
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
        assert "could not be read within" in made.read([GOOD])[0].trouble
        made._deadline = 10.0
        assert made.read([GOOD])[0].message is not None
    finally:
        made.close()


def test_a_mail_that_takes_too_much_memory_is_given_up_and_the_next_one_is_read():
    made = ChildReader(memory=256 << 20)
    try:
        big, small = made.read([HUGE, GOOD])
        assert big.message is None
        assert "memory" in big.trouble
        assert small.message is not None
    finally:
        made.close()


def test_a_killed_child_is_replaced(reader):
    reader.read([GOOD])
    os.kill(reader._child.pid, signal.SIGKILL)
    reader._child.join(5)
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
