"""The parts of a delivery report go in; who was not reached, and the ids of the
mail that comes back, come out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Failure, Part
from mailtracker.mail.mime.charset import decode, one_line
from mailtracker.mail.mime.header import Head, read_head
from mailtracker.mail.mime.identity import (
    ID_FIELD,
    addresses_of,
    from_addresses,
    ids_of,
    message_id_of,
    written_id_of,
)
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.origin.phrases import daemon_address

_REPORT_CAP = 256 * 1024
_FAILURES_CAP = 500
_TEXT_CAP = 500
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"\b([45])(\d)(\d)[ -]")
_ADDRESS = r"[^\s<>@\"',;:()]{1,200}@[A-Za-z0-9.-]{1,200}"
_LISTED = re.compile(
    rf"[ \t>*-]{{0,9}}(?:<({_ADDRESS})>|({_ADDRESS}))[ \t]{{0,9}}(?::.*|\(.{{0,200}}|<{_ADDRESS}>[ "
    rf"\t]{{0,9}}|)",
    re.DOTALL,
)
_IN_A_SENTENCE = re.compile(
    rf"\b(?:recipients?|address(?:es)?|user|mailbox|deliver\w*|message to|mail "
    rf"to|empfänger\w*|postfach|destinat\w+|modtager\w*"
    rf"|ontvanger\w*)\b.{{0,80}}?({_ADDRESS})",
    re.IGNORECASE,
)
_RETURNED_BELOW = re.compile(
    r"[- ]{0,9}(?:below this line|(?:this|below) is a copy|(?:unsent|original|returned) "
    r"(?:message|mail)\b.{0,30}follow|contents of the"
    r"|received:|return-path:)",
    re.IGNORECASE,
)
RETURNED_TYPES = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
)
"""Of the parts in which a mail comes back, whole or its header alone."""

STATUS_TYPES = frozenset({"message/delivery-status", "message/global-delivery-status"})
"""Of the part that says who was not reached (RFC 3464 §2.1; RFC 6533 §4 after SMTPUTF8)."""

_RETURNED = re.compile(
    rf"^[> \t]{{0,9}}(?:Message-ID|{ID_FIELD}):[ \t]{{0,9}}(<[^<>\s]{{1,900}}>)",
    re.IGNORECASE | re.MULTILINE,
)
_DELAY = re.compile(
    r"delay|verzöger|vertraag|forsink|atrasad|still trying|will (?:be )?retr"
    r"|not yet been delivered",
    re.IGNORECASE,
)

_TIME_IS_OVER = re.compile(r"[245]\.4\.7")
"""The status of a mail that was tried for as long as it may be (RFC 3463 3.5)."""

_GIVEN_UP = re.compile(
    r"(?:envelope|message|mail|queue)(?: (?:has|is))? expired|(?:giv(?:en|ing)|gave) up"
    r"|(?:not|never) be (?:re)?tried|no (?:more|further) (?:attempt|tries|retr)",
    re.IGNORECASE,
)
"""Said of a mail that nobody tries any more."""


def from_daemon(head: Head) -> bool:
    nameless = (
        head.get("from").strip(b'"<> ').lower().startswith(b"mailer-daemon")
    )  # no domain, as sendmail writes it
    return nameless or any(daemon_address(address.email) for address in from_addresses(head))


def may_be_report(head: Head, parts: tuple[Part, ...]) -> bool:
    """Cheap test before the report is read: its type, its sender, or a null return path."""
    kinds = {part.content_type for part in parts}
    if kinds & {"multipart/report", *STATUS_TYPES} or head.get("x-failed-recipients"):
        return True
    return head.get("return-path").replace(b" ", b"") == b"<>" or from_daemon(head)


def failures_of(
    raw: bytes, parts: tuple[Part, ...], head: Head, text: str = ""
) -> tuple[Failure, ...]:
    """Per recipient what a report says (RFC 3464 §2.3), then what
    X-Failed-Recipients (Exim, Gmail) adds. Where the report has no words of its own, those in the
    `text` before it are its reason.
    """
    reports = [part for part in parts if part.content_type in STATUS_TYPES]
    words = _words_of_each(text) if reports else {}
    told = [failure for part in reports for failure in _reported(_content(raw, part), words)]
    return _first_of_each([*told, *_failed_by_header(head)])


def _words_of_each(text: str) -> dict[str, str]:
    """What the line that lists a recipient says of it, by address key."""
    found: dict[str, str] = {}
    for line in _before_returned(text):
        if hit := _LISTED.fullmatch(line[:600]):
            said = one_line(line[hit.end(1) if hit[1] else hit.end(2) :].lstrip("> \t:"))
            found.setdefault(address_key(hit[1] or hit[2]), said[:_TEXT_CAP])
    return found


def _before_returned(text: str) -> list[str]:
    """The lines that are the mail system's own."""
    lines = text[:20_000].split("\n")[:300]
    below = next((at for at, line in enumerate(lines) if _RETURNED_BELOW.match(line)), len(lines))
    return lines[:below]


def _failed_by_header(head: Head) -> Iterator[Failure]:
    for value in head.values("x-failed-recipients"):
        yield from map(_failed, re.findall(_ADDRESS, decode(value)))


