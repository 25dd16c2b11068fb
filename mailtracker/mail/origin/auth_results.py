"""Authentication-Results of our own border go in; whether the sender is proven comes out,
with the reason (RFC 8601).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field
from ipaddress import ip_address

from mailtracker.mail.address_key import address_key, domain_key
from mailtracker.mail.message import TRACE_CAP, Address, Message, Unstripped
from mailtracker.mail.origin.auth_fields import (
    CUT_OFF,
    AuthField,
    Result,
    read_field,
)
from mailtracker.mail.origin.received import in_domain, received_by
from mailtracker.mail.origin.tenant import sent_inside
from mailtracker.mail.site import Site
from mailtracker.record import dataclass

_HOST = re.compile(r"[a-z0-9.:_\[\]-]{1,100}")
_POLICY = re.compile(r"(?<![\w.-])(p|sp|policy)\s*=\s*\"?([a-z]+)", re.IGNORECASE)
_POLICY_PROPERTIES = ("policy.dmarc", "policy.published-domain-policy", "action")
_MICROSOFT = ("outlook.com", "outlook.cn")
"""Where Exchange Online's servers are, in all its clouds but China's, and there."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`verified`: True proven, False disproven, None nothing known. `reason` is one clause
    for log, `show` and `explain`. `unstripped`: a sign that the border itself cannot be trusted.
    `inside`: nothing is known of From itself, but our own tenant says that somebody inside sent it.
    """

    verified: bool | None
    reason: str
    unstripped: Unstripped = Unstripped.NO
    inside: bool = False


def authenticate(message: Message, site: Site) -> Verdict:
    """Whether our own border vouches for the one mailbox in From (docs/reliability.md, T2).

    Counted are only fields that carry a configured authserv-id and stand above the first Received
    line that is not our own servers'. Proof is `dmarc=pass` for exactly the From domain,
    `dkim=pass` of that domain or a parent of it, or `auth=pass` with the From address itself, in a
    field whose whole value obeys RFC 8601. Where several fields speak, the topmost says what a
    method found, and one fail outweighs every pass: the others may be forged, unless the border
    strips them as RFC 8601 §5 asks. A fail of an outside domain whose published policy is "none"
    leaves the sender unknown (RFC 7489 §6.3); of one of `own_domains` it always disproves. SPF,
    Received lines, Reply-To and names prove nothing. A list vouches for itself alone.
    Where all this leaves a sender unknown, the stamp of our own tenant is asked (`tenant.py`).
    """
    if not site.authserv_ids:
        return Verdict(None, "no authserv_ids are configured")
    seen = _walk(message.trace, _Border.of(site))
    verified, reason = _verdict(message, site, seen)
    if verified is not None or message.passed_list:
        return Verdict(verified, reason, seen.sign)
    found = sent_inside(message, site)
    said = found.reason if found.sent else "; ".join(filter(None, (reason, found.reason)))
    return Verdict(None, said, seen.sign, found.sent)


def fields_of_border(message: Message, site: Site) -> list[AuthField]:
    """Every field that bears an id of our border, believed or not, the topmost first."""
    seen = _walk(message.trace, _Border.of(site))
    return [*seen.believed, *seen.others, *seen.below]


_Said = tuple[bool | None, str]
"""`verified` and `reason` of a verdict."""


def _verdict(message: Message, site: Site, seen: _Seen) -> _Said:
    if message.sender is None:
        return None, message.sender_doubt or "no certain sender"
    if not seen.believed:
        return None, _missing(seen, " or ".join(site.authserv_ids))
    passed = message.passed_list
    if not passed:
        return _judge(seen.believed, message.sender, site)
    verified, reason = _judge(seen.believed, Address("", passed), site)
    if verified is False:
        return False, reason
    return None, f"passed on by the list {passed}, which vouches for itself alone"


def _missing(seen: _Seen, ids: str) -> str:
    if not seen.below:
        return f"no Authentication-Results of {ids}"
    host = seen.stranger or ""
    named = host if _HOST.fullmatch(host) else "another server"
    return (
        f"an Authentication-Results of ours stands below a Received line of {named}: name that "
        f"host in border_hosts if it is a server of yours"
    )


# -- which fields are our border's -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Border:
    """Our servers, in lower case: their `ids` in Authentication-Results, the `hosts` named besides,
    the domains (`homes`) in which every host is ours. `nameless`: they write no id.
    """

    ids: frozenset[str]
    hosts: frozenset[str]
    homes: frozenset[str]
    nameless: bool

    @classmethod
    def of(cls, site: Site) -> _Border:
        ids = frozenset(map(domain_key, site.authserv_ids))
        nameless = any(map(is_exchange_online, ids))
        hosts = frozenset(map(domain_key, site.border_hosts))
        return cls(ids, hosts, frozenset(map(_home, ids)), nameless)

    def wrote(self, found: AuthField) -> bool:
        return found.authserv in self.ids or (self.nameless and not found.authserv)

    def serves(self, host: str) -> bool:
        """Whether a Received line by this host is one of ours: it is named, in the domain of an
        authserv-id, or has no public name.
        """
        if host in self.hosts:
            return True
        public = "." in host or ":" in host
        if not public:
            return bool(host)
        return _inside(host) or any(in_domain(host, home) for home in self.homes)


@dataclass(slots=True)
class _Seen:
    """What a walk down the trace fields found."""

    #: Fields of our border that are believed, the topmost first.
    believed: list[AuthField] = field(default_factory=list)
    #: Those further down that bear its id, but above any strange Received line.
    others: list[AuthField] = field(default_factory=list)
    #: Those below one.
    below: list[AuthField] = field(default_factory=list)
    #: The host of the topmost Received line that is not ours; None: there is none yet.
    stranger: str | None = None
    #: Whether what may be believed has ended: once there is some, at the next Received line.
    ended: bool = False

    def received(self, host: str, border: _Border) -> None:
        if self.stranger is None and not border.serves(host):
            self.stranger = host
        self.ended = self.ended or bool(self.believed) or self.stranger is not None

    def found(self, one: AuthField) -> None:
        if self.stranger is not None:
            self.below.append(one)
        elif self.ended:
            self.others.append(one)
        else:
            self.believed.append(one)

    @property
    def sign(self) -> Unstripped:
        if self.below:
            return Unstripped.BELOW
        methods = [name for one in (*self.believed, *self.others) for name in _proving(one)]
        return Unstripped.REPEATED if len(methods) > len(set(methods)) else Unstripped.NO


def _proving(one: AuthField) -> set[str]:
    """The methods in it that may prove a sender: nobody forges another."""
    return {result.method for result in one.results} & {"dmarc", "dkim", "auth"}


def _walk(trace: Sequence[tuple[str, str]], border: _Border) -> _Seen:
    """A trace that may go on behind its cap counts as a fail: the border may have written below
    what somebody put there.
    """
    seen = _Seen()
    for name, value in trace:
        if name == "received":
            seen.received(received_by(value), border)
        elif name == "authentication-results":
            one = read_field(value, border.nameless)
            if border.wrote(one):
                seen.found(one)
    if seen.believed and not seen.ended and len(trace) >= TRACE_CAP:
        seen.believed.append(CUT_OFF)
    return seen


def _inside(host: str) -> bool:
    try:
        address = ip_address(host.removeprefix("ipv6:"))
    except ValueError:
        return False
    # Google's own hops name themselves by IPv6 addresses of 2002::/16.
    return address.is_private or host.startswith("2002:")


def is_exchange_online(authserv: str) -> bool:
    """Whether this is where Exchange Online's servers are, which write no id of their own."""
    return any(in_domain(authserv, home) for home in _MICROSOFT)


