"""What an incoming mail names → the mails of ours that it answers, returns or is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, literal_column, select, union_all

from mailtracker.desk.facts import (
    BOUNCE_LIFE,
    NO_NOTICE,
    TOKEN_LIFE,
    Hint,
    Issued,
    Known,
    Returned,
    ToPerson,
)
from mailtracker.desk.request import Lane, State
from mailtracker.mail.message import Keys
from mailtracker.record import dataclass
from mailtracker.store import outbox as sending
from mailtracker.store import request_tokens
from mailtracker.store.columns import Clean
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import ledger, outbox, server_ids

MAX_IDS = 500
"""Of one mail's In-Reply-To and References, the newest: a hostile mail may cite any number."""

_ISSUED = select(
    outbox, ledger.c.sender.label("about_author"), ledger.c.purged.label("about_purged")
).join_from(outbox, ledger, ledger.c.id == outbox.c.about_line, isouter=True)
_BY_TOKEN = Prepared(
    _ISSUED.where(
        outbox.c.token.in_(bindparam("some", expanding=True)), outbox.c.request_id.is_not(None)
    ),
    looks={"some": [outbox.c.token]},
    follows=[ledger],
)
_BY_ID = Prepared(
    union_all(
        _ISSUED.add_columns(literal_column("''", Clean()).label("server_id")).where(
            outbox.c.message_id.in_(bindparam("some", expanding=True)),
            outbox.c.request_id.is_not(None),
        ),
        _ISSUED.add_columns(server_ids.c.message_id.label("server_id"))
        .join(server_ids, server_ids.c.outbox_id == outbox.c.id)
        .where(
            server_ids.c.message_id.in_(bindparam("some", expanding=True)),
            outbox.c.request_id.is_not(None),
        ),
    ),
    looks={"some": [outbox.c.message_id, server_ids.c.message_id]},
    follows=[ledger],
)


_BY_BOUNCE = Prepared(
    select(outbox).where(outbox.c.bounce.in_(bindparam("some", expanding=True))),
    looks={"some": [outbox.c.bounce]},
)


def issued(
    conn: Connection, keys: Keys, now: datetime
) -> tuple[tuple[Issued, ...], tuple[Known, ...]]:
    """Mails of ours that the keys name: by token first, then by id in the order of the ids, then by
    ids that servers gave them. Each once. Those that prove nothing any more only point at their
    requests.
    """
    found: dict[int, Issued] = {}
    old: list[Known] = []
    for row, by in _named(conn, keys):
        if _proves(row, now, TOKEN_LIFE):
            sent_at = _about_sent_at(conn, row.about_line)
            found.setdefault(row.id, _issue(row, by, sent_at))
        else:
            old.append(Known(row.request_id, Hint.OLD_MAIL))
    return tuple(found.values()), tuple(dict.fromkeys(old))


@dataclass(frozen=True, slots=True)
class _By:
    """How a mail of ours was named: by its reply `token`, by a `server_id`, else by its own id."""

    token: bool = False
    server_id: str = ""


def mails_with(conn: Connection, tokens: Sequence[str]) -> dict[str, Row[Any]]:
    """The rows of mails of ours about one request, or of lines of letters about several, by these
    reply tokens; each in lower case.
    """
    by_token = {row.token: row for row in _BY_TOKEN.all(conn, {"some": list(tokens)})}
    others = [token for token in tokens if token not in by_token]
    return by_token | (request_tokens.rows_of(conn, others) if others else {})


def issued_of(row: Row[Any]) -> Issued:
    """As if its reply address had been written to."""
    return _issue(row, _By(token=True), None)


