"""`mailtracker list`: order, marks and filters."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from mailtracker.desk.effects import SetStatus
from mailtracker.desk.request import Status
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
