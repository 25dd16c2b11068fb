"""A mail's calendar part goes in; what it says about which calendar entry comes out (iTIP,
RFC 5546; iCalendar, RFC 5545). Linear, capped, and never an exception.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from hashlib import sha256

from mailtracker.mail.message import Scheduling
from mailtracker.mail.mime.charset import clean, decode, one_line
from mailtracker.mail.mime.transfer import decoded
from mailtracker.mail.mime.tree import Node, Tree, part_of

_PART_CAP = 256 * 1024  # bytes of the part as sent
_LINES_CAP = 5_000
_LINE_CAP = 64 * 1024  # characters of an unfolded line
_TEXT_CAP = 8 * 1024  # characters of a text
_PARTS_LOOKED_AT = 5

_TYPES = ("text/calendar", "application/ics")
_METHODS = frozenset(
    {"REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER", "ADD", "REFRESH", "PUBLISH"}
)
_ENTRIES = frozenset({"VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"})
_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r"([A-Za-z0-9-]{1,60}+)((?:;(?:[^\";:\n]|\"[^\"\n]*+\")*+)*+):")
_PARAMETER = re.compile(r";\s{0,3}([A-Za-z0-9-]{1,60})=(?:\"([^\"\n]*)\"|([^;:\"\n]*))")
_NUMBER = re.compile(r"0{0,9}[1-9][0-9]{0,9}")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_SAID_BY_GOOGLE = "X-RESPONSE-COMMENT"
"""In it Google and those who follow it write beside an attendee what that person remarked."""


def scheduling(raw: bytes, tree: Tree) -> Scheduling | None:
    """What the first calendar part says that has a method: text/calendar before the file that some
    send beside it. None where there is none; a calendar that somebody attached for keeping
    (PUBLISH, or no method) is a file like any other.
    """
    nodes = [node for node in tree.nodes if not node.boundary and node.type in _TYPES]
    nodes.sort(key=lambda node: _TYPES.index(node.type))
    for node in nodes[:_PARTS_LOOKED_AT]:
        found = _read(raw, node)
        if found is not None and found.method != "PUBLISH":
            return found
    return None


def _read(raw: bytes, node: Node) -> Scheduling | None:
    part = part_of(node)
    start, end = part.body
    body = decoded(raw[start : min(end, start + _PART_CAP)], part.encoding)
    said = _said(clean(decode(body, part.charset or "utf-8")))
    method = (said.get("METHOD") or node.parameters.get("method", "")).strip().upper()
    if method not in _METHODS:
        return None
    uid = said.get("UID", "").strip()
    return Scheduling(
        method=method,
        entry=sha256(uid.encode("utf-8", "replace")).hexdigest()[:32] if uid else "",
        title=one_line(_text(said.get("SUMMARY", "")))[:300],
        comment=_comment(said),
        answer=said.get("PARTSTAT", "").strip().upper()[:60],
        program=one_line(said.get("PRODID", ""))[:300],
        changes=bool(_NUMBER.fullmatch(said.get("SEQUENCE", "").strip())),
        organizer=_address(said.get("ORGANIZER", "")),
    )


def _said(text: str) -> dict[str, str]:
    """The values of the calendar, and of its first entry, by their names; what stands beside an
    attendee by the name of that parameter.
    """
    said: dict[str, str] = {}
    inside: list[str] = []
    for name, parameters, value in _properties(text):
        if name == "BEGIN":
            inside.append(value.strip().upper())
        elif name == "END":
            ended = inside.pop() if inside else ""
            if ended in _ENTRIES:
                break
        elif _counts(inside):
            said.setdefault(name, value)
            if name == "ATTENDEE":
                _note_parameters(said, parameters)
    return said


def _counts(inside: list[str]) -> bool:
    """Not what stands in a time zone, or in an alarm of the entry."""
    return not inside or inside[-1] == "VCALENDAR" or inside[-1] in _ENTRIES


def _note_parameters(said: dict[str, str], parameters: str) -> None:
    for name, quoted, plain in _PARAMETER.findall(parameters):
        if name.upper() in ("PARTSTAT", _SAID_BY_GOOGLE):
            said.setdefault(name.upper(), quoted or plain)


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """(name in upper case, parameters, value) of each line, unfolded (RFC 5545 §3.1)."""
    for line in _FOLD.sub("", text).split("\n", _LINES_CAP)[:_LINES_CAP]:
        line = line[:_LINE_CAP].rstrip("\r")
        if found := _PROPERTY.match(line):
            yield found[1].upper(), found[2], line[found.end() :]


def _address(value: str) -> str:
    """Of a calendar user (RFC 5545 §3.3.3), where it is one of mail."""
    scheme, _, address = value.strip().partition(":")
    return one_line(address)[:320] if scheme.casefold() == "mailto" else ""


def _comment(said: dict[str, str]) -> str:
    """What whoever answers remarked. Google writes it as HTML, with what iCalendar escapes."""
    beside = html.unescape(_text(said.get(_SAID_BY_GOOGLE, "")))
    return (_text(said.get("COMMENT", "")).strip() or beside.strip())[:_TEXT_CAP]


def _text(value: str) -> str:
    """RFC 5545 §3.3.11."""
    return _ESCAPED.sub(lambda hit: "\n" if hit[1] in "nN" else hit[1], value[:_TEXT_CAP])
