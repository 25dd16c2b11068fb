"""A mail carried on is whole, legal, in its thread, with our note where a person sees it, and
leaks nothing of the sender's.
"""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from hashlib import sha256
from typing import Literal, cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mailtracker.mail.message import Address
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.outgoing.envelope import Envelope, Ours, RelayEdits, RelayNote
from mailtracker.mail.outgoing.ids import message_id, second_id
from mailtracker.mail.outgoing.marking import mark_html, mark_text
from mailtracker.mail.outgoing.relay import relay
from mailtracker.mail.parse import parse

ENVELOPE = Envelope(
    message_id=message_id(b"key", b"1", "corp.example"),
    sender=Address("Ana Lund via IT help", "it-help@corp.example"),
    to=Address("Bo Jensen", "bo@corp.example"),
    reply_to=Address("", "it-help+1abc@corp.example"),
    subject="Re: [IT-1042] VPN broken",
    date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    in_reply_to="<first@example.com>",
    references=("<first@example.com>",),
    reference="IT-1042",
    language="en",
)
NOTE = RelayNote("IT-1042", "Your reply reaches Ana.", "<p>Your reply reaches <b>Ana</b>.</p>")
KEY = b"k" * 32
OURS = Ours(KEY, ("it-help@corp.example",))
ABOVE = replace(NOTE, place="above")
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9)
PDF = bytes(range(256)) * 40
TOP = (
    b"From: Ana <ana@corp.example>\r\nTo: it-help@corp.example\r\nSubject: VPN\r\nMessage-ID: "
    b"<first@example.com>\r\n"
    b"MIME-Version: 1.0\r\n"
)


def lines64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


RICH = (
    TOP
    + b'Content-Type: multipart/mixed; boundary="mix"\r\n\r\nThis is MIME.\r\n'
    + b'--mix\r\nContent-Type: multipart/alternative; boundary="alt"\r\n\r\n'
    + b"--alt\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
    b"quoted-printable\r\n\r\n"
    + b"Das VPN f=E4llt aus.\r\n\r\n-- \r\nAna\r\n"
    + b'--alt\r\nContent-Type: multipart/related; boundary="rel"; type="text/html"\r\n\r\n'
    + b"--rel\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: "
    b"8bit\r\n\r\n"
    + b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"></head>'
    + b'<body><p>Das VPN f\xe4llt aus.</p><img src="cid:pic@x"></body></html>\r\n'
    + b"--rel\r\nContent-Type: image/png\r\nContent-ID: <pic@x>\r\nContent-Transfer-Encoding: "
    b"base64\r\n"
    + b"Content-Disposition: inline; filename=p.png\r\n\r\n"
    + lines64(base64.b64decode(PNG))
    + b"--rel--\r\n\r\n--alt--\r\n\r\n"
    + b'--mix\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Transfer-Encoding: '
    b"base64\r\n"
    + b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n'
    + lines64(PDF)
    + b"--mix--\r\nepilogue\r\n"
)
SIGNED_PART = (
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Signed w\xc3\xb6rds  \r\ndone\r\n"
)
SIGNED = (
    TOP + b"Content-Type: multipart/signed; micalg=pgp-sha256;\r\n "
    b'protocol="application/pgp-signature"; boundary="sig"\r\n\r\n'
    + b"--sig\r\n"
    + SIGNED_PART
    + b"\r\n--sig\r\nContent-Type: application/pgp-signature\r\n\r\n"
    + b"-----BEGIN PGP SIGNATURE-----\r\nabc\r\n-----END PGP SIGNATURE-----\r\n"
    + b"--sig--\r\n"
)


def edits(
    note: RelayNote | None = None, cut_first_line: str = "", by_our_people: bool = True
) -> RelayEdits:
    return RelayEdits(OURS, note, cut_first_line, by_our_people)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=default)


def carried(raw: bytes, change: RelayEdits | None = None, envelope: Envelope = ENVELOPE) -> bytes:
    out = relay(raw, parse(raw), envelope, change or edits(note=NOTE))
    assert_legal(out)
    return out


