"""`part` → who wrote it has a part of the request, as one of its own with a promise of its own; the
whole goes on as it was (docs/reliability.md, W25).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailtracker.desk.alias import AliasNames
from mailtracker.desk.authors import ours
from mailtracker.desk.called_in import route_at
from mailtracker.desk.case import address_of, key_of
from mailtracker.desk.closing import settled
from mailtracker.desk.deadlines import given_promise, ladder_of, start_clock
from mailtracker.desk.effects import (
    Because,
    Decision,
    Effect,
    LogEvent,
    OpenPart,
    OpenRequest,
    RelayAgain,
    SendLetter,
    SetOwner,
)
from mailtracker.desk.gate import decide, opened
from mailtracker.desk.notes import NoteHanded
from mailtracker.desk.participants import circle_of, joining
from mailtracker.desk.parties import to_parties
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Given, Lane, Request, Status
from mailtracker.desk.rights import Act
from mailtracker.desk.said import TeamMail, is_private
from mailtracker.desk.says import Says, says
from mailtracker.desk.scene import Scene
from mailtracker.desk.thread import Role
from mailtracker.desk.unvouched import listed_today
from mailtracker.desk.why import KeptBecause
from mailtracker.desk.word_letters import PartOwner, PartRequester
from mailtracker.desk.words.owner_words import Command
from mailtracker.policy.identity import identities, identity
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import NOBODY, Person, Policy, Route

# What keeps it from being one.


def doubt_of_part(said: TeamMail, command: Command) -> tuple[KeptBecause, Sequence[str]] | None:
    """What keeps it from being carried out, and the names that say so: who has all of it needs no
    part, and what is for a colleague is no answer.
    """
    person = said.person
    if said.role is Role.OWNER:
        return "has it", [person.name]
    if not said.may(Act.PART) or _takes_part(said):
        return "not yours", ()
    if kept_out(said.case.policy, said.request, person):
        return "barred", [person.name]
    has = [one.reference for one in said.case.facts.parts if _is_theirs(said, one)]
    if has:
        return "has part", has
    if not said.request.requester.email:
        return "unread", ()
    below = replace(said.case.message, new_text=command.rest)
    beneath = replace(said.case, incoming=replace(said.case.incoming, message=below))
    for_colleagues = says(beneath, said.request, of_owners=True) is Says.ASIDE
    return ("aside", ()) if for_colleagues and not is_private(said) else None


def _takes_part(said: TeamMail) -> bool:
    """On the requester's side: nobody answers themselves."""
    policy = said.case.policy
    return identity(policy, said.person) in identities(policy, said.request.parties)


def _is_theirs(said: TeamMail, part: Request) -> bool:
    return part.part_of == said.request.id and part.owner == said.person.key


# What it opens.


def take_part(said: TeamMail, command: Command, answers: bool) -> list[Effect]:
    """What stands below the word is their first answer, where it `answers`."""
    case, request, scene = said.case, said.request, said.case.scene
    opens = _opening(said)
    clock = start_clock(scene, opens.given.promise, opens.given.ladder, first=True)
    if not answers:
        return [OpenPart(opens, clock)]
    part = replace(
        opened(opens, scene.now), unanswered_since=clock.since, promised_at=clock.promised_at
    )
    joined = joining(case, Role.OWNER, circle_of(part))
    answer = (
        *joined.effects,
        *to_parties(case, part, ours(said.person), said.person, command.line),
        LogEvent("answer", f"by {said.person.name}"),
        *settled(scene, part),
    )
    return [OpenPart(opens, clock, answer), *listed_today(case, said.person, request)]


def _opening(said: TeamMail) -> OpenRequest:
    """Of the same person, who is asked nothing again. Who stood in copy takes part in the whole."""
    request = said.request
    names, given = _called_by(said) or (_own_names(said), _as_whole(said.case.policy, request))
    return OpenRequest(
        mailbox=names.name,
        prefix=names.prefix,
        subject=request.subject,
        requester=request.requester,
        copied=(),
        language=request.language,
        owner=said.person.key,
        first_id=request.first_id,
        given=replace(given, opened_by=request.given.opened_by),
        linked_to=request.id,
        quiet=request.quiet,
        part_of=request.id,
    )


def _own_names(said: TeamMail) -> AliasNames:
    alias, name = said.case.alias, said.request.mailbox
    here = next((one for one in alias.served if one.name == name), None)
    return here or AliasNames(name, alias.addresses[:1], prefix=alias.prefix)


