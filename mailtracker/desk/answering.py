"""A message from an owner, a former owner or a colleague → carried to the requester, a word
carried out, or asked back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.assign import find_somebody, took_turn_as
from mailtracker.desk.authors import ours
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.closing import close, in_one_mail, settled, stay_open
from mailtracker.desk.doubtful import reaches_nobody
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
)
from mailtracker.desk.facts import Issued
from mailtracker.desk.handing import HandOver, hand_over, owner_now
from mailtracker.desk.letters import AskBack, Confirm
from mailtracker.desk.limits import asks_again, question_spends
from mailtracker.desk.notes import NoteAnsweredForYou, NoteTeam
from mailtracker.desk.participants import circle_of, joining
from mailtracker.desk.parties import to_parties
from mailtracker.desk.past_us import perhaps_answered, reached
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.rights import ACT_OF, Act, may
from mailtracker.desk.rungs import acknowledged
from mailtracker.desk.says import says_more
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.unsaid import Speaker, unsaid
from mailtracker.desk.unvouched import listed_today
from mailtracker.desk.watching import show_more
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.words import taking_part
from mailtracker.desk.words.owner_words import BUILT, Command, Word, read_command
from mailtracker.desk.words.postponing import Postponing, doubt_of, postponed
from mailtracker.desk.words.sending_kept import (
    greets_requester,
    is_for_requester,
    send_kept,
    settles,
)
from mailtracker.desk.words.word_forms import NOT_A_NAME
from mailtracker.mail.message import Address
from mailtracker.mail.origin.appointments import bare_cancellation
from mailtracker.policy.identity import identity
from mailtracker.policy.model import Person
from mailtracker.record import dataclass

ASK_EVERY = 6
"""Hours in which somebody is asked only once whether they wrote a mail themselves."""

_NO_WORD = Command(None, "", "", "")
"""Of what is asked back though it begins with none."""

KNOWN = (
    *("done", "mine", "for NAME", "waiting", "snooze 2d", "answered"),
    *("add NAME", "drop NAME"),
)
"""Words that work, as people type them."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A message from the owner's side (`case`) on a `request`: which `person` speaks, and in which
    `role`. Their key is "" where the people file does not have them. `answered` is the mail of ours
    that it answers.
    """

    case: Case
    request: Request
    role: Role
    person: Person
    answered: Issued | None = None

    @property
    def lane(self) -> Lane:
        """Who a colleague's next reply reaches: the one whom this one was for."""
        return Lane.REQUESTER if self.may(Act.TO_REQUESTER) else Lane.TEAM

    def may(self, act: Act) -> bool:
        return may(self.role, act, self.request)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """Why a word cannot be carried out (`why`): the `command` as it was read. `names` are all who
    may be meant.
    """

    command: Command
    why: KeptBecause
    names: Sequence[str] = ()


