"""Access tokens as people see them: `check`, `status`, `login`, and what the daemon writes of them;
and that nobody sees a secret.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from mailtracker.config import load
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.sign_ins import SignIns
from mailtracker.desk.request import State
from mailtracker.reader import InProcessReader
from mailtracker.start import sign_ins_of
from mailtracker.store import health, keep, outbox
from mailtracker.store.database import Store, lock
from tests.cli.makers import Run, healthy
from tests.servers.issuer_files import write_app_pem
from tests.servers.token_server import TokenServer, error, token_server

SECRET = "s3cret-of-the-app"
MICROSOFT = ('issuer = "microsoft"', 'tenant = "corp.example"', 'client_id = "app"')


def in_days(number: int) -> date:
    """Asked late: tests run past midnight."""
    return datetime.now(UTC).date() + timedelta(days=number)


@pytest.fixture
def signs_in(site: Path) -> Callable[..., None]:
    """Have the site's mailbox sign in by a table [oauth.corp]."""

    def write(*lines: str) -> None:
        config = site / "config.toml"
        text = config.read_text().replace('password_file = "pw"', 'oauth = "corp"')
        config.write_text("\n".join([text.partition("[oauth.")[0], "[oauth.corp]", *lines, ""]))

    return write


@pytest.fixture
def issuer(tmp_path_factory) -> Iterator[TokenServer]:
    with token_server(tmp_path_factory.mktemp("issuer")) as server:
        yield server


def command(code: str) -> tuple[str, str]:
    return 'issuer = "command"', f"token_command = {json.dumps([sys.executable, '-c', code])}"


def endpoint(issuer: TokenServer, site: Path) -> list[str]:
    secret = site / "client-secret"
    secret.touch(0o600)
    secret.write_text(SECRET)
    return [
        'issuer = "endpoint"',
        f'token_url = "{issuer.token_url}"',
        f'ca_file = "{issuer.ca_file}"',
        'client_id = "mailtracker"',
        'secret_file = "client-secret"',
    ]


def lines_of(text: str, *begin: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(begin)]


# -- check


def test_check_fetches_an_access_token(mailtracker: Run, signs_in) -> None:
    signs_in(*command("""print('{"access_token": "s3cret", "expires_in": 3600}')"""))
    told = mailtracker("check").stdout
    assert "✓ sign-in corp: gives access tokens, this one for 60 minutes" in told
    assert "s3cret" not in told


def test_check_asks_once_for_all_that_it_tries(
    mailtracker: Run, signs_in, issuer: TokenServer, site: Path
) -> None:
    signs_in(*endpoint(issuer, site))
    mailtracker("check")
    assert issuer.given == ["AT-1"]


def test_check_says_what_is_wrong_with_it_in_words(
    mailtracker: Run, signs_in, issuer: TokenServer, site: Path
) -> None:
    signs_in(*endpoint(issuer, site))
    issuer.replies.append(error("invalid_client", "no", 401))
    told = mailtracker("check")
    assert (
        "✗ sign-in corp: the issuer refuses (invalid_client): it does not know us by this "
        "client_id and secret, or the secret has ended\n"
    ) in told.stdout
    assert told.exit_code == 1
    assert SECRET not in told.output


@pytest.mark.parametrize("kind", ["microsoft", "google"])
def test_check_names_the_missing_extra(
    mailtracker: Run, signs_in, site: Path, monkeypatch, kind: str
) -> None:
    for name in ("msal", "google", "google.oauth2", "google.oauth2.service_account"):
        monkeypatch.setitem(sys.modules, name, None)
    key = site / "key"
    key.touch(0o600)
    key.write_text(SECRET)
    signs_in(
        f'issuer = "{kind}"',
        *(
            ('key_file = "key"',)
            if kind == "google"
            else ('tenant = "corp.example"', 'client_id = "app"', 'secret_file = "key"')
        ),
    )
    told = mailtracker("check").stdout
    (line,) = lines_of(told, "✗ sign-in corp")
    assert f"pip install 'mailtracker[{kind}]'" in line


