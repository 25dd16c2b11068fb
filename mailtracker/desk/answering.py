"""A message from an owner, a former owner or a colleague → carried to the requester, a word
carried out, or asked back.
"""

from __future__ import annotations

from mailtracker.desk.asking_back import ask_back
from mailtracker.desk.case import Case
from mailtracker.desk.closing import settled
from mailtracker.desk.doubtful import reaches_nobody
from mailtracker.desk.effects import Because, Dispose, Disposition, Effect, UseButton
from mailtracker.desk.facts import PressedButton
from mailtracker.desk.passing_on import copy_to_owner, to_colleague, to_requester, to_the_owner
from mailtracker.desk.request import Request
from mailtracker.desk.rights import Act
from mailtracker.desk.said import TeamMail, answers_note, colleague_answered, is_private, said_by
from mailtracker.desk.says import only_calls_off, says_more
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.unsaid import Speaker, unsaid
from mailtracker.desk.words.carrying_out import answer_alone, carry_out
from mailtracker.desk.words.doubts import (
    NO_WORD,
    DoubtOfWord,
    command_of,
    doubt_of_word,
    people_meant,
)
from mailtracker.desk.words.noting import write_note
from mailtracker.desk.words.owner_words import Command, Word
from mailtracker.desk.words.pressing import command_by, did_nothing, other_words, why_nothing
from mailtracker.desk.words.sending_kept import is_for_requester, send_kept, settles


def answer(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """What a person on the owner's side wrote. Text below a word is carried on first, the word is
    not.
    """
    said = said_by(case, request, found.role, found.proof)
    if case.facts.as_written:
        return _plain(said, found.why)
    if found.pressed is not None and not case.confirmed:
        return _by_button(said, found.pressed)
    command = command_of(said)
    if command is None:
        return _plain(said, found.why)
    if command.word is Word.SEND:
        return _send_kept(said, found, command)
    if _sends_below(said, command):
        return _plain(said, found.why, command.line)
    doubt = doubt_of_word(said, command)
    if doubt is None:
        return carry_out(said, command)
    if doubt.why == "not yours" and _answers_below(said, command):
        return answer_alone(said, command)
    return _plain(said, found.why) if case.confirmed else ask_back(said, doubt)


def _answers_below(said: TeamMail, command: Command) -> bool:
    """Somebody who had it until lately, and may not know so, closes it with an answer."""
    if command.word is not Word.DONE or not said.may(Act.TO_REQUESTER) or is_private(said):
        return False
    says_it = says_more(said.case, command.rest)
    return says_it and not reaches_nobody(said.case, said.request)


def _by_button(said: TeamMail, pressed: PressedButton) -> list[Effect | Because]:
    """The word of its token, once; what is asked back leaves it as it was."""
    why, command = why_nothing(said, pressed), command_by(said, pressed)
    used = UseButton(pressed.token, pressed.word, pressed.until)
    if why == "not yours" and command is not None and _answers_below(said, command):
        return [*answer_alone(said, command), used]
    if why is not None:
        return did_nothing(said, pressed, why)
    if command is None:
        return ask_back(said, other_words(said, pressed))
    if (doubt := doubt_of_word(said, command)) is not None:
        return ask_back(said, doubt)
    done = carry_out(said, command)
    asked = Disposition.ASKED_BACK in (one.disposition for one in done if isinstance(one, Dispose))
    return done if asked else [*done, used]


def _sends_below(said: TeamMail, command: Command) -> bool:
    """By `send`, what stands below `for`: that was carried out, or is not to be."""
    if command.word is not Word.FOR or not says_more(said.case, command.rest):
        return False
    new = people_meant(said, command)
    return len(new) == 1 and is_for_requester(said.case, said.request, command, new[0])


def _plain(said: TeamMail, why: str, cut: str = "") -> list[Effect | Because]:
    request = said.request
    by = Speaker(said.person, said.lane, said.may(Act.TO_REQUESTER) and not is_private(said))
    if (kept := unsaid(said.case, request, by, why)) is not None:
        return kept
    if answers_note(said):
        return write_note(said, said.case.message.new_text)
    filed = Dispose(Disposition.REPLY, f"{said.role}: {why}")
    if is_private(said):
        colleague = colleague_answered(said)
        if colleague is None:
            return ask_back(said, DoubtOfWord(NO_WORD, "private"))
        reason = f"{said.person.name} answers a colleague about {request.reference}"
        return [Because(reason), *to_colleague(said, colleague), filed]
    if not said.may(Act.TO_REQUESTER):
        reason = f"{said.person.name} writes to the owner of {request.reference}"
        return [Because(reason), *to_the_owner(said), filed]
    if reaches_nobody(said.case, request):
        return ask_back(said, DoubtOfWord(NO_WORD, "unread"))
    effects = to_requester(said, cut)
    if not only_calls_off(said.case):
        effects += settled(said.case.scene, request)
    if said.role is not Role.OWNER:
        effects += copy_to_owner(said)
    return [Because(f"{said.role} answers {request.reference}"), *effects, filed]


def _send_kept(said: TeamMail, found: Thread, command: Command) -> list[Effect | Because]:
    """The mail that we asked about goes where it would have gone; without one there is nothing to
    send.
    """
    kept = settles(said.case, found)
    if kept is None or not said.may(Act.CONFIRM):
        return ask_back(said, DoubtOfWord(command, "word"))
    return send_kept(said.request, kept, said.person, said.lane)
