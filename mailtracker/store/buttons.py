"""Buttons of our mails that somebody pressed, from the tokens in an incoming mail's addresses, and
those that do nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from mailtracker.desk.effects import UseButton
from mailtracker.desk.facts import ACTION_LIFE, PressedButton
from mailtracker.desk.ratings.rating_words import rating_of
from mailtracker.desk.words.buttons import word_of
from mailtracker.mail.outgoing.ids import ActionKey
from mailtracker.mail.outgoing.quoted_keys import QuotedKeys
from mailtracker.store import outbox
from mailtracker.store.issued import issued_of, mails_with
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import ended_buttons as table

MOST = 10
"""Of one mail: a person presses one at a time."""

_ENDED = Prepared(
    select(table.c.token, table.c.how, table.c.at).where(
        table.c.token.in_(bindparam("some", expanding=True))
    ),
    looks={"some": [table.c.token]},
)
_END = Prepared(insert(table))
_FORGET = Prepared(delete(table).where(table.c.expires_at < bindparam("now")))


def pressed(conn: Connection, actions: Sequence[ActionKey], now: datetime) -> PressedButton | None:
    """The first of these buttons that does a word still, or did it before. None where there is
    none: too old, revoked, shown to others, or of a mail that no row knows any more.
    """
    if not actions:
        return None
    some = actions[:MOST]
    mails = mails_with(conn, [one.reply for one in some])
    ended = {row.token: row for row in _ENDED.all(conn, {"some": [one.token for one in some]})}
    for one in some:
        word, mail = word_of(one.use), mails.get(one.reply)
        end = ended.get(one.token)
        if word is None or mail is None or not _works(mail, end, now):
            continue
        until = mail.created_at + ACTION_LIFE
        return PressedButton(issued_of(mail), word, one.token, until, end.at if end else None)
    return None


def _works(mail: Any, end: Any, now: datetime) -> bool:
    shown = end is not None and end.how == "shown"
    return not (mail.revoked or shown) and now - mail.created_at <= ACTION_LIFE


def use(
    conn: Connection, effects: Sequence[UseButton], request_id: int | None, now: datetime
) -> None:
    """They did their words. To do one twice would break the table's key."""
    if not effects:
        return
    _FORGET.run(conn, {"now": now})
    rows = [
        {
            "token": one.token,
            "word": one.word,
            "how": "used",
            "at": now,
            "expires_at": one.until,
            "request_id": request_id,
        }
        for one in effects
    ]
    _END.run_all(conn, rows)


def void(
    conn: Connection,
    left: Sequence[QuotedKeys],
    actions_in: Callable[[Iterable[str]], Sequence[ActionKey]],
    now: datetime,
) -> None:
    """Keys of ours that somebody else will have read prove nothing any more."""
    if any(left):
        tokens = {token for keys in left for token in keys.tokens}
        outbox.revoke(conn, tokens, {ident for keys in left for ident in keys.ids})
        end_shown(conn, actions_in(tokens), now)


def are_shown(conn: Connection, some: Sequence[ActionKey]) -> set[str]:
    """Those of these tokens that somebody else has read."""
    rows = _ENDED.all(conn, {"some": [one.token for one in some]})
    return {row.token for row in rows if row.how == "shown"}


def end_shown(conn: Connection, actions: Iterable[ActionKey], now: datetime) -> None:
    """Somebody else has read these: they do nothing any more."""
    by_token = {one.token: one for one in actions}
    for row in _ENDED.all(conn, {"some": list(by_token)}) if by_token else ():
        del by_token[row.token]
    rows = [
        {
            "token": one.token,
            "word": word_of(one.use) or rating_of(one.use) or "",
            "how": "shown",
            "at": now,
            "expires_at": now + ACTION_LIFE + timedelta(days=1),
            "request_id": None,
        }
        for one in by_token.values()
    ]
    _END.run_all(conn, rows)


def are_unknown(conn: Connection, tokens: Collection[str]) -> bool:
    """Whether there are some of these, and no row has any of them."""
    return bool(tokens) and not mails_with(conn, [token.lower() for token in tokens])
