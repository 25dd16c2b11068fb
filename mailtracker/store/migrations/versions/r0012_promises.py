"""Promises kept: what absences, waiting and expected mail need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Each part adds its own below."""
    _absences()
    _feeds()
    _rungs()
    _expected_mail()
    _told_of_absences()
    _waiting()


def _absences() -> None:
    op.create_table(
        "absences",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("known_by", sa.Text(), nullable=False),
        sa.Column("cover", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.Column("line_id", NUMBER, nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "known_by IN ('people file', 'calendar', 'notice', 'mail')",
            name=op.f("ck_absences_known_by"),
        ),
        sa.CheckConstraint("reach IN ('one', 'all', 'done')", name=op.f("ck_absences_reach")),
        sa.CheckConstraint(
            "last_day IS NULL OR last_day >= first_day", name=op.f("ck_absences_days")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_absences_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    left = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_absences_last_day", "absences", ["last_day"], sqlite_where=left, postgresql_where=left
    )
    pending = sa.text("ended_at IS NULL AND reach = 'all'")
    op.create_index(
        "ix_absences_to_hand", "absences", ["id"], sqlite_where=pending, postgresql_where=pending
    )
    op.create_table(
        "absence_handed",
        sa.Column("absence_id", NUMBER, nullable=False),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_absence_handed_absence_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_absence_handed_request_id")
        ),
        sa.PrimaryKeyConstraint("absence_id", "request_id", name=op.f("pk_absence_handed")),
    )
    op.create_table(
        "absence_notices",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("first_at", INSTANT, nullable=False),
        sa.Column("last_at", INSTANT, nullable=False),
        sa.Column("undone_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("person", "digest", name=op.f("pk_absence_notices")),
    )


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("key", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("called", "way", "etag", "modified", "entries", "remarks")
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("read_at", INSTANT, nullable=True),
        sa.Column("seen_at", INSTANT, nullable=True),
        sa.Column("tried_at", INSTANT, nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_feeds")),
    )


def _rungs() -> None:
    """What a rung raised a promise to, and what hooks are still to be told."""
    op.add_column("requests", sa.Column("raised", sa.Text(), nullable=False, server_default=""))
    op.add_column("requests", sa.Column("told_at", INSTANT, nullable=True))
    op.create_table(
        "posts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("next_try_at", INSTANT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_posts_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("hook", "key", name=op.f("uq_posts_hook")),
    )
    op.create_index("ix_posts_next_try_at", "posts", ["hook", "next_try_at"])


def _expected_mail() -> None:
    """How each expectation of the rules stands, and what came."""
    op.create_table(
        "expectations",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("print", sa.Text(), nullable=False),
        sa.Column("before_at", INSTANT, nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("look_at", INSTANT, nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_expectations_request_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_expectations")),
    )
    op.create_index("ix_expectations_look_at", "expectations", ["look_at"])
    op.create_index("ix_expectations_request_id", "expectations", ["request_id"])
    op.create_table(
        "ticks",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("line_id", NUMBER, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticks")),
    )
    op.create_index("ix_ticks_name", "ticks", ["name", "at"])


def _told_of_absences() -> None:
    op.create_table(
        "absence_told",
        sa.Column("absence_id", NUMBER, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.CheckConstraint("what IN ('announced', 'back')", name=op.f("ck_absence_told_what")),
        sa.ForeignKeyConstraint(
            ["absence_id"], ["absences.id"], name=op.f("fk_absence_told_absence_id")
        ),
        sa.PrimaryKeyConstraint("absence_id", "what", name=op.f("pk_absence_told")),
    )
    op.create_table(
        "request_tokens",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("request_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_request_tokens_request_id")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_request_tokens")),
    )
    op.create_index("ix_request_tokens_row_key", "request_tokens", ["row_key"])
    ended = sa.text("ended_at IS NOT NULL")
    op.create_index(
        "ix_absences_ended_at",
        "absences",
        ["ended_at"],
        sqlite_where=ended,
        postgresql_where=ended,
    )


def _waiting() -> None:
    """What is left of a paused promise, and until when an owner wants no reminder."""
    op.add_column("requests", sa.Column("paused_left", sa.Text(), nullable=True))
    op.add_column("requests", sa.Column("snoozed_until", INSTANT, nullable=True))
    snoozed = sa.text("snoozed_until IS NOT NULL")
    op.create_index(
        "ix_requests_snoozed_until",
        "requests",
        ["snoozed_until"],
        sqlite_where=snoozed,
        postgresql_where=snoozed,
    )