def _home(authserv: str) -> str:
    """mx.corp.example → corp.example; a name of two labels stays."""
    _, _, parent = authserv.partition(".")
    return parent if "." in parent else authserv


# -- what they say of the sender -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _OfThem:
    """The `fields` that are believed, whom they are asked about (`sender`), and whether that is an
    `own` domain.
    """

    fields: Sequence[AuthField]
    sender: Address
    own: bool


def _judge(fields: Sequence[AuthField], sender: Address, site: Site) -> _Said:
    """What our border says of this sender: the first question that has an answer. A user who
    logged in is known, whatever DMARC thinks.
    """
    asked = _OfThem(fields, sender, site.is_own_domain(sender.domain))
    answers = (ask(asked) for ask in _QUESTIONS)
    known = next(filter(None, answers), None)
    return known or (None, "our border has checked it and proves nothing about From")


def _logged_in(asked: _OfThem) -> _Said | None:
    email = asked.sender.email
    users = (one.properties.get("smtp.auth", "") for one in _said(asked.fields[:1], "auth", "pass"))
    known = any(_same(user, asked.sender.key) for user in users)
    return (True, f"{email} had logged in to our server") if known else None


def _failed(asked: _OfThem) -> _Said | None:
    failed, domain = _said(asked.fields, "dmarc", "fail"), asked.sender.domain
    if not failed:
        return None
    if asked.own or not all(_asks_nothing(one, domain) for one in failed):
        return False, f"DMARC failed for {domain}"
    return None, f'DMARC failed for {domain}, whose policy is "none"'


