"""What the letters of expected mail are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from mailtracker.desk import expected_letters
from mailtracker.desk.letters import AnyLetter

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)

OF_EXPECTED: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    expected_letters.NotCome: {
        "what": ("nightly backup",),
        "dues": (
            (NOW - timedelta(minutes=2),),
            (NOW - timedelta(days=1), NOW - timedelta(minutes=2)),
        ),
        "last_seen": (NOW - timedelta(days=1, minutes=20), None),
        "people": (
            (),
            (
                expected_letters.OneAsked("Sam Okoro", None),
                expected_letters.OneAsked("Dana Levi", None, away=True),
                expected_letters.OneAsked("Eva Lind", NOW - timedelta(hours=3)),
            ),
        ),
        "again": (False, True),
        "unread": (0, 1, 3),
        "earlier": (0, 1, 30),
    },
    expected_letters.CameLate: {
        "what": ("nightly backup",),
        "at": (NOW - timedelta(minutes=1),),
        "due": (NOW - timedelta(hours=2),),
        "next_one": (False, True),
    },
    expected_letters.PerhapsCome: {
        "what": ("nightly backup",),
        "due": (NOW - timedelta(minutes=2),),
        "last_seen": (NOW - timedelta(days=1, minutes=20), None),
        "unread": (1, 3),
    },
    expected_letters.AskedFor: {
        "what": ("weekly figures",),
        "text": ("Please answer with the figures of this week.",),
        "due": (NOW + timedelta(hours=6),),
        "again": (False, True),
    },
}
