"""An access token in, an SMTP connection that is logged in out; and what a server says instead, in
words. aiosmtpd demands it as RFC 4954 has it, a script says what the large providers say.
"""

from __future__ import annotations

import asyncio
import base64
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace

import pytest

from mailtracker.errors import (
    AccessTokenRefused,
    LoginRefused,
    MailtrackerError,
    Throttled,
    Unreachable,
    Untrusted,
)
from mailtracker.smtp import Delivery, SmtpLink, auth
from tests.servers.access_tokens import CHALLENGE, AccessInHand, AccessTokens, said_by
from tests.servers.scripted import CLOSE, ScriptedServer
from tests.servers.smtpd import SmtpSink
from tests.smtp.links import ANA, BO, MAIL, play, relayhost

USER = "it-help@corp.example"
SHORT, LONG = 80, 1600


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    """It takes mail of whoever has logged in by an access token."""
    made = SmtpSink()
    made.tokens = AccessTokens()
    with made:
        yield made


def refusal(port: int, access: AccessInHand) -> MailtrackerError:
    host = relayhost(port, user=USER, access=access)
    with pytest.raises(MailtrackerError) as caught:
        play(host, lambda link: link.open())
    return caught.value


def send(port: int, access: AccessInHand) -> Delivery:
    host = relayhost(port, user=USER, access=access)
    delivery: Delivery = play(host, lambda link: link.deliver(ANA, BO, MAIL))
    return delivery


# -- a server that demands it -----------------------------------------------------------------


@pytest.mark.parametrize("length", [SHORT, LONG])
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_good_access_token_lets_mail_out_by_what_the_server_offers(
    sink: SmtpSink, mechanism: str, length: int
) -> None:
    """One that is too long for a command (RFC 5321 4.5.3.1.4) goes out behind it."""
    assert sink.tokens is not None
    sink.mechanisms = (mechanism,)
    token = sink.tokens.issue(USER, length)
    assert send(sink.port, AccessInHand([token])).result == "sent"
    assert sink.tried == [(mechanism, USER, token)]
    assert [mail[:2] for mail in sink.log] == [(ANA, BO)]


def test_without_an_access_token_that_server_takes_nothing(sink: SmtpSink) -> None:
    delivery: Delivery = play(relayhost(sink.port), lambda link: link.deliver(ANA, BO, MAIL))
    assert (delivery.result, delivery.link, delivery.code) == ("retry", True, 530)
    assert "give `user`, and a password or an `oauth` sign-in" in delivery.text


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_refused_access_token_is_followed_by_one_more_try_with_another(
    sink: SmtpSink, mechanism: str
) -> None:
    """On a new connection; the challenge of the refusal is answered, else it would never come."""
    assert sink.tokens is not None
    sink.mechanisms = (mechanism,)
    old, new = sink.tokens.issue(USER), sink.tokens.issue(USER)
    sink.tokens.expire(old)
    access = AccessInHand([old, new])
    assert send(sink.port, access).result == "sent"
    assert [token for _, _, token in sink.tried] == [old, new]
    assert sink.answered == [{"XOAUTH2": b"", "OAUTHBEARER": b"\x01"}[mechanism]]
    assert (sink.connections, access.refused) == (2, [old])


def test_two_that_are_refused_are_an_error_with_what_the_server_told(sink: SmtpSink) -> None:
    access = AccessInHand(["first-" * 20, "second-" * 20, "third-" * 20])
    error = refusal(sink.port, access)
    assert isinstance(error, AccessTokenRefused)
    assert "535 5.7.8 Authentication credentials invalid" in str(error)
    assert "(status 401, scope https://mail.corp.example/)" in str(error)
    assert "that its scope covers mail" in str(error)
    assert (sink.logins, access.refused) == (2, ["first-" * 20])


def test_who_hands_out_the_same_one_again_is_not_tried_again(sink: SmtpSink) -> None:
    assert isinstance(refusal(sink.port, AccessInHand(["only-" * 20])), AccessTokenRefused)
    assert sink.logins == 1