def assert_legal(raw: bytes) -> None:
    assert b"\0" not in raw
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    head = raw.partition(b"\r\n\r\n")[0]
    assert head.isascii()
    for line in head.split(b"\r\n"):
        assert re.match(rb"[A-Za-z0-9-]+:|[ \t]+\S", line), line
    if not raw.isascii():
        assert b"Content-Transfer-Encoding: 8bit" in head


def text_of(raw: bytes, kind: str = "plain") -> str:
    body = read(raw).get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def field_names(raw: bytes) -> list[str]:
    head = raw.partition(b"\r\n\r\n")[0].decode()
    return [line.partition(":")[0].lower() for line in head.split("\r\n") if line[0] not in " \t"]


def simple(body: bytes, *fields: bytes) -> bytes:
    return TOP + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


# --- what is carried
# -------------------------------------------------------------------------------------------------


def test_attachments_and_inline_pictures_arrive_byte_for_byte() -> None:
    out = read(carried(RICH))
    payloads = {
        part.get_content_type(): part.get_payload(decode=True)
        for part in out.walk()
        if not part.is_multipart()
    }
    assert sha256(cast(bytes, payloads["application/pdf"])).digest() == sha256(PDF).digest()
    assert payloads["image/png"] == base64.b64decode(PNG)
    assert b"Content-ID: <pic@x>\r\n" in carried(RICH)


