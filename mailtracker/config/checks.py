"""What one value alone cannot show: the parsed TOML in, problems that span several keys out.

These look at the raw tables, so that they are found together with the
schema's errors, not after them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr

from mailtracker.config.hooks import check_names_of_hooks, hook_tables
from mailtracker.config.passwords import read_password
from mailtracker.config.schema import TABLES
from mailtracker.config.signing_in import (
    Found,
    KeyPath,
    check_names_of_issuers,
    issuer_tables,
)
from mailtracker.config.values import is_tenant_id
from mailtracker.loopback import is_loopback
from mailtracker.mail.address_key import address_key, without_tag
from mailtracker.password_file import Beside, NoPassword, read_line
from mailtracker.postgres_url import FILES, is_postgres, parsed
from mailtracker.present import is_file, is_folder

T = TypeVar("T")

LOGIN = frozenset({"user", "password_file", "password_env", "oauth"})
"""Keys of a login."""


def value_of(table: Mapping[str, Any], key: str, kind: type[T]) -> T | None:
    """None where the key is missing, or its value of another kind: the schema says so."""
    value = table.get(key)
    return value if isinstance(value, kind) else None


def mailboxes(raw: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    for index, table in enumerate(value_of(raw, "mailbox", list) or ()):
        if isinstance(table, dict):
            yield ("mailbox", index), table


def servers(raw: Mapping[str, Any]) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    """Every table that names a server."""
    for path, table in mailboxes(raw):
        yield from (((*path, kind), server) for kind, server in _inner(table))
    if (server := value_of(raw, "smtp", dict)) is not None:
        yield ("smtp",), server


def _inner(box: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables inside a mailbox's: each names a server that keeps it, of whatever kind."""
    kinds = (path[1] for _, path, _ in TABLES if path[:-1] == ("mailbox",))
    return ((kind, box[kind]) for kind in kinds if value_of(box, kind, dict) is not None)


def check_clear_text(raw: Mapping[str, Any]) -> Iterator[Found]:
    for path, table in servers(raw):
        host = value_of(table, "host", str)
        if table.get("tls") == "none" and host is not None and not is_loopback(host):
            yield (
                (*path, "tls"),
                f'{host} is another machine: clear text is for loopback only, use "implicit" or '
                f'"starttls"',
            )


