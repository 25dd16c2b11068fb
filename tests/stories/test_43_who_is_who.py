"""One person with several addresses is one person, and nobody else becomes that person. One mail to
several aliases is one request, and each of them hears of it.
"""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

import pytest
from pydantic import SecretStr

from mailtracker.errors import MailtrackerError
from tests.stories.company import RULES, Company, body

EVA = "  eva: {name: Eva Lund, email: [eva@corp.example, eva.lund@corp.example]}\n"


@pytest.fixture
def two_addresses(post_office, tmp_path) -> Company:
    """Eva stands in the people file with two."""
    return Company(post_office, tmp_path, RULES.replace("people:\n", f"people:\n{EVA}"))


def said(mails: list[EmailMessage], words: str) -> list[EmailMessage]:
    return [mail for mail in mails if words in body(mail)]


def is_open(company: Company, reference: str) -> bool:
    try:
        return company.request(reference) is not None
    except MailtrackerError:
        return False


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
    assert not is_open(company, "IT-1002")


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
    assert "It begins: “Try again now.”" in text
    assert f"email: [bo@corp.example, {PROVIDER}]" in text
    assert company.inbox(PROVIDER) == []
    assert not said(company.inbox("eva@corp.example"), "Try again now.")
    assert not company.request("IT-1001").answered_once
    assert not is_open(company, "IT-1002")


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


def test_an_owner_whose_first_address_is_dead_is_himself_at_the_other(post_office, tmp_path):
    """Whoever stands in has the request by then, and he is one who had it."""
    both = "email: [bo@corp.example, bo.jensen@corp.example]"
    company = Company(post_office, tmp_path, RULES.replace("email: bo@corp.example", both))
    company.post.add("bo.jensen@corp.example")
    company.post.refuse["bo@corp.example"] = "550 5.1.1 no such user"
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    for _ in range(2):
        company.turn()
    assert company.request("IT-1001").owner == "sam"
    word = company.last("bo.jensen@corp.example")
    company.reply("Bo <bo.jensen@corp.example>", word, "Try again now.")
    company.turn()
    (answer,) = said(company.inbox("eva@corp.example"), "Try again now.")
    assert answer["From"].startswith("Bo Jensen via IT help")
    assert not said(company.inbox("bo.jensen@corp.example"), "Try again now.")


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


# -- two aliases --------------------------------------------------------------------------

PAYROLL = "payroll@corp.example"
PAY = """  - name: pay
    why: Payroll is Jonas
    when: {to: payroll@corp.example}
    to: jonas
    promise: normal
"""
LUND = "Eva Lund <eva@corp.example>"


def serving_both(post_office, folder, rules: str, payroll_first: bool = False) -> Company:
    """IT help and Payroll, a mailbox each."""
    company = Company(post_office, folder, rules)
    account, it = post_office.add(PAYROLL), company.config.mailboxes[0]
    imap = replace(it.imap, user=account.user, password=SecretStr(account.password))
    payroll = replace(it, name="Payroll", address=PAYROLL, prefix="PAY", imap=imap)
    boxes = (payroll, it) if payroll_first else (it, payroll)
    company.config = replace(company.config, mailboxes=boxes)
    return company


@pytest.fixture(params=[False, True], ids=["IT help is read first", "Payroll is read first"])
def two(request, post_office, tmp_path) -> Company:
    rules = RULES.replace("rules:\n", f"rules:\n{PAY}")
    return serving_both(post_office, tmp_path, rules, request.param)


def in_copy(mail: EmailMessage) -> None:
    mail["Cc"] = PAYROLL


def at(company: Company, who: str, words: str) -> list[EmailMessage]:
    """What somebody has with these words."""
    return said(company.inbox(f"{who}@corp.example"), words)


def test_of_two_aliases_in_one_mail_the_first_in_to_leads_whichever_is_read_first(two):
    two.write(LUND, "VPN and pay slip", "Both are wrong.", to=f"{two.alias}, {PAYROLL}")
    two.turn()
    assert two.request("IT-1001").owner == "bo"
    assert not is_open(two, "PAY-1001")
    assert len(two.inbox("eva@corp.example")) == 1
    (note,) = at(two, "jonas", "Both are wrong.")
    text = " ".join(body(note).split())
    assert "Eva Lund (eva@corp.example) hat das auch an Payroll geschrieben;" in text
    assert "Bo Jensen kümmert sich darum" in text
    assert "meins" in text
    assert len(at(two, "bo", "Both are wrong.")) == 1


def test_the_other_one_leads_where_it_stands_first(two):
    two.write(LUND, "VPN and pay slip", "Both are wrong.", to=f"{PAYROLL}, {two.alias}")
    two.turn()
    assert two.request("PAY-1001").owner == "jonas"
    assert not is_open(two, "IT-1001")
    (note,) = at(two, "bo", "Both are wrong.")
    assert "wrote this to IT help as well; Jonas Weber has it" in " ".join(body(note).split())


def asks_payroll(company: Company) -> Company:
    """Eva answers Bo, with Payroll in copy."""
    company.write(LUND, "VPN drops", "Every hour.")
    company.turn()
    company.reply("Bo <bo@corp.example>", company.last("bo@corp.example"), "You are not paid up.")
    company.turn()
    answer = at(company, "eva", "not paid up")[0]
    company.reply(LUND, answer, "Payroll, please take it.", edit=in_copy)
    company.turn()
    return company


