"""Authentication-Results of our own border prove a sender; nobody else's word does (RFC
8601; docs/reliability.md, T2).
"""

from __future__ import annotations

import pytest

from mailtracker.mail.origin.auth_results import Verdict, authenticate, parse_results
from mailtracker.mail.parse import parse
from mailtracker.mail.site import NO_SITE, Site

BORDER = Site(authserv_ids=("mx.corp.example",))
FROM = "From: Ana Costa <ana@corp.example>"
OURS = (
    "Received: from relay.corp.example by mx.corp.example with ESMTPS; Mon, 5 Jan 2026 "
    "09:00:00 +0100"
)
THEIRS = (
    "Received: from laptop by smtp.elsewhere.example with ESMTPSA; Mon, 5 Jan 2026 08:59:59 +0100"
)
PASS = "Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example"
FAIL = "Authentication-Results: mx.corp.example; dmarc=fail header.from=corp.example"
LOGIN = "Authentication-Results: mx.corp.example; auth=pass smtp.auth=ana@corp.example"
GOOGLE = Site(authserv_ids=("mx.google.com",))
MICROSOFT = Site(authserv_ids=("protection.outlook.com",))


def verdict(*fields: str, site: Site = BORDER, sender: str = FROM) -> Verdict:
    return authenticate(
        parse("\n".join([*fields, sender, "Subject: VPN", "", "text"]).encode()), site
    )


PROVEN = {
    "own id, real pass": (OURS, PASS, THEIRS),
    "above our own line": (PASS, OURS, THEIRS),
    "two hops inside": ("Received: from mx by box (Postfix)", OURS, PASS, THEIRS),
    "id in another case": (PASS.replace("mx.corp.example", "MX.Corp.Example"),),
    "with a version": (PASS.replace("mx.corp.example;", "mx.corp.example 1;"),),
    "id in quotes": (PASS.replace("mx.corp.example", '"mx.corp.example"'),),
    "method with a version": (PASS.replace("dmarc=", "dmarc/1 = "),),
    "comments everywhere": (
        PASS.replace("; dmarc=pass", " (border); dmarc=pass (p=none (sp=none)) action=none"),
    ),
    "From domain in another case": (PASS.replace("header.from=corp", "header.from=CORP"),),
    "signed by the domain": (
        "Authentication-Results: mx.corp.example; dkim=pass header.d=corp.example",
    ),
    "signed, by identity": (
        "Authentication-Results: mx.corp.example; dkim=pass header.i=@corp.example",
    ),
    "one of two signatures": (
        "Authentication-Results: mx.corp.example; dkim=fail header.d=list.example; dkim=pass "
        "header.d=corp.example",
    ),
    "no policy, but signed": (
        "Authentication-Results: mx.corp.example; dmarc=none header.from=corp.example; dkim=pass "
        "header.d=corp.example",
    ),
    "had logged in": (LOGIN,),
    "two headers of one border": ("Authentication-Results: mx.corp.example; spf=pass", PASS),
}


@pytest.mark.parametrize("fields", PROVEN.values(), ids=PROVEN.keys())
def test_our_border_proves_a_sender(fields: tuple[str, ...]) -> None:
    assert verdict(*fields).verified is True


UNPROVEN = {
    "nothing": (),
    "forged alone, below a foreign hop": (THEIRS, PASS),
    "forged by another server": (PASS.replace("mx.corp.example", "mx.evil.example"),),
    "forged by a longer name": (PASS.replace("mx.corp.example", "mx.corp.example.evil.example"),),
    "pass for another domain": (PASS.replace("from=corp.example", "from=evil.example"),),
    "pass for no domain": ("Authentication-Results: mx.corp.example; dmarc=pass",),
    "forged above a pass for another domain": (
        PASS,
        PASS.replace("from=corp.example", "from=evil.example"),
    ),
    "pass in a quoted string": (
        'Authentication-Results: mx.corp.example; spf=none reason="; dmarc=pass '
        'header.from=corp.example"',
    ),
    "pass in a quoted string with quotes": (
        'Authentication-Results: mx.corp.example; spf=none reason="\\"; dmarc=pass '
        'header.from=corp.example"',
    ),
    "pass in a comment": (
        "Authentication-Results: mx.corp.example; spf=none (; dmarc=pass header.from=corp.example)",
    ),
    "domain in a comment": (
        "Authentication-Results: mx.corp.example; dmarc=pass (header.from=corp.example)",
    ),
    "pass in an encoded word": (
        "Authentication-Results: mx.corp.example; spf=none "
        "reason==?utf-8?q?;_dmarc=3Dpass_header.from=3Dcorp.example?=",
    ),
    "spf alone": (
        "Authentication-Results: mx.corp.example; spf=pass smtp.mailfrom=ana@corp.example",
    ),
    "signed by another domain": (
        "Authentication-Results: mx.corp.example; dkim=pass header.d=evil.example",
    ),
    "signed by a domain that ends alike": (
        "Authentication-Results: mx.corp.example; dkim=pass header.d=p.example",
    ),
    "signed by a top level": (
        "Authentication-Results: mx.corp.example; dkim=pass header.d=example",
    ),
    "signed by a subdomain": (
        "Authentication-Results: mx.corp.example; dkim=pass header.d=evil.corp.example",
    ),
    "somebody else had logged in": (
        "Authentication-Results: mx.corp.example; auth=pass smtp.auth=eve@corp.example",
    ),
    "no result": ("Authentication-Results: mx.corp.example; none",),
    "neutral": (
        "Authentication-Results: mx.corp.example; dmarc=temperror header.from=corp.example",
    ),
    "passes as a bare word": (
        "Authentication-Results: mx.corp.example; dmarc=passed header.from=corp.example",
    ),
    "permanent error": (FAIL.replace("fail", "permerror"),),
    "forged below one that found no policy": (PASS.replace("pass", "none"), PASS),
    "forged below one that could not look": (PASS.replace("pass", "temperror"), PASS),
    "a login forged below": (PASS.replace("pass", "none"), LOGIN),
    "forged below our own hop": (
        OURS,
        PASS.replace("pass", "none"),
        "Received: from a by localhost; Mon",
        PASS,
    ),
}


