"""References count on, and jump where numbers may be in use; what a resync files has no number of a
mail that is still to come.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.mailbox.mailbox import ShelfHead
from mailtracker.reconcile.resync import note_lost, numbers, settle
from mailtracker.store import audit, health, ledger
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.store.references import give_from, next_number, next_reference

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def test_a_counter_moves_forward_alone() -> None:
    with Store.in_memory().write() as conn:
        assert next_reference(conn, "IT") == "IT-1001"
        assert give_from(conn, "IT", 1500)
        assert not give_from(conn, "IT", 1200)
        assert next_reference(conn, "IT") == "IT-1500"
        assert give_from(conn, "HR", 1101)
        assert next_reference(conn, "HR") == "HR-1101"


@pytest.mark.parametrize(("count", "first"), [(1, 1201), (2, 1201), (100, 1301), (5000, 6201)])
def test_an_old_database_gives_on_beyond_what_may_have_been_given(count: int, first: int) -> None:
    with Store.in_memory().write() as conn:
        next_reference(conn, "IT")
        assert note_lost(conn, "IT help", "IT", count, NOW)
        assert next_number(conn, "IT") == first
        assert first > 1001 + count
        assert not note_lost(conn, "IT help", "IT", count, NOW + timedelta(days=1)), "told before"
        assert next_number(conn, "IT") == first
        (beat,) = health.read(conn)
        assert (beat.part, beat.ok) == ("ledger IT help", False)
        settle(conn, "IT help", NOW)
        assert health.read(conn)[0].ok


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("Re: [IT-1041] VPN", [1041]),
        ("AW: [ it-1041 ] [HR-7]", [1041]),
        ("=?utf-8?q?Re=3A_=5BIT-1041=5D?=", [1041]),
        ("[IT-1041] and [IT-1050]", [1041, 1050]),
        ("IT-1041", []),
        ("[XIT-1041]", []),
        ("[IT-99999999999]", []),
        ("", []),
    ],
)
def test_subjects_tell_which_references_were_given(subject: str, found: list[int]) -> None:
    fields = f"Subject: {subject}\r\n\r\n".encode()
    head = ShelfHead(1, 100, NOW, fields, marked=False, deleted=False)
    assert numbers(head, "IT") == found


@pytest.mark.parametrize("fields", [b"", b"\r\n"])
def test_a_mail_without_a_header_gives_no_reference(fields: bytes) -> None:
    head = ShelfHead(1, 100, NOW, fields, marked=False, deleted=False)
    assert numbers(head, "IT") == []


def test_a_line_of_a_resync_has_no_number_that_a_new_mail_can_have() -> None:
    with Store.in_memory().write() as conn:
        for expected in (1, 2, 3):
            number = audit.next_resynced(conn, "IT help")
            assert number == expected
            arrival = Arrival("IT help", audit.RESYNCED, number, NOW, "x", 1)
            assert ledger.enter(conn, arrival, None, "", NOW)
        assert ledger.known_uids(conn, "IT help", 1, [1, 2, 3]) == set()
