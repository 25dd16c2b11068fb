"""A child that composes, ready before the first mail."""

from __future__ import annotations

from typing import Any

from mailtracker.composer import ChildComposer
from mailtracker.composing import Work
from mailtracker.world import World


def in_a_child(world: World, **limits: Any) -> ChildComposer:
    nothing = Work(world.ours, [], None)
    made = ChildComposer(**limits)
    made.expect(100)
    made.begin(world, nothing)
    assert made._child is not None
    assert made._child.ask(nothing).answer() == []
    return made
