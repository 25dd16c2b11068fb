"""How expected mail stands, in rows; and when a mail came, whatever its server says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.desk.awaited import AskStage, TickOff
from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.desk.facts import Facts
from mailtracker.policy.expected import Awaiting, Tick
from mailtracker.store import awaited, health, in_hand, ledger
from mailtracker.store.awaited import CameIn, ExpectationRow
from mailtracker.store.in_hand import Epoch, TriedMail
from mailtracker.store.ledger import NO_BYTES, Arrival
from tests.store.lines import message
from tests.store.makers import opened

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROW = ExpectationRow(
    name="backup",
    print="p",
    awaiting=Awaiting(NOW - HOUR, frozenset({"ana", "bo"})),
    due_at=NOW + HOUR,
    look_at=NOW,
    asked=AskStage.ONCE,
    people=("ana", "bo"),
)


def test_a_row_is_as_it_was_put_last(conn):
    awaited.put(conn, ROW)
    assert awaited.row(conn, "backup") == ROW
    changed = replace(ROW, request_id=opened(conn), look_at=NOW + HOUR, asked=AskStage.NOTHING)
    awaited.put(conn, changed)
    assert awaited.rows(conn) == {"backup": changed}
    awaited.forget(conn, "backup")
    assert awaited.row(conn, "backup") is None


def test_what_is_due_is_found_the_longest_first(conn):
    for number, name in enumerate("dcba"):
        awaited.put(conn, replace(ROW, name=name, look_at=NOW + number * HOUR))
    assert awaited.due(conn, NOW - HOUR) == []
    assert awaited.due(conn, NOW + HOUR) == ["d", "c"]


def test_after_a_restored_database_everything_begins_anew(conn):
    awaited.put(conn, ROW)
    awaited.begin_again(conn, NOW - HOUR)
    stands = awaited.row(conn, "backup")
    assert (stands.print, stands.look_at) == ("", NOW - HOUR)


def test_what_was_judged_is_cleared_but_for_the_last_of_each(conn):
    for hours, who in ((-5, "ana"), (-4, "ana"), (-3, "bo"), (1, "bo")):
        awaited.tick(conn, TickOff("backup", who, NOW + hours * HOUR), 7 + hours)
    awaited.tick(conn, TickOff("other", "ana", NOW - 5 * HOUR), 1)
    awaited.clear(conn, "backup", NOW)
    left = awaited.ticks_after(conn, "backup", NOW - 9 * HOUR)
    assert left == [Tick("ana", NOW - 4 * HOUR), Tick("bo", NOW + HOUR)]
    assert awaited.last_seen(conn, "backup") == {"ana": NOW - 4 * HOUR, "bo": NOW + HOUR}
    assert awaited.last_line(conn, "backup") == 8
    assert len(awaited.ticks_after(conn, "other", NOW - 9 * HOUR)) == 1


def line(conn, arrived, fetched=NOW, uid=1):
    arrival = Arrival("it", 1, uid, arrived, NO_BYTES, 10)
    return ledger.enter(conn, arrival, message(uid), "person", fetched)


CAME = (
    # the server's word, the mailbox's last (ok, since, at), when it came
    ("a minute ago", -1 / 60, (True, -9, -0.1), -1 / 60),
    ("before the mailbox was read last", -5, (True, -9, -0.1), -0.1),
    ("after a downtime", -5, (True, -90, -70), -5),
    ("while the mailbox was in trouble", -5, (False, -6, -0.1), -5),
    ("before the trouble began", -8, (False, -6, -0.1), -6),
    ("in the future", 5, (True, -9, -0.1), 0),
    ("in 1970", -400_000, (True, -9, -0.1), -0.1),
    ("and it is the first mail of all", -5, None, -5),
)


@pytest.mark.parametrize(
    ("said", "beat", "came"), [one[1:] for one in CAME], ids=[c[0] for c in CAME]
)
def test_when_a_mail_came(conn, said, beat, came):
    if beat is not None:
        ok, since, at = beat
        health.beat(conn, "imap it", ok, "", NOW + since * HOUR)
        health.beat(conn, "imap it", ok, "", NOW + at * HOUR)
    arrived = NOW + said * HOUR
    known = awaited.with_expected(conn, Facts(arrived=arrived), CameIn(line(conn, arrived)), NOW)
    assert known.came == NOW + came * HOUR


DATED = (
    ("between, and that counts", -1, -1),
    ("before the mailbox was read last", -9, -2),
    ("in the future", 3, 0),
    ("no date", None, -2),
)


@pytest.mark.parametrize(("own", "came"), [one[1:] for one in DATED], ids=[one[0] for one in DATED])
def test_where_the_server_is_wrong_the_mails_own_date_counts_within_bounds(conn, own, came):
    health.beat(conn, "imap it", True, "", NOW - 2 * HOUR)
    date = None if own is None else NOW + own * HOUR
    arrived = NOW - 400_000 * HOUR
    mail = CameIn(line(conn, arrived), date)
    assert awaited.with_expected(conn, Facts(arrived=arrived), mail, NOW).came == NOW + came * HOUR


@pytest.mark.parametrize(("said", "came"), [(-5, -5), (-400_000, 0), (5, 0)])
def test_a_mail_that_is_decided_on_again_came_when_it_came(conn, said, came):
    health.beat(conn, "imap it", True, "", NOW + 20 * HOUR)
    number = line(conn, NOW + said * HOUR)
    known = awaited.with_expected(conn, Facts(), CameIn(number), NOW + 30 * HOUR)
    assert known.came == NOW + came * HOUR


def test_a_request_that_waits_is_told_with_who_is_missing_still(conn):
    awaited.put(conn, replace(ROW, request_id=opened(conn)))
    awaited.put(conn, replace(ROW, name="other"))
    awaited.tick(conn, TickOff("backup", "ana", NOW - 2 * HOUR), 1)
    awaited.tick(conn, TickOff("backup", "bo", NOW), 2)
    known = awaited.with_expected(conn, Facts(), CameIn(line(conn, NOW)), NOW)
    (found,) = known.awaited.values()
    assert found.absent == {"ana"}, "hers came before the due time that was missed"
    assert known.requests[found.request_id].reference == "IT-1001"


def test_what_nobody_could_read_or_take_may_be_it(conn):
    quarantined = line(conn, NOW)
    ledger.quarantine(conn, quarantined, "it goes in a circle", "")
    earlier = line(conn, NOW - 2 * HOUR, uid=2)
    ledger.quarantine(conn, earlier, "it goes in a circle", "")
    ledger.dispose(conn, line(conn, NOW, uid=3), Dispose(Disposition.IGNORED, ""), None)
    in_hand.count_try(conn, Epoch("it", 1), TriedMail(9, 1, NOW, NOW, "refused"))
    found = awaited.unseen(conn, NOW - HOUR)
    assert [one.line_id for one in found] == [quarantined, None]
    assert found[0].sender == "ann@corp.example"
