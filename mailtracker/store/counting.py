"""A column of few values in, how many rows have each of them out."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import Column, Connection, func, select


def numbers(
    conn: Connection, column: Column[str], values: Iterable[StrEnum], usual: StrEnum
) -> dict[str, int]:
    """Values that no row has are left out. Most rows have the `usual` one: these are what is left
    of all, which SQLite counts without reading any row or any value of an index.
    """
    counted = {
        value.value: select(func.count()).select_from(column.table).where(column == value)
        for value in values
        if value is not usual
    }  # one by one: to group them takes twice as long
    counts = {value: conn.scalar(one) or 0 for value, one in counted.items()}
    found = {value: number for value, number in counts.items() if number}
    if left := count_all(conn, column) - sum(found.values()):
        found[usual.value] = left
    return found


def count_all(conn: Connection, column: Column[str]) -> int:
    """All rows of the column's table."""
    return conn.scalar(select(func.count()).select_from(column.table)) or 0
