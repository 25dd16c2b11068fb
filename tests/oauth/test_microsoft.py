"""Access tokens of an app registration, by msal as it is: every way in which it can fail, and that
msal remembers nothing of them.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import jwt
import pytest

from mailtracker.errors import LoginRefused, Unreachable
from mailtracker.oauth import NoAccess, SignIn
from mailtracker.oauth.microsoft import SCOPE, MicrosoftApp
from mailtracker.oauth.web import Web
from tests.oauth.faulty_answers import FAULTY
from tests.servers.issuer_files import write_app_pem
from tests.servers.token_server import Reply, TokenServer, error

SECRET = "s3cret~of.the-app"


@pytest.fixture
def app(issuer: TokenServer, web: Web) -> MicrosoftApp:
    return MicrosoftApp(
        authority=issuer.url,
        tenant="corp.example",
        client_id="66666666-7777-8888-9999-000000000000",
        secret=SECRET,
        certificate=None,
        thumbprint="",
        scope="",
        web=web,
    )


@pytest.fixture
def pem(folder: Path) -> Path:
    """A certificate with its key."""
    return write_app_pem(folder / "app.pem")


def test_the_application_signs_in_as_itself(app: MicrosoftApp, issuer: TokenServer) -> None:
    token = app.fetch()
    assert (token.value, token.life) == ("AT-1", 3600.0)
    (form,) = issuer.asked
    assert form["grant_type"] == "client_credentials"
    assert (form["client_id"], form["client_secret"]) == (app.client_id, SECRET)
    assert form["scope"] == SCOPE == "https://outlook.office365.com/.default"


@pytest.mark.parametrize(
    ("authority", "scope"),
    [
        ("https://login.microsoftonline.com", "https://outlook.office365.com/.default"),
        ("https://login.microsoftonline.us", "https://outlook.office365.us/.default"),
        ("https://login.partner.microsoftonline.cn", "https://partner.outlook.cn/.default"),
        ("https://login.example:8443/", "https://outlook.office365.com/.default"),
    ],
)
def test_each_cloud_has_an_exchange_of_its_own(
    app: MicrosoftApp, authority: str, scope: str
) -> None:
    assert replace(app, authority=authority)._scope() == scope


def test_what_it_gave_is_not_given_again(app: MicrosoftApp) -> None:
    """msal would, out of its own cache."""
    assert [app.fetch().value for _ in range(3)] == ["AT-1", "AT-2", "AT-3"]


@pytest.mark.parametrize(("reply", "said", "final", "wait"), FAULTY)
def test_what_is_no_access_token_is_told_and_forgotten(
    app: MicrosoftApp, issuer: TokenServer, reply: Reply, said: str, final: bool, wait: float
) -> None:
    issuer.replies.append(reply)
    app_of_metadata = replace(app, tenant="other.example")
    with pytest.raises(NoAccess) as caught:
        app.fetch()
    assert said in str(caught.value)
    assert (caught.value.final, caught.value.wait) == (final, wait)
    assert app.fetch().value == "AT-1"  # at once: nothing is remembered below us
    assert app_of_metadata.fetch().value == "AT-2"


@pytest.mark.parametrize(
    ("number", "error_", "said"),
    [
        (7000222, "invalid_client", "the client secret has ended: make a new one"),
        (7000215, "invalid_client", "the client secret is wrong: write its value"),
        (700016, "unauthorized_client", "no such application in this tenant"),
        (90002, "invalid_request", "no such tenant: check tenant, and authority"),
        (65001, "invalid_grant", "grant admin consent"),
        (500011, "invalid_resource", "grant admin consent"),
        (700027, "invalid_client", "upload the one in certificate_file"),
        (700024, "invalid_client", "set this machine's clock right"),
        (53003, "access_denied", "Conditional Access or another policy of the tenant"),
        (70011, "invalid_scope", "leave scope out, or end it in /.default"),
    ],
)
def test_the_codes_of_microsoft_are_said_in_words(
    app: MicrosoftApp, issuer: TokenServer, number: int, error_: str, said: str
) -> None:
    words = f"AADSTS{number}: Something for developers.\r\nTrace ID: 4a-5b Timestamp: 2026"
    for codes in ({"error_codes": [number]}, {}):
        issuer.replies.append(error(error_, words, 401, **codes))
        with pytest.raises(NoAccess) as caught:
            app.fetch()
        assert f"the issuer refuses (AADSTS{number}): " in str(caught.value)
        assert said in str(caught.value)
        assert caught.value.final
        assert "developers" not in str(caught.value)


def test_a_tenant_that_is_not_there_is_said_though_msal_says_it_otherwise(
    app: MicrosoftApp, issuer: TokenServer, monkeypatch
) -> None:
    nowhere = error("invalid_tenant", "AADSTS90002: Tenant 'x' not found.", error_codes=[90002])
    monkeypatch.setattr(issuer, "_metadata", lambda _path: nowhere)
    with pytest.raises(NoAccess, match=r"\(AADSTS90002\): there is no such tenant") as caught:
        app.fetch()
    assert caught.value.final


def test_a_clock_that_is_wrong_is_said(app: MicrosoftApp, issuer: TokenServer) -> None:
    issuer.ahead = 600
    issuer.replies.append(error("invalid_client", "AADSTS700024: out of time", 401))
    with pytest.raises(NoAccess, match="clock is 10 minutes behind the issuer's"):
        app.fetch()


# -- by certificate


def test_a_certificate_signs_what_a_secret_would_prove(
    app: MicrosoftApp, issuer: TokenServer, pem: Path
) -> None:
    token = replace(app, secret="", certificate=pem).fetch()
    (form,) = issuer.asked
    assert token.value == "AT-1"
    assert "client_secret" not in form
    claims = jwt.decode(form["client_assertion"], options={"verify_signature": False})
    assert (claims["iss"], claims["sub"]) == (app.client_id, app.client_id)
    assert claims["aud"] == f"{issuer.url}/corp.example/oauth2/v2.0/token"


# -- the cache above it


def signed_in(app: MicrosoftApp, **others: Callable[[], float]) -> SignIn:
    return SignIn("exchange", app, **others)


def test_several_threads_make_one_request(app: MicrosoftApp, issuer: TokenServer) -> None:
    gate = threading.Event()
    issuer.replies.append(Reply(200, {"access_token": "AT", "expires_in": 3599}, after=gate))
    sign_in = signed_in(app)
    with ThreadPoolExecutor(8) as pool:
        tokens = [pool.submit(sign_in.access_token) for _ in range(8)]
        gate.set()
        assert {token.result(20) for token in tokens} == {"AT"}
    assert len(issuer.asked) == 1


def test_one_500_and_then_well_takes_seconds(app: MicrosoftApp, issuer: TokenServer) -> None:
    """msal would tell its remembered error for five seconds more, and a 400 for a minute."""
    now = [0.0]
    sign_in = signed_in(app, steady=lambda: now[0])
    issuer.replies.append(Reply(500, {}))
    with pytest.raises(Unreachable, match="answers 500"):
        sign_in.access_token()
    now[0] += 2
    sign_in.hurry()
    assert sign_in.access_token() == "AT-1"


def test_a_secret_that_ended_while_a_token_lives_stops_nothing_yet(
    app: MicrosoftApp, issuer: TokenServer
) -> None:
    now = [0.0]
    sign_in = signed_in(app, steady=lambda: now[0])
    assert sign_in.access_token() == "AT-1"
    ended = error("invalid_client", "AADSTS7000222: ended", 401)
    issuer.replies.extend([ended] * 2)
    now[0] += 3000
    sign_in.work()
    assert sign_in.access_token() == "AT-1"
    state = sign_in.state()
    assert not state.ok
    assert state.lives == pytest.approx(570)
    assert "the client secret has ended" in state.text
    now[0] += 600
    with pytest.raises(LoginRefused, match="the client secret has ended"):
        sign_in.access_token()


def test_a_clock_that_is_set_back_changes_nothing(
    app: MicrosoftApp, issuer: TokenServer, monkeypatch
) -> None:
    """msal's own cache would give its token on for as long as the clock was set back."""
    now = [0.0]
    sign_in = signed_in(app, steady=lambda: now[0])
    assert sign_in.access_token() == "AT-1"
    real = __import__("time").time
    monkeypatch.setattr("time.time", lambda: real() - 90_000)
    now[0] += 3000
    sign_in.work()
    assert sign_in.access_token() == "AT-2"


