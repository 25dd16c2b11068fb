"""What only long runs show: a clock that is turned under a running daemon, hours of outage, servers
that are slow or want mail to come again, half an hour of steady mail. `make proof-clocks`,
`proof-outage`, `proof-flow`.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections import Counter
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest

from tests.need import need_as_root
from tests.servers.faketime import FakeTime
from tests.servers.memory_limit import MemoryLimit


def arrive(site, numbers):
    """So many mails of as many people, at once."""
    with site.box.client() as client:
        for number in numbers:
            client.append("INBOX", site.mail(f"user{number}@corp.example", f"VPN {number}"))


def in_order(post):
    """Whether every mail went once, and each person's in the order in which they were written."""
    assert max(Counter((to, raw) for _, to, raw in post.log).values()) == 1
    receipts = [to for _, to, _ in post.log if to.startswith("user")]
    return sum(
        a > b for a, b in zip(map(_number, receipts), map(_number, receipts[1:]), strict=False)
    )


def _number(address):
    return int(address.removeprefix("user").partition("@")[0])


@pytest.mark.proof(part="clocks")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("by", ["+1h", "-1h", "+365d", "-365d"])
def test_a_clock_that_is_turned_fails_nothing_and_leaves_nothing_asleep(
    counting_site, faketime, tmp_path, monkeypatch, by
):
    clock, site = FakeTime(faketime, tmp_path), counting_site
    for name, value in clock.env.items():
        monkeypatch.setenv(name, value)
    arrive(site, [1])
    site.start()
    site.until(lambda: site.post.accepted == 2, 60)
    site.post.faults["RCPT"] = "451 4.3.0 later"
    arrive(site, [2])
    site.until(lambda: "mail ready" in site.log(), 60)
    clock.turn(by)
    site.until(lambda: "clock was turned" in site.log(), 60)
    assert "clock: was turned" in site.run("status").stdout
    site.post.faults.clear()
    arrive(site, [3])
    admin = "priya@corp.example"  # hears that the clock was turned
    site.until(lambda: sum(to != admin for _, to, _ in list(site.post.log)) == 6, 120)
    assert "mail failed" not in site.log()
    assert site.stop() == 0


OUTAGES = {
    "connections are refused": {"EHLO": "421 4.3.2 shutting down"},
    "451 at MAIL": {"MAIL": "451 4.3.1 no room in the queue"},
    "451 at RCPT": {"RCPT": "451 4.3.0 the address check is away"},
}


@pytest.mark.proof(part="outage")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("how", OUTAGES)
def test_what_an_hour_of_outage_keeps_back_goes_out_at_once_and_in_order(
    counting_site, figure, how
):
    """3,600 s at 3 mails a second, ten times as fast."""
    site, total, rate = counting_site, 10_800, 30
    site.post.faults.update(OUTAGES[how])
    site.start()
    began = time.monotonic()
    for start in range(0, total, rate):
        arrive(site, range(start, start + rate))
        time.sleep(max(0.0, began + (start + rate) / rate - time.monotonic()))
    site.until(lambda: not site.box.mails(), 1200)
    before = memory(site)
    site.post.faults.clear()
    back = time.monotonic()
    site.until(lambda: site.post.accepted, 60)
    first = time.monotonic() - back
    site.until(lambda: site.post.accepted == 2 * total, 1800)
    took = time.monotonic() - back
    disorder, after = in_order(site.post), memory(site)
    assert site.stop() == 0
    assert after < before + 40
    figure(
        f"outage, {how}: {2 * total} mails kept, none lost, none twice; first out after {first:.0f}"
        f" s, all in {took:.0f} s, {disorder} receipts before an older one; memory {before:.0f} MB,"
        f" {after:.0f} MB at the end"
    )


def memory(site):
    """Of the daemon and its children, in MB."""
    return sum(_resident(pid) for pid in _family(site.daemon.pid)) / 1024


def _family(pid):
    found = [pid]
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(entry.parent.name))
    return found


def _resident(pid):
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def open_files(site):
    return len(os.listdir(f"/proc/{site.daemon.pid}/fd"))


def log_size(site):
    """Of the database's write-ahead log, in MB."""
    return sum(path.stat().st_size for path in site.folder.glob("*.db-wal")) / (1 << 20)


