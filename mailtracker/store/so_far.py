"""A request → what became of its running promise (`desk.truth.SoFar`)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, exists, select

from mailtracker.desk.lost.lost_letters import NotTaken
from mailtracker.desk.past_us import PERHAPS_ANSWERED
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.truth import APOLOGIES, NOTHING_SO_FAR, SoFar
from mailtracker.store.tables import events, outbox

_APOLOGISED = select(
    exists().where(
        outbox.c.request_id == bindparam("about"),
        outbox.c.recipient_key == bindparam("requester"),
        outbox.c.letter.in_(APOLOGIES),
        outbox.c.created_at >= bindparam("promised"),
    )
)
_PERHAPS = select(
    exists().where(
        events.c.request_id == bindparam("about"),
        events.c.kind == PERHAPS_ANSWERED,
        events.c.at >= bindparam("since"),
    )
)


_REFUSED = select(
    exists().where(
        outbox.c.request_id == bindparam("about"),
        outbox.c.letter == NotTaken.name,
        outbox.c.lane == Lane.REQUESTER,
    )
)


def so_far(conn: Connection, request: Request) -> SoFar:
    """From the outbox and the history; both stay for as long as the request is open."""
    refused = bool(conn.scalar(_REFUSED, {"about": request.id}))
    if request.unanswered_since is None or request.promised_at is None:
        return replace(NOTHING_SO_FAR, refused=refused)
    asked = {
        "about": request.id,
        "requester": request.requester.key,
        "promised": request.told_by,
        "since": request.unanswered_since,
    }
    return SoFar(
        apologised=bool(conn.scalar(_APOLOGISED, asked)),
        perhaps=bool(conn.scalar(_PERHAPS, asked)),
        refused=refused,
    )
