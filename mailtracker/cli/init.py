"""`init`: a folder in, a config, rules and templates to start from out. Never overwrites."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from mailtracker.errors import MailtrackerError
from mailtracker.shipped import shipped


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path())
def init(folder: Path) -> None:
    """Write config.toml, rules/ and templates/ into DIR (default:
    here), with comments, to start from.

    Nothing that exists is overwritten.

    \b
    Example: mailtracker init /etc/mailtracker
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        wrote = [
            _copy_file(shipped("config.example.toml"), folder / "config.toml"),
            _copy_folder(shipped("rules"), folder / "rules"),
            _copy_folder(shipped("templates"), folder / "templates"),
        ]
    except OSError as error:
        raise MailtrackerError(f"cannot write {error.filename}: {error.strerror}") from error
    click.echo(_next_steps(folder) if any(wrote) else "Nothing to do: all of it is there already.")


def _copy_file(source: Path, target: Path) -> bool:
    if target.exists():
        click.echo(f"kept   {target} (it exists)")
        return False
    shutil.copyfile(source, target)
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


def _next_steps(folder: Path) -> str:
    config = folder / "config.toml"
    named = "" if folder == Path() else f" --config {config}"
    return f"""
Next:
  1. Edit {config}: your domain, your aliases, the mail servers, where the passwords are.
  2. Edit {folder / "rules"}/: your people, who handles what, and what you promise.
  3. mailtracker check{named}
  4. mailtracker run{named} --once --dry-run
     shows what it would do and changes nothing
  5. mailtracker run{named}"""
