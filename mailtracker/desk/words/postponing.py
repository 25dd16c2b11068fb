"""`waiting`, `snooze` and `answered` of an owner → why they cannot be carried out, or what they
do.
"""

from __future__ import annotations

from mailtracker.desk.case import address_of
from mailtracker.desk.closing import settled
from mailtracker.desk.doubtful import reaches_nobody
from mailtracker.desk.effects import Effect, LogEvent, SendLetter
from mailtracker.desk.request import Status
from mailtracker.desk.said import TeamMail
from mailtracker.desk.says import says_more
from mailtracker.desk.waiting_letters import Noted
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words.owner_words import Command, Word, words_of_time
from mailtracker.desk.words.snoozing import Rest, rest_until, snooze
from mailtracker.desk.words.waiting import told, wait

POSTPONING = (Word.WAITING, Word.SNOOZE, Word.ANSWERED)


def doubt_of(by: TeamMail, command: Command) -> KeptBecause | None:
    """What keeps the word from being carried out; None where nothing does, and for others."""
    case, request = by.case, by.request
    if command.word is Word.ANSWERED:  # nobody would read it
        return "below" if says_more(case, command.rest) else None
    if command.word not in POSTPONING:
        return None
    if request.status is Status.CLOSED:
        return "closed"
    if command.word is Word.WAITING:  # where nobody asked there is nobody to wait for
        unread = bool(request.given.expected) or reaches_nobody(case, request)
        return "unread" if unread else None
    when = rest_until(words_of_time(command), by.person, request, case.scene)
    return "when" if when is None else None


def postponed(by: TeamMail, command: Command, answers: bool) -> list[Effect]:
    """What the word does. `answers`: what stands below it goes to the requester."""
    scene, request, person = by.case.scene, by.request, by.person
    to = address_of(person)
    if command.word is Word.ANSWERED:
        letter = Noted(owed=request.unanswered_since is not None)
        said = LogEvent("answer", f"by {person.name}, who says so; nothing of it came to us")
        return [said, *settled(scene, request), SendLetter(letter, to, person.key, by.lane)]
    if command.word is Word.WAITING:
        waits = SendLetter(told(scene, request), to, person.key, by.lane)
        return [*wait(scene, request), waits]
    when = rest_until(words_of_time(command), person, request, scene)
    if when is None:
        raise AssertionError("a time that nobody understands is asked back")
    return snooze(Rest(request, person, when, answers), by.lane, scene)
