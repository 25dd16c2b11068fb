"""What PostgreSQL says is known by its SQLSTATE, what libpq says by its words."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable, Untrusted
from mailtracker.store.pg.troubles import TroubleKind, is_lost, trouble

WHERE = "database mt on db.corp:5432"
BY_STATE: dict[str, TroubleKind | None] = {
    "08000": TroubleKind.LOST,
    "08006": TroubleKind.LOST,
    "08P01": TroubleKind.LOST,
    "25P03": TroubleKind.LOST,
    "57P05": TroubleKind.LOST,
    "57P01": TroubleKind.DOWN,
    "57P02": TroubleKind.DOWN,
    "57P03": TroubleKind.DOWN,
    "25006": TroubleKind.STANDBY,
    "53300": TroubleKind.CROWDED,
    "53100": TroubleKind.FULL,
    "53200": TroubleKind.FULL,
    "53400": TroubleKind.FULL,
    "58030": TroubleKind.FULL,
    "55P03": TroubleKind.LOCKED,
    "57014": TroubleKind.LOCKED,
    "40001": TroubleKind.CROSSED,
    "40P01": TroubleKind.CROSSED,
    "28P01": TroubleKind.LOGIN,
    "28000": TroubleKind.LOGIN,
    "3D000": TroubleKind.NO_DATABASE,
    "57P04": TroubleKind.NO_DATABASE,
    "3F000": TroubleKind.NO_DATABASE,
    "42501": TroubleKind.NO_RIGHT,
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
    f"{TCP}Connection refused\n\tIs the server running on that host?": TroubleKind.LOST,
    f"{TCP}timeout expired": TroubleKind.LOST,
    f"{TCP}No route to host": TroubleKind.LOST,
    f"{TCP}server closed the connection unexpectedly\n\tThis probably means ...": TroubleKind.LOST,
    f"{TCP}SSL SYSCALL error: Connection reset by peer": TroubleKind.LOST,
    f"{TCP}Es ist etwas anderes": TroubleKind.LOST,
    f"{SOCKET}No such file or directory": TroubleKind.LOST,
    "failed to resolve host 'db.corp': [Errno -2] Name or service not known": TroubleKind.LOST,
    "the connection is closed": TroubleKind.LOST,
    "consuming input failed: server closed the connection unexpectedly": TroubleKind.LOST,
    f"{TCP}FATAL:  the database system is shutting down": TroubleKind.DOWN,
    f"{TCP}FATAL:  the database system is starting up": TroubleKind.DOWN,
    f"{TCP}FATAL:  the database system is in recovery mode": TroubleKind.DOWN,
    f"{TCP}session is read-only": TroubleKind.STANDBY,
    f"{TCP}FATAL:  sorry, too many clients already": TroubleKind.CROWDED,
    f'{TCP}FATAL:  too many connections for role "mt"': TroubleKind.CROWDED,
    f"{TCP}FATAL:  remaining connection slots are reserved for superusers": TroubleKind.CROWDED,
    f"{TCP}fe_sendauth: no password supplied": TroubleKind.LOGIN,
    f'{TCP}FATAL:  password authentication failed for user "mt"': TroubleKind.LOGIN,
    f'{TCP}FATAL:  Peer authentication failed for user "mt"': TroubleKind.LOGIN,
    f'{TCP}FATAL:  role "mt" does not exist': TroubleKind.LOGIN,
    f'{TCP}FATAL:  no pg_hba.conf entry for host "192.0.2.1", user "mt"': TroubleKind.LOGIN,
    f"{SOCKET}Permission denied": TroubleKind.LOGIN,
    f'{TCP}FATAL:  database "mt" does not exist': TroubleKind.NO_DATABASE,
    f'{TCP}FATAL:  permission denied for database "mt"': TroubleKind.NO_RIGHT,
    f"{TCP}server does not support SSL, but SSL was required": TroubleKind.UNTRUSTED,
    f"{TCP}SSL error: certificate verify failed": TroubleKind.UNTRUSTED,
    f'{TCP}root certificate file "/ca.pem" does not exist\nEither ...': TroubleKind.UNTRUSTED,
    f'{TCP}server certificate for "x" does not match host name "db.corp"': TroubleKind.UNTRUSTED,
    f'{TCP}private key file "/key" has group or world access': TroubleKind.UNTRUSTED,
    f"{TCP}received invalid response to SSL negotiation: H": TroubleKind.CONFIG,
    f"{TCP}FATAL:  unsupported startup parameter: options": TroubleKind.CONFIG,
    'connection is bad: definition of service "nix" not found': TroubleKind.CONFIG,
    'connection is bad: invalid sslmode value: "foo"': TroubleKind.CONFIG,
    'invalid connection option "nix"': TroubleKind.CONFIG,
}
RAISED = {
    TroubleKind.LOST: Unreachable,
    TroubleKind.STANDBY: Unreachable,
    TroubleKind.FULL: Unreachable,
    TroubleKind.LOGIN: LoginRefused,
    TroubleKind.UNTRUSTED: Untrusted,
    TroubleKind.NO_RIGHT: MailtrackerError,
}


def with_state(state: str) -> BaseException:
    """As SQLAlchemy wraps it; the driver's class says nothing."""
    error = psycopg.DatabaseError("what it says\nDETAIL:  Key (subject)=(their words)")
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
    assert found.kind == TroubleKind.STANDBY


def test_what_passes_by_itself_is_tried_again() -> None:
    for kind in TroubleKind:
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
