"""Words: dispositions, rules as a column of the ledger, addresses. Mail that was asked
back is no longer called held.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("ALTER TABLE requests RENAME COLUMN requester_mail TO requester_address")
    _ledger()
    _dispositions()
    _rules()
    _extras()


def _ledger() -> None:
    op.execute("ALTER TABLE ledger RENAME COLUMN fate TO disposition")
    op.drop_index("ix_ledger_fate", "ledger")
    # SQLite changes a constraint by writing the table anew, and tells nobody of those it has.
    with op.batch_alter_table("ledger", copy_from=_ledger_before()) as batch:
        batch.drop_constraint(op.f("ck_ledger_fate"), type_="check")
        batch.create_check_constraint(
            op.f("ck_ledger_disposition"),
            "disposition IN ('opened', 'reply', 'duplicate', 'ignored', 'held', 'asked back', "
            "'unverified', 'quarantine')",
        )
        batch.add_column(sa.Column("rule", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_ledger_disposition", "ledger", ["disposition", "id"])


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
        sa.CheckConstraint("disposition != ''", name=op.f("ck_ledger_fate")),
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
    )
    left = sa.text("put_away = ''")
    sa.Index(
        "ix_ledger_not_put_away",
        *(table.c.mailbox, table.c.uidvalidity, table.c.uid),
        sqlite_where=left,
        postgresql_where=left,
    )
    return table


def _dispositions() -> None:
    """Two things were called held: mail of a flood, whose reason said so, and mail whose author was
    asked back.
    """
    op.execute(
        "UPDATE ledger SET disposition = 'asked back' WHERE disposition = 'held' "
        "AND reason NOT LIKE '%held: too much mail in a short time%'"
    )


def _rules() -> None:
    """By which rule a mail opened a request; by which it needs no answer stood in the reason alone:
    "rule NAME: nobody: ...".
    """
    op.execute(
        "UPDATE ledger SET rule = COALESCE((SELECT requests.rule FROM requests "
        "WHERE requests.id = ledger.request_id), '') WHERE disposition = 'opened'"
    )
    lines = sa.table("ledger", sa.column("id"), sa.column("reason"), sa.column("rule"))
    said = sa.select(lines.c.id, lines.c.reason).where(
        sa.column("disposition") == "ignored", lines.c.reason.like("rule %: nobody: %")
    )
    conn = op.get_bind()
    named = [
        {"which": row.id, "name": row.reason.removeprefix("rule ").partition(": nobody: ")[0]}
        for row in conn.execute(said)
    ]
    if named:
        wanted = sa.update(lines).where(lines.c.id == sa.bindparam("which"))
        conn.execute(wanted.values(rule=sa.bindparam("name")), named)


def _extras() -> None:
    """What rules give may get a new kind of value without a new step."""
    before = sa.Table(
        "extras",
        sa.MetaData(),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint("kind != ''", name=op.f("ck_extras_kind")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_extras_request_id")),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_extras")),
        sa.UniqueConstraint("request_id", "kind", "value", name=op.f("uq_extras_request_id")),
        sa.Index("ix_extras_value", "kind", "value", "request_id"),
    )
    with op.batch_alter_table("extras", copy_from=before) as batch:
        batch.drop_constraint(op.f("ck_extras_kind"), type_="check")
