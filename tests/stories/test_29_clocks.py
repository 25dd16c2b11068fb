"""The machine's clock is turned: nothing fails, nothing falls asleep, and ladders rest until it is
known to be right.
"""

from datetime import timedelta

import pytest

from mailtracker.daemon.run import Daemon
from mailtracker.daemon.watch import RESTS, Watch
from mailtracker.store import health

HOUR, YEAR = timedelta(hours=1), timedelta(days=365)


def clock_part(runtime):
    with runtime.store.read() as conn:
        return next((beat for beat in health.read(conn) if beat.part == "clock"), None)


def owners(company):
    return company.request().owner


@pytest.fixture
def waiting(company):
    """A request whose next rung is two working hours away."""
    company.write("eva@corp.example", "VPN drops", "Every hour.")
    company.turn()
    return company


@pytest.mark.parametrize("by", [3 * HOUR, YEAR])
def test_ladders_rest_after_a_turn_ahead_and_the_admins_hear_of_it(waiting, by):
    with waiting.runtime() as runtime:
        watch = Watch(runtime)
        assert watch.poll() == 0
        waiting.clock.turn(by)
        assert watch.poll() == 0
        beat = clock_part(runtime)
        assert (beat.ok, "was turned ahead by" in beat.text) == (False, True)
        waiting.clock.travel(min(max(by, RESTS[0]), RESTS[1]))
        assert watch.poll() == 1
        assert clock_part(runtime).ok
    waiting.turn()
    assert "clock" in str(waiting.last("priya@corp.example")["Subject"])


def test_a_clock_that_is_set_right_again_has_moved_no_ladder(waiting):
    with waiting.runtime() as runtime:
        watch = Watch(runtime)
        waiting.clock.turn(YEAR)
        assert watch.poll() == 0
        waiting.clock.turn(-YEAR)
        assert watch.poll() == 0
        assert clock_part(runtime).text == "was turned, and set right again"
        waiting.clock.travel(3 * HOUR)
        assert watch.poll() == 1


@pytest.mark.parametrize("by", [HOUR, YEAR, -HOUR, -YEAR])
def test_mail_goes_on_in_both_directions_after_a_turn(waiting, by):
    waiting.clock.turn(by)
    waiting.write("tom@corp.example", "VPN again", "Here too.")
    waiting.turn()
    assert "VPN again" in str(waiting.last("tom@corp.example")["Subject"])


def test_silence_counts_only_in_a_mailbox_that_was_read_after_the_machine_slept(waiting):
    with waiting.runtime() as runtime:
        daemon = Daemon(runtime)
        daemon.receivers[0].once()
        daemon._watch.begin()
        waiting.clock.travel(3 * HOUR)
        assert daemon._watch.poll() == 0
        daemon.receivers[0].once()
        assert daemon._watch.poll() == 1
