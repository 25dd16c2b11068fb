"""`mailtracker migrate`."""

from __future__ import annotations

from pathlib import Path

from mailtracker.store.database import Store, lock
from tests.cli.makers import Run


def test_migrate_beside_a_running_daemon_exits_with_3(
    mailtracker: Run, store: Store, site: Path
) -> None:
    with lock(f"sqlite:///{site}/mailtracker.db"):
        assert mailtracker("migrate").exit_code == 3


def test_migrate_makes_a_database_and_then_has_nothing_to_do(mailtracker: Run, site: Path) -> None:
    first, second = mailtracker("migrate"), mailtracker("migrate")
    assert "done  0001" in first.stdout
    assert second.stdout == "Nothing to do: the database is up to date.\n"
