"""What becomes of each column that holds something about people, when somebody is forgotten."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, insert, select, update

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.effects import SetStatus, StopClock
from mailtracker.desk.request import Request, Status
from mailtracker.mail.message import Address
from mailtracker.store.forgotten import (
    HANDLED,
    MIXED,
    Emptied,
    Grave,
    forget,
    hash_of,
    names_for,
    renamed,
    wordless,
)
from mailtracker.store.personal import Holds, columns
from mailtracker.store.tables import kept, loads, metadata, requests, spent
from mailtracker.store.tables import ledger as ledger_rows
from mailtracker.store.tables import outbox as outbox_rows
from mailtracker.store.traces import FORMER, PartyRole, Traces, traces
from tests.store.lines import ANN, NOW, after, filed, opened

EVA = Address("Eva", "eva@corp.example")
KEY = b"k" * 32
CLOSED = (StopClock(True), SetStatus(Status.CLOSED))


def about(conn: Connection, email: str) -> Traces:
    return traces(conn, email, lambda one: one == email, ())


def forgets(conn: Connection, email: str) -> Emptied:
    found = about(conn, email)
    names = names_for(conn, hash_of(KEY, email), found.people)
    return forget(conn, found, Grave(names, KEY, NOW), ())


def lived(conn: Connection, uid: int, writer: Address, *, closed: bool = True) -> Request:
    """One of Ann's, in which somebody wrote."""
    request = opened(conn)
    filed(conn, uid, request, Disposition.REPLY, writer, NOW)
    return after(conn, request, *CLOSED) if closed else request


def links(conn: Connection, request: Request, **values: int) -> None:
    conn.execute(update(requests).where(requests.c.id == request.id).values(values))


def test_of_every_column_about_people_it_is_known_what_becomes_of_it() -> None:
    """A column that nobody thought of would keep somebody who was forgotten."""
    known = {str(column) for column in renamed()} | MIXED | HANDLED
    known |= {f"{table.name}.{name}" for table, values in wordless() for name in values}
    there = {str(column) for column, holding in columns() if set(holding.holds) - {Holds.PRINT}}
    missing = there - known
    assert not missing, f"say in store/forgotten.py what becomes of these: {sorted(missing)}"
    every = {f"{table}.{column.name}" for table, one in metadata.tables.items() for column in one.c}
    assert not (MIXED | HANDLED) - every


def test_what_is_handed_on_elsewhere_is_a_request_of_theirs_as_well(conn: Connection) -> None:
    """A part, a complaint about it, what it was merged into: mails there have their words."""
    for name, link in (("a part", "part_of"), ("merged", "merged_into")):
        uid = 10 * len(link)
        source, into = lived(conn, uid, EVA), lived(conn, uid + 1, ANN, closed=False)
        far = lived(conn, uid + 2, ANN)
        if link == "part_of":
            links(conn, into, part_of=source.id)
            links(conn, far, part_of=into.id)
        else:
            links(conn, source, merged_into=into.id)
            links(conn, into, merged_into=far.id)
        found = about(conn, EVA.key)
        assert found.roles[PartyRole.WRITER] >= {source.id}, name
        assert found.roles[PartyRole.QUOTED] >= {into.id, far.id}, name
        assert found.waiting >= {source.id, into.id}, name
        after(conn, into, *CLOSED)
        assert not about(conn, EVA.key).waiting, name
        assert forgets(conn, EVA.key).requests == 3, name
        assert about(conn, EVA.key).is_nobody, name


def test_bytes_that_a_request_which_waits_has_too_stay(conn: Connection) -> None:
    """One mail to two addresses of ours; what carries it on in the one that is open."""
    closed, still_open = lived(conn, 1, EVA), lived(conn, 2, EVA, closed=False)
    sha256 = str(conn.scalar(select(ledger_rows.c.sha256).where(ledger_rows.c.uid == 1)))
    conn.execute(update(ledger_rows).where(ledger_rows.c.uid == 2).values(sha256=sha256))
    conn.execute(insert(kept).values(sha256="recipe", size=9, added_at=NOW, source=sha256))
    row = {"request_id": still_open.id, "sha256": "recipe"}
    conn.execute(insert(outbox_rows).values(**sent_row(), **row))
    forgets(conn, EVA.key)
    assert names(conn) >= {sha256, "recipe"}
    after(conn, still_open, *CLOSED)
    forgets(conn, EVA.key)
    assert not names(conn) & {sha256, "recipe"}, closed.reference


def sent_row() -> dict[str, object]:
    texts = ("letter", "recipient", "recipient_key", "person", "env_from", "answer")
    counts = {"attempts": 1, "next_try_at": NOW, "settled_at": NOW, "created_at": NOW}
    state = {"lane": "owner", "state": "sent", "was": "sending", "row_key": "x", "message_id": "x"}
    return {**dict.fromkeys(texts, ""), **counts, **state}


def names(conn: Connection) -> set[str]:
    return set(conn.scalars(select(kept.c.sha256)))


def test_each_former_colleague_has_one_name_and_nobody_elses(conn: Connection) -> None:
    """Also who never had a request, came back, or could be forgotten only in part at first."""
    first = names_for(conn, "bo", ["bo"])
    assert first.label == {"bo": f"{FORMER}1"}
    assert names_for(conn, "sam", ["sam", "samuel"]).label == {
        "sam": f"{FORMER}2",
        "samuel": f"{FORMER}2.1",
    }
    assert names_for(conn, "bo", ["bo"]) == first
    for given in (3, 4):  # he comes back, and has four more
        conn.execute(insert(loads).values(owner="bo", still_open=1, given=given))
        found = replace(about(conn, "bo@corp.example"), people=frozenset({"bo"}))
        forget(conn, found, Grave(first, KEY, NOW), ())
    assert conn.execute(select(loads)).all() == [(f"{FORMER}1", 2, 7)]


PURSES = {
    "eva@corp.example": True,
    "17 eva@corp.example": True,
    "17 EVA@corp.example 3": True,
    "neva@corp.example": False,
    "eva@corp.example.org": False,
    "a.eva@corp.example": False,
    "corp.example": False,
}
"""Of what the budgets count by, what is Eva's."""


def test_no_budget_of_somebody_else_begins_anew(conn: Connection) -> None:
    lived(conn, 1, EVA)
    rows = [{"budget": "x", "key": key, "at": NOW} for key in PURSES]
    conn.execute(insert(spent), rows)
    forgets(conn, EVA.key)
    assert set(conn.scalars(select(spent.c.key))) == {one for one in PURSES if not PURSES[one]}
