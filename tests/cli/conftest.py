"""A site with nothing behind it, its store, and a way to run commands on it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mailtracker.cli import main
from mailtracker.letters.letters import Letters
from mailtracker.store.database import Store
from tests.cli.makers import CONFIG, RULES, Run, free_port
from tests.shipped_letters import shipped_letters


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a config whose servers are not there, and rules."""
    (tmp_path / "config.toml").write_text(CONFIG.format(imap=free_port(), smtp=free_port()))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "all.yaml").write_text(RULES)
    (tmp_path / "pw").touch(0o600)
    (tmp_path / "pw").write_text("demo\n")
    return tmp_path


SHIPPED = shipped_letters()


@pytest.fixture(autouse=True)
def shipped_letters_are_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of a `check` goes into our own letters, which tests/letters holds."""
    known = functools.partialmethod(Letters.check, known=SHIPPED)
    monkeypatch.setattr(Letters, "check", known)


@pytest.fixture
def mailtracker(site: Path) -> Run:
    """Run a command on the site."""

    def run(*words: str, config: bool = True) -> Result:
        named = {"MAILTRACKER_CONFIG": str(site / "config.toml")} if config else {}
        result = CliRunner().invoke(
            main, words, prog_name="mailtracker", env={"TZ": "UTC", **named}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def store(site: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{site}/mailtracker.db")
    yield store
    store.close()
