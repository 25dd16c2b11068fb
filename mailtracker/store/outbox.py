"""Composed mail in, rows for people to read out. How a row is claimed and what becomes of it:
`store/sending.py`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from mailtracker.desk.request import Lane, ProvenBy, State
from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import address_key
from mailtracker.mail.outgoing.ids import MailIds
from mailtracker.record import dataclass
from mailtracker.store import keep, request_tokens, revoked
from mailtracker.store.counting import count_all
from mailtracker.store.outgoing import Outgoing, Promised
from mailtracker.store.prepared import Prepared
from mailtracker.store.references import is_ours
from mailtracker.store.tables import ledger, requests
from mailtracker.store.tables import outbox as table
from mailtracker.store.together import wrote
from mailtracker.store.wakeups import ToDo, note

_ABOUT = re.compile(r"([mr])(\d{1,18})(?:\.|$)")
_NUMBERED = {"m": ledger, "r": requests}
"""A row key begins with the line of the ledger, or the request, that it is about."""

# Conditions as the partial indexes have them: SQLite must see one in the query, as
# a literal, to take its index.
_READY = table.c.state == literal_column("'ready'")
_CLAIMED = table.c.claimed_at.is_not(None)
_SETTLED = table.c.settled_at.is_not(None)

# Built once: to build a statement costs more than to run it.
_SAME = Prepared(
    select(table.c.row_key).where(table.c.row_key.in_(bindparam("keys", expanding=True))),
    looks={"keys": [table.c.row_key]},
)
_IDS = Prepared(
    select(table.c.row_key, table.c.message_id, table.c.token, table.c.bounce).where(
        table.c.row_key.in_(bindparam("keys", expanding=True))
    ),
    looks={"keys": [table.c.row_key]},
)
_QUEUE = Prepared(insert(table))
_ID = Prepared(
    select(table.c.id).where(table.c.row_key == bindparam("key")), looks={"key": [table.c.row_key]}
)
_OF_CAUSE = Prepared(
    select(
        exists().where(table.c.row_key >= bindparam("first"), table.c.row_key < bindparam("behind"))
    )
)
_SETTLED_OF_CAUSE = Prepared(
    select(table.c.state, table.c.settled_at).where(
        table.c.row_key >= bindparam("first"), table.c.row_key < bindparam("behind")
    )
)


@dataclass(frozen=True, slots=True)
class Sending:
    """One row, for people to read; `id` is the row's."""

    id: int
    #: cause, letter and recipient: what has the same key is written once
    row_key: str
    #: None for what belongs to no request, such as a mail to the admins
    request_id: int | None
    #: what kind of mail it is
    letter: str
    #: whom a reply to it reaches
    lane: Lane
    #: the one address that it goes to
    recipient: str
    #: the recipient's key in the people file, "" for anybody else
    person: str
    #: of the mail, in angle brackets
    message_id: str
    #: stands in the address for replies, None where the alias has no subaddresses
    token: str | None
    #: the return-path, "" for the null one: to an automatic reply nothing bounces
    env_from: str
    #: of the mail's bytes, by which they are kept
    sha256: str
    #: what became of it so far
    state: State
    #: how often it was claimed, but for trouble that was the server's alone
    attempts: int
    #: from when on a ready row may be claimed
    next_try_at: datetime
    #: while it is being sent: since when
    claimed_at: datetime | None
    #: when its end was known
    settled_at: datetime | None
    #: the server's last reply code
    code: int | None
    #: the server's last words
    answer: str
    #: when it was written
    created_at: datetime
    #: stands in the return-path of its own, None where it has none
    bounce: str | None = None
    #: the line of the ledger that it asks its reader about
    about_line: int | None = None
    #: an answer to it proves nothing any more
    revoked: bool = False
    #: the state before this one, "" for a new row
    was: State | Literal[""] = ""
    #: how often it went out again after nobody knew what had become of it
    resent: int = 0
    #: what refused it for now, "" for nothing
    refused_by: str = ""
    #: what proved that it arrived, "" for a server's word or nothing
    proven_by: ProvenBy | Literal[""] = ""
    #: while it is being sent, where several daemons do: whose it is
    claimed_by: int | None = None
    #: until when, by the database's clock
    lease_until: datetime | None = None
    #: which try of it has come to the final dot
    at_dot: int | None = None

    @property
    def is_dropped(self) -> bool:
        """It failed because a human wanted it so, and needs none any more."""
        return self.state is State.FAILED and self.was in (State.READY, State.UNCERTAIN)


def queue(conn: Connection, outgoing: Outgoing) -> int | None:
    """The new row's id, or None where its key is queued already: to run a
    cause twice sends nothing twice.
    """
    if not queue_all(conn, [outgoing]):
        return None
    return int(_ID.scalar(conn, {"key": outgoing.row_key}))


