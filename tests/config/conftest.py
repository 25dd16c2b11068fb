"""What the tests of the config share."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.config import Config, load
from tests.config.reading import ENVIRON, Reading


@pytest.fixture
def read(tmp_path: Path) -> Reading:
    """Load a text as config.toml, with an empty rules folder beside it."""
    (tmp_path / "rules").mkdir()

    def reading(text: str, environ: dict[str, str] | None = None) -> Config:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8")
        return load(path, ENVIRON if environ is None else environ)

    return reading
