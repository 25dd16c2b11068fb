"""Flat: how many open requests each owner has is counted as they come and go, and not each time
that somebody asks.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "loads",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("still_open", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_loads")),
    )
    op.execute(
        "INSERT INTO loads SELECT owner, count(*) FROM requests "
        "WHERE status NOT IN ('answered', 'closed') GROUP BY owner"
    )
    op.drop_index("ix_requests_load", "requests")
