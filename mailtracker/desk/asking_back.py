"""A mail of the owner's side that nobody can be sure of → kept, and its author asked: what did you
mean, was it you?
"""

from __future__ import annotations

from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import Because, Dispose, Disposition, Effect, LogEvent, SendLetter
from mailtracker.desk.letters import AskBack
from mailtracker.desk.limits import asks_again, question_spends, waits_unasked
from mailtracker.desk.past_us import perhaps_answered
from mailtracker.desk.request import Request
from mailtracker.desk.said import TeamMail, said_by
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words.doubts import DoubtOfWord
from mailtracker.policy.model import Person

ASK_EVERY = 6
"""Hours in which somebody is asked only once whether they wrote a mail themselves."""

KNOWN = (
    *("done", "mine", "not mine", "for NAME", "waiting", "snooze 2d", "answered"),
    *("add NAME", "drop NAME", "note: TEXT", "merge REF", "part"),
)
"""Words that work, as people type them."""


def ask_back(said: TeamMail, doubt: DoubtOfWord) -> list[Effect | Because]:
    """Held, told to nobody but its author: a word that we misread must never reach the requester as
    an answer.
    """
    person, line = said.person, doubt.command.line
    if asks_again(said.case, said.request):
        return not_asked_again(said.case, said.request, said.person)
    known = KNOWN if line and doubt.why != "untold" else ()
    whole = doubt.why not in ("unread", "no note", "untold")
    sendable = whole and (bool(line) or doubt.why == "private")
    typed = doubt.button or str(doubt.command.word or "")
    letter = AskBack(doubt.why, line, known, list(doubt.names), sendable, typed)
    reason = f"first line “{line}”" if line else "nothing in it"
    return [
        Because(f"asked {person.name} back: {doubt.why}"),
        SendLetter(letter, address_of(person), person.key, said.lane, about_mail=True),
        *question_spends(said.case, said.request),
        *perhaps_answered(said.case, said.request),
        LogEvent("asked back", f"{person.name}: “{line}”"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def ask_whether_automatic(case: Case, request: Request, role: Role) -> list[Effect | Because]:
    """Words alone make a machine of it. An absence is no answer and settles no promise, but
    nobody's answer may be lost: held, and its author asked, every few hours at most, because a
    robot would answer that as well.
    """
    said = said_by(case, request, role)
    if asks_again(case, request):
        return _taken_for_a_machines(said)
    person, now = said.person, case.now
    once = f"automatic.{now:%Y%m%d}.{now.hour // ASK_EVERY}"
    reason = f"perhaps automatic: {case.classified.reason}"
    to, asked = address_of(person), AskBack("automatic")
    return [
        Because(f"asked {person.name} back: perhaps automatic"),
        SendLetter(asked, to, person.key, said.lane, once=once, about_mail=True),
        *question_spends(case, request),
        LogEvent("asked back", f"{person.name}: {reason}"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def _taken_for_a_machines(said: TeamMail) -> list[Effect | Because]:
    reason = "was asked about it before, and brings nothing new"
    return [
        Because(f"{said.person.name} {reason}: taken for a machine's"),
        LogEvent("not asked again", f"{said.person.name} {reason}"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def not_asked_again(case: Case, request: Request, person: Person) -> list[Effect | Because]:
    """One question a request and matter, and three a day: of more their author has a list."""
    again = "was asked before"
    return [
        Because(f"{person.name} {again}"),
        LogEvent("not asked again", f"{person.name} {again}"),
        *waits_unasked(case, request, person),
        Dispose(Disposition.ASKED_BACK, again),
    ]


def ask_whether_theirs(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """Proven, but no answer to a mail of ours; or an answer to one, which our border denies. Kept,
    and asked at the address on file, where only its owner reads; one reply sends it.
    """
    said = said_by(case, request, found.said or found.role)
    if asks_again(case, request):
        return not_asked_again(case, request, said.person)
    why: KeptBecause = "disproven" if found.role is Role.DISPROVEN else "no token"
    to = address_of(said.person)
    inside = to.domain in case.alias.home  # nobody's words go to an address that is not ours
    begins = next((line for line in map(str.strip, case.message.new_text.split("\n")) if line), "")
    letter = AskBack(why, begins if inside else "")
    return [
        Because(f"asked {said.person.name} whether it is theirs: {why}"),
        SendLetter(letter, to, said.person.key, said.lane, about_mail=True),
        *question_spends(case, request),
        LogEvent("asked back", f"{said.person.name}: {found.why}"),
        Dispose(Disposition.ASKED_BACK, found.why),
    ]
