"""A mail of ours that did not arrive, in the outbox → what the desk is told of it."""

from __future__ import annotations

from mailtracker.desk.alias import Alias
from mailtracker.desk.lost.failed import LostMail
from mailtracker.mail.origin.refusals import Refused
from mailtracker.store import keep, lost
from mailtracker.store.transaction import Transaction
from mailtracker.transcript import contents


def lost_mail(conn: Transaction, alias: Alias, outbox_id: int, refused: Refused) -> LostMail:
    """What it holds only where less of it can go: to read it takes its time."""
    row = lost.row(conn, outbox_id)
    folder = (row.folder or alias.handled) if row.moved else ""
    raw = keep.find(conn, row.sha256) if refused.is_of_the_mail else None
    if raw is None:
        return LostMail(row.written_at, folder=folder)
    return LostMail(row.written_at, len(raw), contents(raw, alias), folder)
