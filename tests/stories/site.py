"""A site as an admin has it: config.toml, rules/, and the `mailtracker`
command as a process of its own.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import chdir
from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from mailtracker.cli import main
from tests.servers.dovecot import Box
from tests.servers.smtpd import SmtpSink
from tests.stories.company import ALIAS, RULES, Using

PATIENCE = 30.0

Said = subprocess.CompletedProcess[str]
"""What became of a command: exit code, stdout and stderr."""


def ask(*words: str, env: Mapping[str, str] | None = None) -> Said:
    """A command of the folder that we stand in, in this process: starting one costs most of it."""
    done = CliRunner(env=env).invoke(main, words, prog_name="mailtracker")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Said(words, done.exit_code, done.stdout, done.stderr)


PLAIN = {"NO_COLOR": "1", "COLUMNS": "200"}


def _store() -> str:
    return f'[store]\nurl = "{Using.database}"' if Using.database else ""


def mailbox_entry(name: str, address: str, prefix: str, box: Box, secret: str = "secret") -> str:
    """One more mailbox for config.toml."""
    return f"""
[[mailbox]]
name = "{name}"
address = "{address}"
prefix = "{prefix}"
start_from = "all"
[mailbox.imap]
host = "{box.host}"
port = {box.port}
tls = "none"
user = "{box.user}"
password_file = "{secret}"
"""


class Site:
    """`run(...)` runs a command to its end, as a process of its own; `ask(...)` in this one, where
    that proves as much. `start()` starts a daemon, `stop` ends the last one, `kill` all.
    """

    def __init__(self, post: SmtpSink, box: Box, folder: Path) -> None:
        self.post, self.box, self.folder = post, box, folder
        self.log_file = folder / "daemon.log"
        self.alias, self.smtp_port = ALIAS, post.smtp_port
        (folder / "rules").mkdir()
        (folder / "rules" / "all.yaml").write_text(RULES, encoding="utf-8")
        (folder / "secret").write_text(self.box.password)
        (folder / "secret").chmod(0o600)
        self.write_config()
        self.daemon: subprocess.Popen[str] | None = None
        self.daemons: list[subprocess.Popen[str]] = []

    def write_config(
        self, start_from: str = "all", extra: str = "", password_file: str = "secret", top: str = ""
    ) -> None:
        (self.folder / "config.toml").write_text(
            f"""
own_domains = ["corp.example"]
admins = ["priya@corp.example"]
{top}
[smtp]
host = "127.0.0.1"
port = {self.smtp_port}
tls = "none"
envelope = "{Using.envelopes.envelope}"
receipts = "{Using.envelopes.receipts}"
[[mailbox]]
name = "IT help"
address = "{self.alias}"
prefix = "IT"
start_from = "{start_from}"
[mailbox.imap]
host = "{self.box.host}"
port = {self.box.port}
tls = "none"
user = "{self.box.user}"
password_file = "{password_file}"
{extra}
{_store()}
""",
            encoding="utf-8",
        )

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "mailtracker", *words]

    def ask(self, *words: str) -> Said:
        with chdir(self.folder):
            return ask(*words, env=PLAIN)

    def run(self, *words: str, patience: float = 120) -> Said:
        return subprocess.run(
            self.command(*words),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=patience,
            env=self._env(),
        )

    def start(self, **env: str) -> subprocess.Popen[str]:
        with self.log_file.open("a") as log:
            self.daemon = daemon = subprocess.Popen(
                self.command("run"),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                env={**self._env(), **env},
                text=True,
            )
        self.daemons.append(daemon)
        return daemon

    def _env(self) -> dict[str, str]:
        return {
            **os.environ,
            **PLAIN,
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }

    def log(self) -> str:
        return self.log_file.read_text() if self.log_file.exists() else ""

    @property
    def database_url(self) -> str:
        return Using.database or f"sqlite:///{self.folder / 'mailtracker.db'}"

    def rows(self, statement: str, **values: object) -> list[tuple[Any, ...]]:
        """What stands in the database, beside whoever writes there."""
        with create_engine(self.database_url, poolclass=NullPool).begin() as conn:
            done = conn.execute(text(statement), values)
            return [tuple(row) for row in done] if done.returns_rows else []

    def let_leases_end(self) -> None:
        """As when nobody has run for a quarter of an hour."""
        if Using.database:
            self.rows("UPDATE outbox SET lease_until = now() WHERE lease_until > now()")

    def stop(self) -> int:
        assert self.daemon is not None
        self.daemon.send_signal(signal.SIGTERM)
        return self.daemon.wait(PATIENCE)

    def kill(self) -> None:
        for daemon in self.daemons:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait(PATIENCE)

    def mail(self, sender: str, subject: str, text: str = "Please help.") -> bytes:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, self.alias, subject
        mail["Message-ID"] = make_msgid(domain="client.corp.example")
        mail.set_content(text)
        return mail.as_bytes()

    def until(self, what: Callable[[], object], patience: float = PATIENCE) -> None:
        """Wait for a condition of the real world, with a deadline."""
        end = time.monotonic() + patience
        while not what():
            assert time.monotonic() < end, (
                f"waited {patience:g} s; the daemon's log:\n{self.log()[-4000:]}"
            )
            time.sleep(0.05)
