"""Requests, who takes part in them, when their next step is due, what happened to them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    false,
    text,
    true,
)

from mailtracker.desk.request import Status
from mailtracker.store.columns import Clean, Instant, Length, Number
from mailtracker.store.tables.making import (
    a_text,
    instant,
    later_text,
    metadata,
    of_request,
    one_of,
)

requests = Table(
    "requests",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reference", Clean(), nullable=False, unique=True),
    a_text("mailbox"),
    a_text("subject"),
    a_text("status"),
    a_text("requester_address"),
    a_text("requester_name"),
    a_text("language"),
    a_text("owner"),
    a_text("rule"),
    a_text("why"),
    a_text("promise"),
    a_text("ladder"),
    instant("opened_at"),
    a_text("first_id"),
    of_request("linked_to", nullable=True, index=True),
    instant("unanswered_since", nullable=True),
    instant("promised_at", nullable=True),
    Column("quiet", Boolean(create_constraint=False), nullable=False),
    Column("answered_once", Boolean(create_constraint=False), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("openings", Integer, nullable=False),
    instant("held_since", nullable=True),
    instant("closed_at", nullable=True),
    later_text("routed_to"),
    later_text("rule_at"),
    later_text("rules_digest"),
    later_text("matched"),
    Column(
        "confidential", Boolean(create_constraint=False), nullable=False, server_default=false()
    ),
    Column("by_hand", Boolean(create_constraint=False), nullable=False, server_default=false()),
    Column("close_after", Length(), nullable=True),
    later_text("raised"),
    instant("told_at", nullable=True),
    Column("paused_left", Length(), nullable=True),
    instant("snoozed_until", nullable=True),
    Column("merged_into", Number, nullable=True),
    later_text("requester_key"),
    Column("part_of", Number, nullable=True),
    Column("ending", Length(), nullable=True),
    later_text("done_by"),
    # When its words were purged last, and whether it has any since (`store/purging.py`).
    instant("purged_at", nullable=True),
    Column("texts", Boolean(create_constraint=False), nullable=False, server_default=true()),
    Column("keep_for", Integer, nullable=True),
    one_of("status", Status),
    CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
    CheckConstraint("(unanswered_since IS NULL) = (promised_at IS NULL)", name="promised_at"),
    CheckConstraint("epoch >= 0 AND rung >= 0 AND repeats >= 0 AND openings >= 1", name="counts"),
    Index("ix_requests_status", "status", "id"),
    Index("ix_requests_owner", "owner", "status", "id", "confidential"),
    Index("ix_requests_opened_at", "opened_at", "rule"),
)
_HELD = text("held_since IS NOT NULL")
Index("ix_requests_held_since", requests.c.held_since, sqlite_where=_HELD)
_ALIVE = text("status != 'closed'")
Index("ix_requests_requester_key", requests.c.requester_key, sqlite_where=_ALIVE)
_TOLD = text("language != ''")
Index("ix_requests_language", requests.c.requester_key, sqlite_where=_TOLD)
_SNOOZED = text("snoozed_until IS NOT NULL")
Index("ix_requests_snoozed_until", requests.c.snoozed_until, sqlite_where=_SNOOZED)
_MERGED = text("merged_into IS NOT NULL")
Index("ix_requests_merged_into", requests.c.merged_into, sqlite_where=_MERGED)
_KEPT = text("keep_for IS NOT NULL")
Index("ix_requests_keep_for", requests.c.keep_for, sqlite_where=_KEPT)
_PART = text("part_of IS NOT NULL")
Index("ix_requests_part_of", requests.c.part_of, sqlite_where=_PART)
_TEXTS = text("texts")
Index("ix_requests_to_purge", requests.c.mailbox, requests.c.opened_at, sqlite_where=_TEXTS)
_CLOCK_RUNS = text("promised_at IS NOT NULL")
# With all by which people choose among them: rows that nobody wants to see are not read.
Index(
    "ix_requests_promised_at",
    *(requests.c[name] for name in ("promised_at", "id", "status", "owner", "confidential")),
    sqlite_where=_CLOCK_RUNS,
)

# Who stood in copy of a request's mails, and whether they take part (`desk.request.Standing`).
copied = Table(
    "copied",
    metadata,
    of_request(),
    Column("seq", Integer, nullable=False),
    a_text("address"),
    a_text("address_key"),
    a_text("name"),
    Column("standing", Clean(), nullable=False, server_default="in copy"),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "address_key"),
)

former_owners = Table(
    "former_owners",
    metadata,
    of_request(),
    Column("seq", Integer, nullable=False),
    a_text("owner"),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "owner"),
)

# Who had a request and said that it is not theirs, the first one first; by which rule they had
# been given it, and when the weekly word about it went out (`store/declined.py`). Whoever gets
# it all the same stands here no more.
declined = Table(
    "declined",
    metadata,
    of_request(),
    Column("seq", Integer, nullable=False),
    a_text("person"),
    a_text("rule"),
    instant("at"),
    instant("told_at", nullable=True),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "person"),
)
_UNTOLD = text("told_at IS NULL")
Index("ix_declined_at", declined.c.at, sqlite_where=_UNTOLD)

# What the rules gave a request and has no column: a row a value (`given.py`).
extras = Table(
    "extras",
    metadata,
    of_request(),
    Column("seq", Integer, nullable=False),
    a_text("kind"),
    a_text("value"),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "kind", "value"),
    Index("ix_extras_value", "kind", "value", "request_id"),
)

# Who of a team got its last request, where the members take turns.
turns = Table("turns", metadata, Column("team", Clean(), primary_key=True), a_text("person"))

# In how many requests of each owner something is open, neither answered nor closed, and how many
# they were ever given: every decision may look at it, and counting them would cost more the more
# there are (`store/scene.py`).
loads = Table(
    "loads",
    metadata,
    Column("owner", Clean(), primary_key=True),
    Column("still_open", Integer, nullable=False),
    Column("given", Integer, nullable=False, server_default="0"),
)

# The next step of each request that has one. The epoch must equal the
# request's: an old rung cannot fire.
deadlines = Table(
    "deadlines",
    metadata,
    Column("request_id", Number, ForeignKey("requests.id"), primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("due_at", Instant(), nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    of_request(nullable=True),
    instant("at"),
    a_text("kind"),
    a_text("text"),
    Index("ix_events_request_id", "request_id", "id"),
)
