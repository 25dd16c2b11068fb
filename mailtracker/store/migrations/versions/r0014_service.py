"""The service that people feel: endings, ratings, thanks, confidants, and what is forgotten."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Each part adds its own below."""
    _tombstones()
    _endings()


def _tombstones() -> None:
    """Which mails are never taken in again."""
    op.create_table(
        "tombstones",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("mailbox", "print", "why")),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("uidvalidity", "uid", "size")),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("why IN ('purged', 'forgotten')", name=op.f("ck_tombstones_why")),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", "uid", name=op.f("pk_tombstones")),
    )
    op.create_index("ix_tombstones_print", "tombstones", ["print"])


def _endings() -> None:
    """How long before it is closed the requester is told so, and who says that it is done."""
    op.add_column("requests", sa.Column("ending", sa.Text(), nullable=True))
    done_by = sa.Column("done_by", sa.Text(), nullable=False, server_default="")
    op.add_column("requests", done_by)
