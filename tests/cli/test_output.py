"""What is printed: plain words, tables of any width, places of problems."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.cli.output import plain
from mailtracker.cli.table import fit
from mailtracker.errors import Problem
from mailtracker.problems import located

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
