"""`not mine`: the request goes on without its owner, with all that was written, and costs no time;
whoever gave it away hears no more of it. At the start of a week who keeps the rules reads which of
them caused it, with each mail as a test that fails until the rules are better.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailtracker.desk.request import Status
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.rules.selftest import run_tests
from mailtracker.store import requests
from tests.servers.smtpd import PostOffice
from tests.stories.company import RULES, Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""

EVA = "Eva Lund <eva@corp.example>"
BO, SAM, ANA = (
    "Bo Jensen <bo@corp.example>",
    "Sam Okoye <sam@corp.example>",
    "Ana Costa <ana@corp.example>",
)
JONAS = "Jonas Weber <jonas@corp.example>"
VPN = RULES[RULES.index("  - name: vpn") : RULES.index("  - name: gehalt")]


def flat(mail: EmailMessage) -> str:
    return " ".join(body(mail).split())


def has(company: Company, who: str) -> list[str]:
    """All that somebody has, the oldest first."""
    return [flat(mail) for mail in company.inbox(f"{who}@corp.example")]


def asked(company: Company, subject: str = "VPN for a guest", text: str = "From Monday.") -> None:
    company.write(EVA, subject, text)
    company.turn()


def says(company: Company, who: str, text: str) -> None:
    """In answer to the last mail that they have."""
    company.reply(who, company.last(who.split("<")[1].strip(">")), text)
    company.turn()


def story(company: Company, kind: str, reference: str = "IT-1001") -> list[str]:
    with company.runtime() as runtime, runtime.store.read() as conn:
        about = requests.by_reference(conn, reference)
        return [one.text for one in requests.history(conn, about.id) if one.kind == kind]


def ready_made(mail: str, then: str) -> list[str]:
    """What stands in a mail from `tests:` to the first test whose mail is this person's."""
    lines = [line[2:] for line in mail.splitlines()]
    end = next(n for n, line in enumerate(lines) if line.startswith(f"        then: {then} "))
    return lines[lines.index("    tests:") : end + 1]


def with_tests(lines: list[str], rule: str = VPN) -> Policy:
    """The rules with what an admin pastes below the rule for VPN."""
    return load_texts({"rules/all.yaml": RULES.replace(VPN, rule + "\n".join(lines) + "\n")})


def test_it_goes_on_and_once_a_week_the_rules_hear_of_it(company: Company) -> None:
    asked(company)
    promised_at = company.request().promised_at

    says(company, BO, "Not mine.\n\nGuests are not for our team, I think.")
    request = company.request()
    assert (request.owner, request.declined, request.promised_at) == ("sam", ("bo",), promised_at)
    assert "Sam Okoye has IT-1001 now, with everything that was written." in has(company, "bo")[-1]
    assert "What you wrote went to Sam Okoye alone. " in has(company, "bo")[-1]
    assert "send" not in has(company, "bo")[-1]
    handed, below = has(company, "sam")[-2:]
    assert "yours now: Bo Jensen says that it is for somebody else." in handed
    assert "From Monday." in handed
    assert "Guests are not for our team" in below
    told = has(company, "eva")[-1]
    assert "Sam Okoye looks after your request now and has everything you wrote." in told
    assert "The promise stays as it was: an answer by 13:00 today." in told
    assert not any("Guests" in mail or "not mine" in mail.lower() for mail in has(company, "eva"))

    bo_had = len(has(company, "bo"))
    says(company, SAM, "nicht meins")
    assert (
        "yours now: Bo Jensen and Sam Okoye say that it is for somebody else."
        in (has(company, "ana")[-1])
    )
    says(company, ANA, "for jonas")
    assert story(company, "not mine") == [
        "by Bo Jensen, routed again to Sam Okoye: cover of bo",
        "by Sam Okoye, routed again to Ana Costa: lead of desk",
    ]
    says(company, JONAS, "Hi Eva, here is the form for guests.")
    assert company.request().status is Status.ANSWERED
    assert "here is the form" in has(company, "eva")[-1]

    ana_had = len(has(company, "ana"))
    company.travel(days=6, hours=22)  # Monday, seven o'clock: Ana sleeps
    assert len(has(company, "ana")) == ana_had
    company.travel(hours=2)
    (told,) = has(company, "ana")[ana_had:]
    assert "Jonas Weber" in told
    assert "1 request came to somebody" not in told
    assert "all.yaml:24): its only request. Now with Jonas Weber." in told
    assert "Guests" not in told  # it is of no rule's concern what owners tell each other
    company.travel(hours=1)  # each turn is another daemon
    company.travel(days=7)
    assert len(has(company, "ana")) == ana_had + 1
    assert len(has(company, "bo")) == bo_had

    lines = ready_made(body(company.inbox("ana@corp.example")[ana_had]), "jonas")
    (failed,) = run_tests(with_tests(lines))
    assert "expected jonas, but it goes to bo" in failed.message
    better = VPN.replace("to: bo", "to: jonas")
    assert run_tests(with_tests(lines, better)) == []


