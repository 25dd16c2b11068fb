"""What letters about ratings are given, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.ratings import rating_letters

_FLAG = (True, False)

OF_RATINGS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    rating_letters.ComplaintReceipt: {
        "about": ("IT-1041",),
        "said": _FLAG,
        "kept_from": (("Dana Levi",), ()),
    },
    rating_letters.NoteComplaint: {
        "about": ("IT-1041",),
        "had_by": ("Dana Levi",),
        "said": _FLAG,
        "lost": (0, 1, 7),
        "lost_until": (None, datetime(2026, 8, 25, 8, 12, tzinfo=UTC)),
        "left_out": (0, 1, 23),
        "held": (0, 1, 12),
    },
}
