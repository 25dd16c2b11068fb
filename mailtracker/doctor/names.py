"""Host names and domains in; what DNS says of them out. Addresses come from the machine's own
resolver; MX records only by dnspython (the extra `dns`), since the system has no call for them.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterator, Sequence

from mailtracker.config import Config
from mailtracker.doctor.finding import DoctorFinding, doubt, fault, ok
from mailtracker.mail.address_key import domain_of
from mailtracker.record import dataclass

SECONDS = 5.0
"""For one question about MX records."""

RESERVED = ("test", "example", "invalid", "localhost")
"""Top-level domains that nobody has (RFC 2606 2)."""

EXTRA = "pip install 'mailtracker[dns]'"

NO_MX = (
    "mail from outside cannot reach the alias: publish an MX record; where only your own servers "
    "write to it, that is well"
)

Ask = Callable[[str], "Sequence[str] | None"]
"""A domain's mail exchangers, the best first; None: there is no such domain. A lone "." says that
it takes no mail (RFC 7505). Raises OSError where nobody answers.
"""


class NoLibrary(Exception):
    """dnspython is not there."""


@dataclass(frozen=True, slots=True)
class Nameserver:
    """Who is asked for MX records: `address` and `port`; "" for whom the machine asks."""

    address: str = ""
    port: int = 53


def findings_of_names(config: Config, nameserver: Nameserver) -> Iterator[DoctorFinding]:
    """First the servers' hosts, then the domains of the aliases."""
    hosts = [*(box.imap.host for box in config.mailboxes), config.smtp.host]
    for host in dict.fromkeys(hosts):
        yield host_finding(host)
    addresses = [one for box in config.mailboxes for one in (box.address, *box.aliases)]
    for domain in dict.fromkeys(map(domain_of, addresses)):
        yield domain_finding(domain, lambda name: _exchangers(name, nameserver))


def host_finding(host: str) -> DoctorFinding:
    """A or AAAA of a server, as everything on this machine finds it."""
    ident = "dns.host"
    if _is_address(host):
        return ok(ident, f"{host} is an address")
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        said = f"{host} has no address: {getattr(error, 'strerror', None) or error}"
        return fault(ident, said, "correct `host`, or this machine's resolver")
    addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
    shown = ", ".join(addresses[:3]) + (" ..." if len(addresses) > 3 else "")
    return ok(ident, f"{host} is {shown}", addresses=len(addresses))


def domain_finding(domain: str, ask: Ask) -> DoctorFinding:
    """Where the world takes mail for a domain of ours."""
    ident = "dns.mx"
    if domain.rpartition(".")[2] in RESERVED:
        return ok(ident, f"{domain} is a name for examples: its MX is not asked for")
    try:
        found = ask(domain)
    except NoLibrary:
        said = f"the MX of {domain} is not asked for: that takes dnspython"
        return doubt(ident, said, EXTRA)
    except OSError as error:
        said = f"the MX of {domain} cannot be told: {error}"
        return doubt(ident, said, "see to this machine's resolver, or name one by --nameserver")
    return _judged(domain, found)


def _judged(domain: str, found: Sequence[str] | None) -> DoctorFinding:
    ident = "dns.mx"
    if found is None:
        return doubt(ident, f"{domain} is no domain that DNS knows", NO_MX)
    if not found:
        return doubt(ident, f"{domain} has no MX", NO_MX)
    if list(found) == ["."]:
        said = f"{domain} says that it takes no mail (a null MX, RFC 7505)"
        return fault(ident, said, "nobody outside will write to it: publish a real MX")
    lost = [host for host in found if not _has_address(host)]
    if lost:
        said = f"the MX of {domain}, {lost[0]}, has no address"
        judge = fault if len(lost) == len(found) else doubt
        return judge(ident, said, "correct the MX records")
    return ok(ident, f"{domain} takes mail at {', '.join(found[:3])}", exchangers=len(found))


def _exchangers(domain: str, nameserver: Nameserver) -> Sequence[str] | None:
    try:
        import dns.exception
        import dns.resolver
    except ImportError:
        raise NoLibrary from None
    try:
        resolver = dns.resolver.Resolver(configure=not nameserver.address)
        if nameserver.address:
            resolver.nameservers, resolver.port = [nameserver.address], nameserver.port
        answer = resolver.resolve(domain, "MX", lifetime=SECONDS, raise_on_no_answer=False)
    except dns.resolver.NXDOMAIN:
        return None
    except (dns.exception.DNSException, ValueError) as error:
        raise OSError(" ".join(str(error).split())[:120] or type(error).__name__) from error
    ranked = sorted((record.preference, str(record.exchange)) for record in answer.rrset or ())
    return [name if name == "." else name.rstrip(".") for _, name in ranked]


def _has_address(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 25, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError):
        return False


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
