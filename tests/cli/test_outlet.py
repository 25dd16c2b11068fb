"""A log that nobody takes costs lines, and neither an error nor time."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import TextIO

import pytest

from mailtracker.cli.outlet import PATIENCE, Outlet

LINE = "x" * 200 + "\n"


def say(outlet: Outlet, line: str = LINE) -> None:
    outlet.write(line)
    outlet.flush()


@pytest.fixture(params=["pipe", "socket"])
def ends(request: pytest.FixtureRequest) -> Iterator[tuple[int, TextIO]]:
    """A descriptor to read from, and the stream that a logger writes to."""
    if request.param == "pipe":
        here, there = os.pipe()
    else:
        here, there = (one.detach() for one in socket.socketpair())
    with os.fdopen(there, "w") as stream:
        yield here, stream
    os.close(here)


def test_a_full_disk_takes_no_line_and_raises_nothing() -> None:
    with open("/dev/full", "w") as full:
        outlet = Outlet(full)
        for _ in range(3):
            say(outlet)
        assert outlet.lost == 3


def test_a_reader_that_stands_still_is_waited_for_once_and_hears_how_much_it_missed(
    ends: tuple[int, TextIO],
) -> None:
    here, stream = ends
    outlet = Outlet(stream)
    start = time.monotonic()
    for _ in range(5000):
        say(outlet)
    assert time.monotonic() - start < PATIENCE + 4
    lost = outlet.lost
    assert lost
    assert outlet.count(None, "info", {"event": "on"}) == {"event": "on", "lines_lost": lost}
    os.set_blocking(here, False)
    while True:
        try:
            os.read(here, 1 << 20)
        except BlockingIOError:
            break
    say(outlet, "on\n")
    assert os.read(here, 100).decode().strip() == "on"
    assert outlet.lost == 0
    assert outlet.count(None, "info", {"event": "on"}) == {"event": "on"}


def test_a_reader_that_is_gone_raises_nothing() -> None:
    here, there = os.pipe()
    os.close(here)
    with os.fdopen(there, "w") as stream:
        outlet = Outlet(stream)
        say(outlet)
    say(outlet)  # closed on our side, too
    assert outlet.lost == 2


def test_a_long_line_comes_out_whole() -> None:
    code = (
        "import structlog; from mailtracker.cli.log import set_up\n"
        "set_up('json'); structlog.get_logger('mailtracker').info('ä ' * 30_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(done.stderr)["event"] == "ä " * 30_000
