"""What the word before a closing, and closing mails, are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from mailtracker.desk import ending_letters, letters, waiting_letters
from mailtracker.desk.ending_letters import NOTHING_PAST, PastWords
from mailtracker.desk.letters import AnyLetter

_THURSDAY = datetime(2026, 11, 26, 8, 12, tzinfo=UTC)
_FRIDAY = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
_ASKED = "Since this morning my VPN drops every few minutes. I have restarted the laptop twice."
_ANSWER = "The gateway had an old certificate. It has a new one now: please connect once more."
_PAST = (
    PastWords(_ASKED, _ANSWER, "Bo Jensen", _FRIDAY),
    PastWords("", _ANSWER, "", _FRIDAY),
    PastWords(_ASKED),
    NOTHING_PAST,
)

OF_ENDING: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    ending_letters.EndsSoon: {"by_name": ("Bo Jensen", ""), "closes": (_THURSDAY,)},
    letters.Closed: {
        "silent": (False, True),
        "by_name": ("Bo Jensen", ""),
        "past": _PAST,
    },
    waiting_letters.ClosedWaiting: {"past": _PAST},
}
