"""What PostgreSQL or its driver says → what that is, for a person, and whether to try again.

A server says what is wrong by a SQLSTATE, whatever its language and the driver's class for it.
While a connection is made libpq does not tell it: there the words of libpq and of the server are
known, in English, and what is not known is quoted. No row is ever quoted.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable, Untrusted
from mailtracker.late_pattern import late_pattern
from mailtracker.record import dataclass


class TroubleKind(Enum):
    """What is wrong."""

    #: The connection is gone, or none can be made.
    LOST = auto()
    #: The server is going down, or is coming up.
    DOWN = auto()
    #: We are on a standby: nobody writes there.
    STANDBY = auto()
    #: All connections that the server, or our role, may have are taken.
    CROWDED = auto()
    #: No room on its disk or in its memory, or no disk.
    FULL = auto()
    #: Somebody holds for long what we want.
    LOCKED = auto()
    #: Two transactions crossed; this one may simply be done again.
    CROSSED = auto()
    #: It does not let us in.
    LOGIN = auto()
    #: There is no such database.
    NO_DATABASE = auto()
    #: Our role may not do this.
    NO_RIGHT = auto()
    #: TLS is refused, or its certificate.
    UNTRUSTED = auto()
    #: What the config says cannot be.
    CONFIG = auto()


AGAIN = frozenset(
    {
        TroubleKind.LOST,
        TroubleKind.DOWN,
        TroubleKind.STANDBY,
        TroubleKind.CROWDED,
        TroubleKind.FULL,
        TroubleKind.LOCKED,
        TroubleKind.CROSSED,
    }
)
"""What passes without anybody changing the config, so that it is tried again."""

GONE = frozenset({TroubleKind.LOST, TroubleKind.DOWN, TroubleKind.STANDBY})
"""After these no connection of the pool is worth anything."""


@dataclass(frozen=True, slots=True)
class PgTrouble:
    """One thing that is wrong: its `kind`, what is wrong in `words`, and what is `todo` ("":
    nothing).
    """

    kind: TroubleKind
    words: str
    todo: str = ""

    @property
    def again(self) -> bool:
        return self.kind in AGAIN

    def told(self, where: str) -> str:
        """On one line; `where` as `PostgresUrl` calls it."""
        return f"{where} {self.words}" + (f"; {self.todo}" if self.todo else "")

    def error(self, where: str, serving: bool = False) -> MailtrackerError:
        """While we are `serving`, all of it is only a pause: a password may be changed, a right be
        given, a certificate be renewed, and what needs the database waits for that.
        """
        kind = Unreachable if serving else _ERRORS.get(self.kind, MailtrackerError)
        return kind(self.told(where))


class UnfitServer(Exception):
    """A connection that was made, or could be, and that we do not want: why says its `trouble`."""

    def __init__(self, trouble: PgTrouble) -> None:
        super().__init__(trouble.words)
        self.trouble = trouble


_ERRORS: dict[TroubleKind, type[MailtrackerError]] = {
    **dict.fromkeys(AGAIN, Unreachable),
    TroubleKind.LOGIN: LoginRefused,
    TroubleKind.UNTRUSTED: Untrusted,
}

_WAIT = "we go on trying"
_LOGIN = "see the user in [store] url, password_file, and the lines of pg_hba.conf there"
_GRANT = "make our role the owner of the database and of its tables (docs/operations.md)"
_NO_DATABASE = (
    "see its name in [store] url; an administrator makes it by: CREATE DATABASE name OWNER role "
    "ENCODING 'UTF8' TEMPLATE template0"
)
_TO_PRIMARY = (
    "we go on trying; the host must lead to the primary, or name all and say "
    "target_session_attrs=read-write"
)

_LOST = PgTrouble(TroubleKind.LOST, "is lost: the connection to it broke", _WAIT)
_ENDED = PgTrouble(TroubleKind.LOST, "has ended our session", _WAIT)
_GOING = PgTrouble(TroubleKind.DOWN, "is shutting down, or has ended our session", _WAIT)
_COMING = PgTrouble(TroubleKind.DOWN, "is starting up", _WAIT)
STANDBY = PgTrouble(
    TroubleKind.STANDBY, "cannot be written: it is a standby, or read-only", _TO_PRIMARY
)
_CROWDED = PgTrouble(
    TroubleKind.CROWDED,
    "has no connection left for us",
    "we go on trying; see max_connections there, and who holds them in pg_stat_activity",
)
_FULL = PgTrouble(
    TroubleKind.FULL, "has no room left on its disk", "make room there; we go on trying"
)
_MEMORY = PgTrouble(TroubleKind.FULL, "is out of memory", _WAIT)
_LOCKED = PgTrouble(
    TroubleKind.LOCKED,
    "keeps us waiting for a lock",
    "we go on trying; who holds it stands in pg_stat_activity",
)
_CROSSED = PgTrouble(TroubleKind.CROSSED, "has undone a transaction that crossed another", _WAIT)
_REFUSED = PgTrouble(TroubleKind.LOGIN, "does not let us in", _LOGIN)
_MISSING = PgTrouble(TroubleKind.NO_DATABASE, "is not there", _NO_DATABASE)
_FORBIDDEN = PgTrouble(TroubleKind.NO_RIGHT, "does not let our role do this", _GRANT)

_STATES: dict[str, PgTrouble] = {
    # -- PostgreSQL's table of error codes (appendix A of its manual); two characters: a class
    "08": _LOST,
    "57P01": _GOING,  # also where an administrator ended our session alone
    "57P02": _GOING,
    "57P03": _COMING,
    "57P04": PgTrouble(TroubleKind.NO_DATABASE, "was dropped", _NO_DATABASE),
    "57P05": _ENDED,
    "25P03": _ENDED,  # idle in a transaction for too long: we were paused
    "25P04": _ENDED,
    "25006": STANDBY,
    "53300": _CROWDED,
    "53100": _FULL,
    "53200": _MEMORY,
    "53": _FULL,
    "58": PgTrouble(
        TroubleKind.FULL, "cannot read or write its disk", "see its log; we go on trying"
    ),
    "55P03": _LOCKED,
    "57014": PgTrouble(TroubleKind.LOCKED, "has cancelled what we asked", _WAIT),
    "40": _CROSSED,
    "28": _REFUSED,
    "3D000": _MISSING,
    "3F000": PgTrouble(
        TroubleKind.NO_DATABASE, "has no schema for our tables", "see search_path of our role"
    ),
    "42501": _FORBIDDEN,
}

_NOT_SEEN = "see that it runs, that host and port are its own, and no firewall between"
_CERTIFICATE = "name its authority by sslrootcert in [store] url, and its own name as the host"


@dataclass(frozen=True, slots=True)
class _KnownSaying:
    """Words that were `said`, and the `trouble` that they mean."""

    said: re.Pattern[str]
    trouble: PgTrouble


def _row(said: str, trouble: PgTrouble) -> _KnownSaying:
    return _KnownSaying(late_pattern(said, re.IGNORECASE), trouble)


_WORDS: tuple[_KnownSaying, ...] = (
    # -- the server, while it lets us in
    _row(
        r"no password supplied",
        PgTrouble(
            TroubleKind.LOGIN,
            "wants a password, and there is none",
            "name its file: by password_file under [store], or --password-file of `copy`",
        ),
    ),
    _row(
        r"password authentication failed|authentication failed for user",
        PgTrouble(
            TroubleKind.LOGIN,
            "does not take our user with this password",
            "see the user in [store] url, and password_file",
        ),
    ),
    _row(r'role "[^"]*" (?:does not exist|is not permitted to log in)', _REFUSED),
    _row(r"no pg_hba\.conf entry|pg_hba\.conf rejects|no such user", _REFUSED),
    _row(r'database "[^"]*" does not exist|no such database', _MISSING),
    _row(r"permission denied for database", _FORBIDDEN),
    _row(r"too many (?:clients|connections)|connection slots are reserved|no more conn", _CROWDED),
    _row(r"the database system is shutting down", _GOING),
    _row(r"the database system is|not yet accepting connections|in recovery mode", _COMING),
    _row(r"session is read-only|server is in hot standby mode", STANDBY),
    # -- libpq: TLS
    _row(
        r"server does not support SSL",
        PgTrouble(
            TroubleKind.UNTRUSTED,
            "is on a server that speaks no TLS",
            "switch `ssl` on in its postgresql.conf",
        ),
    ),
    _row(
        r"received invalid response to SSL negotiation",
        PgTrouble(
            TroubleKind.CONFIG, "is no PostgreSQL, by what answers there", "see host and port"
        ),
    ),
    _row(
        r"root certificate file .* does not exist|could not (?:load|read) root certificate",
        PgTrouble(
            TroubleKind.UNTRUSTED,
            "cannot be verified without the authority of its certificate",
            "name it by sslrootcert in [store] url",
        ),
    ),
    _row(
        r"certificate verify failed|does not match host name|certificate .*(?:expired|revoked)",
        PgTrouble(
            TroubleKind.UNTRUSTED, "is behind a certificate that we cannot trust", _CERTIFICATE
        ),
    ),
    _row(
        r"private key file|could not (?:load|read) (?:private key|certificate)",
        PgTrouble(
            TroubleKind.UNTRUSTED,
            "wants a certificate of ours that cannot be used",
            "see sslcert and sslkey, which nobody else may read",
        ),
    ),
    # -- libpq: nobody there
    _row(
        r"could not translate host name|failed to resolve host",
        PgTrouble(
            TroubleKind.LOST,
            "cannot be reached: the name of its host is not known",
            "see the host in [store] url; we go on trying",
        ),
    ),
    _row(
        r"connection refused|No such file or directory",
        PgTrouble(TroubleKind.LOST, "cannot be reached: nobody listens there", _NOT_SEEN),
    ),
    _row(
        r"timeout expired|timed out|no route to host|unreachable",
        PgTrouble(TroubleKind.LOST, "cannot be reached: nobody answers", _NOT_SEEN),
    ),
    _row(
        r"Permission denied",
        PgTrouble(
            TroubleKind.LOGIN,
            "cannot be reached: we may not use the socket",
            "see who may use the folder of the socket",
        ),
    ),
    _row(
        r"closed the connection|connection (?:is|socket) closed|connection reset|broken pipe"
        r"|SSL SYSCALL|unexpected eof|EOF detected",
        _LOST,
    ),
    # -- libpq: what the config says
    _row(
        r"unsupported startup parameter",
        PgTrouble(
            TroubleKind.CONFIG,
            "is behind a proxy that refuses what we say first",
            "leave `options` out of [store] url, or have the proxy ignore it",
        ),
    ),
    _row(
        r"definition of service|service file",
        PgTrouble(
            TroubleKind.CONFIG,
            "is not known: no service file has it",
            "see pg_service.conf or PGSERVICEFILE",
        ),
    ),
    _row(
        r"^(?:connection is bad: |connection failed: )*(?:invalid|could not match|missing key)",
        PgTrouble(
            TroubleKind.CONFIG, "cannot be asked: the url of [store] is not what libpq knows", ""
        ),
    ),
)


def trouble(error: BaseException) -> PgTrouble | None:
    """What an error of SQLAlchemy's or the driver's is, or that a connection is unfit; None for a
    mistake of ours.
    """
    if isinstance(error, UnfitServer):
        return error.trouble
    driver = getattr(error, "orig", None) or error
    if state := getattr(driver, "sqlstate", None):
        known = _STATES.get(state) or _STATES.get(state[:2])
        return _quoting(known, str(driver)) if known else None
    if not type(driver).__module__.startswith("psycopg"):
        return None
    said = str(driver)
    if row := next((row for row in _WORDS if row.said.search(said)), None):
        return _quoting(row.trouble, said)
    # Without a state, this one class is for what libpq says, in any language; others are misuse.
    if any(kind.__name__ == "OperationalError" for kind in type(driver).__mro__):
        return PgTrouble(TroubleKind.LOST, f"cannot be reached ({_shortened(said)})", _WAIT)
    return None


_QUOTED = frozenset(
    {TroubleKind.LOGIN, TroubleKind.NO_RIGHT, TroubleKind.UNTRUSTED, TroubleKind.CONFIG}
)
"""Of which somebody must know more: names of roles, hosts, files and tables, no row."""


def _quoting(known: PgTrouble, said: str) -> PgTrouble:
    quoted = f" ({_shortened(said)})" if known.kind in _QUOTED else ""
    return PgTrouble(known.kind, known.words + quoted, known.todo)


def is_lost(error: BaseException) -> bool:
    """Whether no connection of the pool is worth anything any more."""
    known = trouble(error)
    return known is not None and known.kind in GONE


def _shortened(said: str) -> str:
    """What libpq says first; below stand its guesses, a detail, and what other hosts said."""
    said = said.partition("\n")[0]
    said = re.sub(r"^connection (?:failed|is bad): ", "", said)
    return re.sub(r"^connection to server .*? failed: |FATAL: +|fe_sendauth: ", "", said)
