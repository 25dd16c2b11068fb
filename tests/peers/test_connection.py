"""Connections that gave a password away."""

from __future__ import annotations

import pytest

from mailtracker import errors
from mailtracker.mailbox.imap import ImapMailbox
from tests.servers.dovecot import Box
from tests.servers.proxy import TlsFront


def said_in_clear(account: Box, certificate: tuple[str, str], mode: str, known: bool = True) -> str:
    """All that a client says before TLS to such a server, which it must not trust."""
    with TlsFront(account.port, certificate, mode) as front:
        authority = certificate[0] if known else None
        settings = account.account(port=front.port, tls="starttls", ca_file=authority)
        with pytest.raises(errors.Untrusted):
            ImapMailbox(settings).connect()
        return bytes(front.clear).decode().upper()


def nothing_of(account: Box, said: str) -> bool:
    """Whether neither login nor password were said."""
    words = ("LOGIN", "AUTHENTICATE", account.user.upper(), account.password.upper())
    return not any(word in said for word in words)


def test_offlineimap_669_a_server_that_offers_no_starttls_hears_no_password(account, certificate):
    """STARTTLS was used where the server offered it, so who stood between took the offer out and
    read the password. Here what the config asks for is not up to the server.
    """
    assert nothing_of(account, said_in_clear(account, certificate, "hidden"))


def test_django_helpdesk_915_a_starttls_that_fails_is_the_end_of_the_connection(
    account, certificate
):
    """Where STARTTLS failed for whatever reason, the connection went on in plain text. Here it
    ends, and the error says why.
    """
    assert nothing_of(account, said_in_clear(account, certificate, "refuse"))


def test_cve_2021_39272_a_greeting_that_leaves_no_place_for_starttls_ends_it(account, certificate):
    """fetchmail went on without TLS where the server greeted it as logged in already, since
    STARTTLS may not be said any more then. Here such a greeting is none that we trust.
    """
    assert nothing_of(account, said_in_clear(account, certificate, "preauth"))


def test_imapsync_15_an_unknown_certificate_is_no_reason_to_go_on_without(account, certificate):
    """The certificate could not be checked, TLS was left out without a word, and the password went
    in the clear. Here it ends the connection before anything is said.
    """
    said = said_in_clear(account, certificate, "starttls", known=False)
    assert "STARTTLS" in said
    assert nothing_of(account, said)
