"""A new or reopened request → its receipt: who has it, by when, what happens if that slips,
what is asked and what helps.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Literal

from mailtracker.desk.assign import boss, taker
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.case import Case, key_of
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.letters import Receipt
from mailtracker.desk.request import Lane
from mailtracker.desk.why import NotJoined, NotTheirs
from mailtracker.mail.message import Address
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class ForWhom:
    """Of a request that was opened for its requester: who did (`opened_by`), with which `words`. Of
    one that is its writer's own all the same: why (`not_theirs`).
    """

    opened_by: str = ""
    words: tuple[str, ...] = ()
    not_theirs: NotTheirs = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a receipt tells of the request."""

    #: Key of its promise.
    promise: str
    #: Key of its ladder.
    ladder: str
    #: Then no telephone is named.
    confidential: bool
    #: It was closed, and is open again.
    reopened: bool = False
    #: Reference of an older request that this one follows.
    linked: str = ""
    #: Questions in the reader's language.
    asked: tuple[str, ...] = ()
    #: Names of `Policy.files`.
    attach: tuple[str, ...] = ()
    #: Why people in copy take no part.
    not_joined: NotJoined = ""
    #: Its requester chose who has it, and is asked before anybody else does.
    confided: bool = False
    #: For whom it was opened, or was to be.
    asked_for: ForWhom = ForWhom()


Slip = Literal["cover", "manager", "choice", "none"]
"""What happens if a promise slips: somebody takes over, a manager hears of it, the requester is
asked whether somebody else shall have it, or nothing.
"""


def receipt(case: Case, candidates: Candidates, owner: Person, told: Told) -> SendLetter:
    hours = case.policy.promises[told.promise].hours
    slip, name = _slip(candidates, owner, told)
    letter = Receipt(
        slip=slip,
        slip_name=name,
        reopened=told.reopened,
        linked=told.linked,
        outside=next_open(hours, case.now) > case.now,
        phone="" if told.confidential else _phone(case, owner),
        asked=told.asked,
        attached=tuple(base_name(name) for name in told.attach),
        not_joined=told.not_joined,
        opened_by=told.asked_for.opened_by,
        words=told.asked_for.words,
        not_theirs=told.asked_for.not_theirs,
    )
    key, to = key_of(case.policy, case.sender), called(case)
    auto: Literal["auto-replied"] = "auto-replied"
    return SendLetter(letter, to, key, Lane.OWNER, auto, attach=told.attach)


def _slip(candidates: Candidates, owner: Person, told: Told) -> tuple[Slip, str]:
    if told.confided:
        return "choice", ""
    return who_steps_in(candidates, owner, told.ladder)


def called(case: Case) -> Address:
    """The sender, as letters of ours call them. Who is not known to us has no word in what we write
    to them: the address may be a victim's, the name a message to them.
    """
    sender, person = case.sender, case.person
    if person:
        return Address(person.name, sender.email)
    if not sender.email:
        return sender  # nothing is written to them: it is for the owner to read
    believed = case.colleague or case.proof.believed
    plain = believed and all(part.isalpha() for part in re.split(r"[ .'-]+", sender.name) if part)
    return sender if plain else Address("", sender.email)


def base_name(name: str) -> str:
    """ "vpn.pdf" of "guides/vpn.pdf"."""
    return PurePosixPath(name).name


def _phone(case: Case, owner: Person) -> str:
    """Colleagues may call; a stranger, whose address may be forged, is not told a colleague's
    number.
    """
    return owner.phone if case.colleague else ""


def who_steps_in(
    candidates: Candidates, owner: Person, ladder: str
) -> tuple[Literal["cover", "manager", "none"], str]:
    """The first thing that happens past the deadline: who takes over, or which manager hears of it,
    and that person's name. What a receipt may honestly say.
    """
    policy = candidates.policy
    steps = policy.ladders.get(ladder) or policy.ladders[policy.fallback.ladder]
    for rung in steps.rungs:
        other = taker(candidates, rung.hand_to, owner.key) if rung.hand_to is not None else None
        if other:
            return "cover", other.name
        manager = boss(candidates, owner.key) if "manager" in rung.tell else None
        if manager:
            return "manager", manager.name
    return "none", ""
