"""The figures of `status` and of the lints: how many of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sqlalchemy import Connection, func, select

from mailtracker.clock import SystemClock
from mailtracker.desk.request import Status
from mailtracker.record import dataclass
from mailtracker.store import ledger as lines
from mailtracker.store import outbox as mails
from mailtracker.store.counting import numbers
from mailtracker.store.tables import requests as table


@dataclass(frozen=True, slots=True)
class Counts:
    """How many: `requests` a status, `outbox` rows a state, `ledger` lines a disposition. What is
    at zero is left out.

    `overdue`: requests whose promise has passed unkept. `held`: requests that wait for a human.
    """

    requests: Mapping[str, int] = field(default_factory=dict)
    outbox: Mapping[str, int] = field(default_factory=dict)
    ledger: Mapping[str, int] = field(default_factory=dict)
    overdue: int = 0
    held: int = 0


def counts(conn: Connection, now: datetime | None = None) -> Counts:
    """The figures of `status`. `now` decides what is overdue; the machine's clock when left out."""
    late = table.c.promised_at.is_not(None) & (table.c.promised_at < (now or SystemClock().now()))
    return Counts(
        requests=numbers(conn, table.c.status, Status, Status.CLOSED),
        outbox=mails.count_states(conn),
        ledger=lines.count_dispositions(conn),
        overdue=conn.scalar(select(func.count()).select_from(table).where(late)) or 0,
        held=conn.scalar(
            select(func.count()).select_from(table).where(table.c.held_since.is_not(None))
        )
        or 0,
    )


def taken_by_rule(conn: Connection, since: datetime) -> dict[str, int]:
    """How many requests each rule opened since then, the fallback among them."""
    counted = (
        select(table.c.rule, func.count()).where(table.c.opened_at >= since).group_by(table.c.rule)
    )
    return {row[0]: row[1] for row in conn.execute(counted)}
