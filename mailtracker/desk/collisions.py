"""Two people of the owner's side do the same at once → each hears of the other, and nothing that
somebody wrote to the requester is held back by it (docs/reliability.md, D23).
"""

from __future__ import annotations

from mailtracker.desk.authors import ours
from mailtracker.desk.case import address_of
from mailtracker.desk.effects import Effect, LogEvent, Relay, SendLetter
from mailtracker.desk.facts import OtherAnswer
from mailtracker.desk.letters import AlsoAnswered
from mailtracker.desk.notes import NoteAlsoAnswered
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane
from mailtracker.desk.said import TeamMail
from mailtracker.policy.model import Person

TOOK_OVER = "took over"
"""The kind of the event that stands where somebody took a request over from a colleague."""


def both_answered(said: TeamMail, cut: str) -> list[Effect]:
    """The requester has two answers: who wrote this one reads the other, and the other way round,
    so that they can put right what does not agree.
    """
    answer = crossing_answer(said)
    first = said.case.policy.people.get(answer.person) if answer else None
    if answer is None or first is None:
        return []
    request, person = said.request, said.person
    told = AlsoAnswered(first.name, answer.at, answer.words)
    once = f"also.{first.key}.{request.epoch}"
    letter = SendLetter(told, address_of(person), person.key, Lane.REQUESTER, once=once)
    return [
        LogEvent("both answered", f"{first.name} and {person.name}"),
        letter,
        *_to_first(said, first, cut),
    ]


def _to_first(said: TeamMail, first: Person, cut: str) -> list[Effect]:
    """The whole mail, but where they have it as the owner, or by their own address in it."""
    if first.key == said.request.owner or said.case.has_it_already(first):
        return []
    note = NoteAlsoAnswered(said.person.name)
    return [Relay(note, address_of(first), first.key, Lane.REQUESTER, ours(said.person), cut)]


def crossing_answer(said: TeamMail) -> OtherAnswer | None:
    """The answer of somebody else, of which this one did not know: it answers an older mail of
    ours, and nobody has asked anything since. Nothing where that somebody is kept out by now.
    """
    answer, request = said.case.facts.crossed.answer, said.request
    if answer is None or request.unanswered_since is not None or answer.person == said.person.key:
        return None
    first = said.case.policy.people.get(answer.person)
    return None if first is None or kept_out(said.case.policy, request, first) else answer


def has_it_since(said: TeamMail) -> bool:
    """Somebody else took it over since the mail of ours was written that this one answers."""
    return said.person.key != said.request.owner and said.case.facts.crossed.taken_at is not None
