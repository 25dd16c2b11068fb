"""A word that nothing keeps from being carried out → what it does; text below it goes first."""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.asking_back import ask_back
from mailtracker.desk.assign import took_turn_as
from mailtracker.desk.closing import close_later, done, in_one_mail, settled, stay_open
from mailtracker.desk.collisions import TOOK_OVER, has_it_since
from mailtracker.desk.doubtful import reaches_nobody
from mailtracker.desk.effects import Because, Dispose, Disposition, Effect, LogEvent, NextRung
from mailtracker.desk.handing import HandOver, hand_over
from mailtracker.desk.letters import Confirm
from mailtracker.desk.passing_on import (
    confirm,
    copy_to_owner,
    in_team,
    to_colleague,
    to_requester,
    to_the_owner,
)
from mailtracker.desk.rights import Act
from mailtracker.desk.rungs import acknowledged
from mailtracker.desk.said import TeamMail, answers_note, colleague_answered, is_private
from mailtracker.desk.says import says_more
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words import taking_part
from mailtracker.desk.words.doubts import DoubtOfWord, people_meant
from mailtracker.desk.words.merging import merge
from mailtracker.desk.words.not_mine import not_mine
from mailtracker.desk.words.noting import noted, write_note
from mailtracker.desk.words.own_part import take_part
from mailtracker.desk.words.owner_words import Command, Word
from mailtracker.desk.words.postponing import postponed
from mailtracker.mail.message import Address


def carry_out(said: TeamMail, command: Command) -> list[Effect | Because]:
    """Text below the word first, then what the word says."""
    person = said.person
    if command.word is Word.NOTE:
        return write_note(said, f"{command.argument}\n{command.rest}")
    with_text = says_more(said.case, command.rest)
    if with_text and (kept := _without_reader(said, command)):
        return ask_back(said, DoubtOfWord(command, kept))
    return [
        Because(f"{person.name}: {command.word}"),
        *_word(said, command, with_text),
        Dispose(Disposition.REPLY, f"{said.role}: word {command.word}"),
    ]


def _without_reader(said: TeamMail, command: Command) -> KeptBecause | None:
    """Why nobody would read what stands below the word."""
    if command.word in (Word.FOR, Word.NOT_MINE):
        return None
    if answers_note(said):
        return None
    if is_private(said):  # whom it answers may be kept out by now
        return None if colleague_answered(said) else "private"
    added = taking_part.who_is_meant(said.case, said.request, command).people
    unread = reaches_nobody(said.case, said.request, added)
    return "unread" if unread and said.may(Act.TO_REQUESTER) else None


def _word(said: TeamMail, command: Command, with_text: bool) -> list[Effect]:
    match command.word:
        case Word.DONE:
            answers = with_text and not is_private(said)
            ends = done(said.case.scene, said.request, said.person, answers)
            return in_one_mail(_text_below(said, command, with_text), ends)
        case Word.FOR | Word.NOT_MINE:
            return _give_away(said, command, with_text)
        case Word.MINE:
            return _mine(said, command, with_text)
        case Word.ADD | Word.DROP:
            return _change_copies(said, command, with_text)
        case Word.MERGE:
            answered = with_text and not is_private(said)
            return [*_text_below(said, command, with_text), *merge(said, answered)]
        case Word.PART:
            private = with_text and is_private(said)
            below = _text_below(said, command, private)
            return [*below, *take_part(said, command, with_text and not private)]
        case Word.WAITING | Word.SNOOZE | Word.ANSWERED:
            answers = with_text and not is_private(said)
            below = _text_below(said, command, with_text)
            return [*below, *postponed(said, command, answers)]
        case Word.NOTE | Word.SEND | None:
            raise AssertionError(f"{command.word} is asked back, not carried out")


def _mine(said: TeamMail, command: Command, with_text: bool) -> list[Effect]:
    answers = with_text and not is_private(said)
    below = _text_below(said, command, with_text)
    if has_it_since(said):
        return [*below, *_comes_second(said, command, answers)]
    return [*below, *_take(said, answers)]


