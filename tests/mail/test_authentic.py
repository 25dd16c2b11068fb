"""Authentication-Results of our own border prove a sender; nobody else's word does (RFC
8601; docs/reliability.md, T2).
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import TRACE_CAP, Unstripped
from mailtracker.mail.origin.auth_results import Verdict, authenticate
from mailtracker.mail.parse import parse
from mailtracker.mail.site import NO_SITE, Site

BORDER = Site(authserv_ids=("mx.corp.example",), own_domains=("corp.example",))
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
GOOGLE = Site(authserv_ids=("mx.google.com",), own_domains=("corp.example",))
MICROSOFT = Site(authserv_ids=("protection.outlook.com",), own_domains=("corp.example",))
OUTSIDE = "From: Mia Holm <mia@shop.example>"


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
    "with a job's id": (PASS.replace("mx.corp.example;", "mx.corp.example/4Z1bCd;"),),
    "malformed, about another method": (
        "Authentication-Results: mx.corp.example;; spf=pass smtp.mailfrom=corp.example",
        PASS,
    ),
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
    "forged below our own hop, about what our border does not check": (
        "Authentication-Results: mx.corp.example; spf=pass smtp.mailfrom=corp.example",
        OURS,
        PASS,
    ),
    "malformed": (PASS.replace("; dmarc", ";; dmarc"),),
    "malformed behind a pass": (PASS + "; all is well",),
    "malformed above a pass": (PASS.replace("; dmarc", ";; dmarc"), PASS),
    "signed, malformed": (
        "Authentication-Results: mx.corp.example 2; dkim=pass header.d=corp.example",
    ),
    "had logged in, malformed": (LOGIN + ";",),
    "a job's id of another host": (PASS.replace("mx.corp", "mx.evil.example/mx.corp"),),
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
    "with a job's id": (FAIL.replace("mx.corp.example;", "mx.corp.example/4Z1bCd;"), PASS),
    "below one with a job's id": (
        PASS.replace("mx.corp.example;", "mx.corp.example/4Z1bCd;"),
        FAIL,
    ),
    "malformed": (FAIL.replace("; dmarc", ";; dmarc"),),
    "malformed, below a pass": (PASS, FAIL.replace("; dmarc", ";; dmarc")),
    "hidden by a quote": (FAIL.replace("; dmarc", '; spf=none "; dmarc'), PASS),
    "hidden by a comment": (FAIL.replace("; dmarc", "; spf=none (; dmarc"), PASS),
    "so many that the fail may be cut off": (PASS,) * TRACE_CAP,
    "with no policy to speak of": (FAIL + " (p=none dis=none)",),
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


# -- the published policy --------------------------------------------------------------------------

ASKS_NOTHING = {
    "OpenDMARC": "dmarc=fail (p=none dis=none) header.from=shop.example",
    "Google": "dmarc=fail (p=NONE sp=NONE dis=NONE) header.from=shop.example",
    "Google, subdomains aside": "dmarc=fail (p=NONE sp=REJECT dis=NONE) header.from=shop.example",
    "rspamd": 'dmarc=fail reason="No valid SPF" header.from=shop.example (policy=none)',
    "a reason": 'dmarc=fail reason="not aligned, policy=none" header.from=shop.example',
    "a property": "dmarc=fail header.from=shop.example policy.dmarc=none",
    "a longer property": (
        "dmarc=fail policy.published-domain-policy=none policy.applied-disposition=none "
        "header.from=shop.example"
    ),
    "a list in a comment": (
        "dmarc=fail (p=none,has-list-id=yes,d=none,d.eval=none) header.from=shop.example"
    ),
    "malformed": "spf=none; ; dmarc=fail (p=none dis=none) header.from=shop.example",
}


@pytest.mark.parametrize("result", ASKS_NOTHING.values(), ids=ASKS_NOTHING.keys())
def test_a_fail_of_an_outside_domain_that_asks_for_nothing_leaves_it_unknown(result: str) -> None:
    field = f"Authentication-Results: mx.corp.example; {result}"
    found = verdict(field, sender=OUTSIDE)
    assert found == Verdict(None, 'DMARC failed for shop.example, whose policy is "none"')


@pytest.mark.parametrize("result", ASKS_NOTHING.values(), ids=ASKS_NOTHING.keys())
def test_a_fail_of_an_own_domain_disproves_whatever_its_policy(result: str) -> None:
    field = f"Authentication-Results: mx.corp.example; {result}"
    assert verdict(field.replace("shop", "corp")).verified is False


ASKS_SOMETHING = {
    "OpenDMARC": "dmarc=fail (p=reject dis=none) header.from=shop.example",
    "Google": "dmarc=fail (p=REJECT sp=NONE dis=NONE) header.from=shop.example",
    "rspamd": 'dmarc=fail reason="x" header.from=shop.example (policy=reject)',
    "rspamd, quarantine": "dmarc=fail header.from=shop.example (policy=quarantine)",
    "a property": "dmarc=fail header.from=shop.example policy.dmarc=quarantine",
    "nothing known": "dmarc=fail header.from=shop.example",
    "the policy of another result": "spf=fail (p=none); dmarc=fail header.from=shop.example",
    "words that end alike": "dmarc=fail (sp.p=none xp=none) header.from=shop.example",
    "a disposition alone": "dmarc=fail (dis=none d=none) header.from=shop.example",
    "a domain of that name": "dmarc=fail (for p.none) header.from=shop.example",
}


@pytest.mark.parametrize("result", ASKS_SOMETHING.values(), ids=ASKS_SOMETHING.keys())
def test_a_fail_of_an_outside_domain_with_a_policy_disproves(result: str) -> None:
    field = f"Authentication-Results: mx.corp.example; {result}"
    assert verdict(field, sender=OUTSIDE).verified is False


def test_a_policy_for_subdomains_counts_for_names_that_may_be_one() -> None:
    field = "Authentication-Results: mx.corp.example; dmarc=fail (p=reject sp=none)"
    assert verdict(field, sender="From: mia@news.shop.example").verified is None
    assert verdict(field, sender="From: mia@shop.example").verified is False


def test_exchange_onlines_action_is_its_policy() -> None:
    field = "Authentication-Results: dmarc=fail action=none header.from=shop.example"
    assert verdict(field, site=MICROSOFT, sender=OUTSIDE).verified is None
    field = field.replace("none", "oreject")
    assert verdict(field, site=MICROSOFT, sender=OUTSIDE).verified is False


def test_one_fail_with_a_policy_outweighs_one_without() -> None:
    none = "Authentication-Results: mx.corp.example; dmarc=fail (p=none) header.from=shop.example"
    reject = none.replace("p=none", "p=reject")
    assert verdict(none, reject, sender=OUTSIDE).verified is False


def test_a_fail_without_a_policy_still_outweighs_a_pass() -> None:
    none = "Authentication-Results: mx.corp.example; dmarc=fail (p=none) header.from=shop.example"
    forged = "Authentication-Results: mx.corp.example; dmarc=pass header.from=shop.example"
    signed = "Authentication-Results: mx.corp.example; dkim=pass header.d=shop.example"
    for other in (forged, signed):
        assert verdict(none, other, sender=OUTSIDE).verified is None
        assert verdict(other, none, sender=OUTSIDE).verified is None


# -- which servers are ours ------------------------------------------------------------------------

FILTER = Site(authserv_ids=("rspamd",), own_domains=("corp.example",))
BY_FILTER = PASS.replace("mx.corp.example", "rspamd")


def test_a_field_below_our_own_servers_line_is_found_once_that_server_is_named() -> None:
    """rspamd, as a milter, adds its field below the line of the server that asked it."""
    fields = (OURS, BY_FILTER, THEIRS)
    found = verdict(*fields, site=FILTER)
    assert found.verified is None
    assert (
        "below a Received line of mx.corp.example: name that host in border_hosts" in found.reason
    )
    named = Site(("it.corp.example",), ("rspamd",), border_hosts=("MX.corp.example",))
    assert verdict(*fields, site=named) == Verdict(True, "DMARC passed for corp.example")


def test_a_server_that_is_named_stands_for_itself_alone() -> None:
    named = Site(authserv_ids=("rspamd",), border_hosts=("mx.corp.example",))
    for host in ("a.mx.corp.example", "mx.corp.example.evil.example", "corp.example"):
        line = OURS.replace("by mx.corp.example", f"by {host}")
        assert verdict(line, BY_FILTER, site=named).verified is None


def test_a_host_that_is_no_name_is_not_repeated() -> None:
    line = "Received: from x by http://evil.example/click; Mon"
    assert "below a Received line of another server" in verdict(line, PASS).reason


# -- what a mail tells of the border ---------------------------------------------------------------

SPF = "Authentication-Results: mx.corp.example; spf=pass smtp.mailfrom=corp.example"
SIGNED = "Authentication-Results: mx.corp.example; dkim=pass header.d=corp.example"

STRIPS = {
    "no field": (OURS, THEIRS),
    "one field": (PASS, OURS, THEIRS),
    "one below our own line": (OURS, PASS, THEIRS),
    "a filter for each method": (PASS, SPF, SIGNED, OURS, THEIRS),
    "a job's id beside none": (
        PASS.replace("mx.corp.example;", "mx.corp.example/4Z1bCd;"),
        SIGNED,
        OURS,
    ),
    "methods that prove nothing, twice": (SPF, SPF, OURS),
    "two signatures in one field": (SIGNED + "; dkim=pass header.d=shop.example", OURS),
    "of somebody else below": (PASS, OURS, THEIRS, PASS.replace("mx.corp", "mx.else")),
}


@pytest.mark.parametrize("fields", STRIPS.values(), ids=STRIPS.keys())
def test_a_border_that_strips_leaves_no_sign(fields: tuple[str, ...]) -> None:
    assert verdict(*fields).unstripped is Unstripped.NO


LETS_PASS = {
    "one more above our line": ((FAIL, PASS, OURS, THEIRS), Unstripped.REPEATED),
    "one more below our line": ((FAIL, OURS, PASS, THEIRS), Unstripped.REPEATED),
    "a malformed one": ((FAIL, OURS, PASS.replace("; ", ";; "), THEIRS), Unstripped.REPEATED),
    "a signature": ((SIGNED, OURS, SIGNED, THEIRS), Unstripped.REPEATED),
    "a login": ((LOGIN, OURS, LOGIN, THEIRS), Unstripped.REPEATED),
    "with a job's id": (
        (FAIL, OURS, PASS.replace("mx.corp.example;", "mx.corp.example/x;"), THEIRS),
        Unstripped.REPEATED,
    ),
    "below another's line": ((OURS, THEIRS, PASS), Unstripped.BELOW),
    "below another's line, beside a real one": ((FAIL, OURS, THEIRS, SPF), Unstripped.BELOW),
    "below a line of nobody": ((OURS, "Received: from x; Mon", PASS), Unstripped.BELOW),
}


@pytest.mark.parametrize(("fields", "sign"), LETS_PASS.values(), ids=LETS_PASS.keys())
def test_a_border_that_does_not_strip_is_found_out(
    fields: tuple[str, ...], sign: Unstripped
) -> None:
    assert verdict(*fields).unstripped is sign


def test_a_sender_in_doubt_does_not_hide_the_sign() -> None:
    found = verdict(FAIL, PASS, sender="From: ana@corp.example, eve@evil.example")
    assert found.unstripped is Unstripped.REPEATED


def test_without_a_border_there_is_no_sign() -> None:
    assert verdict(FAIL, PASS, site=NO_SITE).unstripped is Unstripped.NO


# -- as real filters write it ----------------------------------------------------------------------

QUEUE = (
    "Received: from c.corp.example (c [192.0.2.1]) by mx.corp.example (Postfix) with ESMTPS id Q1"
)
JOB = (
    "Authentication-Results: mx.corp.example/Q1; dmarc={} (p=reject dis=none) "
    "header.from=corp.example"
)
OPENDKIM = (
    "Authentication-Results:  mx.corp.example;\n\tdkim=pass (2048-bit key; unprotected) "
    "header.d={0} header.i=@{0} header.a=rsa-sha256 header.s=s1 header.b=C7lAlWlE;\n\t"
    "dkim-atps=neutral"
)
RSPAMD = (
    "Authentication-Results: rspamd;\n\tdkim=none;\n\tspf=pass (mx.corp.example: domain of "
    "eve@evil.example designates 192.0.2.1 as permitted sender) smtp.mailfrom=eve@evil.example;\n\t"
    'dmarc=fail reason="SPF not aligned (relaxed), No valid DKIM" header.from=corp.example '
    "(policy=reject)"
)
BOTH = Site(authserv_ids=("mx.corp.example", "rspamd"), own_domains=("corp.example",))
REAL = {
    "OpenDMARC, OpenDKIM and an SPF filter": (
        (JOB.replace("/Q1", "").format("pass"), SPF, OPENDKIM.format("corp.example"), QUEUE),
        True,
    ),
    "the same with job ids": (
        (JOB.format("pass"), SPF, OPENDKIM.format("corp.example"), QUEUE),
        True,
    ),
    "OpenDKIM alone": ((OPENDKIM.format("corp.example"), QUEUE), True),
    "OpenDKIM, nothing signed": (
        ("Authentication-Results:  mx.corp.example; dkim=none; dkim-atps=neutral", QUEUE),
        None,
    ),
    "OpenDKIM, signed by another": ((OPENDKIM.format("evil.example"), QUEUE), None),
    "OpenDMARC fails": ((JOB.replace("/Q1", "").format("fail"), SPF, QUEUE), False),
    "OpenDMARC fails, with job ids": ((JOB.format("fail"), SPF, QUEUE), False),
    "rspamd above": ((RSPAMD, QUEUE), False),
    "rspamd below": ((QUEUE, RSPAMD), False),
    "rspamd had a login": (
        (
            "Authentication-Results: rspamd;\n\tauth=pass smtp.auth=ana@corp.example "
            "smtp.mailfrom=ana@corp.example",
            QUEUE,
        ),
        True,
    ),
}


@pytest.mark.parametrize(("fields", "verified"), REAL.values(), ids=REAL.keys())
def test_what_filters_write_is_read_right(fields: tuple[str, ...], verified: bool | None) -> None:
    found = verdict(*fields, site=BOTH)
    assert (found.verified, found.unstripped) == (verified, Unstripped.NO)