def test_tree_keeps_its_shape_and_boundaries() -> None:
    assert [part.get_content_type() for part in read(carried(RICH)).walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    assert not any(part.defects for part in read(carried(RICH)).walk())


def test_note_stands_in_the_first_text_and_the_first_html() -> None:
    out = carried(RICH)
    assert text_of(out) == "Das VPN fällt aus.\n\n-- \nAna\n\n" + mark_text(NOTE, KEY) + "\n"
    html = text_of(out, "html")
    assert (
        html.index('<img src="cid:pic@x">')
        < html.index(mark_html(NOTE, KEY))
        < html.index("</body>")
    )
    assert "fällt" in html


def test_note_above_stands_before_the_words() -> None:
    out = carried(RICH, edits(note=ABOVE))
    assert text_of(out).startswith(mark_text(ABOVE, KEY) + "\n\nDas VPN")
    assert "<body>" + mark_html(ABOVE, KEY) + "<p>Das" in text_of(out, "html")


def test_page_says_the_charset_that_it_now_has() -> None:
    html = text_of(carried(RICH), "html")
    assert "charset=utf-8" in html
    assert "iso-8859-1" not in html


def test_our_own_reader_reads_what_we_carry() -> None:
    message = parse(carried(RICH))
    assert message.message_id == ENVELOPE.message_id
    assert message.subject == ENVELOPE.subject
    assert message.sender == ENVELOPE.sender
    assert message.references == (*ENVELOPE.references, second_id(ENVELOPE.message_id))
    assert {part.filename for part in message.attachments} == {"p.png", "a.pdf"}
    assert not message.defects


def test_without_note_and_notes_the_body_is_carried_as_it_is() -> None:
    body = RICH.partition(b"\r\n\r\n")[2]
    plain = body.replace(
        b"Content-Transfer-Encoding: 8bit", b"Content-Transfer-Encoding: quoted-printable"
    ).replace(b"\xe4", b"=E4")
    raw = RICH.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + plain
    assert carried(raw, edits()).endswith(b"\r\n\r\n" + plain)


def test_same_input_gives_the_same_bytes() -> None:
    assert carried(RICH) == carried(RICH)


# --- the header
# ------------------------------------------------------------------------------------------


def test_header_is_ours_and_nothing_that_identifies_signs_or_asks_goes_on() -> None:
    harmful = b"".join(
        name + b": something@example.com\r\n"
        for name in (
            b"DKIM-Signature", b"Received", b"Return-Path", b"Bcc", b"Disposition-Notification-To",
            b"Return-Receipt-To",
            b"List-Unsubscribe", b"List-Id", b"Authentication-Results", b"ARC-Seal",
            b"Reply-To", b"Sender", b"Resent-From",
            b"X-Originating-IP", b"X-Confirm-Reading-To", b"Cc", b"Precedence", b"Auto-Submitted",
            b"X-Mailer", b"X-Mailtracker-Id",
        )
    )  # fmt: skip
    kept = b"Importance: high\r\nX-Priority: 1\r\nThread-Topic: VPN\r\n"
    names = field_names(carried(harmful + kept + RICH))
    assert set(names) == {
        "from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references",
        "x-mailtracker-id", "x-mailtracker-reference",
        "content-language", "mime-version", "content-type", "importance",
        "x-priority", "thread-topic",
    }  # fmt: skip
    assert len(names) == len(set(names))
    assert read(carried(harmful + kept + RICH))["Reply-To"] == "it-help+1abc@corp.example"


def test_relayed_subject_stays_whole() -> None:
    long = "Re: [IT-1042] " + "größer " * 200
    assert parse(carried(RICH, envelope=replace(ENVELOPE, subject=long))).subject == long.strip()


def test_kept_fields_cannot_inject_by_a_bare_cr() -> None:
    raw = b"Thread-Topic: x\rBcc: spy@example.com\r\nImportance: high\0\r\n" + RICH
    out = carried(raw)
    assert "bcc" not in field_names(out)
    assert b"Thread-Topic: x Bcc: spy@example.com\r\n" in out


def test_doubled_content_types_count_once_and_the_first_wins() -> None:
    raw = simple(b"<p>x</p>\r\n", b"Content-Type: text/plain", b"Content-Type: text/html")
    out = carried(raw, edits())
    assert field_names(out).count("content-type") == 1
    assert read(out).get_content_type() == "text/plain"


# --- mails of every build
# --------------------------------------------------------------------------------------------


def test_single_text_gets_the_note() -> None:
    out = carried(simple(b"Hello\r\n"))
    assert text_of(out) == "Hello\n\n" + mark_text(NOTE, KEY) + "\n"


@pytest.mark.parametrize(
    ("body", "fields", "words"),
    [
        (b"f\xfcr", [b"Content-Type: text/plain; charset=iso-8859-1", b"Content-Transfer-Encoding: "
                                                                      b"8bit"], "für"),
        (b"f\xc3\xbcr", [b"Content-Type: text/plain; charset=unknown-8bit"], "für"),
        (b"f\xfcr", [], "für"),
        (b"f\xc3\xbcr", [b"Content-Type: text/plain; charset=us-ascii"], "für"),
        (base64.b64encode("für".encode("utf-16")), [b"Content-Type: text/plain; charset=utf-16",
                                                   b"Content-Transfer-Encoding: base64"], "für"),
        ("日本".encode("iso-2022-jp"), [b"Content-Type: text/plain; charset=iso-2022-jp"], "日本"),
        (b"f=FCr", [b"Content-Type: text/plain; charset=windows-1252",
                   b"Content-Transfer-Encoding: Quoted-Printable"], "für"),
    ],
)  # fmt: skip
def test_note_and_words_arrive_whatever_the_charset(
    body: bytes, fields: list[bytes], words: str
) -> None:
    out = carried(simple(body + b"\r\n", *fields))
    assert text_of(out).startswith(words)
    assert mark_text(NOTE, KEY) in text_of(out)
    assert out.isascii()


def test_html_only_mail_gets_the_note_in_its_html_and_no_text_part() -> None:
    out = carried(simple(b"<p>Hi</p>\r\n", b"Content-Type: text/html; charset=utf-8"))
    assert read(out).get_content_type() == "text/html"
    assert text_of(out, "html") == "<p>Hi</p>\n" + mark_html(NOTE, KEY) + "\n"


def test_empty_text_beside_html_gets_the_note_too() -> None:
    raw = TOP + (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: "
        b"text/plain\r\n\r\n\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<p>Hi</p>\r\n--b--\r\n"
    )
    out = carried(raw)
    assert text_of(out).strip() == mark_text(NOTE, KEY)
    assert mark_html(NOTE, KEY) in text_of(out, "html")


@pytest.mark.parametrize(
    "fields",
    [
        [
            b"Content-Type: application/pdf; name=a.pdf",
            b"Content-Disposition: attachment; filename=a.pdf",
        ],
        [b"Content-Type: text/calendar; method=REQUEST; charset=utf-8"],
        [
            b"Content-Type: text/plain; name=log.txt",
            b"Content-Disposition: attachment; filename=log.txt",
        ],
        [b"Content-Type: image/png"],
    ],
)
def test_mail_without_text_goes_on_below_our_note(fields: list[bytes]) -> None:
    raw = simple(lines64(PDF), *fields, b"Content-Transfer-Encoding: base64")
    out = read(carried(raw))
    first, second = cast(list[EmailMessage], list(out.iter_parts()))
    assert out.get_content_type() == "multipart/mixed"
    assert first.get_content_type() == "text/plain"
    assert first.get_content().replace("\r\n", "\n").strip() == mark_text(NOTE, KEY)
    assert second.get_payload(decode=True) == PDF
    assert (
        second.get_content_type()
        == fields[0].partition(b":")[2].partition(b";")[0].strip().decode()
    )
    assert second.get_filename() == parse(raw).parts[0].filename or not parse(raw).parts[0].filename


def test_mail_with_attachments_only_is_wrapped_once_and_whole() -> None:
    raw = TOP + (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pdf\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + lines64(PDF) + b"--b--\r\n"
    )
    kinds = [part.get_content_type() for part in read(carried(raw)).walk()]
    assert kinds == ["multipart/mixed", "text/plain", "multipart/mixed", "application/pdf"]
    assert carried(raw, edits()).endswith(raw.partition(b"\r\n\r\n")[2])


def test_flowed_text_stays_flowed_and_the_note_is_not_reflowed() -> None:
    note = replace(NOTE, text="Line one \n> quoted\n indented\nFrom here")
    raw = simple(
        b"A long \r\nparagraph.\r\n>  quoted \r\n> on\r\n",
        b"Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes",
    )
    out = carried(raw, edits(note=note))
    kind = read(out)["Content-Type"]
    assert (kind.params["format"], kind.params["delsp"]) == ("flowed", "yes")
    text = text_of(out)
    assert text.startswith("A long \nparagraph.\n>  quoted \n> on\n")
    assert "\nLine one\n > quoted\n  indented\n From here\n" in text


@pytest.mark.parametrize("note", [NOTE, ABOVE, None])
def test_signed_tree_stays_byte_identical(note: RelayNote | None) -> None:
    out = carried(SIGNED, edits(note=note, cut_first_line="done"))
    tree = SIGNED.partition(b"\r\n\r\n")[2]
    assert tree in out
    assert b'protocol="application/pgp-signature"; boundary="sig"\r\n' in out
    inner = read(out) if note is None else cast(list[EmailMessage], list(read(out).iter_parts()))[1]
    assert inner.get_content_type() == "multipart/signed"
    start = out.index(b"--sig\r\n") + 7
    assert out[start : out.index(b"\r\n--sig\r\n", start)] == SIGNED_PART
    if note:
        kinds = [part.get_content_type() for part in read(out).walk()]
        assert kinds == [
            "multipart/mixed",
            "text/plain",
            "multipart/signed",
            "text/plain",
            "application/pgp-signature",
        ]
        assert mark_text(note, KEY) in text_of(out)


def test_signed_tree_with_bare_line_feeds_is_sent_as_it_was_signed() -> None:
    assert SIGNED.partition(b"\r\n\r\n")[2] in carried(SIGNED.replace(b"\r\n", b"\n"))


def test_encrypted_mail_goes_on_below_our_note() -> None:
    raw = simple(lines64(PDF), b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; "
                               b"name=smime.p7m",
                 b"Content-Transfer-Encoding: base64", b"Content-Disposition: attachment; "
                                                       b"filename=smime.p7m")  # fmt: skip
    out = read(carried(raw))
    assert [part.get_content_type() for part in out.walk()] == [
        "multipart/mixed",
        "text/plain",
        "application/pkcs7-mime",
    ]
    assert b"smime-type=enveloped-data" in carried(raw)
    assert list(out.iter_parts())[1].get_payload(decode=True) == PDF


# --- what is made legal
# ----------------------------------------------------------------------------------------------


def one_part(head: bytes, body: bytes) -> bytes:
    return TOP + (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: "
        b"text/plain\r\n\r\nHi\r\n--b\r\n"
        + head + b"\r\n\r\n" + body + b"\r\n--b--\r\n"
    )  # fmt: skip


ATTACHED = b"Content-Disposition: attachment; filename=a"


@pytest.mark.parametrize(
    "encoding",
    [
        b"",
        b"Content-Transfer-Encoding: 8bit\r\n",
        b"Content-Transfer-Encoding: binary\r\n",
        b"Content-Transfer-Encoding: 7bit\r\n",
        b"Content-Transfer-Encoding: x-odd\r\n",
    ],
)
@pytest.mark.parametrize(
    "body",
    [
        b"\xff\xfe8-bit\0bytes\r\nand\nbare\rends",
        b"x" * 5000,
        b"bare\nfeeds\nonly\n\n",
        b"cr\ronly\r",
        b"\0",
        b"plain\r\nascii",
    ],
)
def test_unencoded_attachment_arrives_byte_for_byte(encoding: bytes, body: bytes) -> None:
    out = carried(
        one_part(encoding + b"Content-Type: application/octet-stream\r\n" + ATTACHED, body)
    )
    assert out.isascii()
    parts = cast(list[EmailMessage], list(read(out).iter_parts()))
    assert parts[1].get_payload(decode=True) == body
    assert len(parts[1].get_all("Content-Transfer-Encoding", [])) <= 1


def test_mail_with_bare_line_feeds_gets_the_line_ends_of_mail() -> None:
    raw = one_part(b"Content-Type: text/csv\r\n" + ATTACHED, b"a;b\r\n1;2").replace(b"\r\n", b"\n")
    parts = cast(list[EmailMessage], list(read(carried(raw)).iter_parts()))
    assert parts[1].get_payload(decode=True) == b"a;b\r\n1;2"


def test_mail_with_bare_cr_only_is_carried() -> None:
    assert text_of(carried(simple(b"Hello\r\nyou\r\n").replace(b"\r\n", b"\r"))).startswith(
        "Hello\nyou\n"
    )


def test_second_text_part_in_8bit_is_encoded_not_lost() -> None:
    out = carried(
        one_part(
            b"Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit",
            b"gr\xfc\xdfe",
        )
    )
    parts = cast(list[EmailMessage], list(read(out).iter_parts()))
    assert parts[1].get_content() == "grüße"
    assert out.isascii()


def test_damaged_base64_and_quoted_printable_become_legal_and_mean_the_same() -> None:
    long = base64.b64encode(PDF)
    out = carried(
        one_part(
            b"Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n" + ATTACHED,
            long[:5000] + b"\xff\0" + long[5000:],
        )
    )
    assert list(read(out).iter_parts())[1].get_payload(decode=True) == PDF
    body = b"a=3D=\r\n" + b"=C3=BC" * 700 + b"\xc3\xbc=20\nend"
    out = carried(
        one_part(
            b"Content-Type: text/csv\r\nContent-Transfer-Encoding: quoted-printable\r\n" + ATTACHED,
            body,
        )
    )
    wanted = b"a=" + "ü".encode() * 701 + b" \r\nend"
    assert bytes(list(read(out).iter_parts())[1].get_payload(decode=True)).replace(
        b"\r\n", b"\n"
    ) == wanted.replace(b"\r\n", b"\n")


def test_attached_message_in_8bit_stays_8bit_and_is_declared_so() -> None:
    inner = b"From: x@example.com\r\nSubject: inner\r\n\r\ngr\xc3\xbc\xc3\x9fe\r\n"
    out = carried(one_part(b"Content-Type: message/rfc822", inner))
    assert inner in out
    assert b"\r\nContent-Transfer-Encoding: 8bit\r\n\r\nFrom: x@example.com" in out
    assert parse(out).field("Content-Transfer-Encoding") == "8bit"


def test_attached_message_that_no_server_carries_goes_as_a_file() -> None:
    inner = b"From: x@example.com\r\nSubject: inner\r\n\r\n" + b"long " * 1000
    out = carried(one_part(b"Content-Type: message/rfc822", inner))
    part = cast(EmailMessage, list(read(out).iter_parts())[1])
    assert part.get_filename() == "message.eml"
    assert part.get_payload(decode=True) == inner


def test_notes_inside_an_attached_message_are_its_own() -> None:
    inner = (
        b"From: x@example.com\r\n\r\n"
        + mark_text(NOTE, KEY).replace("\n", "\r\n").encode()
        + b"\r\ndone\r\n"
    )
    assert inner in carried(
        one_part(b"Content-Type: message/rfc822", inner),
        edits(note=NOTE, cut_first_line="done"),
    )


def test_names_in_8bit_become_legal_parameters() -> None:
    head = (
        'Content-Type: application/pdf; name="Größe 1.pdf"\r\n'
        'Content-Disposition: attachment; filename="Größe 1.pdf"\r\n'
    )
    head += "Content-Description: Größe"
    out = carried(one_part(head.encode(), b"x"))
    part = cast(EmailMessage, list(read(out).iter_parts())[1])
    assert out.isascii()
    assert part.get_filename() == "Größe 1.pdf"
    assert part["Content-Description"] == "Größe"
    assert parse(out).attachments[0].filename == "Größe 1.pdf"


def test_endless_names_and_fields_become_legal_lines() -> None:
    head = (
        f'Content-Type: application/pdf; name="{"ü" * 2000}"\r\n'
        f"Content-Description: {'x' * 5000}\r\nX-Long: {'y ' * 3000}"
    )
    out = carried(one_part(head.encode(), b"x"))
    assert len(parse(out).attachments[0].filename) >= 100


@pytest.mark.parametrize("odd", [b"\0", b"\xfc", b"\0b--"])
def test_a_boundary_that_no_server_carries_is_another_one(odd: bytes) -> None:
    said = b'Content-Type: multipart/mixed; boundary="b' + odd + b'c"\r\n\r\n'
    line = b"--b" + odd + b"c"
    raw = TOP + said + line + b"\r\n\r\nHi\r\n" + line + b"\r\n\r\nthere\r\n" + line + b"--\r\n"
    out = carried(raw)
    assert [part.content_type for part in parse(out).parts] == [
        "multipart/mixed",
        *["text/plain"] * (len(parse(raw).parts) - 1),
    ]


def test_boundary_that_the_header_does_not_name_is_named_now() -> None:
    raw = RICH.replace(b'boundary="mix"', b'boundary="wrong"')
    out = carried(raw)
    assert [part.get_content_type() for part in read(out).walk()][:3] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
    ]
    assert mark_text(NOTE, KEY) in text_of(out)


