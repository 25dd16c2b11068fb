"""The command line: what it prints, what it exits with, and that it
loads nothing before it must.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
import structlog
from click.testing import CliRunner, Result
from sqlalchemy import Connection

from mailtracker.cli import COMMANDS, EXIT_CODES, exit_code, main
from mailtracker.cli.output import plain
from mailtracker.cli.table import fit
from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Disposition,
    Effect,
    Hold,
    LogEvent,
    OpenRequest,
    SetStatus,
    StartClock,
)
from mailtracker.desk.request import Given, Lane, Status
from mailtracker.errors import (
    AlreadyRunning,
    BadFiles,
    MailtrackerError,
    NewDatabase,
    OldDatabase,
    Problem,
)
from mailtracker.mail.message import Address
from mailtracker.policy.worktime import Span
from mailtracker.problems import located
from mailtracker.store import health, keep, ledger, outbox
from mailtracker.store.apply import apply
from mailtracker.store.database import Store, lock
from mailtracker.store.ledger import Arrival
from mailtracker.store.outgoing import Outgoing

if TYPE_CHECKING:
    from tests.servers.dovecot import Box
    from tests.servers.smtpd import SmtpSink

NOW = datetime.now(UTC)
CONFIG = """\
own_domains = ["corp.example"]
admins = ["root@corp.example"]
[[mailbox]]
name = "IT help"
address = "it-help@corp.example"
prefix = "IT"
imap = {{host = "127.0.0.1", port = {imap}, tls = "none", timeout = "5 s", password_file = "pw"}}
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
timeout = "5 s"
"""
RULES = """\
people:
  bo: {name: Bo Jensen, email: [bo@corp.example], manager: ana, hours: office}
  ana: {name: Ana Holm, email: [ana@corp.example], hours: office}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 4 working hours, then_every: 2 working days, hours: office}
teams:
  desk: {lead: bo, members: [bo, ana], assign: lead}
ladders:
  default:
    - {at: 75%, remind: owner}
rules:
  - name: vpn
    why: VPN trouble goes to Ana
    when: {subject: vpn}
    to: ana
    promise: normal
    tests:
      - {mail: {subject: "VPN drops"}, then: ana}
fallback: {to: desk, promise: normal, report_to: bo}
"""

Run = Callable[..., Result]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a config whose servers are not there, and rules."""
    (tmp_path / "config.toml").write_text(CONFIG.format(imap=free_port(), smtp=free_port()))
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "all.yaml").write_text(RULES)
    (tmp_path / "pw").touch(0o600)
    (tmp_path / "pw").write_text("demo\n")
    return tmp_path


