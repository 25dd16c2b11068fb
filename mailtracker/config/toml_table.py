"""What every table of config.toml has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class TomlTable(BaseModel):
    """A table of the file; what it does not know is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    #: Defaults in words, of keys whose default follows from elsewhere.
    otherwise: ClassVar[Mapping[str, str]] = {}
    #: Keys that the example file leaves out.
    rare: ClassVar[frozenset[str]] = frozenset()
