"""The rooms: what stands where, which room may use what, and how long a module may grow.
Reads the code, runs none of it.
"""

from __future__ import annotations

import ast
import functools
import re
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailtracker.cli import COMMANDS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "mailtracker"
MODULES = sorted(PACKAGE.rglob("*.py"))
PURE = ("mail", "policy", "desk")
LONGEST = 480

OWNERS: dict[str, str | tuple[str, ...]] = {
    "imapclient": "mailbox/",
    "imaplib": "mailbox/",
    "sqlalchemy": "store/",
    "sqlite3": "store/",
    "alembic": "store/",
    "aiosmtplib": "smtp/",
    "msal": "oauth/",
    "google": "oauth/",
    "cryptography": "oauth/",
    "jinja2": "letters/",
    "re2": "policy/regex.py",
    "idna": ("mail/address_key.py", "store/migrations/"),
    "watchfiles": "daemon/reload.py",
    "yaml": "rules/yamlfile.py",
    "dns": "doctor/names.py",
    "psycopg": "store/",
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

BELOW_ALL = {
    "__init__.py",
    "__main__.py",
    "access.py",
    "accents.py",
    "advice.py",
    "clock.py",
    "enclosed.py",
    "errors.py",
    "faults.py",
    "garbage.py",
    "late_pattern.py",
    "loopback.py",
    "needed_words.py",
    "password_file.py",
    "pattern_pieces.py",
    "place.py",
    "postgres_url.py",
    "present.py",
    "problems.py",
    "public_holidays.py",
    "record.py",
    "sasl.py",
    "shipped.py",
    "unnamed.py",
    "tls.py",
}
"""Modules that any room may use; no layer of pyproject.toml names them."""


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


class WithoutTyping(ast.NodeTransformer):
    """What only the type checker sees is cut out."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        checked = isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        return None if checked else self.generic_visit(node)


@functools.cache
def parsed(path: Path) -> ast.AST:
    """What is imported and run; nobody changes it."""
    tree: ast.AST = WithoutTyping().visit(ast.parse(path.read_text(encoding="utf-8")))
    return tree


@functools.cache
def whole(path: Path) -> ast.Module:
    """All that is written; nobody changes it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@functools.cache
def text_of(path: Path) -> str:
    """Looked at first: to read a file as code takes a hundred times as long."""
    return path.read_text(encoding="utf-8")


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


DISK_MODULES = {"os", "io", "shutil", "glob", "tempfile", "mmap", "fileinput", "subprocess"}
DISK_METHODS = (IMPURE_METHODS - {"now", "utcnow", "today"}) | {
    *("open", "walk", "scandir", "listdir", "lstat", "is_symlink", "resolve", "readlink"),
}


def is_disk_method(called: ast.expr) -> bool:
    if not isinstance(called, ast.Attribute) or called.attr not in DISK_METHODS:
        return False
    return not is_ours(called, {"enclosed"})


def disk_calls(tree: ast.AST) -> Iterator[str]:
    """What looks at the disk by itself, and not through `enclosed`."""
    yield from (
        f"import {name}" for name in imports(tree) if name.partition(".")[0] in DISK_MODULES
    )
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        if isinstance(called, ast.Name) and called.id == "open":
            yield f"open() in line {node.lineno}"
        elif is_disk_method(called):
            yield f"{ast.unparse(called)}() in line {node.lineno}"


def test_rules_and_templates_are_read_through_one_door() -> None:
    """What stands in these folders may have been put there by somebody who may not read what we
    can (docs/reliability.md, S8).
    """
    rooms = [path for path in MODULES if name_of(path).partition("/")[0] in ("rules", "letters")]
    found = {name_of(path): list(disk_calls(parsed(path))) for path in rooms}
    assert {name: calls for name, calls in found.items() if calls} == {}
    users = {name_of(path) for path in MODULES if "mailtracker.enclosed" in text_of(path)}
    assert {name.partition("/")[0] for name in users} == {
        "rules",
        "letters",
        "password_file.py",
        "oauth",
        "feeds",
    }
    doors = {
        name_of(path)
        for path in MODULES
        if "enclosed.read" in text_of(path)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "enclosed.read"
    }
    assert doors == {"rules/sources.py", "letters/languages.py", "feeds/fetch.py"}


@pytest.mark.parametrize(
    "code",
    [
        "import os",
        "from shutil import copyfile",
        "open('x')",
        "folder.open()",
        "Path('x').read_bytes()",
        "list(folder.glob('*'))",
        "folder.resolve()",
    ],
)
def test_the_disk_check_sees(code: str) -> None:
    assert list(disk_calls(ast.parse(code)))


def test_a_pure_room_depends_on_its_arguments_alone() -> None:
    found = {name_of(path): list(impurities(parsed(path))) for path in pure_modules()}
    assert {name: impure for name, impure in found.items() if impure} == {}


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


def writes_in(node: ast.AST) -> bool:
    """Whether it runs in a transaction that may write: it is given one, or begins one."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        arguments = node.args
        every = (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
        return any(one.arg == "conn" for one in every)
    if not isinstance(node, ast.With):
        return False
    begun = (ast.unparse(one) for one in node.items)
    return any(one.endswith(" as conn") and ".read()" not in one for one in begun)


def said_too_early(tree: ast.AST) -> set[str]:
    """Calls of a logger in a transaction, and savepoints that do not undo what is said."""
    return {
        f"{ast.unparse(call.func)} in line {call.lineno}"
        for block in ast.walk(tree)
        if writes_in(block)
        for call in ast.walk(block)
        if isinstance(call, ast.Call)
        if re.match(r"log\.|.*\.begin_nested$", ast.unparse(call.func))
    }


def test_in_a_transaction_nothing_is_logged_but_by_say() -> None:
    found = {
        name_of(path): said_too_early(whole(path))
        for path in MODULES
        if "conn" in text_of(path) and name_of(path) != "store/saying.py"
    }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("def work(conn):\n    log.info('x')", True),
        ("def work(self, row, *, conn):\n    if row:\n        log.info('x')", True),
        ("lambda conn: log.info('x')", True),
        ("with store.write() as conn:\n    log.info('x')", True),
        ("with lock, store.beside() as conn:\n    log.info('x')", True),
        ("def work(conn):\n    with conn.begin_nested():\n        pass", True),
        ("def work(conn):\n    say(conn, log.info, 'x')", False),
        ("with store.read() as conn:\n    log.info('x')", False),
        ("def done(row):\n    log.info('x')", False),
        ("def outer():\n    def work(conn):\n        pass\n    log.info('x')", False),
    ],
)
def test_what_is_said_too_early_is_seen(code: str, seen: bool) -> None:
    assert bool(said_too_early(ast.parse(code))) is seen


def test_each_library_is_imported_by_its_owner_alone() -> None:
    strangers = [
        f"{name_of(path)} imports {name}"
        for path in MODULES
        for name in imports(parsed(path))
        if (owner := OWNERS.get(name.partition(".")[0])) and not name_of(path).startswith(owner)
    ]
    assert strangers == []


FOLDS = {"casefold", "lower", "upper", "swapcase"}
ADDRESS_WORDS = {"email", "mail", "address", "recipient", "sender", "domain", "alias", "delivered"}


FOLDING = re.compile("|".join([*FOLDS, "idna"]))


def folded_addresses(tree: ast.AST) -> Iterator[str]:
    """Where something that is named as an address or a domain changes its case, or is encoded by
    the IDNA of Python, which is that of 2003.
    """
    drawn = {
        node.target.id: node.iter
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension | ast.For) and isinstance(node.target, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value == "idna":
            yield f"idna in line {node.lineno}"
        elif isinstance(node, ast.Call) and (folded := what_folds(node)):
            names = {name for one in folded for name in called(one, drawn)}
            if not ADDRESS_WORDS.isdisjoint(words(names)):
                yield f"{ast.unparse(node)} in line {node.lineno}"


def what_folds(call: ast.Call) -> list[ast.expr]:
    """x of `x.lower()` and of `map(str.lower, x)`."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in FOLDS:
        return call.args or [call.func.value]
    first = call.args[0] if call.args else None
    folds = isinstance(first, ast.Attribute) and first.attr in FOLDS
    return call.args[1:] if folds else []


def called(node: ast.AST, drawn: dict[str, ast.expr]) -> Iterator[str]:
    """The last name of an expression: `recipient` of `issued.recipient.strip()[1:]`, and of `one`
    where that is drawn from `recipients`.
    """
    match node:
        case ast.Name(id=name):
            yield name
            if name in drawn:
                others = {one: more for one, more in drawn.items() if one != name}
                yield from called(drawn[name], others)
        case ast.Call(func=ast.Attribute(value=inner)) | ast.Subscript(value=inner):
            yield from called(inner, drawn)
        case ast.Attribute(attr=name):
            yield name
        case ast.Starred() | ast.FormattedValue() | ast.JoinedStr() | ast.BoolOp() | ast.BinOp():
            yield from (name for one in ast.iter_child_nodes(node) for name in called(one, drawn))
        case ast.Tuple() | ast.List() | ast.Set() | ast.IfExp() | ast.NamedExpr():
            yield from (name for one in ast.iter_child_nodes(node) for name in called(one, drawn))


def words(names: set[str]) -> set[str]:
    """`own_domains` has the word domain."""
    pieces = {piece for name in names for piece in name.lower().split("_")}
    return {piece.removesuffix(end) for piece in pieces for end in ("", "s", "es")}


def test_one_module_alone_says_when_two_addresses_are_one() -> None:
    elsewhere = [
        f"{name_of(path)}: {found}"
        for path in MODULES
        if name_of(path) != "mail/address_key.py" and path.parent.name != "versions"
        if FOLDING.search(text_of(path))
        for found in folded_addresses(whole(path))
    ]
    assert elsewhere == []


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("email.casefold()", True),
        ("issued.recipient.strip().lower()", True),
        ("address.rpartition('@')[2].lower()", True),
        ("{d.lower() for d in config.own_domains}", True),
        ("[a.casefold() for box in boxes for a in (box.address, *box.aliases)]", True),
        ("map(str.casefold, message.delivered_to)", True),
        ("str.lower(sender)", True),
        ("f'{user}@{domain}'.lower()", True),
        ("domain.encode('idna')", True),
        ("sender.name.casefold()", False),
        ("value.lower()", False),
        ("email.strip()", False),
    ],
)
def test_the_search_for_folded_addresses_sees(code: str, seen: bool) -> None:
    assert any(folded_addresses(ast.parse(code))) is seen


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
        if path.read_text().strip() and not (ast.get_docstring(whole(path)) or "").strip()
    ]
    assert silent == []


