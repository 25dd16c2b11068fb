"""What `status` shows of expected mail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from mailtracker.cli.output import moment, print_most
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class ExpectedState:
    """Expected mail of that `name`: when it came last (`last_seen`; None: not yet), when it is due
    next (`due_at`), and the `request` that is open since it did not come, "" for none.
    """

    name: str
    last_seen: datetime | None
    due_at: datetime
    request: str
    #: Its time has passed, and no pass over every mailbox has ended since.
    waits: bool = False


def expected_states(conn: Connection, now: datetime) -> list[ExpectedState]:
    """By name."""
    from mailtracker.desk.request import Status
    from mailtracker.store import awaited, requests

    rows = awaited.rows(conn).values()
    about = requests.by_ids(conn, [row.request_id for row in rows if row.request_id])
    still_open = {one.id: one.reference for one in about.values() if one.status != Status.CLOSED}
    return [
        ExpectedState(
            row.name,
            max(awaited.last_seen(conn, row.name).values(), default=None),
            row.due_at,
            still_open.get(row.request_id or 0, ""),
            row.due_at <= now,
        )
        for row in rows
    ]


def print_expected(expected: Sequence[ExpectedState]) -> None:
    """Also what is well: who looks here asks when the backup came."""
    if not expected:
        return
    click.echo(f"\nExpected mail ({len(expected)})")
    rows = [
        (one.name, moment(one.last_seen) or "never", moment(one.due_at), _open_for(one))
        for one in expected
    ]
    print_most(("NAME", "LAST SEEN", "NEXT DUE", "OPEN"), rows)


def _open_for(one: ExpectedState) -> str:
    return one.request or ("not known: a mailbox was not read since" if one.waits else "")
