"""An answer to a mail of ours that went to somebody else, from an address that nobody knows → asked
about, or carried to the owner with a word (docs/reliability.md, T23).
"""

from __future__ import annotations

import re

from mailtracker.desk.authors import shown
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.facts import Issued
from mailtracker.desk.letters import Elsewhere
from mailtracker.desk.limits import told_of_answer_from_elsewhere
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.desk.says import reacts_by_mail
from mailtracker.desk.thread import Thread
from mailtracker.mail.message import Address
from mailtracker.policy.identity import first_like
from mailtracker.policy.model import Person

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+")
"""What stands in a YAML list without quotes."""


def ask_on_file(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """It bears what only somebody of the owner's side was given: kept, and that person asked at the
    address on file. Whoever forges it changes nothing, and has us write to that person alone, once
    a day. A thumb is not worth a question.
    """
    person = _whom_it_went_to(case, found.meant)
    if person is None or kept_out(case.policy, request, person) or reacts_by_mail(case):
        return _kept(case, found, Disposition.UNVERIFIED, [])
    asked = told_of_answer_from_elsewhere(case, request, _question(case, found, person))
    is_asked = any(isinstance(effect, SendLetter) for effect in asked)
    disposition = Disposition.ASKED_BACK if is_asked else Disposition.UNVERIFIED
    return _kept(case, found, disposition, asked)


def _whom_it_went_to(case: Case, meant: Issued | None) -> Person | None:
    return case.policy.people.get(meant.person) if meant else None


def _question(case: Case, found: Thread, person: Person) -> SendLetter:
    assert found.meant is not None
    to, line = address_of(person), ""
    if to.domain in case.alias.home:  # nobody's words go to an address that is not ours
        lines = map(str.strip, case.message.new_text.split("\n"))
        line = next(filter(None, lines), "")
    on_file = line_on_file(person, case.sender) if case.sender.email else ""
    letter = Elsewhere(case.sender.email or case.sender.name, line, on_file)
    return SendLetter(letter, to, person.key, found.meant.lane, about_mail=True)


def _kept(
    case: Case, found: Thread, disposition: Disposition, told: list[Effect]
) -> list[Effect | Because]:
    reason = f"from {case.sender.email or case.sender.name}, which nobody has on file: {found.why}"
    return [
        Because("answers a mail of ours to somebody else, from an address that nobody knows"),
        *told,
        LogEvent("elsewhere", reason),
        Dispose(disposition, reason),
    ]


def line_on_file(person: Person, also: Address) -> str:
    """What the people file has to say of somebody who has this address as well."""
    listed = ", ".join(map(_as_yaml, (*person.addresses, also.email)))
    return f"email: [{listed}]"


def _as_yaml(email: str) -> str:
    if _PLAIN.fullmatch(email):
        return email
    escaped = email.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def meant_for(case: Case, found: Thread) -> str:
    """Whose mail of ours it answers, as others read of them; "" where it is their own."""
    if found.meant is None:
        return ""
    parties = found.request.parties if found.request else ()
    to = first_like(case.policy, found.meant.recipient, parties)
    return shown(case.policy, to or Address("", found.meant.recipient))