def test_no_module_is_called_after_nothing() -> None:
    assert [name_of(path) for path in MODULES if path.stem in BANNED_NAMES] == []


def test_ls_shows_the_rooms() -> None:
    wanted = {
        *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
        *("pyproject.toml", "Makefile", "config.example.toml", "docs"),
        *("rules", "templates", "mailtracker", "tests", "benchmarks", "findings", "tools"),
    }
    assert wanted <= {path.name for path in ROOT.iterdir()}
    rooms = {
        "cli",
        "config",
        "daemon",
        "demo",
        "desk",
        "doctor",
        "feeds",
        "learned",
        "letters",
        "mail",
        "mailbox",
        "oauth",
        "policy",
        "reconcile",
        "rules",
        "simulate",
        "smtp",
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
    }
    assert doors <= {path.name for path in PACKAGE.iterdir()}


def test_test_files_have_names_of_their_own() -> None:
    names = [path.name for path in (ROOT / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))


def test_every_story_has_a_number_of_its_own() -> None:
    numbers = [path.name.split("_")[1] for path in (ROOT / "tests/stories").glob("test_*.py")]
    assert sorted(numbers) == [f"{number:02}" for number in range(1, len(numbers) + 1)]


SHARED = re.compile(r"^\s*(?:from|import)\s.*(?:\btest_|conftest)", re.MULTILINE)


