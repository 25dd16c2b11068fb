"""The ladder: who is reminded, who takes over, who is told; only the highest due rung acts."""

from datetime import timedelta

from mailtracker.desk.deadline import on_deadline
from mailtracker.desk.decision import CarryAgain, NextRung, Record, SetOwner, Write
from tests.desk.conftest import NOW, address, request


def fire(policy, on, hours):
    return on_deadline(on, policy, {}, NOW + timedelta(hours=hours))


def letters(decision):
    return [(e.letter, e.to.mail) for e in decision.effects if isinstance(e, Write)]


def test_at_75_percent_the_owner_is_reminded(policy):
    decision = fire(policy, request(), 3)
    assert letters(decision) == [("reminder", "bo@corp.example")]
    assert NextRung(1, NOW + timedelta(hours=4)) in decision.effects


def test_at_100_percent_the_cover_takes_over_and_owner_and_requester_are_told(policy):
    decision = fire(policy, request(rung=1), 4)
    assert SetOwner("sam") in decision.effects
    assert sorted(letters(decision)) == [
        ("handed_owner", "bo@corp.example"),
        ("handed_requester", "eva@corp.example"),
    ]
    assert any(isinstance(e, CarryAgain) and e.person == "sam" for e in decision.effects)


def test_the_requester_never_becomes_the_cover(policy):
    decision = fire(policy, request(rung=1, requester=address("sam@corp.example")), 4)
    assert SetOwner("ana") in decision.effects


def test_the_manager_who_asked_is_not_called_but_the_one_above(policy):
    decision = fire(policy, request(rung=2, requester=address("ana@corp.example")), 24)
    assert letters(decision) == [("slipped_manager", "carla@corp.example")]


def test_after_downtime_the_skipped_rungs_are_written_down(policy):
    decision = fire(policy, request(), 25)
    skipped = [e for e in decision.effects if isinstance(e, Record) and e.kind == "skipped"]
    assert len(skipped) == 2
    assert letters(decision) == [("slipped_manager", "ana@corp.example")]
    assert not any(isinstance(e, SetOwner) for e in decision.effects)


def test_the_last_rung_repeats_a_working_day_later(policy):
    on = request(rung=3, owner="sam", former_owners=("bo",))
    decision = fire(policy, on, 48)
    assert letters(decision) == [("slipped_manager", "ana@corp.example")]
    following = next(e for e in decision.effects if isinstance(e, NextRung))
    assert (following.rung, following.repeats) == (3, 1)
    assert following.due_at == NOW + timedelta(hours=72)


def test_a_settled_request_moves_nowhere(policy):
    decision = fire(policy, request(unanswered_since=None, promised_at=None), 100)
    assert letters(decision) == []
    assert NextRung(0, None) in decision.effects


def test_a_ladder_that_was_taken_out_of_the_rules_is_replaced_by_the_fallbacks(policy):
    assert letters(fire(policy, request(ladder="gone", promise="gone"), 3)) == [("reminder", "bo@corp.example")]


def test_a_manager_who_was_silent_as_owner_is_passed_over_for_the_one_above(policy):
    decision = fire(policy, request(rung=2, owner="bo", former_owners=("ana",)), 24)
    assert letters(decision) == [("slipped_manager", "carla@corp.example")]
