"""Authentication-Results of our own border go in; whether the sender is proven comes out,
with the reason (RFC 8601).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address

from mailtracker.mail.address_key import address_key, domain_key
from mailtracker.mail.message import Address, Message
from mailtracker.mail.site import Site

_VALUE_CAP = 8 * 1024
_HOPS = 30
_RESULT = re.compile(
    r"\s*([a-z][a-z0-9-]{0,40})(?:\s*/\s*\d{1,3})?\s*=\s*([a-z]{1,40})\b", re.IGNORECASE
)
_PROPERTY = re.compile(
    r"(?:^|\s)([a-z]{1,20}\.[a-z0-9_-]{1,40})\s*=\s*([^\s]{1,998})", re.IGNORECASE
)
_BY = re.compile(r"\s*(?:from\s+\S+\s+)?by\s+(\S{1,255})", re.IGNORECASE)
_PLAIN = re.compile(r'[^"(;]*+')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_SYNTAX = re.compile(r"(\\).|[ \t=;]", re.DOTALL)
_IN_COMMENT = re.compile(r"\\.|[()]", re.DOTALL)
_MICROSOFT = "outlook.com"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`verified`: True proven, False disproven, None nothing known. `reason` is one clause
    for log, `show` and `explain`.
    """

    verified: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """One `method` with its `result` and `properties`: ("dmarc", "pass",
    {"header.from": "corp.example"}).
    """

    method: str
    result: str
    properties: dict[str, str]

    def says(self, method: str, result: str) -> bool:
        return (self.method, self.result) == (method, result)


_Headers = list[list[Result]]


def authenticate(message: Message, site: Site) -> Verdict:
    """Whether our own border vouches for the one mailbox in From (docs/reliability.md, T2).

    Counted are only results that carry a configured authserv-id and stand above the first Received
    line that is not our own servers'. Proof is `dmarc=pass` for exactly the From domain,
    `dkim=pass` of that domain or a parent of it, or `auth=pass` with the From address itself. Where
    several headers speak, the topmost says what a method found, and one fail outweighs every pass:
    the others may be forged, unless the border strips them as RFC 8601 §5 asks. SPF, Received
    lines, Reply-To and names prove nothing. A list of ours vouches for itself alone.
    """
    if not site.authserv_ids:
        return Verdict(None, "no authserv_ids are configured")
    if message.sender is None:
        return Verdict(None, message.sender_doubt or "no certain sender")
    headers = _trusted(message.trace, site.authserv_ids)
    if not headers:
        return Verdict(None, f"no Authentication-Results of {' or '.join(site.authserv_ids)}")
    passed = message.passed_list
    if not passed:
        return _judge(headers, message.sender)
    verdict = _judge(headers, Address("", passed))
    if verdict.verified is False:
        return verdict
    return Verdict(None, f"passed on by our list {passed}, which vouches for itself alone")


def _trusted(trace: tuple[tuple[str, str], ...], ids: tuple[str, ...]) -> _Headers:
    """The results that our border wrote, the topmost first: once found, they
    end at the next Received line.
    """
    wanted = set(map(domain_key, ids))
    nameless = any(_in_domain(one, _MICROSOFT) for one in wanted)
    found: _Headers = []
    for name, value in trace[:_HOPS]:
        if name == "authentication-results":
            authserv, results = parse_results(value)
            if authserv in wanted or (nameless and not authserv):
                found.append(results)
        elif name == "received" and (found or not _ours(value, wanted)):
            break
    return found


def _ours(received: str, ids: set[str]) -> bool:
    """Whether one of our servers wrote a Received line: in the domain of an
    authserv-id, or without a public name.
    """
    hit = _BY.match(_split(received[:_VALUE_CAP])[0])
    host = domain_key(hit[1].strip("[];")) if hit else ""
    if not host:
        return False
    nameless = "." not in host and ":" not in host
    return nameless or _inside(host) or any(_in_domain(host, _home(one)) for one in ids)


def _inside(host: str) -> bool:
    try:
        address = ip_address(host.removeprefix("ipv6:"))
    except ValueError:
        return False
    # Google's own hops name themselves by IPv6 addresses of 2002::/16.
    return address.is_private or host.startswith("2002:")


def _home(authserv: str) -> str:
    """mx.corp.example → corp.example; a name of two labels stays."""
    _, _, parent = authserv.partition(".")
    return parent if "." in parent else authserv


