"""Owners work by mail alone: what their words and requesters' words need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Each part adds its own below."""
    _merged()
    _daily_digests()
    _askers()
    _by_hand()
    _declined()
    _buttons()
    _parts()


def _merged() -> None:
    """Which request a merged one belongs to."""
    op.add_column("requests", sa.Column("merged_into", NUMBER, nullable=True))
    op.create_index(
        "ix_requests_merged_into",
        "requests",
        ["merged_into"],
        sqlite_where=sa.text("merged_into IS NOT NULL"),
    )


def _daily_digests() -> None:
    """Who had theirs, and for which day; and whom an answer to one line of a letter reaches."""
    op.create_table(
        "daily_digests",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_daily_digests")),
    )
    op.add_column(
        "request_tokens", sa.Column("lane", sa.Text(), nullable=False, server_default="requester")
    )


def _askers() -> None:
    """Whose a request is, by the mailbox of its requester: as far as capitals and a tag go."""
    column = sa.Column("requester_key", sa.Text(), nullable=False, server_default="")
    op.add_column("requests", column)
    conn = op.get_bind()
    conn.execute(sa.text("UPDATE requests SET requester_key = lower(requester_address)"))
    tagged = "SELECT DISTINCT requester_key FROM requests WHERE requester_key LIKE '%+%@%'"
    rekey = sa.text("UPDATE requests SET requester_key = :new WHERE requester_key = :old")
    for (key,) in conn.execute(sa.text(tagged)).all():
        local, at, domain = key.rpartition("@")
        new = f"{local.partition('+')[0] or local}{at}{domain}"
        conn.execute(rekey, {"new": new, "old": key})
    alive = sa.text("status != 'closed'")
    op.create_index(
        "ix_requests_requester_key",
        "requests",
        ["requester_key"],
        sqlite_where=alive,
        postgresql_where=alive,
    )


def _by_hand() -> None:
    """Of what was handed over until now nobody knows any more how: `reroute` leaves it alone."""
    handed: sa.Column[bool]
    handed = sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("requests", handed)
    op.execute(
        "UPDATE requests SET by_hand = TRUE WHERE id IN (SELECT request_id FROM former_owners)"
    )


def _declined() -> None:
    """Who said that a request is not theirs."""
    op.create_table(
        "declined",
        sa.Column("request_id", NUMBER, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("told_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_declined_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "seq", name=op.f("pk_declined")),
        sa.UniqueConstraint("request_id", "person", name=op.f("uq_declined_request_id")),
    )
    untold = sa.text("told_at IS NULL")
    op.create_index(
        "ix_declined_at", "declined", ["at"], sqlite_where=untold, postgresql_where=untold
    )


def _buttons() -> None:
    """Which buttons of mails do nothing any more."""
    op.create_table(
        "ended_buttons",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("token", "word", "how")),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("request_id", NUMBER, nullable=True),
        sa.CheckConstraint("how IN ('used', 'shown')", name=op.f("ck_ended_buttons_how")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["requests.id"], name=op.f("fk_ended_buttons_request_id")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_ended_buttons")),
    )
    op.create_index("ix_ended_buttons_expires_at", "ended_buttons", ["expires_at"])


def _parts() -> None:
    """Which request somebody took it out of."""
    op.add_column("requests", sa.Column("part_of", NUMBER, nullable=True))
    op.create_index(
        "ix_requests_part_of",
        "requests",
        ["part_of"],
        sqlite_where=sa.text("part_of IS NOT NULL"),
    )
