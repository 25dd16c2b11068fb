"""`copy` says of each table that it is there and equal, or in one line why nothing was copied."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from mailtracker.store.database import Store, lock
from tests.cli.makers import Run, opened


def test_copy_tells_of_each_table_and_what_to_do_next(
    mailtracker: Run, store: Store, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops")
    monkeypatch.chdir(site)
    words = ("copy", "--from", "sqlite:///mailtracker.db", "--to", "sqlite:///new.db")
    done = mailtracker(*words)
    assert done.exit_code == 0, done.stderr
    rows = re.findall(r"^(\w+) +([\d,]+)  equal  [0-9a-f]{12}$", done.stdout, re.MULTILINE)
    assert ("requests", "1") in rows
    assert f"of {len(rows)} tables, all equal." in done.stdout
    assert '[store] url = "sqlite:///new.db"' in done.stdout
    again = mailtracker(*words)
    assert (again.exit_code, "is not empty (table " in again.stderr) == (1, True)
    (site / "new.db").unlink()
    told = json.loads(mailtracker(*words, "--json").stdout)
    assert {one["table"]: one["rows"] for one in told["tables"]}["requests"] == 1
    with lock(f"sqlite:///{site}/new.db"):
        assert mailtracker(*words).exit_code == 3


def test_copy_to_a_server_says_all_that_the_config_needs(
    mailtracker: Run, store: Store, site: Path, pg_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(site)
    (site / "word").write_text("geheim\n")
    (site / "word").chmod(0o600)
    words = ("copy", "--from", "sqlite:///mailtracker.db", "--to", pg_url)
    done = mailtracker(*words, "--password-file", "word")
    assert done.exit_code == 0, done.stderr
    assert f'[store] url = "{pg_url}"' in done.stdout
    assert 'password_file = "word"' in done.stdout


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("sqlite:///none.db", "sqlite:///new.db", "no database at"),
        ("sqlite:///new.db", "mysql://x/y", "--to: must name a file"),
        ("sqlite://", "sqlite:///new.db", "--from: must name a file"),
        ("sqlite:///new.db", "postgresql+psycopg://me:pw@localhost/mail", "--to: a password"),
        (
            "sqlite:///new.db",
            "postgresql+psycopg://me@db.example/mail",
            "--to: db.example is anoth",
        ),
    ],
)
def test_copy_says_what_is_wrong_with_a_url_and_leaves_no_file(
    mailtracker: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    source: str,
    target: str,
    said: str,
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    done = mailtracker("copy", "--from", source, "--to", target)
    assert (done.exit_code, said in done.stderr) == (1, True), done.stderr
    assert list((tmp_path / "here").iterdir()) == []
