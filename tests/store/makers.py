"""What several of the store's tests make: a request that was opened, and how SQLite finds rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, event

from mailtracker.desk.effects import Decision, Effect, OpenRequest
from mailtracker.desk.request import Given, Lane
from mailtracker.mail.message import Address
from mailtracker.store import outbox, sending
from mailtracker.store.apply import apply
from mailtracker.store.outgoing import Outgoing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def opened(conn: Connection, *more: Effect) -> int:
    """Its id. `more` happens in the same decision."""
    effect = OpenRequest(
        mailbox="it",
        prefix="IT",
        subject="VPN",
        requester=Address("Ann", "ann@corp.example"),
        copied=(),
        language="en",
        owner="bo",
        first_id="<q@corp.example>",
        given=Given("vpn", "why", "normal", "default"),
    )
    request = apply(conn, Decision("", (effect, *more)), None, NOW)
    assert request is not None
    return request.id


def plan(conn: Connection, call: Callable[[], object]) -> list[str]:
    """How SQLite goes about every statement that a call runs."""
    ran: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        ran.append((statement, parameters))

    event.listen(conn, "before_cursor_execute", note)
    call()
    event.remove(conn, "before_cursor_execute", note)
    return [
        row[3]
        for sql, given in ran
        for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
    ]


RAW = b"Subject: We have it\r\n\r\nBo answers by noon.\r\n"


def outgoing(
    key: str, request_id: int | None = None, to: str = "ann@corp.example", at: datetime = NOW
) -> Outgoing:
    return Outgoing(
        row_key=key,
        request_id=request_id,
        letter="receipt",
        lane=Lane.REQUESTER,
        recipient=to,
        person="",
        message_id=f"<k.{key}@host>",
        token=f"T{key}",
        env_from="",
        raw=RAW + key.encode(),
        created_at=at,
    )


def queue(
    conn: Connection, key: str, request_id: int | None = None, to: str = "ann@corp.example"
) -> int:
    row_id = outbox.queue(conn, outgoing(key, request_id, to))
    assert row_id is not None
    return row_id


def claim(conn: Connection, now: datetime = NOW) -> int | None:
    claimed = sending.claim(conn, now)
    return claimed.id if claimed else None
