"""Delivery reports go in; whom they could not reach and which mail of ours came back come out."""

from __future__ import annotations

import base64

import pytest

from mailtracker.mail.message import Failure, Kind, Message
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand

DSN = b"""Return-Path: <>
From: MAILER-DAEMON@mx.corp.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.corp.example.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.corp.example
Arrival-Date: Mon, 5 Jan 2026 10:00:00 +0100

Final-Recipient: rfc822; bo@corp.example
Original-Recipient: rfc822;bo.jensen@corp.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <bo@corp.example>:
 User unknown

Final-Recipient: RFC822; <ana@corp.example>
Action: Delayed (will retry)
Status: 4.2.2 (mailbox full)

--b
Content-Type: message/rfc822

Received: from x
Message-ID: <k.0123@corp.example>
Subject: [IT-1042] VPN

hello
--b--
"""


def test_every_recipient_of_a_report_is_read() -> None:
    message = parse(DSN)
    assert message.failures == (
        Failure(
            "bo.jensen@corp.example",
            "failed",
            "5.1.1",
            "smtp; 550 5.1.1 <bo@corp.example>: User unknown",
        ),
        Failure("ana@corp.example", "delayed", "4.2.2", ""),
    )
    assert message.original_ids == ("<k.0123@corp.example>",)
    assert message.text.strip() == "This is the mail system at host mx.corp.example."
    assert [part.content_type for part in message.attachments] == ["message/rfc822"]


def test_report_of_a_mail_with_utf8_addresses_is_the_same() -> None:
    """RFC 6533: other names for the parts, and addresses as they are written."""
    utf8 = (
        DSN.replace(b"message/delivery-status", b"message/global-delivery-status")
        .replace(b"message/rfc822", b"message/global")
        .replace(b"RFC822; <ana@corp.example>", "utf-8; änne@corp.example".encode())
    )
    read, known = parse(utf8), parse(DSN)
    assert read.failures[0] == known.failures[0]
    assert read.failures[1] == Failure("änne@corp.example", "delayed", "4.2.2", "")
    assert (read.original_ids, read.text) == (known.original_ids, known.text)
    nowhere_said = utf8.replace(b"; report-type=delivery-status", b"")
    assert understand(nowhere_said, Site())[1].kind is Kind.BOUNCE


def test_report_with_windows_line_ends_is_the_same() -> None:
    assert parse(DSN.replace(b"\n", b"\r\n")).failures == parse(DSN).failures


def test_returned_header_alone_gives_the_id() -> None:
    message = parse(DSN.replace(b"message/rfc822", b"text/rfc822-headers"))
    assert message.original_ids == ("<k.0123@corp.example>",)


def test_encoded_report_is_read() -> None:
    status = (
        b"Reporting-MTA: dns; x\n\nFinal-Recipient: rfc822;bo@corp.example\nAction: failed\n"
        b"Status: 5.0.0\n"
    )
    raw = (
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
        b"Content-Type: message/delivery-status\n"
    )
    raw += b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(status) + b"\n--b--\n"
    assert parse(raw).failures == (Failure("bo@corp.example", "failed", "5.0.0", ""),)


def test_status_is_taken_from_the_diagnostic_when_it_has_no_own_line() -> None:
    raw = DSN.replace(b"Status: 5.1.1\n", b"")
    assert parse(raw).failures[0].status == "5.1.1"


def words(head: bytes, text: bytes) -> Message:
    return parse(b"From: MAILER-DAEMON@mx.example\nReturn-Path: <>\n" + head + b"\n\n" + text)


def test_failed_recipients_field_is_read() -> None:
    message = words(b"X-Failed-Recipients: bo@corp.example,\n ana@corp.example", b"x")
    assert [failure.recipient for failure in message.failures] == [
        "bo@corp.example",
        "ana@corp.example",
    ]


def test_qmail_words_are_read() -> None:
    text = (
        b"Hi. This is the qmail-send program at mx.example.\n\n<bo@corp.example>:\n"
        b"Sorry, no mailbox here. (#5.1.1)\n\n"
    )
    text += (
        b"--- Below this line is a copy of the message.\n\n"
        b"Message-ID: <k.0123@corp.example>\nTo: other@corp.example\n"
    )
    message = words(b"Subject: failure notice", text)
    assert [
        (failure.recipient, failure.action, failure.status) for failure in message.failures
    ] == [("bo@corp.example", "failed", "5.1.1")]
    assert message.original_ids == ("<k.0123@corp.example>",)


