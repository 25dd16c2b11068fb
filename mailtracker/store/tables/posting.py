"""What is still to be told to hooks: a row a post, gone when it was taken or given up."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from mailtracker.store.columns import Number
from mailtracker.store.tables.making import a_text, instant, metadata, of_request

posts = Table(
    "posts",
    metadata,
    Column("id", Number, primary_key=True),
    of_request(),
    a_text("hook"),
    # By which whoever gets it twice knows it.
    a_text("key"),
    # JSON, the same bytes at each try.
    Column("body", Text, nullable=False),
    instant("created_at"),
    instant("next_try_at"),
    Column("tries", Integer, nullable=False),
    UniqueConstraint("hook", "key"),
    Index("ix_posts_next_try_at", "hook", "next_try_at"),
)
