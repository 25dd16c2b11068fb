"""Bodies go in; the words that a person can read, and what is attached, come out."""

from __future__ import annotations

import base64

import pytest

from mailtracker.mail.message import Message
from mailtracker.mail.parse import parse

HEAD = b"From: ana@example.com\nSubject: hi\n"


def mail(content_type: bytes, body: bytes, encoding: bytes = b"") -> Message:
    lines = HEAD + (b"Content-Type: " + content_type + b"\n" if content_type else b"")
    return parse(
        lines
        + (b"Content-Transfer-Encoding: " + encoding + b"\n" if encoding else b"")
        + b"\n"
        + body
    )


def tree(kind: bytes, *parts: bytes) -> Message:
    body = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return mail(b"multipart/" + kind + b"; boundary=b", body + b"--b--\n")


PLAIN = b"Content-Type: text/plain\n\nplain words"
RICH = b"Content-Type: text/html\n\n<p>rich words</p>"


@pytest.mark.parametrize(
    ("content_type", "body", "text"),
    [
        (b"", b"caf\xc3\xa9", "café"),
        (b"", b"caf\xe9", "café"),
        (b"text/plain; charset=iso-8859-1", b"caf\xe9 \x93x\x94 \x80", "café “x” €"),
        (b"text/plain; charset=iso-8859-1", b"caf\xc3\xa9", "café"),
        (b"text/plain; charset=iso-8859-2", b"\xb1", "ą"),
        (b"text/plain; charset=utf-8", b"caf\xe9 ol\xe9", "café olé"),
        (b"text/plain; charset=us-ascii", b"caf\xc3\xa9", "café"),
        (b"text/plain; charset=", b"caf\xc3\xa9", "café"),
        (b"text/plain; charset=unknown-8bit", b"caf\xe9", "café"),
        (b'text/plain; charset="utf-8\\"', b"caf\xc3\xa9", "café"),
        (b"text/plain; charset=utf-8 (Unicode)", b"caf\xc3\xa9", "café"),
        (b"text/plain; charset=gb2312", "鑗镕".encode("gbk"), "鑗镕"),
        (b"text/plain; charset=shift_jis", "①テスト".encode("cp932"), "①テスト"),
        (b"text/plain; charset=ks_c_5601-1987", "똠방각하".encode("cp949"), "똠방각하"),
        (b"text/plain; charset=iso-2022-jp", b"\x1b$B-!%F%9%H\x1b(B ok", "①テスト ok"),
        (b"text/plain; charset=iso-2022-jp", "プリンター".encode("euc_jp"), "プリンター"),
        (b"text/plain; charset=iso-2022-jp", "プリンターです".encode("cp932"), "プリンターです"),
        (b"text/plain; charset=iso-2022-jp-2", "印刷 ok".encode("euc_jp"), "印刷 ok"),
        (b"text/plain; charset=iso-2022-jp", "プリンター".encode(), "プリンター"),
        (b"text/plain; charset=iso-2022-kr", "프린터".encode("euc_kr"), "프린터"),
        (b"text/plain; charset=hz-gb-2312", "打印机".encode("gb18030"), "打印机"),
        (b"text/plain; charset=utf-16", "hi there".encode("utf-16"), "hi there"),
        (
            b"text/plain; charset=utf-16",
            "hi there all".encode("utf-16") + b"\n",
            "hi there all\ufffd",
        ),
        (
            b"text/plain; charset=utf-16be",
            "grüße dich".encode("utf-16be") + b"\0",
            "grüße dich\ufffd",
        ),
        (b"text/plain; charset=utf-16le", "grüße dich".encode("utf-16le")[:-1], "grüße dic\ufffd"),
        (b"text/plain; charset=utf-16", b"plain ascii", "plain ascii"),
        (b"text/plain; charset=utf-7", b"caf+AOk-", "café"),
        (b"text/plain; charset=utf-7", b"+2AA- lone", "� lone"),
        (
            b"text/plain; charset=utf-7",
            b"caf+AOk- at nine\n+AD4 Where is it?\n\n-- \nKey: Bg+1 Q+xE",
            "café at nine\n> Where is it?\n\n-- \nKey: Bg�Q�",
        ),
        (b"text/plain; charset=rot13", b"uryyb", "uryyb"),
        (b"text/plain; charset=unicode_escape", b"\\u0041", "\\u0041"),
        (b"text/plain; charset=punycode", b"abc-", "abc-"),
        (b"text/plain; charset=utf-8", b"\xef\xbb\xbfbom", "bom"),
        (b"text/plain; charset=utf-8", b"nul\0 and \x1bescape", "nul and escape"),
        (
            b"text/plain; charset=utf-8",
            b"g\xc3\xbc\xc3\xa4\xc3\xb6\xc3\x9f gut \xff",
            "güäöß gut �",
        ),
        (b"text", b"hello", "hello"),
        (b"nonsense", b"hello", "hello"),
        (b"text/plain; format=flowed; =; charset", b"hello", "hello"),
    ],
)
def test_body_is_read_whatever_its_charset_claims(
    content_type: bytes, body: bytes, text: str
) -> None:
    assert mail(content_type, body).text == text