def test_a_server_without_access_tokens_is_named_with_what_it_offers() -> None:
    with SmtpSink(login=(USER, "secret")) as plain:
        error = refusal(plain.port, AccessInHand(["good-" * 20]))
    assert isinstance(error, LoginRefused)
    assert "(it offers LOGIN, PLAIN): give a password instead of `oauth`" in str(error)


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_an_access_token_goes_out_by_tls_alone(certificate: tuple[str, str], tls: str) -> None:
    sink = SmtpSink(certificate, implicit=tls == "implicit")
    sink.tokens = AccessTokens()
    access = AccessInHand([sink.tokens.issue(USER, LONG)])
    with sink:
        secure = relayhost(sink.port, user=USER, access=access, tls=tls, ca_file=certificate[0])
        delivery: Delivery = play(secure, lambda link: link.deliver(ANA, BO, MAIL))
        assert delivery.result == "sent"
        elsewhere = replace(secure, host="192.0.2.1", tls="none")
        with pytest.raises(Untrusted, match="in the clear"):
            play(elsewhere, lambda link: link.open())
    assert (access.asked, sink.logins) == (1, 1)


def test_one_that_ends_while_a_connection_rests_costs_no_mail(sink: SmtpSink) -> None:
    """The server has left, and takes the old one no more: the next mail goes out all the same."""
    assert sink.tokens is not None
    old, new = sink.tokens.issue(USER), sink.tokens.issue(USER)
    access = AccessInHand([old, new])

    async def twice(link: SmtpLink) -> list[str]:
        first = await link.deliver(ANA, BO, MAIL)
        sink.tokens.expire(old)
        await asyncio.to_thread(sink.hang_up)
        return [first.result, (await link.deliver(ANA, BO, MAIL)).result]

    assert play(relayhost(sink.port, user=USER, access=access), twice) == ["sent", "sent"]
    assert (len(sink.log), access.refused) == (2, [old])


def test_two_links_are_logged_in_by_one_access_token(sink: SmtpSink) -> None:
    assert sink.tokens is not None
    access = AccessInHand([sink.tokens.issue(USER)])
    host = relayhost(sink.port, user=USER, access=access)

    async def both() -> list[str]:
        links = [SmtpLink(host), SmtpLink(host)]
        await asyncio.gather(*(link.open() for link in links))
        by = [link.logged_in_by for link in links]
        for link in links:
            await link.close()
        return by

    assert asyncio.run(both()) == ["XOAUTH2", "XOAUTH2"]
    assert access.refused == []


# -- what a provider says ---------------------------------------------------------------------

TENANT = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"

WORDS: list[tuple[str, type[MailtrackerError], str]] = [
    ("535 5.7.3 Authentication unsuccessful", AccessTokenRefused, "SMTP.SendAsApp"),
    ("535 5.7.8 Username and Password not accepted.", AccessTokenRefused, "delegates"),
    ("535 no", AccessTokenRefused, "see that `user` is the mailbox"),
    (f"{TENANT} Tenant. Visit https://x", LoginRefused, "for the whole organisation"),
    (f"{TENANT} Mailbox.", LoginRefused, "for this mailbox"),
    ("535 5.7.139 Authentication unsuccessful, user is locked", LoginRefused, "sign-in log"),
    ("550 5.7.30 Basic authentication is not supported", LoginRefused, "takes no passwords"),
    ("534 5.7.14 Please log in via your web browser", LoginRefused, "browser"),
    ("504 5.7.4 Unrecognized authentication type", LoginRefused, "this kind of login"),
    ("538 5.7.11 Encryption required", LoginRefused, "starttls"),
    ("421 4.3.2 Service not active", Unreachable, "421 4.3.2"),
    ("421 4.7.0 Try again later, closing connection.", Unreachable, "421 4.7.0"),
    ("454 4.7.0 Temporary authentication failure", Unreachable, "asked again"),
    ("454 4.7.0 Too many login attempts, please try again later.", Throttled, "throttles"),
    ("432 4.3.2 Concurrent connections limit exceeded.", Throttled, "lower `connections`"),
    ("451 4.7.0 Temporary server error. Please try again later.", Unreachable, "asked again"),
]


def scripted(port_of: dict[bytes, bytes | list[bytes]], access: AccessInHand) -> MailtrackerError:
    async def main() -> MailtrackerError:
        script: dict[bytes, bytes | list[bytes]] = {
            b"EHLO": b"250-script\r\n250 AUTH LOGIN XOAUTH2\r\n",
            **port_of,
        }
        async with ScriptedServer(script) as server:
            link = SmtpLink(relayhost(server.port, user=USER, access=access))
            try:
                await link.open()
            except MailtrackerError as error:
                return error
            finally:
                await link.close()
        raise AssertionError("it let us in")

    return asyncio.run(main())


