"""The word on a first line → what keeps it from being carried out, None where nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.assign import find_somebody
from mailtracker.desk.ratings.complaining import is_untold
from mailtracker.desk.readers import kept_out
from mailtracker.desk.rights import ACT_OF
from mailtracker.desk.said import TeamMail
from mailtracker.desk.says import passes_on, says_more
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words import taking_part
from mailtracker.desk.words.merging import doubt_of_merge
from mailtracker.desk.words.not_mine import doubt_of_not_mine
from mailtracker.desk.words.own_part import doubt_of_part
from mailtracker.desk.words.owner_words import Command, Word, bare_line, read_command
from mailtracker.desk.words.postponing import doubt_of
from mailtracker.desk.words.sending_kept import greets_requester
from mailtracker.desk.words.word_forms import NOT_A_NAME, OF_THINGS
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

NO_WORD = Command(None, "", "", "")
"""Of what is asked back though it begins with none."""


@dataclass(frozen=True, slots=True)
class DoubtOfWord:
    """Why a word cannot be carried out (`why`): the `command` as it was read. `names` are all who
    may be meant, `button` is what stands on the one that was pressed.
    """

    command: Command
    why: KeptBecause
    names: Sequence[str] = ()
    button: str = ""


def command_of(said: TeamMail) -> Command | None:
    """The word on the first line. Above what others wrote, passed on, none counts; amid a quote it
    may be an answer to that.
    """
    case = said.case
    command = read_command(case.message.new_text)
    if command is None or passes_on(case, said.request) or _is_prose(said, command):
        return None
    amid = case.message.amid_quotes and command.word is not Word.SEND
    return replace(command, word=None) if amid else command


def _is_prose(said: TeamMail, command: Command) -> bool:
    """A line that only begins like one about somebody: "for now", "remove the cable"."""
    words = command.argument.split()
    if not words:
        return False
    if command.word is Word.FOR:
        more = len(words) > 1 or command.argument in NOT_A_NAME
        return more and not people_meant(said, command)
    of_things = not OF_THINGS.isdisjoint(bare_line(command.line).split())
    if command.word not in (Word.ADD, Word.DROP) or not of_things:
        return False
    named = (command, replace(command, argument=words[-1]))
    return all(_is_nobody(said, one) for one in named)


def _is_nobody(said: TeamMail, command: Command) -> bool:
    return taking_part.who_is_meant(said.case, said.request, command).why == "nobody"


def doubt_of_word(said: TeamMail, command: Command) -> DoubtOfWord | None:
    """What keeps a word from being carried out; None where nothing does."""
    word = command.word
    if word is None or not said.person.key:
        return DoubtOfWord(command, "word")
    if word in (Word.NOT_MINE, Word.PART):
        asked = doubt_of_part if word is Word.PART else doubt_of_not_mine
        doubt = asked(said, command)
        return DoubtOfWord(command, *doubt) if doubt else None
    if not said.may(ACT_OF[word]):
        return DoubtOfWord(command, "not yours")
    if word is Word.DONE and is_untold(said, command):
        return DoubtOfWord(command, "untold")
    if word is Word.NOTE:
        says = bool(command.argument) or says_more(said.case, command.rest)
        return None if says else DoubtOfWord(command, "no note")
    if word is Word.MERGE:
        why = doubt_of_merge(said)
        return DoubtOfWord(command, why, [command.argument]) if why else None
    if word in (Word.ADD, Word.DROP):
        meant = taking_part.who_is_meant(said.case, said.request, command)
        return DoubtOfWord(command, meant.why, meant.names) if meant.why else None
    if why := doubt_of(said, command):
        return DoubtOfWord(command, why)
    return _doubt_of_new_owner(said, command)


def _doubt_of_new_owner(said: TeamMail, command: Command) -> DoubtOfWord | None:
    """`for` and `mine`: there must be one, and one who may have it."""
    request = said.request
    if command.word is Word.FOR:
        people = people_meant(said, command)
        names = [person.name for person in people]
        if len(people) != 1:
            return DoubtOfWord(command, "several" if people else "nobody", names)
        if people[0].key == request.owner:
            return DoubtOfWord(command, "has it", names)
        if greets_requester(request, command) and not said.case.confirmed:
            return DoubtOfWord(command, "salutation", names)
    new = _new_owner(said, command)
    if new and new.key != request.owner and kept_out(said.case.policy, request, new):
        why: KeptBecause = "confided" if request.given.confide_in else "barred"
        return DoubtOfWord(command, why, [new.name])
    return None


def _new_owner(said: TeamMail, command: Command) -> Person | None:
    match command.word:
        case Word.MINE:
            return said.person
        case Word.FOR:
            return people_meant(said, command)[0]
        case _:
            return None


def people_meant(said: TeamMail, command: Command) -> list[Person]:
    """Whom `for` names, but never the requester, who cannot answer themselves."""
    found = find_somebody(said.case.candidates_for(said.request), command.argument)
    asks = identity(said.case.policy, said.request.requester)
    return [person for person in found if person.key != asks]