@pytest.mark.parametrize(
    ("around", "part", "text"),
    [
        (b"iso-8859-2", b"\n\nZa\xbf\xf3\xb3\xe6", "Zażółć"),
        (b'"ISO-8859-2"', b"Content-Type: text/plain\n\nZa\xbf\xf3\xb3\xe6", "Zażółć"),
        (b"iso-8859-2", b"Content-Type: text/html\n\n<p>Za\xbf\xf3\xb3\xe6</p>", "Zażółć"),
        (b"koi8-r", b"\n\n\xf0\xd2\xc9\xd7\xc5\xd4", "Привет"),
        (b"iso-8859-2", "\n\nZażółć".encode(), "Zażółć"),
        (b"iso-8859-2", b"Content-Type: text/plain; charset=cp1252\n\ncaf\xe9", "café"),
        (b"nonsense", b"\n\ncaf\xe9", "café"),
        (b"utf-8", b"\n\ncaf\xe9", "café"),
        (b"utf-16", b"\n\nplain ascii", "plain ascii"),
    ],
)
def test_a_charset_of_the_container_is_a_hint_for_what_names_none(
    around: bytes, part: bytes, text: str
) -> None:
    part = part.removeprefix(b"\n")
    assert tree(b"mixed; charset=" + around, part).text == text
    inner = b"Content-Type: multipart/alternative; boundary=c\n\n--c\n" + part + b"\n--c--"
    assert tree(b"signed; charset=" + around, inner).text == text


@pytest.mark.parametrize(
    ("subject", "body", "text"),
    [
        (b"=?koi8-r?B?9MXT1A==?=", b"\xf4\xe5\xf3\xf4", "ТЕСТ"),
        (b"=?ISO-8859-2?Q?Pro=B6ba?=", b"Prosz\xea, pom\xf3\xbfcie.", "Proszę, pomóżcie."),
        (b"=?iso-8859-2*pl?q?Pro=B6ba?=", b"Prosz\xea", "Proszę"),
        ("тест тест".encode("koi8-r"), b"\xf4\xe5\xf3\xf4", "ТЕСТ"),
        (b"=?utf-8?q?caf=C3=A9?=", b"caf\xe9", "café"),
        (b"=?koi8-r?B?9MXT1A==?=", "Żółć".encode(), "Żółć"),
        (b"=?nonsense?q?x?=", b"caf\xe9", "café"),
        (b"caf\xe9", b"caf\xe9", "café"),
        (b"plain", b"caf\xe9", "café"),
    ],
)
def test_a_body_without_a_charset_is_read_by_that_of_the_subject(
    subject: bytes, body: bytes, text: str
) -> None:
    head = b"From: ana@example.com\nSubject: " + subject + b"\nMIME-Version: 1.0\n"
    assert parse(head + b"\n" + body).text == text
    assert parse(head + b"Content-Type: text/plain\n\n" + body).text == text


@pytest.mark.parametrize(
    "body",
    [
        b"these are words and not base sixty four\nat all",
        b"Please call me back\ntoday",
        b"It is jammed, as it was yesterday. Can you come?",
    ],
)
def test_words_that_are_called_base64_are_words(body: bytes) -> None:
    assert mail(b"text/plain", body, b"base64").text == body.decode()


def test_base64_with_blanks_for_its_plus_signs_is_none_of_those() -> None:
    whole = base64.b64encode("Zażółć gęślą jaźń, proszę o pomoc. ".encode() * 3)
    cut = whole[:40] + b" " + whole[40:100] + b" " + whole[100:]
    assert mail(b"text/plain; charset=utf-8", cut, b"base64").text.startswith("Zażółć")


