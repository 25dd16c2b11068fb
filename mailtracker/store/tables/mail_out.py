"""Every mail of ours and what became of it, and the bytes of mail in and out."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
    text,
)

from mailtracker.desk.request import Lane, ProvenBy, State
from mailtracker.store.columns import Clean, Instant, Number
from mailtracker.store.states import MAIL_OUT, is_legal
from mailtracker.store.tables.making import (
    a_text,
    instant,
    later_text,
    metadata,
    of_request,
    one_of,
)

# Raw and composed mail under its sha256. Ledger and outbox outlive the bytes, so they
# name them without a foreign key.
kept = Table(
    "kept",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("size", Number, nullable=False),
    Column("added_at", Instant(), nullable=False, index=True),
    # Of a recipe (`store/recipes.py`): the kept mail whose places it names.
    Column("source", Text, nullable=True),
)
_QUOTES = kept.c.source.is_not(None)
Index("ix_kept_source", kept.c.source, sqlite_where=_QUOTES)

chunks = Table(
    "chunks",
    metadata,
    Column("sha256", Text, ForeignKey("kept.sha256", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
    PrimaryKeyConstraint("sha256", "seq"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("row_key", Clean(), nullable=False, unique=True),
    of_request(nullable=True),
    a_text("letter"),
    a_text("lane"),
    a_text("recipient"),
    a_text("recipient_key"),
    a_text("person"),
    Column("message_id", Clean(), nullable=False, unique=True),
    Column("token", Clean(), nullable=True, unique=True),
    a_text("env_from"),
    Column("sha256", Text, nullable=False, index=True),
    a_text("state"),
    Column("attempts", Integer, nullable=False),
    instant("next_try_at"),
    instant("claimed_at", nullable=True),
    instant("settled_at", nullable=True),
    Column("code", Integer, nullable=True),
    a_text("answer"),
    Column("created_at", Instant(), nullable=False, index=True),
    Column("bounce", Clean(), nullable=True),
    Column("about_line", Number, nullable=True),
    Column("revoked", Boolean(create_constraint=False), nullable=False, server_default=false()),
    # The state before this one, so that the database itself knows which moves are legal.
    later_text("was"),
    # How often it went out again after nobody knew what had become of it.
    Column("resent", Integer, nullable=False, server_default="0"),
    # What refused it for now, which the next success may have ended (`store/outbox.py`).
    later_text("refused_by"),
    # What proved that it arrived, before or after anybody doubted it.
    later_text("proven_by"),
    # As in the ledger.
    Column("purged", Boolean(create_constraint=False), nullable=False, server_default=false()),
    # While it is on its way on a server that several daemons share: whose it is (of `daemons`),
    # until when by the database's clock, and which try came to the final dot (negative: and was
    # taken there, which is not settled yet).
    Column("claimed_by", Number, nullable=True),
    instant("lease_until", nullable=True),
    Column("at_dot", Integer, nullable=True),
    one_of("lane", Lane),
    one_of("state", State),
    one_of("proven_by", ("", *ProvenBy)),
    CheckConstraint(is_legal(MAIL_OUT, "was", "state"), name="move"),
    CheckConstraint("(state = 'sending') = (claimed_at IS NOT NULL)", name="claimed_at"),
    CheckConstraint("(state IN ('ready', 'sending')) = (settled_at IS NULL)", name="settled_at"),
    CheckConstraint("attempts >= 0 AND (attempts > 0 OR state = 'ready')", name="attempts"),
    Index("ix_outbox_request_id", "request_id", "recipient_key", "id"),
    Index("ix_outbox_recipient_key", "recipient_key", "created_at"),
    Index("ix_outbox_bounce", "bounce", unique=True),
)
# Three small indexes and not one on the state: SQLite would rather sort every ready row by
# that one than use the first.
_READY = text("state = 'ready'")
Index(
    "ix_outbox_ready",
    outbox.c.next_try_at,
    outbox.c.id,
    sqlite_where=_READY,
)
_TO_PURGE = text("request_id IS NULL AND NOT purged")
Index("ix_outbox_to_purge", outbox.c.request_id, outbox.c.created_at, sqlite_where=_TO_PURGE)
_REFUSED = text("state = 'ready' AND refused_by != ''")
Index(
    "ix_outbox_refused",
    outbox.c.refused_by,
    outbox.c.next_try_at,
    sqlite_where=_REFUSED,
)
_CLAIMED = text("claimed_at IS NOT NULL")
Index("ix_outbox_claimed", outbox.c.id, sqlite_where=_CLAIMED)
_SETTLED = text("settled_at IS NOT NULL")
Index(
    "ix_outbox_settled",
    outbox.c.state,
    outbox.c.id,
    outbox.c.settled_at,
    sqlite_where=_SETTLED,
)

# Message-IDs that servers put in the place of ours, so that some people know a mail by those alone.
server_ids = Table(
    "server_ids",
    metadata,
    Column("message_id", Clean(), primary_key=True),
    Column("outbox_id", Number, ForeignKey("outbox.id"), nullable=False, index=True),
)

# Buttons that do nothing any more, though their time is not over: who pressed one again, or found
# one in what somebody passed on, moves nothing by it. Those that nobody pressed have no row.
ended_buttons = Table(
    "ended_buttons",
    metadata,
    Column("token", Clean(), primary_key=True),
    # For which word it was made.
    a_text("word"),
    a_text("how"),
    instant("at"),
    # After that it would do nothing anyway, and the row may go.
    Column("expires_at", Instant(), nullable=False, index=True),
    of_request(nullable=True),
    one_of("how", ("used", "shown")),
)

# The reply addresses in a letter about several requests (its `row_key`): which one each is for, and
# whom what is written there reaches.
request_tokens = Table(
    "request_tokens",
    metadata,
    Column("token", Clean(), primary_key=True),
    Column("row_key", Clean(), nullable=False, index=True),
    of_request(),
    Column("lane", Clean(), nullable=False, server_default=Lane.REQUESTER),
)
