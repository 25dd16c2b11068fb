"""The URL of a PostgreSQL database in; what libpq is told by it, or what is wrong with it, out.

It is libpq's own URL (PostgreSQL's manual, "Connection URIs"), with one key besides: the
`password_file`, which stands under [store] and travels here, so that no secret does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlencode

from mailtracker.loopback import is_loopback
from mailtracker.record import dataclass

SCHEMES = ("postgresql+psycopg://", "postgresql://", "postgres://")

VERIFIED = ("verify-full", "verify-ca")
"""What `sslmode` must be to another machine; `require` is worth a warning: it encrypts, and asks
nobody who the server is.
"""

SECRETS = ("password", "sslpassword")
FILES = ("passfile", "sslcert", "sslkey", "sslrootcert", "sslcrl")
"""They stand beside the config file, as other files do; `sslrootcert=system` is none."""

FILE_KEY = "password_file"
"""Our own key."""

UNREADY = ("read-only", "standby", "prefer-standby")
"""Sessions in which nobody writes."""


def is_postgres(url: str) -> bool:
    return url.startswith(SCHEMES)


@dataclass(frozen=True, slots=True)
class PostgresUrl:
    """What is told libpq, by its own `keywords`, and where the password is, as written in the
    config, by `password_file` ("": libpq finds one itself, or needs none).
    """

    keywords: Mapping[str, str]
    password_file: str = ""

    @property
    def hosts(self) -> list[str]:
        """Those that are named: names, addresses, and folders of sockets."""
        named = (self.keywords.get(key, "") for key in ("host", "hostaddr"))
        return [one for text in named for one in text.split(",") if one]

    @property
    def is_local(self) -> bool:
        """Whether nothing leaves this machine. What a service file names is not known here."""
        return bool(self.hosts) and all(map(_is_here, self.hosts))

    @property
    def is_verified(self) -> bool:
        """The server must prove that it is the one that we mean."""
        return self.keywords.get("sslmode") in VERIFIED

    @property
    def unverified(self) -> bool:
        """It is encrypted, and whoever stands between could be the server."""
        return not self.is_local and not self.is_verified

    @property
    def where(self) -> str:
        """How people call it."""
        words = self.keywords
        host, port = words.get("host") or words.get("hostaddr", ""), words.get("port", "")
        at = f"{host}:{port}" if port and "," not in host else host.replace(",", ", ")
        name = f"database {words['dbname']}" if "dbname" in words else "the database"
        return f"{name} on {at}" if at else f"{name} of service {words.get('service')}"

    def __str__(self) -> str:
        """As one URL, which SQLAlchemy reads as well."""
        words = dict(self.keywords)
        user, name = quote(words.pop("user", ""), ""), quote(words.pop("dbname", ""), "")
        host = ""
        if "," not in words.get("host", ",") and not words["host"].startswith("/"):
            host = words.pop("host")
            host = f"[{host}]" if ":" in host else quote(host, "")
            host += f":{words.pop('port')}" if "port" in words else ""
        if self.password_file:
            words[FILE_KEY] = self.password_file
        at = f"{user}@{host}" if user else host
        query = f"?{urlencode(words, quote_via=quote, safe='/')}" if words else ""
        return f"{SCHEMES[0]}{at}/{name}{query}"

    def beside(self, folder: PurePosixPath) -> PostgresUrl:
        """With whole paths: files are named as seen from `folder`."""
        words = {
            key: str(folder / value) if key in FILES and value != "system" else value
            for key, value in self.keywords.items()
        }
        return PostgresUrl(words, self.password_file)


def _is_here(host: str) -> bool:
    return host.startswith(("/", "@")) or is_loopback(host)


def parsed(url: str) -> PostgresUrl:
    """Raises ValueError, which quotes nothing of a password."""
    scheme = next(one for one in SCHEMES if url.startswith(one))
    rest, _, query = url.removeprefix(scheme).partition("?")
    authority, _, name = rest.partition("/")
    login, _, at = authority.rpartition("@")
    user, has_password, _ = login.partition(":")
    if has_password:
        raise ValueError(_STANDS_ELSEWHERE)
    hosts = [_host(one) for one in at.split(",")] if at else []
    words = {"user": unquote(user), "dbname": unquote(name)}
    words["host"] = ",".join(host for host, _ in hosts)
    if any(port for _, port in hosts):
        words["port"] = ",".join(port for _, port in hosts)
    words = {key: value for key, value in words.items() if value}
    for one in filter(None, query.split("&")):
        key, value = map(unquote, one.partition("=")[::2])  # a plus is a plus, as for libpq
        if words.setdefault(key, value) != value:
            raise ValueError(f"says {key} twice; several hosts are host=one,two&port=5432,5433")
    return PostgresUrl(words, words.pop(FILE_KEY, ""))


def _host(written: str) -> tuple[str, str]:
    """(host, port): "[::1]:5432", "db.corp.example"."""
    if written.startswith("["):
        host, _, port = written[1:].partition("]")
        return host, port.removeprefix(":")
    host, _, port = written.partition(":")
    return unquote(host), port


_STANDS_ELSEWHERE = (
    "a password does not stand in a URL: write it to a file that only our account can read, and "
    "name that by password_file"
)


def wrong_with(url: PostgresUrl) -> Iterator[str]:
    """Each thing that would keep us from it, or that it may not be."""
    words = url.keywords
    if not words.keys().isdisjoint(SECRETS):
        yield _STANDS_ELSEWHERE
    if not words.keys() & {"dbname", "service"}:
        yield 'names no database: "postgresql+psycopg://user@host/database"'
    if not words.keys() & {"host", "hostaddr", "service"}:
        yield "names no host; the socket of this machine is ?host=/var/run/postgresql"
    if not all(one.isdecimal() for one in words.get("port", "0").split(",") if one):
        yield f"its port is no number: {words['port']}"
    if words.get("target_session_attrs") in UNREADY:
        yield "wants a server that nobody writes on; say target_session_attrs=read-write"
    if not url.is_local and words.get("sslmode") not in (*VERIFIED, "require"):
        yield _in_clear(url)


def _in_clear(url: PostgresUrl) -> str:
    others = [host for host in url.hosts if not _is_here(host)]
    where = f"{others[0]} is another machine" if others else "a service file names the host"
    mode = url.keywords.get("sslmode")
    said = f"sslmode={mode}" if mode else "a URL without sslmode"
    return (
        f"{where}, and {said} does not keep out clear text: say sslmode=verify-full, and the "
        f"authority of its certificate by sslrootcert=/path/to/ca.pem"
    )
