"""`mailtracker run` as a process: its log, and one daemon a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
import structlog

from mailtracker.store.database import Store, lock
from tests.cli.makers import Run, reach

if TYPE_CHECKING:
    from tests.servers.dovecot import Box
    from tests.servers.smtpd import SmtpSink


def test_the_log_can_be_json(site: Path, account: Box, smtp_sink: SmtpSink) -> None:
    reach(site, account, smtp_sink, account.password)
    config = site / "config.toml"
    config.write_text('log = "json"\n' + config.read_text())
    run = subprocess.run(
        [sys.executable, "-m", "mailtracker", "run", "--once", "--config", str(config)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    assert lines
    assert all({"event", "level", "timestamp"} <= set(line) for line in lines)
    assert run.stdout == ""


def test_a_second_daemon_exits_with_3(
    site: Path, store: Store, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, account.password)
    with lock(f"sqlite:///{site}/mailtracker.db"):
        run = subprocess.run(
            [sys.executable, "-m", "mailtracker", "run", "--config", str(site / "config.toml")],
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 3
    assert f"is in use by process {os.getpid()}" in run.stderr


def test_a_database_that_others_can_read_stops_the_start_with_what_to_type(
    mailtracker: Run, site: Path
) -> None:
    """No server is there: it is told before any is asked."""
    Store.open(f"sqlite:///{site}/mailtracker.db").close()
    (site / "mailtracker.db").chmod(0o666)
    result = mailtracker("run", "--once")
    assert result.exit_code == 1
    assert f"type: chmod 600 {site}/mailtracker.db\n" in result.stderr
    assert "imap" not in result.stderr
    (site / "mailtracker.db").chmod(0o600)
    assert "chmod" not in mailtracker("run", "--once").stderr


def stumble(password: str) -> None:
    raise ValueError(len(password))


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_in_the_log_shows_where_and_of_which_class_alone(
    capsys: pytest.CaptureFixture[str], form: Literal["text", "json"]
) -> None:
    from mailtracker.cli.log import set_up

    set_up(form)
    try:
        stumble("hunter" + "2")
    except ValueError:
        structlog.get_logger().exception("broken")
    finally:
        structlog.reset_defaults()
    written = capsys.readouterr().err
    assert "ValueError" in written
    assert "ValueError: 7" not in written  # what an error says may quote a mail
    assert "in stumble" in written
    assert "hunter2" not in written
