"""`mine`: who says that they have it is not reminded of it first; every later step stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.effects import NextRung
from mailtracker.desk.request import Lane, Request
from mailtracker.policy.model import Ladder, Policy, Rung
from tests.desk.makers import NOW, PERSON, decided, facts, issued, message, request, scene

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
FIRST = Rung(75, remind=("owner",))
REST = Rung(100, hand_to="cover", tell=("owner", "requester"))


def said(policy: Policy, alias, text: str, about: Request, *rungs: Rung) -> list[NextRung]:
    ladder = Ladder("default", rungs)
    policy = replace(policy, ladders={"default": ladder})
    mail = message("bo@corp.example", text=text)
    decision = decided(mail, PERSON, facts(TO_BO, on=about), alias, scene(policy, NOW))
    return [effect for effect in decision.effects if isinstance(effect, NextRung)]


def test_mine_silences_the_first_reminder_and_nothing_else(policy: Policy, alias) -> None:
    about = request()
    assert said(policy, alias, "mine", about, FIRST, REST) == [NextRung(1, about.promised_at)]


@pytest.mark.parametrize(
    ("text", "about", "rungs"),
    [
        ("mine", request(rung=1), (FIRST, REST)),  # was reminded already
        ("mine", request(), (FIRST,)),  # nothing else would ever come
        ("mine", request(), (replace(FIRST, tell=("manager",)), REST)),
        ("mine", request(), (replace(FIRST, raise_to="normal"), REST)),
        ("mine", request(), (REST, replace(REST, at=200))),
        ("mine\n\nI look at it.", request(), (FIRST, REST)),  # an answer: nothing is owed
        ("mine", request(unanswered_since=None, promised_at=None, due_at=None), (FIRST, REST)),
    ],
)
def test_all_else_goes_on_as_it_would(policy: Policy, alias, text, about, rungs) -> None:
    assert not any(one.due_at for one in said(policy, alias, text, about, *rungs))
