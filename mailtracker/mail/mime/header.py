"""A header block's bytes go in; its fields come out, unfolded, within caps and in linear time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import field

from mailtracker.record import dataclass

BLOCK_CAP = 256 * 1024
FIELD_CAP = 64 * 1024
LINE_CAP = 100_000
_FIELD = re.compile(rb"(?!--)([!-9;-~]{1,200})[ \t]{0,9}:")  # "--=_Part:1" is a boundary
_USUAL = re.compile(
    rb"(?:from|to|cc|date|subject|sender|reply-to|message-id|in-reply-to|references"
    rb"|mime-version|received|return-path|delivered-to"
    rb"|content-(?:type|transfer-encoding|disposition|id|description)|x-[a-z-]{2,40})[ \t]{0,3}:",
    re.IGNORECASE,
)
_WHOLE_FIELD = re.compile(  # with its folded lines
    rb"(?!--)([!-9;-~]{1,200})[ \t]{0,9}:([^\n]*+\n(?:[ \t][^\n]*+\n)*+)"
)
_BLANK_LINE = re.compile(rb"\n\r?\n")
_JUNK_LINES = 10  # a block that has more of them is no header
_WRITTEN = frozenset({"from", "date", "subject", "message-id"})  # by whoever began the mail
_LIST_FIELDS = frozenset({"from", "to", "cc", "bcc", "reply-to", "sender", "delivered-to"})
_Span = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Head:
    """`fields` are (lower-case name, unfolded bytes) in order; `end` is
    the offset where the body starts.

    `cut` names the fields that were shortened or left out because of a cap
    ("" stands for an unknown rest). `defects` say what is odd, for people.
    """

    fields: tuple[tuple[str, bytes], ...]
    end: int
    cut: frozenset[str] = frozenset()
    defects: tuple[str, ...] = ()
    #: The first value of each name.
    first: Mapping[str, bytes] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", dict(reversed(self.fields)))

    def get(self, name: str) -> bytes:
        """The first value of this name, b"" if absent."""
        return self.first.get(name, b"")

    def values(self, *names: str) -> list[bytes]:
        """All values of these names, in order."""
        if self.first.keys().isdisjoint(names):
            return []
        return [value for key, value in self.fields if key in names]


def read_head(data: bytes, start: int, end: int) -> Head:
    """The fields from `start` on. A blank line ends them, or the first line that is no field (it
    belongs to the body), unless the header goes on behind it (`_goes_on`): then it is what a
    gateway left, or folded lines that lost their blank.

    mbox "From " lines are stepped over. Past the caps of 256 KB a block, 64 KB a field and
    100,000 lines the rest is left out.
    """
    if usual := _usual_head(data, start, end):
        return usual
    spans, body, defects, whole = _spans(data, start, end)
    cut = set() if whole else {""}
    fields = []
    budget = BLOCK_CAP
    for name, first, last in spans:
        value, short = _value(data, name, first, last)
        budget -= len(value)
        if budget < 0:
            cut |= {name, ""}
            break
        if short:
            cut.add(name)
        fields.append((name, value))
    if cut:
        defects.append("header cut: " + (", ".join(sorted(cut - {""})[:5]) or "too long"))
    return Head(tuple(fields), body, frozenset(cut), tuple(defects))


def _usual_head(data: bytes, start: int, end: int) -> Head | None:
    """A head of fields alone, ended by a blank line and below every cap, read in one go; None for
    any other: that is read line by line.
    """
    fields: list[tuple[str, bytes]] = []
    pos, most = start, min(FIELD_CAP, LINE_CAP)
    while found := _WHOLE_FIELD.match(data, pos, end):
        name, value = found.groups()
        value = value.strip()
        if b"\n" in value:
            value = _unfolded(value)
        fields.append((name.decode("ascii").lower(), value))
        pos = found.end()
        if pos - start > most:
            return None
    for blank in (b"\r\n", b"\n"):
        if data.startswith(blank, pos, end):
            return Head(tuple(fields), pos + len(blank))
    return None


def _spans(data: bytes, start: int, end: int) -> tuple[list[_Span], int, list[str], bool]:
    """Where each field's value stands, where the body starts, defects, and
    whether all lines were looked at.
    """
    spans: list[_Span] = []
    pos = start
    junk = 0
    for _ in range(LINE_CAP):
        if pos >= end:
            return spans, end, [], True
        stop = _line_end(data, pos, end)
        if _is_blank(data, pos, stop):
            return spans, stop, [], True
        if field := _FIELD.match(data, pos, stop):
            spans.append((field[1].decode("ascii").lower(), field.end(), stop))
        elif data[pos] in b" \t":
            _go_on(spans, stop)
        elif junk < _JUNK_LINES and _goes_on(data, pos, end, {name for name, _, _ in spans}):
            junk += 1
            _go_on(spans, stop)
        elif not data.startswith((b"From ", b">From "), pos):
            return spans, pos, ["header ends without a blank line"], True
        pos = stop
    return spans, _blank_line(data, pos, end), [], False


def _is_blank(data: bytes, pos: int, stop: int) -> bool:
    return data[pos] in b"\r\n" and not data[pos:stop].strip(b"\r\n")


def _goes_on(data: bytes, pos: int, end: int, known: Set[str]) -> bool:
    """Whether the header does, behind this line that is no field: a usual one follows at once, or
    within a few lines one that is still missing. A text that quotes a header repeats what stands
    above it.
    """
    if data.startswith(b"--", pos) and not known.isdisjoint(_WRITTEN):
        return False
    for number in range(_JUNK_LINES):
        pos = data.find(b"\n", pos, end) + 1
        if not 0 < pos < end or _is_blank(data, pos, _line_end(data, pos, end)):
            return False
        if usual := _USUAL.match(data, pos, end):
            name = usual[0].rstrip(b": \t").decode("ascii").lower()
            return number == 0 or name not in known
    return False


def _line_end(data: bytes, pos: int, end: int) -> int:
    return data.find(b"\n", pos, end) + 1 or end


def _go_on(spans: list[_Span], stop: int) -> None:
    """The last field ends here."""
    if spans:
        name, begin, _ = spans[-1]
        spans[-1] = (name, begin, stop)


def _blank_line(data: bytes, pos: int, end: int) -> int:
    """The offset behind the next blank line, `end` if there is none."""
    found = _BLANK_LINE.search(data, pos - 1, end)
    return found.end() if found else end


def _value(data: bytes, name: str, first: int, last: int) -> tuple[bytes, bool]:
    """The unfolded value within the cap, and whether it was cut. Lists are cut between
    items, References in front.
    """
    if last - first <= FIELD_CAP:
        return _unfolded(data[first:last]), False
    if name == "references":  # the newest ids stand last
        return b"<" + _unfolded(data[last - FIELD_CAP : last]).partition(b"<")[2], True
    value = _unfolded(data[first : first + FIELD_CAP])
    return (value.rpartition(b",")[0] if name in _LIST_FIELDS else value), True


def _unfolded(value: bytes) -> bytes:
    value = value.strip()
    if b"\n" not in value:
        return value
    return b" ".join(map(bytes.strip, value.split(b"\n")))
