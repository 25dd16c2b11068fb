"""Raw and composed mail in, a sha256 by which it is known out, and back. In chunks, so
that nothing large is one row; a mail that carries another on as a recipe, so that the other stands
there once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, not_, or_, select, tuple_

from mailtracker.desk.disposition import Disposition
from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass
from mailtracker.spool import PIECE, RawMail, Spooled
from mailtracker.store.prepared import Prepared
from mailtracker.store.recipes import Quoting, decoded, encoded
from mailtracker.store.tables import chunks, kept, ledger, outbox
from mailtracker.store.upsert import insert

# Built once: to build a statement costs more than to run it.
_NEW = insert(kept)
_KEEP = Prepared(
    _NEW.on_conflict_do_update(index_elements=["sha256"], set_={"added_at": _NEW.excluded.added_at})
)
_CHUNKS = Prepared(insert(chunks).on_conflict_do_nothing())
_LOAD = Prepared(
    select(kept.c.sha256, kept.c.size, kept.c.source, chunks.c.data)
    .join_from(kept, chunks, chunks.c.sha256 == kept.c.sha256, isouter=True)
    .where(kept.c.sha256.in_(bindparam("some", expanding=True)))
    .order_by(kept.c.sha256, chunks.c.seq),
    looks={"some": [kept.c.sha256, chunks.c.sha256]},
)


def keep(conn: Connection, raw: RawMail, now: datetime) -> str:
    """Store the bytes once; their sha256 in hex. Keeping them again makes
    them young again for `purge`.
    """
    return keep_all(conn, [(raw, now)])[0]


def keep_all(conn: Connection, mails: Iterable[tuple[RawMail | Quoting, datetime]]) -> list[str]:
    """`keep` for several at once: two statements for all of them, more for what is spooled. A
    recipe is known by a sha256 of its own; what it quotes must be kept.
    """
    named = [(_to_keep(mail), now) for mail, now in mails]
    if named:
        _KEEP.later(conn, [{**one.row, "added_at": now} for one, now in named])
    small: list[dict[str, object]] = []
    for one, _ in named:
        rows = _rows_of(one)
        if isinstance(one.data, Spooled):
            for row in rows:  # none waits for others: that would be in memory
                _CHUNKS.run(conn, row)
        else:
            small += rows
    if small:
        _CHUNKS.later(conn, small)
    return [one.sha256 for one, _ in named]


def _rows_of(one: _ToKeep) -> Iterator[dict[str, object]]:
    for seq, data in enumerate(_chunks(one.data)):
        yield {"sha256": one.sha256, "seq": seq, "data": data}


def _chunks(data: RawMail) -> Iterator[bytes | memoryview]:
    """Nothing that is in memory is copied."""
    if isinstance(data, Spooled):
        yield from data.pieces()
        return
    if len(data) <= PIECE:
        yield from [data] if data else []
        return
    view = memoryview(data)
    for start in range(0, len(data), PIECE):
        yield view[start : start + PIECE]


@dataclass(frozen=True, slots=True)
class _ToKeep:
    """What is kept of a mail of `size` bytes: the `data`, known by `sha256`, and what it quotes
    (`source`).
    """

    sha256: str
    data: RawMail
    size: int
    source: str | None

    @property
    def row(self) -> dict[str, object]:
        return {"sha256": self.sha256, "size": self.size, "source": self.source}


def _to_keep(mail: RawMail | Quoting) -> _ToKeep:
    if isinstance(mail, Spooled):
        return _ToKeep(mail.sha256, mail, mail.size, None)
    if isinstance(mail, bytes):
        return _ToKeep(hashlib.sha256(mail).hexdigest(), mail, len(mail), None)
    data = encoded(mail.recipe)
    name = hashlib.sha256(b"recipe of " + mail.source.encode() + b"\n" + data).hexdigest()
    return _ToKeep(name, data, mail.recipe.size, mail.source)


def load(conn: Connection, sha256: str) -> bytes:
    """The bytes, exactly as they were kept. MailtrackerError when they
    were purged, or are not whole.
    """
    loaded = load_all(conn, [sha256])[sha256]
    if isinstance(loaded, MailtrackerError):
        raise loaded
    return loaded


def find(conn: Connection, sha256: str) -> bytes | None:
    """As `load`; None where that would raise."""
    found = load_all(conn, [sha256])[sha256]
    return found if isinstance(found, bytes) else None


def load_all(conn: Connection, names: Sequence[str]) -> dict[str, bytes | MailtrackerError]:
    """`load` for several (sha256) at once, in one statement, and one for what they quote: the bytes
    of each, or what it would raise.
    """
    found = _rows(conn, names)
    sources = {rows[0].source for rows in found.values() if rows and rows[0].source}
    quoted = {name: _whole(name, rows) for name, rows in _rows(conn, sorted(sources)).items()}
    return {sha256: _filled(sha256, rows, quoted) for sha256, rows in found.items()}


def _rows(conn: Connection, names: Sequence[str]) -> dict[str, list[Any]]:
    """What is kept under each name, piece by piece."""
    found: dict[str, list[Any]] = {sha256: [] for sha256 in names}
    if wanted := [sha256 for sha256 in found if sha256]:
        for row in _LOAD.all(conn, {"some": wanted}):
            found[row.sha256].append(row)
    return found


def _filled(
    sha256: str, rows: Sequence[Any], quoted: Mapping[str, bytes | MailtrackerError]
) -> bytes | MailtrackerError:
    """A mail, whether it is kept as it is or as a recipe."""
    if not rows or rows[0].source is None:
        return _whole(sha256, rows)
    source = quoted[rows[0].source]
    if isinstance(source, MailtrackerError):
        return MailtrackerError(f"the mail {sha256[:12]} carries another on: {source}")
    try:
        recipe = decoded(b"".join(row.data or b"" for row in rows))
    except MailtrackerError as error:
        return MailtrackerError(f"the mail {sha256[:12]} is damaged: {error}")
    return _sized(sha256, b"".join(recipe.filled(source)), rows[0].size)


def _whole(sha256: str, rows: Sequence[Any]) -> bytes | MailtrackerError:
    if not sha256:
        return MailtrackerError("only the mailbox has this mail: it could not be fetched")
    if not rows:
        return MailtrackerError(f"the mail {sha256[:12]} is no longer kept")
    return _sized(sha256, b"".join(row.data or b"" for row in rows), rows[0].size)


def _sized(sha256: str, raw: bytes, size: int) -> bytes | MailtrackerError:
    if len(raw) == size:
        return raw
    return MailtrackerError(
        f"the mail {sha256[:12]} is damaged: {len(raw)} of {size} bytes are there"
    )


WAITING = (Disposition.QUARANTINE, Disposition.FLOOD)
"""What an admin may still want to read whole, also where no request came of it. Of other mail that
is kept its author may say that it is meant: that has a request.
"""


_IS_IN = exists().where(ledger.c.sha256 == kept.c.sha256, ledger.c.purged.is_(False))
_IS_OUT = exists().where(outbox.c.sha256 == kept.c.sha256, outbox.c.purged.is_(False))
_QUOTING = kept.alias("quoting")
_QUOTED = exists().where(_QUOTING.c.source == kept.c.sha256)
_NEEDED = or_(_IS_IN, _IS_OUT, _QUOTED)
_OLD = Prepared(
    select(kept.c.added_at, kept.c.sha256, _NEEDED.label("needed"))
    .where(
        kept.c.added_at < bindparam("before"),
        tuple_(kept.c.added_at, kept.c.sha256)
        > tuple_(
            bindparam("at", type_=kept.c.added_at.type), bindparam("name", type_=kept.c.sha256.type)
        ),
    )
    .order_by(kept.c.added_at, kept.c.sha256)
    .limit(bindparam("most"))
)
ALL = 1 << 62
"""A limit that is none."""

SOME = 500
"""Names that one statement lists."""


@dataclass(frozen=True, slots=True)
class Purged:
    """How many mails are `gone`, and the last one that was looked at: when it was kept (`at`), and
    its sha256 (`name`). `whole`: no old one is behind it.
    """

    gone: int = 0
    at: datetime = datetime.min.replace(tzinfo=UTC)
    name: str = ""
    whole: bool = False


NOTHING = Purged()


def purge(conn: Connection, before: datetime, limit: int = ALL, since: Purged = NOTHING) -> Purged:
    """Forget the bytes last kept before an instant that no mail has any more, in or out, whose
    words are not purged (`purging.py`), nor a kept mail that quotes them: those of at most `limit`
    mails that are looked at, the oldest behind those that were before (`since`). There may be any
    number of the others: they are looked at once a pass.
    """
    given = {"before": before, "at": since.at, "name": since.name, "most": limit}
    rows = _OLD.all(conn, given)
    gone = [row.sha256 for row in rows if not row.needed]
    _forget(conn, gone)
    if not rows:
        return Purged(0, since.at, since.name, whole=True)
    return Purged(len(gone), rows[-1].added_at, rows[-1].sha256, whole=len(rows) < limit)


def drop(conn: Connection, names: Sequence[str]) -> None:
    """Forget the bytes of these (sha256) that nobody needs any more, as `purge` says it."""
    for _ in range(2):  # what carries another on goes first
        for start in range(0, len(names), SOME):
            some = kept.c.sha256.in_(names[start : start + SOME])
            _forget(conn, list(conn.scalars(select(kept.c.sha256).where(some, not_(_NEEDED)))))


def _forget(conn: Connection, names: Sequence[str]) -> None:
    for start in range(0, len(names), SOME):
        some = names[start : start + SOME]
        conn.execute(delete(chunks).where(chunks.c.sha256.in_(some)))
        conn.execute(delete(kept).where(kept.c.sha256.in_(some)))
