"""Fast: a mail that carries another on may be kept as a recipe, which names the other's places;
what each rule opened lately is counted, and what a clock that was ahead has written is found,
without reading every row.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("kept", sa.Column("source", sa.Text(), nullable=True))
    quotes = sa.text("source IS NOT NULL")
    op.create_index(
        "ix_kept_source", "kept", ["source"], sqlite_where=quotes, postgresql_where=quotes
    )
    op.create_index("ix_requests_opened_at", "requests", ["opened_at", "rule"])
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.drop_index("ix_requests_owner", "requests")
    op.create_index("ix_requests_owner", "requests", ["owner", "status", "id", "confidential"])
    runs = sa.text("promised_at IS NOT NULL")
    chosen_by = ["promised_at", "id", "status", "owner", "confidential"]
    op.drop_index("ix_requests_promised_at", "requests")
    op.create_index(
        "ix_requests_promised_at", "requests", chosen_by, sqlite_where=runs, postgresql_where=runs
    )
