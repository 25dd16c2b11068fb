"""Step 0006: keys of addresses as they were made by folding case → as they are made since.

A copy of `mail/address_key.py` as of this step: a step does the same for ever.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import idna
import sqlalchemy as sa

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_PLAIN = re.compile(r"[!#-~]*[!#-\-/-~]|")
_QUOTED = re.compile(r"\"([^\s@<>()\[\]\\,;:\"]+)\"")


def rewrite(conn: sa.Connection) -> None:
    """Of the outbox (with the row keys that end in such a key), of those in copy, of the ledger.

    Most keys stay: those of an ASCII address without quotes or a dot at the end. A sender of the
    ledger has only its old key left, in which ß had become ss.
    """
    _outbox(conn)
    _copied(conn)
    _ledger(conn)


def _outbox(conn: sa.Connection) -> None:
    rows = conn.execute(sa.text("SELECT id, row_key, recipient, recipient_key FROM outbox"))
    for number, row_key, recipient, old in _odd(rows, address=2):
        new = key(recipient)
        begun = row_key.removesuffix(f"/{old}")
        renamed = row_key if begun == row_key else f"{begun}/{new}"
        taken = "SELECT 1 FROM outbox WHERE row_key = :name AND id != :id"
        if conn.execute(sa.text(taken), {"name": renamed, "id": number}).first():
            renamed = row_key
        conn.execute(
            sa.text("UPDATE outbox SET recipient_key = :key, row_key = :name WHERE id = :id"),
            {"key": new, "name": renamed, "id": number},
        )


def _copied(conn: sa.Connection) -> None:
    """Of two that are one now, one stays. From the last back, so that who moves up is done."""
    rows = conn.execute(
        sa.text("SELECT request_id, seq, address FROM copied ORDER BY request_id, seq DESC")
    )
    twice = sa.text(
        "SELECT 1 FROM copied WHERE request_id = :request AND address_key = :key AND seq != :seq"
    )
    rekey = sa.text(
        "UPDATE copied SET address_key = :key WHERE request_id = :request AND seq = :seq"
    )
    for request_id, seq, address in _odd(rows, address=2):
        row = {"request": request_id, "seq": seq, "key": key(address)}
        if conn.execute(twice, row).first():
            _take_out(conn, row)
        else:
            conn.execute(rekey, row)


def _take_out(conn: sa.Connection, row: dict[str, Any]) -> None:
    """Those behind move up, one by one: their numbers have no gap."""
    conn.execute(sa.text("DELETE FROM copied WHERE request_id = :request AND seq = :seq"), row)
    behind = "SELECT seq FROM copied WHERE request_id = :request AND seq > :seq ORDER BY seq"
    for seq in list(conn.scalars(sa.text(behind), row)):
        conn.execute(
            sa.text("UPDATE copied SET seq = :to WHERE request_id = :request AND seq = :seq"),
            {"to": seq - 1, "seq": seq, "request": row["request"]},
        )


def _ledger(conn: sa.Connection) -> None:
    rows = conn.execute(sa.text("SELECT DISTINCT sender FROM ledger"))
    for (old,) in _odd(rows, address=0):
        conn.execute(
            sa.text("UPDATE ledger SET sender = :new WHERE sender = :old"),
            {"new": key(old), "old": old},
        )


def _odd(rows: Iterable[sa.Row[Any]], address: int) -> list[Any]:
    """Those whose key may be another one now, by the column that has the address."""
    return [row for row in rows if _PLAIN.fullmatch(row[address]) is None]


def key(email: str) -> str:
    local, at, domain = email.rpartition("@")
    if not at:
        return email.translate(_LOWER)
    local = _QUOTED.sub(r"\1", local.translate(_LOWER)) if _QUOTED.fullmatch(local) else local
    return f"{local.translate(_LOWER)}@{_domain(domain)}"


def _domain(domain: str) -> str:
    if len(domain) > 1 and domain.endswith(".") and not domain.endswith(".."):
        domain = domain[:-1]
    if len(domain) > 253:
        return domain.translate(_LOWER)
    return ".".join(map(_label, domain.split(".")))


def _label(label: str) -> str:
    own = label.translate(_LOWER)
    if label.isascii() or len(label) > 63 or any(map(_becomes_ascii, label)):
        return own
    try:
        lower = "".join(character.lower() for character in label)
        return idna.alabel(unicodedata.normalize("NFC", lower)).decode("ascii")
    except idna.IDNAError:
        return own


def _becomes_ascii(character: str) -> bool:
    if character.isascii():
        return False
    return any(one.isascii() for one in unicodedata.normalize("NFC", character.lower()))
