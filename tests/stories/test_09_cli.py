"""The command line as an admin uses it, on a real site: every command in text and
as JSON, and what it exits with.

`site.run` starts the command as a process; `ask` calls the same command
in this one, which is quicker.
"""

import json
import re
import sqlite3

import pytest

from mailtracker.cli import COMMANDS
from tests.stories.site import ask


@pytest.fixture(autouse=True)
def stand_in_the_folder(site, monkeypatch):
    monkeypatch.chdir(site.folder)


@pytest.fixture
def served(site):
    """A site whose daemon has taken one mail: IT-1001, with Bo."""
    site.start()
    site.until(lambda: "running" in site.log())
    site.post.send(
        "eva@corp.example", [site.alias], site.mail("Eva Lund <eva@corp.example>", "VPN drops")
    )
    site.until(lambda: receipts(site))
    site.until(lambda: site.rows("SELECT state FROM outbox") == [("sent",)] * 2)
    return site


def receipts(site):
    return [raw for raw in site.post.mails("eva@corp.example") if b"auto-replied" in raw]


def told(*words):
    done = ask(*words, "--json")
    return done.returncode, json.loads(done.stdout)


def rows(table):
    """What a shell script sees: the first line names the columns, a line a row follows."""
    return [re.split(r" {2,}", line) for line in table.strip().splitlines()]


# -- start -------------------------------------------------------------------------------


def test_help_names_every_command_and_every_exit_code(site):
    done = site.run("--help")
    assert done.returncode == 0
    for name in COMMANDS:
        assert re.search(rf"^  {name} ", done.stdout, re.MULTILINE)
    assert "Exit codes" in done.stdout
    assert ask("frobnicate").returncode == 2


def test_init_writes_a_site_that_check_finds_fault_with_only_for_passwords(site):
    assert ask("init", "fresh").returncode == 0
    done = ask("check", "--offline", "--config", "fresh/config.toml")
    assert done.returncode == 1
    found = [line.strip() for line in done.stdout.splitlines() if line.startswith("    ")]
    problems = [line for line in found if ": warning: " not in line]
    left = [line for line in found if line not in problems]
    assert len(problems) == 3
    assert all("is the example's" in line for line in left), left
    assert all(
        re.match(r"fresh/config\.toml:\d+:\d+: .*password_file: there is no file", line)
        for line in problems
    )
    assert all("mkdir -m 700 -p" in line for line in problems)
    assert "✓ rules: 9 rules with " in done.stdout
    again = ask("init", "fresh")
    assert (again.returncode, again.stdout.splitlines()[-1]) == (
        0,
        "Nothing to do: all of it is there already.",
    )


@pytest.mark.of_a_file
def test_check_passes_where_all_is_well_and_touches_nothing(site):
    done = site.run("check")
    assert done.returncode == 0, done.stdout
    assert [line[0] for line in done.stdout.splitlines() if line[0] != " "] == [
        "✓"
    ] * 12  # below them: warnings
    code, data = told("check")
    assert (code, data["ok"], len(data["findings"])) == (0, True, 12)
    assert not (site.folder / "mailtracker.db").exists()
    assert site.post.accepted == 0


