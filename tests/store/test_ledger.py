"""The ledger: every mail ever fetched has one line, and the mailbox is told once."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, event, insert, update
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.effects import (
    Dispose,
    Disposition,
)
from mailtracker.desk.put_away import PutAway
from mailtracker.errors import MailtrackerError
from mailtracker.mail.message import Proof
from mailtracker.store import keep, ledger
from mailtracker.store.tables import ledger as table
from mailtracker.store.together import together
from tests.store.lines import ANN, HOUR, NOW, arrival, enter, filed, message, opened
from tests.store.makers import plan


def test_the_same_mail_is_entered_once(conn: Connection) -> None:
    first = arrival(conn, 3)
    assert ledger.enter(conn, first, message(), "person", NOW) is not None
    assert ledger.enter(conn, first, message(subject="other"), "person", NOW) is None
    assert len(ledger.lines(conn, None, None, 10)) == 1


def test_the_same_uid_in_another_mailbox_or_epoch_is_another_mail(conn: Connection) -> None:
    for each in (arrival(conn, 3), arrival(conn, 3, uidvalidity=8), arrival(conn, 3, mailbox="hr")):
        assert ledger.enter(conn, each, message(), "person", NOW) is not None


def test_the_database_itself_holds_one_line_a_mail(conn: Connection) -> None:
    line = enter(conn, 3)
    copy = {**conn.execute(table.select().where(table.c.id == line)).one()._mapping, "id": line + 1}
    with pytest.raises(IntegrityError, match=r"(?i)unique"):
        conn.execute(insert(table).values(copy))


@pytest.mark.parametrize("values", [{"disposition": "lost"}, {"put_away": "deleted"}])
def test_the_database_refuses_a_disposition_that_is_none(
    conn: Connection, values: dict[str, str]
) -> None:
    enter(conn, 3)
    with pytest.raises(IntegrityError, match=r"(?i)check"):
        conn.execute(update(table).values(values))


def test_a_line_tells_all_about_its_mail(conn: Connection) -> None:
    entered = arrival(conn, 4_294_967_295, uidvalidity=4_294_967_295)
    line_id = ledger.enter(conn, entered, message(subject="VPN drops"), "person", NOW + HOUR)
    assert line_id is not None
    line = ledger.line(conn, line_id)
    assert line is not None
    assert (line.mailbox, line.uidvalidity, line.uid) == ("it", 4_294_967_295, 4_294_967_295)
    assert (line.sender, line.subject, line.kind) == ("ann@corp.example", "VPN drops", "person")
    assert (line.arrived_at, line.fetched_at, line.size) == (NOW, NOW + HOUR, entered.size)
    assert keep.load(conn, line.sha256) == b"mail 4294967295"
    assert ledger.line(conn, line_id + 1) is None


def test_a_mail_that_nobody_decided_on_stands_in_quarantine_for_a_human(conn: Connection) -> None:
    line = ledger.line(conn, enter(conn, 3))
    assert line is not None
    assert (line.disposition, line.reason) == (Disposition.QUARANTINE, "not decided yet")


def test_a_mail_that_could_not_be_read_has_a_line_all_the_same(conn: Connection) -> None:
    line_id = ledger.enter(conn, arrival(conn, 3), None, "unreadable", NOW)
    assert line_id is not None
    ledger.quarantine(conn, line_id, "too many parts", "Traceback ...")
    ledger.quarantine(conn, line_id, "too many parts", "Traceback again")
    (line,) = ledger.lines(conn, Disposition.QUARANTINE, None, 10)
    assert (line.reason, line.trouble, line.tries, line.message_id) == (
        "too many parts",
        "Traceback again",
        2,
        "",
    )


def test_a_sender_in_doubt_is_nobody(conn: Connection) -> None:
    line = ledger.line(conn, enter(conn, 3, sender=None))
    assert line is not None
    assert line.sender == ""


def test_filing_says_what_became_of_a_mail_and_of_which_request_it_is(conn: Connection) -> None:
    request = opened(conn)
    line_id = filed(conn, 3, request, Disposition.REPLY, ANN, NOW)
    line = ledger.line(conn, line_id)
    assert line is not None
    assert (line.disposition, line.request_id) == (Disposition.REPLY, request.id)
    assert ledger.lines(conn, Disposition.REPLY, request.id, 10) == [line]
    assert ledger.lines(conn, Disposition.OPENED, request.id, 10) == []


@pytest.mark.parametrize("way", ["dispose", "quarantine"])
def test_a_line_that_is_not_there_cannot_be_changed(conn: Connection, way: str) -> None:
    change = {
        "dispose": lambda: ledger.dispose(conn, 99, Dispose(Disposition.REPLY, ""), None),
        "quarantine": lambda: ledger.quarantine(conn, 99, "", ""),
    }
    with pytest.raises(MailtrackerError, match="no line 99"):
        change[way]()


def test_known_uids_of_a_large_mailbox_are_found_in_pieces(conn: Connection) -> None:
    for uid in (1, 600, 1201):
        enter(conn, uid)
    assert ledger.known_uids(conn, "it", 7, range(1, 2000)) == {1, 600, 1201}
    assert ledger.known_uids(conn, "it", 8, range(1, 2000)) == set()
    assert ledger.known_uids(conn, "it", 7, []) == set()


def test_the_mailbox_is_told_of_each_mail_once_and_never_of_an_older_epochs(
    conn: Connection,
) -> None:
    third, first = enter(conn, 3), enter(conn, 1)
    ledger.enter(conn, arrival(conn, 2, uidvalidity=6), message(), "person", NOW)
    assert ledger.not_put_away(conn, "it", 7) == [(1, first, ""), (3, third, "")]
    assert ledger.not_put_away(conn, "it", 7, limit=1) == [(1, first, "")]
    ledger.mark_put_away(conn, [first], PutAway.MOVED)
    ledger.goes_to(conn, third, "Confidential")
    assert ledger.not_put_away(conn, "it", 7) == [(3, third, "Confidential")]
    ledger.mark_put_away(conn, [third], PutAway.MARKED)
    assert ledger.not_put_away(conn, "it", 7) == []


def test_many_mails_are_marked_at_once(conn: Connection) -> None:
    ids = [enter(conn, uid) for uid in range(1, 702)]
    ledger.mark_put_away(conn, ids, PutAway.LEFT)
    assert ledger.not_put_away(conn, "it", 7) == []


def test_mails_to_put_away_are_found_by_the_partial_index(conn: Connection) -> None:
    (step,) = plan(conn, lambda: ledger.not_put_away(conn, "it", 7))
    assert step.startswith("SEARCH ledger USING INDEX ix_ledger_not_put_away")


def test_the_newest_lines_are_listed_first(conn: Connection) -> None:
    ids = [enter(conn, uid) for uid in (1, 2, 3)]
    assert [line.id for line in ledger.lines(conn, None, None, 2)] == [ids[2], ids[1]]


def test_a_mailbox_remembers_where_it_was_begun_and_its_epoch(conn: Connection) -> None:
    assert ledger.mailbox_state(conn, "it") is None
    ledger.begin_mailbox(conn, "it", ledger.MailboxState(7, 120, NOW, 119))
    assert ledger.mailbox_state(conn, "it") == ledger.MailboxState(7, 120, NOW, 119)
    ledger.set_uidvalidity(conn, "it", 8, 1, 100)
    assert ledger.mailbox_state(conn, "it") == ledger.MailboxState(8, 1, NOW, 100)
    with pytest.raises(MailtrackerError, match="never begun"):
        ledger.set_uidvalidity(conn, "hr", 8, 1, 0)


OPENED = Dispose(Disposition.OPENED, "because")
OTHER = "bo@corp.example"


@pytest.mark.parametrize("proof", [Proof.PROVEN, Proof.INSIDE])
def test_who_is_proven_in_what_a_group_opened_is_known_without_asking(
    conn: Connection, proof: Proof
) -> None:
    ran: list[str] = []
    with together(conn):
        line, later = enter(conn, 3), enter(conn, 4)
        request_id = opened(conn).id
        event.listen(conn, "before_cursor_execute", lambda *heard: ran.append(heard[2].split()[0]))
        assert not ledger.is_proven(conn, request_id, ANN.key)
        ledger.dispose(conn, line, OPENED, request_id, Proof.UNKNOWN)
        assert not ledger.is_proven(conn, request_id, ANN.key)
        ledger.dispose(conn, later, OPENED, request_id, proof)
        assert ledger.is_proven(conn, request_id, ANN.key)
        assert not ledger.is_proven(conn, request_id, OTHER)
        assert ran == []
    assert ledger.is_proven(conn, request_id, ANN.key)


@pytest.mark.parametrize("told", [True, False])
def test_what_becomes_of_a_line_that_is_written_already_is_seen(
    conn: Connection, told: bool
) -> None:
    """Also of what no prepared statement changed (`told` False)."""
    with together(conn):
        line = enter(conn, 3)
        request_id = opened(conn).id
        ledger.dispose(conn, line, OPENED, request_id, Proof.PROVEN)
        if not told:
            conn.execute(update(table).values(proof=""))
            assert not ledger.is_proven(conn, request_id, ANN.key)
        assert ledger.line(conn, line) is not None  # so all of them are written
        ledger.change(conn, line, {"proof": Proof.UNKNOWN})
        assert not ledger.is_proven(conn, request_id, ANN.key)
        ledger.change(conn, line, {"proof": Proof.PROVEN})
        assert ledger.is_proven(conn, request_id, ANN.key)
        other = opened(conn).id
        ledger.change(conn, line, {"request_id": other})
        assert not ledger.is_proven(conn, request_id, ANN.key)
        assert ledger.is_proven(conn, other, ANN.key)
