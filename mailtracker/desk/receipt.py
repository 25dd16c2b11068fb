"""A new or reopened request → its receipt: who has it, by when, what happens if that slips, what is asked and what helps."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from mailtracker.desk.case import Case
from mailtracker.desk.choice import Choice
from mailtracker.desk.decision import Write
from mailtracker.desk.facts import Lane
from mailtracker.desk.slip import who_steps_in
from mailtracker.policy.hours import next_open
from mailtracker.policy.policy import Person


def speak(case: Case, ruled: str = "") -> str:
    """The language of mails to the sender: the person's own, else the rule's, else that of the mail, else the mailbox's."""
    person = case.person
    wishes = (person.language if person else "", ruled, case.classified.language)
    return next((wish for wish in wishes if wish in case.place.languages), case.place.language)


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
) -> Write:
    """`asked` are questions in the reader's language, `attach` names of `Policy.files`. `outside`: nobody is at work now."""
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
    return Write("receipt", case.sender, key, Lane.OWNER, "auto-replied", values, attach=tuple(attach))


def base_name(name: str) -> str:
    """ "vpn.pdf" of "guides/vpn.pdf"."""
    return PurePosixPath(name).name


def _phone(case: Case, owner: Person, confidential: bool) -> str:
    """People of the house may call; a stranger, whose address may be forged, is not told a colleague's number."""
    inside = case.person is not None or case.sender.domain in case.place.home
    return owner.phone if inside and not confidential else ""
