"""What the store's tests share: an empty database, copied for each
test, and a transaction on it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from mailtracker.store.database import Store


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "mail.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture
def conn(tmp_path: Path, empty: Path) -> Iterator[Connection]:
    store = Store.open(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    with store.write() as conn:
        yield conn
    store.close()
