"""Rows of cells and a width in, lines that fit it out. Every word is kept whole."""

from __future__ import annotations

import textwrap
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from rich.cells import cell_len

GAP = "  "
FOLDED = 24
"""A last column that gets at least so much room is folded in its place."""

Cells = Sequence[str]


def fit(rows: Sequence[Cells], width: int | None) -> list[list[str]]:
    """The lines of each row, columns aligned. Where `width` is too narrow, the columns that
    do not fit go on lines below.
    """
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    if width is None:
        return [[_aligned(row, widths)] for row in rows]
    edges = list(accumulate(widths, lambda edge, column: edge + len(GAP) + column))
    fits = max(1, bisect_right(edges, width))
    room = width - edges[fits - 1] - len(GAP)
    if fits == len(widths) - 1 and room >= FOLDED:
        return [_folded(row, widths, room) for row in rows]
    return [[_aligned(row[:fits], widths), *_below(row[fits:], width)] for row in rows]


def _aligned(cells: Cells, widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=False)
    )
    return GAP.join(padded).rstrip()


def _folded(row: Cells, widths: Sequence[int], room: int) -> list[str]:
    """The last column goes on below itself."""
    first, *more = textwrap.wrap(row[-1], room) or [""]
    empty = [""] * (len(row) - 1)
    return [
        _aligned([*row[:-1], first], widths),
        *(_aligned([*empty, line], widths) for line in more),
    ]


def _below(cells: Cells, width: int) -> list[str]:
    indent = GAP + GAP
    words = GAP.join(filter(None, cells))
    return textwrap.wrap(words, width, initial_indent=indent, subsequent_indent=indent)
