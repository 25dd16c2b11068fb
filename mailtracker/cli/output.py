"""Rows, instants and dataclasses in, what a terminal, a pipe or another program reads out."""

from __future__ import annotations

import dataclasses
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from datetime import date, datetime
from typing import Any, TextIO, cast

import click

from mailtracker.errors import Problem
from mailtracker.problems import legible, located

SHOWN = 50
"""Rows that are printed for people of what may be long."""


def plain(text: str) -> str:
    """One line that cannot steer a terminal: subjects come from strangers, with
    escape sequences if they like.
    """
    return legible(text).strip()


def print_block(text: str) -> None:
    """Lines of somebody else, indented, which cannot steer a terminal either."""
    for line in text.splitlines():
        click.echo(f"  {legible(line).rstrip()}")


def moment(instant: datetime | None) -> str:
    """In this machine's zone, to the minute; "" for none."""
    return "" if instant is None else instant.astimezone().strftime("%Y-%m-%d %H:%M")


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """On a terminal fitted to its width; elsewhere one line a row, however long, for grep
    and awk. Nothing is ever cut.
    """
    from mailtracker.cli.table import fit

    head, *body = fit([columns, *(list(map(plain, row)) for row in rows)], _width())
    for line in head:
        click.echo(paint(line, bold=True))
    for lines in body:
        click.echo("\n".join(lines))


def _width() -> int | None:
    """Columns of the terminal; None where it is none."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


NARROWEST = 24
"""Columns that words have at least, however narrow the terminal."""


def print_words(head: str, words: str, hang: int = 4) -> None:
    """`words` behind a `head`. On a terminal they are broken between words, and go on behind so
    many (`hang`) blanks; elsewhere it is one line, however long. They are of others, too: they
    steer no terminal.
    """
    whole, width = plain(words), _width()
    if width is not None:
        taken = " " * len(click.unstyle(head))
        below = " " * hang
        room = max(width, hang + NARROWEST)
        broken = textwrap.fill(
            whole,
            room,
            initial_indent=taken,
            subsequent_indent=below,
            break_long_words=False,
            break_on_hyphens=False,
        )
        whole = broken.removeprefix(taken)
    click.echo(f"{head}{whole}")


def counted(number: int, thing: str) -> str:
    """1 rule, 3 rules."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def if_any(form: str, value: object) -> str:
    """The form with the value in its braces; nothing where there is none."""
    return form.format(value) if value else ""


def print_problems(problems: Iterable[Problem]) -> None:
    """Each where editors and grep look for it: its place begins a line. On a terminal it goes on
    below, as other words do; what stands in the file is never broken.
    """
    for problem in problems:
        told, *quoted = located(problem).split("\n")
        print_words("    ", told, hang=6)
        for line in quoted:
            click.echo(f"    {line}")


def print_most(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The first rows of a table that may be long, and how many are left out."""
    print_table(columns, rows[:SHOWN])
    if len(rows) > SHOWN:
        click.echo(f"and {len(rows) - SHOWN} more: --json lists them all")


def print_fields(fields: Mapping[str, str]) -> None:
    """Name and value, a line each; what is empty is left out."""
    width = max(map(len, fields), default=0)
    for name, value in fields.items():
        if value:
            print_words(f"  {name.ljust(width)}  ", value, hang=width + 4)


def print_judged(good: bool, what: str, said: str) -> None:
    """What was looked at and what was seen of it, which need not begin by naming it again."""
    print_words(f"{mark(good)} ", f"{what}: {said.removeprefix(f'{what} ')}")


def mark(good: bool) -> str:
    """✓ or ✗, coloured on a terminal; words where the terminal's alphabet lacks them."""
    sign, word, colour = ("✓", "ok", "green") if good else ("✗", "BAD", "red")
    try:
        sign.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        sign = word
    return paint(sign, colour)


def paint(text: str, colour: str | None = None, bold: bool = False) -> str:
    """As it is told on a terminal, unless NO_COLOR asks for none (https://no-color.org)."""
    if os.environ.get("NO_COLOR") or not sys.stdout.isatty():
        return text
    return click.style(text, fg=colour, bold=bold or None)


def print_json(value: Any) -> None:
    click.echo(to_json(value, indent=2))


def to_json(value: Any, indent: int | None = None) -> str:
    """As people can read it in a terminal too: what could steer one, or turn the order of
    characters round, stands as \\uXXXX and is the same to programs.
    """
    return escaped(json.dumps(value, indent=indent, ensure_ascii=False, default=_to_json))


def escaped(text: str) -> str:
    """JSON with \\uXXXX for what is not printable, but for the ends of its lines."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one == "\n" else _escape(one) for one in text)


def _escape(character: str) -> str:
    return json.dumps(character)[1:-1]


_CODE = r"(?:0|1|2|22|39|3[0-7]|9[0-7])"
_COLOUR = re.compile(rf"(\x1b\[{_CODE}(?:;{_CODE})*m)")
"""Colours and weights as click and structlog write them; nothing that hides or moves."""


class SafeStream:
    """A text stream on which no words, wherever they come from, steer a terminal: a blank stands
    for every control, bidi mark and lone surrogate. Line ends and tabs stay, and on a terminal
    colours. Its `buffer` takes bytes as they are.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        self._stream.write(text if text.isprintable() else self._safe(text))
        return len(text)

    def _safe(self, text: str) -> str:
        if not self._stream.isatty():
            return _without_controls(text)
        parts = _COLOUR.split(text)  # every other one is a colour
        return "".join(
            part if index % 2 else _without_controls(part) for index, part in enumerate(parts)
        )

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _without_controls(text: str) -> str:
    return "".join(one if one.isprintable() or one in "\n\t" else " " for one in text)


@contextmanager
def safe_streams() -> Iterator[None]:
    """Whatever is printed or logged inside goes through a SafeStream."""
    out, err = SafeStream(sys.stdout), SafeStream(sys.stderr)
    with redirect_stdout(cast(TextIO, out)), redirect_stderr(cast(TextIO, err)):
        yield


def _to_json(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _fields(value)
    if isinstance(value, date):
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
