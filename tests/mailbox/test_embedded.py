"""The demo's servers: real protocols inside the process, with pip packages only."""

from __future__ import annotations

import smtplib
import socket
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from mailtracker.demo.servers import EmbeddedImap, EmbeddedSmtp, MissingDemo
from mailtracker.mailbox.connect import Account
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.spool import whole

MAIL = b"From: ana@corp.example\r\nSubject: hello\r\n\r\n.hello\r\n"


@pytest.fixture
def imap() -> Iterator[EmbeddedImap]:
    with EmbeddedImap({"it-help@corp.example": "demo", "Ana@corp.example": "demo"}) as server:
        yield server


def mailbox_of(imap: EmbeddedImap, user: str) -> ImapMailbox:
    mailbox = ImapMailbox(Account(imap.host, imap.port, "none", user, imap.users[user]))
    mailbox.connect()
    return mailbox


def mails_of(imap: EmbeddedImap, user: str) -> list[bytes]:
    mailbox = mailbox_of(imap, user)
    try:
        return [whole(raw) for _, raw in mailbox.fetch(mailbox.waiting())]
    finally:
        mailbox.close()


def send(
    smtp: EmbeddedSmtp, env_from: str, env_to: str | list[str], raw: bytes = MAIL
) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP(smtp.host, smtp.port, timeout=10) as client:
        return client.sendmail(env_from, env_to, raw)


def test_mail_by_smtp_is_read_by_imap_with_its_envelope(imap: EmbeddedImap):
    with EmbeddedSmtp(imap) as smtp:
        send(smtp, "", "it-help+token@corp.example")
    (raw,) = mails_of(imap, "it-help@corp.example")
    assert raw == b"Return-Path: <>\r\nDelivered-To: it-help+token@corp.example\r\n" + MAIL


def test_addresses_know_no_case(imap: EmbeddedImap):
    with EmbeddedSmtp(imap) as smtp:
        send(smtp, "bo@corp.example", "ANA@Corp.Example")
    assert len(mails_of(imap, "Ana@corp.example")) == 1


def test_nobody_of_that_name_is_refused_and_the_others_get_it(imap: EmbeddedImap):
    with EmbeddedSmtp(imap) as smtp:
        refused = send(smtp, "bo@corp.example", ["it-help@corp.example", "who@corp.example"])
    assert refused["who@corp.example"][0] == 550
    assert len(mails_of(imap, "it-help@corp.example")) == 1


def test_the_caller_may_take_the_mail_himself_and_refuse_it():
    got: list[tuple[str, str, bytes]] = []

    def on_mail(env_from: str, env_to: str, mail: bytes) -> str | None:
        got.append((env_from, env_to, mail))
        return "451 4.3.0 later" if "later" in env_to else None

    with EmbeddedSmtp(on_mail=on_mail) as smtp:
        assert send(smtp, "", "anybody@example.com") == {}
        with pytest.raises(smtplib.SMTPDataError) as caught:
            send(smtp, "bo@corp.example", "later@example.com")
    assert caught.value.smtp_code == 451
    assert got[0] == ("", "anybody@example.com", MAIL)


def test_an_account_may_come_while_the_server_runs(imap: EmbeddedImap):
    imap.add_user("new@corp.example", "demo")
    imap.deliver("new@corp.example", MAIL)
    assert mails_of(imap, "new@corp.example") == [MAIL]


def test_the_back_door_keeps_the_time_of_arrival(imap: EmbeddedImap):
    when = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    imap.deliver("it-help@corp.example", MAIL, arrived=when)
    mailbox = mailbox_of(imap, "it-help@corp.example")
    assert [item.arrived for item in mailbox.describe(mailbox.waiting())] == [when]
    mailbox.close()


def test_keywords_stay(imap: EmbeddedImap):
    imap.deliver("it-help@corp.example", MAIL)
    mailbox = ImapMailbox(
        Account(imap.host, imap.port, "none", "it-help@corp.example", "demo", after="keyword")
    )
    mailbox.connect()
    uids = mailbox.waiting()
    assert set(mailbox.put_away(uids).values()) == {"keyword"}
    mailbox.connect()
    assert mailbox.waiting() == []
    mailbox.close()


def test_mail_that_comes_while_a_client_enters_idle_is_announced(imap: EmbeddedImap):
    with (
        socket.create_connection((imap.host, imap.port), timeout=5) as sock,
        sock.makefile("rwb") as line,
    ):

        def say(words: bytes, until: bytes) -> None:
            line.write(words + b"\r\n")
            line.flush()
            assert any(
                answer.startswith(until) or answer.rstrip().endswith(until) for answer in line
            )

        say(b"a LOGIN it-help@corp.example demo", b"a OK")
        say(b"b SELECT INBOX", b"b OK")
        for _ in range(30):
            line.write(b"c IDLE\r\n")
            line.flush()
            imap.deliver("it-help@corp.example", MAIL)  # at the same time, by another way
            assert any(answer.rstrip().endswith(b"EXISTS") for answer in line)
            say(b"DONE", b"c OK")


def test_a_lost_index_shows_as_a_new_uidvalidity(imap: EmbeddedImap):
    mailbox = mailbox_of(imap, "it-help@corp.example")
    before = mailbox.refresh()
    imap.reset_uidvalidity("it-help@corp.example")
    assert mailbox.connect().epoch != before.epoch
    mailbox.close()


def test_missing_packages_are_named_with_the_command_to_type(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pymap.imap", None)
    monkeypatch.setitem(sys.modules, "aiosmtpd.smtp", None)
    for server in (EmbeddedImap({}), EmbeddedSmtp()):
        with pytest.raises(MissingDemo, match=r"pipx install 'mailtracker\[demo\]'"), server:
            pass


def test_a_port_that_is_taken_is_an_error_not_a_hang(imap: EmbeddedImap):
    with pytest.raises(OSError, match="in use"), EmbeddedImap({}, port=imap.port):
        pass
