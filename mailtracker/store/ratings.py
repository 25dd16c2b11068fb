"""How requests were, as their requesters say: buttons of closing mails that somebody pressed, what
is kept of a request, and how a decision changes that (docs/reliability.md, U1 to U8).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from mailtracker.desk.effects import Effect
from mailtracker.desk.facts import TOKEN_LIFE, KeptRating, PressedRating
from mailtracker.desk.ratings.rating_effects import KeepDone, KeepRating
from mailtracker.desk.ratings.rating_words import Rating, rating_of
from mailtracker.desk.request import MAX_CHARACTERS, Request
from mailtracker.mail.outgoing.ids import ActionKey
from mailtracker.store.buttons import MOST, are_shown
from mailtracker.store.issued import issued_of, mails_with
from mailtracker.store.prepared import Prepared
from mailtracker.store.requests import by_ids
from mailtracker.store.tables import ratings as table

_OF_REQUESTS = Prepared(
    select(table).where(table.c.request_id.in_(bindparam("some", expanding=True)))
)
_IS_OF = (table.c.request_id == bindparam("which"), table.c.closing == bindparam("of"))
_OF_CLOSING, _FORGET = select(table).where(*_IS_OF), delete(table).where(*_IS_OF)
_NOTHING = (None, "", "")


def pressed(conn: Connection, actions: Sequence[ActionKey], now: datetime) -> PressedRating | None:
    """The first of these that is a button of a closing mail, and says something still. None where
    there is none: too old, revoked, or shown to others.
    """
    some = [one for one in actions[:MOST] if rating_of(one.use) is not None]
    if not some:
        return None
    mails, shown = mails_with(conn, [one.reply for one in some]), are_shown(conn, some)
    for one in some:
        rating, mail = rating_of(one.use), mails.get(one.reply)
        if rating is None or mail is None or one.token in shown:
            continue
        if not mail.revoked and now - mail.created_at <= TOKEN_LIFE:
            return PressedRating(issued_of(mail), rating)
    return None


def of(conn: Connection, some: Collection[int]) -> tuple[KeptRating, ...]:
    """What is kept of these requests, with what looks into it."""
    rows = _OF_REQUESTS.all(conn, {"some": list(some)}) if some else []
    found = by_ids(conn, [row.complaint_id for row in rows if row.complaint_id is not None])
    return tuple(
        KeptRating(row.request_id, row.closing, Rating(row.rating), found.get(row.complaint_id))
        for row in rows
    )


def keep_all(
    conn: Connection, effects: Sequence[Effect], after: Request | None, now: datetime
) -> None:
    """`after` is the request that the decision is about, or opens."""
    for effect in effects:
        if isinstance(effect, KeepRating):
            _keep(conn, effect, after, now)
        elif isinstance(effect, KeepDone) and after is not None:
            told = update(table).where(table.c.complaint_id == after.id)
            conn.execute(told.values(done=effect.words[:MAX_CHARACTERS]))


def _keep(conn: Connection, effect: KeepRating, after: Request | None, now: datetime) -> None:
    """What looks into an earlier word of that closing does so still, and has what was said."""
    which = {"which": effect.about, "of": effect.closing}
    before = next(iter(conn.execute(_OF_CLOSING, which)), None)
    complaint, said, done = (before.complaint_id, before.said, before.done) if before else _NOTHING
    if after is not None and after.part_of == effect.about:
        complaint = after.id
    words = [one for one in (said, effect.said) if one]
    conn.execute(_FORGET, which)
    row = {
        "request_id": effect.about,
        "closing": effect.closing,
        "rating": effect.rating,
        "said": "\n".join(words)[:MAX_CHARACTERS],
        "done": done,
        "by_address": effect.by,
        "at": now,
        "complaint_id": complaint,
    }
    conn.execute(insert(table), row)
