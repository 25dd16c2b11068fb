"""A process that ends in the middle of an absence leaves the rest to the next one, and nothing is
told twice.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mailtracker.daemon import absent, announcing
from mailtracker.daemon.watch import Watch
from mailtracker.policy.model import Absence
from mailtracker.store import health
from tests.stories.company import body
from tests.stories.ruled import Ruled

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


BO, SAM = "bo@corp.example", "sam@corp.example"
AWAY = (Absence(date(2026, 11, 25), date(2026, 11, 27)),)
TO_WEDNESDAY = {"hours": 18, "minutes": 5}


@pytest.fixture
def company(post_office, tmp_path) -> Ruled:
    company = Ruled(post_office, tmp_path)
    company.clock.travel(timedelta(days=1, hours=6))
    for number in range(5):
        company.write(f"user{number}@corp.example", f"VPN {number}", f"Drops, {number}.")
    company.give(people={"bo": {"away": AWAY}})
    return company


def subjects(company: Ruled, who: str, word: str) -> list[str]:
    found = [str(mail["Subject"]) for mail in company.inbox(who)]
    return [subject for subject in found if word in subject]


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("pulled the plug")


def test_a_letter_that_was_not_written_is_written_by_the_next_process(
    company: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Requests went over, two in each transaction, and then it ended."""
    company.turn()
    with monkeypatch.context() as patched:
        patched.setattr(absent, "AT_ONCE", 2)
        patched.setattr(absent, "write_to_covers", broken)
        company.travel(**TO_WEDNESDAY)
    owners = {company.request(f"IT-100{n}").owner for n in range(1, 6)}
    assert owners == {"sam"}
    assert subjects(company, SAM, "are yours now") == []
    company.travel(minutes=2)
    company.travel(minutes=2)
    assert subjects(company, SAM, "are yours now") == [
        "Bo Jensen is away: 5 requests are yours now"
    ]
    letter = next(m for m in company.inbox(SAM) if "are yours now" in str(m["Subject"]))
    assert all(f"Drops, {number}." in body(letter) for number in range(5))


def test_an_announcement_that_failed_is_made_by_the_next_process_once(
    company: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(announcing, "tell", broken)
        company.turn()
    assert subjects(company, BO, "While you are away") == []
    for _ in range(3):
        company.travel(minutes=2)
    assert len(subjects(company, BO, "While you are away")) == 1


@LONG
def test_status_says_what_fails_until_it_does_not(
    company: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.turn()
    company.clock.travel(timedelta(**TO_WEDNESDAY))
    with company.runtime() as runtime:
        watch = Watch(runtime)
        with monkeypatch.context() as patched:
            patched.setattr(absent, "write_to_covers", broken)
            watch.poll()
        assert unwell(runtime) == ["absences"]
        company.clock.travel(timedelta(minutes=2))
        watch.poll()
        assert unwell(runtime) == []
    assert company.request("IT-1001").owner == "sam"


def unwell(runtime) -> list[str]:
    with runtime.store.read() as conn:
        return [one.part for one in health.read(conn) if not one.ok]


@LONG
def test_after_a_downtime_over_the_whole_absence_nothing_false_is_told(company: Ruled) -> None:
    """Nobody was there to hand anything over: the ladder did what it does."""
    company.turn()
    company.travel(days=6)
    assert subjects(company, SAM, "are yours now") == []
    assert subjects(company, BO, "Welcome back") == []
    for _ in range(2):
        company.travel(days=1)
    assert subjects(company, BO, "Welcome back") == []


@LONG
def test_nothing_goes_over_before_the_mailbox_was_read(company: Ruled) -> None:
    """An answer may lie there. A mailbox that cannot be read holds up nobody for longer than an
    hour.
    """
    company.turn()
    company.clock.travel(timedelta(**TO_WEDNESDAY))
    with company.runtime() as runtime:
        Watch(runtime, lambda mailbox: False).poll()
    assert company.request("IT-1001").owner == "bo"
    company.clock.travel(timedelta(minutes=61))
    with company.runtime() as runtime:
        Watch(runtime, lambda mailbox: False).poll()
    assert {company.request(f"IT-100{n}").owner for n in range(1, 6)} == {"sam"}


@LONG
def test_a_clock_that_was_turned_makes_nobody_away(company: Ruled) -> None:
    company.turn()
    with company.runtime() as runtime:
        watch = Watch(runtime)
        watch.begin()
        watch.poll()
        company.clock.turn(timedelta(**TO_WEDNESDAY))
        watch.poll()
    assert company.request("IT-1001").owner == "bo"
    assert subjects(company, SAM, "are yours now") == []
