"""The text of a mail goes in; the writer's own new words, the quoted and
the forwarded matter come out.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import IntEnum

from mailtracker.mail.text.quotes import Opening, is_mobile_signature, opening, shared

_NOTE_BEGIN = re.compile(r"[> \t]*~~~~ (\w{1,20}-\d{1,12}|note) ~{20}[ \t]*")
_NOTE_END = re.compile(r"[> \t]*~{20} (\S{1,40}) ~~~~[ \t]*")
_RULE = re.compile(r"\s*[-_=*~]{3,}\s*")
_LIST_FOOTER = re.compile(r"(?:_{2,}|[_=*-]{20,})\s*")
_DASHED_NAME = re.compile(
    r"(?:[-–—]|/(?=[A-ZÅÄÖÆØ]))(\s?)([^\W\d_][\w.'’]{0,20}(?: [^\W\d_][\w.'’]{0,20}){0,2})"
)
_SIGNATURE_LINES = 15
_LOOSE_SIGNATURE_LINES = 8
_DRAWN_SIGNATURE_LINES = 4
_FULL_LINE = 65  # characters


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
    lines = [
        line
        for whole in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        for line in (whole.endswith(":") and shared(whole)) or (whole,)
    ]
    marks = _marked(lines, forward or first)
    if first and _quotes_nobody(lines, marks):
        marks = [_Is.NEW] * len(lines)
    _mark_wrapped(lines, marks)
    _mark_signatures(lines, marks, names)
    kept: dict[_Is, list[str]] = {_Is.NEW: [], _Is.QUOTED: [], _Is.FORWARDED: []}
    last = None
    for line, mark in zip(lines, marks, strict=True):
        place = _Is.QUOTED if mark is _Is.SIGNATURE else mark
        out = kept[place]
        if place is not last and out and out[-1]:
            out.append("")  # what stood between two answers leaves a gap
        last = place
        if line and not line.isspace():
            out.append(line.rstrip())
        elif out and out[-1]:
            out.append("")
    new, quoted, forwarded = (
        "\n".join(kept[place]).strip() for place in (_Is.NEW, _Is.QUOTED, _Is.FORWARDED)
    )
    return Split(new, quoted, forwarded)


def _marked(lines: list[str], forward: bool) -> list[_Is]:
    marks: list[_Is] = []
    note_ends = _note_ends(lines)
    near = _colon_near(lines)
    said = False  # has the writer said anything yet
    while len(marks) < len(lines):
        index = len(marks)
        line = lines[index]
        if is_quoted(line) and not (
            line.startswith(">From ") and _last(marks) is not _Is.QUOTED
        ):  # mbox escape
            marks.append(_Is.QUOTED)
        elif "~~~~" in line and (note := _NOTE_BEGIN.fullmatch(line)):
            marks += [_Is.QUOTED] * (
                _note_end(note_ends.get(note[1], []), index, len(lines)) - index
            )
        elif (found := opening(lines, index, near[index])) is None:
            marks.append(_Is.NEW)
            said = said or bool(line.strip())
        else:
            marks += _consequence(lines, marks, found, forward, said)
            said = said or _last(marks) is _Is.NEW
    return marks


def _mark_wrapped(lines: list[str], marks: list[_Is]) -> None:
    """A mailer that wraps quoted lines leaves their ends without a mark."""
    for index in range(1, len(lines) - 1):
        between = marks[index] is _Is.NEW and marks[index - 1] is marks[index + 1] is _Is.QUOTED
        around = between and is_quoted(lines[index - 1]) and is_quoted(lines[index + 1])
        if around and _goes_on(lines[index - 1].rstrip(), lines[index].strip()):
            marks[index] = _Is.QUOTED


def _goes_on(before: str, line: str) -> bool:
    """Whether a quoted line goes on in this one: it is full and ends in the midst
    of a sentence, or of a link.
    """
    if len(before) > 1_000:
        return False
    full = len(before) >= _FULL_LINE and before[-1] not in ".?!:" and line[:1].islower()
    link = "://" in before and before.count("(") > before.count(")") and " " not in line
    return full or link or (line.endswith(">") and line.startswith(("(http", "<http")))


def _quotes_nobody(lines: list[str], marks: list[_Is]) -> bool:
    """Nothing but ">" lines counts as quoted, and the writer has the last word."""
    if any(
        mark is not _Is.NEW and not is_quoted(line) for line, mark in zip(lines, marks, strict=True)
    ):
        return False
    said = [(line.strip(), mark) for line, mark in zip(lines, marks, strict=True) if line.strip()]
    if not said or said[0][1] is not _Is.NEW:
        return False
    before = next((line for line, mark in reversed(said) if mark is _Is.NEW), "")
    return said[-1][1] is _Is.NEW or before.endswith(":")


def _last(marks: list[_Is]) -> _Is | None:
    return marks[-1] if marks else None


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


def _note_end(ends: list[int], index: int, default: int) -> int:
    """The index behind the end marker that follows; without one the note
    runs to the end of the text.
    """
    place = bisect_right(ends, index)
    return ends[place] + 1 if place < len(ends) else default


def _colon_near(lines: list[str]) -> list[bool]:
    near = [False] * len(lines)
    for index, line in enumerate(lines):
        if line.rstrip("* \t\xa0").endswith((":", "：")):
            for place in range(max(0, index - 3), index + 1):
                near[place] = True
    return near


def _consequence(
    lines: list[str], marks: list[_Is], found: Opening, forward: bool, said: bool
) -> list[_Is]:
    """The marks that an opening brings: for its heading alone, or for all that follows."""
    heading = [_Is.QUOTED] * (found.after - len(marks))
    rest = len(lines) - len(marks)
    if found.kind == "wrote":
        if _quote_follows(lines, found.after):
            return heading
        if not found.strong:
            return [_Is.NEW] * len(heading)
        # Unmarked quote below. With nothing above it, the answer must be below too: keep all of it.
        below = _Is.FORWARDED if forward else _Is.QUOTED
        return [below] * rest if said else heading
    _take_rules(lines, marks)
    if found.kind == "forward" or forward or (not said and found.kind != "above"):
        return [_Is.FORWARDED] * rest
    return [_Is.QUOTED] * rest


def _quote_follows(lines: list[str], after: int) -> bool:
    for line in lines[after : after + 4]:
        if line.strip():
            return is_quoted(line) or bool(_NOTE_BEGIN.fullmatch(line))
    return False


def _take_rules(lines: list[str], marks: list[_Is]) -> None:
    """The line of underscores that Outlook draws above its heading is no word of the writer's."""
    for index in range(len(marks) - 1, max(-1, len(marks) - 4), -1):
        if lines[index].strip() and not _RULE.fullmatch(lines[index]):
            return
        marks[index] = _Is.QUOTED


