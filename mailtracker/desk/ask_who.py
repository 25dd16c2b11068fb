"""A few words, as somebody might write them in a mail → who would get that mail now, by which
rule, and by when they answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mailtracker.desk.assign import pick, stand_in, team_called
from mailtracker.desk.candidates import Candidates, all_present
from mailtracker.desk.deadlines import start_clock
from mailtracker.desk.scene import Scene
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Address
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import NOBODY, Fallback, Person, Policy, Route, Rule, Team
from mailtracker.policy.route import route
from mailtracker.policy.words import Words, cut
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Handled:
    """What would become of a mail."""

    #: By which rule, and why.
    route: Route
    #: None for what needs no answer.
    owner: Person | None
    #: None where the rule names a person.
    team: Team | None
    #: Who would take over from the owner, None where there is nobody else.
    cover: Person | None
    #: Who would have it but is away.
    absent: Person | None
    #: The owner is away, too: then so is everybody else.
    away: bool
    #: If it came now.
    promised_at: datetime | None
    #: Further rules that mention the words.
    others: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Enquiry:
    """`words` as a mail might have them, its `sender` and the alias that it goes to (`to`; "" for
    any).
    """

    words: str
    sender: str = ""
    to: str = ""


def who(enquiry: Enquiry, scene: Scene) -> Handled:
    """The daemon's own decision about a mail with these words in its subject and text."""
    policy, words = scene.policy, enquiry.words
    to = tuple(filter(None, [enquiry.to]))
    mail = MailView(enquiry.sender, to, words, words, text=words, at=scene.now)
    found = route(policy, mail)
    others = tuple(
        rule for rule in policy.rules if rule.name != found.rule and _mentions(rule, words)
    )
    if found.to == NOBODY:
        return Handled(found, None, None, None, None, False, None, others)
    candidates = Candidates(scene, Address("", enquiry.sender))
    owner, usual = pick(candidates, found.to), pick(all_present(candidates), found.to)
    absent = usual.key != owner.key and candidates.away(usual.key)
    return Handled(
        route=found,
        owner=owner,
        team=policy.teams.get(found.to),
        cover=stand_in(candidates, owner.key),
        absent=usual if absent else None,
        away=candidates.away(owner.key),
        promised_at=start_clock(scene, found.promise, found.ladder, first=True).promised_at,
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
    """A person or a team (`named`), and what may come to them (`handles`): rules, and the fallback
    where it names them. `now`: who of a team has the next request; None for a person.
    """

    named: Person | Team
    handles: tuple[Rule | Fallback, ...]
    now: Person | None


def called(name: str, scene: Scene) -> Called | None:
    """Somebody by key, name, part of a name or address; None where nobody, or more than one, is
    called so.
    """
    policy = scene.policy
    team = team_called(policy, name)
    if team:
        candidates = Candidates(scene, Address("", ""))
        return Called(team, _handled_by(policy, {team.key}), pick(candidates, team.key))
    found = _people_called(policy, name)
    if len(found) != 1:
        return None
    key = found[0].key
    teams = {team.key for team in policy.teams.values() if key in (*team.members, team.lead)}
    return Called(found[0], _handled_by(policy, {key, *teams}), None)


def _people_called(policy: Policy, name: str) -> list[Person]:
    """By the whole key, name or address; else by one word of the name."""
    wanted, people = " ".join(name.split()).casefold(), list(policy.people.values())
    address = address_key(name.strip())
    whole = [
        p
        for p in people
        if wanted in (p.key.casefold(), p.name.casefold()) or address in p.addresses
    ]
    return whole or [p for p in people if wanted in p.name.casefold().split()]


def _handled_by(policy: Policy, keys: set[str]) -> tuple[Rule | Fallback, ...]:
    entries: tuple[Rule | Fallback, ...] = (*policy.rules, policy.fallback)
    return tuple(entry for entry in entries if entry.to in keys)
