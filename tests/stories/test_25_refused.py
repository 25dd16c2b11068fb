"""Mail of ours that a server refuses for what it is, its size or what it holds. Nobody is
unreachable by that: less of the mail goes to the same person.
"""

import pytest

from mailtracker.cli.status import _refused
from mailtracker.desk.request import State
from mailtracker.store import outbox, refusals, requests, sending
from tests.stories.company import ALIAS, body

EVA, BO, SAM, ANA = (f"{who}@corp.example" for who in ("eva", "bo", "sam", "ana"))
SECRET = "The code is 4711."


def opened(company):
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.")
    company.turn()


def undelivered(company, who):
    return [mail for mail in company.inbox(who) if "could not be delivered" in body(mail)]


def said(mail):
    return " ".join(body(mail).split())


def plan(mail):
    mail.add_attachment(b"x" * 15_000, "application", "pdf", filename="plan.pdf")


def files(mail):
    return [part.get_filename() for part in mail.iter_attachments()]


def takes_no_more_than(company, size):
    """As EHLO says from now on."""
    company.post.size_limit = size


def settled(company, turns=4):
    """Each step down is a mail of its own."""
    for _ in range(turns):
        company.turn()


def events(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        request = requests.by_reference(conn, "IT-1001")
        return [event.kind for event in requests.history(conn, request.id)]


def test_a_mail_too_large_for_our_server_comes_to_its_owner_without_its_files(company):
    company.write(EVA, "VPN drops", "Every hour.", edit=plan)
    takes_no_more_than(company, 10_240)
    settled(company)
    assert company.request().owner == "bo"
    assert "Bo Jensen" in body(company.last(EVA))  # what the receipt says stays true
    (mail,) = company.inbox(BO)
    assert files(mail) == []
    assert all(words in body(mail) for words in ("Every hour.", "plan.pdf", ALIAS))
    company.reply(BO, mail, "Got it.")
    settled(company)
    assert "Got it." in body(company.last(EVA))
    assert company.inbox(SAM) == company.inbox(ANA) == []


def test_an_answer_too_large_for_the_requester_comes_without_its_files_and_its_owner_hears(company):
    opened(company)
    company.reply(BO, company.last(BO), "Here it is.", edit=plan)
    takes_no_more_than(company, 10_240)
    settled(company)
    mail = company.last(EVA)
    assert "Here it is." in body(mail)
    assert files(mail) == []
    assert company.request().status == "answered"
    assert "without the files" in body(company.last(BO))
    assert undelivered(company, BO) == []


@pytest.mark.parametrize("phase", ["MAIL", "RCPT", "DOT"])
def test_a_size_that_the_server_says_no_to_only_when_it_is_tried_is_the_same(company, phase):
    company.write(EVA, "VPN drops", "Every hour.")
    company.post.faults[phase] = ["552 5.3.4 message too large"]
    settled(company)
    assert company.request().owner == "bo"
    assert "Bo Jensen" in body(company.last(EVA))
    assert company.inbox(SAM) == company.inbox(ANA) == []
    assert "undelivered" in events(company)


def test_words_that_the_owners_server_refuses_are_told_of_without_any_of_them(company):
    company.write(EVA, "VPN drops", SECRET)
    company.post.refuse_holding[SECRET.encode()] = "554 5.7.1 message content rejected"
    settled(company)
    assert company.request().owner == "bo"
    (mail,) = company.inbox(BO)
    assert "refuses what is in it" in body(mail)
    assert ALIAS in body(mail)
    assert SECRET not in str(mail)
    assert "(“VPN drops”) is yours. The answer is promised by 13:00 today." in said(mail)
    assert company.inbox(SAM) == company.inbox(ANA) == []
    company.post.refuse_holding.clear()
    company.reply(BO, mail, "What was it?")
    settled(company)
    assert "What was it?" in body(company.last(EVA))


def test_a_subject_that_the_owners_server_refuses_is_not_told_either(company):
    company.write(EVA, "Casino", "It drops.")
    company.post.refuse_holding[b"Casino"] = "554 5.7.1 message content rejected"
    settled(company)
    (mail,) = company.inbox(BO)
    assert f"IT-1001 from {EVA} is yours. The answer is promised by 13:00 today." in said(mail)
    assert company.request().owner == "bo"


@pytest.mark.parametrize("everybody", [True, False])
def test_a_requester_reads_only_of_what_was_taken_that_the_next_owner_has_it(company, everybody):
    company.write(EVA, "VPN drops", SECRET)
    if everybody:
        company.post.refuse_holding[SECRET.encode()] = "554 5.7.1 message content rejected"
    settled(company)
    company.post.refuse_holding[SECRET.encode()] = "554 5.7.1 message content rejected"
    company.travel(hours=5)
    settled(company)
    assert company.request().owner == "sam"
    assert "(“VPN drops”) is yours. The answer was promised" in said(company.last(SAM))
    *_, first, then = company.inbox(EVA)
    assert ("Sam Okoye looks after your request now." in said(first)) is everybody
    assert ("has everything you wrote" in said(first)) is not everybody
    assert "looks after your request now, but does not have what you wrote" in said(then)
    assert "sorry" not in said(then)


def test_who_hands_on_what_was_refused_reads_nothing_untrue(company):
    company.write(EVA, "VPN drops", SECRET)
    company.post.refuse_holding[SECRET.encode()] = "554 5.7.1 message content rejected"
    settled(company)
    company.reply(BO, company.last(BO), "for sam")
    settled(company)
    assert "Sam Okoye has IT-1001 now. There is nothing more for you to do." in said(
        company.last(BO)
    )
    assert "does not have what you wrote" in said(company.last(EVA))


def test_a_file_that_the_server_refuses_stays_and_the_words_go(company):
    company.write(EVA, "VPN drops", "Every hour.", edit=plan)
    company.post.refuse_holding[b'plan.pdf"'] = "552 5.7.0 blocked because of its content"
    settled(company)
    (mail,) = company.inbox(BO)
    assert "Every hour." in body(mail)
    assert "refuses what is in the mail" in body(mail)
    assert company.request().owner == "bo"


@pytest.mark.every_engine
def test_an_answer_that_the_requesters_server_refuses_is_still_owed(company):
    opened(company)
    company.post.refuse_holding[SECRET.encode()] = "554 5.7.1 message content rejected"
    with_allowed_inbound(company, lambda: company.reply(BO, company.last(BO), SECRET))
    settled(company)
    assert company.request().status == "open"
    assert SECRET not in str(company.last(EVA))
    assert "none of its words" in body(company.last(BO))
    assert company.request().owner == "bo"


def with_allowed_inbound(company, send):
    """What comes in is taken as it is: the server is the one of those who read us."""
    refuses, company.post.refuse_holding = company.post.refuse_holding, {}
    send()
    company.post.refuse_holding = refuses


def test_who_refuses_even_the_note_cannot_be_reached(company):
    company.write(EVA, "VPN drops", SECRET)
    company.post.refuse_holding[f"To: Bo Jensen <{BO}>".encode()] = "554 5.7.1 no"
    settled(company)
    assert company.request().owner == "sam"
    assert SECRET in body(company.last(SAM))


# -- we are refused, and no mail -------------------------------------------------------------

PRIYA = "priya@corp.example"


def waiting(company):
    """What `status` says of it."""
    with company.runtime() as runtime, runtime.store.read() as conn:
        return [part.text for part in _refused(conn)]


def states(company):
    with company.runtime() as runtime, runtime.store.read() as conn:
        return {row.state for row in outbox.rows(conn)}


OF_US = {
    "may not send as, Exchange": ("MAIL", "550 5.7.60 SMTP; Client does not have permissions"),
    "may not send as, Exchange Online": ("DOT", "554 5.2.252 SendAsDenied"),
    "may not send as, Postfix": ("RCPT", "553 5.7.1 Sender address rejected: not owned by user"),
    "host blocked": ("MAIL", "550 5.7.1 your host is blocked for spam"),
    "host on a list": ("RCPT", "554 5.7.1 Client host [192.0.2.1] blocked using bl.example"),
    "no relay": ("RCPT", "554 5.7.1 Relay access denied"),
    "account suspended": ("MAIL", "550 5.7.0 account suspended"),
    "account suspended, at the dot": ("DOT", "554 5.7.1 Your account has been suspended"),
    "bad outbound sender": ("DOT", "550 5.1.8 Access denied, bad outbound sender"),
    "a daily limit, Exchange Online": (
        "DOT",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException",
    ),
    "a daily limit, Gmail": ("DOT", "550 5.4.5 Daily user sending limit exceeded."),
}
SEND_AS = (
    "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
    "554 5.2.252 SendAsDenied; the login is not allowed to send as this one",
    "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied",
    "550 5.7.708 Service unavailable. Traffic not accepted from this IP.",
)
OF_US |= {f"{said[4:11]}, {at}": (at, said) for said in SEND_AS for at in ("MAIL", "RCPT", "DOT")}


@pytest.mark.parametrize("case", OF_US)
def test_where_we_are_refused_mail_waits_and_the_admins_hear_when_it_goes_again(company, case):
    phase, said = OF_US[case]
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.post.faults[phase] = said
    company.turn()
    assert states(company) == {State.READY}
    assert sum(said[4:] in text for text in waiting(company)) == len(waiting(company)) > 0
    assert "since" in waiting(company)[0]
    company.travel(hours=1)
    del company.post.faults[phase]
    for _ in range(3):
        company.travel(minutes=5)
    assert waiting(company) == []
    told = [body(mail) for mail in company.inbox(PRIYA)]
    assert any("Until" in text and "Held up meanwhile" in text for text in told), told
    assert len(company.inbox(EVA)) == len(company.inbox(BO)) == 1


def test_where_one_sender_alone_is_refused_the_admins_hear_at_once_by_another(company):
    company.post.refuse_sender = lambda sender: (
        "550 5.7.60 may not send as" if "+b" in sender else ""
    )
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.turn()
    if company.config.smtp.envelope != "verp":
        pytest.skip("nothing is sent with such a sender")
    (mail,) = company.inbox(PRIYA)
    assert "may not send as" in body(mail)
    assert "it-help+b...@" in body(mail)
    wait = "1 mail" if company.config.smtp.receipts == "null" else "2 mails"
    assert f"{wait} from it-help+b...@corp.example wait" in waiting(company)[0]
    company.travel(hours=1)
    assert len(company.inbox(PRIYA)) == 1, "once"
    company.post.refuse_sender = lambda _: ""
    company.travel(minutes=5)
    company.turn()
    assert waiting(company) == []
    assert "Until" in body(company.last(PRIYA))
    assert len(company.inbox(BO)) >= 1


@pytest.mark.parametrize("at", ["MAIL", "DOT"])
def test_where_the_null_sender_alone_is_refused_receipts_wait_and_all_else_goes(company, at):
    if company.config.smtp.receipts != "null":
        pytest.skip("nothing is sent with such a sender")
    null = "554 5.2.252 SendAsDenied; not allowed to send as <>"
    company.post.refuse_sender = lambda sender: null if (sender, at) == ("<>", "MAIL") else ""
    if at == "DOT":
        company.post.refuse_holding[b"Auto-Submitted: auto-replied"] = null
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.turn()
    assert company.inbox(EVA) == []
    assert len(company.inbox(BO)) == 1
    assert "1 mail from <> waiting" in waiting(company)[0]
    (mail,) = company.inbox(PRIYA)
    assert "mail without an envelope sender" in body(mail)
    company.post.refuse_sender = lambda _: ""
    company.post.refuse_holding.clear()
    company.travel(minutes=5)
    company.turn()
    assert waiting(company) == []
    assert len(company.inbox(EVA)) == 1


def test_what_nobody_waits_for_any_more_is_over(company):
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.post.faults["MAIL"] = "550 5.7.60 may not send as"
    company.turn()
    with company.runtime() as runtime:
        assert runtime.write(refusals.present)
        for row in runtime.write(outbox.rows):
            runtime.write(lambda conn, row=row: sending.drop(conn, row.id, company.clock.now()))
        runtime.write(refusals.tidy)
        assert runtime.write(refusals.present) == []


def test_what_is_refused_for_now_is_not_us_yet(company):
    company.write(f"Eva Lund <{EVA}>", "VPN drops", "Every hour.")
    company.post.faults["RCPT"] = "450 4.7.1 Client host rejected: greylisted"
    company.turn()
    assert waiting(company) == []
    assert states(company) == {State.READY}
