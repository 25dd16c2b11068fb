"""A mail that only thanks, from the requester's side → to the owner at once, and to who answered;
kept for the weekly mail of a team that wants one (docs/reliability.md, Q1 to Q5).
"""

from __future__ import annotations

from mailtracker.desk.absence.absences import has_left
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.content import own_words
from mailtracker.desk.effects import Effect, Relay
from mailtracker.desk.notes import NoteThanks
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.says import names_of
from mailtracker.desk.thanks.thanks import gives_thanks
from mailtracker.desk.thanks_kept import Praise, keep_thanks
from mailtracker.desk.thread import Role
from mailtracker.policy.model import Person


def note_of_thanks(case: Case) -> NoteThanks:
    """Above it, for the owner."""
    return NoteThanks(case.author.shown, _thanks(case))


def thanked(case: Case, request: Request, owner: Person, role: Role) -> list[Effect]:
    """What follows from it besides: who answered reads it as well, and it is kept. Thanks while an
    answer is owed are for none.
    """
    if request.unanswered_since is not None or not request.answered_once:
        return []
    answerer = _answerer(case, request) or owner
    effects: list[Effect] = []
    if answerer.key != owner.key:
        effects += _to_answerer(case, answerer, owner)
    if _thanks(case):
        effects += keep_thanks(case, request, role, Praise(answerer, _words(case)))
    return effects


def _thanks(case: Case) -> bool:
    return gives_thanks(_words(case))


def _words(case: Case) -> str:
    return own_words(case.message.new_text, names_of(case))


def _answerer(case: Case, request: Request) -> Person | None:
    """Who wrote the last answer; None where nobody knows, for who works here no more, and where
    somebody else may read their mail.
    """
    key = case.facts.answered_by.get(request.id, "")
    gone = key in case.scene.revoked or has_left(case.scene, key)
    return None if gone else case.policy.people.get(key)


def _to_answerer(case: Case, answerer: Person, owner: Person) -> list[Effect]:
    if case.is_from(answerer) or case.has_it_already(answerer):
        return []
    note = NoteThanks(case.author.shown, _thanks(case), with_whom=owner.name)
    return [Relay(note, address_of(answerer), answerer.key, Lane.REQUESTER, case.author)]
