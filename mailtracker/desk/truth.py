"""A letter as its occasion decided it, and what is known when it is written → the letter as it may
be said: a claim stands in a letter only where a value of it proves the claim.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailtracker.desk.ending_letters import NOTHING_PAST, PastWords
from mailtracker.desk.letters import (
    Closed,
    Confirm,
    HandedRequester,
    Letter,
    Reminder,
    SlippedManager,
    SlippedRequester,
)
from mailtracker.desk.request import Request, Status
from mailtracker.desk.transcript import Has
from mailtracker.desk.waiting_letters import ClosedWaiting
from mailtracker.record import dataclass

APOLOGIES = (SlippedRequester.name, HandedRequester.name)
"""Letters in which we are sorry, where they are written after the promised time."""


@dataclass(frozen=True, slots=True)
class SoFar:
    """What became of the running promise: whether its requester was told that we are sorry
    (`apologised`), and whether a mail may have been the answer that did not count as one
    (`perhaps`); of what is closed, its `past`. `refused`: a mail server took nothing of what was
    written, on its way to an owner.
    """

    apologised: bool = False
    perhaps: bool = False
    refused: bool = False
    past: PastWords = NOTHING_PAST


NOTHING_SO_FAR = SoFar()
"""Of a promise that has just begun."""


def needs_so_far(letter: Letter) -> bool:
    """Whether it says anything of what became of the promise."""
    if isinstance(letter, Confirm):
        return letter.did == "handed"
    return isinstance(letter, HandedRequester | SlippedRequester | Reminder | SlippedManager)


def tells_past(letter: Letter) -> bool:
    """Whether it is a closing mail that says what was asked and answered."""
    return isinstance(letter, Closed | ClosedWaiting)


def without_asked(letter: Letter) -> Letter:
    """For who may not read what the opening mail says: nobody knows that they wrote it."""
    match letter:
        case Closed() | ClosedWaiting():
            return replace(letter, past=replace(letter.past, asked=""))
    return letter


def truthful(letter: Letter, request: Request, now: datetime, so_far: SoFar, has: Has) -> Letter:
    """`request` is as the decision leaves it. `has`: what of all that was written went to who takes
    it over: a hand-over stands before the letters that tell of it.
    """
    sorry, perhaps = not so_far.apologised, so_far.perhaps
    next_at = _next_at(request, now)
    known = "unsure" if so_far.refused and has != "nothing" else has
    match letter:
        case HandedRequester():
            return replace(letter, has=known, sorry=sorry, perhaps=perhaps, next_at=next_at)
        case SlippedRequester():
            return replace(letter, sorry=sorry, perhaps=perhaps, next_at=next_at)
        case Reminder() | SlippedManager():
            return replace(letter, perhaps=perhaps)
        case Confirm():
            return replace(letter, has=known)
        case Closed() | ClosedWaiting():
            return replace(letter, past=so_far.past)
    return letter


def _next_at(request: Request, now: datetime) -> datetime | None:
    """When the next step of its ladder is due. After an answer it is the time of its closing."""
    at = request.due_at
    owed = request.status is Status.OPEN and request.unanswered_since is not None
    return at if at is not None and owed and at > now else None
