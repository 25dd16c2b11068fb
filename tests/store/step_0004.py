"""A database of version 0.1 at step 0004, made by that version (commit 270804a) with mail in every
state; migrated, with the rules that served it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.mail.site import Site
from mailtracker.rules.fileset import reread
from mailtracker.store import rulesets
from mailtracker.store.database import Store, migrate
from mailtracker.world import World
from tests.shipped_letters import shipped_letters

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
ALIAS = Alias(
    name="IT help",
    address="it-help@corp.example",
    addresses=("it-help@corp.example",),
    prefix="IT",
    language="en",
    languages=("de", "en"),
    home=("corp.example",),
    admins=("ana@corp.example",),
    site=Site(languages=("de", "en"), addresses=("it-help@corp.example",)),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    connection.executescript((Path(__file__).parent / "step_0004.sql").read_text("utf-8"))
    connection.close()
    return path


@pytest.fixture
def before(path: Path) -> dict[str, list[dict[str, object]]]:
    """Its ledger and outbox as they stood."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    tables = ("ledger", "outbox", "requests", "extras")
    found = {
        name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in tables
    }
    connection.close()
    return found


@pytest.fixture
def store(path: Path, before: object) -> Iterator[Store]:
    done = [step[:4] for step in migrate(f"sqlite:///{path}")]
    assert done == [f"{number:04}" for number in range(5, 16)]
    store = Store.open(f"sqlite:///{path}", create=False)
    yield store
    store.close()


def world_of(store: Store) -> World:
    """As a start makes it of the rules that served last."""
    with store.read() as conn:
        files = rulesets.load(conn, rulesets.latest(conn) or "")
    assert files is not None
    policy = reread(files, Path("rules")).policy
    return World(policy, shipped_letters(), {"IT help": ALIAS}, store.key)
