"""A message from the owner's side, and who speaks in it: as whom, to whom, what it answers."""

from __future__ import annotations

from mailtracker.desk.case import Case
from mailtracker.desk.facts import Issued
from mailtracker.desk.lost.lost_letters import FilesStay
from mailtracker.desk.notes import NoteInside, NoteTeam
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.rights import Act, may
from mailtracker.desk.thread import Role
from mailtracker.desk.word_letters import KeptInside
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class TeamMail:
    """A message from the owner's side (`case`) on a `request`: which `person` speaks, and in which
    `role`. Their key is "" where the people file does not have them. `answered` is the mail of ours
    that it answers.
    """

    case: Case
    request: Request
    role: Role
    person: Person
    answered: Issued | None = None

    @property
    def lane(self) -> Lane:
        """Who a colleague's next reply reaches: the one whom this one was for."""
        return Lane.REQUESTER if self.may(Act.TO_REQUESTER) else Lane.TEAM

    def may(self, act: Act) -> bool:
        return may(self.role, act, self.request)


def said_by(case: Case, request: Request, role: Role, answered: Issued | None = None) -> TeamMail:
    # Whose name nobody vouches for is called with their address: it might be a colleague's.
    nobody_known = Person("", case.author.shown, (case.sender.key,))
    person = case.person or nobody_known  # an admin need not be known
    return TeamMail(case, request, role, person, answered)


INSIDE = (NoteInside.name, KeptInside.name)
"""Letters about an internal note: what answers them is one as well."""


def answers_note(said: TeamMail) -> bool:
    """By whatever it names first, or by any reply address."""
    case = said.case
    by_token = (one for one in case.facts.issued if one.by_token and case.answers(one))
    answered = [one.letter for one in (said.answered, *by_token) if one is not None]
    return not case.facts.as_written and not set(INSIDE).isdisjoint(answered)


def is_private(said: TeamMail) -> bool:
    """It answers what somebody wrote inside the team: the requester sees no word of it, whatever
    stands above, unless its author says so (`send`).
    """
    if answers_note(said):
        return True
    asked = said.answered
    private = asked is not None and _is_for_one(asked)
    return private and not (said.case.confirmed and colleague_answered(said) is None)


def _is_for_one(asked: Issued) -> bool:
    """A colleague's words, or what is left of them where a server refused the mail itself."""
    if asked.letter == FilesStay.name:
        return asked.lane is Lane.TEAM
    return asked.letter == NoteTeam.name


def colleague_answered(said: TeamMail) -> Person | None:
    """Who wrote that. None where nothing may go back to them."""
    asked = said.answered
    if asked is None or not asked.about_author:
        return None
    author = asked.about_author
    known = said.case.policy.person_by_address(author) or Person("", author, (author,))
    barred = kept_out(said.case.policy, said.request, known)
    return None if barred or known.key == said.person.key else known
