"""A mail as the conditions look at it: each text is cut into words
once, and only when a rule asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from mailtracker.policy.addresses import as_on_the_wire
from mailtracker.policy.words import Clues, Pattern, Words, capped, composed, fold

HEADER = "header "
"""Stands before the name of a header field, so that a field called Body is not the body."""

EXCERPT = 60
"""Characters of a text that `explain` quotes."""


@dataclass(frozen=True, slots=True)
class MailView:
    """What rules may look at, taken from a message: the pure rooms' own view, so
    that tests can write one by hand.

    `to` are all whom it was sent to: To, Cc and where the server delivered it. `body` is the new
    text plus the forwarded part, `text` all that can be read, quotes included; texts are capped at
    64 KB by who makes this. `headers` are (lower-case name, value). `size` in bytes. `at`: the
    instant that `time` looks at; None counts as working time.
    """

    from_: str
    to: tuple[str, ...]
    subject: str
    body: str
    list_id: str = ""
    has_attachment: bool = False
    cc: tuple[str, ...] = ()
    text: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    language: str = ""
    attachments: tuple[str, ...] = ()
    size: int = 0
    at: datetime | None = None
    verified: bool | None = None
    kind: str = "person"


class MatchContext:
    """One mail during one routing."""

    def __init__(self, mail: MailView) -> None:
        self.mail = mail
        self._words: tuple[dict[str, Words], dict[str, Words]] = ({}, {})
        self._texts: dict[str, str] = {}
        self._bytes: dict[str, bytes] = {}

    def text(self, field: str) -> str:
        """subject, body, anywhere, attachment (a name a line), or
        `header ` and its lower-case name.
        """
        mail = self.mail
        match field:
            case "subject":
                return mail.subject
            case "body":
                return mail.body
            case "anywhere":
                return f"{mail.subject}\n{mail.text or mail.body}"
            case "attachment":
                return "\n".join(mail.attachments)
            case _:
                return self.header(field.removeprefix(HEADER)) or ""

    def has(self, field: str, pattern: Pattern) -> bool:
        return self._cut(field, pattern.exact).has(pattern)

    def may_have(self, field: str, clues: Clues) -> bool:
        words = self._words[False].get(field) or self._cut(field, exact=False)
        return words.may_have(clues)

    def _cut(self, field: str, exact: bool) -> Words:
        words = self._words[exact].get(field)
        if words is None:
            words = self._words[exact][field] = Words(self._composed(field), exact)
        return words

    def _composed(self, field: str) -> str:
        """Capped, and composed once for words and expressions: for characters
        that grow that takes 13 ms.
        """
        text = self._texts.get(field)
        if text is None:
            text = self._texts[field] = composed(capped(self.text(field)))
        return text

    def search(self, field: str, compiled: Any) -> str | None:
        """What the pattern found, shortened to one line; None for nothing."""
        text = self._bytes.get(field)
        if text is None:
            text = self._bytes[field] = self._composed(field).encode("utf-8", "replace")
        found = compiled.search(text)
        return None if found is None else _excerpt(found.group(0).decode("utf-8", "replace"))

    def header(self, name: str) -> str | None:
        """All values of a header field, a line each; None where the mail has none."""
        values = self._headers.get(name)
        return None if values is None else "\n".join(values)

    def has_header(self, name: str) -> bool:
        return name in self._headers

    @cached_property
    def _headers(self) -> dict[str, list[str]]:
        headers: dict[str, list[str]] = {}
        for name, value in self.mail.headers:
            headers.setdefault(name.lower(), []).append(value)
        return headers

    @cached_property
    def sender(self) -> str:
        return as_on_the_wire(self.mail.from_.strip())

    @property
    def domain(self) -> str:
        return self.sender.rpartition("@")[2]

    def addresses(self, field: str) -> frozenset[str]:
        """All patterns that fit: each address, its `*@domain`, and for `to` and `cc`
        also without its subaddress.
        """
        match field:
            case "from":
                return self._from
            case "cc":
                return self._copied
            case _:
                return self._recipients

    @cached_property
    def _from(self) -> frozenset[str]:
        return frozenset(_fitting(self.sender))

    @cached_property
    def _recipients(self) -> frozenset[str]:
        return _with_plain(self.mail.to)

    @cached_property
    def _copied(self) -> frozenset[str]:
        return _with_plain(self.mail.cc)

    @cached_property
    def list_id(self) -> str:
        """The identifier alone: RFC 2919 lets a phrase stand before it
        (`Staff <staff.corp.example>`).
        """
        return self.mail.list_id.rpartition("<")[2].partition(">")[0].strip().casefold()

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(map(fold, self.mail.attachments))

    def shown(self, field: str) -> str:
        """What this mail has there, for `explain`."""
        mail = self.mail
        match field:
            case "from":
                return f"it is from {mail.from_ or 'nobody'}"
            case "to" | "cc":
                named = mail.to if field == "to" else mail.cc
                return f"it went to {', '.join(named)}" if named else f"{field} is empty"
            case "list_id":
                return f"it came by {mail.list_id}" if mail.list_id else "it came by no list"
            case "language":
                return (
                    f"it is in {mail.language}" if mail.language else "its language is not certain"
                )
            case "attachment":
                return _attached(mail)
            case "size":
                return f"it has {mail.size} bytes"
            case "time":
                return (
                    f"it came at {mail.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
                    if mail.at
                    else "no time is known"
                )
            case "verified":
                return {
                    True: "it is verified",
                    False: "it is not genuine",
                    None: "nothing is known",
                }[mail.verified]
            case "kind":
                return f"it is {mail.kind}"
            case _:
                if field.startswith(HEADER) and not self.has_header(field.removeprefix(HEADER)):
                    return "it has no such header"
                return (
                    f"it says “{said}”" if (said := _excerpt(self.text(field))) else "it is empty"
                )


def _attached(mail: MailView) -> str:
    if mail.attachments:
        return f"attached is {', '.join(mail.attachments)}"
    return "something without a name is attached" if mail.has_attachment else "nothing is attached"


def _with_plain(addresses: tuple[str, ...]) -> frozenset[str]:
    """Each as written and without its subaddress (RFC 5233): a rule for the
    alias also takes `alias+tag`.
    """
    found: set[str] = set()
    for address in addresses:
        folded = as_on_the_wire(address.strip())
        local, at, domain = folded.rpartition("@")
        found.update(_fitting(folded))
        if "+" in local:
            found.update(_fitting(f"{local.partition('+')[0]}{at}{domain}"))
    return frozenset(found)


def _fitting(address: str) -> tuple[str, ...]:
    local, _, domain = address.rpartition("@")
    return (address, f"*@{domain}") if local else (address,)


def _excerpt(text: str) -> str:
    line = " ".join(text[: EXCERPT * 4].split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"
