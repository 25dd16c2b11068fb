"""What the log says of a database that is away."""

from __future__ import annotations

from typing import Any

import pytest

from mailtracker.daemon import away
from mailtracker.daemon.away import AwayLog
from mailtracker.errors import LeaseLost, Unreachable

DOWN, UP = "the store is away", "the store works again"


def test_all_threads_together_say_one_line_a_minute(
    monkeypatch: pytest.MonkeyPatch, logs: list[Any]
) -> None:
    """As many as ask each second."""
    told = AwayLog()
    for _ in range(300):
        told.say(Unreachable("nobody listens"))
        told.say(Unreachable("starting up"))
    told.say(LeaseLost("another's"))
    told.over()
    told.say(Unreachable("nobody listens"))
    monkeypatch.setattr(away, "SAID_EVERY", 0.0)
    told.say(Unreachable("nobody listens"))
    assert [(line["event"], line.get("text", "")) for line in logs] == [
        (DOWN, "nobody listens"),
        (DOWN, "starting up"),
        ("left to others", "another's"),
        (UP, ""),
        (DOWN, "nobody listens"),
        (DOWN, "nobody listens"),
    ]