def _named(conn: Connection, keys: Keys) -> Iterable[tuple[Row[Any], _By]]:
    """Rows of the outbox, and how."""
    if tokens := [token.lower() for token in keys.tokens[:MAX_IDS]]:
        by_token = mails_with(conn, tokens)
        yield from ((row, _By(token=True)) for row in _in_order(tokens, by_token))
    if ids := list(keys.ids[:MAX_IDS]):
        rows = _BY_ID.all(conn, {"some": ids})
        by_id = {row.message_id: row for row in rows}
        yield from ((row, _By()) for row in _in_order(ids, by_id))
        by_id = {row.server_id: row for row in rows if row.server_id}
        yield from ((row, _By(server_id=row.server_id)) for row in _in_order(ids, by_id))


def _about_sent_at(conn: Connection, line_id: int | None) -> datetime | None:
    if line_id is None:
        return None
    return sending.all_sent_at(conn, sending.confirmed(line_id))


def _proves(row: Row[Any], now: datetime, life: timedelta) -> bool:
    """Whether what only few know of a mail of ours still says who writes."""
    return not row.revoked and now - row.created_at <= life


def returned(conn: Connection, keys: Keys, now: datetime) -> Returned | None:
    """The first mail of ours that was sent from one of these addresses."""
    tokens = [token.lower() for token in keys.bounces[:MAX_IDS]]
    if not tokens:
        return None
    by_token = {row.bounce: row for row in _BY_BOUNCE.all(conn, {"some": tokens})}
    row = next(iter(_in_order(tokens, by_token)), None)
    return None if row is None else _back(row, now)


_OF_NO_REQUEST = Prepared(
    union_all(
        select(outbox).where(
            outbox.c.token.in_(bindparam("tokens", expanding=True)),
            outbox.c.request_id.is_(None),
            outbox.c.person != literal_column("''"),
        ),
        select(outbox).where(
            outbox.c.message_id.in_(bindparam("ids", expanding=True)),
            outbox.c.request_id.is_(None),
            outbox.c.person != literal_column("''"),
        ),
    ),
    looks={"tokens": [outbox.c.token], "ids": [outbox.c.message_id]},
)

_BY_OWN_ID = Prepared(
    select(outbox).where(outbox.c.message_id == bindparam("id")),
    looks={"id": [outbox.c.message_id]},
)


def to_person(conn: Connection, keys: Keys, now: datetime) -> ToPerson:
    """The mail of ours about no request that the keys name, of those that prove anything."""
    named = {
        "tokens": [token.lower() for token in keys.tokens[:MAX_IDS]],
        "ids": list(keys.ids[:MAX_IDS]),
    }
    rows = _OF_NO_REQUEST.all(conn, named)
    found = (ToPerson(row.person, row.letter) for row in rows if _proves(row, now, TOKEN_LIFE))
    return next(found, NO_NOTICE)


def own(conn: Connection, message_id: str, now: datetime) -> Returned:
    return _back(_BY_OWN_ID.first(conn, {"id": message_id}), now)


def _back(row: Row[Any], now: datetime) -> Returned:
    return Returned(
        outbox_id=row.id,
        request_id=row.request_id,
        recipient=row.recipient,
        letter=row.letter,
        state=State(row.state),
        proves=_proves(row, now, BOUNCE_LIFE),
        message_id=row.message_id,
        person=row.person,
        lane=Lane(row.lane),
    )


def _in_order(wanted: Iterable[str], found: Mapping[str, Row[Any]]) -> list[Row[Any]]:
    return [found[key] for key in wanted if key in found]


def _issue(row: Row[Any], by: _By, about_sent_at: datetime | None) -> Issued:
    # A mail that is no longer kept cannot be sent: nothing is asked about it any more.
    is_gone = bool(row.about_purged) and about_sent_at is None
    return Issued(
        outbox_id=row.id,
        request_id=row.request_id,
        recipient=row.recipient,
        person=row.person,
        lane=Lane(row.lane),
        letter=row.letter,
        message_id=row.message_id,
        state=State(row.state),
        by_token=by.token,
        server_id=by.server_id,
        about_line=None if is_gone else row.about_line,
        about_author=row.about_author or "",
        about_sent_at=about_sent_at,
        written_at=row.created_at,
    )
