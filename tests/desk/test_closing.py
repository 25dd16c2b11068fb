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
from mailtracker.desk.ending_letters import NOTHING_PAST
from mailtracker.desk.letters import values_of
from mailtracker.desk.on_command import Assign, on_command
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.request import Lane, Status
from mailtracker.policy.worktime import Span
from tests.desk.makers import NOW, PERSON, decided, facts, issued, message, request, scene

TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_EVA = issued("eva@corp.example", Lane.OWNER)
ANSWERED = {"status": Status.ANSWERED, "unanswered_since": None, "promised_at": None, "due_at": NOW}


def decide(policy, alias, mail, on, via=TO_BO):
    return decided(mail, PERSON, facts(via, on=on), alias, scene(policy, NOW))


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
    decision = on_deadline(Due(request(close_after=Span(days=5), **ANSWERED)), scene(policy, NOW))
    assert steps(decision) == [StopClock(False), SetStatus(Status.CLOSED)]
    assert [
        (e.letter.name, e.to.email, values_of(e.letter))
        for e in decision.effects
        if isinstance(e, SendLetter)
    ] == [("closed", "eva@corp.example", {"silent": True, "by_name": "", "past": NOTHING_PAST})]
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
    decision = on_deadline(Due(request(close_after=length, **ANSWERED)), scene(policy, NOW))
    assert LogEvent("closed", f"no word for {said} after the answer") in decision.effects


def test_nobody_is_silent_about_an_answer_that_never_went_out(policy):
    waiting = request(close_after=Span(days=5), **ANSWERED)
    decision = on_deadline(Due(waiting, unsent=True), scene(policy, NOW))
    assert steps(decision) == [NextRung(0, datetime(2026, 11, 30, 9, 0, tzinfo=UTC))]
    assert not any(isinstance(effect, SendLetter) for effect in decision.effects)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.OPEN])
def test_what_is_no_longer_answered_is_not_closed_by_silence(policy, status):
    on = request(close_after=Span(days=5), **{**ANSWERED, "status": status})
    assert steps(on_deadline(Due(on), scene(policy, NOW))) == [NextRung(0, None)]


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
    assert (
        NextRung(0, None)
        in on_command(Assign(request(**ANSWERED), "sam"), scene(policy, NOW)).effects
    )
    assert (
        steps(on_command(Assign(request(), "sam"), scene(policy, NOW))) == []
    )  # a running promise goes on


def test_done_closes_at_once(policy, alias):
    decision = decide(
        policy,
        alias,
        message("bo@corp.example", text="done\nRestart it."),
        request(close_after=Span(days=5)),
    )
    assert steps(decision)[-2:] == [StopClock(True), SetStatus(Status.CLOSED)]
