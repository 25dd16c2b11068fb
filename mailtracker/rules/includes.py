"""The names of rules files and a way to read them → all their texts, and a draft of what they
say, includes at their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field

from mailtracker.errors import Problem
from mailtracker.record import dataclass
from mailtracker.rules.draft import Draft
from mailtracker.rules.values import read_path
from mailtracker.rules.yamlfile import Items, Pairs, Position, Text, read

_LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

SUFFIXES = (".yaml", ".yml")

MAX_FILES = 500
MAX_DEPTH = 20
"""Files of one rule set, and includes within includes."""


@dataclass(slots=True)
class FilesRead:
    """What was read. `texts` are by path below the `folder`, which problems name in front of it.
    `unread` are the texts of those that are no YAML; `problems` say why. `_lines` are those of each
    file that was asked for.
    """

    folder: str
    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    _lines: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, file: str) -> Sequence[str]:
        """The file's lines as YAML counts them (1.1 §5.4), so that a
        problem is shown with its own.
        """
        if file not in self._lines:
            text = self.texts.get(file.removeprefix(f"{self.folder}/"), "")
            self._lines[file] = _LINE_END.split(text)
        return self._lines[file]

    def quoted(self, problem: Problem) -> Problem:
        """With the line that it is about."""
        return problem.quoted(self.lines(problem.file))

    def lines_by_file(self) -> dict[str, tuple[str, ...]]:
        """The lines of each file, by its name in problems."""
        files = [f"{self.folder}/{name}" for name in self.texts]
        return {file: tuple(self.lines(file)) for file in files}


def read_all(
    names: Sequence[str],
    text_of: Callable[[str, str], str | Problem | None],
    draft: Draft,
    folder: str,
) -> FilesRead:
    """`names` lie in the folder itself and are read in their order, but for
    those that another one includes.
    """
    walk = _Walk(text_of, draft, FilesRead(folder))
    if len(names) > MAX_FILES:
        told = f"more than {MAX_FILES} files: put some together"
        walk.found.problems.append(Problem(folder, 0, 0, told, "too-deep"))
        draft.whole = False
        names = names[:MAX_FILES]
    included = {name for root in names for name in _includes(walk.pairs(root))}
    roots = [name for name in names if name not in included]
    for name in (*roots, *names):  # all, where some include each other
        if name not in walk.positions:
            walk.take(name, None)
    return walk.found


def _includes(file: Pairs | None) -> list[str]:
    value = file.get(Text("include")) if file else None
    names = value if isinstance(value, Items) else [value]
    return [str(name) for name in names if isinstance(name, Text)]


@dataclass(slots=True)
class _Walk:
    """A way through files and what they include."""

    #: Reads a file of that name, which problems call by the second.
    text_of: Callable[[str, str], str | Problem | None]
    #: What the files say goes here.
    draft: Draft
    #: What was read so far.
    found: FilesRead
    #: What each file holds, None where that cannot be said.
    files: dict[str, Pairs | None] = field(default_factory=dict)
    #: Files that are there, and could not be read.
    unreadable: set[str] = field(default_factory=set)
    #: Where each file that was taken is included; None for those of the folder itself.
    positions: dict[str, Position | None] = field(default_factory=dict)
    #: The files that are being taken, each included by the one before.
    within: list[str] = field(default_factory=list)

    def pairs(self, name: str, at: Position | None = None) -> Pairs | None:
        """The file's mapping, read once; None where there is none, or it is
        broken, which is reported then: `at` its include, where it cannot be read at all.
        """
        if name not in self.files:
            self.files[name] = self._read(name, at)
        return self.files[name]

    def _read(self, name: str, at: Position | None) -> Pairs | None:
        shown = f"{self.found.folder}/{name}"
        text = self.text_of(name, shown)
        if text is None:
            return None
        if isinstance(text, Problem):
            self.unreadable.add(name)
            if at is not None and not text.line:
                text = at.problem(text.code, f"`{name}` {text.message}")
            self.found.problems.append(text)
            self.draft.whole = False
            return None
        self.found.texts[name] = text
        pairs, problems = read(shown, text)
        self.found.problems += problems
        if pairs is None:
            self.found.unread.append(text)
        return pairs

    def take(self, name: str, by: Text | None) -> None:
        """`by` is where it is included; None for a file of the folder itself."""
        position = by.position if by is not None else None
        wrong = next(self._wrong(name, position), None) if position else None
        if wrong is not None:
            self.draft.whole = False
            self.found.problems.append(wrong)
            return
        self.positions[name] = position
        pairs = self.pairs(name)
        if pairs is None:
            return
        self.within.append(name)
        self.draft.add(pairs, lambda inner: self.take(read_path(inner), inner))
        self.within.pop()

    def _wrong(self, name: str, at: Position) -> Iterator[Problem]:
        """Why a file cannot be included there."""
        if name in self.within:
            circle = " → ".join([*self.within[self.within.index(name) :], name])
            yield at.problem("include-circle", f"files include each other in a circle: {circle}")
        if name in self.positions:
            first = self.positions[name]
            told = f"in {first}" if first else "as a file of the folder"
            yield at.problem(
                "duplicate-include", f"`{name}` is read already, {told}: include it once"
            )
        if len(self.within) >= MAX_DEPTH or len(self.positions) >= MAX_FILES:
            yield at.problem(
                "too-deep", f"more than {MAX_FILES} files, or included more than {MAX_DEPTH} deep"
            )
        if not name.endswith(SUFFIXES):
            yield at.problem("bad-path", f"`{name}`: a rules file ends in .yaml or .yml")
        if not self._is_there(name, at):
            yield at.problem(
                "no-such-file", f"`{name}` is not there: paths begin at the rules folder"
            )

    def _is_there(self, name: str, at: Position) -> bool:
        """Also where it could not be read, which is told by itself."""
        if self.pairs(name, at) is not None or name in self.found.texts:
            return True
        return name in self.unreadable
