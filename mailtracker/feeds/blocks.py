"""The bytes of an iCalendar stream (RFC 5545) → its components one by one, each with the line at
which it begins, and no more of each than we look at: so that what is odd about one is its own.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from mailtracker.record import dataclass

READ = frozenset({"VEVENT", "VFREEBUSY"})
ZONE = "VTIMEZONE"

KEPT = frozenset(
    "UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SEQUENCE STATUS TRANSP SUMMARY "
    "X-MICROSOFT-CDO-BUSYSTATUS ATTENDEE FREEBUSY".split()
)
"""Properties of what is read. Most of a calendar's bytes are what people wrote below an entry."""

MAX_LINE = 20_000
"""Characters of one line, unfolded: a list of invited people is a line for each."""

_NAME = re.compile(r"[A-Za-z0-9-]+")
_LINE_END = re.compile(rb"\r\n|\n|\r")


class NoCalendar(ValueError):
    """What was given is none, or not whole. The text says why, for people."""


@dataclass(frozen=True, slots=True)
class Block:
    """A component: its `name`, the `lines` of it that are kept, without those of its begin and end,
    and `at` which line of the stream it begins. `whole`: its end was there.
    """

    name: str
    lines: tuple[str, ...]
    at: int
    whole: bool = True

    @property
    def text(self) -> str:
        return "\r\n".join([f"BEGIN:{self.name}", *self.lines, f"END:{self.name}", ""])


def blocks_of(data: bytes) -> list[Block]:
    """All that is read of a calendar. Raises NoCalendar."""
    lines = _lines(data)
    first = next((line for _, line in lines if line.strip()), "")
    if not first:
        raise NoCalendar("is empty")
    if first.strip().upper() != "BEGIN:VCALENDAR":
        page = first.lstrip().startswith("<")
        what = "a page for people, a login perhaps" if page else "something else"
        raise NoCalendar(f"is no calendar, but {what}")
    last = next(line for _, line in reversed(lines) if line.strip())
    if last.strip().upper() != "END:VCALENDAR":
        raise NoCalendar("is cut off: its end is missing")
    return list(_blocks(lines))


def _lines(data: bytes) -> list[tuple[int, str]]:
    """Unfolded, each with its number. A fold may stand within a character (RFC 5545 3.1)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "replace").encode()
    found: list[tuple[int, bytearray]] = []
    for at, line in enumerate(_LINE_END.split(data.removeprefix(codecs.BOM_UTF8)), 1):
        if found and line[:1] in (b" ", b"\t"):
            found[-1][1].extend(line[1:])
        else:
            found.append((at, bytearray(line)))
    return [(at, _text(line)[:MAX_LINE]) for at, line in found]


def _text(line: bytearray) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:  # an old export: what is ASCII in it says the days
        return line.decode("cp1252", "replace")


def _blocks(lines: list[tuple[int, str]]) -> Iterator[Block]:
    cutting = _Cutting()
    for at, line in lines:
        yield from cutting.take(at, line)


class _Cutting:
    """Takes a stream line by line, and gives each component once its end has come, or is missing
    since another one begins.
    """

    def __init__(self) -> None:
        self._name, self._since = "", 0
        self._kept: list[str] = []
        self._nested: list[str] = []

    def take(self, at: int, line: str) -> Iterator[Block]:
        begins, ends = _named(line, "BEGIN"), _named(line, "END")
        if self._name and (begins in READ or ends == "VCALENDAR"):
            yield self._cut(whole=False)
        if not self._name:
            if begins in READ or begins == ZONE:
                self._name, self._since = begins, at
        elif ends == self._name:
            yield self._cut(whole=True)
        else:
            self._keep(line, begins, ends)

    def _cut(self, whole: bool) -> Block:
        block = Block(self._name, tuple(self._kept), self._since, whole)
        self._name, self._kept, self._nested = "", [], []
        return block

    def _keep(self, line: str, begins: str, ends: str) -> None:
        """All of a zone; of others nothing that is nested, as alarms are."""
        if self._name == ZONE:
            self._kept.append(line)
        elif begins:
            self._nested.append(begins)
        elif self._nested:
            if ends == self._nested[-1]:
                self._nested.pop()
        elif _property(line) in KEPT:
            self._kept.append(line)


def _named(line: str, what: str) -> str:
    """ "BEGIN:VEVENT" → "VEVENT"; "" where the line is another."""
    word, colon, name = line.partition(":")
    return name.strip().upper() if colon and word.strip().upper() == what else ""


def _property(line: str) -> str:
    found = _NAME.match(line)
    return found[0].upper() if found else ""
