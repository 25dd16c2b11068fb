"""What a client says by an access token, and what it reads of a server's challenge."""

from __future__ import annotations

import base64

import pytest

from mailtracker.errors import LoginRefused
from mailtracker.sasl import (
    Mechanism,
    SaslExchange,
    challenge_words,
    decoded,
    mechanism_of,
)
from mailtracker.smtp import Relayhost

TOKEN = "ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg"


def exchange(mechanism: Mechanism, user: str = "someuser@example.com") -> SaslExchange:
    return SaslExchange(mechanism, Relayhost("server.example.com", 143, "implicit", user), TOKEN)


def test_xoauth2_is_as_googles_page_has_it() -> None:
    first = exchange(Mechanism.XOAUTH2)(b"")
    assert first == f"user=someuser@example.com\x01auth=Bearer {TOKEN}\x01\x01".encode()


def test_oauthbearer_is_as_rfc_7628_has_it() -> None:
    """Its example of section 4.1, with another token."""
    first = exchange(Mechanism.OAUTHBEARER, "user@example.com")(b"")
    said = f"host=server.example.com\x01port=143\x01auth=Bearer {TOKEN}\x01\x01"
    assert first == f"n,a=user@example.com,\x01{said}".encode()


def test_a_name_with_signs_of_the_header_is_spelled_out() -> None:
    first = exchange(Mechanism.OAUTHBEARER, "a=b,c@corp.example")(b"") or b""
    assert first.startswith(b"n,a=a=3Db=2Cc@corp.example,\x01")


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["PLAIN", "XOAUTH2", "OAUTHBEARER"], "XOAUTH2"),
        (["oauthbearer", "xoauth2"], "XOAUTH2"),
        (["LOGIN", "oauthbearer"], "OAUTHBEARER"),
    ],
)
def test_a_mechanism_is_one_that_the_server_offers(offered: list[str], chosen: str) -> None:
    assert mechanism_of(offered, "mail.corp.example:993") == chosen


@pytest.mark.parametrize(
    ("offered", "named"), [(["plain", "LOGIN"], "LOGIN, PLAIN"), ([], "no login")]
)
def test_a_server_that_takes_no_access_token_is_named(offered: list[str], named: str) -> None:
    with pytest.raises(LoginRefused, match=rf"^mail.corp.example:993 .*\(it offers {named}\)"):
        mechanism_of(offered, "mail.corp.example:993")


@pytest.mark.parametrize(
    ("challenge", "words"),
    [
        (
            '{"status":"401","schemes":"bearer mac","scope":"https://mail.google.com/"}\n',
            "status 401, scope https://mail.google.com/",
        ),
        ('{"status":"invalid_token","openid-configuration":"https://x"}', "status invalid_token"),
        ('{"status":"no","scope":"a\\r\\nb"}', "status no, scope a b"),
        ('{"status":400}', "status 400"),
        ('{"scope":"\\u202email"}', "scope mail"),
        ('{"status":"' + "x" * 200 + '"}', "status " + "x" * 100),
        ('{"status":"' + "x" * 5000 + '"}', ""),
        ("", ""),
        ("null", ""),
        ("[" * 4000, ""),
        ("\udcff", ""),
    ],
    ids=range(11),
)  # fmt: skip
def test_a_challenge_is_told_in_words_whatever_it_is(challenge: str, words: str) -> None:
    assert challenge_words(challenge.encode("utf-8", "surrogateescape")) == words


def test_a_third_challenge_ends_the_exchange() -> None:
    talk = exchange(Mechanism.XOAUTH2)
    assert [talk(b"") is None, talk(b'{"status":"401"}'), talk(b"{}")] == [False, b"", None]
    assert talk.said == "status 401"


@pytest.mark.parametrize("line", ["", "no base64!", "=", "YQ"])
def test_what_is_no_base64_is_an_empty_challenge(line: str) -> None:
    assert decoded(line) == b""


def test_a_refusal_hides_the_access_token_wherever_the_server_puts_it() -> None:
    talk = exchange(Mechanism.OAUTHBEARER)
    talk(b"")
    talk(f'{{"status":"{TOKEN}"}}'.encode())
    error = str(talk.refusal(f"[AUTHENTICATIONFAILED] {TOKEN}"))
    assert TOKEN[:12] not in error
    assert "[AUTHENTICATIONFAILED] ... (status ...)" in error


def test_nothing_of_the_access_token_is_left_in_a_text() -> None:
    talk = exchange(Mechanism.XOAUTH2)
    blob = base64.b64encode(talk.first).decode()
    said = f"no: {TOKEN}, {TOKEN[5:30]}, {blob[:60]}; ask postmaster@server.example.com"
    assert talk.hidden(said) == "no: ..., ..., ...; ask postmaster@server.example.com"
