"""A promise that begins while its owner is away is of whoever is there, whatever begins it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import Decision, SendLetter, SetOwner, StartClock
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_command import MailByHand, Reopen, on_command
from mailtracker.desk.on_missing import Missing, on_missing
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import Status
from mailtracker.mail.origin.refusals import Refused
from mailtracker.policy.expected import ANYBODY, Miss
from mailtracker.policy.model import Absence, Policy
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, RULES, request, scene, staffed

EXPECTED = """
expected:
  - {name: backup, when: {from: [nas@corp.example]}, by: "06:30 each working day",
     else: {to: bo, promise: normal}}
"""
TODAY = (Absence(NOW.date(), NOW.date() + timedelta(days=3)),)
NOTHING_OWED: dict[str, Any] = {"unanswered_since": None, "promised_at": None, "due_at": None}
ANSWERED = {"status": Status.ANSWERED, **NOTHING_OWED}
WAITING = {"status": Status.WAITING, **NOTHING_OWED}
EVA = "eva@corp.example"


@pytest.fixture
def policy() -> Policy:
    return load_texts({"rules.yaml": RULES + EXPECTED})


def missed(policy: Policy, alias: Alias) -> Decision:
    misses = (Miss(NOW - timedelta(minutes=1), (ANYBODY,)),)
    about = request(expected=("backup",), **ANSWERED)
    return on_missing(Missing(policy.expected[0], misses, {}, about, alias), scene(policy))


def reopened(policy: Policy, alias: Alias) -> Decision:
    return on_command(Reopen(request(**ANSWERED)), scene(policy))


def bounced(policy: Policy, alias: Alias) -> Decision:
    failed = Failed(request(**ANSWERED), "note_requester", EVA, "550", refused=Refused.ADDRESS)
    return on_undelivered(failed, scene(policy))


def question_bounced(policy: Policy, alias: Alias) -> Decision:
    failed = Failed(request(**WAITING), "asked_again", EVA, "550", refused=Refused.ADDRESS)
    return on_undelivered(failed, scene(policy))


def dropped(policy: Policy, alias: Alias) -> Decision:
    by_hand = MailByHand(request(**ANSWERED), "note_requester", EVA, True, False, "ana")
    return on_command(by_hand, scene(policy))


BEGUN = [missed, reopened, bounced, question_bounced, dropped]


@pytest.mark.parametrize("begin", BEGUN)
def test_whoever_is_there_has_it(policy, alias, begin):
    gone = begin(staffed(policy, bo={"away": TODAY}), alias).effects
    assert SetOwner("sam") in gone
    assert any(isinstance(one, StartClock) for one in gone)
    told = [one.person for one in gone if isinstance(one, SendLetter)]
    assert begin is reopened or "sam" in told, "the letter itself is for who has it by now"


@pytest.mark.parametrize("begin", BEGUN)
def test_who_is_there_keeps_it_and_so_does_somebody_whom_nobody_can_stand_in_for(
    policy, alias, begin
):
    everybody = {key: {"away": TODAY} for key in policy.people}
    for staff in (policy, staffed(policy, **everybody)):
        effects = begin(staff, alias).effects
        assert not any(isinstance(one, SetOwner) for one in effects)
        assert any(isinstance(one, StartClock) for one in effects)


def test_what_runs_already_moves_by_no_failed_copy(policy):
    """Its hand-over is the matter of the absence, not of each letter."""
    there = staffed(policy, bo={"away": TODAY})
    failed = Failed(request(), "receipt", EVA, "550", refused=Refused.ADDRESS)
    assert not any(
        isinstance(one, SetOwner) for one in on_undelivered(failed, scene(there)).effects
    )