@pytest.mark.parametrize("name", [b"gr\xc3\xbc\xc3\x9fe", b"gr\xfc\xdfe", b"a b", b"a=_?/(x)"])
def test_odd_boundaries_still_hold_the_parts_apart(name: bytes) -> None:
    out = carried(RICH.replace(b'"mix"', b'"' + name + b'"').replace(b"--mix", b"--" + name))
    assert [part.get_content_type() for part in read(out).walk()].count("application/pdf") == 1
    assert next(iter(read(out).iter_attachments())).get_payload(decode=True) == PDF
    assert mark_text(NOTE, KEY) in text_of(out)


def test_multipart_that_is_never_closed_is_closed() -> None:
    raw = RICH[: RICH.index(b"--mix--")]
    out = carried(raw)
    assert not any(part.defects for part in read(out).walk())
    assert next(iter(read(out).iter_attachments())).get_payload(decode=True) == PDF


def test_thousands_of_parts_are_carried_even_where_nobody_reads_them() -> None:
    many = b"".join(
        b"--b\r\nContent-Type: text/csv\r\n" + ATTACHED + b"\r\n\r\n%d\r\n" % number
        for number in range(1500)
    )
    raw = (
        TOP
        + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHi\r\n"
        + many
        + b"--b--\r\n"
    )
    out = carried(raw)
    assert many in out
    assert mark_text(NOTE, KEY).replace("\n", "\r\n").encode() in out


