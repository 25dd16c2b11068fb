"""`status`, `show` and `who` say who is away, until when, and from whom we have that."""

from __future__ import annotations

import json
from datetime import timedelta

from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.policy.model import Absence
from mailtracker.store import absences
from mailtracker.store.absences import HeardOf
from mailtracker.store.database import Store
from tests.cli.makers import NOW, Run, healthy, opened

UNTIL = NOW.date() + timedelta(days=3)
GONE = KnownAbsence("bo", Absence(NOW.date(), UNTIL), KnownBy.NOTICE, cover="sam")


def away(store: Store, absence: KnownAbsence = GONE) -> str:
    """A request that its owner has, who is away."""
    with store.write() as conn:
        healthy(conn)
        absences.enter(conn, absence, HeardOf(NOW))
        return opened(conn, "fine")


def test_status_says_who_is_away_and_is_well(mailtracker: Run, store: Store) -> None:
    away(store)
    told = mailtracker("status")
    assert told.exit_code == 0
    line = next(one for one in told.stdout.splitlines() if one.startswith("  away: "))
    assert line.startswith(f"  away: bo from {NOW.date()} until {UNTIL}, cover sam (by their mail")
    assert json.loads(mailtracker("status", "--json").stdout)["absences"][0]["person"] == "bo"


def test_show_says_that_the_owner_is(mailtracker: Run, store: Store) -> None:
    reference = away(store)
    assert f"until {UNTIL}, cover sam" in mailtracker("show", reference).stdout
    assert json.loads(mailtracker("show", reference, "--json").stdout)["owner_away"]


def test_who_says_it_of_a_person(mailtracker: Run, store: Store) -> None:
    away(store)
    assert "away from" in mailtracker("who", "bo").stdout
    told = json.loads(mailtracker("who", "bo", "--json").stdout)
    assert [one["known_by"] for one in told["absences"]] == ["notice"]


def test_what_is_over_is_not_told(mailtracker: Run, store: Store) -> None:
    days = Absence(NOW.date() - timedelta(days=9), NOW.date() - timedelta(days=3))
    away(store, KnownAbsence("bo", days, KnownBy.MAIL))
    assert "  away: " not in mailtracker("status").stdout
