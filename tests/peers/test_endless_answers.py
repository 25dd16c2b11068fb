"""Mail that was answered and should not have been."""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Kind
from mailtracker.mail.origin.classify import classify
from mailtracker.mail.parse import parse
from tests.peers.scenes import BO, EVA, MALLORY, SAM, arrives, asked, raw, subjects
from tests.servers.smtpd import report
from tests.stories.company import ALIAS


def test_faveo_helpdesk_150_a_returned_receipt_is_no_request_and_nobody_answers_it(company):
    """The notice that a ticket had been opened came back, became a ticket, and its notice to the
    mail system came back, too. Here a receipt has nobody to be returned to, and a return opens
    nothing (R1, R2).
    """
    company.write("nobody@example.com", "VPN drops", "Every hour.")
    company.turn()
    (receipt,) = company.inbox("nobody@example.com")
    assert receipt["Return-Path"] == "<>"
    accepted = company.post.accepted
    arrives(company, report("nobody@example.com", ALIAS, receipt.as_bytes()))
    for _ in range(3):
        company.travel(minutes=10)
    assert subjects(company) == ["VPN drops"]
    assert not any("mailer-daemon" in to.lower() for _, to, _ in company.post.log)
    assert company.post.accepted - accepted <= 1  # at most the owner hears of it


def away(company, who: str, note, **header: str) -> None:
    """An answer as a mail system gives it to everything."""

    def edit(mail):
        mail.set_content("Thank you for your mail. I am out of office until Monday.")
        mail.replace_header("Subject", f"Out of office: {note['Subject']}")
        for name, value in header.items():
            mail[name.replace("_", "-")] = value

    company.reply(who, note, "", edit=edit)


MARKS: tuple[dict[str, str], ...] = (
    {"Auto_Submitted": "auto-replied"},
    {"X_Auto_Response_Suppress": "All", "Auto_Submitted": "auto-generated"},
    {"Precedence": "auto_reply", "X_Autoreply": "yes"},
    {},
)


@pytest.mark.parametrize("marks", MARKS, ids=["rfc", "exchange", "old", "unmarked"])
def test_osticket_1041_an_absent_persons_mail_system_gets_one_receipt(company, marks):
    """Each notice of a ticket set off the user's notice of absence, and that opened a ticket. Here
    it is filed with the request that it belongs to, however it is marked (R1, R3).
    """
    asked(company)
    for _ in range(4):
        away(company, EVA, company.last(EVA), **marks)
        company.travel(minutes=5)
    assert subjects(company) == ["VPN drops"]
    assert len([mail for mail in company.inbox(EVA) if mail["Auto-Submitted"]]) == 1
    if marks:  # what only sounds like an absence may be a person's
        assert len(company.inbox(BO)) == 1


def mails_until_it_ends(company, who: str, answer) -> int:
    """How many mails we send to a machine that answers each of them by `answer(number)`, until
    nobody has anything more to say.
    """
    seen = 0
    for _ in range(40):
        mails = company.inbox(who)
        if len(mails) == seen:
            return seen
        for number in range(seen, len(mails)):
            answer(number)
        seen = len(mails)
        company.travel(minutes=5)
    raise AssertionError(f"still talking after {seen} mails")


def test_odoo_66329_a_notice_of_absence_that_opens_a_thread_of_its_own_ends_too(company):
    """The acknowledgement of a ticket and a mailbox's automatic answer played ping-pong until
    somebody switched one of them off. Here also an answer that cites nothing gets no receipt (R1,
    R4).
    """
    asked(company)
    words = "I am out of office until Monday. Regards, Eva"
    sent = mails_until_it_ends(
        company, EVA, lambda number: company.write(EVA, f"Automatic reply: VPN {number}", words)
    )
    assert sent == 1


@pytest.mark.parametrize(
    "who", ["no-reply@shop.example", "noreply@shop.example", "do-not-reply@shop.example"]
)
def test_chatwoot_5131_an_address_that_nobody_reads_gets_no_receipt(company, who):
    """The automatic answer went to no-reply addresses, whose server answered it, without end. Here
    such a mail is a request like any other, but its sender gets nothing (R3).
    """
    company.write(who, "Your order", "It is on its way.")
    company.turn()
    assert subjects(company) == ["Your order"]
    assert company.inbox(who) == []


MACHINES = {
    "a report": ('Content-Type: multipart/report; report-type=delivery-status; boundary="b"',),
    "RFC 3834": ("Auto-Submitted: auto-replied (vacation)",),
    "generated": ("Auto-Submitted: auto-generated",),
    "the null sender": ("Return-Path: <>",),
    "Precedence": ("Precedence: auto_reply",),
    "X-Autoreply": ("X-Autoreply: yes",),
    "X-Autorespond": ("X-Autorespond: 1",),
}


@pytest.mark.parametrize("fields", MACHINES.values(), ids=MACHINES.keys())
def test_helpdesk_3628_a_machine_is_known_by_the_marks_that_all_machines_use(fields):
    """Only the own header was looked for, which no other machine writes, so that returned mail and
    notices of absence became tickets. Here the marks of the RFCs and of old systems count (R1).
    """
    found = classify(parse(raw("Subject: Re: VPN", *fields, text="I am away.")))
    assert found.kind is not Kind.PERSON
    assert not found.receipt


def test_osticket_1_7_532_another_tracker_that_knows_no_mark_gets_no_endless_answers(company):
    """Two trackers acknowledged each other's acknowledgements, each as a new ticket, since neither
    knew the other's mark. Here that costs a handful of receipts and ends for good (R4, R7).
    """
    otrs = "helpdesk@partner.example"

    def ticket(number: int) -> None:
        company.write(otrs, f"[Ticket#{9000 + number}] Your mail", f"It is number {number}.")

    ticket(0)
    company.turn()
    assert mails_until_it_ends(company, otrs, lambda number: ticket(number + 1)) <= 6


def test_itop_jb_mail_to_ticket_automation_v2_96_a_forged_report_puts_nobody_out_of_work(company):
    """A report that anybody may write, about whomever it names, switched that person's account off.
    Here only one that comes to the envelope sender of that very mail is believed (O9).
    """
    asked(company)
    note = company.last(BO)
    company.post.send("", ALIAS, report(BO, ALIAS, note.as_bytes()))
    company.turn()
    assert (company.request().owner, company.inbox(SAM)) == ("bo", [])
    asked(company, "VPN is slow")
    assert company.request("IT-1002").owner == "bo"


def test_addons_server_11707_what_is_not_taken_is_not_answered(company):
    """What could not be handled was returned to its From, which was forged, so that strangers got
    the spam by way of the service. Here what is put aside is answered by nobody, and so is what
    names no certain writer (I7, R5, R6, T21).
    """
    circle = "\r\n".join(f"Received: from a{n} by b{n}" for n in range(30))
    arrives(
        company,
        raw(circle, "Subject: buy this", sender=f"From: {MALLORY}"),
        raw("Subject: buy that", sender=f"From: {MALLORY}, other@example.com"),
        b"\xff\xfe\r\n",
    )
    company.turn()
    assert subjects(company) == ["buy that", ""]
    assert {to for _, to, _ in company.post.log}.isdisjoint({MALLORY, "other@example.com"})
    assert company.inbox(MALLORY) == []
