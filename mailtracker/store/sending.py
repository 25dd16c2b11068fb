"""Rows of the outbox on their way: claimed in batches, and what became of each. The legal moves
are those of `store/states.py`; every other one raises.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any, Literal

from sqlalchemy import Connection, Row, bindparam, exists, func, literal_column, select, update

from mailtracker.desk.request import ProvenBy, State
from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass
from mailtracker.spool import LARGE
from mailtracker.store import keep
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import kept
from mailtracker.store.tables import outbox as table
from mailtracker.store.wakeups import ToDo, note

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(hours=48)
"""RFC 5321 4.5.4.1 has four to five days in mind. Here somebody was promised an answer in hours,
and hears sooner that it did not arrive; `outbox resend` sends it once more.
"""

MIN_TRIES = 12
"""Before a mail is given up: a clock that jumps is not two days of refusals."""

SCOUT_EVERY = timedelta(seconds=45)
"""Of all that one cause keeps back, one row is tried so often; its success wakes the others."""

LIMIT_SCOUT_EVERY = timedelta(minutes=10)
"""The same where a limit is reached: to ask on and on is what it is there against."""

REST = timedelta(seconds=5)
"""How long a row rests over which a connection broke: others may fare better."""

OF_US = "us "
"""How what refused a row (`refused_by`) begins, where it is we who are refused, and no mail."""

GIVE_UP_ON_US_AFTER = timedelta(days=5)
"""Somebody must change a setting, and a weekend may come between (RFC 5321 4.5.4.1)."""

LIMITED = "limit"
"""In what refused a row: the server takes no more of us for now, by this connection or at all."""

BROKE, BROKE_ALONE = "link", "link alone"
"""As what refused a row (`refused_by`): the connection broke over it; and it broke again while
others went through, so that the row is to blame itself (docs/reliability.md, O13).
"""

LONGEST_REST_ALONE = timedelta(hours=1)
"""Of a row that is to blame: its rests grow as if it was refused, up to this, and as such it is
given up.
"""

SAID_ALONE = "(the connection breaks over this mail, while others go through)"

CLAIMED_BYTES = 4 << 20
"""Of mails that are claimed at once, beyond those that somebody waits for: but for large ones all
are in memory, and a large one takes its time.
"""

LEASE = timedelta(minutes=15)
"""How long a row is its claimer's where several daemons claim: longer than any delivery takes."""

ANSWER_LIMIT = 1000  # characters of a server's answer that are worth keeping

# Conditions as the partial indexes have them: SQLite must see one in the query, as a literal, to
# take its index.
_READY = table.c.state == literal_column("'ready'")
_REFUSED = table.c.refused_by != literal_column("''")
_SETTLED = table.c.settled_at.is_not(None)

_OF_CLAIMED = (
    *("id", "env_from", "recipient", "message_id", "attempts", "request_id", "letter"),
    *("refused_by", "next_try_at", "claimed_at"),
)

FREE: Mapping[str, None] = dict.fromkeys(("claimed_at", "claimed_by", "lease_until", "at_dot"))
"""Columns of what is in nobody's hands."""

