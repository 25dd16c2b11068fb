"""The child that reads calendars: any may cost it its life, and only that."""

from __future__ import annotations

import threading

import pytest

from mailtracker.child import GivenUp
from mailtracker.feeds import reading
from mailtracker.feeds.entries import read_feed
from mailtracker.feeds.reading import FeedReader
from tests.feeds.calendars import calendar, days, event, question, zone

OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"


@pytest.fixture
def reader():
    made = FeedReader()
    yield made
    made.close()


def local(offset: str) -> bytes:
    begins, ends = ";TZID=Ours:20261201T080000", ";TZID=Ours:20261201T180000"
    return calendar(zone("Ours", offset), event(begins, ends, OOF))


def test_readings_are_those_of_reading_here_in_any_order(reader) -> None:
    asked = [question(local(offset)) for offset in ("+0100", "-0500", "+0100", "-0500")]
    here = [read_feed(one) for one in asked]
    assert here[0] != here[1]
    assert [reader.read(one) for one in asked] == here
    assert [reader.read(one) for one in reversed(asked)] == here[::-1]


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    made = FeedReader(deadline=0.0)
    long = calendar(*(days("20261201", title=f"{n}") for n in range(2000)))
    try:
        assert "could not be read within 0 seconds" in made.read(question(long)).trouble
        assert made._child is not None
        made._child.deadline = 30.0
        assert not made.read(question(local("+0100"))).trouble
    finally:
        made.close()


def test_what_takes_too_much_memory_is_given_up() -> None:
    made = FeedReader(memory=160 << 20)
    try:
        assert not made.read(question(local("+0100"))).trouble
        big = calendar(days("20261201", "", "X-MORE:" + "x" * (80 << 20)))
        assert "needs more memory" in made.read(question(big)).trouble
        assert not made.read(question(local("+0100"))).trouble
    finally:
        made.close()


def test_a_stop_gives_a_reading_up(reader) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(GivenUp):
        reader.read(question(local("+0100")), stop)


def test_without_the_packages_the_way_to_get_them_is_said(reader, monkeypatch) -> None:
    monkeypatch.setattr(reading, "find_spec", lambda _: None)
    assert "pip install 'mailtracker[calendars]'" in reader.read(question(b"")).trouble
