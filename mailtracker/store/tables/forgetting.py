"""What is left of mails that are to be known by nothing else."""

from __future__ import annotations

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from mailtracker.store.columns import Number
from mailtracker.store.tables.making import a_text, instant, metadata

# A mail that may lie in its mailbox still, and is never to be taken in again: where it came in, how
# large it is, and a keyed digest of its bytes (`print`), which says nothing without the key.
tombstones = Table(
    "tombstones",
    metadata,
    a_text("mailbox"),
    Column("uidvalidity", Number, nullable=False),
    Column("uid", Number, nullable=False),
    Column("size", Number, nullable=False),
    Column("print", Text, nullable=False, index=True),
    instant("at"),
    PrimaryKeyConstraint("mailbox", "uidvalidity", "uid"),
)
