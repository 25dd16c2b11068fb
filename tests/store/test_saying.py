"""What a transaction says is logged when it is committed, once (docs/reliability.md, J56)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import Connection, insert, select

from mailtracker.store.database import Store
from mailtracker.store.locks import NONE, Locks, need
from mailtracker.store.saying import part_of, say
from mailtracker.store.tables import counters


class Heard:
    """A logger: what was said, and how many rows everybody could see by then."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.lines: list[tuple[str, int]] = []

    def info(self, event: str, **words: object) -> None:
        with self._store.read() as conn:
            rows = len(conn.execute(select(counters.c.prefix)).all())
        self.lines.append((f"{event} {words}" if words else event, rows))


@pytest.fixture
def heard(store: Store) -> Heard:
    return Heard(store)


Says = Callable[[str], None]


def _in_order(conn: Connection, says: Says) -> None:
    says("first")
    says("second")


def _fails(conn: Connection, says: Says) -> None:
    says("lost")
    raise RuntimeError("and everything with it")


def _part_fails(conn: Connection, says: Says) -> None:
    says("before")
    with suppress(RuntimeError), part_of(conn):
        _fails(conn, says)
    says("after")


def _part(conn: Connection, says: Says) -> None:
    with part_of(conn):
        says("within")


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (_in_order, ["first", "second"]),
        (_fails, []),
        (_part, ["within"]),
        (_part_fails, ["before", "after"]),
    ],
)
def test_what_is_said_is_what_was_done(
    store: Store, heard: Heard, work: Callable[[Connection, Says], None], said: list[str]
) -> None:
    with suppress(RuntimeError), store.write() as conn:
        conn.execute(insert(counters), {"prefix": "IT", "next": 1})
        work(conn, lambda event: say(conn, heard.info, event))
        assert heard.lines == []
    assert heard.lines == [(event, 1) for event in said]


def test_who_only_reads_says_it_at_once(store: Store, heard: Heard) -> None:
    with store.read() as conn:
        say(conn, heard.info, "seen", row=3)
        assert heard.lines == [("seen {'row': 3}", 0)]


def test_what_is_begun_again_says_it_once(server_store: Store) -> None:
    heard, tries = Heard(server_store), []

    def work(conn: Connection) -> None:
        tries.append(conn)
        conn.execute(insert(counters), {"prefix": "IT", "next": 1})
        say(conn, heard.info, "counted")
        need(conn, Locks(mailboxes=frozenset(["it"])))

    server_store.carry_out(work, NONE)
    assert len(tries) == 2
    assert heard.lines == [("counted", 1)]
