"""A mail server's no goes in, what helps against it comes out: one table for IMAP and SMTP."""

from __future__ import annotations

import itertools

import pytest

from mailtracker import advice
from mailtracker.advice import Cure
from mailtracker.mail.origin.refusals import Refused, enhanced_in, what_is_refused
from mailtracker.smtp.delivery import refusal

PASSWORDS: list[tuple[str, Cure, str]] = [
    ("[AUTHENTICATIONFAILED] Authentication failed.", Cure.A_PERSON, "check the user and the pass"),
    ("LOGIN failed.", Cure.A_PERSON, "Exchange Online takes no passwords by IMAP"),
    ("[AUTHENTICATIONFAILED] Invalid credentials (Failure)", Cure.A_PERSON, "app passwords"),
    ("[ALERT] Application-specific password required", Cure.A_PERSON, "make an app password"),
    ("[EXPIRED] Password expired", Cure.A_PERSON, "password has expired"),
    ("[UNAVAILABLE] Temporary failure", Cure.WAITING, "asked again"),
    ("535 5.7.8 Username and Password not accepted", Cure.A_PERSON, "app passwords"),
    ("534 5.7.9 Application-specific password required", Cure.A_PERSON, "make an app password"),
    ("534 5.7.9 Authentication mechanism is too weak", Cure.A_PERSON, "stronger"),
    ("535 5.7.139 Authentication unsuccessful, basic authentication is disabled.", Cure.A_PERSON,
     "takes no passwords"),
    ("550 5.7.30 Basic authentication is not supported for Client Submission", Cure.A_PERSON,
     "`oauth`"),
    ("535 5.7.3 Authentication unsuccessful", Cure.A_PERSON, "by SMTP only where"),
    ("454 4.7.0 Temporary authentication failure", Cure.WAITING, "asked again"),
    ("421 4.4.2 idle too long", Cure.WAITING, ""),
]  # fmt: skip


@pytest.mark.parametrize(("said", "cure", "words"), PASSWORDS, ids=[p[0][:40] for p in PASSWORDS])
def test_a_refused_password_is_never_blamed_on_an_access_token(
    said: str, cure: Cure, words: str
) -> None:
    known = advice.at_login(said, "password")
    assert (known.cure, words in known.words) == (cure, True)
    assert "access token" not in known.words


@pytest.mark.parametrize(
    "said",
    [
        "Login failed.",
        "Login failed: authentication failure",
        "[AUTHENTICATIONFAILED] no such user",
    ],
    ids=["Courier", "Cyrus", "Dovecot"],
)
def test_what_other_servers_say_is_no_word_of_a_provider(said: str) -> None:
    assert advice.at_login(said, "password").words == "check the user and the password"


SENDING: list[tuple[str, Refused, str]] = [
    ("550 5.7.60 SMTP; Client does not have permissions to send as this sender", Refused.SENDER,
     "Add-RecipientPermission"),
    ("554 5.2.252 SendAsDenied; a not allowed to send as b; STOREDRV.Submission.Exception:"
     "SendAsDeniedException.MapiExceptionSendAsDenied", Refused.SENDER, "Add-RecipientPermission"),
    ("432 4.3.2 Concurrent connections limit exceeded.", Refused.LIMIT, "`connections = 3`"),
    ("432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded", Refused.LIMIT, "or fewer"),
    ("452 4.5.3 Too many recipients", Refused.SERVER, "for now"),
    ("550 5.1.90 Your message can't be sent because you've reached your daily limit",
     Refused.LIMIT, "in a day"),
    ("550 5.7.233 You've exceeded your tenant's limit", Refused.LIMIT, "in a day"),
    ("550 5.4.5 Daily user sending limit exceeded.", Refused.LIMIT, "in a day"),
    ("554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; quota exceeded",
     Refused.LIMIT, "in a day"),
    ("554 5.2.2 mailbox full; STOREDRV.Submission.Exception:QuotaExceededException."
     "MapiExceptionShutoffQuotaExceeded", Refused.SENDER, "Sent Items"),
    ("550 5.1.8 Access denied, bad outbound sender AS(42004)", Refused.SENDER, "restricted"),
    ("550 5.7.708 Service unavailable. Access denied, traffic not accepted", Refused.SENDER,
     "restricted"),
]  # fmt: skip


@pytest.mark.parametrize("phase", ["mail", "dot"])
@pytest.mark.parametrize(("said", "what", "words"), SENDING, ids=[p[0][:40] for p in SENDING])
def test_no_to_our_login_fails_no_mail_and_says_what_to_do(
    said: str, what: Refused, words: str, phase: str
) -> None:
    """Before the mail or after it. Some of it only comes behind DATA."""
    code, text = int(said[:3]), said[4:]
    delivery = refusal(code, text, phase)  # type: ignore[arg-type]
    assert delivery.result == "retry"
    assert words in delivery.text
    assert what_is_refused(text, phase, code) is what  # type: ignore[arg-type]
    assert delivery.refused is what, "what we add says nothing of its own"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("530 5.7.57 Client not authenticated to send mail.", "wants a login"),
        ("530 5.7.0 Authentication required", "wants a login"),
        ("530 5.7.0 Must issue a STARTTLS command first", "wants TLS"),
    ],
)
def test_a_login_that_is_missing_is_no_matter_of_the_mail(said: str, words: str) -> None:
    delivery = refusal(530, said[4:], "mail")
    assert (delivery.result, delivery.link, words in delivery.text) == ("retry", True, True)


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 no such user",
        "552 5.3.4 message too large",
        "554 5.7.1 Spam message rejected",
        "554 5.2.2 mailbox full; STOREDRV.Deliver; mailbox full",
        "450 4.2.0 Greylisted",
        "452 4.3.1 Insufficient system storage",
    ],
)
def test_a_no_to_the_mail_or_its_reader_gets_no_advice_about_our_login(said: str) -> None:
    assert advice.when_sending(said) == ""


def test_advice_says_nothing_that_code_would_read() -> None:
    """It stands in one text with the server's words, of which codes and causes are made."""
    for row in itertools.chain(advice._LOGINS, advice._SENDING):
        words = row.advice.words
        assert enhanced_in(words) == ""
        assert what_is_refused(words, "rcpt", 299) is Refused.UNKNOWN, words


def test_only_words_about_the_login_are_an_answer_to_what_follows_it() -> None:
    assert "FullAccess" in advice.when_not_connected("User is authenticated but not connected.")
    assert advice.when_not_connected("[NONEXISTENT] Unknown Mailbox: Trash") == ""
    assert advice.when_not_connected("[NOPERM] Permission denied") == ""
