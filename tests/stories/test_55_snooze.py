"""`snooze` and `answered`: the promise stays while nobody reminds the owner, its requester hears at
once where it is passed; and one word keeps it where the answer went another way.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailtracker.desk.request import Status
from tests.stories.company import Company, body

EVA, BO = "Eva Lund <eva@corp.example>", "Bo Jensen <bo@corp.example>"


def by_us(company: Company, who: str) -> list[str]:
    """What the desk itself wrote to somebody, the oldest first."""
    mails = company.inbox(f"{who}@corp.example")
    return [flat(mail) for mail in mails if mail["Auto-Submitted"]]


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def asked(company: Company) -> None:
    company.write(EVA, "VPN drops", "Every hour.")
    company.turn()


def by_bo(company: Company, text: str) -> None:
    company.reply(BO, company.last("bo@corp.example"), text)
    company.turn()


def test_within_the_promise_only_the_reminder_moves(company: Company) -> None:
    asked(company)
    promised_at = company.request().promised_at
    by_bo(company, "snooze 210m")  # the reminder would come after three hours
    assert company.request().promised_at == promised_at
    assert len(by_us(company, "eva")) == 1  # her receipt
    assert "We remind you of IT-1001 today at 12:30" in by_us(company, "bo")[-1]
    had = len(by_us(company, "bo"))
    company.travel(hours=3)
    assert len(by_us(company, "bo")) == had
    company.travel(minutes=30)
    assert by_us(company, "bo")[had:] == [by_us(company, "bo")[-1]]
    assert "You wanted to be reminded now: IT-1001" in by_us(company, "bo")[-1]
    assert "is promised by 13:00 today" in by_us(company, "bo")[-1]
    assert company.request().snoozed_until is None


def test_where_it_passes_the_promise_she_hears_at_once_and_the_ladder_stays(
    company: Company,
) -> None:
    asked(company)
    by_bo(company, "until friday")
    told = by_us(company, "eva")[-1]
    assert "Bo Jensen has your request “VPN drops” and asks for time until" in told
    assert "Friday, 27 November, at 09:00; we promised you an answer by 13:00 today." in told
    mine = by_us(company, "bo")[-1]
    assert "We remind you of IT-1001 Friday, 27 November, at 09:00" in mine
    assert "The answer stays promised by 13:00 today" in mine
    company.travel(hours=5)
    request = company.request()
    assert (request.owner, request.snoozed_until) == ("sam", None)
    assert "Sam Okoye looks after your request now" in by_us(company, "eva")[-1]
    had = len(by_us(company, "bo"))
    company.travel(days=4)  # Bo has it no more: nobody reminds him
    assert len(by_us(company, "bo")) == had


@pytest.mark.parametrize(
    "line",
    ["snooze bis freitag", "jusqu'à vendredi", "til fredag", "uitstellen tot vrijdag", "adiar 4d"],
)
def test_in_any_language(company: Company, line: str) -> None:
    asked(company)
    by_bo(company, line)
    until = company.request().snoozed_until
    assert until is not None
    assert f"{until:%a %H:%M}" == "Fri 08:00"


def test_words_below_it_keep_the_promise_and_the_reminder_comes(company: Company) -> None:
    asked(company)
    by_bo(company, "snooze 2d\n\nI am on it, more on Wednesday.")
    assert company.request().status is Status.ANSWERED
    assert "more on Wednesday" in flat(company.last("eva@corp.example"))
    assert len(by_us(company, "eva")) == 1
    company.travel(days=2)
    (reminded,) = [one for one in by_us(company, "bo") if "You wanted to be reminded now" in one]
    assert "No answer is owed" in reminded


def test_a_new_word_of_hers_ends_it(company: Company) -> None:
    asked(company)
    by_bo(company, "snooze 2d\n\nI am on it.")
    company.reply(EVA, company.last("eva@corp.example"), "It is worse now, please hurry.")
    company.turn()
    assert company.request().snoozed_until is None


def test_what_is_not_certain_is_asked_back_and_changes_nothing(company: Company) -> None:
    asked(company)
    for line in ("snooze 5/12", "Bis Freitag!"):
        by_bo(company, line)
        assert "nothing was sent on" in by_us(company, "bo")[-1]
    request = company.request()
    assert (request.status, request.snoozed_until) == (Status.OPEN, None)
    assert len(company.inbox("eva@corp.example")) == 1


def test_after_a_downtime_many_reminders_are_one_mail(company: Company) -> None:
    for number in range(12):
        company.write(EVA, f"VPN {number}", f"It drops. {number}")
    company.turn()
    for mail in company.inbox("bo@corp.example"):
        if "Re:" not in str(mail["Subject"]) and "VPN" in str(mail["Subject"]):
            company.reply(BO, mail, "snooze 2d\n\nI am on it.")
    company.turn()
    company.travel(days=4)
    company.travel(hours=2)
    told = [one for one in by_us(company, "bo") if "wanted to be reminded" in one]
    assert len(told) == 1
    assert all(f"IT-10{number:02}" in told[0] for number in range(1, 13))


def test_answered_keeps_the_promise_and_nothing_is_sent(company: Company) -> None:
    asked(company)
    by_bo(company, "answered")
    assert company.request().status is Status.ANSWERED
    noted = by_us(company, "bo")[-1]
    assert "IT-1001 counts as answered, since you say so. Nothing was sent to Eva Lund" in noted
    had = len(company.inbox("eva@corp.example"))
    company.travel(days=5)
    assert len(company.inbox("eva@corp.example")) == had
    company.reply(EVA, company.last("eva@corp.example"), "It drops again.")
    company.turn()
    assert company.request().status is Status.OPEN
