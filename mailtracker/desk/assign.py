"""Who gets it: a rule's person or team, plus load, turns, absences and who asks → one person. And
who stands in for an owner.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product

from mailtracker.desk.absence.absences import covers_of, has_left
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.effects import Turn
from mailtracker.policy.hours import opening
from mailtracker.policy.model import (
    LeadOf,
    Person,
    PersonKey,
    Policy,
    Rota,
    Target,
    Team,
    TeamOf,
)
from mailtracker.policy.rota import on_duty

MAX_WAIT = timedelta(days=4)
"""As long as it may take until somebody reads what waits for their working hours: over Easter, and
not over a summer closing.
"""


def pick(candidates: Candidates, to: str) -> Person:
    """The one owner. `to` is the key of a person or of a team.

    Nobody owns a request of their own, nor one that they must not hear of, nor gets one while they
    are away, as long as somebody else can have it. Of these an absence weighs least; an
    owner there must be in any case.
    """
    order = list(in_order(candidates, to))
    for names in (order, _anybody(candidates)):
        free = [name for name in names if not candidates.keeps_out(name)]
        if free:
            return candidates.policy.people[_present_first(candidates, free)]
    others = [name for name in order if name != candidates.asker] or order
    return candidates.policy.people[_present_first(candidates, others)]


def _present_first(candidates: Candidates, names: list[str]) -> str:
    return next((name for name in names if not candidates.away(name)), names[0])


def in_order(candidates: Candidates, to: str) -> Iterator[str]:
    """Everybody who may have it, best first: the rule's choice, then cover and lead,
    then the fallback's people.
    """
    policy = candidates.policy
    for target in dict.fromkeys((to, policy.fallback.to)):
        team = policy.teams.get(target)
        yield from _members(candidates, team) if team else (target, *_stand_ins(candidates, target))


def _anybody(candidates: Candidates) -> Iterator[str]:
    """Before somebody gets it who must not hear of it, or who asks, anybody else does: who reads of
    gaps, the leads, all others.
    """
    policy = candidates.policy
    yield from (key for key in (policy.fallback.report_to,) if key)
    yield from (team.lead for team in policy.teams.values())
    yield from policy.people


def _members(candidates: Candidates, team: Team) -> list[str]:
    by_load = sorted(
        team.members, key=lambda m: (candidates.scene.load.get(m, 0), team.members.index(m))
    )
    if team.assign == "lead":
        return [team.lead, *by_load]
    if team.assign == "round-robin":
        return [*_by_turns(team, candidates.scene.turns.get(team.key, "")), team.lead]
    if isinstance(team.assign, Rota):
        lead = candidates.policy.people[team.lead]
        first = on_duty(team, candidates.policy.hours.get(lead.hours), candidates.scene.now)
        covers = covers_of(candidates.scene, first) if candidates.away(first) else ()
        return [first, *covers, *by_load, team.lead]
    return [*by_load, team.lead]


def _by_turns(team: Team, last: str) -> tuple[str, ...]:
    """From the one after `last` on. Somebody who has left the team is no
    beginning: then as in the file.
    """
    start = team.members.index(last) + 1 if last in team.members else 0
    return team.members[start:] + team.members[:start]


def took_turn(policy: Policy, to: str, person: Person) -> list[Turn]:
    """What to remember where `person` got a request as a member of a
    team whose members take turns.
    """
    team = policy.teams.get(to)
    if team is None or team.assign != "round-robin" or person.key not in team.members:
        return []
    return [Turn(team.key, person.key)]


def took_turn_as(policy: Policy, called: str, person: Person) -> list[Turn]:
    """The same where the team was meant by a name that somebody typed."""
    team = team_called(policy, called)
    return took_turn(policy, team.key, person) if team else []


def _stand_ins(candidates: Candidates, person: str) -> list[str]:
    """The chain of covers → team lead → fallback."""
    covers, teams = covers_of(candidates.scene, person), candidates.policy.teams.values()
    leads = [team.lead for team in teams if person in team.members and team.lead != person]
    return [*covers, *leads]


def stand_in(candidates: Candidates, owner: str) -> Person | None:
    """Who takes over when `owner` is silent or cannot be reached; None when there is nobody else.

    The former owners had it and did not answer: it does not go back to them. Who is away
    gets it only before nobody does.
    """
    policy = candidates.policy
    names = _stand_ins(candidates, owner) if owner in policy.people else []
    free = [
        name
        for name in (*names, *in_order(candidates, policy.fallback.to))
        if _may_take(candidates, name, owner)
    ]
    return policy.people[_present_first(candidates, free)] if free else None


def _may_take(candidates: Candidates, person: str, owner: str) -> bool:
    return person != owner and person not in candidates.former and not candidates.keeps_out(person)


def taker(candidates: Candidates, meant: Target | PersonKey, owner: str) -> Person | None:
    """Who a rung's `hand_to` means: never the owner again, never the requester, and nobody who
    is away while others are not.
    """
    person = None if meant == "cover" else named(candidates, meant, owner)
    if isinstance(meant, TeamOf):
        person = _of_team(candidates, meant.team, owner)
    other = stand_in(candidates, owner)
    if person is None or person.key == owner:
        return other
    return (
        other
        if candidates.away(person.key) and other and not candidates.away(other.key)
        else person
    )


def _of_team(candidates: Candidates, team: str, owner: str) -> Person | None:
    """Who of a team would get a new request, without those who had this one."""
    members = _members(candidates, candidates.policy.teams[team])
    free = [name for name in members if _may_take(candidates, name, owner)]
    return candidates.policy.people[_present_first(candidates, free)] if free else None


def team_called(policy: Policy, name: str) -> Team | None:
    """The team that somebody means by its key or name."""
    wanted = _plain(name)
    return next(
        (t for t in policy.teams.values() if wanted in (t.key.casefold(), t.name.casefold())), None
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold().lstrip("@")


def find_somebody(candidates: Candidates, name: str) -> list[Person]:
    """Who is meant by `for NAME`: a key, an address, a full name, a first name, or a
    team. More than one = ambiguous. Whose mailbox is in the wrong hands, and who has left, is
    nobody.
    """
    found, scene = _called(candidates, name), candidates.scene
    there = [person for person in found if person.key not in scene.revoked]
    return [person for person in there if not has_left(scene, person.key)]


def _called(candidates: Candidates, name: str) -> list[Person]:
    policy, wanted = candidates.policy, _plain(name)
    if wanted in policy.people:
        return [policy.people[wanted]]
    by_mail = policy.person_by_address(wanted)
    if by_mail:
        return [by_mail]
    if team := team_called(policy, name):
        return [pick(candidates, team.key)]
    exact = [
        p
        for p in policy.people.values()
        if p.name.casefold() == wanted or p.key.casefold() == wanted
    ]
    return exact or [p for p in policy.people.values() if wanted in p.name.casefold().split()]


def boss(candidates: Candidates, owner: str) -> Person | None:
    """The second person who hears of `owner`'s silence: their manager. Further up where that is the
    owner, the requester, one who must not hear of it, or one of the former owners, who were silent;
    and where they are not there for days. Then the team's lead, who reads of gaps, the people of
    the fallback, whoever shares a team with them; at last anybody, but for what is confidential.

    Rather somebody who is away, was silent, or said that it is not theirs, than nobody.
    """
    spared = replace(candidates, former=())
    return _above(candidates, spared, owner) or _above(
        replace(candidates, declined=()), replace(spared, declined=()), owner
    )


def _above(candidates: Candidates, spared: Candidates, owner: str) -> Person | None:
    policy = candidates.policy
    leads = (team.lead for team in policy.teams.values() if owner in team.members)
    above = [*chain(policy, owner), *leads, policy.fallback.report_to]
    beside = list(in_order(candidates, policy.fallback.to))
    near = mates(policy, owner)
    others = sorted(policy.people, key=lambda key: key not in near)
    if candidates.is_secret:  # of a secret nobody hears by chance
        others = [key for key in others if key in near]
    for names, by in product((above, beside, others), (candidates, spared)):
        free = [name for name in names if name and _may_take(by, name, owner)]
        if free:
            there = (name for name in free if not is_gone_for_days(candidates, name))
            return policy.people[next(there, free[0])]
    return None


def is_gone_for_days(candidates: Candidates, person: str) -> bool:
    """Whether who writes to them now is not read for long: they are away, or their next working
    time is further off than any weekend.
    """
    if candidates.away(person):
        return True
    policy, now = candidates.policy, candidates.scene.now
    hours = policy.hours.get(policy.people[person].hours)
    if hours is None:
        return False
    opens = opening(hours, now)
    return opens is None or opens - now > MAX_WAIT


def _first(policy: Policy, names: Iterable[str]) -> Person | None:
    return next((policy.people[name] for name in names), None)


def mates(policy: Policy, person: str) -> frozenset[str]:
    """Who shares a team with somebody: its members and its lead."""
    teams = [(team.lead, *team.members) for team in policy.teams.values()]
    return frozenset(key for team in teams if person in team for key in team) - {person}


def chain(policy: Policy, person: str) -> list[str]:
    """The keys of everybody above somebody, the nearest first. Ends also where
    managers go round in a circle.
    """
    above: list[str] = []
    who = policy.people.get(person)
    while who and who.manager and who.manager not in above:
        above.append(who.manager)
        who = policy.people.get(who.manager)
    return above


def named(candidates: Candidates, target: Target | PersonKey, owner: str) -> Person | None:
    """The person whom a rung means, other than the requester and who must not hear of it;
    None where there is nobody. Of those who read along the first.
    """
    people = candidates.policy.people
    if target == "owner":
        return people.get(owner)
    if target == "manager":
        return boss(candidates, owner)
    known = (key for key in _meant(candidates, target, owner) if key in people)
    return _first(candidates.policy, (key for key in known if not candidates.keeps_out(key)))


def _meant(candidates: Candidates, target: Target | PersonKey, owner: str) -> Sequence[str]:
    """The keys of those of them who may be meant, the likeliest first."""
    policy = candidates.policy
    match target:
        case LeadOf(team):
            return [policy.teams[team].lead]
        case TeamOf(team):
            return _members(candidates, policy.teams[team])
        case PersonKey(key):
            return [key]
        case "lead":
            return _leads(candidates, owner)
        case "watchers":
            return candidates.watching
        case "cover":
            return _stand_ins(candidates, owner) if owner in policy.people else []
        case _:
            return []


def all_named(candidates: Candidates, target: Target | PersonKey, owner: str) -> list[Person]:
    """The same of whoever reads along: all of them."""
    if target != "watchers":
        person = named(candidates, target, owner)
        return [person] if person else []
    people = candidates.policy.people
    keys = [key for key in candidates.watching if key in people]
    return [people[key] for key in keys if not candidates.keeps_out(key)]


def _leads(candidates: Candidates, owner: str) -> list[str]:
    """The lead of the team that a request was routed to, else those of its owner's teams."""
    teams = candidates.policy.teams
    routed = teams.get(candidates.routed_to)
    return [routed.lead] if routed else [t.lead for t in teams.values() if owner in t.members]
