"""How many rows are claimed at once, by what the server took so far."""

from __future__ import annotations

import pytest

from mailtracker.daemon.batch import FIRST, HELD, MOST, QUICK, Batch, ToSend
from mailtracker.store.sending import Claimed

PUMPS = 4


def rows(count: int) -> list[ToSend]:
    names = [f"<k.{number}@host>" for number in range(count)]
    return [
        ToSend(Claimed(1, "", "eva@corp.example", name, b"", 1, None, "receipt")) for name in names
    ]


def claimed(batch: Batch, now: float, there: int = 1000) -> int:
    """A turn, where so many are due; how many it asked for."""
    asked = batch.lacks(now)
    batch.add(rows(min(asked, there)), asked, now)
    return asked


def take(batch: Batch, count: int) -> None:
    for _ in range(count):
        assert batch.take() is not None


def test_rows_are_taken_in_the_order_in_which_they_were_claimed() -> None:
    batch, some = Batch(PUMPS), rows(3)
    batch.add(some, 3, 0.0)
    assert [batch.take() for _ in range(4)] == [*some, None]


def test_a_server_that_takes_half_a_batch_at_once_gets_twice_as_many_up_to_a_limit() -> None:
    batch, now, sizes = Batch(PUMPS), 0.0, []
    for _ in range(6):
        claimed(batch, now)
        sizes.append(len(batch))
        take(batch, len(batch) // 2)
        assert batch.is_low
        now += QUICK
    assert sizes == [FIRST * PUMPS, *[MOST * PUMPS] * 5]


def test_a_server_that_takes_its_time_gets_as_many_as_before() -> None:
    batch = Batch(PUMPS)
    claimed(batch, 0.0)
    take(batch, len(batch))
    assert claimed(batch, QUICK + 0.01) == FIRST * PUMPS


def test_where_few_are_due_the_next_batch_is_no_larger_and_none_is_fetched_ahead() -> None:
    batch = Batch(PUMPS)
    claimed(batch, 0.0, there=3)
    assert not batch.is_low, "there is nothing more"
    take(batch, 3)
    assert claimed(batch, 0.0) == FIRST * PUMPS


@pytest.mark.parametrize("begun", [0, 4, 10, 60])
def test_what_nobody_began_goes_back_and_the_next_batch_is_what_was_begun(begun: int) -> None:
    batch = Batch(PUMPS)
    claimed(batch, 0.0)
    take(batch, begun)
    assert len(batch.give_back()) == FIRST * PUMPS - begun
    assert len(batch) == 0
    assert claimed(batch, HELD) == max(begun, PUMPS)


def test_what_cannot_go_back_is_at_hand_as_before() -> None:
    batch, some = Batch(PUMPS), rows(3)
    batch.add(some, 3, 0.0)
    batch.restore(batch.give_back())
    assert [batch.take() for _ in range(3)] == some


def test_a_turn_that_claims_nothing_changes_nothing() -> None:
    batch = Batch(PUMPS)
    claimed(batch, 0.0)
    take(batch, len(batch) // 2)
    batch.add([], 0, 5.0)
    assert batch.is_low
    assert batch.lacks(5.0 + QUICK / 2) == FIRST * PUMPS // 2
