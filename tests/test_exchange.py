"""What pumps get and give, against a real store: batches lose nothing, repeat nothing and hold
nothing up, whatever breaks.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from benchmarks.writer import NOBODY, TAKEN, Desk, mail
from mailtracker.daemon import exchange as exchange_module
from mailtracker.daemon.batch import FIRST, ToSend
from mailtracker.daemon.exchange import PICKED_UP, Exchange, Granted, Want
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.settling import Done
from mailtracker.desk.request import State
from mailtracker.errors import Unreachable
from mailtracker.smtp import Delivery
from mailtracker.store import outbox, sending
from mailtracker.store.transaction import Transaction
from tests.shipped_letters import shipped_letters
from tests.stories.company import config_for

PUMPS = 4
MAILS = 80
REFUSED = Delivery("failed", 550, "5.1.1 no such user", False, "rcpt")
LEFT = Delivery("retry", 421, "4.3.2 leaving", True, "mail")


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    """More mails wait than a first batch has."""
    config = config_for(tmp_path, NOBODY, 1, connections=PUMPS)
    with open_runtime(config, letters=shipped_letters()) as runtime:
        desk = Desk(runtime)
        desk.file(desk.read([mail(number) for number in range(MAILS)]))
        yield runtime


def states(runtime: Runtime) -> Counter[State]:
    with runtime.store.read() as conn:
        return Counter(row.state for row in outbox.rows(conn, limit=2 * MAILS))


async def row_of(exchange: Exchange, done: Done | None = None) -> ToSend:
    given = (await exchange(done, Want.ROW)).given
    assert given is not None
    return given


def run(story: Coroutine[object, object, None]) -> None:
    asyncio.run(asyncio.wait_for(story, 20))


def test_who_asks_together_gets_a_row_each_and_the_rest_waits_for_whoever_is_free(
    runtime: Runtime,
) -> None:
    async def story() -> None:
        exchange = Exchange(runtime, PUMPS)
        given = await asyncio.gather(*(row_of(exchange) for _ in range(PUMPS)))
        assert exchange.has_more
        assert states(runtime)[State.SENDING] == FIRST * PUMPS
        more = [await row_of(exchange) for _ in range(10)]
        ids = [one.row.id for one in (*given, *more)]
        assert ids == sorted(set(ids)), "the longest due first, none twice"
        await exchange.close()

    run(story())


def test_what_ended_is_settled_with_the_next_turn_also_that_of_other_pumps(
    runtime: Runtime,
) -> None:
    stored: list[Done] = []

    async def story() -> None:
        exchange = Exchange(runtime, PUMPS, stored.extend)
        first, second = await row_of(exchange), await row_of(exchange)
        await row_of(exchange, Done(first.row, TAKEN))
        assert stored == []
        answer = await exchange(Done(second.row, TAKEN), Want.ROW, store_first=True)
        assert answer.given is not None
        assert [one.row.id for one in stored] == [first.row.id, second.row.id]
        assert states(runtime)[State.SENT] == 2
        await exchange.close()

    run(story())


@pytest.mark.parametrize("ends", ["a stop", "the server's trouble", "nobody asks any more"])
def test_what_nobody_has_begun_goes_back_at_once_and_no_try_is_counted(
    runtime: Runtime, ends: str
) -> None:
    async def story() -> None:
        exchange = Exchange(runtime, PUMPS)
        first, second = await row_of(exchange), await row_of(exchange)
        match ends:
            case "a stop":
                await exchange(Done(first.row, TAKEN), Want.NOTHING)
            case "the server's trouble":
                await exchange(Done(first.row, LEFT), Want.WORD)
            case _:
                await exchange.close()
        assert not exchange.has_more
        with runtime.store.read() as conn:
            waits = outbox.rows(conn, State.READY, limit=2 * MAILS)
            in_hand = [row.id for row in outbox.rows(conn, State.SENDING)]
        assert {row.attempts for row in waits} == {0}
        assert len(waits) >= 2 * MAILS - 2
        assert second.row.id in in_hand
        await exchange.close()

    run(story())


def test_a_mail_that_takes_long_holds_up_neither_what_ended_nor_what_is_not_begun(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_module, "HELD", 0.05)

    async def story() -> None:
        exchange = Exchange(runtime, 1)
        first = await row_of(exchange)
        slow = await row_of(exchange, Done(first.row, TAKEN))
        settled = {State.SENT: 1, State.SENDING: 1, State.READY: 2 * MAILS - 2}
        while await asyncio.to_thread(states, runtime) != settled:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        following = await row_of(exchange, Done(slow.row, TAKEN))
        assert following.row.id > slow.row.id
        await exchange.close()

    run(story())


def away(*_: object) -> AbstractContextManager[Transaction]:
    raise Unreachable("the database cannot be used now")


def test_while_the_store_is_away_what_ended_is_kept_and_nothing_is_given_twice(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story() -> None:
        exchange = Exchange(runtime, 1)
        seen = [(await row_of(exchange)).row]
        with monkeypatch.context() as broken:
            broken.setattr(runtime.store, "write", away)
            with pytest.raises(Unreachable):
                await exchange(Done(seen[0], TAKEN), Want.ROW, store_first=True)
            seen.append((await row_of(exchange)).row)  # what is at hand goes out meanwhile
            with pytest.raises(Unreachable):
                await exchange(Done(seen[1], TAKEN), Want.NOTHING)
        done = None
        while given := (await exchange(done, Want.ROW)).given:
            seen.append(given.row)
            done = Done(given.row, TAKEN)
        assert len({row.id for row in seen}) == len(seen) == 2 * MAILS
        assert states(runtime) == {State.SENT: 2 * MAILS}
        await exchange.close()

    run(story())


def test_a_mail_that_cannot_be_settled_keeps_no_other_from_being_so(runtime: Runtime) -> None:
    stored: list[Done] = []

    async def story() -> None:
        exchange = Exchange(runtime, PUMPS, stored.extend)
        first = await row_of(exchange)
        foreign = Done(replace(first.row, id=10**6), TAKEN)
        good = Done(first.row, TAKEN)
        await row_of(exchange, foreign)
        await exchange(good, Want.ROW, store_first=True)
        assert stored == [good]
        assert states(runtime)[State.SENT] == 1
        await row_of(exchange)
        await exchange.close()

    run(story())


def test_what_became_of_a_mail_is_said_when_it_is_stored(runtime: Runtime) -> None:
    """The first transaction fails, after it has settled the good one."""

    async def story() -> None:
        exchange = Exchange(runtime, PUMPS)
        first = await row_of(exchange)
        await row_of(exchange, Done(replace(first.row, id=10**6), REFUSED))
        await exchange(Done(first.row, TAKEN), Want.ROW, store_first=True)
        await exchange.close()

    with capture_logs() as said:
        run(story())
    fates = [line for line in said if line["event"].startswith("mail ")]
    assert [line["event"] for line in fates] == ["mail sent"]


def file_one(runtime: Runtime, number: int) -> None:
    desk = Desk(runtime)
    desk._uid = number
    desk.file(desk.read([mail(number)]))


def test_what_was_queued_is_claimed_in_the_same_transaction_for_who_rests(
    runtime: Runtime,
) -> None:
    async def story() -> None:
        exchange = Exchange(runtime, PUMPS)
        found: list[Granted | None] = []
        runtime.courier = lambda conn: partial(found.append, exchange.pick_up(conn))
        bells = [asyncio.Event() for _ in range(PUMPS)]
        with ExitStack() as rests:
            for bell in bells:
                rests.enter_context(exchange.resting(bell))
            await asyncio.to_thread(file_one, runtime, 1000)
            (granted,) = found
            assert granted is not None
            exchange.take_over(replace(granted, rows=granted.rows[:2]))
            assert [bell.is_set() for bell in bells] == [True, True, False, False]
            exchange._batch.give_back()
        assert granted is not None
        assert [given.row.id for given in granted.rows] == list(range(1, PICKED_UP + 1))
        assert states(runtime)[State.SENDING] == PICKED_UP
        exchange.take_over(granted)
        with pytest.MonkeyPatch.context() as broken:
            broken.setattr(runtime.store, "write", away)
            taken = [(await row_of(exchange)).row.id for _ in range(PICKED_UP)]
        assert taken == list(range(1, PICKED_UP + 1))
        await exchange.close()

    run(story())


def test_what_was_picked_up_and_nobody_begins_goes_back(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_module, "HELD", 0.05)

    async def story() -> None:
        exchange = Exchange(runtime, PUMPS)
        with exchange.resting(asyncio.Event()):
            granted = await asyncio.to_thread(runtime.write, exchange.pick_up)
        assert granted is not None
        exchange.take_over(granted)
        while await asyncio.to_thread(states, runtime) != {State.READY: 2 * MAILS}:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert not exchange.has_more
        await exchange.close()

    run(story())


@pytest.mark.parametrize("who", ["nobody rests", "rested before", "a stop"])
def test_nothing_is_picked_up_for_who_cannot_begin_at_once(runtime: Runtime, who: str) -> None:
    async def story() -> None:
        exchange = Exchange(runtime, PUMPS)
        with ExitStack() as rests:
            if who != "nobody rests":
                rests.enter_context(exchange.resting(asyncio.Event()))
            if who == "rested before":
                rests.close()
            if who == "a stop":
                runtime.stopping.set()
            with runtime.store.write() as conn:
                assert exchange.pick_up(conn) is None
        assert states(runtime) == {State.READY: 2 * MAILS}

    run(story())


def test_what_goes_wrong_in_claiming_is_no_trouble_of_what_was_queued(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = Exchange(runtime, PUMPS)
    claim_all = sending.claim_all

    def broken(*arguments: Any) -> None:
        assert claim_all(*arguments)
        raise ValueError("a bug")

    monkeypatch.setattr(sending, "claim_all", broken)
    runtime.courier = lambda conn: partial(str, exchange.pick_up(conn))
    with exchange.resting(asyncio.Event()):
        file_one(runtime, 1000)
    assert set(states(runtime)) == {State.READY}
    with runtime.store.read() as conn:
        assert len(outbox.rows(conn, State.READY, limit=4 * MAILS)) == 2 * MAILS + 2
