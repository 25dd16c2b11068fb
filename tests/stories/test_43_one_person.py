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


# -- an owner's answer from an address that nobody has on file ---------------------------

PROVIDER = "b.jensen@provider.example"


def asked(company: Company) -> EmailMessage:
    """The question whether that is Bo's."""
    return said(company.inbox("bo@corp.example"), "nobody has that address on file")[-1]


@pytest.fixture
def from_elsewhere(company: Company) -> Company:
    """Bo has read his note at his provider's address, and answers from there."""
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(f"Bo Jensen <{PROVIDER}>", company.last("bo@corp.example"), "Try again now.")
    company.turn()
    return company


def test_it_is_kept_and_he_is_asked_with_the_line_to_add(from_elsewhere):
    company = from_elsewhere
    text = " ".join(body(asked(company)).split())
    assert PROVIDER in text
    assert "It begins with “Try again now.”" in text
    assert f"email: [bo@corp.example, {PROVIDER}]" in text
    assert company.inbox(PROVIDER) == []
    assert not said(company.inbox("eva@corp.example"), "Try again now.")
    assert not company.request("IT-1001").answered_once
    with pytest.raises(Exception, match="IT-1002"):
        company.request("IT-1002")


def test_one_word_of_his_sends_it(from_elsewhere):
    company = from_elsewhere
    company.reply("Bo <bo@corp.example>", asked(company), "send")
    company.turn()

    (answer,) = said(company.inbox("eva@corp.example"), "Try again now.")
    assert answer["From"].startswith("Bo Jensen via IT help")
    assert PROVIDER not in answer.as_string()
    assert company.request("IT-1001").answered_once


def test_a_second_word_sends_nothing_more(from_elsewhere):
    company = from_elsewhere
    for _ in range(2):
        company.reply("Bo <bo@corp.example>", asked(company), "send")
        company.turn()
    assert len(said(company.inbox("eva@corp.example"), "Try again now.")) == 1


def test_the_word_from_there_sends_nothing(from_elsewhere):
    """Whoever has his reply address has not his mailbox."""
    company = from_elsewhere
    company.reply(f"Bo <{PROVIDER}>", asked(company), "send")
    company.turn()
    assert not said(company.inbox("eva@corp.example"), "Try again now.")


def test_once_the_line_is_there_he_is_himself(from_elsewhere):
    company = from_elsewhere
    rules = company.config.rules / "all.yaml"
    on_file = f"email: [bo@corp.example, {PROVIDER}]"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("email: bo@corp.example", on_file), encoding="utf-8")
    company.reply(f"Bo <{PROVIDER}>", company.inbox("bo@corp.example")[0], "And restart it.")
    company.turn()

    assert said(company.inbox("eva@corp.example"), "And restart it.")
    assert len(said(company.inbox("bo@corp.example"), "on file")) == 1


def test_many_forged_ones_make_one_question_a_day(company):
    """Whatever addresses they come from, and nothing changes by them."""
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    note = company.last("bo@corp.example")
    for number in range(8):
        company.reply(f"Bo <bo{number}@outside{number}.example>", note, f"Word {number}")
        company.turn()
    assert len(said(company.inbox("bo@corp.example"), "on file")) == 1
    assert all(company.inbox(f"bo{n}@outside{n}.example") == [] for n in range(8))
    assert not said(company.inbox("eva@corp.example"), "Word")
    assert company.request("IT-1001").status == "open"


def test_a_shared_address_of_ours_is_asked_about_as_well(company):
    """An assistant reads his mail and answers from the office's."""
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(
        "Front office <office@corp.example>", company.last("bo@corp.example"), "He says: restart."
    )
    company.turn()
    assert "office@corp.example" in body(asked(company))
    assert not said(company.inbox("eva@corp.example"), "restart")
    company.reply("Bo <bo@corp.example>", asked(company), "send")
    company.turn()
    assert said(company.inbox("eva@corp.example"), "He says: restart.")


# -- an answer to what the requester was sent --------------------------------------------


@pytest.mark.parametrize("sender", ["eva.private@mail.example", "eva@corp-group.example"])
def test_an_answer_from_her_other_address_is_read_by_the_owner_and_lets_nobody_in(company, sender):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    company.reply(f"Eva <{sender}>", company.last("eva@corp.example"), "At home, too.")
    company.turn()

    (note,) = said(company.inbox("bo@corp.example"), "At home, too.")
    text = " ".join(body(note).split())
    assert "The mail answers ours to Eva Lund (eva@corp.example)" in text
    assert "comes from an address that we do not know" in text
    assert company.inbox(sender) == []
    assert company.request("IT-1001").copied == ()

    company.reply("Bo <bo@corp.example>", note, "Then the other gateway.")
    company.turn()
    assert said(company.inbox("eva@corp.example"), "other gateway")
    assert company.inbox(sender) == []


def test_it_begins_a_promise_as_any_word_of_hers(company):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()
    receipt = company.last("eva@corp.example")
    company.reply("Bo <bo@corp.example>", company.last("bo@corp.example"), "Try again now.")
    company.turn()
    assert company.request("IT-1001").unanswered_since is None
    company.reply("Eva <eva.private@mail.example>", receipt, "It still drops.")
    company.turn()
    assert company.request("IT-1001").unanswered_since is not None
