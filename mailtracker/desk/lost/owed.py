"""A mail that did not arrive → the promise that begins by it."""

from __future__ import annotations

from mailtracker.desk.effects import Effect
from mailtracker.desk.lost.failed import ANSWERS, Failed
from mailtracker.desk.request import Status
from mailtracker.desk.scene import Scene
from mailtracker.desk.words.waiting import ASKS, goes_on


def owed_again(failed: Failed, scene: Scene) -> list[Effect]:
    return goes_on(scene, failed.request) if begins(failed) else []


def begins(failed: Failed) -> bool:
    """An answer, or a question that is waited for, did not arrive."""
    asked = failed.letter in ASKS and failed.request.status is Status.WAITING
    reached = failed.letter not in ANSWERS and not asked
    return not reached and failed.request.unanswered_since is None
