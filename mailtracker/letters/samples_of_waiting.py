"""What the letters of waiting, of snoozing and of buttons are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import get_args, get_type_hints

from mailtracker.desk import waiting_letters
from mailtracker.desk.button_letters import ButtonDidNothing
from mailtracker.desk.letters import AnyLetter

TUESDAY = datetime(2026, 11, 24, 8, 12, tzinfo=UTC)
_WORDS_ASKED = {
    "words": (("Which computer is it?",), ("Which computer is it?", "Since when?"), ()),
    "by_name": ("Bo Jensen", ""),
}

OF_WAITING: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    waiting_letters.Waits: {
        "asks": ((date(2026, 11, 25), date(2026, 11, 30)), ()),
        "closes": (date(2026, 12, 7),),
        "paused": (True, False),
    },
    waiting_letters.AskedAgain: _WORDS_ASKED,
    waiting_letters.AskedLast: {**_WORDS_ASKED, "closes": (date(2026, 12, 7),)},
    waiting_letters.Snoozes: {
        "until": (TUESDAY, TUESDAY - timedelta(hours=21)),
        "told": (True, False),
    },
    waiting_letters.SnoozeOver: {},
    waiting_letters.LaterRequester: {"until": (TUESDAY,)},
    waiting_letters.Noted: {"owed": (True, False)},
    ButtonDidNothing: {
        "nothing": get_args(get_type_hints(ButtonDidNothing)["nothing"]),
        "line": ("Done",),
        "used_at": (TUESDAY - timedelta(hours=25), None),
        "kept": (False, True),
    },
}
