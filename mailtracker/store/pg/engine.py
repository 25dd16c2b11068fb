"""A URL in, a pool of connections to PostgreSQL out, each of which was looked at and told how we
want it.
"""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine, create_engine

from mailtracker.errors import MailtrackerError
from mailtracker.password_file import Beside, NoPassword, read_line
from mailtracker.postgres_url import PostgresUrl, parsed
from mailtracker.record import dataclass
from mailtracker.store.pg.troubles import STANDBY, PgTrouble, TroubleKind, UnfitServer, is_lost

if TYPE_CHECKING:
    import psycopg

    Driver = psycopg.Connection[tuple[Any, ...]]

# What it says of a lost session it raises as well.
logging.getLogger("psycopg").setLevel(logging.CRITICAL)

OLDEST = 14
MISSING = "PostgreSQL needs the package psycopg: pip install 'mailtracker[postgresql]'"

CONNECTING = {
    "connect_timeout": "5",
    # a peer that is gone without a word is known within a quarter of a minute
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "15000",
    "client_encoding": "UTF8",
}
"""What libpq is told where the URL does not say it."""

SESSION = {
    "TimeZone": "UTC",
    "statement_timeout": "0",
    "lock_timeout": "30s",
    # the same the other way round: locks of a machine that is gone are free again as soon
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
WRITING = {"synchronous_commit": "on", "idle_in_transaction_session_timeout": "60s"}
READING = {"idle_in_transaction_session_timeout": "10min"}
"""A process that stands still holds no lock, and no view, for longer."""

WATCHING = {"client_connection_check_interval": "5s"}
"""So that what somebody asked who is gone ends. Not every system that PostgreSQL runs on has it."""


@dataclass(frozen=True, slots=True)
class PgSession:
    """How we connect: only to read (`read_only`), and by which name we stand among the sessions of
    the server (`application_name`). `pool_size` is how many connections there are at most.
    """

    read_only: bool = False
    application_name: str = "mailtracker"
    pool_size: int = 1


_ANEW = "make it anew by CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"


def engine_of(url: str, session: PgSession) -> Engine:
    """Nothing is connected yet. Errors are SQLAlchemy's (`troubles.trouble` says what they are), or
    UnfitServer. Each statement sees what was committed when it began; of a session that only reads
    all of a transaction see the same.
    """
    there = parsed(url)
    psycopg = _driver()
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: _connected(there, session, psycopg),
        hide_parameters=True,  # errors would quote mails
        pool_size=session.pool_size,
        max_overflow=0,
        use_native_hstore=False,
    )
    known = engine.dialect.is_disconnect  # only whether the driver has closed it
    engine.dialect.is_disconnect = (  # type: ignore[method-assign]
        lambda error, *where: is_lost(error) or known(error, *where)
    )
    return engine


def _driver() -> Any:
    try:
        import psycopg
    except ImportError as error:
        raise MailtrackerError(MISSING) from error
    return psycopg


def _connected(there: PostgresUrl, session: PgSession, psycopg: Any) -> Driver:
    from mailtracker.store.pg.cursor import QuietCursor

    words = {**CONNECTING, **there.keywords, "application_name": session.application_name}
    if len(there.keywords.get("host", "").split(",")) > 1:
        words.setdefault("target_session_attrs", "read-write")
    if there.password_file:
        words["password"] = _password(there)
    told = psycopg.conninfo.make_conninfo(**words)
    manner = {"autocommit": True, "prepare_threshold": None, "cursor_factory": QuietCursor}
    driver = cast("Driver", psycopg.connect(told, **manner))
    try:
        _see_to(driver)
        _tell(driver, {**SESSION, **(READING if session.read_only else WRITING)})
    except BaseException:
        driver.close()
        raise
    levels = psycopg.IsolationLevel
    driver.autocommit = False
    driver.isolation_level = levels.REPEATABLE_READ if session.read_only else levels.READ_COMMITTED
    driver.read_only = session.read_only or None  # None: as the server thinks fit
    return driver


def _password(there: PostgresUrl) -> str:
    """As it is now: whoever changes it need not stop us."""
    try:
        return read_line(there.password_file, Beside(Path("/"), os.environ))
    except NoPassword as error:
        said = PgTrouble(TroubleKind.LOGIN, f"is not asked: {error}")
        raise UnfitServer(said) from None


def _see_to(driver: Driver) -> None:
    """By what the server said when we came: it costs no word more."""
    version = driver.info.server_version // 10_000
    if version < OLDEST:
        old = f"is on PostgreSQL {version}; we need {OLDEST} or newer"
        raise UnfitServer(PgTrouble(TroubleKind.CONFIG, old))
    encoding = driver.info.parameter_status("server_encoding")
    if encoding not in (None, "UTF8"):
        lacks = f"keeps its text in {encoding}, which has not every letter"
        raise UnfitServer(PgTrouble(TroubleKind.CONFIG, lacks, _ANEW))
    if driver.info.parameter_status("in_hot_standby") == "on":
        raise UnfitServer(STANDBY)


def _tell(driver: Driver, settings: dict[str, str]) -> None:
    try:
        driver.execute(_set({**settings, **WATCHING}))
    except Exception as error:
        if getattr(error, "sqlstate", None) != "22023":  # invalid_parameter_value
            raise
        driver.execute(_set(settings))


def _set(settings: dict[str, str]) -> Any:
    return "; ".join(f"SET {name} = '{value}'" for name, value in settings.items())
