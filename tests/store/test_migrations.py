"""The schema: made by its steps, equal to the tables in code, and never used at the wrong step."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from mailtracker.errors import AlreadyRunning, MailtrackerError, NewDatabase, OldDatabase
from mailtracker.store import requests, scene, upgrade
from mailtracker.store.database import HEAD, Store, lock, migrate, version
from mailtracker.store.sqlite import SqliteFile
from mailtracker.store.tables import metadata


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "100% mail.db"  # a per cent sign once broke the path of the scripts


@pytest.fixture
def url(path: Path) -> str:
    return f"sqlite:///{path}"


def schema(path: Path) -> dict[str, list[str]]:
    """Every table and index as SQL, cut into clauses; in what order a table lists its
    constraints does not matter.
    """
    connection = sqlite3.connect(path)
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    made = {
        name: sorted(re.sub(r"\s+", " ", clause) for clause in sql.replace('"', "").split(","))
        for name, sql in rows
    }
    connection.close()
    return {name: [clause.strip(" )(") for clause in clauses] for name, clauses in made.items()}


def stamp(path: Path, revision: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.commit()
    connection.close()


def test_the_steps_make_exactly_the_tables_in_code_down_to_every_check_and_index(
    url: str, path: Path
) -> None:
    migrate(url)
    direct = path.with_name("direct.db")
    Store.open(f"sqlite:///{direct}").close()
    assert schema(path) == schema(direct)
    assert rows(path) == rows(direct)


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What stands in each table; of the key, which is drawn, only that it is there."""
    connection = sqlite3.connect(path)
    names = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    found = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    connection.close()
    found["settings"] = [(key, len(value)) for key, value in found["settings"]]
    return found


def test_who_comes_second_to_an_empty_database_finds_it_made(url: str, path: Path) -> None:
    store = Store.open(url)
    SqliteFile(url, path).fill(store._writer)
    again = Store.open(url)
    assert again.key == store.key
    again.close()
    store.close()


@pytest.mark.parametrize("make", [migrate, lambda url: Store.open(url).close()])
def test_alembic_sees_no_difference_between_the_database_and_the_tables(
    url: str, make: Callable[[str], object]
) -> None:
    make(url)
    engine = create_engine(url)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_step_that_a_start_expects_is_the_newest_one() -> None:
    assert ScriptDirectory.from_config(upgrade.config()).get_heads() == [HEAD]


def test_a_fresh_database_stands_at_the_newest_step(url: str) -> None:
    assert version(url) is None
    Store.open(url).close()
    assert version(url) == HEAD


def test_migrate_tells_what_it_did_and_the_second_time_has_nothing_to_do(url: str) -> None:
    done = [
        "0001 First tables: requests with their deadlines and events, ledger, outbox, kept mail, "
        "health.",
        "0002 Outlook's conversation, by which an answer without any id finds its request; "
        "sequels are found by what they are linked to.",
        "0003 What the rules gave each request: target, rule, tags, watchers, questions, who is "
        "kept out; "
        "and whose turn it is in a team.",
        "0004 Rule sets that served, kept with their files; and what the command line asks of the "
        "daemon.",
        "0005 Words: dispositions, rules as a column of the ledger, addresses. Mail that was asked "
        "back is no longer called held.",
        "0006 Rights: who stood in copy of a request and takes no part, what was spent on whom, "
        "what is told once a day; bounce addresses. Mail kept back in a flood is no longer called "
        "held.",
        "0007 Reliability: the moves of a mail out and of a mail in are checked by the database, "
        "mails that could not be taken yet are counted.",
        "0008 Flat: how many open requests each owner has is counted as they come and go, and not "
        "each time that somebody asks.",
        "0009 Fast: a mail that carries another on may be kept as a recipe, which names the "
        "other's places; what each rule opened lately is counted, and what a clock that was ahead "
        "has written is found, without reading every row.",
        "0010 Servers: which Message-IDs they put in the place of ours, and what they call a mail "
        "for good, whatever folder and number it has.",
        "0011 Words: what of a mail stays as it was when lists and gateways add to it, and how "
        "many requests each person was ever given, so that who knows what a reply may begin with "
        "is not taught it any more.",
        "0012 Promises kept: what absences, waiting and expected mail need.",
        "0013 Owners work by mail alone: what their words and requesters' words need.",
        "0014 The service that people feel: endings, ratings, thanks, confidants, and what is "
        "forgotten.",
        "0015 Several daemons on one database: who serves what, and whose the mails are that go "
        "out.",
    ]
    assert migrate(url) == done
    assert migrate(url) == []


