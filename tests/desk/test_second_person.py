"""Silence reaches a second person, whatever the people file says: managers in circles, leads and
covers who are away, silent, the requester or kept out. Nobody who is kept out reads anything.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.desk.assign import boss, chain
from mailtracker.desk.effects import LogEvent, Relay, RelayAgain, SendLetter, SetOwner
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.policy.model import (
    Absence,
    Ladder,
    LeadOf,
    Person,
    PersonKey,
    Policy,
    Rung,
    Team,
    TeamOf,
)
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, RULES, address, candidates, request, scene

BASE = load_texts({"rules/all.yaml": RULES}).at_home(("corp.example",))
KEYS = ("a", "b", "c", "d", "e", "f")
TODAY = (Absence(NOW.date(), NOW.date()),)

someone = st.sampled_from(KEYS)
maybe = st.one_of(st.just(""), someone)
some = st.lists(someone, max_size=4, unique=True)
teams = st.builds(
    Team,
    st.just(""),
    st.just("Team"),
    someone,
    st.lists(someone, min_size=1, max_size=3, unique=True).map(tuple),
    st.sampled_from(["lead", "least-loaded", "round-robin"]),
)


@st.composite
def companies(draw: st.DrawFn) -> Policy:
    """Six people; who manages, covers, leads and is away is anybody, also themselves."""
    people = {
        key: Person(
            key,
            key.upper(),
            (f"{key}@corp.example",),
            manager=draw(maybe),
            cover=draw(maybe),
            hours=draw(st.sampled_from(["", "office"])),
            away=draw(st.sampled_from([(), (), TODAY])),
        )
        for key in KEYS
    }
    known = {key: replace(draw(teams), key=key) for key in ("t1", "t2")}
    fallback = replace(
        BASE.fallback, to=draw(st.sampled_from([*KEYS, "t1"])), report_to=draw(maybe)
    )
    addresses = {one.addresses[0]: key for key, one in people.items()}
    policy = replace(
        BASE, people=people, teams=known, fallback=fallback, rules=(), _by_address=addresses
    )
    return policy.at_home(("corp.example",))


@st.composite
def requests(draw: st.DrawFn) -> Request:
    return request(
        owner=draw(someone),
        former_owners=tuple(draw(some)),
        barred=tuple(draw(some)),
        confidential=draw(st.booleans()),
        watchers=tuple(draw(some)),
        routed_to=draw(st.sampled_from([*KEYS, "t1", "t2"])),
        requester=address(draw(st.sampled_from([*KEYS, "eva"])) + "@corp.example"),
    )


SECOND = (
    "manager",
    "cover",
    "lead",
    "watchers",
    LeadOf("t1"),
    PersonKey("a"),
    TeamOf("t1"),
)
"""Targets that mean somebody besides the owner."""

rungs = st.one_of(
    st.builds(lambda who: Rung(100, tell=(who,)), st.sampled_from(SECOND[:-1])),
    st.builds(lambda who: Rung(100, hand_to=who), st.sampled_from((*SECOND[:3], *SECOND[4:]))),
    st.builds(lambda who: Rung(100, remind=(who,)), st.sampled_from(SECOND[:-1])),
    st.builds(
        lambda who: Rung(100, tell=("requester", "owner", who)), st.sampled_from(SECOND[:-1])
    ),
)


def fired(policy: Policy, on: Request, rung: Rung):
    climbed = replace(policy, ladders={"default": Ladder("default", (rung,))})
    assert on.promised_at is not None
    return on_deadline(Due(on), scene(climbed, on.promised_at))


def may_hear(policy: Policy, on: Request) -> set[str]:
    """Whoever stands above or beside the owner, asks nothing, and is not kept out."""
    leads = [team.lead for team in policy.teams.values() if on.owner in team.members]
    fallback = policy.teams.get(policy.fallback.to)
    beside = [fallback.lead, *fallback.members] if fallback else [policy.fallback.to]
    around = {*chain(policy, on.owner), *leads, policy.fallback.report_to, *beside}
    asker = policy.person_by_address(on.requester.email)
    around -= {"", on.owner, asker.key if asker else ""}
    return {key for key in around if not kept_out(policy, on, policy.people[key])}


def readers(decision) -> set[str]:
    mails = [e for e in decision.effects if isinstance(e, SendLetter | Relay | RelayAgain)]
    return {mail.person for mail in mails} - {""}


@given(companies(), requests(), rungs)
def test_a_rung_that_means_a_second_person_reaches_one(policy, on, rung):
    if kept_out(policy, on, policy.people[on.owner]):
        return  # it goes to somebody else first
    decision = fired(policy, on, rung)
    asker = policy.person_by_address(on.requester.email)
    seconds = readers(decision) - {on.owner, asker.key if asker else ""}
    if may_hear(policy, on):
        assert seconds, decision.effects
    elif not seconds:
        kinds = {effect.kind for effect in decision.effects if isinstance(effect, LogEvent)}
        assert rung.remind or kinds & {"told nobody", "no cover"}


@given(companies(), requests(), rungs)
def test_nobody_who_is_kept_out_reads_of_it_or_has_it(policy, on, rung):
    decision = fired(policy, on, rung)
    after = on
    for effect in decision.effects:
        if isinstance(effect, SetOwner):
            after = replace(on, owner=effect.owner)
            assert not kept_out(policy, on, policy.people[effect.owner])
    entrusted = {effect.person for effect in decision.effects if hasattr(effect, "person")}
    for key in readers(decision):
        assert key in entrusted or not kept_out(policy, after, policy.people[key])
        assert not kept_out(policy, after, policy.people[key])


@given(companies(), requests())
def test_who_hears_of_an_owners_silence_is_neither_owner_nor_requester_nor_barred(policy, on):
    barred = on.given.barred
    around = candidates(policy, on.requester.email, former=on.former_owners, barred=barred)
    person = boss(around, on.owner)
    if person is None:
        return
    asker = policy.person_by_address(on.requester.email)
    assert person.key not in (on.owner, *barred, asker.key if asker else "")


@pytest.mark.parametrize(
    ("managers", "owner", "expected"),
    [
        ({"a": "b", "b": "a"}, "a", "b"),  # a circle
        ({"a": "a"}, "a", "d"),  # their own manager: the fallback's
        ({"a": "b", "b": "c", "c": "b"}, "a", "b"),
        ({}, "a", "d"),
        ({"a": "d"}, "d", "e"),  # the fallback's own owner: who reads of gaps
    ],
)
def test_up_the_chain_and_then_the_fallbacks(managers, owner, expected):
    people = {
        key: Person(key, key, (f"{key}@corp.example",), manager=managers.get(key, ""))
        for key in KEYS
    }
    fallback = replace(BASE.fallback, to="d", report_to="e" if owner == "d" else "")
    policy = replace(BASE, people=people, teams={}, fallback=fallback, _by_address={})
    assert boss(candidates(policy), owner).key == expected
