"""Where the database is: what `[store] url` may say, and which file that is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

DEFAULT = "sqlite:///mailtracker.db"
_FILE = re.compile(r"sqlite:///[^?:]+")


def checked(url: str) -> str:
    """Raises ValueError."""
    if url.startswith("postgresql"):
        raise ValueError("PostgreSQL is not built yet; use sqlite:///mailtracker.db")
    if not _FILE.fullmatch(url):
        raise ValueError('must name a file, such as "sqlite:///mailtracker.db"')
    return url


def whole(url: str, folder: Path) -> str:
    """Of a file beside the config file too, which stands in `folder`."""
    return f"sqlite:///{folder / url.removeprefix('sqlite:///')}"


def at_a_glance(path: Path) -> str | None:
    """By the one key of a config file, without what else stands there: who only looks need not wait
    for it, nor be kept from looking by a mistake in it. None where that cannot be told: then
    `config.load` says why.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        url = checked(raw.get("store", {}).get("url", DEFAULT))
    except (OSError, ValueError, RecursionError, AttributeError):
        return None
    return whole(url, path.resolve().parent)
