"""A program of the operator's that prints access tokens: its deadline, its limits, its secrets."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from mailtracker.oauth import NoAccess
from mailtracker.oauth.command import TokenCommand
from mailtracker.oauth.token import UNSAID


def python(folder: Path, code: str, timeout: float = 20.0) -> TokenCommand:
    return TokenCommand([sys.executable, "-c", code], folder, timeout)


@pytest.mark.parametrize(
    ("printed", "value", "life"),
    [
        ("eyJ0.eyJh.c2ln\n", "eyJ0.eyJh.c2ln", UNSAID),
        ("ya29.a0Af_b-~+/=", "ya29.a0Af_b-~+/=", UNSAID),
        ('{"access_token": "AT", "expires_in": 3599}', "AT", 3599.0),
        ('{"access_token": "AT", "expires_in": "3599", "token_type": "Bearer"}\n', "AT", 3599.0),
        ('{"access_token": "AT"}', "AT", UNSAID),
    ],
)
def test_what_it_prints_is_the_access_token(
    tmp_path: Path, printed: str, value: str, life: float
) -> None:
    token = python(tmp_path, f"print({printed!r})").fetch()
    assert (token.value, token.life) == (value, life)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "printed no access token"),
        ("print('two words')", "printed no access token"),
        ("print('two'); print('lines')", "printed no access token"),
        ("print('a\\x01b')", "printed no access token"),
        ("print('<html>Sign in, please</html>')", "printed no access token"),
        ("print('x' * 40_000)", "printed no access token"),
        ("print('x' * 100_000)", "printed more than 64 KB"),
        ("print('{\"access_token\": ')", "printed broken JSON"),
        ("print('{\"token\": 1}')", "not with an access token"),
        ('print(\'{"error": "s3cret is over"}\')', "not with an access token"),
        ("raise SystemExit(3)", "ended with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "was ended by signal 9"),
    ],
)
def test_what_is_no_access_token_is_told_without_what_was_printed(
    tmp_path: Path, code: str, said: str
) -> None:
    with pytest.raises(NoAccess) as caught:
        python(tmp_path, code).fetch()
    assert said in str(caught.value)
    assert "run it by hand" in str(caught.value)
    assert not any(word in str(caught.value) for word in ("html", "two", "xxx", "Sign", "s3c"))


def test_neither_stderr_nor_output_of_a_failure_is_told(tmp_path: Path, capfd) -> None:
    code = "import sys; print('s3cret'); print('s3cret', file=sys.stderr); sys.exit(1)"
    with pytest.raises(NoAccess) as caught:
        python(tmp_path, code).fetch()
    assert "s3cret" not in f"{caught.value!r} {caught.value.__context__!r} {capfd.readouterr()}"


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoAccess, match="/none cannot be run: No such file or directory") as caught:
        TokenCommand([f"{tmp_path}/none"], tmp_path, 5.0).fetch()
    assert caught.value.final


def lives(pid: str) -> bool:
    """A process that was killed takes a moment to be gone, and nobody may come for it."""
    try:
        return "zombie" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("code", ["time.sleep(60)", "sys.stdout.close(); time.sleep(60)"])
def test_one_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path, code: str) -> None:
    child = "import subprocess, sys, time; p = subprocess.Popen(['sleep', '61']); "
    child += f"open('pid', 'w').write(str(p.pid)); {code}"
    begin = time.monotonic()
    with pytest.raises(NoAccess, match=r"did not end within 2 s \(`timeout`\)"):
        python(tmp_path, child, 2.0).fetch()
    assert time.monotonic() - begin < 20
    pid = (tmp_path / "pid").read_text()
    while time.monotonic() - begin < 30 and lives(pid):
        os.sched_yield()
    assert not lives(pid)


def test_no_shell_reads_its_words(tmp_path: Path) -> None:
    words = [sys.executable, "-c", "import sys; print(sys.argv[1])", "$HOME;`id`"]
    assert TokenCommand(words, tmp_path, 20.0).fetch().value == "$HOME;`id`"


def test_it_runs_beside_the_config(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("AT")
    assert TokenCommand(["cat", "kept"], tmp_path, 20.0).fetch().value == "AT"