@pytest.mark.parametrize(
    ("days", "said", "ok"),
    [
        (153, "ends on {}, in 153 days", True),
        (31, "ends on {}, in 31 days", True),
        (30, "ends on {}, in 30 days", False),
        (1, "ends on {}, in 1 day", False),
        (0, "ended on {}", False),
        (-5, "ended on {}", False),
    ],
)
def test_the_end_of_a_secret_is_shown_and_warned_of(
    mailtracker: Run, signs_in, store: Store, days: int, said: str, ok: bool
) -> None:
    with store.write() as conn:
        healthy(conn)
        health.beat(conn, "sign-in corp", True, "", datetime.now(UTC))
    day = in_days(days)
    signs_in(*command("print('AT')"), f"secret_ends = {day}")
    for what in (("status",), ("check", "--offline", "--strict")):
        told = mailtracker(*what)
        (line,) = lines_of(told.stdout, "✓ the secret", "✗ the secret")
        assert line.startswith("✓" if ok else "✗")
        assert line.endswith(said.format(day))
    relaxed = mailtracker("check", "--offline")
    warned = "renew it, and write the new day in `secret_ends`" in relaxed.stdout
    assert warned is not ok
    assert (relaxed.exit_code == 0) is (days > 0)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('issuer = "google"', 'key_file = "key"'), "holds no key of a service account"),
        (
            (*MICROSOFT, 'certificate_file = "key"'),
            "there is no private key in it",
        ),
    ],
    ids=["google", "microsoft"],
)
def test_check_offline_looks_into_keys_and_certificates(
    mailtracker: Run, signs_in, site: Path, lines: tuple[str, ...], said: str
) -> None:
    (site / "key").touch(0o600)
    (site / "key").write_text(SECRET)
    signs_in(*lines)
    told = mailtracker("check", "--offline")
    (line,) = lines_of(told.stdout, "✗ sign-in corp")
    assert said in line
    assert SECRET not in told.stdout
    assert told.exit_code == 1


def test_check_offline_compares_the_thumbprint(mailtracker: Run, signs_in, site: Path) -> None:
    write_app_pem(site / "app.pem")
    signs_in(*MICROSOFT, 'certificate_file = "app.pem"', f'thumbprint = "{"AB:" * 19}AB"')
    (line,) = lines_of(mailtracker("check", "--offline").stdout, "✗ sign-in corp")
    assert "one of the two is of another certificate" in line


def test_the_end_of_a_certificate_is_read_from_it(mailtracker: Run, signs_in, site: Path) -> None:
    write_app_pem(site / "app.pem")
    signs_in(*MICROSOFT, 'certificate_file = "app.pem"')
    told = mailtracker("check", "--offline")
    (line,) = lines_of(told.stdout, "✓ the certificate")
    assert line.startswith("✓ the certificate of the sign-in corp: ends on ")
    assert "in 2 days" in line or "in 1 day" in line
    assert told.exit_code == 0


# -- status, and what the daemon writes


@pytest.fixture
def runtime(site: Path, signs_in, issuer: TokenServer) -> Iterator[Runtime]:
    signs_in(*endpoint(issuer, site), f"secret_ends = {in_days(12)}")
    config = load(site / "config.toml")
    with open_runtime(config, reader=lambda _: InProcessReader(_)) as runtime:
        yield runtime


@pytest.fixture
def sign_ins(runtime: Runtime) -> Iterator[SignIns]:
    sign_ins = SignIns(runtime)
    yield sign_ins
    sign_ins.end()


