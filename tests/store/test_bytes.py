"""Raw and composed mail: kept once, given back unchanged, purged only when nobody needs it."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import Connection, delete, func, select, update

from mailtracker.errors import MailtrackerError
from mailtracker.mail.outgoing.recipe import Stretch, recipe_of
from mailtracker.spool import PIECE
from mailtracker.store import keep, outbox
from mailtracker.store.recipes import Quoting
from mailtracker.store.tables import chunks, kept, ledger
from mailtracker.store.tables import outbox as outbox_rows
from tests.store import lines
from tests.store.makers import NOW, outgoing

LATER = NOW + timedelta(days=90)
MAIL = b"Subject: hello\r\n\r\nA mail.\r\n"


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


def test_bytes_go_when_nothing_has_them_any_more(conn: Connection) -> None:
    """Old or not: neither a mail with words, in or out, nor a mail that quotes them."""
    line_id = lines.enter(conn, 1)
    row_id = outbox.queue(conn, outgoing("k1"))
    source = keep.keep(conn, b"quoted", NOW)
    (quoting,) = keep.keep_all(conn, [(Quoting(recipe_of((Stretch(0, 6),)), source), NOW)])
    names = set(conn.scalars(select(kept.c.sha256)))
    mine = str(conn.scalar(select(ledger.c.sha256)))
    ours = str(conn.scalar(select(outbox_rows.c.sha256)))
    assert names == {mine, ours, source, quoting}
    keep.drop(conn, [mine, ours, source])
    assert set(conn.scalars(select(kept.c.sha256))) == names
    assert keep.purge(conn, LATER).gone == 1, "what quotes another goes first"
    assert keep.purge(conn, LATER).gone == 1
    conn.execute(update(ledger).where(ledger.c.id == line_id).values(purged=True))
    conn.execute(update(outbox_rows).where(outbox_rows.c.id == row_id).values(purged=True))
    keep.drop(conn, [mine])
    assert conn.scalars(select(kept.c.sha256)).all() == [ours]
    assert keep.purge(conn, LATER).gone == 1
    assert not conn.scalars(select(chunks.c.sha256)).all()
