"""A token endpoint: client credentials, refresh tokens that are replaced and kept, device codes."""

from __future__ import annotations

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.oauth import NoAccess
from mailtracker.oauth.device import GRANT, DeviceLogin
from mailtracker.oauth.endpoint import ClientCredentials, OAuthClient, RefreshToken
from mailtracker.oauth.kept import KeptToken
from mailtracker.oauth.web import Web
from tests.oauth.faulty_answers import FAULTY
from tests.servers.token_server import Reply, TokenServer, basic, error

SECRET = "s3cret of: the/app"


@pytest.fixture
def client(issuer: TokenServer, web: Web) -> OAuthClient:
    return OAuthClient(
        url=issuer.token_url,
        client_id="mail:tracker",
        secret=SECRET,
        client_auth="basic",
        scope="imap smtp",
        kind="endpoint",
        web=web,
    )


@pytest.fixture
def kept(folder: Path) -> KeptToken:
    kept = KeptToken(folder / "secrets" / "refresh", "type `mailtracker login corp`")
    kept.keep("RT-1")
    return kept


# -- client credentials


def test_the_secret_goes_in_a_header_each_half_quoted(
    client: OAuthClient, issuer: TokenServer
) -> None:
    token = ClientCredentials(client).fetch()
    (form,) = issuer.asked
    assert (token.value, token.life) == ("AT-1", 3600.0)
    assert basic(form) == "mail%3Atracker:s3cret+of%3A+the%2Fapp"
    assert (form["grant_type"], form["scope"]) == ("client_credentials", "imap smtp")
    assert "client_secret" not in form


def test_or_in_the_body(client: OAuthClient, issuer: TokenServer) -> None:
    ClientCredentials(replace(client, client_auth="post", scope="")).fetch()
    (form,) = issuer.asked
    assert (form["client_id"], form["client_secret"]) == ("mail:tracker", SECRET)
    assert (form["authorization"], "scope" in form) == ("", False)


@pytest.mark.parametrize(("reply", "said", "final", "wait"), FAULTY)
def test_what_is_no_access_token_is_told(
    client: OAuthClient, issuer: TokenServer, reply: Reply, said: str, final: bool, wait: float
) -> None:
    issuer.replies.append(reply)
    with pytest.raises(NoAccess) as caught:
        ClientCredentials(client).fetch()
    assert said.replace("an error without a code", "status 401") in str(caught.value).replace(
        "an error without a code", "status 401"
    )
    assert (caught.value.final, caught.value.wait) == (final, wait)


# -- refresh tokens


def test_a_refresh_token_that_is_replaced_is_kept(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken
) -> None:
    issuer.refresh_token, issuer.rotates = "RT-1", True
    source = RefreshToken(client, kept)
    assert [source.fetch().value for _ in range(2)] == ["AT-1", "AT-2"]
    assert [form["refresh_token"] for form in issuer.asked] == ["RT-1", "RT-2"]
    assert kept.read() == issuer.refresh_token == "RT-3"
    assert RefreshToken(client, kept).fetch().value == "AT-3"  # after a restart
    assert stat.S_IMODE(kept.path.stat().st_mode) == 0o600
    assert sorted(path.name for path in kept.path.parent.iterdir()) == [".refresh.lock", "refresh"]


def test_one_that_stays_is_left_alone(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken
) -> None:
    issuer.refresh_token = "RT-1"
    before = kept.path.stat()
    assert RefreshToken(client, kept).fetch().trouble == ""
    assert kept.path.stat() == before


def test_one_behind_a_link_is_kept_where_the_link_leads(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken, folder: Path
) -> None:
    issuer.refresh_token, issuer.rotates = "RT-1", True
    (folder / "link").symlink_to(kept.path)
    RefreshToken(client, replace(kept, path=folder / "link")).fetch()
    assert (folder / "link").is_symlink()
    assert kept.read() == "RT-2"


