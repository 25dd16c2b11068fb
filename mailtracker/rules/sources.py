"""Where rules files come from: a folder on the disk, or files that were handed over. Each is read
once, and what cannot be read is a Problem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Protocol

from mailtracker import enclosed
from mailtracker.enclosed import MISSING, Refusal, Unread
from mailtracker.errors import Problem
from mailtracker.rules.includes import MAX_FILES, SUFFIXES
from mailtracker.rules.yamlfile import MAX_BYTES

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

    def data(self, name: str) -> bytes | Refusal:
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

    def data(self, name: str) -> bytes | Refusal:
        return self._files.get(name, MISSING)

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
        found = enclosed.names(self._folder)
        if isinstance(found, Refusal):
            gone = found.why is Unread.MISSING
            hint = "there is no such folder; `mailtracker init` writes one to start from"
            return self._no_names(hint if gone else f"the rules folder {found.said}")
        seen = [name for name in found if name.endswith(SUFFIXES) and not name.startswith(".")]
        return (seen, []) if seen else self._no_names("no rules here: the folder has no .yaml file")

    def _no_names(self, told: str) -> tuple[list[str], list[Problem]]:
        return [], [Problem(str(self._folder), 0, 0, told, "unreadable-file")]

    def text(self, name: str, shown: str) -> str | Problem | None:
        data = self._read(name, MAX_BYTES)
        if isinstance(data, bytes):
            return _decoded(data, shown)
        if data.why is Unread.MISSING:
            return None
        return Problem(shown, 0, 0, data.said, code_of(data, "unreadable-file"))

    def strays(self) -> list[str]:
        found = (
            f"{Path(where).relative_to(self._folder).as_posix()}/{name}"
            for where, names in enclosed.walk(self._folder)
            for name in names
            if name.endswith(SUFFIXES) and Path(where) != self._folder
        )
        return sorted(islice(found, MAX_FILES))

    def data(self, name: str) -> bytes | Refusal:
        return self._read(name, MAX_HELP)

    def _read(self, name: str, most: int) -> bytes | Refusal:
        data = enclosed.read(self._folder, name, most)
        if isinstance(data, Refusal):
            hint = "split it" if most == MAX_BYTES else "too much for a mail"
            large = data.why is Unread.TOO_LARGE
            return replace(data, said=f"{data.said}: {hint}") if large else data
        if len(data) + sum(map(len, self.taken.values())) > MAX_FOLDER:
            told = f"is too much: all files together have more than {MAX_FOLDER >> 20} MB"
            return Refusal(Unread.TOO_LARGE, told)
        self.taken[name] = data
        return data


def code_of(refusal: Refusal, usual: str) -> str:
    """The code of the problem that a file was not read: `usual`, but for one outside the folder."""
    return "bad-path" if refusal.why is Unread.OUTSIDE else usual


def _decoded(data: bytes, file: str) -> str | Problem:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        told = "is not UTF-8: save the file in that encoding"
        return Problem(file, line, column, told, "not-utf8")