@pytest.mark.parametrize(("said", "kind", "words"), WORDS, ids=[one[0][:40] for one in WORDS])
def test_each_providers_words_are_told_with_what_to_do(
    said: str, kind: type[MailtrackerError], words: str
) -> None:
    """Where it passes by itself the access token is kept, whatever the server calls it."""
    access = AccessInHand(["first-" * 8, "second-" * 8])
    error = scripted({b"AUTH": said.encode() + b"\r\n"}, access)
    assert type(error) is kind
    assert words in str(error)
    assert said.split(".")[0] in str(error)
    assert access.refused == (["first-" * 8] if kind is AccessTokenRefused else [])


def test_googles_challenge_is_answered_by_an_empty_line_and_read() -> None:
    """As its page on XOAUTH2 shows it, with a refusal of two lines."""
    challenge = b"334 " + base64.b64encode(CHALLENGE.encode()) + b"\r\n"
    refused = (
        b"535-5.7.1 Username and Password not accepted. Learn more at\r\n535 5.7.1 https://x\r\n"
    )
    error = scripted({b"AUTH": challenge, b"": refused}, AccessInHand(["only-" * 8]))
    assert isinstance(error, AccessTokenRefused)
    assert "(status 401, scope https://mail.corp.example/)" in str(error)


def test_a_server_that_never_comes_to_an_end_is_left() -> None:
    """To a third challenge the exchange is broken off (RFC 4954 4)."""
    again = b"334 eyJzdGF0dXMiOiI0MDEifQ==\r\n"
    access = AccessInHand(["only-" * 8])
    script: dict[bytes, bytes | list[bytes]] = {
        b"AUTH": again,
        b"": again,
        b"*": b"501 5.7.0 broken off\r\n",
    }
    error = scripted(script, access)
    assert type(error) is LoginRefused
    assert "(status 401)" in str(error)


def test_a_server_that_leaves_in_the_middle_keeps_the_access_token() -> None:
    access = AccessInHand(["first-" * 8, "second-" * 8])
    error = scripted({b"AUTH": CLOSE}, access)
    assert isinstance(error, Unreachable)
    assert access.refused == []


def test_no_access_token_stands_in_an_error_or_is_printed() -> None:
    """Also where the server repeats it, whole or cut."""
    token = "ey" + "Q7wZ" * 12
    said = f"535 5.7.8 bad token {token} or {token[:40]}\r\n".encode()
    access = AccessInHand([token])
    error = scripted({b"AUTH": said}, access)
    shown = "".join(traceback.format_exception(error)) + repr(error)
    shown += repr(relayhost(1, user=USER, access=access))
    assert "bad token ... or ..." in str(error)
    assert "Q7wZQ7wZ" not in shown


# -- who gives access tokens is slow, or away ---------------------------------------------------


@pytest.mark.parametrize("error", [Unreachable("no issuer"), LoginRefused("wrong secret")])
def test_without_an_access_token_no_connection_is_made(
    sink: SmtpSink, error: MailtrackerError
) -> None:
    assert refusal(sink.port, AccessInHand([error])) is error
    assert sink.connections == 0


class SlowAccess:
    """Gives one when it is let."""

    def __init__(self) -> None:
        self.may, self.asked = threading.Event(), threading.Event()

    def access_token(self) -> str:
        self.asked.set()
        self.may.wait(20)
        return "late-" * 20

    def was_refused(self, access_token: str) -> None:
        raise AssertionError("nobody has refused it")


def with_slow(work: Callable[[SmtpLink, SlowAccess], Awaitable[None]]) -> None:
    access = SlowAccess()

    async def main() -> None:
        await work(SmtpLink(relayhost(1, user=USER, access=access)), access)

    try:
        asyncio.run(main())
    finally:
        access.may.set()


def test_the_loop_goes_on_while_an_access_token_is_waited_for() -> None:
    async def work(link: SmtpLink, access: SlowAccess) -> None:
        opening = asyncio.ensure_future(link.open())
        assert await asyncio.to_thread(access.asked.wait, 10)
        assert not opening.done()
        link.give_up()
        with pytest.raises(Unreachable, match="stopped waiting"):
            await opening

    began = time.monotonic()
    with_slow(work)
    assert time.monotonic() - began < 15, "nor does the end of the loop wait for it"


def test_waiting_for_an_access_token_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "TOKEN_SECONDS", 0.05)

    async def work(link: SmtpLink, access: SlowAccess) -> None:
        with pytest.raises(Unreachable, match="no access token within 0 s"):
            await link.open()

    with_slow(work)


def test_what_the_tests_take_for_a_first_answer_is_google_s_own_example() -> None:
    blob = (
        "dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52"
        "YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ=="
    )
    user, token = said_by("XOAUTH2", base64.b64decode(blob))
    assert (user, token[:12]) == ("someuser@example.com", "ya29.vF9dft4")
