"""Fixtures that several rooms share: real mail servers on loopback, each
worker process with its own.
"""

from __future__ import annotations

import functools
import os
import shutil
import sys
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from structlog.testing import capture_logs

from mailtracker import garbage
from tests.need import need

if TYPE_CHECKING:
    from mailtracker.demo.servers import EmbeddedImap
    from tests.servers.access_tokens import AccessTokens
    from tests.servers.courier import Courier
    from tests.servers.cyrus import Cyrus
    from tests.servers.dovecot import Box, Dovecot, Installation
    from tests.servers.postgresql import PostgresServer
    from tests.servers.smtpd import ImapServer, PostOffice, SmtpSink

# The commands that tests start as processes, hundreds of them, shall find compiled code: where the
# environment forbids to keep it, each compiles every module once more. So do the workers of a run
# with the test files, which pytest rewrites: two thirds of what it takes to collect them.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

garbage.while_loading()
TESTS = Path(__file__).parent


def pytest_configure(config: pytest.Config) -> None:
    """Where each worker collects all files, each begins elsewhere: what one has compiled the others
    find. `pytest_collection_modifyitems` sets them in order again.
    """
    worker = getattr(config, "workerinput", None)
    if worker is None or [config.rootpath / arg for arg in config.args] != [TESTS]:
        return
    files = sorted(TESTS.rglob("test_*.py"))
    begin = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
    config.args = [str(file) for file in (*files[begin:], *files[:begin])]


LONG_FIRST = (
    *("stories/test_31", "stories/test_32", "stories/test_11", "stories/test_36"),
    *("stories/test_10", "stories/test_17", "stories/test_26", "stories/test_38"),
    *("stories/test_40", "stories/test_03", "stories/test_02", "stories/test_09"),
    *("stories/", "test_confidential_lives", "test_spellings", "policy/test_naive_matcher"),
    *("cli/test_check", "test_floods", "loops/", "test_prose_is_no_state", "test_architecture"),
)
"""Files in which a test takes many seconds, the longest first: begun last, one of them would keep
a single worker at work while the others have ended. Of what is named twice the first counts.
"""


def pytest_collection_finish() -> None:
    """Tests make as much garbage as whoever serves, and seventeen thousand of them are none."""
    garbage.while_serving()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The same order in every worker. Within a file it is the file's own."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[int, str]:
    return _place_of(item.path)


@functools.cache
def _place_of(file: Path) -> tuple[int, str]:
    name = file.relative_to(TESTS).as_posix() if file.is_relative_to(TESTS) else ""
    ranks = (rank for rank, long in enumerate(LONG_FIRST) if name.startswith(long))
    return next(ranks, len(LONG_FIRST)), name


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """figure("what was measured") prints a line at the end of the run."""
    return functools.partial(record_property, "figure")


def log_plainly() -> None:
    """As structlog does by itself, but for errors: it would draw them, with every variable of every
    frame and the code in colours, which takes a tenth of what a story of failures does.
    """
    structlog.reset_defaults()
    *others, _ = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*others, plain])


log_plainly()


@pytest.fixture
def logs() -> Iterator[list[Any]]:
    """What is logged, whatever a command that ran in this process has asked for."""
    log_plainly()
    with capture_logs() as lines:
        yield lines


