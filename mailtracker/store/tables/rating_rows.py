"""How requests were, as their requesters say. No row says anything of a person of the owner's
side.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table

from mailtracker.desk.ratings.rating_words import Rating
from mailtracker.store.tables.making import (
    a_text,
    instant,
    later_text,
    metadata,
    of_request,
    one_of,
)

# One a closing: a later word takes the place of an earlier one.
ratings = Table(
    "ratings",
    metadata,
    of_request(),
    # The request was closed for the so-manieth time: 1, and one more after each reopening.
    Column("closing", Integer, nullable=False),
    a_text("rating"),
    # What stood with it, and what who complained was told to have been done about it.
    a_text("said"),
    later_text("done"),
    # The key of the address that it came from.
    a_text("by_address"),
    instant("at"),
    of_request("complaint_id", nullable=True, index=True),
    PrimaryKeyConstraint("request_id", "closing"),
    one_of("rating", Rating),
    CheckConstraint("closing >= 1", name="closing"),
    Index("ix_ratings_at", "at"),
)
