"""The path of config.toml in, Config out, or every problem of the file with its line and column."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel, SecretStr, ValidationError

from mailtracker import place
from mailtracker.config.checks import check_all, check_store, read_passwords, value_of
from mailtracker.config.config import (
    CalendarsConfig,
    Config,
    HookConfig,
    ImapConfig,
    MailboxConfig,
    OAuthConfig,
    SmtpConfig,
    StoreConfig,
)
from mailtracker.config.examples import left_as_examples
from mailtracker.config.hooks import read_addresses
from mailtracker.config.issuers import ISSUERS, AnyIssuer, WebIssuer
from mailtracker.config.schema import (
    POLL,
    PORTS,
    TABLES,
    Box,
    Calendars,
    ConfigFile,
    Server,
    SmtpServer,
    Storage,
    aware,
)
from mailtracker.config.signing_in import Found, KeyPath, OAuthFiles, read_issuers
from mailtracker.config.toml_lines import find_keys
from mailtracker.errors import BadFiles, Problem
from mailtracker.password_file import Beside
from mailtracker.shipped import shipped

_KINDS = " or ".join(f'"{kind}"' for kind in ISSUERS)
_MODELS: dict[tuple[str, ...], type[BaseModel]] = {path: model for _, path, model in TABLES}


def load(path: Path, environ: Mapping[str, str] = os.environ) -> Config:
    """Read and check the file. Raises errors.BadFiles with all its problems;
    no message quotes a password.
    """
    text = _read(path)
    raw = _parse(path, text)
    folder = path.resolve().parent
    beside = Beside(folder, environ)
    secrets, found = read_passwords(raw, beside)
    files, wrong = read_issuers(raw, beside)
    addresses, unknown = read_addresses(raw, beside)
    found += [*wrong, *unknown, *check_store(raw, beside), *check_all(raw, folder)]
    try:
        file = ConfigFile.model_validate(raw)
    except ValidationError as error:
        found += _explain(error)
        raise BadFiles(_place(path, text, found)) from None
    if found:
        raise BadFiles(_place(path, text, found))
    issuers = {
        name: _issuer(name, table, files[name], folder) for name, table in file.oauth.items()
    }
    built = _build(path.resolve(), file, secrets, issuers)
    return replace(built, hooks=_hooks(file, addresses, folder))


def still_examples(path: Path) -> list[Problem]:
    """A warning for each value of the file that is still the example's; none of what is no TOML."""
    try:
        text = _read(path)
        raw = _parse(path, text)
    except BadFiles:
        return []
    return [replace(one, warning=True) for one in _place(path, text, left_as_examples(raw))]


def folders(path: Path) -> tuple[Path, Path]:
    """Where rules and templates are, even if the rest of the file is wrong: so that
    `check` can look at all of them.
    """
    try:
        raw = tomllib.loads(_read(path))
    except (BadFiles, tomllib.TOMLDecodeError, RecursionError):
        raw = {}
    folder = path.resolve().parent
    rules = value_of(raw, "rules", str) or "rules"
    templates = value_of(raw, "templates", str)
    return folder / rules, folder / templates if templates else shipped("templates")


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        hint = "`mailtracker init` writes one to start from, --config names another"
        raise BadFiles([Problem(str(path), 0, 0, f"there is no such file; {hint}")]) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadFiles([Problem(str(path), line, 1, "this line is not UTF-8 text")]) from None
    except OSError as error:
        raise BadFiles([Problem(str(path), 0, 0, f"cannot be read: {error.strerror}")]) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
        line, column = (int(match[1]), int(match[2])) if match else (text.count("\n") + 1, 1)
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise BadFiles([Problem(str(path), line, column, f"not TOML: {message}")]) from None
    except RecursionError:
        raise BadFiles(
            [Problem(str(path), 0, 0, "not TOML that we can read: nested too deeply")]
        ) from None


def _place(path: Path, text: str, found: Iterable[Found]) -> list[Problem]:
    """Give each problem the line of its key, or of the nearest table that is written down."""
    spots = find_keys(text)
    problems = []
    for key, message in found:
        above = (key[:end] for end in range(len(key), 0, -1))
        line, column = next((spots[one] for one in above if one in spots), (1, 1))
        said = f"{_spell(key)}: {message}" if key else message
        problems.append(Problem(str(path), line, column, said))
    return problems


def _spell(key: KeyPath) -> str:
    """("mailbox", 0, "imap", "port") → "mailbox 1, imap.port": people count from one."""
    words = ""
    for part in key:
        if isinstance(part, int):
            words += f" {part + 1}, "
        else:
            words += part if not words or words.endswith(", ") else f".{part}"
    return words.removesuffix(", ")


def _explain(error: ValidationError) -> list[Found]:
    return [
        (_as_written(detail["loc"], detail["type"]), _sentence(dict(detail)))
        for detail in error.errors(include_url=False, include_input=False)
    ]


def _as_written(loc: KeyPath, kind: str) -> KeyPath:
    """("oauth", "corp", "google", "scope") → without the kind, which stands in no header; nor what
    pydantic adds where the name itself is wrong. A kind that there is not stands at its key.
    """
    if kind == "union_tag_invalid":
        return (*loc, "issuer")
    return (*loc[:2], *loc[3:]) if loc[:1] == ("oauth",) else loc


def _sentence(detail: Mapping[str, Any]) -> str:
    """One clear sentence for a pydantic error; the input is never part
    of it, it may be a password.
    """
    match detail["type"]:
        case "extra_forbidden":
            return _unknown(detail["loc"])
        case "missing":
            return "is missing"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "literal_error":
            return f"must be {detail['ctx']['expected']}"
        case "union_tag_not_found":
            return f"issuer is missing: {_KINDS}"
        case "union_tag_invalid":
            return f"must be {_KINDS}"
        case "too_short":
            return "must not be empty"
        case "model_type" | "model_attributes_type":
            return "must be a table"
        case _:
            return str(detail["msg"]).removeprefix("Input ")


