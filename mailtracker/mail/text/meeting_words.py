"""The text of a mail by which somebody answers an invitation, or calls an entry off, goes in; the
words that they typed come out. What their calendar program wrote for them is nobody's word.
"""

from __future__ import annotations

from typing import NamedTuple

from mailtracker.mail.message import Scheduling
from mailtracker.mail.text.meeting_phrases import (
    ANSWERED,
    BY_GOOGLE,
    ORIGINAL,
    QUOTES,
    calls_off,
    details,
    tells,
)

_TYPED = frozenset({"REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER"})
"""Methods of whose mails programs write the text, unless somebody types something."""

_NOTE_LINES = 200
_LINES = 200
"""Programs write less: what follows is a person's."""


def typed_words(text: str, said: Scheduling, names: frozenset[str]) -> str:
    """What a person typed of `text`, the mail's words without quotes; with what they remarked
    beside their answer, where the text has not got it. In doubt a line is theirs. `names`: the
    words of the writer's name, case folded.
    """
    if said.method not in _TYPED:
        return text
    cancels = said.method == "CANCEL"
    typed = _typed(text, said.title, _Program(said.program, names, cancels))
    comment = said.comment.strip()
    if not comment or tells(comment, names) or _has(typed, comment):
        return typed
    return f"{typed}\n\n{comment}".strip()


def only_answers(subject: str, text: str, names: frozenset[str]) -> bool:
    """Whether a mail without a calendar part is a program's for somebody who answers an
    invitation: its subject says so, and so does all of its text.
    """
    if not ANSWERED.fullmatch(subject):
        return False
    told = any(tells(line, names) for line in text.split("\n")[:_LINES])
    title = subject.partition(":")[2].strip()
    return told and not _typed(text, title, _Program(text, names))


class _Program(NamedTuple):
    """What is known of the program that wrote a mail: what names it (`said`), for whom it speaks
    (`names`, as above), and whether it calls an entry off.
    """

    said: str
    names: frozenset[str]
    cancels: bool = False

    @property
    def is_google(self) -> bool:
        return bool(BY_GOOGLE.search(self.said))

    def wrote(self, line: str) -> bool:
        """Whether it tells with this line what it does."""
        return tells(line, self.names) or (self.cancels and calls_off(line))


def _typed(text: str, title: str, program: _Program) -> str:
    lines = _above_original(text.split("\n"))
    told = [number for number, line in enumerate(lines[:_LINES]) if program.wrote(line)]
    if not told and not program.cancels:
        return _unless_empty(lines)
    first = told[0] if told else 0
    note, after = _note(lines, first + 1) if told and _goes_on(lines[first]) else ("", 0)
    if program.is_google and told:  # all that follows tells of the entry
        return _unless_empty([*lines[:first], note])
    if note:
        return _unless_empty([*lines[:first], note, *_typed_of(lines[after:], title, program)])
    if told and _goes_on(lines[first]):  # what the entry is called stands next
        lines = [*lines[:first], *_behind_next(lines[first + 1 :])]
    return _unless_empty(_typed_of(lines, title, program))


def _typed_of(lines: list[str], title: str, program: _Program) -> list[str]:
    return [line for line in lines if not (program.wrote(line) or _repeats(line, title))]


def _behind_next(lines: list[str]) -> list[str]:
    named = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return lines[named + 1 :]


def _above_original(lines: list[str]) -> list[str]:
    end = next((n for n, line in enumerate(lines) if ORIGINAL.fullmatch(line.strip())), None)
    return lines[:end]


def _unless_empty(lines: list[str]) -> str:
    return "\n".join(lines).strip() if any(map(_is_said, lines)) else ""


def _goes_on(line: str) -> bool:
    return line.rstrip().endswith(":")


def _repeats(line: str, title: str) -> bool:
    bare = line.strip(" \t*_\"“”„«»'\xa0")
    named = bool(bare and title) and bare.casefold() == title.casefold()
    return named or details(line)


def _note(lines: list[str], start: int) -> tuple[str, int]:
    """What is quoted from this line on, without its marks, and the line behind it; "" for none."""
    first = next((n for n in range(start, min(start + 3, len(lines))) if lines[n].strip()), None)
    if first is None or (ends := QUOTES.get(lines[first].strip()[:1])) is None:
        return "", start
    for last in range(first, min(first + _NOTE_LINES, len(lines))):
        if lines[last].rstrip().endswith(ends) and (last > first or len(lines[last].strip()) > 1):
            return "\n".join(lines[first : last + 1]).strip()[1:-1].strip(), last + 1
    return "", start


def _is_said(line: str) -> bool:
    """No mere dots and lines."""
    return any(not character.isspace() and character not in ".-_*~=" for character in line)


def _has(text: str, comment: str) -> bool:
    bare, wanted = _folded(text), _folded(comment)
    return wanted in bare


def _folded(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
