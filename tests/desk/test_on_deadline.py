"""The ladder: who is reminded, who takes over, who is told; only the highest due rung acts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from mailtracker.desk.effects import LogEvent, NextRung, RelayAgain, SendLetter, SetOwner
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.policy.model import Ladder, LeadOf, Rung
from tests.desk.makers import NOW, address, request, scene


def fire(policy, on, hours):
    return on_deadline(Due(on), scene(policy, NOW + timedelta(hours=hours)))


def letters(decision):
    return [(e.letter.name, e.to.email) for e in decision.effects if isinstance(e, SendLetter)]


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
    assert any(isinstance(e, RelayAgain) and e.person == "sam" for e in decision.effects)


def test_the_requester_never_becomes_the_cover(policy):
    decision = fire(policy, request(rung=1, requester=address("sam@corp.example")), 4)
    assert SetOwner("ana") in decision.effects


def test_the_manager_who_asked_is_not_called_but_the_one_above(policy):
    decision = fire(policy, request(rung=2, requester=address("ana@corp.example")), 24)
    assert letters(decision) == [("slipped_manager", "carla@corp.example")]


def test_after_downtime_the_skipped_rungs_are_written_down(policy):
    decision = fire(policy, request(), 25)
    skipped = [e for e in decision.effects if isinstance(e, LogEvent) and e.kind == "skipped"]
    assert len(skipped) == 2
    assert letters(decision) == [
        ("handed_owner", "bo@corp.example"),
        ("handed_requester", "eva@corp.example"),
        ("slipped_manager", "ana@corp.example"),
    ]
    assert [e.owner for e in decision.effects if isinstance(e, SetOwner)] == ["sam"]


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
    assert letters(fire(policy, request(ladder="gone", promise="gone"), 3)) == [
        ("reminder", "bo@corp.example")
    ]


def test_a_manager_who_was_silent_as_owner_is_passed_over_for_the_one_above(policy):
    decision = fire(policy, request(rung=2, owner="bo", former_owners=("ana",)), 24)
    assert letters(decision) == [("slipped_manager", "carla@corp.example")]


def test_a_silent_cover_does_not_hand_it_back_to_the_silent_owner(policy):
    on = request(rung=1, owner="sam", former_owners=("bo", "ana"))
    again = fire(policy, on, 4)
    assert not any(isinstance(e, SetOwner) for e in again.effects)
    assert any(isinstance(e, LogEvent) and e.kind == "no cover" for e in again.effects)
    assert ("slipped_requester", "eva@corp.example") in letters(again)


def test_where_the_lead_asked_somebody_above_is_told_and_not_the_lead(policy):
    decision = fire(policy, request(rung=3, requester=address("ana@corp.example")), 48)
    assert letters(decision) == [("slipped_manager", "carla@corp.example")]


def test_where_the_lead_is_the_silent_owner_somebody_above_is_told_too(policy):
    decision = fire(policy, request(rung=3, owner="ana", former_owners=("bo",)), 48)
    assert letters(decision) == [
        ("reminder", "ana@corp.example"),
        ("slipped_manager", "carla@corp.example"),
    ]


def test_when_everybody_above_was_silent_too_somebody_is_told_all_the_same(policy):
    decision = fire(policy, request(rung=2, owner="bo", former_owners=("ana", "carla")), 24)
    assert letters(decision) == [("slipped_manager", "ana@corp.example")]


def test_a_requester_who_is_the_cover_gets_no_internal_reminder(policy):
    ladder = Ladder("default", (Rung(75, remind=("cover", LeadOf("desk"))),))
    only = replace(policy, ladders={"default": ladder})
    decision = fire(only, request(requester=address("sam@corp.example")), 3)
    assert letters(decision) == [("reminder", "ana@corp.example")]


def test_the_promised_instant_itself_counts_as_late(policy):
    decision = fire(policy, request(rung=1), 4)
    written = [e for e in decision.effects if isinstance(e, SendLetter)]
    assert {e.letter.late for e in written if hasattr(e.letter, "late")} == {True}


def test_a_ladder_that_became_shorter_acts_on_its_last_rung(policy):
    short = replace(policy, ladders={"default": Ladder("default", (Rung(100, tell=("manager",)),))})
    decision = fire(short, request(rung=3), 48)
    assert letters(decision) == [("slipped_manager", "ana@corp.example")]
    assert NextRung(1, None) in decision.effects


def test_a_daily_repeat_keeps_its_local_hour_over_the_change_of_clocks(policy):
    friday = datetime(2026, 10, 23, 7, 0, tzinfo=UTC)  # 9:00 in summer time
    on = request(
        rung=3, unanswered_since=friday - timedelta(days=8), promised_at=friday - timedelta(days=7)
    )
    decision = on_deadline(Due(on), scene(policy, friday))
    following = next(e for e in decision.effects if isinstance(e, NextRung))
    assert following.due_at == datetime(
        2026, 10, 26, 8, 0, tzinfo=UTC
    )  # Monday 9:00 in winter time
