"""What the database holds about people is said of every column of it."""

from __future__ import annotations

from pathlib import Path

from mailtracker.store import reference
from mailtracker.store.personal import NOTHING, PERSONAL, Holds, columns, holding
from mailtracker.store.tables import metadata


def test_of_every_column_it_is_said_once_what_of_a_person_stands_in_it() -> None:
    """A column that nobody thought of would be kept for ever, and found by nobody who asks."""
    said = [(table, name) for table, held in PERSONAL.items() for name in held]
    said += [(table, name) for table, names in NOTHING.items() for name in names.split()]
    there = [(table.name, column.name) for table in metadata.sorted_tables for column in table.c]
    missing, gone = set(there) - set(said), set(said) - set(there)
    assert not missing, f"say in store/personal.py what these hold about people: {missing}"
    assert not gone, f"store/personal.py names columns that there are not: {gone}"
    assert len(said) == len(set(said))


def test_whoever_asks_where_something_of_people_stands_gets_columns() -> None:
    assert len(list(columns())) == sum(map(len, PERSONAL.values()))
    found = {f"{column.table.name}.{column.name}" for column in holding(Holds.MAIL, Holds.WORDS)}
    assert {"chunks.data", "requests.subject", "ledger.subject", "digest_lines.text"} <= found
    assert "requests.requester_address" not in found


def test_the_page_on_privacy_ends_with_the_same_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "privacy.md").read_text("utf-8")
    told = (
        "print the table anew by `mailtracker schema --privacy-reference`, at the end of the page"
    )
    assert page.endswith(f"\n\n{reference.page()}"), told
