"""What people read where mail does not arrive, and where two of them are at it at once: why, in
words, what helps, and what the other one wrote.
"""

import pytest

from tests.servers.smtpd import plain, report
from tests.stories.company import ALIAS, RULES, Company, body

EVA, BO, SAM, ANA, JONAS, PRIYA = (
    f"{who}@corp.example" for who in ("eva", "bo", "sam", "ana", "jonas", "priya")
)
LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


def opened(company, subject="VPN drops", **more):
    company.write(f"Eva Lund <{EVA}>", subject, "Every hour.", **more)
    company.turn()


def flat(mail):
    return " ".join(body(mail).split())


def said(company, who, words):
    return [mail for mail in company.inbox(who) if words in flat(mail)]


def carried_to(company, who):
    """The envelope sender of the last mail of ours to somebody, and its bytes."""
    ours = [one for one in company.post.log if one[1] == who and plain(one[0]) == ALIAS]
    return ours[-1][0], ours[-1][2]


def plan(mail):
    mail.add_attachment(b"x" * 3_000_000, "application", "pdf", filename="plan.pdf")


# -- why, and what helps ------------------------------------------------------------------


def test_a_lost_answer_is_owed_again_and_its_owner_reads_why_and_what_helps(company):
    opened(company)
    company.post.refuse[EVA] = "552 5.2.2 <eva@corp.example>: mailbox is over quota"
    company.reply(BO, company.last(BO), "done\n\nTry the other cable.")
    company.turn()
    assert company.request().status == "open"  # though `done` had closed it
    (told,) = said(company, BO, "could not be delivered")
    text = flat(told)
    assert f"An answer about IT-1001 could not be delivered to {EVA}. That mailbox is full." in text
    assert "may still be waiting. An answer is still owed by" in text
    assert "once somebody has made room: try again tomorrow, or call." in text
    assert text.index("That mailbox is full.") < text.index("5.2.2 <eva@corp.example>")
    del company.post.refuse[EVA]
    company.reply(BO, told, "Once more: try the other cable.")
    company.turn()
    assert "Once more" in body(company.last(EVA))
    assert company.request().status == "answered"


def test_a_server_that_is_away_for_two_days_is_told_so_and_in_german(post_office, tmp_path):
    rules = RULES.replace("name: Bo Jensen,", "name: Bo Jensen, language: de,")
    company = Company(post_office, tmp_path, rules)
    opened(company)
    company.reply(BO, company.last(BO), "Try the other cable.")
    company.post.faults["RCPT"] = "451 4.4.1 no answer from mx.corp.example"
    company.turn()
    for _ in range(14):
        company.travel(hours=4)
    del company.post.faults["RCPT"]
    for _ in range(3):
        company.travel(minutes=30)
    (told,) = said(company, BO, "konnten wir nicht zustellen")
    text = flat(told)
    assert "eine Antwort zu IT-1001 konnten wir nicht zustellen" in text
    assert "Ein Mailserver auf dem Weg antwortet nicht. Versucht wurde es 2 Tage lang." in text
    assert "Schick sie noch einmal oder ruf an." in text
    assert "Der Server wörtlich: „4.4.1 no answer" in text


def test_what_is_too_large_says_by_how_much_and_where_it_lies(company):
    opened(company)
    company.reply(BO, company.last(BO), "Here it is.", edit=plan)
    company.post.faults["MAIL"] = ["552 5.3.4 too large, the limit is 2 MB"]
    for _ in range(3):
        company.turn()
    told = flat(company.last(BO))
    assert "it is 3.9 MB, and a mail server on its way takes no more than 2 MB." in told
    assert "Its words were sent there without the files." in told
    assert "Send smaller files, fewer of them, or a link to them." in told
    assert f"The whole mail lies in the mailbox {ALIAS}, in the folder Handled." in told


def test_words_that_an_owners_server_refuses_are_a_note_that_says_whose_and_where(company):
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.post.refuse_holding[b"Every hour"] = "554 5.7.1 message content rejected"
    for _ in range(2):
        company.turn()
    told = flat(company.last(BO))
    assert "a mail server on its way refuses what is in it. So this note has nothing of it." in told
    assert "Eva Lund (eva@corp.example) wrote it; it came to us today at 09:00." in told
    assert f"lies in the mailbox {ALIAS}, in the folder Handled." in told
    assert "Every hour" not in str(company.last(BO))
    assert company.request().owner == "bo"
    assert company.inbox(PRIYA) == []


def test_the_admins_hear_once_of_a_mailbox_at_which_nothing_arrives(company):
    company.post.refuse[BO] = "550 5.1.1 no such user"
    for subject in ("VPN drops", "VPN is slow"):
        opened(company, subject)
    company.turn()
    assert {company.request(f"IT-100{n}").owner for n in (1, 2)} == {"sam"}
    (told,) = company.inbox(PRIYA)
    assert str(told["Subject"]) == "Our mail does not reach Bo Jensen"
    assert "That address does not exist." in flat(told)
    assert "IT-100" not in flat(told)


