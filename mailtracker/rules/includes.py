"""The names of rules files and a way to read them → all their texts, and a draft of what they
say, includes at their place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mailtracker.errors import Problem
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
    """`texts` by path below the `folder`, which problems name in front of it. `unread`
    are those that are no YAML.
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
            self._lines[file] = _LINE_END.split(
                self.texts.get(file.removeprefix(f"{self.folder}/"), "")
            )
        return self._lines[file]

    def sources(self) -> dict[str, tuple[str, ...]]:
        """The lines of each file, by its name in problems."""
        return {
            file: tuple(self.lines(file))
            for file in (f"{self.folder}/{name}" for name in self.texts)
        }


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
    included = {name for root in names[:MAX_FILES] for name in _includes(walk.table(root))}
    if len(names) > MAX_FILES:
        walk.found.problems.append(
            Problem(folder, 0, 0, f"more than {MAX_FILES} files: put some together", "too-deep")
        )
        draft.whole = False
        names = names[:MAX_FILES]
    for name in (
        *(name for name in names if name not in included),
        *names,
    ):  # all, where some include each other
        if name not in walk.positions:
            walk.take(name, None)
    return walk.found


def _includes(table: Pairs | None) -> list[str]:
    value = table.get(Text("include")) if table else None
    names = value if isinstance(value, Items) else [value]
    return [str(name) for name in names if isinstance(name, Text)]


@dataclass(slots=True)
class _Walk:
    text_of: Callable[[str, str], str | Problem | None]
    draft: Draft
    found: FilesRead
    tables: dict[str, Pairs | None] = field(default_factory=dict)
    positions: dict[str, Position | None] = field(default_factory=dict)
    within: list[str] = field(default_factory=list)

    def table(self, name: str) -> Pairs | None:
        """The file's mapping, read once; None where there is none, or it is
        broken, which is reported then.
        """
        if name not in self.tables:
            self.tables[name] = self._read(name)
        return self.tables[name]

    def _read(self, name: str) -> Pairs | None:
        shown = f"{self.found.folder}/{name}"
        text = self.text_of(name, shown)
        if text is None:
            return None
        if isinstance(text, Problem):
            self.found.problems.append(text)
            self.draft.whole = False
            return None
        self.found.texts[name] = text
        table, problems = read(shown, text)
        self.found.problems += problems
        if table is None:
            self.found.unread.append(text)
        return table

    def take(self, name: str, by: Text | None) -> None:
        """`by` is where it is included; None for a file of the folder itself."""
        wrong = self._refused(name, by)
        if wrong:
            self.draft.whole = False
            self.found.problems.append(wrong)
            return
        self.positions[name] = by.position if by else None
        table = self.table(name)
        if table is None:
            return
        self.within.append(name)
        self.draft.add(table, lambda inner: self.take(read_path(inner), inner))
        self.within.pop()

    def _refused(self, name: str, by: Text | None) -> Problem | None:
        if by is None:
            return None
        if name in self.within:
            circle = " → ".join([*self.within[self.within.index(name) :], name])
            return by.position.problem(
                "include-circle", f"files include each other in a circle: {circle}"
            )
        if name in self.positions:
            first = self.positions[name]
            told = f"in {first}" if first else "as a file of the folder"
            return by.position.problem(
                "duplicate-include", f"`{name}` is read already, {told}: include it once"
            )
        if len(self.within) >= MAX_DEPTH or len(self.positions) >= MAX_FILES:
            return by.position.problem(
                "too-deep", f"more than {MAX_FILES} files, or included more than {MAX_DEPTH} deep"
            )
        if not name.endswith(SUFFIXES):
            return by.position.problem("bad-path", f"`{name}`: a rules file ends in .yaml or .yml")
        if self.table(name) is None and name not in self.found.texts and not self._reported(name):
            return by.position.problem(
                "no-such-file", f"`{name}` is not there: paths begin at the rules folder"
            )
        return None

    def _reported(self, name: str) -> bool:
        return any(problem.file == f"{self.found.folder}/{name}" for problem in self.found.problems)
