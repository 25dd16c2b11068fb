"""Several daemons on one database: who serves what, and whose the mails are that go out."""

from __future__ import annotations

revision = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Each part adds its own below."""
