"""A message from an owner, a former owner or a colleague → carried to the requester, a word
carried out, or asked back.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.assign import find_somebody, took_turn_as
from mailtracker.desk.case import Case, address_of, colleagues, files, others_to_tell
from mailtracker.desk.closing import close, close_later, stay_open
from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    SetStatus,
    StopClock,
)
from mailtracker.desk.handing import hand_over, owner_now
from mailtracker.desk.owner_words import BUILT, Command, Word, is_sign_off, read_command
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.thread import Role
from mailtracker.desk.watching import show_more
from mailtracker.policy.model import Person

NOT_A_NAME = frozenset(
    {
        "now",
        "you",
        "me",
        "us",
        "example",
        "info",
        "today",
        "sure",
        "real",
        "both",
        "everyone",
        "all",
        "the",
    }
)
"""`for now` is how an answer begins, not a hand-over to somebody called Now."""


ASK_EVERY = 6
"""Hours in which somebody is asked only once whether they wrote a mail themselves."""


def answer(case: Case, request: Request, role: Role, why: str) -> Decision:
    """What a person on the owner's side wrote. Text below a word is carried on first,
    the word is not.
    """
    person = case.person or Person(
        "", case.sender.shown, (case.sender.key,)
    )  # an admin need not be in the people file
    command = read_command(case.message.new_text)
    if command and command.word is Word.FOR and _is_prose(case, request, command):
        command = None
    if command is None:
        return _plain(case, request, role, why, person)
    if command.word not in BUILT or not person.key:
        return _ask_back(request, role, person, command, not_yet=command.word not in (None, *BUILT))
    if command.word is Word.FOR:
        names = _meant(case, request, command)
        if len(names) != 1 or names[0].key == request.owner:
            return _ask_back(request, role, person, command, names=names)
    new = _new_owner(case, request, command, person)
    if new is not None and new.key in request.barred and new.key != request.owner:
        return _ask_back(request, role, person, command, names=[new], barred=True)
    if command.word is Word.DONE and role is not Role.OWNER:
        return _ask_back(request, role, person, command)
    return _carry_out(case, request, role, person, command)


def _new_owner(case: Case, request: Request, command: Command, person: Person) -> Person | None:
    """Who has it after the word."""
    match command.word:
        case Word.FOR:
            return _meant(case, request, command)[0]
        case Word.MINE:
            return person
    return None


def _meant(case: Case, request: Request, command: Command) -> list[Person]:
    """Never the requester: nobody owes an answer to themselves."""
    found = find_somebody(case.choice_of(request), command.argument)
    return [person for person in found if request.requester.key not in person.addresses]


def _is_prose(case: Case, request: Request, command: Command) -> bool:
    words = command.argument.split()
    return (len(words) > 1 or command.argument in NOT_A_NAME) and not _meant(case, request, command)


def _plain(case: Case, request: Request, role: Role, why: str, person: Person) -> Decision:
    if not case.message.new_text.strip() and not files(case.message):
        return _ask_back(request, role, person, Command(None, "", "", ""))
    if role is Role.TEAM:
        return _to_the_owner(case, request, why, person)
    effects = [*_to_requester(case, request, person, cut=""), *_settled(case, request)]
    if role is Role.FORMER:
        effects += _copy_to_owner(case, request, person)
    return Decision(
        f"{role} answers {request.reference}",
        (*effects, Dispose(Disposition.REPLY, f"{role}: {why}")),
        request.id,
    )


def _to_requester(case: Case, request: Request, person: Person, cut: str) -> list[Effect]:
    effects: list[Effect] = [AddParticipant(a) for a in colleagues(case, request)]
    for to in others_to_tell(case, request):
        if to.key in person.addresses:
            continue
        note = "note_requester" if to.key == request.requester.key else "note_copied"
        known = case.policy.person_by_address(to.email)
        values = {"author": person.name}
        effects.append(
            Relay(to, known.key if known else "", Lane.OWNER, address_of(person), note, cut, values)
        )
    owner = case.policy.people.get(request.owner, person)
    return [
        *effects,
        *show_more(case, request, owner, address_of(person), cut),
        LogEvent("answer", f"by {person.name}"),
    ]


def _settled(case: Case, request: Request) -> list[Effect]:
    """A human reply keeps the promise. A closed request stays closed: its
    owner only added something.
    """
    if request.status is Status.CLOSED:
        return [StopClock(answered=True)]
    return [
        StopClock(answered=True),
        SetStatus(Status.ANSWERED),
        *close_later(case.policy, request, case.now),
    ]


def _copy_to_owner(case: Case, request: Request, person: Person) -> list[Effect]:
    owner = case.policy.people.get(request.owner)
    if owner is None or case.person_has_it_already(owner):
        return []
    values = {"author": person.name}
    return [
        Relay(
            address_of(owner),
            owner.key,
            Lane.REQUESTER,
            address_of(person),
            "note_answered_for_you",
            values=values,
        )
    ]


def _to_the_owner(case: Case, request: Request, why: str, person: Person) -> Decision:
    """The team lane: the requester does not see it, and it settles nothing."""
    effects: list[Effect] = [LogEvent("team", f"{person.name} wrote to the owner")]
    owner, handed = owner_now(case.choice_of(request), request)
    effects += handed
    if not case.person_has_it_already(owner):
        values = {"author": person.name}
        effects.append(
            Relay(
                address_of(owner),
                owner.key,
                Lane.TEAM,
                address_of(person),
                "note_team",
                values=values,
            )
        )
    effects.append(Dispose(Disposition.REPLY, f"team: {why}"))
    return Decision(
        f"{person.name} writes to the owner of {request.reference}", tuple(effects), request.id
    )


def _ask_back(
    request: Request,
    role: Role,
    person: Person,
    command: Command,
    not_yet: bool = False,
    names: Sequence[Person] = (),
    barred: bool = False,
) -> Decision:
    """Held, told to nobody but its author: a word that we misread must never reach
    the requester as an answer.
    """
    values = {
        "line": command.line,
        "known": ["done", "mine", "for NAME"],
        "not_yet": not_yet,
        "names": [p.name for p in names],
        "automatic": False,
        "barred": barred,
    }
    effects: list[Effect] = [
        SendLetter(
            "ask_back", address_of(person), person.key, _lane(role), "auto-generated", values
        ),
        LogEvent("asked back", f"{person.name}: “{command.line}”"),
        Dispose(
            Disposition.HELD,
            f"asked back: first line “{command.line}”"
            if command.line
            else "asked back: nothing in it",
        ),
    ]
    return Decision(f"asked {person.name} back about “{command.line}”", tuple(effects), request.id)


def ask_whether_automatic(case: Case, request: Request, role: Role) -> Decision:
    """Words alone make a machine of it. An absence is no answer and settles no promise, but
    nobody's answer may be lost: held, and its author asked, every few hours at most, because a
    robot would answer that as well.
    """
    person = case.person or Person("", case.sender.shown, (case.sender.key,))
    values = {
        "line": "",
        "known": [],
        "not_yet": False,
        "names": [],
        "automatic": True,
        "barred": False,
    }
    ask = SendLetter(
        "ask_back",
        address_of(person),
        person.key,
        _lane(role),
        "auto-generated",
        values,
        once=f"automatic.{case.now:%Y%m%d}.{case.now.hour // ASK_EVERY}",
    )
    reason = f"perhaps automatic: {case.classified.reason}"
    effects = (
        ask,
        LogEvent("asked back", f"{person.name}: {reason}"),
        Dispose(Disposition.HELD, reason),
    )
    return Decision(f"asked {person.name} back: {reason}", effects, request.id)


def _carry_out(
    case: Case, request: Request, role: Role, person: Person, command: Command
) -> Decision:
    effects: list[Effect] = []
    with_text = bool(files(case.message)) or not is_sign_off(command.rest, person.name)
    owed = request.unanswered_since is not None and not with_text
    if with_text and role is Role.TEAM:
        effects += _team_text(case, request, person)
    elif with_text:
        effects += _to_requester(case, request, person, command.line)
        effects += (
            [] if command.word is Word.FOR else _settled(case, request)
        )  # whoever gets it still owes the answer
    match command.word:
        case Word.DONE:
            effects += close(case.policy, request, by=person, confirm=True)
        case Word.FOR:
            new = _meant(case, request, command)[0]
            effects += hand_over(
                case.policy, request, new, "assigned", by=person, owed=owed, now=case.now
            )
            effects += [*took_turn_as(case.policy, command.argument, new), *stay_open(request)]
            effects.append(_confirm(person, role, "for", "handed", new.name))
        case _:
            effects += [
                LogEvent("mine", f"{person.name} has it"),
                *([] if with_text else stay_open(request)),
            ]
            if person.key == request.owner:
                effects.append(_confirm(person, role, "mine", "mine", person.name))
            else:  # the mail itself, carried to the new owner, says the same
                effects += hand_over(
                    case.policy, request, person, "mine", by=person, owed=owed, now=case.now
                )
    effects.append(Dispose(Disposition.REPLY, f"{role}: word {command.word}"))
    return Decision(f"{person.name}: {command.word}", tuple(effects), request.id)


def _team_text(case: Case, request: Request, person: Person) -> list[Effect]:
    return [
        e for e in _to_the_owner(case, request, "", person).effects if not isinstance(e, Dispose)
    ]


def _confirm(person: Person, role: Role, word: str, did: str, new_name: str) -> SendLetter:
    values = {"word": word, "did": did, "new_name": new_name}
    return SendLetter(
        "confirm", address_of(person), person.key, _lane(role), "auto-generated", values
    )


def _lane(role: Role) -> Lane:
    """Who a colleague's next reply reaches: the one whom this one was for."""
    return Lane.TEAM if role is Role.TEAM else Lane.REQUESTER
