"""A new or reopened request → its receipt: who has it, by when, what happens if that slips,
what is asked and what helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Literal

from mailtracker.desk.assign import boss, taker
from mailtracker.desk.candidates import Choice
from mailtracker.desk.case import Case
from mailtracker.desk.effects import SendLetter
from mailtracker.desk.request import Lane
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import Person


def speak(case: Case, ruled: str = "") -> str:
    """The language of mails to the sender: the person's own, else the rule's, else that of
    the mail, else the mailbox's.
    """
    person = case.person
    wishes = (person.language if person else "", ruled, case.classified.language)
    return next((wish for wish in wishes if wish in case.alias.languages), case.alias.language)


def receipt(
    case: Case,
    choice: Choice,
    owner: Person,
    promise: str,
    ladder: str,
    *,
    reopened: bool = False,
    linked: str = "",
    confidential: bool = False,
    asked: Sequence[str] = (),
    attach: Sequence[str] = (),
) -> SendLetter:
    """`asked` are questions in the reader's language, `attach` names of `Policy.files`.
    `outside`: nobody is at work now.
    """
    hours = case.policy.promises[promise].hours
    slip, name = who_steps_in(choice, owner, ladder)
    values = {
        "slip": slip,
        "slip_name": name,
        "reopened": reopened,
        "linked": linked,
        "outside": next_open(hours, case.now) > case.now,
        "phone": _phone(case, owner, confidential),
        "asked": tuple(asked),
        "attached": tuple(base_name(name) for name in attach),
    }
    key = case.person.key if case.person else ""
    return SendLetter(
        "receipt", case.sender, key, Lane.OWNER, "auto-replied", values, attach=tuple(attach)
    )


def base_name(name: str) -> str:
    """ "vpn.pdf" of "guides/vpn.pdf"."""
    return PurePosixPath(name).name


def _phone(case: Case, owner: Person, confidential: bool) -> str:
    """People of the house may call; a stranger, whose address may be forged, is
    not told a colleague's number.
    """
    inside = case.person is not None or case.sender.domain in case.alias.home
    return owner.phone if inside and not confidential else ""


def who_steps_in(
    choice: Choice, owner: Person, ladder: str
) -> tuple[Literal["cover", "manager", "none"], str]:
    """The first thing that happens past the deadline: who takes over, or which manager hears of
    it, and that person's name.
    """
    steps = (
        choice.policy.ladders.get(ladder) or choice.policy.ladders[choice.policy.fallback.ladder]
    )
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
