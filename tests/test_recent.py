"""The newest mails of a large mailbox are found without looking at all of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import click
import pytest

from mailtracker.cli.reading import since_of
from mailtracker.daemon.fetching import AT_ONCE, MAX_RECENT, MAX_RECENT_BYTES, Fetcher, Recent
from mailtracker.mailbox.mailbox import Item

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MONTH = NOW - timedelta(days=30)


class Arrivals:
    """Of a mailbox only when its mails came: number n came so many hours ago, with this size."""

    def __init__(self, hours: Sequence[float], size: int = 1000) -> None:
        self.hours, self.size, self.asked = hours, size, 0

    @property
    def numbers(self) -> list[int]:
        return list(range(1, len(self.hours) + 1))

    def describe(self, numbers: Sequence[int]) -> Iterator[Item]:
        self.asked += len(numbers)
        for number in numbers:
            came = NOW - timedelta(hours=self.hours[number - 1])
            yield Item(number, self.size, came)

    def recent(self) -> Recent:
        fetcher = Fetcher(cast(Any, self), lambda: None)
        return fetcher.recent(self.numbers, MONTH)


def test_those_that_came_since_in_the_order_in_which_they_came():
    found = Arrivals([9000, 800, 20, 50, 3]).recent()
    assert ([item.number for item in found.items], found.whole) == ([4, 3, 5], True)
    assert Arrivals([]).recent() == Recent([], whole=True)


def test_of_a_hundred_thousand_old_mails_hundreds_are_looked_at():
    box = Arrivals([*range(200_000, 100_000, -1), 5, 4])
    assert len(box.recent().items) == 2
    assert box.asked <= 2 * AT_ONCE


def test_of_too_many_the_newest_and_that_these_are_not_all_is_known():
    box = Arrivals([hours / 10 for hours in range(3000, 0, -1)])
    found = box.recent()
    assert not found.whole
    assert [item.number for item in found.items] == box.numbers[-MAX_RECENT:]
    assert box.asked <= MAX_RECENT + 2 * AT_ONCE


def test_large_mails_are_fewer_and_one_that_is_larger_than_all_still_one():
    assert len(Arrivals([1.0] * 20, MAX_RECENT_BYTES // 8).recent().items) == 8
    found = Arrivals([2.0, 1.0], MAX_RECENT_BYTES * 2).recent()
    assert ([item.number for item in found.items], found.whole) == ([2], False)


@pytest.mark.parametrize("text", ["30d", "12w", "1 week", "2 weeks", "24h", "2026-10-01"])
def test_how_far_back_is_said_as_its_help_says(text: str):
    assert since_of(text) < datetime.now(UTC)


@pytest.mark.parametrize("text", ["", "soon", "12", "999999w", "2026-13-01"])
def test_what_says_no_time_is_refused_in_words(text: str):
    with pytest.raises(click.BadParameter):
        since_of(text)
