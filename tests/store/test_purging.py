"""What was kept long enough loses its words, and nothing else does: no request that somebody still
works on, no mail that waits for anybody, no number.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, update

from mailtracker.desk.call_again import CallAgain
from mailtracker.desk.disposition import Disposition
from mailtracker.desk.effects import (
    Dispose,
    Effect,
    Hold,
    LogEvent,
    MergeInto,
    NextRung,
    SetStatus,
    StopClock,
)
from mailtracker.desk.kept_thanks import KeepThanks
from mailtracker.desk.request import Request, Status
from mailtracker.store import keep, ledger, outbox, posts, purging, sending
from mailtracker.store.audit import by_message_id
from mailtracker.store.database import Store
from mailtracker.store.personal import Fate, columns
from mailtracker.store.requests import history, note_reading
from mailtracker.store.requests import request as load
from mailtracker.store.tables import events, kept, requests, thanks
from mailtracker.store.tables import ledger as ledger_rows
from mailtracker.store.tables import outbox as outbox_rows
from tests.store.lines import ANN, NOW, after, arrival, enter, filed, message, opened
from tests.store.makers import SQLITE_ONLY, outgoing, plan

DAY = timedelta(days=1)
KEY = b"k" * 32
LATER = NOW + 90 * DAY
ANSWERED = (StopClock(True), SetStatus(Status.ANSWERED))
CLOSED = (StopClock(True), SetStatus(Status.CLOSED), LogEvent("closed", "by Bo: the router"))


def lived(conn: Connection, *effects: Effect) -> Request:
    """A request with a mail in and one out, which was sent."""
    request = opened(conn)
    number = int(request.reference.split("-")[1])
    filed(conn, number, request, Disposition.OPENED, ANN, NOW)
    outbox.queue(conn, outgoing(f"k{number}", request.id))
    sent(conn)
    return after(conn, request, *effects) if effects else request


def sent(conn: Connection) -> None:
    while (row := sending.claim(conn, NOW)) is not None:
        sending.settle(conn, row.id, sending.Attempt("sent", 250, "ok <ann@corp.example>"), NOW)


def purged(conn: Connection, before: Any = LATER) -> int:
    return purging.purge_requests(conn, "it", before, LATER, limit=10)


def bytes_kept(conn: Connection) -> int:
    return conn.scalar(select(func.count()).select_from(kept)) or 0


def test_a_request_that_was_closed_long_enough_loses_its_words_and_no_number(
    conn: Connection,
) -> None:
    request = lived(conn, *CLOSED)
    assert bytes_kept(conn) == 2
    assert purged(conn, NOW) == 0, "it was closed just then"
    assert purged(conn) == 1
    assert bytes_kept(conn) == 0
    now = load(conn, request.id)
    assert (now.subject, now.given.matched, now.purged_at) == ("", "", LATER)
    assert now.lost_subject
    same = ("reference", "status", "owner", "requester", "opened_at", "closed_at", "first_id")
    assert [getattr(now, name) for name in same] == [getattr(request, name) for name in same]
    assert [(event.kind, event.text) for event in history(conn, request.id)] == [("closed", "")]
    (line,) = ledger.lines(conn, Disposition.OPENED, request.id, limit=2)
    assert (line.subject, line.reason, line.trouble) == ("", "", "")
    assert (line.message_id, line.sender) == ("<1001@corp.example>", ANN.key)
    assert conn.scalars(select(outbox_rows.c.answer)).all() == [""]
    assert purged(conn) == 0, "once"


STILL: dict[str, Callable[[Connection], Request]] = {
    "open": lived,
    "the owner waits": lambda conn: lived(conn, StopClock(False), SetStatus(Status.WAITING)),
    "closed in a while": lambda conn: lived(conn, *ANSWERED, NextRung(1, NOW + 100 * DAY)),
    "held": lambda conn: lived(conn, *CLOSED, Hold()),
}


def test_whatever_somebody_still_has_to_do_with_keeps_its_words(conn: Connection) -> None:
    for name, make in STILL.items():
        request = make(conn)
        assert purged(conn) == 0, name
        assert load(conn, request.id).subject == "VPN", name


def test_what_was_answered_goes_once_nobody_has_written_for_so_long(conn: Connection) -> None:
    request = lived(conn, *ANSWERED)
    filed(conn, 77, request, Disposition.REPLY, ANN, NOW + 50 * DAY)
    assert purged(conn, NOW + 50 * DAY) == 0
    assert purged(conn, NOW + 51 * DAY) == 1


@pytest.mark.parametrize("state", ["ready", "sending", "uncertain"])
def test_what_may_have_to_be_sent_holds_its_request(conn: Connection, state: str) -> None:
    request = lived(conn, *CLOSED)
    outbox.queue(conn, outgoing("late", request.id))
    if state != "ready":
        row = sending.claim(conn, NOW)
        assert row is not None
        if state == "uncertain":
            sending.settle(conn, row.id, sending.Attempt("uncertain", None, ""), NOW)
    assert purged(conn) == 0


def test_what_is_part_of_another_request_goes_after_that(conn: Connection) -> None:
    """Whoever takes the whole over reads its mails."""
    whole = lived(conn, *ANSWERED)
    filed(conn, 78, whole, Disposition.REPLY, ANN, LATER)
    lived(conn, *CLOSED, MergeInto(whole.id, whole))
    assert purged(conn) == 0
    assert purged(conn, LATER + DAY) == 1, "the whole"
    assert purged(conn, LATER + DAY) == 1


def test_what_has_a_part_goes_after_the_part(conn: Connection) -> None:
    """Whoever takes the part over reads the mails of the whole; of a part that became one with
    something else nobody does.
    """
    whole, part = lived(conn, *CLOSED), lived(conn)
    of = update(requests).where(requests.c.id == part.id)
    conn.execute(of.values(part_of=whole.id))
    assert purged(conn) == 0
    conn.execute(of.values(merged_into=whole.id))
    assert purged(conn) == 1, "the whole"
    after(conn, part, *CLOSED)
    assert purged(conn) == 1, "what became one with it"

    whole, part = lived(conn, *CLOSED), lived(conn, *CLOSED)
    conn.execute(update(requests).where(requests.c.id == part.id).values(part_of=whole.id))
    assert [purged(conn), purged(conn), purged(conn)] == [1, 1, 0]
    assert not load(conn, whole.id).subject


SAID_BESIDE: dict[str, Callable[[Connection, int], object]] = {
    "who looked": lambda conn, one: note_reading(conn, [None, one], "ana: show", NOW),
    "a hook": lambda conn, one: posts.done(conn, post(one), "told to the wall", NOW),
    "an admin": lambda conn, one: after(conn, load(conn, one), LogEvent("outbox", "by ana")),
}


def post(request_id: int) -> posts.Post:
    return posts.Post(1, request_id, "wall", "key", "{}", NOW, NOW, 0)


def test_whatever_is_said_of_it_later_is_purged_in_its_turn(conn: Connection) -> None:
    for name, says in SAID_BESIDE.items():
        request = lived(conn, *CLOSED)
        assert purged(conn) == 1, name
        says(conn, request.id)
        assert any(event.text for event in history(conn, request.id)), name
        assert purged(conn) == 1, name
        assert not any(event.text for event in history(conn, request.id)), name
        assert purged(conn) == 0, name


def test_only_the_mailbox_that_is_asked_for_and_no_more_than_the_limit(conn: Connection) -> None:
    for _ in range(3):
        lived(conn, *CLOSED)
    assert purging.purge_requests(conn, "payroll", LATER, LATER, limit=10) == 0
    assert purging.purge_requests(conn, "it", LATER, LATER, limit=2) == 2
    assert purged(conn) == 1


def test_who_writes_again_gives_it_words_which_go_in_their_turn(conn: Connection) -> None:
    request = lived(conn, *CLOSED)
    purged(conn)
    line_id = ledger.enter(conn, arrival(conn, 79, at=LATER), message(79), "person", LATER)
    again = load(conn, request.id)
    reopened = after(conn, again, CallAgain("VPN, again"), SetStatus(Status.OPEN))
    ledger.dispose(conn, line_id or 0, Dispose(Disposition.REPLY, "a reply"), request.id)
    assert (reopened.subject, reopened.lost_subject) == ("VPN, again", False)
    assert purged(conn, LATER + 90 * DAY) == 0
    after(conn, load(conn, request.id), *CLOSED)
    assert purged(conn, LATER) == 0
    assert purged(conn, LATER + 90 * DAY) == 1
    assert load(conn, request.id).lost_subject
    assert bytes_kept(conn) == 0


@pytest.mark.parametrize(
    ("disposition", "gone"),
    [
        (Disposition.QUARANTINE, 0),
        (Disposition.FLOOD, 0),
        (Disposition.ASKED_BACK, 1),
        (Disposition.IGNORED, 1),
        (Disposition.DUPLICATE, 1),
        (Disposition.UNVERIFIED, 1),
    ],
)
def test_mail_without_a_request_goes_by_its_age_but_what_waits_for_a_human(
    conn: Connection, disposition: Disposition, gone: int
) -> None:
    line_id = enter(conn, 1)
    ledger.dispose(conn, line_id, Dispose(disposition, "said “VPN”"), None)
    assert purging.purge_lines(conn, KEY, "it", NOW, limit=10) == 0
    assert purging.purge_lines(conn, KEY, "payroll", LATER, limit=10) == 0
    assert purging.purge_lines(conn, KEY, "it", LATER, limit=10) == gone
    assert bytes_kept(conn) == 1 - gone
    line = ledger.line(conn, line_id)
    assert line is not None
    there = ("", "", purging.GONE) if gone else ("VPN", ANN.key, "said “VPN”")
    assert (line.subject, line.sender, line.reason) == there
    assert ("corp.example" in line.message_id) is not bool(gone)
    known = by_message_id(conn, ["<1@corp.example>", "<2@corp.example>"], KEY)
    assert {name: one.line_id for name, (one,) in known.items()} == {"<1@corp.example>": line_id}
    assert purging.purge_lines(conn, KEY, "it", LATER, limit=10) == 0


def test_what_we_write_about_no_request_goes_by_its_age_once_it_is_settled(
    conn: Connection,
) -> None:
    outbox.queue(conn, outgoing("digest"))
    assert purging.purge_notices(conn, LATER, limit=10) == 0
    sent(conn)
    assert purging.purge_notices(conn, NOW, limit=10) == 0
    assert purging.purge_notices(conn, LATER, limit=10) == 1
    assert bytes_kept(conn) == 0
    assert purging.purge_notices(conn, LATER, limit=10) == 0


def test_bytes_that_another_mail_has_too_stay_for_as_long_as_that(conn: Connection) -> None:
    request = lived(conn, *CLOSED)
    sha256 = str(conn.scalar(select(ledger_rows.c.sha256)))
    conn.execute(update(ledger_rows).values(mailbox="payroll"))
    ledger.dispose(conn, enter(conn, 5), Dispose(Disposition.IGNORED, ""), None)
    conn.execute(update(ledger_rows).where(ledger_rows.c.uid == 5).values(sha256=sha256))
    assert purged(conn) == 1
    assert keep.find(conn, sha256) is not None
    assert load(conn, request.id).lost_subject
    assert purging.purge_lines(conn, KEY, "it", LATER, limit=10) == 1
    assert keep.find(conn, sha256) is None


@SQLITE_ONLY
def test_nothing_of_it_reads_more_than_is_due(conn: Connection) -> None:
    for call, index in (
        (lambda: purged(conn), "ix_requests_to_purge"),
        (lambda: purging.purge_lines(conn, KEY, "it", LATER, limit=9), "ix_ledger_to_purge"),
        (lambda: purging.purge_notices(conn, LATER, limit=9), "ix_outbox_to_purge"),
    ):
        first = plan(conn, call)[0]
        assert f"USING INDEX {index}" in first, first
    lived(conn, *CLOSED)
    read = [step for step in plan(conn, lambda: purged(conn)) if step.startswith("SCAN")]
    assert not read


def test_every_column_that_keep_is_said_to_purge_is_purged(conn: Connection) -> None:
    """By the table of what the database holds, so that a new column of words is not forgotten."""
    request = lived(conn, *CLOSED, KeepThanks("it", "ann@corp.example", "Ann", "bo", "Thanks!"))
    ones = [column for column, held in columns() if held.fate is Fate.PURGED]
    for column in ones:
        if column.table in (requests, ledger_rows, outbox_rows, events, thanks):
            conn.execute(update(column.table).values({column.name: "MARK"}))
    purged(conn)
    left = {
        str(column): value
        for column in ones
        for value in conn.scalars(select(column))
        if value not in ("", purging.GONE)
    }
    assert not left, (request.reference, left)


def test_the_log_beside_the_file_is_empty_when_it_was_emptied(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        name = keep.keep(conn, b"Quetzalcoatl", NOW)
    log, file = tmp_path / "mail.db-wal", tmp_path / "mail.db"
    assert b"Quetzalcoatl" in log.read_bytes()
    with store.write() as conn:
        keep.drop(conn, [name])
    with store.read() as conn:
        conn.scalar(select(kept.c.sha256))
        assert not store.empty_log(), "whoever reads may need it"
    assert store.empty_log()
    assert b"Quetzalcoatl" not in log.read_bytes() + file.read_bytes()
    store.close()


def test_a_confidential_one_is_kept_for_a_time_of_its_own(conn: Connection) -> None:
    usual, own = lived(conn, *CLOSED), lived(conn, *CLOSED)
    days = update(requests).where(requests.c.id == own.id)
    conn.execute(days.values(keep_for=30))
    assert purging.purge_own(conn, NOW + 29 * DAY, 10) == 0
    assert purging.purge_own(conn, NOW + 31 * DAY, 10) == 1
    assert [load(conn, one.id).subject != "" for one in (usual, own)] == [True, False]
    conn.execute(days.values(keep_for=900, texts=True))
    assert purged(conn) == 1  # and not the one that is kept for longer
    assert purging.purge_own(conn, LATER, 10) == 0
