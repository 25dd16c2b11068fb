"""Files go out whole, under a name that every client reads and that leads nowhere."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.mail.outgoing.attach import attachment_part
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import Attachment
from mailtracker.mail.parse import parse
from tests.mail.made import ENVELOPE, LETTER, assert_transportable, read

PDF = bytes(range(256)) * 40


def sent(*files: Attachment) -> bytes:
    return compose(LETTER, ENVELOPE, files)


def test_files_stand_behind_the_letter_and_arrive_byte_for_byte() -> None:
    raw = sent(
        Attachment("guides/vpn.pdf", "application/pdf", PDF),
        Attachment("phones.txt", "text/plain", "Jörg: 12".encode()),
    )
    mail = read(raw)
    assert_transportable(raw)
    assert mail.get_content_type() == "multipart/mixed"
    assert [part.get_content_type() for part in mail.iter_parts()] == [
        "multipart/alternative",
        "application/pdf",
        "text/plain",
    ]
    pdf, text = mail.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content(), pdf.get_content_disposition()) == (
        "vpn.pdf",
        PDF,
        "attachment",
    )
    assert (text.get_filename(), text.get_content()) == ("phones.txt", "Jörg: 12")
    body = mail.get_body(("plain",))
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.text
    assert not any(part.defects for part in mail.walk())


def test_our_own_reader_finds_the_text_and_the_files() -> None:
    message = parse(sent(Attachment("guides/Anleitung für VPN.pdf", "application/pdf", PDF)))
    assert message.new_text.strip() == LETTER.text.strip()
    assert [part.filename for part in message.attachments] == ["Anleitung für VPN.pdf"]


def test_a_letter_without_files_is_what_it_was() -> None:
    assert sent() == compose(LETTER, ENVELOPE)
    assert read(sent()).get_content_type() == "multipart/alternative"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("vpn.pdf", "vpn.pdf"),
        ("a/b/../c/vpn guide.pdf", "vpn guide.pdf"),
        ("..\\..\\evil.exe", "evil.exe"),
        ('say "hi" \\o/x.txt', "x.txt"),
        ('say "hi".txt', 'say "hi".txt'),
        ("Größe.pdf", "Größe.pdf"),
        ("日本語の" * 12 + ".pdf", "日本語の" * 12 + ".pdf"),
        ("x" * 100 + ".pdf", "x" * 100 + ".pdf"),
        ("a\r\nBcc: spy@example.com", "a Bcc: spy@example.com"),
        ("100% *'ü.txt", "100% *'ü.txt"),
        ("", "file"),
        ("/", "file"),
    ],
)
def test_a_file_is_called_by_the_last_part_of_its_name(name: str, shown: str) -> None:
    raw = sent(Attachment(name, "application/pdf", b"x"))
    (file,) = read(raw).iter_attachments()
    assert file.get_filename() == shown
    assert_transportable(raw)
    assert max(map(len, raw.split(b"\r\n"))) <= 100
    assert [part.filename for part in parse(raw).attachments] == [shown]


@given(st.text(max_size=300), st.text(max_size=80), st.binary(max_size=300))
def test_no_name_and_no_type_breaks_a_part(name: str, kind: str, data: bytes) -> None:
    raw = attachment_part(Attachment(name, kind, data))
    head, _, body = raw.partition(b"\r\n\r\n")
    assert raw.isascii()
    assert len(re.findall(rb"(?:\A|\r\n)[^ \t]", head)) == 3  # no further field
    assert max(map(len, head.split(b"\r\n"))) <= 200
    assert re.fullmatch(rb"(?:[A-Za-z0-9+/=]{1,76}\r\n)*", body)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("application/pdf", "application/pdf"),
        ("IMAGE/PNG", "image/png"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("message/rfc822", "application/octet-stream"),  # may not be in base64
        ("multipart/mixed", "application/octet-stream"),
        ("nonsense", "application/octet-stream"),
        ("a/b\r\nBcc: x", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_an_odd_type_becomes_a_plain_file(said: str, written: str) -> None:
    head = attachment_part(Attachment("x", said, b"")).decode()
    assert head.startswith(f"Content-Type: {written}\r\n")


def test_neither_boundary_begins_as_the_other_does() -> None:
    outer, inner = re.findall(rb'boundary="([^"]+)"', sent(Attachment("x", "text/plain", b"")))
    assert not outer.startswith(inner)
    assert not inner.startswith(outer)
