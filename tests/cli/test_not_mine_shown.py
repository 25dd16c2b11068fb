"""`show`, `explain` and `who` say who said that a request is not theirs, and to whom it went."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import Connection

from mailtracker.desk.effects import Bar, Decision, Decline, Effect, LogEvent, SetOwner
from mailtracker.store.apply import apply
from mailtracker.store.database import Store
from mailtracker.store.requests import by_reference
from tests.cli.makers import NOW, Run, opened

HOW = "by bo, routed again to ana: cover of bo"


def passed(conn: Connection, *more: Bar, days: int = 1) -> str:
    reference = opened(conn, "VPN")
    about = by_reference(conn, reference)
    effects: list[Effect] = [*more, Decline(about.owner)]
    effects += [LogEvent("not mine", HOW), SetOwner("ana")]
    apply(conn, Decision("", tuple(effects), about.id), None, NOW - timedelta(days=days))
    return reference


def test_show_and_explain_say_it(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = passed(conn)
        owner = by_reference(conn, reference).former_owners[0]
    told = mailtracker("show", reference).stdout
    (line,) = [one.split() for one in told.splitlines() if one.strip().startswith("not mine ")]
    assert line == ["not", "mine", owner]
    assert any(HOW in one and "not mine" in one for one in told.splitlines())
    assert json.loads(mailtracker("show", reference, "--json").stdout)["request"]["declined"] == [
        owner
    ]
    assert f"said {owner}; ana has it now" in mailtracker("explain", reference).stdout


def test_who_says_it_of_the_rule(mailtracker: Run, store: Store) -> None:
    assert "not mine" not in mailtracker("who", "vpn").stdout
    with store.write() as conn:
        rule = by_reference(conn, passed(conn, days=40)).given.rule
        first = passed(conn)
        opened(conn, "VPN, too")
    assert rule == "vpn"
    (line,) = [one for one in mailtracker("who", "vpn").stdout.splitlines() if "not mine" in one]
    assert line.split(maxsplit=2)[2] == f"1 of 3 requests in 30 days; {first}: {HOW}"
    told = json.loads(mailtracker("who", "vpn", "--json").stdout)["not_mine"]
    assert told == {"count": 1, "of": 3, "last": f"{first}: {HOW}"}


def test_of_a_confidential_one_it_is_only_counted(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        passed(conn, Bar(("eva@corp.example",)))
    told = mailtracker("who", "vpn").stdout
    assert "1 of 1 request in 30 days" in told
    assert HOW not in told
    assert json.loads(mailtracker("who", "vpn", "--json").stdout)["not_mine"]["last"] == ""