def check_polls(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Nobody else's server is asked ten times a second."""
    for path, table in mailboxes(raw):
        hosts = [value_of(server, "host", str) for _, server in _inner(table)]
        others = [host for host in hosts if host is not None and not is_loopback(host)]
        if table.get("poll") == "fast" and others:
            yield (
                (*path, "poll"),
                f'{others[0]} is another machine: "fast" asks ten times a second, which is for a '
                f"server on loopback (localhost, 127.0.0.1, ::1) only; leave `poll` out, and the "
                f"server tells of new mail by itself",
            )


def check_names(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Two mailboxes must not share a name, a prefix, an address or a folder."""
    seen: dict[tuple[str, object], tuple[KeyPath, str]] = {}
    for path, table in mailboxes(raw):
        for key, kind, value in _claims(table):
            first, name = seen.setdefault((kind, value), (path, str(table.get("name", ""))))
            if first != path:
                yield (*path, *key), f"the mailbox {name!r} has the same {kind}"


def _claims(table: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str, object]]:
    """What this mailbox wants for itself: where that is written, what
    kind of thing it is, its value.
    """
    for key in ("name", "prefix"):
        if (value := value_of(table, key, str)) is not None:
            yield (key,), key, value.casefold()
    if (address := value_of(table, "address", str)) is not None:
        yield ("address",), "address", address_key(address)
    for index, alias in enumerate(value_of(table, "aliases", list) or ()):
        if isinstance(alias, str):
            yield ("aliases", index), "address", address_key(alias)
    for kind, server in _inner(table):
        user, folder = server.get("user", table.get("address")), table.get("folder", "INBOX")
        account = (server.get("host"), server.get("port"), user, folder)
        yield (kind,), "folder at the same server", str(account).casefold()


def check_folders(raw: Mapping[str, Any]) -> Iterator[Found]:
    for path, table in mailboxes(raw):
        read = table.get("folder", "INBOX")
        for key, usual in (("handled", "Handled"), ("confidential_folder", "")):
            if table.get(key, usual) == read:
                yield (
                    (*path, key),
                    "is the folder that we read: handled mail must go to another one",
                )


def check_languages(raw: Mapping[str, Any]) -> Iterator[Found]:
    for path, table in mailboxes(raw):
        if "language" in table and "languages" in table:
            yield (
                (*path, "language"),
                "stands beside `languages`, which says the same: leave one out",
            )


def check_places(raw: Mapping[str, Any], folder: Path) -> Iterator[Found]:
    """The templates and certificate files that are named must be there. Rules may be gone
    for a while: others were kept.
    """
    name = value_of(raw, "templates", str)
    if name and not is_folder(folder / name):
        yield (
            ("templates",),
            f"there is no folder {folder / name}; `mailtracker init` writes one to start from",
        )
    issuers = ((("oauth", name), table) for name, table in issuer_tables(raw).items())
    calendars = (("calendars",), value_of(raw, "calendars", dict) or {})
    for path, table in (*servers(raw), *issuers, *hook_tables(raw), calendars):
        file = value_of(table, "ca_file", str)
        if file is not None and not is_file(folder / file):
            yield (*path, "ca_file"), f"there is no file {folder / file}"


def read_passwords(
    raw: Mapping[str, Any], beside: Beside
) -> tuple[dict[KeyPath, SecretStr], list[Found]]:
    """The password of each server table by its path, "" where there is none, and what is wrong with
    the others.
    """
    secrets: dict[KeyPath, SecretStr] = {}
    found: list[Found] = []
    for path, table in servers(raw):
        if not _wants_password(path, table):
            secrets[path] = SecretStr("")
            continue
        try:
            secrets[path] = read_password(table, beside)
        except NoPassword as error:
            found.append(((*path, *filter(None, [error.key])), str(error)))
    return secrets, found


def _wants_login(path: KeyPath, table: Mapping[str, Any]) -> bool:
    """IMAP always does; an SMTP server on the same machine often does not."""
    return path != ("smtp",) or not LOGIN.isdisjoint(table)


def _wants_password(path: KeyPath, table: Mapping[str, Any]) -> bool:
    """Whose login has access tokens must not have one (`check_names_of_issuers`)."""
    return _wants_login(path, table) and table.get("oauth") is None


def check_smtp_user(raw: Mapping[str, Any]) -> Iterator[Found]:
    table = value_of(raw, "smtp", dict) or {}
    if _wants_login(("smtp",), table) and "user" not in table:
        yield ("smtp",), "user is missing: a password or access token alone is no login"


def check_trust(raw: Mapping[str, Any]) -> Iterator[Found]:
    for path, table in mailboxes(raw):
        if table.get("trust") == "strict" and not raw.get("authserv_ids"):
            yield (
                (*path, "trust"),
                '"strict" believes nobody without authserv_ids: name the server whose '
                "Authentication-Results count",
            )


def check_border(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Servers are named for nothing where nothing that they write is believed."""
    if raw.get("authserv_ids"):
        return
    if raw.get("exchange_tenant"):
        yield (
            ("exchange_tenant",),
            "is of no use without authserv_ids, where every From of own_domains is believed "
            'anyway: name "protection.outlook.com" there, so that what fails is seen',
        )
    if raw.get("border_hosts"):
        yield (
            ("border_hosts",),
            "is of no use without authserv_ids: name under which id these servers write "
            "Authentication-Results",
        )


def check_tenant(raw: Mapping[str, Any]) -> Iterator[Found]:
    """The stamp of another tenant than the mailboxes' is never there."""
    wanted = value_of(raw, "exchange_tenant", str) or ""
    tables = (value_of(raw, "oauth", dict) or {}).values()
    named = {one.get("tenant") for one in tables if isinstance(one, dict)}
    ids = {one.casefold() for one in named if isinstance(one, str) and is_tenant_id(one)}
    if wanted and ids and wanted.casefold() not in ids:
        yield (
            ("exchange_tenant",),
            f"is not the tenant that we sign in at ({', '.join(sorted(ids))})",
        )


def check_admins(raw: Mapping[str, Any]) -> Iterator[Found]:
    """An admin who is an alias of ours hears of nothing: our own mail is ignored where it comes
    back (docs/reliability.md, R5). With a +tag it is the same mailbox.
    """
    ours = {address_key(address) for _, table in mailboxes(raw) for address in _addresses(table)}
    for index, admin in enumerate(value_of(raw, "admins", list) or ()):
        if not isinstance(admin, str):
            continue
        if not ours.isdisjoint({address_key(admin), without_tag(admin)}):
            yield (
                ("admins", index),
                f"{admin!r} is an alias that we serve: what we tell the admins would come back to "
                f"us, and nobody would read it; write a person's own address",
            )


def _addresses(table: Mapping[str, Any]) -> list[str]:
    listed = [table.get("address"), *(value_of(table, "aliases", list) or ())]
    return [one for one in listed if isinstance(one, str)]


def check_store(raw: Mapping[str, Any], beside: Beside) -> Iterator[Found]:
    """The password of a PostgreSQL login can be read, and certificates are where they are named.
    What is wrong with the address itself the schema says.
    """
    table = value_of(raw, "store", dict) or {}
    name, url = value_of(table, "password_file", str), value_of(table, "url", str) or ""
    if not is_postgres(url):
        if name:
            yield ("store", "password_file"), "is for PostgreSQL; an SQLite file has no password"
        return
    try:
        if name:
            read_line(name, beside)
    except NoPassword as error:
        yield ("store", "password_file"), str(error)
    with suppress(ValueError):
        for key in FILES:
            file = parsed(url).keywords.get(key, "system")
            if file != "system" and not is_file(beside.folder / file):
                yield ("store", "url"), f"{key}: there is no file {beside.folder / file}"


def check_all(raw: Mapping[str, Any], folder: Path) -> Iterator[Found]:
    yield from check_clear_text(raw)
    yield from check_polls(raw)
    yield from check_names(raw)
    yield from check_folders(raw)
    yield from check_languages(raw)
    yield from check_places(raw, folder)
    yield from check_smtp_user(raw)
    yield from check_trust(raw)
    yield from check_border(raw)
    yield from check_tenant(raw)
    yield from check_admins(raw)
    yield from check_names_of_issuers(raw, list(servers(raw)))
    yield from check_names_of_hooks(raw)
