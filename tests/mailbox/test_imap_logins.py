"""An access token in, an IMAP connection that is logged in out; and what a server says instead, in
words. On Dovecot, and on a server that speaks as the large providers do.
"""

from __future__ import annotations

import traceback
from dataclasses import replace
from typing import Any

import pytest

from mailtracker.errors import (
    AccessTokenRefused,
    BadFolder,
    LoginRefused,
    MailtrackerError,
    Throttled,
    Unreachable,
    Untrusted,
)
from mailtracker.mailbox.connect import Account, connect, hang_up
from mailtracker.mailbox.imap import ImapMailbox
from tests.servers.access_tokens import CHALLENGE, AccessInHand, AccessTokens, said_by
from tests.servers.dovecot import Box, Dovecot
from tests.servers.proxy import ChaosProxy, TlsFront
from tests.servers.vendor_imap import VendorImap

EVA = "it-help@corp.example"


@pytest.fixture
def box(dovecot_with_tokens: Dovecot, access_tokens: AccessTokens) -> Box:
    access_tokens.status = 200
    return dovecot_with_tokens.new_box()


def account(box: Box, access: AccessInHand, port: int = 0) -> Account:
    return Account(
        host="127.0.0.1",
        port=port or box.port,
        tls="none",
        user=box.user,
        password="",
        timeout=5.0,
        access=access,
    )


def at(server: VendorImap, access: AccessInHand, user: str = EVA) -> Account:
    return Account("127.0.0.1", server.port, "none", user, "", timeout=5.0, access=access)


def refusal(account: Account) -> MailtrackerError:
    with pytest.raises(MailtrackerError) as caught:
        hang_up(connect(account))
    return caught.value


# -- Dovecot --------------------------------------------------------------------------------


@pytest.mark.parametrize("only", ["XOAUTH2", "OAUTHBEARER"])
def test_a_good_access_token_lets_us_in_by_what_the_server_offers(
    box: Box, access_tokens: AccessTokens, only: str
) -> None:
    other = {"XOAUTH2": b"OAUTHBEARER", "OAUTHBEARER": b"XOAUTH2"}[only]
    access = AccessInHand([access_tokens.issue(box.user)])
    box.deliver(b"Subject: one\r\n\r\nOne.\r\n")
    with ChaosProxy(box.port) as proxy:
        proxy.rewrites[b" AUTH=" + other] = b""
        mailbox = ImapMailbox(account(box, access, proxy.port))
        assert mailbox.connect().count == 1
        assert f"lets {box.user} in by {only};" in mailbox.described
        mailbox.close()
    assert (access.asked, access.refused) == (1, [])


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_an_access_token_goes_out_by_tls_alone(
    box: Box, access_tokens: AccessTokens, certificate: tuple[str, str], tls: Any
) -> None:
    access = AccessInHand([access_tokens.issue(box.user)])
    with TlsFront(box.port, certificate, tls) as front:
        plain = account(box, access, front.port)
        secure = replace(plain, tls=tls, ca_file=certificate[0])
        hang_up(connect(secure))
        assert b"AUTH" not in front.clear
        assert isinstance(refusal(replace(plain, host="192.0.2.1")), Untrusted)
    assert access.asked == 1


def test_a_refused_access_token_is_followed_by_one_more_try_with_another(
    box: Box, access_tokens: AccessTokens
) -> None:
    old, new = access_tokens.issue(box.user), access_tokens.issue(box.user)
    access_tokens.expire(old)
    access = AccessInHand([old, new])
    with ChaosProxy(box.port) as proxy:
        hang_up(connect(account(box, access, proxy.port)))
        assert proxy.connections == 2
    assert access.refused == [old]


def test_two_that_are_refused_are_an_error_that_says_what_dovecot_said(
    box: Box, access_tokens: AccessTokens
) -> None:
    access = AccessInHand(["first-" * 20, "second-" * 20, "third-" * 20])
    error = refusal(account(box, access))
    assert isinstance(error, AccessTokenRefused)
    assert "Authentication failed" in str(error)
    assert "status 401, scope mail" in str(error)
    assert "that its scope covers mail" in str(error)
    assert access.refused == ["first-" * 20]


