"""What the rules gave each request: target, rule, tags, watchers, questions, who is kept out; and
whose turn it is in a team.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    for name in ("routed_to", "rule_at", "rules_digest", "matched"):
        op.add_column("requests", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.add_column(
        "requests",
        sa.Column("confidential", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("requests", sa.Column("close_after", sa.Text(), nullable=True))
    op.create_table(
        "extras",
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('tag', 'watch', 'attach', 'ask', 'note', 'barred')",
            name=op.f("ck_extras_kind"),
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_extras_request_id")),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_extras")),
        sa.UniqueConstraint("request_id", "kind", "value", name=op.f("uq_extras_request_id")),
    )
    op.create_index("ix_extras_value", "extras", ["kind", "value", "request_id"])
    op.create_table(
        "turns",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("team", name=op.f("pk_turns")),
    )