def _asks_nothing(failed: Result, domain: str) -> bool:
    """Whether the policy that the domain has published is "none", in the words of OpenDMARC and
    Google (p=none), rspamd (policy=none), Stalwart and others (a property), or Exchange Online
    (action=none).

    What was done with the mail ("dis=none") is no policy. Where a policy for subdomains stands
    beside (sp=none), it may be the one that counts for a name of three labels.
    """
    told = {hit[1].casefold(): hit[2].casefold() for hit in _POLICY.finditer(failed.told)}
    if domain.count(".") < 2:
        told.pop("sp", None)
    properties = (failed.properties.get(name, "").casefold() for name in _POLICY_PROPERTIES)
    return "none" in (*told.values(), *properties)


def _passed_for_another(asked: _OfThem) -> _Said | None:
    domain = asked.sender.domain
    for one in _said(asked.fields, "dmarc", "pass"):
        about = _domain_of(one.properties.get("header.from", ""))
        if not _same(about, domain):
            return None, f"DMARC passed for {about or 'no domain'}, but From is in {domain}"
    return None


def _passed(asked: _OfThem) -> _Said | None:
    passed = any(one.result == "pass" for one in _topmost(asked.fields, "dmarc"))
    return (True, f"DMARC passed for {asked.sender.domain}") if passed else None


def _signed(asked: _OfThem) -> _Said | None:
    for one in _topmost(asked.fields, "dkim"):
        named = one.properties
        signer = _domain_of(named.get("header.d", "") or named.get("header.i", ""))
        matches = "." in signer and in_domain(asked.sender.domain, signer)
        if one.result == "pass" and matches:
            return True, f"signed by {signer} (DKIM)"
    return None


def _malformed(asked: _OfThem) -> _Said | None:
    fault = next((one.fault for one in asked.fields if one.fault), "")
    told = f"an Authentication-Results of our border is malformed, so it proves nothing: {fault}"
    return (None, told) if fault else None


_QUESTIONS: tuple[Callable[[_OfThem], _Said | None], ...] = (
    _logged_in,
    _failed,
    _passed_for_another,
    _passed,
    _signed,
    _malformed,
)


def _said(fields: Sequence[AuthField], method: str, result: str) -> list[Result]:
    return [one for found in fields for one in found.results if one.says(method, result)]


def _topmost(fields: Sequence[AuthField], method: str) -> list[Result]:
    """What the highest field that knows this method says of it."""
    told = ([one for one in found.results if one.method == method] for found in fields)
    return next(filter(None, told), [])


def _same(value: str, wanted: str) -> bool:
    return bool(value) and address_key(value) == wanted


def _domain_of(value: str) -> str:
    """header.from may be a domain or an address, header.i is "@domain" or an address."""
    return domain_key(value.rpartition("@")[2].strip("<>"))
