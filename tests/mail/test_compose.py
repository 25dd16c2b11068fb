"""Mails of ours are legal, readable by others, threaded, and say
nothing that a stranger put there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailtracker.errors import MailtrackerError
from mailtracker.mail.message import Address
from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.encode import encode_text
from mailtracker.mail.outgoing.envelope import Rendered
from mailtracker.mail.parse import parse
from tests.mail.made import ENVELOPE, LETTER, SECOND, assert_transportable, read

NAMES = [
    "Ana Lund",
    "Lund, Ana",
    'Ana "the VPN" Lund',
    "Back\\slash\\",
    "Jörg Größe",
    "Müller, Jörg",
    "Ana \U0001f600\U0001f469‍\U0001f4bb",
    "Ana\r\nBcc: spy@example.com",
    "ceo@corp.example",
    "=?utf-8?q?spoof?=",
    "x" * 300,
    "ü" * 300,
    "日本語の名前",
    "a.b. c",
    "(comment)",
    "<x@example.com>",
    "Group: a, b;",
]
SUBJECTS = [
    "Größe der VPN-Leitung",
    "ends with an emoji \U0001f600",
    "日本語" * 60,
    "word " * 100,
    "=?utf-8?q?already_encoded?=",
    "a =?utf-8?b?!!?= b",
    "x" * 1500,
    "mixed ü " * 40,
    "[x](http://example.com) <script>",
    ". leading dot",
    "ɐ̃" * 90,
]


def raw_field(raw: bytes, name: str) -> str:
    """The field as written, unfolded and nothing else."""
    head = raw.partition(b"\r\n\r\n")[0].decode()
    found = re.search(rf"(?:\A|\r\n){name}: ([^\r\n]*(?:\r\n[ \t][^\r\n]*)*)", head)
    assert found, name
    return found[1].replace("\r\n", "")


def field_names(raw: bytes) -> list[str]:
    head = raw.partition(b"\r\n\r\n")[0].decode()
    return [line.partition(":")[0] for line in head.split("\r\n") if line[0] not in " \t"]


def test_letter_arrives_in_both_forms() -> None:
    mail = read(compose(LETTER, ENVELOPE))
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert mail.get_content_type() == "multipart/alternative"
    assert text is not None
    assert html is not None
    assert text.get_content().replace("\r\n", "\n") == LETTER.text
    assert html.get_content().strip() == LETTER.html
    assert not mail.defects


def test_our_own_reader_reads_what_we_write() -> None:
    message = parse(compose(LETTER, ENVELOPE))
    assert message.message_id == ENVELOPE.message_id
    assert message.in_reply_to == ("<first@example.com>",)
    assert message.references == (*ENVELOPE.references, SECOND)
    assert message.sender == ENVELOPE.sender
    assert message.to == (ENVELOPE.to,)
    assert message.reply_to == (Address("", "it-help+1abc@corp.example"),)
    assert message.subject == ENVELOPE.subject
    assert message.date == ENVELOPE.date
    assert message.text.strip() == LETTER.text.strip()
    assert not message.defects


def test_automatic_mail_says_so_and_a_persons_does_not() -> None:
    automatic = parse(compose(LETTER, ENVELOPE))
    assert automatic.field("Auto-Submitted") == "auto-replied"
    assert automatic.field("X-Auto-Response-Suppress") == "All"
    by_hand = parse(compose(LETTER, replace(ENVELOPE, auto="")))
    assert not by_hand.field("Auto-Submitted")
    assert not by_hand.field("X-Auto-Response-Suppress")


def test_reference_and_language_stand_in_the_header() -> None:
    message = parse(compose(LETTER, ENVELOPE))
    assert message.field("X-Mailtracker-Reference") == "IT-1042"
    assert message.field("Content-Language") == "de"
    assert message.field("MIME-Version") == "1.0"


def test_no_reply_to_is_written_where_none_is_wanted() -> None:
    assert "Reply-To" not in field_names(compose(LETTER, replace(ENVELOPE, reply_to=None)))


@pytest.mark.parametrize("length", [20, 40, 63, 64, 65, 77, 78, 79, 80, 99, 120, 200, 250])
def test_long_ids_go_out_byte_for_byte(length: int) -> None:
    """80-character ids of Microsoft 365 must not be encoded."""
    ids = tuple(
        f"<{number:02}".ljust(length - 12, "x") + "@example.com" + ">" for number in range(5)
    )
    raw = compose(LETTER, replace(ENVELOPE, in_reply_to=ids[-1], references=ids))
    assert raw_field(raw, "In-Reply-To") == ids[-1]
    assert raw_field(raw, "References").split() == [*ids, SECOND]
    assert f"In-Reply-To: {ids[-1]}\r\n".encode() in raw
    assert_transportable(raw)


def test_a_thread_without_end_keeps_its_first_and_newest_ids() -> None:
    ids = tuple(f"<{number}@example.com>" for number in range(5000))
    kept = raw_field(compose(LETTER, replace(ENVELOPE, references=ids)), "References").split()
    assert kept[0] == ids[0]
    assert kept[-2:] == [ids[-1], SECOND]
    assert len(kept) < 50


def test_junk_instead_of_an_id_is_left_out() -> None:
    raw = compose(
        LETTER,
        replace(
            ENVELOPE, in_reply_to="", references=("<ok@x.example>", "<größe@x>", "<" + "y" * 2000)
        ),
    )
    assert raw_field(raw, "References").split() == ["<ok@x.example>", SECOND]
    assert "In-Reply-To" not in field_names(raw)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_hostile_subject_comes_back_whole(subject: str) -> None:
    raw = compose(LETTER, replace(ENVELOPE, subject=subject))
    assert_transportable(raw)
    wanted = clean_header(subject)
    assert str(make_header(decode_header(raw_field(raw, "Subject")))) == wanted
    assert parse(raw).subject == wanted
    assert all(len(word) <= 75 for word in re.findall(r"=\?.*?\?=", raw_field(raw, "Subject")))


def test_subject_lines_are_folded() -> None:
    head = compose(LETTER, replace(ENVELOPE, subject="ü word " * 30)).partition(b"\r\n\r\n")[0]
    assert max(map(len, head.split(b"\r\n"))) <= 78


def test_empty_subject_falls_back_to_the_letters() -> None:
    assert parse(compose(LETTER, replace(ENVELOPE, subject=""))).subject == "Your request"
    assert (
        parse(compose(replace(LETTER, subject=""), replace(ENVELOPE, subject="\r\n"))).subject
        == "(no subject)"
    )


@pytest.mark.parametrize("name", NAMES)
def test_hostile_display_name_stays_one_name(name: str) -> None:
    raw = compose(
        LETTER,
        replace(
            ENVELOPE, to=Address(name, "ana@corp.example"), sender=Address(name, "it@corp.example")
        ),
    )
    assert_transportable(raw)
    shown = getaddresses([raw_field(raw, "To")])
    assert [mail for _, mail in shown] == ["ana@corp.example"]
    assert str(make_header(decode_header(shown[0][0]))) == clean_header(name)
    assert [a.addr_spec for a in read(raw)["From"].addresses] == ["it@corp.example"]
    assert parse(raw).to == (Address(clean_header(name), "ana@corp.example"),)


def test_cve_2024_6923_a_line_break_in_a_value_makes_no_new_field() -> None:
    """A line break in the value of a header field was written as it was, so that what stood behind
    it became a field of its own. Here one function takes it out of everything that we write (S2).
    """
    evil = "x\r\nBcc: spy@example.com\r\n\r\nbody"
    envelope = replace(
        ENVELOPE,
        subject=evil,
        sender=Address(evil, "it@corp.example"),
        to=Address(evil, "ana@corp.example"),
        cc=(Address(evil, "bo@corp.example"),),
        in_reply_to=evil,
        references=(evil, "<a@x>\nBcc: spy@example.com"),
        reference=evil,
        language=evil,
        message_id="<a@x>\r\nBcc: spy@example.com",
    )
    raw = compose(LETTER, envelope)
    assert "Bcc" not in field_names(raw)
    assert len(field_names(raw)) == len(set(field_names(raw)))
    assert_transportable(raw)


def test_address_that_is_none_is_refused_with_one_clear_line() -> None:
    for bad in (
        "",
        "nobody",
        "a@",
        "@b.example",
        "a@b c.example",
        "a@b.example>, <spy@example.com",
        "a@b.example\r\nBcc: x@y",
    ):
        with pytest.raises(MailtrackerError, match="no address"):
            compose(LETTER, replace(ENVELOPE, to=Address("x", bad)))


def test_odd_but_legal_local_parts_are_quoted() -> None:
    raw = compose(LETTER, replace(ENVELOPE, to=Address("", "first..last@example.com")))
    assert raw_field(raw, "To") == '"first..last"@example.com'


def test_international_domain_is_written_in_ascii() -> None:
    raw = compose(LETTER, replace(ENVELOPE, to=Address("Jörg", "joerg@müller.example")))
    assert raw_field(raw, "To").endswith("<joerg@xn--mller-kva.example>")


def test_cc_that_cannot_be_written_is_left_out_and_the_mail_still_goes() -> None:
    raw = compose(
        LETTER, replace(ENVELOPE, cc=(Address("", "bad"), Address("Bo", "bo@corp.example")))
    )
    assert raw_field(raw, "Cc") == "Bo <bo@corp.example>"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "no line end",
        ".\n..\n.\r\n",
        "From the start\nFrom here\n",
        "trailing space \nand tab\t\n",
        "x" * 5000,
        "ü" * 5000,
        "日本語\n" * 300,
        "a\r\nb\rc\n",
        "=3D =\n",
        "NUL\0 and \ud800 surrogate",
        "\U0001f600" * 500,
        "--=_mt_ looks like a boundary\n",
    ],
)
def test_any_text_goes_as_legal_lines_and_comes_back(text: str) -> None:
    raw = compose(Rendered("s", text, "<p>x</p>"), ENVELOPE)
    assert_transportable(raw)
    body = read(raw).get_body(("plain",))
    assert body is not None
    wanted = (
        text.replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\0", "\ufffd")
        .replace("\ud800", "\ufffd")
    )
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == wanted.rstrip("\n")


def test_same_input_gives_the_same_bytes() -> None:
    assert compose(LETTER, ENVELOPE) == compose(LETTER, ENVELOPE)


@given(st.text(max_size=150), st.text(max_size=150))
def test_no_subject_and_no_name_injects_anything(subject: str, name: str) -> None:
    raw = compose(LETTER, replace(ENVELOPE, subject=subject, to=Address(name, "ana@corp.example")))
    assert_transportable(raw)
    assert field_names(raw) == field_names(compose(LETTER, ENVELOPE))
    assert [mail for _, mail in getaddresses([raw_field(raw, "To")])] == ["ana@corp.example"]
    wanted = clean_header(subject) or LETTER.subject
    assert str(make_header(decode_header(raw_field(raw, "Subject")))) == wanted


@given(st.text(st.characters(), max_size=300), st.text(st.characters(), max_size=300))
def test_any_letter_is_legal_mail(text: str, html: str) -> None:
    assert_transportable(compose(Rendered("s", text, html), ENVELOPE))


def test_the_same_instant_is_written_in_the_zone_that_it_is_given_in() -> None:
    there = ENVELOPE.date.astimezone(timezone(timedelta(hours=1)))
    assert b"\r\nDate: Sun, 22 Nov 2026 09:30:00 +0000\r\n" in compose(LETTER, ENVELOPE)
    assert b"\r\nDate: Sun, 22 Nov 2026 10:30:00 +0100\r\n" in compose(
        LETTER, replace(ENVELOPE, date=there)
    )


LINES = st.sampled_from(
    [
        "",
        ".",
        "From here",
        " ",
        "blank \t",
        "=",
        "x" * 74 + "é",
        "ü" * 40,
        "y" * 400,
        "a\0b",
        "\ud800",
    ]
)


@given(st.lists(LINES, max_size=8), st.sampled_from(["\n", "\r\n", "\r"]), st.text(max_size=90))
def test_lines_that_are_remembered_are_encoded_as_all_others(
    lines: list[str], end: str, last: str
) -> None:
    text = end.join([*lines, last])
    assert encode_text(text, of_ours=True) == encode_text(text)
