"""Mails on their way by several daemons that share a database: each goes out once, whoever is
paused, cut off or late; and who lost a row neither writes its dot nor settles it.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text, update
from structlog.testing import capture_logs

from mailtracker.clock import since_boot
from mailtracker.config.config import StoreConfig
from mailtracker.daemon.exchange import Exchange, Want
from mailtracker.daemon.leased_dot import ANSWERS_IN, DELIVERED_IN, MAY_WAIT, Taken
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.send import Sender
from mailtracker.daemon.settling import Done, Settling
from mailtracker.desk.request import State
from mailtracker.reader import InProcessReader
from mailtracker.smtp import Delivery, Relayhost, SmtpLink
from mailtracker.smtp.transaction import DOT_SECONDS
from mailtracker.start import link_of
from mailtracker.store import claims, health, outbox, recovery, sending
from mailtracker.store.sending import LEASE, Attempt, Claimed
from mailtracker.store.tables import outbox as table
from tests.servers.dovecot import Box
from tests.servers.faults import Action, FaultServer, Step
from tests.servers.smtpd import SmtpSink
from tests.store.makers import opened, queue
from tests.stories.company import config_for, letters

NOBODY = Box("127.0.0.1", 1, "nobody", "secret", None)
TAKEN = Delivery("sent", 250, "2.0.0 taken", False, "dot")
WE, OTHER = 1, 2
WAIT = 20.0


@pytest.fixture
def daemon(pg_url: str, tmp_path: Path, smtp_sink: SmtpSink) -> Iterator[Callable[[int], Runtime]]:
    """daemon(number) is one of those that share a database."""
    with ExitStack() as ends:

        def come_up(number: int) -> Runtime:
            folder = tmp_path / str(number)
            folder.mkdir()
            config = config_for(folder, NOBODY, smtp_sink.port)
            config = replace(config, store=StoreConfig(pg_url, timedelta(days=90)))
            opened = open_runtime(config, reader=lambda _: InProcessReader(), letters=letters())
            runtime = ends.enter_context(opened)
            assert runtime.me == number
            return runtime

        yield come_up


def sender(runtime: Runtime, connections: int = 1) -> Sender:
    return Sender(runtime, [link_of(runtime.config) for _ in range(connections)])


def send(*senders: Sender) -> None:
    """All that is due."""

    async def run() -> None:
        await asyncio.gather(*(one.run(until_empty=True) for one in senders))

    asyncio.run(asyncio.wait_for(run(), WAIT))


def queued(runtime: Runtime, count: int) -> list[int]:
    to = [f"p{number}@x.example" for number in range(count)]
    return runtime.write(lambda conn: [queue(conn, f"row {one}", to=one) for one in to])


def row(runtime: Runtime, row_id: int) -> Any:
    with runtime.store.read() as conn:
        return conn.execute(select(table).where(table.c.id == row_id)).one()


def end_leases(runtime: Runtime) -> None:
    with runtime.store.beside() as conn:
        conn.execute(update(table).values(lease_until=func.now()))


def recover(runtime: Runtime) -> recovery.Recovered:
    return runtime.write(lambda conn: recovery.recover_of(conn, [WE, OTHER], runtime.clock.now()))


def test_a_delivery_ends_whatever_holds_it_up_before_its_lease_does() -> None:
    assert LEASE.total_seconds() - 30 >= MAY_WAIT + DELIVERED_IN
    assert DELIVERED_IN > DOT_SECONDS
    assert LEASE.total_seconds() > DOT_SECONDS + 30


def test_two_daemons_send_each_mail_once(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailtracker.daemon.batch.FIRST", 4)
    one, two = daemon(WE), daemon(OTHER)
    queued(one, 40)
    send(sender(one, 2), sender(two, 2))
    assert Counter(to for _, to, _ in smtp_sink.log) == {f"p{n}@x.example": 1 for n in range(40)}
    with one.store.read() as conn:
        assert conn.scalars(select(table.c.state).distinct()).all() == [State.SENT]
        assert not any(
            conn.execute(select(*(table.c[name] for name in sending.FREE))).first() or ()
        )


def test_what_became_of_a_mail_is_said_once_where_it_is_begun_again(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever must hear that one failed is of a request, which the first begin has not locked."""
    one, turns = daemon(WE), Counter[int]()
    settle = Settling.all

    def counted(self: Settling, conn: Any, world: Any, done: Any, back: Any) -> Any:
        turns.update(each.row.id for each in done)
        return settle(self, conn, world, done, back)

    monkeypatch.setattr(Settling, "all", counted)
    smtp_sink.refuse["eva@x.example"] = "550 5.1.1 no such user"
    row_id = one.write(lambda conn: queue(conn, "m1/receipt/eva", opened(conn), "eva@x.example"))
    with capture_logs() as said:
        send(sender(one))
    assert turns[row_id] == 2
    fates = [line["event"] for line in said if line.get("row") == row_id]
    assert fates == ["mail failed"]


