"""Raw mails go in; the parts that `parse` finds in them are checked
against the bytes they stand for.
"""

from __future__ import annotations

import pytest

from mailtracker.errors import Unreadable
from mailtracker.mail.message import Message, Part
from mailtracker.mail.parse import parse

HEAD = b"From: Ana <ana@example.com>\nTo: it-help@corp.example\nSubject: hi\n"


def body(raw: bytes, part: Part) -> bytes:
    return raw[part.body[0] : part.body[1]]


def paths(message: Message) -> list[tuple[str, str]]:
    return [(part.path, part.content_type) for part in message.parts]


NESTED = HEAD + (
    b'Content-Type: multipart/mixed; boundary="outer"\n\npreamble\n'
    b'--outer\nContent-Type: multipart/alternative; boundary="inner"\n\n'
    b"--inner\nContent-Type: text/plain; charset=utf-8\n\nplain text\n\n"
    b"--inner\nContent-Type: text/html\n\n<p>rich</p>\n--inner--\n\n"
    b"--outer\nContent-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: "
    b"base64\n\nQUJD\n"
    b"--outer--\nepilogue\n"
)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_every_part_has_exact_offsets_with_any_line_end(line_end: bytes) -> None:
    raw = NESTED.replace(b"\n", line_end)
    message = parse(raw)
    assert paths(message) == [
        ("", "multipart/mixed"),
        ("1", "multipart/alternative"),
        ("1.1", "text/plain"),
        ("1.2", "text/html"),
        ("2", "application/pdf"),
    ]
    assert [body(raw, part) for part in message.parts[2:]] == [
        b"plain text" + line_end,
        b"<p>rich</p>",
        b"QUJD",
    ]
    assert (
        raw[slice(*message.parts[2].head)]
        == b"Content-Type: text/plain; charset=utf-8" + line_end * 2
    )
    assert message.parts[0].head[0] == 0
    assert message.text == "plain text"


def test_mixed_line_ends_do_not_shift_offsets() -> None:
    raw = NESTED.replace(b"--inner\n", b"--inner\r\n").replace(b"rich</p>\n", b"rich</p>\r\n")
    assert body(raw, parse(raw).parts[3]) == b"<p>rich</p>"


def test_single_part_mail_has_the_root_as_its_only_part() -> None:
    raw = HEAD + b"\nhello\n"
    message = parse(raw)
    assert paths(message) == [("", "text/plain")]
    assert message.plain == message.parts[0]
    assert body(raw, message.parts[0]) == b"hello\n"


def test_empty_part_body_is_empty_and_not_negative() -> None:
    raw = (
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: '
        b"text/plain\n\n--b\n\n--b--\n"
    )
    message = parse(raw)
    assert [body(raw, part) for part in message.parts[1:]] == [b"", b""]


def test_part_without_header_is_plain_text() -> None:
    raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nhello\n--b--\n'
    assert parse(raw).text == "hello"


def test_unclosed_multipart_keeps_its_last_part() -> None:
    message = parse(HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nhello there\n')
    assert message.text == "hello there"
    assert "multipart not closed" in message.defects


def test_unclosed_inner_multipart_ends_at_the_outer_boundary() -> None:
    raw = NESTED.replace(b"--inner--\n", b"")
    message = parse(raw)
    assert [path for path, _ in paths(message)] == ["", "1", "1.1", "1.2", "2"]
    assert body(raw, message.parts[3]) == b"<p>rich</p>\n"


@pytest.mark.parametrize("declared", [b"", b'; boundary="wrong"', b'; boundary=""'])
def test_missing_or_wrong_boundary_is_guessed_from_the_body(declared: bytes) -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/mixed"
        + declared
        + b"\n\n--real\nContent-Type: text/plain\n\nhello\n--real--\n"
    )
    message = parse(raw)
    assert message.text == "hello"
    assert any("boundary" in defect for defect in message.defects)


