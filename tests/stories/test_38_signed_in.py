"""Without passwords: the whole path by access tokens, through their end while we wait, in the midst
of a backlog and at DATA; and what `check` and `status` say of each thing that may be wrong with
them, so that an administrator knows what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from mailtracker.config.providers import GOOGLE, MICROSOFT, Provider
from tests.servers.access_tokens import AccessTokens
from tests.servers.dovecot import Box, Dovecot
from tests.servers.proxy import ChaosProxy
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.servers.token_server import Reply, error, token_server
from tests.servers.vendor_imap import VendorImap
from tests.stories.company import ALIAS, PEOPLE
from tests.stories.from_preset import PresetSite
from tests.stories.signed_in import SignedInSite

LONG = pytest.mark.proof(part="logins")
"""Sisters of what each run has."""

EVA, BO = "eva@corp.example", "bo@corp.example"

BYES = {
    "Exchange": b"* BYE Session invalidated - AccessTokenExpired\r\n",
    "Gmail": b"* BYE Session expired, please login again.\r\n",
}
"""What providers say when an access token ends under a connection."""


def _each(kinds: Mapping[str, object], in_each_run: str) -> list[ParameterSet]:
    """The others are long tests."""
    return [pytest.param(one, marks=() if one == in_each_run else LONG) for one in kinds]


@pytest.fixture
def office(dovecot_with_tokens: Dovecot) -> Iterator[PostOffice]:
    with PostOffice(dovecot_with_tokens) as office:
        for who in (*PEOPLE, EVA):
            office.add(who)
        yield office


@contextmanager
def opened(
    tokens: AccessTokens, post: SmtpSink, box: Box, folder: Path
) -> Iterator[tuple[SignedInSite, ChaosProxy]]:
    """A site, and what stands between it and its IMAP server."""
    with ChaosProxy(box.port) as proxy:
        site = SignedInSite(tokens, post, replace(box, port=proxy.port), folder)
        try:
            yield site, proxy
        finally:
            site.kill()


@pytest.fixture
def signed_in(
    access_tokens: AccessTokens, dovecot_with_tokens: Dovecot, smtp_sink: SmtpSink, tmp_path: Path
) -> Iterator[tuple[SignedInSite, ChaosProxy]]:
    """Outgoing mail is only counted."""
    box = dovecot_with_tokens.new_box()
    with opened(access_tokens, smtp_sink, box, tmp_path) as both:
        yield both


def reply_to(raw: bytes, who: str, text: str) -> bytes:
    """Somebody answers a mail."""
    first = message_from_bytes(raw, policy=policy.default)
    mail = EmailMessage()
    mail["From"], mail["To"] = who, str(first["Reply-To"] or first["From"])
    mail["Subject"] = f"Re: {first['Subject']}"
    mail["In-Reply-To"] = mail["References"] = str(first["Message-ID"])
    mail["Message-ID"] = make_msgid(domain="client.corp.example")
    mail.set_content(text)
    return mail.as_bytes()


def shown(site: SignedInSite) -> str:
    """All that people may see of it, and what it keeps."""
    said = [site.ask(*words) for words in (("status",), ("status", "--json"), ("check",))]
    kept = b"".join(path.read_bytes() for path in site.folder.glob("mailtracker.db*"))
    return site.log() + "".join(one.stdout + one.stderr for one in said) + kept.decode("latin-1")


# -- the whole path ---------------------------------------------------------------------------


@pytest.mark.timeout(180)
@pytest.mark.parametrize("mechanism", ["XOAUTH2", pytest.param("OAUTHBEARER", marks=LONG)])
def test_a_request_lives_from_mail_to_answer_without_a_password(
    access_tokens: AccessTokens, office: PostOffice, tmp_path: Path, mechanism: str
) -> None:
    other = {"XOAUTH2": b"OAUTHBEARER", "OAUTHBEARER": b"XOAUTH2"}[mechanism]
    office.mechanisms = (mechanism,)
    with opened(access_tokens, office, office.add(ALIAS), tmp_path) as (site, proxy):
        proxy.rewrites[b" AUTH=" + other] = b""
        checked = site.ask("check")
        assert checked.returncode == 0, checked.stdout
        assert checked.stdout.count(f"lets {site.box.user} in by {mechanism}") == 2
        asked = site.asked
        site.start()
        site.box.deliver(site.mail(EVA, "VPN drops"))
        site.until(lambda: office.mails(BO) and office.mails(EVA))
        receipt, relayed = office.mails(EVA)[0], office.mails(BO)[0]
        assert b"Auto-Submitted" in receipt
        site.box.deliver(reply_to(relayed, BO, "Please restart the client."))
        site.until(lambda: len(office.mails(EVA)) == 2)
        assert b"Please restart the client." in office.mails(EVA)[1]
        site.until(lambda: len(site.box.mails("Handled")) == 2)
        site.until(site.is_well)
        assert site.asked - asked == 1, "one access token for all that the daemon did"
        assert {one[0] for one in office.tried} == {mechanism}
        assert site.secret[:40] not in shown(site)
        assert site.stop() == 0


SENT = {MICROSOFT.name: "Sent Items", GOOGLE.name: "[Gmail]/Sent Mail"}
MOST = {MICROSOFT.name: 3, GOOGLE.name: 2}
"""Connections at once."""


@pytest.mark.timeout(180)
@pytest.mark.parametrize("provider", [MICROSOFT, pytest.param(GOOGLE, marks=LONG)])
def test_what_init_writes_serves_people_and_tries_nothing_that_is_refused(
    access_tokens: AccessTokens, office: PostOffice, tmp_path: Path, provider: Provider
) -> None:
    """The server takes no sender but the login itself. No live tenant was tried."""
    box = office.add(ALIAS)
    users = [f"user{number}@corp.example" for number in range(8)]
    for who in users:
        office.add(who)
    with box.client() as client:
        client.create_folder(SENT[provider.name])
    tried: list[str] = []
    open_at_once: list[int] = []

    def only_itself(sender: str) -> str:
        tried.append(sender)
        open_at_once.append(office.open_connections())
        return "" if sender == ALIAS else "550 5.7.60 SMTP; Client does not have permissions"

    office.refuse_sender = only_itself
    with token_server(tmp_path) as issuer:
        site = PresetSite(provider, access_tokens, office, issuer)
        try:
            checked = site.ask("check")
            assert checked.returncode == 0, checked.stdout
            tried.clear()  # it asks about others, too
            asked = len(issuer.asked)
            for who in users:
                box.deliver(site.mail(who, "VPN drops"))
            site.start()
            site.until(lambda: all(map(office.mails, users)) and len(office.mails(BO)) == 8, 90)
            site.until(site.is_well)
            assert [len(office.mails(who)) for who in users] == [1] * 8
            assert set(tried) == {ALIAS}
            assert max(open_at_once) <= MOST[provider.name]
            assert len(issuer.asked) - asked == 1, "one access token for all that the daemon did"
            assert site.stop() == 0
        finally:
            site.kill()


# -- an access token ends -------------------------------------------------------------------


@pytest.mark.timeout(120)
@pytest.mark.parametrize("provider", ["Exchange", pytest.param("Gmail", marks=LONG)])
def test_one_that_ends_while_we_wait_costs_no_mail(
    signed_in: tuple[SignedInSite, ChaosProxy], provider: str
) -> None:
    site, proxy = signed_in
    site.start()
    site.until(lambda: b"IDLE" in proxy.sent)  # a process takes longer to come up than a client
    site.expires()
    proxy.say(BYES[provider])
    proxy.cut()
    site.box.deliver(site.mail(EVA, "VPN drops"))
    site.until(lambda: site.receipts() and site.receipts(BO))
    site.until(site.is_well)
    assert BYES[provider].decode().strip("* \r\n.") in site.log()
    assert (site.receipts(), site.receipts(BO)) == (1, 1)
    assert site.stop() == 0


@pytest.mark.timeout(180)
def test_one_that_ends_in_the_midst_of_a_backlog_costs_no_mail_and_doubles_none(
    signed_in: tuple[SignedInSite, ChaosProxy],
) -> None:
    site, proxy = signed_in
    count = 30
    for number in range(count):
        site.box.deliver(site.mail(f"user{number}@corp.example", f"VPN {number}"))
    ended: list[bool] = []

    def meddle(data: bytes) -> tuple[bytes | None, bytes]:
        if b"BODY" in data and not ended:
            ended.append(True)
            site.expires()
            proxy.cut_after(4000)  # some of the mails have come
        return data, b""

    proxy.meddle = meddle
    site.start()
    site.until(lambda: len(site.box.mails("Handled")) == count, 90)
    site.until(lambda: len(site.post.log) >= 2 * count, 90)
    assert ended
    to = Counter(env_to for _, env_to, _ in site.post.log)
    assert {to[f"user{number}@corp.example"] for number in range(count)} == {1}
    assert to[BO] == count
    site.until(site.is_well)
    assert site.ask("audit").returncode == 0
    assert site.ask("quarantine", "list", "--json").stdout.strip() == "[]"


@pytest.mark.timeout(180)
@pytest.mark.parametrize(
    ("phase", "fault"),
    [
        ("DATA", "421 4.7.0 Session expired"),
        pytest.param("DATA", "drop", marks=LONG),
        pytest.param("DOT", "421 4.7.0 Session expired", marks=LONG),
    ],
)
def test_one_that_ends_at_data_sends_each_mail_once(
    signed_in: tuple[SignedInSite, ChaosProxy], phase: str, fault: str
) -> None:
    """The server leaves, and takes the old one no more. Where it left without a word at the dot,
    nobody could know (O4).
    """
    site, _ = signed_in
    mails = 0

    def ends(sender: str) -> str:
        nonlocal mails
        mails += 1
        if mails == 3:
            site.expires()
            site.post.faults[phase] = [fault] * 2
        return ""

    site.post.refuse_sender = ends
    for number in range(6):
        site.box.deliver(site.mail(f"user{number}@corp.example", f"VPN {number}"))
    site.start()
    site.until(lambda: len(site.post.log) >= 12, 90)
    site.until(site.is_well)
    to = Counter(env_to for _, env_to, _ in site.post.log)
    assert {to[f"user{number}@corp.example"] for number in range(6)} == {1}
    assert to[BO] == 6
    assert len({token for _, _, token in site.post.tried}) == 2
    assert site.stop() == 0


@LONG
@pytest.mark.timeout(120)
def test_one_that_is_refused_once_is_replaced_at_once(
    signed_in: tuple[SignedInSite, ChaosProxy],
) -> None:
    site, _ = signed_in
    site.prints("ey" + "refused" * 20, time=1)
    site.box.deliver(site.mail(EVA, "VPN drops"))
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert (site.receipts(), site.receipts(BO), site.asked) == (1, 1, 2)


@pytest.mark.timeout(180)
def test_an_issuer_that_is_away_for_a_while_is_told_and_then_all_is_well(
    signed_in: tuple[SignedInSite, ChaosProxy],
) -> None:
    site, proxy = signed_in
    (site.folder / "away").touch()
    site.box.deliver(site.mail(EVA, "VPN drops"))
    site.start()
    words = "the token command /bin/sh ended with exit code 3"
    site.until(lambda: words in site.ask("status").stdout)
    assert site.ask("status").returncode == 1
    assert proxy.connections == 0, "nobody connects without an access token"
    (site.folder / "away").unlink()
    site.until(lambda: site.receipts() and site.receipts(BO), 90)
    site.until(site.is_well)
    assert (site.receipts(), site.receipts(BO)) == (1, 1)
    assert site.stop() == 0


# -- a story an error: what an administrator reads ----------------------------------------------

SWITCHED_OFF = (
    "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
)
NOT_CONNECTED = "BAD User is authenticated but not connected."


def read_by_an_admin(site: SignedInSite) -> tuple[str, str]:
    """What `check` says, and `status` after a pass; both say that something is wrong."""
    checked = site.ask("check")
    assert checked.returncode == 1
    assert site.run("run", "--once").returncode != 0 or not site.is_well()
    status = site.ask("status")
    assert status.returncode == 1
    assert site.secret[:40] not in checked.stdout + status.stdout
    return checked.stdout, status.stdout


@LONG
@pytest.mark.timeout(120)
def test_an_issuer_that_gives_nothing_names_the_program_to_run_by_hand(
    signed_in: tuple[SignedInSite, ChaosProxy],
) -> None:
    site, proxy = signed_in
    (site.folder / "given").write_text("error: invalid client secret\n")
    for said in read_by_an_admin(site):
        assert "sign-in corp: the token command /bin/sh printed no access token" in said
        assert "run it by hand" in said
    assert proxy.connections == 0


SIGN_INS = {
    "endpoint": "client credentials at a token endpoint",
    "microsoft": "msal, with a client secret",
    "certificate": "msal, with a certificate",
    "google": "google-auth, with the key of a service account",
}


@pytest.fixture
def issued(
    request,
    access_tokens: AccessTokens,
    dovecot_with_tokens: Dovecot,
    smtp_sink: SmtpSink,
    tmp_path: Path,
) -> Iterator[SignedInSite]:
    """A site whose access tokens come from an issuer: a token endpoint, where no kind is named."""
    (tmp_path / "issuer").mkdir()
    box, kind = dovecot_with_tokens.new_box(), getattr(request, "param", "endpoint")
    with token_server(tmp_path / "issuer") as issuer:
        site = SignedInSite(access_tokens, smtp_sink, box, tmp_path, issuer, kind)
        yield site
        site.kill()


@pytest.mark.timeout(120)
@pytest.mark.parametrize("issued", _each(SIGN_INS, "microsoft"), indirect=True)
def test_each_kind_of_sign_in_lets_a_mail_through_and_asks_once(issued: SignedInSite) -> None:
    site = issued
    site.box.deliver(site.mail(EVA, "VPN drops"))
    done = site.run("run", "--once")
    assert done.returncode == 0, done.stderr
    assert (site.receipts(), site.receipts(BO)) == (1, 1)
    assert site.issuer is not None
    assert site.issuer.given == ["AT-1"]
    assert {token for _, _, token in site.post.tried} == {"AT-1"}


@LONG
@pytest.mark.timeout(180)
def test_one_that_is_renewed_before_its_end_is_used_from_then_on(issued: SignedInSite) -> None:
    """Nobody waits for it, and no connection that stands is ended for it."""
    site = issued
    assert site.issuer is not None
    site.issuer.life = 5
    site.start()
    site.until(lambda: len(site.issuer.given) >= 3)
    old = site.issuer.given[0]
    site.box.deliver(site.mail(EVA, "VPN drops"))
    site.until(lambda: site.receipts() and site.receipts(BO))
    assert old not in {token for _, _, token in site.post.tried}
    assert "trouble" not in site.log()
    assert site.stop() == 0


ISSUER_WORDS = {
    "wrong secret": (
        error("invalid_client", "no such client", status=401),
        "by this client_id and secret",
    ),
    "throttled": (Reply(429, {}, {"Retry-After": "30"}), "asked again"),
    "in trouble": (Reply(500, b"<html>"), "500"),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", _each(ISSUER_WORDS, "wrong secret"))
def test_what_an_issuer_refuses_is_told_with_what_to_do(issued: SignedInSite, kind: str) -> None:
    site = issued
    reply, words = ISSUER_WORDS[kind]
    assert site.issuer is not None
    site.issuer.replies.extend([reply] * 30)
    for said in read_by_an_admin(site):
        assert "sign-in corp: " in said
        assert words in _flat(said)
    assert site.post.connections == 0


IMAP_WORDS = {
    "consent missing": (
        "NO AUTHENTICATE failed.",
        "OK done",
        "IMAP.AccessAsApp and SMTP.SendAsApp",
    ),
    "mailbox permission missing": ("OK done", NOT_CONNECTED, "Add-MailboxPermission (FullAccess)"),
    "throttled": (
        "BAD Request is throttled. Suggested Backoff Time: 92415 milliseconds",
        "OK done",
        "it is asked too much at the moment",
    ),
    "IMAP switched off": (
        "NO [ALERT] Your account is not enabled for IMAP use. (Failure)",
        "OK done",
        "IMAP is switched off for this mailbox",
    ),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", _each(IMAP_WORDS, "mailbox permission missing"))
def test_what_an_imap_server_refuses_is_told_with_what_to_do(
    signed_in: tuple[SignedInSite, ChaosProxy], kind: str
) -> None:
    authenticate, select, words = IMAP_WORDS[kind]
    site, _ = signed_in
    with VendorImap(authenticate, select=select) as server:
        site.box = replace(site.box, port=server.port)
        site.write_config()
        for said in read_by_an_admin(site):
            assert words in _flat(said)


SMTP_WORDS = {
    "consent missing": ("535 5.7.3 Authentication unsuccessful", "an administrator's consent"),
    "SMTP AUTH switched off": (SWITCHED_OFF, "Set-CASMailbox -Identity"),
    "throttled": ("454 4.7.0 Too many login attempts", "the server throttles this login"),
    "too many connections": ("432 4.3.2 Concurrent connections limit exceeded", "`connections`"),
}


@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", _each(SMTP_WORDS, "SMTP AUTH switched off"))
def test_what_an_smtp_server_refuses_is_told_with_what_to_do_and_mail_waits(
    signed_in: tuple[SignedInSite, ChaosProxy], kind: str
) -> None:
    said_by_server, words = SMTP_WORDS[kind]
    site, _ = signed_in
    site.box.deliver(site.mail(EVA, "VPN drops"))
    site.post.faults["AUTH"] = said_by_server
    for said in read_by_an_admin(site):
        assert words in _flat(said)
    assert site.post.log == []
    del site.post.faults["AUTH"]
    assert site.run("run", "--once").returncode == 0
    assert (site.receipts(), site.receipts(BO)) == (1, 1)


@LONG
@pytest.mark.timeout(120)
def test_a_login_that_may_not_send_as_the_alias_is_told_with_the_right_to_give(
    signed_in: tuple[SignedInSite, ChaosProxy],
) -> None:
    """Exchange says so behind the mail itself."""
    site, _ = signed_in
    site.box.deliver(site.mail(EVA, "VPN drops"))
    site.post.faults["DOT"] = "554 5.2.252 SendAsDenied; a not allowed to send as b"
    assert site.run("run", "--once").returncode != 0
    status = site.ask("status")
    assert status.returncode == 1
    assert "Add-RecipientPermission -AccessRights SendAs" in _flat(status.stdout)
    assert site.post.log == []


def _flat(text: str) -> str:
    return " ".join(text.split())
