"""Once a day words go that were kept long enough: by each mailbox's own time, and a little at once,
since ladders wait meanwhile.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from benchmarks.writer import NOBODY
from mailtracker.clock import DrivenClock
from mailtracker.daemon import purging
from mailtracker.daemon.purging import Purging
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.effects import Decision, OpenRequest, SetStatus
from mailtracker.desk.request import Given, Status
from mailtracker.mail.message import Address
from mailtracker.store import ledger
from mailtracker.store.apply import apply
from mailtracker.store.ledger import MailboxState
from mailtracker.store.tables import requests
from tests.stories.company import MONDAY, config_for, letters

DAY = timedelta(days=1)


@pytest.fixture
def clock() -> DrivenClock:
    return DrivenClock(MONDAY)


@pytest.fixture
def runtime(tmp_path: Path, clock: DrivenClock):
    config = config_for(tmp_path, NOBODY, 1, keep=30 * DAY)
    other = replace(config.mailboxes[0], name="Payroll", keep=None, prefix="PAY")
    config = replace(config, mailboxes=(*config.mailboxes, other))
    with open_runtime(config, clock, letters=letters()) as runtime:
        begun = MailboxState(1, 1, MONDAY, 0)
        for name in ("IT help", "Payroll", "Of old"):
            runtime.write(partial(ledger.begin_mailbox, name=name, state=begun))
        yield runtime


def closed(conn: Connection, mailbox: str) -> None:
    asked = OpenRequest(
        mailbox=mailbox,
        prefix="IT",
        subject="VPN",
        requester=Address("Eva", "eva@corp.example"),
        copied=(),
        language="en",
        owner="bo",
        first_id="<q@corp.example>",
        given=Given("vpn", "why", "normal", "default"),
    )
    apply(conn, Decision("", (asked, SetStatus(Status.CLOSED))), None, MONDAY)


def with_words(runtime: Runtime) -> dict[str, int]:
    """How many requests have some, by mailbox."""
    counted = select(requests.c.mailbox, func.count()).where(requests.c.subject != "")
    rows = runtime.read(lambda conn: conn.execute(counted.group_by(requests.c.mailbox)).all())
    return {row[0]: row[1] for row in rows}


def test_each_mailbox_has_its_time_and_what_is_served_no_more_has_the_usual(
    runtime: Runtime, clock: DrivenClock
) -> None:
    for name in ("IT help", "Payroll", "Of old"):
        runtime.write(partial(closed, mailbox=name))
    daily, found = Purging(runtime), []
    for days in (29, 2, 58, 2):
        clock.travel(days * DAY)
        daily.look()
        found.append(sorted(with_words(runtime)))
    every = ["IT help", "Of old", "Payroll"]
    assert found == [every, every[1:], every[1:], []]


def test_a_look_does_a_part_and_the_next_one_goes_on(
    runtime: Runtime, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(purging, "AT_ONCE", 2)
    monkeypatch.setattr(purging, "REQUESTS", 3)
    for _ in range(10):
        runtime.write(partial(closed, mailbox="IT help"))
    clock.travel(31 * DAY)
    daily, left = Purging(runtime), []
    for _ in range(3):
        daily.look()
        left.append(with_words(runtime).get("IT help", 0))
    assert left == [4, 0, 0]
    for _ in range(20):
        daily.look()
    runtime.write(partial(closed, mailbox="IT help"))
    daily.look()
    assert with_words(runtime) == {"IT help": 1}, "not before tomorrow"
    clock.travel(DAY)
    daily.look()
    assert with_words(runtime) == {}


def test_after_the_clock_was_turned_nothing_goes_for_a_day(
    runtime: Runtime, clock: DrivenClock
) -> None:
    runtime.write(partial(closed, mailbox="IT help"))
    daily = Purging(runtime)
    clock.travel(31 * DAY)
    daily.put_off()
    daily.look()
    assert with_words(runtime) == {"IT help": 1}
    clock.travel(DAY)
    daily.look()
    assert with_words(runtime) == {}
