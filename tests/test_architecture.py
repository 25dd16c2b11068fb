"""The house: what stands where, which room may use what, and how long a module may grow.
Reads the code, runs none of it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailtracker.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mailtracker"
MODULES = sorted(PACKAGE.rglob("*.py"))
PURE = ("mail", "policy", "desk")
LONGEST = 480

OWNERS = {
    "imapclient": "mailbox/",
    "imaplib": "mailbox/",
    "sqlalchemy": "store/",
    "sqlite3": "store/",
    "alembic": "store/",
    "aiosmtplib": "smtp.py",
    "jinja2": "letters/letters.py",
    "re2": "policy/regex.py",
    "watchfiles": "daemon/reload.py",
    "yaml": "rules/yamlfile.py",
    "pymap": "demo/",
    "aiosmtpd": "demo/",
}
"""Who alone may import a library."""

IMPURE_MODULES = {
    "random",
    "secrets",
    "uuid",
    "time",
    "os",
    "tempfile",
    "shutil",
    "io",
    "sys",
    "signal",
}
IMPURE_CALLS = {"open", "input", "print", "exec", "eval"}
IMPURE_METHODS = {
    *(
        "now",
        "utcnow",
        "today",
        "read_text",
        "read_bytes",
        "write_text",
        "write_bytes",
        "iterdir",
        "glob",
        "rglob",
    ),
    *("exists", "is_file", "is_dir", "stat", "mkdir", "unlink"),
}
BANNED_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "manager",
    "service",
    "handler",
    "handlers",
    "common",
    "misc",
}


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def imports(tree: ast.AST) -> Iterator[str]:
    """Top-level names of everything imported; what is only imported for the
    type checker does not count.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def without_typing_blocks(tree: ast.Module) -> ast.Module:
    class Drop(ast.NodeTransformer):
        def visit_If(self, node: ast.If) -> ast.AST | None:
            checked = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
            return None if checked else self.generic_visit(node)

    return ast.fix_missing_locations(Drop().visit(tree))


def parsed(path: Path) -> ast.Module:
    return without_typing_blocks(ast.parse(path.read_text(encoding="utf-8")))


def impurities(tree: ast.AST) -> Iterator[str]:
    """What makes an answer depend on more than the arguments."""
    for name in imports(tree):
        if name.partition(".")[0] in IMPURE_MODULES:
            yield f"import {name}"
    ours = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mailtracker")
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in IMPURE_CALLS:
                yield f"{called.id}() in line {node.lineno}"
            elif (
                isinstance(called, ast.Attribute)
                and called.attr in IMPURE_METHODS
                and not is_ours(called, ours)
            ):
                yield f".{called.attr}() in line {node.lineno}"


def is_ours(called: ast.Attribute, ours: set[str]) -> bool:
    """A function of a module of ours (`phrases.read_text`), which is looked at in its own file."""
    return isinstance(called.value, ast.Name) and called.value.id in ours


def pure_modules() -> list[Path]:
    return [path for path in MODULES if name_of(path).partition("/")[0] in PURE]


@pytest.mark.parametrize("path", pure_modules(), ids=name_of)
def test_a_pure_room_depends_on_its_arguments_alone(path: Path) -> None:
    assert list(impurities(parsed(path))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import random",
        "from os import environ",
        "from datetime import datetime\nx = datetime.now()",
        "import datetime\nx = datetime.date.today()",
        "open('x')",
        "from pathlib import Path\nPath('x').read_text()",
    ],
)
def test_the_purity_check_sees(code: str) -> None:
    assert list(impurities(ast.parse(code)))


def test_each_library_is_imported_by_its_owner_alone() -> None:
    strangers = [
        f"{name_of(path)} imports {name}"
        for path in MODULES
        for name in imports(parsed(path))
        if (owner := OWNERS.get(name.partition(".")[0])) and not name_of(path).startswith(owner)
    ]
    assert strangers == []


def test_no_module_is_longer_than_480_lines() -> None:
    long = {
        name_of(path): count
        for path in MODULES
        if (count := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_every_module_opens_with_what_goes_in_and_what_comes_out() -> None:
    silent = [
        name_of(path)
        for path in MODULES
        if path.read_text().strip()
        and not (ast.get_docstring(ast.parse(path.read_text())) or "").strip()
    ]
    assert silent == []


def test_no_module_is_called_after_nothing() -> None:
    assert [name_of(path) for path in MODULES if path.stem in BANNED_NAMES] == []


def test_ls_shows_the_house() -> None:
    wanted = {
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
        *("pyproject.toml", "Makefile", "config.example.toml", "docs"),
        *("rules", "templates", "mailtracker", "tests", "benchmarks", "tools"),
    }
    assert wanted <= {path.name for path in ROOT.iterdir()}
    rooms = {
        "cli",
        "config",
        "daemon",
        "demo",
        "desk",
        "letters",
        "mail",
        "mailbox",
        "policy",
        "rules",
        "store",
    }
    assert {path.name for path in PACKAGE.iterdir() if path.is_dir()} - {"__pycache__"} == rooms
    doors = {
        "start.py",
        "world.py",
        "outgoing.py",
        "enact.py",
        "commands.py",
        "replay.py",
        "reader.py",
        "smtp.py",
    }
    assert doors <= {path.name for path in PACKAGE.iterdir()}


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_the_pages_tell_of_every_command() -> None:
    pages = ("README.md", "docs/operations.md")
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in pages)
    assert [name for name in COMMANDS if f"mailtracker {name}" not in text] == []
