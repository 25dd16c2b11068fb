"""The service that people feel: endings, ratings, thanks, confidants, and what is forgotten."""

from __future__ import annotations

revision = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Each part adds its own below."""
