"""Replies of mail servers go in; whether an address is dead, or our sender refused, comes out."""

from __future__ import annotations

import pytest

from mailtracker.mail.origin.refusals import address_is_dead, sender_is_refused


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
    assert address_is_dead(said)


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
    assert not address_is_dead(said)


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
    assert sender_is_refused(said)


@pytest.mark.parametrize(
    "said", ["5.1.1 no such user", "5.7.1 recipient address rejected", "5.2.2 full", "5.2.25"]
)
def test_a_refusal_of_anything_else_is_none_of_our_sender(said: str) -> None:
    assert not sender_is_refused(said)
