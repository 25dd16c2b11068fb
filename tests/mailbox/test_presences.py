"""Databases that serve one mailbox see each other by what they leave in it, on servers with
METADATA and without; who only looks changes nothing, and old word counts for nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailtracker.clock import DrivenClock
from mailtracker.daemon.rivalry import Rivalry
from mailtracker.daemon.run import open_runtime
from mailtracker.demo.servers import EmbeddedImap
from mailtracker.mailbox.mailbox import Presence
from mailtracker.mailbox.presences import ENTRY, MOST, ImapPresences
from mailtracker.mailbox.put_away import KEYWORD
from mailtracker.reader import InProcessReader
from mailtracker.reconcile.rivals import rivals
from mailtracker.store import health, outbox
from tests.mailbox.odd_server import mail
from tests.servers.dovecot import FROZEN, PASSWORD, Box, Dovecot
from tests.stories.company import config_for, letters

DOVECOTS = {"keyword": "dovecot", "metadata": "dovecot_with_metadata"}
OURS, THEIRS = "00000000000000aa", "00000000000000bb"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture(params=["keyword", "metadata", "keyword that the folder does not list"])
def noted(request: pytest.FixtureRequest) -> Box:
    """An account on a Dovecot of each kind or on pymap, with a mail that was just put away."""
    box: Box
    if request.param in DOVECOTS:
        box = request.getfixturevalue(DOVECOTS[request.param]).new_box()
    else:
        server: EmbeddedImap = request.getfixturevalue("embedded_imap")
        name = f"u{uuid.uuid4().hex[:10]}@corp.example"
        server.add_user(name, PASSWORD)
        box = Box(server.host, server.port, name, PASSWORD, server)
    put_away(box, NOW)
    return box


def put_away(box: Box, arrived: datetime, folder: str = "Handled") -> None:
    with box.client("") as client:
        if not client.folder_exists(folder):
            client.create_folder(folder)
        client.append(folder, mail(1), msg_time=arrived)


@contextmanager
def at(box: Box, **account: object) -> Iterator[ImapPresences]:
    presences = ImapPresences(box.account(**account))
    try:
        presences.connect(readonly=True)
        yield presences
    finally:
        presences.close()


def leave(box: Box, ident: str, now: datetime = NOW, **account: object) -> bool:
    with at(box, **account) as presences:
        return presences.leave(ident, now)


def seen(box: Box, now: datetime = NOW, **account: object) -> dict[str, datetime]:
    with at(box, **account) as presences:
        return {one.ident: one.at for one in presences.seen(now)}


def test_what_one_leaves_the_other_sees(noted: Box) -> None:
    assert seen(noted) == {}
    assert leave(noted, THEIRS)
    assert seen(noted) == {THEIRS: NOW}
    assert leave(noted, OURS)
    assert seen(noted) == {THEIRS: NOW, OURS: NOW}


def test_it_is_read_where_mails_are_only_marked(noted: Box) -> None:
    noted.append(mail(2), flags=[KEYWORD], msg_time=NOW)
    assert leave(noted, THEIRS, after="keyword")
    assert set(seen(noted, after="keyword")) == set(seen(noted)) == {THEIRS}
    assert next(iter(noted.flags("Handled").values())) <= {rb"\Recent"}


def test_a_mail_that_nobody_took_yet_bears_no_word(account: Box) -> None:
    account.append(mail(2), msg_time=NOW)
    assert not leave(account, OURS)
    assert account.flags()[1] <= {rb"\Recent"}
    assert not leave(account, OURS, after="keyword")
    assert account.flags()[1] <= {rb"\Recent"}


def test_somebodys_tag_of_digits_on_the_newest_mail_hides_nothing(noted: Box) -> None:
    with noted.client("Handled") as client:
        client.add_flags(client.search(), ["2026", "NIL"])
    assert leave(noted, THEIRS)
    assert seen(noted) == {THEIRS: NOW}


def test_an_old_mail_bears_no_word(account: Box) -> None:
    put_away(account, NOW - timedelta(hours=3))
    assert not leave(account, OURS)
    put_away(account, NOW - timedelta(hours=1))
    put_away(account, NOW - timedelta(hours=20))  # put away last, of an old backlog
    assert leave(account, OURS)
    assert seen(account) == {OURS: NOW - timedelta(hours=1)}


def test_who_looks_changes_nothing(noted: Box) -> None:
    leave(noted, THEIRS)
    before = noted.flags("Handled"), noted.flags()
    seen(noted)
    assert (noted.flags("Handled"), noted.flags()) == before


def test_word_of_ours_is_renewed_and_that_of_the_gone_is_taken_out(
    dovecot_with_metadata: Dovecot,
) -> None:
    box = dovecot_with_metadata.new_box()
    leave(box, THEIRS)
    leave(box, OURS)
    for days in (1, 6, 12):
        now = NOW + timedelta(days=days)
        leave(box, OURS, now)
        assert seen(box, now) == {OURS: now, **({THEIRS: NOW} if days < 7 else {})}
    for number in range(MOST + 9):
        leave(box, f"{number:016x}")
    assert len(seen(box)) == MOST + 1


@pytest.mark.parametrize("word", ["", "x" * 3000, "00000000000000BB 2026-11-28T08:00:00Z", "; ; "])
def test_an_entry_that_somebody_else_wrote_is_no_word(
    dovecot_with_metadata: Dovecot, word: str
) -> None:
    box = dovecot_with_metadata.new_box()
    with box.client() as client:
        client._raw_command_untagged(
            b"SETMETADATA", [b"INBOX", b"(" + ENTRY + b' "' + word.encode() + b'")'], uid=False
        )
    assert seen(box) == {}
    assert leave(box, OURS)
    assert seen(box) == {OURS: NOW}


def test_a_folder_that_may_not_be_changed_takes_no_word(account: Box) -> None:
    account.append(mail(2), msg_time=NOW)  # waits
    put_away(account, NOW, "Soon")
    with account.client("") as client:
        client.rename_folder("Soon", FROZEN)
    assert not leave(account, OURS, handled=FROZEN)
    assert not leave(account, OURS, handled="No such folder")
    assert seen(account, handled="No such folder") == {}


@pytest.mark.parametrize(
    ("ident", "minutes", "counts"),
    [
        (THEIRS, 0, True),
        (THEIRS, 119, True),
        (THEIRS, 121, False),
        (THEIRS, -119, True),  # their clock is ahead
        (THEIRS, -60 * 24 * 365, False),  # it was, and nobody mended what it wrote
        (OURS, 0, False),
    ],
)
def test_a_rival_is_another_database_that_was_there_of_late(
    ident: str, minutes: int, counts: bool
) -> None:
    one = Presence(ident, NOW - timedelta(minutes=minutes))
    assert rivals([one], OURS, NOW) == ([one] if counts else [])


class Life:
    """A daemon's looks at one mailbox, on a driven clock and a database of its own."""

    def __init__(self, box: Box, folder: Path) -> None:
        self.clock, self.config = DrivenClock(NOW), config_for(folder, box, 1)
        self.box, self.ident = box, ""

    def looks(self, *hours: float, rival_at: frozenset[float] = frozenset()) -> list[bool]:
        """Whether it was well after each of these looks, so many hours from now; at some of them
        a rival left word before.
        """
        config, well = self.config.mailboxes[0], []
        with open_runtime(self.config, self.clock, InProcessReader, letters=letters()) as runtime:
            rivalry = Rivalry(runtime, config, ImapPresences(self.box.account()))
            self.ident = runtime.store.ident
            for hour in hours:
                now = NOW + timedelta(hours=hour)
                self.clock.travel(now)
                if hour in rival_at:
                    leave(self.box, THEIRS, now)
                rivalry.look()
                with runtime.store.read() as conn:
                    well.append(all(beat.ok for beat in health.read(conn) if "twice" in beat.part))
        return well

    def told(self) -> int:
        with (
            open_runtime(self.config, self.clock, InProcessReader, letters=letters()) as runtime,
            runtime.store.read() as conn,
        ):
            return sum(row.letter == "trouble" for row in outbox.rows(conn))


