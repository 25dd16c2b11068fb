"""Words: what of a mail stays as it was when lists and gateways add to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("likeness", sa.Text(), nullable=False, server_default=""))
