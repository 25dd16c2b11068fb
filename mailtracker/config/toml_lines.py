"""Where a key stands in a TOML text: valid TOML in, (line, column) of every key path out."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]
Spot = tuple[int, int]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*")
_SCALAR = re.compile(r"[^,\]}#\r\n]*")
_STRINGS = (
    re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"{3,5}', re.DOTALL),
    re.compile(r"'''(?:[^']|'(?!''))*'{3,5}", re.DOTALL),
    re.compile(r'"(?:[^"\\]|\\.)*"'),
    re.compile(r"'[^']*'"),
)


def find_keys(text: str) -> dict[Path, Spot]:
    """Every key path of `text`, e.g. ("mailbox", 0, "imap", "port"), with
    its line and column, both from 1.

    Tables are found by their header. `text` must already have been accepted by tomllib:
    this reads, it does not check.
    """
    return _KeyScan(text).run()


class _KeyScan:
    """One walk over the text; `at` is where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, Spot] = {}
        self.lengths: dict[Path, int] = {}

    def run(self) -> dict[Path, Spot]:
        table: Path = ()
        self.skip(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_BLANK)
        return self.found

    def skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match.group()

    def spot(self) -> Spot:
        begin = self.text.rfind("\n", 0, self.at) + 1
        return self.text.count("\n", 0, self.at) + 1, self.at - begin + 1

    def note(self, path: Path, spot: Spot) -> None:
        self.found.setdefault(path, spot)

    def header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path that the keys below it belong to."""
        spot = self.spot()
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        names = self.names()
        self.at += 2 if many else 1
        path: Path = ()
        for depth, name in enumerate(names, start=1):
            path = (*path, name)
            if many and depth == len(names):
                self.note(path, spot)
                self.lengths[path] = self.lengths.get(path, 0) + 1
            if path in self.lengths:  # an array of tables: its latest one is meant
                path = (*path, self.lengths[path] - 1)
        self.note(path, spot)
        return path

    def names(self) -> list[str]:
        """A key, dotted or not: `imap.host`, `"a b".c`."""
        names = []
        while True:
            self.skip(_SPACE)
            names.append(self.skip(_BARE) or self.string()[1:-1])
            self.skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return names
            self.at += 1

    def pair(self, table: Path) -> None:
        self.skip(_SPACE)
        spot = self.spot()
        path = table
        for name in self.names():
            path = (*path, name)
            self.note(path, spot)
        self.at += 1  # the equals sign
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip(_SPACE)
        if self.text.startswith("[", self.at):
            self.array(path)
        elif self.text.startswith("{", self.at):
            self.inline(path)
        elif not self.string():
            self.skip(_SCALAR)

    def string(self) -> str:
        return next((found for pattern in _STRINGS if (found := self.skip(pattern))), "")

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while True:
            self.skip(_BLANK)
            if self.text[self.at] == "]":
                self.at += 1
                return
            self.note((*path, index), self.spot())
            self.value((*path, index))
            index += 1
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1

    def inline(self, path: Path) -> None:
        self.at += 1
        while True:
            self.skip(_BLANK)
            if self.text[self.at] == "}":
                self.at += 1
                return
            self.pair(path)
            self.skip(_BLANK)
            if self.text[self.at] == ",":
                self.at += 1
