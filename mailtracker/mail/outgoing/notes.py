"""A note goes in, a block between marker lines comes out; and texts without any such
block, however they were quoted.

    ~~~~ IT-1042 ~~~~~~~~~~~~~~~~~~~~
    ...
    ~~~~~~~~~~~~~~~~~~~~ IT-1042 ~~~~

Plain words rather than invisible marks: what a mail client does not show, it also does not quote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.mime.html import TAG_CAP, tokens, visible, without
from mailtracker.mail.outgoing.envelope import RelayNote

_SHORT, _LONG = "~" * 4, "~" * 20
# Between the words of a marker: spaces, or the line break and quote marks of a mailer
# that wrapped it. All bounded.
_GAP = r"(?:[ \t\xa0\u200b]{1,8}|[ \t\xa0\u200b]{0,8}\r?\n[ \t\xa0\u200b>|]{0,60})"
_NAME = r"([^\s~>|]{1,40})"
_MARK = re.compile(
    f"(?<!~)(?:~{{4}}{_GAP}{_NAME}{_GAP}~{{20}}|~{{20}}{_GAP}{_NAME}{_GAP}~{{4}})(?!~)"
)
_ANY_TAG = re.compile(r"<[^<>]*+>")
_NOT_NAME = re.compile(r"[\s~<>|&]+")
_BLANKS = " \t\r\xa0"
_QUOTE = f"{_BLANKS}>|"
_MARK_STYLE = (
    "font-size:8px;line-height:16px;color:#98a2ad;white-space:nowrap;mso-line-height-rule:exactly"
)
_PREFIX = re.compile(r"[ \t\xa0]{0,8}(?:[>|][ \t\xa0]{0,8}){1,50}")
_LINE_CAP = 1000  # how far back a line's beginning is looked for


@dataclass(frozen=True, slots=True)
class _Mark:
    """One marker line, from `start` to `end`, quoted `level` deep; `name` is its reference, and it
    `begins` a note or ends one.
    """

    name: str
    begins: bool
    start: int
    end: int
    level: int

    def is_ended_by(self, mark: _Mark) -> bool:
        return (mark.name, mark.level) == (self.name, self.level)


def mark_text(note: RelayNote) -> str:
    """The note's text between its marker lines, without a last line end. Marks
    inside the text are taken out.
    """
    above, below = _marker_lines(note)
    inside = strip_text(note.text).strip("\n")
    return f"{above}\n{inside}\n{below}"


def _marker_lines(note: RelayNote) -> tuple[str, str]:
    name = _NOT_NAME.sub("-", clean_header(note.reference, 40)).strip("-") or "note"
    return f"{_SHORT} {name} {_LONG}", f"{_LONG} {name} {_SHORT}"


def mark_html(note: RelayNote) -> str:
    """The note's HTML in a bordered box that begins and ends with the same marker lines.

    A table with inline styles, because Outlook knows no other box; no colours for words and paper,
    so that dark mode keeps them readable. The marks are small and grey but real text: Gmail,
    Outlook, Apple Mail and Thunderbird quote them.
    """
    above, below = _marker_lines(note)
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" '
        'style="width:100%;'
        "max-width:640px;margin:16px 0;border-collapse:separate;border:1px solid "
        "#a7b1bc;border-left:4px solid #6b8cae;"
        'border-radius:4px;background-color:rgba(107,140,174,0.08)"><tr><td style="padding:6px '
        "16px 8px 14px;"
        "font-family:-apple-system,'Segoe "
        "UI',Helvetica,Arial,sans-serif;font-size:14px;line-height:21px\">"
        f"{_mark_line(above, 'left')}\n{_inside(note)}\n{_mark_line(below, 'right')}"
        "</td></tr></table>"
    )


def _inside(note: RelayNote) -> str:
    if note.html:
        return strip_html(note.html)
    return escape(strip_text(note.text)).replace("\n", "<br>\n")


def _mark_line(words: str, side: str) -> str:
    return f'<div align="{side}" style="{_MARK_STYLE};text-align:{side}">{words}</div>'


def strip_text(text: str) -> str:
    """`text` without our notes and without the blank line that set each apart. Linear.

    A begin without its end, at the same depth of quoting, loses only the marker itself: losing
    words is worse than keeping a note. Lines in a note that are quoted less deep than it were
    written by somebody in between, and stay.
    """
    if _SHORT not in text:
        return text
    pieces, at = [], 0
    for begin, end in _blocks(_marks(text, lambda at: _level(text, at))):
        if begin.start < at:
            continue
        start, stop = _extent(text, begin, end, at)
        pieces.append(text[at:start])
        if begin.level:
            pieces.extend(_answers(text[begin.end : end.start], begin.level))
        at = stop
    return "".join([*pieces, text[at:]])


def strip_html(html: str) -> str:
    """`html` without our notes and the boxes round them; tags stay balanced,
    all else stays as it is. Linear.

    In a page with more than TAG_CAP tags only the words of a note go.
    """
    if _SHORT not in html:
        return html
    if html.count("<") > TAG_CAP:
        return _without_words(html)
    stream = tokens(html)
    seen = visible(html, stream)
    ranges: list[tuple[int, int]] = []
    for begin, end in _blocks(_marks(seen.text, seen.level)):
        start, stop = seen.source(begin.start, end.end)
        if not ranges or start >= ranges[-1][1]:
            ranges.append((start, stop))
    return without(html, stream, ranges) if ranges else html


def _without_words(html: str) -> str:
    pieces, at = [], 0
    for begin, end in _blocks(_marks(html, lambda _: 0)):
        if begin.start >= at:
            pieces += [html[at : begin.start], *_ANY_TAG.findall(html, begin.start, end.end)]
            at = end.end
    return "".join([*pieces, html[at:]])


def _marks(text: str, level: Callable[[int], int]) -> Iterator[_Mark]:
    for found in _MARK.finditer(text):
        start, end = found.span()
        yield _Mark(found[1] or found[2], bool(found[1]), start, end, level(start))


def _blocks(marks: Iterable[_Mark]) -> list[tuple[_Mark, _Mark]]:
    """(begin, end) of every whole note, (mark, mark) of every lone one. An end belongs to
    the nearest begin before it.
    """
    found: list[tuple[_Mark, _Mark]] = []
    opened: list[_Mark] = []  # one at most
    for mark in marks:
        if mark.begins:
            found += zip(opened, opened, strict=True)
            opened = [mark]
        elif opened and opened[0].is_ended_by(mark):
            found.append((opened.pop(), mark))
        else:
            found.append((mark, mark))
    found += zip(opened, opened, strict=True)
    return sorted(found, key=lambda pair: (pair[0].start, -pair[1].end))


def _level(text: str, at: int) -> int:
    """How deep the line at `at` is quoted."""
    begin = text.rfind("\n", max(0, at - _LINE_CAP), at) + 1
    if not begin and at > _LINE_CAP:
        return 0
    return _depth(text, begin)


def _depth(text: str, at: int) -> int:
    """How many quote marks begin here."""
    prefix = _PREFIX.match(text, at)
    return prefix[0].count(">") + prefix[0].count("|") if prefix else 0


def _extent(text: str, begin: _Mark, end: _Mark, floor: int) -> tuple[int, int]:
    """What goes: whole lines with one blank line beside them; only the block where a mailer
    joined it with other words.
    """
    before = text[max(floor, begin.start - _LINE_CAP) : begin.start]
    after = text[end.end : end.end + _LINE_CAP]
    start = begin.start - len(before) + len(before.rstrip(_QUOTE))
    stop = end.end + len(after) - len(after.lstrip(_BLANKS))
    if not _begins_line(text, start) or not _ends_line(text, stop):
        return begin.start, end.end
    stop = min(stop + 1, len(text))
    return (start, stop) if begin is end else _with_blank_line(text, start, stop, floor)


def _begins_line(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] == "\n"


def _ends_line(text: str, at: int) -> bool:
    return at >= len(text) or text[at] == "\n"


def _with_blank_line(text: str, start: int, stop: int, floor: int) -> tuple[int, int]:
    """The line that set the note apart: below it if it stood above the
    words, else above it. Never both.
    """
    level = _level(text, start)
    after = text.find("\n", stop, stop + _LINE_CAP)
    if after >= 0 and _is_blank(text, stop, after, level):
        return start, after + 1
    floor = max(floor, start - _LINE_CAP)
    before = max(floor, text.rfind("\n", floor, max(floor, start - 1)) + 1)
    if before < start and _is_blank(text, before, start - 1, level):
        return before, stop
    return start, stop


def _is_blank(text: str, start: int, stop: int, level: int) -> bool:
    """A line without words, quoted as deep as this."""
    return not text[start:stop].strip(_QUOTE) and _level(text, start) == level


def _answers(inside: str, level: int) -> Iterator[str]:
    for line in inside.split("\n")[1:-1]:
        if line.strip(_QUOTE) and _depth(line, 0) < level:
            yield line + "\n"
