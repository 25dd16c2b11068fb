"""A templates folder in, the languages that there are templates for out; no template is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mailtracker import enclosed
from mailtracker.enclosed import Refusal


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
