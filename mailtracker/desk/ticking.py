"""A mail that was expected → it is ticked off and opens nothing; the request that was opened
without it is closed (docs/reliability.md, E1 to E3).
"""

from __future__ import annotations

from datetime import datetime

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
from mailtracker.desk.silent import as_configured
from mailtracker.mail.message import Classified, Kind, Message
from mailtracker.mail.subject import is_answer_or_forward
from mailtracker.policy.expected import Expectation, Tick, is_late
from mailtracker.policy.expected_mail import names_sender, takes
from mailtracker.policy.model import Policy

_OF_A_REQUEST = frozenset({Hint.REFERENCE, Hint.OLD_MAIL})
"""By these a person points at a request on purpose."""

Ticked = tuple[list[Effect | Because], int | None]


def ticked_off(incoming: Incoming, scene: Scene) -> Ticked | None:
    """What to do with expected mail, of which the store has told when it came; and which request it
    is about. None for any other mail.
    """
    came = incoming.facts.came
    if came is None or _is_of_a_request(incoming) or _is_in_a_thread(incoming):
        return None
    taken = expected(incoming.message, incoming.classified, scene.policy, scene.now)
    if taken is None:
        return None
    one, who, matched = taken
    tick = TickOff(one.name, who, came)
    awaited = incoming.facts.awaited.get(one.name)
    if awaited is not None and who in awaited.absent:
        request = incoming.facts.requests[awaited.request_id]
        if request.status is not Status.CLOSED:
            return _after_all(scene, one, request, awaited, tick), request.id
    reason = one.called
    filed = Dispose(Disposition.IGNORED, f"{reason} ({matched})")
    return [Because(reason), tick, filed], None


def ticked_beside(incoming: Incoming, scene: Scene) -> list[Effect]:
    """Of what a person writes in the thread of a request, and which is expected as well: it goes
    its way, and is ticked off.
    """
    came = incoming.facts.came
    if came is None or _is_of_a_request(incoming):
        return []
    taken = expected(incoming.message, incoming.classified, scene.policy, scene.now)
    return [TickOff(taken[0].name, taken[1], came)] if taken else []


def is_expected(incoming: Incoming, policy: Policy, now: datetime) -> bool:
    """Whether it may be: what is then asked of the store is asked for such mail alone."""
    if not policy.expected:
        return False
    found = as_configured(incoming, policy)
    return expected(found.message, found.classified, policy, now) is not None


def expected(
    message: Message, found: Classified, policy: Policy, now: datetime
) -> tuple[Expectation, str, str] | None:
    """As `policy.expected.takes` says, of a mail by itself. No expected mail is a bounce, or what
    our border denies; nor a machine's, where people are asked: that is a vacation notice.
    """
    if not policy.expected or found.verified is False:
        return None
    if found.kind is Kind.BOUNCE and found.sure:
        return None
    taken = takes(policy, mail_view(message, found, now))
    if taken is None:
        return None
    one = taken[0]
    if one.people:
        return None if found.kind in MACHINES else taken
    about = found.kind is Kind.PERSON and not names_sender(one.when)
    return None if about and _answers_somebody(message) else taken


def _is_of_a_request(incoming: Incoming) -> bool:
    """It answers a mail of ours, or names a request."""
    facts = incoming.facts
    return bool(facts.issued) or any(one.by in _OF_A_REQUEST for one in facts.known)


def _is_in_a_thread(incoming: Incoming) -> bool:
    """A person answers a mail of a request that is open: whoever has it wants to read that."""
    if incoming.classified.kind is not Kind.PERSON:
        return False
    facts = incoming.facts
    cited = [one.request_id for one in facts.known if one.by is Hint.MESSAGE_ID]
    return any(facts.requests[number].status is not Status.CLOSED for number in cited)


def _answers_somebody(message: Message) -> bool:
    """It is about such a mail, and none itself."""
    return is_answer_or_forward(message.subject) or bool(message.in_reply_to)


def _after_all(
    scene: Scene, one: Expectation, request: Request, awaited: Outstanding, tick: TickOff
) -> list[Effect | Because]:
    """It closes the request that waited for it; of several people only the last one's does."""
    came = one.called
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
