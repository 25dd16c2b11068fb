"""Patterns that are compiled late are patterns, each of them."""

from __future__ import annotations

import gc
import re
from importlib import import_module
from pathlib import Path

import pytest

from mailtracker.late_pattern import LatePattern, late_pattern

PACKAGE = Path(__file__).parents[1] / "mailtracker"


def test_every_pattern_of_ours_compiles() -> None:
    for path in sorted(PACKAGE.rglob("*.py")):
        if "late_pattern" in path.read_text(encoding="utf-8"):
            import_module(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    late = [one for one in gc.get_objects() if isinstance(one, LatePattern)]
    assert len(late) > 50
    for one in late:
        re.compile(one._text, one._late_flags)


def test_a_late_pattern_answers_as_the_pattern_does() -> None:
    late, plain = late_pattern("(a)|B", re.IGNORECASE), re.compile("(a)|B", re.IGNORECASE)
    assert late.findall("xAb") == plain.findall("xAb")
    assert late.sub("-", "xAb") == "x--"
    assert late.groups == 1
    assert late.search("b") is not None
    assert late.pattern == plain.pattern
    assert late_pattern(b"a").match(b"ab") is not None


def test_a_wrong_one_says_so_when_it_is_used() -> None:
    with pytest.raises(re.error):
        late_pattern("(").search("")
