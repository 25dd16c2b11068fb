"""`schema`: the JSON Schema of the rules files for editors, or a reference page, out."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from mailtracker.cli.output import print_json


@click.command()
@click.option(
    "--rules",
    type=click.Path(exists=True, path_type=Path),
    metavar="DIR",
    help="Rules whose people, teams, promises and so on editors shall offer, and mark when "
    "misspelt.",
)
@click.option(
    "--reference",
    "of",
    flag_value="rules",
    help="Print the reference page of the rules language instead, in Markdown.",
)
@click.option(
    "--config-reference",
    "of",
    flag_value="config",
    help="Print the reference page of config.toml instead, in Markdown.",
)
@click.option(
    "--templates-reference",
    "of",
    flag_value="letters",
    help="Print what each template is given instead, in Markdown.",
)
@click.option(
    "--privacy-reference",
    "of",
    flag_value="store",
    help="Print what each column of the database holds about people instead, in Markdown.",
)
def schema(rules: Path | None, of: str | None) -> None:
    """Print the JSON Schema of the rules files.

    Editors that know YAML (VS Code with the YAML extension, IntelliJ, Neovim, Helix, Emacs)
    complete keys, show what each means and mark mistakes once a file begins with

    \b
        # yaml-language-server: $schema=rules.schema.json

    as the example files do. `init` writes that file beside them.

    \b
    Examples: mailtracker schema > rules/rules.schema.json
              mailtracker schema --rules rules/ > rules/rules.schema.json
              mailtracker schema --config-reference
              mailtracker schema --templates-reference
              mailtracker schema --privacy-reference
    """
    if of is None:
        _print_schema(rules)
    else:
        click.echo(import_module(f"mailtracker.{of}.reference").page(), nl=False)


def _print_schema(rules: Path | None) -> None:
    from mailtracker.rules.load import load
    from mailtracker.rules.reference import json_schema

    print_json(json_schema(load(rules).names() if rules else None))
