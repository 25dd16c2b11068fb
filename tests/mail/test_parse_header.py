"""Header lines go in; subject, people, ids, date and file names come out
as a person would read them.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailtracker.mail.message import Message
from mailtracker.mail.parse import parse


def mail(*lines: bytes, body: bytes = b"hello") -> Message:
    return parse(b"\r\n".join((*lines, b"", body)))


def subject(value: bytes) -> str:
    return mail(b"From: ana@example.com", b"Subject: " + value).subject


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"plain words", "plain words"),
        (b"folded\r\n words\r\n\tmore", "folded words more"),
        (b"=?utf-8?q?Dr=C3=BCcker_brennt?=", "Drücker brennt"),
        (b"=?UTF-8?B?RHLDvGNrZXI=?=", "Drücker"),
        (b"=?utf-8?q?two?= =?utf-8?q?_words?=", "two words"),
        (b"=?utf-8?b?RHLD?= =?utf-8?b?vGNrZXI=?=", "Drücker"),
        (b"=?utf-8?b?RHLDv?= =?utf-8?b?GNrZXI=?=", "Drücker"),
        (b"=?utf-8?q?D=C3?=\r\n =?utf-8?q?=BCse?= now", "Düse now"),
        (b"=?iso-8859-1?q?caf=E9?= and =?utf-8?q?th=C3=A9?=", "café and thé"),
        (b"=?utf-8*de?q?Gr=C3=BCn?=", "Grün"),
        (b"=?utf-8?q?with spaces inside?=", "with spaces inside"),
        (b"[IT]=?utf-8?q?_no_gap?=", "[IT] no gap"),
        (b"=?x-unknown?q?caf=C3=A9?=", "café"),
        (b"=?rot13?q?hello?=", "hello"),
        (b"=?utf-8?q?broken", "=?utf-8?q?broken"),
        (b"=?utf-8?q?open =?utf-8?q?closed?=", "=?utf-8?q?open closed"),
        (b"=?gb2312?b?1eQ=?=", "珍"),
        (b"=?gb2312?b?6Gc=?=", "鑗"),
        (b"=?iso-2022-jp?b?GyRCJUYlOSVIGyhC?=", "テスト"),
        (b"=?iso-2022-jp?b?GyRCLSEbKEI=?=", "①"),
        (b"=?utf-7?q?caf+AOk-?=", "café"),
        (b"=?utf-16?b?/v8AaABp?=", "hi"),
        (b"Fr\xfchst\xfcck", "Frühstück"),
        ("Frühstück".encode(), "Frühstück"),
        (b"=?windows-1252?q?=93quoted=94_=80?=", "“quoted” €"),
        (b"=?iso-8859-1?q?=93quoted=94?=", "“quoted”"),
        (b"a=?utf-8?q?=0D=0ABcc:_x@example.com?=", "a Bcc: x@example.com"),
        (b"nul \0 and bell \a", "nul and bell"),
        (b"", ""),
    ],
)
def test_subject_is_read_as_written(value: bytes, text: str) -> None:
    assert subject(value) == text


def test_raw_8bit_subject_uses_the_charset_of_the_body() -> None:
    message = mail(
        "Subject: Привет".encode("koi8-r"),
        b"Content-Type: text/plain; charset=koi8-r",
        body="Привет".encode("koi8-r"),
    )
    assert (message.subject, message.text) == ("Привет", "Привет")


def test_name_of_a_field_may_be_followed_by_blanks_and_come_twice() -> None:
    message = mail(b"Subject : one", b"SUBJECT: two", b"X-Thing: 1")
    assert message.subject == "one"
    assert message.all_fields("subject") == ("one", "two")


@pytest.mark.parametrize(
    ("value", "name", "address"),
    [
        (b"ana@example.com", "", "ana@example.com"),
        (b"<ana@example.com>", "", "ana@example.com"),
        (b"Ana Costa <ana@example.com>", "Ana Costa", "ana@example.com"),
        (b'"Costa, Ana" <Ana@Example.com>', "Costa, Ana", "Ana@Example.com"),
        (b"Costa, Ana <ana@example.com>", "Costa, Ana", "ana@example.com"),
        (b"ana@example.com (Ana Costa)", "Ana Costa", "ana@example.com"),
        (b"=?utf-8?q?Bj=C3=B8rn?= <b@example.com>", "Bjørn", "b@example.com"),
        (b'"=?utf-8?q?Bj=C3=B8rn?=" <b@example.com>', "Bjørn", "b@example.com"),
        (b"b@y.example <b@y.example>", "b@y.example", "b@y.example"),
        (b'"a@x.example" <b@y.example>', "a@x.example", "b@y.example"),
        (b"< ana@example.com >", "", "ana@example.com"),
        (b"Ana (work) <ana@example.com> (x)", "Ana", "ana@example.com"),
        (b"Dr. Ana K. Costa <ana@example.com>", "Dr. Ana K. Costa", "ana@example.com"),
        (b"Ana\r\n <ana@example.com>", "Ana", "ana@example.com"),
        ("Bjørn <bjørn@bücher.example>".encode(), "Bjørn", "bjørn@bücher.example"),
        (b"Bj\xf8rn <b@example.com>", "Bjørn", "b@example.com"),
        (b"Team: Ana <ana@example.com>", "Team: Ana", "ana@example.com"),
        (
            b'"Ana \\"the boss\\" Costa" <ana@example.com>',
            'Ana "the boss" Costa',
            "ana@example.com",
        ),
    ],
)
def test_sender_is_the_one_mailbox_of_from(value: bytes, name: str, address: str) -> None:
    message = mail(b"From: " + value)
    assert message.sender is not None, message.sender_doubt
    assert (message.sender.name, message.sender.email) == (name, address)
    assert message.sender_doubt == ""


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"<>",
        b"Ana",
        b"root",
        b"<root>",
        b"ana@example.com, bo@example.com",
        b"<ana@example.com> <bo@example.com>",
        b"a@x.example, <b@y.example>",
        b"Team: ana@example.com;",
        b"x: ana@example.com, bo@example.com;",
        b"=?utf-8?q?alice=40example.org=2C?= bob@evil.example",
        b"=?utf-8?q?Bo_=3Cbo=40corp.example=3E?=",
        b"Ana <=?utf-8?q?ana=40example.com?=>",
        b"Ana ana@example.com",
        b"<<ana@example.com>>",
        b"ana @ example.com",
        b"<ana@example.com",
        b"<ana@evil.example@example.com>",
        b'"ana costa"@example.com',
        b"<@relay.example:ana@example.com>",
        b"<ana@[192.0.2.1]>",
        b"<ana@example..com>",
        b"ana\0@example.com",
        b"<ana@example.com> and more",
        b"(" * 900 + b"ana@example.com",
        b"a@x.example <b@y.example>",
        b"ana@example.com (bo@corp.example)",
        b"<mailto:ana@example.com>",
        b"ana@example.com, evil",
        b"undisclosed:;, ana@example.com",
        b'x\\"<evil@evil.example>" <ana@example.com>',
        b"evil\x0b@evil.example <ana@example.com>",
    ],
)
def test_cve_2023_27043_sender_in_doubt_is_nobody(value: bytes) -> None:
    """Python's email package read another address from some From lines than the one that mail
    servers judge. Here a From that can be read in two ways names nobody (T1).
    """
    message = mail(b"From: " + value)
    assert message.sender is None
    assert message.sender_doubt


def test_two_from_fields_are_nobody() -> None:
    message = mail(b"From: ana@example.com", b"From: bo@corp.example")
    assert message.sender is None
    assert [address.email for address in message.from_] == ["ana@example.com", "bo@corp.example"]


def test_reply_to_is_no_sender() -> None:
    assert mail(b"Reply-To: bo@corp.example").sender is None


def test_other_address_in_the_name_is_noted() -> None:
    assert (
        "the sender's name shows another address"
        in mail(b'From: "bo@corp.example" <eve@evil.example>').defects
    )
    assert mail(b'From: "bo@corp.example" <bo@corp.example>').defects == ()


def test_recipients_keep_order_and_lose_doubles() -> None:
    message = mail(
        b"To: IT <it@corp.example>, Ana <ana@example.com>; it@CORP.example",
        b"To: x@y.example",
        b"Cc: undisclosed:;",
    )
    assert [address.email for address in message.to] == [
        "it@corp.example",
        "ana@example.com",
        "x@y.example",
    ]
    assert message.cc == ()


def test_reply_all_to_four_hundred_people_is_ordinary() -> None:
    people = b",\r\n ".join(b'"Person, %d" <p%d@corp.example>' % (n, n) for n in range(400))
    message = mail(b"From: ana@example.com", b"To: " + people)
    assert len(message.to) == 400
    assert message.defects == ()


def test_delivered_to_collects_every_envelope_field() -> None:
    message = mail(
        b"Delivered-To: it+a1@corp.example",
        b"X-Original-To: it@corp.example",
        b"Envelope-To: <it@corp.example>",
    )
    assert message.delivered_to == ("it+a1@corp.example", "it@corp.example")


@pytest.mark.parametrize(
    ("value", "ids"),
    [
        (b"<a@x.example>", ("<a@x.example>",)),
        (b"<a@x.example> <b@x.example> <a@x.example>", ("<a@x.example>", "<b@x.example>")),
        (b"<a@x.example><b@x.example>", ("<a@x.example>", "<b@x.example>")),
        (b"bare@x.example", ("<bare@x.example>",)),
        (b"<folded\r\n @x.example>", ("<folded@x.example>",)),
        (b'Your message of "Mon, 5 Jan" <a@x.example>', ("<a@x.example>",)),
        (b"=?utf-8?q?=3Clong=40x.example=3E?=", ("<long@x.example>",)),
        (b"no id here", ()),
        (b"<<<<", ()),
        (b"", ()),
    ],
)
def test_ids_are_found_among_junk(value: bytes, ids: tuple[str, ...]) -> None:
    assert mail(b"References: " + value).references == ids
    assert mail(b"In-Reply-To: " + value).in_reply_to == ids


def test_message_id_is_the_first_readable_one() -> None:
    assert (
        mail(b"Message-ID: ", b"Message-Id: <1@x.example>", b"Message-ID: <2@x.example>").message_id
        == "<1@x.example>"
    )
    assert mail(b"Subject: none").message_id == ""


@pytest.mark.parametrize(
    ("value", "date"),
    [
        (b"Mon, 5 Jan 2026 10:00:00 +0100", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        (b"5 Jan 2026 10:00 -0000", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        (b"Mon, 5 Jan 2026 10:00:00 +0100 (CET)", datetime(2026, 1, 5, 9, tzinfo=UTC)),
        (b"Mo, 5 Jan 2026 10:00:00 GMT", datetime(2026, 1, 5, 10, tzinfo=UTC)),
        (b"yesterday", None),
        (b"Mon, 31 Feb 2026 10:00:00 +0000", None),
        (b"Mon, 1 Jan 9999 23:59:59 -2359", None),
        (b"Thu, 01 Jan 1970 00:00:00 +0000", None),
        (b"Mon, 5 Jan 99999999999999999999 10:00:00 +0000", None),
        (b"Mon, 5 Jan 2026 10:00:00 +99999999", None),
        (b"", None),
    ],
)
def test_date_is_utc_or_nothing(value: bytes, date: datetime | None) -> None:
    assert mail(b"Date: " + value).date == date


def test_list_id_is_the_bracketed_part() -> None:
    assert mail(b"List-Id: IT help <IT-help.corp.example>").list_id == "it-help.corp.example"
    assert mail(b"List-Id: it-help.corp.example").list_id == "it-help.corp.example"


def attached(*lines: bytes) -> str:
    head = (
        b"Content-Type: application/octet-stream\r\n"
        if not lines[0].lower().startswith(b"content-type")
        else b""
    )
    part = head + b"\r\n".join(lines)
    raw = (
        b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n"
        + part
        + b"\r\n\r\nQUJD\r\n--b--\r\n"
    )
    (found,) = parse(raw).attachments
    return found.filename


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (b'Content-Disposition: attachment; filename="plan.pdf"', "plan.pdf"),
        (b"Content-Disposition: attachment; filename=my plan.pdf; size=3", "my plan.pdf"),
        (b'Content-Disposition: attachment; filename="a;b=c.pdf"', "a;b=c.pdf"),
        (b"Content-Disposition: attachment; filename*=utf-8'de'Gr%C3%BCn.pdf", "Grün.pdf"),
        (b"Content-Disposition: attachment; filename*=iso-8859-1''Gr%FCn.pdf", "Grün.pdf"),
        (
            b"Content-Disposition: attachment; filename*0*=utf-8''Gr%C3; filename*1*=%BCn; "
            b"filename*2=.pdf",
            "Grün.pdf",
        ),
        (b'Content-Disposition: attachment; filename*1="b.pdf"; filename*0="a"', "ab.pdf"),
        (b'Content-Disposition: attachment; filename="=?utf-8?q?Gr=C3=BCn.pdf?="', "Grün.pdf"),
        (b"Content-Disposition: attachment; filename==?utf-8?b?R3LDvG4ucGRm?=", "Grün.pdf"),
        ('Content-Disposition: attachment; filename="Grün.pdf"'.encode(), "Grün.pdf"),
        (b'Content-Type: application/pdf; name="plan.pdf"', "plan.pdf"),
        (b'Content-Disposition: attachment; filename="..\\\\..\\\\etc\\\\passwd"', "passwd"),
        (b'Content-Disposition: attachment; filename="C:\\temp\\plan.pdf"', "plan.pdf"),
        (b'Content-Disposition: attachment; filename="../../etc/passwd"', "passwd"),
        (
            b"Content-Disposition: attachment; filename*=utf-8''..%2F..%2Fpasswd%0D%0AX-Evil:%201",
            "passwd X-Evil: 1",
        ),
        (b'Content-Disposition: attachment; filename=".bashrc"', "bashrc"),
        (b'Content-Disposition: attachment; filename="plan\r\n .pdf"', "plan .pdf"),
        ('Content-Disposition: attachment; filename="cod\u202exe.pdf"'.encode(), "codxe.pdf"),
        (b'Content-Disposition: attachment; filename="open.pdf', "open.pdf"),
        (b"Content-Disposition: attachment", ""),
        (
            b'Content-Disposition: attachment; filename="' + b"x" * 300 + b'.pdf"',
            "x" * 116 + ".pdf",
        ),
    ],
)
def test_file_name_is_display_text(line: bytes, name: str) -> None:
    assert attached(line) == name


JUNK = b"no field at all"
BROKEN = b"X-Odd name: value"
FOLD = b" more of it"


@pytest.mark.parametrize(
    "lines",
    [
        (JUNK,),
        (JUNK, JUNK),
        (JUNK,) * 9,
        (BROKEN,),
        (BROKEN, FOLD),
        (BROKEN, FOLD, FOLD),
        (JUNK, BROKEN, FOLD),
        (b"QWxsIG9mIHRoaXM=", b"d2FzIGEgZmllbGQ="),
    ],
)
def test_a_header_goes_on_behind_lines_that_are_no_fields(lines: tuple[bytes, ...]) -> None:
    found = mail(b"From: ana@example.com", *lines, b"Subject: Printer", b"X-Last: one")
    assert (found.subject, found.text.strip()) == ("Printer", "hello")


@pytest.mark.parametrize("above", [(b"---- Original email message ----",), (JUNK, JUNK), (BROKEN,)])
def test_lines_above_a_header_are_stepped_over(above: tuple[bytes, ...]) -> None:
    found = mail(*above, b"From: ana@example.com", b"Subject: Printer")
    assert (found.from_[0].email, found.subject) == ("ana@example.com", "Printer")


@pytest.mark.parametrize(
    "text",
    [
        (JUNK, b"see below", b"From: bo@example.com", b"Subject: Older"),
        (JUNK, JUNK, b"", b"Cc: eve@example.com"),
        (b"--=_part", b"Cc: eve@example.com"),
        (b"hello", b"written by: hand"),
    ],
)
def test_a_text_right_below_a_header_is_no_header(text: tuple[bytes, ...]) -> None:
    """It repeats what the header says, or stands above a blank line."""
    found = mail(b"From: ana@example.com", b"Subject: Printer", *text)
    assert ([one.email for one in found.from_], found.subject) == (["ana@example.com"], "Printer")
    assert found.cc == ()