def test_who_hands_out_the_same_one_again_is_not_tried_again(
    box: Box, access_tokens: AccessTokens
) -> None:
    with ChaosProxy(box.port) as proxy:
        error = refusal(account(box, AccessInHand(["only-" * 20]), proxy.port))
        assert proxy.connections == 1
    assert isinstance(error, AccessTokenRefused)


@pytest.mark.parametrize("status", [500, 503])
def test_a_server_that_cannot_tell_throws_no_access_token_away(
    box: Box, access_tokens: AccessTokens, status: int
) -> None:
    """Dovecot whose issuer is in trouble: it sends no challenge then."""
    access_tokens.status = status
    access = AccessInHand([access_tokens.issue(box.user)])
    error = refusal(account(box, access))
    assert isinstance(error, Unreachable)
    assert "[UNAVAILABLE]" in str(error)
    assert (access.asked, access.refused) == (1, [])


def test_a_server_without_access_tokens_is_named_with_what_it_offers(account: Box) -> None:
    access = AccessInHand(["good-" * 20])
    told = Account("127.0.0.1", account.port, "none", account.user, "", access=access)
    error = refusal(told)
    assert isinstance(error, LoginRefused)
    assert "(it offers LOGIN, PLAIN): give a password instead of `oauth`" in str(error)
    assert access.refused == []


def test_a_password_still_logs_in_beside_access_tokens(box: Box) -> None:
    mailbox = ImapMailbox(box.imap)
    mailbox.connect()
    assert mailbox.described.startswith(f"127.0.0.1:{box.port} lets {box.user} in; ")
    mailbox.close()


@pytest.mark.parametrize("error", [Unreachable("no issuer"), LoginRefused("wrong secret")])
def test_without_an_access_token_no_connection_is_made(box: Box, error: MailtrackerError) -> None:
    with ChaosProxy(box.port) as proxy:
        assert refusal(account(box, AccessInHand([error]), proxy.port)) is error
        assert proxy.connections == 0


# -- providers' words -------------------------------------------------------------------------

GMAIL = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
EXCHANGE = "NO AUTHENTICATE failed."
DENIED = f'{EXCHANGE} Error="AuthFailed:LogonDenied-None-OAuthLog:AuthExc_Auth Failed."'

WORDS: list[tuple[str, type[MailtrackerError], str]] = [
    (GMAIL, AccessTokenRefused, "its scope covers mail"),
    (EXCHANGE, AccessTokenRefused, "New-ServicePrincipal"),
    (DENIED, AccessTokenRefused, "FullAccess"),
    ("NO [AUTHENTICATIONFAILED] no", AccessTokenRefused, "see that `user` is the mailbox"),
    ("NO [EXPIRED] too old", AccessTokenRefused, "clock"),
    ("NO [AUTHORIZATIONFAILED] not yours", LoginRefused, "may not act for this mailbox"),
    ("NO [CONTACTADMIN] ask", LoginRefused, "administrator"),
    ("NO [PRIVACYREQUIRED] no", LoginRefused, "starttls"),
    ("NO [UNAVAILABLE] Temporary authentication failure.", Unreachable, "asked again"),
    ("NO [SERVERBUG] Internal error", Unreachable, "asked again"),
    ("NO [LIMIT] Rate limit hit.", Throttled, "too many connections"),
    ("NO [INUSE] Account in use", Unreachable, "more connections"),
    ("NO [ALERT] Too many simultaneous connections. (Failure)", Throttled, "connections"),
    ("NO [ALERT] Account exceeded command or bandwidth limits. (Failure)", Throttled, "used up"),
    (
        "NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded",
        Throttled,
        "too many connections",
    ),
    ("NO Server Unavailable. 15", Unreachable, "asked again"),
    ("BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds", Throttled, "too much"),
    ("NO [ALERT] Please log in via your web browser: https://x (Failure)", LoginRefused, "browser"),
    ("NO [WEBALERT https://x] Web login required.", LoginRefused, "browser"),
    ("NO [ALERT] IMAP access is disabled for your domain.", LoginRefused, "admin console"),
    ("NO [ALERT] Your account is not enabled for IMAP use.", LoginRefused, "switched off"),
    ("BYE Server shutting down", Unreachable, "broke off"),
]


