"""Who said that a request is not theirs (`not mine`): rows follow what a decision made of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from mailtracker.desk.request import Request
from mailtracker.record import dataclass
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import by_ids, history
from mailtracker.store.tables import declined, requests

_ENTER = Prepared(insert(declined))
_LAST = Prepared(
    select(func.max(declined.c.seq)).where(declined.c.request_id == bindparam("which")),
    looks={"which": [declined.c.request_id]},
)
_LEAVE = Prepared(
    delete(declined).where(
        declined.c.request_id == bindparam("which"), declined.c.person == bindparam("who")
    ),
    looks={"which": [declined.c.request_id]},
)


_UNTOLD = Prepared(
    select(declined.c.request_id, declined.c.person, declined.c.at)
    .where(declined.c.told_at.is_(None), declined.c.at < bindparam("before"))
    .order_by(declined.c.at, declined.c.request_id)
)
_TELL = Prepared(
    update(declined)
    .where(declined.c.request_id == bindparam("which"), declined.c.person == bindparam("who"))
    .values(told_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Untold:
    """That `person` (a key) said so of a request (`request_id`), `at` an instant, and the weekly
    letter did not tell it yet.
    """

    request_id: int
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OfRule:
    """Of `count` requests of a rule somebody said so, out of `of` that it gave to somebody. The
    `last` one: its reference, and how its history tells it; "" where that is confidential.
    """

    count: int
    of: int
    last: str


def follow(conn: Connection, before: Request, after: Request, now: datetime) -> None:
    """Who says so stands here from now on, and no more who got it all the same."""
    if before.declined == after.declined:
        return
    for person in (one for one in before.declined if one not in after.declined):
        _LEAVE.run(conn, {"which": after.id, "who": person})
    fresh = [one for one in after.declined if one not in before.declined]
    last = _LAST.scalar(conn, {"which": after.id}) if fresh else None
    first = 0 if last is None else int(last) + 1
    rows = [
        {
            "request_id": after.id,
            "seq": seq,
            "person": person,
            "rule": after.given.rule,
            "at": now,
        }
        for seq, person in enumerate(fresh, first)
    ]
    if rows:
        _ENTER.run_all(conn, rows)


def untold(conn: Connection, before: datetime) -> list[Untold]:
    """What was said before then, the oldest first."""
    return [Untold(*row) for row in _UNTOLD.all(conn, {"before": before})]


def tell(conn: Connection, told: Iterable[Untold], now: datetime) -> None:
    """A letter told of these."""
    _TELL.run_all(conn, [{"which": one.request_id, "who": one.person, "now": now} for one in told])


def requests_of(conn: Connection, some: Sequence[Untold]) -> list[Request]:
    """The requests of which it was said, each once, in their order."""
    found = by_ids(conn, (one.request_id for one in some))
    return [found[number] for number in dict.fromkeys(one.request_id for one in some)]


def given_by_rules(
    conn: Connection, since: datetime, before: datetime, besides: Sequence[Request] = ()
) -> Mapping[str, int]:
    """How many requests each rule gave to somebody in that time, `besides` others of it."""
    table = requests.c
    counted = (
        select(table.rule, func.count())
        .where(table.opened_at >= since, table.opened_at < before)
        .group_by(table.rule)
    )
    number: dict[str, int] = {row[0]: row[1] for row in conn.execute(counted)}
    for one in besides:
        if not since <= one.opened_at < before:
            number[one.given.rule] = number.get(one.given.rule, 0) + 1
    return number


def of_rule(conn: Connection, rule: str, since: datetime, now: datetime) -> OfRule | None:
    """Since then, by the rule of this name; None where nobody said so."""
    said = select(declined.c.request_id).where(declined.c.rule == rule, declined.c.at >= since)
    numbers = list(conn.scalars(said.order_by(declined.c.at)))
    found = by_ids(conn, numbers)
    if not found:
        return None
    given = given_by_rules(conn, since, now, besides=list(found.values()))
    last = found[numbers[-1]]
    told = [] if last.given.confidential else history(conn, last.id)
    line = next((one.text for one in reversed(told) if one.kind == "not mine"), "")
    return OfRule(len(found), given[rule], f"{last.reference}: {line}" if line else "")
