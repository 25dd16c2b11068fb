"""The text of one YAML file → texts, lists and mappings that know their line and
column; and every problem in it.

Nothing is converted: `9:00`, `on`, `NO` and `2026-01-05` stay text, and the schema says what each
should mean. The parser's event stream is read instead of its node graph: it shows every anchor and
tag, and depth is stopped before it is built.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import field
from typing import Any

import yaml

from mailtracker.errors import Problem
from mailtracker.record import dataclass

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 50
"""Measured: 271 bytes of aliases made 3 million nodes, 3,000 nested `[` a RecursionError."""

MAX_PROBLEMS = 500
"""After so many a file is not looked at further: nobody reads on, and a daemon must not
stand still for a broken file.
"""

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Position:
    """Where something begins in a `file`, as people are shown its path; `line` and `column` count
    from 1.
    """

    file: str
    line: int
    column: int

    def problem(self, code: str, message: str) -> Problem:
        return Problem(self.file, self.line, self.column, message, code)

    def warning(self, code: str, message: str) -> Problem:
        return Problem(self.file, self.line, self.column, message, code, warning=True)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Text(str):
    """A text as written."""

    position: Position


class Items(list[Any]):
    """A list as written."""

    position: Position


class Pairs(dict[Text, Any]):
    """A mapping as written. Its keys are `Text`, so that each knows its own position."""

    position: Position


def position_of(text: str) -> Position:
    """Where a text stands that models typed as `str` carry."""
    assert isinstance(text, Text)
    return text.position


def read(file: str, text: str) -> tuple[Pairs | None, list[Problem]]:
    """The file's mapping, None when it is too broken to look further, and
    all problems found on the way.
    """
    bad = _first_unprintable(file, text)
    if bad:
        return None, [bad]
    reading = _Reading(file)
    try:
        for event in yaml.parse(text, Loader=Loader):
            reading.take(event)
            if len(reading.problems) >= MAX_PROBLEMS:
                break
    except yaml.MarkedYAMLError as error:
        reading.report(
            error.problem_mark or error.context_mark,
            "not-yaml",
            f"not valid YAML: {_explained(error)}",
        )
        reading.broken = True
    except yaml.YAMLError as error:
        return None, [Problem(file, 1, 1, f"not valid YAML: {error}", "not-yaml")]
    except _Stopped:
        reading.broken = True
    return reading.result()


class _Stopped(Exception):
    """Reading on would help nobody."""


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being read: what is `inside` so far. `key` waits for its value."""

    inside: Items | Pairs
    key: Text | None = None


