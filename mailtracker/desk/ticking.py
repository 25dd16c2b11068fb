"""A mail that was expected → it is ticked off and opens nothing; the request that was opened
without it is closed (docs/reliability.md, E1 to E3).
"""

from __future__ import annotations

from mailtracker.desk.awaited import Outstanding, TickOff
from mailtracker.desk.candidates import candidates_for
from mailtracker.desk.case import MACHINES, Incoming, address_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
    SetStatus,
    StopClock,
)
from mailtracker.desk.expected_letters import CameLate
from mailtracker.desk.facts import Hint
from mailtracker.desk.handing import owner_now
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rule_view import mail_view
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Kind
from mailtracker.mail.subject import is_answer_or_forward
from mailtracker.policy.expected import Expectation, Tick, is_late, names_sender, takes

_OF_A_REQUEST = frozenset({Hint.REFERENCE, Hint.OLD_MAIL})
"""By these a person points at a request on purpose."""

Ticked = tuple[list[Effect | Because], int | None]


def ticked_off(incoming: Incoming, scene: Scene) -> Ticked | None:
    """What to do with expected mail, and which request it is about; None for any other mail."""
    if not scene.policy.expected or _is_something_else(incoming):
        return None
    taken = takes(scene.policy, mail_view(incoming.message, incoming.classified, scene.now))
    if taken is None:
        return None
    one, who, matched = taken
    if one.people and incoming.classified.kind in MACHINES:
        return None  # nobody's answer: a vacation notice, most often
    if not (one.people or names_sender(one.when)) and _answers_somebody(incoming):
        return None
    tick = TickOff(one.name, who, incoming.facts.came or scene.now)
    awaited = incoming.facts.awaited.get(one.name)
    if awaited is not None and who in awaited.absent:
        request = incoming.facts.requests[awaited.request_id]
        if request.status is not Status.CLOSED:
            return _after_all(scene, one, request, awaited, tick), request.id
    reason = f"expected: {one.name}"
    filed = Dispose(Disposition.IGNORED, f"{reason} ({matched})")
    return [Because(reason), tick, filed], None


def _is_something_else(incoming: Incoming) -> bool:
    """A bounce, what our border denies, an answer to a mail of ours, or what names a request."""
    found, facts = incoming.classified, incoming.facts
    if found.kind is Kind.BOUNCE or found.verified is False:
        return True
    return bool(facts.issued) or any(one.by in _OF_A_REQUEST for one in facts.known)


def _answers_somebody(incoming: Incoming) -> bool:
    """A person writes about such a mail, and does not send one."""
    person = incoming.classified.kind is Kind.PERSON
    message = incoming.message
    return person and (is_answer_or_forward(message.subject) or bool(message.in_reply_to))


def _after_all(
    scene: Scene, one: Expectation, request: Request, awaited: Outstanding, tick: TickOff
) -> list[Effect | Because]:
    """It closes the request that waited for it; of several people only the last one's does."""
    came = f"expected: {one.name}"
    if tick.who:
        came += f", of {scene.policy.people[tick.who].name}"
    effects: list[Effect | Because] = [
        Because(came),
        tick,
        Dispose(Disposition.REPLY, came),
        LogEvent("expected", f"{one.name} came after all"),
    ]
    if awaited.absent - {tick.who}:
        return effects
    late = is_late(one, awaited.awaiting, Tick(tick.who, tick.at))
    owner, handed = owner_now(candidates_for(request, scene), request)
    letter = CameLate(one.name, tick.at, awaited.awaiting.before, next_one=not late)
    return [
        *effects,
        *handed,
        StopClock(answered=False),
        SetStatus(Status.CLOSED),
        LogEvent("closed", "what was expected has come"),
        SendLetter(letter, address_of(owner), owner.key, Lane.REQUESTER),
    ]
