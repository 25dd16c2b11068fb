"""Rule sets by their digest: the files of each that served, kept so that it can serve
again and be shown a year later.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from mailtracker.store.tables import rulefiles
from mailtracker.store.tables import rulesets as table
from mailtracker.store.upsert import insert as insert_new
from mailtracker.store.wakeups import ToDo, note

MAX_BYTES = 20 << 20
"""Bytes of all files of one rule set together. A larger one serves, but is not kept."""


def keep(conn: Connection, digest: str, files: Mapping[str, bytes], now: datetime) -> bool:
    """This rule set serves from now on. `files` are by their path below the rules folder; those
    that another set has are there already.

    False where they are none or too large to keep; the set that was
    kept before stays the latest then.
    """
    if latest(conn) == digest:
        return True
    note(conn, ToDo.RULES)
    if conn.execute(
        update(table).where(table.c.digest == digest).values(last_used_at=now)
    ).rowcount:
        return True
    if not files or sum(map(len, files.values())) > MAX_BYTES:
        return False
    names = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    there = set(
        conn.scalars(select(rulefiles.c.sha256).where(rulefiles.c.sha256.in_(names.values())))
    )
    for name, sha256 in names.items():
        if sha256 not in there:
            new = {"sha256": sha256, "data": zlib.compress(files[name])}
            conn.execute(insert_new(rulefiles).values(new).on_conflict_do_nothing())
    row = {"digest": digest, "first_used_at": now, "last_used_at": now, "names": json.dumps(names)}
    conn.execute(insert(table).values(row))
    return True


def load(conn: Connection, digest: str) -> Mapping[str, bytes] | None:
    """The files of a rule set, byte for byte, by their path below the rules
    folder. None: it was never kept.
    """
    listed = conn.scalar(select(table.c.names).where(table.c.digest == digest))
    if listed is None:
        return None
    names: dict[str, str] = json.loads(listed)
    found = conn.execute(select(rulefiles).where(rulefiles.c.sha256.in_(names.values())))
    packed = {row.sha256: row.data for row in found}
    return {name: zlib.decompress(packed[sha256]) for name, sha256 in names.items()}


def latest(conn: Connection) -> str | None:
    """The digest of the rule set that served last."""
    return conn.scalar(
        select(table.c.digest)
        .order_by(table.c.last_used_at.desc(), table.c.first_used_at.desc())
        .limit(1)
    )


def all_files(conn: Connection) -> Iterator[bytes]:
    """Every file of every rule set, each once."""
    for packed in conn.scalars(select(rulefiles.c.data).order_by(rulefiles.c.sha256)):
        yield zlib.decompress(packed)


def naming(conn: Connection, needles: Collection[bytes]) -> set[str]:
    """sha256 of each file of rule sets that have one of these in it (in any case), but of the one
    that serves.
    """
    found: set[str] = set()
    for sha256 in set(conn.scalars(select(rulefiles.c.sha256))) - _in_use(conn):
        data = conn.scalar(select(rulefiles.c.data).where(rulefiles.c.sha256 == sha256)) or b""
        text = zlib.decompress(data).lower()
        if any(needle.lower() in text for needle in needles):
            found.add(sha256)
    return found


def _in_use(conn: Connection) -> set[str]:
    names = conn.scalar(select(table.c.names).where(table.c.digest == latest(conn)))
    return set(json.loads(names).values()) if names else set()


def drop_naming(conn: Connection, needles: Collection[bytes]) -> int:
    """No rule set names one of these any more, but the one that serves; how many went."""
    gone = naming(conn, needles)
    conn.execute(delete(rulefiles).where(rulefiles.c.sha256.in_(gone)))
    sets = conn.execute(select(table.c.digest, table.c.names)).all()
    broken = [row.digest for row in sets if gone & set(json.loads(row.names).values())]
    for digest in broken:  # where one serves again, it is kept again
        conn.execute(delete(table).where(table.c.digest == digest))
    # Of a set that went nothing is left: its other files name people by their keys.
    left = (set(json.loads(row.names).values()) for row in sets if row.digest not in broken)
    held = _in_use(conn).union(*left)
    for sha256 in set(conn.scalars(select(rulefiles.c.sha256))) - held:
        conn.execute(delete(rulefiles).where(rulefiles.c.sha256 == sha256))
    return len(broken)


def used_since(conn: Connection, digest: str) -> datetime | None:
    """Since when this rule set serves, if it is the one that does. None: it was never kept."""
    return conn.scalar(select(table.c.last_used_at).where(table.c.digest == digest))
