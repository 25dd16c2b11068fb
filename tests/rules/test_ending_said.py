"""`ending`: how long before it is closed a requester is told so, for all rules or for one."""

from __future__ import annotations

from mailtracker.policy.model import Policy
from mailtracker.policy.worktime import Span
from mailtracker.rules.load import load_texts
from tests.rules.parts import PARTS, problems_of

RULE = """\
rules:
  - {{name: vpn, why: it says vpn, when: {{subject: vpn}}, to: desk{}}}
"""


def loaded(of_all: str = "", of_rule: str = "", of_fallback: str = "") -> Policy:
    fallback = f"fallback: {{to: desk{of_fallback}}}\n{of_all}"
    texts = {**PARTS, "rules": RULE.format(of_rule), "fallback": fallback}
    return load_texts({f"rules/{name}.yaml": text for name, text in texts.items()})


def test_the_rule_says_else_all_rules_say_else_it_is_two_working_days() -> None:
    cases = (
        # for all rules, the rule, the fallback: what they give
        ("", "", "", Span(days=2), Span(days=2)),
        ("ending: at once\n", "", "", None, None),
        ("ending: 1 working day\n", "", "", Span(days=1), Span(days=1)),
        ("ending: at once\n", ", ending: 3 days", "", Span(days=3, by_clock=True), None),
        ("", ", ending: at once", ", ending: 30 minutes", None, Span(minutes=30, by_clock=True)),
    )
    for of_all, of_rule, of_fallback, rule, fallback in cases:
        policy = loaded(of_all, of_rule, of_fallback)
        assert (policy.rules[0].ending, policy.fallback.ending) == (rule, fallback), cases


def test_it_is_said_once() -> None:
    texts = {f"rules/{name}.yaml": text for name, text in PARTS.items()}
    twice = {"rules/a.yaml": "ending: 1 day\n", "rules/b.yaml": "ending: 2 days\n"}
    (said,) = problems_of({**texts, **twice})
    first = "it is already given in rules/a.yaml:1"
    assert said.startswith(f"rules/b.yaml:1:1: a second `ending`: {first}")
