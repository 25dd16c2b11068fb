"""What a transaction locks, and what becomes of one that has locked too little or crosses another
(docs/reliability.md, J50-J53). What a daemon does with it: `tests/test_two_daemons.py`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select, update
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.budgets import Budget, Spend
from mailtracker.desk.effects import Decision, NextRung, OpenRequest, Release, SetOwner, Turn
from mailtracker.desk.request import Given, ProvenBy, State
from mailtracker.errors import Unreachable
from mailtracker.mail.message import Address
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.store import sending, spent
from mailtracker.store.database import TRIES, Store
from mailtracker.store.guarded import locks_of
from mailtracker.store.locks import (
    MOST,
    NONE,
    WHOLE,
    Collided,
    Locks,
    MoreLocks,
    is_fine,
    need,
    needed,
)
from mailtracker.store.references import is_ours, next_id
from mailtracker.store.scene import take_turn
from mailtracker.store.sending import Attempt
from mailtracker.store.tables import counters, loads, requests, turns
from mailtracker.store.together import together
from tests.lives import RULES
from tests.store.makers import NOW, queue
from tests.two_daemons import waits

IT, HR = Locks(mailboxes=frozenset(["it"])), Locks(mailboxes=frozenset(["hr"]))
BOTH = IT | HR


@pytest.fixture
def store(pg_url: str) -> Iterator[Store]:
    with closing(Store.open(pg_url)) as store:
        yield store


@pytest.fixture
def other(pg_url: str, store: Store) -> Iterator[Store]:
    """Of another daemon."""
    with closing(Store.open(pg_url)) as other:
        yield other


# -- which ------------------------------------------------------------------------


def test_locks_are_taken_in_one_order_and_told_apart() -> None:
    some = Locks(
        mailboxes=frozenset(["it", "hr"]),
        contents=frozenset(["it", ""]),
        ids=frozenset(["<a@b>"]),
        teams=frozenset(["it"]),
        senders=frozenset(["eva@corp.example", "\ud800"]),
    )
    keys = some.keys("a database")
    assert keys is not None
    assert keys == sorted(set(keys))
    assert len(keys) == 7, "nothing is locked for no content"
    assert all(-(1 << 31) <= number < 1 << 31 for key in keys for number in key)
    assert not set(keys) & set(some.keys("another database") or ())


@pytest.mark.parametrize(
    ("wanted", "takes"),
    [
        (NONE, 0),
        (IT, 1),
        (BOTH, 2),
        (Locks(ids=frozenset(map(str, range(MOST)))), MOST),
        (Locks(ids=frozenset(map(str, range(MOST + 1)))), None),
        (WHOLE, None),
        (IT | WHOLE, None),
    ],
)
def test_who_wants_too_many_locks_takes_the_pen(wanted: Locks, takes: int | None) -> None:
    keys = wanted.keys("")
    assert (None if keys is None else len(keys)) == takes


@pytest.mark.parametrize(
    ("wanted", "had", "missing"),
    [
        (IT, IT, NONE),
        (BOTH, IT, HR),
        (IT, WHOLE, NONE),
        (WHOLE, IT, WHOLE),
        (WHOLE, WHOLE, NONE),
        (NONE, NONE, NONE),
        (IT, Locks(teams=frozenset(["it"])), IT),
    ],
)
def test_what_is_missing(wanted: Locks, had: Locks, missing: Locks) -> None:
    assert wanted - had == missing


@pytest.fixture(scope="module")
def policy() -> Policy:
    to_hana = "  - {name: to hana, why: HR, when: {subject: [pay]}, to: hana, promise: normal}\n"
    return load_texts({"rules/all.yaml": RULES.replace("fallback:", f"{to_hana}fallback:")})


def _open(owner: str, rule: str = "complaint") -> OpenRequest:
    asker, given = Address("Eva", "eva@corp.example"), Given(rule, "why", "normal", "default")
    return OpenRequest("it", "IT", "VPN", asker, (), "en", owner, "<a@b>", given)


@pytest.mark.parametrize(
    ("effects", "locks"),
    [
        ([], NONE),
        ([NextRung(1, NOW)], NONE),
        ([_open("ada")], IT),
        ([_open("hana", "to hana")], IT),
        ([_open("bo", "no such rule")], Locks(frozenset(["it"]), teams=frozenset(["it"]))),
        ([_open("hana")], Locks(frozenset(["it"]), teams=frozenset(["hr"]))),
        ([SetOwner("bo")], Locks(teams=frozenset(["it"]))),
        ([Turn("it", "bo")], Locks(teams=frozenset(["it"]))),
        ([SetOwner("ada")], NONE),
        ([SetOwner("bo"), Release()], WHOLE),
    ],
)
def test_a_decision_says_what_it_touches(
    policy: Policy, effects: Sequence[object], locks: Locks
) -> None:
    assert locks_of(Decision("", tuple(effects), None), policy) == locks  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("budget", "in_an_hour", "locked"),
    [
        (Budget.RECEIPT_OUTSIDE, 0, False),
        (Budget.RECEIPT_OUTSIDE, 1, True),
        (Budget.RECEIPT_OUTSIDE, 2, True),
        (Budget.RECEIPT_OUTSIDE, 3, False),  # nobody can spend any more
        (Budget.OPENING_INSIDE, 99, False),
        (Budget.OPENING_INSIDE, 100, True),
        (Budget.OPENING_INSIDE, 300, False),
        (Budget.BREAKER, 1999, False),
    ],
)
def test_a_purse_is_locked_when_little_is_left(
    store: Store, budget: Budget, in_an_hour: int, locked: bool
) -> None:
    purse, spent_at = (budget, "eva@corp.example"), NOW - timedelta(minutes=30)

    def work(conn: Connection) -> Locks:
        spent.counts(conn, [purse], NOW, NOW)
        return needed(conn)

    with store.write() as conn:
        spent.add(conn, [Spend(*purse, spent_at)] * in_an_hour, NOW)
    wanted = store.carry_out(work, NONE)
    assert bool(wanted.senders) is locked


# -- begun again --------------------------------------------------------------------


def test_who_meets_what_it_has_not_locked_begins_again_with_it(store: Store) -> None:
    tries: list[bool] = []

    def work(conn: Connection) -> Locks:
        tries.append(is_fine(conn))
        conn.execute(insert(counters), {"prefix": f"T{len(tries)}", "next": 1})
        need(conn, IT)
        need(conn, HR)
        return needed(conn)

    assert store.carry_out(work, NONE) == BOTH
    assert tries == [True] * 3
    with store.read() as conn:
        assert conn.scalars(select(counters.c.prefix)).all() == ["T3"], "the others left nothing"


def test_who_meets_ever_more_gets_the_pen(store: Store) -> None:
    tries: list[bool] = []

    def work(conn: Connection) -> None:
        tries.append(is_fine(conn))
        need(conn, Locks(mailboxes=frozenset([f"box {len(tries)}"])))

    store.carry_out(work, NONE)
    assert tries == [True] * (TRIES - 1) + [False]


def test_who_never_gets_through_says_so(store: Store) -> None:
    tries: list[bool] = []

    def work(conn: Connection) -> None:
        tries.append(is_fine(conn))
        raise Collided("deadlock", doubled=False)

    with pytest.raises(Unreachable, match="undone"):
        store.carry_out(work, IT)
    assert tries == [True] * (TRIES - 1) + [False]


def test_no_guard_of_ours_takes_it_for_a_trouble() -> None:
    assert not issubclass(MoreLocks, Exception)
    assert not issubclass(Collided, Exception)


def test_a_sqlite_file_has_one_pen_whoever_wants_what() -> None:
    with closing(Store.in_memory()) as store:
        store.carry_out(lambda conn: need(conn, WHOLE), NONE)


def test_two_that_wait_for_each_other_both_come_through(store: Store, other: Store) -> None:
    """Each writes what the other is about to."""
    met = threading.Barrier(2)
    tries: list[str] = []

    def crossing(*rows: str) -> Callable[[Connection], None]:
        def work(conn: Connection) -> None:
            tries.append(rows[0])
            for row in rows:
                more = update(loads).where(loads.c.owner == row).values(given=loads.c.given + 1)
                conn.execute(more)
                if tries.count(rows[0]) == 1 and row == rows[0]:
                    met.wait(20)

        return work

    with store.write() as conn:
        rows = [{"owner": one, "still_open": 0, "given": 0} for one in ("bo", "eva")]
        conn.execute(insert(loads), rows)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(lambda: store.carry_out(crossing("bo", "eva"), IT))
        two = pool.submit(lambda: other.carry_out(crossing("eva", "bo"), HR))
        one.result(20)
        two.result(20)
    assert len(tries) > 2, "the server undid one"
    with store.read() as conn:
        assert conn.scalars(select(loads.c.given)).all() == [2, 2]


def test_a_row_that_is_there_twice_is_a_bug_where_nobody_writes_beside(store: Store) -> None:
    row = {"prefix": "IT", "next": 1}
    with pytest.raises(IntegrityError):
        store.carry_out(lambda conn: conn.execute(insert(counters), [row, row]), IT)


# -- what a group knows without asking ---------------------------------------------


def test_ids_of_two_groups_are_told_apart(store: Store, other: Store) -> None:
    theirs: list[int] = []

    def meanwhile(conn: Connection) -> None:
        with together(conn):
            theirs.append(next_id(conn, requests) or 0)

    def work(conn: Connection) -> None:
        with together(conn, 2), ThreadPoolExecutor(1) as pool:
            mine = [next_id(conn, requests) or 0]
            for _ in range(3):
                pool.submit(lambda: other.carry_out(meanwhile, HR)).result(20)
                mine.append(next_id(conn, requests) or 0)
            assert all(is_ours(conn, requests, number) for number in mine)
            assert not any(is_ours(conn, requests, number) for number in theirs)
            assert len({*mine, *theirs}) == 7

    store.carry_out(work, IT)


def test_proof_of_a_mail_waits_until_it_is_known_whether_that_was_claimed(
    store: Store, other: Store, pg_url: str
) -> None:
    later = NOW + timedelta(hours=1)
    with store.write() as conn:
        row_id = queue(conn, "m1/receipt/ann")
        sending.claim(conn, NOW)
        sending.settle(conn, row_id, Attempt("retry", 451, "later"), NOW)
    prove = partial(sending.arrived, row_id=row_id, by=ProvenBy.ECHO, now=later)

    def claim(conn: Connection) -> Future[State]:
        assert sending.claim(conn, later)
        proven = pool.submit(lambda: other.carry_out(prove, IT))
        assert waits(pg_url, proven)
        return proven

    with ThreadPoolExecutor(1) as pool:
        assert store.carry_out(claim, NONE).result(20) is State.SENDING


@pytest.mark.parametrize("rows", [["b", "a", "c", "a"], ["c", "b", "a"]])
def test_rows_that_others_may_write_too_are_written_in_one_order(rows: list[str]) -> None:
    ran: list[str] = []
    hear = partial(_note_values, ran)
    with closing(Store.in_memory()) as store, store.write() as conn:
        event.listen(conn, "before_cursor_execute", hear)
        with together(conn):
            for number, person in enumerate(rows):
                take_turn(conn, person, str(number))
        event.remove(conn, "before_cursor_execute", hear)
        last = {row.team: row.person for row in conn.execute(select(turns))}
    assert ran == sorted(rows)
    assert last == {team: str(number) for number, team in enumerate(rows)}, "the last one counts"


def _note_values(ran: list[str], *said: Any) -> None:
    _conn, _cursor, _statement, values, _context, many = said
    ran += [row[0] for row in values] if many else []