@pytest.fixture
def mailtracker(site: Path) -> Run:
    """Run a command on the site."""

    def run(*words: str, config: bool = True) -> Result:
        named = {"MAILTRACKER_CONFIG": str(site / "config.toml")} if config else {}
        result = CliRunner().invoke(
            main, words, prog_name="mailtracker", env={"TZ": "UTC", **named}
        )
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def store(site: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{site}/mailtracker.db")
    yield store
    store.close()


def opened(
    conn: Connection,
    subject: str,
    *effects: Effect,
    owner: str = "bo",
    due: timedelta | None = timedelta(hours=4),
    **given: Any,
) -> str:
    """A request in the store; its reference."""
    arrival = Arrival("IT help", 1, _next_uid(conn), NOW, keep.keep(conn, b"x: y\r\n\r\n", NOW), 8)
    line = ledger.enter(conn, arrival, None, "person", NOW)
    begin = OpenRequest(
        mailbox="IT help",
        prefix="IT",
        subject=subject,
        requester=Address("Kim", "kim@corp.example"),
        copied=(),
        language="en",
        owner=owner,
        first_id="<a@b>",
        given=Given("vpn", "a test", "normal", "default", **given),
    )
    clock = [StartClock(NOW, NOW + due, None)] if due else []
    everything = (
        begin,
        *clock,
        LogEvent("opened", "by rule vpn"),
        Dispose(Disposition.OPENED, "no thread"),
        *effects,
    )
    request = apply(conn, Decision("opened", everything), line, NOW)
    assert request is not None
    return request.reference


def _next_uid(conn: Connection) -> int:
    return len(ledger.lines(conn, None, None, 1000)) + 1


def wrote(conn: Connection, recipient: str) -> int:
    """An outbox row that was claimed; its id."""
    row = Outgoing(
        f"r/{recipient}",
        None,
        "receipt",
        Lane.REQUESTER,
        recipient,
        "",
        f"<{recipient}>",
        None,
        "",
        b"x",
        NOW,
    )
    assert outbox.queue(conn, row) is not None
    claimed = outbox.claim(conn, NOW)
    assert claimed is not None
    return claimed.id


# -- loading
# -----------------------------------------------------------------------------------------------------------

LAZY = """
import sys, time
began = time.perf_counter()
from mailtracker.cli import main
try:
    main(["--help"], prog_name="mailtracker")
except SystemExit as end:
    assert end.code == 0
took = time.perf_counter() - began
heavy = ["sqlalchemy", "pydantic", "jinja2", "rich", "alembic", "babel", "yaml", "imapclient", "aiosmtplib", "asyncio", "structlog"]
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


# -- errors
# ------------------------------------------------------------------------------------------------------------


def test_an_error_is_one_line_without_traceback(mailtracker: Run, store: Store) -> None:
    result = mailtracker("show", "IT-9")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "mailtracker: there is no request IT-9\n"


def test_a_missing_config_names_init(
    mailtracker: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    result = mailtracker("list", config=False)
    assert result.exit_code == 1
    assert "config.toml: there is no such file; `mailtracker init` writes one" in result.stderr


def test_problems_of_files_begin_with_file_line_and_column(mailtracker: Run, site: Path) -> None:
    (site / "config.toml").write_text("nonsense = 1\n")
    result = mailtracker("status")
    assert result.exit_code == 1
    assert all(line.startswith(f"{site}/config.toml:1:1: ") for line in result.stderr.splitlines())
    assert len(result.stderr.splitlines()) > 3


def test_a_database_that_is_not_there_yet_names_run(mailtracker: Run, site: Path) -> None:
    result = mailtracker("list")
    assert result.exit_code == 1
    assert "`mailtracker run` creates it" in result.stderr
    assert not (site / "mailtracker.db").exists()


def test_an_old_database_exits_with_4_and_the_command_to_type(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    result = mailtracker("list")
    assert result.exit_code == 4
    assert "mailtracker migrate" in result.stderr


def test_migrate_beside_a_running_daemon_exits_with_3(
    mailtracker: Run, store: Store, site: Path
) -> None:
    with lock(f"sqlite:///{site}/mailtracker.db"):
        assert mailtracker("migrate").exit_code == 3


def test_migrate_makes_a_database_and_then_has_nothing_to_do(mailtracker: Run, site: Path) -> None:
    first, second = mailtracker("migrate"), mailtracker("migrate")
    assert "done  0001" in first.stdout
    assert second.stdout == "Nothing to do: the database is up to date.\n"


# -- list, show
# --------------------------------------------------------------------------------------------------------


def test_list_puts_the_most_urgent_first_and_marks_the_late(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        calm = opened(conn, "printer", due=None)
        later = opened(conn, "vpn", due=timedelta(hours=8))
        late = opened(conn, "mouse", due=timedelta(minutes=-5))
    lines = mailtracker("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["REFERENCE", late, later, calm]
    assert ["LATE" in line for line in lines] == [False, True, False, False]


def test_list_leaves_closed_ones_out_unless_told(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "gone", SetStatus(Status.CLOSED), due=None)
    assert mailtracker("list").stdout == "No open requests. --all lists the closed ones too.\n"
    assert "gone" in mailtracker("list", "--all").stdout
    assert "gone" in mailtracker("list", "--status", "closed").stdout


def test_list_of_one_owner_as_json(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "for bo")
        opened(conn, "Für Ana ✓", owner="ana")
    (only,) = json.loads(mailtracker("list", "--owner", "ana", "--json").stdout)
    assert (only["subject"], only["owner"], only["status"]) == ("Für Ana ✓", "ana", "open")
    assert only["requester"] == {"name": "Kim", "email": "kim@corp.example"}
    assert datetime.fromisoformat(only["promised_at"]).tzinfo is not None


GIVEN: dict[str, Any] = {
    "routed_to": "network",
    "rule_at": "rules/routes.yaml:12",
    "rules_digest": "0123456789abcdef" * 4,
    "matched": "subject has the word vpn",
    "confidential": True,
    "close_after": Span(days=5),
    "tags": ("vip", "vpn"),
    "watchers": ("priya",),
    "attached": ("guides/vpn.pdf",),
    "asked": ("At home?", "Since when?"),
    "noted": ("executives",),
    "barred": ("ana", "carla"),
}


def test_list_of_one_tag(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "plain")
        opened(conn, "of an executive", tags=("vip",))
    assert mailtracker("list", "--tag", "vip").stdout.count("IT-") == 1
    (only,) = json.loads(mailtracker("list", "--tag", "vip", "--json").stdout)
    assert (only["subject"], only["tags"]) == ("of an executive", ["vip"])
    assert mailtracker("list", "--tag", "vi").stdout.strip() == "No requests."


def test_show_tells_what_the_rules_gave(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops", **GIVEN)
    shown = dict(
        line.strip().split("  ", 1)
        for line in mailtracker("show", "IT-1001").stdout.splitlines()
        if line[:2] == "  "
    )
    shown = {name: value.strip() for name, value in shown.items()}
    assert shown["rule"] == "vpn: a test (rules/routes.yaml:12)"
    assert shown["matched"] == "subject has the word vpn"
    assert shown["routed to"] == "network"
    assert shown["rules digest"] == "0123456789ab"
    assert shown["notes"] == "executives"
    assert (shown["tags"], shown["watchers"]) == ("vip, vpn", "priya")
    assert (shown["attached"], shown["asked"]) == ("guides/vpn.pdf", "At home? / Since when?")
    assert shown["confidential"] == "yes, kept from ana, carla"


def test_show_of_a_plain_request_has_no_empty_lines_for_what_it_has_not(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops")
    shown = mailtracker("show", "IT-1001").stdout
    for name in (
        "matched",
        "routed to",
        "digest",
        "notes",
        "tags",
        "watchers",
        "attached",
        "asked",
        "confidential",
    ):
        assert name not in shown


def test_show_as_json_has_what_the_rules_gave(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops", **GIVEN)
    told = json.loads(mailtracker("show", "IT-1001", "--json").stdout)["request"]
    assert {name: told[name] for name in GIVEN} == json.loads(
        json.dumps({**GIVEN, "close_after": {"minutes": 0, "days": 5}})
    )


def test_a_subject_cannot_steer_the_terminal(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "\x1b]0;owned\x07\x1b[2J\u202efoo\nbar")
    shown = mailtracker("list").stdout + mailtracker("show", "IT-1001").stdout
    assert not [
        character for character in shown if character != "\n" and not character.isprintable()
    ]


def test_plain_keeps_what_people_write() -> None:
    assert plain("  Grüße, 你好 – ok\t! ") == "Grüße, 你好 – ok !"


def test_show_tells_the_whole_story(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    text = mailtracker("show", reference.lower()).stdout
    for words in (
        f"{reference}  VPN drops",
        "Kim <kim@corp.example>",
        "vpn: a test",
        "by rule vpn",
        "History",
        "Mails",
    ):
        assert words in text


def test_show_as_json_has_all_four_parts(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    told = json.loads(mailtracker("show", reference, "--json").stdout)
    assert list(told) == ["request", "history", "received", "written"]
    assert told["received"][0]["disposition"] == "opened"


# -- status
# ------------------------------------------------------------------------------------------------------------


def healthy(conn: Connection, seen: datetime = NOW) -> None:
    health.beat(conn, "imap IT help", True, "", seen)
    health.beat(conn, "smtp", True, "", seen)


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


def test_status_lists_uncertain_mails_with_their_recipients(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        healthy(conn)
        outbox.settle(
            conn,
            wrote(conn, "kim@corp.example"),
            "uncertain",
            None,
            "connection lost after the dot",
            NOW,
        )
        outbox.settle(conn, wrote(conn, "lee@example.com"), "failed", 550, "no such user", NOW)
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
        outbox.settle(
            conn, wrote(conn, "kim@corp.example"), "uncertain", None, "", NOW - timedelta(days=8)
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


# -- quarantine
# --------------------------------------------------------------------------------------------------------

POISON = b"Subject: \x1b[31mboo\r\nX: \xff\r\n\r\nbody \x00\r\n"


@pytest.fixture
def poisoned(store: Store) -> int:
    with store.write() as conn:
        sha256 = keep.keep(conn, POISON, NOW)
        line = ledger.enter(
            conn, Arrival("IT help", 1, 7, NOW, sha256, len(POISON)), None, "unreadable", NOW
        )
        assert line is not None
        ledger.quarantine(
            conn, line, "could not be read", "Traceback:\n  Dispose x\nValueError: \x1b[2J boo"
        )
    return line


def test_quarantine_lists_and_shows_why(mailtracker: Run, poisoned: int) -> None:
    assert "could not be read" in mailtracker("quarantine", "list").stdout
    shown = mailtracker("quarantine", "show", str(poisoned)).stdout
    assert "ValueError" in shown
    assert "X: \ufffd" in shown
    assert "body" not in shown
    assert "\x1b" not in shown


def test_quarantine_gives_back_the_bytes_exactly(mailtracker: Run, poisoned: int) -> None:
    assert mailtracker("quarantine", "show", str(poisoned), "--raw").stdout_bytes == POISON


def test_quarantine_as_json(mailtracker: Run, poisoned: int) -> None:
    assert json.loads(mailtracker("quarantine", "list", "--json").stdout)[0]["id"] == poisoned
    assert json.loads(mailtracker("quarantine", "show", str(poisoned), "--json").stdout)["uid"] == 7


def test_quarantine_knows_only_its_own(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "a fine mail")
    assert mailtracker("quarantine", "list").stdout == "No mail is in quarantine.\n"
    result = mailtracker("quarantine", "show", "1")
    assert (result.exit_code, "no mail 1 is in quarantine" in result.stderr) == (1, True)


# -- by hand
# -----------------------------------------------------------------------------------------------------------


def test_assign_gives_it_to_somebody_and_writes_the_mails(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    assert mailtracker("assign", reference, "Ana").stdout == f"Ana Holm has {reference} now\n"
    told = json.loads(mailtracker("show", reference, "--json").stdout)
    assert told["request"]["owner"] == "ana"
    assert "ana@corp.example" in {mail["recipient"] for mail in told["written"]}


def test_assign_to_nobody_known_changes_nothing(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    result = mailtracker("assign", reference, "zoe")
    assert (result.exit_code, "zoe" in result.stderr) == (1, True)
    assert json.loads(mailtracker("show", reference, "--json").stdout)["request"]["owner"] == "bo"


def test_close_tells_the_requester_and_reopen_brings_it_back(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        reference = opened(conn, "VPN drops")
    assert "kim@corp.example gets a closing mail" in mailtracker("close", reference).stdout
    told = json.loads(mailtracker("show", reference, "--json").stdout)
    assert told["request"]["status"] == "closed"
    assert [mail["recipient"] for mail in told["written"]] == ["kim@corp.example"]
    assert "closed already" in mailtracker("close", reference).stdout
    assert "open again" in mailtracker("reopen", reference).stdout
    assert json.loads(mailtracker("show", reference, "--json").stdout)["request"]["promised_at"]


# -- init and check
# ----------------------------------------------------------------------------------------------------


def test_init_writes_all_and_never_overwrites(mailtracker: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = mailtracker("init", str(folder))
    assert first.exit_code == 0
    assert f"mailtracker check --config {folder}/config.toml" in first.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["config.toml", "rules", "templates"]
    (folder / "config.toml").write_text("mine")
    second = mailtracker("init", str(folder))
    assert second.stdout.splitlines()[-1] == "Nothing to do: all of it is there already."
    assert (folder / "config.toml").read_text() == "mine"


def test_init_where_nothing_can_be_written_is_one_line(mailtracker: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = mailtracker("init", str(tmp_path / "file"))
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_what_init_wrote_lacks_only_passwords(mailtracker: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    mailtracker("init", str(folder))
    config = str(folder / "config.toml")
    told = json.loads(mailtracker("check", "--offline", "--json", "--config", config).stdout)
    assert [
        problem["message"].partition(";")[0].rpartition("/")[2]
        for f in told["findings"]
        for problem in f["problems"]
    ] == [
        "it-help",
        "payroll",
        "smtp",
    ]
    (folder / "secrets").mkdir()
    for name in ("it-help", "payroll", "smtp"):
        (folder / "secrets" / name).touch(0o600)
        (folder / "secrets" / name).write_text("x\n")
    result = mailtracker("check", "--offline", "--config", config)
    assert (result.exit_code, result.stdout.count("✓")) == (0, 3)


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


def reach(site: Path, box: Box, sink: SmtpSink, password: str) -> None:
    """Point the site's config at servers that are there."""
    text = CONFIG.format(imap=box.port, smtp=sink.port).replace(
        "prefix", 'folder = "INBOX"\nprefix'
    )
    (site / "config.toml").write_text(
        text.replace('tls = "none", timeout', f'tls = "none", user = "{box.user}", timeout')
    )
    (site / "pw").write_text(password)


def test_check_logs_in_at_both_servers_and_changes_nothing(
    mailtracker: Run, site: Path, account: Box, smtp_sink: SmtpSink
) -> None:
    reach(site, account, smtp_sink, account.password)
    result = mailtracker("check")
    assert (result.exit_code, result.stdout.count("✓")) == (0, 5)
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


def stumble(password: str) -> None:
    raise ValueError(len(password))


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_in_the_log_shows_no_local_variables(
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
    assert "ValueError: 7" in written
    assert "hunter2" not in written


# -- output
# ------------------------------------------------------------------------------------------------------------

TABLE = [
    ["REFERENCE", "STATUS", "FROM", "SUBJECT"],
    ["IT-1001", "open", "kim@corp.example", "a subject of some words that goes on for a while"],
    ["IT-1002", "answered", "lee@corp.example", "你好"],
]


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


def test_check_says_once_that_the_templates_are_not_there(mailtracker: Run, site: Path) -> None:
    config = site / "config.toml"
    config.write_text('templates = "nowhere"\n' + config.read_text())
    told = json.loads(mailtracker("check", "--offline", "--json").stdout)
    (finding,) = (finding for finding in told["findings"] if finding["what"] == "templates")
    assert [problem["message"] for problem in finding["problems"]] == ["there is no such folder"]


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