def test_requests_of_an_older_step_get_empty_values(url: str, path: Path) -> None:
    engine = create_engine(url)
    with engine.begin() as conn:
        command.upgrade(upgrade.config(conn), "0002")
        conn.exec_driver_sql(
            "INSERT INTO requests VALUES (1, 'IT-1001', 'it', 'VPN', 'answered', 'a@x.example', "
            "'Ann', 'en', 'bo', 'vpn', "
            "'why', 'normal', 'default', '2026-03-02 09:00:00.000000', '<q@x>', NULL, NULL, NULL, "
            "0, 1, 1, 0, 0, 1, NULL, "
            "NULL)"
        )
    engine.dispose()
    assert len(migrate(url)) == 13
    store = Store.open(url, create=False)
    with store.read() as conn:
        old = requests.by_reference(conn, "IT-1001")
    store.close()
    given = old.given
    assert (given.routed_to, given.rule_at, given.rules_digest, given.matched) == ("", "", "", "")
    assert (given.confidential, given.close_after, given.tags, given.barred) == (
        False,
        None,
        (),
        (),
    )


def test_what_each_owner_has_open_is_counted_once(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as conn:
        command.upgrade(upgrade.config(conn), "0007")
        for number, (owner, status) in enumerate(
            [("bo", "open"), ("bo", "waiting"), ("bo", "answered"), ("sam", "closed")]
        ):
            closed = "'2026-03-02 09:00:00.000000'" if status == "closed" else "NULL"
            conn.exec_driver_sql(
                "INSERT INTO requests (id, reference, mailbox, subject, status, requester_address,"
                " requester_name, language, owner, rule, why, promise, ladder, opened_at, first_id,"
                " quiet, answered_once, epoch, rung, repeats, openings, closed_at) VALUES "
                f"({number}, 'IT-{number}', 'it', '', '{status}', '', '', '', '{owner}', '', '', "
                f"'', '', '2026-03-01 09:00:00.000000', '', 0, 0, 0, 0, 0, 1, {closed})"
            )
    engine.dispose()
    assert [step[:4] for step in migrate(url)] == [
        "0008",
        "0009",
        "0010",
        "0011",
        "0012",
        "0013",
        "0014",
        "0015",
    ]
    store = Store.open(url, create=False)
    with store.read() as conn:
        assert scene.shares(conn).load == {"bo": 2}
        assert scene.shares(conn).given == {"bo": 3, "sam": 1}
    store.close()


def test_a_migrated_database_is_complete(url: str) -> None:
    migrate(url)
    store = Store.open(url, create=False)
    assert len(store.key) == 32
    store.close()


def test_migrating_keeps_the_key(url: str) -> None:
    first = Store.open(url)
    first.close()
    migrate(url)
    second = Store.open(url)
    assert second.key == first.key
    second.close()


@pytest.mark.parametrize("create", [True, False])
def test_an_older_database_is_refused_with_the_command_to_type(
    url: str, path: Path, create: bool
) -> None:
    Store.open(url).close()
    stamp(path, "0000")
    with pytest.raises(OldDatabase, match="`mailtracker migrate`"):
        Store.open(url, create=create)
    assert version(url) == "0000"


def test_a_newer_database_is_refused_and_left_alone(url: str, path: Path) -> None:
    Store.open(url).close()
    stamp(path, "9999")
    with pytest.raises(NewDatabase, match="9999"):
        Store.open(url)
    with pytest.raises(NewDatabase, match="9999"):
        migrate(url)
    assert version(url) == "9999"


def test_nothing_is_migrated_under_a_running_daemon(url: str) -> None:
    Store.open(url).close()
    with lock(url), pytest.raises(AlreadyRunning):
        migrate(url)


def test_an_empty_file_is_filled_by_run_and_refused_by_commands(url: str, path: Path) -> None:
    path.touch()
    with pytest.raises(MailtrackerError, match="`mailtracker run` fills it"):
        Store.open(url, create=False)
    Store.open(url).close()
    assert version(url) == HEAD


def test_the_tables_can_be_made_on_postgresql() -> None:
    dialect = postgresql.dialect()
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.sorted_tables]
    indexes = [
        str(CreateIndex(i).compile(dialect=dialect))
        for table in metadata.sorted_tables
        for i in table.indexes
    ]
    made = "\n".join(tables + indexes)
    assert "uid BIGINT NOT NULL" in made
    assert "at TIMESTAMP WITH TIME ZONE NOT NULL" in made
    assert "(next_try_at, id) WHERE state = 'ready'" in made


def test_every_constraint_has_a_name_so_that_a_later_step_can_change_it() -> None:
    nameless = [
        f"{table.name}: {each}"
        for table in metadata.sorted_tables
        for each in table.constraints
        if not each.name
    ]
    assert nameless == []
