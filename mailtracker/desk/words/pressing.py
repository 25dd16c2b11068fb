"""A button that its own reader pressed → the word that it does, or why it does none
(docs/reliability.md, T28).
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from mailtracker.desk.asides import first_line
from mailtracker.desk.button_letters import ButtonDidNothing
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.content import own_words
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    SendLetter,
)
from mailtracker.desk.facts import PressedButton
from mailtracker.desk.limits import asks_again, question_spends
from mailtracker.desk.request import Status
from mailtracker.desk.rights import ACT_OF
from mailtracker.desk.said import TeamMail
from mailtracker.desk.says import names_of, says, says_more
from mailtracker.desk.why import NothingBecause
from mailtracker.desk.words.buttons import line_of
from mailtracker.desk.words.doubts import DoubtOfWord
from mailtracker.desk.words.not_mine import had_it
from mailtracker.desk.words.owner_words import Command, Word, read_command, words_of_time
from mailtracker.desk.words.until import until

_SAID: Mapping[NothingBecause, str] = {
    "used": "that was done already",
    "not yours": "somebody else has it now",
    "closed": "it is closed",
}


def only_presses(case: Case) -> bool:
    """Whether a mail that a button began, whosever it is, says nothing but a word."""
    if case.facts.pressed is None:
        return False
    text = case.message.new_text
    word = read_command(text)
    return not says_more(case, word.rest if word else text)


def why_nothing(said: TeamMail, pressed: PressedButton) -> NothingBecause | None:
    """Why a button makes no sense any more; None where it does."""
    if pressed.used_at is not None:
        return "used"
    if not (said.may(ACT_OF[pressed.word]) or _refuses(said, pressed)):
        return "not yours"
    return "closed" if said.request.status is Status.CLOSED else None


def _refuses(said: TeamMail, pressed: PressedButton) -> bool:
    """Who had it may say that it is not theirs, as by the typed word: it does not come back."""
    return pressed.word is Word.NOT_MINE and had_it(said)


def did_nothing(
    said: TeamMail, pressed: PressedButton, why: NothingBecause
) -> list[Effect | Because]:
    """An honest line to who pressed it, of a heap of presses one an hour. What they wrote with it
    is kept, and goes on by `send`.
    """
    text, command = said.case.message.new_text, command_by(said, pressed)
    kept = says_more(said.case, command.rest if command else text)
    told = f"{said.person.name} pressed “{pressed.word}”: {_SAID[why]}"
    return [
        Because(told),
        *_tell(said, ButtonDidNothing(why, _on_it(said, pressed), pressed.used_at, kept), pressed),
        LogEvent("button", told),
        Dispose(Disposition.ASKED_BACK if kept else Disposition.REPLY, told),
    ]


def _tell(said: TeamMail, letter: ButtonDidNothing, pressed: PressedButton) -> list[Effect]:
    case, person, request = said.case, said.person, said.request
    once = "" if letter.kept else f"button.{pressed.token[-12:]}.{case.now:%Y%m%d%H}"
    to, kept = address_of(person), letter.kept
    told = SendLetter(letter, to, person.key, said.lane, about_mail=kept, once=once)
    if not letter.kept:
        return [told]
    return [] if asks_again(case, request) else [told, *question_spends(case, request)]


def command_by(said: TeamMail, pressed: PressedButton) -> Command | None:
    """What the button does, as if it had been typed: the word of its token, whatever stands in the
    mail. What was written below the word, or in its place, goes where it would go below a typed
    one. None where we would misread it: another word, or what is not for the requester.
    """
    case, word = said.case, pressed.word
    text, line = case.message.new_text, line_of(word, "en")
    written = read_command(text)
    if written is not None:
        same = written.word is word and _same_time(said, written, line)
        return written if same else None
    if not own_words(text, names_of(case)):
        return Command(word, "", line, "")
    is_answer = says(case, said.request, of_owners=True).is_answer
    return Command(word, "", line, text) if is_answer else None


def other_words(said: TeamMail, pressed: PressedButton) -> DoubtOfWord:
    """It says something else than its button: neither counts."""
    line = first_line(said.case.message.new_text)
    command = Command(pressed.word, "", line, "")
    return DoubtOfWord(command, "button", button=_on_it(said, pressed))


def _on_it(said: TeamMail, pressed: PressedButton) -> str:
    """What stands on the button, as its reader has it."""
    spoke = said.case.incoming.facts.tongue
    return line_of(pressed.word, said.case.alias.speaks(said.person.language, spoke))


def _same_time(said: TeamMail, written: Command, line: str) -> bool:
    """As the button says it; true of every word without a time."""
    if written.word is not Word.SNOOZE:
        return True
    ways = (words_of_time(written), words_of_time(Command(Word.SNOOZE, "", line, "")))
    one, two = (until(way, said.case.now, ZoneInfo("UTC")) for way in ways)
    return one == two
