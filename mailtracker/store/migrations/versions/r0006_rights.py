"""Rights: who stood in copy of a request and takes no part, what was spent on whom, what is told
once a day; bounce addresses. Mail kept back in a flood is no longer called held.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from mailtracker.store.migrations import keys_0006

revision = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _ledger()
    _copied()
    _outbox()
    _spent()
    _lines()
    keys_0006.rewrite(op.get_bind())


def _ledger() -> None:
    with op.batch_alter_table("ledger", copy_from=_ledger_before()) as batch:
        batch.drop_constraint(op.f("ck_ledger_disposition"), type_="check")
        batch.add_column(sa.Column("proof", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("folder", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("unstripped", sa.Text(), nullable=False, server_default=""))
    op.execute("UPDATE ledger SET disposition = 'flood' WHERE disposition = 'held'")
    with op.batch_alter_table("ledger", copy_from=_ledger_between()) as batch:
        batch.create_check_constraint(
            op.f("ck_ledger_disposition"),
            "disposition IN ('opened', 'reply', 'duplicate', 'ignored', 'flood', 'asked back', "
            "'unverified', 'quarantine')",
        )
    signed = sa.text("unstripped != ''")
    op.create_index(
        "ix_ledger_unstripped",
        "ledger",
        ["fetched_at"],
        sqlite_where=signed,
        postgresql_where=signed,
    )


def _ledger_before() -> sa.Table:
    table = _ledger_columns()
    table.append_constraint(
        sa.CheckConstraint("disposition != ''", name=op.f("ck_ledger_disposition"))
    )
    return table


def _ledger_between() -> sa.Table:
    table = _ledger_columns()
    table.append_column(sa.Column("proof", sa.Text(), nullable=False, server_default=""))
    table.append_column(sa.Column("folder", sa.Text(), nullable=False, server_default=""))
    table.append_column(sa.Column("unstripped", sa.Text(), nullable=False, server_default=""))
    return table


def _ledger_columns() -> sa.Table:
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
        sa.CheckConstraint(
            "put_away IN ('', 'moved', 'keyword', 'left')", name=op.f("ck_ledger_put_away")
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
    left = sa.text("put_away = ''")
    sa.Index(
        "ix_ledger_not_put_away",
        *(table.c.mailbox, table.c.uidvalidity, table.c.uid),
        sqlite_where=left,
        postgresql_where=left,
    )
    return table


def _copied() -> None:
    """All who stood there took part."""
    op.add_column(
        "copied", sa.Column("standing", sa.Text(), nullable=False, server_default="in copy")
    )


def _outbox() -> None:
    op.add_column("outbox", sa.Column("bounce", sa.Text(), nullable=True))
    op.add_column("outbox", sa.Column("about_line", NUMBER, nullable=True))
    op.add_column(
        "outbox", sa.Column("revoked", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index("ix_outbox_bounce", "outbox", ["bounce"], unique=True)


def _spent() -> None:
    op.create_table(
        "spent",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("budget", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent")),
    )
    op.create_index("ix_spent_budget", "spent", ["budget", "key", "at"])


def _lines() -> None:
    op.create_table(
        "digest_lines",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_digest_lines_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_lines")),
    )
    op.create_index("ix_digest_lines_due_at", "digest_lines", ["due_at"])
