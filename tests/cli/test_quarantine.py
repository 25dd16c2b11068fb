"""`mailtracker quarantine`: why a mail could not be handled, and its bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailtracker.store import keep, ledger
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from tests.cli.makers import NOW, Run, opened

POISON = (
    b"From: x@example.com, it-help@corp.example\r\n"
    b"Subject: \x1b[31mboo\r\nX: \xff\r\n\r\nbody \x00\r\n"
)


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


QUESTION = (
    b"From: Eva Lund <eva@corp.example>\r\nTo: it-help@corp.example\r\n"
    b"Message-ID: <q@corp.example>\r\nSubject: VPN drops\r\n\r\nEvery hour.\r\n"
)


@pytest.fixture
def unread(store: Store) -> int:
    """A good mail that an earlier version could not read."""
    with store.write() as conn:
        sha256 = keep.keep(conn, QUESTION, NOW)
        line = ledger.enter(
            conn, Arrival("IT help", 1, 8, NOW, sha256, len(QUESTION)), None, "unreadable", NOW
        )
        assert line is not None
        ledger.quarantine(conn, line, "could not be read", "Traceback")
    return line


@pytest.mark.parametrize("word", ["retry", "release"])
def test_a_mail_is_taken_in_again_and_its_line_says_what_it_is(
    mailtracker: Run, store: Store, unread: int, word: str
) -> None:
    said = mailtracker("quarantine", word, str(unread))
    assert (said.exit_code, "IT-1001" in said.stdout) == (0, True)
    assert mailtracker("quarantine", "list").stdout == "No mail is in quarantine.\n"
    with store.read() as conn:
        line = ledger.line(conn, unread)
    assert line is not None
    assert (line.sender, line.subject, line.kind) == ("eva@corp.example", "VPN drops", "person")
    again = mailtracker("quarantine", word, str(unread))
    assert (again.exit_code, "is in quarantine" in again.stderr) == (1, True)


@pytest.mark.parametrize("word", ["retry", "release"])
def test_of_what_may_be_confidential_it_says_neither_who_has_it_nor_why(
    mailtracker: Run, site: Path, unread: int, word: str
) -> None:
    rules = site / "rules" / "all.yaml"
    rules.write_text(rules.read_text().replace("fallback: {", "fallback: {confidential: true, "))
    said = mailtracker("quarantine", word, str(unread))
    assert said.stdout == f"Mail {unread}: opened\nIt is of IT-1001 now.\n"


def test_what_can_still_not_be_handled_stays_with_its_reason(
    mailtracker: Run, poisoned: int
) -> None:
    said = mailtracker("quarantine", "retry", str(poisoned))
    assert "nobody to answer" in said.stdout + said.stderr
    assert "boo" in mailtracker("quarantine", "list").stdout


def test_a_mail_that_needs_no_answer_is_dropped_and_its_line_stays(
    mailtracker: Run, store: Store, unread: int
) -> None:
    assert mailtracker("quarantine", "drop", str(unread)).exit_code == 0
    with store.read() as conn:
        line = ledger.line(conn, unread)
    assert line is not None
    assert (line.disposition, "dropped" in line.reason) == ("ignored", True)
