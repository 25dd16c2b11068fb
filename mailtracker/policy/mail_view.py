"""A message → what rules may look at; and that during one routing: each text is cut into words
once, and only when a rule asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from mailtracker.mail.address_key import address_key, domain_key, domain_of, without_tag
from mailtracker.mail.message import Classified, Message, Part
from mailtracker.mail.text.split import without_banner
from mailtracker.policy.words import Clues, Pattern, Words, capped, composed, fold
from mailtracker.record import dataclass

HEADER = "header "
"""Stands before the name of a header field, so that a field called Body is not the body."""

EXCERPT = 60
"""Characters of a text that `explain` quotes."""


MAX_TEXT = 65536
"""Characters of a text that rules look at."""


@dataclass(frozen=True, slots=True)
class MailView:
    """What rules may look at, taken from a message: the pure rooms' own view, so
    that tests can write one by hand.
    """

    #: Who wrote it, "" where that is in doubt.
    from_: str
    #: All whom it was sent to: To, Cc and where the server delivered it.
    to: tuple[str, ...]
    #: The subject, decoded.
    subject: str
    #: What is new in it, and the part that it forwards.
    body: str
    #: List-Id as written, "" for none.
    list_id: str = ""
    #: Whether a file is attached, also one without a name.
    has_attachment: bool = False
    #: Who is in copy.
    cc: tuple[str, ...] = ()
    #: All that can be read, quotes included.
    text: str = ""
    #: Every header field as (lower-case name, value).
    headers: tuple[tuple[str, str], ...] = ()
    #: A code as in en or pt-br, "" where it is not certain.
    language: str = ""
    #: Names of attached files, also of those inside a winmail.dat.
    attachments: tuple[str, ...] = ()
    #: Bytes of the whole mail.
    size: int = 0
    #: The instant that `time` looks at; None counts as working time.
    at: datetime | None = None
    #: Whether our border proved the sender; None where nothing is known.
    verified: bool | None = None
    #: Who wrote it: person, list, auto_generated, auto_reply.
    kind: str = "person"


def view_of(
    message: Message, classified: Classified, attached: Sequence[Part], now: datetime
) -> MailView:
    """`attached` are the files that somebody attached to it, `now` is when it is decided on."""
    copied = [address.key for address in message.cc]
    delivered = [address_key(one) for one in message.delivered_to]
    named = [part.filename for part in attached if part.filename]
    return MailView(
        from_=message.sender.key if message.sender else "",
        to=tuple(dict.fromkeys([*(one.key for one in message.to), *copied, *delivered])),
        subject=message.subject,
        body=f"{message.new_text}\n{message.forwarded}"[:MAX_TEXT],
        list_id=message.list_id,
        has_attachment=bool(attached),
        cc=tuple(dict.fromkeys(copied)),
        text=without_banner(message.text, passed_on=bool(message.forwarded))[:MAX_TEXT],
        headers=message.fields,
        language=classified.language,
        attachments=(*named, *message.packed),
        size=message.size,
        at=now,
        verified=classified.verified,
        kind=str(classified.kind),
    )


class MatchContext:
    """One mail during one routing."""

    def __init__(self, mail: MailView) -> None:
        self.mail = mail
        self._words: tuple[dict[str, Words], dict[str, Words]] = ({}, {})  # by field; exact last
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
        return address_key(self.mail.from_.strip())

    @property
    def domain(self) -> str:
        return domain_of(self.sender)

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
        return domain_key(self.mail.list_id.rpartition("<")[2].partition(">")[0].strip())

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(map(fold, self.mail.attachments))

    def said(self, field: str) -> str:
        """What a text of this mail says, for `explain`. `field` as for `text`."""
        if field.startswith(HEADER) and not self.has_header(field.removeprefix(HEADER)):
            return "it has no such header"
        said = _excerpt(self.text(field))
        return f"it says “{said}”" if said else "it is empty"


def _with_plain(addresses: tuple[str, ...]) -> frozenset[str]:
    """Each as written and without its subaddress (RFC 5233): a rule for the
    alias also takes `alias+tag`.
    """
    found: set[str] = set()
    for address in addresses:
        found.update(_fitting(address_key(address.strip())))
        found.update(_fitting(without_tag(address.strip())))
    return frozenset(found)


def _fitting(address: str) -> tuple[str, ...]:
    local, _, domain = address.rpartition("@")
    return (address, f"*@{domain}") if local else (address,)


def _excerpt(text: str) -> str:
    line = " ".join(text[: EXCERPT * 4].split())
    return line if len(line) <= EXCERPT else f"{line[: EXCERPT - 1].rstrip()}…"