@pytest.mark.parametrize(("said", "kind", "words"), WORDS, ids=[one[0][:40] for one in WORDS])
def test_each_providers_words_are_told_with_what_to_do(
    said: str, kind: type[MailtrackerError], words: str
) -> None:
    access = AccessInHand(["first-" * 20, "second-" * 20])
    with VendorImap(said) as server:
        error = refusal(at(server, access))
    assert type(error) is kind
    assert words in str(error)
    assert f": {said.split(' ', 1)[1].rstrip('.')}" in str(error)
    assert access.refused == (["first-" * 20] if kind is AccessTokenRefused else [])


@pytest.mark.parametrize(
    ("offers", "answer"), [("AUTH=XOAUTH2", b""), ("AUTH=OAUTHBEARER", b"AQ==")]
)
def test_the_challenge_of_a_refusal_is_answered_and_read(offers: str, answer: bytes) -> None:
    """Else the server never says no (RFC 7628 3.2.3)."""
    access = AccessInHand(["only-" * 20])
    with VendorImap(GMAIL, offers=offers, challenge=CHALLENGE) as server:
        error = refusal(at(server, access))
    assert server.answers == [answer]
    assert "(status 401, scope https://mail.corp.example/)" in str(error)


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
@pytest.mark.parametrize("user", [EVA, "a=b,c@corp.example"])
def test_the_first_answer_is_what_the_standard_says(mechanism: str, user: str) -> None:
    with VendorImap(offers=f"AUTH={mechanism} AUTH=PLAIN") as server:
        hang_up(connect(at(server, AccessInHand(["good-" * 20]), user)))
    assert [said_by(mechanism, one) for one in server.first] == [(user, "good-" * 20)]


@pytest.mark.parametrize("challenge", ["no JSON", "[]", '"x"', "{", '{"status": null}', "\x00"])
def test_a_challenge_that_says_nothing_is_no_trouble(challenge: str) -> None:
    with VendorImap(GMAIL, challenge=challenge) as server:
        error = refusal(at(server, AccessInHand(["only-" * 20])))
    assert isinstance(error, AccessTokenRefused)
    assert "(status" not in str(error)


def test_who_may_not_use_the_mailbox_is_told_so_and_no_folder_is_blamed() -> None:
    """Exchange lets in whoever has a good access token, and refuses the first command then."""
    access = AccessInHand(["good-" * 20])
    with VendorImap(select="BAD User is authenticated but not connected.") as server:
        mailbox = ImapMailbox(at(server, access))
        with pytest.raises(LoginRefused, match="Add-MailboxPermission"):
            mailbox.connect()
        with pytest.raises(LoginRefused, match="Add-MailboxPermission"):
            mailbox.copies("Sent", ["<one@corp.example>"])
        server.select = "NO no such folder"
        with pytest.raises(BadFolder):
            mailbox.connect()
    assert access.refused == []


def test_no_access_token_stands_in_an_error_or_is_printed() -> None:
    """Also where the server repeats it, whole or cut."""
    token = "ey" + "Q7wZ" * 30
    with VendorImap(challenge=CHALLENGE) as server:
        told = at(server, AccessInHand([token]))
        server.authenticate = [f"NO [AUTHENTICATIONFAILED] bad token {token} or {token[:40]}"]
        error = refusal(told)
        blob = server.first[0]
    shown = "".join(traceback.format_exception(error)) + repr(told) + repr(error)
    assert "bad token ... or ..." in str(error)
    for secret in ("Q7wZQ7wZ", blob.decode()):
        assert secret not in shown
