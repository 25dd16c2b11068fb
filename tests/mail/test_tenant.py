"""What our Exchange Online tenant stamps on a mail says that somebody inside sent it, and only in a
mail that never left (docs/reliability.md, T20). The forms are those of published headers; none of
it was tried on a live tenant.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.mail.message import TRACE_CAP
from mailtracker.mail.origin.auth_results import Verdict, authenticate
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site
from mailtracker.mail.understand import understand

TENANT = "0f0e0d0c-1111-2222-3333-444455556666"
SITE = Site(
    authserv_ids=("protection.outlook.com",),
    own_domains=("corp.example",),
    exchange_tenant=TENANT,
)
FROM = "From: Ana Costa <ana@corp.example>"

DELIVERED = (
    "Received: from PH0PR16MB4899.namprd16.prod.outlook.com (2603:10b6:510:116::5) by "
    "MN6PR16MB5305.namprd16.prod.outlook.com with HTTPS; Mon, 5 Jan 2026 08:00:02 +0000"
)
NONE = (
    "Authentication-Results: dkim=none (message not signed)\n"
    " header.d=none;dmarc=none action=none header.from=corp.example;"
)
HOP = (
    "Received: from BLAPR16MB3875.namprd16.prod.outlook.com (2603:10b6:208:27c::13)\n"
    " by PH0PR16MB4899.namprd16.prod.outlook.com (2603:10b6:510:116::5) with\n"
    " Microsoft SMTP Server (version=TLS1_2,\n"
    " cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.7472.39; Mon, 5 Jan 2026 08:00:01"
)
FIRST = (
    "Received: from BLAPR16MB3875.namprd16.prod.outlook.com\n"
    " ([fe80::421c:8611:afcd:6d2b]) by BLAPR16MB3875.namprd16.prod.outlook.com\n"
    " ([fe80::421c:8611:afcd:6d2b%5]) with mapi id 15.20.7452.049; Mon, 5 Jan 2026 08:00:00 +0000"
)
SOURCE = "X-MS-Exchange-Organization-AuthSource: BLAPR16MB3875.namprd16.prod.outlook.com"
INTERNAL = "X-MS-Exchange-Organization-AuthAs: Internal"
MAPI = "X-MS-Exchange-Organization-AuthMechanism: 04"
OURS = f"X-MS-Exchange-CrossTenant-Id: {TENANT}"
WAY = (DELIVERED, NONE, HOP, FIRST)
STAMP = (SOURCE, INTERNAL, MAPI, OURS)

BORDER = (
    "Received: from relay.third.example (192.0.2.9) by CY4PEPF0000E9CD.mail.protection.outlook.com "
    "(10.167.241.132) with Microsoft SMTP Server id 15.20.8655.12 via Frontend Transport; Mon, 5"
)


def verdict(*fields: str, sender: str = FROM, site: Site = SITE) -> Verdict:
    return authenticate(
        parse("\n".join([*fields, sender, "Subject: VPN", "", "text"]).encode()), site
    )


def but(stamp: tuple[str, ...] = STAMP, **other: str) -> tuple[str, ...]:
    """The stamp with other values: `AuthAs="Anonymous"`; a field without any is left out."""
    names = {name.replace("_", "-").casefold(): value for name, value in other.items()}
    told = []
    for line in stamp:
        head, _, value = line.partition(": ")
        wanted = names.get(head.rpartition("-")[2].casefold(), value)
        told += [f"{head}: {wanted}"] if wanted else []
    return tuple(told)


INSIDE = {
    "from Outlook": (*WAY, *STAMP),
    "by SMTP with a login": (*WAY, *but(AuthMechanism="06")),
    "the stamp above the way": (*STAMP, *WAY),
    "in capitals": (
        *(line.replace("prod.outlook", "PROD.OUTLOOK") for line in WAY),
        *STAMP,
    ),
    "the names in lower case": (*WAY, *(line.lower() for line in STAMP)),
    "a value on a line of its own": (*WAY, *(line.replace(": ", ":\n ") for line in STAMP)),
    "between two mailboxes of one server": (
        DELIVERED.replace("MN6PR16MB5305", "BLAPR16MB3875"),
        *STAMP,
    ),
    "in China": (
        *(line.replace("prod.outlook.com", "prod.partner.outlook.cn") for line in WAY),
        *but(AuthSource="BLAPR16MB3875.namprd16.prod.partner.outlook.cn"),
    ),
    "Sender is From": (*WAY, *STAMP, "Sender: ana@corp.example"),
}


@pytest.mark.parametrize("fields", INSIDE.values(), ids=INSIDE.keys())
def test_somebody_inside_sent_it_and_of_from_nothing_is_known(fields: tuple[str, ...]) -> None:
    found = verdict(*fields)
    assert (found.verified, found.inside) == (None, True)
    assert found.reason == "somebody who had logged in to our Exchange Online tenant sent it"


NOT = {
    "nobody had logged in": ((*WAY, *but(AuthAs="Anonymous")), "sent by nobody who had logged in"),
    "a partner": ((*WAY, *but(AuthAs="Partner")), "AuthAs is not Internal"),
    "a longer word": ((*WAY, *but(AuthAs="Internal74")), "AuthAs is not Internal"),
    "a comment": ((*WAY, *but(AuthAs="Internal (yes)")), "AuthAs is not Internal"),
    "quotes": ((*WAY, *but(AuthAs='"Internal"')), "AuthAs is not Internal"),
    "an encoded word": ((*WAY, *but(AuthAs="=?utf-8?q?Internal?=")), "AuthAs is not Internal"),
    "two": ((*WAY, *STAMP, INTERNAL), "authas stands there more than once"),
    "two that differ": ((*WAY, *STAMP, *but(AuthAs="Anonymous")), "more than once"),
    "two tenants": ((*WAY, *STAMP, OURS.replace("0f0e", "1f1e")), "crosstenant-id stands"),
    "two sources": ((SOURCE, *WAY, *STAMP), "authsource stands there more than once"),
    "two mechanisms": ((MAPI, *WAY, *STAMP), "authmechanism stands there more than once"),
    "relayed by a connector": (
        (*WAY, *but(AuthMechanism="10")),
        "it was relayed, not sent",
    ),
    "written by a server": ((*WAY, *but(AuthMechanism="05")), "relayed"),
    "no mechanism": ((*WAY, *but(AuthMechanism="")), "relayed"),
    "a longer mechanism": ((*WAY, *but(AuthMechanism="04 06")), "relayed"),
    "another tenant": ((*WAY, *but(Id=TENANT.replace("0f0e", "1f1e"))), "not exchange_tenant"),
    "no tenant": ((*WAY, *but(Id="")), "not exchange_tenant"),
    "no source": ((*WAY, *but(AuthSource="")), "AuthSource is not"),
    "another source": (
        (*WAY, *but(AuthSource="a.prod.outlook.com")),
        "AuthSource is not",
    ),
    "a source on premises": (
        (*WAY, *but(AuthSource="ex01.corp.example")),
        "AuthSource is not",
    ),
    "it came in from outside": ((DELIVERED, HOP, BORDER, *STAMP), "came in from outside"),
    "a whole inside below the border": (
        (DELIVERED, NONE, HOP, BORDER, HOP, FIRST, *STAMP),
        "came in from outside",
    ),
    "by a door with a name from inside": (
        (DELIVERED, HOP, FIRST.replace("with mapi", "with SMTP via  Frontend Transport"), *STAMP),
        "came in from outside",
    ),
    "by the door of connectors": (
        (
            DELIVERED,
            HOP,
            "Received: from a by BY3PR05CA0049.outlook.office365.com with Microsoft SMTP Server",
            FIRST,
            *STAMP,
        ),
        "came in from outside",
    ),
    "a server that is called alike": (
        (DELIVERED, HOP, FIRST.replace("by BLA", "by evil.example/BLA"), *STAMP),
        "came in from outside",
    ),
    "a domain that ends alike": (
        tuple(line.replace("prod.outlook.com", "evilprod.outlook.com") for line in (*WAY, *STAMP)),
        "came in from outside",
    ),
    "a domain of others": (
        tuple(line.replace("outlook.com", "outlook.com.evil.example") for line in (*WAY, *STAMP)),
        "came in from outside",
    ),
    "our own server took it in": (
        ("Received: from mx.third.example by mx.corp.example with ESMTPS; Mon", *WAY, *STAMP),
        "came in from outside",
    ),
    "a line of nobody": ((*WAY, "Received: (qmail 1 invoked by uid 0); Mon", *STAMP), "came in"),
    "no way at all": (STAMP, "AuthSource is not"),
    "on behalf": ((*WAY, *STAMP, "Sender: Bo <bo@corp.example>"), "on behalf of From"),
    "on behalf of several": ((*WAY, *STAMP, "Sender: ana@corp.example, bo@corp.example"), "behalf"),
    "Sender is no address": ((*WAY, *STAMP, "Sender: Ana"), "on behalf of From"),
    "redirected": ((*WAY, *STAMP, "Resent-From: bo@corp.example"), "sent it on"),
    "too much to see": ((*WAY, *STAMP, *(HOP,) * TRACE_CAP), "too much of its way"),
}


@pytest.mark.parametrize(("fields", "doubt"), NOT.values(), ids=NOT.keys())
def test_no_other_stamp_says_that_somebody_inside_sent_it(
    fields: tuple[str, ...], doubt: str
) -> None:
    found = verdict(*fields)
    assert (found.verified, found.inside) == (None, False)
    assert "our Exchange Online tenant proves nothing: " in found.reason
    assert doubt in found.reason


def test_that_nobody_had_logged_in_denies_nothing() -> None:
    """Scanners and programs send in our name without a login; what is forged fails DMARC."""
    assert verdict(*WAY, *but(AuthAs="Anonymous")).verified is None
    signed = NONE.replace("dkim=none", "dkim=pass").replace(
        "header.d=none", "header.d=corp.example"
    )
    found = verdict(DELIVERED, HOP, signed.rstrip(";"), BORDER, *but(AuthAs="Anonymous"))
    assert found == Verdict(True, "signed by corp.example (DKIM)")


def test_what_our_border_denies_no_stamp_vouches_for() -> None:
    """A hybrid's own relay may have it all: Internal, and a DMARC that failed."""
    failed = NONE.replace("dmarc=none", "dmarc=fail")
    for fields in ((DELIVERED, failed, HOP, FIRST), (DELIVERED, HOP, failed, BORDER)):
        found = verdict(*fields, *STAMP)
        assert (found.verified, found.inside) == (False, False)


