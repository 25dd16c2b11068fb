"""First tables: requests with their deadlines and events, ledger, outbox, kept mail, health."""

# A frozen copy of what store/tables said then. A later change is a
# later step, never an edit here.

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _base()
    _mail()
    _requests()
    _beside_requests()
    _ledger()
    _outbox()


def _base() -> None:
    op.create_table(
        "counters",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_counters")),
    )
    op.create_table(
        "health",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("seen_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_health")),
    )
    op.create_table(
        "mailboxes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uidvalidity", NUMBER, nullable=False),
        sa.Column("first_uid", NUMBER, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("left_older", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_mailboxes")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )


def _mail() -> None:
    op.create_table(
        "kept",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_kept")),
    )
    op.create_index(op.f("ix_kept_added_at"), "kept", ["added_at"], unique=False)
    op.create_table(
        "chunks",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["kept.sha256"], name=op.f("fk_chunks_sha256"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sha256", "seq", name=op.f("pk_chunks")),
    )


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("requester_mail", sa.Text(), nullable=False),
        sa.Column("requester_name", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("ladder", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("first_id", sa.Text(), nullable=False),
        sa.Column("linked_to", NUMBER, nullable=True),
        sa.Column("unanswered_since", INSTANT, nullable=True),
        sa.Column("promised_at", INSTANT, nullable=True),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("answered_once", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("held_since", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_requests_closed_at")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'waiting', 'answered', 'closed')", name=op.f("ck_requests_status")
        ),
        sa.CheckConstraint(
            "(unanswered_since IS NULL) = (promised_at IS NULL)",
            name=op.f("ck_requests_promised_at"),
        ),
        sa.CheckConstraint(
            "epoch >= 0 AND rung >= 0 AND repeats >= 0 AND openings >= 1",
            name=op.f("ck_requests_counts"),
        ),
        sa.ForeignKeyConstraint(["linked_to"], ["requests.id"], name=op.f("fk_requests_linked_to")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requests")),
        sa.UniqueConstraint("reference", name=op.f("uq_requests_reference")),
    )
    op.create_index(
        "ix_requests_held_since",
        "requests",
        ["held_since"],
        unique=False,
        sqlite_where=sa.text("held_since IS NOT NULL"),
        postgresql_where=sa.text("held_since IS NOT NULL"),
    )
    op.create_index(
        "ix_requests_load",
        "requests",
        ["owner", "status"],
        unique=False,
        sqlite_where=sa.text("status NOT IN ('answered', 'closed')"),
        postgresql_where=sa.text("status NOT IN ('answered', 'closed')"),
    )
    op.create_index("ix_requests_owner", "requests", ["owner", "status", "id"], unique=False)
    op.create_index(
        "ix_requests_promised_at",
        "requests",
        ["promised_at"],
        unique=False,
        sqlite_where=sa.text("promised_at IS NOT NULL"),
        postgresql_where=sa.text("promised_at IS NOT NULL"),
    )
    op.create_index("ix_requests_status", "requests", ["status", "id"], unique=False)


def _beside_requests() -> None:
    op.create_table(
        "copied",
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_copied_request_id")),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_copied")),
        sa.UniqueConstraint("request_id", "address_key", name=op.f("uq_copied_request_id")),
    )
    op.create_table(
        "deadlines",
        sa.Column("request_id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_deadlines_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", name=op.f("pk_deadlines")),
    )
    op.create_index(op.f("ix_deadlines_due_at"), "deadlines", ["due_at"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_events_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index("ix_events_request_id", "events", ["request_id", "id"], unique=False)
    op.create_table(
        "former_owners",
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_former_owners_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_former_owners")),
        sa.UniqueConstraint("request_id", "owner", name=op.f("uq_former_owners_request_id")),
    )


def _ledger() -> None:
    op.create_table(
        "ledger",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", NUMBER, nullable=False),
        sa.Column("uid", NUMBER, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("arrived_at", INSTANT, nullable=False),
        sa.Column("fetched_at", INSTANT, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.Column("put_away", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "fate IN ('opened', 'reply', 'duplicate', 'ignored', 'held', 'unverified', "
            "'quarantine')",
            name=op.f("ck_ledger_fate"),
        ),
        sa.CheckConstraint(
            "put_away IN ('', 'moved', 'keyword', 'left')", name=op.f("ck_ledger_put_away")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_ledger_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name=op.f("uq_ledger_mailbox")),
    )
    op.create_index(op.f("ix_ledger_content_key"), "ledger", ["content_key"], unique=False)
    op.create_index("ix_ledger_fate", "ledger", ["fate", "id"], unique=False)
    op.create_index("ix_ledger_sender", "ledger", ["sender", "fetched_at"], unique=False)
    op.create_index(op.f("ix_ledger_message_id"), "ledger", ["message_id"], unique=False)
    op.create_index(
        "ix_ledger_not_put_away",
        "ledger",
        ["mailbox", "uidvalidity", "uid"],
        unique=False,
        sqlite_where=sa.text("put_away = ''"),
        postgresql_where=sa.text("put_away = ''"),
    )
    op.create_index("ix_ledger_request_id", "ledger", ["request_id", "fetched_at"], unique=False)
    op.create_index(op.f("ix_ledger_sha256"), "ledger", ["sha256"], unique=False)


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("recipient_key", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("env_from", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=True),
        sa.Column("settled_at", INSTANT, nullable=True),
        sa.Column("code", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.CheckConstraint(
            "(state = 'sending') = (claimed_at IS NOT NULL)", name=op.f("ck_outbox_claimed_at")
        ),
        sa.CheckConstraint(
            "(state IN ('ready', 'sending')) = (settled_at IS NULL)",
            name=op.f("ck_outbox_settled_at"),
        ),
        sa.CheckConstraint(
            "attempts >= 0 AND (attempts > 0 OR state = 'ready')", name=op.f("ck_outbox_attempts")
        ),
        sa.CheckConstraint("lane IN ('requester', 'owner', 'team')", name=op.f("ck_outbox_lane")),
        sa.CheckConstraint(
            "state IN ('ready', 'sending', 'sent', 'failed', 'uncertain')",
            name=op.f("ck_outbox_state"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_outbox_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        sa.UniqueConstraint("row_key", name=op.f("uq_outbox_row_key")),
        sa.UniqueConstraint("token", name=op.f("uq_outbox_token")),
    )
    op.create_index(
        "ix_outbox_claimed",
        "outbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("claimed_at IS NOT NULL"),
        postgresql_where=sa.text("claimed_at IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_ready",
        "outbox",
        ["next_try_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'ready'"),
        postgresql_where=sa.text("state = 'ready'"),
    )
    op.create_index(
        "ix_outbox_recipient_key", "outbox", ["recipient_key", "created_at"], unique=False
    )
    op.create_index(
        "ix_outbox_request_id", "outbox", ["request_id", "recipient_key", "id"], unique=False
    )
    op.create_index(
        "ix_outbox_settled",
        "outbox",
        ["state", "id", "settled_at"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NOT NULL"),
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_outbox_sha256"), "outbox", ["sha256"], unique=False)
