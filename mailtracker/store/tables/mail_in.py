"""Every mail that came: its line in the ledger, and those that could not be taken yet."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.store.columns import Clean, Number
from mailtracker.store.states import MAIL_IN, are_legal
from mailtracker.store.tables.making import (
    a_text,
    instant,
    later_text,
    metadata,
    of_request,
    one_of,
)

ledger = Table(
    "ledger",
    metadata,
    Column("id", Number, primary_key=True),
    a_text("mailbox"),
    Column("uidvalidity", Number, nullable=False),
    Column("uid", Number, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("content_key", Clean(), nullable=False, index=True),
    Column("message_id", Clean(), nullable=False, index=True),
    a_text("sender"),
    a_text("subject"),
    instant("arrived_at"),
    instant("fetched_at"),
    Column("size", Number, nullable=False),
    a_text("kind"),
    a_text("disposition"),
    a_text("reason"),
    later_text("rule"),
    of_request(nullable=True),
    a_text("put_away"),
    Column("tries", Integer, nullable=False),
    a_text("trouble"),
    Column("thread_index", Text, nullable=True, index=True),
    later_text("proof"),
    later_text("folder"),
    later_text("unstripped"),
    later_text("was"),
    later_text("lasting_id"),
    later_text("likeness"),
    # Its words are gone, here and where its bytes were kept (`store/purging.py`).
    Column("purged", Boolean(create_constraint=False), nullable=False, server_default=false()),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    one_of("disposition", Disposition),
    one_of("put_away", ("", *PutAway)),
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
_TO_PURGE = text("request_id IS NULL AND NOT purged")
Index("ix_ledger_to_purge", ledger.c.mailbox, ledger.c.fetched_at, sqlite_where=_TO_PURGE)
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
    a_text("mailbox"),
    Column("uidvalidity", Number, nullable=False),
    Column("uid", Number, nullable=False),
    Column("tries", Integer, nullable=False),
    instant("since"),
    instant("next_try_at"),
    a_text("trouble"),
    PrimaryKeyConstraint("mailbox", "uidvalidity", "uid"),
    CheckConstraint("tries >= 1", name="tries"),
)

_SIGNED = text("unstripped != ''")
Index(
    "ix_ledger_unstripped",
    ledger.c.fetched_at,
    sqlite_where=_SIGNED,
)
