"""When two spellings are one address, which mailbox they land in, and who can be written to."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from mailtracker.errors import MailtrackerError
from mailtracker.mail.address_key import (
    MAX_ADDRESS,
    address_key,
    domain_key,
    domain_of,
    is_mailable,
    local_of,
    mailbox_key,
    on_the_wire,
    without_tag,
)
from mailtracker.mail.message import Address
from mailtracker.mail.mime.header import Head, read_head
from mailtracker.mail.mime.identity import sender_of
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import RelayEdits
from mailtracker.mail.outgoing.header_fields import addr_spec
from mailtracker.mail.outgoing.relay import relay
from mailtracker.mail.parse import parse
from tests.mail.made import ENVELOPE, LETTER
from tests.mail.odd_addresses import spellings

SEED = 20261128


def head_of(raw: bytes) -> Head:
    return read_head(raw, 0, len(raw))


ONE_ADDRESS = [
    ("sam@corp.example", "SAM@Corp.EXAMPLE"),
    ("sam@corp.example", "sam@corp.example."),
    ("sam@büro.example", "sam@xn--bro-hoa.example"),
    ("sam@büro.example", "Sam@BÜRO.example"),
    ("sam@büro.example", "sam@XN--BRO-HOA.example"),
    ("sam@büro.example", "sam@bu\u0308ro.example"),
    ("sam@straße.example", "sam@STRA\u1e9eE.example"),
    ("sam@straße.example", "sam@xn--strae-oqa.example"),
    ("sam@βόλος.example", "sam@xn--nxasmm1c.example"),
    ("sam@例え.example", "sam@xn--r8jz45g.example"),
    ("sam@mail.büro.example", "sam@MAIL.xn--bro-hoa.example."),
    ('"sam"@corp.example', "sam@corp.example"),
    ('"Sam.Lund"@corp.example', "sam.lund@corp.example"),
    ('"a..b"@corp.example', "a..b@corp.example"),
    ("jürgen@corp.example", "jüRGEN@corp.example"),
]
TWO_ADDRESSES = [
    ("\u017fam@corp.example", "sam@corp.example"),
    ("JÜRGEN@corp.example", "jürgen@corp.example"),
    ("strasse@corp.example", "straße@corp.example"),
    ("sam@straße.example", "sam@strasse.example"),
    ("sam@\u017ftrom.example", "sam@strom.example"),
    ("sam@\u212aorp.example", "sam@korp.example"),
    ("sam@\uff43orp.example", "sam@corp.example"),
    ("sam@corp\u3002example", "sam@corp.example"),
    ("sam@co\u00adrp.example", "sam@corp.example"),
    ("sam@co\u200brp.example", "sam@corp.example"),
    ("sam@\u0130x.example", "sam@ix.example"),
    ("sam@βόλος.example", "sam@βόλοσ.example"),
    ("sam@büro.example", "sam@buro.example"),
    ("sam@büro.example", "sam@buero.example"),
    ("sam@corp.example..", "sam@corp.example"),
    ("sam@corp.example", "sam+vpn@corp.example"),
    ("sam@corp.example", "s.am@corp.example"),
    ('"sam lund"@corp.example', "samlund@corp.example"),
    ('"sam@x"@corp.example', "sam@x@corp.example"),
    ("sam", "@sam"),
]


@pytest.mark.parametrize(("one", "other"), ONE_ADDRESS)
def test_spellings_of_one_address_have_one_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)
    assert Address("", one).key == Address("", other).key
    assert Address("", one).domain == Address("", other).domain


@pytest.mark.parametrize(("one", "other"), TWO_ADDRESSES)
def test_two_addresses_never_share_a_key(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("domain", "key"),
    [
        ("", ""),
        (".", "."),
        ("Corp.Example", "corp.example"),
        ("corp.example.", "corp.example"),
        ("corp..example", "corp..example"),
        ("BÜRO.\u212aorp.Example", "xn--bro-hoa.\u212aorp.example"),
        ("*.BÜRO.example", "*.xn--bro-hoa.example"),
        ("[127.0.0.1]", "[127.0.0.1]"),
        ("\u05d0\u05d1.example", "xn--4dbc.example"),
        ("\u05d01a.example", "\u05d01a.example"),
        ("❤.example", "❤.example"),
    ],
)
def test_a_domain_is_compared_label_by_label(domain: str, key: str) -> None:
    assert domain_key(domain) == key


@pytest.mark.parametrize(
    ("email", "local", "domain"),
    [
        ("Sam@BÜRO.example", "sam", "xn--bro-hoa.example"),
        ("MAILER-DAEMON", "mailer-daemon", ""),
        ("corp.example", "corp.example", ""),
        ("@Corp.example", "", "corp.example"),
        ("", "", ""),
    ],
)
def test_what_has_no_at_has_no_domain(email: str, local: str, domain: str) -> None:
    assert (local_of(email), domain_of(email)) == (local, domain)


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Sam+VPN@corp.example", "sam@corp.example"),
        ("sam+a+b@büro.example", "sam@xn--bro-hoa.example"),
        ("s.a.m@corp.example", "s.a.m@corp.example"),
        ("+vpn@corp.example", "+vpn@corp.example"),
        ('"sam+a b"@corp.example', "sam@corp.example"),
        ('"sam lund+a"@corp.example', '"sam lund"@corp.example'),
        ('"+a b"@corp.example', '"+a b"@corp.example'),
        ("S.a.M+1@GMail.com.", "sam@gmail.com"),
        ("s.am+2@googlemail.com", "sam@gmail.com"),
        ('"s..am"@googlemail.com', "sam@gmail.com"),
        ("...@gmail.com", "...@gmail.com"),
        ("sam+1", "sam+1"),
    ],
)
def test_a_budget_is_kept_by_mailbox(email: str, mailbox: str) -> None:
    assert mailbox_key(email) == mailbox
    assert mailbox_key(mailbox) == mailbox


def test_a_tag_alone_goes_for_an_alias_of_ours() -> None:
    assert without_tag("IT-Help+1AB@BÜRO.example") == "it-help@xn--bro-hoa.example"
    assert without_tag("s.am@gmail.com") == "s.am@gmail.com"


PLAIN = [
    ("sam@corp.example", "sam@corp.example"),
    ("Sam.Lund+vpn@Corp.Example", "Sam.Lund+vpn@Corp.Example"),
    ("root@localhost", "root@localhost"),
    ("sam@co_rp.example", "sam@co_rp.example"),
    ("sam@corp.example.", "sam@corp.example"),
    ("sam@BÜRO.example", "sam@xn--bro-hoa.example"),
    ("a..b@corp.example", '"a..b"@corp.example'),
    (".sam@corp.example", '".sam"@corp.example'),
    ("sam.@corp.example", '"sam."@corp.example'),
    ('"front desk"@corp.example', '"front desk"@corp.example'),
    ("jürgen@corp.example", "jürgen@corp.example"),
    ("x" * 100 + "@corp.example", "x" * 100 + "@corp.example"),
]
NOT_PLAIN = [
    *("", "sam", "@corp.example", "sam@", "sam@@corp.example", "a@corp.example@corp.example"),
    *("a:b@corp.example", "a,b@corp.example", "(x)sam@corp.example", "<sam@corp.example>"),
    *(" sam@corp.example", "sam@corp.example ", "sam lund@corp.example", "sam\t@corp.example"),
    *('"x@y"@corp.example', '"x"y"@corp.example', '"x\\"y"@corp.example', '"<x>"@corp.example'),
    *('""@corp.example', '"sam@corp.example', 's"am@corp.example', '"s\xa0am"@corp.example'),
    *("s\u202eam@corp.example", "s\u200bam@corp.example", "s\u00adam@corp.example"),
    *(
        "s\x00am@corp.example",
        "s\r\nam@corp.example",
        "s\x85am@corp.example",
        "\ud800@corp.example",
    ),
    *("sam@corp..example", "sam@corp.example..", "sam@.corp.example", "sam@-corp.example"),
    *("sam@corp-.example", "sam@corp example", "sam@[127.0.0.1]", "sam@corp.example/x"),
    *("sam@\u212aorp.example", "sam@\uff43orp.example", "sam@corp\u3002example", "sam@❤.example"),
    *("sam@" + "x" * 64 + ".example", "sam@" + "ü" * 63 + ".example", "sam@" + "x.ü" * 120),
    *(
        "x" * MAX_ADDRESS + "@corp.example",
        "ü" * 155 + "@corp.example",
        "sam@" + "abc." * 70 + "de",
    ),
]


@pytest.mark.parametrize(("email", "wire"), PLAIN)
def test_a_plain_address_has_one_form_on_the_wire(email: str, wire: str) -> None:
    assert on_the_wire(email) == wire
    assert addr_spec(email) == wire


@pytest.mark.parametrize("email", NOT_PLAIN)
def test_what_is_no_plain_address_is_written_to_nowhere(email: str) -> None:
    assert not is_mailable(email)
    with pytest.raises(MailtrackerError, match="no address that email can be sent to"):
        addr_spec(email)


@pytest.mark.parametrize("email", [email for email, _ in PLAIN])
def test_whom_we_can_write_to_may_write_to_us(email: str) -> None:
    sender, doubt = sender_of(head_of(f"From: <{email}>\r\n\r\n".encode()))
    assert (sender, doubt) == (Address("", email), "")


@pytest.mark.parametrize("email", NOT_PLAIN)
def test_whom_we_cannot_write_to_is_no_sender(email: str) -> None:
    sender, _ = sender_of(head_of(f"From: <{email}>\r\n\r\n".encode("utf-8", "replace")))
    assert sender is None or is_mailable(sender.email)


def test_of_ten_thousand_spellings_each_has_one_lasting_key() -> None:
    for email in spellings(SEED, 10_000):
        key = address_key(email)
        assert address_key(key) == key, email
        assert mailbox_key(mailbox_key(email)) == mailbox_key(email), email
        assert mailbox_key(key) == mailbox_key(email), email
        assert domain_of(key) == domain_of(email), email


def test_of_ten_thousand_spellings_whatever_is_mailable_composes() -> None:
    raw = b"From: Ana <ana@corp.example>\r\nTo: it-help@corp.example\r\nSubject: x\r\n\r\nx\r\n"
    message, plain = parse(raw), set()
    for email in spellings(SEED, 10_000):
        if not is_mailable(email):
            continue
        plain.add(email)
        envelope = replace(ENVELOPE, to=Address("", email), cc=(Address("Sam", email),))
        wire = on_the_wire(email)
        for sent in (compose(LETTER, envelope), relay(raw, message, envelope, RelayEdits())):
            head = head_of(sent)
            assert head.values("to") == [wire.encode()], email
            assert head.values("cc") == [f"Sam <{wire}>".encode()], email
        assert address_key(wire) == address_key(email), email
        assert on_the_wire(wire) == wire, email
        assert on_the_wire(address_key(email)), email
    assert len(plain) > 500


def test_a_long_address_costs_no_more_than_its_length() -> None:
    start = time.process_time()
    for email in ("ü" * 1_000_000, "ü." * 500_000, "@" * 1_000_000, '"' * 1_000_000):
        for whole in (email, f"a@{email}", f"{email}@b"):
            address_key(whole), mailbox_key(whole), is_mailable(whole)
    assert time.process_time() - start < 5