def test_an_alias_that_is_put_in_copy_hears_who_leads_and_what_is_asked(two):
    company = asks_payroll(two)
    (note,) = at(company, "jonas", "Payroll, please take it.")
    assert "Bo Jensen kümmert sich darum" in body(note)
    assert len(at(company, "bo", "Payroll, please take it.")) == 1
    assert not is_open(company, "PAY-1001")
    assert company.request("IT-1001").given.watching == ("jonas",)
    assert company.request("IT-1001").copied == ()


def test_words_from_there_reach_who_leads_and_not_the_requester(two):
    company = asks_payroll(two)
    note = at(company, "jonas", "please take it")[0]
    company.reply("Jonas <jonas@corp.example>", note, "Her contract ended.")
    company.turn()
    assert len(at(company, "bo", "Her contract ended.")) == 1
    assert not at(company, "eva", "Her contract ended.")


def test_one_word_takes_it_over(two):
    company = asks_payroll(two)
    company.reply("Jonas <jonas@corp.example>", at(company, "jonas", "please take it")[0], "mine")
    company.turn()
    assert company.request("IT-1001").owner == "jonas"


def test_it_is_told_once_and_reads_on(two):
    company = asks_payroll(two)
    company.reply(LUND, at(company, "eva", "not paid up")[0], "Any news?", edit=in_copy)
    company.turn()
    assert len(at(company, "jonas", "Any news?")) == 1
    assert len(at(company, "jonas", "hat das auch an Payroll geschrieben")) == 1
    company.reply("Bo <bo@corp.example>", company.last("bo@corp.example"), "Not yet.")
    company.turn()
    assert len(at(company, "jonas", "Not yet.")) == 1
    sent = len(company.inbox("jonas@corp.example")), len(company.inbox("bo@corp.example"))
    for _ in range(3):
        company.turn()
    assert sent == (len(company.inbox("jonas@corp.example")), len(company.inbox("bo@corp.example")))


def test_an_owner_who_puts_it_in_copy_brings_it_in_as_well(two):
    two.write(LUND, "VPN drops", "Every hour.")
    two.turn()
    two.reply("Bo <bo@corp.example>", two.last("bo@corp.example"), "Payroll knows.", edit=in_copy)
    two.turn()
    assert len(at(two, "eva", "Payroll knows.")) == 1
    assert len(at(two, "jonas", "Payroll knows.")) == 1


def test_a_blind_copy_to_another_alias_is_seen_there_too(two):
    """Its mailbox has the mail, which names it nowhere."""
    mail = two.write(LUND, "VPN drops", "Every hour.")
    two.post.send("eva@corp.example", [PAYROLL], mail.as_bytes())
    two.turn()
    assert two.request("IT-1001").owner == "bo"
    assert not is_open(two, "PAY-1001")
    assert len(at(two, "jonas", "Every hour.")) == 1


def test_a_mail_in_a_thread_that_goes_to_the_other_alias_alone_is_seen_by_both(two):
    two.write(LUND, "VPN drops", "Every hour.")
    two.turn()

    def to_payroll(mail: EmailMessage) -> None:
        mail.replace_header("To", PAYROLL)

    two.reply(LUND, two.last("eva@corp.example"), "Payroll, is it you?", edit=to_payroll)
    two.turn()
    assert len(at(two, "bo", "Payroll, is it you?")) == 1
    assert len(at(two, "jonas", "Payroll, is it you?")) == 1
    assert not is_open(two, "PAY-1001")


def test_a_rule_that_takes_a_mail_anywhere_does_not_hide_the_other_alias(post_office, tmp_path):
    """Whose rule for all of its mail stands below."""
    rules = RULES.replace("fallback:", f"{PAY}fallback:")
    company = serving_both(post_office, tmp_path, rules)
    company.write(LUND, "VPN drops", "Every hour.", edit=in_copy)
    company.turn()
    assert company.request("IT-1001").owner == "bo"
    assert len(at(company, "jonas", "Every hour.")) == 1


def test_what_is_confidential_for_one_of_them_is_told_without_a_word_of_it(post_office, tmp_path):
    secret = PAY.replace("promise: normal", "promise: normal\n    confidential: true")
    rules = RULES.replace("rules:\n", f"rules:\n{secret}")
    company = serving_both(post_office, tmp_path, rules)
    company.write(LUND, "VPN drops", "My pay as well.", edit=in_copy)
    company.turn()
    assert company.request("IT-1001").given.confidential
    assert not at(company, "jonas", "My pay as well.")
    (letter,) = at(company, "jonas", "vertraulich")
    assert "IT-1001" in body(letter)
    assert "VPN" not in str(letter["Subject"])


def test_who_is_kept_out_hears_nothing_by_another_alias(post_office, tmp_path):
    secret = PAY.replace("to: payroll@corp.example", "anywhere: [complaint]").replace(
        "to: jonas", "to: bo\n    confidential: true"
    )
    rules = RULES.replace("rules:\n", f"rules:\n{secret}{PAY.replace('name: pay', 'name: all')}")
    company = serving_both(post_office, tmp_path, rules)
    company.write(LUND, "A complaint", "Jonas Weber shouts at us.", edit=in_copy)
    company.turn()
    assert "jonas" in company.request("IT-1001").given.barred
    assert company.inbox("jonas@corp.example") == []
