"""What the ladder will do when an owner stays silent → what a receipt may honestly say about it."""

from __future__ import annotations

from typing import Literal

from mailtracker.desk.assign import boss, taker
from mailtracker.desk.case import Case
from mailtracker.policy.policy import Person


def who_steps_in(case: Case, owner: Person, ladder: str) -> tuple[Literal["cover", "manager", "none"], str]:
    """The first thing that happens past the deadline: who takes over, or which manager hears of it, and that person's name."""
    steps = case.policy.ladders.get(ladder) or case.policy.ladders[case.policy.fallback.ladder]
    for rung in steps.rungs:
        if rung.hand_to is not None:
            other = taker(case.policy, rung.hand_to, owner.key, case.sender, (), case.facts.load, case.now)
            if other:
                return "cover", other.name
        if "manager" in rung.tell:
            manager = boss(case.policy, owner.key, case.sender)
            if manager:
                return "manager", manager.name
    return "none", ""
