"""`waiting`: the promise pauses, the requester is asked twice, and their word sets it going."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailtracker.desk.request import Status
from mailtracker.policy.worktime import Span
from tests.stories.company import Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


EVA, BO = "Eva Lund <eva@corp.example>", "Bo Jensen <bo@corp.example>"
QUESTION = "Which computer is it: the laptop or the one in the lab?"


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def by_us(company: Company, who: str = "eva@corp.example") -> list[str]:
    """What the desk itself wrote to somebody, the oldest first."""
    return [flat(mail) for mail in company.inbox(who) if mail["Auto-Submitted"]]


def reminders(company: Company) -> list[str]:
    """What the owner's side reads of it, but for the list of answers that nothing vouched for."""
    said = [one for who in ("bo", "sam", "ana") for one in by_us(company, f"{who}@corp.example")]
    return [one for one in said if "IT-1001" in one and "went out" not in one]


def waits(company: Company, text: str = f"waiting\n\n{QUESTION}") -> None:
    """Eva asked at nine; an hour later Bo needs a word from her."""
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.travel(hours=1)
    company.reply(BO, company.last("bo@corp.example"), text)
    company.turn()


def test_the_question_reaches_the_requester_and_the_promise_pauses(company: Company) -> None:
    waits(company)
    request = company.request()
    assert (request.status, request.promised_at) == (Status.WAITING, None)
    assert request.paused_left == Span(minutes=180)
    question = flat(company.last("eva@corp.example"))
    assert QUESTION in question
    assert "waiting" not in question.split("On Monday")[0]
    told = by_us(company, "bo@corp.example")[-1]
    assert "IT-1001 is waiting for Eva Lund (eva@corp.example), and its promise pauses." in told
    assert "on Wednesday, 25 November and on Monday, 30 November" in told


def test_nobody_is_reminded_meanwhile_and_she_is_asked_twice_before_it_closes(
    company: Company,
) -> None:
    waits(company)
    before = reminders(company)
    said: list[tuple[int, str]] = []
    for day in range(1, 16):
        had = len(by_us(company))
        company.travel(days=1)
        said += [(day, one) for one in by_us(company)[had:]]
    assert [day for day, _ in said] == [2, 7, 14]
    first, last, closed = (one for _, one in said)
    assert "Bo Jensen needs a word from you" in first
    assert f"This is what Bo Jensen wrote last: - {QUESTION}" in first
    assert "on Monday, 7 December;" in last
    assert QUESTION in last
    assert "We have not heard from you, so we have closed your request" in closed
    assert company.request().status is Status.CLOSED
    assert reminders(company) == before


def test_who_takes_it_over_reads_that_it_waits_and_she_reads_who_asked(company: Company) -> None:
    waits(company)
    company.reply(BO, company.last("bo@corp.example"), "for sam")
    company.turn()
    note = flat(company.last("sam@corp.example"))
    assert "It is waiting for a word from Eva Lund (eva@corp.example): until that comes" in note
    company.travel(days=2)
    asked = by_us(company, "eva@corp.example")[-1]
    assert "Sam Okoye needs a word from you" in asked
    assert f"This is what Bo Jensen wrote last: - {QUESTION}" in asked


def test_her_reply_resumes_with_what_was_left(company: Company) -> None:
    waits(company)
    company.travel(days=3)
    company.reply(EVA, company.last("eva@corp.example"), "The laptop.")
    company.turn()
    request = company.request()
    assert request.status is Status.OPEN
    assert request.promised_at is not None
    assert (request.promised_at - company.clock.now()).total_seconds() == 3 * 3600
    note = flat(company.last("bo@corp.example"))
    assert "The laptop." in note
    assert "Answer by 13:00 today" in note
    company.travel(hours=3)  # unanswered: now it slips, as it would have
    assert company.request().owner == "sam"


@LONG
def test_a_reply_that_comes_after_it_closed_opens_it_again(company: Company) -> None:
    waits(company)
    for _ in range(15):
        company.travel(days=1)
    company.reply(EVA, company.last("eva@corp.example"), "Sorry, I was away: the laptop.")
    company.turn()
    assert company.request().status is Status.OPEN
    assert company.request().promised_at is not None


@LONG
@pytest.mark.parametrize("text", ["Thanks!", "Danke dir"])
def test_thanks_and_an_absence_notice_are_no_word(company: Company, text: str) -> None:
    waits(company)

    def away(mail: EmailMessage) -> None:
        mail["Auto-Submitted"] = "auto-replied"

    company.reply(EVA, company.last("eva@corp.example"), "I am away.", edit=away)
    company.turn()
    company.reply(EVA, company.last("eva@corp.example"), text)
    company.turn()
    assert company.request().status is Status.WAITING


@LONG
def test_alone_it_asks_what_was_written_before(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last("bo@corp.example"), f"{QUESTION}\n\nBest regards\nBo Jensen")
    company.turn()
    had = len(company.inbox("eva@corp.example"))
    company.reply(BO, company.last("bo@corp.example"), "wartet")
    company.turn()
    assert company.request().status is Status.WAITING
    assert len(company.inbox("eva@corp.example")) == had
    company.travel(days=2)
    first = by_us(company)[-1]
    assert f"wrote last: - {QUESTION} Just reply" in first


@LONG
def test_after_two_days_down_she_gets_one_letter(company: Company) -> None:
    waits(company)
    had = len(by_us(company))
    company.travel(days=9)  # both would be due
    assert len(by_us(company)) == had + 1
    assert "This is the last time that we ask." in by_us(company)[-1]
    company.travel(days=2)
    assert company.request().status is Status.WAITING


@LONG
def test_an_ask_waits_for_the_question_that_is_still_in_our_outbox(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last("bo@corp.example"), f"waiting\n\n{QUESTION}")
    company.post.faults["CONNECT"] = "drop"
    company.turn()
    company.travel(days=1)
    company.travel(days=1, hours=2)
    assert not any("needs a word from you" in one for one in by_us(company))
    assert company.request().rung == 0