# --- what is removed
# -------------------------------------------------------------------------------------------------


def test_quoted_notes_of_ours_do_not_travel_back() -> None:
    out = carried(RICH, edits(note=ABOVE))
    message = parse(out)
    assert message.plain is not None
    quote = "".join(f"> {line}\r\n" for line in text_of(out).split("\n"))
    page = (
        '<div>It works now.</div><blockquote type="cite">' + text_of(out, "html") + "</blockquote>"
    )
    answer = TOP + (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; "
        b"charset=utf-8\r\n\r\n"
        + f"It works now.\r\n\r\nAm Montag schrieb Ana:\r\n{quote}".encode()
        + b"\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + page.encode() + b"\r\n--b--\r\n"
    )  # fmt: skip
    back = carried(answer, edits())
    for kind in ("plain", "html"):
        text = text_of(back, kind)
        assert "It works now." in text
        assert "fällt aus" in text
        assert "~~~~" not in text
        assert "Your reply reaches" not in text
    assert "border-left:4px" not in text_of(back, "html")


def test_quoted_notes_in_a_second_text_part_go_too() -> None:
    note = mark_text(NOTE, KEY).replace("\n", "\r\n> ").encode()
    out = carried(one_part(b"Content-Type: text/plain", b"> " + note + b"\r\n> words"), edits())
    assert b"reaches" not in out
    assert b"> words" in out