class Gate:
    """Where every `reach_dot` waits until it is opened: the last moment before the statement."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reached, self.open = threading.Event(), threading.Event()
        self._reach = claims.reach_dot
        monkeypatch.setattr(claims, "reach_dot", self._wait)

    def _wait(self, conn: Any, by: int, row: Claimed, taken: Taken) -> bool:
        self.reached.set()
        assert self.open.wait(WAIT)
        return self._reach(conn, by, row, taken)


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Meanwhile, in a thread."""
    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        thread.join(WAIT)
        assert not thread.is_alive()


def _rows(runtime: Runtime, statement: Any) -> Sequence[Any]:
    """By a transaction of its own: within one, what sessions do is shown as at the first look."""
    with runtime.store.beside() as conn:
        return conn.execute(statement).all()


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < end


def test_who_was_paused_before_the_dot_until_the_lease_was_over_writes_none(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = daemon(WE), daemon(OTHER)
    (mail,) = queued(one, 1)
    gate = Gate(monkeypatch)
    with beside(lambda: send(sender(one))):
        assert gate.reached.wait(WAIT)
        end_leases(two)
        assert recover(two) == recovery.Recovered(back=1)
        monkeypatch.undo()
        send(sender(two))
        assert len(smtp_sink.log) == 1
        gate.open.set()
    assert len(smtp_sink.log) == 1
    assert (row(one, mail).state, row(one, mail).attempts) == (State.SENT, 1)
    with one.store.read() as conn:
        assert all(beat.ok for beat in health.read(conn)), "the mail server is in no trouble"


def test_nor_where_it_has_the_row_again_itself(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One connection was paused, another of the same daemon claimed it."""
    one = daemon(WE)
    (mail,) = queued(one, 1)
    gate = Gate(monkeypatch)
    with beside(lambda: send(sender(one))):
        assert gate.reached.wait(WAIT)
        end_leases(one)
        recover(one)
        again = one.write(lambda conn: sending.claim_all(conn, one.clock.now(), 1, by=WE))
        gate.open.set()
    assert smtp_sink.log == []
    assert [row(one, mail).claimed_at] == [one.claimed_at for one in again]


def test_where_the_database_does_not_answer_there_is_no_dot_and_the_mail_goes_later(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session that asks is ended in the middle of its statement."""
    one, two = daemon(WE), daemon(OTHER)
    (mail,) = queued(one, 1)
    gate = Gate(monkeypatch)
    ended = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND query LIKE 'UPDATE outbox%at_dot%' AND datname = current_database()"
    )
    with beside(lambda: send(sender(one))), two.store.beside() as conn:
        assert gate.reached.wait(WAIT)
        conn.execute(select(table.c.id).with_for_update())
        gate.open.set()
        until(lambda: _rows(two, ended))
        assert smtp_sink.log == []
    assert smtp_sink.log == []
    end = row(one, mail)
    assert (end.state, end.attempts, end.at_dot) == (State.READY, 0, None)
    one.write(lambda conn: conn.execute(update(table).values(next_try_at=table.c.created_at)))
    send(sender(one))
    assert len(smtp_sink.log) == 1


def test_what_was_settled_elsewhere_meanwhile_is_left_alone_but_for_a_yes(
    daemon: Callable[[int], Runtime],
) -> None:
    """The store was away when a mail ended, for longer than its lease."""
    one, two = daemon(WE), daemon(OTHER)
    no = Delivery("failed", 550, "5.1.1 nobody", False, "dot")
    queued(one, 3)

    async def story() -> None:
        exchange = Exchange(one, 3)
        given = [(await exchange(None, Want.ROW)).given for _ in range(3)]
        rows = [one.row for one in given if one]
        with one.store.beside() as conn:
            assert all(claims.reach_dot(conn, WE, row) for row in rows[:2])
        end_leases(two)
        assert recover(two) == recovery.Recovered(uncertain=2, back=1)
        for row, end in zip(rows, (TAKEN, no, no), strict=True):
            await exchange(Done(row, end), Want.NOTHING)
        await exchange.close()

    asyncio.run(asyncio.wait_for(story(), WAIT))
    with one.store.read() as conn:
        found = [(row.state, row.code) for row in outbox.rows(conn)]
    assert found == [(State.SENT, 250), (State.UNCERTAIN, None), (State.READY, None)]


def test_rows_that_waited_in_memory_for_too_long_go_back_untried(
    daemon: Callable[[int], Runtime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """We stood still."""
    one = daemon(WE)
    queued(one, 4)
    now = since_boot()
    monkeypatch.setattr("mailtracker.daemon.exchange.since_boot", lambda: now)

    async def story() -> None:
        nonlocal now
        exchange = Exchange(one, 1)
        first = (await exchange(None, Want.ROW)).given
        assert first is not None
        assert exchange.has_more
        now += MAY_WAIT + 1
        second = (await exchange(Done(first.row, TAKEN), Want.ROW)).given
        assert second is not None
        assert (second.row.id, second.at) == (first.row.id + 1, now), "claimed anew"
        await exchange.close()

    asyncio.run(asyncio.wait_for(story(), WAIT))
    with one.store.read() as conn:
        assert [row.attempts for row in outbox.rows(conn)] == [1, 1, 0, 0]


def test_of_one_connection_one_row_at_most_is_at_the_dot(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """J21. After a kill it alone would be uncertain: what was taken says so by the next dot."""
    one = daemon(WE)
    queued(one, 6)
    at_dot: list[int | None] = []
    reach = claims.reach_dot
    doubtful = select(func.count()).where(table.c.at_dot > 0)

    def note(conn: Connection, by: int, row: Claimed, taken: Taken) -> bool:
        may = reach(conn, by, row, taken)
        at_dot.append(conn.scalar(doubtful))
        return may

    monkeypatch.setattr(claims, "reach_dot", note)
    smtp_sink.refuse_holding = {b"row p2@": "451 4.3.0 later", b"row p3@": "554 5.6.0 never"}
    send(sender(one))
    assert at_dot == [1] * 6
    with one.store.read() as conn:
        states = Counter(row.state for row in outbox.rows(conn))
    assert states == {State.SENT: 4, State.READY: 1, State.FAILED: 1}


def test_an_answer_that_comes_after_a_pause_counts_as_none(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process stood still between question and answer. Both are in time for the lease."""
    one = daemon(WE)
    (mail,) = queued(one, 1)
    clock = iter(range(0, 10**6, int(ANSWERS_IN) + 1))
    monkeypatch.setattr("mailtracker.daemon.leased_dot.since_boot", lambda: float(next(clock)))
    send(sender(one))
    assert smtp_sink.log == []
    assert (row(one, mail).state, row(one, mail).claimed_by) == (State.READY, None)


def test_what_a_dead_daemon_had_in_hand_goes_out_by_the_next_start_but_for_the_dot(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink
) -> None:
    """It lives by its session. Then the dot is waited for until the lease is over."""
    two, dead = daemon(WE), 99
    queued(two, 4)
    rows = two.write(lambda conn: sending.claim_all(conn, two.clock.now(), 3, 3, by=dead))
    with two.store.beside() as conn:
        assert claims.reach_dot(conn, dead, rows[2])
        assert claims.reach_dot(conn, dead, rows[0], [(rows[2], Attempt("sent", 250, "ok 17"))])
    send(sender(two))
    assert [to for _, to, _ in smtp_sink.log] == ["p1@x.example", "p3@x.example"]
    assert row(two, rows[0].id).state == State.SENDING
    taken = row(two, rows[2].id)
    assert (taken.state, taken.code, taken.answer) == (State.SENT, 250, "ok 17")
    end_leases(two)
    send(sender(two))
    assert row(two, rows[0].id).state == State.UNCERTAIN


def test_a_daemon_that_comes_up_leaves_what_others_have_in_hand(
    daemon: Callable[[int], Runtime], smtp_sink: SmtpSink
) -> None:
    """Of a file's database every claimed row would be an orphan."""
    one, two = daemon(WE), daemon(OTHER)
    queued(one, 2)
    one.write(lambda conn: sending.claim_all(conn, one.clock.now(), 1, by=WE))
    send(sender(two))
    assert [to for _, to, _ in smtp_sink.log] == ["p1@x.example"]
    with one.store.read() as conn:
        states = [row.state for row in outbox.rows(conn)]
    assert states == [State.SENDING, State.SENT]


STEPS: tuple[Step, ...] = ("connect", "ehlo", "secure", "mail", "rcpt", "data", "body", "dot")
ACTIONS: tuple[Action, ...] = ("close", "reset", "hang", "421", "451", "554")


SILENT: tuple[Action, ...] = ("close", "reset", "hang")


@pytest.mark.proof(part="postgresql")
@pytest.mark.parametrize(
    ("step", "action"), [*product(STEPS, ACTIONS), *product(["stored"], SILENT)]
)
def test_what_a_server_did_is_what_the_row_says(
    daemon: Callable[[int], Runtime], monkeypatch: pytest.MonkeyPatch, step: Step, action: Action
) -> None:
    """O3. What is ready or failed is stored nowhere, and only what has a dot is in doubt."""
    monkeypatch.setattr("mailtracker.smtp.transaction.DOT_SECONDS", 0.5)
    one = daemon(WE)
    (mail,) = queued(one, 1)
    with FaultServer(step, action) as server:
        who, secret = ("it-help", "secret") if step == "secure" else ("", "")
        patience = 0.5 if action == "hang" else 10.0
        host = Relayhost("127.0.0.1", server.port, "none", who, secret, timeout=patience)
        send(Sender(one, [SmtpLink(host)]))
    end = row(one, mail)
    assert end.claimed_by is end.lease_until is end.at_dot is None
    stored = {State.SENT: {1}, State.UNCERTAIN: {0, 1}, State.READY: {0}, State.FAILED: {0}}
    assert len(server.stored) in stored[end.state]
    if step in ("dot", "stored") and action in SILENT:
        assert end.state == State.UNCERTAIN
    elif step != "body":  # of a small mail all may be out before its server breaks
        assert end.state != State.UNCERTAIN