def _mark_signatures(lines: list[str], marks: list[_Is], names: frozenset[str]) -> None:
    start = 0
    while start < len(lines):
        if marks[start] is not _Is.NEW:
            start += 1
            continue
        end = start
        while end < len(lines) and marks[end] is _Is.NEW:
            end += 1
        _mark_signature(lines, marks, start, end, names)
        start = end


def _mark_signature(
    lines: list[str], marks: list[_Is], start: int, end: int, names: frozenset[str]
) -> None:
    """In one run of new lines: what stands below "-- ", a list's footer,
    and lines of mobile mailers.
    """
    filled = looked = 0
    cut = end
    for index in range(end - 1, start - 1, -1):
        line = lines[index]
        if _is_delimiter(lines, index, cut, filled, names) or (
            filled and _is_list_footer(lines, index)
        ):
            cut, filled = index, 0
        elif is_mobile_signature(line) and _stands_alone(lines, marks, index, cut):
            marks[index] = _Is.SIGNATURE
        else:
            filled += bool(line.strip())
        looked += bool(line.strip())
        if looked > _SIGNATURE_LINES:
            break
    for index in range(cut, end):
        marks[index] = _Is.SIGNATURE


def _is_delimiter(
    lines: list[str], index: int, end: int, filled: int, names: frozenset[str]
) -> bool:
    line = lines[index]
    if line in ("-- ", "--  "):
        return True
    bare = line.strip()
    if filled == 0:
        return _is_dashed_name(lines, index, names)
    if (len(bare) < 2 and bare != "—") or bare.strip("-_—"):
        return False
    usual = bare in ("--", "—")
    apart = (
        index > 0 and not lines[index - 1].strip()
    )  # else it underlines a heading, or parts the rows of a table
    most = _LOOSE_SIGNATURE_LINES if usual else _DRAWN_SIGNATURE_LINES
    below = [one for one in lines[index + 1 : end] if one.strip()]
    return (
        (apart or usual)
        and filled <= most
        and all(_is_label(one) for one in (below[:3] if usual else below))
    )


def _is_label(line: str) -> bool:
    """As short as a name, a title or a telephone number, and no sentence."""
    bare = line.strip()
    return (
        len(bare) < 60
        and bare[-1:] not in ("?", ":", ";")
        and len(bare.split()) <= 5
        and "|" not in bare
    )


def _is_dashed_name(lines: list[str], index: int, names: frozenset[str]) -> bool:
    """ "-Roman", "- Roman", "/R" as the last line; never an item of a list."""
    hit = _DASHED_NAME.fullmatch(lines[index].strip())
    above = next(
        (line.strip() for line in reversed(lines[max(0, index - 3) : index]) if line.strip()), ""
    )
    if hit is None or not above or above.endswith(":") or above[0] in "-–—*•":
        return False
    words = hit[2].casefold().replace(".", " ").split()
    if words[0] in names:
        return True
    ended = above[-1] in ".!?)" or (
        lines[index].lstrip()[0] == "/" and not lines[index - 1].strip()
    )
    whole = len(words) == 1 or all(word[0].isupper() or len(word) < 4 for word in hit[2].split())
    return not hit[1] and whole and (ended or len(words) > 1)


def _is_list_footer(lines: list[str], index: int) -> bool:
    return (
        bool(_LIST_FOOTER.fullmatch(lines[index]))
        and "mailing list" in " ".join(lines[index + 1 : index + 3]).lower()
    )


def _stands_alone(lines: list[str], marks: list[_Is], index: int, end: int) -> bool:
    """The last line of its run, or a paragraph of its own, or with only a
    blank line's distance to such.
    """
    below = index + 1 >= end or not lines[index + 1].strip() or marks[index + 1] is _Is.SIGNATURE
    above = index == 0 or not lines[index - 1].strip() or marks[index - 1] is not _Is.NEW
    return below and (
        above or not any(lines[at].strip() and marks[at] is _Is.NEW for at in range(index + 1, end))
    )
