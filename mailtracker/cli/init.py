"""`init`: a folder and a provider in; a config, rules and templates to start from out. Never
overwrites.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from mailtracker.config.filled_in import filled_in
from mailtracker.config.providers import OTHER, TABLE, Provider
from mailtracker.errors import MailtrackerError
from mailtracker.shipped import shipped


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--provider",
    "name",
    type=click.Choice(list(TABLE)),
    default=OTHER.name,
    help="Whose servers keep the mailbox and take our mail: their names, sign-in, folders and "
    "limits are filled in.",
)
def init(folder: Path, name: str) -> None:
    """Write config.toml, rules/ and templates/ into DIR (default:
    here), with comments, to start from.

    Nothing that exists is overwritten.

    \b
    Example: mailtracker init --provider microsoft /etc/mailtracker
    """
    provider = TABLE[name]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        wrote = [
            _write_config(provider, folder / "config.toml"),
            _copy_folder(shipped("rules"), folder / "rules"),
            _copy_folder(shipped("templates"), folder / "templates"),
        ]
    except OSError as error:
        raise MailtrackerError(f"cannot write {error.filename}: {error.strerror}") from error
    said = (
        _next_steps(folder, provider)
        if any(wrote)
        else "Nothing to do: all of it is there already."
    )
    click.echo(said)


def _write_config(provider: Provider, target: Path) -> bool:
    if target.exists():
        click.echo(f"kept   {target} (it exists)")
        return False
    example = shipped("config.example.toml").read_text(encoding="utf-8")
    target.write_text(filled_in(example, provider), encoding="utf-8")
    click.echo(f"wrote  {target}")
    return True


def _copy_folder(source: Path, target: Path) -> bool:
    """Contents only, not modes: an installed package may be read-only, the
    copy is there to be edited.
    """
    if target.exists():
        click.echo(f"kept   {target} (it exists)")
        return False
    files = sorted(
        path for path in source.rglob("*") if path.is_file() and path.name[0] not in "._"
    )
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    click.echo(f"wrote  {target} ({len(files)} files)")
    return True


def _next_steps(folder: Path, provider: Provider) -> str:
    config = folder / "config.toml"
    named = "" if folder == Path() else f" --config {config}"
    first = f"Edit {config}: your domain, your aliases, the mail servers, where the passwords are."
    if provider is not OTHER:
        first = f"Do what {provider.page} says, and edit {config}: what is example in it."
    if provider.extra:
        first += f"\n     It needs: pip install 'mailtracker[{provider.extra}]'"
    return f"""
Next:
  1. {first}
  2. Edit {folder / "rules"}/: your people, who handles what, and what you promise.
  3. mailtracker check{named}
  4. mailtracker doctor{named}
     tries both servers by mails to itself, and removes them
  5. mailtracker run{named} --once --dry-run --since 30d
     shows what it would have done with the last month's mail, and changes nothing
  6. mailtracker run{named}"""