def answer(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """What a person on the owner's side wrote. Text below a word is carried on first, the word is
    not.
    """
    said = _said(case, request, found.role, found.proof)
    command = _command(said)
    if command is None:
        return _plain(said, found.why)
    if command.word is Word.SEND:
        return _send_kept(said, found, command)
    if _sends_below(said, command):
        return _plain(said, found.why, command.line)
    doubt = _doubt(said, command)
    if doubt is None:
        return _carry_out(said, command)
    return _plain(said, found.why) if case.confirmed else _ask_back(said, doubt)


def _sends_below(said: _Said, command: Command) -> bool:
    """By `send`, what stands below `for`: that was carried out, or is not to be."""
    if command.word is not Word.FOR or not says_more(said.case, command.rest):
        return False
    new = _meant(said, command)
    return len(new) == 1 and is_for_requester(said.case, said.request, command, new[0])


def _said(case: Case, request: Request, role: Role, answered: Issued | None = None) -> _Said:
    # Whose name nobody vouches for is called with their address: it might be a colleague's.
    nobody_known = Person("", case.author.shown, (case.sender.key,))
    person = case.person or nobody_known  # an admin need not be known
    return _Said(case, request, role, person, answered)


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
    word = command.word
    if word is None or not said.person.key:
        return _Doubt(command, "word")
    if not said.may(ACT_OF[word]):
        return _Doubt(command, "not yours")
    if word not in BUILT:
        return _Doubt(command, "not yet")
    if word in (Word.ADD, Word.DROP):
        meant = taking_part.who_is_meant(said.case, said.request, command)
        return _Doubt(command, meant.why, meant.names) if meant.why else None
    if why := doubt_of(_postponing(said), command):
        return _Doubt(command, why)
    return _doubt_of_new_owner(said, command)


def _doubt_of_new_owner(said: _Said, command: Command) -> _Doubt | None:
    """`for` and `mine`: there must be one, and one who may have it."""
    request = said.request
    if command.word is Word.FOR:
        people = _meant(said, command)
        names = [person.name for person in people]
        if len(people) != 1:
            return _Doubt(command, "several" if people else "nobody", names)
        if people[0].key == request.owner:
            return _Doubt(command, "has it", names)
        if greets_requester(request, command) and not said.case.confirmed:
            return _Doubt(command, "salutation", names)
    new = _new_owner(said, command)
    if new and new.key != request.owner and kept_out(said.case.policy, request, new):
        return _Doubt(command, "barred", [new.name])
    return None


def _new_owner(said: _Said, command: Command) -> Person | None:
    match command.word:
        case Word.MINE:
            return said.person
        case Word.FOR:
            return _meant(said, command)[0]
        case _:
            return None


def _meant(said: _Said, command: Command) -> list[Person]:
    """Whom `for` names, but never the requester, who cannot answer themselves."""
    found = find_somebody(said.case.candidates_for(said.request), command.argument)
    asks = identity(said.case.policy, said.request.requester)
    return [person for person in found if person.key != asks]


def _plain(said: _Said, why: str, cut: str = "") -> list[Effect | Because]:
    request = said.request
    by = Speaker(said.person, said.lane, said.may(Act.TO_REQUESTER) and not _is_private(said))
    if (kept := unsaid(said.case, request, by, why)) is not None:
        return kept
    filed = Dispose(Disposition.REPLY, f"{said.role}: {why}")
    if _is_private(said):
        colleague = _colleague_answered(said)
        if colleague is None:
            return _ask_back(said, _Doubt(_NO_WORD, "private"))
        reason = f"{said.person.name} answers a colleague about {request.reference}"
        return [Because(reason), *_to_colleague(said, colleague), filed]
    if not said.may(Act.TO_REQUESTER):
        reason = f"{said.person.name} writes to the owner of {request.reference}"
        return [Because(reason), *_to_the_owner(said), filed]
    if reaches_nobody(said.case, request):
        return _ask_back(said, _Doubt(_NO_WORD, "unread"))
    effects = _to_requester(said, cut)
    if not bare_cancellation(said.case.message):
        effects += settled(said.case.scene, request)
    if said.role is not Role.OWNER:
        effects += _copy_to_owner(said)
    return [Because(f"{said.role} answers {request.reference}"), *effects, filed]


def _is_private(said: _Said) -> bool:
    """It answers what somebody wrote inside the team: the requester sees no word of it, whatever
    stands above, unless its author says so (`send`).
    """
    asked = said.answered
    private = asked is not None and asked.letter == NoteTeam.name
    return private and not (said.case.confirmed and _colleague_answered(said) is None)


def _colleague_answered(said: _Said) -> Person | None:
    """Who wrote that. None where nothing may go back to them."""
    asked = said.answered
    if asked is None or not asked.about_author:
        return None
    author = asked.about_author
    known = said.case.policy.person_by_address(author) or Person("", author, (author,))
    barred = kept_out(said.case.policy, said.request, known)
    return None if barred or known.key == said.person.key else known


def _to_colleague(said: _Said, to: Person, cut: str = "") -> list[Effect]:
    """The team lane: the requester does not see it, and it settles nothing."""
    return [LogEvent("team", f"{said.person.name} wrote to {to.name}"), _in_team(said, to, cut)]


def _in_team(said: _Said, to: Person, cut: str, handed: bool = False) -> Relay:
    """Its answer leads back to who wrote the mail at hand."""
    note = NoteTeam(said.person.name, handed, reached=reached(said.case, said.request))
    author = ours(said.person)
    return Relay(note, address_of(to), to.key, Lane.TEAM, author, cut, about_mail=True)


def _to_requester(said: _Said, cut: str, added: Sequence[Address] = ()) -> list[Effect]:
    """And to those in copy, who may be more by this very mail."""
    case, request, person = said.case, said.request, said.person
    author = ours(person)
    joined = joining(case, said.role, circle_of(request))
    everybody = replace(request, copied=(*request.copied, *added))
    carried = to_parties(case, everybody, author, person, cut)
    owner = case.policy.people.get(request.owner, person)
    shown = show_more(case, request, owner, author, cut)
    told = [LogEvent("answer", f"by {person.name}"), *listed_today(case, person, request)]
    return [*joined.effects, *carried, *shown, *told]


def _copy_to_owner(said: _Said) -> list[Effect]:
    owner = said.case.policy.people.get(said.request.owner)
    if owner is None or said.case.has_it_already(owner):
        return []
    note, author = NoteAnsweredForYou(said.person.name), ours(said.person)
    return [Relay(note, address_of(owner), owner.key, Lane.REQUESTER, author)]


def _to_the_owner(said: _Said) -> list[Effect]:
    """The team lane: the requester does not see it, and it settles nothing."""
    case, name = said.case, said.person.name
    owner, handed = owner_now(case.candidates_for(said.request), said.request)
    told = LogEvent("team", f"{name} wrote to the owner")
    effects: list[Effect] = [told, *perhaps_answered(case, said.request), *handed]
    if not case.has_it_already(owner):
        effects.append(_in_team(said, owner, ""))
    return effects


def _send_kept(said: _Said, found: Thread, command: Command) -> list[Effect | Because]:
    """The mail that we asked about goes where it would have gone; without one there is nothing to
    send.
    """
    kept = settles(said.case, found)
    if kept is None or not said.may(Act.CONFIRM):
        return _ask_back(said, _Doubt(command, "word"))
    return send_kept(said.request, kept, said.person, said.lane)


def _ask_back(said: _Said, doubt: _Doubt) -> list[Effect | Because]:
    """Held, told to nobody but its author: a word that we misread must never reach the requester as
    an answer.
    """
    person, line = said.person, doubt.command.line
    if asks_again(said.case, said.request):
        return _not_asked_again(said)
    known = KNOWN if line else ()
    sendable = doubt.why != "unread" and (bool(line) or doubt.why == "private")
    typed = str(doubt.command.word or "")
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
    said = _said(case, request, role)
    if asks_again(case, request):
        return _not_asked_again(said)
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


def _not_asked_again(said: _Said) -> list[Effect | Because]:
    """One question a request and matter: what comes again with nothing new is a machine's."""
    reason = "was asked about it before, and brings nothing new"
    return [
        Because(f"{said.person.name} {reason}: taken for a machine's"),
        LogEvent("not asked again", f"{said.person.name} {reason}"),
        Dispose(Disposition.ASKED_BACK, reason),
    ]


def ask_whether_theirs(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """Proven, but no answer to a mail of ours; or an answer to one, which our border denies. Kept,
    and asked at the address on file, where only its owner reads; one reply sends it.
    """
    said = _said(case, request, found.said or found.role)
    if asks_again(case, request):
        return _not_asked_again(said)
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


def _carry_out(said: _Said, command: Command) -> list[Effect | Because]:
    """Text below the word first, then what the word says."""
    person = said.person
    with_text = says_more(said.case, command.rest)
    if with_text and (kept := _without_reader(said, command)):
        return _ask_back(said, _Doubt(command, kept))
    return [
        Because(f"{person.name}: {command.word}"),
        *_word(said, command, with_text),
        Dispose(Disposition.REPLY, f"{said.role}: word {command.word}"),
    ]


def _without_reader(said: _Said, command: Command) -> KeptBecause | None:
    """Why nobody would read what stands below the word."""
    if command.word is Word.FOR:
        return None
    if _is_private(said):  # whom it answers may be kept out by now
        return None if _colleague_answered(said) else "private"
    added = taking_part.who_is_meant(said.case, said.request, command).people
    unread = reaches_nobody(said.case, said.request, added)
    return "unread" if unread and said.may(Act.TO_REQUESTER) else None


def _word(said: _Said, command: Command, with_text: bool) -> list[Effect]:
    match command.word:
        case Word.DONE:
            closed = close(said.case.policy, said.request, by=said.person)
            return in_one_mail(_text_below(said, command, with_text), closed)
        case Word.FOR:
            return _hand_on(said, command, with_text)
        case Word.MINE:
            answers = with_text and not _is_private(said)
            return [*_text_below(said, command, with_text), *_take(said, answers)]
        case Word.ADD | Word.DROP:
            return _change_copies(said, command, with_text)
        case Word.WAITING | Word.SNOOZE | Word.ANSWERED:
            answers = with_text and not _is_private(said)
            below = _text_below(said, command, with_text)
            return [*below, *postponed(_postponing(said), command, answers)]
        case Word.NOT_MINE | Word.NOTE | Word.SEND | None:
            raise AssertionError(f"{command.word} is asked back, not carried out")


def _postponing(said: _Said) -> Postponing:
    return Postponing(said.case, said.request, said.person, said.lane)


def _text_below(
    said: _Said, command: Command, with_text: bool, added: Sequence[Address] = ()
) -> list[Effect]:
    if not with_text:
        return []
    if _is_private(said):
        colleague = _colleague_answered(said)
        return _to_colleague(said, colleague, command.line) if colleague else []
    if not said.may(Act.TO_REQUESTER):
        return _to_the_owner(said)
    return [*_to_requester(said, command.line, added), *settled(said.case.scene, said.request)]


def _change_copies(said: _Said, command: Command, with_text: bool) -> list[Effect]:
    people = taking_part.who_is_meant(said.case, said.request, command).people
    added = people if command.word is Word.ADD else ()
    return [
        *taking_part.carried_out(said.case, command, people),
        *_text_below(said, command, with_text, added),
        _confirm(said, taking_part.confirmed(said.case, command, people)),
    ]


def _hand_on(said: _Said, command: Command, with_text: bool) -> list[Effect]:
    """What stands below the word is for who gets it, and for nobody else: remarks on a request are
    no answer to it.
    """
    request, scene = said.request, said.case.scene
    new = _meant(said, command)[0]
    owed = request.unanswered_since is not None
    handed = HandOver(new, "assigned", said.person, tell_requester=owed)
    told = Confirm("for", "handed", new.name, text_to=new.name if with_text else "")
    return [
        *hand_over(request, handed, scene),
        *([_in_team(said, new, command.line, handed=True)] if with_text else ()),
        *took_turn_as(scene.policy, command.argument, new),
        *stay_open(request),
        _confirm(said, told, about_mail=with_text and said.may(Act.TO_REQUESTER)),
    ]


def _take(said: _Said, with_text: bool) -> list[Effect]:
    request, person = said.request, said.person
    effects: list[Effect] = [LogEvent("mine", f"{person.name} has it")]
    if not with_text:
        effects += [*stay_open(request), *acknowledged(request, person, said.case.scene)]
    if person.key == request.owner:
        return [*effects, _confirm(said, Confirm("mine", "mine", person.name))]
    # The mail itself, carried to the new owner, says the same.
    owed = request.unanswered_since is not None and not with_text
    handed = HandOver(person, "mine", person, tell_requester=owed)
    return [*effects, *hand_over(request, handed, said.case.scene)]


def _confirm(said: _Said, letter: Confirm, about_mail: bool = False) -> SendLetter:
    to, key = address_of(said.person), said.person.key
    return SendLetter(letter, to, key, said.lane, about_mail=about_mail)
