"""People who each owe something by a time: asked, chased, and in one list where it is missing. And
never a false word: over clock changes, downtime, quarantine and edited rules.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from mailtracker.daemon.run import Daemon
from mailtracker.desk.request import Status
from mailtracker.store import awaited
from mailtracker.store.tables import expectations, ledger, requests
from tests.stories.company import RULES, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


FIGURES = """
groups: {chiefs: [ana, bo, jonas]}
expected:
  - name: weekly figures
    from: [chiefs]
    ask: {en: Please send the figures of this week., de: Bitte schick die Zahlen dieser Woche.}
    ask_at: "09:00 each friday"
    by: "17:00 each friday"
    hours: office
    else: {to: carla, promise: normal}
"""
NIGHTLY = """
expected:
  - name: nightly backup
    when: {from: backup@corp.example, subject: backup}
    by: "02:30 each day"
    hours: office
    else: {to: bo, promise: urgent}
"""
BACKUP = "backup@corp.example"


def at(company, month: int, day: int, hour: int = 0, minute: int = 0):
    """Let it be that time of 2026 (UTC), and have the daemon look."""
    wanted = datetime(2026, month, day, hour, minute, tzinfo=UTC)
    company.clock.travel(wanted - company.clock.now())
    return company.turn()


def opened(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        found = conn.execute(select(requests).order_by(requests.c.id)).all()
    return [(row.reference, row.status) for row in found]


def dispositions(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return list(conn.scalars(select(ledger.c.disposition).order_by(ledger.c.id)))


def of(company, who):
    return [str(mail["Subject"]) for mail in company.inbox(f"{who}@corp.example")]


@pytest.fixture
def asking(post_office, tmp_path):
    """Since Monday 23 November; so the first whole period ends on Friday 4 December."""
    company = Company(post_office, tmp_path, RULES + FIGURES)
    company.turn()
    at(company, 11, 27, 16, 1)
    at(company, 12, 4, 8, 1)
    return company


def test_each_is_asked_in_their_language_and_who_answered_is_not_chased(asking):
    assert of(asking, "ana") == of(asking, "jonas") == ["weekly figures"]
    assert "Bitte schick die Zahlen" in body(asking.last("jonas@corp.example"))
    assert "Please send the figures" in body(asking.last("ana@corp.example"))
    asking.reply("ana@corp.example", asking.last("ana@corp.example"), "42 and 17.")
    asking.write("Bo <bo@corp.example>", "The weekly figures", "12.")
    asking.turn()
    assert dispositions(asking) == ["ignored", "ignored"]
    at(asking, 12, 4, 14, 1)
    assert of(asking, "ana") == of(asking, "bo") == ["weekly figures"]
    assert of(asking, "jonas") == ["weekly figures", "weekly figures"]
    assert "schon einmal" in body(asking.last("jonas@corp.example"))
    asking.reply("jonas@corp.example", asking.last("jonas@corp.example"), "9.")
    at(asking, 12, 4, 16, 1)
    assert opened(asking) == []


def test_who_has_not_answered_stands_in_one_list(asking):
    asking.reply("ana@corp.example", asking.last("ana@corp.example"), "42 and 17.")
    asking.turn()
    at(asking, 12, 4, 16, 1)
    assert opened(asking) == [("IT-1001", "open")]
    told = asking.last("carla@corp.example")
    assert told["Subject"] == "[IT-1001] Not everybody's has come: weekly figures"
    text = body(told)
    missing = text.index("Bo Jensen: missing"), text.index("Jonas Weber: missing")
    assert max(missing) < text.index("Ana Costa: came")
    asking.reply("bo@corp.example", asking.last("bo@corp.example"), "12.")
    asking.turn()
    assert asking.request().status is Status.OPEN, "one is missing still"
    asking.reply("jonas@corp.example", asking.last("jonas@corp.example"), "9.")
    asking.turn()
    assert asking.request().status is Status.CLOSED
    assert asking.last("carla@corp.example")["Subject"] == "[IT-1001] Has come: weekly figures"


def test_a_vacation_notice_is_nobodys_answer(asking):
    def automatic(mail):
        mail["Auto-Submitted"] = "auto-replied"

    notice = asking.last("bo@corp.example")
    asking.reply("bo@corp.example", notice, "I am away until Monday.", edit=automatic)
    asking.turn()
    at(asking, 12, 4, 16, 1)
    assert "Bo Jensen: missing" in body(asking.last("carla@corp.example"))


def test_who_joins_them_owes_one_from_the_next_time_on(asking):
    rules = asking.config.rules / "all.yaml"
    rules.write_text(rules.read_text().replace("[ana, bo, jonas]", "[ana, bo, jonas, sam]"))
    for who in ("ana", "bo", "jonas"):
        asking.reply(f"{who}@corp.example", asking.last(f"{who}@corp.example"), "42.")
    asking.turn()
    at(asking, 12, 4, 16, 1)
    assert opened(asking) == []
    at(asking, 12, 11, 8, 1)
    assert of(asking, "sam") == ["weekly figures"]
    at(asking, 12, 11, 16, 1)
    assert "Sam Okoye: missing" in body(asking.last("carla@corp.example"))


# -- never a false word -----------------------------------------------------------


@pytest.fixture
def nightly(post_office, tmp_path):
    return Company(post_office, tmp_path, RULES + NIGHTLY)


def send(company, month: int, day: int, hour: int = 0, minute: int = 0):
    wanted = datetime(2026, month, day, hour, minute, tzinfo=UTC)
    company.clock.travel(wanted - company.clock.now())
    company.write(BACKUP, "backup", f"{company.clock.now()}: fine.")


@LONG
@pytest.mark.parametrize(("month", "day", "due"), [(10, 25, (1, 30)), (3, 29, (1, 0))])
def test_over_both_clock_changes(nightly, month, day, due):
    """02:30 comes twice in October, and is skipped in March."""
    at(nightly, month, day - 3, 12)
    for before in (2, 1):
        send(nightly, month, day - before, 0, 10)
        nightly.turn()
    at(nightly, month, day, due[0], due[1])
    at(nightly, month, day, due[0] - 1, 59)
    send(nightly, month, day, due[0], max(due[1] - 1, 0))
    at(nightly, month, day, due[0], due[1] + 1)
    assert opened(nightly) == []
    send(nightly, month, day + 1, 0, 10)
    nightly.turn()
    at(nightly, month, day + 1, 0, 31)
    assert opened(nightly) == []


def waiting(company):
    """It is expected, and was seen."""
    at(company, 11, 23, 12)
    send(company, 11, 25, 0, 10)
    company.turn()
    return company


@LONG
def test_what_lies_in_the_mailbox_after_a_downtime_is_not_missing(nightly):
    waiting(nightly)
    send(nightly, 11, 26, 0, 10)  # and nobody fetches it until noon
    at(nightly, 11, 26, 12)
    assert opened(nightly) == []
    assert of(nightly, "bo") == []


@LONG
def test_before_a_pass_has_ended_after_the_due_time_nothing_is_missing(nightly):
    waiting(nightly)
    nightly.clock.travel(timedelta(days=1, hours=2))
    with nightly.runtime() as runtime:
        daemon = Daemon(runtime)
        assert daemon._watch.poll() == 0, "no mailbox was read yet"
        daemon.receivers[0].once()
        nightly.clock.travel(timedelta(days=1))
        assert daemon._watch.poll() == 1, "what was due when it was read last"
        assert daemon._watch.poll() == 0, "and nothing of what was due since"
    assert opened(nightly) == [("IT-1001", "open")]


@LONG
def test_a_mail_in_quarantine_may_be_it_and_that_is_said(nightly):
    waiting(nightly)
    circle = "".join(f"Received: from a{n} by b{n}; Thu, 26 Nov 2026\r\n" for n in range(30))
    raw = f"{circle}From: {BACKUP}\r\nTo: {nightly.alias}\r\nSubject: backup\r\n\r\nfine\r\n"
    wanted = datetime(2026, 11, 26, 0, 10, tzinfo=UTC)
    nightly.clock.travel(wanted - nightly.clock.now())
    nightly.post.send(BACKUP, [nightly.alias], raw.encode())
    nightly.turn()
    assert dispositions(nightly)[-1] == "quarantine"
    at(nightly, 11, 26, 2, 31)
    at(nightly, 11, 26, 3)
    assert opened(nightly) == []
    assert of(nightly, "bo") == ["Perhaps in quarantine: nightly backup"]
    at(nightly, 11, 27, 2, 31)
    assert opened(nightly) == [("IT-1001", "open")], "the next one is missing as well"
    assert "in quarantine" in body(nightly.last("bo@corp.example"))


@LONG
def test_what_comes_into_quarantine_and_cannot_be_it_hides_nothing(nightly):
    waiting(nightly)
    circle = "".join(f"Received: from a{n} by b{n}; Thu, 26 Nov 2026\r\n" for n in range(30))
    raw = f"{circle}From: x@example.com\r\nTo: {nightly.alias}\r\nSubject: hello\r\n\r\nfine\r\n"
    at(nightly, 11, 26, 0, 10)
    nightly.post.send("x@example.com", [nightly.alias], raw.encode())
    nightly.turn()
    at(nightly, 11, 26, 2, 31)
    assert opened(nightly) == [("IT-1001", "open")]


@LONG
def test_what_the_rules_expect_no_more_is_not_missing(nightly):
    waiting(nightly)
    rules = nightly.config.rules / "all.yaml"
    rules.write_text(RULES)
    at(nightly, 11, 27, 12)
    assert opened(nightly) == []
    with nightly.runtime() as runtime, runtime.store.read() as conn:
        assert conn.execute(select(expectations)).all() == []


@LONG
def test_a_machine_that_is_no_sure_one_and_a_sure_one_are_ticked_off_alike(nightly):
    waiting(nightly)

    def automatic(mail):
        mail["Auto-Submitted"] = "auto-replied"
        mail["Precedence"] = "bulk"

    at(nightly, 11, 26, 0, 5)
    nightly.write(BACKUP, "backup", "fine", edit=automatic)
    nightly.turn()
    at(nightly, 11, 26, 3)
    assert opened(nightly) == []


@LONG
def test_what_our_border_denies_ticks_nothing_off(nightly):
    nightly.site(authserv_ids=("mx.corp.example",))
    at(nightly, 11, 23, 12)

    def denied(mail):
        fails = "mx.corp.example; dmarc=fail header.from=corp.example"
        mail["Authentication-Results"] = fails

    at(nightly, 11, 25, 0, 5)
    nightly.write(BACKUP, "backup", "fine", edit=denied)
    nightly.turn()
    at(nightly, 11, 25, 2, 31)
    assert ("IT-1002", "open") in opened(nightly)
    assert dispositions(nightly) == ["opened"]


@LONG
def test_after_a_restored_database_nothing_is_missing_that_only_the_mailbox_knows(nightly):
    waiting(nightly)
    with nightly.runtime() as runtime:
        runtime.write(lambda conn: awaited.begin_again(conn, nightly.clock.now()))
    at(nightly, 11, 26, 3)
    assert opened(nightly) == []
    at(nightly, 11, 27, 3)
    assert opened(nightly) == [], "its first whole period"
    at(nightly, 11, 28, 3)
    assert opened(nightly) == [("IT-1001", "open")]


@LONG
def test_a_clock_that_is_turned_makes_nothing_missing(nightly):
    """Set ahead by a day, and right again: neither counts looks of the other time."""
    waiting(nightly)
    with nightly.runtime() as runtime:
        daemon = Daemon(runtime)
        daemon.receivers[0].once()
        daemon._watch.begin()
        nightly.clock.turn(timedelta(days=2))
        daemon.receivers[0].once()
        assert daemon._watch.poll() == 0
        nightly.clock.turn(timedelta(days=-2))
        assert daemon._watch.poll() == 0
        nightly.clock.travel(timedelta(days=1, hours=3))
        assert daemon._watch.poll() == 0, "no mailbox was read since"
        daemon.receivers[0].once()
        assert daemon._watch.poll() == 1
    assert opened(nightly) == [("IT-1001", "open")]
