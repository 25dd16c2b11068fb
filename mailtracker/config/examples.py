"""The parsed TOML in; what in it is still the example's, and can be nobody's own, out. `init` fills
in what is known of a provider; the rest is there to show the form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from mailtracker.config.checks import servers, value_of
from mailtracker.config.issuers import MicrosoftIssuer
from mailtracker.config.signing_in import Found, KeyPath
from mailtracker.config.values import parse_day
from mailtracker.loopback import is_loopback
from mailtracker.mail.address_key import domain_key

EXAMPLES = ("example", "example.com", "example.net", "example.org")
"""Domains that are nobody's, with all below them (RFC 2606)."""

_SHOWN = {name: field.examples or [] for name, field in MicrosoftIssuer.model_fields.items()}
IDS = frozenset(str(one) for name in ("tenant", "client_id") for one in _SHOWN[name])
"""Of a tenant and an application, as they stand in the example."""

DEEPEST = 6
"""Keys and places in lists, one behind the other: ("mailbox", 0, "imap", "host") are four."""

DAYS = frozenset(parse_day(one) for one in _SHOWN["secret_ends"])


def is_example(domain: str) -> bool:
    """Whether it is nobody's (RFC 2606), in any case."""
    bare = domain_key(domain)
    return any(bare == one or bare.endswith(f".{one}") for one in EXAMPLES)


def left_as_examples(raw: Mapping[str, Any]) -> Iterator[Found]:
    """Each such value with its path. Where all servers are on loopback it is a trial, whose names
    may be anybody's.
    """
    hosts = [value_of(table, "host", str) for _, table in servers(raw)]
    if all(host is None or is_loopback(host) for host in hosts):
        return
    for path, value in _leaves((), raw):
        if _is_left(value):
            yield path, f"{value} is the example's: write your own"


def _leaves(path: KeyPath, value: object) -> Iterator[tuple[KeyPath, object]]:
    """What lies deeper than any key of ours is unknown, whatever it is."""
    if len(path) > DEEPEST:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves((*path, key), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves((*path, index), inner)
    else:
        yield path, value


def _is_left(value: object) -> bool:
    if isinstance(value, str):
        return value.casefold() in IDS or is_example(_domain_of(value))
    return type(value) is date and value in DAYS


def _domain_of(value: str) -> str:
    """Of an address or a URL; else the value itself, which may be a domain."""
    if "://" in value:
        try:
            return urlsplit(value).hostname or ""
        except ValueError:
            return ""
    return value.rpartition("@")[2]
