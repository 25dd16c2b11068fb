"""What a rung tells hooks → rows that wait until each was taken, or is given up."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, update

from mailtracker.desk.effects import PostToHook
from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import have_words
from mailtracker.store.tables import events
from mailtracker.store.tables import posts as table
from mailtracker.store.wakeups import ToDo, note

_ADD = Prepared(insert(table))


@dataclass(frozen=True, slots=True)
class Post:
    """One that waits."""

    #: The store's number.
    id: int
    #: Of the request that it is about.
    request_id: int
    #: Whom it is for, by name.
    hook: str
    #: By which whoever gets it twice knows it.
    key: str
    #: JSON.
    body: str
    #: When the rung fired.
    created_at: datetime
    #: When it is tried next.
    next_try_at: datetime
    #: How often it was tried.
    tries: int


def add(conn: Connection, effects: Sequence[PostToHook], about: int | None, now: datetime) -> None:
    """Each waits from now on."""
    if not effects:
        return
    if about is None:
        raise MailtrackerError("PostToHook needs a request")
    note(conn, ToDo.MAIL)
    rows = [
        {
            "request_id": about,
            "hook": one.hook,
            "key": one.id,
            "body": body_of(one),
            "created_at": now,
            "next_try_at": now,
            "tries": 0,
        }
        for one in effects
    ]
    _ADD.run_all(conn, rows)


def body_of(post: PostToHook) -> str:
    """JSON: what a hook is told. Instants as RFC 3339 has them, in UTC."""
    told: dict[str, object] = {
        "id": post.id,
        "reference": post.reference,
        "deadline": post.deadline.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    if post.owner:
        told["owner"] = {"key": post.owner, "name": post.owner_name}
    if post.rung:
        told["rung"] = post.rung
    return json.dumps(told, ensure_ascii=False)


def due(conn: Connection, hook: str, now: datetime, limit: int) -> list[Post]:
    """Those of a hook that are to be tried now, the longest due first."""
    wanted = (
        select(table)
        .where(table.c.hook == hook, table.c.next_try_at <= now)
        .order_by(table.c.next_try_at, table.c.id)
        .limit(limit)
    )
    return [Post(**row._mapping) for row in conn.execute(wanted)]


def of_others(conn: Connection, hooks: Sequence[str]) -> list[Post]:
    """Those for hooks that are none of these."""
    wanted = select(table).where(table.c.hook.not_in(hooks)).order_by(table.c.id)
    return [Post(**row._mapping) for row in conn.execute(wanted)]


def count(conn: Connection, hook: str) -> int:
    """How many wait for a hook."""
    return len(conn.execute(select(table.c.id).where(table.c.hook == hook)).all())


def again(conn: Connection, post: Post, at: datetime) -> None:
    """It was not taken, and is tried once more."""
    changed = update(table).where(table.c.id == post.id)
    conn.execute(changed.values(next_try_at=at, tries=post.tries + 1))


def done(conn: Connection, post: Post, told: str, now: datetime) -> None:
    """It was taken, or is given up; `told` is the line of history that says so."""
    conn.execute(delete(table).where(table.c.id == post.id))
    line = {"request_id": post.request_id, "at": now, "kind": "hook", "text": told}
    conn.execute(insert(events).values(line))
    have_words(conn, [post.request_id])
