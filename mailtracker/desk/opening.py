"""A message that starts something new → a request with one owner, a promise, a receipt, and
the mail carried to the owner.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.appointments import invited_to
from mailtracker.desk.assign import pick, took_turn
from mailtracker.desk.authors import shown
from mailtracker.desk.called_in import (
    Counterpart,
    OtherAlias,
    others,
    route_here,
    told,
    who_is_called,
    with_called,
)
from mailtracker.desk.candidates import Candidates, all_present, away_record
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.confidential import Secrecy, secrecy_of_new
from mailtracker.desk.confidential import called as names_of_keys
from mailtracker.desk.confiding.asking import ask, waits, waits_unasked
from mailtracker.desk.deadlines import start_clock
from mailtracker.desk.effects import (
    Because,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    OpenRequest,
    Relay,
    SendLetter,
)
from mailtracker.desk.forms import asker_of
from mailtracker.desk.gate import opened
from mailtracker.desk.letters import Assigned, Gap
from mailtracker.desk.limits import gap_spends, receipt_spends, why_no_receipt
from mailtracker.desk.notes import NoteOwner
from mailtracker.desk.opened_for import (
    said_of,
    story_of,
    to_owner_for_them,
    told_opener,
    with_asked,
)
from mailtracker.desk.participants import Circle, Joining, joining
from mailtracker.desk.parties import party_of
from mailtracker.desk.readers import kept_out
from mailtracker.desk.receipt import Told, called, receipt
from mailtracker.desk.request import Given, Lane, Request
from mailtracker.desk.thread import Role
from mailtracker.desk.tongue import tongue
from mailtracker.desk.watching import show_first
from mailtracker.desk.why import NotJoined
from mailtracker.desk.words.on_behalf import Behalf, Own, opens_for
from mailtracker.mail.message import Kind
from mailtracker.policy.identity import same
from mailtracker.policy.mentioned import Mentions
from mailtracker.policy.model import NOBODY, Person, Route
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class _New:
    """What becomes a request."""

    #: The mail that opens it, and the moment.
    case: Case
    #: What the rules say.
    found: Route
    #: Who may have it.
    candidates: Candidates
    #: Who has it.
    owner: Person
    #: Who of those in copy takes part.
    joining: Joining
    #: Of mails to the requester, "" where nothing tells it.
    language: str
    #: Why no receipt goes out, None where one does.
    no_receipt: str | None
    #: What the request keeps of the rules.
    given: Given
    #: An older request that the mail points at.
    linked: Request | None
    #: Who is called in for the other aliases that it stands in.
    called: Sequence[Counterpart]
    #: For whom else it is, or was to be; None for a mail like any other.
    asked: Behalf | Own | None
    #: The words of the mail by which its rule took it.
    mentioned: Mentions
    #: What else is to be told of how it came.
    story: Sequence[LogEvent]

    @property
    def behalf(self) -> Behalf | None:
        """Who opened it for its requester, and what with."""
        return self.asked if isinstance(self.asked, Behalf) else None

    @property
    def subject(self) -> str:
        """That of the request."""
        return self.behalf.subject if self.behalf else self.case.message.subject


@dataclass(frozen=True, slots=True)
class _Start:
    """A mail (`case`) that starts something, `why` it does, the older request that it points at
    (`linked`), and for whom else it is, or was to be (`asked`).
    """

    case: Case
    why: str
    linked: Request | None
    asked: Behalf | Own | None = None


def open_request(case: Case, why: str, linked: Request | None = None) -> list[Effect | Because]:
    """The first matching rule gives the owner; the fallback takes what no rule wants, and is
    reported as a gap. Who asks for somebody else is the requester all the same where the rules
    make that confidential.
    """
    asked = opens_for(case)
    if isinstance(asked, Behalf):
        routed = _routed(asked.case)
        if not routed.is_confidential and not asked.is_written_to_them(routed.found):
            return _opened(_Start(asked.case, why, linked, asked), routed)
        asked = Own("ruled") if routed.is_confidential else None
    return _opened(_Start(case, why, linked, asked), _routed(case))


@dataclass(frozen=True, slots=True)
class _Routed:
    """What the rules say of a mail: the answer that counts (`found`), the words by which it was
    `mentioned`, and what other aliases' rules say (`beside`).
    """

    found: Route
    mentioned: Mentions
    beside: Sequence[OtherAlias]

    @property
    def is_confidential(self) -> bool:
        """Any of them makes it so."""
        routes = (self.found, *(other.found for other in self.beside))
        return any(one.extras.confidential for one in routes)


def _routed(case: Case) -> _Routed:
    (found, mentioned), beside = route_here(case), others(case, case.alias.name)
    if not found.extras.confide_in:  # wherever nobody reads it before a choice, nobody does
        chosen = (one.found for one in beside if one.found.extras.confide_in)
        if (first := next(chosen, None)) is not None:
            return _Routed(first, Mentions(), beside)
    if found.to == NOBODY:  # another alias may want an answer to it all the same
        wanted = (one.found for one in beside if one.found.to != NOBODY)
        found, mentioned = next(wanted, found), Mentions()
    return _Routed(found, mentioned, beside)


def _opened(start: _Start, routed: _Routed) -> list[Effect | Because]:
    found = routed.found
    if found.to == NOBODY:
        return _needs_no_answer(found)
    new = _new(start, routed)
    if new.given.confide_in:
        return _unread(new, start.why)
    case, rule, owner = new.case, found.rule, new.owner.name
    who = case.sender.email or case.sender.name
    given = f"from {who}: rule {rule} ({found.matched}) gives it to {owner}"
    return [
        Because(f"rule {rule}: {_unquoted(found.matched)} → {owner}"),
        _opening(new),
        start_clock(case.scene, found.promise, found.ladder, first=True),
        LogEvent("opened", given),
        *new.story,
        *took_turn(case.policy, found.to, new.owner),
        *_story(new),
        *_receipt(new),
        *_to_owner(new),
        *new.joining.noted,
        *_to_others(new),
        *_gap(new),
        Dispose(Disposition.OPENED, f"{start.why}; rule {rule}: {found.matched}", rule),
    ]


def _unread(new: _New, why: str) -> list[Effect | Because]:
    """Its requester chooses who reads it: until then nobody has it, and nobody else hears of it."""
    case, rule, scene = new.case, new.found.rule, new.case.scene
    opening = replace(_opening(new), owner="", copied=())
    known = opened(opening, case.now)
    asks = [*waits(known, scene), ask(known, "new", scene, auto="auto-replied")]
    begun = waits_unasked(known, scene) if new.no_receipt else [*asks, *receipt_spends(case)]
    return [
        Because(f"rule {rule}: kept until its requester has chosen who reads it"),
        opening,
        LogEvent("opened", f"rule {rule}: its requester chooses who reads it"),
        *new.story,
        *_kept_from(new),
        *begun,
        Dispose(Disposition.OPENED, f"{why}; rule {rule}: kept unread", rule),
    ]


def _to_others(new: _New) -> list[Effect]:
    """Who watches, who takes part, and whoever has it at another alias. What somebody passes on
    for somebody else is for the owner alone.
    """
    case, behalf = new.case, new.behalf
    if behalf is not None and behalf.hidden:
        return told_opener(behalf, new.owner)
    return [
        *(told_opener(behalf, new.owner) if behalf else ()),
        *show_first(case, new.given, new.owner, new.joining.joins),
        *told(case, new.given, new.called, None),
    ]


def _unquoted(matched: str) -> str:
    """For the log, which bears no words of a mail: what a regex found may be a password."""
    return re.sub("“.*”", "“…”", matched, flags=re.DOTALL)


def _needs_no_answer(found: Route) -> list[Effect | Because]:
    """On purpose: nobody owns it, nobody hears of it, and the ledger says by which rule."""
    reason = f"rule {found.rule}: {NOBODY}: {found.why}"
    filed = Dispose(Disposition.IGNORED, f"{reason} ({found.matched})", found.rule)
    return [Because(reason), filed]


def _new(start: _Start, routed: _Routed) -> _New:
    found, asker = routed.found, asker_of(start.case, routed.found)
    case = asker.case
    secrecy = secrecy_of_new(case, routed.is_confidential)
    declined = _declined(case, start.linked)
    candidates = replace(case.candidates(secrecy.barred), routed_to=found.to, declined=declined)
    owner = pick(candidates, found.to)
    language = tongue(case, found.language)
    no_receipt = asker.no_receipt or why_no_receipt(case)
    spoken = language or case.alias.language
    can_be_asked = not asker.no_receipt and case.classified.receipt  # now, or a while later
    chosen_of = _chosen_of(case, found, start.linked) if can_be_asked else ()
    helped = no_receipt is None or bool(chosen_of)
    given = _given(case, found, spoken, helped)
    if secrecy.confidential:
        given = _kept(given, secrecy, candidates, owner)
    if chosen_of:
        given = replace(given, confide_in=chosen_of, watchers=(), entrusted=())
    beside = () if given.confide_in else routed.beside
    called = who_is_called(candidates, owner.key, given, beside)
    given = with_asked(with_called(given, called), start.asked)
    circle = Circle(owner.key, secrecy.barred, secrecy.confidential)
    return _New(
        case=case,
        found=found,
        candidates=candidates,
        owner=owner,
        joining=joining(case, Role.REQUESTER, circle),
        language=language,
        no_receipt=no_receipt,
        given=given,
        linked=start.linked,
        called=called,
        asked=start.asked,
        mentioned=routed.mentioned,
        story=(*asker.story, *story_of(start.asked)),
    )


def _chosen_of(case: Case, found: Route, linked: Request | None) -> tuple[str, ...]:
    """Of whom its requester chooses one: as the rules say, else as in what they go on about."""
    if found.extras.confide_in or linked is None:
        return found.extras.confide_in
    theirs = same(case.policy, linked.requester, case.sender)
    return linked.given.confide_in if theirs else ()


def _declined(case: Case, linked: Request | None) -> tuple[str, ...]:
    """Who said of the request that this one follows that it is not theirs; nobody, where a stranger
    only names it.
    """
    follows = linked is not None and party_of(case.policy, linked, case.sender) is not None
    return linked.declined if linked is not None and follows else ()


def _kept(given: Given, secrecy: Secrecy, candidates: Candidates, owner: Person) -> Given:
    """With whom it is kept from, and without those among its watchers. An owner there must be."""
    return replace(
        given,
        confidential=secrecy.confidential,
        barred=secrecy.barred,
        watchers=tuple(key for key in given.watchers if not candidates.is_barred(key)),
        entrusted=(owner.key,) if candidates.is_barred(owner.key) else (),
    )


def _given(case: Case, found: Route, language: str, helped: bool) -> Given:
    """`helped`: a receipt goes out, and with it what the rules attach and ask."""
    extras, files = found.extras, case.policy.files
    attached = tuple(name for name in extras.attach if helped and name in files)
    asked = tuple(question.said_in(language) for question in extras.ask if helped)
    return Given(
        rule=found.rule,
        why=found.why,
        promise=found.promise,
        ladder=found.ladder,
        routed_to=found.to,
        rule_at=found.where,
        rules_digest=case.policy.digest,
        matched=found.matched,
        close_after=found.close_after,
        ending=found.ending,
        keep_for=extras.keep_for,
        tags=extras.tags,
        watchers=extras.watch,
        attached=attached,
        asked=asked,
        noted=tuple(name for name, _ in found.notes),
        entries=invited_to(case.message),
    )


def _opening(new: _New) -> OpenRequest:
    case = new.case
    return OpenRequest(
        mailbox=case.alias.name,
        prefix=case.alias.prefix,
        subject=new.subject,
        requester=called(case),
        copied=new.joining.joins,
        language=new.language,
        owner=new.owner.key,
        first_id=case.message.message_id,
        given=new.given,
        linked_to=new.linked.id if new.linked else None,
        quiet=new.no_receipt is not None and not new.given.confide_in,
    )


def _story(new: _New) -> list[Effect]:
    """What else is to be known of how it was opened."""
    policy, found = new.case.policy, new.found
    story: list[Effect] = [
        LogEvent("note", f"{name} applies: {matched}") for name, matched in found.notes
    ]
    for name in found.extras.attach:
        if name not in policy.files:
            story.append(LogEvent("not attached", f"{name}: the rules have no such file"))
    story += _kept_from(new)
    if new.given.entrusted:
        told = f"nobody else is left, so {new.owner.name} has it all the same"
        story.append(LogEvent("confidential", told))
    usual = pick(all_present(new.candidates), found.to)
    return [*story, *away_record(new.candidates, usual, new.owner)]


def _kept_from(new: _New) -> list[Effect]:
    policy, barred = new.case.policy, new.given.barred
    if not barred:
        return []
    return [LogEvent("confidential", f"kept from {names_of_keys(policy, barred)}")]


def _receipt(new: _New) -> list[Effect]:
    if new.no_receipt is not None:
        return [LogEvent("no receipt", new.no_receipt)]
    linked, party = new.linked, None
    if linked:
        party = party_of(new.case.policy, linked, new.case.sender)
    told = Told(
        promise=new.given.promise,
        ladder=new.given.ladder,
        confidential=new.found.extras.confidential,
        linked=linked.reference if linked and party else "",  # a stranger learns nothing of it
        asked=new.given.asked,
        attach=new.given.attached,
        not_joined=_said_of_copies(new),
        asked_for=said_of(new.asked),
    )
    return [receipt(new.case, new.candidates, new.owner, told), *receipt_spends(new.case)]


def _said_of_copies(new: _New) -> NotJoined:
    """An inherited secrecy would tell whoever cites a number that it is a confidential one."""
    said = new.joining.not_joined
    inherited = said == "confidential" and not new.found.extras.confidential
    return "" if inherited else said


def _to_owner(new: _New) -> Sequence[Relay | SendLetter]:
    case, owner, behalf = new.case, new.owner, new.behalf
    matched, receipt_sent = new.mentioned, new.no_receipt is None
    others = [shown(case.policy, one) for one in new.joining.joins]
    may_know = new.linked is not None and not kept_out(case.policy, new.linked, owner)
    linked = new.linked.reference if new.linked and may_know else ""
    left_out = new.joining.not_joined
    to, brief = address_of(owner), case.scene.knows_words(owner.key)
    note = NoteOwner(matched, others, receipt_sent, linked, left_out, brief)
    if behalf is not None:
        return to_owner_for_them(behalf, owner, note)
    if case.sender.email and case.has_it_already(owner):
        assigned = Assigned(matched, others, receipt_sent, linked, left_out, brief)
        return [SendLetter(assigned, to, owner.key, Lane.REQUESTER)]
    return [Relay(note, to, owner.key, Lane.REQUESTER, case.author)]


def _gap(new: _New) -> list[Effect]:
    """Every mail that only the fallback took is a hole in the rules, and somebody hears of it."""
    case = new.case
    if not new.found.gap:
        return []
    effects: list[Effect] = [LogEvent("gap", "no rule matched; the fallback took it")]
    reader = case.policy.people.get(case.policy.fallback.report_to)
    around = replace(new.candidates, declined=())  # it is a mail of its own
    if reader is None or around.keeps_out(reader.key):
        return effects
    paid = gap_spends(case)
    if case.classified.kind is Kind.PERSON and paid is not None:
        gap = Gap(case.author.shown or case.sender.name, new.subject)
        effects += [SendLetter(gap, address_of(reader), reader.key, Lane.TEAM), *paid]
    return effects
