"""docs/templates.md: current, whole, and every name on it is described."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from mailtracker.cli import main
from mailtracker.letters.reference import page
from mailtracker.letters.samples import NAMES

ROOT = Path(__file__).parents[2]


def test_the_page_in_docs_is_that_of_the_classes() -> None:
    assert (ROOT / "docs" / "templates.md").read_text() == page(), (
        "run: mailtracker schema --templates-reference > docs/templates.md"
    )


def test_the_command_prints_the_page() -> None:
    result = CliRunner().invoke(main, ["schema", "--templates-reference"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, page())


def test_every_letter_and_every_value_is_described() -> None:
    assert sorted(re.findall(r"^### (.*)$", page(), re.MULTILINE)) == sorted(NAMES)
    assert re.findall(r"^\| `(\w+)` \|  \|", page(), re.MULTILINE) == []