def _unknown(loc: KeyPath) -> str:
    key = str(loc[-1])
    if loc[0] == "hook" and key == "url":
        return "an address that is a secret does not stand in this file; use url_file or url_env"
    if loc[0] == "store" and "password" in key:
        return "passwords do not stand in this file; use password_file"
    if "password" in key:
        return "passwords do not stand in this file; use password_file or password_env"
    if key in ("secret", "client_secret"):
        return "secrets do not stand in this file; use secret_file or secret_env"
    if loc[0] == "oauth":
        loc = ("oauth", *loc[2:])
    table = _MODELS.get(tuple(part for part in loc[:-1] if isinstance(part, str)))
    near = difflib.get_close_matches(key, table.model_fields if table else (), n=1)
    return f"unknown key; did you mean {near[0]}?" if near else "unknown key"


def _issuer(name: str, table: AnyIssuer, files: OAuthFiles, folder: Path) -> OAuthConfig:
    ca_file = table.ca_file if isinstance(table, WebIssuer) else None
    return OAuthConfig(
        name=name,
        folder=folder,
        table=table,
        secret=files.secret,
        file=files.file,
        ca_file=folder / ca_file if ca_file else None,
    )


def _hooks(
    file: ConfigFile, addresses: Mapping[KeyPath, SecretStr], folder: Path
) -> tuple[HookConfig, ...]:
    return tuple(
        HookConfig(
            name=table.name,
            url=addresses[("hook", index)],
            ca_file=folder / table.ca_file if table.ca_file else None,
            timeout=table.timeout.total_seconds(),
        )
        for index, table in enumerate(file.hook)
    )


def _build(
    path: Path,
    file: ConfigFile,
    secrets: Mapping[KeyPath, SecretStr],
    issuers: Mapping[str, OAuthConfig],
) -> Config:
    folder = path.parent
    return Config(
        path=path,
        own_domains=tuple(file.own_domains),
        own_lists=tuple(file.own_lists),
        authserv_ids=tuple(file.authserv_ids),
        border_hosts=tuple(file.border_hosts),
        exchange_tenant=file.exchange_tenant,
        admins=tuple(file.admins),
        rules=folder / file.rules,
        templates=folder / file.templates if file.templates else shipped("templates"),
        mailboxes=tuple(
            _mailbox(box, _imap(box, folder, secrets[("mailbox", i, "imap")], issuers), file)
            for i, box in enumerate(file.mailbox)
        ),
        smtp=_smtp(file.smtp, folder, secrets[("smtp",)], issuers),
        store=_store(file.store, folder),
        log=file.log,
        people_figures=file.people_figures,
        automatic_per_hour=file.automatic_per_hour,
        oauth=tuple(issuers.values()),
        calendars=_calendars(file.calendars, folder),
    )


def _imap(
    box: Box, folder: Path, password: SecretStr, issuers: Mapping[str, OAuthConfig]
) -> ImapConfig:
    server = box.imap
    return ImapConfig(
        host=server.host,
        port=server.port or PORTS["imap"][server.tls],
        tls=server.tls,
        user=server.user or box.address,
        password=password,
        ca_file=folder / server.ca_file if server.ca_file else None,
        timeout=server.timeout.total_seconds(),
        oauth=_named(server, issuers),
    )


def _named(server: Server, issuers: Mapping[str, OAuthConfig]) -> OAuthConfig | None:
    return issuers[server.oauth] if server.oauth else None


def _mailbox(box: Box, imap: ImapConfig, file: ConfigFile) -> MailboxConfig:
    poll = POLL if box.poll == "fast" else box.poll
    return MailboxConfig(
        name=box.name,
        address=box.address,
        aliases=tuple(box.aliases),
        prefix=box.prefix,
        languages=tuple(box.languages) or (box.language,),
        imap=imap,
        folder=box.folder,
        after=box.after,
        handled=box.handled,
        confidential_folder=box.confidential_folder,
        readers=box.readers,
        trust=box.trust,
        start_from=aware(box.start_from, box.zone),
        subaddressing=box.subaddressing,
        poll=poll.total_seconds(),
        zone=box.zone,
        stale_after=box.stale_after,
        ratings=box.ratings,
        sent_folder=box.sent_folder,
        silent_senders=tuple(dict.fromkeys([*file.silent_senders, *box.silent_senders])),
        fast_poll=box.poll == "fast",
        keep=box.keep,
    )


def _smtp(
    server: SmtpServer, folder: Path, password: SecretStr, issuers: Mapping[str, OAuthConfig]
) -> SmtpConfig:
    return SmtpConfig(
        host=server.host,
        port=server.port or PORTS["smtp"][server.tls],
        tls=server.tls,
        user=server.user or "",
        password=password,
        ca_file=folder / server.ca_file if server.ca_file else None,
        timeout=server.timeout.total_seconds(),
        connections=server.connections,
        helo=server.helo,
        envelope=server.envelope,
        receipts=server.receipts,
        echo=server.echo,
        oauth=_named(server, issuers),
    )


def _calendars(table: Calendars, folder: Path) -> CalendarsConfig:
    return CalendarsConfig(
        ca_file=folder / table.ca_file if table.ca_file else None,
        timeout=table.timeout.total_seconds(),
    )


def _store(storage: Storage, folder: Path) -> StoreConfig:
    return StoreConfig(
        url=place.whole(storage.url, folder, storage.password_file or ""),
        keep_mail=storage.keep_mail,
    )
