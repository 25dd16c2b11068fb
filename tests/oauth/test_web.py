"""How issuers are asked: over TLS, in bounded time, and what they send us on to is not followed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.oauth import NoAccess
from mailtracker.oauth.web import Web
from tests.servers.token_server import Reply, TokenServer, token_server

FORM = {"grant_type": "client_credentials", "client_secret": "s3cret"}


def test_a_certificate_that_nobody_vouches_for_ends_it(issuer: TokenServer) -> None:
    with pytest.raises(NoAccess, match="a certificate that we cannot trust: self") as caught:
        Web(None, 5.0).post(issuer.token_url, FORM, {})
    assert caught.value.final
    assert "name its authority in ca_file" in str(caught.value)
    assert issuer.asked == []


def test_so_does_one_for_another_name(folder: Path) -> None:
    with token_server(folder, names="DNS:id.corp.example") as other:
        with pytest.raises(NoAccess, match="a certificate that we cannot trust: Hostname mism"):
            Web(other.ca_file, 5.0).post(other.token_url, FORM, {})
        assert other.paths == []


def test_a_ca_file_that_holds_none_is_told(folder: Path) -> None:
    (folder / "ca.pem").write_text("nothing")
    with pytest.raises(NoAccess, match="holds no certificates"):
        Web(folder / "ca.pem", 5.0).post("https://localhost:1/token", FORM, {})


def test_what_is_for_this_machine_goes_by_no_proxy(
    issuer: TokenServer, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://192.0.2.1:9")
    assert web.post(issuer.token_url, FORM, {}).status == 200


def test_where_nobody_listens_is_told(web: Web) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"https://localhost:{held.getsockname()[1]}/token"
        with pytest.raises(NoAccess, match="cannot be reached: Connection refused") as caught:
            web.post(url, FORM, {})
    assert not caught.value.final


def test_an_issuer_that_says_nothing_takes_a_bounded_time(issuer: TokenServer, web: Web) -> None:
    gate = threading.Event()
    issuer.replies.append(Reply(200, {}, after=gate))
    begin = time.monotonic()
    with pytest.raises(NoAccess, match="did not answer in time"):
        replace(web, timeout=0.5).post(issuer.token_url, FORM, {})
    gate.set()
    assert time.monotonic() - begin < 10


@contextmanager
def dripping(part: bytes) -> Iterator[str]:
    """A server that sends this, and then a byte now and then; its address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        ended = threading.Event()

        def serve() -> None:
            talk, _ = server.accept()
            with talk:
                talk.recv(10_000)
                talk.sendall(part)
                while not ended.wait(0.1):
                    try:
                        talk.sendall(b" ")
                    except OSError:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/token"
        ended.set()
        thread.join(5)


@pytest.mark.parametrize(
    "part", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{"]
)
def test_so_does_one_that_sends_a_byte_now_and_then(part: bytes) -> None:
    begin = time.monotonic()
    with dripping(part) as url, pytest.raises(NoAccess) as caught:
        Web(None, 0.5).post(url, FORM, {})
    assert not caught.value.final
    assert time.monotonic() - begin < 10


def test_on_loopback_it_may_be_clear_text(folder: Path) -> None:
    with token_server(folder, tls=False) as plain:
        assert Web(None, 5.0).post(plain.token_url, FORM, {}).status == 200


def test_nothing_goes_where_an_issuer_sends_us_on_to(
    issuer: TokenServer, web: Web, folder: Path
) -> None:
    with token_server(folder, tls=False) as other:
        issuer.replies.append(Reply(307, b"", {"Location": other.token_url}))
        with pytest.raises(NoAccess, match=r"sends us elsewhere to localhost:\d+, where no secret"):
            web.post(issuer.token_url, FORM, {})
        assert other.paths == []


@pytest.mark.parametrize(
    ("location", "said"),
    [
        (
            "https://eva:s3cret@else.example:8443/x?s3cret",
            "sends us elsewhere to else.example:8443,",
        ),
        ("/x?s3cret", "sends us elsewhere, where"),
        ("https://[s3cret", "sends us elsewhere, where"),
        ("https://else.example:s3cret/", "sends us elsewhere, where"),
    ],
)
def test_of_where_an_issuer_sends_us_only_the_place_is_told(
    issuer: TokenServer, web: Web, location: str, said: str
) -> None:
    issuer.replies.append(Reply(302, b"", {"Location": location}))
    with pytest.raises(NoAccess, match=said) as caught:
        web.post(issuer.token_url, FORM, {})
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": " 5 "}, 5),
        ({"Retry-After": "Sun, 29 Nov 2026 10:01:30 GMT"}, 90),
        ({"Retry-After": "Sun, 29 Nov 2026 09:00:00 GMT"}, 0),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "1e9"}, 0),
        ({}, 0),
    ],
)
def test_what_an_issuer_wants_us_to_wait_is_read(
    issuer: TokenServer, web: Web, headers: dict[str, str], wait: float
) -> None:
    dated = {**headers, "Date": "Sun, 29 Nov 2026 10:00:00 GMT"}
    issuer.replies.append(Reply(429, {}, dated))
    with pytest.raises(NoAccess) as caught:
        web.post(issuer.token_url, FORM, {})
    assert caught.value.wait == wait


def test_no_error_shows_what_was_sent(issuer: TokenServer, web: Web) -> None:
    for reply in (Reply(500, {}), Reply(302, b"", {"Location": "https://x/?s3cret"})):
        issuer.replies.append(reply)
        with pytest.raises(NoAccess) as caught:
            web.post(issuer.token_url, FORM, {"Authorization": "Basic s3cret"})
        assert "s3cret" not in f"{caught.value!r} {caught.value.__cause__!r}"
