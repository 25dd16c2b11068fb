"""What `show` and `status` tell of ratings: of a request, and how many a mailbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, func, select

from mailtracker.record import dataclass
from mailtracker.store.tables import ratings as table
from mailtracker.store.tables import requests

LATELY = timedelta(days=30)

FEW = 5
"""Of a mailbox with fewer ratings nothing is told: whose they are could be guessed."""


@dataclass(frozen=True, slots=True)
class ToldRating:
    """For people: how a request (its `reference`) was (`rating`), since when (`at`), and what was
    `said` with it; which one looks into that (`complaint`, a reference, "" for none), and what who
    complained was told to be `done` about it.
    """

    reference: str
    at: datetime
    rating: str
    said: str
    complaint: str
    done: str


def told(conn: Connection, request_id: int, whole: bool) -> list[ToldRating]:
    """Of one request, and of what one looks into; the oldest first. Not `whole`: without the words
    of a complaint, which are confidential.
    """
    about, looks = requests.alias(), requests.alias()
    wanted = (
        select(table, about.c.reference, looks.c.reference.label("looks_into"))
        .join(about, about.c.id == table.c.request_id)
        .join(looks, looks.c.id == table.c.complaint_id, isouter=True)
        .where((table.c.request_id == request_id) | (table.c.complaint_id == request_id))
        .order_by(table.c.at)
    )
    return [_told(row, whole or row.looks_into is None) for row in conn.execute(wanted)]


def _told(row: Any, whole: bool) -> ToldRating:
    said, done = (row.said, row.done) if whole else ("", "")
    return ToldRating(row.reference, row.at, row.rating, said, row.looks_into or "", done)


def totals(conn: Connection, now: datetime) -> dict[str, dict[str, int]]:
    """How many of each lately, by mailbox: of no person, and of no few."""
    wanted = (
        select(requests.c.mailbox, table.c.rating, func.count())
        .join(requests, requests.c.id == table.c.request_id)
        .where(table.c.at > now - LATELY)
        .group_by(requests.c.mailbox, table.c.rating)
    )
    found: dict[str, dict[str, int]] = {}
    for mailbox, rating, count in conn.execute(wanted):
        found.setdefault(mailbox, {})[str(rating)] = count
    return {mailbox: each for mailbox, each in found.items() if sum(each.values()) >= FEW}
