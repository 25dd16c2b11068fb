"""The text of a mail goes in; the writer's own new words, the quoted and
the forwarded matter come out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from enum import IntEnum
from itertools import groupby

from mailtracker.mail.text.quotes import Opening, is_mobile_signature, opening, shared
from mailtracker.record import dataclass

# With the token that `outgoing.notes` writes, or, in mails of earlier versions, without.
_NOTE_BEGIN = re.compile(r"[> \t]*~~~~ ((?:\w{1,20}-\d{1,12}|note)(?:\.[a-z2-7]{12})?) ~{20}[ \t]*")
_NOTE_END = re.compile(r"[> \t]*~{20} (\S{1,60}) ~~~~[ \t]*")
_RULE = re.compile(r"\s*[-_=*~]{3,}\s*")
_LIST_FOOTER = re.compile(r"(?:_{2,}|[_=*-]{20,})\s*")
_DASHED_NAME = re.compile(
    r"(?:[-–—]|/(?=[A-ZÅÄÖÆØ]))(\s?)([^\W\d_][\w.'’]{0,20}(?: [^\W\d_][\w.'’]{0,20}){0,2})"
)
_DASH, _FOOTER = "-_—", "_=*-"  # with what such lines begin
_SIGNATURE_LINES = 15
_LOOSE_SIGNATURE_LINES = 8
_DRAWN_SIGNATURE_LINES = 4
_FULL_LINE = 65  # characters
_USUAL = ("--", "—")
_DASHES = re.compile(r"[-_—]{2,}|—")
_LABEL = re.compile(r"[^|]{0,58}[^|?:;]")
_LINK = re.compile(r"[(<]http.*>")  # "(https://..." on a line of its own, with what closes a quote
_TEXT_ABOVE = re.compile(r"[^-–—*•:]|[^-–—*•].*[^:]")  # it neither announces nor begins a list


@dataclass(frozen=True, slots=True)
class Split:
    """`new` is what the writer typed, inline and bottom answers included.
    `forwarded` is what they passed on.

    `quoted` is all the rest: quotes, their headings, signatures and notes of ours.
    When in doubt words stay in `new`.
    """

    new: str
    quoted: str
    forwarded: str


class _Is(IntEnum):
    NEW = 0
    QUOTED = 1
    SIGNATURE = 2
    FORWARDED = 3


def split(text: str) -> Split:
    """Tell the writer's words from the rest. Line by line, linear in the text."""
    return divide(text)


def divide(
    text: str, *, forward: bool = False, first: bool = False, names: frozenset[str] = frozenset()
) -> Split:
    """As `split`. With `forward` (the subject says FW:, WG: ...) the first heading
    opens forwarded, not quoted matter.

    `first`: the mail answers nothing. Then what stands below a heading is passed on, not quoted,
    and ">" before lines in its midst, under no heading, is the writer's own. `names`: the words of
    the writer's name, case folded.
    """
    lines = _lines(text)
    marks = _Marking(lines, forward or first).run()
    if first and _quotes_nobody(lines, marks):
        marks = [_Is.NEW] * len(lines)
    _mark_wrapped(lines, marks)
    _Signatures(lines, marks, names).mark()
    return _gathered(lines, marks)


def unquoted(text: str, *, forward: bool = False, names: frozenset[str] = frozenset()) -> str:
    """An answer without what it quotes; what its writer signed with or passed on stays, in its
    place. The arguments are those of `divide`.
    """
    lines = _lines(text)
    marks = _Marking(lines, forward).run()
    _mark_wrapped(lines, marks)
    _Signatures(lines, marks, names).mark()
    column = _Column()
    for line, mark in zip(lines, marks, strict=True):
        if mark is _Is.QUOTED:
            column.gap()
        else:
            column.add(line)
    return column.text()


def _lines(text: str) -> list[str]:
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line for one in whole for line in (one.endswith(":") and shared(one)) or (one,)]


