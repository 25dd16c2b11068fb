"""The short way through a server's answers to FETCH says what the library says, or nothing."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from imapclient.response_parser import parse_fetch_response

from mailtracker.mailbox.fetched import description, lasting_id, usual_answers

SIZE = b"RFC822.SIZE 120 "
DATE = b'INTERNALDATE "28-Nov-2026 19:00:00 +0000"'
AT = b'1 (UID 7 RFC822.SIZE 120 INTERNALDATE "%s")'

USUAL: dict[str, list[Any]] = {
    "nothing at all": [],
    "sizes and dates": [b"1 (UID 7 " + SIZE + DATE + b")", b"2 (UID 9 " + SIZE + DATE + b")"],
    "a day of one digit": [AT % b" 1-Jan-2026 09:00:00 +0000"],
    "east of Greenwich": [AT % b"28-Nov-2026 00:30:00 +0530"],
    "west of Greenwich": [AT % b"31-Dec-2026 20:30:00 -0800"],
    "Gmail's name for it": [b"1 (UID 7 " + SIZE + DATE + b" X-GM-MSGID 1278455344230334865)"],
    "a name by RFC 8474": [b"1 (UID 7 " + SIZE + DATE + b" EMAILID (M6d99ac3275bb4e))"],
    "a mail": [(b"1 (UID 7 BODY[] {5}", b"A: b\n"), b")"],
    "an empty mail": [(b"1 (UID 7 BODY[] {0}", b""), b")"],
    "mails": [(b"1 (UID 7 BODY[] {1}", b"a"), b")", (b"2 (UID 9 BODY[] {1}", b"b"), b")"],
}
OTHER: dict[str, list[Any]] = {
    "no answer": [None],
    "another order": [b"1 (" + SIZE + DATE + b" UID 7)"],
    "Gmail's order": [b"1 (X-GM-MSGID 1278455344230334865 UID 7 " + SIZE + DATE + b")"],
    "a name that is none": [b"1 (UID 7 " + SIZE + DATE + b" EMAILID (M6d 9a))"],
    "small letters": [b"1 (uid 7 rfc822.size 120 internaldate " + DATE[13:] + b")"],
    "something besides": [b"1 (UID 7 FLAGS (\\Seen) " + SIZE + DATE + b")"],
    "flags unasked for": [b"1 (UID 7 " + SIZE + DATE + b")", b"1 (FLAGS (\\Seen) UID 7)"],
    "no size": [b"1 (UID 7 RFC822.SIZE NIL " + DATE + b")"],
    "no date": [b"1 (UID 7 " + SIZE + b"INTERNALDATE NIL)"],
    "no such day": [AT % b"31-Feb-2026 09:00:00 +0000"],
    "no such month": [AT % b"28-Nog-2026 09:00:00 +0000"],
    "a leap second": [AT % b"31-Dec-2016 23:59:60 +0000"],
    "a year of two digits": [AT % b"28-Nov-26 09:00:00 +0000"],
    "the end of time": [AT % b"31-Dec-9999 23:00:00 -0800"],
    "one UID twice": [(b"1 (UID 7 BODY[] {1}", b"a"), b")", (b"2 (UID 7 BODY[] {1}", b"b"), b")"],
    "the UID behind": [(b"1 (BODY[] {1}", b"a"), b" UID 7)"],
    "flags behind": [(b"1 (UID 7 BODY[] {1}", b"a"), b" FLAGS (\\Seen))"],
    "a quoted mail": [b'1 (UID 7 BODY[] "a")'],
    "a mail that is not given": [b"1 (UID 7 BODY[] NIL)"],
    "a literal without an end": [(b"1 (UID 7 BODY[] {1}", b"a")],
    "an origin": [(b"1 (UID 7 BODY[]<0> {1}", b"a"), b")"],
    "a literal that waits": [(b"1 (UID 7 BODY[] {1+}", b"a"), b")"],
    "UIDs of other digits": ["1 (UID ٧ RFC822.SIZE 120 ".encode() + DATE + b")"],
}


@pytest.mark.parametrize("records", USUAL.values(), ids=USUAL)
def test_the_usual_answer_is_read_as_the_library_reads_it(records: list[Any]) -> None:
    library = parse_fetch_response(records, normalise_times=False)
    for answer in library.values():
        answer.pop(b"SEQ")
        if b"INTERNALDATE" in answer:
            answer[b"INTERNALDATE"] = answer[b"INTERNALDATE"].astimezone(UTC)
    assert usual_answers(records) == library


@pytest.mark.parametrize("records", OTHER.values(), ids=OTHER)
def test_any_other_answer_is_left_to_the_library(records: list[Any]) -> None:
    assert usual_answers(records) is None


@pytest.mark.parametrize(
    ("offered", "asked"),
    [
        ({b"IDLE"}, "(RFC822.SIZE INTERNALDATE)"),
        ({b"IDLE", b"X-GM-EXT-1"}, "(RFC822.SIZE INTERNALDATE X-GM-MSGID)"),
        ({b"OBJECTID"}, "(RFC822.SIZE INTERNALDATE EMAILID)"),
        ({b"OBJECTID", b"X-GM-EXT-1"}, "(RFC822.SIZE INTERNALDATE EMAILID)"),
    ],
)
def test_a_name_is_asked_for_where_it_is_offered(offered: set[bytes], asked: str) -> None:
    assert description(frozenset(offered)) == asked


@pytest.mark.parametrize(
    ("answer", "name"),
    [
        ({b"X-GM-MSGID": 1278455344230334865}, "X-GM-MSGID 1278455344230334865"),
        ({b"EMAILID": (b"M6d99ac3275bb4e",)}, "EMAILID M6d99ac3275bb4e"),
        ({b"EMAILID": (123,)}, "EMAILID 123"),
        ({b"EMAILID": b"M1"}, "EMAILID M1"),
        ({b"EMAILID": (b"\xff",)}, ""),
        ({b"EMAILID": ()}, ""),
        ({b"EMAILID": None}, ""),
        ({}, ""),
    ],
)
def test_a_name_is_told_from_those_of_other_servers(answer: dict[bytes, Any], name: str) -> None:
    assert lasting_id(answer) == name
