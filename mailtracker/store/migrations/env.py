"""Alembic's entry. In: a connection inside a transaction, given by
upgrade.py. Out: its schema, upgraded.
"""

from __future__ import annotations

from alembic import context

from mailtracker.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
