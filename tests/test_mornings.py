"""Daily digests over restarts, reloads, clocks that are turned and mailboxes that cannot be read;
and what they cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest
from sqlalchemy import Engine, event, select

from benchmarks.writer import NOBODY
from mailtracker.clock import DrivenClock
from mailtracker.daemon import mornings
from mailtracker.daemon.mornings import AGAIN, PATIENCE, REST, Mornings
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.budgets import Budget, Payer, Spend, purses
from mailtracker.desk.effects import Decision, OpenRequest, StartClock
from mailtracker.desk.on_daily import on_daily
from mailtracker.desk.request import Given
from mailtracker.mail.message import Address
from mailtracker.policy.model import Policy
from mailtracker.reader import InProcessReader
from mailtracker.store import daily, health, spent
from mailtracker.store.apply import apply
from mailtracker.store.tables import outbox
from tests.shipped_letters import shipped_letters
from tests.stories.company import DAILY, MONDAY, config_for

HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


class Office:
    """A database, and daemons of which one look is asked each."""

    def __init__(self, folder: Path) -> None:
        self.config = config_for(folder, NOBODY, 1, DAILY)
        self.clock = DrivenClock(MONDAY)

    @contextmanager
    def runtime(self) -> Iterator[Runtime]:
        with open_runtime(
            self.config, self.clock, InProcessReader, letters=shipped_letters()
        ) as runtime:
            yield runtime

    def owes(self, owner: str, number: int = 1, promised: timedelta = 5 * DAY) -> None:
        with self.runtime() as runtime:
            for _ in range(number):
                runtime.write(lambda conn: self._open(conn, owner, promised))

    def _open(self, conn, owner, promised) -> None:
        asked = OpenRequest(
            mailbox="IT help",
            prefix="IT",
            subject="VPN",
            requester=Address("Eva", "eva@corp.example"),
            copied=(),
            language="en",
            owner=owner,
            first_id="<q@corp.example>",
            given=Given("vpn", "why", "normal", "default"),
        )
        now = self.clock.now()
        apply(conn, Decision("", (asked, StartClock(now, now + promised, None))), None, now)

    def look(self, after: timedelta = timedelta(0)) -> list[str]:
        """To whom it writes."""
        self.clock.travel(after)
        with self.runtime() as runtime:
            return written(runtime, Mornings(runtime, lambda _: True).look)


def written(runtime: Runtime, look: Callable[[], object]) -> list[str]:
    before = told(runtime)
    look()
    return told(runtime)[len(before) :]


def told(runtime: Runtime, letter: str = "daily_digest") -> list[str]:
    with runtime.store.read() as conn:
        rows = conn.execute(select(outbox).where(outbox.c.letter == letter).order_by(outbox.c.id))
        return [row.recipient.partition("@")[0] for row in rows]


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_it_is_one_a_day_whoever_asks_however_often(office: Office) -> None:
    office.owes("bo")
    assert office.look() == []  # nine on Monday, but whoever is new begins tomorrow
    assert office.look(DAY - MINUTE) == []
    assert office.look(MINUTE) == ["ana", "bo"]  # Ana leads his team
    assert office.look() == office.look(MINUTE) == office.look(HOUR) == []
    assert office.look(3 * HOUR) == []
    assert office.look(DAY - 4 * HOUR - MINUTE) == ["ana", "bo"]


def test_what_is_open_later_that_day_is_told_tomorrow(office: Office) -> None:
    office.look()
    assert office.look(DAY) == []
    office.owes("bo")
    assert office.look(HOUR) == []
    assert office.look(DAY - HOUR) == ["ana", "bo"]


def test_a_kill_before_the_commit_tells_it_again_and_after_it_does_not(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.owes("bo")
    office.look()
    office.clock.travel(DAY)
    whole = daily.note

    def killed(conn, had) -> None:
        if "bo" in had:
            raise KeyboardInterrupt
        whole(conn, had)

    with monkeypatch.context() as patch, office.runtime() as runtime:
        patch.setattr(daily, "note", killed)
        loop = Mornings(runtime, lambda _: True)
        with pytest.raises(KeyboardInterrupt):
            loop.look()
        assert told(runtime) == ["ana"]
        patch.undo()
        assert written(runtime, loop.look) == ["bo"]  # what was in hand is not forgotten
    assert office.look() == []


def test_one_that_fails_silences_nobody_else_and_status_says_so(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.owes("bo")
    office.owes("sam")
    office.look()
    office.clock.travel(DAY)
    whole = on_daily

    def fails_for_bo(due, scene):
        if due.person == "bo":
            raise ValueError("a bug")
        return whole(due, scene)

    def is_well(runtime: Runtime) -> bool:
        return all(one.ok for one in runtime.read(health.read) if one.part == mornings.PART)

    with office.runtime() as runtime:
        loop = Mornings(runtime, lambda _: True)
        with monkeypatch.context() as patch:
            patch.setattr(mornings, "on_daily", fails_for_bo)
            assert written(runtime, loop.look) == ["ana", "sam"]
            assert not is_well(runtime)
            assert written(runtime, loop.look) == []
        office.clock.travel(REST)
        assert written(runtime, loop.look) == ["bo"]
        assert is_well(runtime)


def test_a_mailbox_that_cannot_be_read_is_waited_for_and_then_named(office: Office) -> None:
    office.owes("bo")
    office.look()
    office.clock.travel(DAY)
    readable: set[str] = set()
    with office.runtime() as runtime:
        loop = Mornings(runtime, readable.__contains__)
        assert written(runtime, loop.look) == []
        office.clock.travel(PATIENCE - AGAIN)
        assert written(runtime, loop.look) == []
        office.clock.travel(AGAIN)
        assert written(runtime, loop.look) == ["ana", "bo"]
        office.clock.travel(DAY - PATIENCE)
        assert written(runtime, loop.look) == []
        readable.add("IT help")
        office.clock.travel(AGAIN)
        assert written(runtime, loop.look) == ["ana", "bo"]


def test_a_clock_that_ran_ahead_costs_one_day_at_most(office: Office) -> None:
    office.owes("bo", promised=90 * DAY)
    office.look()
    assert office.look(60 * DAY) == ["ana", "bo"]  # a Friday in January
    with office.runtime() as runtime:
        loop = Mornings(runtime, lambda _: True)
        loop.look()
        office.clock.turn(-59 * DAY)
        loop.begin_again()
        assert written(runtime, loop.look) == []
        office.clock.travel(DAY)
        assert written(runtime, loop.look) == ["ana", "bo"]


def test_rules_that_are_read_anew_count_at_once(office: Office) -> None:
    office.owes("bo")
    office.look()

    def changed(policy: Policy, digest: Literal["daily", "never"]) -> Policy:
        bo = replace(policy.people["bo"], digest=digest)
        return replace(policy, people={**policy.people, "bo": bo}, teams={})

    with office.runtime() as runtime:
        loop, policy = Mornings(runtime, lambda _: True), runtime.world.policy
        loop.look()
        office.clock.travel(DAY)
        runtime.world = replace(runtime.world, policy=changed(policy, digest="never"))
        assert written(runtime, loop.look) == []
        runtime.world = replace(runtime.world, policy=changed(policy, digest="daily"))
        assert written(runtime, loop.look) == ["bo"]


def test_the_breaker_holds_it_back(office: Office) -> None:
    office.owes("bo")
    office.owes("sam")
    office.look()
    office.clock.travel(DAY)
    (purse,) = purses(Budget.ANSWERED, Payer("bo@corp.example", "corp.example"))
    with office.runtime() as runtime:
        runtime.world = replace(runtime.world, automatic_per_hour=0)
        runtime.write(lambda conn: spent.add(conn, [Spend(*purse)], office.clock.now()))
        # The first mail to each person within an hour is not counted.
        assert written(runtime, Mornings(runtime, lambda _: True).look) == ["ana", "sam"]
        assert told(runtime, "trouble") == ["priya"]


# What it costs.


def statements(runtime: Runtime, look: Callable[[], object]) -> list[str]:
    ran: list[str] = []

    def note(_c: object, _cursor: object, sql: str, *_: object) -> None:
        ran.append(sql)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        look()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return ran


def test_between_mornings_it_asks_nothing_and_then_only_of_who_has_something(
    office: Office,
) -> None:
    office.owes("carla", 200)
    office.owes("bo")
    office.look()
    with office.runtime() as runtime:
        loop = Mornings(runtime, lambda _: True)
        loop.look()
        assert statements(runtime, loop.look) == []
        office.clock.travel(DAY)
        with_many = statements(runtime, loop.look)
        assert statements(runtime, loop.look) == []
    looked = [sql for sql in with_many if "FROM requests" in sql and "owner IN" in sql]
    assert len(looked) == 3  # Ana, Bo, Carla; of Sam and Jonas nobody asks