def _in_domain(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _judge(headers: _Headers, sender: Address) -> Verdict:
    """What our border says about this sender: the first question that has an answer. A user who
    logged in is known, whatever DMARC thinks.
    """
    asked = (ask(headers, sender) for ask in _QUESTIONS)
    known = next(filter(None, asked), None)
    return known or Verdict(None, "our border has checked it and proves nothing about From")


def _logged_in(headers: _Headers, sender: Address) -> Verdict | None:
    users = [one.properties.get("smtp.auth", "") for one in _said(headers[:1], "auth", "pass")]
    known = any(_same(user, sender.key) for user in users)
    return Verdict(True, f"{sender.email} had logged in to our server") if known else None


def _failed(headers: _Headers, sender: Address) -> Verdict | None:
    failed = _said(headers, "dmarc", "fail")
    return Verdict(False, f"DMARC failed for {sender.domain}") if failed else None


def _passed_for_another(headers: _Headers, sender: Address) -> Verdict | None:
    for one in _said(headers, "dmarc", "pass"):
        about = _domain_of(one.properties.get("header.from", ""))
        if not _same(about, sender.domain):
            told = f"DMARC passed for {about or 'no domain'}, but From is in {sender.domain}"
            return Verdict(None, told)
    return None


def _passed(headers: _Headers, sender: Address) -> Verdict | None:
    passed = _said([_topmost(headers, "dmarc")], "dmarc", "pass")
    return Verdict(True, f"DMARC passed for {sender.domain}") if passed else None


def _signed(headers: _Headers, sender: Address) -> Verdict | None:
    for one in _said([_topmost(headers, "dkim")], "dkim", "pass"):
        named = one.properties
        signer = _domain_of(named.get("header.d", "") or named.get("header.i", ""))
        if "." in signer and _in_domain(sender.domain, signer):
            return Verdict(True, f"signed by {signer} (DKIM)")
    return None


_QUESTIONS: tuple[Callable[[_Headers, Address], Verdict | None], ...] = (
    _logged_in,
    _failed,
    _passed_for_another,
    _passed,
    _signed,
)


def _said(headers: _Headers, method: str, result: str) -> list[Result]:
    return [one for header in headers for one in header if one.says(method, result)]


def _topmost(headers: _Headers, method: str) -> list[Result]:
    """What the highest header that knows this method says of it."""
    told = ([one for one in header if one.method == method] for header in headers)
    return next(filter(None, told), [])


def _same(value: str, wanted: str) -> bool:
    return bool(value) and address_key(value) == wanted


def _domain_of(value: str) -> str:
    """header.from may be a domain or an address, header.i is "@domain" or an address."""
    return domain_key(value.rpartition("@")[2].strip("<>"))


def parse_results(value: str) -> tuple[str, list[Result]]:
    """One Authentication-Results value: the authserv-id ("" where there is none, as Exchange
    Online writes it), the results.

    Comments are dropped and quoted strings are values, never syntax (RFC 8601 §2.2): what stands
    inside them proves nothing. Linear. Past 8 KB nothing is believed: it counts as a fail, because
    what was cut off may be one.
    """
    pieces = _split(value[:_VALUE_CAP])
    authserv = ""
    if "=" not in pieces[0]:
        authserv = domain_key(pieces.pop(0).strip().partition(" ")[0].strip('"'))
    if len(value) > _VALUE_CAP:
        return authserv, [_CUT]
    return authserv, list(filter(None, map(_result, pieces)))


def _result(piece: str) -> Result | None:
    hit = _RESULT.match(piece)
    if hit is None:
        return None
    properties: dict[str, str] = {}
    for name, told in _PROPERTY.findall(piece[hit.end() :]):
        properties.setdefault(name.casefold(), told.strip('"'))
    return Result(hit[1].casefold(), hit[2].casefold(), properties)


_CUT = Result("dmarc", "fail", {})


def _split(value: str) -> list[str]:
    """The pieces between semicolons, without comments; inside a quoted string every
    blank, "=" and ";" is neutral.
    """
    pieces = [""]
    pos = 0
    while (plain := _PLAIN.match(value, pos)) and plain.end() < len(value):
        pieces[-1] += plain[0]
        pos = plain.end()
        if quoted := _QUOTED.match(value, pos):
            pieces[-1] += _SYNTAX.sub(r"\1_", quoted[0])
            pos = quoted.end()
        elif value[pos] == "(":
            pieces[-1] += " "
            pos = _comment_end(value, pos)
        else:
            pieces.append("")
            pos += 1
    pieces[-1] += value[pos:]
    return pieces


def _comment_end(value: str, pos: int) -> int:
    """The offset behind a comment; the end of all where it never closes."""
    depth = 0
    for hit in _IN_COMMENT.finditer(value, pos):
        depth += {"(": 1, ")": -1}.get(hit[0], 0)
        if not depth:
            return hit.end()
    return len(value)
