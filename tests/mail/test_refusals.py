"""Replies of mail servers go in; what it is that they refuse comes out. The replies are those of
servers that are used, in their usual form.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.origin.refusals import (
    Refused,
    Stage,
    enhanced_in,
    had_before,
    takes_at_most,
    what_is_refused,
)

REPLIES: list[tuple[Refused, Stage, str]] = [
    # Postfix
    (Refused.ADDRESS, "rcpt", "550 5.1.1 <x@b.example>: Recipient address rejected: User unknown"),
    (
        Refused.ADDRESS,
        "rcpt",
        "550 5.1.2 <x@b.invalid>: Recipient address rejected: Domain not found",
    ),
    (Refused.SIZE, "mail", "552 5.3.4 Message size exceeds fixed limit"),
    (Refused.SIZE, "dot", "552 5.3.4 Error: message file too big"),
    (
        Refused.SENDER,
        "rcpt",
        "553 5.7.1 <a@b.example>: Sender address rejected: not owned by user a",
    ),
    (Refused.SENDER, "rcpt", "554 5.7.1 <x@b.example>: Relay access denied"),
    (Refused.SENDER, "rcpt", "554 5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied"),
    (Refused.CONTENT, "dot", "550 5.7.1 Message content rejected, id=1"),
    (Refused.CONTENT, "dot", "554 5.7.1 Spam message rejected"),
    (Refused.SERVER, "rcpt", "450 4.2.0 <x@b.example>: Recipient address rejected: Greylisted"),
    (Refused.SERVER, "mail", "452 4.3.1 Insufficient system storage"),
    (Refused.UNKNOWN, "rcpt", "554 5.7.1 <x@b.example>: Recipient address rejected: Access denied"),
    # Exim
    (Refused.ADDRESS, "rcpt", "550 Unrouteable address"),
    (Refused.ADDRESS, "rcpt", "550 Unknown user"),
    (Refused.SENDER, "rcpt", "550 relay not permitted"),
    (Refused.SENDER, "rcpt", "550 Sender verify failed"),
    (Refused.SENDER, "mail", "550 Administrative prohibition"),
    (Refused.SIZE, "mail", "552 Message size exceeds maximum permitted"),
    (Refused.SIZE, "dot", "552 Message size exceeds maximum permitted"),
    (Refused.CONTENT, "dot", "550 maximum allowed line length is 998 octets, got 1203"),
    (Refused.CONTENT, "dot", "550 Administrative prohibition"),
    (Refused.SERVER, "dot", "451 Temporary local problem - please try later"),
    # Exchange and Exchange Online
    (Refused.ADDRESS, "rcpt", "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
    (Refused.ADDRESS, "rcpt", "550 5.4.1 Recipient address rejected: Access denied."),
    (
        Refused.SIZE,
        "rcpt",
        "550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient",
    ),
    (Refused.SIZE, "dot", "552 5.3.4 Message size exceeds fixed maximum message size"),
    (Refused.FULL, "report", "554 5.2.2 mailbox full; STOREDRV.Deliver; mailbox full"),
    (Refused.CONTENT, "dot", "554 5.6.0 Corrupt message content"),
    (Refused.CONTENT, "report", "5.6.211 Invalid MIME content: maximum of attachments exceeded"),
    (Refused.SENDER, "mail", "530 5.7.57 Client not authenticated to send mail"),
    (
        Refused.SENDER,
        "dot",
        "554 5.2.252 SendAsDenied; a@b.example not allowed to send as x@b.example",
    ),
    (
        Refused.SENDER,
        "dot",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
    ),
    (Refused.SENDER, "rcpt", "550 5.1.8 Access denied, bad outbound sender"),
    (Refused.SENDER, "rcpt", "550 5.7.708 Service unavailable. Traffic not accepted from this IP."),
    (Refused.UNKNOWN, "rcpt", "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup"),
    (Refused.SERVER, "report", "550 5.4.300 Message expired"),
    # Gmail
    (
        Refused.ADDRESS,
        "rcpt",
        "550-5.1.1 The email account that you tried to reach does not exist.",
    ),
    (Refused.ADDRESS, "rcpt", "550-5.2.1 The email account that you tried to reach is disabled."),
    (Refused.FULL, "rcpt", "452-4.2.2 The recipient's inbox is out of storage space."),
    (Refused.FULL, "rcpt", "552-5.2.2 The email account that you tried to reach is over quota."),
    (Refused.SIZE, "mail", "552-5.3.4 Your message exceeded Google's message size limits."),
    (Refused.SIZE, "dot", "552-5.2.3 Your message exceeded Google's message size limits."),
    (
        Refused.CONTENT,
        "dot",
        "552-5.7.0 This message was blocked because its content presents a risk",
    ),
    (
        Refused.CONTENT,
        "dot",
        "550-5.7.1 Gmail has detected that this message is likely unsolicited",
    ),
    (
        Refused.SENDER,
        "dot",
        "550-5.7.26 This mail has been blocked: the sender is unauthenticated.",
    ),
    # How much, how fast, by how many connections: Exchange Online, Gmail, Postfix, Exim, SES
    (Refused.LIMIT, "dot", "550 5.4.5 Daily user sending limit exceeded."),
    (Refused.LIMIT, "rcpt", "550 5.7.1 Daily SMTP relay limit exceeded for customer."),
    (Refused.LIMIT, "mail", "450 4.2.1 Peak SMTP relay limit exceeded for this customer."),
    (Refused.LIMIT, "mail", "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded"),
    (Refused.LIMIT, "dot", "432 4.3.2 Concurrent connections limit exceeded."),
    (
        Refused.LIMIT,
        "dot",
        "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed",
    ),
    (
        Refused.LIMIT,
        "mail",
        "451 4.4.2 Message submission rate for this client has exceeded the configured limit",
    ),
    (Refused.LIMIT, "rcpt", "550 5.1.90 You have reached your daily limit for recipients."),
    (Refused.LIMIT, "dot", "550 5.7.233 tenant exceeded its daily limit for external recipients"),
    (Refused.LIMIT, "dot", "550 5.7.705 Access denied, tenant has exceeded threshold"),
    (Refused.LIMIT, "mail", "451 4.7.500 Server busy. Please try again later."),
    (Refused.LIMIT, "mail", "454 Throttling failure: Maximum sending rate exceeded."),
    (Refused.LIMIT, "dot", "454 Throttling failure: Daily message quota exceeded."),
    (Refused.LIMIT, "rcpt", "450 4.7.1 Error: too much mail from 192.0.2.1"),
    (Refused.LIMIT, "mail", "421 4.7.0 b.example Error: too many connections from 192.0.2.1"),
    (Refused.LIMIT, "mail", "451 Too many concurrent SMTP connections; please try again later."),
    # as they say it of a reader
    (
        Refused.SERVER,
        "rcpt",
        "450-4.2.1 The user you are trying to contact is receiving mail too quickly.",
    ),
    (Refused.UNKNOWN, "rcpt", "550 5.7.703 messages to x@b.example are blocked"),
    (
        Refused.UNKNOWN,
        "rcpt",
        "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; "
        "Delivery restriction check failed",
    ),
    # Whose sender is no address of the login, in other words
    (
        Refused.SENDER,
        "dot",
        "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; "
        "Failed to process message due to a permanent exception with message Cannot submit message",
    ),
    (
        Refused.SENDER,
        "dot",
        "554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException",
    ),
    (
        Refused.SENDER,
        "dot",
        "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; Failed",
    ),
    (Refused.SENDER, "dot", "551 5.7.1 Not authorised to send from this header address"),
    (Refused.SENDER, "dot", "550 5.7.0 From address is not one of your addresses."),
    (Refused.SENDER, "dot", "550 The from address does not match a verified Sender Identity."),
    (Refused.SENDER, "dot", "554 Message rejected: Email address is not verified."),
    (Refused.SENDER, "mail", "550 Sender address is not allowed."),
    (Refused.SENDER, "rcpt", "550-5.7.1 Invalid credentials for relay [192.0.2.1]."),
    (Refused.SENDER, "rcpt", "550 5.7.64 TenantAttribution; Relay Access Denied"),
    (Refused.SENDER, "rcpt", "550 5.7.511 Access denied, banned sender"),
    (Refused.SENDER, "rcpt", "550 5.7.606 Access denied, banned sending IP"),
    # Dovecot's LMTP, at RCPT, after the dot, or told by who spoke it
    (Refused.ADDRESS, "rcpt", "550 5.1.1 <x@b.example> User doesn't exist: x@b.example"),
    (Refused.FULL, "rcpt", "552 5.2.2 <x@b.example> Quota exceeded (mailbox for user is full)"),
    (Refused.FULL, "dot", "452 4.2.2 <x@b.example> Quota exceeded (mailbox for user is full)"),
    # qmail
    (Refused.ADDRESS, "rcpt", "550 sorry, no mailbox here by that name. (#5.1.1)"),
    (Refused.SIZE, "dot", "552 sorry, that message size exceeds my databytes limit (#5.3.4)"),
    (
        Refused.SENDER,
        "rcpt",
        "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
    ),
    (Refused.SENDER, "mail", "553 sorry, your envelope sender is in my badmailfrom list (#5.7.1)"),
    # Sendmail, OpenSMTPD, Courier, Amazon SES
    (Refused.SENDER, "rcpt", "550 5.7.1 <x@b.example>... Relaying denied"),
    (Refused.SIZE, "mail", "552 5.2.3 Message size exceeds fixed maximum message size (10240)"),
    (
        Refused.CONTENT,
        "dot",
        "550 5.7.1 Delivery not authorized: message is not RFC 2822 compliant",
    ),
    (Refused.ADDRESS, "rcpt", "550 Invalid recipient: <x@b.example>"),
    (Refused.SIZE, "mail", "534 SIZE=too big"),
    (Refused.SIZE, "mail", "534 Message too large, SIZE=10485760"),
    (Refused.SENDER, "dot", "554 5.7.1 Message rejected: authentication required"),
    # the same words say another thing at another stage
    (Refused.ADDRESS, "rcpt", "550 no"),
    (Refused.CONTENT, "dot", "550 no"),
    (Refused.SENDER, "mail", "550 no"),
    (Refused.FULL, "rcpt", "552 no"),
    (Refused.SIZE, "dot", "552 no"),
    (Refused.CONTENT, "data", "554 no"),
    (Refused.SERVER, "mail", "501 5.5.4 Invalid arguments"),
    (Refused.UNKNOWN, "mail", "553 5.6.7 the server cannot take addresses that are not ASCII"),
    (Refused.SERVER, "rcpt", "421 4.3.2 shutting down"),
]


@pytest.mark.parametrize(("refused", "stage", "said"), REPLIES)
def test_a_refusal_is_of_one_kind(refused: Refused, stage: Stage, said: str) -> None:
    assert what_is_refused(said, stage) is refused


DUPLICATE = (
    "554 5.2.0 STOREDRV.Submission.Exception:StoragePermanentException."
    "MapiExceptionDuplicateDelivery; Failed to process message due to a permanent exception"
)


def test_a_mail_that_the_server_had_before_is_told_from_a_refusal_of_it() -> None:
    assert had_before(DUPLICATE, "dot")
    assert not had_before(DUPLICATE, "report")
    assert what_is_refused(DUPLICATE, "dot") is not Refused.SENDER
    assert not any(had_before(said, "dot") for _, _, said in REPLIES)


@pytest.mark.parametrize("stage", ["mail", "data", "body", "dot"])
def test_the_address_is_judged_at_rcpt_alone(stage: Stage) -> None:
    assert not [said for _, _, said in REPLIES if what_is_refused(said, stage) is Refused.ADDRESS]


@pytest.mark.parametrize(
    "said",
    [
        "5.1.1 smtp; 550 5.1.1 <lee@corp.example>: no such user",
        "550 5.1.1 no such user",
        "550 5.1.10 RESOLVER.ADR.RecipientNotFound",
        "5.2.1 mailbox disabled",
        "550 5.4.1 Recipient address rejected: Access denied",
        "5.4.4 no such host",
        "5.0.0 rejected",
        "550 no such user here",
        "",
    ],
)
def test_an_address_to_which_nothing_will_come_is_dead(said: str) -> None:
    assert what_is_refused(said, "report") is Refused.ADDRESS


@pytest.mark.parametrize(
    "said",
    [
        "552 5.2.2 mailbox full",
        "5.2.3 too long for that mailbox",
        "552 5.3.4 message size exceeds fixed limit",
        "554 5.6.0 no such content",
        "550 5.7.1 refused by policy",
        "4.4.1 no answer for five days",
        "5.4.7 delivery time expired",
        "5.1.8 sender unknown",
        "552 too much",
        "554 transaction failed",
    ],
)
def test_a_mail_that_was_refused_says_nothing_of_the_address(said: str) -> None:
    assert what_is_refused(said, "report") is not Refused.ADDRESS


@pytest.mark.parametrize(
    "said",
    [
        "5.7.1 <it-help+b1@corp.example>: Sender address rejected: not owned by user it-help",
        "5.7.60 SMTP; Client does not have permissions to send as this sender",
        "5.2.252 SendAsDenied; it-help@corp.example not allowed to send as x@corp.example",
        "5.1.8 <x@nowhere.example>: unknown domain",
        "Sender verify failed",
    ],
)
def test_a_refusal_of_our_sender_is_known(said: str) -> None:
    assert what_is_refused(said, "report") is Refused.SENDER


@pytest.mark.parametrize(
    "said", ["5.1.1 no such user", "5.7.1 recipient address rejected", "5.2.2 full", "5.2.25"]
)
def test_a_refusal_of_anything_else_is_none_of_our_sender(said: str) -> None:
    assert what_is_refused(said, "report") is not Refused.SENDER


@pytest.mark.parametrize(
    ("said", "tells_apart"),
    [
        ("451 4.3.2 not now", "4.3.2"),
        ("451 4.0.0 not now", ""),
        ("451 4.0.1 not now", ""),  # two that differ in nothing else are one cause
        ("451 not now", ""),
        ("550 5.7.60 no permission", "5.7.60"),
        ("450 host 192.0.2.1 not now", ""),
    ],
)
def test_an_enhanced_code_tells_causes_apart_unless_it_says_other(said, tells_apart):
    assert enhanced_in(said) == tells_apart


def test_an_address_of_a_host_is_no_code() -> None:
    """ "5.2.3" of "10.5.2.3" would be a size."""
    assert what_is_refused("554 Client host [10.5.2.3] said no", "rcpt") is not Refused.SIZE
    assert what_is_refused("550 [4.5.1.1] no", "report") is Refused.ADDRESS


def test_a_policy_in_a_report_may_be_about_the_mail_alone() -> None:
    for said in ("550 5.7.1 rejected by policy", "5.7.0 no", "554 no"):
        assert what_is_refused(said, "report").is_of_the_mail
    for said in ("550 5.7.133 NotAuthenticatedForGroup", "550 5.1.1 no such user", "550 no"):
        assert not what_is_refused(said, "report").is_of_the_mail


AT_MOST = {
    "5.3.4 the server takes 10240 bytes at most, and this mail has 15000": 10240,
    "552 5.3.4 message size exceeds fixed maximum message size (26214400)": 26214400,
    "552 5.3.4 Message size 45000000 exceeds limit of 25000000": 25000000,
    "5.2.3 size limit of 25 MB": 25 << 20,
    "message too large: 42 MB, maximum 25MB": 25 << 20,
    "exceeds the size limit 10240 KB": 10 << 20,
    "the limit is 35,000 KB": 35000 << 10,
    "limit 9.5 MB": 19 << 19,
    "552 5.3.4 Message size exceeds fixed limit": 0,
    "552-5.3.4 Your message exceeded Google's message size limits.": 0,
    "limit 552 5.2.3": 0,
    "42 MB": 0,
}


def test_what_a_server_takes_at_most_is_read_where_it_says_so() -> None:
    assert {said: takes_at_most(said) for said in AT_MOST} == AT_MOST
