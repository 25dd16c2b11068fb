"""What several of the store's tests make: a request that was opened, and how rows are found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, event

from mailtracker.desk.effects import Decision, Effect, OpenRequest
from mailtracker.desk.request import Given, Lane
from mailtracker.mail.message import Address
from mailtracker.store import outbox, sending
from mailtracker.store.apply import apply
from mailtracker.store.outgoing import Outgoing

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

SQLITE_ONLY = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
"""What it does by statistics is no matter of ours on PostgreSQL: `test_plans_on_postgresql`."""


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
    """How the database goes about every statement that a call runs, in SQLite's words."""
    return [step for statement in ran(conn, call) for step in steps(conn, *statement)]


def ran(conn: Connection, call: Callable[[], object]) -> list[tuple[str, Any]]:
    """Every statement that a call runs, and what it was given."""
    found: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        found.append((statement, parameters))

    event.listen(conn, "before_cursor_execute", note)
    call()
    event.remove(conn, "before_cursor_execute", note)
    return found


def steps(conn: Connection, sql: str, given: Any) -> list[str]:
    if conn.dialect.name == "sqlite":
        return [row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    # Small tables are read whole by whoever may: what it does where it had better not is the test.
    conn.exec_driver_sql("SET LOCAL enable_seqscan = off")
    plan = conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", given).scalar_one()
    conn.exec_driver_sql("SET LOCAL enable_seqscan = on")
    return list(_in_sqlites_words(plan[0]["Plan"], {}))


def _in_sqlites_words(node: dict[str, Any], above: dict[str, Any]) -> Iterator[str]:
    table = node.get("Relation Name", above.get("Relation Name"))
    searches = "SEARCH" if "Index Cond" in node else "SCAN"
    match node["Node Type"]:
        case "Seq Scan":
            yield f"SCAN {table}"
        case "Index Scan" | "Bitmap Index Scan":
            yield f"{searches} {table} USING INDEX {node['Index Name']}"
        case "Index Only Scan":
            yield f"{searches} {table} USING COVERING INDEX {node['Index Name']}"
        case "Sort":
            yield "USE TEMP B-TREE FOR ORDER BY"
    for below in node.get("Plans", []):
        yield from _in_sqlites_words(below, node)


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
