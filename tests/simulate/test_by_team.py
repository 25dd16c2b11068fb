"""Figures of teams: nobody's own can be read in them, and none is counted twice or lost."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from mailtracker.policy.model import Team
from mailtracker.simulate.by_team import ALL, FEWEST, OTHERS, by_team
from mailtracker.simulate.tally import Load, Tally
from tests.simulate.makers import rules


def made(people: int, *teams: tuple[int, ...]) -> tuple[Tally, dict[str, Team]]:
    """People 0, 1, 2, ...: person n was given 10^n requests. Each team is led by its first."""
    tally = Tally()
    for number in range(people):
        tally.people[f"p{number}"] = Load(10**number, 10**number, 5, 10**number)
    named = {
        f"t{number}": Team(
            f"t{number}", "", f"p{team[0]}", tuple(f"p{one}" for one in team), "least-loaded"
        )
        for number, team in enumerate(teams)
    }
    return tally, named


@pytest.mark.parametrize(
    ("people", "teams", "groups"),
    [
        (3, [(0, 1, 2)], {"t0": 111}),
        (6, [(0, 1, 2), (3, 4, 5)], {"t0": 111, "t1": 111000}),
        # Who is in two counts in the first one.
        (6, [(0, 1, 2, 3), (3, 4, 5)], {ALL: 111111}),
        (7, [(0, 1, 2, 3), (3, 4, 5, 6)], {"t0": 1111, "t1": 1110000}),
        (6, [(0, 1, 2)], {"t0": 111, OTHERS: 111000}),
        # One or two who are left over would stand alone.
        (4, [(0, 1, 2)], {ALL: 1111}),
        (2, [(0, 1)], {ALL: 11}),
        (5, [(0, 1), (2, 3)], {OTHERS: 11111}),
        (0, [], {}),
    ],
)
def test_a_group_is_three_people_or_all(
    people: int, teams: list[tuple[int, ...]], groups: dict[str, int]
) -> None:
    tally, named = made(people, *teams)
    found = by_team(tally, replace(rules(), people={}, teams=named))
    assert {name: load.assigned for name, load in found.items()} == groups
    assert {load.assigned for load in found.values()} == {load.answers for load in found.values()}


def test_whatever_the_teams_are_nobody_stands_alone_and_all_is_counted_once() -> None:
    policy = rules()
    for one, two in itertools.product(itertools.combinations(range(6), 3), repeat=2):
        tally, named = made(6, one, two)
        found = by_team(tally, replace(policy, people={}, teams=named))
        assert sum(load.assigned for load in found.values()) == 111111
        assert all(load.people >= FEWEST for load in found.values())
