"""The pages that are generated from the model: current, and printable, as every page is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from mailtracker.rules.reference import json_schema, page

ROOT = Path(__file__).parents[2]

GENERATED: dict[str, tuple[Callable[[], str], str]] = {
    "docs/rules.md": (page, "mailtracker schema --reference > docs/rules.md"),
    "rules/rules.schema.json": (
        lambda: json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n",
        "mailtracker schema > rules/rules.schema.json",
    ),
}
"""Each with what makes it, and the command that writes it."""

PAGES = sorted([*(ROOT / "docs").glob("*.md"), *ROOT.glob("*.md"), *(ROOT / "rules").glob("*.*")])


@pytest.mark.parametrize("name", GENERATED)
def test_a_generated_page_is_current(name: str) -> None:
    made, command = GENERATED[name]
    assert (ROOT / name).read_text(encoding="utf-8") == made(), f"run: {command}"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_page_is_printable(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").split("\n")
    odd = [(n, line) for n, line in enumerate(lines, 1) if not line.isprintable()]
    assert odd == []


def test_the_reference_says_how_words_are_bounded_in_a_regex() -> None:
    assert r"`\b` and `\w` are refused" in page()