@pytest.mark.parametrize(
    ("encoding", "body", "text"),
    [
        (b"quoted-printable", b"caf=C3=A9 soft=\nbreak", "café softbreak"),
        (b"Quoted-Printable", b"caf\xc3\xa9 raw =ZZ =", "café raw =ZZ"),
        (b"quoted-printable", b"soft= \nbreak", "softbreak"),
        (b"base64", base64.b64encode("café".encode()), "café"),
        (b"BASE64", b"Y2Fm\nw6k", "café"),
        (b" base64 ", b"Y2Fmw6k=\n\n_______________\nlist footer of the list\n", "café"),
        (b"base64", b"!!Y2F!mw6k=", "café"),
        (b"base64", b"aGVs bG8=", "hello"),
        (b"x-unknown", b"caf\xc3\xa9", "café"),
        (b"8bit", b"caf\xc3\xa9", "café"),
        (b"x-uuencode", b"begin 644 t.txt\n%:&5L;&\\\nend\n", "hello"),
    ],
)
def test_body_is_read_whatever_its_transfer_encoding(
    encoding: bytes, body: bytes, text: str
) -> None:
    assert mail(b"text/plain; charset=utf-8", body, encoding).text.strip() == text


def test_unknown_transfer_encoding_is_noted() -> None:
    assert "unknown transfer encoding x-odd" in mail(b"text/plain", b"x", b"x-odd").defects


def test_of_alternatives_the_plain_text_counts() -> None:
    message = tree(b"alternative", RICH, PLAIN)
    assert message.text == "plain words"
    assert message.html is not None
    assert message.plain is not None
    assert message.attachments == ()


def test_empty_plain_text_gives_way_to_html() -> None:
    assert tree(b"alternative", b"Content-Type: text/plain\n\n \n", RICH).text == "rich words"


def test_html_only_mail_is_rendered() -> None:
    html = (
        b"<html><head><title>T</title><style>p {x}</style></head><body><p>Hello,<br>the "
        b"<b>printer_3</b> *burns*.</p>"
    )
    message = mail(
        b"text/html; charset=utf-8",
        html + b"<div style='display:none'>hidden</div><p>Gr\xc3\xbc\xc3\x9fe</p>",
    )
    assert message.text.strip() == "Hello,\nthe printer_3 *burns*.\n\nGrüße"


def test_html_charset_is_taken_from_its_own_head() -> None:
    assert mail(b"text/html", b'<meta charset="iso-8859-2"><p>\xb1</p>').text.strip() == "ą"


def test_quote_in_html_is_marked_and_an_indent_is_not() -> None:
    html = (
        b"<div>My answer</div><blockquote style='margin-left:40px'>still mine</blockquote>"
        b"<div class=gmail_attr>On Mon, Jan 5, 2026 at 9:00 AM Bo &lt;bo@corp.example&gt; "
        b"wrote:<br></div>"
        b"<blockquote class=gmail_quote>old<blockquote "
        b"type=cite>older</blockquote></blockquote><div>And below</div>"
    )
    message = mail(b"text/html", html)
    assert message.new_text == "My answer\n\nstill mine\n\nAnd below"
    assert "> > older" in message.text


def test_outlook_html_reply_keeps_only_the_answer() -> None:
    html = (
        b"<div class=WordSection1><p class=MsoNormal>Thanks, works now.<o:p></o:p></p><p "
        b"class=MsoNormal><o:p>&nbsp;</o:p></p>"
        b"<div style='border:none;border-top:solid #E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> "
        b"IT help &lt;it@corp.example&gt;"
        b"<br><b>Sent:</b> Monday, January 5, 2026 9:00<br><b>To:</b> Ana<br><b>Subject:</b> RE: "
        b"VPN</p></div>"
        b"<p>Please try.</p></div>"
    )
    message = mail(b"text/html", html)
    assert message.new_text == "Thanks, works now."
    assert message.text.endswith("Please try.\n") or message.text.endswith("Please try.")


def test_html_too_large_is_noted_and_not_read() -> None:
    message = mail(b"text/html", b"<p>" + b"x" * (2 * 1024 * 1024 + 1))
    assert message.text == ""
    assert "HTML too large to read" in message.defects


