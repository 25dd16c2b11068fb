"""What the notes and letters about thanks are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from mailtracker.desk.celebration_letters import Celebration, OneThanks
from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.notes import NoteThanks

_TO_YOU = OneThanks(
    "Eva", "", "Thank you so much, she was online before her talk!", "A guest on the Wi-Fi"
)
_TO_SAM = OneThanks("Tom", "Sam", "Super hurtigt, tak!", "")

OF_THANKS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    NoteThanks: {
        "author": ("Eva Lind", "Tom Berg (tom@corp.example)"),
        "thanks": (True, False),
        "with_whom": ("", "Sam Okoro"),
    },
    Celebration: {
        "team": ("Network",),
        "since": (date(2026, 11, 16),),
        "until": (date(2026, 11, 22),),
        "thanks": ((_TO_YOU, _TO_SAM), (_TO_SAM,), (_TO_YOU,)),
        "more": (False, True),
    },
}