class _Column:
    """Lines of one kind, put together; blank lines in a row are one."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def add(self, line: str) -> None:
        if line and not line.isspace():
            self.lines.append(line.rstrip())
        else:
            self.gap()

    def gap(self) -> None:
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def text(self) -> str:
        return "\n".join(self.lines).strip()


def _gathered(lines: list[str], marks: list[_Is]) -> Split:
    new, quoted, forwarded = _Column(), _Column(), _Column()
    column = (new, quoted, quoted, forwarded)  # in the order of their marks
    last = None
    for line, mark in zip(lines, marks, strict=True):
        if column[mark] is not last:
            last = column[mark]
            last.gap()  # for what stood between two answers
        last.add(line)
    return Split(new.text(), quoted.text(), forwarded.text())


class _Marking:
    """One walk down the lines. Each step marks one line, or all lines that what begins there
    takes with it.
    """

    def __init__(self, lines: list[str], forward: bool) -> None:
        self.lines = lines
        self.forward = forward
        self.marks: list[_Is] = []
        self.said = False  # has the writer said anything yet
        self.note_ends = _note_ends(lines)

    def run(self) -> list[_Is]:
        near = _colon_near(self.lines)
        while (index := len(self.marks)) < len(self.lines):
            if _is_blank(self.lines[index]):
                self.marks.append(_Is.NEW)
            elif note := self._ours(index):
                self.marks += note
            elif (found := opening(self.lines, index, near[index])) is None:
                self.marks.append(_Is.NEW)
                self.said = True
            else:
                self.marks += self._consequence(found)
                self.said = self.said or self._last() is _Is.NEW
        return self.marks

    def _ours(self, index: int) -> list[_Is]:
        """The marks of a line that is quoted, or of a note of ours that begins here."""
        line = self.lines[index]
        if is_quoted(line):
            escaped = line.startswith(">From ")  # as mbox writers do
            if not escaped or self._last() is _Is.QUOTED:
                return [_Is.QUOTED]
        if "~~~~" in line and (note := _NOTE_BEGIN.fullmatch(line)):
            return [_Is.QUOTED] * (self._note_end(note[1], index) - index)
        return []

    def _note_end(self, name: str, index: int) -> int:
        """The index behind the end marker that follows; without one the note
        runs to the end of the text.
        """
        ends = self.note_ends.get(name, [])
        place = bisect_right(ends, index)
        return ends[place] + 1 if place < len(ends) else len(self.lines)

    def _last(self) -> _Is | None:
        return self.marks[-1] if self.marks else None

    def _consequence(self, found: Opening) -> list[_Is]:
        """The marks that an opening brings: for its heading alone, or for all that follows."""
        if found.kind == "wrote":
            return self._below_attribution(found)
        self._take_rules()
        rest = len(self.lines) - len(self.marks)
        passed_on = self.forward or found.kind == "forward"
        unsaid = not self.said and found.kind != "above"
        return [_Is.FORWARDED if passed_on or unsaid else _Is.QUOTED] * rest

    def _below_attribution(self, found: Opening) -> list[_Is]:
        heading = found.after - len(self.marks)
        if _quote_follows(self.lines, found.after):
            return [_Is.QUOTED] * heading
        if not found.strong:
            return [_Is.NEW] * heading
        if not self.said:  # unmarked quote below: the answer must be below too, keep all of it
            return [_Is.QUOTED] * heading
        below = _Is.FORWARDED if self.forward else _Is.QUOTED
        return [below] * (len(self.lines) - len(self.marks))

    def _take_rules(self) -> None:
        """The line of underscores that Outlook draws above its heading is no word of the
        writer's.
        """
        for index in range(len(self.marks) - 1, max(-1, len(self.marks) - 4), -1):
            if self.lines[index].strip() and not _RULE.fullmatch(self.lines[index]):
                return
            self.marks[index] = _Is.QUOTED


def is_quoted(line: str) -> bool:
    bare = line.lstrip()
    return bare[:1] == ">" and not bare.rstrip().endswith("<<<")  # >>> look here <<<


def _note_ends(lines: list[str]) -> dict[str, list[int]]:
    """Where each reference's end marker stands. Few or none: only marker lines are looked at."""
    ends: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if "~~~~" in line and (hit := _NOTE_END.fullmatch(line)):
            ends.setdefault(hit[1], []).append(index)
    return ends


