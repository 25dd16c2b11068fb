"""When their working day begins, owners read what is open for them, and leads what their teams
have: one mail a day, each line of which is answered by itself, over restarts and downtimes.
"""

from __future__ import annotations

import re
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from mailtracker.desk.request import Status
from mailtracker.errors import NoSuchRequest
from tests.pressing import Link, links_in
from tests.stories.absent import known, vacation
from tests.stories.company import DAILY, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""

BO, SAM, ANA, CARLA = (f"{who}@corp.example" for who in ("bo", "sam", "ana", "carla"))
EVA, TOM, LEE = (f"{who}@corp.example" for who in ("eva", "tom", "lee"))


def asked(company: Company) -> Company:
    """On Tuesday at three Bo has three requests, promised for Wednesday at eleven."""
    company.turn()  # somebody who is new has the first one on the day after
    company.travel(days=1, hours=6)
    for who, subject in ((EVA, "VPN drops"), (TOM, "VPN is slow"), (LEE, "VPN for my phone")):
        company.write(f"Somebody <{who}>", subject, f"{subject}, please look.")
    company.turn()
    return company


@pytest.fixture
def company(post_office, tmp_path) -> Company:
    return asked(Company(post_office, tmp_path, DAILY))


def of_morning(company: Company, who: str) -> list[EmailMessage]:
    ends = (": your requests", ": desk", ": deine Anfragen")
    return [mail for mail in company.inbox(who) if str(mail["Subject"]).endswith(ends)]


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def links(mail: EmailMessage) -> dict[str, str]:
    """The address of each line by its reference, which stands in the link's words as well."""
    page = mail.get_body(("html",)).get_content()
    found = {}
    for url, words in re.findall(r'href="(mailto:[^"]+)"[^>]*>(.*?)</a>', page):
        if "body=" in url:
            continue  # a button
        parts = urlsplit(url.replace("&amp;", "&"))
        (reference,) = re.findall(r"IT-\d+", words)
        assert f"[{reference}]" in parse_qs(parts.query)["subject"][0]
        found[reference] = unquote(parts.path)
    return found


def buttons(mail: EmailMessage) -> dict[tuple[str, str], Link]:
    """By the reference of their line, and by what stands on them."""
    page = mail.get_body(("html",)).get_content()
    found = (one for line in page.split("<li") for one in links_in(line).values())
    return {(re.findall(r"IT-\d+", one.subject)[0], one.label): one for one in found}


def press(company: Company, who: str, link: Link) -> None:
    company.write(who, link.subject, link.body, to=link.address)
    company.turn()


def test_a_day_begins_with_what_is_open_and_each_line_is_answered_by_itself(
    company: Company,
) -> None:
    company.travel(hours=17, minutes=55)  # five to nine on Wednesday
    assert of_morning(company, BO) == []
    company.travel(minutes=6)
    (mail,) = of_morning(company, BO)
    assert str(mail["Subject"]) == "3 due today: your requests"
    assert str(mail["Auto-Submitted"]) == "auto-generated"
    said = flat(mail)
    assert f"“VPN drops” from Somebody ({EVA})" in said
    assert "promised by 11:00 today, asked yesterday at 15:00" in said
    assert of_morning(company, SAM) == of_morning(company, CARLA) == []
    for _ in range(3):  # each is a daemon that has just been started
        company.travel(minutes=20)
    assert len(of_morning(company, BO)) == 1

    company.write(BO, "Re: [IT-1002] VPN is slow", "Restart it.", to=links(mail)["IT-1002"])
    company.turn()
    assert "Restart it." in body(company.last(TOM))
    assert company.request("IT-1002").status == Status.ANSWERED
    assert not any("Restart it." in body(one) for who in (EVA, LEE) for one in company.inbox(who))

    (to_lead,) = of_morning(company, ANA)
    assert str(to_lead["Subject"]) == "3 due today: desk"
    assert "with Bo Jensen" in flat(to_lead)
    assert "- Bo Jensen: 3 open - Sam Okoye: nothing open" in flat(to_lead)
    before = len(company.inbox(EVA))
    company.write(ANA, "Re: [IT-1001]", "Is the router on?", to=links(to_lead)["IT-1001"])
    company.write(ANA, "Re: [IT-1003]", "for sam", to=links(to_lead)["IT-1003"])
    company.turn()
    assert any("Is the router on?" in body(one) for one in company.inbox(BO))
    assert len(company.inbox(EVA)) == before
    assert company.request("IT-1003").owner == "sam"


