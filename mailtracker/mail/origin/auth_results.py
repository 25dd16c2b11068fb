"""Authentication-Results of our own border go in; whether the sender is proven comes out,
with the reason (RFC 8601).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address

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
    """One method's result with its properties: ("dmarc", "pass",
    {"header.from": "corp.example"}).
    """

    method: str
    result: str
    properties: dict[str, str]


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
    sender = message.sender
    if sender is None:
        return Verdict(None, message.sender_doubt or "no certain sender")
    headers = _trusted(message.trace, site.authserv_ids)
    if not headers:
        return Verdict(None, f"no Authentication-Results of {' or '.join(site.authserv_ids)}")
    named = Address("", message.passed_list) if message.passed_list else sender
    verdict = _judge(headers, named)
    if message.passed_list and verdict.verified is not False:
        return Verdict(
            None, f"passed on by our list {message.passed_list}, which vouches for itself alone"
        )
    return verdict


def _trusted(trace: tuple[tuple[str, str], ...], ids: tuple[str, ...]) -> list[list[Result]]:
    """The results that our border wrote, the topmost first: once found, they
    end at the next Received line.
    """
    wanted = {one.casefold() for one in ids}
    found: list[list[Result]] = []
    for name, value in trace[:_HOPS]:
        if name == "received":
            if found or not _ours(value, wanted):
                break
        elif name == "authentication-results":
            authserv, results = parse_results(value)
            if authserv in wanted or (
                not authserv and any(_in_domain(one, _MICROSOFT) for one in wanted)
            ):
                found.append(results)
    return found


def _ours(received: str, ids: set[str]) -> bool:
    """Whether one of our servers wrote a Received line: in the domain of an
    authserv-id, or without a public name.
    """
    hit = _BY.match(_split(received[:_VALUE_CAP])[0])
    host = hit[1].strip("[];").casefold() if hit else ""
    if not host or _inside(host):
        return bool(host)
    return not {".", ":"} & set(host) or any(_in_domain(host, _home(one)) for one in ids)


def _inside(host: str) -> bool:
    try:
        address = ip_address(host.removeprefix("ipv6:"))
    except ValueError:
        return False
    # Google's own hops name themselves by IPv6 addresses of 2002::/16.
    return address.is_private or host.startswith("2002:")


def _home(authserv: str) -> str:
    """mx.corp.example → corp.example; a name of two labels stays."""
    labels = authserv.split(".")
    return ".".join(labels[1:]) if len(labels) > 2 else authserv


def _in_domain(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}")


def _judge(headers: list[list[Result]], sender: Address) -> Verdict:
    """What our border says about this sender. A user who logged in is
    known, whatever DMARC thinks.
    """
    domain = sender.domain
    for one in headers[0]:
        if (
            one.method == "auth"
            and one.result == "pass"
            and _same(one.properties.get("smtp.auth", ""), sender.key)
        ):
            return Verdict(True, f"{sender.email} had logged in to our server")
    if any(one.result == "fail" for header in headers for one in header if one.method == "dmarc"):
        return Verdict(False, f"DMARC failed for {domain}")
    passed = [
        one for header in headers for one in header if (one.method, one.result) == ("dmarc", "pass")
    ]
    for about in (_domain_of(one.properties.get("header.from", "")) for one in passed):
        if not _same(about, domain):
            return Verdict(
                None, f"DMARC passed for {about or 'no domain'}, but From is in {domain}"
            )
    if any(one.result == "pass" for one in _topmost(headers, "dmarc")):
        return Verdict(True, f"DMARC passed for {domain}")
    for one in _topmost(headers, "dkim"):
        signer = _domain_of(
            one.properties.get("header.d", "") or one.properties.get("header.i", "")
        )
        if one.result == "pass" and "." in signer and _in_domain(domain, signer):
            return Verdict(True, f"signed by {signer} (DKIM)")
    return Verdict(None, "our border has checked it and proves nothing about From")


def _topmost(headers: list[list[Result]], method: str) -> list[Result]:
    """What the highest header that knows this method says of it."""
    return next(
        (found for header in headers if (found := [one for one in header if one.method == method])),
        [],
    )


def _same(value: str, wanted: str) -> bool:
    return bool(value) and value.casefold().rstrip(".") == wanted.rstrip(".")


def _domain_of(value: str) -> str:
    """header.from may be a domain or an address, header.i is "@domain" or an address."""
    return value.rpartition("@")[2].casefold().strip("<>")


def parse_results(value: str) -> tuple[str, list[Result]]:
    """One Authentication-Results value: the authserv-id ("" where there is none, as Exchange
    Online writes it), the results.

    Comments are dropped and quoted strings are values, never syntax (RFC 8601 §2.2): what stands
    inside them proves nothing. Linear. Past 8 KB nothing is believed: it counts as a fail, because
    what was cut off may be one.
    """
    first, *rest = _split(value[:_VALUE_CAP])
    authserv = first.strip().partition(" ")[0].casefold().strip('"') if "=" not in first else ""
    results = []
    for piece in rest if authserv or "=" not in first else [first, *rest]:
        if hit := _RESULT.match(piece):
            properties: dict[str, str] = {}
            for name, told in _PROPERTY.findall(piece[hit.end() :]):
                properties.setdefault(name.casefold(), told.strip('"'))
            results.append(Result(hit[1].casefold(), hit[2].casefold(), properties))
    return authserv, [_CUT] if len(value) > _VALUE_CAP else results


_CUT = Result("dmarc", "fail", {})


def _split(value: str) -> list[str]:
    """The pieces between semicolons, without comments; inside a quoted string every
    blank, "=" and ";" is neutral.
    """
    pieces = [""]
    out: list[str] = []
    depth = 0
    quoted = escaped = False
    for character in value:
        if escaped:
            escaped = False
            character = "_"
        elif character == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            quoted = character != '"'
            out.append("_" if character in " \t=;" else character)
            continue
        elif character == "(":
            depth += 1
            out.append(" ")
            continue
        elif depth:
            depth -= character == ")"
            continue
        elif character == '"':
            quoted = True
        elif character == ";":
            pieces[-1] = "".join(out)
            pieces.append("")
            out = []
            continue
        if not depth:
            out.append(character)
    pieces[-1] = "".join(out)
    return pieces
