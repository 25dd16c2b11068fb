"""What is printed: plain words, tables of any width, places of problems."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import click
import pytest

from mailtracker.cli.output import plain
from mailtracker.cli.table import fit
from mailtracker.errors import Problem
from mailtracker.problems import located
from mailtracker.store.database import Store
from tests.cli.makers import Run

TABLE = [
    ["REFERENCE", "STATUS", "FROM", "SUBJECT"],
    ["IT-1001", "open", "kim@corp.example", "a subject of some words that goes on for a while"],
    ["IT-1002", "answered", "lee@corp.example", "你好"],
]


def test_plain_keeps_what_people_write() -> None:
    assert plain("  Grüße, 你好 – ok\t! ") == "Grüße, 你好 – ok !"


def test_a_pipe_gets_one_line_a_row_however_long() -> None:
    assert [len(lines) for lines in fit(TABLE, None)] == [1, 1, 1]


@pytest.mark.parametrize("width", [30, 45, 60, 80, 120])
def test_a_terminal_of_any_width_gets_every_word_whole(width: int) -> None:
    shown = fit(TABLE, width)
    for row, lines in zip(TABLE, shown, strict=True):
        assert all(len(line) <= width for line in lines)
        assert " ".join(" ".join(row).split()) == " ".join(" ".join(lines).split())
        assert lines[0].startswith(row[0])


def test_the_last_column_folds_below_itself_where_there_is_room() -> None:
    _, (first, second), _ = fit(TABLE, 70)
    start = first.index("a subject")
    assert second[:start].isspace()
    assert not second[start].isspace()


def test_a_problem_is_named_from_the_folder_where_the_admin_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert located(Problem(str(tmp_path / "rules/a.yaml"), 3, 5, "no")) == "rules/a.yaml:3:5: no"
    assert located(Problem("/elsewhere/a.yaml", 3, 5, "no")) == "/elsewhere/a.yaml:3:5: no"


def on_a_terminal(site: Path, columns: int, *words: str) -> str:
    """What a command prints there, without its colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    env = {**os.environ, "MAILTRACKER_CONFIG": str(site / "config.toml"), "TZ": "UTC"}
    env = {name: value for name, value in env.items() if name not in ("COLUMNS", "LINES")}
    command = [sys.executable, "-m", "mailtracker", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, env=env) as running:
        os.close(theirs)
        said = b"".join(iter(lambda: read_until_end(ours), b""))
        running.wait(30)
    os.close(ours)
    return click.unstyle(said.decode().replace("\r\n", "\n"))


def read_until_end(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # nobody holds the other end
        return b""


@pytest.mark.parametrize("words", [["status"], ["who", "vpn"]])
def test_on_a_narrow_terminal_lines_end_between_words(
    site: Path, store: Store, mailtracker: Run, words: list[str]
) -> None:
    piped = mailtracker(*words).stdout
    assert max(map(len, piped.splitlines())) > 60  # one line a thing, for grep
    told = on_a_terminal(site, 60, *words)
    long = [line for line in told.splitlines() if len(line) > 60]
    assert all(len(line.split()) == 1 for line in long)  # a path: it is kept whole
    assert told.split() == piped.split()
