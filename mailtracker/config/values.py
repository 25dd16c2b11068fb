"""The kinds of values that config.toml knows: each is read by one parser, and named by one type."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import localedata
from pydantic import AfterValidator, BeforeValidator

from mailtracker.loopback import is_loopback
from mailtracker.mail.address_key import address_key, domain_key, is_mailable
from mailtracker.record import dataclass

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
SHORT = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "d": "day", "w": "week"}
_ADDRESS = re.compile(r"[^@\s<>()\",;:\\]{1,64}@[^@\s<>()\",;:\\.]+(\.[^@\s<>()\",;:\\.]+)*")
_DOMAIN = re.compile(r"[^@\s*/,;.]+(\.[^@\s*/,;.]+)*")
_PUBLIC = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_URL = re.compile(r"https?://[!-~]+")
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_SENDERS = re.compile(r"(?:[^@\s<>()\",;:\\]{1,64}@)?[^@\s<>()\",;:\\/]{1,255}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def parse_duration(value: object) -> timedelta:
    """ "90 days", "60 s", "5 minutes" → timedelta. Raises ValueError with
    an example for anything else.
    """
    text = value.strip().lower() if isinstance(value, str) else ""
    if match := re.fullmatch(r"(\d{1,6})\s*([a-z]+)", text):
        unit = SHORT.get(match[2], match[2].removesuffix("s"))
        if unit in UNITS:
            return timedelta(seconds=int(match[1]) * UNITS[unit])
    raise ValueError(
        'write a number and a unit in quotes, such as "60 s", "5 minutes" or "90 days"'
    )


@dataclass(frozen=True, slots=True)
class Between:
    """A duration must lie between `low` and `high`, both as people write them."""

    low: str
    high: str

    def __call__(self, value: timedelta) -> timedelta:
        if not parse_duration(self.low) <= value <= parse_duration(self.high):
            raise ValueError(f"must lie between {self.low} and {self.high}")
        return value


@dataclass(frozen=True, slots=True)
class Takes:
    """For a type: what may stand there, in the `words` of the reference page."""

    words: str


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value) or not is_mailable(value):
        raise ValueError(
            f'{value!r} is not a mail address; write it bare, such as "it-help@corp.example"'
        )
    return address_key(value)


def _domain(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise ValueError(f'{value!r} is not a domain; write it bare, such as "corp.example"')
    if not domain_key(value).isascii():
        raise ValueError(f"{value!r} is no domain of the internet; write its form that begins xn--")
    return domain_key(value)


def _host(value: str) -> str:
    if not _DOMAIN.fullmatch(value):
        raise ValueError(
            f"{value!r} is not the name of a host; write it bare, as the word behind "
            f'"by" in a Received line, such as "mx.corp.example"'
        )
    return value.casefold()


def is_tenant_id(value: str) -> bool:
    """Whether it has the form of one: a tenant may also be named by a domain of it."""
    return bool(_GUID.fullmatch(value))


def _tenant(value: str) -> str:
    if value and not is_tenant_id(value):
        raise ValueError(
            f"{value!r} is not the id of a tenant; copy the Directory (tenant) ID of the Entra "
            f'admin centre, such as "11111111-2222-3333-4444-555555555555"'
        )
    return value.casefold()


_NOT_ONE_TENANT = frozenset({"common", "organizations", "consumers"})
"""What stands in addresses of sign-in pages for tenants of which nobody knows yet which one."""


def parse_tenant(value: str) -> str:
    """Whose directory: its id, or a domain of it. It becomes a part of an address."""
    value = _line(value)
    if value.casefold() in _NOT_ONE_TENANT:
        raise ValueError(f"{value} is no tenant: an application signs in at its own; write its id")
    if not is_tenant_id(value) and not _PUBLIC.fullmatch(value):
        raise ValueError(
            f"{value!r} is neither the id of a tenant nor a domain of it; copy the Directory "
            f"(tenant) ID of the Entra admin centre"
        )
    return value


def parse_authority(value: str) -> str:
    """The tenant is written behind it."""
    bare = check_url(value).rstrip("/")
    if urlsplit(bare).path or urlsplit(bare).query:
        raise ValueError("ends behind its host: the tenant stands in `tenant`")
    return bare


def _sender_glob(value: str) -> str:
    """An address, a domain, or either with stars."""
    bare = value.strip()
    if not _SENDERS.fullmatch(bare):
        raise ValueError(
            f"{value!r} is no sender; write an address or a domain, with * for anything, such as "
            f'"ups*@corp.example" or "*.devices.example"'
        )
    if not bare.replace("*", "").strip("@."):
        raise ValueError(f"{value!r} would silence everybody: name an address or a domain")
    local, at, domain = bare.rpartition("@")
    return f"{local.casefold()}{at}{domain_key(domain)}"


def _line(value: str) -> str:
    if not value.strip() or _CONTROL.search(value):
        raise ValueError("must be one line of text and not empty")
    return value.strip()


def _name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,40}", value):
        raise ValueError(f"{value!r} is no name: write up to 40 letters, digits, - and _")
    return value


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


def parse_start(value: object) -> object:
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


def parse_day(value: object) -> date:
    """A day, as TOML's own dates or as text."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = None
    if type(value) is date:
        return value
    raise ValueError("write a date such as 2027-05-01")


