"""Two daemons live through a failover of their PostgreSQL server (docs/reliability.md, J60-J66)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Row, text

from mailtracker.clock import SystemClock
from mailtracker.daemon import regaining, run
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.reader import InProcessReader
from mailtracker.store import timeline
from mailtracker.store.database import Store
from tests.servers.postgresql import PostgresServer
from tests.servers.postgresql_standby import Standby, failover_url
from tests.several.hosts import Host, Several, until, use_maildirs
from tests.several.shelves import FolderShelves, LocalPost
from tests.stories.company import letters

pytestmark = pytest.mark.proof(part="failover")

ADMIN = "priya@corp.example"


def mail(subject: str) -> bytes:
    return (
        f"From: {subject} <{subject}@corp.example>\r\nTo: m0@corp.example\r\n"
        f"Subject: {subject}\r\nMessage-ID: <{subject}@corp.example>\r\n\r\nplease help\r\n"
    ).encode()


class Pair:
    """Two servers, a post office, and whatever daemons come up."""

    def __init__(self, house: Several, post: LocalPost, first: PostgresServer, second: Standby):
        self.house, self.post, self.first, self.second = house, post, first, second
        self.hosts: Sequence[Host] = ()

    def write(self, *subjects: str) -> None:
        for subject in subjects:
            self.house.deliver("m0", mail(subject))

    def hurry(self) -> None:
        """Nobody waits for the next poll."""
        for host in self.hosts:
            host.daemon.reload()

    def answer(self, *subjects: str, deliver: Sequence[str] | None = None) -> None:
        """Who writes them has a receipt."""
        until(lambda: any(host.serves for host in self.hosts))
        self.write(*(subjects if deliver is None else deliver))
        self.hurry()
        until(lambda: all(map(self.receipts, subjects)))

    def receipts(self, who: str) -> int:
        return len(self.post.to(f"{who}@corp.example"))

    def follow(self) -> None:
        """The standby has all."""
        ((there,),) = self.first.execute("SELECT pg_current_wal_lsn()")
        behind = "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn"
        until(lambda: self.second.execute(behind, there) == [(True,)])

    def is_over(self) -> bool:
        """All that was written has gone out."""
        return not self.ask("SELECT 1 FROM outbox WHERE state <> 'sent'")

    def lose_moments(self) -> None:
        """From some moment on the standby learns nothing. By then one request is answered, mails of
        another wait; after it these go out, and another one is opened and answered.
        """
        self.answer("before")
        until(self.is_over)
        self.post.faults["CONNECT"] = "421 4.3.2 later"
        self.post.hang_up()
        self.write("waits")
        self.hurry()
        until(lambda: self.ask("SELECT 1 FROM requests WHERE subject = 'waits'"))
        self.follow()
        self.second.fall_behind()
        self.post.faults.clear()
        self.answer("waits", "lost", deliver=["lost"])
        until(self.is_over)

    def fail_over(self) -> None:
        self.first.crash()
        self.second.promote()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        store = Store.open_to_read(self.house.url)
        try:
            with store.read() as conn:
                yield conn
        finally:
            store.close()

    def ask(self, statement: str) -> Sequence[Row[Any]]:
        with self.reading() as conn:
            return conn.execute(text(statement)).all()

    def opened(self) -> list[str]:
        return [row.subject for row in self.ask("SELECT subject FROM requests ORDER BY id")]

    def told(self) -> list[str]:
        """What the admins hear of a loss; of the outage they may hear besides."""
        return [said for said in map(words_of, self.post.to(ADMIN)) if "read anew" in said]

    def loss(self) -> timeline.Loss | None:
        with self.reading() as conn:
            return timeline.loss(conn)

    def is_on_the_other(self) -> bool:
        with self.reading() as conn:
            known = timeline.known(conn)
            return known is not None and known.line.endswith("2")

    def is_seen_to(self) -> bool:
        return self.is_on_the_other() and self.loss() is None

    def runtime(self) -> AbstractContextManager[Runtime]:
        """A daemon that comes up and serves nothing."""
        return open_runtime(self.house.config, SystemClock(), InProcessReader, letters=letters())


@pytest.fixture
def synchronous() -> bool:
    return False


@pytest.fixture
def pair(
    tmp_path: Path,
    postgresql: PostgresServer,
    pg_url: str,
    synchronous: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Pair]:
    use_maildirs(monkeypatch, tmp_path)
    monkeypatch.setattr(run, "shelves_of", lambda box: FolderShelves(tmp_path / box.name))
    monkeypatch.setattr(regaining, "SETTLES", regaining.SETTLES / 10)
    with Standby(postgresql, synchronous) as second, LocalPost() as post:
        url = failover_url(pg_url, postgresql, second)
        house = Several(tmp_path, url, 1, post.smtp_port)
        smtp = replace(house.config.smtp, echo=True)
        house.config = replace(house.config, smtp=smtp)
        post.deliver = house.deliver
        yield Pair(house, post, postgresql, second)


def words_of(raw: bytes) -> str:
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def test_what_was_lost_is_read_anew_and_nobody_is_answered_twice(pair: Pair) -> None:
    with pair.house.host() as first, pair.house.host() as second:
        pair.hosts = [first, second]
        pair.lose_moments()
        pair.fail_over()
        until(pair.is_seen_to)
        pair.answer("after")
        until(pair.told)
        until(pair.is_over)
    assert pair.opened() == ["before", "waits", "lost", "after"]
    references = [row.reference for row in pair.ask("SELECT reference FROM requests ORDER BY id")]
    assert references[:2] == ["M0-1001", "M0-1002"]
    assert not {*references[:2], "M0-1003"} & set(references[2:])
    assert [pair.receipts(who) for who in pair.opened()] == [1, 1, 1, 1]
    (letter,) = pair.told()
    assert "the database that took over may lack what was written last" in letter
    assert "Mails read anew from the mailboxes: 1" in letter
    assert "Mails of ours that may have gone out, or not: 0" in letter


def test_whoever_comes_up_later_begins_and_the_next_one_ends_it(pair: Pair) -> None:
    """Nobody lived through it; and the first that comes up dies in the middle."""
    with pair.house.host() as first:
        pair.hosts = [first]
        pair.lose_moments()
    pair.fail_over()
    with pair.runtime():
        lost = pair.loss()
        assert lost is not None
        assert lost.left == ["m0"]
        ((number,),) = pair.ask("SELECT next FROM counters WHERE prefix = 'M0'")
        assert number > 1100, "before any mailbox is served"
        waits = "SELECT letter FROM outbox WHERE state = 'uncertain' ORDER BY id"
        assert [row.letter for row in pair.ask(waits)] == ["receipt", "note_owner", "gap"]
    with pair.house.host() as second:
        pair.hosts = [second]
        until(pair.is_seen_to)
        pair.answer("after")
        until(pair.told)
    assert pair.opened() == ["before", "waits", "lost", "after"]
    assert [pair.receipts(who) for who in pair.opened()] == [1, 1, 1, 1]
    assert [row.letter for row in pair.ask(waits)] == ["gap"], "copies prove the others"
    (letter,) = pair.told()
    assert "Mails read anew from the mailboxes: 1" in letter


@pytest.mark.parametrize("synchronous", [True])
def test_a_standby_that_was_waited_for_loses_and_doubles_nothing(
    pair: Pair, figure: Callable[[str], None]
) -> None:
    many = [f"load{number}" for number in range(60)]
    with pair.house.host() as first, pair.house.host() as second:
        pair.hosts = [first, second]
        pair.answer("before")
        pair.write(*many[:40])
        pair.hurry()
        until(lambda: sum(map(pair.receipts, many)) >= 10)
        pair.fail_over()
        pair.write(*many[40:])
        took = until(lambda: pair.is_on_the_other())
        pair.hurry()
        until(lambda: all(map(pair.receipts, many)), patience=90)
        until(pair.is_over, patience=90)
    figure(f"two daemons were on the other server {took:.1f} s after the first one was gone")
    assert sorted(pair.opened()) == sorted(["before", *many])
    assert {who: pair.receipts(who) for who in many} == dict.fromkeys(many, 1)
    assert pair.told() == []
    ((said,),) = pair.ask("SELECT text FROM health WHERE part = 'failover' AND ok")
    assert "nothing is lost" in said


def test_the_old_server_is_not_written_when_it_comes_back(pair: Pair) -> None:
    """Nobody fenced it, and it stands first in the url."""
    with pair.house.host() as first:
        pair.hosts = [first]
        pair.answer("before")
        pair.fail_over()
        until(pair.is_seen_to)
        pair.answer("after")
        pair.first.start()
        pair.second.kill_sessions()
        pair.write("split")
        pair.hurry()
        until(lambda: "has come back" in str(first.runtime.heart.trouble))
        pair.first.stop()
        pair.answer("split", deliver=[])
    assert pair.opened() == ["before", "after", "split"]


def test_where_nothing_was_ever_served_nothing_is_compared(pair: Pair) -> None:
    with pair.runtime():
        pair.follow()
    pair.fail_over()
    with pair.runtime() as runtime:
        assert pair.is_seen_to()
        runtime.write(lambda conn: None)
