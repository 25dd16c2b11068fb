"""An owner's mail program says that they are away: what it answered goes to who covers in the same
poll, all that they have where that is sure, and one word undoes it.
"""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailtracker.desk.request import Status
from tests.servers.smtpd import PostOffice
from tests.stories.absent import (
    ANA,
    BO,
    EVA_KEY,
    SAM,
    asks,
    envelope_of,
    known,
    owners,
    titled,
    vacation,
)
from tests.stories.company import Company, body

TODAY = "I am out of the office today."
LONG = "I am out of the office until 2026-12-04. In urgent cases please contact Sam."


@pytest.mark.every_engine
def test_what_a_vacation_program_answered_goes_to_the_cover_in_the_same_poll(
    company: Company,
) -> None:
    asks(company)
    promised = company.request().promised_at
    vacation(company, BO, TODAY)
    company.turn()
    request = company.request()
    assert (request.owner, request.status) == ("sam", Status.OPEN)
    assert request.promised_at == promised
    handed = body(company.last(SAM))
    assert "Every hour." in handed
    assert "Bo Jensen is away" in handed
    assert "Sam Okoye" in body(company.last(EVA_KEY))
    assert len(titled(company, BO, "You count as away")) == 1
    assert len(titled(company, ANA, "Bo Jensen is away")) == 1


def test_one_word_undoes_it(company: Company) -> None:
    asks(company)
    vacation(company, BO, TODAY)
    company.turn()
    company.reply(BO, company.last(BO), "back")
    company.turn()
    assert known(company) == []
    assert company.request().owner == "bo"
    assert "IT-1001 is yours again" in body(company.last(BO))
    assert "Bo Jensen" in body(company.last(SAM))
    vacation(company, BO, TODAY, answers=company.inbox(BO)[0])  # the program goes on saying it
    company.turn()
    assert known(company) == []
    assert company.request().owner == "bo"


def test_what_the_cover_has_begun_stays_with_them(company: Company) -> None:
    asks(company)
    vacation(company, BO, TODAY)
    company.turn()
    company.reply(SAM, company.last(SAM), "mine")
    company.travel(minutes=1)
    company.reply(BO, titled(company, BO, "You count as away")[0], "back")
    company.turn()
    assert (company.request().owner, known(company)) == ("sam", [])


def test_a_notice_without_an_end_takes_one_request_along_and_the_next_days_all(
    company: Company,
) -> None:
    for subject in ("VPN drops", "VPN slow", "VPN down"):
        asks(company, subject)
    third = company.last(BO)
    vacation(company, BO, "I am out of the office, please contact Sam.", answers=third)
    company.turn()
    assert sorted(owners(company).values()) == ["bo", "bo", "sam"]
    company.travel(days=1)
    second = titled(company, BO, "VPN slow")[0]
    vacation(company, BO, "I am out of the office, please contact Sam.", answers=second)
    company.turn()
    assert "bo" not in owners(company).values()
    assert len(titled(company, BO, "You count as away")) == 2


def test_a_named_end_a_working_day_off_takes_all_along_at_once(company: Company) -> None:
    asks(company)
    asks(company, "VPN slow")
    vacation(company, BO, LONG)
    company.turn()
    assert set(owners(company).values()) == {"sam"}
    (told,) = titled(company, BO, "You count as away")
    assert "IT-1001" in body(told)
    assert "IT-1002" in body(told)
    assert "Friday, 4 December" in body(told)
    (lead,) = titled(company, ANA, "Bo Jensen is away")
    assert "Sam Okoye has it now" in body(lead)
    asks(company, "VPN once more")
    assert company.request("IT-1003").owner == "sam"
    company.travel(days=12)  # the fifth of December is a Saturday: he is back on Monday
    asks(company, "VPN again")
    assert company.request("IT-1004").owner == "bo"


@pytest.mark.parametrize(
    "text",
    [
        "I work Mondays to Wednesdays.",
        "Thank you for your mail. I answer within two days.",
        "Your message was received.",
        "I was out of the office until 2026-11-13.",
    ],
)
def test_what_says_nothing_of_an_absence_changes_nothing(company: Company, text: str) -> None:
    asks(company)
    vacation(company, BO, text)
    company.turn()
    assert (company.request().owner, known(company)) == ("bo", [])


def test_words_that_come_week_after_week_are_no_absence(company: Company) -> None:
    asks(company)
    vacation(company, BO, TODAY)
    company.turn()
    company.reply(SAM, company.last(SAM), "Done, all is well.")
    company.travel(days=7)
    asks(company, "VPN slow")
    vacation(company, BO, TODAY)
    company.turn()
    assert (company.request("IT-1002").owner, known(company)) == ("bo", [])


def test_a_requesters_notice_is_nobodys_absence(company: Company) -> None:
    company.write("Sam Okoye <sam@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(BO, company.last(BO), "Which one?")
    company.turn()
    vacation(company, SAM, LONG)
    company.turn()
    assert (known(company), company.request().owner) == ([], "bo")


def test_without_envelope_senders_of_their_own_a_key_of_ours_is_enough(
    post_office: PostOffice, tmp_path
) -> None:
    company = Company(post_office, tmp_path, subaddressing=False)
    asks(company)
    vacation(company, BO, TODAY, to=company.alias)
    company.turn()
    assert company.request().owner == "sam"


def test_a_stranger_who_knows_the_reference_sends_nobody_away(company: Company) -> None:
    asks(company)
    told = company.last(BO)

    def edit(mail: EmailMessage) -> None:
        mail["Auto-Submitted"] = "auto-replied"
        mail["In-Reply-To"] = told["Message-ID"]

    company.write("Mia <mia@elsewhere.example>", "Out of office: Re: [IT-1001]", LONG, edit=edit)
    company.turn()
    assert (company.request().owner, known(company)) == ("bo", [])


def test_who_covers_and_is_away_as_well_gets_nothing(company: Company) -> None:
    asks(company)
    vacation(company, BO, LONG)
    company.turn()
    vacation(company, SAM, LONG)
    company.turn()
    assert company.request().owner == "ana"
    vacation(company, ANA, LONG)
    company.turn()
    assert company.request().owner == "ana"  # nobody else is there


def test_the_address_that_it_comes_to_says_whose_mail_it_answers(company: Company) -> None:
    """As Debian's `vacation` writes: no mark, no id, no subject of ours."""
    asks(company)
    company.write(BO, "away from my mail", TODAY, to=envelope_of(company, BO))
    company.turn()
    assert company.request().owner == "sam"
