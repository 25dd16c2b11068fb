"""A mail of the owner's side that is no answer → kept, and its author asked once what they meant;
or counted, where the requester has it without us.
"""

from __future__ import annotations

from collections.abc import Mapping

from mailtracker.desk.asking_back import not_asked_again
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.letters import AskBack
from mailtracker.desk.limits import asks_again, question_spends
from mailtracker.desk.notes import CARRYING
from mailtracker.desk.past_us import kept_past_us, perhaps_answered, reached
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.says import Says, says
from mailtracker.desk.why import KeptBecause
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

_WHY: Mapping[Says, KeptBecause] = {
    Says.REACTION: "reaction",
    Says.OBJECTION: "reaction",
    Says.NOTHING: "empty",
    Says.PASSED_ON: "forward",
    Says.LOCKED: "encrypted",
    Says.ASIDE: "aside",
}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who wrote the mail at hand (`person`), whom their reply to a letter of ours reaches (`lane`),
    and whether their words go `to_requester`, or to a colleague.
    """

    person: Person
    lane: Lane
    to_requester: bool


def unsaid(case: Case, request: Request, by: Speaker, why: str) -> list[Effect | Because] | None:
    """What becomes of a mail of the owner's side that is no answer; None for one that is. `why` it
    belongs to the request, for the ledger.
    """
    found = says(case, request, of_owners=True)
    if found not in _WHY or (found.is_for_others and not by.to_requester):
        return None
    if found in (Says.PASSED_ON, Says.LOCKED) and reached(case, request):
        return kept_past_us(case, request, why)
    if found in (Says.REACTION, Says.OBJECTION):
        return _pressed(case, by)
    return _ask(case, request, by, _WHY[found])


def _pressed(case: Case, by: Speaker) -> list[Effect | Because]:
    """Told once a request. A thumb for a letter of ours is for us."""
    answered = next((one.letter for one in case.facts.issued if case.answers(one)), "")
    letter = AskBack("reaction", sendable=False)
    to, key = address_of(by.person), by.person.key
    told = [SendLetter(letter, to, key, by.lane, once="reaction")] if answered in CARRYING else []
    return [
        Because(f"{by.person.name} only reacts, which nobody is sent"),
        *told,
        LogEvent("reaction", f"by {by.person.name}; carried to nobody"),
        Dispose(Disposition.ASKED_BACK, "only a reaction"),
    ]


def _ask(case: Case, request: Request, by: Speaker, why: KeptBecause) -> list[Effect | Because]:
    person = by.person
    if asks_again(case, request):
        return not_asked_again(case, request, person)
    begins = _first_line(case) if why == "aside" else ""
    letter = AskBack(why, begins, sendable=bool(case.message.text.strip()) or why != "empty")
    return [
        Because(f"asked {person.name} back: {why}"),
        SendLetter(letter, address_of(person), person.key, by.lane, about_mail=True),
        *question_spends(case, request),
        LogEvent("asked back", f"{person.name}: {why}"),
        *perhaps_answered(case, request),
        Dispose(Disposition.ASKED_BACK, _REASON.get(why, why)),
    ]


_REASON = {
    "empty": "no words of its own",
    "forward": "passes on what others wrote",
    "encrypted": "encrypted for us alone",
    "aside": "sounds as if it were not for the requester",
}


def _first_line(case: Case) -> str:
    lines = map(str.strip, case.message.new_text.split("\n"))
    return next((line for line in lines if line), "")
