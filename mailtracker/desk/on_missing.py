"""Expected mail that has not come in time → a request that opens by itself, or one more word on the
one that is open already (docs/reliability.md, E4).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from mailtracker.desk.absence.absences import is_away
from mailtracker.desk.alias import Alias
from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.candidates import Candidates, all_present, away_record, candidates_for
from mailtracker.desk.case import address_of
from mailtracker.desk.deadlines import start_again, start_clock
from mailtracker.desk.effects import (
    Because,
    Decision,
    Effect,
    LogEvent,
    OpenRequest,
    SendLetter,
    SetStatus,
)
from mailtracker.desk.expected_letters import NotCome, OneAsked
from mailtracker.desk.gate import decide
from mailtracker.desk.handing import owner_now, owner_who_begins
from mailtracker.desk.request import Given, Lane, Request, Status
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Address
from mailtracker.policy.expected import ANYBODY, Expectation, Miss
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

LISTED = 10
"""Due times that a letter lists, and the history: after months down there may be many."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What was expected and has not come."""

    #: What.
    expectation: Expectation
    #: By which times, the oldest first.
    misses: tuple[Miss, ...]
    #: When mail of each came last.
    seen: Mapping[str, datetime]
    #: The request that an earlier miss opened, closed or not.
    request: Request | None
    #: By which a new one is served.
    alias: Alias
    #: How many mails have come since that nobody can read or take yet.
    unread: int = 0


def on_missing(missing: Missing, scene: Scene) -> Decision:
    """One request, however often it was missed."""
    request = missing.request
    if request is None or request.status is Status.CLOSED:
        return decide(_open(missing, scene), None, scene.policy)
    return decide(_add(missing, request, scene), request, scene.policy)


def _open(missing: Missing, scene: Scene) -> list[Effect | Because]:
    """Nobody asked, so its requester has the name of what is missing, and no address: nothing can
    be written there.
    """
    one, policy = missing.expectation, scene.policy
    requester = Address(one.name, "")
    candidates = Candidates(scene, requester)
    owner = pick(candidates, one.to)
    usual = pick(all_present(candidates), one.to)
    return [
        Because(f"{one.name} has not come: {owner.name} has it"),
        OpenRequest(
            mailbox=missing.alias.name,
            prefix=missing.alias.prefix,
            subject=one.name,
            requester=requester,
            copied=(),
            language=missing.alias.language,
            owner=owner.key,
            first_id="",
            given=_given(missing, scene),
            quiet=True,
        ),
        start_clock(scene, one.promise, one.ladder, first=True),
        LogEvent("opened", _said(missing)),
        *took_turn(policy, one.to, owner),
        *away_record(candidates, usual, owner),
        _letter(missing, scene, owner, again=False),
    ]


def _given(missing: Missing, scene: Scene) -> Given:
    one = missing.expectation
    return Given(
        rule=one.called,
        why="",
        promise=one.promise,
        ladder=one.ladder,
        routed_to=one.to,
        rule_at=one.where,
        rules_digest=scene.policy.digest,
        matched=_said(missing),
        expected=(one.name,),
    )


def _add(missing: Missing, request: Request, scene: Scene) -> list[Effect | Because]:
    """The request is open: its owner hears of it, and owes something again."""
    candidates, begins = candidates_for(request, scene), request.unanswered_since is None
    who = owner_who_begins if begins else owner_now
    owner, handed = who(candidates, request)
    effects: list[Effect] = [LogEvent("missing", _said(missing)), *handed]
    if begins:
        effects += [SetStatus(Status.OPEN), start_again(scene, request)]
    return [
        Because(f"{missing.expectation.name} has not come again: {request.reference} is open"),
        *effects,
        _letter(missing, scene, owner, again=True),
    ]


def _letter(missing: Missing, scene: Scene, owner: Person, again: bool) -> SendLetter:
    one = missing.expectation
    letter = NotCome(
        what=one.name,
        dues=[miss.due for miss in missing.misses[-LISTED:]],
        last_seen=max(missing.seen.values(), default=None),
        people=_table(missing, scene),
        again=again,
        unread=missing.unread,
        earlier=max(0, len(missing.misses) - LISTED),
    )
    return SendLetter(letter, address_of(owner), owner.key, Lane.REQUESTER)


def _table(missing: Missing, scene: Scene) -> list[OneAsked]:
    """Of people who each owe one: whose has come, and whose has not; those first."""
    one, people = missing.expectation, scene.policy.people
    if not one.people:
        return []
    absent = {who for miss in missing.misses for who in miss.who}
    order = sorted(one.people, key=lambda key: key not in absent)
    return [
        OneAsked(
            people[key].name,
            None if key in absent else missing.seen.get(key),
            is_away(scene, key),
        )
        for key in order
    ]


def _said(missing: Missing) -> str:
    """For the history, in UTC and the names of the rules."""
    dues = ", ".join(f"{miss.due:%Y-%m-%d %H:%M}" for miss in missing.misses[-LISTED:])
    whose = sorted({who for miss in missing.misses for who in miss.who} - {ANYBODY})
    of = f" of {', '.join(whose)}" if whose else ""
    last = max(missing.seen.values(), default=None)
    seen = f"last seen {last:%Y-%m-%d %H:%M}" if last else "never seen"
    return f"{missing.expectation.name}{of} did not come by {dues} UTC; {seen}"
