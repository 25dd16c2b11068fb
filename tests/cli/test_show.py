"""`mailtracker show`: one request, what the rules gave it, and its story."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import update

from mailtracker.policy.worktime import Span
from mailtracker.store.database import Store
from mailtracker.store.tables import requests
from tests.cli.makers import Run, opened

GIVEN: dict[str, Any] = {
    "routed_to": "network",
    "rule_at": "rules/routes.yaml:12",
    "rules_digest": "0123456789abcdef" * 4,
    "matched": "subject has the word vpn",
    "confidential": True,
    "close_after": Span(days=5),
    "tags": ("vip", "vpn"),
    "watchers": ("priya",),
    "attached": ("guides/vpn.pdf",),
    "asked": ("At home?", "Since when?"),
    "noted": ("executives",),
    "barred": ("ana", "carla"),
}


def test_show_tells_what_the_rules_gave(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops", **GIVEN)
    shown = dict(
        line.strip().split("  ", 1)
        for line in mailtracker("show", "IT-1001", "--confidential").stdout.splitlines()
        if line[:2] == "  "
    )
    shown = {name: value.strip() for name, value in shown.items()}
    assert shown["rule"] == "vpn: a test (rules/routes.yaml:12)"
    assert shown["matched"] == "subject has the word vpn"
    assert shown["routed to"] == "network"
    assert shown["rules digest"] == "0123456789ab"
    assert shown["notes"] == "executives"
    assert (shown["tags"], shown["watchers"]) == ("vip, vpn", "priya")
    assert (shown["attached"], shown["asked"]) == ("guides/vpn.pdf", "At home? / Since when?")
    assert shown["confidential"] == "yes, kept from ana, carla"


def test_show_of_a_plain_request_has_no_empty_lines_for_what_it_has_not(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops")
    shown = mailtracker("show", "IT-1001").stdout
    for name in (
        "matched",
        "routed to",
        "digest",
        "notes",
        "tags",
        "watchers",
        "attached",
        "asked",
        "confidential",
    ):
        assert name not in shown


def test_show_as_json_has_what_the_rules_gave(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops", **GIVEN)
    told = json.loads(mailtracker("show", "IT-1001", "--json", "--confidential").stdout)["request"]
    assert {name: told[name] for name in GIVEN} == json.loads(
        json.dumps({**GIVEN, "close_after": {"minutes": 0, "days": 5, "by_clock": False}})
    )


def test_show_tells_the_whole_story(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    text = mailtracker("show", reference.lower()).stdout
    for words in (
        f"{reference}  VPN drops",
        "Kim <kim@corp.example>",
        "vpn: a test",
        "by rule vpn",
        "History",
        "Mails",
    ):
        assert words in text


def test_show_as_json_has_all_parts(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    told = json.loads(mailtracker("show", reference, "--json").stdout)
    assert list(told) == [
        *("request", "history", "received", "written", "owner_away", "linked", "ratings")
    ]
    assert told["received"][0]["disposition"] == "opened"


def test_show_names_the_parts_of_a_request_and_what_a_part_is_of(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        opened(conn, "VPN and pay")
        conn.execute(update(requests).values(part_of=requests.c.id + 1))
        opened(conn, "VPN and pay")
    assert "part of    " in mailtracker("show", "IT-1001").stdout
    assert "IT-1002" in mailtracker("show", "IT-1001").stdout
    assert re.search(r"parts +IT-1001\n", mailtracker("show", "IT-1002").stdout)
    told = json.loads(mailtracker("show", "IT-1002", "--json").stdout)["linked"]
    assert told == {"part_of": "", "parts": ["IT-1001"]}
