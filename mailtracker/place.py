"""Where the database is: what `[store]` may say, and which file or server that is."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from pathlib import Path, PurePosixPath

from mailtracker.password_file import CREDENTIALS
from mailtracker.postgres_url import is_postgres, parsed, wrong_with

DEFAULT = "sqlite:///mailtracker.db"
_FILE = re.compile(r"sqlite:///[^?:]+")


def checked(url: str) -> str:
    """Raises ValueError."""
    if is_postgres(url):
        there = parsed(url)
        if there.password_file:
            raise ValueError("password_file stands under [store], beside the url")
        for wrong in wrong_with(there):
            raise ValueError(wrong)
    elif not _FILE.fullmatch(url):
        raise ValueError(
            'must name a file, such as "sqlite:///mailtracker.db", or a PostgreSQL database, '
            '"postgresql+psycopg://user@host/database"'
        )
    return url


def whole(url: str, folder: Path, password_file: str = "") -> str:
    """Of files beside the config file too, which stands in `folder`."""
    if not is_postgres(url):
        return f"sqlite:///{folder / url.removeprefix('sqlite:///')}"
    there, file = parsed(url).beside(PurePosixPath(folder)), password_file
    if file and not file.startswith(CREDENTIALS):
        file = str(folder / Path(file).expanduser())
    return str(replace(there, password_file=file))


def at_a_glance(path: Path) -> str | None:
    """By the one key of a config file, without what else stands there: who only looks need not wait
    for it, nor be kept from looking by a mistake in it. None where that cannot be told: then
    `config.load` says why.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        table = raw.get("store", {})
        url, file = checked(table.get("url", DEFAULT)), table.get("password_file", "")
        return whole(url, path.resolve().parent, file)
    except (OSError, ValueError, RecursionError, AttributeError):
        return None
