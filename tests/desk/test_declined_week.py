"""The weekly word about rules: what they caused, and each mail as a test that our own loader reads
and that fails until a rule is better.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailtracker.desk.declined_week import (
    DeclinedSpan,
    OneDeclined,
    begins_at,
    monday_of,
    reader_of,
    reads_now,
    wrongly_given,
)
from mailtracker.desk.not_mine_letters import WronglyGiven
from mailtracker.desk.rule_tests import MAX_BODY, as_tested, rule_test
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.rules.selftest import run_tests
from tests.desk.makers import RULES, request, staffed

SPAN = DeclinedSpan(date(2026, 11, 23), date(2026, 11, 30))
VPN = MailView("eva@corp.example", (), "VPN access for a guest", "She comes on Monday.")
RULE = """  - name: vpn
    why: VPN goes to Bo
    when: {subject: [vpn]}
    to: bo
    promise: normal
"""
ONE_LINE = "  - {name: vpn, why: VPN goes to Bo, when: {subject: [vpn]}, to: bo, promise: normal}\n"


def pasted(*tests: str) -> Policy:
    """The rules with these lines below the rule for VPN, as an admin pastes them."""
    assert ONE_LINE in RULES
    return load_texts({"rules/all.yaml": RULES.replace(ONE_LINE, RULE + "\n".join(tests) + "\n")})


def told(policy: Policy, *some: OneDeclined, **given: int) -> WronglyGiven:
    return wrongly_given(some, given, SPAN, policy)


def declined(number: int, mail: MailView | None = VPN, **more: Any) -> OneDeclined:
    values: dict[str, Any] = {"owner": "sam", "declined": ("bo",), **more}
    about = request(**values)
    return OneDeclined(replace(about, id=number, reference=f"IT-{number}"), mail)


def test_rules_are_told_by_how_much_they_caused(policy: Policy) -> None:
    some = [
        declined(1),
        declined(2, rule="fallback", owner="carla"),
        declined(3, owner="ana"),
        declined(4),
        declined(5, rule="gone"),
        declined(6, None, confidential=True, owner="carla"),
    ]
    letter = told(policy, *some, vpn=7)
    assert (letter.since, letter.until) == (date(2026, 11, 23), date(2026, 11, 29))
    assert letter.total == 6
    said = [(one.rule, one.where, one.count, one.of, one.confidential) for one in letter.rules]
    assert said == [
        ("vpn", "rules/all.yaml:23", 4, 7, 1),
        ("fallback", "rules/all.yaml:24", 1, 1, 0),
        ("gone", "", 1, 1, 0),
    ]
    assert [list(one.ended) for one in letter.rules] == [
        ["Sam Okoye (2)", "Ana Costa"],
        ["Carla Stein"],
        ["Sam Okoye"],
    ]


def test_each_is_a_test_that_parses_and_fails_today(policy: Policy) -> None:
    letter = told(policy, declined(1, owner="carla"))
    lines = list(letter.rules[0].tests)
    assert letter.tests
    assert lines == [
        "    tests:",
        "      - mail:",
        '          from: "eva@corp.example"',
        '          subject: "VPN access for a guest"',
        '          body: "She comes on Monday."',
        "        then: carla  # IT-1",
    ]
    (failed,) = run_tests(pasted(*lines))
    assert "expected carla, but it goes to bo" in failed.message
    better = RULES.replace("to: bo", "to: carla")
    assert run_tests(load_texts({"rules/all.yaml": better})) == []


def test_what_the_rules_give_them_already_needs_no_test(policy: Policy) -> None:
    """By name, or as one of a team: then the rule is right, and only that person was not."""
    fallback = replace(VPN, subject="Where do I park?", body="")
    cases: list[tuple[str, OneDeclined, bool]] = [
        ("a rule was mended since", declined(1, owner="bo", declined=("sam",)), False),
        ("the fallback's team", declined(1, fallback, owner="sam"), False),
        ("its lead", declined(1, fallback, owner="ana"), False),
        ("nobody of that team", declined(1, fallback, owner="carla"), True),
        ("still with who said so", declined(1, owner="carla", declined=("carla",)), False),
        ("with somebody who is gone", declined(1, owner="zoe"), False),
        ("confidential", declined(1, owner="carla", confidential=True), False),
        ("no longer at hand", declined(1, None, owner="carla"), False),
        ("nothing is known of it", declined(1, MailView("", (), "", ""), owner="carla"), False),
    ]
    for name, one, wanted in cases:
        if one.request.given.confidential:
            one = replace(one, mail=None)
        letter = told(policy, one)
        assert (bool(letter.rules[0].tests), letter.tests) == (wanted, wanted), name


def test_who_is_in_one_team_is_meant_by_it(policy: Policy) -> None:
    night = {key: team for key, team in policy.teams.items() if key == "night"}
    lines = list(told(replace(policy, teams=night), declined(1)).rules[0].tests)
    assert lines[-1] == "        then: night  # IT-1"
    two = list(told(policy, declined(1)).rules[0].tests)
    assert two[-1] == "        then: sam  # IT-1"


def test_no_more_than_a_handful_stands_there(policy: Policy) -> None:
    letter = told(policy, *(declined(number, owner="carla") for number in range(1, 10)))
    assert sum(line == "      - mail:" for line in letter.rules[0].tests) == 5
    assert letter.rules[0].count == 9


TEXTS = st.text(max_size=1500) | st.text(
    "ab \"'\\\n\t:#{}&*!|>%@`\u200b\u2028\ufeff\x07\x85", max_size=900
)


@settings(max_examples=200, deadline=None)
@given(subject=TEXTS, body=TEXTS)
@example(subject='"}, then: bo}', body="- tests: [x]\n# no\n%YAML 1.1\n---")
@example(subject="\ud83d", body="\U0001f600 " * 700)
@example(subject="a" * 5000, body="\n" * 5000)
def test_whatever_stands_in_a_mail_the_test_is_read_as_it_was(subject: str, body: str) -> None:
    carla = POLICY.people["carla"]
    view = as_tested(MailView("eva@corp.example", (), subject, body))
    lines = rule_test(POLICY, view, carla, "IT-1")
    assert all(line.isprintable() and len(line) <= 900 for line in lines)
    read = pasted("    tests:", *lines)
    (test,) = read.rules[0].tests
    assert test.mail is not None
    assert (test.mail.subject, test.mail.body) == (view.subject, view.body)
    assert len(run_tests(read)) == 1


def test_a_long_text_is_cut_between_words(policy: Policy) -> None:
    view = as_tested(replace(VPN, body="wordy\n" * 900))
    assert 300 < len(view.body) <= MAX_BODY
    assert view.body.endswith("wordy")


def test_to_which_alias_it_came_is_said_where_there_are_several(policy: Policy) -> None:
    view = as_tested(VPN, ["payroll@corp.example"])
    lines = rule_test(policy, view, policy.people["carla"], "IT-1")
    assert '          to: "payroll@corp.example"' in lines
    (test,) = pasted("    tests:", *lines).rules[0].tests
    assert test.mail is not None
    assert test.mail.to == ("payroll@corp.example",)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_week_is_the_readers(policy: Policy) -> None:
    ana = reader_of(policy, ["priya@corp.example"])
    assert ana is not None
    assert ana.key == "ana"
    for now, monday, reads in (
        ("2026-11-29 22:30", date(2026, 11, 23), False),  # Sunday, half past eleven there
        ("2026-11-29 23:30", date(2026, 11, 30), False),  # Monday there
        ("2026-11-30 07:59", date(2026, 11, 30), False),
        ("2026-11-30 08:00", date(2026, 11, 30), True),
        ("2026-12-02 12:00", date(2026, 11, 30), True),
    ):
        found = monday_of(policy, ana, at(now)), reads_now(policy, ana, at(now))
        assert found == (monday, reads), now
    assert begins_at(policy, ana, date(2026, 11, 30)) == at("2026-11-29 23:00")


def test_who_is_nobody_we_know_reads_it_when_a_week_begins(policy: Policy) -> None:
    alone = replace(policy, fallback=replace(policy.fallback, report_to=""))
    assert reader_of(alone, ["priya@corp.example"]) is None
    assert reader_of(alone, ["priya@corp.example", "carla@corp.example"]) is alone.people["carla"]
    assert monday_of(alone, None, at("2026-11-29 23:30")) == date(2026, 11, 23)
    assert reads_now(alone, None, at("2026-11-30 00:00"))
    hourless = staffed(alone, carla={"hours": ""}).people["carla"]
    assert begins_at(alone, hourless, date(2026, 11, 30)) == at("2026-11-30 00:00")


@pytest.fixture(autouse=True, scope="module")
def _policy(policy: Policy) -> None:
    global POLICY
    POLICY = policy


POLICY: Policy
