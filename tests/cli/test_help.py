"""`--help`, exit codes, wrong command lines; and that nothing is loaded before it must be."""

from __future__ import annotations

import subprocess
import sys

import pytest

from mailtracker.cli import COMMANDS, EXIT_CODES, exit_code
from mailtracker.errors import AlreadyRunning, BadFiles, MailtrackerError, NewDatabase, OldDatabase
from tests.cli.makers import Run

LAZY = """
import sys, time
began = time.perf_counter()
from mailtracker.cli import main
try:
    main(["--help"], prog_name="mailtracker")
except SystemExit as end:
    assert end.code == 0
took = time.perf_counter() - began
heavy = ["sqlalchemy", "pydantic", "jinja2", "rich", "alembic", "babel", "yaml"]
heavy += ["imapclient", "aiosmtplib", "asyncio", "structlog"]
print("loaded", [name for name in heavy if name in sys.modules], took, file=sys.stderr)
"""


def test_help_loads_nothing_heavy_and_answers_at_once() -> None:
    runs = [
        subprocess.run([sys.executable, "-c", LAZY], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    lines = [run.stderr.splitlines()[-1] for run in runs]
    assert all(line.startswith("loaded [] ") for line in lines)
    assert min(float(line.split()[-1]) for line in lines) < 0.2
    assert "mailtracker demo" in runs[0].stdout


def test_main_help_names_every_command_and_exit_code(mailtracker: Run) -> None:
    text = mailtracker("--help").stdout
    assert [name for name in COMMANDS if f"\n  {name} " not in text] == []
    assert [words for _, words in EXIT_CODES if words not in text] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_helps_a_stranger_with_an_example(mailtracker: Run, name: str) -> None:
    result = mailtracker(name, "--help")
    assert result.exit_code == 0
    assert f"mailtracker {name}" in result.stdout.partition("Usage:")[2].partition("\n")[2]
    assert "Example" in result.stdout


def test_the_module_runs_like_the_command() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "mailtracker", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.startswith("mailtracker 0.")


def test_a_wrong_command_line_exits_with_2(mailtracker: Run) -> None:
    wrong = (["nonsense"], ["show"], ["run", "--dry-run"], ["list", "--status", "x"])
    assert [mailtracker(*words).exit_code for words in wrong] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MailtrackerError("x"), 1),
        (BadFiles([]), 1),
        (AlreadyRunning("x"), 3),
        (OldDatabase("x"), 4),
        (NewDatabase("x"), 4),
    ],
)
def test_errors_have_their_exit_codes(error: MailtrackerError, code: int) -> None:
    assert exit_code(error) == code
