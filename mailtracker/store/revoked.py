"""Whose mailbox is in the wrong hands: their tokens and Message-IDs prove nothing, neither those of
mail that went out nor those of mail to come, until it is said otherwise.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, insert, or_, select, update

from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import outbox, settings
from mailtracker.store.together import once

_KEY = "revoked"
_STORED = Prepared(select(settings.c.value).where(settings.c.key == _KEY))


def people(conn: Connection) -> dict[str, list[str]]:
    """The addresses of each who is revoked, by person key."""
    return once(conn, _STORED, _people)


def _people(conn: Connection) -> dict[str, list[str]]:
    stored = _STORED.scalar(conn)
    found: dict[str, list[str]] = json.loads(stored) if stored else {}
    return found


def revoke(conn: Connection, person: str, addresses: Sequence[str]) -> int:
    """How many mails prove nothing any more by it. `addresses` are case folded."""
    _store(conn, {**people(conn), person: list(addresses)})
    return _void(conn, person, addresses)


def undo(conn: Connection, person: str) -> bool:
    """Mail to come proves something again; what went out stays void. False: they were not
    revoked.
    """
    known = people(conn)
    if person not in known:
        return False
    _store(conn, {key: value for key, value in known.items() if key != person})
    return True


def is_void(conn: Connection, person: str, recipient_key: str) -> bool:
    """Whether a mail to them proves nothing from the start."""
    known = people(conn)
    return person in known or any(recipient_key in addresses for addresses in known.values())


def _void(conn: Connection, person: str, addresses: Sequence[str]) -> int:
    theirs = or_(outbox.c.person == person, outbox.c.recipient_key.in_(addresses))
    changed = update(outbox).where(theirs, outbox.c.revoked.is_(False)).values(revoked=True)
    return conn.execute(changed).rowcount


def _store(conn: Connection, known: Mapping[str, Sequence[str]]) -> None:
    conn.execute(delete(settings).where(settings.c.key == _KEY))
    if known:
        value = json.dumps(known).encode()
        conn.execute(insert(settings).values(key=_KEY, value=value))
