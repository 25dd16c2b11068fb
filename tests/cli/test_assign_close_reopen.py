"""`mailtracker assign`, `close` and `reopen`."""

from __future__ import annotations

import json

from mailtracker.store.database import Store
from tests.cli.makers import Run, opened


def test_assign_gives_it_to_somebody_and_writes_the_mails(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    assert mailtracker("assign", reference, "Ana").stdout == f"Ana Holm has {reference} now\n"
    told = json.loads(mailtracker("show", reference, "--json").stdout)
    assert told["request"]["owner"] == "ana"
    assert "ana@corp.example" in {mail["recipient"] for mail in told["written"]}


def test_assign_to_nobody_known_changes_nothing(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    result = mailtracker("assign", reference, "zoe")
    assert (result.exit_code, "zoe" in result.stderr) == (1, True)
    assert json.loads(mailtracker("show", reference, "--json").stdout)["request"]["owner"] == "bo"


def test_close_tells_the_requester_and_reopen_brings_it_back(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    assert "kim@corp.example gets a closing mail" in mailtracker("close", reference).stdout
    told = json.loads(mailtracker("show", reference, "--json").stdout)
    assert told["request"]["status"] == "closed"
    assert [mail["recipient"] for mail in told["written"]] == ["kim@corp.example"]
    assert "closed already" in mailtracker("close", reference).stdout
    assert "open again" in mailtracker("reopen", reference).stdout
    assert json.loads(mailtracker("show", reference, "--json").stdout)["request"]["promised_at"]
