"""The word on a first line → what keeps it from being carried out, None where nothing does."""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.assign import find_somebody
from mailtracker.desk.readers import kept_out
from mailtracker.desk.rights import ACT_OF
from mailtracker.desk.said import TeamMail
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words import taking_part
from mailtracker.desk.words.owner_words import BUILT, Command, Word, read_command
from mailtracker.desk.words.postponing import doubt_of
from mailtracker.desk.words.sending_kept import greets_requester
from mailtracker.desk.words.word_forms import NOT_A_NAME
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

NO_WORD = Command(None, "", "", "")
"""Of what is asked back though it begins with none."""


@dataclass(frozen=True, slots=True)
class DoubtOfWord:
    """Why a word cannot be carried out (`why`): the `command` as it was read. `names` are all who
    may be meant.
    """

    command: Command
    why: KeptBecause
    names: Sequence[str] = ()


def command_of(said: TeamMail) -> Command | None:
    command = read_command(said.case.message.new_text)
    if command and command.word is Word.FOR and _is_prose(said, command):
        return None
    return command


def _is_prose(said: TeamMail, command: Command) -> bool:
    words = command.argument.split()
    if len(words) == 1 and command.argument not in NOT_A_NAME:
        return False
    return bool(words) and not people_meant(said, command)


def doubt_of_word(said: TeamMail, command: Command) -> DoubtOfWord | None:
    """What keeps a word from being carried out; None where nothing does."""
    word = command.word
    if word is None or not said.person.key:
        return DoubtOfWord(command, "word")
    if not said.may(ACT_OF[word]):
        return DoubtOfWord(command, "not yours")
    if word not in BUILT:
        return DoubtOfWord(command, "not yet")
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
        return DoubtOfWord(command, "barred", [new.name])
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