def _failed(email: str) -> Failure:
    return Failure(email, "failed", "", "")


def _first_of_each(failures: Iterable[Failure]) -> tuple[Failure, ...]:
    """What was said first of each recipient."""
    found: dict[str, Failure] = {}
    for failure in failures:
        found.setdefault(address_key(failure.recipient), failure)
    return tuple(found.values())[:_FAILURES_CAP]


def failures_in(text: str) -> tuple[Failure, ...]:
    """Recipients that a report in plain words lists on lines of their own
    (qmail, Exim, old Sendmail); else the first that it names in a sentence.
    """
    lines, action = _before_returned(text), _action(text)
    listed = _first_of_each(_listed(lines, action))
    return listed or tuple(islice(_named(lines, action), 1))


def _listed(lines: list[str], action: str) -> Iterator[Failure]:
    for index, line in enumerate(lines):
        if hit := _LISTED.fullmatch(line[:600]):
            around = one_line(" ".join(lines[index : index + 6]))
            yield Failure(hit[1] or hit[2], action, _status(around), around[:_TEXT_CAP])


def _named(lines: list[str], action: str) -> Iterator[Failure]:
    """The addresses within sentences that say who was not reached."""
    for line in lines:
        if hit := _IN_A_SENTENCE.search(line[:600]):
            said = one_line(line)[:_TEXT_CAP]
            yield Failure(hit[1].rstrip("."), action, _status(line), said)


def addressees(raw: bytes, parts: tuple[Part, ...]) -> tuple[Failure, ...]:
    """Whom the returned mail was for: the last resort where a report names nobody."""
    head = next(_returned_heads(raw, parts), None)
    people = addresses_of(head, "to") if head else ()
    return tuple(_failed(one.email) for one in people[:_FAILURES_CAP])


def _returned_heads(raw: bytes, parts: tuple[Part, ...]) -> Iterator[Head]:
    for part in parts:
        if part.content_type in RETURNED_TYPES:
            content = _content(raw, part)
            yield read_head(content, _skip_blank(content), len(content))


def _action(text: str) -> str:
    return "delayed" if _DELAY.search(text[:4000]) else "failed"


def _status(text: str) -> str:
    if hit := _STATUS.search(text):
        return hit[1]
    code = _CODE.search(text)
    return f"{code[1]}.{code[2]}.{code[3]}" if code else ""


def original_ids(raw: bytes, parts: tuple[Part, ...], text: str) -> tuple[str, ...]:
    """The Message-IDs of the returned mail or header, also where it stands in the text: with which
    a mail of ours was written, and which it had. For reports only.
    """
    found: list[str] = []
    for part in parts:
        if part.content_type in RETURNED_TYPES:
            content = _content(raw, part)
            head = read_head(content, _skip_blank(content), len(content))
            found += [written_id_of(head), message_id_of(head)]
        elif part.content_type == "message/disposition-notification":
            groups = _groups(_content(raw, part))
            found += [one for group in groups for one in ids_of(group.get("original-message-id"))]
    found += _RETURNED.findall(text)[:10]
    return tuple(dict.fromkeys(filter(None, found)))


def _skip_blank(content: bytes) -> int:
    return len(content) - len(content.lstrip())


def _content(raw: bytes, part: Part) -> bytes:
    start, end = part.body
    return decoded(raw[start : min(end, start + _REPORT_CAP)], part.encoding)


def _groups(content: bytes) -> Iterator[Head]:
    pos = _skip_blank(content)
    for _ in range(2 * _FAILURES_CAP):
        if pos >= len(content):
            return
        head = read_head(content, pos, len(content))
        yield head
        pos = head.end if head.end > pos else content.find(b"\n", pos) + 1 or len(content)


def _reported(content: bytes, words: dict[str, str]) -> Iterator[Failure]:
    for group in _groups(content):
        recipient = _mail(group.get("original-recipient")) or _mail(group.get("final-recipient"))
        if recipient:
            said = one_line(decode(group.get("diagnostic-code")))
            said = said or words.get(address_key(recipient), "")
            status = _STATUS.search(decode(group.get("status")))
            code = status[1] if status else _status(said)
            yield Failure(recipient, _action_of(group, code, said), code, said[:_TEXT_CAP])


def _action_of(group: Head, status: str, said: str) -> str:
    """OpenSMTPD's last word on a mail is "delayed": no report that it failed follows. A mail that
    is still tried has its time, too (Exchange says 4.4.7 of it), but nobody has given it up.
    """
    action = one_line(decode(group.get("action"))).lower().partition(" ")[0][:40]
    if action != "delayed" or group.get("will-retry-until"):
        return action
    is_over = _TIME_IS_OVER.fullmatch(status) and _GIVEN_UP.search(said)
    return "failed" if is_over else action


def _mail(value: bytes) -> str:
    """ "rfc822; bo@corp.example" as an address; the type may be missing. xtext escapes stay."""
    text = one_line(decode(value))
    mail = text.rpartition(";")[2].strip().strip("<>")
    return mail[:998] if "@" in mail and " " not in mail else ""
