"""`schema`: the JSON Schema of the rules files for editors, or a reference page, out."""

from __future__ import annotations

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
    is_flag=True,
    help="Print the reference page of the rules language instead, in Markdown.",
)
@click.option(
    "--config-reference",
    is_flag=True,
    help="Print the reference page of config.toml instead, in Markdown.",
)
def schema(rules: Path | None, reference: bool, config_reference: bool) -> None:
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
    """
    if config_reference:
        _print_config_page()
    elif reference:
        _print_rules_page()
    else:
        _print_schema(rules)


def _print_config_page() -> None:
    from mailtracker.config.reference import page

    click.echo(page(), nl=False)


def _print_rules_page() -> None:
    from mailtracker.rules.reference import page

    click.echo(page(), nl=False)


def _print_schema(rules: Path | None) -> None:
    from mailtracker.rules.load import load
    from mailtracker.rules.reference import json_schema

    print_json(json_schema(load(rules).names() if rules else None))