def parse_thumbprint(value: str) -> str:
    """The SHA-1 hash of a certificate, as pages and tools print it: with colons or blanks, in any
    case → 40 capital letters and digits.
    """
    bare = re.sub(r"[:\s]", "", value).upper()
    if re.fullmatch(r"[0-9A-F]{64}", bare):
        raise ValueError("has 64 digits: that is the SHA-256 one, the SHA-1 thumbprint has 40")
    if not re.fullmatch(r"[0-9A-F]{40}", bare):
        raise ValueError(f"must be 40 hexadecimal digits, colons left out; this has {len(bare)}")
    return bare


def check_url(value: str) -> str:
    """What goes there is a secret. ValueError, which may name the host."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or not _URL.fullmatch(value):
        raise ValueError('must be a URL such as "https://id.corp.example/oauth2/token"')
    if parts.username or parts.password or parts.fragment:
        raise ValueError("must be a plain URL, without a user, a password or a #")
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError(f"{host} is another machine: secrets go there by https only")
    return value


_IN_POLL = Between("1 s", "1 hour")


def parse_poll(value: object) -> object:
    """ "fast", or a duration as everywhere."""
    if value == "fast":
        return value
    try:
        duration = parse_duration(value)
    except ValueError as error:
        raise ValueError(f'{error}; or "fast", for a server on this machine') from None
    return _IN_POLL(duration)


Start = Literal["now", "all"] | datetime
Poll = Literal["fast"] | timedelta
Duration = Annotated[timedelta, BeforeValidator(parse_duration), Takes("a duration")]
Address = Annotated[str, AfterValidator(_address), Takes("a mail address")]
Domain = Annotated[str, AfterValidator(_domain), Takes("a domain")]
Host = Annotated[str, AfterValidator(_host), Takes("the name of a host")]
SenderGlob = Annotated[
    str, AfterValidator(_sender_glob), Takes("an address or a domain, with `*` for anything")
]
Line = Annotated[str, AfterValidator(_line)]
Name = Annotated[str, AfterValidator(_name), Takes("letters, digits, `-` and `_`")]
TenantId = Annotated[str, AfterValidator(_tenant), Takes("the id of a tenant")]
Zone = Annotated[str, AfterValidator(_zone), Takes("a time zone")]
Language = Annotated[str, AfterValidator(_language), Takes("a two-letter code")]
Prefix = Annotated[str, AfterValidator(_prefix), Takes("1 to 10 capital letters or digits")]
HttpsUrl = Annotated[str, AfterValidator(check_url), Takes("a URL that begins `https:`")]
Timeout = Annotated[Duration, AfterValidator(Between("1 s", "10 minutes"))]
LongWhile = Annotated[Duration, AfterValidator(Between("1 day", "520 weeks"))]
