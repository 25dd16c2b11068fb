"""How often a Sent folder is looked into: where something is in doubt, and for the ids that the
server gives mail of ours, as often as there may be something new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailtracker.clock import DrivenClock
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.sent_folder import (
    WHERE_IDS_CHANGE,
    WHERE_IDS_STAY,
    WHERE_NOTHING_LIES,
    SentFolder,
    look_again_after,
)
from mailtracker.errors import Unreachable
from mailtracker.mailbox.mailbox import Copy
from mailtracker.reader import InProcessReader
from mailtracker.store import sending
from mailtracker.store.sending import Attempt
from mailtracker.store.transaction import Transaction
from tests.mailbox.folder_backend import FolderMailbox
from tests.servers.dovecot import Box
from tests.store.makers import opened, queue
from tests.stories.company import MONDAY, config_for, letters

NOBODY = Box("127.0.0.1", 1, "u", "p", None)
KEPT = Copy("<k.a@host>", "<k.a@host>")
CHANGED = Copy("<1@server.example>", "<k.a@host>")
OTHERS = Copy("<1@client.example>", "")


@pytest.mark.parametrize(
    ("copies", "pause"),
    [
        ([], WHERE_NOTHING_LIES),
        ([OTHERS], WHERE_NOTHING_LIES),
        ([OTHERS, KEPT], WHERE_IDS_STAY),
        ([KEPT, CHANGED], WHERE_IDS_CHANGE),
        ([CHANGED, OTHERS], WHERE_IDS_CHANGE),
        ([Copy("", "<k.a@host>")], WHERE_IDS_CHANGE),
    ],
)
def test_what_lies_there_says_when_to_look_again(copies: list[Copy], pause: timedelta) -> None:
    assert look_again_after(copies) == pause


class Stored(FolderMailbox):
    """A mailbox whose Sent folder has these copies."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.there: list[Copy] = []
        self.looks = 0
        self.away = False

    def copies(self, folder: str, ids: Sequence[str]) -> list[Copy]:
        self.looks += 1
        if self.away:
            raise Unreachable("it is away")
        return self.there


class Desk:
    """One mailbox with a Sent folder, and a clock."""

    def __init__(self, runtime: Runtime, clock: DrivenClock, folder: Path) -> None:
        self.runtime, self.clock, self.box = runtime, clock, Stored(folder)
        self.sent = 0
        (config,) = runtime.config.mailboxes
        self.folder = SentFolder(runtime, replace(config, sent_folder="Sent"), self.box)
        self.request = runtime.write(opened)

    def send(self) -> None:
        """The server takes a mail now."""
        self.sent += 1
        now: datetime = self.clock.now()

        def work(conn: Transaction) -> None:
            row_id = queue(conn, f"{self.sent}", self.request)
            (row,) = sending.claim_all(conn, now, 1)
            assert row.id == row_id
            sending.settle_sent(conn, [(row_id, Attempt("sent", 250, "OK"))], now)

        self.runtime.write(work)

    def after(self, **passed: float) -> int:
        """How often the folder was looked into by then."""
        self.clock.travel(timedelta(**passed))
        self.folder.look(self.clock.now())
        return self.box.looks


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    clock = DrivenClock(MONDAY)
    config = config_for(tmp_path, NOBODY, 1)
    with open_runtime(config, clock, InProcessReader, lambda _: None, letters()) as runtime:
        yield Desk(runtime, clock, tmp_path)


def test_before_anything_was_sent_nobody_looks(desk: Desk) -> None:
    assert desk.after(days=2) == 0


def test_where_ids_change_each_mail_is_looked_for_until_its_copy_had_a_minute(desk: Desk) -> None:
    """It may come a while after the server took the mail."""
    desk.box.there = [CHANGED]
    desk.send()
    assert desk.after(seconds=1) == 1
    desk.clock.travel(timedelta(seconds=50))
    desk.send()
    assert desk.after(seconds=5) == 1
    assert desk.after(seconds=5) == 2
    assert desk.after(seconds=61) == 3
    assert desk.after(hours=1) == 3
    desk.send()
    assert desk.after(seconds=1) == 4


def test_where_they_stay_once_a_day_is_enough(desk: Desk) -> None:
    desk.box.there = [KEPT]
    desk.send()
    assert desk.after(seconds=1) == 1
    for _ in range(23):
        desk.send()
        assert desk.after(hours=1) == 1
    assert desk.after(hours=1) == 2


def test_a_folder_that_is_away_is_looked_into_again(desk: Desk) -> None:
    desk.box.away = True
    desk.send()
    assert desk.after(seconds=1) == 1
    desk.box.away = False
    assert desk.after(seconds=1) == 2
    assert desk.runtime.looked["IT help"].sent
