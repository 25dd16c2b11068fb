"""A note goes in, a block between marker lines comes out; and texts without any such
block, however they were quoted.

    ~~~~ IT-1042.k7f2qmxah3n5 ~~~~~~~~~~~~~~~~~~~~
    ...
    ~~~~~~~~~~~~~~~~~~~~ IT-1042.k7f2qmxah3n5 ~~~~

Plain words rather than invisible marks: what a mail client does not show, it also does not quote.
What stands behind the reference is made with the database's key (`ids.mark_tokens`), so nobody else
can write marker lines of ours, and nobody can put other words between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from functools import lru_cache, partial
from hmac import compare_digest
from html import escape
from itertools import takewhile
from unicodedata import normalize

from mailtracker.mail.mime.header_text import clean_header
from mailtracker.mail.mime.html import TAG_CAP, Token, tokens, visible, without
from mailtracker.mail.outgoing.envelope import Ours, RelayNote
from mailtracker.mail.outgoing.ids import MarksOf, mark_tokens, no_marks
from mailtracker.mail.outgoing.shown import all_plain, insisting
from mailtracker.record import dataclass

_SHORT, _LONG = "~" * 4, "~" * 20
# Between the words of a marker: spaces, or the line break and quote marks of a mailer
# that wrapped it. All bounded.
_GAP = r"(?:[ \t\xa0\u200b]{1,8}|[ \t\xa0\u200b]{0,8}\r?\n[ \t\xa0\u200b>|]{0,60})"
_NAME = r"([^\s~>|]{1,60})"
_MARK = re.compile(
    f"(?<!~)(?:~{{4}}{_GAP}{_NAME}{_GAP}~{{20}}|~{{20}}{_GAP}{_NAME}{_GAP}~{{4}})(?!~)"
)
_ANY_TAG = re.compile(r"<[^<>]*+>")
_NO_WORDS = {code: None for code in range(128) if not chr(code).isalnum()}
_NOT_NAME = re.compile(r"[\s~<>|&]+")
_BLANKS = " \t\r\xa0"
_QUOTE = f"{_BLANKS}>|"
_OUTERMOST = "all:initial;display:block;margin:16px 0;position:relative;z-index:2147483647"
_BOX = (
    "width:100%;max-width:640px;border-collapse:separate;border:1px solid #a7b1bc;"
    "border-left:4px solid #6b8cae;border-radius:4px;background-color:#f0f4f8"
)
_PAPER = (
    "padding:6px 16px 8px 14px;font-family:sans-serif;font-size:14px;line-height:21px;"
    "color:#1f2933;text-align:left"
)
_OWN_BOX = (
    "margin:0 0 18px 0;padding:6px 14px 8px 14px;border-left:4px solid #6b8cae;"
    "border-radius:4px;background-color:#80808018"
)
_MARK_STYLE = (
    "font-size:8px;line-height:16px;color:#6b7680;white-space:nowrap;mso-line-height-rule:exactly"
)
# Tags that a quoted note may have; what others may show is not read as text.
_IN_NOTES = frozenset(
    """table thead tbody tr td th div p br hr wbr a b strong i em u s code pre span font big small
    ul ol li blockquote center h1 h2 h3 h4 o:p""".split()
)
_PREFIX = re.compile(r"[ \t\xa0]{0,8}(?:[>|][ \t\xa0]{0,8}){1,50}")
_LINE_CAP = 1000  # how far back a line's beginning is looked for


@dataclass(frozen=True, slots=True)
class Marks:
    """Which marker lines are ours: those made with `key`.

    From whom a mail comes decides how much is needed to take a note out of it. A requester knows
    the marker lines of the notes that they got, so a note goes from their mail only if it is ours
    word for word: else words could be hidden from the owner between them. In what our own people
    write to the requester (`by_our_people`) a note goes however much of it was changed or cut, and
    so do marker lines without a token, as mails of earlier versions have them: there it is we who
    have something to hide.
    """

    key: bytes = field(repr=False)
    by_our_people: bool = False
    #: Those that earlier versions made.
    older: MarksOf = field(default=no_marks, repr=False)

    @classmethod
    def of(cls, ours: Ours, by_our_people: bool) -> Marks:
        return cls(ours.key, by_our_people, ours.older)

    def are_ours(self, name: str) -> bool:
        """What a marker line says, whatever stands below it."""
        reference, dot, token = name.rpartition(".")
        if not dot:
            return self.by_our_people
        return self._made_by(reference, token) is not None

    def sealed(self, name: str, inside: str) -> bool:
        """Whether just these words were put between marker lines of this name."""
        reference, _, token = name.rpartition(".")
        made_by = self._made_by(reference, token)
        true = made_by(reference, _words(inside)) if made_by else None
        return true is not None and _equal(token, "".join(true))

    def _made_by(self, reference: str, token: str) -> MarksOf | None:
        """What made a marker line; None where it is not ours."""
        for marks_of in (partial(mark_tokens, self.key), self.older):
            true = marks_of(reference, "")
            if true is not None and _equal(token[: len(true[0])], true[0]):
                return marks_of
        return None


def _equal(said: str, true: str) -> bool:
    return compare_digest(said.encode("utf-8", "replace"), true.encode())


def _words(text: str) -> str:
    """What is left of a text in every quote: letters and digits, whatever the line breaks, quote
    marks and bold type.
    """
    plain = normalize("NFKC", text).casefold()
    if plain.isascii():
        return plain.translate(_NO_WORDS)  # ten times as fast, for these alone
    return "".join(filter(str.isalnum, plain))


@dataclass(frozen=True, slots=True)
class _Mark:
    """One marker line, from `start` to `end`, quoted `level` deep; `name` is its reference with the
    token, and it `begins` a note or ends one.
    """

    name: str
    begins: bool
    start: int
    end: int
    level: int

    def is_ended_by(self, mark: _Mark) -> bool:
        return (mark.name, mark.level) == (self.name, self.level)


_Block = tuple[_Mark, _Mark]
"""Begin and end of a note; twice the same mark where it stands alone."""


def mark_text(note: RelayNote, key: bytes) -> str:
    """The note's text between its marker lines, without a last line end. Marks
    inside the text are taken out.
    """
    inside = unmarked(note.text).strip("\n")
    above, below = _marker_lines(note, key, inside)
    return f"{above}\n{inside}\n{below}"


def mark_html_of_ours(note: RelayNote, key: bytes) -> str:
    """The same for a page that is ours: a box that takes its colours from it, light or dark."""
    inside = _inside(note)
    above, below = _marker_lines(note, key, visible(inside, tokens(inside)).text)
    return (
        f'<div style="{_OWN_BOX}">{_mark_line(above, "left")}\n{inside}\n'
        f"{_mark_line(below, 'right')}</div>"
    )


def unmarked(text: str) -> str:
    """Without marker lines, and whatever reads like one once these are gone; what stands between
    them stays.
    """
    clean = _MARK.sub("", text) if _SHORT in text else text
    return clean if clean == text else unmarked(clean)


def _marker_lines(note: RelayNote, key: bytes, inside: str) -> tuple[str, str]:
    reference = _NOT_NAME.sub("-", clean_header(note.reference, 40)).strip("-") or "note"
    name = f"{reference}.{''.join(mark_tokens(key, reference, _words(inside)))}"
    return f"{_SHORT} {name} {_LONG}", f"{_LONG} {name} {_SHORT}"


def mark_html(note: RelayNote, key: bytes) -> str:
    """The note's HTML in a bordered box that begins and ends with the same marker lines.

    A table with inline styles, because Outlook knows no other box, in a <div>, because only that
    ends a paragraph that the sender left open in every browser. <tbody> is written out: one that a
    browser adds has no style of its own. Every style is `!important` and every element says all
    that could hide it, since the sender's style sheet is in the same page: `shown.insisting`. The
    marks are small and grey but real text: Gmail, Outlook, Apple Mail and Thunderbird quote them.
    The typeface is a generic one: others a page can define anew, without letters in it.
    """
    inside = _inside(note)
    stream = tokens(inside)
    above, below = _marker_lines(note, key, visible(inside, stream).text)
    if not all_plain(inside, stream):  # it could go on in what stands behind it
        return insisting(_boxed(above, inside, below))
    opens, turns, ends, closes = _box()
    return f"{opens}{above}{turns}{insisting(inside, stream)}{ends}{below}{closes}"


def _boxed(above: str, inside: str, below: str) -> str:
    return (
        f'<div style="{_OUTERMOST}"><table role="presentation" width="100%" cellpadding="0" '
        f'cellspacing="0" border="0" style="{_BOX}"><tbody><tr><td style="{_PAPER}">'
        f"{_mark_line(above, 'left')}\n{inside}\n{_mark_line(below, 'right')}"
        "</td></tr></tbody></table></div>"
    )


@lru_cache(maxsize=1)
def _box() -> list[str]:
    """What stands before, between and behind the words of `_boxed`, insisting: no note changes
    it.
    """
    return insisting(_boxed("\0", "\0", "\0")).split("\0")


def _inside(note: RelayNote) -> str:
    if note.html:
        return unmarked(note.html)
    return escape(unmarked(note.text)).replace("\n", "<br>\n")


def _mark_line(words: str, side: str) -> str:
    return f'<div align="{side}" style="{_MARK_STYLE};text-align:{side}">{words}</div>'


def strip_text(text: str, marks: Marks) -> str:
    """`text` without our notes and without the blank line that set each apart. Linear.

    In mail by our own people, a begin without its end at the same depth of quoting loses only the
    marker itself: losing words is worse than keeping a note. Lines in a note that are quoted less
    deep than it were written by somebody in between, and stay.
    """
    if _SHORT not in text:
        return text
    pieces, at = [], 0
    for begin, end in _blocks(_marks(text, marks, lambda at: _level(text, at))):
        if begin.start < at or not _goes(text, marks, (begin, end)):
            continue
        start, stop = _extent(text, begin, end, at)
        pieces.append(text[at:start])
        if begin.level:
            pieces.extend(_answers(text[begin.end : end.start], begin.level))
        at = stop
    return "".join([*pieces, text[at:]])


def strip_html(html: str, marks: Marks) -> str:
    """`html` without our notes and the boxes round them; tags stay balanced,
    all else stays as it is. Linear.

    In a page with more than TAG_CAP tags only the words of a note go.
    """
    if _SHORT not in html:
        return html
    if html.count("<") > TAG_CAP:
        return _without_words(html, marks)
    stream = tokens(html)
    seen = visible(html, stream)
    ranges: list[tuple[int, int]] = []
    for begin, end in _blocks(_marks(seen.text, marks, seen.level)):
        start, stop = seen.source(begin.start, end.end)
        if ranges and start < ranges[-1][1]:
            continue
        if _goes(seen.text, marks, (begin, end)) and (
            marks.by_our_people or _shows_all(stream, start, stop)
        ):
            ranges.append((start, stop))
    return without(html, stream, ranges) if ranges else html


def _without_words(html: str, marks: Marks) -> str:
    pieces, at = [], 0
    for begin, end in _blocks(_marks(html, marks, lambda _: 0)):
        if begin.start >= at and marks.by_our_people:
            pieces += [html[at : begin.start], *_ANY_TAG.findall(html, begin.start, end.end)]
            at = end.end
    return "".join([*pieces, html[at:]])


def _goes(text: str, marks: Marks, block: _Block) -> bool:
    begin, end = block
    if marks.by_our_people:
        return True
    return begin is not end and marks.sealed(begin.name, text[begin.end : end.start])


def _shows_all(stream: list[Token], start: int, stop: int) -> bool:
    """Whether there is nothing between these places of a page that a person sees and we do not read
    as text: fields, pictures, frames, comments that Outlook obeys.
    """
    first = bisect_right(stream, start, key=lambda token: token.start) - 1
    inside = takewhile(lambda at: stream[at].start < stop, range(first, len(stream)))
    return all(stream[at].kind == "text" or stream[at].name in _IN_NOTES for at in inside)


def _marks(text: str, marks: Marks, level: Callable[[int], int]) -> Iterator[_Mark]:
    """Those that are ours."""
    for found in _MARK.finditer(text):
        name = found[1] or found[2]
        if marks.are_ours(name):
            start, end = found.span()
            yield _Mark(name, bool(found[1]), start, end, level(start))


def _blocks(marks: Iterable[_Mark]) -> list[_Block]:
    """Every whole note, and every lone marker line. An end belongs to the nearest begin before
    it.
    """
    found: list[_Block] = []
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
