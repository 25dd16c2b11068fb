"""What becomes of each column that holds something about people, when somebody is forgotten."""

from __future__ import annotations

from mailtracker.store.forgotten import HANDLED, MIXED, renamed, wordless
from mailtracker.store.personal import Holds, columns
from mailtracker.store.tables import metadata


def test_of_every_column_about_people_it_is_known_what_becomes_of_it() -> None:
    """A column that nobody thought of would keep somebody who was forgotten."""
    known = {str(column) for column in renamed()} | MIXED | HANDLED
    known |= {f"{table.name}.{name}" for table, values in wordless() for name in values}
    there = {str(column) for column, holding in columns() if set(holding.holds) - {Holds.PRINT}}
    missing = there - known
    assert not missing, f"say in store/forgotten.py what becomes of these: {sorted(missing)}"
    every = {f"{table}.{column.name}" for table, one in metadata.tables.items() for column in one.c}
    assert not (MIXED | HANDLED) - every
