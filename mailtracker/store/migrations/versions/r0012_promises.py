"""Promises kept: what absences, waiting and expected mail need."""

from __future__ import annotations

revision = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Each part adds its own below."""
