"""Which step an open database stands at, and how an empty one gets its tables and its key."""

from __future__ import annotations

import hmac
import secrets

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    insert,
    select,
    text,
)

from mailtracker.errors import MailtrackerError, NewDatabase, OldDatabase
from mailtracker.store import tables

HEAD = "0015"
"""The newest step in migrations/versions. Numbers of four digits, so that they compare as texts."""

_STEP = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""As alembic makes it, which reads it at the next upgrade."""

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
}


def step(conn: Connection, name: str) -> str | None:
    """None for an empty database, which people call `name`. Read by plain SQL: importing alembic
    costs a third of a second. Raises MailtrackerError for somebody else's.
    """
    names = conn.scalars(text(_NAMES[conn.dialect.name])).all()
    if not names:
        return None
    if "alembic_version" not in names:
        raise MailtrackerError(
            f"{name} is a database, but none of mailtracker's: name an empty one, or a new one"
        )
    found = conn.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found or "0000")


def see_to_step(found: str | None, name: str) -> None:
    """Raises OldDatabase, NewDatabase, or MailtrackerError for an empty one."""
    if found is None:
        raise MailtrackerError(f"{name} is empty: `mailtracker run` fills it")
    if found != HEAD:
        raise wrong_step(found, name)


def wrong_step(found: str, name: str) -> MailtrackerError:
    if found < HEAD:
        return OldDatabase(
            f"{name} is at step {found}, this version needs {HEAD}: stop the daemon, run "
            f"`mailtracker migrate`"
        )
    return NewDatabase(
        f"{name} is at step {found}, newer than this version's {HEAD}: run the newer mailtracker"
    )


def make(conn: Connection) -> None:
    """What all steps together would make of an empty database, without loading alembic: half of
    what a first start takes.
    """
    make_tables(conn)
    make_key(conn)


def make_tables(conn: Connection) -> None:
    """And no row, but for the step's."""
    tables.metadata.create_all(conn)
    _STEP.create(conn)
    conn.execute(insert(_STEP).values(version_num=HEAD))


def make_if_empty(conn: Connection, name: str) -> None:
    """`make`, unless somebody was quicker."""
    if step(conn, name) is None:
        make(conn)


def make_key(conn: Connection) -> None:
    """Unless there is one."""
    which = tables.settings.c.key == "key"
    if conn.scalar(select(tables.settings.c.key).where(which)) is None:
        key = {"key": "key", "value": secrets.token_bytes(32)}
        conn.execute(insert(tables.settings).values(key))


def key(conn: Connection) -> bytes:
    found = conn.scalar(select(tables.settings.c.value).where(tables.settings.c.key == "key"))
    if found is None:
        raise MailtrackerError(
            "the database has lost its key (table settings): restore it from a backup"
        )
    return bytes(found)


def ident_of(key: bytes) -> str:
    """What tells one database from another, and nothing about its `key`."""
    return hmac.new(key, b"which database", "sha256").hexdigest()[:16]
