"""What PostgreSQL says is known by its SQLSTATE, what libpq says by its words."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable, Untrusted
from mailtracker.store.pg.troubles import Kind, is_lost, trouble

WHERE = "database mt on db.corp:5432"
BY_STATE: dict[str, Kind | None] = {
    "08000": Kind.LOST,
    "08006": Kind.LOST,
    "08P01": Kind.LOST,
    "25P03": Kind.LOST,
    "57P05": Kind.LOST,
    "57P01": Kind.DOWN,
    "57P02": Kind.DOWN,
    "57P03": Kind.DOWN,
    "25006": Kind.STANDBY,
    "53300": Kind.CROWDED,
    "53100": Kind.FULL,
    "53200": Kind.FULL,
    "53400": Kind.FULL,
    "58030": Kind.FULL,
    "55P03": Kind.LOCKED,
    "57014": Kind.LOCKED,
    "40001": Kind.CROSSED,
    "40P01": Kind.CROSSED,
    "28P01": Kind.LOGIN,
    "28000": Kind.LOGIN,
    "3D000": Kind.NO_DATABASE,
    "57P04": Kind.NO_DATABASE,
    "3F000": Kind.NO_DATABASE,
    "42501": Kind.NO_RIGHT,
    # mistakes of ours: a constraint, a type, a word
    "23505": None,
    "22021": None,
    "42703": None,
    "42P01": None,
    "25P02": None,
    "XX000": None,
}
SOCKET = 'connection to server on socket "/run/pg/.s.PGSQL.5432" failed: '
TCP = 'connection to server at "db.corp" (192.0.2.7), port 5432 failed: '
BY_WORDS = {
    f"{TCP}Connection refused\n\tIs the server running on that host?": Kind.LOST,
    f"{TCP}timeout expired": Kind.LOST,
    f"{TCP}No route to host": Kind.LOST,
    f"{TCP}server closed the connection unexpectedly\n\tThis probably means ...": Kind.LOST,
    f"{TCP}SSL SYSCALL error: Connection reset by peer": Kind.LOST,
    f"{TCP}Es ist etwas anderes": Kind.LOST,
    f"{SOCKET}No such file or directory": Kind.LOST,
    "failed to resolve host 'db.corp': [Errno -2] Name or service not known": Kind.LOST,
    "the connection is closed": Kind.LOST,
    "consuming input failed: server closed the connection unexpectedly": Kind.LOST,
    f"{TCP}FATAL:  the database system is shutting down": Kind.DOWN,
    f"{TCP}FATAL:  the database system is starting up": Kind.DOWN,
    f"{TCP}FATAL:  the database system is in recovery mode": Kind.DOWN,
    f"{TCP}session is read-only": Kind.STANDBY,
    f"{TCP}FATAL:  sorry, too many clients already": Kind.CROWDED,
    f'{TCP}FATAL:  too many connections for role "mt"': Kind.CROWDED,
    f"{TCP}FATAL:  remaining connection slots are reserved for superusers": Kind.CROWDED,
    f"{TCP}fe_sendauth: no password supplied": Kind.LOGIN,
    f'{TCP}FATAL:  password authentication failed for user "mt"': Kind.LOGIN,
    f'{TCP}FATAL:  Peer authentication failed for user "mt"': Kind.LOGIN,
    f'{TCP}FATAL:  role "mt" does not exist': Kind.LOGIN,
    f'{TCP}FATAL:  no pg_hba.conf entry for host "192.0.2.1", user "mt"': Kind.LOGIN,
    f"{SOCKET}Permission denied": Kind.LOGIN,
    f'{TCP}FATAL:  database "mt" does not exist': Kind.NO_DATABASE,
    f'{TCP}FATAL:  permission denied for database "mt"': Kind.NO_RIGHT,
    f"{TCP}server does not support SSL, but SSL was required": Kind.UNTRUSTED,
    f"{TCP}SSL error: certificate verify failed": Kind.UNTRUSTED,
    f'{TCP}root certificate file "/ca.pem" does not exist\nEither ...': Kind.UNTRUSTED,
    f'{TCP}server certificate for "x" does not match host name "db.corp"': Kind.UNTRUSTED,
    f'{TCP}private key file "/key" has group or world access': Kind.UNTRUSTED,
    f"{TCP}received invalid response to SSL negotiation: H": Kind.CONFIG,
    f"{TCP}FATAL:  unsupported startup parameter: options": Kind.CONFIG,
    'connection is bad: definition of service "nix" not found': Kind.CONFIG,
    'connection is bad: invalid sslmode value: "foo"': Kind.CONFIG,
    'invalid connection option "nix"': Kind.CONFIG,
}
RAISED = {
    Kind.LOST: Unreachable,
    Kind.STANDBY: Unreachable,
    Kind.FULL: Unreachable,
    Kind.LOGIN: LoginRefused,
    Kind.UNTRUSTED: Untrusted,
    Kind.NO_RIGHT: MailtrackerError,
}


def with_state(state: str) -> BaseException:
    """As SQLAlchemy wraps it; the driver's class says nothing."""
    error = psycopg.DatabaseError("Key (subject)=(their words) already exists")
    error.sqlstate = state
    return DBAPIError.instance("INSERT", {}, error, psycopg.Error)


@pytest.fixture(autouse=True)
def states(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the driver takes its state from an answer of the server; here we say it."""
    monkeypatch.setattr(psycopg.Error, "sqlstate", None)


def test_a_state_is_known_whatever_the_class() -> None:
    found = {state: trouble(with_state(state)) for state in BY_STATE}
    assert {state: one.kind if one else None for state, one in found.items()} == BY_STATE
    assert not [one for one in found.values() if one and "their words" in one.told(WHERE)]


def test_words_are_known_where_no_state_is_told() -> None:
    for said, kind in BY_WORDS.items():
        of_config = said.startswith("invalid")
        driver = psycopg.ProgrammingError if of_config else psycopg.OperationalError
        found = trouble(driver(said))
        assert found is not None, said
        assert found.kind == kind, said
        told = found.told(WHERE)
        assert told.startswith(f"{WHERE} "), said
        assert "\n" not in told


def test_of_several_hosts_all_are_listened_to() -> None:
    all_of_them = (
        f"connection failed: {TCP}Connection refused\nMultiple connection attempts failed. All "
        f"failures were:\n- host: 'a': {TCP}session is read-only\n- host: 'b': {TCP}refused"
    )
    found = trouble(psycopg.OperationalError(all_of_them))
    assert found is not None
    assert found.kind == Kind.STANDBY


def test_what_passes_by_itself_is_tried_again() -> None:
    for kind in Kind:
        state = next((state for state, one in BY_STATE.items() if one == kind), None)
        said = next((said for said, one in BY_WORDS.items() if one == kind), "")
        found = trouble(with_state(state) if state else psycopg.OperationalError(said))
        assert found is not None, kind
        error = found.error(WHERE)
        assert type(error) is RAISED.get(kind, Unreachable if found.again else MailtrackerError)
        assert isinstance(error, Unreachable) == found.again


def test_no_other_error_is_the_servers() -> None:
    misuse = psycopg.InterfaceError("the cursor is closed")
    for mistake in (misuse, ValueError("connection refused"), KeyError()):
        assert trouble(mistake) is None


def test_a_session_that_is_lost_takes_the_pool_along() -> None:
    lost = {"57P01": True, "25006": True, "25P03": True, "55P03": False, "23505": False}
    assert {state: is_lost(with_state(state)) for state in lost} == lost
