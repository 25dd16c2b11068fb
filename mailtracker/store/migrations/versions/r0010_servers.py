"""Servers: which Message-IDs they put in the place of ours, and what they call a mail for good,
whatever folder and number it has.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "server_ids",
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("outbox_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_server_ids_outbox_id")),
        sa.PrimaryKeyConstraint("message_id", name=op.f("pk_server_ids")),
    )
    op.create_index("ix_server_ids_outbox_id", "server_ids", ["outbox_id"])
    op.add_column("ledger", sa.Column("lasting_id", sa.Text(), nullable=False, server_default=""))
    named = sa.text("lasting_id != ''")
    op.create_index(
        "ix_ledger_lasting_id",
        "ledger",
        ["mailbox", "lasting_id"],
        sqlite_where=named,
        postgresql_where=named,
    )
