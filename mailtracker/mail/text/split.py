"""The text of a mail goes in; the writer's own new words, the quoted and
the forwarded matter come out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from mailtracker.mail.text.banner import banner_lines
from mailtracker.mail.text.note_marks import notes_in
from mailtracker.mail.text.quotes import Opening, followed, glued, opening, shared
from mailtracker.mail.text.signatures import LineIs, mark_signatures
from mailtracker.record import dataclass

_RULE = re.compile(r"\s*[-_=*~]{3,}\s*|\s*(?:\* ){2,}\*\s*")
_HEADING = 16  # lines of the heading of what is passed on
_FULL_LINE = 65  # characters
_OTHER_MARK = re.compile(r"\|(?!.*\|\s*$)|[A-Z]{1,3}>(?=\s|$)|\t")
"""What marks a quote besides ">", if it stands right below a heading."""
_DEEP = re.compile(r"\s*(?:>[ \t]*){4}")
_LINK = re.compile(r"[(<]http.*>")  # "(https://..." on a line of its own, with what closes a quote


@dataclass(frozen=True, slots=True)
class Split:
    """`new` is what the writer typed, inline and bottom answers included.
    `forwarded` is what they passed on.

    `banner` is what a gateway put above or below: nobody's words.
    `quoted` is all the rest: quotes, their headings, signatures and notes of ours.
    When in doubt words stay in `new`. `amid`: they begin between lines of a quote.
    """

    new: str
    quoted: str
    forwarded: str
    banner: str = ""
    amid: bool = False


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
    marks = _Marking(lines, forward or first, first).run()
    if first and _quotes_nobody(lines, marks):
        marks = [mark if mark is LineIs.BANNER else LineIs.NEW for mark in marks]
    _mark_wrapped(lines, marks)
    _mark_passed_on_banner(lines, marks)
    mark_signatures(lines, marks, names)
    return _gathered(lines, marks)


def unquoted(text: str, *, forward: bool = False, names: frozenset[str] = frozenset()) -> str:
    """An answer without what it quotes; what its writer signed with or passed on stays, in its
    place. The arguments are those of `divide`.
    """
    lines = _lines(text)
    marks = _Marking(lines, forward).run()
    _mark_wrapped(lines, marks)
    mark_signatures(lines, marks, names)
    column = _Column()
    for line, mark in zip(lines, marks, strict=True):
        if mark is LineIs.QUOTED:
            column.gap()
        else:
            column.add(line)
    return column.text()


@lru_cache(maxsize=4)  # a mail is routed anew for each alias that stands in it
def without_banner(text: str, *, passed_on: bool = False) -> str:
    """`text` without what gateways put above and below it; `passed_on`: it holds another mail, and
    what stands above that goes as well.
    """
    lines = text.split("\n")
    taken = set(banner_lines(lines))
    if passed_on:
        marks = _Marking(lines, forward=True).run()
        _mark_passed_on_banner(lines, marks)
        taken.update(at for at, mark in enumerate(marks) if mark is LineIs.BANNER)
    if not taken:
        return text
    return "\n".join(line for at, line in enumerate(lines) if at not in taken).strip("\n")


def _lines(text: str) -> list[str]:
    whole = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((at for at, line in enumerate(whole) if line and not line.isspace()), 0)
    whole[first : first + 1] = glued(whole[first]) or (whole[first],)
    return [line for one in whole for line in _parted(one)]


def _parted(line: str) -> tuple[str, ...]:
    """A line on which words and a heading stand together, as both; any other by itself."""
    if line.endswith(":"):
        return shared(line) or (line,)
    return (":   " in line and followed(line)) or (line,)


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


def _gathered(lines: list[str], marks: list[LineIs]) -> Split:
    new, quoted, forwarded, banner = _Column(), _Column(), _Column(), _Column()
    column = (new, quoted, quoted, forwarded, banner)  # in the order of their marks
    last = None
    for line, mark in zip(lines, marks, strict=True):
        if column[mark] is not last:
            last = column[mark]
            last.gap()  # for what stood between two answers
        last.add(line)
    amid = _begins_amid(lines, marks)
    return Split(new.text(), quoted.text(), forwarded.text(), banner.text(), amid)


def _begins_amid(lines: list[str], marks: list[LineIs]) -> bool:
    kinds = [mark for line, mark in zip(lines, marks, strict=True) if line.strip()]
    if LineIs.NEW not in kinds:
        return False
    first = kinds.index(LineIs.NEW)
    return LineIs.QUOTED in kinds[:first] and LineIs.QUOTED in kinds[first:]


class _Marking:
    """One walk down the lines. Each step marks one line, or all lines that what begins there
    takes with it.
    """

    def __init__(self, lines: list[str], forward: bool, first: bool = False) -> None:
        self.lines = lines
        self.forward = forward
        self.first = first
        self.marks: list[LineIs] = []
        self.said = False  # has the writer said anything yet
        self.quotes = False  # has ">" marked anything yet
        self.banner = banner_lines(lines)
        self.other_mark = ""  # what marks quoted lines besides
        self.notes = notes_in(lines)

    def run(self) -> list[LineIs]:
        near = _colon_near(self.lines)
        while (index := len(self.marks)) < len(self.lines):
            if _is_blank(self.lines[index]):
                self.marks.append(LineIs.NEW)
            elif index in self.banner:
                self.marks.append(LineIs.BANNER)
            elif note := self._ours(index):
                self.marks += note
            elif (found := opening(self.lines, index, near[index])) is None:
                self.marks.append(LineIs.NEW)
                self.said = True
                self.other_mark = self.other_mark.strip()  # who writes may indent as well
            else:
                self.marks += self._consequence(found)
                typed = self._last() is LineIs.NEW and not (self.first and found.strong)
                self.said = self.said or typed
        return self.marks

    def _ours(self, index: int) -> list[LineIs]:
        """The marks of a line that is quoted, or of a note of ours that begins here."""
        line = self.lines[index]
        if is_quoted(line) and not self._is_groupwise(index):
            escaped = line.startswith(">From ")  # as mbox writers do
            if not escaped or self._last() is LineIs.QUOTED:
                self.quotes = True
                return [LineIs.QUOTED]
        if self.other_mark and line.lstrip(" ").startswith(self.other_mark):
            return [LineIs.QUOTED]
        if index in self.notes:
            return [LineIs.QUOTED] * (self.notes[index] - index)
        return []

    def _is_groupwise(self, index: int) -> bool:
        """Such a heading, and no line of a mail in which ">" marks what is quoted."""
        if self.quotes or not self.lines[index].startswith(">>>"):
            return False
        return opening(self.lines, index) is not None

    def _last(self) -> LineIs | None:
        return self.marks[-1] if self.marks else None

    def _consequence(self, found: Opening) -> list[LineIs]:
        """The marks that an opening brings: for its heading alone, or for all that follows."""
        if found.kind == "wrote":
            return self._below_attribution(found)
        self._take_rules()
        rest = len(self.lines) - len(self.marks)
        passed_on = self.forward or found.kind == "forward"
        unsaid = not self.said and found.kind != "above"
        return [LineIs.FORWARDED if passed_on or unsaid else LineIs.QUOTED] * rest

    def _below_attribution(self, found: Opening) -> list[LineIs]:
        heading = found.after - len(self.marks)
        mark = _other_mark(self.lines, found.after)
        if mark == "\t" and self.said and _indents_one(self.lines, found.after):
            mark = ""
        if mark or self._below_is(found.after, lambda index: is_quoted(self.lines[index])):
            self.other_mark = mark or self.other_mark
            return [LineIs.QUOTED] * heading
        if not (found.strong or self._below_is(found.after, self.notes.__contains__)):
            return [LineIs.NEW] * heading
        if not self.said:  # unmarked quote below: the answer must be below too, keep all of it
            return [LineIs.NEW if self.first else LineIs.QUOTED] * heading
        below = LineIs.FORWARDED if self.forward else LineIs.QUOTED
        return [below] * (len(self.lines) - len(self.marks))

    def _below_is(self, after: int, what: Callable[[int], bool]) -> bool:
        """Whether the first line with words, right below a heading, is this."""
        below = (n for n in range(after, min(after + 4, len(self.lines))) if self.lines[n].strip())
        first = next(below, None)
        return first is not None and what(first)

    def _take_rules(self) -> None:
        """The line of underscores that Outlook draws above its heading is no word of the
        writer's.
        """
        for index in range(len(self.marks) - 1, max(-1, len(self.marks) - 4), -1):
            if self.lines[index].strip() and not _RULE.fullmatch(self.lines[index]):
                return
            if self.marks[index] is not LineIs.BANNER:
                self.marks[index] = LineIs.QUOTED


def is_quoted(line: str) -> bool:
    bare = line.lstrip()
    return bare[:1] == ">" and not bare.rstrip().endswith("<<<")  # >>> look here <<<


def _colon_near(lines: list[str]) -> list[bool]:
    near = [False] * len(lines)
    for index, line in enumerate(lines):
        if line.rstrip("* \t\xa0").endswith((":", "：")):
            start = max(0, index - 3)
            near[start : index + 1] = [True] * (index + 1 - start)
    return near


def _below(lines: list[str], after: int) -> str:
    return next((line for line in lines[after : after + 4] if line.strip()), "")


def _other_mark(lines: list[str], after: int) -> str:
    hit = _OTHER_MARK.match(_below(lines, after)[:200].lstrip(" "))
    return hit[0] if hit else ""


def _indents_one(lines: list[str], after: int) -> bool:
    """The tab that stands before the first line alone parts the cells of a table."""
    filled = [line for line in lines[after : after + 8] if line.strip()]
    return len(filled) > 1 and not filled[1].startswith("\t")


def _mark_wrapped(lines: list[str], marks: list[LineIs]) -> None:
    """A mailer that wraps quoted lines leaves their ends without a mark."""
    if LineIs.QUOTED not in marks:
        return
    for index in range(1, len(lines) - 1):
        if _is_between(lines, marks, index) and _goes_on(
            lines[index - 1].rstrip(), lines[index].strip()
        ):
            marks[index] = LineIs.QUOTED


def _mark_passed_on_banner(lines: list[str], marks: list[LineIs]) -> None:
    """What a gateway put above the mail that is passed on, right below its heading."""
    if LineIs.FORWARDED not in marks:
        return
    first = marks.index(LineIs.FORWARDED)
    below = range(first, min(first + _HEADING, len(lines)))
    start = next((at for at in below if _is_blank(lines[at])), len(lines))
    for index in banner_lines(lines[start:]):
        marks[start + index] = LineIs.BANNER


def _is_between(lines: list[str], marks: list[LineIs], index: int) -> bool:
    """A line of the writer's right between quoted ones."""
    if marks[index] is not LineIs.NEW or not marks[index - 1] is marks[index + 1] is LineIs.QUOTED:
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


def _quotes_nobody(lines: list[str], marks: list[LineIs]) -> bool:
    """Nothing but ">" lines counts as quoted, no heading stands above or among them, and they are
    not as deep as those of a conversation: a prompt, what somebody saw, a list.
    """
    both = [one for one in zip(lines, marks, strict=True) if one[1] is not LineIs.BANNER]
    taken = [line for line, mark in both if mark is not LineIs.NEW]
    said = any(line.strip() for line, mark in both if mark is LineIs.NEW)
    if not (taken and said and all(map(is_quoted, taken))):
        return False
    bare = [line.lstrip("> \t") for line in taken[:_HEADING]]
    conversation = any(opening(bare, at) for at in range(len(bare)))
    return not (conversation or any(map(_DEEP.match, taken)))


def _is_blank(line: str) -> bool:
    return not line.strip()
