"""The README's two commands: they are there, each does its own set-up,
and the second call is quick.
"""

import os
import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(*words):
    return subprocess.run(["make", "-n", *words], cwd=ROOT, capture_output=True, text=True)


def test_the_readme_opens_with_two_commands_and_both_are_targets():
    section = (
        (ROOT / "README.md")
        .read_text(encoding="utf-8")
        .partition("## Two commands")[2]
        .partition("\n## ")[0]
    )
    commands = re.findall(r"^\$ make (\w+)", section, re.MULTILINE)
    assert commands == ["demo", "test"]
    for name in commands:
        assert make(name).returncode == 0


@pytest.mark.parametrize(
    ("target", "set_up", "does"),
    [("demo", "tools/set-up demo", "mailtracker demo"), ("test", "tools/set-up dev", "pytest")],
)
def test_each_command_does_its_own_set_up_first(target, set_up, does):
    steps = make(target).stdout
    assert -1 < steps.find(set_up) < steps.find(does)


def test_arguments_reach_the_demo():
    assert "mailtracker demo --keep" in make("demo", "ARGS=--keep").stdout


def test_no_test_is_skipped_by_make_test():
    assert "MAILTRACKER_REQUIRE_ALL=1" in make("test").stdout


def test_the_readme_shows_the_way_without_make():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for line in ("pipx install '.[demo]'", "python3 -m venv .venv", "mailtracker demo"):
        assert line in readme


@pytest.fixture
def checkout(tmp_path):
    """The set-up script on a machine with nothing but a shell, beside an environment
    whose Python answers only -c.
    """
    (tmp_path / "tools").mkdir()
    (tmp_path / "bin").mkdir()
    (tmp_path / ".venv/bin").mkdir(parents=True)
    shutil.copy(ROOT / "tools/set-up", tmp_path / "tools/set-up")
    shutil.copy(ROOT / "pyproject.toml", tmp_path / "pyproject.toml")
    for name in ("sh", "dirname", "cmp"):
        os.symlink(str(shutil.which(name)), tmp_path / "bin" / name)
    python = tmp_path / ".venv/bin/python"
    python.write_text('#!/bin/sh\n[ "$1" = -c ]\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    return tmp_path


def set_up(checkout, what):
    return subprocess.run(
        [checkout / "tools/set-up", what],
        capture_output=True,
        text=True,
        env={"PATH": str(checkout / "bin")},
        timeout=20,
    )


@pytest.mark.parametrize(("stamp", "what"), [("dev", "dev"), ("demo", "demo"), ("dev", "demo")])
def test_the_second_call_only_compares_a_stamp(checkout, stamp, what):
    shutil.copy(checkout / "pyproject.toml", checkout / f".venv/stamp-{stamp}")
    done = set_up(checkout, what)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("stamp", ["older", "demo"])
def test_a_changed_project_or_a_larger_need_is_set_up_again(checkout, stamp):
    (checkout / ".venv/stamp-dev").write_text("[project]\n") if stamp == "older" else shutil.copy(
        checkout / "pyproject.toml", checkout / ".venv/stamp-demo"
    )
    done = set_up(checkout, "dev")
    assert done.returncode != 0
    assert "making .venv, once" in done.stderr
    assert "needs Python 3.11 or newer" in done.stderr


def test_every_change_is_linted_and_tested():
    steps = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert steps.index("make lint") < steps.index("make test")
    assert "ruff" in make("lint").stdout
    assert "mypy" in make("lint").stdout
    assert "lint-imports" in make("lint").stdout