def _text_below(
    said: TeamMail, command: Command, with_text: bool, added: Sequence[Address] = ()
) -> list[Effect]:
    if not with_text:
        return []
    if answers_note(said):
        return noted(said, command.rest)
    if is_private(said):
        colleague = colleague_answered(said)
        return to_colleague(said, colleague, command.line) if colleague else []
    if not said.may(Act.TO_REQUESTER):
        return to_the_owner(said)
    return [*to_requester(said, command.line, added), *settled(said.case.scene, said.request)]


def _change_copies(said: TeamMail, command: Command, with_text: bool) -> list[Effect]:
    people = taking_part.who_is_meant(said.case, said.request, command).people
    added = people if command.word is Word.ADD else ()
    return [
        *taking_part.carried_out(said.case, command, people),
        *_text_below(said, command, with_text, added),
        confirm(said, taking_part.confirmed(said.case, command, people)),
    ]


def _give_away(said: TeamMail, command: Command, with_text: bool) -> list[Effect]:
    """To whom it names, or to whoever else the rules would give it to."""
    named = command.word is Word.FOR
    return _hand_on(said, command, with_text) if named else not_mine(said, command)


def _hand_on(said: TeamMail, command: Command, with_text: bool) -> list[Effect]:
    """What stands below the word is for who gets it, and for nobody else: remarks on a request are
    no answer to it.
    """
    request, scene = said.request, said.case.scene
    new = people_meant(said, command)[0]
    owed = request.unanswered_since is not None
    handed = HandOver(new, "assigned", said.person, tell_requester=owed)
    told = Confirm("for", "handed", new.name, text_to=new.name if with_text else "")
    return [
        *hand_over(request, handed, scene),
        *([in_team(said, new, command.line, handed=True)] if with_text else ()),
        *took_turn_as(scene.policy, command.argument, new),
        *stay_open(request),
        confirm(said, told, about_mail=with_text and said.may(Act.TO_REQUESTER)),
    ]


def _comes_second(said: TeamMail, command: Command, answers: bool) -> list[Effect]:
    """Somebody else took it before: who has it reads an answer below the word, as any other."""
    owner = said.case.policy.people.get(said.request.owner, said.person)
    told = LogEvent("team", f"{said.person.name} wanted it, when {owner.name} had it")
    answered = answers and said.may(Act.TO_REQUESTER)
    copied = copy_to_owner(said, command.line) if answered else []
    return [told, *copied, confirm(said, Confirm("mine", "taken", owner.name))]


def _take(said: TeamMail, with_text: bool) -> list[Effect]:
    request, person = said.request, said.person
    kind = "mine" if person.key == request.owner else TOOK_OVER
    effects: list[Effect] = [LogEvent(kind, f"{person.name} has it")]
    if not with_text:
        effects += [*stay_open(request), *acknowledged(request, person, said.case.scene)]
    elif request.ends_at is not None:  # nobody says any more that it is done
        effects += [NextRung(0, None), *close_later(said.case.scene, request)]
    if person.key == request.owner:
        return [*effects, confirm(said, Confirm("mine", "mine", person.name))]
    # The mail itself, carried to the new owner, says the same.
    owed = request.unanswered_since is not None and not with_text
    handed = HandOver(person, "mine", person, tell_requester=owed)
    return [*effects, *hand_over(request, handed, said.case.scene)]


def answer_alone(said: TeamMail, command: Command) -> list[Effect | Because]:
    """A word that only its owner may use, above an answer of who had it before: the answer goes
    out, and whose word it is has a copy.
    """
    owner = said.case.policy.people.get(said.request.owner, said.person)
    return [
        Because(f"{said.role} answers {said.request.reference}, and may not say {command.word}"),
        *_text_below(said, command, with_text=True),
        *copy_to_owner(said, command.line),
        confirm(said, Confirm("done", "not yours", owner.name)),
        Dispose(Disposition.REPLY, f"{said.role}: below the word {command.word}"),
    ]
