"""A kill on purpose: where and when it was asked for, and nowhere else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from mailtracker import faults
from mailtracker.errors import MailtrackerError
from mailtracker.faults import Point

PROGRAM = """
import sys
from mailtracker import faults
faults.arm(sys.argv[1])
for number in range(1, 6):
    faults.reach(faults.Point.BEFORE_FETCH, [number])
    print(number, flush=True)
    faults.reach(faults.Point.AFTER_FETCH, [number, number + 10])
"""


@pytest.mark.parametrize(
    ("wanted", "printed"),
    [
        ("before-fetch:1", 0),
        ("before-fetch:3", 2),
        ("after-fetch:3", 3),
        ("after-fetch:mail=2", 2),
        ("after-fetch:mail=14", 4),
    ],
)
def test_a_process_dies_at_the_point_that_was_asked_for(wanted, printed):
    done = subprocess.run([sys.executable, "-c", PROGRAM, wanted], capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL
    assert len(done.stdout.split()) == printed


def test_a_process_stops_at_the_point_that_was_asked_for_and_goes_on_when_it_may():
    command = [sys.executable, "-c", PROGRAM, "stop:before-fetch:3"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        _, state = os.waitpid(process.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(state)
        process.send_signal(signal.SIGCONT)
        said, _ = process.communicate(timeout=30)
    assert (process.returncode, said.split()) == (0, ["1", "2", "3", "4", "5"])


@pytest.mark.parametrize("wanted", ["", "settled:1", "before-fetch:6", "after-fetch:mail=99"])
def test_it_lives_where_nothing_of_that_is_reached(wanted):
    done = subprocess.run([sys.executable, "-c", PROGRAM, wanted], capture_output=True, text=True)
    assert (done.returncode, done.stdout.split()) == (0, ["1", "2", "3", "4", "5"])


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("nowhere:1", "there is no point 'nowhere'; there are before-fetch, after-fetch, "),
        ("before_fetch:1", "there is no point"),
        (":1", "there is no point"),
        *((f"dot-sent{tail}", "write dot-sent:N") for tail in ("", ":", ":0", ":x", ":-1", ":²")),
        ("dot-sent:mail=", "write dot-sent:N"),
    ],
)
def test_what_is_no_fault_is_an_error_that_says_what_is(wanted, said):
    with pytest.raises(MailtrackerError, match="MAILTRACKER_FAULT=") as caught:
        faults.arm(wanted)
    assert said in str(caught.value)


def test_there_are_twelve_points():
    assert len(Point) == 13