def test_check_shows_all_mistakes_of_all_files_at_once_with_their_places(site):
    config = site.folder / "config.toml"
    config.write_text(
        config.read_text()
        .replace("own_domains", "own_domain")
        .replace('prefix = "IT"', 'prefix = "i t"')
    )
    rules = site.folder / "rules/all.yaml"
    rules.write_text(
        rules.read_text()
        .replace("to: jonas", "to: jonsa")
        .replace("manager: carla", "manger: carla")
    )
    done = ask("check")
    assert done.returncode == 1
    for alias in (
        r"config\.toml:\d+:1: own_domain: unknown key; did you mean own_domains\?",
        r"config\.toml:\d+:1: mailbox 1, prefix: 'i t' cannot begin a reference",
        r"rules/all\.yaml:\d+:\d+: no person or team `jonsa`; did you mean `jonas`\?",
        r"rules/all\.yaml:\d+:\d+: a person has no key `manger`; did you mean `manager`\?",
    ):
        assert re.search(rf"^    {alias}", done.stdout, re.MULTILINE), (alias, done.stdout)
    assert "✓ templates" in done.stdout
    code, data = told("check")
    assert (code, data["ok"]) == (1, False)
    assert all(problem["line"] for finding in data["findings"] for problem in finding["problems"])
    started = site.run("run", "--once")
    assert started.returncode == 1
    assert "Traceback" not in started.stderr


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("demo", "wrong"), "refuses the login of"),
        (None, "cannot be reached: Connection refused"),
    ],
)
def test_check_says_in_one_line_what_is_wrong_with_a_server(site, change, words):
    if change:
        (site.folder / "secret").write_text(change[1])
    else:
        config = site.folder / "config.toml"
        config.write_text(re.sub(r"(?m)^port = \d+", "port = 1", config.read_text()))
    done = ask("check")
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line.startswith("✗ imap IT help")]
    assert len(lines) == 1
    assert words in lines[0]
    assert ".;" not in lines[0]
    assert "[Errno" not in done.stdout


def test_a_password_that_everybody_can_read_is_refused(site):
    (site.folder / "secret").chmod(0o644)
    done = site.run("run", "--once")
    assert done.returncode == 1
    assert "everybody on this machine can read" in done.stderr
    assert "chmod 600" in done.stderr


def test_without_a_config_every_command_says_how_to_get_one(site):
    (site.folder / "config.toml").unlink()
    for words in (["list"], ["run"], ["status"], ["show", "IT-1"]):
        done = site.run(*words)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert "mailtracker init" in done.stderr


# -- the service -------------------------------------------------------------------------


@pytest.mark.of_a_file
def test_a_second_daemon_and_migrate_are_turned_away_with_3(served):
    for words in (["run"], ["run", "--once"], ["migrate"]):
        done = served.run(*words)
        assert done.returncode == 3
        assert f"in use by process {served.daemon.pid}" in done.stderr


def test_status_says_all_is_well_then_what_is_not(served):
    for _ in range(20):  # what became of the first mail is stored a moment after it was sent
        done = ask("status")
        if "✓ smtp: works" in done.stdout:
            break
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "All well.")
    assert "✓ imap IT help: works" in done.stdout
    assert "✓ smtp: works" in done.stdout
    code, data = told("status")
    assert (code, data["ok"], data["running"], data["counts"]["requests"]) == (
        0,
        True,
        True,
        {"open": 1},
    )
    assert served.stop() == 0
    (served.folder / "secret").write_text("wrong")
    assert served.run("run", "--once").returncode == 1
    done = ask("status")
    assert done.returncode == 1
    assert re.search(
        r"✗ imap IT help: .* refuses the login of .*; check the user and the password \(since ",
        done.stdout,
    )
    assert told("status")[1]["ok"] is False


def test_status_knows_that_a_killed_daemon_serves_nobody(served):
    served.until(lambda: "imap IT help: works" in ask("status").stdout)
    served.kill()
    done = ask("status")
    assert "No daemon is running: `mailtracker run` starts it." in done.stdout
    assert "imap IT help: worked at " in done.stdout
    assert told("status")[1]["running"] is False


@pytest.mark.of_a_file
def test_a_database_of_a_newer_version_is_refused_with_4(site):
    ask("migrate")
    with sqlite3.connect(site.folder / "mailtracker.db") as conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    conn.close()
    for words in (["run"], ["list"], ["status"], ["migrate"]):
        done = site.run(*words)
        assert done.returncode == 4
        assert "newer mailtracker" in done.stderr


@pytest.mark.of_a_file
def test_migrate_creates_then_has_nothing_to_do(site):
    first, second = ask("migrate"), ask("migrate")
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stdout.splitlines()[-1] == "The database is up to date."
    assert second.stdout == "Nothing to do: the database is up to date.\n"