@pytest.fixture
def life(dovecot_with_metadata: Dovecot, tmp_path: Path) -> Life:
    return Life(dovecot_with_metadata.new_box(), tmp_path)


def test_it_is_looked_for_once_an_hour_and_is_over_when_the_rival_is_gone(life: Life) -> None:
    well = life.looks(0, 0.1, 0.9, 1.0, 2.0, 3.1, rival_at=frozenset({0.1}))
    assert well == [True, True, True, False, False, True]


def test_the_admins_hear_of_it_once_a_day(life: Life) -> None:
    hours = range(49)
    assert not any(life.looks(*hours, rival_at=frozenset(hours)))
    assert life.told() == 3


def test_our_own_word_is_no_rival_in_this_life_nor_in_the_next(life: Life) -> None:
    assert all(life.looks(0, 1, 2, 3))
    assert all(life.looks(3.5, 4.5, 5.5))
    assert life.told() == 0


def test_a_copy_of_our_database_that_is_served_elsewhere_is_noticed(
    life: Life, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert all(life.looks(0))
    monkeypatch.setattr("tests.mailbox.test_presences.THEIRS", life.ident)
    assert life.looks(1, 1.5, 2, 3, rival_at=frozenset({1.5})) == [True, True, False, True]


def test_a_server_that_is_away_is_no_trouble_of_the_mailbox(life: Life) -> None:
    life.box = replace(life.box, port=1)
    assert life.looks(0, 1) == [True, True]
