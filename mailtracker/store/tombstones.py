"""Mails of which nothing is to be known any more, and which lie in their mailbox perhaps: none of
them is ever taken in again (docs/reliability.md, X24).
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, select

from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import ledger
from mailtracker.store.tables import tombstones as table
from mailtracker.store.upsert import insert

SOME = 500
_PRINTED = "print "
"""How such a print begins: no Message-ID does."""


def print_of(key: bytes, sha256: str) -> str:
    """What tells a mail again, made of its sha256 and the database's `key` (`Store.key`): whoever
    has a mail and not the key cannot see whether it was here.
    """
    return hmac.new(key, b"tombstone of " + sha256.encode(), "sha256").hexdigest()


def print_of_id(key: bytes, message_id: str) -> str:
    """What stands in the ledger for the Message-ID of a mail that is no longer kept and that no
    request came of: a mail program may put a computer's or a person's name into it.
    """
    if not message_id or message_id.startswith(_PRINTED):
        return message_id
    made = hmac.new(key, b"id " + message_id.encode("utf-8", "replace"), "sha256").hexdigest()
    return f"{_PRINTED}{made[:40]}"


def bury(conn: Connection, key: bytes, lines: Sequence[int], now: datetime) -> None:
    """A tombstone for the mail of each of these lines of the ledger, while they still say which it
    was; it may stand there already.
    """
    for start in range(0, len(lines), SOME):
        wanted = select(
            *(ledger.c.mailbox, ledger.c.uidvalidity, ledger.c.uid, ledger.c.size, ledger.c.sha256)
        ).where(ledger.c.id.in_(lines[start : start + SOME]))
        rows = [
            {
                "mailbox": line.mailbox,
                "uidvalidity": line.uidvalidity,
                "uid": line.uid,
                "size": line.size,
                "print": print_of(key, line.sha256),
                "at": now,
            }
            for line in conn.execute(wanted)
        ]
        if rows:
            conn.execute(insert(table).on_conflict_do_nothing(), rows)


def sizes(conn: Connection) -> set[int]:
    """Of all buried mails, in bytes: a mail of another size is none of them."""
    return set(conn.scalars(select(table.c.size).distinct()))


def at_places(conn: Connection, mailbox: str, epoch: int, numbers: Sequence[int]) -> set[int]:
    """Those of these numbers of a mailbox's epoch at which a mail is buried."""
    found: set[int] = set()
    for start in range(0, len(numbers), SOME):
        wanted = select(table.c.uid).where(
            table.c.mailbox == mailbox,
            table.c.uidvalidity == epoch,
            table.c.uid.in_(numbers[start : start + SOME]),
        )
        found |= set(conn.scalars(wanted))
    return found


_SOME = Prepared(select(table.c.print).where(table.c.print.in_(bindparam("some", expanding=True))))


def buried(conn: Connection, prints: Sequence[str]) -> set[str]:
    """Those of these (`print_of`) that have a tombstone."""
    return set(_SOME.scalars(conn, {"some": list(prints)}))


_BURIED = select(exists().where(table.c.print == bindparam("print")))


def is_buried(conn: Connection, key: bytes, sha256: str) -> bool:
    """Whether these very bytes are."""
    return bool(conn.scalar(_BURIED, {"print": print_of(key, sha256)}))
