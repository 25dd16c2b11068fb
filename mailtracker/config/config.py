"""The configuration as data: how to reach the world, checked and complete."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import SecretStr

from mailtracker.config.issuers import AnyIssuer
from mailtracker.record import dataclass

Tls = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True, eq=False)  # with no slots: who signs in by it lives as long as it does
class OAuthConfig:
    """Where access tokens come from: what stands in the table `[oauth.NAME]`. Two are the same only
    where they are one object: a secret is never compared.
    """

    #: What logins call it.
    name: str
    #: The folder of config.toml.
    folder: Path
    #: What the table says.
    table: AnyIssuer
    #: The client secret; "" where the issuer wants none.
    secret: SecretStr
    #: Where the file is that the table names for a certificate, a key or a refresh token; None:
    #: this kind has none.
    file: Path | None
    #: None: the machine's certificates.
    ca_file: Path | None


@dataclass(frozen=True, slots=True)
class ImapConfig:
    """A login at an IMAP server: `host` and `port`, how `tls` protects it, `user` and `password`.
    `ca_file` None: the machine's certificates. `timeout` in seconds. `oauth`: where access tokens
    come from, instead of the password, which is "" then.
    """

    host: str
    port: int
    tls: Tls
    user: str
    password: SecretStr
    ca_file: Path | None
    timeout: float
    oauth: OAuthConfig | None = None


@dataclass(frozen=True, slots=True)
class MailboxConfig:
    """One alias that we serve. Addresses are keys (`mail.address_key`)."""

    #: What people call it.
    name: str
    #: Where people write to.
    address: str
    #: Other addresses whose mail ends in the same mailbox.
    aliases: tuple[str, ...]
    #: How references of its requests begin.
    prefix: str
    #: For people whose language the rules do not know, or there are no templates for: the first
    #: of these that there are templates for. Never empty.
    languages: tuple[str, ...]
    #: Where the mailbox is.
    imap: ImapConfig
    #: The folder that is read.
    folder: str
    #: Whether handled mail moves to `handled`, or is marked and stays.
    after: Literal["move", "keyword"]
    #: The folder for handled mail.
    handled: str
    #: The folder for mail of confidential requests, "" for none of its own.
    confidential_folder: str
    #: A sentence on who else can read the mailbox, "" for nothing said.
    readers: str
    #: Whether an owner's words need more proof than a token.
    trust: Literal["token", "strict"]
    #: Which mail the first start takes: "all", "now", or what came since an aware instant.
    start_from: Literal["now", "all"] | datetime
    #: Whether the server delivers `alias+anything@` to `alias@`.
    subaddressing: bool
    #: Seconds to wait for the server's word before looking again.
    poll: float
    #: A time zone; "" leaves the choice to the rules.
    zone: str
    #: How long after its end a reply still opens a request again.
    stale_after: timedelta
    #: Whether closing mails ask how it was.
    ratings: bool = True
    #: Where the SMTP server stores what it took from us, "" for nowhere.
    sent_folder: str = ""
    #: Whose mail is a machine's, all over the site and in this mailbox: addresses or domains, with
    #: `*` for anything.
    silent_senders: tuple[str, ...] = ()
    #: Whether a server on loopback is asked for new mail ten times a second, instead of waiting for
    #: its word.
    fast_poll: bool = False
    #: For how long the words of a closed request are kept, and those of other mail; None: as the
    #: store says.
    keep: timedelta | None = None

    @property
    def part(self) -> str:
        """Its line in `status` and `check`."""
        return f"imap {self.name}"

    @property
    def told(self) -> str:
        """What daemons that share it must know alike."""
        return f"{self.name} <{self.address}>, {self.prefix}-, {self.folder}"


@dataclass(frozen=True, slots=True)
class SmtpConfig:
    """The server that takes our mail."""

    #: Its name or address.
    host: str
    #: Where it listens.
    port: int
    #: How the connection is protected.
    tls: Tls
    #: "" and an empty password: it wants no login.
    user: str
    #: Of the user.
    password: SecretStr
    #: None: the machine's certificates.
    ca_file: Path | None
    #: Seconds that an answer may take.
    timeout: float
    #: How many mails are sent side by side.
    connections: int
    #: How we greet it; "": by the machine's name.
    helo: str
    #: Whether each mail has an envelope sender of its own, or all have the alias.
    envelope: Literal["verp", "alias"] = "verp"
    #: Whether receipts have the null envelope sender, or that of other mail.
    receipts: Literal["null", "envelope"] = "null"
    #: Whether a copy of what matters goes to the alias in the same transaction.
    echo: bool = False
    #: Where access tokens come from, instead of the password, which is "" then.
    oauth: OAuthConfig | None = None


@dataclass(frozen=True, slots=True)
class HookConfig:
    """Whom a rung tells by `name`: its address (`url`), certificate authorities instead of the
    machine's (`ca_file`), and the seconds that its answer may take (`timeout`).
    """

    name: str
    url: SecretStr
    ca_file: Path | None
    timeout: float

    @property
    def part(self) -> str:
        """Its line in `status`."""
        return f"hook {self.name}"


@dataclass(frozen=True, slots=True)
class StoreConfig:
    """The database, as a `url` with an absolute path, and for how long words are kept where a
    mailbox does not say it (`keep_mail`).
    """

    url: str
    keep_mail: timedelta


@dataclass(frozen=True, slots=True)
class CalendarsConfig:
    """How web servers are asked for calendars. `ca_file` None: the machine's certificates.
    `timeout` in seconds.
    """

    ca_file: Path | None = None
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Config:
    """All of config.toml. Every path is absolute."""

    #: The file itself.
    path: Path
    #: Keys of the domains of colleagues.
    own_domains: tuple[str, ...]
    #: List-Ids of our own groups: mail through them is a person's.
    own_lists: tuple[str, ...]
    #: Under which names our own border says who is proven.
    authserv_ids: tuple[str, ...]
    #: Servers of ours, as Received lines name them.
    border_hosts: tuple[str, ...]
    #: Who hears of trouble.
    admins: tuple[str, ...]
    #: The folder of the rules.
    rules: Path
    #: The folder of the templates: the shipped ones where none is named.
    templates: Path
    #: The aliases that are served.
    mailboxes: tuple[MailboxConfig, ...]
    #: The server that takes our mail.
    smtp: SmtpConfig
    #: The database.
    store: StoreConfig
    #: How the daemon logs.
    log: Literal["text", "json"]
    #: Whether reports show figures of single people, or of teams alone.
    people_figures: bool = False
    #: Automatic mails in an hour, beyond the first to each person, at which the breaker trips.
    automatic_per_hour: int = 2000
    #: Where access tokens come from, each table of them.
    oauth: tuple[OAuthConfig, ...] = ()
    #: The id of our Exchange Online tenant, "" for none.
    exchange_tenant: str = ""
    #: How web servers are asked for the calendars that the rules name.
    calendars: CalendarsConfig = CalendarsConfig()
    #: Whom rungs of ladders may tell besides people.
    hooks: tuple[HookConfig, ...] = ()
