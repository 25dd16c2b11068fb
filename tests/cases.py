"""Many small cases in one test, each of which says by itself that it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def in_each(cases: Iterable[T], check: Callable[[T], object]) -> None:
    """`check` of every case, whatever came of those before. All that fail are told together, each
    with its case: a test of its own costs ten times what such a case does.
    """
    wrong: list[Exception] = []
    for case in cases:
        try:
            check(case)
        except Exception as error:
            error.add_note(f"in the case {case!r}")
            wrong.append(error)
    if wrong:
        raise ExceptionGroup(f"{len(wrong)} cases fail", wrong)
