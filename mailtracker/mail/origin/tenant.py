"""What our own Exchange Online tenant stamped on a mail goes in; whether somebody inside, who had
logged in, sent it comes out, with the reason (docs/reliability.md, T20).

Mail that stays inside a tenant bears no DKIM signature, and its Authentication-Results say "none".
What Exchange writes instead are header fields of its own. Which of them an outsider could have
written is told by where the mail entered, so each is believed only in a mail whose whole way lies
inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mailtracker.mail.address_key import domain_key
from mailtracker.mail.message import TRACE_CAP, Message
from mailtracker.mail.mime.addresses import mailboxes
from mailtracker.mail.origin.received import in_domain, received_by
from mailtracker.mail.site import Site
from mailtracker.record import dataclass

AUTH_AS = "x-ms-exchange-organization-authas"
"""`Internal`: the sender had logged in, or a connector is trusted like one who had; `Anonymous`."""

AUTH_MECHANISM = "x-ms-exchange-organization-authmechanism"
"""How, as two hexadecimal digits."""

AUTH_SOURCE = "x-ms-exchange-organization-authsource"
"""The server that found it out."""

TENANT_ID = "x-ms-exchange-crosstenant-id"
"""The tenant that the mail was in last. Exchange Online takes out what a mail from elsewhere has of
it, and writes its own; alone it says nothing of the sender.
"""

STAMP = (AUTH_AS, AUTH_MECHANISM, AUTH_SOURCE, TENANT_ID)

_LOGGED_IN = frozenset({"04", "06"})
"""Submitted from a mailbox: by Outlook, its pages, phones and Graph (04), or by SMTP with a login
(06). What connectors relay in the tenant's name has others, 10 above all.
"""

_INSIDE = ("prod.outlook.com", "prod.partner.outlook.cn")
"""Servers behind the border: outside mail, and what connectors bring, is first taken by one in
`mail.protection.outlook.com` or `office365.com`.
"""

_DOOR = re.compile(r"\bvia\s+frontend\s+transport\b", re.IGNORECASE)
"""A server that takes mail from outside says so in its Received line, whatever it is called."""

_HOST = re.compile(r"[a-z0-9.-]+")

_RESENT = frozenset({"resent-from", "resent-sender"})


@dataclass(frozen=True, slots=True)
class Inside:
    """`sent`: whether somebody inside, who had logged in, sent it. `reason` is a clause for people,
    "" where there is nothing to say.
    """

    sent: bool
    reason: str = ""


NOTHING = Inside(False)


def sent_inside(message: Message, site: Site) -> Inside:
    """Whether our tenant says that somebody who had logged in to one of its mailboxes sent this
    mail. That From is theirs it does not say: it lets people send as others who gave them the
    right.

    Only for a From of `own_domains`, and only where a tenant is configured. Each field of the stamp
    stands there once, in its plain form. Every Received line is by a server inside, the lowest by
    the one that the stamp names; so nothing that came in from outside, or by a connector, counts.
    """
    sender = message.sender
    if not site.exchange_tenant or sender is None or not site.is_own_domain(sender.domain):
        return NOTHING
    stamp = _stamp(message)
    if not stamp[AUTH_AS]:
        return NOTHING
    mail = _Stamped(message, stamp, site.exchange_tenant)
    doubt = next(filter(None, (ask(mail) for ask in _QUESTIONS)), "")
    if doubt:
        return Inside(False, f"our Exchange Online tenant proves nothing: {doubt}")
    return Inside(True, "somebody who had logged in to our Exchange Online tenant sent it")


@dataclass(frozen=True, slots=True)
class _Stamped:
    """A `message`, the values of each field of its `stamp`, and the id of our `tenant`."""

    message: Message
    stamp: dict[str, list[str]]
    tenant: str

    def said(self, name: str) -> str:
        """The only value, in lower case; "" where there are none or several."""
        values = self.stamp[name]
        return values[0].strip().casefold() if len(values) == 1 else ""

    @property
    def way(self) -> list[str]:
        """The Received lines, the topmost first."""
        return [value for name, value in self.message.trace if name == "received"]


def _stamp(message: Message) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {name: [] for name in STAMP}
    for name, value in message.trace:
        if name in found:
            found[name].append(value)
    return found


# -- what may be wrong with it: each says it in words, or "" ---------------------------------------


def _repeated(mail: _Stamped) -> str:
    told = next((name for name, values in mail.stamp.items() if len(values) > 1), "")
    if told:
        return f"{told} stands there more than once"
    return "too much of its way to see" if len(mail.message.trace) >= TRACE_CAP else ""


def _not_internal(mail: _Stamped) -> str:
    said = mail.said(AUTH_AS)
    if said == "anonymous":
        return "it was sent by nobody who had logged in (AuthAs: Anonymous)"
    return "" if said == "internal" else "its AuthAs is not Internal"


def _not_by_login(mail: _Stamped) -> str:
    if mail.said(AUTH_MECHANISM) in _LOGGED_IN:
        return ""
    return "it was relayed, not sent from a mailbox (AuthMechanism is neither 04 nor 06)"


def _of_another_tenant(mail: _Stamped) -> str:
    return "" if mail.said(TENANT_ID) == mail.tenant else "CrossTenant-Id is not exchange_tenant"


def _came_in(mail: _Stamped) -> str:
    if all(map(_is_inside, mail.way)):
        return ""
    return "it came in from outside, or by a connector"


def _is_inside(received: str) -> bool:
    host = received_by(received)
    if not _HOST.fullmatch(host):
        return False
    return any(in_domain(host, home) for home in _INSIDE) and not _DOOR.search(received)


def _from_another_server(mail: _Stamped) -> str:
    first = received_by(mail.way[-1]) if mail.way else ""
    if first and first == domain_key(mail.said(AUTH_SOURCE)):
        return ""
    return "AuthSource is not the server that took it first"


def _on_behalf(mail: _Stamped) -> str:
    """A delegate is named in Sender (RFC 5322 §3.6.2); whoever redirects, in Resent-From."""
    if any(name in _RESENT for name, _ in mail.message.fields):
        return "somebody else sent it on"
    key = mail.message.sender.key if mail.message.sender else ""
    for value in mail.message.all_fields("sender"):
        named = mailboxes(value.encode())
        if [one.address.key for one in named] != [key]:
            return "somebody else sent it on behalf of From"
    return ""


_QUESTIONS: tuple[Callable[[_Stamped], str], ...] = (
    _repeated,
    _not_internal,
    _not_by_login,
    _of_another_tenant,
    _came_in,
    _from_another_server,
    _on_behalf,
)
