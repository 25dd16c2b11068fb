"""Raw and composed mail in, its sha256 out, and back. In chunks, so
that nothing large is one row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, or_, select
from sqlalchemy.dialects.sqlite import insert

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.request import State
from mailtracker.errors import MailtrackerError
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import chunks, kept, ledger, outbox, requests

CHUNK = 256 * 1024

# Built once: to build a statement costs more than to run it.
_NEW = insert(kept)
_KEEP = Prepared(
    _NEW.on_conflict_do_update(index_elements=["sha256"], set_={"added_at": _NEW.excluded.added_at})
)
_CHUNKS = Prepared(insert(chunks).on_conflict_do_nothing())
_LOAD = Prepared(
    select(kept.c.sha256, kept.c.size, chunks.c.data)
    .join_from(kept, chunks, chunks.c.sha256 == kept.c.sha256, isouter=True)
    .where(kept.c.sha256.in_(bindparam("some", expanding=True)))
    .order_by(kept.c.sha256, chunks.c.seq),
    looks={"some": [kept.c.sha256, chunks.c.sha256]},
)


def keep(conn: Connection, raw: bytes, now: datetime) -> str:
    """Store the bytes once; their sha256 in hex. Keeping them again makes
    them young again for `purge`.
    """
    return keep_all(conn, [(raw, now)])[0]


def keep_all(conn: Connection, mails: Iterable[tuple[bytes, datetime]]) -> list[str]:
    """`keep` for several at once: two statements for all of them."""
    named = [(hashlib.sha256(raw).hexdigest(), raw, now) for raw, now in mails]
    pieces = [
        {"sha256": sha256, "seq": seq, "data": raw[start : start + CHUNK]}
        for sha256, raw, _ in named
        for seq, start in enumerate(range(0, len(raw), CHUNK))
    ]
    if named:
        _KEEP.later(
            conn,
            [{"sha256": sha256, "size": len(raw), "added_at": now} for sha256, raw, now in named],
        )
    if pieces:
        _CHUNKS.later(conn, pieces)
    return [sha256 for sha256, _, _ in named]


def load(conn: Connection, sha256: str) -> bytes:
    """The bytes, exactly as they were kept. MailtrackerError when they
    were purged, or are not whole.
    """
    loaded = load_all(conn, [sha256])[sha256]
    if isinstance(loaded, MailtrackerError):
        raise loaded
    return loaded


def load_all(conn: Connection, names: Sequence[str]) -> dict[str, bytes | MailtrackerError]:
    """`load` for several (sha256) at once, in one statement: the bytes of each, or what it would
    raise.
    """
    pieces: dict[str, list[Any]] = {sha256: [] for sha256 in names}
    if wanted := [sha256 for sha256 in pieces if sha256]:
        for row in _LOAD.all(conn, {"some": wanted}):
            pieces[row.sha256].append(row)
    return {sha256: _whole(sha256, rows) for sha256, rows in pieces.items()}


def _whole(sha256: str, pieces: Sequence[Any]) -> bytes | MailtrackerError:
    if not sha256:
        return MailtrackerError("only the mailbox has this mail: it could not be fetched")
    if not pieces:
        return MailtrackerError(f"the mail {sha256[:12]} is no longer kept")
    size, raw = pieces[0].size, b"".join(row.data or b"" for row in pieces)
    if len(raw) != size:
        return MailtrackerError(
            f"the mail {sha256[:12]} is damaged: {len(raw)} of {size} bytes are there"
        )
    return raw


WAITING = (Disposition.QUARANTINE, Disposition.FLOOD, Disposition.ASKED_BACK)
"""What a person may still want to read whole."""


def purge(conn: Connection, before: datetime, limit: int | None = None) -> int:
    """Forget the bytes last kept before an instant, of at most `limit` mails; how many that was.

    Never what somebody still needs: mail not yet sent or given up, quarantined and held mail, and
    whatever came to a request that waits for its owner's answer (a hand-over carries it again).
    """
    unsent = exists().where(
        outbox.c.sha256 == kept.c.sha256, outbox.c.state.not_in([State.SENT, State.FAILED])
    )
    owed = exists().where(
        requests.c.id == ledger.c.request_id, requests.c.unanswered_since.is_not(None)
    )
    looked_at = exists().where(
        ledger.c.sha256 == kept.c.sha256,
        or_(ledger.c.disposition.in_(WAITING), owed),
    )
    old = select(kept.c.sha256).where(kept.c.added_at < before, ~unsent, ~looked_at).limit(limit)
    gone = list(conn.scalars(old))
    for start in range(0, len(gone), 500):
        some = gone[start : start + 500]
        conn.execute(delete(chunks).where(chunks.c.sha256.in_(some)))
        conn.execute(delete(kept).where(kept.c.sha256.in_(some)))
    return len(gone)
