"""One owner: by load, by lead, never the requester while somebody else can have it."""

import pytest

from mailtracker.desk.assign import boss, find_somebody, pick, stand_in
from tests.desk.makers import candidates


@pytest.mark.parametrize(
    ("to", "load", "asker", "owner"),
    [
        ("bo", {}, "eva@corp.example", "bo"),
        ("desk", {}, "eva@corp.example", "bo"),
        ("desk", {"bo": 2, "sam": 1}, "eva@corp.example", "sam"),
        ("desk", {"bo": 2, "sam": 1}, "sam@corp.example", "bo"),
        ("night", {}, "eva@corp.example", "ana"),
        ("night", {"sam": 3}, "ana@corp.example", "bo"),
        ("bo", {}, "bo@corp.example", "sam"),  # the cover
        ("ana", {}, "ana@corp.example", "bo"),  # no cover, leads herself: the fallback's team
    ],
)
def test_who_gets_it(policy, to, load, asker, owner):
    assert pick(candidates(policy, asker, load=load), to).key == owner


def test_who_stands_in(policy):
    assert stand_in(candidates(policy), "bo").key == "sam"
    assert stand_in(candidates(policy), "sam").key == "ana"  # no cover: the team's lead
    assert (
        stand_in(candidates(policy, "sam@corp.example"), "bo").key == "ana"
    )  # never the requester


def test_the_manager_above_is_told_when_the_manager_asked(policy):
    assert boss(candidates(policy), "bo").key == "ana"
    assert boss(candidates(policy, "ana@corp.example"), "bo").key == "carla"
    assert boss(candidates(policy), "carla").key == "ana"  # no manager: whoever hears of gaps


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("sam", ["sam"]),  # the key wins over two people called Sam
        ("Sam Okoye", ["sam"]),
        ("sue@corp.example", ["sue"]),
        ("smith", ["sue"]),
        ("jensen", ["bo"]),
        ("desk", ["bo"]),
        ("nobody", []),
    ],
)
def test_for_finds_a_person_a_team_or_nobody(policy, name, keys):
    assert [p.key for p in find_somebody(candidates(policy), name)] == keys


@pytest.mark.parametrize("name", ["sam", "sam@corp.example", "Sam Okoye"])
def test_nobody_hands_to_somebody_whose_mailbox_is_in_the_wrong_hands(policy, name):
    assert [p.key for p in find_somebody(candidates(policy), name)] == ["sam"]
    stolen = candidates(policy, revoked=frozenset({"sam"}))
    assert find_somebody(stolen, name) == []
