"""The configuration as data: how to reach the world, checked and complete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

Tls = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class ImapConfig:
    """A login at an IMAP server. `timeout` in seconds. `ca_file` None:
    the machine's certificates.
    """

    host: str
    port: int
    tls: Tls
    user: str
    password: SecretStr
    ca_file: Path | None
    timeout: float


@dataclass(frozen=True, slots=True)
class MailboxConfig:
    """One alias that we serve. Addresses are case-folded.

    `start_from` is "all", "now", or an aware instant. `zone` "" leaves the choice to the rules.
    `poll`: seconds to wait for the server's word before looking again. `stale_after`: how long
    after its end a reply still opens a request again.
    """

    name: str
    address: str
    aliases: tuple[str, ...]
    prefix: str
    language: str
    imap: ImapConfig
    folder: str
    after: Literal["move", "keyword"]
    handled: str
    trust: Literal["token", "strict"]
    start_from: Literal["now", "all"] | datetime
    subaddressing: bool
    poll: float
    zone: str
    stale_after: timedelta

    @property
    def part(self) -> str:
        """Its line in `status` and `check`."""
        return f"imap {self.name}"


@dataclass(frozen=True, slots=True)
class SmtpConfig:
    """The server that takes our mail. `user` "" and an empty password: it wants no login.
    `helo` "": the machine's name.
    """

    host: str
    port: int
    tls: Tls
    user: str
    password: SecretStr
    ca_file: Path | None
    timeout: float
    connections: int
    helo: str


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """The database, as a URL with an absolute path, and for how long mails' bytes are kept."""

    url: str
    keep_mail: timedelta


@dataclass(frozen=True, slots=True)
class Config:
    """All of config.toml. Every path is absolute; `templates` are the
    shipped ones where none are named.
    """

    path: Path
    own_domains: tuple[str, ...]
    own_lists: tuple[str, ...]
    authserv_ids: tuple[str, ...]
    admins: tuple[str, ...]
    rules: Path
    templates: Path
    mailboxes: tuple[MailboxConfig, ...]
    smtp: SmtpConfig
    store: StoreConfig
    log: Literal["text", "json"]
