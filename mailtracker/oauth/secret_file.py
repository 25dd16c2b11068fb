"""A file of the operator's in, with a key or a refresh token in it; its text out, or why not."""

from __future__ import annotations

import os
from pathlib import Path

from mailtracker.enclosed import NoFile, open_file
from mailtracker.oauth.token import NoAccess

MAX_FILE = 100_000
"""Bytes; of a longer one no more is read."""


def read_secret(path: Path, hint: str = "") -> str:
    """What is not ASCII is replaced. Raises NoAccess, with the hint where there is no such file."""
    try:
        with os.fdopen(open_file(path), "rb") as file:
            return file.read(MAX_FILE).decode("ascii", "replace")
    except NoFile as error:
        said = f"{path} {error}"
    except FileNotFoundError:
        said = f"there is no file {path}" + (f": {hint}" if hint else "")
    except OSError as error:
        said = f"cannot read {path}: {error.strerror}"
    raise NoAccess(said, final=True)
