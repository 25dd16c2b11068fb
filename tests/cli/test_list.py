"""`mailtracker list`: order, marks and filters."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from mailtracker.desk.effects import NextRung, Pause, SetStatus, Snooze, StopClock
from mailtracker.desk.request import ENDING, Status
from mailtracker.policy.worktime import Span
from mailtracker.store.database import Store
from tests.cli.makers import Run, opened


def test_list_puts_the_most_urgent_first_and_marks_the_late(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        calm = opened(conn, "printer", due=None)
        later = opened(conn, "vpn", due=timedelta(hours=8))
        late = opened(conn, "mouse", due=timedelta(minutes=-5))
    lines = mailtracker("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["REFERENCE", late, later, calm]
    assert ["LATE" in line for line in lines] == [False, True, False, False]


def test_list_leaves_closed_ones_out_unless_told(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "gone", SetStatus(Status.CLOSED), due=None)
    assert mailtracker("list").stdout == "No open requests. --all lists the closed ones too.\n"
    assert "gone" in mailtracker("list", "--all").stdout
    assert "gone" in mailtracker("list", "--status", "closed").stdout


def test_list_says_what_waits_and_until_when_an_owner_wants_no_reminder(
    mailtracker: Run, store: Store
) -> None:
    later = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    with store.write() as conn:
        opened(conn, "paused", Pause(Span(minutes=150)), NextRung(1, later), due=None)
        opened(conn, "rests", Snooze(later))
        opened(conn, "asked twice", Pause(None), NextRung(2, later), due=None)
    lines = {line.split()[-1]: line for line in mailtracker("list").stdout.splitlines()}
    assert "waiting" in lines["paused"]
    assert "asks again 2026-12-07" in lines["paused"]
    assert "closes 2026-12-07" in lines["twice"]
    assert "snoozed until 2026-12-07" in lines["rests"]
    assert mailtracker("list", "--status", "waiting").stdout.count("IT-") == 2
    shown = " ".join(mailtracker("show", "IT-1001").stdout.split())
    assert "left of the promise 2:30 h of working time asks again 2026-12-07" in shown
    assert "snoozed until 2026-12-07" in " ".join(mailtracker("show", "IT-1002").stdout.split())


def test_list_and_show_say_when_a_request_ends(mailtracker: Run, store: Store) -> None:
    later = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    answered = (StopClock(answered=True), SetStatus(Status.ANSWERED))
    with store.write() as conn:
        opened(conn, "done", *answered, NextRung(ENDING, later, done_by="bo"), due=None)
        opened(conn, "silent", *answered, NextRung(0, later), due=None)
    lines = {line.split()[-1]: line for line in mailtracker("list").stdout.splitlines()}
    assert "closes 2026-12-07" in lines["done"]
    assert "closes" not in lines["silent"]
    shown = " ".join(mailtracker("show", "IT-1001").stdout.split())
    assert "closes 2026-12-07 09:00 says done bo" in shown
    shown = " ".join(mailtracker("show", "IT-1002").stdout.split())
    assert "ends if silent 2026-12-07" in shown
    assert "says done" not in shown


def test_list_of_one_owner_as_json(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "for bo")
        opened(conn, "Für Ana ✓", owner="ana")
    (only,) = json.loads(mailtracker("list", "--owner", "ana", "--json").stdout)
    assert (only["subject"], only["owner"], only["status"]) == ("Für Ana ✓", "ana", "open")
    assert only["requester"] == {"name": "Kim", "mail": "kim@corp.example"}
    assert datetime.fromisoformat(only["promised_at"]).tzinfo is not None


def test_list_of_one_tag(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "plain")
        opened(conn, "of an executive", tags=("vip",))
    assert mailtracker("list", "--tag", "vip").stdout.count("IT-") == 1
    (only,) = json.loads(mailtracker("list", "--tag", "vip", "--json").stdout)
    assert (only["subject"], only["tags"]) == ("of an executive", ["vip"])
    assert mailtracker("list", "--tag", "vi").stdout.strip() == "No requests."


def test_a_subject_cannot_steer_the_terminal(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "\x1b]0;owned\x07\x1b[2J\u202efoo\nbar")
    shown = mailtracker("list").stdout + mailtracker("show", "IT-1001").stdout
    assert not [
        character for character in shown if character != "\n" and not character.isprintable()
    ]
