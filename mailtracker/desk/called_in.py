"""A mail that another alias of ours stands in as well → whoever would have it there hears who leads
and what is asked, and watches from then on. One request leads (docs/reliability.md, T25).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.alias import AliasNames
from mailtracker.desk.assign import pick
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.case import Case, address_of
from mailtracker.desk.effects import (
    Because,
    CallIn,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    RelayAgain,
    SendLetter,
)
from mailtracker.desk.letters import CalledIn
from mailtracker.desk.notes import NoteCalledIn, NoteTeam
from mailtracker.desk.participants import is_proof_enough
from mailtracker.desk.request import Given, Lane, Request
from mailtracker.desk.rights import Act, may
from mailtracker.desk.rule_view import mail_view, without
from mailtracker.desk.says import says
from mailtracker.desk.thread import PARTIES, Thread
from mailtracker.desk.word_letters import KeptInside
from mailtracker.mail.address_key import without_tag
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.mentioned import Mentions
from mailtracker.policy.model import NOBODY, Person, Policy, Route
from mailtracker.policy.route import route, route_with_words
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class OtherAlias:
    """An alias that does not lead (`names`), and what its own rules make of the mail (`found`)."""

    names: AliasNames
    found: Route


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Who would have the mail at an alias that does not lead: `person` for `names`."""

    names: AliasNames
    person: Person


# What the rules of each alias say.


def route_here(case: Case) -> tuple[Route, Mentions]:
    """The rules' answer for the alias that leads, and the words of the mail by which its rule took
    it.
    """
    view = mail_view(case.message, case.classified, case.now)
    here = next((one for one in case.alias.served if one.name == case.alias.name), None)
    if here is None or not others_named(case, here.name):
        return route_with_words(case.policy, view)
    return route_with_words(case.policy, _as_if_at(view, case, here))


def others(case: Case, leads: str) -> tuple[OtherAlias, ...]:
    """Every other alias that the mail stands in; `leads` is the name of the one that does."""
    return tuple(OtherAlias(one, _route_at(case, one)) for one in others_named(case, leads))


def others_named(case: Case, leads: str) -> tuple[AliasNames, ...]:
    """In To or Cc, or it lies in their mailbox."""
    found = case.alias.served_in((*case.message.to, *case.message.cc))
    found += tuple(one for one in case.alias.served if one.name == case.incoming.read_in)
    return tuple(one for one in dict.fromkeys(found) if one.name != leads)


def _route_at(case: Case, names: AliasNames) -> Route:
    view = mail_view(case.message, replace(case.classified, beside=()), case.now)
    return route_at(case.policy, names, _as_if_at(view, case, names))


def route_at(policy: Policy, names: AliasNames, view: MailView) -> Route:
    """The rules' answer for what came to this alias alone. A rule that would take it anywhere says
    nothing of whom that alias has: then the one that takes all of its mail, if there is one.
    """
    found, anywhere = route(policy, view), route(policy, replace(view, to=(), cc=()))
    if not found.gap and found.rule != anywhere.rule:
        return found
    its_own = route(policy, MailView(view.from_, names.addresses[:1], "", ""))
    return found if its_own.gap else its_own


def _as_if_at(view: MailView, case: Case, names: AliasNames) -> MailView:
    """Without the other aliases."""
    away = {key for one in case.alias.served if one != names for key in one.addresses}
    view = without(view, away)
    if set(names.addresses).intersection(map(without_tag, view.to)):
        return view
    return replace(view, to=(*view.to, *names.addresses[:1]))


# Who hears of it.


def who_is_called(
    candidates: Candidates, owner: str, given: Given, found: Sequence[OtherAlias]
) -> list[Counterpart]:
    """Those who would have it there, each once: not its owner, nor who asks, nor who is kept out,
    nor who reads it anyway.
    """
    called: dict[str, Counterpart] = {}
    for other in found:
        if other.found.to == NOBODY or other.names.name in given.aliases_called:
            continue
        person = pick(candidates, other.found.to)
        has_it = person.key == owner or person.key in given.watching
        if not has_it and not candidates.keeps_out(person.key):
            called.setdefault(person.key, Counterpart(other.names, person))
    return list(called.values())


def with_called(given: Given, called: Sequence[Counterpart]) -> Given:
    """What a request that opens keeps of it."""
    return replace(
        given,
        aliases_called=tuple(dict.fromkeys(one.names.name for one in called)),
        called_in=tuple(one.person.key for one in called),
    )


