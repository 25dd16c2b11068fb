"""A mail of ours says its Message-ID in three places, so that it is known, and an answer to it,
where a server has put another id in the first (docs/reliability.md, O15).
"""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.ids import meant_id, message_id, second_id
from mailtracker.mail.outgoing.quoted_keys import QuotedKeys, key_forms
from mailtracker.mail.outgoing.unkeyed import without_keys
from mailtracker.mail.parse import parse
from mailtracker.mail.thread_keys import keys
from tests.mail.made import ENVELOPE, LETTER, SECOND
from tests.mail.quoted import ADDRESSES, ID, SECOND_IDS, SIGNED_SECOND, mail, parts

OURS = ENVELOPE.message_id
SERVERS = "<0102019abc-000000@eu-west-1.amazonses.example>"


def changed(raw: bytes, ident: str = SERVERS) -> bytes:
    """As it arrives, where a server puts its own id in the place of ours."""
    return re.sub(rb"(?m)^Message-ID: \S+", b"Message-ID: " + ident.encode(), raw)


def test_it_says_with_which_id_it_was_written() -> None:
    raw = compose(LETTER, ENVELOPE)
    message = parse(changed(raw))
    assert (parse(raw).message_id, parse(raw).written_id) == (OURS, OURS)
    assert (message.message_id, message.written_id) == (SERVERS, OURS)


@pytest.mark.parametrize("count", [0, 1, 2, 11, 40, 3000])
def test_the_second_id_stands_last_however_long_the_thread_is(count: int) -> None:
    """Programs that cut References keep its end, and take the last id for the parent."""
    known = tuple(f"<{number}@example.com>" for number in range(count))
    message = parse(compose(LETTER, replace(ENVELOPE, references=known)))
    assert message.references[-1] == SECOND
    assert message.references[:-1] == tuple(dict.fromkeys([*known[:1], *known[1:][-29:]]))
    assert message.in_reply_to == (ENVELOPE.in_reply_to,)


def test_a_mail_that_begins_a_thread_has_it_as_well() -> None:
    alone = replace(ENVELOPE, in_reply_to="", references=())
    assert parse(compose(LETTER, alone)).references == (SECOND,)


def test_it_fits_a_line() -> None:
    """Ids of more than 78 characters lose their thread at some mailers."""
    longest = message_id(b"key", b"1", "h" * 27)
    assert len(second_id(longest)) == 66


@pytest.mark.parametrize(
    "answer",
    [
        # What Outlook, Gmail, Apple Mail and Thunderbird write, and what is left of it.
        f"In-Reply-To: {SERVERS}\nReferences: <1@a> {SECOND}\n\t{SERVERS}",
        f"References: {SECOND} {SERVERS}",
        f"In-Reply-To: {SERVERS}\nReferences: <1@a>\n {SECOND}",
        f"In-Reply-To: {SECOND}",
        f"In-Reply-To: {OURS}\nReferences: {OURS}",
        f"In-Reply-To: {OURS}\nReferences: <1@a> {SECOND} {OURS}",
    ],
)
def test_an_answer_cites_the_mail_once_whichever_id_it_saw(answer: str) -> None:
    found = keys(parse(f"From: eva@a.example\n{answer}\n\nThanks".encode()), ADDRESSES).ids
    assert found.count(OURS) == 1
    assert SECOND not in found


@pytest.mark.parametrize(
    "ident",
    [
        "<r.1@corp.example>",
        "<r.k.1@corp.example>",
        OURS.replace("<k.", "<r.j."),
        OURS.replace("<k.", "<R.k."),
        OURS.replace("<k.", "<rr.k."),
        SECOND.replace("<r.", "<r.r."),
        SECOND.replace("@", "0@"),
        OURS,
        SERVERS,
        "<>",
        "",
    ],
)
def test_any_other_id_stays_what_it_is(ident: str) -> None:
    assert meant_id(ident) == ident
    assert second_id(ident) in ("", f"<r.{ident[1:]}")


def test_a_mail_with_an_id_that_is_not_ours_says_nothing_more() -> None:
    raw = compose(LETTER, replace(ENVELOPE, message_id="<1@corp.example>", references=()))
    assert parse(raw).written_id == ""
    assert parse(raw).references == ()


def returned(inside: str, kind: str = "message/rfc822") -> tuple[str, ...]:
    """What a report with this returned mail is about."""
    report = parts(
        b"Content-Type: text/plain\r\n\r\nIt could not be delivered.\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.a.example\r\n\r\n"
        b"Final-Recipient: rfc822; eva@a.example\r\nAction: failed\r\nStatus: 5.1.1\r\n",
        f"Content-Type: {kind}\r\n\r\n{inside}".encode(),
        kind="report; report-type=delivery-status",
    )
    return parse(report).original_ids


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_report_is_about_the_mail_as_we_wrote_it(kind: str) -> None:
    inside = f"Message-ID: {SERVERS}\r\nX-Mailtracker-Id: {OURS}\r\nSubject: VPN\r\n\r\nx\r\n"
    assert returned(inside, kind) == (OURS, SERVERS)
    assert returned(f"Message-ID: {SERVERS}\r\nSubject: VPN\r\n\r\nx\r\n", kind) == (SERVERS,)


def test_so_is_one_that_has_the_header_in_its_words() -> None:
    words = f"It failed.\r\n\r\nMessage-ID: {SERVERS}\r\n> X-Mailtracker-Id: {OURS}\r\n"
    raw = mail(words.encode()).replace(b"bo@corp.example", b"mailer-daemon@a.example")
    raw = raw.replace(b"Re: VPN", b"Undelivered Mail Returned to Sender")
    assert set(parse(raw).original_ids) == {OURS, SERVERS}


def test_no_second_id_travels_on_and_those_that_stay_are_named_as_the_id() -> None:
    """Whoever has one has the Message-ID, and may do what that lets them do."""
    forwarded = parts(
        b"\r\nSee below.\r\n",
        f"Content-Type: message/rfc822\r\n\r\n{SECOND_IDS}\r\nHello\r\n".encode(),
        f'Content-Type: text/html\r\n\r\n<a cite="mid:{second_id(ID)[1:-1]}">x</a>'.encode(),
    )
    clean = without_keys(forwarded, False, ADDRESSES)
    assert not key_forms(ADDRESSES).may_stand_in(clean.raw)
    assert ID[3:35].encode() not in clean.raw
    assert not clean.left
    sealed = without_keys(SIGNED_SECOND, True, ADDRESSES)
    assert sealed.left == QuotedKeys(ids=(ID,))
