"""What the letter is given that asks whom somebody confides in, as examples (`samples.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import get_args

from mailtracker.desk.confiding.confiding_letters import AskedBecause, ShallTheyRead, WhomToTell
from mailtracker.desk.letters import AnyLetter

OF_CONFIDING: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    WhomToTell: {
        "why": get_args(AskedBecause),
        "people": (("Ana Costa", "Priya Rao"), ("Ana Costa",), ()),
        "named": ((), ("Sam Okoro",), ("Sam Okoro", "Tom Berg")),
        "away": ((), ("Tom Berg",)),
        "had_by": ("Dana Levi", ""),
        "closes": (date(2026, 12, 7),),
        "kept_days": (None, 1, 30),
    },
    ShallTheyRead: {
        "who": ("Sam Okoro",),
        "had_it": (False, True),
        "has_it": ("", "Dana Levi"),
        "people": (("Ana Costa", "Priya Rao"), ("Ana Costa",), ()),
    },
}
