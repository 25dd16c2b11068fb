"""What the letters to requesters about their own words are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from mailtracker.desk import notes
from mailtracker.desk.askers import asker_letters
from mailtracker.desk.askers.asker_letters import StatusLine
from mailtracker.desk.letters import AnyLetter

_TUESDAY = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
_FRIDAY = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
_LINES = (
    StatusLine("IT-1031", "New chair", "Sam Okoro", "late", _FRIDAY),
    StatusLine("IT-1043", "", "Ana Costa", "promised", _TUESDAY),
    StatusLine("IT-1044", "Old screen", "Bo Jensen", "later", _TUESDAY),
    StatusLine("IT-1045", "Badge", "Bo Jensen", "waiting", None),
    StatusLine("IT-1046", "Keys", "Bo Jensen", "open", None),
    StatusLine("IT-1048", "Mouse", "Bo Jensen", "ends", _TUESDAY),
    StatusLine("IT-1047", "Telephone", "Bo Jensen", "answered", None),
)
_CALLED_OFF = {"how": ("solved", "cancelled"), "answered": (True, False)}

OF_ASKERS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    asker_letters.StatusOfOne: {
        "carried": (False, True),
        "until": (None, _TUESDAY),
        "others": ((), _LINES[:1], _LINES),
        "more": (0, 3),
    },
    asker_letters.StatusOfAll: {"lines": (_LINES, _LINES[1:2], ()), "more": (0, 3)},
    asker_letters.CalledOff: _CALLED_OFF,
    notes.NoteCalledOff: {"author": ("Eva Lind",), **_CALLED_OFF},
}