def test_text_attachment_that_holds_a_note_stays_as_it_is() -> None:
    body = mark_text(NOTE, KEY).replace("\n", "\r\n").encode()
    assert body in carried(
        one_part(b"Content-Type: text/plain; name=log.txt\r\n" + ATTACHED, body), edits()
    )


@pytest.mark.parametrize("line", ["done", "DONE", " done "])
def test_executed_line_is_cut_from_both_forms(line: str) -> None:
    raw = TOP + (
        b"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\nDone\r\n\r\nThe VPN "
        b"works.\r\n"
        b"--b\r\nContent-Type: text/html\r\n\r\n<div>Done</div><div><br></div><div>The VPN "
        b"works.</div>\r\n--b--\r\n"
    )
    out = carried(raw, edits(cut_first_line=line))
    assert text_of(out).strip() == "The VPN works."
    assert "one" not in text_of(out, "html")
    assert "The VPN works." in text_of(out, "html")


def test_word_that_is_not_first_is_never_cut() -> None:
    out = carried(simple(b"Hello\r\ndone\r\n"), edits(cut_first_line="done"))
    assert text_of(out) == "Hello\ndone\n"


# --- anything at all
# -------------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: text/html; charset=x\r\n",
        b"Content-Type: message/rfc822\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Content-Transfer-Encoding: quoted-printable\n",
        b"Content-Transfer-Encoding: binary\r",
        b"\r\n",
        b"\n",
        b"\r",
        b"\r\n\r\n",
        b"--b\r\n",
        b"--b--",
        b"--b\n",
        b"\0",
        b"\xff\xfe",
        b"<body>",
        b"</body>",
        b"done\r\n",
        b"=",
        b"=3D",
        b"Subject: x\r\n",
        b"From: a@b.example\r\n",
        b": \r\n",
        b" folded\r\n",
        b"x" * 1200,
        b"~~~~ IT-1 ~~~~~~~~~~~~~~~~~~~~\r\n",
        b"~~~~~~~~~~~~~~~~~~~~ IT-1 ~~~~\r\n",
        b"Content-Disposition: attachment; filename=\xfc\r\n",
        b"words and words\r\n",
    ]
)


ODD_BOUNDARY = [
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"\r",
    b"\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
    b"Content-Type: multipart/mixed; boundary=b\r\n",
]


@settings(max_examples=300, deadline=None)
@example(ODD_BOUNDARY, "above", True)
@example(ODD_BOUNDARY, "above", False)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["above", "below"]), st.booleans())
def test_whatever_comes_in_goes_out_as_legal_mail_with_our_note(
    pieces: list[bytes], place: Literal["above", "below"], noted: bool
) -> None:
    raw = TOP + b"".join(pieces) + b"end"
    message = parse(raw)
    change = edits(note=replace(NOTE, place=place) if noted else None, cut_first_line="done")
    out = relay(raw, message, ENVELOPE, change)
    assert_legal(out)
    again = parse(out)
    assert again.message_id == ENVELOPE.message_id
    assert field_names(out).count("content-type") <= 1
    if noted:
        bodies = [decoded(out[part.body[0] : part.body[1]], part.encoding) for part in again.parts]
        assert any(b"Your reply reaches" in body for body in bodies)
