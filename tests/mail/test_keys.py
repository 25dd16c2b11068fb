"""Messages go in; the tokens, ids and tags by which they may belong to a request come out."""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Keys
from mailtracker.mail.parse import parse
from mailtracker.mail.thread_keys import keys

ALIASES = ("it-help@corp.example", "support@corp.example")


def of(head: bytes, aliases: tuple[str, ...] = ALIASES) -> Keys:
    return keys(parse(b"From: ana@example.com\n" + head + b"\n\nhi"), aliases, ("IT", "pay"))


@pytest.mark.parametrize(
    ("head", "tokens"),
    [
        (b"To: it-help+abc23.x@corp.example", ("abc23.x",)),
        (b"To: IT <IT-Help+ABC23@Corp.Example>", ("abc23",)),
        (b"Cc: x@y.example, support+t1@corp.example", ("t1",)),
        (b"To: it-help@corp.example\nDelivered-To: it-help+t2@corp.example", ("t2",)),
        (b"X-Original-To: it-help+t3@corp.example", ("t3",)),
        (
            b"To: it-help+t1@corp.example, it-help+t2@corp.example, it-help+t1@corp.example",
            ("t1", "t2"),
        ),
        (b"To: it-help@corp.example", ()),
        (b"To: it-help+@corp.example", ()),
        (b"To: it-help+t1@evil.example", ()),
        (b"To: other+t1@corp.example", ()),
        (b"To: xit-help+t1@corp.example", ()),
        (b"Reply-To: it-help+t1@corp.example", ()),
        (b'To: "it-help+t1@corp.example" <x@y.example>', ()),
        (b"To: it-help+" + b"x" * 80 + b"@corp.example", ()),
    ],
)
def test_tokens_stand_behind_our_own_aliases(head: bytes, tokens: tuple[str, ...]) -> None:
    assert of(head).tokens == tokens


def test_alias_that_has_a_plus_itself_is_served() -> None:
    assert of(b"To: team+it+t1@corp.example", ("team+it@corp.example",)).tokens == ("t1",)


@pytest.mark.parametrize("alias", ["Help@Büro.example", "help@xn--bro-hoa.example"])
@pytest.mark.parametrize("domain", ["büro.example", "BÜRO.example", "XN--bro-hoa.example."])
def test_tokens_stand_behind_an_alias_in_any_spelling(alias: str, domain: str) -> None:
    assert of(f"To: HELP+t1@{domain}".encode(), (alias,)).tokens == ("t1",)
    assert of(f"To: other@x.example\nDelivered-To: help+t2@{domain}".encode(), (alias,)).tokens == (
        "t2",
    )


def test_an_alias_that_only_folds_alike_has_no_tokens() -> None:
    assert of(b"To: help+t1@strasse.example", ("help@straße.example",)).tokens == ()
    assert of("To: \u017fupport+t1@corp.example".encode()).tokens == ()


def test_ids_come_newest_first_without_doubles() -> None:
    head = b"In-Reply-To: <3@x.example>\nReferences: <1@x.example> <2@x.example>\n <3@x.example>"
    assert of(head).ids == ("<3@x.example>", "<2@x.example>", "<1@x.example>")


@pytest.mark.parametrize(
    ("subject", "tags"),
    [
        (b"Re: [IT-1042] VPN", ("IT-1042",)),
        (b"[it-1042] [PAY-7] [IT-1042]", ("IT-1042", "PAY-7")),
        (b"=?utf-8?q?=5BIT-1042=5D_Dr=C3=BCcker?=", ("IT-1042",)),
        (b"[ IT-1042 ] VPN", ("IT-1042",)),
        (b"IT-1042 VPN", ()),
        (b"[HR-1042] VPN", ()),
        (b"[IT-] [IT-x] [-1]", ()),
        (b"[XIT-1042]", ()),
    ],
)
def test_tags_are_bracketed_references_of_our_prefixes(
    subject: bytes, tags: tuple[str, ...]
) -> None:
    assert of(b"Subject: " + subject).tags == tags
