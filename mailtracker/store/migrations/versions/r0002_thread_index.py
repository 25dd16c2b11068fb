"""Outlook's conversation, by which an answer without any id finds its request; sequels are found
by what they are linked to.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("thread_index", sa.Text(), nullable=True))
    op.create_index(op.f("ix_ledger_thread_index"), "ledger", ["thread_index"])
    op.create_index(op.f("ix_requests_linked_to"), "requests", ["linked_to"])
