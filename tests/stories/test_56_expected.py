"""Mail that shall come: ticked off without a request where it does; where it does not, a request
opens by itself, late mail closes it, and nobody is ever told of a mail that is there.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from mailtracker.desk.request import Status
from mailtracker.store.tables import ledger, requests
from tests.stories.company import RULES, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


BACKUP = "backup@corp.example"
EXPECTED = """
expected:
  - name: nightly backup
    when: {from: backup@corp.example, subject: [finished, failed]}
    by: "06:30 each working day"
    hours: office
    else: {to: bo, promise: urgent}
"""


def at(company, day, hour, minute=0):
    """Let it be that time in Copenhagen, in November, and have the daemon look."""
    wanted = datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)
    company.clock.travel(wanted - company.clock.now())
    return company.turn()


def backup(company, day, hour, minute=0, subject="Backup finished"):
    """The mail comes in at that time."""
    wanted = datetime(2026, 11, day, hour - 1, minute, tzinfo=UTC)
    company.clock.travel(wanted - company.clock.now())
    company.write(BACKUP, subject, f"{company.clock.now()}: 12 GB.")
    return company.turn()


def lines(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        found = conn.execute(select(ledger).order_by(ledger.c.id)).all()
    return [(row.disposition, row.reason) for row in found]


def opened(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        found = conn.execute(select(requests).order_by(requests.c.id)).all()
    return [(row.reference, row.status) for row in found]


def subjects(company, who="bo@corp.example"):
    return [str(mail["Subject"]) for mail in company.inbox(who)]


@pytest.fixture
def waiting(post_office, tmp_path):
    """It is expected since Monday at nine, so from Wednesday on: Tuesday's period had begun."""
    company = Company(post_office, tmp_path, RULES + EXPECTED)
    company.turn()
    return company


def test_what_comes_is_ticked_off_without_a_request_and_without_a_receipt(waiting):
    backup(waiting, 24, 6, 12)
    backup(waiting, 25, 6, 12)
    at(waiting, 25, 12)
    assert {one[0] for one in lines(waiting)} == {"ignored"}
    assert all(one[1].startswith("expected: nightly backup") for one in lines(waiting))
    assert opened(waiting) == []
    assert subjects(waiting) == subjects(waiting, BACKUP) == []


def test_what_has_not_come_opens_one_request_and_late_mail_closes_it(waiting):
    backup(waiting, 24, 6, 12)
    at(waiting, 25, 6, 29)
    assert opened(waiting) == []
    at(waiting, 25, 6, 31)
    assert opened(waiting) == [("IT-1001", "open")]
    at(waiting, 25, 6, 35)
    (told,) = waiting.inbox("bo@corp.example")
    assert told["Subject"] == "[IT-1001] Did not come: nightly backup"
    text = " ".join(body(told).split())
    assert "was expected by 06:30 today, and we have not seen it." in text
    assert "Last seen: yesterday at 06:12" in text
    request = waiting.request()
    assert (request.owner, request.requester.email, request.quiet) == ("bo", "", True)
    assert request.given.expected == ("nightly backup",)

    backup(waiting, 25, 6, 50)
    assert waiting.request().status is Status.CLOSED
    last = waiting.last("bo@corp.example")
    assert last["Subject"] == "[IT-1001] Has come: nightly backup"
    assert "came today at 06:50; it was expected by 06:30 today" in body(last)
    assert lines(waiting)[-1] == ("reply", "expected: nightly backup")
    assert subjects(waiting, BACKUP) == []


def test_late_mail_does_not_stand_for_the_next_day(waiting):
    at(waiting, 25, 7)
    backup(waiting, 25, 8)
    assert waiting.request().status is Status.CLOSED
    at(waiting, 26, 7)
    assert opened(waiting) == [("IT-1001", "closed"), ("IT-1002", "open")]


def test_the_next_one_in_time_closes_it_and_says_that_the_other_never_came(waiting):
    at(waiting, 25, 7)
    backup(waiting, 26, 6, 5)
    last = waiting.last("bo@corp.example")
    assert last["Subject"] == "[IT-1001] Is coming again: nightly backup"
    assert "has not come" in body(last)
    at(waiting, 26, 7)
    assert opened(waiting) == [("IT-1001", "closed")]


def test_a_second_miss_adds_to_the_open_request(waiting):
    at(waiting, 25, 7)
    at(waiting, 26, 7)
    assert opened(waiting) == [("IT-1001", "open")]
    who = f"{waiting.request().owner}@corp.example"
    assert "open for an earlier one already" in body(waiting.last(who))
    assert "by 06:30 today" in body(waiting.last(who))


@LONG
def test_the_owner_closes_it_by_a_word_and_answers_with_words(waiting):
    at(waiting, 25, 6, 31)
    told = waiting.last("bo@corp.example")
    waiting.reply("bo@corp.example", told, "The disk was full, it runs again at noon.")
    waiting.turn()
    assert waiting.request().status is Status.ANSWERED
    assert len(waiting.inbox("bo@corp.example")) == 1, "nobody is asked what was meant"
    waiting.reply("bo@corp.example", told, "done")
    waiting.turn()
    assert waiting.request().status is Status.CLOSED


