"""`mailtracker check`: files and connections, every problem at once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from mailtracker.mail.message import Unstripped
from mailtracker.store.border import note_unstripped
from mailtracker.store.database import Store
from tests.cli.makers import RULES, Run, opened, reach

if TYPE_CHECKING:
    from tests.servers.dovecot import Box
    from tests.servers.smtpd import SmtpSink


def test_check_finds_the_problems_of_all_files_at_once(mailtracker: Run, site: Path) -> None:
    (site / "config.toml").write_text("nonsense = 1\n")
    (site / "rules" / "all.yaml").write_text(RULES.replace("to: ana", "to: zoe"))
    result = mailtracker("check")
    assert result.exit_code == 1
    assert f"{site}/config.toml:1:1: nonsense: unknown key" in result.stdout
    assert "all.yaml:" in result.stdout
    assert "✓ templates" in result.stdout


def test_check_runs_the_rules_own_tests(mailtracker: Run, site: Path) -> None:
    (site / "rules" / "all.yaml").write_text(RULES.replace("VPN drops", "printer"))
    result = mailtracker("check", "--offline")
    assert result.exit_code == 1
    assert "all.yaml:20" in result.stdout


def test_check_names_a_language_without_templates(mailtracker: Run, site: Path) -> None:
    (site / "rules" / "all.yaml").write_text(
        RULES.replace("hours: office}\n  ana", "hours: office, language: fi}\n  ana")
    )
    result = mailtracker("check", "--offline")
    assert result.exit_code == 1
    assert (
        "mails cannot be written in `fi`: there are templates for de, en [no-templates]"
        in result.stdout
    )


def test_check_says_once_that_the_templates_are_not_there(mailtracker: Run, site: Path) -> None:
    config = site / "config.toml"
    config.write_text('templates = "nowhere"\n' + config.read_text())
    told = json.loads(mailtracker("check", "--offline", "--json").stdout)
    (finding,) = (finding for finding in told["findings"] if finding["what"] == "templates")
    assert [problem["message"] for problem in finding["problems"]] == ["there is no such folder"]


def test_check_tries_both_connections_and_names_each_that_fails(mailtracker: Run) -> None:
    result = mailtracker("check")
    assert result.exit_code == 1
    assert [
        line.partition(":")[0] for line in result.stdout.splitlines() if line.startswith("✗")
    ] == [
        "✗ imap IT help",
        "✗ smtp",
    ]


def test_check_offline_connects_to_nothing(mailtracker: Run) -> None:
    result = mailtracker("check", "--offline")
    assert (result.exit_code, "imap" in result.stdout) == (0, False)


def test_check_on_a_terminal_without_unicode_still_works(site: Path) -> None:
    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "mailtracker",
            "check",
            "--offline",
            "--config",
            str(site / "config.toml"),
        ],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert (run.returncode, run.stdout.split()[0]) == (0, b"ok")


def test_check_logs_in_at_both_servers_and_changes_nothing(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, account.password)
    result = mailtracker("check")
    assert (result.exit_code, result.stdout.count("✓")) == (0, 6)
    with account.client() as client:
        assert not client.folder_exists("Handled")
    assert smtp_sink.log == []
    assert not (site / "mailtracker.db").exists()


def test_check_says_that_a_password_is_wrong(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, "wrong-one")
    result = mailtracker("check")
    assert result.exit_code == 1
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("✗")]
    assert line.startswith("✗ imap IT help: ")
    assert "wrong-one" not in result.output


WITH_BORDER = 'authserv_ids = ["mx.corp.example"]\n'


def test_check_says_what_it_costs_to_have_no_border(mailtracker: Run) -> None:
    (line,) = [
        one for one in mailtracker("check", "--offline").stdout.splitlines() if "border" in one
    ]
    assert line == (
        "✓ border: none is configured (authserv_ids), so whoever writes a From of corp.example is "
        "believed to be a colleague"
    )


def test_check_warns_of_a_border_that_does_not_strip(
    mailtracker: Run, site: Path, store: Store
) -> None:
    config = site / "config.toml"
    config.write_text(WITH_BORDER + config.read_text())
    said = "✓ border: Authentication-Results of mx.corp.example are believed"
    assert said in mailtracker("check", "--offline").stdout.splitlines()
    with store.write() as conn:
        opened(conn, "VPN")
        note_unstripped(conn, 1, Unstripped.BELOW)
    result = mailtracker("check", "--offline")
    assert (result.exit_code, f"{said}, 1 warning" in result.stdout) == (0, True)
    assert "warning: the border does not strip forged Authentication-Results" in result.stdout
    assert mailtracker("check", "--offline", "--strict").exit_code == 1
