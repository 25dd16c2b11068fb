"""Who serves this database: the daemons, and which mailbox was read to its end when."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, Table

from mailtracker.store.columns import Clean, Number
from mailtracker.store.tables.making import a_text, instant, metadata

# One row a life of a daemon. Instants are the database's own: the clocks of two machines differ.
daemons = Table(
    "daemons",
    metadata,
    Column("id", Number, primary_key=True),
    # "host:process", as `status` shows it
    a_text("name"),
    # of mailtracker, and the step of the schema that it was made for
    a_text("version"),
    a_text("step"),
    # of the rules in use, and since when these serve it
    a_text("rules"),
    instant("rules_since"),
    instant("began_at"),
    instant("seen_at"),
    # the server's process of the session that holds its leases
    Column("session", Integer, nullable=False),
    # "" while it serves, else why it stands by
    a_text("stands_by"),
    # those of its config, a line each
    a_text("mailboxes"),
)

# The end of each mailbox's last full pass: silence counts only after it.
passes = Table(
    "passes",
    metadata,
    Column("mailbox", Clean(), primary_key=True),
    Column("daemon", Number, nullable=False),
    # by the clock of who read it, and by the database's
    instant("began_at"),
    instant("ended_at"),
    # its Sent folder was looked into before
    Column("sent", Boolean(create_constraint=False), nullable=False),
)

# What the loop of a mailbox works on right now, as JSON (`store/working.py`).
working = Table(
    "working",
    metadata,
    a_text("mailbox"),
    # a word of its own for each life of a daemon
    a_text("holder"),
    a_text("record"),
    PrimaryKeyConstraint("mailbox", "holder"),
)