def shared_by_accident() -> Iterator[str]:
    """Imports from a test file or a conftest.py."""
    files = [*(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    for path in sorted(files):
        if not SHARED.search(text_of(path)):
            continue
        for name in imports(whole(path)):
            last = name.rpartition(".")[2]
            if last.startswith("test_") or last == "conftest":
                yield f"{path.relative_to(ROOT)} imports {name}"


def test_what_tests_share_stands_in_plain_modules() -> None:
    assert list(shared_by_accident()) == []


def test_every_long_test_belongs_to_a_part_that_make_knows() -> None:
    parts = {
        part
        for path in (ROOT / "tests").rglob("*.py")
        for part in re.findall(r'\bmark\.proof(?:\(part="(\w+)"\))?', path.read_text("utf-8"))
    }
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = re.search(r"^PROOFS := (.*)$", makefile, re.MULTILINE)
    assert known is not None
    assert parts == set(known[1].split())
    assert set(re.findall(r"make proof-(\w+) ", makefile)) == parts, "make help lists them"


ABSENT = re.compile(r"\b(?:DESIGN|RELIABILITY|FAULTS|HOUSE|SPEED|LIBRARIES|INFRA)\b")
"""Pages that were written before this repository, and are not in it."""

PAGE = re.compile(r"\w[\w./-]*\.md\b")


def prose() -> Iterator[tuple[Path, str]]:
    """What is written for people: whole pages, and of code its comments and docstrings. Other
    strings of code may name files that are made or missing on purpose.
    """
    here = Path(__file__)
    for folder in ("mailtracker", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            if path != here and not_there(text_of(path)):
                yield path, said_in(path)
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("findings/*.md")]
    others = [ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "config.example.toml"]
    tools = (path for path in (ROOT / "tools").iterdir() if path.is_file())
    for path in (*pages, *others, *(ROOT / "rules").glob("*.yaml"), *tools):
        yield path, path.read_text(encoding="utf-8")


def said_in(path: Path) -> str:
    with path.open("rb") as file:
        tokens = list(tokenize.tokenize(file.readline))
    comments = [one.string for one in tokens if one.type == tokenize.COMMENT]
    docstrings = [
        node.value.value
        for node in ast.walk(whole(path))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    ]
    return "\n".join([*comments, *map(str, docstrings)])


@functools.cache
def pages_there() -> frozenset[str]:
    """Every page and template of the repository, under each end of its path."""
    folders = (ROOT, *(ROOT / name for name in ("docs", "templates", "tests", "findings")))
    paths = [*ROOT.glob("*.md"), *(p for folder in folders[1:] for p in folder.rglob("*.md"))]
    parts = [path.relative_to(ROOT).parts for path in paths]
    return frozenset("/".join(one[at:]) for one in parts for at in range(len(one)))


def not_there(text: str) -> list[str]:
    """Pages that a text names and the repository has not."""
    named = [name for name in PAGE.findall(text) if name not in pages_there()]
    return [*named, *ABSENT.findall(text)]


def test_nothing_cites_a_page_that_is_not_there() -> None:
    cited = [
        f"{path.relative_to(ROOT)}: {name}" for path, text in prose() for name in not_there(text)
    ]
    assert "\n".join(cited) == ""


def test_every_room_stands_in_a_layer() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = " ".join(contracts["contracts"][0]["layers"]).replace(" | ", " ").split()
    placed = {name.removeprefix("mailtracker.") for name in layers}
    there = {path.stem for path in PACKAGE.iterdir() if path.name not in BELOW_ALL}
    assert there - {"__pycache__", "_data", "py"} == placed


def test_what_any_room_may_use_uses_no_room() -> None:
    below = {f"mailtracker.{Path(name).stem}" for name in BELOW_ALL}
    above = {
        f"{name} imports {one}"
        for name in BELOW_ALL - {"__init__.py", "__main__.py"}
        for one in imports(parsed(PACKAGE / name))
        if one.startswith("mailtracker") and one not in below
    }
    assert above == set()


def room_of(path: Path) -> str:
    """mailtracker/mail/text/quotes.py stands in mail/text, mailtracker/reader.py in itself."""
    inside = path.relative_to(PACKAGE)
    return inside.parent.as_posix() if len(inside.parts) > 1 else inside.name


def classes() -> Iterator[tuple[Path, ast.ClassDef]]:
    for path in MODULES:
        if path.parent.name != "versions":  # a migration is written once
            yield from ((path, n) for n in ast.walk(whole(path)) if isinstance(n, ast.ClassDef))


def test_a_class_has_a_name_of_its_own() -> None:
    counted = Counter(node.name for _, node in classes())
    assert {name for name, count in counted.items() if count > 1} == set()


def is_record(node: ast.ClassDef) -> bool:
    return any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)


def undescribed(path: Path, node: ast.ClassDef) -> Iterator[str]:
    """Fields of a record with neither `#:` in the line above nor their name in backticks in
    the docstring.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    said = ast.get_docstring(node) or ""
    for field in node.body:
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            above = lines[field.lineno - 2].strip()
            if not above.startswith("#:") and f"`{field.target.id}`" not in said:
                yield f"{name_of(path)}:{field.lineno} {node.name}.{field.target.id}"


def within(allowed: dict[str, int], found: dict[str, list[str]]) -> str:
    """Where more is found than is allowed, all of it, a line each."""
    return "\n".join(
        "\n".join(places) for room, places in found.items() if len(places) > allowed.get(room, 0)
    )


def test_every_field_of_a_record_is_described() -> None:
    found = [one for path, node in classes() if is_record(node) for one in undescribed(path, node)]
    assert found == []


def expressions(statement: ast.stmt) -> Iterator[ast.AST]:
    """What stands in a statement itself, not in those below it."""
    todo: list[ast.AST] = [statement]
    while todo:
        for child in ast.iter_child_nodes(todo.pop()):
            if not isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield child
                todo.append(child)


def is_dense(statement: ast.stmt) -> bool:
    own = list(expressions(statement))
    operators = sum(len(node.values) - 1 for node in own if isinstance(node, ast.BoolOp))
    conditional = sum(isinstance(node, ast.IfExp) for node in own)
    return operators > 2 or conditional > 1


def test_a_statement_has_two_boolean_operators_and_one_conditional_expression_at_most() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in MODULES
        for node in ast.walk(whole(path))
        if isinstance(node, ast.stmt) and is_dense(node)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "dense"),
    [
        ("x = a and b or c", False),
        ("x = a and b or c or d", True),
        ("x = a if b else c", False),
        ("x = a if b else c if d else e", True),
        ("if a and b:\n    if c and d:\n        x = e and f", False),
    ],
)
def test_the_density_check_sees(code: str, dense: bool) -> None:
    assert is_dense(ast.parse(code).body[0]) is dense


def test_the_pages_tell_of_every_command() -> None:
    pages = ("README.md", "docs/operations.md")
    text = "".join((ROOT / page).read_text(encoding="utf-8") for page in pages)
    assert [name for name in COMMANDS if f"mailtracker {name}" not in text] == []


# -- who is who -----------------------------------------------------------------------

COMPARED_AS_PLACES = {
    "desk/alias.py": "an alias is an address, and no person",
    "desk/ask_who.py": "what somebody typed, against what is on file",
    "desk/confidential.py": "an alias is an address, and no person",
    "desk/bounces.py": "of which address a report speaks",
    "desk/forms.py": "which form a rule names, and whether its Reply-To is itself",
    "desk/on_message.py": "an alias is an address, and no person",
    "desk/on_undelivered.py": "which address a mail did not reach",
    "desk/lost/less.py": "which address a mail did not reach",
    "desk/lost/unreachable.py": "which address a mail did not reach",
    "desk/words/taking_part.py": "what somebody typed behind a word",
    "desk/transcript.py": "to which address a mail went",
    "desk/request.py": "which row stands for an address",
    "outgoing.py": "to which address a mail went",
    "commands.py": "what somebody typed, against what is on file",
}
"""Where addresses are compared as places that mail goes to, and why. Whether two are one person
says `policy/identity.py` alone.
"""

OF_AN_ADDRESS = re.compile(
    r"address_key\(|mailbox_key\(|without_tag\(|\.addresses\b|\.recipient\b|recipient_key"
    r"|\b(?:a|asks|author|address|party|recipient|requester|sender|to|who)\.(?:key|email)\b"
)
"""What stands in a comparison of addresses."""

DECIDING = [path for path in MODULES if name_of(path).startswith("desk/")]
DECIDING += [
    PACKAGE / f"{name}.py"
    for name in (
        "breaker",
        "bursts",
        "commands",
        "daily_mail",
        "enact",
        "notices",
        "outgoing",
        "transcript",
    )
]


def compared_addresses(tree: ast.AST) -> Iterator[str]:
    """Comparisons in which an address is asked to equal another, not whose it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            said = ast.unparse(node)
            asks_whose = "identity(" in said or "person_by_address(" in said or " is " in said
            if OF_AN_ADDRESS.search(said) and not asks_whose:
                yield said


@pytest.mark.parametrize("path", DECIDING, ids=name_of)
def test_people_are_compared_by_identity(path: Path) -> None:
    found = list(compared_addresses(parsed(path)))
    assert bool(found) == (name_of(path) in COMPARED_AS_PLACES), found


@pytest.mark.parametrize(
    ("line", "is_found"),
    [
        ("case.sender.key == request.requester.key", True),
        ("who.key in seen", True),
        ("request.requester.key in person.addresses", True),
        ("address_key(issued.recipient) != sender", True),
        ("identity(policy, sender) == case.who", False),
        ("person.key == request.owner", False),
    ],
)
def test_such_a_comparison_is_seen(line: str, is_found: bool) -> None:
    assert bool(list(compared_addresses(ast.parse(line)))) == is_found
