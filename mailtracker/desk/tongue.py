"""Who wrote a mail → the language of ours to them, and what of it a request learns."""

from __future__ import annotations

from mailtracker.desk.case import Case
from mailtracker.desk.effects import SetLanguage
from mailtracker.desk.request import Request
from mailtracker.desk.thread import Role


def tongue(case: Case, ruled: str = "") -> str:
    """The language of mails to the sender: the person's own, else the rule's, else that of the
    mail, else that of what they asked last; of a mail that somebody else wrote for them, the other
    way round. "" where none of these tells one.
    """
    person, told, facts = case.person, case.classified.language, case.incoming.facts
    own = person.language if person else ""
    if case.through is not None:
        return case.alias.fits(own, ruled, facts.their_tongue, told)
    return case.alias.fits(own, ruled, told, facts.tongue)


def speak(case: Case) -> str:
    """The same, else the mailbox's."""
    return tongue(case) or case.alias.language


def learns(case: Case, request: Request, role: Role) -> list[SetLanguage]:
    """A first mail of a word or two tells no language; the next one of its requester may. One that
    is told already stays: people paste what programs say.
    """
    if request.language or role is not Role.REQUESTER:
        return []
    told = case.alias.fits(case.classified.language)
    return [SetLanguage(told)] if told else []