# Built once: to build a statement costs more than to run it.
_WHOLE = Prepared(select(table).where(table.c.id == bindparam("which")).with_for_update())
_EARLIER = table.alias("earlier")
_BLOCKED = exists().where(
    _EARLIER.c.request_id == table.c.request_id,
    _EARLIER.c.recipient_key == table.c.recipient_key,
    _EARLIER.c.id < table.c.id,
    _EARLIER.c.state.in_([State.READY, State.SENDING]),
)
_CLAIMABLE = (
    select(table.c.id, func.coalesce(kept.c.size, 0).label("size"))
    .join_from(table, kept, kept.c.sha256 == table.c.sha256, isouter=True)
    .where(_READY, table.c.next_try_at <= bindparam("now"), ~_BLOCKED)
    .order_by(table.c.next_try_at, table.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True, of=table)  # SQLite has one writer anyway
)
_CLAIMING = (
    update(table)
    .where(table.c.id.in_(bindparam("some", expanding=True)))
    .values(
        was=table.c.state,
        state=State.SENDING,
        attempts=table.c.attempts + 1,
        claimed_at=bindparam("now"),
    )
    .returning(table.c.sha256, *(table.c[name] for name in _OF_CLAIMED))
)
_CLAIM = Prepared(_CLAIMING)
_CLAIM_FOR = Prepared(
    _CLAIMING.values(claimed_by=bindparam("by"), lease_until=func.now() + LEASE, at_dot=None)
)
_DUE = Prepared(_CLAIMABLE)
_SENT = Prepared(
    update(table)
    .where(table.c.id == bindparam("which"), table.c.state == State.SENDING)
    .values(was=table.c.state, state=State.SENT, refused_by="", **FREE)
)
_MOVE = Prepared(
    update(table)
    .where(table.c.id == bindparam("which"), table.c.state == bindparam("old"))
    .values(was=table.c.state)
)
_PROVEN = Prepared(
    update(table).where(table.c.id == bindparam("which")).values(proven_by=bindparam("by"))
)
_SCOUTED = Prepared(
    select(
        exists().where(
            _READY,
            _REFUSED,
            table.c.refused_by == bindparam("cause"),
            table.c.next_try_at <= bindparam("soon"),
        )
    )
)
_SINCE = table.c.settled_at >= bindparam("since")
_WENT = Prepared(select(exists().where(_SETTLED, table.c.state == State.SENT, _SINCE)))
_LAST_SENT = Prepared(
    select(table.c.settled_at)
    .where(_SETTLED, table.c.state == literal_column("'sent'"))
    .order_by(table.c.id.desc())
    .limit(1)
)
_LATER = table.c.next_try_at > bindparam("now")
_WAKE = Prepared(
    update(table)
    .where(_READY, _REFUSED, table.c.refused_by == bindparam("cause"), _LATER)
    .values(next_try_at=bindparam("now", type_=table.c.next_try_at.type))
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is ours to send now; `id` is the row's."""

    id: int
    #: the return-path, "" for the null one: to an automatic reply nothing bounces
    env_from: str
    #: the one address that it goes to
    recipient: str
    #: of the mail, in angle brackets
    message_id: str
    #: the mail as it was composed; of a large one nothing
    raw: bytes
    #: this one counted
    attempts: int
    #: None for what belongs to no request, such as a mail to the admins
    request_id: int | None
    #: what kind of mail it is
    letter: str
    #: what refused it last, "" for nothing
    refused_by: str = ""
    #: from when on it could be claimed
    next_try_at: datetime | None = None
    #: by the clock of who claimed it: tells this claim from any other of the row
    claimed_at: datetime | None = None
    #: why there are no bytes, "" where there are: it can only fail
    damage: str = ""
    #: of a large mail, by which its pieces are known (`store/large.py`), "" of any other
    large: str = ""
    #: of the mail, in bytes, where it is large
    size: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one try to send: the `result`, the server's `code` (None where it gave none) and
    its `text`. `cause` names what refused it for now, equal for all that the same thing keeps back.
    """

    result: Literal["sent", "retry", "failed", "uncertain"]
    code: int | None
    text: str
    cause: str = ""


def last_sent_at(conn: Connection) -> datetime | None:
    """When the newest row of those ended that a server took, or that were proven; None: none."""
    at: datetime | None = _LAST_SENT.scalar(conn)
    return at


def is_due(conn: Connection, now: datetime) -> bool:
    """Whether `claim` would give a row."""
    return _DUE.scalar(conn, {"now": now, "most": 1}) is not None


def claim(conn: Connection, now: datetime) -> Claimed | None:
    """The row that is due longest, claimed; None when nothing is due. Commit before speaking SMTP.

    Mails of one request to one person leave in the order they were written: one waits
    while an earlier one may still go.
    """
    rows = claim_all(conn, now, 1)
    return rows[0] if rows else None


def claim_all(
    conn: Connection, now: datetime, most: int, least: int = 1, by: int | None = None
) -> list[Claimed]:
    """`claim` for several connections at once: at most so many rows, the longest due first; the
    `least` of them whatever they weigh, more only up to CLAIMED_BYTES. Of one request and one
    person there is one among them. Large ones come without their bytes. `by`: which of several
    daemons has them for a LEASE, None where there is one.
    """
    due = _DUE.all(conn, {"now": now, "most": most}) if most else []
    weights = accumulate(row.size for row in due)
    light = sum(weight <= CLAIMED_BYTES for weight in weights)
    if not (some := [row.id for row in due[: max(least, light)]]):
        return []
    if by is None:
        rows = _CLAIM.all(conn, {"now": now, "some": some})
    else:
        rows = _CLAIM_FOR.all(conn, {"now": now, "some": some, "by": by})
    rows.sort(key=lambda row: (row.next_try_at, row.id))
    sizes = {row.id: row.size for row in due}
    loaded = _loaded(conn, [row.sha256 for row in rows if sizes[row.id] <= LARGE])
    return [
        _claimed(row, loaded[row.sha256])
        if sizes[row.id] <= LARGE
        else Claimed(raw=b"", large=row.sha256, size=sizes[row.id], **known(row))
        for row in rows
    ]


def _loaded(conn: Connection, names: Sequence[str]) -> Mapping[str, bytes | Exception]:
    """Whatever is wrong with one mail, it must not stop the others."""
    try:
        return keep.load_all(conn, names) if names else {}
    except Exception as error:
        if len(names) == 1:
            return {names[0]: error}
    return {name: found for one in names for name, found in _loaded(conn, [one]).items()}


def _claimed(row: Any, loaded: bytes | Exception) -> Claimed:
    if isinstance(loaded, bytes):
        return Claimed(raw=loaded, **known(row))
    return Claimed(raw=b"", damage=f"cannot be loaded from the database: {loaded}", **known(row))


def known(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _OF_CLAIMED}


def settle_sent(conn: Connection, sent: Sequence[tuple[int, Attempt]], now: datetime) -> None:
    """`settle` for claimed rows (ids) that a server took, in one statement. Raises MailtrackerError
    where one of them is not claimed.
    """
    rows = [{"which": row_id, "settled_at": now, **last_words(answer)} for row_id, answer in sent]
    if _SENT.run_all(conn, rows) != len(rows):
        raise MailtrackerError("a mail that a server took is not claimed: it cannot become sent")


def settle(conn: Connection, row_id: int, answer: Attempt, now: datetime) -> State:
    """What became of a claimed row; its new state. "retry" is given up as failed 48 h after the row
    was written, and not before its twelfth try. Raises MailtrackerError for a row that is not
    claimed.
    """
    words = last_words(answer)
    became = answer.result
    row = _row(conn, row_id, (State.SENDING,), State.SENT)
    if row.proven_by and became in ("retry", "uncertain"):
        became = "sent"  # whatever the server says, or does not: it has arrived
    if became == "retry":
        patience = GIVE_UP_ON_US_AFTER if answer.cause.startswith(OF_US) else GIVE_UP_AFTER
        if now - row.created_at < patience or row.attempts < MIN_TRIES:
            again = now + _pause_of(conn, row, answer, now)
            waits = {"next_try_at": again, "refused_by": answer.cause, **FREE}
            return move(conn, row_id, State.SENDING, State.READY, **waits, **words)
        became = "failed"
    ended = {"settled_at": now, "refused_by": "", **FREE}
    return move(conn, row_id, State.SENDING, State(became), **ended, **words)


def last_words(answer: Attempt) -> dict[str, Any]:
    """The server's last words, in their columns."""
    return {"code": answer.code, "answer": answer.text[:ANSWER_LIMIT]}


def _pause_of(conn: Connection, row: Row[Any], answer: Attempt, now: datetime) -> timedelta:
    """Its own, unless nothing else of the same cause is tried soon: then this one looks whether the
    cause has ended.
    """
    cause = answer.cause
    if cause == BROKE_ALONE:
        return pause(row.id, row.attempts, LONGEST_REST_ALONE)
    own = pause(row.id, row.attempts)
    scouted = LIMIT_SCOUT_EVERY if LIMITED in cause.split() else SCOUT_EVERY
    if not cause or _SCOUTED.scalar(conn, {"cause": cause, "soon": now + scouted}):
        return own
    return min(own, scouted)


def wake(conn: Connection, cause: str, now: datetime) -> int:
    """What refused these rows has just taken one: those that rest are due at once. How many."""
    return _WAKE.run(conn, {"cause": cause, "now": now}) if cause else 0


def pause(row_id: int, attempts: int, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """How long to wait after that many attempts: a minute, doubling up to the `longest`, and up to
    a tenth more.

    The tenth depends on the row alone, so that rows which failed
    together do not come back together.
    """
    doublings = min(max(attempts, 1) - 1, 16)
    spread = (row_id * 2654435761 + attempts * 40503) % 1000 / 10000
    return min(FIRST_PAUSE * (1 << doublings), longest) * (1 + spread)


def put_back(conn: Connection, row_id: int, now: datetime | None = None, why: str = BROKE) -> None:
    """Claimed, and nothing of it reached the final dot: ready again, and no attempt is counted.
    With `now` a connection broke over it, or `why` says what else, so it rests for five seconds.
    Without, it was never tried.
    """
    row = _row(conn, row_id, (State.SENDING,), State.READY)
    if row.proven_by:
        has_arrived(conn, row, now or row.claimed_at)
        return
    waits: dict[str, object] = {"attempts": row.attempts - 1, **FREE}
    if now is not None:
        waits |= {"next_try_at": now + REST, "refused_by": why}
    move(conn, row_id, State.SENDING, State.READY, **waits)


def broke(conn: Connection, row: Claimed, answer: Attempt, now: datetime) -> State:
    """The connection broke over a row, or the server wanted nothing to do with us. While nobody
    gets through that is counted against nobody. Where others did since the last break over this
    one, it is as if the server refused this one for now.
    """
    if not _others_went(conn, row):
        return rest(conn, row, now)
    said = f"{answer.text[: ANSWER_LIMIT // 2]} {SAID_ALONE}"
    return settle(conn, row.id, Attempt("retry", answer.code, said, BROKE_ALONE), now)


def rest(conn: Connection, row: Claimed, now: datetime, why: str = BROKE) -> State:
    """`put_back`; its new state: what arrived by an earlier try is sent."""
    put_back(conn, row.id, now, why)
    return State(_row(conn, row.id, tuple(State), State.READY).state)


def _others_went(conn: Connection, row: Claimed) -> bool:
    """Since the last break over this row; False where this is the first."""
    if row.refused_by not in (BROKE, BROKE_ALONE) or row.next_try_at is None:
        return False
    alone = row.refused_by == BROKE_ALONE
    rested = pause(row.id, row.attempts - 1, LONGEST_REST_ALONE) if alone else REST
    return bool(_WENT.scalar(conn, {"since": row.next_try_at - rested}))


def has_arrived(conn: Connection, row: Row[Any], now: datetime) -> None:
    """Of one in hand, an earlier try or this one: proof came while it was."""
    move(conn, row.id, State.SENDING, State.SENT, settled_at=now, refused_by="", **FREE)


def arrived(conn: Connection, row_id: int, by: ProvenBy, now: datetime) -> State:
    """Proof that a mail was delivered; its new state. What is in hand right now keeps it until its
    try has ended (`settle`): the server may leave the dot unanswered for ten minutes. For one that
    was never tried, counts as sent, or failed, it changes nothing.
    """
    row = _WHOLE.first(conn, {"which": row_id})
    state = State(row.state)
    if state is State.SENDING:
        _PROVEN.run(conn, {"which": row_id, "by": by})
        return state
    waits_again = state is State.READY and row.attempts > 0
    if state is not State.UNCERTAIN and not waits_again:
        return state
    settled = row.settled_at or now
    proven = {"proven_by": by, "settled_at": settled, "refused_by": ""}
    return move(conn, row_id, state, State.SENT, **proven)


def send_again(conn: Connection, row_id: int, now: datetime) -> None:
    """The same bytes with the same id, once more: of an uncertain row that nothing proves, or one
    that failed, because a person wants it so.
    """
    row = _row(conn, row_id, (State.UNCERTAIN, State.FAILED), State.READY)
    note(conn, ToDo.MAIL)
    again = {"next_try_at": now, "resent": row.resent + 1, "settled_at": None, "refused_by": ""}
    move(conn, row_id, State(row.state), State.READY, **again)


def drop(conn: Connection, row_id: int, now: datetime) -> None:
    """A person says that it shall not go out, or not again."""
    row = _row(conn, row_id, (State.READY, State.UNCERTAIN), State.FAILED)
    said, attempts = "dropped by `mailtracker outbox drop`", max(row.attempts, 1)
    ended = {"settled_at": now, "answer": said, "attempts": attempts, "refused_by": ""}
    move(conn, row_id, State(row.state), State.FAILED, code=None, **ended)


def _row(conn: Connection, row_id: int, old: Collection[State], new: State) -> Any:
    """The row, in one of the states from which it may become `new`."""
    row = _WHOLE.first(conn, {"which": row_id})
    if row is None:
        raise MailtrackerError(f"the outbox has no row {row_id}")
    if row.state not in old:
        raise _illegal(row_id, row.state, new)
    return row


def move(conn: Connection, row_id: int, old: State, new: State, **values: object) -> State:
    row = {"which": row_id, "old": old, "state": new, **values}
    if not _MOVE.run(conn, row):
        raise _illegal(row_id, _row(conn, row_id, tuple(State), new).state, new)
    return new


def _illegal(row_id: int, state: str, new: State) -> MailtrackerError:
    return MailtrackerError(f"outbox row {row_id} is {state}: it cannot become {new}")
