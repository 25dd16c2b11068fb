"""What config.toml may say: one pydantic model a table, of the kinds of `values`.

Each key is described here and nowhere else: docs/config.md is printed from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PlainValidator

from mailtracker import place
from mailtracker.config.hooks import HookTable
from mailtracker.config.issuers import (
    AnyIssuer,
    CommandIssuer,
    DeviceIssuer,
    EndpointIssuer,
    GoogleIssuer,
    MicrosoftIssuer,
)
from mailtracker.config.toml_table import TomlTable
from mailtracker.config.values import (
    Address,
    Domain,
    Host,
    Language,
    Line,
    LongWhile,
    Name,
    Poll,
    Prefix,
    SenderGlob,
    Start,
    Takes,
    TenantId,
    Timeout,
    Zone,
    parse_poll,
    parse_start,
)

PORTS = {
    "imap": {"implicit": 993, "starttls": 143, "none": 143},
    "smtp": {"implicit": 465, "starttls": 587, "none": 25},
}

POLL = timedelta(seconds=60)
"""A look at the whole mailbox at least that often, where the config says nothing or "fast"."""


class Server(TomlTable):
    """What an IMAP and an SMTP server have in common. The password is read by `passwords`."""

    otherwise: ClassVar[Mapping[str, str]] = {"ca_file": "the machine's"}
    rare = frozenset({"password_env", "oauth"})

    host: Line = Field(description="the server's name or address", examples=["mail.corp.example"])
    port: Annotated[int, Field(ge=1, le=65_535)] | None = Field(
        default=None, description="where it listens", examples=[10143]
    )
    tls: Literal["implicit", "starttls", "none"] = Field(
        default="implicit",
        description="how the connection is encrypted; `none`, clear text, is for this machine's "
        "loopback only",
        examples=["starttls"],
    )
    user: Line | None = Field(
        default=None, description="the login's name", examples=["it-help@corp.example"]
    )
    password_file: Line | None = Field(
        default=None,
        description="a file that holds the password as its only line, beside this file or with its "
        "whole path; `$CREDENTIALS_DIRECTORY/name` is a credential of systemd",
        examples=["secrets/it-help"],
    )
    password_env: Line | None = Field(
        default=None,
        description="an environment variable that holds the password, instead of the file",
        examples=["IT_HELP_PASSWORD"],
    )
    oauth: Name | None = Field(
        default=None,
        description="the name of the table `[oauth.NAME]` that says where access tokens come from, "
        "instead of a password",
        examples=["corp"],
    )
    ca_file: Line | None = Field(
        default=None,
        description="certificates of your own authority, as a PEM file beside this file",
        examples=["corp-ca.pem"],
    )
    timeout: Timeout = Field(
        default=timedelta(seconds=30),
        description="how long an answer of the server may take",
        examples=["1 minute"],
    )


class ImapServer(Server):
    """The server that keeps the mailbox. It always wants a login: give `password_file`,
    `password_env` or `oauth`.
    """

    otherwise: ClassVar[Mapping[str, str]] = {
        **Server.otherwise,
        "port": "by `tls`: 993, or 143",
        "user": "the mailbox's `address`",
    }


class SmtpServer(Server):
    """The server that takes our mail. One on this machine often wants no login: then leave out
    `user` and password; else give `user` and one of `password_file`, `password_env` and `oauth`.
    """

    otherwise: ClassVar[Mapping[str, str]] = {
        **Server.otherwise,
        "port": "by `tls`: 465, 587 with `starttls`, 25 with `none`",
        "user": "no login",
    }

    connections: Annotated[int, Field(ge=1, le=50)] = Field(
        default=4, description="mails that are sent side by side at most", examples=[2]
    )
    helo: Annotated[str, Field(pattern=r"^[A-Za-z0-9.\-\[\]:]*$")] = Field(
        default="",
        description="how we greet the server; empty: by this machine's name",
        examples=["tracker.corp.example"],
    )
    envelope: Literal["verp", "alias"] = Field(
        default="verp",
        description="from whom our mails are on the envelope (MAIL FROM, Return-Path): each from "
        "an address of its own, it-help+token@corp.example, by which its bounce is known for "
        "certain; or all from the alias, for a server that takes no other sender. Where a mailbox "
        "has no `subaddressing`, always the alias",
        examples=["alias"],
    )
    receipts: Literal["null", "envelope"] = Field(
        default="null",
        description="from whom receipts are on the envelope: from nobody (RFC 3834), so that no "
        "machine answers them; or as `envelope` says, for a server that refuses the null sender",
        examples=["envelope"],
    )
    echo: bool = Field(
        default=False,
        description="whether what people wrote, and receipts, go in the same transaction to the "
        "alias itself as well. The copy proves that the server took the mail, where its answer got "
        "lost; it is put away and opens nothing. It costs a stored mail for each, and who reads "
        "the alias's mailbox reads what is sent, with the reply addresses in it",
        examples=[True],
    )


class Box(TomlTable):
    """A block for each alias that people write to. No two share a name, a prefix, an address, or
    a folder at the same server.
    """

    rare = frozenset(
        {
            *("confidential_folder", "keep", "languages", "ratings", "readers"),
            *("sent_folder", "silent_senders"),
        }
    )

    otherwise: ClassVar[Mapping[str, str]] = {
        "keep": "`keep_mail` of the store",
        "zone": "that of the promise's hours",
    }

    name: Line = Field(description='shown to people: "Bo Jensen via IT help"', examples=["IT help"])
    address: Address = Field(description="where people write to", examples=["it-help@corp.example"])
    aliases: list[Address] = Field(
        default=[],
        description="other addresses whose mail ends in the same mailbox",
        examples=[["helpdesk@corp.example"]],
    )
    prefix: Prefix = Field(
        description="how references of its requests begin: IT-1042", examples=["IT"]
    )
    language: Language = Field(
        default="en",
        description="for people whose language the rules do not know, or without templates",
        examples=["de"],
    )
    languages: list[Language] = Field(
        default=[],
        description="instead of `language`, several: the first that there are templates for serves",
        examples=[["nl", "en"]],
    )
    imap: ImapServer = Field(description="where the mailbox is")
    folder: Line = Field(
        default="INBOX", description="the folder that is read", examples=["INBOX/Requests"]
    )
    after: Literal["move", "keyword"] = Field(
        default="move",
        description="what happens to handled mail: it moves to `handled`, or it is marked by a "
        "keyword and stays",
        examples=["keyword"],
    )
    handled: Line = Field(
        default="Handled",
        description="the folder for handled mail; never the one that is read",
        examples=["Archive"],
    )
    confidential_folder: Line = Field(
        default="",
        description="the folder for mail of confidential requests, instead of `handled`, also "
        "where other mail is only marked; give nobody else the right to read it. Empty: none of "
        "its own",
        examples=["Confidential"],
    )
    readers: Line = Field(
        default="",
        description="a sentence, for who runs `check`, on who else can read this mailbox: say it "
        "where the server cannot tell and the rules know confidential mail",
        examples=["only the two of HR, who may read everything"],
    )
    trust: Literal["token", "strict"] = Field(
        default="token",
        description="when an owner is believed: who answers a mail that was sent to that owner; "
        "`strict`: if, besides, our own border has verified the sender (`authserv_ids`), or our "
        "tenant says that somebody inside sent it (`exchange_tenant`)",
        examples=["strict"],
    )
    start_from: Annotated[
        Start, PlainValidator(parse_start), Takes('`"now"`, `"all"`, a date or an instant')
    ] = Field(
        default="now",
        description="which mail the first start takes: only what comes from then on, all that "
        "lies there, or what came since that day (which begins in `zone`). Changed later to "
        '`"all"`, it takes what the first start left',
        examples=["2026-11-01"],
    )
    subaddressing: bool = Field(
        default=True,
        description="whether the server delivers it-help+anything@corp.example to "
        "it-help@corp.example; where it does not, threads are kept by Message-ID alone, "
        "and mails have no buttons",
        examples=[False],
    )
    poll: Annotated[
        Poll, PlainValidator(parse_poll), Takes('a duration, 1 s to 1 hour, or `"fast"`')
    ] = Field(
        default=POLL,
        description="look again after so long, also where the server tells of new mail by itself; "
        "`fast`: instead of waiting for its word (IDLE), which some hold back for half a second, "
        "ask a server on this machine's loopback ten times a second",
        examples=["fast"],
    )
    zone: Zone = Field(
        default="",
        description="the time zone for people whose hours the rules do not know",
        examples=["Europe/Copenhagen"],
    )
    sent_folder: Line = Field(
        default="",
        description="the folder, seen from this mailbox, in which the SMTP server itself stores "
        "what it took from us. Where nobody knows whether a mail got out, it is looked up there "
        "by its Message-ID or X-Mailtracker-Id, a quarter of an hour later, and it tells which "
        "ids the server gives mail of ours. Where a promise is about to pass, it is looked "
        "through for a mail to its requester that somebody wrote out of the mailbox; nothing in it "
        "is changed. "
        "Servers that do so: Gmail "
        "and Exchange Online say so of themselves (not tried). Empty: there is none",
        examples=["Sent"],
    )
    silent_senders: list[SenderGlob] = Field(
        default=[],
        description="as above the first table, for this mailbox alone; both count",
        examples=[["scanner*@corp.example"]],
    )
    ratings: bool = Field(
        default=True,
        description="whether closing mails ask how it was; never of what is confidential",
        examples=[False],
    )
    stale_after: LongWhile = Field(
        default=timedelta(days=30),
        description="a reply to a request that was closed longer ago opens a new one, linked to it",
        examples=["12 weeks"],
    )
    keep: LongWhile | None = Field(
        default=None,
        description="for how long a request's words are kept once it is closed, or was answered "
        "and nobody wrote again: subject, texts, files. Of mail that no request came of, from when "
        "it came. Numbers, times and who had it stay (docs/privacy.md)",
        examples=["30 days"],
    )


class Calendars(TomlTable):
    """The web servers of the calendars that the rules name by an address. The whole table may be
    left out. Reading calendars needs `pip install 'mailtracker[calendars]'`.
    """

    otherwise: ClassVar[Mapping[str, str]] = {"ca_file": "the machine's"}
    rare = frozenset({"ca_file", "timeout"})

    ca_file: Line | None = Field(
        default=None,
        description="certificates of your own authority, as a PEM file beside this file",
        examples=["corp-ca.pem"],
    )
    timeout: Timeout = Field(
        default=timedelta(seconds=30),
        description="how long one answer may take",
        examples=["1 minute"],
    )


class Storage(TomlTable):
    """The database. The whole table may be left out."""

    otherwise: ClassVar[Mapping[str, str]] = {"password_file": "none, or as libpq finds one"}
    rare = frozenset({"password_file"})

    url: Annotated[str, AfterValidator(place.checked)] = Field(
        default=place.DEFAULT,
        description="an SQLite file, beside this file or with its whole path; on a local disk, "
        "never on a network share. Or a PostgreSQL database, "
        "`postgresql+psycopg://user@host:5432/name?sslmode=verify-full&sslrootcert=corp-ca.pem`, "
        "by libpq's own keys (several hosts are `host=one,two&port=5432,5432`, a socket is "
        "`host=/var/run/postgresql`); to another machine only with `sslmode` `verify-full`, "
        "`verify-ca` or, less safe, `require`. That needs `pip install 'mailtracker[postgresql]'` "
        "(docs/operations.md, PostgreSQL)",
        examples=["sqlite:////var/lib/mailtracker/mailtracker.db"],
    )
    password_file: Line | None = Field(
        default=None,
        description="a file that holds the password of a PostgreSQL login as its only line, beside "
        "this file or with its whole path, or `$CREDENTIALS_DIRECTORY/name`; it is read anew for "
        "each connection, so that a changed one needs no restart",
        examples=["secrets/postgresql"],
    )
    keep_mail: LongWhile = Field(
        default=timedelta(days=90),
        description="for how long words are kept where a mailbox has no `keep` of its own",
        examples=["52 weeks"],
    )


class ConfigFile(TomlTable):
    """What stands above the first table."""

    rare = frozenset(
        {
            *("automatic_per_hour", "calendars", "exchange_tenant", "people_figures"),
            "silent_senders",
        }
    )

    own_domains: Annotated[list[Domain], Field(min_length=1)] = Field(
        description="mail from these domains comes from colleagues: people in copy become "
        "participants, outsiders never by themselves",
        examples=[["corp.example"]],
    )
    own_lists: list[Line] = Field(
        default=[],
        description="List-Ids or addresses of your own groups in front of an alias (a Google "
        "Group, a Mailman list): mail through them is a person's mail, and none is ever sent to "
        "them",
        examples=[["everybody.corp.example"]],
    )
    authserv_ids: list[Domain] = Field(
        default=[],
        description="under which names your own border writes Authentication-Results; it must "
        "strip such headers from mail that comes from outside (RFC 8601 section 5). Without it "
        "nobody is proven by headers, and whoever writes a From of `own_domains` counts as a "
        "colleague",
        examples=[["mx.corp.example"]],
    )
    silent_senders: list[SenderGlob] = Field(
        default=[],
        description="whose mail is a machine's: it opens a request, and nothing is ever written "
        "to them, no receipt and no answer, since nobody reads it. An address or a domain, with "
        "`*` for anything: `ups*@corp.example`, `*.devices.example`. People of the people file "
        "are never silent",
        examples=[["ups*@corp.example", "alerts.example"]],
    )
    border_hosts: list[Host] = Field(
        default=[],
        description="servers of yours, as Received lines name them, beside those in the domain of "
        "an id in `authserv_ids`: a field below a line of any other server is not believed. "
        "rspamd writes its field below the line of the server that asks it",
        examples=[["mx.corp.example"]],
    )
    exchange_tenant: TenantId = Field(
        default="",
        description="where the mailboxes are in an Exchange Online tenant: its id. Mail that stays "
        "inside bears no DKIM and no DMARC pass; what the tenant stamps on it says that somebody "
        "who had logged in sent it, and that counts for a From of `own_domains`. It is less than "
        "a proof of From (docs/security.md), and was not tried on a live tenant. Empty: no stamp "
        "counts",
        examples=["11111111-2222-3333-4444-555555555555"],
    )
    admins: Annotated[list[Address], Field(min_length=1)] = Field(
        description="who hears by mail when something is wrong: quarantined mail, held requests, a "
        "server that refuses us; people or a list of yours, never an alias that is served here",
        examples=[["postmaster@corp.example"]],
    )
    rules: Line = Field(
        default="rules",
        description="the folder of the rules files, beside this file",
        examples=["rules"],
    )
    templates: str = Field(
        default="",
        description="the folder of templates, beside this file; empty: those that come with "
        "mailtracker",
        examples=["templates"],
    )
    automatic_per_hour: Annotated[int, Field(ge=50, le=1_000_000)] = Field(
        default=2000,
        description="automatic mails in an hour, beyond the first to each person, after which no "
        "more are written and the admins hear of it; requests still open, and owners still get "
        "what people write",
        examples=[5000],
    )
    people_figures: bool = Field(
        default=False,
        description="whether reports (`simulate`) show how much each person had and answered; "
        "otherwise they show teams of three people or more. Who has what now is always shown: "
        "nobody could work without that (docs/privacy.md)",
        examples=[True],
    )
    mailbox: Annotated[list[Box], Field(min_length=1)] = Field(
        description="the mailboxes that are served, one block each"
    )
    smtp: SmtpServer = Field(description="the server that takes our mail")
    oauth: dict[Name, Annotated[AnyIssuer, Field(discriminator="issuer")]] = Field(
        default={}, description="where access tokens come from, a table for each issuer"
    )
    calendars: Calendars = Field(
        default=Calendars(), description="the web servers of calendars that the rules name"
    )
    hook: list[HookTable] = Field(
        default=[], description="whom ladders tell besides people, one block each"
    )
    store: Storage = Field(default=Storage(), description="the database")
    log: Literal["text", "json"] = Field(
        default="text",
        description="how the daemon logs to stderr: readable lines, or one JSON object a line",
        examples=["json"],
    )


def aware(start: Start, zone: str) -> Start:
    """An instant written without a zone belongs to the mailbox's zone, else to UTC."""
    if not isinstance(start, datetime) or start.tzinfo:
        return start
    return start.replace(tzinfo=ZoneInfo(zone) if zone else UTC)


TABLES: tuple[tuple[str, tuple[str, ...], type[TomlTable]], ...] = (
    ("The file", (), ConfigFile),
    ("A mailbox", ("mailbox",), Box),
    ("Its IMAP server", ("mailbox", "imap"), ImapServer),
    ("The SMTP server", ("smtp",), SmtpServer),
    ("A sign-in at Microsoft", ("oauth", "microsoft"), MicrosoftIssuer),
    ("A sign-in at Google", ("oauth", "google"), GoogleIssuer),
    ("A sign-in at a token endpoint", ("oauth", "endpoint"), EndpointIssuer),
    ("A sign-in by a command", ("oauth", "command"), CommandIssuer),
    ("A sign-in of one person", ("oauth", "device"), DeviceIssuer),
    ("Calendars", ("calendars",), Calendars),
    ("A hook", ("hook",), HookTable),
    ("The database", ("store",), Storage),
)
"""What each table is called, where it stands, and its model; in the order of the page. Of a table
that a person names, the kind stands in the name's place.
"""
