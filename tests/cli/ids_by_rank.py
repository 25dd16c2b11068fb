"""Texts with ids of rows in, texts in out which an id is its table's name and its rank there: two
databases that gave other numbers say the same, unless one of them means another row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, Table, select

from mailtracker.store.tables import metadata

WITH_IDS = {table.name: table for table in metadata.sorted_tables if "id" in table.c}

NOT_DECLARED = {
    "requests": ("merged_into", "part_of"),
    "ledger": ("about_line", "line_id"),
}
"""Columns that hold ids of a table without a foreign key."""

ELSEWHERE = (
    ("ledger", r"\bm(\d+)/"),  # keys of mails: what they are written for,
    ("requests", r"\bh(\d+)\.INSTANT/"),
    ("outbox", r"\bu(\d+)/"),
    ("outbox", r"\bcause=u(\d+)"),
    ("outbox", r"(?:row_key|message_id)['\"]: ['\"]forgotten-(\d+)"),
    ("outbox", r"\brow=(\d+)"),
    ("outbox", r"\bMail (\d+) (?:is|goes)\b"),
    ("outbox", r"\boutbox resend (\d+)"),
    ("outbox", r"^(\d+ +)(?=failed +|\S+@\S+ +INSTANT)"),  # with the rest of its column
    ("ledger", r"\bin-(\d+)\.eml"),  # of an archive
    ("outbox", r"\bout-(\d+)\.eml"),
    ("ledger", r'"way": "in",\n +"id": (\d+)'),
    ("outbox", r'"way": "out",\n +"id": (\d+)'),
)
"""How texts name a row beside columns, after what no two runs have in common is masked."""


def ranks(conn: Connection) -> dict[str, dict[int, int]]:
    """Of each table's ids: the rank of each."""
    return {name: _ranks(conn, table) for name, table in WITH_IDS.items()}


def _ranks(conn: Connection, table: Table) -> dict[int, int]:
    return {one: rank for rank, one in enumerate(conn.scalars(select(table.c.id).order_by("id")))}


def ranked(text: str, known: Mapping[str, Mapping[int, int]]) -> str:
    for table, form in FORMS:

        def named(found: re.Match[str], table: str = table) -> str:
            rank = known[table].get(int(found[1]), "gone")
            begin, end = (one - found.start() for one in found.span(1))
            return f"{found[0][:begin]}{table}#{rank}{found[0][end:]}"

        text = form.sub(named, text)
    return text


def _forms() -> Iterator[tuple[str, str]]:
    """As JSON, and as a row's mapping is printed behind its table's name."""
    for name, table in WITH_IDS.items():
        yield name, rf"^{name} \{{'id': (\d+)"
        yield name, rf'"id": (\d+),\n +"{table.columns[1].name}"'
    declared = {
        (key.column.table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.c
        for key in column.foreign_keys
    }
    beside = {(table, name) for table, names in NOT_DECLARED.items() for name in names}
    for named, column in sorted(declared | beside):
        yield named, rf"\b{column}['\"]: (\d+)"
    yield from ELSEWHERE


FORMS = [(table, re.compile(form, re.MULTILINE)) for table, form in _forms()]
