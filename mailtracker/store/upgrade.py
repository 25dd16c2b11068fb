"""A connection inside a transaction in, its schema upgraded to HEAD out. Imports alembic, so
it is itself imported late.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from mailtracker.store.columns import BY_NUMBER, Clean
from mailtracker.store.tables import metadata

_UNORDERED = text(
    "SELECT table_name AS table, column_name AS column FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS NULL"
)


def config(conn: Connection | None = None) -> Config:
    """Alembic's settings without an ini file: the scripts beside this
    module, the connection handed in.
    """
    settings = Config(attributes={"connection": conn})
    settings.set_main_option(
        "script_location", str(Path(__file__).parent / "migrations").replace("%", "%%")
    )
    settings.set_main_option("path_separator", "os")
    return settings


def steps(since: str | None) -> list[str]:
    """What an upgrade from `since` (None: nothing yet) would run, oldest
    first: "0001 First tables: ...".
    """
    scripts = list(ScriptDirectory.from_config(config()).iterate_revisions("head", since or "base"))
    return [f"{script.revision} {_told(script.doc)}" for script in reversed(scripts)]


def _told(doc: str | None) -> str:
    """A step's first paragraph, on one line."""
    return " ".join((doc or "").partition("\n\n")[0].split())


def upgrade(conn: Connection) -> None:
    """Every step that is missing. The caller commits; without that, nothing has happened."""
    command.upgrade(config(conn), "head")
    if conn.dialect.name == "postgresql":
        _order_texts(conn)


def _order_texts(conn: Connection) -> None:
    """Steps call a text only TEXT. Its order is that of `columns.Clean`."""
    there = {(row.table, row.column) for row in conn.execute(_UNORDERED)}
    for table in metadata.sorted_tables:
        ours = [column.name for column in table.c if isinstance(column.type, Clean)]
        if unordered := [name for name in ours if (table.name, name) in there]:
            changes = (f'ALTER {name} TYPE text COLLATE "{BY_NUMBER}"' for name in unordered)
            conn.exec_driver_sql(f"ALTER TABLE {table.name} {', '.join(changes)}")
