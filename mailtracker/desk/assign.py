"""Who gets it: a rule's person or team, plus load, rota and who asks → one person. And who stands in for an owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mailtracker.mail.message import Address
from mailtracker.policy.policy import LeadOf, Person, PersonKey, Policy, Rota, Target, Team
from mailtracker.policy.rota import on_duty


def pick(policy: Policy, to: str, load: Mapping[str, int], now: datetime, requester: Address) -> str:
    """The one owner. `to` is the key of a person or of a team; `load` counts open requests per person key.

    Nobody owns a request of their own while somebody else can have it (DESIGN §3).
    """
    asker = policy.person_by_mail(requester.mail)
    for candidate in _in_order(policy, to, load, now):
        if asker is None or candidate != asker.key:
            return candidate
    return next(iter(_in_order(policy, to, load, now)))


def _in_order(policy: Policy, to: str, load: Mapping[str, int], now: datetime) -> Iterable[str]:
    """Everybody who may have it, best first: the rule's choice, then cover and lead, then the fallback's people."""
    seen: set[str] = set()
    for target in (to, policy.fallback.to):
        team = policy.teams.get(target)
        names = _members(policy, team, load, now) if team else [target, *_stand_ins(policy, target)]
        for name in names:
            if name not in seen:
                seen.add(name)
                yield name


def _members(policy: Policy, team: Team, load: Mapping[str, int], now: datetime) -> list[str]:
    by_load = sorted(team.members, key=lambda m: (load.get(m, 0), team.members.index(m)))
    if team.assign == "lead":
        return [team.lead, *by_load]
    if isinstance(team.assign, Rota):
        lead = policy.people[team.lead]
        return [on_duty(team, policy.hours.get(lead.hours), now), *by_load, team.lead]
    return [*by_load, team.lead]


def _stand_ins(policy: Policy, person: str) -> list[str]:
    """No cover → team lead → fallback (DESIGN §6)."""
    cover = policy.people[person].cover
    leads = [t.lead for t in policy.teams.values() if person in t.members and t.lead != person]
    return [*([cover] if cover else []), *leads]


def stand_in(
    policy: Policy, owner: str, requester: Address, load: Mapping[str, int], now: datetime, former: Sequence[str] = ()
) -> Person | None:
    """Who takes over when `owner` is silent or cannot be reached; None when there is nobody else.

    The `former` owners had it and did not answer: it does not go back to them.
    """
    asker = policy.person_by_mail(requester.mail)
    barred = {owner, asker.key if asker else "", *former}
    names = _stand_ins(policy, owner) if owner in policy.people else []
    for name in (*names, *_in_order(policy, policy.fallback.to, load, now)):
        if name not in barred:
            return policy.people[name]
    return None


def taker(
    policy: Policy,
    meant: Target | PersonKey,
    owner: str,
    requester: Address,
    former: Sequence[str],
    load: Mapping[str, int],
    now: datetime,
) -> Person | None:
    """Who a rung's `hand_to` means: never the owner again, never the requester."""
    person = None if meant == "cover" else named(policy, meant, owner, requester, former)
    if person and person.key != owner:
        return person
    return stand_in(policy, owner, requester, load, now, former)


def find_somebody(
    policy: Policy, name: str, load: Mapping[str, int], now: datetime, requester: Address
) -> list[Person]:
    """Who is meant by `for NAME`: a key, an address, a full name, a first name, or a team. More than one = ambiguous."""
    wanted = " ".join(name.split()).casefold().lstrip("@")
    if wanted in policy.people:
        return [policy.people[wanted]]
    by_mail = policy.person_by_mail(wanted)
    if by_mail:
        return [by_mail]
    for team in policy.teams.values():
        if wanted in (team.key.casefold(), team.name.casefold()):
            return [policy.people[pick(policy, team.key, load, now, requester)]]
    exact = [p for p in policy.people.values() if p.name.casefold() == wanted or p.key.casefold() == wanted]
    return exact or [p for p in policy.people.values() if wanted in p.name.casefold().split()]


def boss(policy: Policy, owner: str, requester: Address, former: Sequence[str] = ()) -> Person | None:
    """The manager to tell about `owner`. Further up where that is the requester, or one of the `former` owners who were silent.

    Without one: the team's lead, then `report_to`.
    """
    asker = policy.person_by_mail(requester.mail)
    barred = {owner, asker.key if asker else "", *former}
    person = policy.people.get(owner)
    walked: set[str] = set()
    while person and person.manager and person.manager not in walked:
        walked.add(person.manager)
        person = policy.people[person.manager]
        if person.key not in barred:
            return person
    leads = [t.lead for t in policy.teams.values() if owner in t.members]
    names = [*leads, policy.fallback.report_to]
    found = next((policy.people[n] for n in names if n and n not in barred), None)
    return found or (boss(policy, owner, requester) if former else None)  # rather a silent one than nobody


def named(
    policy: Policy, target: Target | PersonKey, owner: str, requester: Address, former: Sequence[str] = ()
) -> Person | None:
    """The person whom a rung means, other than the requester; None where there is nobody."""
    asker = policy.person_by_mail(requester.mail)
    match target:
        case "owner":
            return policy.people.get(owner)
        case "manager":
            return boss(policy, owner, requester, former)
        case LeadOf(team):
            keys = [policy.teams[team].lead]
        case PersonKey(key):
            keys = [key]
        case "cover":
            keys = _stand_ins(policy, owner) if owner in policy.people else []
        case "requester":
            return None
    return next((policy.people[key] for key in keys if asker is None or key != asker.key), None)
