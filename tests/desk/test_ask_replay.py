"""Replay says what the desk did: unchanged rules change nothing,
whatever a rule or a note gives.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from mailtracker.desk.ask_replay import Old, Replay, Replayed, Treatment, was_given
from mailtracker.desk.case import Case, Incoming
from mailtracker.desk.effects import OpenRequest
from mailtracker.desk.facts import Facts
from mailtracker.desk.opening import open_request
from mailtracker.desk.request import MAX_CHARACTERS, Request
from mailtracker.policy.model import NOBODY, Policy
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, PERSON, RULES, message, request, scene

MORE = """rules:
  - {name: hr, why: w, when: {subject: [hr]}, to: desk, promise: normal, confidential: true,
     watch: [carla, sue, ana]}
  - {name: turns, why: w, when: {subject: [turns]}, to: turns, promise: normal,
     ask: ["What?", {en: "What?", de: "Was?"}, LONG]}
  - {name: news, when: {subject: [news]}, to: nobody, reason: newsletters}
""".replace("LONG", "long " * 200)
NOTES = """
notes:
  - {when: {body: [guide]}, add: {attach: guide.txt, ask: "At home?", tag: guided, watch: [sue]}}
"""
SUBJECTS = ("hr: Sam Smith shouts", "hr: bo@corp.example shouts", "turns", "news", "vpn", "coffee")


@pytest.fixture(scope="module")
def rules() -> Policy:
    teams = "  turns: {lead: ana, members: [sam, bo, sue], assign: round-robin}\n"
    text = RULES.replace("rules:\n", MORE).replace("teams:\n", f"teams:\n{teams}") + NOTES
    return load_texts({"all.yaml": text}, {"guide.txt": b"Turn it off and on again."})


def opened(rules: Policy, alias, old: Old, **spread: object) -> Request | None:
    sender = old.message.sender
    assert sender is not None
    incoming = Incoming(old.message, old.classified, Facts(), alias)
    effects = open_request(Case(incoming, sender, scene(rules, old.at, **spread)), "new")
    opening = next((effect for effect in effects if isinstance(effect, OpenRequest)), None)
    names = [n for n in OpenRequest.__dataclass_fields__ if n in Request.__dataclass_fields__]
    if opening is None:
        return None
    asked = tuple(question[:MAX_CHARACTERS] for question in opening.given.asked)
    one = replace(request(), **{name: getattr(opening, name) for name in names})
    return replace(one, given=replace(one.given, asked=asked))


def replay(rules: Policy, old: Old, one: Request | None, later: Policy | None = None) -> Replayed:
    if one is None:
        return Replay(later or rules).decide(
            replace(old, before=Treatment(NOBODY, NOBODY, "news", ""))
        )
    old = replace(old, before=was_given(one), language=one.language, receipt=not one.quiet)
    return Replay(later or rules).decide(old)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_unchanged_rules_give_every_mail_what_they_gave_it(rules, alias, subject):
    spreads: tuple[dict[str, Any], ...] = (
        {},
        {"load": {"bo": 3, "sam": 1}, "turns": {"turns": "sam"}},
    )
    for text, sender, receipt, spread in product(
        ("guide, please", "Hello"),
        ("eva@corp.example", "bo@corp.example", "x@far.example"),
        (True, False),
        spreads,
    ):
        old = Old(
            "x",
            message(sender, subject, text),
            replace(PERSON, receipt=receipt, language="de"),
            NOW,
        )
        one = opened(rules, alias, old, **spread)
        assert replay(rules, old, one).changed == ()
        if one is not None:  # opened before targets were stored
            assert (
                replay(rules, old, replace(one, given=replace(one.given, routed_to=""))).changed
                == ()
            )


def test_a_rule_made_confidential_takes_the_request_from_whom_it_is_about(rules, alias):
    open_to_all = replace(
        rules,
        rules=tuple(
            replace(rule, extras=replace(rule.extras, confidential=False)) for rule in rules.rules
        ),
    )
    old = Old("x", message(subject="hr: Bo Jensen shouts"), PERSON, NOW)
    one = opened(open_to_all, alias, old)
    assert one is not None
    assert one.owner == "bo"
    found = replay(open_to_all, old, one, later=rules)
    assert found.after.owner == "sam"
    assert set(found.changed) >= {"owner", "confidential"}