def test_a_border_that_proves_from_says_more_than_a_stamp() -> None:
    passed = NONE.replace("dmarc=none", "dmarc=pass").rstrip(";")
    found = verdict(DELIVERED, passed, HOP, FIRST, *STAMP)
    assert found == Verdict(True, "DMARC passed for corp.example")


def test_chinas_exchange_online_writes_no_id_either() -> None:
    site = replace(SITE, authserv_ids=("protection.partner.outlook.cn",))
    failed = NONE.replace("dmarc=none", "dmarc=fail")
    fields = [line.replace("outlook.com", "partner.outlook.cn") for line in (DELIVERED, failed)]
    assert verdict(*fields, site=site).verified is False
    assert (
        verdict(*fields, site=replace(SITE, authserv_ids=("outlook.cn.example",))).verified is None
    )


@pytest.mark.parametrize(
    "site",
    [
        replace(SITE, exchange_tenant=""),
        replace(SITE, own_domains=("other.example",)),
        replace(SITE, authserv_ids=()),
    ],
    ids=["no tenant is configured", "not of an own domain", "no border is configured"],
)
def test_a_stamp_counts_only_where_it_is_wanted(site: Site) -> None:
    found = verdict(*WAY, *STAMP, site=site)
    assert (found.verified, found.inside) == (None, False)
    assert "tenant" not in found.reason


@pytest.mark.parametrize(
    "sender",
    [
        "From: ana@corp.example\nFrom: bo@corp.example",
        "From: ana@corp.example, bo@corp.example",
        "From: Mia <mia@shop.example>",
    ],
)
def test_of_nobody_certain_and_of_outsiders_a_tenant_says_nothing(sender: str) -> None:
    assert verdict(*WAY, *STAMP, sender=sender).inside is False


def test_a_list_of_ours_is_not_whoever_wrote_to_it() -> None:
    """Into whose From the list has put itself: the stamp is of the list's own mail."""
    site = replace(SITE, own_lists=("team@corp.example",))
    raw = "\n".join(
        [*WAY, *STAMP, "From: Ana via Team <team@corp.example>", "Reply-To: ana@corp.example"]
    )
    message, found = understand(f"{raw}\nSubject: VPN\n\ntext".encode(), site)
    assert message.sender is not None
    assert message.sender.email == "ana@corp.example"
    assert (found.verified, found.inside) == (None, False)


def test_a_reading_says_it() -> None:
    raw = "\n".join([*WAY, *STAMP, FROM, "Subject: VPN", "", "text"]).encode()
    _, found = understand(raw, SITE)
    assert (found.verified, found.inside, found.receipt) == (None, True, True)