def test_each_line_has_buttons_of_its_own(company: Company) -> None:
    company.travel(hours=18, minutes=5)
    (mail,), (to_lead,) = of_morning(company, BO), of_morning(company, ANA)
    assert set(buttons(to_lead)) == {(f"IT-100{number}", "Mine") for number in (1, 2, 3)}
    theirs = buttons(mail)
    assert {label for _, label in theirs} == {"Waiting", "Done", "Snooze until tomorrow"}
    assert len(theirs) == 9
    assert "Snooze until tomorrow" not in body(mail)

    before = [company.request(f"IT-100{number}") for number in (1, 2, 3)]
    for who in (EVA, ANA, "mallory@example.com"):
        press(company, who, theirs["IT-1001", "Done"])
    press(company, BO, buttons(to_lead)["IT-1003", "Mine"])
    assert [company.request(f"IT-100{number}") for number in (1, 2, 3)] == before

    press(company, BO, theirs["IT-1001", "Done"])
    press(company, BO, theirs["IT-1002", "Snooze until tomorrow"])
    press(company, ANA, buttons(to_lead)["IT-1003", "Mine"])
    assert company.request("IT-1001").status is Status.CLOSED
    assert company.request("IT-1002").snoozed_until is not None
    assert company.request("IT-1003").owner == "ana"

    until = company.request("IT-1002").snoozed_until
    company.travel(minutes=30)
    press(company, BO, theirs["IT-1002", "Snooze until tomorrow"])
    assert company.request("IT-1002").snoozed_until == until
    assert "was carried out already: today at 09:05" in flat(company.last(BO))


def test_after_a_downtime_it_is_one_and_only_in_the_first_half_of_the_day(
    company: Company,
) -> None:
    company.travel(hours=22, minutes=30)  # half past one on Wednesday: what is late went to Sam
    assert of_morning(company, BO) == of_morning(company, SAM) == []
    assert company.request("IT-1001").owner == "sam"
    company.travel(days=1, hours=-1)  # half past twelve on Thursday
    (mail,) = of_morning(company, SAM)
    assert str(mail["Subject"]) == "3 overdue: your requests"
    company.travel(minutes=10)
    company.travel(days=2)  # Saturday
    assert len(of_morning(company, SAM)) == 1
    assert of_morning(company, BO) == []


@LONG
def test_nobody_else_speaks_by_a_line(company: Company) -> None:
    company.travel(hours=18, minutes=5)
    address = links(of_morning(company, BO)[0])["IT-1001"]
    company.write("mallory@example.com", "Re: [IT-1001]", "Send money.", to=address)
    company.turn()
    assert not any("Send money." in body(mail) for mail in company.inbox(EVA))


@LONG
def test_a_vacation_program_that_answers_it_says_that_its_person_is_away(company: Company) -> None:
    company.travel(hours=18, minutes=5)
    (mail,) = of_morning(company, BO)
    words = "I am on holiday until 27 November 2026 and will read your mail when I am back."
    vacation(company, BO, words, answers=mail)
    company.turn()
    (absence,) = known(company)
    assert (absence.person, absence.request_id) == ("bo", None)
    company.travel(minutes=2)
    assert company.request("IT-1001").owner == "sam"
    before = len(company.inbox(BO))
    company.travel(days=1)
    assert len(of_morning(company, BO)) == 1
    assert len(company.inbox(BO)) == before


@LONG
def test_where_it_cannot_be_delivered_what_its_reader_owes_goes_to_others(company: Company) -> None:
    company.post.refuse[BO] = company.post.refuse[ANA] = "550 5.1.1 no such user"
    company.travel(hours=18, minutes=5)
    company.turn()
    assert {company.request(f"IT-100{number}").owner for number in (1, 2, 3)} == {"sam"}
    assert of_morning(company, BO) == of_morning(company, ANA) == []
    for _ in range(3):
        company.travel(minutes=2)
    assert len(company.inbox(SAM)) == 3  # each of them once


@LONG
def test_who_answers_the_whole_mail_is_asked_which_one_and_nothing_is_opened(
    company: Company,
) -> None:
    company.travel(hours=18, minutes=5)
    (mail,) = of_morning(company, BO)
    company.reply(BO, mail, "done")
    company.turn()
    asked_back = company.last(BO)
    assert str(asked_back["Subject"]) == "Which request do you mean?"
    assert "“done”" in flat(asked_back)
    company.reply(BO, asked_back, "the first one")
    company.turn()
    assert {company.request(f"IT-100{number}").status for number in (1, 2, 3)} == {Status.OPEN}
    with pytest.raises(NoSuchRequest):
        company.request("IT-1004")