@LONG
def test_its_ladder_reaches_a_second_person_in_true_words(waiting):
    at(waiting, 25, 6, 31)
    at(waiting, 25, 9, 10)
    assert waiting.request().owner == "sam"
    handed = waiting.last("sam@corp.example")
    assert "nightly backup" in body(handed)
    for who in ("bo", "sam", "ana", "carla"):
        for mail in waiting.inbox(f"{who}@corp.example"):
            text = " ".join(body(mail).split())
            assert "cannot be sure" not in text, text
            assert "asks" not in text, text
            assert "waiting for" not in text, text


@LONG
def test_nothing_is_missing_before_the_first_whole_period(waiting):
    at(waiting, 24, 7)
    assert opened(waiting) == []
    at(waiting, 25, 7)
    assert opened(waiting) == [("IT-1001", "open")]


@LONG
def test_nothing_is_missing_on_a_free_day(waiting):
    backup(waiting, 27, 6)
    at(waiting, 28, 12)
    at(waiting, 29, 12)
    assert [one for one in opened(waiting) if one[0] != "IT-1001"] == []


@LONG
def test_after_three_days_down_one_request_names_the_days(waiting):
    backup(waiting, 24, 6, 12)
    at(waiting, 27, 10)
    assert opened(waiting) == [("IT-1001", "open")]
    text = body(waiting.last("bo@corp.example"))
    assert "3 times" in text
    assert text.count("by 06:30") == 3


@LONG
def test_an_answer_about_it_is_no_expected_mail(waiting):
    waiting.write("Eva <eva@corp.example>", "Re: Backup finished", "Did it?")
    waiting.turn()
    assert opened(waiting) == [("IT-1001", "open")]


@LONG
def test_a_changed_entry_begins_anew(waiting):
    backup(waiting, 24, 6, 12)
    at(waiting, 25, 5)
    rules = waiting.config.rules / "all.yaml"
    rules.write_text(rules.read_text().replace("06:30 each", "05:00 each"))
    at(waiting, 25, 7)
    at(waiting, 26, 4)
    assert opened(waiting) == []
    at(waiting, 27, 7)
    assert opened(waiting) == [("IT-1001", "open")]


# -- at the command line --------------------------------------------------------------

BESIDE = """
expected:
  - name: nightly backup
    when: {from: backup@corp.example, subject: [finished, failed]}
    by: "06:30 each working day"
    hours: office
    else: {to: bo, promise: urgent}
    tests:
      - {mail: {from: backup@corp.example, subject: Backup finished}, then: expected}
      - {mail: {from: eva@corp.example, subject: finished}, then: not expected}
"""


@pytest.fixture
def ruled(site):
    (site.folder / "rules" / "expected.yaml").write_text(BESIDE)
    return site


@LONG
def test_a_file_is_explained_as_expected_mail(ruled):
    (ruled.folder / "mail.eml").write_bytes(ruled.mail(BACKUP, "Backup finished"))
    said = ruled.ask("explain", "mail.eml")
    assert "expected     nightly backup: it is ticked off, and opens no request" in said.stdout
    assert "route" not in said.stdout
    told = json.loads(ruled.ask("explain", "--json", "mail.eml").stdout)
    assert (told["expected"], told["route"]) == ("nightly backup", None)


@LONG
def test_its_tests_are_run_and_counted(ruled):
    said = ruled.ask("test")
    assert "expected: nightly backup: 2 tests" in said.stdout
    assert said.returncode == 0
    assert "1 kind of expected mail" in ruled.ask("check", "--offline").stdout
    file = ruled.folder / "rules" / "expected.yaml"
    file.write_text(BESIDE.replace("then: not expected", "then: expected"))
    for words in (("test",), ("check", "--offline")):
        said = ruled.ask(*words)
        assert "it is not expected: from is backup@corp.example" in said.stdout
        assert said.returncode == 1


@LONG
def test_a_dry_run_says_what_would_be_ticked_off_and_status_when_it_came(ruled):
    ruled.post.send(BACKUP, [ruled.alias], ruled.mail(BACKUP, "Backup finished"))
    said = ruled.ask("run", "--once", "--dry-run")
    assert "expected: nightly backup" in said.stdout
    assert "would send" not in said.stdout
    ruled.run("run", "--once")
    said = ruled.ask("status")
    assert "Expected mail (1)" in said.stdout
    (line,) = [one for one in said.stdout.splitlines() if one.startswith("nightly backup")]
    assert "never" not in line
    (told,) = json.loads(ruled.ask("status", "--json").stdout)["expected"]
    assert (told["name"], told["request"]) == ("nightly backup", "")
    assert told["last_seen"] < told["due_at"]


@LONG
def test_a_request_of_expected_mail_is_explained_by_its_entry(waiting):
    at(waiting, 25, 6, 31)
    request = waiting.request()
    assert request.given.rule == "expected: nightly backup"
    assert request.given.matched.startswith("nightly backup did not come by 2026-11-25 05:30 UTC")