def pytest_runtest_setup(item: pytest.Item) -> None:
    """What a part of the long tests took is a figure of its own."""
    if (mark := item.get_closest_marker("proof")) is not None:
        item.user_properties.append(("part", mark.kwargs["part"]))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    passed = [report for report in terminalreporter.getreports("passed") if report.when == "call"]
    took: dict[object, list[float]] = {}
    lines: list[str] = []
    for report in passed:
        for name, value in report.user_properties:
            if name == "part":
                took.setdefault(value, []).append(report.duration)
            elif name == "figure":
                lines.append(str(value))
    lines += [
        f"{part}: {len(each)} passed in {sum(each):.0f} s, the longest in {max(each):.0f} s"
        for part, each in took.items()
    ]
    if lines:
        terminalreporter.section("figures")
        for line in lines:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A running private Dovecot."""
    from tests.servers.dovecot import Dovecot, find_dovecot

    installation = find_dovecot()
    need("Dovecot (run tools/unpack-debian)", installation)
    assert installation is not None
    with Dovecot(installation) as server:
        yield server


@pytest.fixture(scope="session")
def cyrus() -> Iterator[Cyrus]:
    """A running private Cyrus."""
    from tests.servers.cyrus import Cyrus
    from tests.servers.unpacked import find_unpacked

    unpacked = find_unpacked("cyrus")
    need("Cyrus (run tools/unpack-debian cyrus)", unpacked)
    assert unpacked is not None
    with Cyrus(unpacked) as server:
        yield server


@pytest.fixture
def cyrus_with_idled(cyrus: Cyrus) -> Iterator[Cyrus]:
    """The same with the daemon by which it tells of new mail at once."""
    with type(cyrus)(cyrus.unpacked, pushes=True) as server:
        yield server


@pytest.fixture(scope="session")
def courier() -> Iterator[Courier]:
    """A running private Courier-IMAP."""
    from tests.servers.courier import Courier
    from tests.servers.unpacked import find_unpacked

    unpacked = find_unpacked("courier")
    need("Courier (run tools/unpack-debian courier)", unpacked)
    assert unpacked is not None
    with Courier(unpacked) as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_with_metadata() -> Iterator[Dovecot]:
    """A running private Dovecot that offers METADATA."""
    from tests.servers.dovecot import Dovecot, find_dovecot

    installation = find_dovecot()
    need("Dovecot (run tools/unpack-debian)", installation)
    assert installation is not None
    with Dovecot(installation, metadata=True) as server:
        yield server


@pytest.fixture(scope="session")
def access_tokens() -> Iterator[AccessTokens]:
    """Who knows which access tokens are good."""
    from tests.servers.access_tokens import AccessTokens

    with AccessTokens() as book:
        yield book


@pytest.fixture(scope="session")
def dovecot_with_tokens(access_tokens: AccessTokens) -> Iterator[Dovecot]:
    """A running private Dovecot that lets accounts in by access tokens, too."""
    from tests.servers.dovecot import Dovecot, find_dovecot

    installation = find_dovecot()
    need("Dovecot (run tools/unpack-debian)", installation)
    assert installation is not None
    with Dovecot(installation, introspection=access_tokens.port) as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_with_sieve() -> Installation:
    """A Dovecot that may run Sieve scripts, not started."""
    from tests.servers.dovecot import find_dovecot

    installation = find_dovecot()
    need("Dovecot with Sieve (run tools/unpack-debian)", installation and installation.has_sieve)
    assert installation is not None
    return installation


@pytest.fixture(scope="session")
def faketime() -> Path:
    """The library that gives a process a clock of its own."""
    from tests.servers.faketime import find_faketime

    library = find_faketime()
    need("libfaketime (run tools/unpack-debian)", library)
    assert library is not None
    return library


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A running private PostgreSQL."""
    from tests.servers.postgresql import PostgresServer, find_postgresql

    programs = find_postgresql()
    need("PostgreSQL (run tools/unpack-debian postgresql)", programs)
    assert programs is not None
    with PostgresServer(programs) as server:
        yield server


@pytest.fixture
def pg_url(postgresql: PostgresServer) -> Iterator[str]:
    """The URL of a fresh, empty PostgreSQL database."""
    with postgresql.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a fresh, empty database of each engine."""
    if request.param == "postgresql":
        url: str = request.getfixturevalue("pg_url")
        return url
    return f"sqlite:///{tmp_path / 'mailtracker.db'}"


@pytest.fixture
def account(dovecot: Dovecot) -> Box:
    """A fresh account: .address, .user, .password, .deliver(raw), .client(),
    .mails(), .imap (for ImapMailbox).
    """
    return dovecot.new_box()


@pytest.fixture
def mail_server(request: pytest.FixtureRequest) -> ImapServer:
    """Where mailboxes lie: Dovecot, unless a story is told on another one."""
    server: ImapServer = request.getfixturevalue(getattr(request, "param", "dovecot"))
    return server


@pytest.fixture
def post_office(mail_server: ImapServer) -> Iterator[PostOffice]:
    """An SMTP server that delivers into real mailboxes: .smtp_port, .add(address),
    .mails(address), .send(...), .log.
    """
    from tests.servers.smtpd import PostOffice

    with PostOffice(mail_server) as office:
        yield office


@pytest.fixture
def smtp_sink() -> Iterator[SmtpSink]:
    """An SMTP server that accepts everything, but for what its `refuse` and `faults` say."""
    from tests.servers.smtpd import SmtpSink

    with SmtpSink() as sink:
        yield sink


@pytest.fixture(scope="session")
def embedded_imap() -> Iterator[EmbeddedImap]:
    """The demo's IMAP server."""
    pytest.importorskip("pymap")
    from mailtracker.demo.servers import EmbeddedImap

    with EmbeddedImap({"first@corp.example": "demo"}) as server:
        yield server


LATER = pytest.mark.proof(part="servers")
OTHERS = [pytest.param(name, marks=LATER) for name in ("cyrus", "courier")]


@pytest.fixture(params=["pymap", "dovecot", *OTHERS])
def box(request: pytest.FixtureRequest) -> Box:
    """A fresh account on each IMAP server: the contract holds on all of them."""
    from tests.servers.dovecot import PASSWORD, Box

    if request.param != "pymap":
        fresh: Box = request.getfixturevalue(request.param).new_box()
        return fresh
    embedded: EmbeddedImap = request.getfixturevalue("embedded_imap")
    name = f"u{uuid.uuid4().hex[:10]}@corp.example"
    embedded.add_user(name, PASSWORD)
    return Box(embedded.host, embedded.port, name, PASSWORD, embedded)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """(certificate, key) for localhost and 127.0.0.1; the certificate is its own authority."""
    from tests.servers.certificate import make_certificate

    need("the openssl program", shutil.which("openssl"))
    return make_certificate(Path(tmp_path_factory.mktemp("certificate")))
