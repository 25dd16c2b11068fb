"""Commands say of what is confidential only that it exists, unless somebody asks, whose name is
then written down.
"""

from __future__ import annotations

import json
import os
import pwd

import pytest

from mailtracker.store import requests
from mailtracker.store.database import Store
from tests.cli.makers import Run, opened

SECRETS = ("Zqsubject", "kim", "zqbarred", "zqtag", "zqwhy", "zqmatched")


@pytest.fixture
def secret(store: Store) -> int:
    with store.write() as conn:
        opened(
            conn,
            "Zqsubject",
            confidential=True,
            barred=("zqbarred",),
            tags=("zqtag",),
            matched="zqmatched",
        )
        opened(conn, "Chairs")
    return 1


@pytest.mark.parametrize(
    "command",
    [
        ("list",),
        ("list", "--json"),
        ("list", "--all"),
        ("show", "IT-1001"),
        ("show", "IT-1001", "--json"),
        ("explain", "IT-1001"),
        ("explain", "IT-1001", "--json"),
        ("status",),
        ("status", "--json"),
    ],
)
def test_only_that_it_exists(
    mailtracker: Run, store: Store, secret: int, command: tuple[str, ...]
) -> None:
    shown = mailtracker(*command)
    assert shown.exit_code == 0 or command[0] == "status"
    assert "IT-1001" in shown.output or command[0] == "status"
    about_it = [line for line in shown.output.splitlines() if "1002" not in line]
    for word in SECRETS:
        assert word not in "".join(about_it) or (word == "kim" and "Chairs" in shown.output)
    with store.read() as conn:
        assert not [e for e in requests.history(conn, secret) if e.kind == "read"]


def test_who_asks_for_an_owner_or_a_tag_learns_nothing_of_it(mailtracker: Run, secret: int) -> None:
    assert "IT-1001" not in mailtracker("list", "--tag", "zqtag").output
    assert "IT-1001" not in mailtracker("list", "--owner", "bo").output
    assert "IT-1002" in mailtracker("list", "--owner", "bo").output


@pytest.mark.parametrize("command", [("list",), ("show", "IT-1001"), ("explain", "IT-1001")])
@pytest.mark.parametrize("form", [(), ("--json",)])
def test_who_looks_is_written_down(
    mailtracker: Run, store: Store, secret: int, command: tuple[str, ...], form: tuple[str, ...]
) -> None:
    shown = mailtracker(*command, "--confidential", *form)
    assert shown.exit_code == 0
    assert "Zqsubject" in shown.output
    me = pwd.getpwuid(os.getuid()).pw_name
    with store.read() as conn:
        read = [e.text for e in requests.history(conn, secret) if e.kind == "read"]
        other = [e.text for e in requests.history(conn, secret + 1) if e.kind == "read"]
    assert len(read) == 1
    assert me in read[0]
    assert f"{command[0]} --confidential" in read[0]
    assert other == []


def test_what_is_not_confidential_is_shown_as_ever(mailtracker: Run, secret: int) -> None:
    assert "Chairs" in mailtracker("show", "IT-1002").output
    told = json.loads(mailtracker("list", "--json").output)
    assert [one["subject"] for one in told] == ["Chairs", "(confidential)"]
