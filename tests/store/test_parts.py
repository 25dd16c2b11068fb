"""Parts of a request: which are open, how they are linked, and what does not mean them."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtracker.desk.effects import Bar, Decision, OpenRequest, SetStatus
from mailtracker.desk.request import Request, Status
from mailtracker.store import hints, parts
from mailtracker.store.apply import apply
from mailtracker.store.parts import Linked
from mailtracker.store.requests import by_ids, request
from tests.store.makers import NOW, opened, plan


def following(conn: Connection, whole: Request, part: bool = True) -> Request:
    """Another request like it that is linked to it, as a part of it."""
    begin = OpenRequest(
        mailbox="pay",
        prefix="PAY",
        subject=whole.subject,
        requester=whole.requester,
        copied=(),
        language="en",
        owner="carla",
        first_id=whole.first_id,
        given=whole.given,
        linked_to=whole.id,
        part_of=whole.id if part else None,
    )
    found = apply(conn, Decision("", (begin,)), None, NOW)
    assert found is not None
    return found


def close(conn: Connection, one: Request) -> None:
    apply(conn, Decision("", (SetStatus(Status.CLOSED),), one.id), None, NOW)


def test_parts_are_named_and_the_open_ones_found(conn: Connection) -> None:
    whole, other = request(conn, opened(conn)), request(conn, opened(conn))
    one, two = following(conn, whole), following(conn, whole)
    following(conn, whole, part=False)
    assert [found.id for found in parts.taken(conn, [whole.id])] == [one.id, two.id]
    close(conn, one)
    assert [found.id for found in parts.taken(conn, [whole.id])] == [two.id]
    assert parts.taken(conn, [other.id]) == ()
    assert parts.linked(conn, whole) == Linked("", (one.reference, two.reference))
    assert parts.linked(conn, two) == Linked(whole.reference, ())
    found = plan(conn, lambda: parts.taken(conn, [whole.id]))
    assert any("ix_requests_part_of" in line for line in found)


def test_who_writes_to_what_is_closed_does_not_mean_a_part_of_it(conn: Connection) -> None:
    whole = request(conn, opened(conn))
    following(conn, whole)
    close(conn, whole)
    closed = by_ids(conn, [whole.id])
    assert hints.sequels(conn, closed) == ()
    sequel = following(conn, whole, part=False)
    assert [one.request_id for one in hints.sequels(conn, closed)] == [sequel.id]


def test_what_is_kept_from_somebody_later_is_so_in_its_parts(conn: Connection) -> None:
    whole = request(conn, opened(conn))
    part = following(conn, whole)
    apply(conn, Decision("", (Bar(("ana",)),), whole.id), None, NOW)
    given = request(conn, part.id).given
    assert (given.confidential, given.barred) == (True, ("ana",))
