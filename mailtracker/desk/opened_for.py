"""A request that somebody opened for somebody else → what it keeps of that, and what its owner and
who opened it get (docs/reliability.md, W16 to W19).
"""

from __future__ import annotations

from dataclasses import replace

from mailtracker.desk.behalf_letters import AskedThrough, OpenedFor, OtherRequester
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.content import own_words
from mailtracker.desk.digests import paragraphs
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    SetRequester,
)
from mailtracker.desk.limits import receipt_spends, why_no_receipt
from mailtracker.desk.notes import NoteOwner, NoteTeam
from mailtracker.desk.participants import is_proof_enough
from mailtracker.desk.receipt import ForWhom, Told, called, receipt
from mailtracker.desk.request import Given, Lane, Request, Status
from mailtracker.desk.says import names_of, says_more
from mailtracker.desk.thread import Role, Thread
from mailtracker.desk.tongue import tongue
from mailtracker.desk.words.on_behalf import Behalf, Own, says_again
from mailtracker.policy.model import Person

MAX_WORDS = 4000
"""Characters of what was typed that letters tell."""


def with_asked(given: Given, asked: Behalf | Own | None) -> Given:
    """What a request that opens keeps of it."""
    match asked:
        case Behalf(case):
            return replace(given, opened_by=(case.author.shown,))
        case Own(_, asked_for) if asked_for:
            return replace(given, asked_for=(asked_for,))
        case _:
            return given


def story_of(asked: Behalf | Own | None) -> list[LogEvent]:
    """For its history."""
    match asked:
        case Behalf(case):
            return [LogEvent("on behalf", f"{case.author.email} opened it for {case.sender.email}")]
        case Own(why):
            return [LogEvent("on behalf", f"it asks for somebody else, and is not theirs: {why}")]
        case _:
            return []


def said_of(asked: Behalf | Own | None) -> ForWhom:
    """For its receipt."""
    match asked:
        case Behalf(case):
            return ForWhom(opened_by=case.author.shown, words=_typed(asked))
        case Own(why):
            return ForWhom(not_theirs=why)
        case _:
            return ForWhom()


def _typed(behalf: Behalf) -> tuple[str, ...]:
    """Without how its writer signs."""
    writer = behalf.case.through
    words = own_words(behalf.words, names_of(writer) if writer else "")
    return paragraphs(words, MAX_WORDS)


def to_owner_for_them(behalf: Behalf, owner: Person, note: NoteOwner) -> list[Relay | SendLetter]:
    """The mail itself where they may read all of it. Else what was typed for them, and what was
    passed on in a mail of its own, that no answer to them can quote.
    """
    case, to = behalf.case, address_of(owner)
    author = case.author
    if not behalf.hidden:
        told = replace(note, opened_by=author.shown)
        return [Relay(told, to, owner.key, Lane.REQUESTER, author, cut=behalf.line)]
    letter = AskedThrough(
        opened_by=author.shown,
        words=_typed(behalf),
        matched=note.matched,
        others=note.others,
        receipt_sent=note.receipt_sent,
        not_joined=note.not_joined,
        brief=note.brief,
    )
    written = SendLetter(letter, to, owner.key, Lane.REQUESTER)
    if _wrote(behalf, owner):
        return [written]
    beside = NoteTeam(author.shown)
    kept = Relay(beside, to, owner.key, Lane.TEAM, author, cut=behalf.line, about_mail=True)
    return [written, kept]


def told_opener(behalf: Behalf, owner: Person) -> list[Effect]:
    """One line, unless they have it themselves."""
    writer = behalf.case.through
    if writer is None or _wrote(behalf, owner):
        return []
    key = writer.person.key if writer.person else ""
    return [SendLetter(OpenedFor(), writer.sender, key, Lane.TEAM)]


def theirs_now(case: Case, request: Request, found: Thread) -> list[Effect | Because]:
    """Its writer, who could not be certain, says once more whose it is, in answer to the receipt:
    from now on it is theirs. Nothing where it is not so, or where somebody was answered already.
    """
    begun = request.status is not Status.OPEN or request.answered_once
    if found.role is not Role.REQUESTER or found.proof is None or begun:
        return []
    if request.given.confidential or not is_proof_enough(case, found.role):
        return []
    owner = case.policy.people.get(request.owner)
    theirs = says_again(case, request, owner) if owner else None
    if theirs is None or owner is None or says_more(case, theirs.message.new_text):
        return []
    by = case.author.shown
    who, language = called(theirs), tongue(theirs)
    return [
        Because(f"{request.reference} is opened for somebody else, as its writer says again"),
        SetRequester(who, by, language),
        LogEvent("on behalf", f"{case.sender.email} opened it for {who.email}"),
        *_receipt(theirs, request, owner, by),
        SendLetter(OtherRequester(by), address_of(owner), owner.key, Lane.REQUESTER),
        SendLetter(OpenedFor(), case.sender, case.person.key if case.person else "", Lane.TEAM),
        Dispose(Disposition.REPLY, f"says whose it is: {found.why}"),
    ]


def _receipt(theirs: Case, request: Request, owner: Person, by: str) -> list[Effect]:
    if (why := why_no_receipt(theirs)) is not None:
        return [LogEvent("no receipt", why)]
    given = request.given
    told = Told(
        promise=given.promise,
        ladder=given.ladder,
        confidential=False,
        asked=given.asked,
        asked_for=ForWhom(by),
    )
    candidates = theirs.candidates_for(replace(request, requester=theirs.sender))
    return [receipt(theirs, candidates, owner, told), *receipt_spends(theirs)]


def _wrote(behalf: Behalf, owner: Person) -> bool:
    """Whether the owner is who opened it."""
    writer = behalf.case.through
    return writer is not None and writer.is_from(owner)
