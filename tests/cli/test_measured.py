"""`status` measures when it is asked: never is all well while mail waits that nobody takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from mailtracker.cli.measured import LITTLE, NOTHING, Room, daemon_state, out_state, store_states
from mailtracker.pulse import ROOM, Heart, Pulse, last
from mailtracker.store import sending
from mailtracker.store.database import Store, lock
from mailtracker.store.tables import outbox as rows
from mailtracker.store.waiting import Waiting
from tests.cli.makers import Run, healthy, wrote

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GB = 1 << 30

PULSES = {
    "nothing known": (None, False, None),
    "runs": (Pulse(NOW, NOW), True, True),
    "is stopped (SIGSTOP)": (Pulse(NOW - 2 * MINUTE, NOW), True, False),
    "spoke in the future": (Pulse(NOW + 2 * MINUTE, NOW), True, False),
    "was killed": (Pulse(NOW, NOW), False, False),
    "was told to stop": (Pulse(NOW, NOW, ended=True), False, False),
    "made one pass": (Pulse(NOW, NOW, ended=True, once=True), False, True),
    "died in its one pass": (Pulse(NOW, NOW, once=True), False, False),
}


@pytest.mark.parametrize("case", PULSES)
def test_a_daemon_is_well_only_where_one_speaks(case: str) -> None:
    pulse, running, well = PULSES[case]
    state = daemon_state(pulse, running, NOW)
    assert (None if state is None else state.ok) == well


ROOMS = {
    "plenty": (Room(50 * GB, 100 * GB), True, "50 GB of 100 GB free"),
    "few megabytes": (Room(LITTLE - 1, GB), True, "running low: 199 MB of 1.0 GB free"),
    "five percent of much is much": (Room(40 * GB, 1000 * GB), True, "40 GB of 1000 GB free"),
    "one percent": (Room(GB, 100 * GB), True, "running low: 1.0 GB of 100 GB free"),
    "full": (Room(NOTHING - 1, GB), False, "full: 19 MB of 1.0 GB free where the database lies"),
    "no inodes": (
        Room(50 * GB, 100 * GB, 3),
        False,
        "full: 3 more files fit where the database lies (no inodes left)",
    ),
    "inodes": (Room(50 * GB, 100 * GB, 3000), True, "50 GB of 100 GB free"),
    "not a byte": (Room(0, GB), False, "full: 0 kB of 1.0 GB free where the database lies"),
}


@pytest.mark.parametrize("case", ROOMS)
def test_the_room_on_the_disk_is_told_as_it_is(case: str) -> None:
    room, well, text = ROOMS[case]
    (state,) = store_states(None, False, room)
    assert (state.ok, state.text) == (well, text)


WAITING = {
    "nothing": (Waiting(), True),
    "just written": (Waiting(1, NOW, "", NOW), True),
    "greylisted": (Waiting(1, NOW - 20 * MINUTE, "451 later", None), True),
    "could go, and nobody takes it": (Waiting(3, NOW - 6 * MINUTE, "", NOW - 6 * MINUTE), False),
    "tried for long": (Waiting(1, NOW - 31 * MINUTE, "451 later", None), False),
}


@pytest.mark.parametrize("case", WAITING)
def test_mail_that_waits_is_seen(case: str) -> None:
    found, well = WAITING[case]
    assert out_state(found, NOW).ok == well


@contextmanager
def served(site: Path) -> Iterator[Heart]:
    """By a daemon whose heart the test beats."""
    with lock(f"sqlite:///{site}/mailtracker.db"):
        heart = Heart(site / "mailtracker.db")
        heart.wrote(datetime.now(UTC), proven=True)
        heart.beat(datetime.now(UTC))
        yield heart
        heart.close()


def test_a_database_that_takes_nothing_is_named_and_so_is_its_end(
    mailtracker: Run, site: Path, store: Store
) -> None:
    with store.write() as conn:
        healthy(conn, datetime.now(UTC))
    with served(site) as heart:
        assert mailtracker("status").exit_code == 0
        heart.failed("the database cannot be used now: database or disk is full", NOW)
        heart.beat(datetime.now(UTC))
        result = mailtracker("status")
        assert result.exit_code == 1
        assert "✗ database: the database cannot be used now: database or disk is" in result.stdout
        heart.wrote(datetime.now(UTC))  # a small one: there may be no room for a mail
        heart.beat(datetime.now(UTC))
        assert mailtracker("status").exit_code == 1
        heart.wrote(datetime.now(UTC), proven=True)
        heart.beat(datetime.now(UTC))
        assert mailtracker("status").exit_code == 0


def test_a_killed_daemon_is_seen_at_once(mailtracker: Run, site: Path, store: Store) -> None:
    with store.write() as conn:
        healthy(conn, datetime.now(UTC))
    with served(site):
        assert mailtracker("status").exit_code == 0
    result = mailtracker("status")
    assert (result.exit_code, "✗ daemon: none is running" in result.stdout) == (1, True)


def test_mail_that_nobody_takes_makes_it_unwell(mailtracker: Run, site: Path, store: Store) -> None:
    now = datetime.now(UTC)
    with store.write() as conn:
        healthy(conn, now)
        row = wrote(conn, "kim@corp.example", now)
        sending.put_back(conn, row)
    with served(site):
        assert mailtracker("status").exit_code == 0
        with store.write() as conn:
            conn.execute(update(rows).values(next_try_at=now - 10 * MINUTE))
        told = json.loads(mailtracker("status", "--json").stdout)
    (part,) = (part for part in told["parts"] if part["part"] == "mail out")
    assert (told["ok"], part["ok"], "nobody takes it (1 wait)" in part["text"]) == (
        False,
        False,
        True,
    )


def test_the_pulse_has_its_room_on_the_disk_before_it_needs_it(tmp_path: Path) -> None:
    heart = Heart(tmp_path / "mail.db")
    file = tmp_path / "mail.db.health"
    assert file.stat().st_size == ROOM
    heart.failed("x" * 5000, NOW)
    heart.beat(NOW)
    assert (file.stat().st_size, file.stat().st_mode & 0o777) == (ROOM, 0o600)
    found = last(tmp_path / "mail.db")
    assert found is not None
    assert (found.trouble, found.since) == ("x" * 1000, NOW)
    heart.close()
