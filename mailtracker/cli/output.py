"""Rows, instants and dataclasses in, what a terminal, a pipe or another program reads out."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click

GAP = "  "
FOLDED = 24
"""A last column that gets at least so much room is folded in its place."""


def plain(text: str) -> str:
    """One line that cannot steer a terminal: subjects come from strangers, with
    escape sequences if they like.
    """
    return "".join(character if character.isprintable() else " " for character in text).strip()


def moment(instant: datetime | None) -> str:
    """In this machine's zone, to the minute; "" for none."""
    return "" if instant is None else instant.astimezone().strftime("%Y-%m-%d %H:%M")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """On a terminal fitted to its width; elsewhere one line a row, however long, for grep
    and awk. Nothing is ever cut.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    head, *body = fit([columns, *([plain(cell) for cell in row] for row in rows)], width)
    for line in head:
        click.echo(
            line if width is None or os.environ.get("NO_COLOR") else click.style(line, bold=True)
        )
    for lines in body:
        for line in lines:
            click.echo(line)


def fit(rows: Sequence[Sequence[str]], width: int | None) -> list[list[str]]:
    """The lines of each row, columns aligned. Where `width` is too narrow, the columns that
    do not fit go on lines below.
    """
    from rich.cells import cell_len

    widths = [max(cell_len(row[n]) for row in rows) for n in range(len(rows[0]))]
    beside = [
        sum(widths[: n + 1]) + len(GAP) * n for n in range(len(widths))
    ]  # as wide as the first n + 1 columns
    fits = len(widths) if width is None else max(1, sum(edge <= width for edge in beside))
    rest = 0 if width is None else width - (beside[-2] + len(GAP) if len(beside) > 1 else 0)
    if fits == len(widths) - 1 and rest >= FOLDED:
        return [_folded(row, widths, rest) for row in rows]
    return [[_aligned(row[:fits], widths), *_below(row[fits:], width)] for row in rows]


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    from rich.cells import cell_len

    padded = (
        cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=False)
    )
    return GAP.join(padded).rstrip()


def _folded(row: Sequence[str], widths: Sequence[int], rest: int) -> list[str]:
    """The last column goes on below itself."""
    first, *more = textwrap.wrap(row[-1], rest) or [""]
    empty = [""] * (len(row) - 1)
    return [
        _aligned([*row[:-1], first], widths),
        *(_aligned([*empty, line], widths) for line in more),
    ]


def _below(cells: Sequence[str], width: int | None) -> list[str]:
    indent = GAP + GAP
    words = GAP.join(cell for cell in cells if cell)
    return textwrap.wrap(
        words, width or 80, initial_indent=indent, subsequent_indent=indent, drop_whitespace=True
    )


def counted(number: int, thing: str) -> str:
    """1 rule, 3 rules."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def print_fields(fields: Mapping[str, str]) -> None:
    """Name and value, a line each; what is empty is left out."""
    width = max(map(len, fields), default=0)
    for name, value in fields.items():
        if value:
            click.echo(f"  {name.ljust(width)}  {plain(value)}")


def mark(good: bool) -> str:
    """✓ or ✗, coloured on a terminal; words where the terminal's alphabet lacks them."""
    sign = "✓" if good else "✗"
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        sign = "ok" if good else "BAD"
    return paint(sign, "green" if good else "red")


def paint(text: str, colour: str) -> str:
    """Colour on a terminal, unless NO_COLOR asks for none (https://no-color.org)."""
    return (
        text
        if os.environ.get("NO_COLOR") or not sys.stdout.isatty()
        else click.style(text, fg=colour)
    )


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_to_json))


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _fields(record: Any) -> dict[str, Any]:
    """As scripts know a record since the first version: an address has a `mail`, and what the rules
    gave a request are fields of its own.
    """
    told = {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}
    if "email" in told:
        told["mail"] = told.pop("email")
    if "given" in told:
        told |= _fields(told.pop("given"))
    return told