def test_a_dry_run_needs_once_and_keeps_its_log_to_itself(site):
    assert site.run("run", "--dry-run").returncode == 2
    site.box.deliver(site.mail("eva@corp.example", "VPN drops"))
    done = site.run("run", "--once", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("Nothing was changed")


def test_quarantine_is_empty_and_says_so(site):
    ask("migrate")
    assert ask("quarantine", "list").stdout == "No mail is in quarantine.\n"
    assert told("quarantine", "list") == (0, [])
    done = ask("quarantine", "show", "1")
    assert (done.returncode, "no mail 1 is in quarantine" in done.stderr) == (1, True)
    assert ask("quarantine", "show", "one").returncode == 2


# -- requests ----------------------------------------------------------------------------


def test_list_is_a_table_for_people_and_scripts_and_json_for_programs(served):
    head, row = rows(ask("list").stdout)
    assert head == ["REFERENCE", "STATUS", "OWNER", "DUE", "FROM", "SUBJECT"]
    assert (row[0], row[1], row[2], row[-1]) == ("IT-1001", "open", "bo", "VPN drops")
    code, (one,) = told("list")
    assert (code, one["reference"], one["owner"], one["requester"]["mail"]) == (
        0,
        "IT-1001",
        "bo",
        "eva@corp.example",
    )
    assert ask("list", "--owner", "sam").stdout == "No requests.\n"
    assert told("list", "--status", "closed") == (0, [])
    assert ask("list", "--status", "bogus").returncode == 2


def test_show_tells_who_has_it_why_what_is_due_and_every_mail(served):
    done = ask("show", "it-1001")
    assert done.returncode == 0
    for words in (
        "IT-1001  VPN drops",
        "Eva Lund <eva@corp.example>",
        "vpn: VPN trouble goes to Bo",
        "answer due",
    ):
        assert words in done.stdout
    assert re.search(r"out +eva@corp\.example +sent +receipt", done.stdout)
    code, data = told("show", "IT-1001")
    parts = ["request", "history", "received", "written", "owner_away", "linked", "ratings"]
    assert (code, list(data)) == (0, parts)
    assert {mail["letter"] for mail in data["written"]} == {"receipt", "note_owner"}


def test_a_reference_that_nobody_knows_is_one_line_and_1(site):
    ask("migrate")
    for words in (
        ["show", "IT-9"],
        ["close", "IT-9"],
        ["reopen", "IT-9"],
        ["assign", "IT-9", "sam"],
    ):
        done = ask(*words)
        assert (done.returncode, done.stderr) == (1, "mailtracker: there is no request IT-9\n")


def test_assign_close_and_reopen_reach_people_through_the_running_daemon(served):
    assert ask("assign", "IT-1001", "sam").stdout == "Sam Okoye has IT-1001 now\n"
    served.until(lambda: any(b"VPN drops" in raw for raw in served.post.mails("sam@corp.example")))
    assert ask("assign", "IT-1001", "sam").stdout == "Sam Okoye has IT-1001 already\n"
    assert "eva@corp.example gets a closing mail" in ask("close", "IT-1001").stdout
    served.until(lambda: b"closed" in served.post.mails("eva@corp.example")[-1])
    assert ask("close", "IT-1001").stdout == "IT-1001 is closed already\n"
    assert ask("list").stdout == "No open requests. --all lists the closed ones too.\n"
    assert ask("reopen", "IT-1001").stdout == "IT-1001 is open again\n"
    code, data = told("show", "IT-1001")
    assert (code, data["request"]["status"], data["request"]["owner"]) == (0, "open", "sam")
    assert data["request"]["former_owners"] == ["bo"]
    assert data["request"]["promised_at"]


def test_assign_to_nobody_known_changes_nothing(served):
    done = ask("assign", "IT-1001", "zoe")
    assert done.returncode == 1
    assert "'zoe'" in done.stderr
    assert told("show", "IT-1001")[1]["request"]["owner"] == "bo"
    assert ask("assign", "IT-1001").returncode == 2
