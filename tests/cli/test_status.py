"""`mailtracker status`: what is well, what needs a human, and the exit code."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from mailtracker.desk.effects import Hold
from mailtracker.mail.message import Unstripped
from mailtracker.store import health, sending
from mailtracker.store.border import note_unstripped
from mailtracker.store.database import Store, lock
from tests.cli.makers import NOW, Run, healthy, opened, wrote


def test_status_of_a_healthy_service_is_0(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
        opened(conn, "fine")
    result = mailtracker("status")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "All well."
    assert "requests: 1 open" in result.stdout


def test_status_before_the_first_run_says_so(mailtracker: Run, store: Store) -> None:
    result = mailtracker("status")
    assert result.exit_code == 1
    assert "✗ imap IT help: never served: is `mailtracker run` running?" in result.stdout


def test_status_shows_a_mailbox_that_fell_silent(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn, NOW - timedelta(hours=1))
    result = mailtracker("status")
    assert result.exit_code == 1
    assert "silent since" in result.stdout


def test_status_shows_what_a_server_said(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
        health.beat(conn, "smtp", False, "127.0.0.1:25 refused the connection", NOW)
    result = mailtracker("status")
    assert result.exit_code == 1
    assert "✗ smtp: 127.0.0.1:25 refused the connection (since " in result.stdout


def test_status_shows_each_hook_and_its_trouble_and_never_its_address(
    mailtracker: Run, store: Store, site: Path
) -> None:
    (site / "pager").touch(0o600)
    (site / "pager").write_text("https://pager.corp.example/s3cret\n")
    config = site / "config.toml"
    config.write_text(f'{config.read_text()}\n[[hook]]\nname = "pager"\nurl_file = "pager"\n')
    with store.write() as conn:
        healthy(conn)
    assert "✓ hook pager: nothing was posted yet" in mailtracker("status").stdout
    with store.write() as conn:
        health.beat(conn, "hook pager", False, "pager.corp.example answers 500", NOW)
    result = mailtracker("status")
    assert result.exit_code == 1
    assert "✗ hook pager: pager.corp.example answers 500 (since " in result.stdout
    assert "s3cret" not in result.stdout


def test_status_lists_uncertain_mails_with_their_recipients(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
        sending.settle(
            conn,
            wrote(conn, "kim@corp.example"),
            sending.Attempt("uncertain", None, "connection lost after the dot"),
            NOW,
        )
        sending.settle(
            conn,
            wrote(conn, "lee@example.com"),
            sending.Attempt("failed", 550, "no such user"),
            NOW,
        )
    result = mailtracker("status")
    assert result.exit_code == 1
    assert "Uncertain" in result.stdout
    assert "kim@corp.example" in result.stdout
    assert "no such user" in result.stdout
    told = json.loads(mailtracker("status", "--json").stdout)
    assert (told["ok"], told["uncertain"][0]["recipient"]) == (False, "kim@corp.example")


def test_status_forgets_old_trouble_with_mail_but_counts_it(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
        sending.settle(
            conn,
            wrote(conn, "kim@corp.example"),
            sending.Attempt("uncertain", None, ""),
            NOW - timedelta(days=8),
        )
    result = mailtracker("status")
    assert result.exit_code == 0
    assert "1 uncertain" in result.stdout


def test_status_lists_late_and_held_requests(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
        late = opened(conn, "late one", due=timedelta(minutes=-1))
        held = opened(conn, "held one", Hold())
    result = mailtracker("status")
    assert result.exit_code == 1
    late_part, held_part = result.stdout.partition("Late:")[2].split("Held:")
    assert (late in late_part, held in late_part, held in held_part) == (True, False, True)


def test_status_without_a_daemon_says_when_it_last_worked(
    mailtracker: Run, site: Path, store: Store
) -> None:
    with store.write() as conn:
        healthy(conn)
    result = mailtracker("status")
    assert (result.exit_code, "✓ imap IT help: worked at " in result.stdout) == (0, True)
    assert "No daemon is running" in result.stdout
    with lock(f"sqlite:///{site}/mailtracker.db"):
        assert "✓ imap IT help: works" in mailtracker("status").stdout


def test_status_says_what_it_costs_to_have_no_border(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
    result = mailtracker("status")
    assert result.exit_code == 0
    assert "✓ border: none is configured (authserv_ids), so whoever writes" in result.stdout


def test_status_warns_of_a_border_that_does_not_strip(
    mailtracker: Run, site: Path, store: Store
) -> None:
    config = site / "config.toml"
    config.write_text('authserv_ids = ["mx.corp.example"]\n' + config.read_text())
    with store.write() as conn:
        healthy(conn)
        opened(conn, "VPN")
    result = mailtracker("status")
    assert result.exit_code == 0
    assert "✓ border: senders are proven by Authentication-Results of mx" in result.stdout
    with store.write() as conn:
        note_unstripped(conn, 1, Unstripped.REPEATED)
    result = mailtracker("status")
    assert result.exit_code == 1
    assert "✗ border: the border does not strip forged Authentication-Results" in result.stdout
