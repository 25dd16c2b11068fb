"""When people spoke on requests of the past, by their history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from mailtracker.record import dataclass
from mailtracker.store.tables import events, requests

ANSWERED = "answer"
"""How the history calls an answer to the requester,"""

ASKED = ("mail", "reopened")
"""and what the requester's side wrote."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Somebody spoke: when (`at`, aware UTC), and whether it was an `answer`."""

    at: datetime
    answer: bool


def spoken(conn: Connection, since: datetime) -> Mapping[str, list[Utterance]]:
    """Of every request that was opened since then, by its reference, in order; what opened it is
    not among them.
    """
    wanted = (
        select(requests.c.reference, events.c.at, events.c.kind)
        .join(events, events.c.request_id == requests.c.id)
        .where(requests.c.opened_at >= since, events.c.kind.in_((ANSWERED, *ASKED)))
        .order_by(events.c.id)
    )
    found: dict[str, list[Utterance]] = {}
    for reference, at, kind in conn.execute(wanted):
        found.setdefault(reference, []).append(Utterance(at, kind == ANSWERED))
    return found
