"""`mailtracker quarantine`: why a mail could not be handled, and its bytes."""

from __future__ import annotations

import json

import pytest

from mailtracker.store import keep, ledger
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from tests.cli.makers import NOW, Run, opened

POISON = b"Subject: \x1b[31mboo\r\nX: \xff\r\n\r\nbody \x00\r\n"


@pytest.fixture
def poisoned(store: Store) -> int:
    with store.write() as conn:
        sha256 = keep.keep(conn, POISON, NOW)
        line = ledger.enter(
            conn, Arrival("IT help", 1, 7, NOW, sha256, len(POISON)), None, "unreadable", NOW
        )
        assert line is not None
        ledger.quarantine(
            conn, line, "could not be read", "Traceback:\n  Dispose x\nValueError: \x1b[2J boo"
        )
    return line


def test_quarantine_lists_and_shows_why(mailtracker: Run, poisoned: int) -> None:
    assert "could not be read" in mailtracker("quarantine", "list").stdout
    shown = mailtracker("quarantine", "show", str(poisoned)).stdout
    assert "ValueError" in shown
    assert "X: \ufffd" in shown
    assert "body" not in shown
    assert "\x1b" not in shown


def test_quarantine_gives_back_the_bytes_exactly(mailtracker: Run, poisoned: int) -> None:
    assert mailtracker("quarantine", "show", str(poisoned), "--raw").stdout_bytes == POISON


def test_quarantine_as_json(mailtracker: Run, poisoned: int) -> None:
    assert json.loads(mailtracker("quarantine", "list", "--json").stdout)[0]["id"] == poisoned
    assert json.loads(mailtracker("quarantine", "show", str(poisoned), "--json").stdout)["uid"] == 7


def test_quarantine_knows_only_its_own(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "a fine mail")
    assert mailtracker("quarantine", "list").stdout == "No mail is in quarantine.\n"
    result = mailtracker("quarantine", "show", "1")
    assert (result.exit_code, "no mail 1 is in quarantine" in result.stderr) == (1, True)
