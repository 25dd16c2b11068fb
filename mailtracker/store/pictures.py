"""A message that shows pictures → which of these its sender's earlier mails had: what comes with
every mail is a logo. Nothing is stored for it; the mails themselves are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, select

from mailtracker.mail.message import Message
from mailtracker.mail.mime.tree import part_of, scan
from mailtracker.mail.text.pictures import digests
from mailtracker.store.keep import load_all
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import ledger

MAILS = 3
"""Earlier mails that are looked at, the newest first."""

_BYTES = 512 * 1024  # of such a mail: what carries files is seldom the only one with a logo

_EARLIER = Prepared(
    select(ledger.c.sha256)
    .where(
        ledger.c.sender == bindparam("who"),
        ledger.c.id != bindparam("but"),
        ledger.c.size <= _BYTES,
        ledger.c.sha256 != "",
    )
    .order_by(ledger.c.fetched_at.desc(), ledger.c.id.desc())
    .limit(MAILS),
    looks={"who": [ledger.c.sender]},
)


def seen_before(conn: Connection, message: Message, line_id: int) -> frozenset[str]:
    """Of the pictures of this message (`line_id` in the ledger), by their digests: those that
    stand in one of its sender's newest mails as well. Mails that are no longer kept tell
    nothing.
    """
    wanted = {one.digest for one in message.pictures if one.digest and not one.signs}
    if not wanted or message.sender is None:
        return frozenset()
    rows = _EARLIER.all(conn, {"who": message.sender.key, "but": line_id})
    found = load_all(conn, [row.sha256 for row in rows])
    mails = [raw for raw in found.values() if isinstance(raw, bytes)]
    return frozenset(wanted & {one for raw in mails for one in _shown(raw)})


def _shown(raw: bytes) -> Iterator[str]:
    yield from digests(raw, (part_of(node) for node in scan(raw).nodes if not node.boundary))
