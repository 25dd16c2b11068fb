"""What one process leaves to do the others hear when it is committed (docs/reliability.md, J55)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from sqlalchemy import Connection, func, select

from mailtracker.errors import Unreachable
from mailtracker.store import health, outbox, posts, reloads, rulesets, sending, wakeups
from mailtracker.store.database import Store
from mailtracker.store.sending import Attempt
from mailtracker.store.wakeups import ToDo
from tests.servers.postgresql import PostgresServer
from tests.store.makers import NOW, opened, outgoing, queue

FAILED = Attempt("failed", 550, "no such user")
Hearing = Iterator[set[ToDo]]


@pytest.fixture
def one(pg_url: str) -> Iterator[Store]:
    with closing(Store.open(pg_url)) as one:
        yield one


@pytest.fixture
def hearing(pg_url: str, one: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hearing]:
    """What another process hears from now on."""
    monkeypatch.setattr(wakeups, "BREATH", 0.1)
    del one
    with closing(Store.open(pg_url)) as other:
        hearing = other.heard()
        assert next(hearing) == set(ToDo), "nobody knows what was told before"
        yield hearing
        hearing.close()  # type: ignore[attr-defined]


def _fail(conn: Connection) -> None:
    row_id = queue(conn, "m1/receipt/ann")
    sending.claim(conn, NOW)
    sending.settle(conn, row_id, FAILED, NOW)


def _again(conn: Connection) -> None:
    (row,) = outbox.rows(conn)
    sending.send_again(conn, row.id, NOW)


def _post(conn: Connection) -> None:
    posts.add(conn, [], None, NOW)


@pytest.mark.parametrize(
    ("before", "work", "told"),
    [
        (None, lambda conn: queue(conn, "m1/receipt/ann"), {ToDo.MAIL}),
        (None, lambda conn: outbox.queue_all(conn, [outgoing("m1"), outgoing("m2")]), {ToDo.MAIL}),
        (_fail, _again, {ToDo.MAIL}),
        (None, lambda conn: reloads.ask(conn, NOW), {ToDo.RULES}),
        (None, lambda conn: rulesets.keep(conn, "d1", {"a.yaml": b"x"}, NOW), {ToDo.RULES}),
        (None, lambda conn: health.beat(conn, "smtp", True, "", NOW), set()),
        (None, opened, set()),
        (None, _post, set()),
    ],
)
def test_what_is_left_to_do_is_told(
    one: Store,
    hearing: Hearing,
    before: Callable[[Connection], object] | None,
    work: Callable[[Connection], object],
    told: set[ToDo],
) -> None:
    if before is not None:
        with one.write() as conn:
            before(conn)
        assert next(hearing) == {ToDo.MAIL}
    one.carry_out(work)
    assert next(hearing) == told


def test_what_comes_to_nothing_is_told_to_nobody(one: Store, hearing: Hearing) -> None:
    def work(conn: Connection) -> float:
        queue(conn, "m1/receipt/ann")
        return 1 / 0

    with pytest.raises(ZeroDivisionError):
        one.carry_out(work)
    assert next(hearing) == set()


def test_nobody_hears_what_it_said_itself(one: Store, hearing: Hearing) -> None:
    own = one.heard()
    next(own)
    with one.write() as conn:
        queue(conn, "m1/receipt/ann")
    assert next(hearing) == {ToDo.MAIL}
    assert next(own) == set()
    own.close()  # type: ignore[attr-defined]


def test_of_a_hundred_in_one_transaction_none_is_lost(one: Store, hearing: Hearing) -> None:
    """As many words as one packet holds, the one that counts among them; others are of a version
    that we do not know.
    """
    channel = one._channel
    assert channel is not None
    words = [f"other {ToDo.RULES if number == 70 else f'word {number}'}" for number in range(100)]
    with one.write() as conn:
        for word in words:
            conn.execute(select(func.pg_notify(channel.name, word)))
    assert next(hearing) == {ToDo.RULES}


def test_whoever_cannot_hear_any_more_knows_it(
    one: Store, hearing: Hearing, pg_url: str, postgresql: PostgresServer
) -> None:
    postgresql.kill_sessions(database=pg_url.rpartition("/")[2])
    with pytest.raises(Unreachable):
        next(hearing)
    with closing(Store.open(pg_url)) as again:
        assert next(again.heard()) == set(ToDo), "what was told meanwhile is not missed"
    del one


def test_of_a_sqlite_file_nobody_hears() -> None:
    with closing(Store.in_memory()) as store:
        assert not store.is_shared
        with store.write() as conn:
            queue(conn, "m1/receipt/ann")
