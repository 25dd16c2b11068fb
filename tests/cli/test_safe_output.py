"""Whatever a command prints, words of a mail steer no terminal: no control, no bidi mark.
To programs that read JSON they are the same as ever.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailtracker.cli.output import SafeStream, escaped, to_json
from mailtracker.desk.effects import Hold
from mailtracker.store import health, keep, ledger, sending
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from tests.cli.makers import NOW, Run, healthy, opened, reach, wrote

if TYPE_CHECKING:
    from tests.servers.dovecot import Box
    from tests.servers.smtpd import SmtpSink

ODD = "\x07\x1b[2J\x7f\x85\x9b31m\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028\ufeff"
"""A bell, an erased screen, C1's own form of that, each bidi mark, a line separator."""

WORDS = f"VPN {ODD} drops"


def unprintable(text: str) -> set[str]:
    return {one for one in text if not one.isprintable()} - {"\n"}


@pytest.fixture
def hostile(site: Path, store: Store) -> str:
    """A request, mails out and a mail in quarantine, all full of what steers; the reference."""
    raw = b"From: kim@corp.example\r\nSubject: VPN \xc2\x9b31m\r\n\r\nVPN \xe2\x80\xae\x1b[2J\r\n"
    (site / "mail.eml").write_bytes(raw)
    with store.write() as conn:
        healthy(conn)
        health.beat(conn, "smtp", False, WORDS, NOW)
        name = keep.keep(conn, raw, NOW)
        line = ledger.enter(conn, Arrival("IT help", 1, 99, NOW, name, len(raw)), None, "", NOW)
        assert line is not None
        ledger.quarantine(conn, line, WORDS, WORDS)
        mail = wrote(conn, "kim@corp.example")
        sending.settle(conn, mail, sending.Attempt("failed", 550, WORDS), NOW)
        return opened(conn, WORDS, Hold(), tags=(WORDS,), matched=WORDS)


COMMANDS = (
    "list --all",
    "show {reference}",
    "explain {reference}",
    "explain {site}/mail.eml",
    "quarantine list",
    "quarantine show 1",
    "status",
    "replay --since 1d",
    "who vpn \x9b31m \u202e",
)


@pytest.mark.parametrize("words", [*COMMANDS, *(f"{one} --json" for one in COMMANDS)])
def test_no_command_prints_what_steers_a_terminal(
    mailtracker: Run, site: Path, hostile: str, words: str
) -> None:
    result = mailtracker(*words.format(reference=hostile, site=site).split())
    assert result.exit_code in (0, 1, 5)
    assert result.stdout
    assert unprintable(result.stdout + result.stderr) == set()


def test_programs_get_the_words_as_they_are(mailtracker: Run, hostile: str) -> None:
    (told,) = json.loads(mailtracker("list", "--json").stdout)
    kept = json.loads(mailtracker("quarantine", "list", "--json").stdout)[0]
    assert (kept["reason"], told["tags"]) == (WORDS, [WORDS])


def test_a_dry_run_prints_nothing_that_steers_and_logs_nothing(
    site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, account.password)
    config = site / "config.toml"
    config.write_text(config.read_text().replace("prefix", 'start_from = "all"\nprefix', 1))
    mail = EmailMessage()
    mail["From"], mail["To"] = "Kim <kim@corp.example>", "it-help@corp.example"
    mail["Subject"] = "VPN \x9b31m \u202e drops"
    mail["Message-ID"] = "<odd@corp.example>"
    mail.set_content("It drops.")
    account.deliver(mail.as_bytes())
    run = subprocess.run(
        [sys.executable, "-m", "mailtracker", "run", "--once", "--dry-run", "-c", str(config)],
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )
    assert (run.returncode, "drops" in run.stdout) == (0, True)
    assert unprintable(run.stdout + run.stderr) == set()


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_log_bears_nothing_that_steers(form: str) -> None:
    code = (
        "import sys, structlog; from mailtracker.cli.log import set_up\n"
        "from mailtracker.cli.output import safe_streams\n"
        "with safe_streams():\n"
        f"    set_up({form!r})\n"
        f"    structlog.get_logger('mailtracker').info({WORDS!r}, text={WORDS!r})\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONUTF8": "1"}
    )
    text = run.stderr.decode()
    assert "drops" in text
    assert unprintable(text) == set()
    if form == "json":
        assert json.loads(text)["event"] == WORDS


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[32m✓\x1b[0m well\n\tdone\n", "\x1b[32m✓\x1b[0m well\n\tdone\n"),
        ("\x1b[1;36mIT-1001\x1b[0m", "\x1b[1;36mIT-1001\x1b[0m"),
        ("\x1b[8mhidden", " [8mhidden"),
        ("\x1b[2Jgone", " [2Jgone"),
        ("\x1b]0;title\x07", " ]0;title "),
        ("\x9b2J\u202eabc", " 2J abc"),
        ("a\rb\x08c\udc9b", "a b c "),
    ],
)
def test_a_terminal_gets_colours_and_nothing_else_that_steers(written: str, shown: str) -> None:
    terminal = Terminal()
    SafeStream(terminal).write(written)
    assert terminal.getvalue() == shown


def test_a_pipe_gets_no_colours_either() -> None:
    pipe = io.StringIO()
    SafeStream(pipe).write("\x1b[32mwell\x1b[0m")
    assert pipe.getvalue() == " [32mwell [0m"


@pytest.mark.parametrize("words", [WORDS, "💣 \U000e0001", "a\nb\tc", "\ud83d", '"\\\\"'])
def test_json_is_the_same_to_programs_and_harmless_to_terminals(words: str) -> None:
    for indent in (None, 2):
        text = to_json({words: [words]}, indent)
        assert unprintable(text) == set()
        assert json.loads(text) == {words: [words]}
    assert escaped("{\n}") == "{\n}"
