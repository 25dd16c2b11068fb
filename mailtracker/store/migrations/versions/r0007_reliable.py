"""Reliability: the moves of a mail out and of a mail in are checked by the database, mails that
could not be taken yet are counted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

MOVES = (
    *(">ready", "ready>sending", "sending>sent", "sending>ready", "sending>failed"),
    *("sending>uncertain", "uncertain>sent", "uncertain>ready", "uncertain>failed"),
    *("ready>failed", "failed>ready", "ready>sent"),
)


def upgrade() -> None:
    _outbox()
    _ledger()
    _in_hand()


def _outbox() -> None:
    """How a row came to its state nobody wrote down; only one way is likely for each."""
    with op.batch_alter_table("outbox", copy_from=_outbox_before()) as batch:
        batch.add_column(sa.Column("was", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("resent", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("refused_by", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("proven_by", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE outbox SET was = 'ready' WHERE state = 'sending'")
    op.execute("UPDATE outbox SET was = 'sending' WHERE state IN ('sent', 'failed', 'uncertain')")
    with op.batch_alter_table("outbox", copy_from=_outbox_between()) as batch:
        listed = ", ".join(f"'{move}'" for move in MOVES)
        batch.create_check_constraint(op.f("ck_outbox_move"), f"was || '>' || state IN ({listed})")
        batch.create_check_constraint(
            op.f("ck_outbox_proven_by"), "proven_by IN ('', 'echo', 'sent folder', 'cited')"
        )
    refused = sa.text("state = 'ready' AND refused_by != ''")
    op.create_index(
        "ix_outbox_refused",
        "outbox",
        ["refused_by", "next_try_at"],
        sqlite_where=refused,
        postgresql_where=refused,
    )


def _outbox_between() -> sa.Table:
    table = _outbox_before()
    table.append_column(sa.Column("was", sa.Text(), nullable=False, server_default=""))
    table.append_column(sa.Column("resent", sa.Integer(), nullable=False, server_default="0"))
    table.append_column(sa.Column("refused_by", sa.Text(), nullable=False, server_default=""))
    table.append_column(sa.Column("proven_by", sa.Text(), nullable=False, server_default=""))
    return table


def _outbox_before() -> sa.Table:
    table = sa.Table(
        "outbox",
        sa.MetaData(),
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
        sa.Column("bounce", sa.Text(), nullable=True),
        sa.Column("about_line", NUMBER, nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.CheckConstraint("lane IN ('requester', 'team', 'owner')", name=op.f("ck_outbox_lane")),
        sa.CheckConstraint(
            "state IN ('ready', 'sending', 'sent', 'failed', 'uncertain')",
            name=op.f("ck_outbox_state"),
        ),
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
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_outbox_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("row_key", name=op.f("uq_outbox_row_key")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_id")),
        sa.UniqueConstraint("token", name=op.f("uq_outbox_token")),
        sa.Index("ix_outbox_sha256", "sha256"),
        sa.Index("ix_outbox_request_id", "request_id", "recipient_key", "id"),
        sa.Index("ix_outbox_recipient_key", "recipient_key", "created_at"),
        sa.Index("ix_outbox_bounce", "bounce", unique=True),
    )
    _partial(table, "ix_outbox_ready", ("next_try_at", "id"), "state = 'ready'")
    _partial(table, "ix_outbox_claimed", ("id",), "claimed_at IS NOT NULL")
    _partial(table, "ix_outbox_settled", ("state", "id", "settled_at"), "settled_at IS NOT NULL")
    return table


def _partial(table: sa.Table, name: str, columns: tuple[str, ...], where: str) -> None:
    condition = sa.text(where)
    found = [table.c[column] for column in columns]
    sa.Index(name, *found, sqlite_where=condition, postgresql_where=condition)


def _ledger() -> None:
    """Each line begins in quarantine; what moved later nobody wrote down."""
    with op.batch_alter_table("ledger", copy_from=_ledger_before()) as batch:
        batch.add_column(sa.Column("was", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE ledger SET was = 'quarantine' WHERE disposition != 'quarantine'")
    table = _ledger_before()
    table.append_column(sa.Column("was", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("ledger", copy_from=table) as batch:
        batch.create_check_constraint(
            op.f("ck_ledger_move"),
            "was IN ('') AND disposition IN ('quarantine') OR "
            "was IN ('quarantine', 'flood', 'asked back', 'unverified') AND disposition IN "
            "('opened', 'reply', 'duplicate', 'ignored', 'flood', 'asked back', 'unverified', "
            "'quarantine') OR was IN ('reply') AND disposition IN ('reply')",
        )
        batch.create_check_constraint(
            op.f("ck_ledger_no_bytes"),
            "sha256 != '' OR (put_away = 'left' AND disposition IN ('quarantine', 'ignored'))",
        )


def _ledger_before() -> sa.Table:
    table = sa.Table(
        "ledger",
        sa.MetaData(),
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
        sa.Column("disposition", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.Column("put_away", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("thread_index", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False, server_default=""),
        sa.Column("proof", sa.Text(), nullable=False, server_default=""),
        sa.Column("folder", sa.Text(), nullable=False, server_default=""),
        sa.Column("unstripped", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(
            "put_away IN ('', 'moved', 'keyword', 'left')", name=op.f("ck_ledger_put_away")
        ),
        sa.CheckConstraint(
            "disposition IN ('opened', 'reply', 'duplicate', 'ignored', 'flood', 'asked back', "
            "'unverified', 'quarantine')",
            name=op.f("ck_ledger_disposition"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_ledger_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger")),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid", name=op.f("uq_ledger_mailbox")),
        sa.Index("ix_ledger_sha256", "sha256"),
        sa.Index("ix_ledger_content_key", "content_key"),
        sa.Index("ix_ledger_message_id", "message_id"),
        sa.Index("ix_ledger_thread_index", "thread_index"),
        sa.Index("ix_ledger_request_id", "request_id", "fetched_at"),
        sa.Index("ix_ledger_sender", "sender", "fetched_at"),
        sa.Index("ix_ledger_disposition", "disposition", "id"),
    )
    _partial(table, "ix_ledger_not_put_away", ("mailbox", "uidvalidity", "uid"), "put_away = ''")
    _partial(table, "ix_ledger_unstripped", ("fetched_at",), "unstripped != ''")
    return table


def _in_hand() -> None:
    op.create_table(
        "in_hand",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("uidvalidity", NUMBER, nullable=False),
        sa.Column("uid", NUMBER, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.CheckConstraint("tries >= 1", name=op.f("ck_in_hand_tries")),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", "uid", name=op.f("pk_in_hand")),
    )
