"""One person with several addresses is one person; and nobody else becomes that person."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.stories.company import RULES, Company, body

EVA = "  eva: {name: Eva Lund, email: [eva@corp.example, eva.lund@corp.example]}\n"


@pytest.fixture
def two_addresses(post_office, tmp_path) -> Company:
    """Eva stands in the people file with two."""
    return Company(post_office, tmp_path, RULES.replace("people:\n", f"people:\n{EVA}"))


def said(mails: list[EmailMessage], words: str) -> list[EmailMessage]:
    return [mail for mail in mails if words in body(mail)]


def test_who_writes_from_her_other_address_does_not_get_her_own_mail(two_addresses):
    company = two_addresses
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply("Eva <eva.lund@corp.example>", company.last("eva@corp.example"), "At home, too.")
    company.turn()

    assert said(company.inbox("bo@corp.example"), "At home, too.")
    assert not said(company.inbox("eva@corp.example"), "At home, too.")
    assert not said(company.inbox("eva.lund@corp.example"), "At home, too.")
    assert company.request("IT-1001").requester.email == "eva@corp.example"


def test_who_has_a_mail_at_one_address_gets_no_second_one_at_the_other(two_addresses):
    company = two_addresses
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()

    def to_her_too(mail: EmailMessage) -> None:
        mail["Cc"] = "eva.lund@corp.example"

    note = company.last("bo@corp.example")
    company.reply("Bo <bo@corp.example>", note, "Take the other gateway.", edit=to_her_too)
    company.turn()

    assert len(said(company.inbox("eva.lund@corp.example"), "other gateway")) == 1
    assert not said(company.inbox("eva@corp.example"), "other gateway")
    assert company.request("IT-1001").copied == ()
    assert company.request("IT-1001").answered_once


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("eva+it@corp.example", "eva@corp.example"),
        ("eva@corp.example", "eva+phone@corp.example"),
        ("eva+it@corp.example", "Eva+Phone@CORP.example"),
    ],
)
def test_a_subaddress_of_ours_makes_no_stranger(company, first, then):
    company.write(f"Eva Lund <{first}>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(f"Eva Lund <{then}>", company.last("eva@corp.example"), "At home, too.")
    company.turn()

    assert said(company.inbox("bo@corp.example"), "At home, too.")
    assert not said(company.inbox("eva@corp.example"), "At home, too.")
    with pytest.raises(Exception, match="IT-1002"):
        company.request("IT-1002")


def test_an_owner_answers_from_a_subaddress(company):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply("Bo <bo+work@corp.example>", company.last("bo@corp.example"), "Try again now.")
    company.turn()

    assert said(company.inbox("eva@corp.example"), "Try again now.")
    assert company.request("IT-1001").answered_once


def test_elsewhere_a_subaddress_may_be_somebody_else(company):
    """Nobody knows what such a server makes of it: it opens nothing of another's and reads
    nothing.
    """
    company.write("Jo <jo@customer.example>", "VPN drops", "Every hour.")
    company.turn()
    company.write("Jo <jo+x@customer.example>", "[IT-1001] VPN drops", "And today?")
    company.turn()

    assert company.request("IT-1002").requester.email == "jo+x@customer.example"
