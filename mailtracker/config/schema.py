"""What config.toml may say: one pydantic model a table, one parser a kind of value."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import localedata
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
SHORT = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "d": "day"}
PORTS = {
    "imap": {"implicit": 993, "starttls": 143, "none": 143},
    "smtp": {"implicit": 465, "starttls": 587, "none": 25},
}

_ADDRESS = re.compile(r"[^@\s<>()\",;:\\]{1,64}@[^@\s<>()\",;:\\.]+(\.[^@\s<>()\",;:\\.]+)*")
_DOMAIN = re.compile(r"[^@\s*/,;.]+(\.[^@\s*/,;.]+)*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def parse_duration(value: object) -> timedelta:
    """ "90 days", "60 s", "5 minutes" → timedelta. Raises ValueError with
    an example for anything else.
    """
    match = (
        re.fullmatch(r"(\d{1,6})\s*([a-z]+)", value.strip().lower())
        if isinstance(value, str)
        else None
    )
    if match:
        unit = SHORT.get(match[2], match[2].removesuffix("s"))
        if unit in UNITS:
            return timedelta(seconds=int(match[1]) * UNITS[unit])
    raise ValueError(
        'write a number and a unit in quotes, such as "60 s", "5 minutes" or "90 days"'
    )


def between(low: str, high: str) -> AfterValidator:
    def check(value: timedelta) -> timedelta:
        if not parse_duration(low) <= value <= parse_duration(high):
            raise ValueError(f"must lie between {low} and {high}")
        return value

    return AfterValidator(check)


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise ValueError(
            f'{value!r} is not a mail address; write it bare, such as "it-help@corp.example"'
        )
    return value.casefold()


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise ValueError(f'{value!r} is not a domain; write it bare, such as "corp.example"')
    return value.casefold()


def _line(value: str) -> str:
    if not value.strip() or _CONTROL.search(value):
        raise ValueError("must be one line of text and not empty")
    return value.strip()


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", value) or not localedata.exists(value):
        raise ValueError(
            f'{value!r} is not a known language; use its two-letter code, such as "en" or "de"'
        )
    return value


def _prefix(value: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9]{0,9}", value):
        raise ValueError(
            f"{value!r} cannot begin a reference; use 1 to 10 capital letters or digits, such as "
            f'"IT"'
        )
    return value


def _zone(value: str) -> str:
    try:
        if value:
            ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(
            f'{value!r} is not a known time zone; write it like "Europe/Copenhagen"'
        ) from None
    return value


def _start_from(value: object) -> object:
    """ "now", "all", or a day or instant, as TOML's own dates or as text. Without a zone it is
    read in the mailbox's zone.
    """
    if isinstance(value, str) and value not in ("now", "all"):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            value = None
    if type(value) is date:
        return datetime.combine(value, time())
    if value in ("now", "all") or isinstance(value, datetime):
        return value
    raise ValueError('write "now", "all", or a date such as "2026-11-01"')


def _store_url(value: str) -> str:
    if value.startswith("postgresql"):
        raise ValueError("PostgreSQL is not built yet; use sqlite:///mailtracker.db")
    if not re.fullmatch(r"sqlite:///[^?:]+", value):
        raise ValueError('must name a file, such as "sqlite:///mailtracker.db"')
    return value


Start = Literal["now", "all"] | datetime
Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Address = Annotated[str, AfterValidator(_address)]
Domain = Annotated[str, AfterValidator(_domain)]
Line = Annotated[str, AfterValidator(_line)]
Zone = Annotated[str, AfterValidator(_zone)]
Timeout = Annotated[Duration, between("1 s", "10 minutes")]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Server(Table):
    """What an IMAP and an SMTP server have in common. The password is read by `passwords`."""

    host: Line
    port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    tls: Literal["implicit", "starttls", "none"] = "implicit"
    user: Line | None = None
    password_file: Line | None = None
    password_env: Line | None = None
    ca_file: Line | None = None
    timeout: Timeout = timedelta(seconds=30)


class SmtpServer(Server):
    connections: Annotated[int, Field(ge=1, le=50)] = 4
    helo: Annotated[str, Field(pattern=r"^[A-Za-z0-9.\-\[\]:]*$")] = ""


class Box(Table):
    name: Line
    address: Address
    aliases: list[Address] = []
    prefix: Annotated[str, AfterValidator(_prefix)]
    language: Annotated[str, AfterValidator(_language)] = "en"
    imap: Server
    folder: Line = "INBOX"
    after: Literal["move", "keyword"] = "move"
    handled: Line = "Handled"
    trust: Literal["token", "strict"] = "token"
    start_from: Annotated[Start, PlainValidator(_start_from)] = "now"
    subaddressing: bool = True
    poll: Annotated[Duration, between("1 s", "1 hour")] = timedelta(seconds=60)
    zone: Zone = ""
    stale_after: Annotated[Duration, between("1 day", "520 weeks")] = timedelta(days=30)


class Storage(Table):
    url: Annotated[str, AfterValidator(_store_url)] = "sqlite:///mailtracker.db"
    keep_mail: Annotated[Duration, between("1 day", "520 weeks")] = timedelta(days=90)


class File(Table):
    """The whole of config.toml."""

    own_domains: Annotated[list[Domain], Field(min_length=1)]
    own_lists: list[Line] = []
    authserv_ids: list[Domain] = []
    admins: Annotated[list[Address], Field(min_length=1)]
    rules: Line = "rules"
    templates: str = ""
    mailbox: Annotated[list[Box], Field(min_length=1)]
    smtp: SmtpServer
    store: Storage = Storage()
    log: Literal["text", "json"] = "text"


def aware(start: Start, zone: str) -> Start:
    """An instant written without a zone belongs to the mailbox's zone, else to UTC."""
    if not isinstance(start, datetime) or start.tzinfo:
        return start
    return start.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
