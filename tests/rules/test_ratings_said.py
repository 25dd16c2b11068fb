"""`ratings` in the rules: who looks into what was not good, and how soon."""

from __future__ import annotations

import pytest

from mailtracker.errors import BadFiles
from mailtracker.policy.not_good import NotGood
from mailtracker.rules.load import load_texts

RULES = """
people: {bo: {name: Bo Jensen, email: bo@corp.example}, ana: {name: Ana, email: a@corp.example}}
hours: {office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}}
promises:
  normal: {first_reply: 4 working hours, then_every: 2 working days, hours: office}
  quick: {first_reply: 1 working hour, then_every: 1 working day, hours: office}
teams: {desk: {lead: ana, members: [bo], assign: lead}}
ladders: {default: [{at: 100%, hand_to: cover, tell: manager}]}
fallback: {to: desk, promise: normal, report_to: ana}
"""

SAYS = {
    "": NotGood(),
    "ratings: {not_good: {to: ana}}": NotGood("ana", ""),
    "ratings: {not_good: {to: desk, promise: quick}}": NotGood("desk", "quick"),
    "ratings: {not_good: {promise: quick}}": NotGood("", "quick"),
}


def test_the_rules_say_who_looks_into_it() -> None:
    for text, found in SAYS.items():
        assert load_texts({"rules/all.yaml": f"{RULES}{text}\n"}).ratings == found, text


WRONG = {
    "ratings: {not_good: {to: nadia}}": "nadia",
    "ratings: {not_good: {promise: soon}}": "soon",
    "ratings: {}": "not_good",
    "ratings: false": "found `false`",
    "ratings: {good: {to: ana}}": "good",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_is_said_with_its_line(text: str) -> None:
    with pytest.raises(BadFiles) as said:
        load_texts({"rules/all.yaml": f"{RULES}{text}\n"})
    for problem in said.value.problems:
        assert problem.line == RULES.count("\n") + 1
        assert any(word in str(problem) for word in (WRONG[text], "not_good"))


def test_it_stands_once() -> None:
    with pytest.raises(BadFiles) as said:
        load_texts(
            {
                "rules/a.yaml": f"{RULES}ratings: {{not_good: {{to: ana}}}}\n",
                "rules/b.yaml": "ratings: {not_good: {to: bo}}\n",
            }
        )
    (problem,) = said.value.problems
    assert "a second `ratings`: it is already given in rules/a.yaml:10" in str(problem)
