"""What an admin types does what a mail would do."""

import pytest

from mailtracker.desk.effects import Release, SendLetter, SetOwner, SetStatus, StartClock, StopClock
from mailtracker.desk.on_command import assign, close_it, reopen
from mailtracker.desk.request import Status
from mailtracker.errors import MailtrackerError
from tests.desk.conftest import NOW, address, request

CLOSED = {"status": Status.CLOSED, "unanswered_since": None, "promised_at": None, "due_at": None}


def test_assign_hands_over_and_tells_everybody_concerned(policy):
    decision = assign(request(), "sam", policy, {}, NOW)
    assert SetOwner("sam") in decision.effects
    assert {e.letter for e in decision.effects if isinstance(e, SendLetter)} == {
        "handed_owner",
        "handed_requester",
    }


@pytest.mark.parametrize("who", ["zorro", "sam smith jr"])
def test_assign_to_nobody_is_a_clear_error(policy, who):
    with pytest.raises(MailtrackerError, match="nobody in the people file"):
        assign(request(), who, policy, {}, NOW)


def test_assign_to_the_owner_changes_nothing(policy):
    assert assign(request(), "bo", policy, {}, NOW).effects == ()


def test_close_stops_the_clock_and_says_goodbye_once(policy):
    decision = close_it(request(), policy)
    assert SetStatus(Status.CLOSED) in decision.effects
    assert StopClock(answered=False) in decision.effects
    assert close_it(request(**CLOSED), policy).effects == ()


def test_reopen_starts_a_promise_and_releases_a_hold(policy):
    again = reopen(request(**CLOSED), policy, {}, NOW)
    assert any(isinstance(e, StartClock) for e in again.effects)
    assert [(e.letter, e.person) for e in again.effects if isinstance(e, SendLetter)] == [
        ("reminder", "bo")
    ]
    held = reopen(request(held_since=NOW), policy, {}, NOW)
    assert Release() in held.effects
    assert not any(isinstance(e, StartClock) for e in held.effects)


def test_nobody_is_made_the_owner_of_what_they_asked(policy):
    with pytest.raises(MailtrackerError, match="asked for it"):
        assign(request(requester=address("sam@corp.example")), "sam", policy, {}, NOW)
