"""A database that takes no more: mail waits in the mailbox, it is told, and goes on by itself.

The long ones, `make proof-disk`, fill a small disk that database, slots, log and rules lie on.
"""

import sqlite3
import time
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mailtracker.daemon.run import Daemon
from mailtracker.errors import Unreachable
from mailtracker.pulse import last
from mailtracker.store import health
from mailtracker.store.database import file_of, version
from tests.need import need_as_root
from tests.servers.small_disk import SmallDisk
from tests.stories.company import body
from tests.stories.site import Site

pytestmark = pytest.mark.of_a_file

NO_LIMIT = 1 << 30


def pages(runtime, most):
    """As a disk that has no more room; SQLite then says the same."""
    runtime.write(lambda conn: conn.exec_driver_sql(f"PRAGMA max_page_count = {most}"))


def test_a_full_disk_is_told_beside_the_database_and_work_goes_on_when_there_is_room(company):
    with company.runtime() as runtime:
        daemon = Daemon(runtime)
        pages(runtime, 1)  # as many as there are
        company.write("eva@corp.example", "VPN drops", "Every hour. " * 20000)
        with pytest.raises(Unreachable):
            daemon.receivers[0].once()
        runtime.pulse()
        said = last(file_of(runtime.config.store.url))
        assert "full" in said.trouble
        runtime._probe()  # still no room
        assert not runtime.heart.is_well
        pages(runtime, NO_LIMIT)
        assert not runtime.heart.is_well
        runtime._probe()
        runtime.pulse()
        assert last(file_of(runtime.config.store.url)).trouble == ""
        assert daemon.receivers[0].once() == 1
    assert company.request().subject == "VPN drops"


def test_that_a_trouble_of_the_database_is_over_is_told_to_the_admins_once(company):
    with company.runtime() as runtime:
        for _ in range(2):
            pages(runtime, 1)
            with pytest.raises(Unreachable):
                runtime.write(health.probe)
            pages(runtime, NO_LIMIT)
            runtime._probe()
            assert runtime.heart.is_well
            company.clock.travel(timedelta(minutes=5))
    company.turn()
    (mail,) = company.inbox("priya@corp.example")
    assert mail["Subject"] == "IT help: the database works again"
    assert "full" in body(mail)


def test_a_trouble_ends_by_a_try_although_other_writes_go_on_meanwhile(company, monkeypatch):
    """Idle connections ask the store each second, which needs no room."""
    monkeypatch.setattr("mailtracker.daemon.runtime.PROBE_IN_TROUBLE", 0.0)
    with company.runtime() as runtime:
        pages(runtime, 1)
        with pytest.raises(Unreachable):
            runtime.write(health.probe)
        pages(runtime, NO_LIMIT)
        runtime.write(lambda conn: None)
        assert not runtime.heart.is_well
        runtime.pulse()
        assert runtime.heart.is_well


def test_a_log_that_nothing_takes_costs_no_mail(site):
    site.log_file = Path("/dev/full")
    for number in range(3):
        site.box.deliver(site.mail("eva@corp.example", f"VPN {number}"))
    assert site.start().poll() is None
    site.until(lambda: site.post.accepted == 6)
    assert site.stop() == 0
    assert site.run("audit").returncode == 0


# -- on a disk of its own ------------------------------------------------------------------------

LARGE = "Every hour. " * 2000


@pytest.fixture
def disk(tmp_path):
    """On it lie database, log, slots and rules of the site."""
    with SmallDisk(tmp_path / "small") as disk:
        need_as_root("a small disk of our own (mount -t tmpfs)", disk.is_mounted)
        yield disk


@pytest.fixture
def site_on_disk(disk, smtp_sink, account, tmp_path):
    site = Site(smtp_sink, account, disk.folder)
    site.log_file = tmp_path / "daemon.log"
    yield site
    site.kill()


def arrive(site, numbers, text="It drops."):
    with site.box.client() as client:
        for number in numbers:
            client.append("INBOX", site.mail(f"user{number}@corp.example", f"VPN {number}", text))


def named(site, words="full"):
    """Seconds until `status` says so, with an exit code."""
    start = time.monotonic()
    while True:
        said = site.run("status")
        if said.returncode and words in said.stdout + said.stderr:
            return time.monotonic() - start
        assert "All well" not in said.stdout
        assert time.monotonic() - start < 10, said.stdout + said.stderr
        time.sleep(0.2)


def went(site, numbers):
    """A receipt to each and a mail to its owner, none of them twice."""
    wanted = {f"user{number}@corp.example" for number in numbers}
    receipts = Counter(to for _, to, _ in site.post.log if to.startswith("user"))
    assert len(Counter(raw for _, _, raw in site.post.log)) == len(site.post.log)
    relays = [to for _, to, _ in site.post.log if to == "bo@corp.example"]
    assert max(receipts.values(), default=1) == 1
    return set(receipts) == wanted and len(relays) == len(numbers)


def told(site):
    """Whether the admins heard that it is over."""
    return any(b"works again" in raw for raw in site.post.to("priya@corp.example"))