def test_one_that_cannot_be_kept_is_used_on_and_kept_later(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken, monkeypatch
) -> None:
    issuer.refresh_token, issuer.rotates = "RT-1", True
    source = RefreshToken(client, kept)

    def full(_self: KeptToken, _token: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(KeptToken, "keep", full)
        token = source.fetch()
    assert token.value == "AT-1"
    assert "cannot be kept" in token.trouble
    assert "No space left" in token.trouble
    assert kept.read() == "RT-1"
    issuer.rotates = False
    assert (source.fetch().trouble, kept.read()) == ("", "RT-2")


def test_two_processes_never_use_one_refresh_token_twice(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken
) -> None:
    issuer.refresh_token, issuer.rotates = "RT-1", True
    sources = [RefreshToken(client, kept) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        tokens = [token.value for token in pool.map(lambda one: one.fetch(), sources)]
    assert sorted(tokens) == ["AT-1", "AT-2", "AT-3", "AT-4"]
    assert len({form["refresh_token"] for form in issuer.asked}) == 4


def test_who_waits_for_another_process_waits_a_bounded_time(
    client: OAuthClient, kept: KeptToken
) -> None:
    hurried = replace(client, web=replace(client.web, timeout=0.2))
    with kept.alone(1.0), pytest.raises(NoAccess, match="another process uses") as caught:
        RefreshToken(hurried, kept).fetch()
    assert not caught.value.final


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there is no file"), ("two words", "holds no refresh token"), ("", "holds no")],
)
def test_one_that_is_not_there_is_told_with_what_to_do(
    client: OAuthClient, kept: KeptToken, content: str | None, said: str
) -> None:
    kept.path.unlink()
    if content is not None:
        kept.path.write_text(content)
    with pytest.raises(NoAccess, match=said) as caught:
        RefreshToken(client, kept).fetch()
    assert "type `mailtracker login corp`" in str(caught.value)
    assert caught.value.final


def test_microsoft_is_understood_at_its_token_endpoint_too(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken
) -> None:
    issuer.replies.append(error("invalid_grant", "AADSTS700082: The refresh token has expired."))
    with pytest.raises(NoAccess, match=r"\(AADSTS700082\): the sign-in of that person is over"):
        RefreshToken(client, kept).fetch()


def test_one_that_is_over_is_told(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken
) -> None:
    issuer.refresh_token = "RT-other"
    with pytest.raises(NoAccess, match="the refresh token is over, or was used by somebody else"):
        RefreshToken(client, kept).fetch()
    assert kept.read() == "RT-1"


def test_nothing_secret_is_told(
    client: OAuthClient, issuer: TokenServer, kept: KeptToken, caplog, capfd
) -> None:
    caplog.set_level("DEBUG")
    kept.keep("RT-s3cret-refresh-token")
    issuer.refresh_token = "RT-s3cret-refresh-token"
    source = RefreshToken(client, kept)
    seen = [repr(source), repr(client), repr(source.fetch())]
    for reply in (
        error("invalid_grant", "RT-s3cret-refresh-token is over"),
        error("RT-s3cret-refresh-token", "x"),
        Reply(200, b"RT-s3cret-refresh-token"),
        Reply(200, {"access_token": "AT-s3cret 1"}),
    ):
        issuer.replies.append(reply)
        with pytest.raises(NoAccess) as caught:
            source.fetch()
        seen += [repr(caught.value), repr(caught.value.__context__)]
    text = "\n".join([*seen, caplog.text, *capfd.readouterr()])
    assert [word for word in ("s3cret", "AT-1") if word in text] == []


# -- device codes


@pytest.fixture
def login(client: OAuthClient, issuer: TokenServer, folder: Path) -> DeviceLogin:
    public = replace(client, secret="", client_auth="post", kind="device")
    kept = KeptToken(folder / "corp.refresh-token", "type `mailtracker login corp`")
    return DeviceLogin(f"{issuer.url}/device", public, kept)


def test_a_person_types_a_code_and_we_are_in(login: DeviceLogin, issuer: TokenServer) -> None:
    waits: list[float] = []
    code = login.begin()
    assert (code.user_code, code.url) == ("WDJB-MJHT", f"{issuer.url}/enter")
    assert "s3cret" not in repr(code)
    pending, slow = error("authorization_pending"), error("slow_down")
    issuer.replies.extend([pending, slow, pending])
    issuer.refresh_token = "RT-1"
    login.finish(code, waits.append)
    assert waits == [5, 5, 10, 10]
    assert [form["grant_type"] for form in issuer.asked[1:]] == [GRANT] * 4
    assert issuer.asked[-1]["client_id"] == "mail:tracker"
    assert login.kept.read() == "RT-1"
    assert stat.S_IMODE(login.kept.path.stat().st_mode) == 0o600
    assert RefreshToken(login.client, login.kept).fetch().value == "AT-2"


@pytest.mark.parametrize(
    ("replies", "said"),
    [
        ([error("authorization_pending")] * 200, "the code was not typed in time"),
        ([error("expired_token")], "the code was not typed in time"),
        ([error("access_denied")], "access was denied"),
        ([error("invalid_grant", "AADSTS65001: x")], "grant admin consent"),
        ([Reply(200, {"access_token": "AT", "expires_in": 3600})], "gave no refresh token"),
    ],
)
def test_who_does_not_get_in_hears_why(
    login: DeviceLogin, issuer: TokenServer, replies: list[Reply], said: str
) -> None:
    code = login.begin()
    issuer.replies.extend(replies)
    with pytest.raises(NoAccess, match=said):
        login.finish(code, lambda _: None)
    assert not login.kept.path.exists()


@pytest.mark.parametrize(
    ("life", "interval", "waits"),
    [
        (None, None, [5.0] * 2),
        ("900", "2", [2.0] * 2),
        (float("nan"), float("nan"), [5.0] * 2),
        (10**400, -7, [1.0] * 2),
        (0, 0, [5.0] * 2),
        (900, 10**9, [60.0] * 2),
    ],
)
def test_a_device_code_whose_times_make_no_sense_has_those_that_do(
    login: DeviceLogin, issuer: TokenServer, life: object, interval: object, waits: list[float]
) -> None:
    said = {**issuer._device_code().body, "expires_in": life, "interval": interval}
    issuer.replies.append(Reply(200, said))
    code = login.begin()
    assert 0 < code.life <= 1800
    issuer.refresh_token = "RT-1"
    waited: list[float] = []
    issuer.replies.append(error("authorization_pending"))
    login.finish(code, waited.append)
    assert waited == waits


def test_an_issuer_that_gives_no_code_is_told(login: DeviceLogin, issuer: TokenServer) -> None:
    issuer.replies.append(Reply(200, {"user_code": "X"}))
    with pytest.raises(NoAccess, match="not with a code to type"):
        login.begin()
    issuer.replies.append(error("invalid_client", "AADSTS700016: x", 401))
    with pytest.raises(NoAccess, match=r"\(AADSTS700016\)"):
        login.begin()


def test_a_login_while_a_sign_in_renews_waits_for_it(
    login: DeviceLogin, issuer: TokenServer
) -> None:
    login.kept.keep("RT-0")
    issuer.refresh_token = "RT-1"
    inside, done = threading.Event(), threading.Event()

    def renew() -> None:
        with login.kept.alone(5.0):
            inside.set()
            done.wait(5)
            login.kept.keep("RT-old")

    thread = threading.Thread(target=renew)
    thread.start()
    inside.wait(5)
    threading.Timer(0.3, done.set).start()
    login.finish(login.begin(), lambda _: None)
    thread.join()
    assert login.kept.read() == "RT-1"
