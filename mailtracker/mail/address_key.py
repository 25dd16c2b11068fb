"""An address as written goes in; what it is compared by comes out, and how it goes on the wire.

The only place that knows when two spellings are one address. Pure, linear, never raises.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase

import idna

MAX_ADDRESS = 320
"""Octets of an address that mail is sent to: 64 and 255 of RFC 5321 §4.5.3.1, and the @."""

MAX_DOMAIN = 253
"""Characters of a domain (RFC 1035 §2.3.4, without the root); of a label 63."""

_MAX_LABEL = 63
_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)
_LOCAL = re.compile(r"[^\s@<>()\[\]\\,;:\"]+")
_QUOTED_LOCAL = re.compile(r"\"(?:[^\s@<>\\\"]| )+\"")
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_ONE_MAILBOX = {"googlemail.com": "gmail.com"}  # the same accounts under two names
_DOTS_ARE_NOTHING = frozenset({"gmail.com"})
_TAKE_TAGS = frozenset(
    "gmail.com googlemail.com outlook.com hotmail.com live.com icloud.com me.com mac.com "
    "fastmail.com proton.me protonmail.com pm.me".split()
)
"""Providers whose mailboxes take `local+tag@`, and whose names have no `+` of their own."""


def address_key(email: str) -> str:
    """What an address is compared by: equal keys are one address, whatever the spelling.

    Of the domain as `domain_key`. Of the local part only A-Z become lower case, since what a server
    makes of other characters is its own affair (RFC 6531 §3.2); quotes that are not needed go
    (RFC 5321 §4.1.2).
    """
    return _cached_key(email) if len(email) <= MAX_ADDRESS else _key(email)


def domain_key(domain: str) -> str:
    """What a domain is compared by: lower case, each label as an A-label (RFC 5890 §2.3.2.1),
    without the dot of the root.

    A label that IDNA 2008 refuses, or that could only be written by taking another character for
    an ASCII one (the Kelvin sign for k), keeps its spelling and so equals no other.
    """
    if len(domain) > 1 and domain.endswith(".") and not domain.endswith(".."):
        domain = domain[:-1]
    if domain.isascii():
        return domain.lower()
    if len(domain) > MAX_DOMAIN:
        return domain.translate(_LOWER)
    return ".".join(map(_label_key, domain.split(".")))


def domain_of(email: str) -> str:
    """The key of an address's domain, "" where it has none."""
    return _cached_domain(email) if len(email) <= MAX_ADDRESS else _domain(email)


def _domain(email: str) -> str:
    _, at, domain = email.rpartition("@")
    return domain_key(domain) if at else ""


def local_of(email: str) -> str:
    """The key of an address's local part: all of what has no domain."""
    local, at, _ = address_key(email).rpartition("@")
    return local if at else address_key(email)


def mailbox_key(email: str) -> str:
    """The mailbox that mail to this address lands in, as far as a spelling tells: for counting, not
    for telling people apart.

    The key without a subaddress (RFC 5233), for Gmail also without dots and under one domain.
    """
    return _cached_mailbox(email) if len(email) <= MAX_ADDRESS else _mailbox(email)


def _mailbox(email: str) -> str:
    local, at, domain = address_key(email).rpartition("@")
    domain = _ONE_MAILBOX.get(domain, domain)
    local = _without_tag(local)
    if domain in _DOTS_ARE_NOTHING:
        local = local.replace(".", "") or local
    return f"{local}{at}{domain}"


def person_key(email: str, home: Collection[str]) -> str:
    """What tells people apart as far as a spelling goes: the mailbox (`mailbox_key`) in our own
    domains (`home`: their keys) and at providers that are known to take subaddresses; else the
    address itself, since elsewhere `jo+x@` may be somebody else than `jo@`.
    """
    domain = domain_of(email)
    takes_tags = domain in home or domain in _TAKE_TAGS
    return mailbox_key(email) if takes_tags else address_key(email)


def without_tag(email: str) -> str:
    """The key of what `local+tag@domain` is delivered to (RFC 5233). What has no tag has its own
    key.
    """
    local, at, domain = address_key(email).rpartition("@")
    return f"{_without_tag(local)}{at}{domain}"


def is_mailable(email: str) -> bool:
    """Whether this is one plain address: who has no such one takes part in nothing and is never
    written to, and a From without one is no sender (docs/reliability.md, T1).
    """
    return bool(on_the_wire(email))


def on_the_wire(email: str) -> str:
    """The address as it stands in headers and in SMTP: the domain in ASCII, a local part such as
    `a..b` quoted (RFC 5321 §4.1.2). "" for all but one plain address: whatever programs read
    differently, or do not show, is none.
    """
    local, _, domain = email.rpartition("@")
    if len(email) > MAX_ADDRESS or not local.isprintable():
        return ""
    local, domain = _local_on_the_wire(local), _domain_on_the_wire(domain)
    written = f"{local}@{domain}"
    fits = local and domain and len(written.encode()) <= MAX_ADDRESS
    return written if fits else ""


def _local_on_the_wire(local: str) -> str:
    """ "" for what is no plain local part. Quotes stand where a dot-atom is not enough
    (RFC 5322 §3.2.3).
    """
    if _QUOTED_LOCAL.fullmatch(local):
        return local
    if not _LOCAL.fullmatch(local):
        return ""
    return local if all(local.split(".")) else f'"{local}"'


@lru_cache(maxsize=1024)  # of addresses that are short enough
def _domain_on_the_wire(domain: str) -> str:
    """ "" for what is no host's name."""
    written = domain if domain.isascii() else domain_key(domain)
    written = written.removesuffix(".")
    fits = len(written) <= MAX_DOMAIN and all(map(_LABEL.fullmatch, written.split(".")))
    return written if fits else ""


def _key(email: str) -> str:
    local, at, domain = email.rpartition("@")
    if not at:
        return email.translate(_LOWER)
    return f"{_local_key(local)}@{domain_key(domain)}"


_cached_key = lru_cache(maxsize=4096)(_key)
_cached_domain = lru_cache(maxsize=4096)(_domain)
_cached_mailbox = lru_cache(maxsize=4096)(_mailbox)
"""The same addresses come again and again; none that is kept is long."""


def _local_key(local: str) -> str:
    local = local.translate(_LOWER)
    return _unquoted(local) if _QUOTED_LOCAL.fullmatch(local) else local


def _unquoted(local: str) -> str:
    inside = local[1:-1]
    return inside if _LOCAL.fullmatch(inside) else local


def _without_tag(local: str) -> str:
    """Of a local part's key. What is all tag stays as it is."""
    if local.startswith('"'):
        plain = local[1:].partition("+")[0].removesuffix('"')
        return _unquoted(f'"{plain}"') if plain else local
    return local.partition("+")[0] or local


@lru_cache(maxsize=1024)
def _label_key(label: str) -> str:
    own = label.translate(_LOWER)
    if label.isascii() or len(label) > _MAX_LABEL or any(map(_becomes_ascii, label)):
        return own
    # Each character for itself: str.lower() takes Σ for another letter at a word's end.
    lower = "".join(character.lower() for character in label)
    try:
        return idna.alabel(unicodedata.normalize("NFC", lower)).decode("ascii")
    except idna.IDNAError:
        return own


def _becomes_ascii(character: str) -> bool:
    if character.isascii():
        return False
    return any(one.isascii() for one in unicodedata.normalize("NFC", character.lower()))
