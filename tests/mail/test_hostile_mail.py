"""Mails past our caps and damaged ones go in; a Message (or Unreadable) must come out, soon, and
with offsets inside the mail.
"""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailtracker.mail.mime import header, tree
from mailtracker.mail.parse import parse
from mailtracker.mail.text.split import split
from tests.mail.past_caps import END, HEAD, MIXED, PAST_CAPS, REPORT, check

pytestmark = pytest.mark.timeout(10)


@pytest.mark.parametrize("raw", PAST_CAPS.values(), ids=PAST_CAPS.keys())
def test_a_mail_past_a_cap_is_read_in_time(raw: bytes) -> None:
    message = check(raw)
    assert message is not None


def test_cut_header_is_noted_and_the_rest_is_read() -> None:
    message = parse(PAST_CAPS["subject of 70 KB"])
    assert 60_000 < len(message.subject) <= 64 * 1024
    assert message.defects == ("header cut: subject",)
    assert message.sender is not None


def test_cut_lists_end_at_an_item() -> None:
    assert {address.email for address in parse(PAST_CAPS["70 KB of recipients"]).to} == {
        "aaaa@corp.example"
    }
    assert parse(PAST_CAPS["70 KB of references"]).references == ("<aaaa@corp.example>",)


def test_sender_of_a_cut_header_block_is_not_believed() -> None:
    raw = b"From: ana@example.com\n" + b"X-Filler: " + b"x" * 60_000 + b"\n"
    raw += (b"X-More: " + b"y" * 60_000 + b"\n") * 5 + b"From: bo@corp.example\n\nhi"
    assert parse(raw).sender is None


def test_parts_past_the_cap_are_noted_and_the_first_are_read() -> None:
    message = parse(PAST_CAPS["1,001 parts"])
    assert len(message.parts) == 1_000
    assert "more than 1000 parts" in message.defects


def test_lines_that_begin_like_a_boundary_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_STRAY_CAP", 1_000)
    lines = MIXED + b"--b\n\nx\n" + b"--c\n"
    assert parse(lines + b"--c\n" * 999 + b"--b--\n").defects == ()
    assert "too many boundary-like lines" in parse(lines + b"--c\n" * 1_000 + b"--b--\n").defects


def test_lines_of_a_header_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(header, "LINE_CAP", 1_000)
    fields = b"X-A: b\n" * 997
    assert parse(fields + END).defects == ()
    assert parse(b"X-A: b\n" + fields + END).defects == ("header cut: too long",)


def test_message_can_be_handed_between_processes() -> None:
    message = parse(MIXED + b"--b\n\nhello\n--b\nContent-Type: image/png\n\nx\n--b--\n")
    assert pickle.loads(pickle.dumps(message)) == message


SEEDS = (
    HEAD + b"Subject: =?utf-8?b?RHLDvGNrZXI=?= [IT-1042]\nMessage-ID: <1@example.com>\nReferences: "
    b"<0@corp.example>\n"
    + b"Date: Mon, 5 Jan 2026 10:00:00 +0100\nContent-Type: multipart/alternative; "
    b'boundary="b"\n\n--b\n'
    + b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
    b"quoted-printable\n\nGr=C3=BC=C3=9Fe\n\n"
    + b"Am 05.01.26 um 09:00 schrieb Bo:\n> alt\n--b\n"
    + b"Content-Type: text/html\n\n<p>Hi<blockquote type=cite>alt</blockquote>\n--b--\n",
    MIXED + b"--b\n\nhi\n--b\nContent-Disposition: attachment; filename*=utf-8''a%20b.pdf\n"
    b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nQUJD\n--b--\n",
    REPORT + b"Final-Recipient: rfc822; bo@corp.example\nAction: failed\nStatus: "
    b"5.1.1\n\n--b\nContent-Type: message/rfc822\n\n"
    b"Message-ID: <k.1@corp.example>\n\nx\n--b--\n",
)
BITS = st.sampled_from(
    [
        b"\n",
        b"\r",
        b"\r\n\r\n",
        b"\0",
        b"\xff",
        b"--b\n",
        b"--b--",
        b'"',
        b"<",
        b">",
        b"(",
        b":",
        b";",
        b"=?utf-8?b?",
        b"?=",
        b"=",
        b"@",
    ]
) | st.binary(max_size=6)
EDITS = st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 40), BITS), max_size=8)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(SEEDS), EDITS)
def test_damaged_mail_never_raises_and_keeps_its_offsets(
    seed: bytes, edits: list[tuple[int, int, bytes]]
) -> None:
    raw = seed
    for place, length, bit in edits:
        place %= len(raw) + 1
        raw = raw[:place] + bit + raw[place + length :]
    check(raw)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_never_raise(raw: bytes) -> None:
    check(raw)
    check(HEAD + raw)
    check(b"From: " + raw)
    check(MIXED + b"--b\n" + raw)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            ["> x", "", "words", "On 1/5/26 9:00, Bo wrote:", "-- ", "From: a@b.example"]
        )
    ).map("\n".join)
)
def test_split_loses_no_word(text: str) -> None:
    parts = split(text)
    assert sorted(" ".join((parts.new, parts.quoted, parts.forwarded)).split()) == sorted(
        text.split()
    )
