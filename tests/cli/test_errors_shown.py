"""What any command says of a config, a database or a reference that is not as it must be."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from mailtracker.store.database import Store
from tests.cli.makers import Run


def test_an_error_is_one_line_without_traceback(mailtracker: Run, store: Store) -> None:
    result = mailtracker("show", "IT-9")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "mailtracker: there is no request IT-9\n"


def test_a_missing_config_names_init(
    mailtracker: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    result = mailtracker("list", config=False)
    assert result.exit_code == 1
    assert "config.toml: there is no such file; `mailtracker init` writes one" in result.stderr


def test_problems_of_files_begin_with_file_line_and_column(mailtracker: Run, site: Path) -> None:
    (site / "config.toml").write_text("nonsense = 1\n")
    result = mailtracker("status")
    assert result.exit_code == 1
    assert all(line.startswith(f"{site}/config.toml:1:1: ") for line in result.stderr.splitlines())
    assert len(result.stderr.splitlines()) > 3


def test_a_database_that_is_not_there_yet_names_run(mailtracker: Run, site: Path) -> None:
    result = mailtracker("list")
    assert result.exit_code == 1
    assert "`mailtracker run` creates it" in result.stderr
    assert not (site / "mailtracker.db").exists()


@pytest.mark.parametrize("command", ["check", "doctor", "status", "list"])
def test_a_database_that_we_may_not_look_at_is_told(
    mailtracker: Run, site: Path, command: str
) -> None:
    """A folder of somebody else; a name that is too long for the disk says no to root as well."""
    config = site / "config.toml"
    config.write_text(f'{config.read_text()}\n[store]\nurl = "sqlite:///{"x" * 300}"\n')
    result = mailtracker(command, *(["--wait", "1"] if command == "doctor" else []))
    assert result.exit_code == 1
    if command != "check":
        assert "cannot look at the database" in " ".join(result.output.split())


def test_files_that_we_may_not_look_at_are_told_with_their_line(
    mailtracker: Run, site: Path
) -> None:
    config, name = site / "config.toml", "x" * 300
    text = config.read_text().replace("[smtp]", f'[smtp]\nca_file = "{name}"')
    config.write_text(f'templates = "{name}"\n{text}')
    told = mailtracker("check", "--offline").stdout
    assert ": templates: there is no folder" in told
    assert ": smtp.ca_file: there is no file" in told


def test_doctor_says_below_a_server_that_is_away_what_to_do(mailtracker: Run) -> None:
    told = json.loads(mailtracker("doctor", "--no-mail", "--json").stdout)
    faults = [one for one in told["findings"] if one["level"] == "fault"]
    assert [one["said"].partition(": ")[2] for one in faults] == ["Connection refused"] * 2
    assert all("see that it runs" in one["todo"] for one in faults)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_whoever_may_not_is_told_in_one_line(mailtracker: Run, store: Store, site: Path) -> None:
    store.close()
    locked = site / "locked"
    locked.mkdir(mode=0o000)
    result = mailtracker("backup", str(locked / "x"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "Permission denied" in result.stderr


def test_an_old_database_exits_with_4_and_the_command_to_type(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    result = mailtracker("list")
    assert result.exit_code == 4
    assert "mailtracker migrate" in result.stderr
