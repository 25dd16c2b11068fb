"""Thanks reach whoever helped at once, and ask nothing of them. Where a team opted in, it reads
once a week what people wrote to it; nobody is counted, and nothing that was confided is in it.
"""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from mailtracker.desk.request import Status
from tests.servers.dovecot import Dovecot
from tests.servers.smtpd import PostOffice
from tests.stories.company import RULES, Company, body

FROM_EVA = "Thanks from Eva Lund (eva@corp.example): nothing to do. VPN for a guest."
LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""

EVA, TOM = "Eva Lund <eva@corp.example>", "Tom Berg <tom@corp.example>"
BO, SAM = "Bo Jensen <bo@corp.example>", "Sam Okoye <sam@corp.example>"
WEEKLY = "assign: least-loaded"
CELEBRATES = RULES.replace(WEEKLY, f"{WEEKLY}, celebrate: weekly")


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def has(company: Company, who: str) -> list[str]:
    """All that somebody has, the oldest first."""
    return [flat(mail) for mail in company.inbox(f"{who}@corp.example")]


def celebrations(company: Company, who: str) -> list[str]:
    return [
        flat(mail)
        for mail in company.inbox(f"{who}@corp.example")
        if "thank you, from people you helped" in str(mail["Subject"])
    ]


def says(company: Company, who: str, text: str) -> None:
    """In answer to the last mail that they have."""
    company.reply(who, company.last(who.split("<")[1].strip(">")), text)
    company.turn()


def answered(company: Company, who: str = EVA, subject: str = "VPN for a guest") -> None:
    """Bo answers."""
    company.write(who, subject, "From Monday.")
    company.turn()
    says(company, BO, "Here is her form.")


@pytest.fixture
def celebrating(dovecot: Dovecot, tmp_path: Path):
    with PostOffice(dovecot) as post:
        yield Company(post, tmp_path, CELEBRATES)


def test_thanks_reach_who_helped_and_once_a_week_the_team(celebrating: Company) -> None:
    company = celebrating
    company.write(EVA, "VPN for a guest", "From Monday.")
    company.turn()
    to_bo = company.last("bo@corp.example")
    says(company, BO, "for sam")
    company.reply(BO, to_bo, "Here is her form.")
    company.turn()
    request = company.request()
    assert (request.owner, request.status) == ("sam", Status.ANSWERED)
    mails = len(has(company, "eva"))

    says(company, EVA, "Thank you, Bo! It works now.\n\nBest wishes\nEva")
    for who in ("sam", "bo"):
        assert has(company, who)[-1].startswith(FROM_EVA), who
    assert "Sam Okoye has the request, and reads this mail as well." in has(company, "bo")[-1]
    assert "You answered" not in has(company, "sam")[-1]
    after = company.request()
    assert (after.status, after.unanswered_since) == (Status.ANSWERED, None)
    assert len(has(company, "eva")) == mails, "thanks are not answered"

    company.travel(days=6, hours=22)  # Monday, seven o'clock
    assert celebrations(company, "bo") == []
    company.travel(hours=2)
    (told,) = celebrations(company, "bo")
    said = "“Thank you, Bo! It works now.” Eva to you, about “VPN for a guest”"
    assert said in told
    assert "from Monday, 23 November to Sunday, 29 November" in told
    (others,) = celebrations(company, "sam")
    assert said.replace("to you", "to Bo").partition(", about")[0] in others
    assert "VPN for a guest" not in others, "the rule gave it to Bo, and not to the team"
    assert len(celebrations(company, "ana")) == 1, "who leads them"
    assert celebrations(company, "carla") == celebrations(company, "eva") == []
    company.travel(hours=1)
    company.travel(days=7)
    assert len(celebrations(company, "bo")) == 1, "no mail in a week without thanks"


@LONG
def test_what_also_asks_goes_as_always_and_is_not_quoted(celebrating: Company) -> None:
    company = celebrating
    answered(company)
    says(company, EVA, "Thank you! And where is the printer?")
    assert not has(company, "bo")[-1].startswith("Thanks from")
    assert company.request().status is Status.OPEN
    company.travel(days=7)
    assert celebrations(company, "bo") == []


@LONG
def test_a_team_that_did_not_opt_in_has_no_such_mail(company: Company) -> None:
    answered(company)
    says(company, EVA, "Thank you, Bo!")
    assert has(company, "bo")[-1].startswith(FROM_EVA)
    company.travel(days=7, hours=1)
    assert celebrations(company, "bo") == []


@LONG
def test_what_came_in_the_new_week_waits_for_the_next(celebrating: Company) -> None:
    company = celebrating
    answered(company)
    company.travel(days=7, hours=-1.5)  # Monday, half past seven
    says(company, EVA, "Thank you, Bo!")
    company.travel(hours=2)
    assert celebrations(company, "bo") == []
    company.travel(days=7)
    (told,) = celebrations(company, "bo")
    assert "from Monday, 30 November to Sunday, 6 December" in told


@LONG
def test_an_outsider_is_not_quoted(celebrating: Company) -> None:
    company = celebrating
    answered(company, "Pia <pia@customer.example>")
    says(company, "Pia <pia@customer.example>", "Thank you, Bo!")
    assert "Thanks from Pia" in has(company, "bo")[-1]
    company.travel(days=7, hours=1)
    assert celebrations(company, "bo") == []
