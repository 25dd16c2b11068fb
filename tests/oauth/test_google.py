"""Access tokens by the key of a service account, by google-auth as it is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jwt
import pytest

from mailtracker.oauth import NoAccess
from mailtracker.oauth.google import GoogleServiceAccount
from mailtracker.oauth.web import Web
from tests.oauth.faulty_answers import FAULTY
from tests.servers.issuer_files import private_key, write_google_key
from tests.servers.token_server import Reply, TokenServer, error

SCOPE = "https://mail.google.com/"
PEM = private_key()


@pytest.fixture
def write_key(folder: Path, issuer: TokenServer) -> Callable[..., Path]:
    def write(**others: object) -> Path:
        return write_google_key(folder / "google.json", issuer.token_url, **others)

    return write


@pytest.fixture
def account(write_key: Callable[..., Path], web: Web) -> GoogleServiceAccount:
    return GoogleServiceAccount(write_key(), "it-help@corp.example", SCOPE, web)


def test_the_account_signs_in_for_the_user(
    account: GoogleServiceAccount, issuer: TokenServer
) -> None:
    token = account.fetch()
    assert (token.value, token.life) == ("AT-1", 3600.0)
    claims = jwt.decode(issuer.asked[0]["assertion"], options={"verify_signature": False})
    assert (claims["sub"], claims["scope"]) == ("it-help@corp.example", SCOPE)
    assert claims["aud"].startswith("https://oauth2.googleapis.com")


def test_what_it_gave_is_not_given_again(account: GoogleServiceAccount) -> None:
    assert [account.fetch().value for _ in range(3)] == ["AT-1", "AT-2", "AT-3"]


@pytest.mark.parametrize(("reply", "said", "final", "wait"), FAULTY)
def test_what_is_no_access_token_is_told_by_one_request(
    account: GoogleServiceAccount,
    issuer: TokenServer,
    reply: Reply,
    said: str,
    final: bool,
    wait: float,
) -> None:
    """google-auth alone would ask three times in three seconds."""
    issuer.replies.append(reply)
    begin = time.monotonic()
    with pytest.raises(NoAccess) as caught:
        account.fetch()
    if "temporarily_unavailable" not in said:
        assert (len(issuer.asked), time.monotonic() - begin < 5) == (1, True)
    assert said in str(caught.value)
    assert (caught.value.final, caught.value.wait) == (final, wait)


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
            "timeframe. Check your iat and exp values in the JWT claim.",
            "set this machine's clock right",
        ),
        ("invalid_grant", "Invalid JWT Signature.", "the key in key_file is not, or no longer"),
        ("invalid_grant", "Invalid email or User ID", "there is no such user in Google Workspace"),
        ("invalid_grant", "Invalid grant: account not found", "the service account of key_file is"),
        (
            "unauthorized_client",
            "Client is unauthorized to retrieve access tokens using this method, or client not "
            "authorized for any of the scopes requested.",
            "under domain-wide delegation, give its client id the scope https://mail.google.com/",
        ),
        ("access_denied", "Requested client not authorized.", "domain-wide delegation"),
        ("disabled_client", "The OAuth client was disabled.", "disabled or gone"),
        ("invalid_client", "The OAuth client was not found.", "disabled or gone"),
    ],
)
def test_what_google_says_is_said_in_words(
    account: GoogleServiceAccount, issuer: TokenServer, code: str, words: str, said: str
) -> None:
    issuer.replies.append(error(code, words, 401))
    with pytest.raises(NoAccess) as caught:
        account.fetch()
    assert f"the issuer refuses ({code}): " in str(caught.value)
    assert said in str(caught.value)
    assert caught.value.final


@pytest.mark.parametrize("life", [None, "3600", 10**15, -1])
def test_a_life_that_is_not_said_or_makes_no_sense_is_not_for_ever(
    account: GoogleServiceAccount, issuer: TokenServer, life: float | None
) -> None:
    issuer.life = life
    assert 0 < account.fetch().life <= 86_400


def test_what_is_no_key_of_a_service_account_is_told(
    account: GoogleServiceAccount, write_key: Callable[..., Path], folder: Path
) -> None:
    for wrong in ({"type": "authorized_user"}, {"private_key": "x"}, {"client_email": None}):
        write_key(**wrong)
        with pytest.raises(NoAccess, match="holds no key of a service account") as caught:
            account.fetch()
        assert caught.value.final
    for url in ("http://id.corp.example/token", "file:///etc/passwd", "https://[x", ""):
        write_key(token_uri=url)
        with pytest.raises(NoAccess, match="names a token_uri that is not https"):
            account.fetch()
    (folder / "google.json").write_text("PRIVATE")
    with pytest.raises(NoAccess, match="holds no key"):
        account.fetch()
    with pytest.raises(NoAccess, match=r"there is no file .*/none"):
        replace(account, key_file=folder / "none").fetch()


def test_no_key_and_no_token_is_told(
    account: GoogleServiceAccount, issuer: TokenServer, caplog, capfd
) -> None:
    caplog.set_level("DEBUG")
    key = PEM.splitlines()[1]
    seen = [repr(account), repr(account.fetch())]
    for reply in (
        error("invalid_grant", f"you sent {key}", 400),
        Reply(200, {"access_token": f"{key} x"}),
        Reply(200, {"token": "AT-1"}),
    ):
        issuer.replies.append(reply)
        with pytest.raises(NoAccess) as caught:
            account.fetch()
        seen += [repr(caught.value), repr(caught.value.__context__)]
    text = "\n".join([*seen, caplog.text, *capfd.readouterr()])
    assert [word for word in (key, "AT-1", "PRIVATE") if word in text] == []


def test_without_the_extra_the_way_to_get_it_is_said(
    account: GoogleServiceAccount, monkeypatch
) -> None:
    for name in ("google.auth.exceptions", "google.oauth2.service_account", "google"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(NoAccess, match=r"pip install 'mailtracker\[google\]'"):
        account.fetch()