def awaited(runtime: Runtime, part: str, ok: bool) -> health.Beat:
    """A part's word, once it has this one."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        found = runtime.read(lambda conn: health.of(conn, part))
        if found is not None and found.ok is ok:
            return found
        threading.Event().wait(0.02)
    raise AssertionError(part)


def test_the_daemon_keeps_one_at_hand_and_says_how_it_is(
    runtime: Runtime, sign_ins: SignIns, issuer: TokenServer, mailtracker: Run
) -> None:
    sign_ins.begin()
    awaited(runtime, "access token corp", True)
    told = mailtracker("status").stdout
    (line,) = lines_of(told, "✓ sign-in corp")
    assert "works since " in line
    assert "an access token is at hand until " in line
    assert issuer.given == ["AT-1"]


def test_the_daemon_says_why_it_is_not_let_in(
    runtime: Runtime, sign_ins: SignIns, issuer: TokenServer, mailtracker: Run
) -> None:
    issuer.replies.extend([error("invalid_client", f"you sent {SECRET}", 401)] * 9)
    sign_ins.begin()
    awaited(runtime, "sign-in corp", False)
    told = mailtracker("status")
    (line,) = lines_of(told.stdout, "✗ sign-in corp")
    assert "the issuer refuses (invalid_client): it does not know us" in line
    assert told.exit_code == 1


@pytest.mark.parametrize(
    ("days", "subject", "words"),
    [
        (
            12,
            "ends on",
            "It still works; from that day on no mail comes in or goes out through it.",
        ),
        (0, "ended on", "If so, no mail comes in or goes out through it until it is renewed"),
        (-3, "ended on", "none is lost"),
    ],
)
def test_the_admins_hear_once_a_week_of_what_ends(
    days: int, subject: str, words: str, site: Path, signs_in, issuer: TokenServer
) -> None:
    signs_in(*endpoint(issuer, site), f"secret_ends = {in_days(days)}")
    with open_runtime(load(site / "config.toml"), reader=InProcessReader) as runtime:
        for _ in range(3):
            SignIns(runtime).look()
        (mail,) = runtime.read(lambda conn: outbox.rows(conn, State.READY, limit=10))
        raw = runtime.read(lambda conn: keep.load(conn, mail.sha256))
    assert mail.letter == "ends"
    letter = message_from_bytes(raw, policy=default)
    day = in_days(days)
    said = f"{day:%A}, {day.day} {day:%B}"
    assert letter["Subject"] == f"IT help: the secret of the sign-in corp {subject} {said}"
    text = " ".join(letter.get_body(("plain",)).get_content().split())
    assert words in text
    assert ("It still works" in text) is (days > 0)


def test_no_secret_and_no_access_token_is_written_or_shown(
    runtime: Runtime,
    sign_ins: SignIns,
    issuer: TokenServer,
    mailtracker: Run,
    site: Path,
    caplog,
    capfd,
) -> None:
    caplog.set_level("DEBUG")
    issuer.begins = token = "eyJhbGciOiJub25lIn0.s3cret-"
    sign_ins.begin()
    sign_ins.look()
    awaited(runtime, "access token corp", True)
    issuer.replies.extend(
        [error("odd", f"{token}1 and {SECRET}"), error("invalid_client", SECRET, 401)] * 3
    )
    for command_ in ("status", "check"):
        for json_ in ([], ["--json"]):
            mailtracker(command_, *json_)
    shown = "".join(mailtracker(*words).output for words in (("status",), ("check",)))
    stored = b"".join(path.read_bytes() for path in site.glob("mailtracker.db*"))
    logged = caplog.text + "".join(capfd.readouterr())
    for word in (SECRET, token):
        assert word not in shown
        assert word not in logged
        assert word not in repr((runtime.config, sign_ins.__dict__))
        assert word.encode() not in stored


def test_status_of_a_sign_in_that_nobody_began(
    mailtracker: Run, signs_in, store: Store, site: Path
) -> None:
    signs_in(*command("print('AT')"))
    with store.write() as conn:
        healthy(conn)
    assert "✓ sign-in corp: no access token was asked for yet" in mailtracker("status").stdout
    with lock(f"sqlite:///{site}/mailtracker.db"):
        assert "✗ sign-in corp: no access token" in mailtracker("status").stdout


def test_what_is_told_of_no_more_is_kept_no_longer(site: Path, signs_in) -> None:
    """A listener that knows its sign-in, by way of the config, would keep both for ever."""
    signs_in(*command("print('AT')"))
    config = load(site / "config.toml")
    with open_runtime(config, reader=InProcessReader) as runtime:
        sign_ins = SignIns(runtime)
        sign_ins.begin()
        awaited(runtime, "access token corp", True)
        gone = weakref.ref(sign_ins_of(config)[0])
        sign_ins.end()
    del config, runtime, sign_ins
    end = time.monotonic() + 20
    while gone() is not None and time.monotonic() < end:
        gc.collect()
    assert gone() is None


# -- login


@pytest.fixture
def no_waiting(monkeypatch) -> list[float]:
    waited: list[float] = []
    monkeypatch.setattr("mailtracker.cli.login.time.sleep", waited.append)
    return waited


def device(issuer: TokenServer) -> list[str]:
    return [
        'issuer = "device"',
        f'device_url = "{issuer.url}/device"',
        f'token_url = "{issuer.token_url}"',
        f'ca_file = "{issuer.ca_file}"',
        'client_id = "app"',
        'scope = "imap offline_access"',
    ]


def test_a_person_logs_in_and_check_is_well(
    mailtracker: Run, signs_in, issuer: TokenServer, site: Path, no_waiting: list[float]
) -> None:
    signs_in(*device(issuer))
    before = mailtracker("check").stdout
    assert f"there is no file {site}/corp.refresh-token: type `mailtracker login corp`" in before
    issuer.refresh_token = "RT-s3cret"
    told = mailtracker("login", "corp")
    assert told.exit_code == 0
    assert lines_of(told.stdout, "Open", "Type") == [
        f"Open   {issuer.url}/enter",
        "Type   WDJB-MJHT",
    ]
    assert no_waiting == [5.0]
    assert "s3cret" not in told.output
    assert (site / "corp.refresh-token").read_text() == "RT-s3cret\n"
    assert "✓ sign-in corp: gives access tokens" in mailtracker("check").stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("crop", "config.toml has no table [oauth.crop]; there is: corp"),
        ("corp", '[oauth.corp] has issuer = "command", which signs in by itself'),
    ],
)
def test_a_login_that_makes_no_sense_is_told(
    mailtracker: Run, signs_in, name: str, said: str
) -> None:
    signs_in(*command("print('AT')"))
    told = mailtracker("login", name)
    assert (told.exit_code, said in told.stderr) == (1, True)


def test_a_login_that_is_denied_is_told(
    mailtracker: Run, signs_in, issuer: TokenServer, no_waiting: list[float], site: Path
) -> None:
    signs_in(*device(issuer))
    replies: list[Any] = [issuer._device_code(), error("access_denied")]
    issuer.replies.extend(replies)
    told = mailtracker("login", "corp")
    assert told.exit_code == 1
    assert told.stderr.startswith("mailtracker: the issuer refuses (access_denied)")
    assert not (site / "corp.refresh-token").exists()
