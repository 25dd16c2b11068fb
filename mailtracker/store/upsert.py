"""INSERT ... ON CONFLICT, for both engines: they say it in the same words."""

from __future__ import annotations

from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.dialects.sqlite.dml import OnConflictClause

__all__ = ["insert"]

# PostgreSQL's compiler also asks by which constraint; we name columns. To load that dialect for its
# own `insert` is a tenth of what a command takes to come up.
OnConflictClause.constraint_target = None  # type: ignore[attr-defined]
