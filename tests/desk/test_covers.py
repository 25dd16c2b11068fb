"""Who covers where the cover is away as well: a chain that ends, then the lead, then the fallback;
and what is told of some days beforehand is what then happens.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailtracker.desk.absence.absences import covers_of, has_left, instead_of, is_away, leaves_of
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.assign import find_somebody, pick, stand_in
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Address
from mailtracker.policy.condition import AllOf
from mailtracker.policy.coverage import GAPS, As, DaysInARow, Leave, coverage, targets
from mailtracker.policy.covers import chain_of_covers
from mailtracker.policy.mail_view import MailView
from mailtracker.policy.model import Absence, Fallback, Person, Policy, Rota, Rule, Team
from mailtracker.policy.route import route
from tests.desk.makers import NOW, candidates, scene, staffed

TODAY = NOW.date()
GONE = (Absence(TODAY, TODAY + timedelta(days=4)),)
EVA = Address("Eva Lund", "eva@corp.example")


def away(policy: Policy, *people: str) -> Policy:
    return staffed(policy, **{key: {"away": GONE} for key in people})


def test_the_covers_cover_has_it_where_the_cover_is_away_before_any_lead_does(policy):
    policy = staffed(policy, sam={"cover": "sue"})
    assert covers_of(scene(policy), "bo") == ("sam", "sue")
    for gone, has_it in ((["bo"], "sam"), (["bo", "sam"], "sue"), (["bo", "sam", "sue"], "ana")):
        there = candidates(away(policy, *gone))
        assert pick(there, "bo").key == has_it
        assert stand_in(there, "bo").key == has_it


def test_people_who_cover_for_each_other_are_no_circle(policy):
    policy = staffed(policy, sam={"cover": "bo"})
    assert covers_of(scene(policy), "bo") == ("sam",)
    assert pick(candidates(away(policy, "bo", "sam")), "bo").key == "ana"


def test_where_all_are_away_it_stays_with_whom_the_rule_names(policy):
    everybody = away(policy, *policy.people)
    assert pick(candidates(everybody), "bo").key == "bo"


@pytest.mark.parametrize(
    ("gone", "covers", "said"),
    [
        (["bo"], {}, "Bo Jensen is away until 2026-11-27: cover Sam Okoye"),
        (
            ["bo", "sam"],
            {"sam": "sue"},
            "Bo Jensen is away until 2026-11-27, Sam Okoye is not there either: cover Sam Smith",
        ),
        (
            ["bo", "sam", "sue"],
            {"sam": "sue"},
            "Bo Jensen is away until 2026-11-27, Sam Okoye and Sam Smith are not there either: "
            "lead Ana Costa",
        ),
        (
            ["bo"],
            {"bo": ""},
            "Bo Jensen is away until 2026-11-27: lead Ana Costa",
        ),
    ],
)
def test_it_is_said_why_it_went_so_far(policy, gone, covers, said):
    policy = staffed(policy, **{key: {"cover": cover} for key, cover in covers.items()})
    there = scene(away(policy, *gone))
    taken = pick(Candidates(there, EVA), "bo")
    assert instead_of(there, policy.people["bo"], taken) == said


def test_the_fallback_is_said(policy):
    policy = replace(staffed(policy, sue={"cover": ""}), teams={"desk": policy.teams["night"]})
    policy = replace(policy, fallback=replace(policy.fallback, to="carla"))
    there = scene(away(policy, "sue"))
    taken = pick(Candidates(there, EVA), "sue")
    said = "Sam Smith is away until 2026-11-27: fallback Carla Stein"
    assert instead_of(there, policy.people["sue"], taken) == said


# Who has left.


def test_who_has_left_gets_nothing_from_that_day_on(policy):
    policy = staffed(policy, bo={"left": TODAY + timedelta(days=1)})
    assert pick(candidates(policy), "bo").key == "bo"
    later = candidates(policy, now=NOW + timedelta(days=1))
    assert pick(later, "bo").key == "sam"
    assert find_somebody(later, "bo") == []
    assert [one.key for one in find_somebody(candidates(policy), "bo")] == ["bo"]


def test_not_even_where_everybody_else_is_away(policy):
    policy = away(staffed(policy, bo={"left": TODAY}), *policy.people)
    assert pick(candidates(policy), "bo").key != "bo"
    assert stand_in(candidates(policy), "sam").key != "bo"


def test_it_passes_by_a_cover_who_has_left(policy):
    policy = away(staffed(policy, sam={"left": TODAY, "cover": "sue"}), "bo")
    there = scene(policy)
    assert pick(Candidates(there, EVA), "bo").key == "sue"
    gone = staffed(policy, bo={"left": TODAY, "away": ()})
    said = instead_of(scene(gone), gone.people["bo"], gone.people["sue"])
    assert said == "Bo Jensen has left, Sam Okoye is not there either: cover Sam Smith"


# Generated companies.

KEYS = tuple(f"p{number}" for number in range(7))
FIRST = date(2026, 11, 16)
SPAN = DaysInARow(FIRST, FIRST + timedelta(days=13))
NOBODY_OR = st.one_of(st.just(""), st.sampled_from(KEYS))
DAY = st.integers(0, 13).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def absences(draw):
    first, last = sorted((draw(DAY), draw(DAY)))
    return Absence(first, draw(st.sampled_from([last, last, None])))


@st.composite
def teams(draw):
    members = tuple(draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True)))
    ways = ["lead", "least-loaded", "round-robin", Rota("daily", FIRST), Rota("weekly", FIRST)]
    return draw(st.sampled_from(KEYS)), members, draw(st.sampled_from(ways))


@st.composite
def scenes(draw):
    """Covers at random, in circles too."""
    people = {}
    for key in KEYS:
        gone = tuple(draw(st.lists(absences(), max_size=2)))
        left = draw(st.sampled_from([None, None, None, FIRST + timedelta(days=5)]))
        cover = draw(NOBODY_OR)
        people[key] = Person(
            key, key.upper(), (f"{key}@corp.example",), "", cover, away=gone, left=left
        )
    made = {f"t{n}": Team(f"t{n}", f"t{n}", *draw(teams())) for n in range(3)}
    to = [draw(st.sampled_from([*KEYS, *made])) for _ in range(4)]
    rules = tuple(Rule(f"r{n}", "", AllOf(()), one, "", "", "") for n, one in enumerate(to))
    fallback = Fallback(draw(st.sampled_from([*KEYS, *made])), "", "", "", "")
    learnt = [
        KnownAbsence(draw(st.sampled_from(KEYS)), draw(absences()), KnownBy.MAIL, draw(NOBODY_OR))
        for _ in range(draw(st.integers(0, 3)))
    ]
    policy = Policy(people, made, {}, {}, {}, rules, fallback, "")
    return Scene(policy, NOW, absences=tuple(learnt))


def at(there: Scene, day: date) -> Scene:
    """Somewhen on that day, which everybody's zone here has."""
    return replace(there, now=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


def own_people(there: Scene, to: str) -> set[str]:
    """Whom a target reaches before a lead or the fallback is asked: said once more, slowly."""
    team = there.policy.teams.get(to)
    if team is None:
        return {to, *covers_of(there, to)}
    own = {*team.members, *([team.lead] if team.assign == "lead" else [])}
    if isinstance(team.assign, Rota):
        days = (there.now.date() - team.assign.start).days
        turn = days // 7 if team.assign.every == "weekly" else days
        own |= set(covers_of(there, team.members[turn % len(team.members)]))
    return own


def twice_away(*covers: str) -> Scene:
    """p1 said twice that they are away on the same two days, naming these as cover."""
    people = {key: Person(key, key.upper(), (f"{key}@corp.example",)) for key in KEYS}
    rules = (Rule("r0", "", AllOf(()), "p1", "", "", ""),)
    policy = Policy(people, {}, {}, {}, {}, rules, Fallback("p6", "", "", "", ""), "")
    days = Absence(FIRST, FIRST + timedelta(days=1))
    learnt = tuple(KnownAbsence("p1", days, KnownBy.MAIL, cover) for cover in covers)
    return Scene(policy, NOW, absences=learnt)


@pytest.mark.parametrize(
    ("covers", "has_it"),
    [
        (("p0", "p2"), "p2"),
        (("p2", "p0"), "p0"),
        (("p0", ""), "p0"),
        (("", "p0"), "p0"),
        (("p0", "p1"), "p6"),
        (("p1", "p0"), "p0"),
    ],
)
def test_of_two_that_end_together_the_cover_that_was_named_last_has_it(covers, has_it):
    there = twice_away(*covers)
    told = coverage(there.policy, leaves_of(there), SPAN).taken[0]
    assert told.takers.people == (has_it,)
    assert pick(Candidates(at(there, FIRST), EVA), "p1").key == has_it


@settings(deadline=None)
@given(scenes())
@example(twice_away("p0", "p1"))
@example(twice_away("p1", "p0"))
def test_each_day_that_is_named_is_exactly_one_on_which_it_reaches_lead_or_fallback(there):
    told = coverage(there.policy, leaves_of(there), SPAN)
    for to in targets(there.policy):
        named = {
            day
            for gap in told.gaps
            if gap.to == to
            for day in DaysInARow(gap.first, gap.last).days()
        }
        really = set()
        for day in SPAN.days():
            that_day = at(there, day)
            taken = pick(Candidates(that_day, EVA), to).key
            if taken not in own_people(that_day, to) or is_away(that_day, taken):
                really.add(day)
        assert named == really


@settings(deadline=None)
@given(scenes())
def test_who_is_told_to_take_it_on_a_day_takes_it(there):
    for run in coverage(there.policy, leaves_of(there), SPAN).taken:
        for day in DaysInARow(run.first, run.last).days():
            that_day = at(there, day)
            taken = pick(Candidates(that_day, EVA), run.to).key
            if run.takers.how is As.NOBODY:
                own = own_people(that_day, run.to)
                assert is_away(that_day, taken) or all(has_left(that_day, key) for key in own)
            else:
                assert taken in run.takers.people


@settings(deadline=None)
@given(scenes())
def test_of_one_person_all_is_told_that_their_absence_changes_and_nothing_else(there):
    policy, leaves = there.policy, leaves_of(there)
    for about in leaves:
        told = {
            (run.to, day): run.takers
            for run in coverage(policy, leaves, SPAN, about).taken
            for day in DaysInARow(run.first, run.last).days()
        }
        others = {key: found for key, found in leaves.items() if key != about}
        now, without = coverage(policy, leaves, SPAN), coverage(policy, others, SPAN)
        assert told.items() == set(_by_day(now)) - set(_by_day(without))


def _by_day(told):
    return (
        ((run.to, day), run.takers)
        for run in told.taken
        for day in DaysInARow(run.first, run.last).days()
    )


@settings(deadline=None)
@given(scenes())
def test_nobody_gets_it_who_is_away_or_left_while_somebody_is_there(there):
    for to in targets(there.policy):
        for day in (FIRST, FIRST + timedelta(days=6)):
            that_day = at(there, day)
            asked = Candidates(that_day, EVA)
            taken = pick(asked, to)
            own = own_people(that_day, to)
            if any(not is_away(that_day, key) for key in own):
                assert not is_away(that_day, taken.key)
            chain = covers_of(that_day, taken.key)
            assert len(set(chain)) == len(chain)
            assert taken.key not in chain


def test_a_rule_with_one_person_left_is_named_with_that_person(policy):
    span = DaysInARow(TODAY, TODAY + timedelta(days=4))
    there = scene(staffed(away(policy, "bo"), sam={"cover": ""}))
    told = coverage(there.policy, leaves_of(there), span, about="bo").alone
    assert [(one.rules, one.person) for one in told] == [(("vpn",), "sam"), (("fallback",), "sam")]
    assert {(one.first, one.last) for one in told} == {(TODAY, TODAY + timedelta(days=4))}


def test_days_that_do_not_follow_each_other_are_no_run(policy):
    days = (Absence(TODAY, TODAY), Absence(TODAY + timedelta(days=2), TODAY + timedelta(days=3)))
    there = scene(staffed(policy, bo={"away": days}))
    span = DaysInARow(TODAY, TODAY + timedelta(days=6))
    told = coverage(there.policy, leaves_of(there), span, about="bo").taken
    vpn = [(one.first.day, one.last.day) for one in told if one.to == "bo"]
    assert vpn == [(23, 23), (25, 26)]


def test_what_is_told_is_what_routing_gives(policy):
    """By the rules' own way: a mail that a rule takes, on a gap day of that rule."""
    policy = staffed(away(policy, "bo", "sam"), sam={"away": GONE, "cover": ""})
    there = scene(policy)
    gap = next(
        one
        for one in coverage(policy, leaves_of(there), DaysInARow(TODAY, TODAY)).gaps
        if "vpn" in one.rules
    )
    found = route(policy, MailView("eva@corp.example", (), "vpn", "vpn"))
    assert (found.to, gap.takers.how) == (gap.to, As.LEAD)
    assert pick(Candidates(there, EVA), found.to).key in gap.takers.people


def test_a_year_of_two_hundred_people_is_told_at_once():
    keys = [f"p{number}" for number in range(200)]
    people = {
        key: Person(key, key, (f"{key}@corp.example",), "", keys[n * 7 % 200])
        for n, key in enumerate(keys)
    }
    team = [Team(f"t{n}", "", keys[n], tuple(keys[n : n + 6]), "least-loaded") for n in range(30)]
    to = [*keys, *(one.key for one in team)]
    rules = tuple(Rule(f"r{n}", "", AllOf(()), one, "", "", "") for n, one in enumerate(to))
    policy = Policy(
        people,
        {one.key: one for one in team},
        {},
        {},
        {},
        rules,
        Fallback("t0", "", "", "", ""),
        "",
    )
    first = date(2026, 1, 1)
    leaves = {
        key: [
            Leave(
                Absence(
                    first + timedelta(days=n % 300 + 40 * k),
                    first + timedelta(days=n % 300 + 40 * k + 9),
                )
            )
            for k in range(2)
        ]
        for n, key in enumerate(keys)
    }
    told = coverage(policy, leaves, DaysInARow(first, first + timedelta(days=364)))
    assert any(one.takers.how not in GAPS for one in told.taken)


def test_a_chain_ends_whatever_the_files_say():
    assert list(chain_of_covers("a", lambda one: {"a": "b", "b": "c", "c": "b"}[one])) == ["b", "c"]
    assert list(chain_of_covers("a", lambda _: "a")) == []
    assert list(chain_of_covers("a", lambda _: "")) == []