def told(
    case: Case, given: Given, called: Sequence[Counterpart], like: Relay | None
) -> list[Effect]:
    """The mail for each of them, with who leads; of a confidential request no word of it. `like` is
    how others get it.
    """
    effects: list[Effect] = []
    for one in called:
        to, name = address_of(one.person), one.names.name
        if given.confidential:
            letter, once = CalledIn(name), f"called.{name}"
            effects.append(SendLetter(letter, to, one.person.key, Lane.TEAM, once=once))
            continue
        author, cut = (like.author, like.cut) if like else (case.author, "")
        watches = one.person.key in given.called_in
        note = NoteCalledIn(author.shown, name, watches)
        effects.append(Relay(note, to, one.person.key, Lane.TEAM, author, cut))
    return [*effects, *(_event(one) for one in called)]


def _event(one: Counterpart) -> LogEvent:
    return LogEvent("called in", f"{one.person.name}, since a mail names {one.names.name} as well")


# On a request that exists.


def call_in(
    case: Case, request: Request, found: Thread, done: Sequence[Effect | Because]
) -> list[Effect]:
    """What follows where a mail on a `request` of another alias was carried, or kept from the
    requester because it is for others; `done` is what it has set off.
    """
    if _is_for_others(case, request, found, done):
        return _call(case, request, False, None)
    if found.role in PARTIES and not says(case, request, of_owners=False).begins:
        return []  # thanks and thumbs call nobody
    relays = [effect for effect in done if isinstance(effect, Relay)]
    if not _is_carried(case, request, done, relays):
        return []
    watch = may(found.role, Act.JOIN, request) and is_proof_enough(case, found.role)
    if not relays and not watch:
        return []  # the owner has it, or it is one too many
    return _call(case, request, watch, relays[0] if relays else None)


def _call(case: Case, request: Request, watch: bool, like: Relay | None) -> list[Effect]:
    """Who may let people in has them `watch`; anybody else's mail they read, and that is all."""
    found = others(case, request.mailbox)
    candidates = case.candidates_for(request)
    called = who_is_called(candidates, request.owner, request.given, found)
    watching = called if watch else []
    stored = [CallIn(one.names.name, one.person.key) for one in watching]
    return [*stored, *told(case, with_called(request.given, watching), called, like)]


def _is_for_others(
    case: Case, request: Request, found: Thread, done: Sequence[Effect | Because]
) -> bool:
    """A forward, or words to a colleague, of the owner's side: those whose alias it was written to
    are whom it is for. It changes nothing of the request.
    """
    filed = [effect.disposition for effect in done if isinstance(effect, Dispose)]
    if filed != [Disposition.ASKED_BACK] or not may(found.role, Act.TO_REQUESTER, request):
        return False
    return is_proof_enough(case, found.role) and says(case, request, of_owners=True).is_for_others


def _is_note(effect: Effect | Because) -> bool:
    return isinstance(effect, SendLetter) and isinstance(effect.letter, KeptInside)


def _is_carried(
    case: Case, request: Request, done: Sequence[Effect | Because], relays: Sequence[Relay]
) -> bool:
    """Somebody reads it by this decision, or has it already. What one colleague says to another
    who gets the request (`for`) is for that one alone.
    """
    filed = [effect.disposition for effect in done if isinstance(effect, Dispose)]
    if filed != [Disposition.REPLY] or any(map(_is_note, done)):
        return False
    if any(isinstance(one.note, NoteTeam) and one.note.handed for one in relays):
        return False
    if relays or any(isinstance(effect, RelayAgain) for effect in done):
        return True
    owner = case.policy.people.get(request.owner)
    past_us = owner is not None and case.is_from(owner) and case.has_it_already(request.requester)
    return past_us or (owner is not None and case.has_it_already(owner))


# By a further copy of a mail.


def is_hidden_copy(case: Case, request: Request) -> bool:
    """Whether it lies in the mailbox of an alias that stands neither in To nor in Cc: nobody has
    heard of that one yet.
    """
    seen = {one.name for one in case.alias.served_in((*case.message.to, *case.message.cc))}
    return case.incoming.read_in not in (*seen, request.mailbox) and request.held_since is None


def call_in_by_opening(case: Case, request: Request) -> list[Effect]:
    """Where it is a copy of the mail that opened the request."""
    opened = request.first_id == case.message.message_id and case.is_from(request.requester)
    watch = not request.given.confidential
    return _call(case, request, watch, None) if opened else []
