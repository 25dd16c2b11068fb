"""Names: the machine's own resolver, and a DNS server of the test for MX records."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping

import pytest

from mailtracker.doctor import names
from mailtracker.doctor.finding import Level
from mailtracker.doctor.names import Nameserver, NoLibrary, domain_finding, host_finding

dns = pytest.importorskip("dns")

RECORDS: Mapping[str, tuple[str, ...] | None] = {
    "corp.net.": ("20 localhost.", "10 localhost."),
    "null.net.": ("0 .",),
    "bare.net.": (),
    "none.net.": None,
}


@pytest.fixture
def nameserver() -> Iterator[Nameserver]:
    """Answers by RECORDS, on loopback; what is not there it refuses."""
    import dns.message
    import dns.rcode
    import dns.rrset

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))

        def serve() -> None:
            while True:
                asked, whom = sock.recvfrom(4096)
                if asked == b"end":
                    return
                query = dns.message.from_wire(asked)
                name = query.question[0].name
                answer = dns.message.make_response(query)
                records = RECORDS.get(str(name), "refused")
                if records is None:
                    answer.set_rcode(dns.rcode.NXDOMAIN)
                elif records == "refused":
                    answer.set_rcode(dns.rcode.REFUSED)
                elif records:
                    answer.answer.append(dns.rrset.from_text(name, 60, "IN", "MX", *records))
                sock.sendto(answer.to_wire(), whom)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield Nameserver(*sock.getsockname())
        sock.sendto(b"end", sock.getsockname())
        thread.join(10)


@pytest.mark.parametrize(
    ("domain", "level", "words"),
    [
        ("corp.net", Level.OK, "takes mail at localhost"),
        ("null.net", Level.FAULT, "a null MX"),
        ("bare.net", Level.DOUBT, "has no MX"),
        ("none.net", Level.DOUBT, "no domain that DNS knows"),
        ("refused.net", Level.DOUBT, "cannot be told"),
    ],
)
def test_where_the_world_takes_mail_for_a_domain(
    nameserver: Nameserver, domain: str, level: Level, words: str
) -> None:
    found = domain_finding(domain, lambda name: names._exchangers(name, nameserver))
    assert (found.level, words in found.said) == (level, True), found
    assert bool(found.todo) == (level is not Level.OK)


LOST = "a" * 64 + ".localhost"
"""No label is as long, so nobody is asked for it."""


@pytest.mark.parametrize(
    ("hosts", "level"),
    [([LOST], Level.FAULT), ([LOST, "localhost"], Level.DOUBT), (["localhost"], Level.OK)],
)
def test_an_exchanger_has_an_address(hosts: list[str], level: Level) -> None:
    assert domain_finding("corp.net", lambda _: hosts).level is level


@pytest.mark.parametrize("domain", ["corp.example", "mail.test", "x.invalid", "localhost"])
def test_a_name_for_examples_is_never_asked_for(domain: str) -> None:
    def ask(name: str) -> None:
        raise AssertionError(name)

    assert domain_finding(domain, ask).level is Level.OK


def test_without_the_library_the_page_says_how_to_get_it() -> None:
    def ask(name: str) -> None:
        raise NoLibrary

    found = domain_finding("corp.net", ask)
    assert (found.level, found.todo) == (Level.DOUBT, "pip install 'mailtracker[dns]'")


@pytest.mark.parametrize(
    ("host", "level"),
    [
        ("127.0.0.1", Level.OK),
        ("[::1]", Level.OK),
        ("localhost", Level.OK),
        (LOST, Level.FAULT),
    ],
)
def test_a_host_has_an_address(host: str, level: Level) -> None:
    assert host_finding(host).level is level
