"""Several daemons on one database: who serves what, and what becomes of it when one is gone."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from mailtracker.clock import DrivenClock
from mailtracker.daemon.keeper import KeeperPace
from mailtracker.daemon.watch import Watch
from mailtracker.errors import LeaseLost, NewDatabase, Unreachable
from mailtracker.store import health, ledger
from mailtracker.store.database import home_of, is_served, migrate
from mailtracker.store.leases import of_daemon
from tests.several.hosts import OTHER_RULES, QUICK, Host, Several, until, use_maildirs
from tests.stories.company import DAILY, MONDAY, RULES


@pytest.fixture
def several(
    tmp_path: Path, pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> Callable[[int], Several]:
    use_maildirs(monkeypatch, tmp_path)
    return lambda boxes: Several(tmp_path, pg_url, boxes)


def mail(name: str, subject: str = "vpn") -> bytes:
    return (
        f"From: Eva <eva@corp.example>\r\nTo: {name}@corp.example\r\nSubject: {subject} {name}\r\n"
        f"Message-ID: <{subject}-{name}@corp.example>\r\n\r\nplease help\r\n"
    ).encode()


def all_served(house: Several, *hosts: Host) -> Callable[[], bool]:
    def wanted() -> bool:
        parts = [host.serves for host in hosts]
        return set().union(*parts) == set(house.names) and sum(map(len, parts)) == len(house.names)

    return wanted


def sizes(*hosts: Host) -> list[int]:
    return sorted(len(host.serves) for host in hosts)


def test_who_joins_gets_a_fair_share_and_who_leaves_gives_all(several) -> None:
    house = several(5)
    with house.host() as first:
        until(lambda: len(first.serves) == 5)
        assert first.keeps_house
        with house.host() as second, house.host() as third:
            until(lambda: sizes(first, second, third) == [1, 2, 2])
            assert [one.keeps_house for one in (first, second, third)] == [True, False, False]
            for name in house.names:
                house.deliver(name, mail(name))
            hosts = (first, second, third)
            for host in hosts:
                host.daemon.reload()  # nobody waits for the next poll
            until(lambda: sum(len(one.opened) for one in hosts) == 5)
            for host in hosts:
                assert sorted(host.opened) == sorted(f"vpn {name}" for name in host.serves)
            first.stop()
            until(all_served(house, second, third))
            until(lambda: second.keeps_house or third.keeps_house)
            with second.runtime.store.read() as conn:
                assert len(ledger.lines(conn, None, None, 10)) == 5
        assert is_served(house.url)
    assert not is_served(house.url)
    assert house.shared().known == []


def test_a_lost_session_loses_what_it_served_and_commits_nothing_of_it(several) -> None:
    house = several(1)
    with house.host() as first:
        until(lambda: first.serves)
        with house.host() as second:
            leases = first.runtime.leases

            def work(conn) -> None:
                health.beat(conn, "half done", True, "", MONDAY)
                with second.runtime.store.beside() as beside:
                    beside.execute(text(f"SELECT pg_terminate_backend({leases.session}, 5000)"))
                until(lambda: second.serves)  # while we still believe that it is ours
                health.beat(conn, "all done", True, "", MONDAY)

            with first.runtime.under("m0"), pytest.raises(Unreachable):
                first.runtime.write(work)
            assert (first.serves, second.serves) == (set(), {"m0"})
            until(lambda: leases.holds(of_daemon(first.runtime.me)))  # it lives, by another session
            with first.runtime.under("m0"), pytest.raises(LeaseLost):
                first.runtime.write(lambda conn: health.beat(conn, "too late", True, "", MONDAY))
            parts = {beat.part for beat in second.runtime.read(health.read)}
            assert not parts & {"half done", "all done", "too late"}


def test_whoever_is_silent_loses_its_session(several) -> None:
    """As a process that was paused, or cut off: its writer lives, and nothing of it looks."""
    house = several(1)
    with (
        house.host(KeeperPace(every=60)) as first,
        house.host(KeeperPace(every=0.1, silence=0.5)) as second,
    ):
        assert first.serves == {"m0"}
        until(lambda: second.serves == {"m0"})
        with first.runtime.under("m0"), pytest.raises(Unreachable):
            first.runtime.write(lambda conn: health.beat(conn, "too late", True, "", MONDAY))
        with first.runtime.under("m0"), pytest.raises(LeaseLost):
            first.runtime.write(lambda conn: health.beat(conn, "too late", True, "", MONDAY))


def test_whoever_has_older_rules_stands_by_until_it_has_the_newer_ones(several) -> None:
    house = several(2)
    with house.host() as first:
        until(lambda: len(first.serves) == 2)
        with house.host(rules=OTHER_RULES) as second:
            until(lambda: first.runtime.stands_by)
            assert "are older than those of" in first.runtime.stands_by
            until(lambda: len(second.serves) == 2 and second.keeps_house)
            assert not first.serves
            (first.runtime.config.rules / "all.yaml").write_text(OTHER_RULES)
            until(lambda: not first.runtime.stands_by)
            until(lambda: sizes(first, second) == [1, 1])
        # Rules that served before are no news where others serve.
        with house.host(rules=RULES) as third:
            until(lambda: third.runtime.stands_by)
            assert not first.runtime.stands_by


@pytest.mark.parametrize(
    "change", [{"name": "M0"}, {"address": "m@corp.example"}, {"folder": "In"}]
)
def test_whoever_knows_a_mailbox_by_another_name_stands_by(several, change: dict[str, str]) -> None:
    house = several(2)
    boxes = house.config.mailboxes
    with ExitStack() as first_ends:
        first = first_ends.enter_context(house.host())
        until(lambda: len(first.serves) == 2)
        house.config = replace(house.config, mailboxes=(replace(boxes[0], **change), boxes[1]))
        with house.host() as second:
            until(lambda: second.runtime.stands_by)
            assert "its config has" in second.runtime.stands_by
            until(lambda: first.serves == {"m0", "m1"})  # it may have left one to it before
            assert not first.runtime.stands_by
            first_ends.close()
            until(lambda: not second.runtime.stands_by)


def test_one_more_mailbox_in_a_config_is_none_of_the_others_business(several) -> None:
    house = several(2)
    boxes = house.config.mailboxes
    patient = replace(QUICK, every=0.5)  # what the other does not take in three looks it keeps
    with house.host(patient) as first:
        house.config = replace(house.config, mailboxes=boxes[:1])
        with house.host(patient) as second:
            until(lambda: sizes(first, second) == [1, 1])
            assert not second.runtime.stands_by


def test_a_newer_schema_ends_the_daemons_of_the_older_one(several) -> None:
    house = several(1)
    with house.host() as first:
        until(lambda: first.serves)
        home = home_of(house.url)
        assert home is not None
        session = first.runtime.leases.session
        assert migrate(house.url) == []
        first.runtime.beat("smtp", True)  # nothing had to change, and nobody is disturbed
        assert first.runtime.leases.session == session
        with home.upgrading() as conn:
            conn.execute(text("ALTER TABLE health ADD COLUMN more text NOT NULL DEFAULT ''"))
            conn.execute(text("ALTER TABLE health ALTER COLUMN more DROP DEFAULT"))
            conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        for _ in range(3):  # nobody writes what the newer schema does not take
            with pytest.raises(Unreachable):
                first.runtime.beat("smtp", True)
        until(lambda: first.ended_by)
        assert isinstance(first.ended_by, NewDatabase)
        assert "9999" in str(first.ended_by)


def test_ladders_and_digests_come_once_whoever_runs(several) -> None:
    house, clock = several(2), DrivenClock(MONDAY)
    with house.host(clock=clock, rules=DAILY) as one, house.host(clock=clock, rules=DAILY) as other:
        until(lambda: sizes(one, other) == [1, 1])
        for name in house.names:
            house.deliver(name, mail(name))
        for host in (one, other):
            host.daemon.reload()
        until(lambda: len([*one.opened, *other.opened]) == 2)
        clock.travel(timedelta(hours=3, minutes=30))
        until(lambda: len(house.letters("reminder")) == 2)
        clock.travel(timedelta(hours=20, minutes=35))

        def told() -> bool:
            """A mailbox that another one has not read again yet is waited for, by the minute."""
            if "ana" in house.letters("daily_digest"):
                return True
            clock.travel(timedelta(minutes=1))
            for host in (one, other):
                host.daemon.reload()
            one.runtime.stopping.wait(0.3)
            return False

        until(told)
        one.stop()
        until(lambda: other.keeps_house and len(other.serves) == 2)
        look_again(other)  # by what stands in the store: nobody told this one what was told
        assert house.letters("reminder") == ["bo", "bo"]
        digests = house.letters("daily_digest")
        assert "ana" in digests
        assert len(digests) == len(set(digests))


def test_nothing_of_a_mailbox_fires_while_nobody_reads_it(several) -> None:
    house, clock = several(2), DrivenClock(MONDAY)
    with house.host(clock=clock) as alone:
        for name in house.names:
            house.deliver(name, mail(name))
        until(lambda: len(alone.opened) == 2)
    clock.travel(timedelta(hours=3, minutes=30))
    broken = house.folder / "m1" / "cur"
    broken.rename(house.folder / "gone")
    with house.host(clock=clock) as one, house.host(clock=clock) as other:
        until(lambda: house.letters("reminder"))
        until(lambda: sizes(one, other) == [1, 1])
        look_again(one, other)
        assert house.letters("reminder") == ["bo"]  # not of m1
        (house.folder / "gone").rename(broken)
        for host in (one, other):
            host.daemon.reload()
        until(lambda: house.letters("reminder") == ["bo", "bo"])


def look_again(*hosts: Host) -> None:
    """Whatever may fire has fired after this."""
    for host in hosts:
        Watch(host.runtime, host.daemon._fresh).poll()
