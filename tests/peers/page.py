"""docs/peers.md and the tests that it names, as data."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/peers.md"
NUMBERED = re.compile(r"^- \*\*([A-Z]\d+)\*\*", re.MULTILINE)
"""A rule, as docs/reliability.md has it."""

HERE = " Here "
"""Between what happened there and what is promised here."""

ROW = re.compile(r"^\| \[(?P<fault>[^\]]+)\]\(https://\S+\) \| (?P<said>.+) \| `(?P<test>\w+)` \|$")
FAULT = re.compile(r"CVE-\d{4}-\d+|GHSA(-\w{4}){3}|[\w.-]+/[\w.-]+#\d+")


@dataclass(frozen=True)
class Row:
    """One published `fault`, as CVE, GHSA or owner/repository#number; what is `said` of it, in one
    text; the `test` that shows it.
    """

    fault: str
    said: str
    test: str

    @property
    def beginnings(self) -> tuple[str, ...]:
        """How a test of this fault may be called: by its number alone, or by repository and
        number, the owner's name before it where the repository's says little.
        """
        alone = self.fault.partition("/")[2] or self.fault
        return tuple(
            f"test_{re.sub(r'[^a-z0-9]', '_', name.lower())}_" for name in (alone, self.fault)
        )


def rows() -> list[Row]:
    """All rows of the page, in order."""
    found = (ROW.match(line) for line in PAGE.read_text("utf-8").splitlines())
    return [
        Row(hit["fault"], hit["said"].replace(" | ", HERE), hit["test"]) for hit in found if hit
    ]


@functools.cache
def all_tests() -> dict[str, tuple[Path, str]]:
    """File and docstring, on one line, of each test there is, by name."""
    return {
        name: (path, said)
        for path in sorted((ROOT / "tests").rglob("test_*.py"))
        for name, said in _of(path)
    }


def _of(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, " ".join((ast.get_docstring(node) or "").split())
