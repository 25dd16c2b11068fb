"""What the daemon knows of itself: settings, mailboxes, rule sets, budgets, health."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, LargeBinary, Table, Text

from mailtracker.store.columns import Clean, Instant, Number
from mailtracker.store.tables.making import a_text, instant, metadata, of_request

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
    instant("started_at"),
    Column("left_older", Integer, nullable=False),
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
    instant("first_used_at"),
    instant("last_used_at"),
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
    instant("asked_at"),
    instant("answered_at", nullable=True),
    a_text("answer"),
)

# What one correspondent, one domain or all of them together set off lately: a row a mail.
spent = Table(
    "spent",
    metadata,
    Column("id", Number, primary_key=True),
    a_text("budget"),
    a_text("key"),
    instant("at"),
    Index("ix_spent_budget", "budget", "key", "at"),
)

# What somebody is told together with the like of it, when the first of its lines is due.
digest_lines = Table(
    "digest_lines",
    metadata,
    Column("id", Number, primary_key=True),
    of_request(nullable=True),
    a_text("person"),
    a_text("kind"),
    a_text("text"),
    instant("at"),
    Column("due_at", Instant(), nullable=False, index=True),
)

# For which day of theirs it was looked last whether somebody has anything open, and told them.
daily_digests = Table(
    "daily_digests",
    metadata,
    Column("person", Clean(), primary_key=True),
    Column("day", Date, nullable=False),
)

health = Table(
    "health",
    metadata,
    Column("part", Clean(), primary_key=True),
    Column("ok", Boolean(create_constraint=False), nullable=False),
    a_text("text"),
    instant("since"),
    instant("seen_at"),
)