def test_an_answer_that_is_still_tried_is_told_once_and_nothing_else_changes(company, envelopes):
    opened(company)
    company.reply(BO, company.last(BO), "Try the other cable.")
    company.turn()
    sender, raw = carried_to(company, EVA)
    before = company.request()
    for _ in range(2):
        company.post.send("", sender, report(EVA, sender, raw, action="delayed", said="4.4.1"))
        company.turn()
    told = said(company, BO, "not arrived yet")
    assert len(told) == envelopes.verp  # else nothing ties the report to that mail
    assert company.request() == before
    if told:
        assert "does not answer. Delivery is tried for some days more" in flat(told[0])


@LONG
def test_a_size_that_only_a_report_refuses_comes_without_its_files_too(company):
    opened(company)
    company.reply(BO, company.last(BO), "Here it is.", edit=plan)
    company.turn()
    sender, raw = carried_to(company, EVA)
    company.post.send("", sender, report(EVA, sender, raw, said="5.2.3"))
    for _ in range(2):
        company.turn()
    mail = company.last(EVA)
    assert "Here it is." in flat(mail)
    assert "these are not in it: plan.pdf." in flat(mail)
    assert list(mail.iter_attachments()) == []
    assert "Its words were sent there without the files." in flat(company.last(BO))
    assert company.request().status == "answered"


# -- two at once ---------------------------------------------------------------------------


def handed(company):
    """Bo is silent, and Sam has it."""
    opened(company)
    note = company.last(BO)
    company.travel(hours=4)
    assert company.request().owner == "sam"
    return note


def test_an_answer_of_who_had_it_goes_out_and_the_two_read_each_other(company):
    note = handed(company)
    company.reply(BO, note, "Try the other cable.")
    company.travel(minutes=5)
    assert company.request().status == "answered"
    assert "Try the other cable." in body(company.last(EVA))
    assert "Bo Jensen answered for you" in flat(company.last(SAM))
    took_over = next(m for m in company.inbox(SAM) if "Every hour." in body(m))
    company.reply(SAM, took_over, "Please restart the router.")
    company.travel(minutes=5)
    assert "Please restart the router." in body(company.last(EVA))
    to_bo, to_sam = flat(company.last(BO)), flat(company.last(SAM))
    assert to_bo.startswith("Sam Okoye answered as well: VPN drops. This went out to Eva Lund")
    assert "Please restart the router." in to_bo
    assert "Bo Jensen answered as well: today at 13:05. Both answers went to Eva Lund (" in to_sam
    assert "Try the other cable." in to_sam
    mails = {who: len(company.inbox(who)) for who in (BO, SAM)}
    company.reply(SAM, company.last(SAM), "Bo is right: the cable first.")
    company.travel(minutes=5)
    assert "the cable first" in body(company.last(EVA))
    assert {who: len(company.inbox(who)) for who in (BO, SAM)} == mails, "once"


def test_an_answer_that_comes_when_a_step_is_due_is_taken_before_it(company):
    opened(company)
    company.reply(BO, company.last(BO), "Try the other cable.")
    company.travel(hours=4)
    assert (company.request().owner, company.request().status) == ("bo", "answered")
    assert company.inbox(SAM) == []


@LONG
def test_two_answers_in_one_poll_are_the_same(company):
    note = handed(company)
    took_over = company.last(SAM)
    company.reply(BO, note, "Try the other cable.")
    company.reply(SAM, took_over, "Please restart the router.")
    company.travel(minutes=5)
    both = [body(mail) for mail in company.inbox(EVA)[-2:]]
    assert "Try the other cable." in both[0] + both[1]
    assert "Please restart the router." in both[0] + both[1]
    assert len(said(company, BO, "Sam Okoye answered as well")) == 1
    assert len(said(company, SAM, "Bo Jensen answered as well")) == 1


@LONG
def test_mine_by_the_second_of_two_says_who_was_first(company):
    handed(company)
    note = company.last(SAM)
    company.reply(BO, said(company, BO, "with Sam Okoye now")[0], "mine")
    company.travel(minutes=5)
    assert company.request().owner == "bo"
    company.reply(SAM, note, "mine")
    company.travel(minutes=5)
    assert company.request().owner == "bo"
    told = company.last(SAM)
    assert "Bo Jensen took IT-1001 before your “mine” came" in flat(told)
    company.reply(SAM, told, "mine")
    company.travel(minutes=5)
    assert company.request().owner == "sam"


@LONG
def test_done_by_who_had_it_sends_the_answer_and_says_what_became_of_the_word(company):
    note = handed(company)
    company.reply(BO, note, "done\n\nTry the other cable.")
    company.travel(minutes=5)
    assert "Try the other cable." in body(company.last(EVA))
    assert company.request().status == "answered"
    told = flat(company.last(BO))
    assert (
        "What you wrote went to Eva Lund (eva@corp.example). But Sam Okoye has IT-1001 by now"
        in told
    )
    assert "Try the other cable." in body(company.last(SAM))