def _as_whole(policy: Policy, request: Request) -> Given:
    """Of what its rule gave it, what goes for the part as well."""
    was = request.given
    return Given(
        rule=was.rule,
        why=was.why,
        promise=given_promise(policy, request).key,
        ladder=ladder_of(policy, request).key,
        routed_to=was.routed_to,
        rule_at=was.rule_at,
        rules_digest=was.rules_digest,
        close_after=was.close_after,
        ending=was.ending,
        tags=was.tags,
    )


def _called_by(said: TeamMail) -> tuple[AliasNames, Given] | None:
    """The alias for which they were called in, and what its rules give such a mail; None for
    everybody else, and where it wants no answer.
    """
    case, request, person = said.case, said.request, said.person
    policy = case.policy
    called = [one for one in case.alias.served if one.name in request.given.aliases_called]
    routes = [(one, _route_at(policy, request, one)) for one in called]
    routes = [(one, found) for one, found in routes if found.to != NOBODY]
    theirs = [(one, found) for one, found in routes if _names(policy, found, person)]
    if not theirs and person.key in request.given.called_in:
        theirs = routes if len(called) == 1 else []  # by the fallback, or for who is away
    return (theirs[0][0], _given(policy, theirs[0][1])) if theirs else None


def _route_at(policy: Policy, request: Request, names: AliasNames) -> Route:
    """As if its requester had written there, of this subject."""
    asked = MailView(request.requester.email, names.addresses[:1], request.subject, "")
    return route_at(policy, names, asked)


def _names(policy: Policy, found: Route, person: Person) -> bool:
    """A rule means them, or a team of theirs."""
    if found.gap:
        return False
    team = policy.teams.get(found.to)
    return person.key == found.to or (team is not None and person.key in (*team.members, team.lead))


def _given(policy: Policy, found: Route) -> Given:
    return Given(
        rule=found.rule,
        why=found.why,
        promise=found.promise,
        ladder=found.ladder,
        routed_to=found.to,
        rule_at=found.where,
        rules_digest=policy.digest,
        matched=found.matched,
        close_after=found.close_after,
        ending=found.ending,
        tags=found.extras.tags,
    )


# What follows.


def on_opened_part(whole: Request, taken: OpenPart, policy: Policy) -> Decision:
    """The request that a part becomes."""
    opens = taken.opens
    by = policy.people[opens.owner].name
    told = LogEvent("opened", f"a part of {whole.reference}, taken by {by}")
    reason = Because(f"a part of {whole.reference}")
    mine = SetOwner(opens.owner, by_hand=True)
    return decide([reason, opens, mine, taken.clock, told], None, policy)


def on_part(whole: Request, part: Request, taken: OpenPart, scene: Scene) -> Decision:
    """Once it has its reference: who asked hears of it once, who has it gets what was written."""
    policy, person = scene.policy, scene.policy.people[part.owner]
    owner = policy.people.get(whole.owner)
    has = owner.name if owner else whole.owner
    rest = "" if whole.status is Status.CLOSED else has
    told = PartRequester(whole.reference, rest, bool(taken.answer))
    key = key_of(policy, part.requester)
    brief = scene.knows_words(person.key)
    note = NoteHanded(has, "mine", "", late=False, part_of=whole.reference, brief=brief)
    effects = [
        Because(f"{part.reference} is a part of {whole.reference}"),
        SendLetter(told, part.requester, key, Lane.OWNER),
        *taken.answer,
        RelayAgain(note, address_of(person), person.key),
    ]
    return decide(effects, part, policy)


def on_taken(whole: Request, part: Request, taken: OpenPart, scene: Scene) -> Decision:
    """Who has the whole hears of it, in one line. Its promise, and all else, stays as it was."""
    policy, person = scene.policy, scene.policy.people[part.owner]
    owner = policy.people.get(whole.owner)
    effects: list[Effect | Because] = [
        Because(f"a part of {whole.reference} is {part.reference}"),
        LogEvent("part", f"{person.name} has a part of it: {part.reference}"),
    ]
    if owner is not None:
        told = PartOwner(person.name, part.reference, bool(taken.answer))
        effects.append(SendLetter(told, address_of(owner), owner.key, Lane.REQUESTER))
    return decide(effects, whole, policy)
