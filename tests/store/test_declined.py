"""Who said that a request is not theirs is kept with its rule and its time; it is told once, and
who gets it all the same stands there no more.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from mailtracker.desk.effects import Decision, Decline, SetOwner
from mailtracker.store import declined
from mailtracker.store.apply import apply
from mailtracker.store.requests import request
from mailtracker.store.tables import declined as table
from tests.store.makers import NOW, opened, plan

DAY = timedelta(days=1)


def passes(conn: Connection, number: int, *owners: str, after: timedelta = DAY) -> None:
    """Its owner says so, and then each who gets it, but the last."""
    for day, owner in enumerate(owners, 1):
        had = request(conn, number).owner
        effects = (Decline(had), SetOwner(owner))
        apply(conn, Decision("", effects, number), None, NOW + day * after)


def rows(conn: Connection) -> list[tuple[object, ...]]:
    wanted = select(table.c.seq, table.c.person, table.c.rule, table.c.at).order_by(table.c.seq)
    return [tuple(row) for row in conn.execute(wanted)]


def test_who_by_which_rule_and_when(conn: Connection) -> None:
    number = opened(conn)
    passes(conn, number, "sam", "ana")
    found = request(conn, number)
    assert (found.owner, found.former_owners, found.declined) == (
        "ana",
        ("bo", "sam"),
        ("bo", "sam"),
    )
    assert rows(conn) == [(0, "bo", "vpn", NOW + DAY), (1, "sam", "vpn", NOW + 2 * DAY)]


def test_who_has_it_again_said_nothing(conn: Connection) -> None:
    number = opened(conn)
    passes(conn, number, "sam", "ana")
    apply(conn, Decision("", (SetOwner("bo"),), number), None, NOW + 3 * DAY)
    assert request(conn, number).declined == ("sam",)
    passes(conn, number, "sue", after=5 * DAY)
    assert request(conn, number).declined == ("sam", "bo")
    assert [row[:2] for row in rows(conn)] == [(1, "sam"), (2, "bo")]


def test_it_stays_with_who_says_so_and_counts_once(conn: Connection) -> None:
    number = opened(conn)
    for day in (1, 2):
        apply(conn, Decision("", (Decline("bo"),), number), None, NOW + day * DAY)
    assert (request(conn, number).owner, request(conn, number).declined) == ("bo", ("bo",))
    assert rows(conn) == [(0, "bo", "vpn", NOW + DAY)]


def test_it_is_told_once(conn: Connection) -> None:
    first, second = opened(conn), opened(conn)
    passes(conn, first, "sam")
    passes(conn, second, "sam", "ana", after=2 * DAY)
    found = declined.untold(conn, NOW + 3 * DAY)
    assert [(one.request_id, one.person) for one in found] == [(first, "bo"), (second, "bo")]
    assert [one.id for one in declined.requests_of(conn, [*found, *found])] == [first, second]
    declined.tell(conn, found, NOW + 3 * DAY)
    left = declined.untold(conn, NOW + 9 * DAY)
    assert [(one.request_id, one.person) for one in left] == [(second, "sam")]


def test_of_how_many_its_rule_gave(conn: Connection) -> None:
    before = request(conn, opened(conn))
    opened(conn)
    week = (NOW, NOW + DAY)
    assert declined.given_by_rules(conn, *week) == {"vpn": 2}
    assert declined.given_by_rules(conn, *week, besides=[before]) == {"vpn": 2}
    later = (NOW + DAY, NOW + 2 * DAY)
    assert declined.given_by_rules(conn, *later, besides=[before]) == {"vpn": 1}


def test_what_is_untold_is_found_by_an_index(conn: Connection) -> None:
    told = plan(conn, lambda: declined.untold(conn, NOW))
    assert any("ix_declined_at" in step for step in told)