def served(site, numbers, patience=60):
    site.until(lambda: went(site, numbers) and not site.box.mails(), patience)
    audit = site.run("audit")
    assert audit.returncode == 0, audit.stdout


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("log_there", [False, True])
def test_a_disk_that_fills_up_in_the_middle_is_named_and_left_behind(
    disk, site_on_disk, figure, log_there
):
    """By another user's file, while mail comes in and goes out."""
    site = site_on_disk
    if log_there:
        site.log_file = disk.folder / "daemon.log"
    site.start()
    arrive(site, range(10))
    site.until(lambda: site.post.accepted >= 5)
    disk.fill()
    arrive(site, range(10, 30), LARGE)
    took = named(site, "database: ")
    time.sleep(3)
    arrive(site, range(30, 40))
    before = site.post.accepted
    disk.empty()
    back = time.monotonic()
    served(site, range(40))
    site.until(lambda: told(site))
    rest = time.monotonic() - back
    assert site.daemon.poll() is None
    assert site.stop() == 0
    where = "log on it" if log_there else "log elsewhere"
    figure(
        f"disk full ({where}): named after {took:.1f} s; {80 - before} mails more went out once"
        f" there was room, none lost, none twice, within {rest:.0f} s"
    )


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("killed", [False, True])
def test_what_became_of_mails_is_not_forgotten_by_a_disk_that_is_full_just_then(
    disk, site_on_disk, monkeypatch, figure, killed
):
    """It fills while the server reads the dot: the outcome can only stand in the slot."""
    site = site_on_disk
    keep = site.post.keep

    async def full_then_keep(*words):
        if site.post.accepted == 6:
            disk.fill()
        await keep(*words)

    monkeypatch.setattr(site.post, "keep", full_then_keep)
    site.start()
    arrive(site, range(8))
    site.until(lambda: disk.free == 0)
    named(site, "database: ")
    monkeypatch.undo()
    if killed:
        site.kill()
        disk.empty()
        site.start()
    else:
        disk.empty()
    served(site, range(8))
    assert "uncertain" not in site.log()
    if not killed:
        site.until(lambda: told(site))
    assert site.stop() == 0
    figure(f"disk full at the dot, {'killed' if killed else 'running on'}: none twice, none lost")


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
def test_without_a_file_to_note_it_in_nothing_is_sent_and_it_goes_on_when_there_is_one(
    disk, site_on_disk, figure
):
    """No inodes left: the slots cannot be made, all else is there."""
    site = site_on_disk
    site.start()
    arrive(site, [0])
    served(site, [0])
    assert site.stop() == 0
    for slot in disk.folder.glob("*.slot-*"):
        slot.unlink()
    disk.fill_with_files(leave=2)  # what SQLite makes beside the database
    site.start()
    arrive(site, range(1, 5))
    took = named(site, "no inodes left")
    site.until(lambda: "cannot write beside the database" in site.run("status").stdout)
    assert site.post.accepted == 2
    disk.empty()
    served(site, range(5))
    assert site.stop() == 0
    figure(f"no inodes: named after {took:.1f} s, nothing sent without a slot, all of it after")


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
def test_a_start_on_a_full_disk_is_one_line_and_leaves_all_as_it_was(disk, site_on_disk, figure):
    site = site_on_disk
    site.start()
    arrive(site, range(3))
    served(site, range(3))
    assert site.stop() == 0
    arrive(site, range(3, 5))
    disk.fill()
    said = site.run("run", "--once")
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "mailtracker: " in said.stderr
    assert "full" in said.stderr
    named(site)
    disk.empty()
    assert site.run("run", "--once").returncode == 0
    served(site, range(5))
    figure("a start without room: one line, exit code 1, then as before")


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
def test_a_backup_that_does_not_fit_is_one_line_and_disturbs_nobody(disk, site_on_disk, figure):
    site = site_on_disk
    site.start()
    arrive(site, range(30), LARGE)
    served(site, range(30))
    disk.fill(leave=100 << 10)
    arrive(site, range(30, 40))
    copied = site.run("backup", "copy.db")
    assert copied.returncode == 1
    assert "full" in copied.stderr
    assert "Traceback" not in copied.stderr
    assert not list(disk.folder.glob("copy.db*"))
    disk.empty()
    served(site, range(40))
    assert site.run("backup", "copy.db").returncode == 0
    assert site.stop() == 0
    figure("a backup that fills the disk: one line, nothing left of it, the daemon goes on")


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
def test_a_migration_that_does_not_fit_leaves_the_database_as_it_was(disk, site_on_disk, figure):
    site = site_on_disk
    database = disk.folder / "mailtracker.db"
    database.touch(0o600)
    with closing(sqlite3.connect(database)) as old:
        old.executescript((Path(__file__).parents[1] / "store/step_0004.sql").read_text())
    before = database.stat().st_size
    disk.fill(leave=before // 4)
    said = site.run("migrate")
    assert said.returncode == 1
    assert "full" in said.stderr
    assert "Traceback" not in said.stderr
    assert version(f"sqlite:///{database}") == "0004"
    disk.empty()
    assert site.run("migrate").returncode == 0
    assert site.run("check", "--offline").returncode == 0
    figure(f"a migration of {before >> 10} kB that does not fit: one line, still the older version")


@pytest.mark.proof(part="disk")
@pytest.mark.timeout(300)
def test_rules_that_come_while_the_disk_is_full_serve_as_soon_as_there_is_room(
    disk, site_on_disk, figure
):
    site = site_on_disk
    rules = disk.folder / "rules" / "all.yaml"
    site.start()
    arrive(site, [0])
    served(site, [0])
    text = rules.read_text()
    rules.write_text(text + "# a comment more\n" + "# and room for it" * 200)
    rules.write_text(text.replace("to: bo\n    promise: normal", "to: sam\n    promise: normal"))
    disk.fill()
    time.sleep(3)
    disk.empty()
    site.until(lambda: "sam" in site.run("who", "vpn").stdout)
    site.until(lambda: site.run("status").returncode == 0)
    arrive(site, [1])
    site.until(lambda: site.post.to("sam@corp.example"))
    assert site.stop() == 0
    figure("rules that come while the disk is full: served once there is room")
