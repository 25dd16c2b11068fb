"""A proper ending: a word on which day it is closed, the closing mail with what was asked and what
was answered, and the way back to the same owner.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailtracker.desk.request import Status
from tests.servers.smtpd import PostOffice
from tests.stories.company import RULES, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""

ENDS = RULES.replace("ending: at once\n", "").replace(
    "    when: {subject: [vpn]}\n", "    when: {subject: [vpn]}\n    close_after: 5 working days\n"
)
"""As rules are that say nothing of endings: two working days before each."""
SECRET = ENDS.replace("    to: bo\n", "    to: bo\n    confidential: true\n", 1)

EVA, BO = "Eva Lund <eva@corp.example>", "Bo Jensen <bo@corp.example>"
ASKED = "Every hour, since Monday.\nI have restarted the laptop twice."
ANSWERED = "The certificate was old; you have a new one."


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def to_eva(company: Company) -> list[str]:
    return [flat(mail) for mail in company.inbox("eva@corp.example")]


def says(company: Company, who: str, text: str) -> None:
    """In answer to the last mail that they have."""
    company.reply(who, company.last(who.partition("<")[2].rstrip(">")), text)
    company.turn()


def asks(company: Company) -> None:
    company.write(EVA, "VPN drops", ASKED)
    company.turn()


@pytest.fixture
def house(post_office: PostOffice, tmp_path: Path) -> Callable[[str], Company]:
    return lambda rules: Company(post_office, tmp_path, rules)


def test_from_done_to_the_closing_mail_and_back(house: Callable[[str], Company]) -> None:
    company = house(ENDS)
    asks(company)
    says(company, BO, f"done\n\n{ANSWERED}")
    _, answer = to_eva(company)
    assert ANSWERED in answer
    assert "Bo Jensen says that IT-1001 is done, and we close it on Wednesday, 25" in answer
    confirmed = flat(company.last("bo@corp.example"))
    assert "IT-1001 is closed on Wednesday, 25 November, unless Eva Lund" in confirmed
    assert company.request().status is Status.ANSWERED

    says(company, EVA, "Thanks, Bo!")
    assert "Thanks, Bo!" in flat(company.last("bo@corp.example"))
    company.travel(days=1, hours=23)
    assert len(to_eva(company)) == 2
    company.travel(hours=2)
    closing = to_eva(company)[-1]
    assert "“VPN drops” is closed: Bo Jensen says that it is done." in closing
    assert f"What it was about: “{' '.join(ASKED.split())}”" in closing
    assert f"What Bo Jensen answered on Monday, 23 November: “{ANSWERED}”" in closing
    assert company.request().status is Status.CLOSED

    says(company, EVA, "Still broken, I am afraid.")
    again = company.request()
    assert (again.status, again.owner, again.openings) == (Status.OPEN, "bo", 2)
    assert again.promised_at is not None
    assert again.promised_at.date().isoformat() == "2026-11-27"  # two working days, not four hours

    says(company, BO, "done")
    word = to_eva(company)[-1]
    assert "On Friday, 27 November, we close your request “VPN drops”" in word
    assert "Bo Jensen says that it is done" in word
    says(company, EVA, "Solved, thank you!")
    assert company.request().status is Status.CLOSED
    assert "Good to hear that it is solved!" in to_eva(company)[-1]


@LONG
def test_silence_is_told_before_it_closes_also_after_weeks_away(
    house: Callable[[str], Company],
) -> None:
    company = house(ENDS)
    asks(company)
    says(company, BO, ANSWERED)
    company.travel(days=21)  # past the word and past the end
    assert "On Wednesday, 16 December, we close your request" in to_eva(company)[-1]
    assert "we have not heard from you since" in to_eva(company)[-1]
    assert company.request().status is Status.ANSWERED
    company.travel(days=1)
    assert len(to_eva(company)) == 3
    company.travel(days=1, hours=1)
    assert "was answered, and we have not heard from you since" in to_eva(company)[-1]
    assert f"“{ANSWERED}”" in to_eva(company)[-1]
    company.travel(days=30)
    assert len(to_eva(company)) == 4


@LONG
def test_an_answer_that_lay_there_past_the_end_is_read_before_it_comes(
    house: Callable[[str], Company],
) -> None:
    """While mailtracker was away: nobody was silent."""
    company = house(ENDS)
    asks(company)
    says(company, BO, "done")
    company.travel(days=1)
    company.reply(EVA, company.last("eva@corp.example"), "Not yet, sorry.")
    company.travel(days=5)
    assert company.request().status is Status.OPEN
    assert "Not yet, sorry." in flat(company.last("bo@corp.example"))
    assert not [one for one in to_eva(company) if "is closed" in one]


@LONG
def test_what_is_confidential_ends_without_a_word_of_it(house: Callable[[str], Company]) -> None:
    company = house(SECRET)
    asks(company)
    says(company, BO, ANSWERED)
    says(company, BO, "done")
    company.travel(days=3)
    word, closing = to_eva(company)[-2:]
    for mail in (word, closing):
        assert "certificate" not in mail
        assert "restarted" not in mail
    assert "What it was about" not in closing