@pytest.mark.proof(part="flow")
@pytest.mark.timeout(3600)
def test_half_an_hour_of_steady_mail_leaves_memory_files_and_log_as_they_were(
    counting_site, figure
):
    """1,800 s at 3 mails a second."""
    site, rate, seconds = counting_site, 3, 1800
    site.start()
    seen = []
    began = time.monotonic()
    for second in range(seconds):
        arrive(site, range(second * rate, (second + 1) * rate))
        if second % 30 == 29:
            seen.append((memory(site), open_files(site), log_size(site)))
        time.sleep(max(0.0, began + second + 1 - time.monotonic()))
    site.until(lambda: site.post.accepted == 2 * rate * seconds, 120)
    assert site.stop() == 0
    early, late = seen[len(seen) // 6 : len(seen) // 3], seen[-len(seen) // 6 :]
    (ram, files, log), (ram_late, files_late, log_late) = (
        [statistics.median(values) for values in zip(*part, strict=True)] for part in (early, late)
    )
    assert ram_late < ram * 1.15
    assert files_late <= files + 2
    assert log_late < max(8.0, log * 1.5)
    figure(
        f"flow: {rate * seconds} mails in half an hour: memory {ram:.0f} -> {ram_late:.0f} MB, "
        f"files {files:.0f} -> {files_late:.0f}, log {log:.1f} -> {log_late:.1f} MB"
    )


@pytest.mark.proof(part="flow")
@pytest.mark.timeout(1200)
def test_a_server_that_answers_in_two_seconds_gets_everything_once(counting_site, figure):
    site = counting_site
    site.post.delay = 2.0
    arrive(site, range(20))
    began = time.monotonic()
    site.start()
    site.until(lambda: site.post.accepted == 40, 600)
    assert in_order(site.post) is not None
    assert site.stop() == 0
    assert json.loads(site.run("status", "--json").stdout)["uncertain"] == []
    figure(f"slow server: 40 mails, each answer after 2 s, in {time.monotonic() - began:.0f} s")


@pytest.mark.proof(part="flow")
@pytest.mark.timeout(1200)
def test_a_server_that_wants_each_mail_to_come_again_gets_it_once(counting_site, figure):
    site = counting_site
    asked: dict[str, float] = {}

    class Greylist(dict[str, str]):
        def get(self, address, default=None):
            first = asked.setdefault(address, time.monotonic())
            return "451 4.7.1 come again in a minute" if time.monotonic() < first + 60 else default

    site.post.refuse = Greylist()
    arrive(site, range(20))
    site.start()
    began = time.monotonic()
    site.until(lambda: site.post.accepted == 40, 900)
    assert in_order(site.post) is not None
    assert site.stop() == 0
    figure(f"greylisting of a minute: 40 mails in {time.monotonic() - began:.0f} s")


MANY_MEGABYTES = (25, 25, 50, 25, 50, 25)
"""Of the mails that come, each with its attachment; a small one before and after all of them."""


def large(site, number, megabytes):
    mail = EmailMessage()
    mail["From"], mail["To"] = f"user{number}@corp.example", site.alias
    mail["Subject"], mail["Message-ID"] = f"VPN {number}", make_msgid(domain="corp.example")
    mail.set_content("It drops, see the trace.")
    size = (megabytes << 20) * 57 // 78  # as base64 lines
    mail.add_attachment(os.urandom(size), "application", "octet-stream", filename="trace.bin")
    return mail.as_bytes()


def is_served_or_named(site, count):
    """Every mail is answered, or in quarantine."""
    receipts = {to for _, to, _ in site.post.log if to.startswith("user")}
    listed = site.run("quarantine", "list", "--json")
    shelved = [] if listed.returncode else json.loads(listed.stdout)
    return not site.daemon.poll() and len(receipts) + len(shelved) >= count


@pytest.mark.proof(part="memory")
@pytest.mark.timeout(900)
@pytest.mark.parametrize("megabytes", [512, 768])
def test_with_little_memory_all_is_served_or_named_whatever_is_killed(
    counting_site, figure, megabytes
):
    """As a service that is started again when it dies (Restart=on-failure)."""
    site = counting_site
    count = len(MANY_MEGABYTES) + 2
    with MemoryLimit(megabytes) as limit:
        need_as_root("a control group of our own (memory)", limit.is_made)
        usual = site.command
        site.command = lambda *words: (
            [*limit.command, *usual(*words)] if words == ("run",) else usual(*words)
        )
        with site.box.client() as client:
            client.append("INBOX", site.mail("user0@corp.example", "VPN"))
            for number, size in enumerate(MANY_MEGABYTES, 1):
                client.append("INBOX", large(site, number, size))
            client.append("INBOX", site.mail(f"user{count - 1}@corp.example", "VPN"))
        began, starts, look = time.monotonic(), 0, 0.0
        while time.monotonic() < began + 400:
            if site.daemon is None or site.daemon.poll() is not None:
                site.start()
                starts += 1
            time.sleep(0.5)
            if time.monotonic() > look + 3:
                look = time.monotonic()
                if is_served_or_named(site, count):
                    break
        took, peak = time.monotonic() - began, limit.peak
        receipts = Counter(to for _, to, _ in site.post.log if to.startswith("user"))
        shelved = json.loads(site.run("quarantine", "list", "--json").stdout)
        code = site.stop()
    figure(
        f"memory limit {megabytes} MB: {len(receipts)} of {count} served, {len(shelved)} in"
        f" quarantine, {starts - 1} times started again, in {took:.0f} s, peak {peak} MB"
    )
    assert len(receipts) + len(shelved) == count
    assert set(receipts.values()) == {1}
    assert code == 0
