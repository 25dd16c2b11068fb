"""A few words, as somebody might write them in a mail → who would get that mail now, by which
rule, and by when they answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from mailtracker.desk.assign import pick, stand_in, team_called
from mailtracker.desk.candidates import Choice
from mailtracker.desk.deadlines import start_clock
from mailtracker.mail.message import Address
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import NOBODY, Fallback, Person, Policy, Route, Rule, Team
from mailtracker.policy.route import route
from mailtracker.policy.words import Words, cut


@dataclass(frozen=True, slots=True)
class Handled:
    """`owner` is None for what needs no answer; `team` is None where the rule names a person.
    `promised_at`: if it came now.

    `absent` is who would have it but is away, `away` whether the owner is, too: then so is
    everybody else. `others` are further rules that mention the words.
    """

    route: Route
    owner: Person | None
    team: Team | None
    cover: Person | None
    absent: Person | None
    away: bool
    promised_at: datetime | None
    others: tuple[Rule, ...]


def who(
    policy: Policy,
    words: str,
    sender: str,
    to: str,
    load: Mapping[str, int],
    turns: Mapping[str, str],
    now: datetime,
) -> Handled:
    """The daemon's own decision about a mail with these words in its subject and text."""
    mail = MailView(sender, tuple(filter(None, [to])), words, words, text=words, at=now)
    found = route(policy, mail)
    others = tuple(
        rule for rule in policy.rules if rule.name != found.rule and _mentions(rule, words)
    )
    if found.to == NOBODY:
        return Handled(found, None, None, None, None, False, None, others)
    choice = Choice(policy, now, Address("", sender), load, turns)
    owner = pick(choice, found.to)
    usual = pick(Choice(policy, now, Address("", sender), load, turns, absences=False), found.to)
    return Handled(
        route=found,
        owner=owner,
        team=policy.teams.get(found.to),
        cover=stand_in(choice, owner.key),
        absent=usual if usual.key != owner.key and choice.away(usual.key) else None,
        away=choice.away(owner.key),
        promised_at=start_clock(policy, found.promise, found.ladder, now, first=True).promised_at,
        others=others,
    )


def _mentions(rule: Rule, words: str) -> bool:
    """Name, reason and tests of a rule say what it is about, in people's words."""
    said = Words(" ".join([rule.name, rule.why, rule.reason, *_tested(rule)]))
    wanted = cut(words)
    return bool(wanted) and said.known.issuperset(wanted)


def _tested(rule: Rule) -> Iterator[str]:
    for test in rule.tests:
        if test.mail:
            yield f"{test.mail.subject} {test.mail.body}"


@dataclass(frozen=True, slots=True)
class Called:
    """A person or a team, and what may come to them: rules, and the fallback where it names them.
    `now`: who of a team has the next request; None for a person.
    """

    named: Person | Team
    handles: tuple[Rule | Fallback, ...]
    now: Person | None


def called(
    policy: Policy, name: str, load: Mapping[str, int], turns: Mapping[str, str], now: datetime
) -> Called | None:
    """Somebody by key, name, part of a name or address; None where nobody, or
    more than one, is called so.
    """
    team = team_called(policy, name)
    if team:
        choice = Choice(policy, now, Address("", ""), load, turns)
        return Called(team, _handled_by(policy, {team.key}), pick(choice, team.key))
    wanted = " ".join(name.split()).casefold()
    found = [
        p
        for p in policy.people.values()
        if wanted in (p.key.casefold(), p.name.casefold(), *p.addresses)
    ]
    found = found or [p for p in policy.people.values() if wanted in p.name.casefold().split()]
    if len(found) != 1:
        return None
    teams = {
        team.key for team in policy.teams.values() if found[0].key in (*team.members, team.lead)
    }
    return Called(found[0], _handled_by(policy, {found[0].key, *teams}), None)


def _handled_by(policy: Policy, keys: set[str]) -> tuple[Rule | Fallback, ...]:
    entries: tuple[Rule | Fallback, ...] = (*policy.rules, policy.fallback)
    return tuple(entry for entry in entries if entry.to in keys)
