"""`schema`: the JSON Schema of the rules files for editors, or their reference page, out."""

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
def schema(rules: Path | None, reference: bool) -> None:
    """Print the JSON Schema of the rules files.

    Editors that know YAML (VS Code with the YAML extension, IntelliJ, Neovim, Helix, Emacs)
    complete keys, show what each means and mark mistakes once a file begins with

    \b
        # yaml-language-server: $schema=rules.schema.json

    as the example files do. `init` writes that file beside them.

    \b
    Examples: mailtracker schema > rules/rules.schema.json
              mailtracker schema --rules rules/ > rules/rules.schema.json
    """
    from mailtracker.rules.load import load
    from mailtracker.rules.reference import json_schema, page

    if reference:
        click.echo(page(), nl=False)
    else:
        print_json(json_schema(load(rules).names() if rules else None))
