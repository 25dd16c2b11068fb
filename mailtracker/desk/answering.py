"""A message from an owner, a former owner or a colleague → carried to the requester, a word
carried out, or asked back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailtracker.desk.assign import find_somebody, took_turn_as
from mailtracker.desk.case import Case, address_of, colleagues, files, key_of, others_to_tell
from mailtracker.desk.closing import close, close_later, stay_open
from mailtracker.desk.effects import (
    AddParticipant,
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    SetStatus,
    StopClock,
)
from mailtracker.desk.handing import HandOver, hand_over, owner_now
from mailtracker.desk.letters import (
    AskBack,
    Confirm,
    NoteAnsweredForYou,
    NoteCopied,
    NoteRequester,
    NoteTeam,
)
from mailtracker.desk.limits import asks_again, question_spends
from mailtracker.desk.owner_words import BUILT, Command, Word, is_sign_off, read_command
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.thread import Role
from mailtracker.desk.watching import show_more
from mailtracker.policy.model import Person

NOT_A_NAME = frozenset("now you me us example info today sure real both everyone all the".split())
"""`for now` is how an answer begins, not a hand-over to somebody called Now."""

ASK_EVERY = 6
"""Hours in which somebody is asked only once whether they wrote a mail themselves."""

KNOWN = ("done", "mine", "for NAME")
"""Words that work, as people type them."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A message from the owner's side (`case`) on a `request`: which `person` speaks, and in which
    `role`. Their key is "" where the people file does not have them.
    """

    case: Case
    request: Request
    role: Role
    person: Person

    @property
    def lane(self) -> Lane:
        """Who a colleague's next reply reaches: the one whom this one was for."""
        return Lane.TEAM if self.role is Role.TEAM else Lane.REQUESTER


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Why a word cannot be carried out: the `command` as it was read. `not_yet`: it is known, but
    does nothing yet. `names` are all who may be meant. `barred`: the one who is meant is kept out
    of it.
    """

    command: Command
    not_yet: bool = False
    names: Sequence[Person] = ()
    barred: bool = False


def answer(case: Case, request: Request, role: Role, why: str) -> list[Effect | Because]:
    """What a person on the owner's side wrote. Text below a word is carried on first, the word is
    not.
    """
    said = _said(case, request, role)
    command = _command(said)
    if command is None:
        return _plain(said, why)
    doubt = _doubt(said, command)
    return _ask_back(said, doubt) if doubt else _carry_out(said, command)


def _said(case: Case, request: Request, role: Role) -> _Said:
    nobody_known = Person("", case.sender.shown, (case.sender.key,))
    return _Said(case, request, role, case.person or nobody_known)  # an admin need not be known


def _command(said: _Said) -> Command | None:
    command = read_command(said.case.message.new_text)
    if command and command.word is Word.FOR and _is_prose(said, command):
        return None
    return command


def _is_prose(said: _Said, command: Command) -> bool:
    words = command.argument.split()
    if len(words) == 1 and command.argument not in NOT_A_NAME:
        return False
    return bool(words) and not _meant(said, command)


def _doubt(said: _Said, command: Command) -> _Doubt | None:
    """What keeps a word from being carried out; None where nothing does."""
    request, word = said.request, command.word
    if word not in BUILT or not said.person.key:
        return _Doubt(command, not_yet=word is not None and word not in BUILT)
    if word is Word.FOR:
        names = _meant(said, command)
        if len(names) != 1 or names[0].key == request.owner:
            return _Doubt(command, names=names)
    new = _new_owner(said, command)
    if new and new.key in request.given.barred and new.key != request.owner:
        return _Doubt(command, names=[new], barred=True)
    if word is Word.DONE and said.role is not Role.OWNER:
        return _Doubt(command)
    return None


def _new_owner(said: _Said, command: Command) -> Person | None:
    """Who has it after the word, where that changes it."""
    match command.word:
        case Word.FOR:
            return _meant(said, command)[0]
        case Word.MINE:
            return said.person
        case _:
            return None


def _meant(said: _Said, command: Command) -> list[Person]:
    """Never the requester: nobody owes an answer to themselves."""
    found = find_somebody(said.case.candidates_for(said.request), command.argument)
    return [person for person in found if said.request.requester.key not in person.addresses]


def _plain(said: _Said, why: str) -> list[Effect | Because]:
    message, request = said.case.message, said.request
    if not message.new_text.strip() and not files(message):
        return _ask_back(said, _Doubt(Command(None, "", "", "")))
    if said.role is Role.TEAM:
        return [
            Because(f"{said.person.name} writes to the owner of {request.reference}"),
            *_to_the_owner(said),
            Dispose(Disposition.REPLY, f"team: {why}"),
        ]
    effects = [*_to_requester(said, cut=""), *_settled(said)]
    if said.role is Role.FORMER:
        effects += _copy_to_owner(said)
    return [
        Because(f"{said.role} answers {request.reference}"),
        *effects,
        Dispose(Disposition.REPLY, f"{said.role}: {why}"),
    ]


def _to_requester(said: _Said, cut: str) -> list[Effect]:
    case, request, person = said.case, said.request, said.person
    author = address_of(person)
    effects: list[Effect] = [AddParticipant(a) for a in colleagues(case, request)]
    for to in others_to_tell(case, request):
        if to.key in person.addresses:
            continue
        is_requester = to.key == request.requester.key
        note = NoteRequester() if is_requester else NoteCopied(person.name)
        effects.append(Relay(note, to, key_of(case.policy, to), Lane.OWNER, author, cut))
    owner = case.policy.people.get(request.owner, person)
    shown = show_more(case, request, owner, author, cut)
    return [*effects, *shown, LogEvent("answer", f"by {person.name}")]


def _settled(said: _Said) -> list[Effect]:
    """A human reply keeps the promise. A closed request stays closed: its owner only added
    something.
    """
    stopped = StopClock(answered=True)
    if said.request.status is Status.CLOSED:
        return [stopped]
    later = close_later(said.case.scene, said.request)
    return [stopped, SetStatus(Status.ANSWERED), *later]


def _copy_to_owner(said: _Said) -> list[Effect]:
    owner = said.case.policy.people.get(said.request.owner)
    if owner is None or said.case.person_has_it_already(owner):
        return []
    note, author = NoteAnsweredForYou(said.person.name), address_of(said.person)
    return [Relay(note, address_of(owner), owner.key, Lane.REQUESTER, author)]


def _to_the_owner(said: _Said) -> list[Effect]:
    """The team lane: the requester does not see it, and it settles nothing."""
    case, name = said.case, said.person.name
    owner, handed = owner_now(case.candidates_for(said.request), said.request)
    effects: list[Effect] = [LogEvent("team", f"{name} wrote to the owner"), *handed]
    if not case.person_has_it_already(owner):
        author = address_of(said.person)
        effects.append(Relay(NoteTeam(name), address_of(owner), owner.key, Lane.TEAM, author))
    return effects


def _ask_back(said: _Said, doubt: _Doubt) -> list[Effect | Because]:
    """Held, told to nobody but its author: a word that we misread must never reach the requester as
    an answer.
    """
    person, line = said.person, doubt.command.line
    if asks_again(said.case, said.request):
        return _not_asked_again(said)
    letter = AskBack(
        line=line,
        known=KNOWN,
        not_yet=doubt.not_yet,
        names=[p.name for p in doubt.names],
        automatic=False,
        barred=doubt.barred,
    )
    reason = f"first line “{line}”" if line else "nothing in it"
    return [
        Because(f"asked {person.name} back about “{line}”"),
        SendLetter(letter, address_of(person), person.key, said.lane),
        *question_spends(said.case, said.request),
        LogEvent("asked back", f"{person.name}: “{line}”"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def ask_whether_automatic(case: Case, request: Request, role: Role) -> list[Effect | Because]:
    """Words alone make a machine of it. An absence is no answer and settles no promise, but
    nobody's answer may be lost: held, and its author asked, every few hours at most, because a
    robot would answer that as well.
    """
    said = _said(case, request, role)
    if asks_again(case, request):
        return _not_asked_again(said)
    person, now = said.person, case.now
    letter = AskBack(line="", known=(), not_yet=False, names=(), automatic=True, barred=False)
    once = f"automatic.{now:%Y%m%d}.{now.hour // ASK_EVERY}"
    reason = f"perhaps automatic: {case.classified.reason}"
    return [
        Because(f"asked {person.name} back: {reason}"),
        SendLetter(letter, address_of(person), person.key, said.lane, once=once),
        *question_spends(case, request),
        LogEvent("asked back", f"{person.name}: {reason}"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def _not_asked_again(said: _Said) -> list[Effect | Because]:
    """One question a request and matter: what comes again with nothing new is a machine's."""
    reason = "was asked about it before, and brings nothing new"
    return [
        Because(f"{said.person.name} {reason}: taken for a machine's"),
        LogEvent("not asked again", f"{said.person.name} {reason}"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def _carry_out(said: _Said, command: Command) -> list[Effect | Because]:
    """Text below the word first, then what the word says."""
    person = said.person
    with_text = bool(files(said.case.message)) or not is_sign_off(command.rest, person.name)
    return [
        Because(f"{person.name}: {command.word}"),
        *(_text_below(said, command) if with_text else ()),
        *_word(said, command, with_text),
        Dispose(Disposition.REPLY, f"{said.role}: word {command.word}"),
    ]


def _text_below(said: _Said, command: Command) -> list[Effect]:
    if said.role is Role.TEAM:
        return _to_the_owner(said)
    carried = _to_requester(said, command.line)
    if command.word is Word.FOR:  # whoever gets it still owes the answer
        return carried
    return [*carried, *_settled(said)]


def _word(said: _Said, command: Command, with_text: bool) -> list[Effect]:
    match command.word:
        case Word.DONE:
            return close(said.case.policy, said.request, by=said.person)
        case Word.FOR:
            return _hand_on(said, command, with_text)
        case Word.MINE:
            return _take(said, with_text)
        case Word.NOT_MINE | Word.WAITING | Word.SNOOZE | Word.NOTE | None:
            raise AssertionError(f"{command.word} is asked back, not carried out")


def _hand_on(said: _Said, command: Command, with_text: bool) -> list[Effect]:
    request, scene = said.request, said.case.scene
    new = _meant(said, command)[0]
    owed = request.unanswered_since is not None and not with_text
    handed = HandOver(new, "assigned", said.person, tell_requester=owed)
    return [
        *hand_over(request, handed, scene),
        *took_turn_as(scene.policy, command.argument, new),
        *stay_open(request),
        _confirm(said, Confirm("for", "handed", new.name)),
    ]


def _take(said: _Said, with_text: bool) -> list[Effect]:
    request, person = said.request, said.person
    effects: list[Effect] = [LogEvent("mine", f"{person.name} has it")]
    if not with_text:
        effects += stay_open(request)
    if person.key == request.owner:
        return [*effects, _confirm(said, Confirm("mine", "mine", person.name))]
    # The mail itself, carried to the new owner, says the same.
    owed = request.unanswered_since is not None and not with_text
    handed = HandOver(person, "mine", person, tell_requester=owed)
    return [*effects, *hand_over(request, handed, said.case.scene)]


def _confirm(said: _Said, letter: Confirm) -> SendLetter:
    return SendLetter(letter, address_of(said.person), said.person.key, said.lane)
