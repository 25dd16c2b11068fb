"""Where rules files come from: a folder on the disk, or files that were handed over. Each is read
once, and what cannot be read is a Problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Protocol

from mailtracker.errors import Problem
from mailtracker.rules.includes import MAX_FILES, SUFFIXES
from mailtracker.rules.yamlfile import MAX_BYTES

NOT_THERE = "is not there"

MAX_HELP = 5 << 20
MAX_FOLDER = 20 << 20
"""Bytes of one file that is sent with receipts, and of all files that rules name."""


class Source(Protocol):
    """Names are paths below the rules folder, with `/`."""

    def names(self) -> tuple[list[str], list[Problem]]:
        """The rules files in the folder itself, in order; and why there are none."""

    def text(self, name: str, shown: str) -> str | Problem | None:
        """A rules file's text, or what is wrong with it, which calls it `shown`; None where
        there is no such file.
        """

    def data(self, name: str) -> bytes | str:
        """The bytes of a file that rules name, or what is wrong."""

    def strays(self) -> list[str]:
        """Rules files in folders below, which are read only where one includes them."""


class GivenFiles:
    """Files as they were handed over."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def names(self) -> tuple[list[str], list[Problem]]:
        return sorted(name for name in self._rules() if "/" not in name), []

    def text(self, name: str, shown: str) -> str | Problem | None:
        return _decoded(self._files[name], shown) if name in self._files else None

    def data(self, name: str) -> bytes | str:
        return self._files.get(name, NOT_THERE)

    def strays(self) -> list[str]:
        return [name for name in self._rules() if "/" in name]

    def _rules(self) -> list[str]:
        return [name for name in self._files if name.endswith(SUFFIXES)]


class FolderFiles:
    """A folder. `taken` holds what was read of it so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.taken: dict[str, bytes] = {}

    def names(self) -> tuple[list[str], list[Problem]]:
        try:
            names = sorted(path.name for path in self._folder.iterdir() if _is_seen(path))
        except FileNotFoundError:
            told = "there is no such folder; `mailtracker init` writes one to start from"
            return self._no_names(told)
        except OSError as error:
            return self._no_names(f"cannot read the rules folder: {error.strerror}")
        return (
            (names, []) if names else self._no_names("no rules here: the folder has no .yaml file")
        )

    def _no_names(self, told: str) -> tuple[list[str], list[Problem]]:
        return [], [Problem(str(self._folder), 0, 0, told, "unreadable-file")]

    def text(self, name: str, shown: str) -> str | Problem | None:
        data = self._read(name, MAX_BYTES)
        if data == NOT_THERE:
            return None
        if isinstance(data, str):
            return Problem(shown, 0, 0, data, "unreadable-file")
        return _decoded(data, shown)

    def strays(self) -> list[str]:
        below = self._folder.glob("*/**/*")
        found = (path.relative_to(self._folder) for path in below if path.suffix in SUFFIXES)
        kept = [path for path in islice(found, MAX_FILES) if not _is_hidden(path)]
        return sorted(path.as_posix() for path in kept)

    def data(self, name: str) -> bytes | str:
        return self._read(name, MAX_HELP)

    def _read(self, name: str, most: int) -> bytes | str:
        path = self._folder / name
        try:
            if not path.is_file():
                return "is not a file" if path.exists() or path.is_symlink() else NOT_THERE
            with path.open("rb") as opened:
                data = opened.read(most + 1)
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        if len(data) > most:
            hint = "split it" if most == MAX_BYTES else "too much for a mail"
            return f"is larger than {most >> 20} MB: {hint}"
        if len(data) + sum(map(len, self.taken.values())) > MAX_FOLDER:
            return f"is too much: all files together have more than {MAX_FOLDER >> 20} MB"
        self.taken[name] = data
        return data


def _is_seen(path: Path) -> bool:
    return path.suffix in SUFFIXES and not path.name.startswith(".")


def _is_hidden(path: Path) -> bool:
    return any(part[0] == "." for part in path.parts)


def _decoded(data: bytes, file: str) -> str | Problem:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        told = "is not UTF-8: save the file in that encoding"
        return Problem(file, line, column, told, "not-utf8")
