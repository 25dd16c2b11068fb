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
    _ratings()
    _tombstones()
    _endings()
    _purged()
    _tongues()
    _confidants()
    _thanks()


def _tombstones() -> None:
    """Which mails are never taken in again."""
    op.create_table(
        "tombstones",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("mailbox", "print")),
        *(sa.Column(name, NUMBER, nullable=False) for name in ("uidvalidity", "uid", "size")),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "uidvalidity", "uid", name=op.f("pk_tombstones")),
    )
    op.create_index("ix_tombstones_print", "tombstones", ["print"])


def _endings() -> None:
    """How long before it is closed the requester is told so, and who says that it is done."""
    op.add_column("requests", sa.Column("ending", sa.Text(), nullable=True))
    done_by = sa.Column("done_by", sa.Text(), nullable=False, server_default="")
    op.add_column("requests", done_by)


def _purged() -> None:
    """Of what the words are gone, and what has some that are to be purged one day."""
    texts: sa.Column[bool] = sa.Column(
        "texts", sa.Boolean(), nullable=False, server_default=sa.true()
    )
    op.add_column("requests", sa.Column("purged_at", INSTANT, nullable=True))
    op.add_column("requests", texts)
    op.create_index(
        "ix_requests_to_purge",
        "requests",
        ["mailbox", "opened_at"],
        sqlite_where=sa.text("texts"),
    )
    lone = sa.text("request_id IS NULL AND NOT purged")
    for table, columns in (
        ("ledger", ["mailbox", "fetched_at"]),
        ("outbox", ["request_id", "created_at"]),
    ):
        purged: sa.Column[bool]
        purged = sa.Column("purged", sa.Boolean(), nullable=False, server_default=sa.false())
        op.add_column(table, purged)
        op.create_index(f"ix_{table}_to_purge", table, columns, sqlite_where=lone)


def _ratings() -> None:
    """How requests were, a row a closing, and what looks into that."""
    op.create_table(
        "ratings",
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("closing", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), server_default="", nullable=False),
        sa.Column("by_address", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("complaint_id", NUMBER, nullable=True),
        sa.CheckConstraint("closing >= 1", name=op.f("ck_ratings_closing")),
        sa.CheckConstraint("rating IN ('good', 'ok', 'not good')", name=op.f("ck_ratings_rating")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["requests.id"], name=op.f("fk_ratings_complaint_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_ratings_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "closing", name=op.f("pk_ratings")),
    )
    op.create_index("ix_ratings_complaint_id", "ratings", ["complaint_id"])
    op.create_index("ix_ratings_at", "ratings", ["at"])


def _tongues() -> None:
    """In which language somebody asked last."""
    told = sa.text("language != ''")
    op.create_index("ix_requests_language", "requests", ["requester_key"], sqlite_where=told)


def _confidants() -> None:
    """A confidential request is kept for as long as its rule says."""
    op.add_column("requests", sa.Column("keep_for", sa.Integer(), nullable=True))
    has_one = sa.text("keep_for IS NOT NULL")
    op.create_index("ix_requests_keep_for", "requests", ["keep_for"], sqlite_where=has_one)


def _thanks() -> None:
    """What a team's weekly mail will quote."""
    op.create_table(
        "thanks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("team", "person", "from_key", "from_name", "words")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_thanks_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
    )
    op.create_index("ix_thanks_request_id", "thanks", ["request_id"])
