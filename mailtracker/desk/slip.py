"""What the ladder will do when an owner stays silent → what a receipt may honestly say about it."""

from __future__ import annotations

from typing import Literal

from mailtracker.desk.assign import boss, taker
from mailtracker.desk.choice import Choice
from mailtracker.policy.policy import Person


def who_steps_in(choice: Choice, owner: Person, ladder: str) -> tuple[Literal["cover", "manager", "none"], str]:
    """The first thing that happens past the deadline: who takes over, or which manager hears of it, and that person's name."""
    steps = choice.policy.ladders.get(ladder) or choice.policy.ladders[choice.policy.fallback.ladder]
    for rung in steps.rungs:
        if rung.hand_to is not None:
            other = taker(choice, rung.hand_to, owner.key)
            if other:
                return "cover", other.name
        if "manager" in rung.tell:
            manager = boss(choice, owner.key)
            if manager:
                return "manager", manager.name
    return "none", ""
