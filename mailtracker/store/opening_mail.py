"""A request → the mail that opened it."""

from __future__ import annotations

from sqlalchemy import Connection

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.request import Request
from mailtracker.store import keep, ledger
from mailtracker.store.ledger import Line

MAX_LINES = 100
"""Mails that may have opened one request, at most: copies."""


def opening_line(conn: Connection, request: Request) -> Line | None:
    """None for one that no mail opened."""
    lines = ledger.lines(conn, Disposition.OPENED, request.id, MAX_LINES)
    return lines[-1] if lines else None


def opening_mail(conn: Connection, request: Request) -> bytes | None:
    """None where no mail opened it, or nobody has that any more: it is older than `keep`."""
    line = opening_line(conn, request)
    return keep.find(conn, line.sha256) if line else None
