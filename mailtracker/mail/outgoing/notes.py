"""Texts and pages go in; the same without our notes, however they were quoted, come out.

A note is known by its marks (`marking.py` writes them, `text/note_marks.py` knows their forms).
What stands in them behind the reference is made with the database's key (`ids.mark_tokens`), so
nobody else can write marks of ours, and nobody can put other words between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from functools import partial
from hmac import compare_digest
from itertools import takewhile

from mailtracker.mail.mime.html import TAG_CAP, Token, tokens, visible, without
from mailtracker.mail.outgoing.envelope import Ours
from mailtracker.mail.outgoing.ids import MarksOf, mark_tokens, no_marks
from mailtracker.mail.text.note_marks import MARK, QUOTING, first_words, letters, lines_above
from mailtracker.mail.text.raw_quotes import as_read, with_whole_marks
from mailtracker.record import dataclass

_ANY_TAG = re.compile(r"<[^<>]*+>")
_BLANKS = " \t\r\xa0"
# Tags that a quoted note may have; what others may show is not read as text.
_IN_NOTES = frozenset(
    """table thead tbody tr td th div p br hr wbr a b strong i em u s code pre span font big small
    ul ol li blockquote center h1 h2 h3 h4 o:p""".split()
)
_PREFIX = re.compile(r"[ \t\xa0]{0,8}(?:[>|][ \t\xa0]{0,8}){1,50}")
_SOURCE = re.compile(r"~[ \t]{0,8}</(?:span|div|p|td|font)\b", re.IGNORECASE)
"""Where a mark stands in the source of a page that a program quoted as text."""
_LED_BY = re.compile(r"<mailto:[^<>\s]{1,600}>")
"""Where a button leads, in the text that programs make of a page: no words that anybody reads."""
_LINE_CAP = 4096  # how far back a line's beginning is looked for


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
        """Whether just these words were put between marker lines of this name; programs that make
        text of a page write behind each button where it leads.
        """
        reference, _, token = name.rpartition(".")
        made_by = self._made_by(reference, token)
        if made_by is None:
            return False
        said = dict.fromkeys((inside, _LED_BY.sub("", inside)))
        made = (made_by(reference, letters(words)) for words in said)
        return any(true is not None and _equal(token, "".join(true)) for true in made)

    def _made_by(self, reference: str, token: str) -> MarksOf | None:
        """What made a marker line; None where it is not ours."""
        for marks_of in (partial(mark_tokens, self.key), self.older):
            true = marks_of(reference, "")
            if true is not None and _equal(token[: len(true[0])], true[0]):
                return marks_of
        return None


def _equal(said: str, true: str) -> bool:
    return compare_digest(said.encode("utf-8", "replace"), true.encode())


@dataclass(frozen=True, slots=True)
class _Mark:
    """One mark, from `at` to `end`, quoted `level` deep; `name` is its reference with the token,
    and it `begins` a note or ends one. `start`: where the note's words begin that stand before it.
    """

    name: str
    begins: bool
    start: int
    at: int
    end: int
    level: int

    def is_ended_by(self, mark: _Mark) -> bool:
        return (mark.name, mark.level) == (self.name, self.level)


_Block = tuple[_Mark, _Mark]
"""Begin and end of a note; twice the same mark where it stands alone."""


def strip_text(text: str, marks: Marks) -> str:
    """`text` without our notes and without the blank line that set each apart. Linear.

    In mail by our own people, a begin without its end at the same depth of quoting loses only the
    mark itself and the words before it that are the note's: losing words is worse than keeping a
    note. Lines in a note that are quoted less deep than it were written by somebody in between, and
    stay. Some programs that read no pages quote their source: what is a note there goes with its
    box.
    """
    if "~" not in text:
        return text
    text = with_whole_marks(as_read(text) if marks.by_our_people else text)
    if _SOURCE.search(text):
        text = strip_html(text, marks)
    pieces, at = [], 0
    for block in _blocks(_marks(text, marks, lambda at: _level(text, at))):
        if block[0].start < at or (going := _going(text, marks, block)) is None:
            continue
        begin, end = going
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
    if "~" not in html:
        return html
    if html.count("<") > TAG_CAP:
        return _without_words(html, marks)
    stream = tokens(html)
    seen = visible(html, stream)
    ranges: list[tuple[int, int]] = []
    for block in _blocks(_marks(seen.text, marks, seen.level)):
        if (going := _going(seen.text, marks, block)) is None:
            continue
        begin, end = going
        start, stop = seen.source(begin.start, end.end)
        if ranges and start < ranges[-1][1]:
            continue
        if marks.by_our_people or _shows_all(stream, start, stop):
            ranges.append((start, stop))
    return without(html, stream, ranges) if ranges else html


def _without_words(html: str, marks: Marks) -> str:
    pieces, at = [], 0
    for begin, end in _blocks(_marks(html, marks, lambda _: 0)):
        if begin.at >= at and marks.by_our_people:
            pieces += [html[at : begin.at], *_ANY_TAG.findall(html, begin.at, end.end)]
            at = end.end
    return "".join([*pieces, html[at:]])


def _going(text: str, marks: Marks, block: _Block) -> _Block | None:
    """What of a block is taken out, None for nothing."""
    begin, end = block
    words = text[begin.start : begin.at] + "\n" + text[begin.end : end.start]
    if begin is not end and marks.sealed(begin.name, words):
        return block
    if not marks.by_our_people:
        return None
    surely = replace(begin, start=_surely(text, begin))
    return (surely, surely) if begin is end else (surely, end)


def _surely(text: str, mark: _Mark) -> int:
    """Where the words before a mark begin that are the note's, though somebody changed it: at the
    beginning of a line, by the count of their letters. Quoted lines may have been wrapped, and
    addresses in them written out; of what nobody quoted nothing goes that is not certain.
    """
    if _begins_words(text, mark.start):
        return mark.start
    if not mark.level:
        return mark.at
    wanted = len(letters(text[mark.start : mark.at]))
    found, near = mark.at, wanted // 4 + 1
    for begin, count in lines_above(text, mark.at, max(0, mark.at - _LINE_CAP)):
        if count > wanted * 2 or _level(text, begin) != mark.level:
            break
        if abs(count - wanted) < near:
            found, near = begin, abs(count - wanted)
    return found


def _begins_words(text: str, at: int) -> bool:
    """Nothing but quote marks stands before it in its line."""
    line = text[max(0, at - _LINE_CAP) : at].rpartition("\n")[2]
    return not line.strip(QUOTING)


def _shows_all(stream: list[Token], start: int, stop: int) -> bool:
    """Whether there is nothing between these places of a page that a person sees and we do not read
    as text: fields, pictures, frames, comments that Outlook obeys.
    """
    first = bisect_right(stream, start, key=lambda token: token.start) - 1
    inside = takewhile(lambda at: stream[at].start < stop, range(first, len(stream)))
    return all(stream[at].kind == "text" or stream[at].name in _IN_NOTES for at in inside)


def _marks(text: str, marks: Marks, level: Callable[[int], int]) -> Iterator[_Mark]:
    """Those that are ours."""
    floor = 0
    for found in MARK.finditer(text):
        name = found[1] or found[2] or found[3]
        if marks.are_ours(name):
            at, end = found.span()
            start = first_words(text, at, floor, int(found[4])) if found[4] else at
            deep = level(start if _begins_words(text, start) else at)
            yield _Mark(name, not found[2], start, at, end, deep)
        floor = found.end()


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
    start = begin.start - len(before) + len(before.rstrip(QUOTING))
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
    return not text[start:stop].strip(QUOTING) and _level(text, start) == level


def _answers(inside: str, level: int) -> Iterator[str]:
    for line in inside.split("\n")[1:-1]:
        if line.strip(QUOTING) and _depth(line, 0) < level:
            yield line + "\n"