@dataclass(slots=True)
class _Reading:
    """One `file` (its path, as shown) while it is read. `root` is all that it holds; `stack` what
    is open, the innermost last; `problems` what is wrong, `broken` where nobody should look
    further; `documents` counts.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    root: Text | Items | Pairs | None = None
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def result(self) -> tuple[Pairs | None, list[Problem]]:
        if self.broken or len(self.problems) >= MAX_PROBLEMS:
            return None, self.problems
        if isinstance(self.root, Pairs):
            return self.root, self.problems
        position, what = Position(self.file, 1, 1), "the file is empty"
        if self.root is not None:
            position, what = self.root.position, "the file must hold `key: value` pairs at its top"
        told = f"{what}: write for example `rules:`, or remove the file"
        return None, [*self.problems, position.problem("not-rules", told)]

    def report(self, mark: Any, code: str, message: str) -> None:
        self.problems.append(self._position(mark).problem(code, message))

    def _position(self, mark: Any) -> Position:
        return Position(self.file, mark.line + 1, mark.column + 1)

    def take(self, event: Any) -> None:
        taker = _TAKERS.get(type(event))
        if taker is not None:
            taker(self, event)

    def _count_document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            self.report(
                event.start_mark,
                "second-document",
                "a second document begins here: put it into a file of its own",
            )
            raise _Stopped

    def _refuse_alias(self, event: Any) -> None:
        self.report(
            event.start_mark,
            "alias",
            f"alias `*{event.anchor}` is not allowed: write the value out",
        )
        self.broken = True
        alias = Text("")
        alias.position = self._position(event.start_mark)
        self._add(alias)

    def _check_decoration(self, event: Any) -> None:
        if event.anchor is not None:
            self.report(
                event.start_mark,
                "anchor",
                f"anchor `&{event.anchor}` is not allowed: write the value out where it is used",
            )
        if event.tag is not None:
            shown = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.report(
                event.start_mark, "tag", f"tag `{shown}` is not allowed: write the plain value"
            )

    def _add_text(self, event: Any) -> None:
        self._check_decoration(event)
        control = None if event.value.isprintable() else _first_control(event.value)
        if control is not None:
            self.report(event.start_mark, "control-character", _control_message(control))
        text = Text(event.value)
        text.position = self._position(event.start_mark)
        self._add(text)

    def _open(self, event: Any) -> None:
        self._check_decoration(event)
        if len(self.stack) >= MAX_DEPTH:
            self.report(
                event.start_mark,
                "too-deep",
                f"nested more than {MAX_DEPTH} deep: rules never need that",
            )
            raise _Stopped
        inside = Pairs() if isinstance(event, yaml.MappingStartEvent) else Items()
        inside.position = self._position(event.start_mark)
        self.stack.append(_Open(inside))

    def _close(self, _: Any) -> None:
        self._add(self.stack.pop().inside)

    def _add(self, value: Text | Items | Pairs) -> None:
        if not self.stack:
            self.root = value
            return
        top = self.stack[-1]
        if isinstance(top.inside, Items):
            top.inside.append(value)
        elif top.key is not None:
            self._set(top, top.key, value)
            top.key = None
        else:
            top.key = self._as_key(value)

    def _as_key(self, value: Text | Items | Pairs) -> Text:
        if isinstance(value, Text):
            return value
        self.problems.append(value.position.problem("bad-key", "a key must be a plain word"))
        key = Text("")
        key.position = value.position
        self.broken = True
        return key

    def _set(self, top: _Open, key: Text, value: Text | Items | Pairs) -> None:
        assert isinstance(top.inside, Pairs)
        if key not in top.inside:
            top.inside[key] = value
            return
        first = next(k for k in top.inside if k == key)
        if not self.broken:
            told = f"`{key}` stands here twice, first in line {first.position.line}"
            self.problems.append(key.position.problem("duplicate-key", told))


_TAKERS: dict[type, Callable[[_Reading, Any], None]] = {
    yaml.DocumentStartEvent: _Reading._count_document,
    yaml.AliasEvent: _Reading._refuse_alias,
    yaml.ScalarEvent: _Reading._add_text,
    yaml.MappingStartEvent: _Reading._open,
    yaml.SequenceStartEvent: _Reading._open,
    yaml.MappingEndEvent: _Reading._close,
    yaml.SequenceEndEvent: _Reading._close,
}


def _first_unprintable(file: str, text: str) -> Problem | None:
    """YAML 1.2 §5.1: C0 and C1 controls may not stand raw in a file. The
    parser gives no line for them.
    """
    for number, line in enumerate(text.split("\n"), 1):
        column = 0 if line.isprintable() else _unprintable_in(line)
        if column:
            told = _control_message(line[column - 1])
            return Problem(file, number, column, told, "control-character")
    return None


def _unprintable_in(line: str) -> int:
    """Its column, 0 for none."""
    columns = (n for n, char in enumerate(line, 1) if char not in "\t\r\x85" and _is_raw(char))
    return next(columns, 0)


def _is_raw(char: str) -> bool:
    return char in "\ufffe\uffff" or unicodedata.category(char) in ("Cc", "Cs")


def _first_control(text: str) -> str | None:
    return next((c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"), None)


def _control_message(char: str) -> str:
    hint = "remove it"
    if char == "\b":
        hint = r"in double quotes `\b` is a backspace; write plain words, they match whole"
    return f"control character U+{ord(char):04X} is not allowed: {hint}"


_HINTS = {
    "mapping values are not allowed": 'put a value that contains ": " into quotes',
    "cannot start any token": "indent with spaces, not tabs, and put values that begin with a sign "
    "into quotes",
    "did not find expected key": "check the indentation of this line and the one above",
    "did not find expected '-' indicator": "check the indentation of this line and the one above",
}


def _explained(error: yaml.MarkedYAMLError) -> str:
    told = error.problem or error.context or "cannot be read"
    hint = next((hint for start, hint in _HINTS.items() if start in told), "")
    return f"{told} ({hint})" if hint else told
