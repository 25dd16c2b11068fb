"""What the rules gave a request ↔ its columns and its rows of `extras`.

A field of `Given` that has a column in `requests` is stored there; any other is a tuple of texts,
each a row of `extras`, so that a new one needs neither column nor migration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from mailtracker.desk.request import Given
from mailtracker.store.tables import requests

_NAMES = [field.name for field in fields(Given)]
_COLUMNS = [name for name in _NAMES if name in requests.c]

_KINDS = {
    "tags": "tag",
    "watchers": "watch",
    "attached": "attach",
    "asked": "ask",
    "noted": "note",
}
"""How `extras` calls the values of a field, where not by its name: stored rows have these."""

_LISTED = {name: _KINDS.get(name, name) for name in _NAMES if name not in _COLUMNS}


def to_columns(given: Given) -> dict[str, Any]:
    return {name: getattr(given, name) for name in _COLUMNS}


def to_extras(given: Given) -> list[tuple[str, str]]:
    """(kind, value) of each row."""
    return [(kind, value) for name, kind in _LISTED.items() for value in getattr(given, name)]


def from_row(row: Any, extras: Mapping[str, Sequence[str]]) -> Given:
    """`row` has the columns; `extras` are the values by kind, in their order."""
    values: dict[str, Any] = {name: getattr(row, name) for name in _COLUMNS}
    values |= {name: tuple(extras.get(kind, ())) for name, kind in _LISTED.items()}
    return Given(**values)
