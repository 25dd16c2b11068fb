"""What a database forgot is done again but for mail that the requester's side got long ago."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.desk.authors import Author, Origin
from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    Effect,
    LogEvent,
    Relay,
    SendLetter,
    StopClock,
)
from mailtracker.desk.letters import Gap
from mailtracker.desk.notes import NoteMore, NoteRequester
from mailtracker.desk.request import Lane
from mailtracker.desk.restored import as_restored
from mailtracker.mail.message import Address

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
EVA, BO = Address("Eva", "eva@corp.example"), Address("Bo", "bo@corp.example")
AUTHOR = Author("Eva", "eva@corp.example", Origin.KNOWN)
TO_OWNER = Relay(NoteMore("Eva", ()), BO, "bo", Lane.REQUESTER, AUTHOR)
ANSWER = Relay(NoteRequester(), EVA, "", Lane.OWNER, AUTHOR)
LETTER = SendLetter(Gap("x", "y"), EVA, "", Lane.OWNER)
TO_TEAM = SendLetter(Gap("x", "y"), BO, "bo", Lane.TEAM)
SETTLED = StopClock(answered=True)


@pytest.mark.parametrize(
    ("effect", "minutes", "stays"),
    [
        (TO_OWNER, 600, True),
        (TO_TEAM, 600, True),
        (SETTLED, 600, True),
        (ANSWER, 600, False),
        (LETTER, 600, False),
        (ANSWER, 61, False),
        (ANSWER, 59, True),
        (LETTER, 59, True),
        (LETTER, -5, True),  # a clock that runs behind
    ],
)
def test_nothing_late_reaches_the_side_of_the_requester(
    effect: Effect, minutes: int, stays: bool
) -> None:
    done = as_restored(Decision("a test", (effect,), 7), NOW - timedelta(minutes=minutes), NOW)
    assert (effect in done.effects) is stays
    told = [one.text for one in done.effects if isinstance(one, LogEvent)]
    assert ["not written again" in text for text in told] == [not stays]


def test_the_ledger_says_that_it_was_resync() -> None:
    filed = Dispose(Disposition.IGNORED, "a machine")
    (done,) = as_restored(Decision("a test", (filed,)), NOW, NOW).effects
    assert isinstance(done, Dispose)
    assert done.reason == "a machine; taken in by resync"