def test_exim_words_are_read() -> None:
    text = b"A message that you sent could not be delivered.\n\n  bo@corp.example\n"
    text += b"    SMTP error from remote mail server:\n    550 no\n"
    assert words(b"Subject: Mail delivery failed", text).failures[0].status == "5.5.0"


def test_warning_is_a_delay() -> None:
    text = (
        b"Your message has not yet been delivered, we will retry.\n\n"
        b"<bo@corp.example>: 451 4.3.0 later\n"
    )
    assert words(b"Subject: Delayed Mail", text).failures[0].action == "delayed"


def test_person_who_attaches_a_mail_returns_nothing() -> None:
    raw = b"From: ana@example.com\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nsee\n--b\n"
    raw += b"Content-Type: message/rfc822\n\n"
    message = parse(raw + b"Message-ID: <1@x.example>\n\nhi <bo@corp.example>\n--b--\n")
    assert (message.original_ids, message.failures) == ((), ())


OPENSMTPD = b"""\
Return-Path: <>
Subject: Delivery status notification: %(action)s
From: Mailer Daemon <MAILER-DAEMON@mx.corp.example>
To: it-help+b1@corp.example
MIME-Version: 1.0
Content-Type: multipart/mixed;boundary="8371/mx.corp.example"

This is a MIME-encapsulated message.

--8371/mx.corp.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

    Hi!

    This is the MAILER-DAEMON, please DO NOT REPLY to this email.

    A message is delayed for more than 4 hours for the following
    list of recipients:

bo@corp.example: %(said)s

    Please note that this is only a temporary failure report.
    The message is kept in the queue for up to 4 days.
    You DO NOT NEED to re-send the message to these recipients.

    Below is a copy of the original message:

--8371/mx.corp.example
Content-Description: Delivery Report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.corp.example

Final-Recipient: rfc822; bo@corp.example
Action: %(action)s
Status: %(status)s
%(more)s
--8371/mx.corp.example
Content-Description: Message headers
Content-Type: text/rfc822-headers

Message-ID: <k.0123@corp.example>
Subject: [IT-1042] VPN

--8371/mx.corp.example--
"""


def opensmtpd(said: bytes, status: bytes, action: bytes = b"delayed", more: bytes = b"") -> Message:
    values = {b"said": said, b"status": status, b"action": action, b"more": more}
    message, found = understand(OPENSMTPD % values, Site())
    assert found.kind is Kind.BOUNCE
    return message


@pytest.mark.parametrize(
    "said",
    [
        b"Envelope expired",
        b"Message expired",
        b"queue has expired, giving up",
        b"no more attempts will be made",
        b"it will not be retried",
    ],
)
def test_a_mail_that_was_given_up_has_failed_though_the_report_says_delayed(said: bytes) -> None:
    (failure,) = opensmtpd(said, b"4.4.7").failures
    assert failure == Failure("bo@corp.example", "failed", "4.4.7", said.decode())


@pytest.mark.parametrize(
    ("said", "status", "more"),
    [
        (b"Connection timed out", b"4.4.7", b""),
        (b"Envelope expired", b"4.4.1", b""),  # not of this mail, then
        (b"Envelope expired", b"4.4.7", b"Will-Retry-Until: Tue, 1 Dec 2026 10:00:00 +0000\n"),
        (b"450 4.4.7 we try until the message has been here for 4 days", b"4.4.7", b""),
    ],
)
def test_a_mail_that_is_still_tried_is_delayed(said: bytes, status: bytes, more: bytes) -> None:
    (failure,) = opensmtpd(said, status, more=more).failures
    assert failure == Failure("bo@corp.example", "delayed", status.decode(), said.decode())


def test_what_was_delivered_has_not_failed_by_any_words() -> None:
    (failure,) = opensmtpd(b"Envelope expired", b"4.4.7", b"relayed").failures
    assert failure.action == "relayed"


def test_reason_stands_in_the_text_where_the_report_has_none() -> None:
    said = b"550 5.1.1 <bo@corp.example>: no such user"
    message = opensmtpd(said, b"5.1.1", b"failed")
    assert message.failures == (Failure("bo@corp.example", "failed", "5.1.1", said.decode()),)
    assert message.original_ids == ("<k.0123@corp.example>",)