@LONG
def test_who_gave_it_away_hears_no_more_of_it(post_office: PostOffice, tmp_path: Path) -> None:
    """Though he is above who was silent about it, and covers for her."""
    above = RULES.replace(
        "email: ana@corp.example, manager: carla", "email: ana@corp.example, manager: bo"
    )
    above = above.replace(
        "email: bo@corp.example, manager: ana", "email: bo@corp.example, manager: carla"
    )
    company = Company(post_office, tmp_path, above)
    asked(company)
    says(company, BO, "not mine")
    had = len(has(company, "bo"))
    company.travel(hours=5)  # Sam was silent: now it is Ana's
    assert company.request().owner == "ana"
    company.travel(days=3)
    assert has(company, "carla")  # who is told instead
    says(company, ANA, "Hi Eva, sorry, here it is.")
    says(company, EVA, "It does not work, why?")
    company.travel(days=3)
    assert len(has(company, "bo")) == had


@LONG
def test_where_nobody_else_is_there_it_stays(company: Company) -> None:
    asked(company, "Where do I park?")
    first = company.request().owner
    for who in ("bo", "sam", "ana"):
        assert company.request().owner == (
            who if first == "bo" else {"bo": "sam", "sam": "bo"}.get(who, who)
        )
        says(company, {"bo": BO, "sam": SAM, "ana": ANA}[company.request().owner], "not mine")
    request = company.request()
    assert (request.owner, set(request.declined)) == ("ana", {"bo", "sam", "ana"})
    assert (
        "stays with you for now: there is nobody else who could take it." in has(company, "ana")[-1]
    )
    asked_for = has(company, "priya")[-1]
    assert "IT-1001 needs somebody: " in asked_for
    assert "mailtracker assign IT-1001 NAME" in asked_for
    eva_had = len(has(company, "eva"))
    says(company, ANA, "not mine\n\nNobody knows who does parking.")
    assert company.request().owner == "ana"
    assert len(has(company, "eva")) == eva_had
    assert "Nobody knows who does parking." in has(company, "priya")[-1]
    says(company, BO, "mine")
    assert (company.request().owner, company.request().declined) == ("bo", ("sam", "ana"))


@LONG
def test_of_a_confidential_one_it_is_only_counted(post_office: PostOffice, tmp_path: Path) -> None:
    secret = RULES.replace(
        "    to: bo\n    promise: normal\n  - name: gehalt",
        "    to: bo\n    promise: normal\n    confidential: true\n  - name: gehalt",
    )
    assert secret != RULES
    company = Company(post_office, tmp_path, secret)
    asked(company)
    says(company, BO, "not mine")
    had = len(has(company, "ana"))
    company.travel(days=7, hours=1)
    (told,) = [mail for mail in has(company, "ana")[had:] if "who said not mine" in mail]
    assert "1 is confidential, so nothing more is said of it." in told
    assert not any(word in told for word in ("guest", "eva", "Sam", "tests:", "IT-1001"))


@LONG
def test_where_its_mail_is_kept_no_longer_the_subject_will_do(company: Company) -> None:
    company.site(store=replace(company.config.store, keep_mail=timedelta(days=1)))
    asked(company)
    says(company, BO, "not mine")
    says(company, SAM, "for jonas")
    says(company, JONAS, "done")
    company.travel(days=3)
    company.travel(days=4, hours=1)
    told = body(company.last("ana@corp.example"))
    assert 'subject: "VPN for a guest"' in told
    assert "From Monday." not in told
    (failed,) = run_tests(with_tests(ready_made(told, "jonas")))
    assert "expected jonas, but it goes to bo" in failed.message
