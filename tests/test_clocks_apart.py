"""A machine whose clock is not the database's is told for as long as that is so
(docs/reliability.md, J17).
"""

from __future__ import annotations

import re
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from mailtracker.cli.status import Alive, gather
from mailtracker.clock import DrivenClock
from mailtracker.daemon.keeper import SAY_EVERY, Keeper, KeeperPace, clock_of
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.reader import InProcessReader
from tests.stories.company import RULES, letters
from tests.two_daemons import config_of_two

HERE = clock_of(socket.gethostname())
WRONG = "the machine's clock is wrong, or the database's"


def _status(runtime: Runtime) -> list[str]:
    """What `status` says of it, nothing while it is right."""
    now = runtime.clock.now()
    with runtime.store.read() as conn:
        parts = gather(conn, runtime.config, now, Alive(running=True)).parts
    return [one.text.partition(" (since")[0] for one in parts if one.part == HERE and not one.ok]


def _rounded(told: list[str]) -> list[str]:
    """To ten seconds: a machine that is busy takes a moment to ask."""
    return [re.sub(r"^\d+", lambda found: f"{round(int(found[0]), -1)}", one) for one in told]


def _no_one() -> None:
    """Has nothing to read again."""


def test_a_clock_that_is_wrong_says_by_how_much_and_what_to_do(
    tmp_path: Path, pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = DrivenClock(datetime.now(UTC))
    clock.run()
    config = config_of_two(tmp_path, pg_url, RULES)
    with open_runtime(config, clock, lambda _: InProcessReader(), letters=letters()) as runtime:
        keeper = Keeper(runtime, [], _no_one, _no_one, KeeperPace())

        def turned(seconds: float) -> tuple[list[str], list[str]]:
            clock.turn(timedelta(seconds=seconds))
            keeper.look()
            with capture_logs() as logged:
                keeper.say_clock()
            told = [one["text"] for one in logged if one["event"] == WRONG]
            return _rounded(_status(runtime)), _rounded(told)

        ahead = "30 s ahead of the database's: set both by NTP"
        behind = "60 s behind the database's: set both by NTP"
        assert turned(0) == ([], [])
        assert turned(3) == ([], []), "so much may be"
        assert turned(27) == ([ahead], [ahead])
        assert turned(-90) == ([ahead], []), "it is known, and said anew after a while"
        monkeypatch.setattr(keeper, "_said_at", keeper._said_at - SAY_EVERY)
        assert turned(0) == ([behind], []), "the log has one line, when it begins"
        assert turned(60) == ([], [])
        assert turned(-60) == ([behind], [behind])