def test_several_text_parts_are_one_text() -> None:
    message = tree(
        b"mixed", PLAIN, b"Content-Type: image/png\n\nx", b"Content-Type: text/plain\n\nmore words"
    )
    assert message.text == "plain words\n\nmore words"
    assert [part.content_type for part in message.attachments] == ["image/png"]


def test_same_words_as_plain_and_html_side_by_side_are_read_once() -> None:
    assert (
        tree(b"mixed", PLAIN, b"Content-Type: text/html\n\n<p>plain <b>words</b></p>").text
        == "plain words"
    )


def test_attached_text_is_no_body() -> None:
    message = tree(
        b"mixed",
        PLAIN,
        b"Content-Type: text/plain; name=log.txt\nContent-Disposition: attachment\n\nERROR",
    )
    assert message.text == "plain words"
    assert [part.filename for part in message.attachments] == ["log.txt"]


def test_named_text_beside_a_body_is_attached_but_alone_it_is_the_body() -> None:
    named = b"Content-Type: text/plain; name=body.txt\n\nnamed words"
    assert [part.filename for part in tree(b"mixed", PLAIN, named).attachments] == ["body.txt"]
    assert tree(b"mixed", named).text == "named words"


@pytest.mark.parametrize(
    ("content_type", "name"),
    [
        (b"application/pdf", ""),
        (b"application/ms-tnef; name=winmail.dat", "winmail.dat"),
        (b"application/pkcs7-signature; name=smime.p7s", "smime.p7s"),
        (b"text/calendar; method=REQUEST", ""),
        (b"image/png; name=a.png", "a.png"),
        (b"message/rfc822", ""),
        (b"odd/type; name=x", "x"),
    ],
)
def test_everything_that_is_not_shown_is_attached(content_type: bytes, name: str) -> None:
    message = tree(b"mixed", PLAIN, b"Content-Type: " + content_type + b"\n\nx")
    assert [part.filename for part in message.attachments] == [name]


def test_body_that_is_only_an_attachment_has_no_text() -> None:
    message = mail(b"application/pdf; name=a.pdf", b"QUJD", b"base64")
    assert message.text == ""
    assert [part.filename for part in message.attachments] == ["a.pdf"]
    assert message.plain is None


def test_attachments_of_one_name_are_all_there() -> None:
    one = b"Content-Type: image/png; name=a.png\n\nx"
    assert len(tree(b"mixed", PLAIN, one, one).attachments) == 2


def test_uuencoded_file_in_the_text_is_an_attachment_with_its_place() -> None:
    block = b"begin 644 log.txt\n%:&5L;&\\\n`\nend"
    raw = HEAD + b"\nsee the log\n" + block + b"\nbye\n"
    message = parse(raw)
    (part,) = message.attachments
    assert (part.filename, part.encoding) == ("log.txt", "x-uuencode")
    assert raw[part.body[0] : part.body[1]] == block
    assert message.text.split() == ["see", "the", "log", "bye"]


def test_sentence_that_begins_with_begin_is_text() -> None:
    text = "begin 100 times\nWe begin again\nend"
    assert mail(b"", text.encode()).text == text


def test_email_reply_parser_65_text_is_capped_and_noted() -> None:
    """One long text kept the search for quotes busy without end. Here what is looked through for
    them ends at 64 KB, whatever was written (I9).
    """
    message = mail(b"", b"word " * 30_000)
    assert len(message.text) == 64 * 1024
    assert "text cut" in message.defects


def test_forward_subject_makes_the_quoted_matter_forwarded() -> None:
    body = (
        b"Please handle.\n\nFrom: Carl <carl@example.com>\nSent: Monday, January 5, 2026\n"
        b"To: Ana\nSubject: Invoice\n\n"
    )
    body += b"Where is it?\n"
    message = parse(b"From: ana@example.com\nSubject: FW: Invoice\n\n" + body)
    assert message.new_text == "Please handle."
    assert message.forwarded.endswith("Where is it?")
    assert parse(b"From: ana@example.com\nSubject: RE: Invoice\n\n" + body).forwarded == ""


def test_the_dashes_that_a_signed_text_escapes_are_the_writer_s() -> None:
    signed = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nTwo:\n- - one\n- - two\n- no list\n\n"
        b"- -- \nEva\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n-----END PGP SIGNATURE-----\n"
    )
    found = mail(b"text/plain", signed)
    assert found.text == "Two:\n- one\n- two\n- no list\n\n-- \nEva"
    assert found.new_text == "Two:\n- one\n- two\n- no list"
