"""Round-robin: members take turns by request, in the order of the file."""

from dataclasses import replace
from datetime import date

import pytest

from mailtracker.desk.answering import answer
from mailtracker.desk.assign import pick
from mailtracker.desk.case import Case
from mailtracker.desk.effects import OpenRequest, Turn
from mailtracker.desk.facts import Facts
from mailtracker.desk.on_command import assign
from mailtracker.desk.on_message import on_message
from mailtracker.desk.thread import Role
from mailtracker.policy.model import Absence
from tests.desk.conftest import NOW, PERSON, address, choice, message, request, staffed


@pytest.fixture
def turns(policy):
    desk = replace(policy.teams["desk"], members=("bo", "sam", "sue"), assign="round-robin")
    return replace(policy, teams={**policy.teams, "desk": desk})


@pytest.mark.parametrize(
    ("last", "following"),
    [("", "bo"), ("bo", "sam"), ("sam", "sue"), ("sue", "bo"), ("somebody who left", "bo")],
)
def test_the_next_in_the_file_gets_the_next_request_whatever_the_load(turns, last, following):
    assert (
        pick(choice(turns, turns={"desk": last}, load={"bo": 0, "sam": 9, "sue": 5}), "desk").key
        == following
    )


def opened(decision):
    owner = next(effect.owner for effect in decision.effects if isinstance(effect, OpenRequest))
    return owner, [effect for effect in decision.effects if isinstance(effect, Turn)]


def ask(policy, alias, last, sender="eva@corp.example"):
    return opened(
        on_message(
            message(sender, "A chair"), PERSON, Facts(turns={"desk": last}), alias, policy, NOW
        )
    )


def test_an_opened_request_takes_the_turn(turns, alias):
    assert ask(turns, alias, "bo") == ("sam", [Turn("desk", "sam")])


def test_a_team_without_turns_remembers_none(policy, alias):
    assert ask(policy, alias, "") == ("bo", [])


def test_the_requester_is_passed_over_and_each_of_the_others_gets_one_in_the_round(turns, alias):
    """Sam asks when it is Sam's turn: Sue has it, then Bo, then Sam again, one each."""
    order, last = [], "bo"
    for sender in ("sam@corp.example", "eva@corp.example", "eva@corp.example"):
        owner, _ = ask(turns, alias, last, sender)
        order.append(owner)
        last = owner
    assert order == ["sue", "bo", "sam"]


def test_who_is_away_is_passed_over_and_is_in_the_round_again_when_back(turns, alias):
    away = staffed(turns, sam={"away": (Absence(date(2026, 11, 23), None),)})
    assert ask(away, alias, "bo") == ("sue", [Turn("desk", "sue")])
    assert ask(away, alias, "sue") == ("bo", [Turn("desk", "bo")])
    assert ask(turns, alias, "bo") == ("sam", [Turn("desk", "sam")])


def test_when_the_whole_team_is_away_its_lead_has_it_and_nobodys_turn_is_taken(turns, alias):
    away = {key: {"away": (Absence(date(2026, 11, 23), None),)} for key in ("bo", "sam", "sue")}
    assert ask(staffed(turns, **away), alias, "bo") == ("ana", [])


def test_a_request_that_is_given_to_the_team_by_hand_takes_a_turn_as_well(turns, alias):
    decision = assign(request(owner="ana"), "Desk", turns, {}, NOW, {"desk": "bo"})
    assert Turn("desk", "sam") in decision.effects
    mail = message("ana@corp.example", text="for desk")
    case = Case(
        mail, address("ana@corp.example"), PERSON, Facts(turns={"desk": "bo"}), alias, turns, NOW
    )
    word = answer(case, request(owner="ana"), Role.OWNER, "")
    assert Turn("desk", "sam") in word.effects
