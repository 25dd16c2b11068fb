"""What an admin types does what a mail would do."""

import pytest

from mailtracker.desk.effects import (
    LogEvent,
    Release,
    SendLetter,
    SetOwner,
    SetStatus,
    StartClock,
    StopClock,
)
from mailtracker.desk.on_command import Assign, Close, MailByHand, Reopen, on_command
from mailtracker.desk.request import Status
from mailtracker.errors import MailtrackerError
from tests.desk.makers import NOW, address, request, scene

CLOSED = {"status": Status.CLOSED, "unanswered_since": None, "promised_at": None, "due_at": None}


def test_assign_hands_over_and_tells_everybody_concerned(policy):
    decision = on_command(Assign(request(), "sam"), scene(policy, NOW))
    assert SetOwner("sam", by_hand=True) in decision.effects
    assert {e.letter.name for e in decision.effects if isinstance(e, SendLetter)} == {
        "handed_owner",
        "handed_requester",
    }


@pytest.mark.parametrize("who", ["zorro", "sam smith jr"])
def test_assign_to_nobody_is_a_clear_error(policy, who):
    with pytest.raises(MailtrackerError, match="nobody in the people file"):
        on_command(Assign(request(), who), scene(policy, NOW))


def test_assign_to_the_owner_changes_nothing(policy):
    assert on_command(Assign(request(), "bo"), scene(policy, NOW)).effects == ()


def test_close_stops_the_clock_and_says_goodbye_once(policy):
    decision = on_command(Close(request()), scene(policy))
    assert SetStatus(Status.CLOSED) in decision.effects
    assert StopClock(answered=False) in decision.effects
    assert on_command(Close(request(**CLOSED)), scene(policy)).effects == ()


def test_reopen_starts_a_promise_and_releases_a_hold(policy):
    again = on_command(Reopen(request(**CLOSED)), scene(policy, NOW))
    assert any(isinstance(e, StartClock) for e in again.effects)
    assert [(e.letter.name, e.person) for e in again.effects if isinstance(e, SendLetter)] == [
        ("reminder", "bo")
    ]
    held = on_command(Reopen(request(held_since=NOW)), scene(policy, NOW))
    assert Release() in held.effects
    assert not any(isinstance(e, StartClock) for e in held.effects)


def test_nobody_is_made_the_owner_of_what_they_asked(policy):
    with pytest.raises(MailtrackerError, match="asked for it"):
        on_command(
            Assign(request(requester=address("sam@corp.example")), "sam"), scene(policy, NOW)
        )


ANSWERED = {"status": Status.ANSWERED, "unanswered_since": None, "promised_at": None}


def by_hand(letter="note_requester", drop=True, uncertain=False, **about):
    to = "eva@corp.example"
    return MailByHand(request(**about), letter, to, drop, uncertain, "ana")


BY_HAND = [
    # who hears, and whether an answer is owed again
    (by_hand(**ANSWERED), ["withdrawn"], True),
    (by_hand(uncertain=True, **ANSWERED), ["withdrawn"], False),
    (by_hand(**CLOSED), ["withdrawn"], False),
    (by_hand(), ["withdrawn"], False),
    (by_hand(letter="receipt", **ANSWERED), [], False),
    (by_hand(drop=False, **ANSWERED), [], False),
    (by_hand(drop=False, uncertain=True, **ANSWERED), [], False),
]


@pytest.mark.parametrize(("command", "told", "owed"), BY_HAND)
def test_what_an_admin_does_with_a_mail_is_written_down_and_told(policy, command, told, owed):
    effects = on_command(command, scene(policy, NOW)).effects
    letters = [e for e in effects if isinstance(e, SendLetter)]
    assert [e.letter.name for e in letters] == told
    assert {e.person for e in letters} <= {"bo"}
    assert any(isinstance(e, StartClock) for e in effects) is owed
    did = "dropped" if command.drop else "sent again"
    written = LogEvent("outbox", f"{command.letter} to eva@corp.example {did} by hand (ana)")
    assert written in effects
