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


def opening_mail(conn: Connection, request: Request, most: int | None = None) -> bytes | None:
    """None where no mail opened it, nobody has that any more (it is older than `keep`), or it has
    more bytes than `most`.
    """
    line = opening_line(conn, request)
    if line is None or (most is not None and line.size > most):
        return None
    return keep.find(conn, line.sha256)
