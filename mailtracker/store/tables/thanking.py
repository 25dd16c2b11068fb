"""Thanks, until a weekly mail has quoted them."""

from __future__ import annotations

from sqlalchemy import Column, Table

from mailtracker.store.columns import Number
from mailtracker.store.tables.making import a_text, instant, metadata, of_request

# Who thanked (the key of their address, and how mails call them), whom (a person key), for which
# team, and their own words.
thanks = Table(
    "thanks",
    metadata,
    Column("id", Number, primary_key=True),
    of_request(index=True),
    instant("at"),
    a_text("team"),
    a_text("person"),
    a_text("from_key"),
    a_text("from_name"),
    a_text("words"),
)
