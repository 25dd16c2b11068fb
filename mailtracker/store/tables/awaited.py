"""Mail that is expected: how each expectation stands, and what came."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from mailtracker.store.columns import Clean, Instant, Number
from mailtracker.store.tables.making import a_text, instant, metadata, of_request

# One row for each expectation of the rules that serve. `print` tells it from one of the same name
# that wants something else; `absent` (JSON) is whose mail was missing at the due time that was
# judged last, `due_at` the next one, `people` (JSON) who owes one for that; `request_id` is the
# request that a missed one opened last.
expectations = Table(
    "expectations",
    metadata,
    Column("name", Clean(), primary_key=True),
    a_text("print"),
    instant("before_at"),
    a_text("absent"),
    instant("due_at"),
    Column("look_at", Instant(), nullable=False, index=True),
    a_text("asked"),
    a_text("people"),
    of_request(nullable=True, index=True),
)

# Each expected mail that came: for which expectation, whose, when, and its line in the ledger. A
# row goes when it is judged, but for the last of each.
ticks = Table(
    "ticks",
    metadata,
    Column("id", Number, primary_key=True),
    a_text("name"),
    a_text("who"),
    instant("at"),
    Column("line_id", Number, nullable=False),
    Index("ix_ticks_name", "name", "at"),
)
