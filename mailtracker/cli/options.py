"""What several commands have in common: `--config`, `--json`, and the
store that the config names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mailtracker import place
from mailtracker.errors import MailtrackerError

if TYPE_CHECKING:
    from mailtracker.config import Config
    from mailtracker.store.database import Store

Command = Callable[..., Any]


def config_option(command: Command) -> Command:
    return click.option(
        "-c",
        "--config",
        "path",
        type=click.Path(path_type=Path),
        default=Path("config.toml"),
        envvar="MAILTRACKER_CONFIG",
        metavar="PATH",
        help="The config file. Default: config.toml here, or what the variable MAILTRACKER_CONFIG "
        "names.",
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for other programs.")(
        command
    )


def read_config(path: Path) -> Config:
    """Raises BadFiles with all problems of the file."""
    from mailtracker.config import load

    return load(path)


@contextmanager
def open_store(path: Path, to_write: bool = False) -> Iterator[Store]:
    """The existing database that a config file names; to look at, unless who looks is written down.
    Raises BadFiles, OldDatabase, MailtrackerError.
    """
    from mailtracker.store.database import Store

    url = place.at_a_glance(path) or read_config(path).store.url
    store = Store.open(url, create=False) if to_write else Store.open_to_read(url)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def store_if_any(config: Config | None) -> Iterator[Store | None]:
    """None where the config names no database that is there and of this version: other commands
    say so.
    """
    from mailtracker.store.database import Store

    try:
        store = Store.open_to_read(config.store.url) if config else None
    except MailtrackerError:
        store = None
    try:
        yield store
    finally:
        if store:
            store.close()
