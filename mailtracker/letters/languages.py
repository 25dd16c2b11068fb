"""A templates folder in; the languages that there are templates for, and their texts out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from mailtracker import enclosed
from mailtracker.enclosed import Refusal, Unread
from mailtracker.errors import BadFiles, Problem

MAX_BYTES = 1 << 20
"""Of one template."""

_NO_CHARACTERS = re.compile("[\ufdd0-\ufdef]")


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages that there are templates for: one folder each."""
    return tuple(sorted(language for language, found in inside(folder) if letters_of(found)))


def inside(folder: Path) -> Iterator[tuple[str, list[str] | Refusal]]:
    """Each name in the folder, and what lies in the folder of that name."""
    found = enclosed.names(folder)
    for name in [] if isinstance(found, Refusal) else found:
        if name[0] not in "._":
            yield name, enclosed.names(folder, name)


def letters_of(found: list[str] | Refusal) -> list[str]:
    """The letters among the files of a language."""
    if isinstance(found, Refusal):
        return []
    return [name for name in found if name.endswith(".md")]


def text_of(folder: Path, path: Path) -> str:
    """What stands in a template. Raises BadFiles."""
    data = enclosed.read(folder, path.relative_to(folder).as_posix(), MAX_BYTES)
    if isinstance(data, Refusal):
        gone = data.why is Unread.MISSING
        told = "cannot be read: No such file or directory" if gone else data.said
        raise BadFiles([Problem(str(path), 0, 0, told)])
    try:
        # Line ends as a file opened for text has them: lines are counted by "\n".
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        raise BadFiles([Problem(str(path), line, column, "is not UTF-8")]) from error
    return text if text.isascii() else _NO_CHARACTERS.sub("", text)
