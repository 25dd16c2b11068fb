"""close_after: an answer to which nobody says anything more closes the request, once."""

from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.desk.effects import (
    LogEvent,
    NextRung,
    SendLetter,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.on_command import assign
from mailtracker.desk.on_deadline import on_deadline
from mailtracker.desk.on_message import on_message
from mailtracker.desk.request import Lane, Status
from mailtracker.policy.worktime import Span
from tests.desk.conftest import NOW, PERSON, facts, issued, message, request

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
ANSWERED = {"status": Status.ANSWERED, "unanswered_since": None, "promised_at": None, "due_at": NOW}


def decide(policy, alias, mail, on, via=TO_BO):
    return on_message(mail, PERSON, facts(via, on=on), alias, policy, NOW)


def steps(decision):
    """What becomes of clock and status, in order."""
    kinds = (NextRung, StartClock, StopClock, SetStatus)
    return [effect for effect in decision.effects if isinstance(effect, kinds)]


@pytest.mark.parametrize(
    ("length", "at"),
    [
        (Span(days=2), datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
        (Span(minutes=600), datetime(2026, 11, 24, 11, 0, tzinfo=UTC)),  # 7 hours left on Monday
    ],
)
def test_an_answer_begins_the_wait_in_the_promises_working_time(policy, alias, length, at):
    decision = decide(
        policy, alias, message("bo@corp.example", text="Restart it."), request(close_after=length)
    )
    assert steps(decision) == [StopClock(True), SetStatus(Status.ANSWERED), NextRung(0, at)]


def test_without_close_after_an_answer_waits_for_ever(policy, alias):
    decision = decide(policy, alias, message("bo@corp.example", text="Restart it."), request())
    assert not any(isinstance(effect, NextRung) for effect in decision.effects)


def test_an_answer_to_what_is_closed_begins_no_wait(policy, alias):
    closed = request(
        close_after=Span(days=2), **{**ANSWERED, "status": Status.CLOSED, "due_at": None}
    )
    decision = decide(policy, alias, message("bo@corp.example", text="One more thing."), closed)
    assert not any(isinstance(effect, NextRung) for effect in decision.effects)


def test_silence_closes_with_a_closing_mail_that_says_why(policy):
    decision = on_deadline(request(close_after=Span(days=5), **ANSWERED), policy, {}, NOW)
    assert steps(decision) == [StopClock(False), SetStatus(Status.CLOSED)]
    assert [
        (e.letter, e.to.email, e.values) for e in decision.effects if isinstance(e, SendLetter)
    ] == [("closed", "eva@corp.example", {"silent": True})]
    assert LogEvent("closed", "no word for 5 working days after the answer") in decision.effects


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (Span(days=1), "1 working day"),
        (Span(minutes=60), "1 working hour"),
        (Span(minutes=2880), "48 working hours"),
        (Span(minutes=90), "90 working minutes"),
    ],
)
def test_history_says_how_long(policy, length, said):
    decision = on_deadline(request(close_after=length, **ANSWERED), policy, {}, NOW)
    assert LogEvent("closed", f"no word for {said} after the answer") in decision.effects


def test_nobody_is_silent_about_an_answer_that_never_went_out(policy):
    waiting = request(close_after=Span(days=5), **ANSWERED)
    decision = on_deadline(waiting, policy, {}, NOW, unsent=True)
    assert steps(decision) == [NextRung(0, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))]
    assert not any(isinstance(effect, SendLetter) for effect in decision.effects)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.OPEN, Status.WAITING])
def test_what_is_no_longer_answered_is_not_closed_by_silence(policy, status):
    on = request(close_after=Span(days=5), **{**ANSWERED, "status": status})
    assert steps(on_deadline(on, policy, {}, NOW)) == [NextRung(0, None)]


def test_a_word_of_the_requester_ends_the_wait_and_begins_a_promise(policy, alias):
    decision = decide(
        policy,
        alias,
        message(text="It still drops."),
        request(close_after=Span(days=5), **ANSWERED),
        TO_EVA,
    )
    status, clock = steps(decision)
    assert status == SetStatus(Status.OPEN)
    assert isinstance(clock, StartClock)
    assert (clock.due_at or NOW) > NOW + timedelta(hours=1)


def test_thanks_do_not_end_the_wait(policy, alias):
    decision = decide(
        policy,
        alias,
        message(text="Thank you!"),
        request(close_after=Span(days=5), **ANSWERED),
        TO_EVA,
    )
    assert steps(decision) == []


@pytest.mark.parametrize("word", ["mine", "for ana"])
def test_somebody_who_takes_it_up_again_ends_the_wait(policy, alias, word):
    decision = decide(
        policy,
        alias,
        message("bo@corp.example", text=word),
        request(close_after=Span(days=5), **ANSWERED),
    )
    assert NextRung(0, None) in steps(decision)


def test_an_admin_who_gives_it_to_somebody_else_ends_the_wait(policy):
    assert NextRung(0, None) in assign(request(**ANSWERED), "sam", policy, {}, NOW).effects
    assert steps(assign(request(), "sam", policy, {}, NOW)) == []  # a running promise goes on


def test_done_closes_at_once(policy, alias):
    decision = decide(
        policy,
        alias,
        message("bo@corp.example", text="done\nRestart it."),
        request(close_after=Span(days=5)),
    )
    assert steps(decision)[-2:] == [StopClock(False), SetStatus(Status.CLOSED)]
