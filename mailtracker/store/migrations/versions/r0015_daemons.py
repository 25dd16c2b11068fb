"""Several daemons on one database: who serves what, and whose the mails are that go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Each part adds its own below."""
    _daemons()
    _claims()
    _working()


def _daemons() -> None:
    op.create_table(
        "daemons",
        sa.Column("id", NUMBER, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "version", "step")),
        sa.Column("rules", sa.Text(), nullable=False),
        *(
            sa.Column(name, INSTANT, nullable=False)
            for name in ("rules_since", "began_at", "seen_at")
        ),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("stands_by", sa.Text(), nullable=False),
        sa.Column("mailboxes", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_daemons")),
    )
    op.create_table(
        "passes",
        sa.Column("mailbox", sa.Text(), nullable=False),
        sa.Column("daemon", NUMBER, nullable=False),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("began_at", "ended_at")),
        sa.Column("sent", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_passes")),
    )


def _claims() -> None:
    """Whose a mail on its way is, until when, and which try of it came to the final dot."""
    op.add_column("outbox", sa.Column("claimed_by", NUMBER, nullable=True))
    op.add_column("outbox", sa.Column("lease_until", INSTANT, nullable=True))
    op.add_column("outbox", sa.Column("at_dot", sa.Integer(), nullable=True))


def _working() -> None:
    op.create_table(
        "working",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("mailbox", "holder", "record")),
        sa.PrimaryKeyConstraint("mailbox", "holder", name=op.f("pk_working")),
    )