def _colon_near(lines: list[str]) -> list[bool]:
    near = [False] * len(lines)
    for index, line in enumerate(lines):
        if line.rstrip("* \t\xa0").endswith((":", "：")):
            start = max(0, index - 3)
            near[start : index + 1] = [True] * (index + 1 - start)
    return near


def _quote_follows(lines: list[str], after: int) -> bool:
    below = next((line for line in lines[after : after + 4] if line.strip()), "")
    return is_quoted(below) or bool(_NOTE_BEGIN.fullmatch(below))


def _mark_wrapped(lines: list[str], marks: list[_Is]) -> None:
    """A mailer that wraps quoted lines leaves their ends without a mark."""
    if _Is.QUOTED not in marks:
        return
    for index in range(1, len(lines) - 1):
        if _is_between(lines, marks, index) and _goes_on(
            lines[index - 1].rstrip(), lines[index].strip()
        ):
            marks[index] = _Is.QUOTED


def _is_between(lines: list[str], marks: list[_Is], index: int) -> bool:
    """A line of the writer's right between quoted ones."""
    if marks[index] is not _Is.NEW or not marks[index - 1] is marks[index + 1] is _Is.QUOTED:
        return False
    return is_quoted(lines[index - 1]) and is_quoted(lines[index + 1])


def _goes_on(before: str, line: str) -> bool:
    """Whether a quoted line goes on in this one: it is full and ends in the midst
    of a sentence, or of a link.
    """
    if len(before) > 1_000:
        return False
    return _goes_on_in_sentence(before, line) or _goes_on_in_link(before, line)


def _goes_on_in_sentence(before: str, line: str) -> bool:
    full = len(before) >= _FULL_LINE and not before.endswith((".", "?", "!", ":"))
    return full and line[:1].islower()


def _goes_on_in_link(before: str, line: str) -> bool:
    if _LINK.fullmatch(line):
        return True
    unclosed = "://" in before and before.count("(") > before.count(")")
    return unclosed and " " not in line


def _quotes_nobody(lines: list[str], marks: list[_Is]) -> bool:
    """Nothing but ">" lines counts as quoted, and the writer has the first and the last word."""
    if marks.count(_Is.NEW) == len(marks):
        return False
    both = list(zip(lines, marks, strict=True))
    taken = [line for line, mark in both if mark is not _Is.NEW]
    said = [(line.strip(), mark is _Is.NEW) for line, mark in both if line.strip()]
    if not said or not said[0][1] or not all(map(is_quoted, taken)):
        return False
    before = next(line for line, own in reversed(said) if own)
    return said[-1][1] or before.endswith(":")