def test_multipart_without_any_boundary_line_is_read_as_text() -> None:
    assert (
        parse(HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\njust words\n').text
        == "just words"
    )


def test_inner_multipart_with_the_boundary_of_the_outer_one_is_read() -> None:
    raw = HEAD + (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: multipart/alternative; '
        b'boundary="b"\n\n'
        b"--b\nContent-Type: text/plain\n\nhello\n--b--\n--b--\n"
    )
    assert parse(raw).text == "hello"


def test_boundary_with_trailing_blanks_and_regex_signs_is_found() -> None:
    raw = (
        HEAD + b'Content-Type: multipart/mixed; boundary="a.(b)+=_?"\n\n--a.(b)+=_?  '
        b"\t\n\nhello\n--a.(b)+=_?--  \n"
    )
    assert parse(raw).text == "hello"


def test_boundary_that_only_begins_like_ours_is_text() -> None:
    raw = (
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\n--bb\n-- \n--b-- x\n--b--\n'
    )
    assert parse(raw).text == "--bb\n-- \n--b-- x"


def test_attached_message_is_one_attachment_and_its_words_are_not_ours() -> None:
    inner = (
        b"From: x@example.com\nSubject: inner\nContent-Type: multipart/mixed; boundary=i\n\n"
        b"--i\n\nsecret words\n--i--\n"
    )
    raw = (
        HEAD
        + b'Content-Type: multipart/mixed; boundary="b"\n\n--b\n\nsee below\n--b\nContent-Type: '
        b"message/rfc822\n\n"
    )
    message = parse(raw + inner + b"--b--\n")
    assert paths(message)[1:] == [("1", "text/plain"), ("2", "message/rfc822")]
    assert message.text == "see below"
    assert [part.path for part in message.attachments] == ["2"]


def test_part_of_a_digest_is_a_message() -> None:
    raw = (
        HEAD
        + b"Content-Type: multipart/digest; boundary=b\n\n--b\n\nFrom: a@example.com\n\nx\n--b--\n"
    )
    assert parse(raw).parts[1].content_type == "message/rfc822"


@pytest.mark.parametrize(
    "start",
    [
        b"\n\n",
        b"\r\n \r\n",
        b"From bo@corp.example Mon Jan  5 10:00:00 2026\n",
        b">From x\n",
        b"\xef\xbb\xbf",
        b" ",
    ],
)
def test_odd_starts_do_not_hide_the_header(start: bytes) -> None:
    message = parse(start + HEAD + b"\nhello\n")
    assert (message.subject, message.text.strip()) == ("hi", "hello")
    assert message.parts[0].head[0] == 0


def test_line_that_is_no_header_ends_the_header_and_is_kept() -> None:
    message = parse(b"From: ana@example.com\nHello there, this is text\nand more\n\nSubject: no\n")
    assert message.text.startswith("Hello there")
    assert message.subject == ""


def test_text_without_any_header_is_text() -> None:
    assert parse(b"Just words\nand more\n").text == "Just words\nand more"


@pytest.mark.parametrize("raw", [b"", b"\n", b" \r\n\r\n", b"\0" * 100])
def test_nothing_readable_is_said_so(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(raw)


def test_header_only_mail_is_readable() -> None:
    assert parse(b"From: ana@example.com\nSubject: only this").subject == "only this"


@pytest.mark.parametrize(
    ("kind", "sealed"),
    [
        (b"multipart/signed; boundary=b", True),
        (b"multipart/encrypted; boundary=b", True),
        (b"application/pkcs7-mime; smime-type=signed-data", True),
        (b"multipart/mixed; boundary=b", False),
    ],
)
def test_signed_and_encrypted_mails_are_sealed(kind: bytes, sealed: bool) -> None:
    assert parse(HEAD + b"Content-Type: " + kind + b"\n\n--b\n\nhi\n--b--\n").sealed is sealed


def test_inline_pgp_is_sealed_and_its_words_are_read() -> None:
    text = b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\ndone\n"
    text += b"-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n"
    message = parse(HEAD + b"\n" + text)
    assert message.sealed
    assert message.new_text == "done"
    assert not parse(HEAD + b"\nIn PGP, -----BEGIN PGP MESSAGE----- opens the block\n").sealed


def test_same_mail_on_another_way_has_the_same_content_key() -> None:
    mail = HEAD + b"Message-ID: <1@example.com>\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n"
    one = parse(
        b"Received: from a\nDelivered-To: x@corp.example\n"
        + mail
        + b"Content-Transfer-Encoding: 8bit\n\ncaf\xc3\xa9\n"
    )
    two = mail + b"X-Spam: no\nContent-Transfer-Encoding: quoted-printable\n\ncaf=C3=A9\n\n"
    assert one.content_key == parse(two.replace(b"\n", b"\r\n")).content_key
    assert one.sha256 != parse(two).sha256


def test_same_message_id_with_other_words_has_another_content_key() -> None:
    mail = HEAD + b"Message-ID: <1@example.com>\n\n"
    assert parse(mail + b"one").content_key != parse(mail + b"two").content_key


def test_without_message_id_the_whole_mail_counts_but_not_its_trace() -> None:
    one = parse(b"Received: from a\n" + HEAD + b"\nx")
    assert (
        one.content_key
        == parse(b"Received: from b\nReturn-Path: <x@y.example>\n" + HEAD + b"\nx").content_key
    )
    assert one.content_key != parse(HEAD.replace(b"it-help@", b"payroll@") + b"\nx").content_key


def test_content_key_sees_parts_that_the_caps_leave_unread() -> None:
    mail = (
        HEAD
        + b"Message-ID: <1@example.com>\nContent-Type: multipart/mixed; boundary=b\n\n"
        + b"--b\n\nx\n" * 1100
    )
    assert parse(mail + b"--b\n\none\n").content_key != parse(mail + b"--b\n\ntwo\n").content_key
