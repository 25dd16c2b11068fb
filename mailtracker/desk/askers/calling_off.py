"""The requester says that it is over → it is closed, who has it hears so, and so do they. In doubt
nothing: then it is an ordinary mail (docs/reliability.md, W10 and W11).
"""

from __future__ import annotations

from typing import Literal

from mailtracker.desk.askers.asker_letters import CalledOff
from mailtracker.desk.askers.asker_words import AskerWord, SaidToUs
from mailtracker.desk.askers.hearing import heard_on
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.closing import ended
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
)
from mailtracker.desk.ending_letters import EndsSoon
from mailtracker.desk.handing import owner_now
from mailtracker.desk.limits import said_often
from mailtracker.desk.notes import Note, NoteCalledOff, NoteMore
from mailtracker.desk.participants import circle_of, is_proof_enough, joining
from mailtracker.desk.parties import to_parties
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.rights import Act, may
from mailtracker.desk.thanking import note_of_thanks, thanked
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.watching import show_more
from mailtracker.desk.words.waiting import ASKS


def called_off(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """Nothing where it is not closed by this mail."""
    if found.role is not Role.REQUESTER or not may(found.role, Act.CLOSE, request):
        return []
    asked = heard_on(case, request)
    if asked is None or not _is_over(asked, request, found):
        return []
    if not is_proof_enough(case, found.role) or said_often(case, request):
        return []
    return _closed(case, request, found, asked.word)


def _is_over(asked: SaidToUs, request: Request, found: Thread) -> bool:
    """Whether the word is about this request, and nothing else can be meant by it: who is asked
    "shall I cancel the booking?" answers with the same word.
    """
    if not asked.word.closes or not asked.about <= {request.reference}:
        return False
    if asked.word in (AskerWord.SOLVED, AskerWord.WITHDRAWN):
        return True
    if request.unanswered_since is not None:  # theirs was the last word
        return True
    offered = found.proof is not None and found.proof.letter in (*ASKS, EndsSoon.name)
    return offered and asked.word is AskerWord.NEEDLESS


def _closed(case: Case, request: Request, found: Thread, word: AskerWord) -> list[Effect | Because]:
    """What it says goes to all who would get it anyway. Closed already, it stays so."""
    how: Literal["solved", "cancelled"] = "solved" if word is AskerWord.SOLVED else "cancelled"
    owner, handed = owner_now(case.candidates_for(request), request)
    author, answered = case.author, request.answered_once
    note: Note = NoteCalledOff(author.shown, how, answered)
    ends: list[Effect] = [
        *ended(case.policy, request, CalledOff(how, answered)),
        LogEvent("closed", f"by its requester: {how}"),
    ]
    if request.status is Status.CLOSED:
        note = note_of_thanks(case) if how == "solved" else NoteMore(author.shown, ())
        ends = [LogEvent("thanks", f"its requester: {how}")]
    heard: list[Effect] = []
    if how == "solved":
        heard += thanked(case, request, owner, found.role)
    if case.colleague:
        heard += to_parties(case, request, author, owner)
        heard += show_more(case, request, owner, author)
    return [
        Because(f"the requester of {request.reference} says that it is {how}"),
        *handed,
        *joining(case, found.role, circle_of(request)).effects,
        *ends,
        Relay(note, address_of(owner), owner.key, Lane.REQUESTER, author),
        *heard,
        Dispose(Disposition.REPLY, f"word {word}: {found.why}"),
    ]