def has_mail_of(conn: Connection, cause: str) -> bool:
    """Whether anything was ever queued for that cause: its key begins every row of it."""
    return bool(_OF_CAUSE.scalar(conn, _rows_of(cause)))


def is_waiting(conn: Connection, first_of_key: str) -> bool:
    """Whether a mail has not gone out yet whose key begins so."""
    return bool(
        conn.scalar(select(exists().where(_READY, table.c.row_key.startswith(first_of_key))))
    )


def all_sent_at(conn: Connection, cause: str) -> datetime | None:
    """When the last mail of that cause was sent; None before that, and where none ever was."""
    rows = _SETTLED_OF_CAUSE.all(conn, _rows_of(cause))
    if any(row.settled_at is None for row in rows):
        return None
    return max((row.settled_at for row in rows if row.state == State.SENT), default=None)


def _rows_of(cause: str) -> dict[str, str]:
    return {"first": f"{cause}/", "behind": f"{cause}0"}


def confirmed(line_id: int) -> str:
    """The cause of what a kept mail comes to once its author has said that it is theirs. That is
    said once: whoever says it again would settle a later promise with an old answer.
    """
    return f"m{line_id}.confirmed"


def ids_of(conn: Connection, row_keys: Sequence[str]) -> dict[str, MailIds]:
    """What the mails of these keys are known by, as far as they are queued."""
    abouts = {key.partition("/")[0] for key in row_keys}
    written = (wrote(conn, table.c.row_key, key) for key in row_keys)
    if all(_is_new(conn, about) for about in abouts) and not any(written):
        return {}
    rows = _IDS.all(conn, {"keys": list(row_keys)})
    return {row.row_key: MailIds(row.message_id, row.token, row.bounce) for row in rows}


def _is_new(conn: Connection, cause: str) -> bool:
    """Whether a group knows that what caused a mail, or what it is about, is no older than the
    group: then nobody queued one for it before.
    """
    about = _ABOUT.match(cause)
    return about is not None and is_ours(conn, _NUMBERED[about[1]], int(about[2]))


def queue_all(
    conn: Connection,
    mails: Sequence[Outgoing],
    queued: Collection[str] | None = None,
    promised: Sequence[Promised] = (),
) -> list[Outgoing]:
    """`queue` for several, in a few statements for all of them; those that are new, in their
    order. `queued`: which of their keys are there, None: it is looked. `promised`: who has the
    bytes of each soon, none where the mails have them. A row is written when its bytes are there;
    for one that cannot be composed there is none.
    """
    by_key = {mail.row_key: mail for mail in reversed(mails)}
    if by_key and queued is None:
        queued = _SAME.scalars(conn, {"keys": list(by_key)})
    for row_key in queued or ():
        by_key.pop(row_key, None)
    raws: Sequence[bytes | Promised] = promised or [mail.raw for mail in mails]
    pairs = zip(mails, raws, strict=True)
    fresh = [(mail, raw) for mail, raw in pairs if by_key.get(mail.row_key) is mail]
    if fresh:
        note(conn, ToDo.MAIL)
        rows = [_ready(conn, mail) for mail, _ in fresh]
        _QUEUE.promise(conn, rows, lambda: _with_bytes(conn, fresh, rows))
    return [mail for mail, _ in fresh]


def _with_bytes(
    conn: Connection,
    mails: Sequence[tuple[Outgoing, bytes | Promised]],
    rows: Sequence[dict[str, object]],
) -> list[dict[str, object]]:
    """The rows of those that are written; their bytes are kept."""
    found = [(mail, raw if isinstance(raw, bytes) else raw.raw()) for mail, raw in mails]
    told = [(mail, row, raw) for (mail, raw), row in zip(found, rows, strict=True) if raw]
    names = keep.keep_all(conn, [(raw, mail.created_at) for mail, _, raw in told])
    for (_, row, _), sha256 in zip(told, names, strict=True):
        row["sha256"] = sha256
    return [row for _, row, _ in told]


def _ready(conn: Connection, outgoing: Outgoing) -> dict[str, object]:
    recipient_key = address_key(outgoing.recipient)
    return {
        "row_key": outgoing.row_key,
        "request_id": outgoing.request_id,
        "letter": outgoing.letter,
        "lane": outgoing.lane,
        "recipient": outgoing.recipient,
        "recipient_key": recipient_key,
        "person": outgoing.person,
        "message_id": outgoing.message_id,
        "token": outgoing.token.lower() if outgoing.token else None,
        "env_from": outgoing.env_from,
        "state": State.READY,
        "attempts": 0,
        "next_try_at": outgoing.created_at,
        "answer": "",
        "created_at": outgoing.created_at,
        "about_line": outgoing.about_line,
        "bounce": outgoing.bounce,
        "revoked": revoked.is_void(conn, outgoing.person, recipient_key),
    }


