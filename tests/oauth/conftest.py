"""An issuer with TLS, and how it is reached."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mailtracker.oauth.web import Web
from tests.servers.token_server import TokenServer, token_server


@pytest.fixture(scope="module")
def running(tmp_path_factory) -> Iterator[TokenServer]:
    with token_server(tmp_path_factory.mktemp("issuer")) as server:
        yield server


@pytest.fixture
def issuer(running: TokenServer) -> TokenServer:
    """The one of this module, as new."""
    fresh = TokenServer(url=running.url, ca_file=running.ca_file)
    vars(running).update(vars(fresh))
    return running


@pytest.fixture
def web(issuer: TokenServer) -> Web:
    return Web(issuer.ca_file, 10.0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
