"""Rows, instants and dataclasses in, what a terminal, a pipe or another program reads out."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import click


def plain(text: str) -> str:
    """One line that cannot steer a terminal: subjects come from strangers, with escape sequences if they like."""
    return "".join(character if character.isprintable() else " " for character in text).strip()


def moment(instant: datetime | None) -> str:
    """In this machine's zone, to the minute; "" for none."""
    return "" if instant is None else instant.astimezone().strftime("%Y-%m-%d %H:%M")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """On a terminal by rich, fitted to its width; elsewhere plain aligned text, nothing cut, for grep and awk."""
    cells = [[plain(cell) for cell in row] for row in rows]
    if sys.stdout.isatty():
        _print_rich(columns, cells)
        return
    widths = [max(len(line[n]) for line in (columns, *cells)) for n in range(len(columns))]
    for line in (columns, *cells):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _print_rich(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        last = number == len(columns) - 1
        table.add_column(column, no_wrap=not last, overflow="ellipsis" if not last else "fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)  # knows NO_COLOR


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
    return text if os.environ.get("NO_COLOR") or not sys.stdout.isatty() else click.style(text, fg=colour)


def print_json(value: Any) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_to_json))


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
