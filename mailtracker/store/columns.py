"""Column types. Texts go in cleaned, instants go in as UTC and come out aware:
the one gate to the database.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from mailtracker.policy.worktime import Span

# PostgreSQL refuses NUL, UTF-8 has no lone surrogates; hostile mail has both
# (docs/reliability.md, S2).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

# 32-bit unsigned IMAP numbers overflow a PostgreSQL integer. SQLite numbers rows by
# itself only in a plain INTEGER.
Number = BigInteger().with_variant(Integer(), "sqlite")

BY_NUMBER = "C"
"""How PostgreSQL calls the order of texts by the numbers of their letters."""

REMEMBERED = 1024
"""Instants of which the stored form is kept at hand."""


def clean(text: str) -> str:
    """The text with U+FFFD in place of what no database can hold."""
    if text.isascii() and "\0" not in text:  # nearly always, and ten times as quick
        return text
    return _UNSTORABLE.sub("\ufffd", text)


_Gate = Callable[[Any], Any]


def _remembering(gate: _Gate | None) -> _Gate | None:
    """Equal instants are one instant in whatever zone; a naive one equals none of them."""
    return None if gate is None else lru_cache(REMEMBERED)(gate)


def _cleaned(value: Any) -> str | None:
    if type(value) is not str:  # a word of an enum goes in as a plain text
        if value is None:
            return None
        value = str(value)
    return value if value.isascii() and "\0" not in value else clean(value)


def clean_all(values: list[Any]) -> list[Any]:
    """Each through the gate of texts, at one look where all of them are plain."""
    if set(map(type, values)) == {str}:
        joined = "".join(values)
        if joined.isascii() and "\0" not in joined:
            return values
    return list(map(_cleaned, values))


def of_all(gate: _Gate) -> Callable[[list[Any]], list[Any]]:
    """The same gate for the values that a column has in many rows."""
    return clean_all if gate is _cleaned else lambda values: list(map(gate, values))


class Clean(TypeDecorator[str]):
    """Text that any database can hold. Values to compare with pass the same gate, so
    look-ups agree with what is stored.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Texts stand in the order of their letters' numbers, whatever language a database server
        sorts by: ranges of keys (`spent`) and lists come out as they do in a SQLite file.
        """
        # not what the dialect makes of it for values: that would be a VARCHAR column
        by_number = BY_NUMBER if dialect.name == "postgresql" else None
        return Text(collation=by_number)

    def bind_processor(self, dialect: Dialect) -> _Gate | None:  # noqa: ARG002
        """A hundred texts pass it for each mail."""
        return _cleaned

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        return _cleaned(value)


class Instant(TypeDecorator[datetime]):
    """An aware instant, kept as UTC to the microsecond. A naive one
    is refused with a ValueError.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> _Gate | None:
        """A transaction writes its one `now` a hundred times."""
        return _remembering(super().bind_processor(dialect))

    def result_processor(self, dialect: Dialect, coltype: object) -> _Gate | None:
        return _remembering(super().result_processor(dialect, coltype))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive instant {value.isoformat()}: the store takes aware ones only")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Length(TypeDecorator[Span]):
    """A span of time as a short text: "240m" for working minutes, "5d" for working days; by the
    clock they are "240M" and "5D".
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Span | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        said = f"{value.days}d" if value.days else f"{value.minutes}m"
        return said.upper() if value.by_clock else said

    def process_result_value(self, value: str | None, dialect: Dialect) -> Span | None:  # noqa: ARG002
        if value is None:
            return None
        number, by_clock = int(value[:-1]), value.isupper()
        if value.lower().endswith("d"):
            return Span(days=number, by_clock=by_clock)
        return Span(minutes=number, by_clock=by_clock)
