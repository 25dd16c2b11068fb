"""A daemon that comes up before its database server, in one process with a real server."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from mailtracker.daemon import awaiting
from mailtracker.daemon.signals import SIGNALS
from mailtracker.errors import MailtrackerError
from mailtracker.store.database import Store
from tests.servers.postgresql import PostgresServer


def test_a_server_that_comes_up_later_is_waited_for(
    postgresql: PostgresServer, pg_url: str, monkeypatch: pytest.MonkeyPatch, logs: list[Any]
) -> None:
    Store.open(pg_url).close()
    monkeypatch.setattr(awaiting, "PAUSES", (0.1, 0.1))
    postgresql.stop()
    waiting = threading.Thread(target=awaiting.await_database, args=(pg_url,))
    waiting.start()
    waiting.join(0.5)
    assert waiting.is_alive()
    postgresql.start()
    waiting.join(20)
    assert not waiting.is_alive()
    away = [line for line in logs if line["event"] == "the database is away: waiting for it"]
    assert 1 <= len(away) <= 3  # stopped, and perhaps starting up: each said once


def test_what_waiting_does_not_mend_is_told_at_once(pg_url: str) -> None:
    with pytest.raises(MailtrackerError, match="is not there"):
        awaiting.await_database(pg_url + "x")


def test_who_is_asked_to_stop_waits_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SIGNALS, "stopped_by", "SIGTERM")
    awaiting.await_database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