@pytest.mark.parametrize("fields", UNPROVEN.values(), ids=UNPROVEN.keys())
def test_nothing_else_proves_a_sender(fields: tuple[str, ...]) -> None:
    found = verdict(*fields)
    assert found.verified is None
    assert found.reason


DISPROVEN = {
    "fails": (OURS, FAIL, THEIRS),
    "forged below a real fail": (FAIL, PASS),
    "forged above a real fail": (PASS, FAIL),
    "forged beside a real fail, with a signature": (
        FAIL.replace("; dmarc", "; dkim=pass header.d=corp.example; dmarc"),
    ),
    "both in one header": (PASS + "; dmarc=fail header.from=corp.example",),
    "so long that the fail may be cut off": (PASS + "; x=y" * 5_000,),
}


@pytest.mark.parametrize("fields", DISPROVEN.values(), ids=DISPROVEN.keys())
def test_a_fail_outweighs_whatever_stands_beside_it(fields: tuple[str, ...]) -> None:
    assert verdict(*fields).verified is False


def test_with_nothing_configured_nobody_is_proven() -> None:
    assert verdict(PASS, site=NO_SITE) == Verdict(None, "no authserv_ids are configured")


@pytest.mark.parametrize(
    "sender",
    [
        "From: ana@corp.example\nFrom: eve@evil.example",
        "From: ana@corp.example, eve@evil.example",
        "From: =?utf-8?q?ana=40corp.example=2C?= eve@evil.example",
        "From: team: ana@corp.example;",
    ],
)
def test_a_sender_in_doubt_is_never_proven(sender: str) -> None:
    assert verdict(PASS, sender=sender).verified is None


@pytest.mark.parametrize(
    "named", ["header.from=xn--bro-hoa.example", "header.from=XN--BRO-HOA.example."]
)
def test_a_domain_in_unicode_is_proven_by_its_ascii_form(named: str) -> None:
    passed = f"Authentication-Results: mx.corp.example; dmarc=pass {named}"
    assert verdict(passed, sender="From: Ana <ana@Büro.example>").verified is True
    assert verdict(passed, sender="From: Ana <ana@buro.example>").verified is None


def test_a_domain_that_only_folds_alike_is_not_proven() -> None:
    passed = "Authentication-Results: mx.corp.example; dmarc=pass header.from=strasse.example"
    assert verdict(passed, sender="From: Ana <ana@straße.example>").verified is None


def test_a_subdomain_of_the_signer_is_signed_too() -> None:
    signed = "Authentication-Results: mx.corp.example; dkim=pass header.d=corp.example"
    assert verdict(signed, sender="From: ana@berlin.corp.example").verified is True


def test_googles_form_with_its_own_hops_and_comments() -> None:
    fields = (
        "Received: by 2002:a05:7022:a8:b0:6f:1b2c:c5c5 with SMTP id x; Mon, 5 Jan 2026 01:00:01 "
        "-0800 (PST)",
        "Received: from mail.corp.example (mail.corp.example. [192.0.2.7]) by mx.google.com with "
        "ESMTPS id a1; Mon, 5 Jan",
        "Authentication-Results: mx.google.com;\n       dkim=pass header.i=@corp.example "
        "header.s=k1 header.b=a1b2;\n"
        "       spf=pass (google.com: domain of ana@corp.example designates 192.0.2.7 as permitted "
        "sender)"
        " smtp.mailfrom=ana@corp.example;\n       dmarc=pass (p=QUARANTINE sp=QUARANTINE dis=NONE) "
        "header.from=corp.example",
        THEIRS,
    )
    assert verdict(*fields, site=GOOGLE) == Verdict(True, "DMARC passed for corp.example")


def test_exchange_onlines_form_has_no_id_and_counts_only_where_its_servers_are_configured() -> None:
    fields = (
        "Received: from AB1.eurprd01.prod.outlook.com by CD2.eurprd01.prod.outlook.com with HTTPS; "
        "Mon, 5 Jan 2026",
        "Authentication-Results: spf=pass (sender IP is 192.0.2.7) smtp.mailfrom=corp.example; "
        "dkim=pass (signature was"
        " verified) header.d=corp.example;dmarc=pass action=none "
        "header.from=corp.example;compauth=pass reason=100",
        "Received: from mail.corp.example (192.0.2.7) by EF3.mail.protection.outlook.com "
        "(10.0.0.1) with SMTP; Mon, 5 Jan",
    )
    assert verdict(*fields, site=MICROSOFT).verified is True
    assert verdict(*fields).verified is None
    assert verdict(THEIRS, *fields[1:], site=MICROSOFT).verified is None


def test_results_are_taken_apart() -> None:
    authserv, results = parse_results(
        'mx.corp.example 1; dmarc=pass (x) header.from="corp.example" ; dkim = fail'
    )
    assert authserv == "mx.corp.example"
    assert [(one.method, one.result) for one in results] == [("dmarc", "pass"), ("dkim", "fail")]
    assert results[0].properties == {"header.from": "corp.example"}
