"""The tables as data. What may stand in a row is said here, by named
constraints, and held by the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.desk.request import Lane, ProvenBy, State, Status
from mailtracker.store.columns import Clean, Instant, Length, Number
from mailtracker.store.states import MAIL_IN, MAIL_OUT, are_legal, is_legal

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)


@compiles(CreateIndex, "postgresql")
def _partial_there_too(create: CreateIndex, compiler: Any, **options: object) -> str:
    """Which rows an index has is said once, as `sqlite_where`: an option by the name of another
    dialect would load that dialect, a tenth of what a command takes to come up.
    """
    where = create.element.dialect_options["sqlite"]["where"]
    create.element.dialect_options["postgresql"]["where"] = where
    return str(compiler.visit_create_index(create, **options))


def _one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _text(name: str) -> Column[str]:
    return Column(name, Clean(), nullable=False)


def _later_text(name: str) -> Column[str]:
    """A text that came in with a later step: empty in the rows that stood there before."""
    return Column(name, Clean(), nullable=False, server_default="")


def _instant(name: str, nullable: bool = False) -> Column[object]:
    return Column(name, Instant(), nullable=nullable)


def _of_request(
    name: str = "request_id", nullable: bool = False, index: bool = False
) -> Column[int]:
    return Column(name, Number, ForeignKey("requests.id"), nullable=nullable, index=index or None)


settings = Table(
    "settings",
    metadata,
    Column("key", Clean(), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

# Where each mailbox was begun: its epoch (UIDVALIDITY) and the first UID that is ours to serve.
mailboxes = Table(
    "mailboxes",
    metadata,
    Column("name", Clean(), primary_key=True),
    Column("uidvalidity", Number, nullable=False),
    Column("first_uid", Number, nullable=False),
    _instant("started_at"),
    Column("left_older", Integer, nullable=False),
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

requests = Table(
    "requests",
    metadata,
    Column("id", Number, primary_key=True),
    Column("reference", Clean(), nullable=False, unique=True),
    _text("mailbox"),
    _text("subject"),
    _text("status"),
    _text("requester_address"),
    _text("requester_name"),
    _text("language"),
    _text("owner"),
    _text("rule"),
    _text("why"),
    _text("promise"),
    _text("ladder"),
    _instant("opened_at"),
    _text("first_id"),
    _of_request("linked_to", nullable=True, index=True),
    _instant("unanswered_since", nullable=True),
    _instant("promised_at", nullable=True),
    Column("quiet", Boolean(create_constraint=False), nullable=False),
    Column("answered_once", Boolean(create_constraint=False), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("rung", Integer, nullable=False),
    Column("repeats", Integer, nullable=False),
    Column("openings", Integer, nullable=False),
    _instant("held_since", nullable=True),
    _instant("closed_at", nullable=True),
    _later_text("routed_to"),
    _later_text("rule_at"),
    _later_text("rules_digest"),
    _later_text("matched"),
    Column(
        "confidential", Boolean(create_constraint=False), nullable=False, server_default=false()
    ),
    Column("close_after", Length(), nullable=True),
    _one_of("status", Status),
    CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at"),
    CheckConstraint("(unanswered_since IS NULL) = (promised_at IS NULL)", name="promised_at"),
    CheckConstraint("epoch >= 0 AND rung >= 0 AND repeats >= 0 AND openings >= 1", name="counts"),
    Index("ix_requests_status", "status", "id"),
    Index("ix_requests_owner", "owner", "status", "id", "confidential"),
    Index("ix_requests_opened_at", "opened_at", "rule"),
)
_HELD = text("held_since IS NOT NULL")
Index("ix_requests_held_since", requests.c.held_since, sqlite_where=_HELD)
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
    _of_request(),
    Column("seq", Integer, nullable=False),
    _text("address"),
    _text("address_key"),
    _text("name"),
    Column("standing", Clean(), nullable=False, server_default="in copy"),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "address_key"),
)

former_owners = Table(
    "former_owners",
    metadata,
    _of_request(),
    Column("seq", Integer, nullable=False),
    _text("owner"),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "owner"),
)

# What the rules gave a request and has no column: a row a value (`given.py`).
extras = Table(
    "extras",
    metadata,
    _of_request(),
    Column("seq", Integer, nullable=False),
    _text("kind"),
    _text("value"),
    PrimaryKeyConstraint("request_id", "seq"),
    UniqueConstraint("request_id", "kind", "value"),
    Index("ix_extras_value", "kind", "value", "request_id"),
)

# Who of a team got its last request, where the members take turns.
turns = Table("turns", metadata, Column("team", Clean(), primary_key=True), _text("person"))

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

ledger = Table(
    "ledger",
    metadata,
    Column("id", Number, primary_key=True),
    _text("mailbox"),
    Column("uidvalidity", Number, nullable=False),
    Column("uid", Number, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("content_key", Clean(), nullable=False, index=True),
    Column("message_id", Clean(), nullable=False, index=True),
    _text("sender"),
    _text("subject"),
    _instant("arrived_at"),
    _instant("fetched_at"),
    Column("size", Number, nullable=False),
    _text("kind"),
    _text("disposition"),
    _text("reason"),
    _later_text("rule"),
    _of_request(nullable=True),
    _text("put_away"),
    Column("tries", Integer, nullable=False),
    _text("trouble"),
    Column("thread_index", Text, nullable=True, index=True),
    _later_text("proof"),
    _later_text("folder"),
    _later_text("unstripped"),
    _later_text("was"),
    _later_text("lasting_id"),
    _later_text("likeness"),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    _one_of("disposition", Disposition),
    _one_of("put_away", ("", *PutAway)),
    CheckConstraint(are_legal(MAIL_IN, "disposition", "was", "disposition"), name="move"),
    # Of what we could not fetch only a human can decide, and only the mailbox has it.
    CheckConstraint(
        "sha256 != '' OR (put_away = 'left' AND disposition IN ('quarantine', 'ignored'))",
        name="no_bytes",
    ),
    Index("ix_ledger_request_id", "request_id", "fetched_at"),
    Index("ix_ledger_disposition", "disposition", "id"),
    Index("ix_ledger_sender", "sender", "fetched_at"),
)
Index(
    "ix_ledger_lasting_id",
    ledger.c.mailbox,
    ledger.c.lasting_id,
    sqlite_where=text("lasting_id != ''"),
)
_LEFT = text("put_away = ''")
Index(
    "ix_ledger_not_put_away",
    ledger.c.mailbox,
    ledger.c.uidvalidity,
    ledger.c.uid,
    sqlite_where=_LEFT,
)

# Mails that could not be taken yet: the server would not give them, or we died over them. A row
# goes when its mail has a line in the ledger.
in_hand = Table(
    "in_hand",
    metadata,
    _text("mailbox"),
    Column("uidvalidity", Number, nullable=False),
    Column("uid", Number, nullable=False),
    Column("tries", Integer, nullable=False),
    _instant("since"),
    _instant("next_try_at"),
    _text("trouble"),
    PrimaryKeyConstraint("mailbox", "uidvalidity", "uid"),
    CheckConstraint("tries >= 1", name="tries"),
)

_SIGNED = text("unstripped != ''")
Index(
    "ix_ledger_unstripped",
    ledger.c.fetched_at,
    sqlite_where=_SIGNED,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Number, primary_key=True),
    Column("row_key", Clean(), nullable=False, unique=True),
    _of_request(nullable=True),
    _text("letter"),
    _text("lane"),
    _text("recipient"),
    _text("recipient_key"),
    _text("person"),
    Column("message_id", Clean(), nullable=False, unique=True),
    Column("token", Clean(), nullable=True, unique=True),
    _text("env_from"),
    Column("sha256", Text, nullable=False, index=True),
    _text("state"),
    Column("attempts", Integer, nullable=False),
    _instant("next_try_at"),
    _instant("claimed_at", nullable=True),
    _instant("settled_at", nullable=True),
    Column("code", Integer, nullable=True),
    _text("answer"),
    Column("created_at", Instant(), nullable=False, index=True),
    Column("bounce", Clean(), nullable=True),
    Column("about_line", Number, nullable=True),
    Column("revoked", Boolean(create_constraint=False), nullable=False, server_default=false()),
    # The state before this one, so that the database itself knows which moves are legal.
    _later_text("was"),
    # How often it went out again after nobody knew what had become of it.
    Column("resent", Integer, nullable=False, server_default="0"),
    # What refused it for now, which the next success may have ended (`store/outbox.py`).
    _later_text("refused_by"),
    # What proved that it arrived, before or after anybody doubted it.
    _later_text("proven_by"),
    _one_of("lane", Lane),
    _one_of("state", State),
    _one_of("proven_by", ("", *ProvenBy)),
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

events = Table(
    "events",
    metadata,
    Column("id", Number, primary_key=True),
    _of_request(nullable=True),
    _instant("at"),
    _text("kind"),
    _text("text"),
    Index("ix_events_request_id", "request_id", "id"),
)

counters = Table(
    "counters",
    metadata,
    Column("prefix", Clean(), primary_key=True),
    Column("next", Integer, nullable=False),
)

# Every rule set that ever served, as a zip of the files it was read from: to start from when those
# on disk are broken, and to show what decided a request. Never purged: a team's rules are a few kB.
rulesets = Table(
    "rulesets",
    metadata,
    Column("digest", Text, primary_key=True),
    _instant("first_used_at"),
    _instant("last_used_at"),
    Column("names", Text, nullable=False),
)

# Their files, packed, each once however many rule sets have it. `names`
# above: JSON, from path to sha256.
rulefiles = Table(
    "rulefiles",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

# `mailtracker reload` asks here, the daemon answers; `answer` is JSON.
reloads = Table(
    "reloads",
    metadata,
    Column("id", Number, primary_key=True),
    _instant("asked_at"),
    _instant("answered_at", nullable=True),
    _text("answer"),
)

# What one correspondent, one domain or all of them together set off lately: a row a mail.
spent = Table(
    "spent",
    metadata,
    Column("id", Number, primary_key=True),
    _text("budget"),
    _text("key"),
    _instant("at"),
    Index("ix_spent_budget", "budget", "key", "at"),
)

# What somebody is told together with the like of it, when the first of its lines is due.
digest_lines = Table(
    "digest_lines",
    metadata,
    Column("id", Number, primary_key=True),
    _of_request(nullable=True),
    _text("person"),
    _text("kind"),
    _text("text"),
    _instant("at"),
    Column("due_at", Instant(), nullable=False, index=True),
)

health = Table(
    "health",
    metadata,
    Column("part", Clean(), primary_key=True),
    Column("ok", Boolean(create_constraint=False), nullable=False),
    _text("text"),
    _instant("since"),
    _instant("seen_at"),
)
