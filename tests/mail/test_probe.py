"""A probe of the doctor's: what it says, and by what it is known again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailtracker.mail.message import Kind
from mailtracker.mail.origin.auth_results import authenticate
from mailtracker.mail.outgoing.ids import (
    is_our_token,
    is_probe_token,
    mail_ids,
    probe_token,
    reply_address,
)
from mailtracker.mail.outgoing.probe import Probe, is_probe, probe_mail, tokens_in
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand

KEY, OTHER, DRAWN = b"k" * 32, b"o" * 32, b"d" * 16
ALIAS = "it-help@corp.example"
TOKEN = probe_token(KEY, DRAWN)
PROBE = Probe(
    message_id=mail_ids(KEY, DRAWN, "corp.example").message_id,
    token=TOKEN,
    alias=ALIAS,
    reply_to=reply_address(ALIAS, TOKEN),
    date=datetime(2026, 11, 28, 12, 0, tzinfo=UTC),
    thread="<thread@corp.example>",
)
SITE = Site(addresses=(ALIAS,), authserv_ids=("mx.corp.example",), own_domains=("corp.example",))


def without(field: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: re.sub(rb"(?m)^%b:.*\r\n" % field, b"", raw)


def test_it_is_ascii_in_short_lines_and_says_that_a_machine_wrote_it() -> None:
    raw = probe_mail(replace(PROBE, forged="mx.corp.example"))
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 100
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = parse(raw)
    assert message.field("auto-submitted") == "auto-generated"
    assert [one.email for one in (*message.from_, *message.to)] == [ALIAS, ALIAS]
    assert [one.email for one in message.reply_to] == [PROBE.reply_to]


def test_as_it_went_it_is_a_mail_of_ours() -> None:
    _, classified = understand(probe_mail(PROBE), SITE)
    assert classified.kind is Kind.OWN


@pytest.mark.parametrize(
    "change",
    [
        without(b"Message-ID"),
        without(b"From"),
        without(b"X-Mailtracker-Probe"),
        without(b"Subject"),
        lambda raw: without(b"X-Mailtracker-Probe")(without(b"From")(raw)),
        lambda raw: without(b"Subject")(without(b"Message-ID")(raw)),
        lambda raw: raw.replace(TOKEN.encode(), TOKEN.upper().encode()),
    ],
    ids="id from field subject field+from subject+id case".split(),
)
def test_it_is_known_with_one_of_its_marks(change: Callable[[bytes], bytes]) -> None:
    assert is_probe(KEY, parse(change(probe_mail(PROBE))))


def test_without_marks_or_with_another_key_it_is_a_mail_like_any_other() -> None:
    raw = probe_mail(PROBE)
    assert not is_probe(OTHER, parse(raw))
    assert not is_probe(KEY, parse(without(b"Subject")(without(b"X-Mailtracker-Probe")(raw))))


@pytest.mark.parametrize("subject", ["Re: {}", "{} (why?)", "Fwd: {}", "about {}"])
def test_what_is_written_about_a_probe_is_none(subject: str) -> None:
    line = subject.format(f"mailtracker doctor: probe {TOKEN}")
    assert not is_probe(KEY, parse(f"From: eva@corp.example\r\nSubject: {line}\r\n\r\nx".encode()))


@pytest.mark.parametrize("value", ["", "p1", TOKEN[:-1] + "!", TOKEN[1:], "p" + TOKEN, "x" * 5000])
def test_a_token_that_nobody_made_is_none(value: str) -> None:
    raw = f"From: eva@corp.example\r\nX-Mailtracker-Probe: {value}\r\n\r\nx".encode()
    assert not is_probe(KEY, parse(raw))


def test_tokens_have_a_use_each() -> None:
    ids = mail_ids(KEY, DRAWN, "corp.example")
    assert is_probe_token(KEY, TOKEN)
    assert not is_our_token(KEY, TOKEN)
    assert not is_our_token(KEY, TOKEN[1:])
    assert not is_probe_token(KEY, f"p{ids.token}")
    assert ids.bounce is not None
    assert not is_probe_token(KEY, f"p{ids.bounce[1:]}")


def test_the_forged_field_is_one_that_a_border_could_have_written() -> None:
    message = parse(probe_mail(replace(PROBE, forged="mx.corp.example")))
    assert authenticate(message, SITE).verified is True
    assert tokens_in(message) == [TOKEN, TOKEN]
