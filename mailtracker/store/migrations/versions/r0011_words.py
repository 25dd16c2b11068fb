"""Words: what of a mail stays as it was when lists and gateways add to it, and how many requests
each person was ever given, so that who knows what a reply may begin with is not taught it any more.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("ledger", sa.Column("likeness", sa.Text(), nullable=False, server_default=""))
    op.add_column("loads", sa.Column("given", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "INSERT INTO loads (owner, still_open, given) "
        "SELECT owner, 0, count(*) FROM requests WHERE true GROUP BY owner "
        "ON CONFLICT (owner) DO UPDATE SET given = excluded.given"
    )