# -- what nobody may read, and what is not there


def test_no_secret_and_no_token_is_logged_or_told(
    app: MicrosoftApp, issuer: TokenServer, pem: Path, caplog, capfd
) -> None:
    caplog.set_level(logging.DEBUG)
    seen = []
    key = pem.read_text().split("PRIVATE KEY-----\n")[1][:40]
    for one in (app, replace(app, secret="", certificate=pem)):
        seen.append(repr(one))
        for reply in (
            Reply(200, f'{{"access_token": "s3cret", "echo": "{SECRET}"'.encode()),
            error("invalid_client", f"you sent {SECRET} and {key}", 401),
            error(SECRET, "x", 400),
            Reply(500, {"echo": SECRET}),
            Reply(200, {"access_token": f"{SECRET} and more"}),
        ):
            issuer.replies.append(reply)
            with pytest.raises(NoAccess) as caught:
                one.fetch()
            seen += [repr(caught.value), repr(caught.value.__context__)]
        seen.append(repr(one.fetch()))
    text = "\n".join([*seen, caplog.text, *capfd.readouterr()])
    assert [word for word in (SECRET, "s3cret", key, "AT-1", "AT-2") if word in text] == []


def test_without_the_extra_the_way_to_get_it_is_said(app: MicrosoftApp, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "msal", None)
    with pytest.raises(NoAccess, match=r"pip install 'mailtracker\[microsoft\]'") as caught:
        app.fetch()
    assert caught.value.final


def test_a_variable_of_requests_has_no_say(app: MicrosoftApp, monkeypatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/none")
    monkeypatch.setenv("CURL_CA_BUNDLE", "/none")
    assert app.fetch().value == "AT-1"
