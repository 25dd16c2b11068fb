"""Logins by access tokens that failed, or ended, and nobody was told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mailtracker.clock import DrivenClock
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.run import open_runtime
from mailtracker.errors import AccessTokenRefused, LoginRefused, Unreachable
from mailtracker.mailbox.connect import Account, connect, hang_up
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.oauth import SignIn
from mailtracker.oauth.token import AccessToken
from mailtracker.reader import InProcessReader
from mailtracker.store import health, outbox
from tests.servers.access_tokens import CHALLENGE, AccessInHand
from tests.servers.dovecot import Box
from tests.servers.vendor_imap import VendorImap
from tests.stories.company import MONDAY, config_for, letters

REFUSED = "NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"


class CountingSource:
    """Gives a new access token whenever it is asked, and knows how often that was."""

    patience = 10.0

    def __init__(self) -> None:
        self.asked = 0

    def fetch(self) -> AccessToken:
        self.asked += 1
        return AccessToken(f"access-token-{self.asked}", 3600.0)


def account(server: VendorImap, access: AccessInHand | SignIn) -> Account:
    user = "it-help@corp.example"
    return Account("127.0.0.1", server.port, "none", user, "", timeout=5.0, access=access)


def one() -> AccessInHand:
    return AccessInHand(["an-access-token-of-ours"])


def test_async_imap_35_a_login_is_what_the_server_says_at_its_end() -> None:
    """The answer behind the access token was never read, so a refused login counted as done, and
    all that came after it failed. Here the tagged answer decides (L1).
    """
    with VendorImap(REFUSED) as server, pytest.raises(LoginRefused, match="Invalid credentials"):
        connect(account(server, one()))


def test_node_imap_254_the_challenge_of_a_refusal_is_no_breach_of_the_protocol() -> None:
    """Gmail says by a challenge why it takes an access token no more; that was taken for a fault of
    the protocol, and neither answered nor told. Here it is both (L1, L4).
    """
    with VendorImap(REFUSED, challenge=CHALLENGE) as server:
        with pytest.raises(AccessTokenRefused, match=r"\(status 401, scope https://mail\.corp"):
            connect(account(server, one()))
        assert server.answers == [b""]


@pytest.mark.parametrize("prompt", ["+", "+ "])
def test_rust_imap_145_a_server_may_ask_by_a_plus_alone(prompt: str) -> None:
    """Yandex asks for the access token by "+" without a blank, which was not understood. Here it is
    enough (L1).
    """
    with VendorImap(prompt=prompt) as server:
        hang_up(connect(account(server, one())))
        assert b"an-access-token-of-ours" in server.first[0]


def test_aioimaplib_83_an_access_token_that_ends_under_a_command_ends_the_connection() -> None:
    """Exchange said BYE, since the access token had ended, in answer to a command; that was not
    looked for, and the caller waited. Here it is the end of the connection, in the server's words,
    and the next one has another access token (L2).
    """
    ended = "BYE Session invalidated - AccessTokenExpired"
    with VendorImap(select=ended) as server:
        mailbox = ImapMailbox(account(server, one()))
        with pytest.raises(Unreachable, match="AccessTokenExpired"):
            mailbox.connect()


def test_itop_jb_mail_to_ticket_automation_v2_224_looking_again_fetches_no_access_token() -> None:
    """Every look into the mailbox, twice a minute, fetched a new access token, for which issuers
    shut out whoever does it. Here one serves until it is nearly over (L1).
    """
    source = CountingSource()
    with VendorImap() as server:
        told = account(server, SignIn("corp", source))
        for _ in range(5):
            hang_up(connect(told))
    assert source.asked == 1


def test_osticket_6455_a_login_that_is_refused_is_told_within_a_quarter_of_an_hour(
    tmp_path: Path, account: Box
) -> None:
    """The access token could not be renewed, mail came in no more, and for ten days nothing told of
    it: no mail, no log. Here `status` says so at once, and the admins read it soon (F1, L4).
    """
    clock = DrivenClock(MONDAY)
    config = config_for(tmp_path, account, 1)
    with (
        VendorImap("NO AUTHENTICATE failed.") as server,
        open_runtime(config, clock, InProcessReader, lambda _: None, letters()) as runtime,
    ):
        settings = Account("127.0.0.1", server.port, "none", account.user, "", access=one())
        receiver = Receiver(runtime, config.mailboxes[0], ImapMailbox(settings))
        for minutes in (0, 16):
            clock.travel(timedelta(minutes=minutes))
            with pytest.raises(LoginRefused):
                receiver.once()
        with runtime.store.read() as conn:
            (beat,) = [beat for beat in health.read(conn) if beat.part == "imap IT help"]
            told = [row.letter for row in outbox.rows(conn)]
    assert (beat.ok, "New-ServicePrincipal" in beat.text) == (False, True)
    assert told == ["trouble"]
