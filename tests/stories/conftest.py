"""The companies and sites that stories play on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from mailtracker.store.database import Store
from tests.servers.dovecot import Box
from tests.servers.postgresql import PostgresServer
from tests.servers.smtpd import PostOffice, SmtpSink
from tests.stories.company import ALIAS, PEOPLE, Company, Envelopes, Using
from tests.stories.site import Site

USUAL = Envelopes()
MODES = (
    Envelopes("verp", "envelope"),
    Envelopes("alias", "null"),
    Envelopes("alias", "envelope"),
)


OTHER_SERVERS = ("cyrus", "courier")

TOLD = 1
"""In how many variations a story is told in each run."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a story in many variations the first is told in each run with each kind of envelope
    sender, all others by `make proof-variants`.
    """
    stories = (one for one in items if one.path.parent == Path(__file__).parent)
    told: Counter[tuple[Path, str, str]] = Counter()
    for story in stories:
        spec = getattr(story, "callspec", None)
        if not isinstance(story, pytest.Function) or spec is None:
            continue
        if not spec.params.keys() - {
            "envelopes",
            "engine",
            "mail_server",
        } or story.get_closest_marker("proof"):
            continue
        way = f"{spec.params['envelopes']} {spec.params['engine']}"
        key = (story.path, story.originalname, way)
        told[key] += 1
        if told[key] > TOLD:
            story.add_marker(pytest.mark.proof(part="variants"))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every story also with the other envelope senders: those that are marked `every_envelope` in
    each run, the rest by `make proof-envelopes`; with the database on PostgreSQL: those that are
    marked `every_engine` in each run, the rest, but for what is about a SQLite file (`of_a_file`),
    by `make proof-postgresql`; and on other mail servers than Dovecot by `make proof-servers`. The
    long tests run once, and on PostgreSQL alone what is about several daemons (`of_a_server`).
    """
    marks = {mark.name for mark in metafunc.definition.iter_markers()}
    if "of_a_server" in marks:
        metafunc.parametrize("engine", ["postgresql"], indirect=True)
        return
    if "proof" in marks:
        return
    envelopes = () if "every_envelope" in marks else (pytest.mark.proof(part="envelopes"),)
    engines = () if "every_engine" in marks else (pytest.mark.proof(part="postgresql"),)
    servers = pytest.mark.proof(part="servers")
    ways = [pytest.param(USUAL, "sqlite", "dovecot", id=str(USUAL))]
    ways += [
        pytest.param(mode, "sqlite", "dovecot", id=str(mode), marks=envelopes) for mode in MODES
    ]
    if "of_a_file" not in marks:
        ways.append(pytest.param(USUAL, "postgresql", "dovecot", id="postgresql", marks=engines))
    names: tuple[str, ...] = ("envelopes", "engine", "mail_server")
    if "mail_server" in metafunc.fixturenames:
        ways += [
            pytest.param(USUAL, "sqlite", name, id=name, marks=servers) for name in OTHER_SERVERS
        ]
    else:
        names = names[:2]
        ways = [pytest.param(*way.values[:2], id=way.id, marks=way.marks) for way in ways]
    if metafunc.config.option.markexpr == "not proof":  # as in each run: made to be left out
        ways = [way for way in ways if not way.marks]
    metafunc.parametrize(names, ways, indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest) -> Iterator[str]:
    """Which engine has the database of this story."""
    chosen: str = getattr(request, "param", "sqlite")
    if chosen == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgresql")
        with server.database(like=request.getfixturevalue("empty_there")) as url:
            Using.database = url
            yield chosen
        Using.database = ""
    else:
        yield chosen


@pytest.fixture(scope="session")
def empty_there(postgresql: PostgresServer) -> Iterator[str]:
    """The name of a PostgreSQL database with its tables, and nothing in them."""
    with postgresql.database() as url:
        Store.open(url).close()
        yield str(make_url(url).database)


@pytest.fixture(autouse=True)
def envelopes(request: pytest.FixtureRequest) -> Iterator[Envelopes]:
    """From whom our mails are on the envelope, in this story."""
    Using.envelopes = getattr(request, "param", USUAL)
    yield Using.envelopes
    Using.envelopes = USUAL


@pytest.fixture
def company(post_office: PostOffice, tmp_path: Path) -> Company:
    return Company(post_office, tmp_path)


@pytest.fixture
def site(post_office: PostOffice, tmp_path: Path) -> Iterator[Site]:
    """Config, rules and the real command on a post office; ended whatever happens."""
    for who in (*PEOPLE, "eva@corp.example"):
        post_office.add(who)
    made = Site(post_office, post_office.add(ALIAS), tmp_path)
    yield made
    made.kill()


@pytest.fixture
def counting_site(smtp_sink: SmtpSink, account: Box, tmp_path: Path) -> Iterator[Site]:
    """The same where outgoing mail is only counted: for many mails."""
    made = Site(smtp_sink, account, tmp_path)
    yield made
    made.kill()
