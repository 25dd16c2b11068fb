"""The tables of legal moves: the database refuses every other, and the page shows the same ones."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.store import ledger, states
from mailtracker.store.ledger import NO_BYTES, Arrival
from mailtracker.store.tables import ledger as table
from tests.store.makers import NOW

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("moves of a mail out", states.as_markdown(states.MAIL_OUT)),
        ("moves of a mail in", states.ways_as_markdown(states.MAIL_IN)),
    ],
)
def test_the_page_shows_the_moves_that_the_database_checks(name: str, shown: str) -> None:
    _, _, rest = PAGE.read_text("utf-8").partition(f"<!-- {name} -->\n")
    told, end, _ = rest.partition("<!-- end -->")
    assert end
    assert told.strip() == shown.strip()


BECAME = {
    (old, new)
    for moves in states.MAIL_IN
    if moves.of == "disposition"
    for old in moves.old
    for new in moves.new
}


def entered(conn: Connection, sha256: str = "5a") -> int:
    arrival = Arrival("it", 7, 1, NOW, sha256, 10)
    line_id = ledger.enter(conn, arrival, None, "", NOW)
    assert line_id is not None
    return line_id


@pytest.mark.parametrize(("old", "new"), list(itertools.product(("", *Disposition), Disposition)))
def test_a_line_of_the_ledger_moves_as_the_table_says_and_in_no_other_way(
    conn: Connection, old: str, new: str
) -> None:
    line_id = entered(conn)
    moved = update(table).where(table.c.id == line_id).values(was=old, disposition=new)
    if (old, new) in BECAME:
        conn.execute(moved)
    else:
        with pytest.raises(IntegrityError, match="ck_ledger_move"):
            conn.execute(moved)


def test_whatever_became_of_a_mail_what_is_settled_stays(conn: Connection) -> None:
    line_id = entered(conn)
    ledger.dispose(conn, line_id, Dispose(Disposition.ASKED_BACK, ""), None)
    ledger.dispose(conn, line_id, Dispose(Disposition.REPLY, ""), None)
    with pytest.raises(IntegrityError, match="ck_ledger_move"):
        ledger.dispose(conn, line_id, Dispose(Disposition.OPENED, ""), None)


def test_a_mail_without_bytes_is_left_in_the_mailbox_until_it_is_fetched(conn: Connection) -> None:
    line_id = entered(conn, NO_BYTES)
    line = ledger.in_quarantine(conn, line_id)
    assert line.put_away == PutAway.LEFT
    assert ledger.not_put_away(conn, "it", 7) == []
    ledger.fetched(conn, line_id, "5a", 12)
    assert ledger.not_put_away(conn, "it", 7) == [(1, line_id, "")]


def test_a_mail_without_bytes_becomes_nothing_that_somebody_would_read(conn: Connection) -> None:
    row = {"mailbox": "it", "uidvalidity": 7, "uid": 1, "sha256": "", "arrived_at": NOW}
    row |= {"content_key": "", "message_id": "", "sender": "", "subject": "", "fetched_at": NOW}
    row |= {"size": 0, "kind": "", "reason": "", "tries": 0, "trouble": "", "put_away": "left"}
    with pytest.raises(IntegrityError, match="ck_ledger_no_bytes"):
        conn.execute(insert(table).values(row | {"was": "quarantine", "disposition": "opened"}))


def test_the_mailbox_is_told_of_a_mail_once(conn: Connection) -> None:
    line_id = entered(conn)
    ledger.mark_put_away(conn, [line_id], PutAway.MOVED)
    ledger.mark_put_away(conn, [line_id], PutAway.LEFT)
    assert ledger.in_quarantine(conn, line_id).put_away == PutAway.MOVED
