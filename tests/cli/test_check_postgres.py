"""`mailtracker check` where the database is on a PostgreSQL server."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from mailtracker.cli.check_postgres import UNSURE, check_postgres
from mailtracker.cli.finding import CheckFinding
from mailtracker.config import load
from mailtracker.store.database import Store
from mailtracker.store.pg import server
from tests.cli.makers import Run
from tests.servers.dovecot import free_port
from tests.servers.postgresql import PostgresServer, name_in


def stored(site: Path, url: str, more: str = "") -> Path:
    """The config, with its database there."""
    config = site / "config.toml"
    head = config.read_text().partition("[store]")[0]
    config.write_text(f'{head}\n[store]\nurl = "{url}"\n{more}\n')
    return config


def found(site: Path, url: str, strict: bool = False) -> CheckFinding:
    (one,) = check_postgres(load(stored(site, url)), strict, offline=False)
    return one


def test_a_server_is_told_in_one_line(postgresql: PostgresServer, pg_url: str, site: Path) -> None:
    one = found(site, pg_url)
    where = f"database {name_in(pg_url)} on 127.0.0.1:{postgresql.port}, PostgreSQL"
    assert one.said.startswith(where)
    assert "as mt, no TLS; its tables will be made by the first run, 1 warning" in one.said
    assert one.ok
    assert [problem.warning for problem in one.problems] == [True]  # the tests' server has no fsync
    assert not found(site, pg_url, strict=True).ok
    Store.open(pg_url).close()
    assert "; has our tables" in found(site, pg_url).said


def test_of_several_hosts_the_one_that_answers_is_told(
    postgresql: PostgresServer, pg_url: str, site: Path
) -> None:
    ports = f"{free_port()},{postgresql.port}"
    several = f"?host=127.0.0.1,127.0.0.1&port={ports}&target_session_attrs=read-write"
    one = found(site, f"postgresql+psycopg://mt@/{name_in(pg_url)}{several}")
    assert f", of which 127.0.0.1:{postgresql.port} answers, PostgreSQL" in one.said


def test_what_would_keep_run_from_it_is_an_error(pg_url: str, site: Path) -> None:
    assert not found(site, f"{pg_url}?options=-csearch_path%3Dnowhere").ok
    theirs = found(site, f"{pg_url}?options=-csearch_path%3Dpg_catalog")
    assert "GRANT CREATE ON SCHEMA pg_catalog TO mt" in str(theirs.problems[0])
    assert not theirs.ok
    gone = found(site, pg_url + "_gone")
    assert "is not there; see its name in [store] url; an administrator makes it by" in gone.said
    assert not gone.ok


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        (3.0, ""),
        (-3.0, ""),
        (60.0, "its clock is 60 s behind ours: set both by NTP"),
        (-60.0, "its clock is 60 s ahead of ours: set both by NTP"),
    ],
)
def test_a_servers_clock_that_is_not_ours_is_a_warning(
    pg_url: str, site: Path, monkeypatch: pytest.MonkeyPatch, ours: float, said: str
) -> None:
    turned = SimpleNamespace(time=lambda: time.time() + ours)
    monkeypatch.setattr(server, "time", turned)
    one = found(site, pg_url)
    told = [str(problem) for problem in one.problems if "its clock" in str(problem)]
    assert one.ok
    assert [said in each for each in told] == [True] * bool(said)


def test_files_alone_ask_no_server(mailtracker: Run, site: Path) -> None:
    stored(site, "postgresql://mt@127.0.0.1:1/x")
    told = mailtracker("check", "--offline")
    assert told.exit_code == 0, told.stdout
    assert "✓ database: x on 127.0.0.1:1; not asked" in told.stdout


def test_doctor_and_status_say_what_a_server_is_not(mailtracker: Run, site: Path) -> None:
    """Monitoring reads JSON also then."""
    stored(site, "postgresql://mt@127.0.0.1:1/x")
    said = "database x on 127.0.0.1:1 cannot be reached: nobody listens there"
    told = mailtracker("status")
    assert told.exit_code == 1
    assert f"✗ database: {said.removeprefix('database ')}" in told.stdout
    told = mailtracker("status", "--json")
    assert told.exit_code == 1
    report = json.loads(told.stdout)
    assert (report["ok"], [part["part"] for part in report["parts"]]) == (False, ["database"])
    found = json.loads(mailtracker("doctor", "--json", "--no-mail").stdout)["findings"]
    (asked,) = [one for one in found if "database x" in one["said"] and one["id"] == "check"]
    assert asked["level"] == "fault"
    assert said in asked["said"]


def test_what_doctor_doubts_of_a_server_stands_in_no_file(
    mailtracker: Run, pg_url: str, site: Path
) -> None:
    stored(site, pg_url)
    found = json.loads(mailtracker("doctor", "--json", "--no-mail").stdout)["findings"]
    (asked,) = [one for one in found if "PostgreSQL" in one["said"]]
    assert (asked["level"], asked["todo"]) == ("doubt", UNSURE)


@pytest.mark.parametrize(
    ("url", "more", "said"),
    [
        ("postgresql://mt:geheim@localhost/x", "", "store.url: a password does not stand in a URL"),
        ("postgresql://mt@localhost/x", 'password = "geheim"', "use password_file"),
        (
            "postgresql://mt@localhost/x",
            'password_file = "nix"',
            "store.password_file: there is no",
        ),
        ("sqlite:///x.db", 'password_file = "nix"', "an SQLite file has no password"),
        (
            "postgresql://mt@db.corp/x?sslmode=verify-full&sslrootcert=nix.pem",
            "",
            "store.url: sslrootcert: there is no file",
        ),
    ],
)
def test_a_mistake_in_the_config_is_told_at_its_line(
    mailtracker: Run, site: Path, url: str, more: str, said: str
) -> None:
    config = stored(site, url, more)
    told = mailtracker("check", "--offline")
    assert told.exit_code == 1
    (line,) = (line for line in told.stdout.splitlines() if "config.toml:" in line)
    assert said in line
    place = "password" if "password" in more else "url"
    number = next(
        n for n, one in enumerate(config.read_text().splitlines(), 1) if one.startswith(place)
    )
    assert f"config.toml:{number}:" in line
    assert "geheim" not in line
