"""docs/config.md and config.example.toml: both say what the model of config.toml says."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from mailtracker.cli import main
from mailtracker.config.hooks import HookTable
from mailtracker.config.issuers import ISSUERS
from mailtracker.config.reference import page
from mailtracker.config.schema import (
    TABLES,
    Box,
    ConfigFile,
    ImapServer,
    SmtpServer,
    Storage,
)
from mailtracker.config.toml_table import TomlTable

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "config.example.toml"
FIELDS = [
    pytest.param(model, key, id=f"{model.__name__}.{key}")
    for _, _, model in TABLES
    for key in model.model_fields
]


def test_the_page_in_docs_is_that_of_the_model() -> None:
    assert (ROOT / "docs" / "config.md").read_text() == page(), (
        "run: mailtracker schema --config-reference > docs/config.md"
    )


def test_the_command_prints_the_page() -> None:
    result = CliRunner().invoke(main, ["schema", "--config-reference"], catch_exceptions=False)
    assert (result.exit_code, result.stdout) == (0, page())


def test_the_page_can_be_printed() -> None:
    assert [line for line in page().splitlines() if not line.isprintable()] == []


@pytest.mark.parametrize(("model", "key"), FIELDS)
def test_every_key_stands_on_the_page_with_all_that_is_known_of_it(
    model: type[TomlTable], key: str
) -> None:
    title = next(title for title, _, known in TABLES if known is model)
    part = page().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    (row,) = (line for line in part.splitlines() if line.startswith(f"| `{key}` |"))
    cells = [cell.strip() for cell in row.strip("|").split(" | ")]
    is_table = any(known is inner for inner in tables_in(model, key) for _, _, known in TABLES)
    assert len(cells) == 5
    assert ["" if cell else "empty" for cell in cells] == ["", "", "", "", "empty" * is_table]
    assert ("**required**" in row) == model.model_fields[key].is_required()


def tables_in(model: type[TomlTable], key: str) -> list[type[TomlTable]]:
    """The tables that a key takes, alone or in a list."""
    text = str(model.model_fields[key].annotation)
    return [known for _, _, known in TABLES if re.search(rf"\b{known.__name__}\b", text)]


@pytest.mark.parametrize(("model", "key"), FIELDS)
def test_every_example_is_one_that_the_loader_takes(model: type[TomlTable], key: str) -> None:
    field = model.model_fields[key]
    for example in field.examples or ():
        whole: Any = Annotated[field.annotation, *field.metadata, key]
        TypeAdapter(whole).validate_python(example, strict=True)
        assert example != field.default or key == "rules"  # that would show nothing


def test_what_a_table_says_beside_its_keys_is_of_its_keys() -> None:
    for _, _, model in TABLES:
        assert set(model.otherwise) | model.rare <= set(model.model_fields)


# -- config.example.toml


def switched_on() -> dict[str, Any]:
    """The example with every key that is commented out, in tables that are, too."""
    return tomllib.loads(re.sub(r"(?m)^# {1,3}(\[|[a-z_]+ = )", r"\1", EXAMPLE.read_text()))


def in_the_example() -> Iterator[tuple[type[TomlTable], str]]:
    whole = switched_on()
    yield from ((ConfigFile, key) for key in whole)
    yield from ((SmtpServer, key) for key in whole["smtp"])
    yield from ((Storage, key) for key in whole["store"])
    for table in whole["oauth"].values():
        yield from ((ISSUERS[table["issuer"]], key) for key in table)
    for hook in whole["hook"]:
        yield from ((HookTable, key) for key in hook)
    for box in whole["mailbox"]:
        yield from ((Box, key) for key in box)
        yield from ((ImapServer, key) for key in box["imap"])


def test_the_model_knows_every_key_of_the_example() -> None:
    found = list(in_the_example())
    assert [(model, key) for model, key in found if key not in model.model_fields] == []
    assert len(set(found)) > 35


@pytest.mark.parametrize(("model", "key"), FIELDS)
def test_every_key_is_in_the_example_or_said_to_be_rare(model: type[TomlTable], key: str) -> None:
    assert ((model, key) in set(in_the_example())) != (key in model.rare)
