"""The last good copy of each calendar that the rules name, and how it is asked for."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from mailtracker.store.columns import Clean
from mailtracker.store.tables.making import a_text, instant, metadata

# Of a copy not the calendar itself is kept, but the times of it that count (`entries`, JSON), as
# they were read in a `way` at `read_at`; its source said last at `seen_at` that they still are what
# it has. `trouble`, "" for none, is why that was not so when it was asked last, at `tried_at`.
feeds = Table(
    "feeds",
    metadata,
    Column("key", Clean(), primary_key=True),
    a_text("called"),
    a_text("way"),
    a_text("etag"),
    a_text("modified"),
    a_text("entries"),
    Column("count", Integer, nullable=False),
    a_text("remarks"),
    instant("read_at", nullable=True),
    instant("seen_at", nullable=True),
    instant("tried_at"),
    a_text("trouble"),
    instant("since"),
    instant("told_at", nullable=True),
)