@dataclass(frozen=True, slots=True)
class _Signatures:
    """In each run of new `lines`, by their `marks`: what stands below "-- ", a list's footer, and
    lines of mobile mailers. `names` are the words of the writer's name.
    """

    lines: list[str]
    marks: list[_Is]
    names: frozenset[str]

    def mark(self) -> None:
        runs = groupby(range(len(self.lines)), key=self.marks.__getitem__)
        for run in [list(group) for mark, group in runs if mark is _Is.NEW]:
            self._mark_in(run[0], run[-1] + 1)

    def _mark_in(self, start: int, end: int) -> None:
        filled = looked = 0
        cut = end
        for index in range(end - 1, start - 1, -1):
            if _is_blank(self.lines[index]):
                continue
            if self._begins(index, cut, filled):
                cut, filled = index, 0
            elif is_mobile_signature(self.lines[index]) and self._stands_alone(index, cut):
                self.marks[index] = _Is.SIGNATURE
            else:
                filled += 1
            looked += 1
            if looked > _SIGNATURE_LINES:
                break
        self.marks[cut:end] = [_Is.SIGNATURE] * (end - cut)

    def _begins(self, index: int, end: int, filled: int) -> bool:
        """Whether a signature begins at this line, with `filled` lines that say something below."""
        if self.lines[index] in ("-- ", "--  "):
            return True
        if not filled:
            return self._is_dashed_name(index)
        return self._is_drawn(index, end, filled) or self._is_list_footer(index)

    def _is_drawn(self, index: int, end: int, filled: int) -> bool:
        """Dashes with few short lines below."""
        bare = self.lines[index].strip()
        if bare[0] not in _DASH or not _DASHES.fullmatch(bare):
            return False
        below = [line for line in self.lines[index + 1 : end] if line.strip()]
        if bare in _USUAL:
            return filled <= _LOOSE_SIGNATURE_LINES and _are_labels(below[:3])
        # Else it underlines a heading, or parts the rows of a table.
        apart = index > 0 and _is_blank(self.lines[index - 1])
        return apart and filled <= _DRAWN_SIGNATURE_LINES and _are_labels(below)

    def _is_dashed_name(self, index: int) -> bool:
        """ "-Roman", "- Roman", "/R" as the last line; never an item of a list."""
        hit = _DASHED_NAME.fullmatch(self.lines[index].strip())
        if hit is None:
            return False
        above = next(filter(None, map(str.strip, self.lines[max(0, index - 3) : index][::-1])), "")
        if not _TEXT_ABOVE.fullmatch(above):
            return False
        words = hit[2].casefold().replace(".", " ").split()
        if words[0] in self.names:
            return True
        if hit[1] or not (len(words) == 1 or _is_title(hit[2])):
            return False
        return len(words) > 1 or above[-1] in ".!?)" or self._is_slashed(index)

    def _is_slashed(self, index: int) -> bool:
        return self.lines[index].lstrip()[0] == "/" and _is_blank(self.lines[index - 1])

    def _is_list_footer(self, index: int) -> bool:
        line = self.lines[index]
        if line[0] not in _FOOTER or not _LIST_FOOTER.fullmatch(line):
            return False
        return "mailing list" in " ".join(self.lines[index + 1 : index + 3]).lower()

    def _stands_alone(self, index: int, end: int) -> bool:
        """The last line of its run, or a paragraph of its own, or with only a
        blank line's distance to such.
        """
        if not self._is_free_below(index, end):
            return False
        return self._is_free_above(index) or not self._says(range(index + 1, end))

    def _is_free_below(self, index: int, end: int) -> bool:
        below = index + 1
        return below >= end or _is_blank(self.lines[below]) or self.marks[below] is _Is.SIGNATURE

    def _is_free_above(self, index: int) -> bool:
        above = index - 1
        return above < 0 or _is_blank(self.lines[above]) or self.marks[above] is not _Is.NEW

    def _says(self, places: Iterable[int]) -> bool:
        return any(self.lines[at].strip() and self.marks[at] is _Is.NEW for at in places)


def _is_blank(line: str) -> bool:
    return not line.strip()


def _are_labels(lines: Iterable[str]) -> bool:
    return all(map(_is_label, lines))


def _is_label(line: str) -> bool:
    """As short as a name, a title or a telephone number, and no sentence."""
    bare = line.strip()
    return bool(_LABEL.fullmatch(bare)) and len(bare.split()) <= 5


def _is_title(name: str) -> bool:
    """Each longer word has a capital: "Ana da Costa"."""
    return all(word[0].isupper() or len(word) < 4 for word in name.split())
