"""Signals at any moment: a hang-up never kills the daemon, and a stop ends it in time, whatever
its peers do.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from mailtracker.daemon.run import GRACE, LAST_RESORT
from tests.servers.proxy import ChaosProxy
from tests.stories.site import PATIENCE, Site

QUICK = 1.5
"""Seconds of grace in these tests."""

HURRIED = (
    "import sys, mailtracker.daemon.run as run; "
    f"run.GRACE = {QUICK}; run.LAST_RESORT = 0.5; sys.argv[0] = 'mailtracker'; "
    "from mailtracker.__main__ import main; main()"
)


@pytest.fixture
def site(smtp_sink, account, tmp_path):
    site = Site(smtp_sink, account, tmp_path)
    yield site
    site.kill()


def holds(pid: int, number: signal.Signals) -> bool:
    """Whether a process ignores a signal or has a handler for it."""
    status = Path(f"/proc/{pid}/status").read_text()
    masks = [line.split()[1] for line in status.splitlines() if line[:7] in ("SigIgn:", "SigCgt:")]
    return any(int(mask, 16) >> (number - 1) & 1 for mask in masks)


def is_running(site: Site) -> bool:
    return "running" in site.log()


def test_hang_ups_from_the_first_moment_on_are_survived_and_mail_is_served(site: Site) -> None:
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    daemon = site.start()
    site.until(lambda: holds(daemon.pid, signal.SIGHUP))
    assert not is_running(site)
    while not is_running(site):
        daemon.send_signal(signal.SIGHUP)
        time.sleep(0.02)
        assert daemon.poll() is None
    for _ in range(20):
        daemon.send_signal(signal.SIGHUP)
    site.until(lambda: site.post.accepted >= 1)
    assert site.stop() == 0


def test_a_stop_while_it_starts_ends_it_cleanly_and_a_second_one_too(site: Site) -> None:
    daemon = site.start()
    site.until(lambda: holds(daemon.pid, signal.SIGTERM))
    assert not is_running(site)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGTERM):
        daemon.send_signal(number)
    assert daemon.wait(PATIENCE) == 0
    assert "Traceback" not in site.log()


def test_many_stops_are_one(site: Site) -> None:
    daemon = site.start()
    site.until(lambda: is_running(site))
    while daemon.poll() is None:
        daemon.send_signal(signal.SIGTERM)
        time.sleep(0.01)
    assert daemon.returncode == 0
    assert site.log().count("stopping") == 1


def test_the_deadline_of_a_stop_is_one_for_all() -> None:
    assert GRACE + LAST_RESORT <= 65


def black_hole(site: Site, ends: ExitStack) -> None:
    proxy = ends.enter_context(ChaosProxy(site.box.port))
    site.box.port = proxy.port
    site.write_config()
    site.start()
    site.until(lambda: is_running(site))
    site.until(lambda: b"IDLE" in proxy.sent)
    proxy.stall.set()
    ends.callback(proxy.stall.clear)


def foreign_lock(site: Site, ends: ExitStack) -> None:
    site.start()
    site.until(lambda: is_running(site))
    other = sqlite3.connect(site.folder / "mailtracker.db", isolation_level=None)
    ends.callback(other.close)
    other.execute("BEGIN IMMEDIATE")
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    site.until(lambda: any(site.box.mails("INBOX")))
    time.sleep(0.5)


def stopped_child(site: Site, ends: ExitStack) -> None:
    daemon = site.start()
    site.until(lambda: is_running(site))
    child = int(Path(f"/proc/{daemon.pid}/task/{daemon.pid}/children").read_text().split()[-1])
    os.kill(child, signal.SIGSTOP)
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    time.sleep(0.5)


@pytest.mark.parametrize("trouble", [black_hole, foreign_lock, stopped_child])
def test_a_stop_ends_in_time_whatever_the_peers_do(site: Site, trouble, monkeypatch) -> None:
    monkeypatch.setattr(site, "command", lambda *words: [sys.executable, "-c", HURRIED, *words])
    with ExitStack() as ends:
        trouble(site, ends)
        start = time.monotonic()
        assert site.stop() == 0
        assert time.monotonic() - start < QUICK + 6
