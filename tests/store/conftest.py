"""What the store's tests share: an empty database of each engine, copied for each test, and a
transaction on it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, make_url

from mailtracker.store.database import Store
from tests.servers.postgresql import PostgresServer


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once and copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "mail.db"
    Store.open(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def empty_there(postgresql: PostgresServer) -> Iterator[str]:
    """The name of the same on PostgreSQL."""
    with postgresql.database() as url:
        Store.open(url).close()
        yield str(make_url(url).database)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each engine with its tables, and nothing in them."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(request.getfixturevalue('empty'), tmp_path)}"
        return
    server: PostgresServer = request.getfixturevalue("postgresql")
    with server.database(like=request.getfixturevalue("empty_there")) as url:
        yield url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    with closing(Store.open(store_url)) as store:
        yield store


@pytest.fixture
def conn(store: Store) -> Iterator[Connection]:
    with store.write() as conn:
        yield conn
