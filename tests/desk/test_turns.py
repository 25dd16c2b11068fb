"""Round-robin: members take turns by request, in the order of the file."""

from dataclasses import replace
from datetime import date

import pytest

from mailtracker.desk.answering import answer
from mailtracker.desk.assign import pick
from mailtracker.desk.case import Case, Incoming
from mailtracker.desk.effects import OpenRequest, Turn
from mailtracker.desk.facts import Facts
from mailtracker.desk.on_command import Assign, on_command
from mailtracker.desk.thread import Role, Thread
from mailtracker.policy.model import Absence
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    candidates,
    decided,
    message,
    request,
    scene,
    staffed,
)


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
        pick(
            candidates(turns, turns={"desk": last}, load={"bo": 0, "sam": 9, "sue": 5}), "desk"
        ).key
        == following
    )


def opened(decision):
    owner = next(effect.owner for effect in decision.effects if isinstance(effect, OpenRequest))
    return owner, [effect for effect in decision.effects if isinstance(effect, Turn)]


def ask(policy, alias, last, sender="eva@corp.example"):
    return opened(
        decided(
            message(sender, "A chair"),
            PERSON,
            Facts(),
            alias,
            scene(policy, NOW, turns={"desk": last}),
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
    decision = on_command(
        Assign(request(owner="ana"), "Desk"), scene(turns, NOW, turns={"desk": "bo"})
    )
    assert Turn("desk", "sam") in decision.effects
    mail = message("ana@corp.example", text="for desk")
    incoming = Incoming(mail, PERSON, Facts(), alias)
    case = Case(incoming, address("ana@corp.example"), scene(turns, NOW, turns={"desk": "bo"}))
    assert Turn("desk", "sam") in answer(case, request(owner="ana"), Thread(None, Role.OWNER, ""))
