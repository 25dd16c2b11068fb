"""Rule sets by their digest: the files of each that served, kept so that it can serve again and be shown a year later."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from mailtracker.store.tables import rulesets as table

MOST_BYTES = 20 << 20
"""Bytes of all files of one rule set together. A larger one serves, but is not kept."""


def keep(conn: Connection, digest: str, files: Mapping[str, bytes], now: datetime) -> bool:
    """This rule set serves from now on. `files` are by their path below the rules folder.

    False where they are none or too large to keep; the set that was kept before stays the latest then.
    """
    if latest(conn) == digest:
        return True
    if conn.execute(update(table).where(table.c.digest == digest).values(last_used_at=now)).rowcount:
        return True
    if not files or sum(map(len, files.values())) > MOST_BYTES:
        return False
    row = {"digest": digest, "first_used_at": now, "last_used_at": now, "files": _pack(files)}
    conn.execute(insert(table).values(row))
    return True


def load(conn: Connection, digest: str) -> Mapping[str, bytes] | None:
    """The files of a rule set, byte for byte, by their path below the rules folder. None: it was never kept."""
    packed = conn.scalar(select(table.c.files).where(table.c.digest == digest))
    return None if packed is None else _unpack(packed)


def latest(conn: Connection) -> str | None:
    """The digest of the rule set that served last."""
    return conn.scalar(
        select(table.c.digest).order_by(table.c.last_used_at.desc(), table.c.first_used_at.desc()).limit(1)
    )


def used_since(conn: Connection, digest: str) -> datetime | None:
    """Since when this rule set serves, if it is the one that does. None: it was never kept."""
    return conn.scalar(select(table.c.last_used_at).where(table.c.digest == digest))


def _pack(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _unpack(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
