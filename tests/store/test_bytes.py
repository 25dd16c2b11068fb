"""Raw and composed mail: kept once, given back unchanged, purged only when nobody needs it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, func, select

from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.request import Lane, Status
from mailtracker.errors import MailtrackerError
from mailtracker.spool import PIECE
from mailtracker.store import keep, ledger, outbox, sending
from mailtracker.store.apply import apply
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import chunks, kept
from tests.store.makers import NOW, opened, outgoing

LATER = NOW + timedelta(days=90)
MAIL = b"Subject: hello\r\n\r\nA mail.\r\n"


def line(
    conn: Connection, disposition: Disposition, request_id: int | None = None, uid: int = 1
) -> int:
    arrival = ledger.Arrival("it", 1, uid, NOW, keep.keep(conn, MAIL, NOW), len(MAIL))
    line_id = ledger.enter(conn, arrival, None, "person", NOW)
    assert line_id is not None
    ledger.dispose(conn, line_id, Dispose(disposition, ""), request_id)
    return line_id


def queued(conn: Connection) -> int:
    row = Outgoing(
        "k", None, "receipt", Lane.REQUESTER, "a@x.example", "", "<1@h>", None, "", MAIL, NOW
    )
    row_id = outbox.queue(conn, row)
    assert row_id is not None
    return row_id


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17])
def test_bytes_come_back_exactly_at_every_chunk_border(conn: Connection, size: int) -> None:
    raw = bytes(range(256)) * (size // 256) + bytes(size % 256)
    sha256 = keep.keep(conn, raw, NOW)
    assert sha256 == hashlib.sha256(raw).hexdigest()
    assert keep.load(conn, sha256) == raw
    assert conn.scalar(select(func.count()).select_from(chunks)) == -(-size // PIECE)
    assert (conn.scalar(select(func.max(func.length(chunks.c.data)))) or 0) <= PIECE


def test_the_same_bytes_are_kept_once(conn: Connection) -> None:
    assert keep.keep(conn, MAIL, NOW) == keep.keep(conn, MAIL, LATER)
    assert conn.scalar(select(func.count()).select_from(chunks)) == 1


def test_bytes_that_were_never_kept_are_an_error_and_not_empty(conn: Connection) -> None:
    with pytest.raises(MailtrackerError, match="no longer kept"):
        keep.load(conn, "0" * 64)


def test_a_mail_with_a_piece_missing_is_never_given_out(conn: Connection) -> None:
    sha256 = keep.keep(conn, b"x" * (PIECE + 1), NOW)
    conn.execute(delete(chunks).where(chunks.c.seq == 1))
    with pytest.raises(MailtrackerError, match="damaged"):
        keep.load(conn, sha256)


def test_purge_forgets_what_is_old_and_keeps_what_is_young(conn: Connection) -> None:
    old = keep.keep(conn, b"old", NOW - timedelta(seconds=1))
    young = keep.keep(conn, b"young", NOW)
    assert keep.purge(conn, NOW).gone == 1
    assert keep.load(conn, young) == b"young"
    with pytest.raises(MailtrackerError):
        keep.load(conn, old)
    assert conn.scalar(select(func.count()).select_from(chunks)) == 1
    assert keep.purge(conn, NOW).gone == 0


def test_keeping_a_mail_again_makes_it_young_again(conn: Connection) -> None:
    keep.keep(conn, MAIL, NOW)
    keep.keep(conn, MAIL, LATER)
    assert keep.purge(conn, LATER).gone == 0


def test_purged_bytes_can_be_kept_anew(conn: Connection) -> None:
    sha256 = keep.keep(conn, MAIL, NOW)
    keep.purge(conn, LATER)
    assert keep.keep(conn, MAIL, LATER) == sha256
    assert keep.load(conn, sha256) == MAIL


def test_purge_forgets_many_at_once(conn: Connection) -> None:
    for number in range(1201):
        keep.keep(conn, b"%d" % number, NOW)
    assert keep.purge(conn, LATER, limit=100).gone == 100
    assert keep.purge(conn, LATER).gone == 1101
    assert conn.scalar(select(func.count()).select_from(kept)) == 0


def test_what_is_needed_is_looked_at_once_however_little_is_looked_at_together(
    conn: Connection,
) -> None:
    outbox.queue_all(conn, [outgoing(f"k{number}") for number in range(7)])
    for number in range(5):
        keep.keep(conn, b"%d" % number, NOW + timedelta(seconds=1))
    last, gone = keep.NOTHING, []
    while not last.whole:
        last = keep.purge(conn, LATER, limit=4, since=last)
        gone.append(last.gone)
    assert gone == [0, 1, 4, 0]


@pytest.mark.parametrize(
    ("disposition", "gone"),
    [
        (Disposition.QUARANTINE, 0),
        (Disposition.FLOOD, 0),
        (Disposition.IGNORED, 1),
        (Disposition.DUPLICATE, 1),
        (Disposition.UNVERIFIED, 1),
        (Disposition.REPLY, 1),
    ],
)
def test_purge_keeps_what_a_human_still_has_to_look_at(
    conn: Connection, disposition: Disposition, gone: int
) -> None:
    line(conn, disposition)
    assert keep.purge(conn, LATER).gone == gone


@pytest.mark.parametrize("result", ["ready", "sending", "uncertain", "retry"])
def test_purge_keeps_mail_that_may_have_to_be_sent(conn: Connection, result: str) -> None:
    row_id = queued(conn)
    if result != "ready":
        sending.claim(conn, NOW)
    if result == "uncertain":
        sending.settle(conn, row_id, sending.Attempt("uncertain", None, ""), NOW)
    if result == "retry":
        sending.settle(conn, row_id, sending.Attempt("retry", 451, ""), NOW)
    assert keep.purge(conn, LATER).gone == 0


def test_purge_forgets_mail_that_was_sent_or_given_up(conn: Connection) -> None:
    row_id = queued(conn)
    sending.claim(conn, NOW)
    sending.settle(conn, row_id, sending.Attempt("sent", 250, "ok"), NOW)
    assert keep.purge(conn, LATER).gone == 1


def test_bytes_used_twice_stay_while_one_user_needs_them(conn: Connection) -> None:
    line(conn, Disposition.REPLY, uid=1)
    line(conn, Disposition.QUARANTINE, uid=2)
    assert keep.purge(conn, LATER).gone == 0


def test_purge_keeps_an_unanswered_request_so_that_it_can_be_handed_over(conn: Connection) -> None:
    request_id = opened(conn, StartClock(NOW, NOW + timedelta(hours=4), None))
    line(conn, Disposition.OPENED, request_id)
    assert keep.purge(conn, LATER).gone == 0
    apply(conn, Decision("", (StopClock(True), SetStatus(Status.CLOSED)), request_id), None, NOW)
    assert keep.purge(conn, LATER).gone == 1