def row(conn: Connection, row_id: int) -> Sending:
    """One row. Raises MailtrackerError where there is none."""
    found = conn.execute(select(table).where(table.c.id == row_id)).one_or_none()
    if found is None:
        raise MailtrackerError(f"there is no mail {row_id} in the outbox")
    return _sending(found)


def rows(
    conn: Connection, state: State | None = None, request_id: int | None = None, limit: int = 100
) -> list[Sending]:
    """Rows of one state, of one request, or all; the oldest first, but ready ones in the
    order in which they are due.
    """
    order = (table.c.next_try_at, table.c.id) if state is State.READY else (table.c.id,)
    wanted = select(table).order_by(*order).limit(limit)
    if state is not None:
        wanted = wanted.where(_in_state(state))
    if request_id is not None:
        wanted = wanted.where(table.c.request_id == request_id)
    return [_sending(row) for row in conn.execute(wanted)]


def newest(conn: Connection, state: State | None, limit: int) -> list[Sending]:
    """The last so many of one state, or of all; the oldest of these first."""
    if state is State.READY:  # sorted by what no index has: SQLite would rather read all rows
        wanted = select(table).where(_READY).order_by((table.c.id + 0).desc())
    elif state is not None:
        wanted = select(table).where(_in_state(state)).order_by(table.c.id.desc())
    else:
        wanted = select(table).order_by(table.c.id.desc())
    return [_sending(row) for row in conn.execute(wanted.limit(limit)).all()[::-1]]


def settled(conn: Connection, state: State, since: datetime) -> list[Sending]:
    """Rows that came to this end since then, the oldest first."""
    lately = _in_state(state) & (table.c.settled_at >= since)
    return [_sending(row) for row in conn.execute(select(table).where(lately).order_by(table.c.id))]


def last_written(conn: Connection, letter: str, recipients: Sequence[str]) -> datetime | None:
    """When somebody of these was last written such a letter, sent by now or not."""
    keys = [address_key(one) for one in recipients]
    found = select(func.max(table.c.created_at)).where(
        table.c.recipient_key.in_(keys), table.c.letter == letter
    )
    last: datetime | None = conn.scalar(found)
    return last


def is_unsent(conn: Connection, request_id: int, recipient: str) -> bool:
    """Whether a mail of this request to `recipient` (a key) has not gone out yet."""
    theirs = (table.c.request_id == request_id) & (table.c.recipient_key == recipient)
    return bool(
        conn.scalar(select(exists().where(theirs, table.c.state.in_([State.READY, State.SENDING]))))
    )


def count_states(conn: Connection) -> dict[str, int]:
    """How many rows there are in each state; states without a row are left out.

    Nearly all were sent: these are what is left of all (`counting.numbers`).
    """
    others = [state for state in State if state is not State.SENT]
    counted = {state.value: _count(conn, _in_state(state)) for state in others}
    counted[State.SENT.value] = count_all(conn, table.c.state) - sum(counted.values())
    return {state: number for state, number in counted.items() if number}


def _count(conn: Connection, which: ColumnElement[bool]) -> int:
    return conn.scalar(select(func.count(table.c.id)).where(which)) or 0


def _in_state(state: State) -> ColumnElement[bool]:
    match state:
        case State.READY:
            return _READY
        case State.SENDING:
            return _CLAIMED
        case State.SENT | State.FAILED | State.UNCERTAIN:
            return _SETTLED & (table.c.state == state)


_INSIDE = ("recipient_key", "purged")
"""Columns that are no field of it."""


def _sending(row: Row[Any]) -> Sending:
    values = {name: value for name, value in row._mapping.items() if name not in _INSIDE}
    proven_by = ProvenBy(row.proven_by) if row.proven_by else ""
    known = {"lane": Lane(row.lane), "state": State(row.state), "proven_by": proven_by}
    return Sending(**{**values, **known})


_BY_MESSAGE_ID = Prepared(
    select(table.c.message_id, table.c.id).where(
        table.c.message_id.in_(bindparam("some", expanding=True))
    )
)


def by_message_id(conn: Connection, ids: Collection[str]) -> dict[str, int]:
    """Rows of mails that we wrote; ids that none has are absent."""
    found = _BY_MESSAGE_ID.all(conn, {"some": list(ids)}) if ids else []
    return {row.message_id: row.id for row in found}


_REVOKE = Prepared(
    update(table)
    .where(
        or_(
            table.c.token.in_(bindparam("tokens", expanding=True)),
            table.c.message_id.in_(bindparam("ids", expanding=True)),
        )
    )
    .values(revoked=True)
)


def revoke(conn: Connection, tokens: Collection[str], ids: Collection[str]) -> int:
    """Mails of ours whose reply address or Message-ID somebody else has read now: an answer to them
    proves nothing any more. How many there were.
    """
    folded = [token.lower() for token in tokens]
    request_tokens.forget(conn, folded)
    return _REVOKE.run(conn, {"tokens": folded, "ids": list(ids)})
