"""The pages: whoever follows a link, a rule's number or the name of a module arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailtracker.cli import EXIT_CODES

ROOT = Path(__file__).parents[1]
PAGES = sorted(page for part in ("*.md", "docs/*.md", "findings/*.md") for page in ROOT.glob(part))
FOLDERS = ("mailtracker", "tests", "benchmarks", "tools", "templates", "rules")
TEXTS = (".py", ".md", ".toml", ".yaml", ".html", "")

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
RULE = re.compile(r"docs/reliability\.md[,;: ]\s*([A-Z]\d+)")
MODULE = re.compile(r"`([a-z_/]+\.py)`")
NUMBERED = re.compile(r"^- \*\*([A-Z]\d+)\*\*", re.MULTILINE)
HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)

README_LINES = 120


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def texts() -> Iterator[tuple[str, str]]:
    """All that people wrote: pages, code, templates and the files beside them. No mails."""
    for path in [*PAGES, *ROOT.glob("*.toml"), ROOT / "Makefile"]:
        yield name_of(path), path.read_text("utf-8")
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix in TEXTS and "mail_corpus" not in path.parts:
                yield name_of(path), path.read_text("utf-8", "replace")


def anchor(heading: str) -> str:
    """As the usual renderers make it of a heading."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def links(page: Path) -> Iterator[tuple[Path, str]]:
    """Where the page's own links lead: the file, and the part of it, "" for the whole."""
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            file, _, part = target.partition("#")
            yield (page.parent / file).resolve() if file else page, part


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_arrives(page: Path) -> None:
    lost = [
        f"{target}#{part}"
        for target, part in links(page)
        if not target.exists()
        or (part and part not in map(anchor, HEADING.findall(target.read_text("utf-8"))))
    ]
    assert lost == []


def test_every_rule_that_is_cited_stands_in_the_reliability_page() -> None:
    known = NUMBERED.findall((ROOT / "docs/reliability.md").read_text("utf-8"))
    assert len(known) == len(set(known))
    lost = [
        f"{name}: {rule}"
        for name, text in texts()
        for rule in RULE.findall(text)
        if rule not in known
    ]
    assert lost == []


def test_every_module_that_a_page_names_is_there() -> None:
    files = [f"/{name_of(path)}" for path in ROOT.rglob("*.py") if ".venv" not in path.parts]
    lost = [
        f"{name_of(page)}: {module}"
        for page in PAGES
        for module in MODULE.findall(page.read_text("utf-8"))
        if not any(file.endswith(f"/{module}") for file in files)
    ]
    assert lost == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= README_LINES


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_can_be_printed(page: Path) -> None:
    """A control character in a page is a slip of whoever wrote or generated it."""
    text = page.read_text("utf-8")
    assert [repr(char) for char in text if not char.isprintable() and char != "\n"] == []


def test_help_and_the_operations_page_name_the_same_exit_codes() -> None:
    page = (ROOT / "docs/operations.md").read_text("utf-8")
    assert re.findall(r"^\| (\d) \| ", page, re.MULTILINE) == [code for code, _ in EXIT_CODES]


@pytest.mark.parametrize(
    ("page", "first"),
    [
        ("docs/glossary.md", r"^\*\*([^*]+)\*\*"),
        ("docs/architecture.md", r"^\| (`[^|]+) \|"),
    ],
)
def test_a_word_and_a_room_are_explained_once(page: str, first: str) -> None:
    """Two that merge leave it twice, and then one of them grows old."""
    found = re.findall(first, (ROOT / page).read_text("utf-8"), re.MULTILINE)
    assert found
    assert {one for one in found if found.count(one) > 1} == set()
