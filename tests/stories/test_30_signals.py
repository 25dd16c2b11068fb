"""Signals at any moment: a hang-up never kills the daemon, and a stop ends it in time, whatever
its peers do.
"""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import signal
import socket
import sqlite3
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from mailtracker.daemon.run import GRACE, LAST_RESORT
from tests.need import need_as_root
from tests.servers.faults import FaultServer
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


# -- with all the grace there is -----------------------------------------------------------------


def unanswered_dot(site: Site, ends: ExitStack) -> None:
    server = ends.enter_context(FaultServer("stored", "hang"))
    server.hangs = 100
    ends.callback(server.stopped.set)
    site.smtp_port = server.port
    site.write_config()
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    site.start()
    site.until(server.met.is_set)


def stalled_body(site: Site, ends: ExitStack) -> None:
    proxy = ends.enter_context(ChaosProxy(site.post.smtp_port))
    site.smtp_port = proxy.port
    site.write_config()
    site.start()
    site.until(lambda: is_running(site))
    proxy.stall.set()
    ends.callback(proxy.stall.clear)
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    site.until(lambda: proxy.connections)
    time.sleep(1)


def hanging_names(site: Site, ends: ExitStack) -> None:
    """A name server that never answers, in a view of the files of its own."""
    need_as_root("unshare", os.geteuid() == 0 and shutil.which("unshare"))
    silent = ends.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    silent.bind(("127.0.0.53", 53))
    resolver = site.folder / "resolv.conf"
    resolver.write_text("nameserver 127.0.0.53\noptions timeout:30 attempts:5\n")
    config = site.folder / "config.toml"
    named = config.read_text().replace('host = "127.0.0.1"', 'host = "mail.corp.example"')
    config.write_text(named.replace('tls = "none"', 'tls = "implicit"'))
    usual = site.command

    def elsewhere(*words: str) -> list[str]:
        script = 'mount --bind "$1" /etc/resolv.conf && shift && exec "$@"'
        before = ["unshare", "--mount", "sh", "-c", script, "sh", str(resolver)]
        return [*before, *usual(*words)] if words == ("run",) else usual(*words)

    site.command = elsewhere  # type: ignore[method-assign]
    site.start()
    site.until(lambda: select.select([silent], [], [], 0)[0])
    site.until(lambda: is_running(site))


def unread_log(site: Site, ends: ExitStack) -> None:
    """Whoever reads it stands still."""
    here, there = os.pipe()
    ends.callback(os.close, here)
    site.log_file = Path(f"/proc/self/fd/{there}")
    fcntl.fcntl(there, fcntl.F_SETPIPE_SZ, 4096)
    os.write(there, b"x" * 4096)
    site.start()
    os.close(there)
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    site.until(lambda: site.post.accepted == 2)


LONG_STOPS = [
    black_hole,
    foreign_lock,
    stopped_child,
    unanswered_dot,
    stalled_body,
    hanging_names,
    unread_log,
]


@pytest.mark.proof(part="stops")
@pytest.mark.timeout(180)
@pytest.mark.parametrize("trouble", LONG_STOPS)
def test_a_stop_with_all_its_grace_ends_within_65_seconds(site: Site, figure, trouble) -> None:
    with ExitStack() as ends:
        trouble(site, ends)
        start = time.monotonic()
        assert site.daemon is not None
        site.daemon.send_signal(signal.SIGTERM)
        assert site.daemon.wait(100) == 0
        took = time.monotonic() - start
    assert took <= 65
    name = trouble.__name__.replace("_", " ")
    figure(f"SIGTERM, {name}: ended after {took:.1f} s, exit code 0")
