"""UIDs and what is asked of these mails go in; what the server answers comes out, by UID.

What servers usually answer is read in one go. All else, and there is much that RFC 9051 §7.5.2
allows, is the library's to read, to which this is only a shorter way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from imapclient.response_parser import parse_fetch_response

SIZE_AND_DATE = "RFC822.SIZE INTERNALDATE"
BODY = "(BODY.PEEK[])"

PLACEHOLDER = (
    b"From: System Administrator <root@localhost>\r\nSubject: message unavailable\r\n\r\n"
    b"This message is no longer available on the server.\r\n"
)
"""What Courier-IMAP gives, with OK, in place of a mail that somebody took out of the folder before
it told us so, or that it cannot read. Size and header are those of this, too.
"""

LASTING = ((b"OBJECTID", "EMAILID"), (b"X-GM-EXT-1", "X-GM-MSGID"))
"""By which capability a server says what it calls a mail for good, and by which item (RFC 8474;
Gmail). A number counts in one folder, and for as long as that is numbered so.
"""

_MONTHS = b"Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MONTH = {name: number for number, name in enumerate(_MONTHS, 1)}
_BODY = re.compile(rb"[0-9]{1,10} \(UID ([0-9]{1,10}) BODY\[\] \{[0-9]{1,10}\}")
_SIZE_AND_DATE = re.compile(
    rb"[0-9]{1,10} \(UID ([0-9]{1,10}) RFC822\.SIZE ([0-9]{1,15}) INTERNALDATE "
    rb'"([ 0-9][0-9])-([A-Z][a-z]{2})-((?:19|20)[0-9]{2}) '
    rb'([0-9]{2}):([0-9]{2}):([0-9]{2}) ([+-])([0-9]{2})([0-9]{2})"'
    rb"(?: EMAILID \(([A-Za-z0-9_-]{1,255})\)| X-GM-MSGID ([0-9]{1,20}))?\)"
)

_Answers = dict[int, Mapping[bytes, Any]]


def description(capabilities: frozenset[bytes]) -> str:
    """What is asked of a mail before it is fetched."""
    named = (item for offered, item in LASTING if offered in capabilities)
    return f"({' '.join([SIZE_AND_DATE, *named][:2])})"


def lasting_id(answer: Mapping[bytes, Any]) -> str:
    """With the item's name, since another server may come in this one's place; "" for none."""
    for _, item in LASTING:
        value = answer.get(item.encode())
        if isinstance(value, tuple) and value:  # RFC 8474 writes it in parentheses
            value = value[0]
        if isinstance(value, bytes) and value.isascii():
            return f"{item} {value.decode()}"
        if isinstance(value, int):
            return f"{item} {value}"
    return ""


def fetched(client: Any, uids: Sequence[int], items: str) -> _Answers:
    """One FETCH. As `IMAPClient.fetch`, with the same errors; of a mail that is not there, or of
    which the server says nothing, nothing comes.
    """
    kind, records = client._imap.uid("FETCH", ",".join(map(str, uids)), items)
    client._checkok("fetch", kind, records)
    found = usual_answers(records)
    if found is None:
        found = dict(parse_fetch_response(records, client.normalise_times, uid_is_key=True))
    return {uid: found[uid] for uid in uids if uid in found}


def usual_answers(records: Sequence[Any]) -> _Answers | None:
    """What each mail's answer says, where all answers have the usual shape; None where one has
    another. `records` are as imaplib collects them: a line, or a pair of line and literal; what
    follows a literal is a line of its own.
    """
    found: _Answers = {}
    rest = iter(records)
    for record in rest:
        answer = _body(record, rest) if isinstance(record, tuple) else _size_and_date(record)
        if answer is None or answer[0] in found:
            return None
        found[answer[0]] = answer[1]
    return found


def _body(record: tuple[bytes, bytes], rest: Any) -> tuple[int, Mapping[bytes, Any]] | None:
    head = _BODY.fullmatch(record[0])
    if head is None or next(rest, b"") != b")":
        return None
    return int(head[1]), {b"BODY[]": record[1]}


def _size_and_date(record: Any) -> tuple[int, Mapping[bytes, Any]] | None:
    said = _SIZE_AND_DATE.fullmatch(record) if isinstance(record, bytes) else None
    if said is None:
        return None
    try:
        arrived = _instant(said.groups()[2:11])
    except (ValueError, KeyError, OverflowError):  # no such day, or month
        return None
    described: dict[bytes, Any] = {b"RFC822.SIZE": int(said[2]), b"INTERNALDATE": arrived}
    if said[12] is not None:
        described[b"EMAILID"] = (said[12],)
    if said[13] is not None:
        described[b"X-GM-MSGID"] = int(said[13])
    return int(said[1]), described


def _instant(said: Sequence[bytes]) -> datetime:
    day, month, *numbers, sign, hours, minutes = said
    year, hour, minute, second = map(int, numbers)
    east = timedelta(hours=int(hours), minutes=int(minutes))
    local = datetime(year, _MONTH[month], int(day), hour, minute, second, tzinfo=UTC)
    return local - east if sign == b"+" else local + east
