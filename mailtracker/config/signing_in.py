"""What is written of access tokens in the raw tables: which login has them from which
`[oauth.NAME]`, where their secrets and files are, and what is wrong with that.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from mailtracker.config.passwords import CLIENT_SECRET, PASSWORD, read_password
from mailtracker.config.values import is_tenant_id
from mailtracker.password_file import Beside, NoPassword, check_file, locate
from mailtracker.record import dataclass

KeyPath = tuple[str | int, ...]
Found = tuple[KeyPath, str]
Table = Mapping[str, Any]
Logins = list[tuple[KeyPath, Table]]


@dataclass(frozen=True, slots=True)
class OAuthFiles:
    """What was found beside one table: the client `secret`, "" for none, and the `file` that it
    names for a certificate, a key or a refresh token.
    """

    secret: SecretStr = SecretStr("")
    file: Path | None = None


def issuer_tables(raw: Table) -> dict[str, Table]:
    """The tables `[oauth.NAME]` by name; what is no table the schema minds."""
    tables = raw.get("oauth")
    if not isinstance(tables, dict):
        return {}
    return {name: table for name, table in tables.items() if isinstance(table, dict)}


def check_names_of_issuers(raw: Table, logins: Logins) -> Iterator[Found]:
    """Each login that names a table finds it, and has no password; each table is named."""
    tables, named = issuer_tables(raw), set()
    for path, login in logins:
        name = login.get("oauth")
        if not isinstance(name, str):
            continue
        named.add(name)
        if name not in tables:
            yield (*path, "oauth"), _unknown(name, tables)
        if second := [key for key in PASSWORD.keys if login.get(key) is not None]:
            yield (*path, second[0]), "give oauth or a password, not both"
    for name in tables.keys() - named:
        yield (
            ("oauth", name),
            f'nobody uses it: write oauth = "{name}" in [mailbox.imap] or [smtp], or take it out',
        )


def _unknown(name: str, tables: Mapping[str, Table]) -> str:
    near = difflib.get_close_matches(name, tables, n=1)
    if near:
        return f"there is no table [oauth.{name}]; did you mean {near[0]}?"
    there = ", ".join(sorted(tables))
    hint = f"there is {there}" if there else 'write one, with issuer = "microsoft" or another'
    return f"there is no table [oauth.{name}]: {hint}"


def read_issuers(raw: Table, beside: Beside) -> tuple[dict[str, OAuthFiles], list[Found]]:
    """What stands beside each table, by its name, and what is wrong with that of others."""
    read: dict[str, OAuthFiles] = {}
    found: list[Found] = []
    for name, table in issuer_tables(raw).items():
        try:
            read[name] = OAuthFiles(_secret(table, beside), _file(name, table, beside))
        except NoPassword as error:
            found.append((("oauth", name, *filter(None, [error.key])), str(error)))
    return read, found


def _secret(table: Table, beside: Beside) -> SecretStr:
    given = [key for key in CLIENT_SECRET.keys if table.get(key) is not None]
    match table.get("issuer"):
        case "microsoft":
            return _of_microsoft(table, given, beside)
        case "endpoint" if not given and table.get("refresh_token_file") is None:
            raise NoPassword("", "secret_file or secret_env is missing: client credentials need it")
        case "endpoint" | "device" if given:
            return read_password(table, beside, CLIENT_SECRET)
    return SecretStr("")


def _of_microsoft(table: Table, given: list[str], beside: Beside) -> SecretStr:
    """A secret or a certificate, one of both."""
    certificate = table.get("certificate_file") is not None
    if certificate and given:
        raise NoPassword(given[0], "give certificate_file or a secret, not both")
    if table.get("thumbprint") is not None and not certificate:
        raise NoPassword("thumbprint", "is of a certificate: give certificate_file, too")
    if certificate:
        return SecretStr("")
    secret = read_password(table, beside, CLIENT_SECRET)
    if is_tenant_id(secret.get_secret_value()):
        raise NoPassword(given[0], "holds an id: the secret's Value is wanted, shown only once")
    return secret


def _file(name: str, table: Table, beside: Beside) -> Path | None:
    """Keys and certificates must be there now; what a login will write need not."""
    for key in ("certificate_file", "key_file"):
        if isinstance(file := table.get(key), str) and file:
            return _named(key, check_file, file, beside)
    file = table.get("refresh_token_file")
    if table.get("issuer") == "device":
        return _named("refresh_token_file", _writable, file or f"{name}.refresh-token", beside)
    if isinstance(file, str) and file:
        _named("refresh_token_file", _writable, file, beside)
        return _named("refresh_token_file", check_file, file, beside)
    return None


def _writable(name: str, beside: Beside) -> Path:
    if name.startswith("$CREDENTIALS_DIRECTORY"):
        raise NoPassword("", "nobody can write to a credential of systemd: use a file of ours")
    return locate(name, beside)


def _named(key: str, read: Any, name: Any, beside: Beside) -> Path:
    try:
        path: Path = read(str(name), beside)
    except NoPassword as error:
        raise NoPassword(key, str(error)) from None
    return path
