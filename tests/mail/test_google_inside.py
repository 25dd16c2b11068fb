"""Mail inside one Google Workspace domain, in the forms that mx.google.com writes: it passes the
same border as all mail, and is proven where the domain signs for itself or publishes DMARC. The
forms are those of published headers; none of it was tried on a live domain.
"""

from __future__ import annotations

import pytest

from mailtracker.mail.message import Unstripped
from mailtracker.mail.origin.auth_results import Verdict, authenticate
from mailtracker.mail.parse import parse
from mailtracker.mail.site import Site

SITE = Site(authserv_ids=("mx.google.com",), own_domains=("corp.example",))
FROM = "From: Ana Costa <ana@corp.example>"

DELIVERED = (
    "Delivered-To: it-help@corp.example",
    "Received: by 2002:a05:7412:80a4:b0:fd:1b2c:c5c5 with SMTP id h36csp1;\n"
    "        Mon, 5 Jan 2026 01:00:01 -0800 (PST)",
    "X-Received: by 2002:a17:907:7804:b0:9ae:5fe1:ef01 with SMTP id la4;\n"
    "        Mon, 05 Jan 2026 01:00:01 -0800 (PST)",
)
TAKEN = (
    "Return-Path: <ana@corp.example>",
    "Received: from mail-sor-f41.google.com (mail-sor-f41.google.com. [209.85.220.41])\n"
    "        by mx.google.com with SMTPS id fi16sor1ejc.1.2026.01.05.01.00.00\n"
    "        for <it-help@corp.example>\n"
    "        (Google Transport Security);\n"
    "        Mon, 05 Jan 2026 01:00:00 -0800 (PST)",
    "Received-SPF: pass (google.com: domain of ana@corp.example designates 209.85.220.41 as "
    "permitted sender) client-ip=209.85.220.41;",
)
SPF = (
    "spf=pass (google.com: domain of ana@corp.example designates 209.85.220.41 as permitted "
    "sender) smtp.mailfrom=ana@corp.example"
)
OWN_KEY = "dkim=pass header.i=@corp.example header.s=google header.b=a1b2C3d4"
PROXY_KEY = (
    "dkim=pass header.i=@corp-example.20230601.gappssmtp.com header.s=20230601 header.b=a1b2C3d4"
)
DMARC = "dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=corp.example"


def field(*results: str) -> str:
    return ";\n       ".join(["Authentication-Results: mx.google.com", *results])


def arc(*results: str) -> str:
    return ";\n       ".join(["ARC-Authentication-Results: i=1; mx.google.com", *results])


def verdict(*fields: str) -> Verdict:
    raw = "\n".join([*DELIVERED, *fields, FROM, "Subject: VPN", "", "text"])
    return authenticate(parse(raw.encode()), SITE)


PROVEN = {
    "the domain's own key and DMARC": (*TAKEN, field(OWN_KEY, SPF, DMARC)),
    "the domain's own key alone": (*TAKEN, field(OWN_KEY, SPF)),
    "Google's key and DMARC by SPF": (*TAKEN, field(PROXY_KEY, SPF, DMARC)),
    "with an ARC chain": (
        arc(OWN_KEY, SPF, DMARC),
        *TAKEN,
        field(
            OWN_KEY,
            "arc=pass (i=1 spf=pass spfdomain=corp.example dkim=pass dkdomain=corp.example "
            "dmarc=pass fromdomain=corp.example)",
            SPF,
            DMARC,
        ),
    ),
    "with what Google found out about the recipient": (
        *TAKEN,
        field(OWN_KEY, SPF, DMARC, "dara=pass header.i=@corp.example"),
    ),
    "by a program's login": (
        *TAKEN,
        field(OWN_KEY, SPF, DMARC),
        "Received: from laptop ([192.0.2.4]) by smtp.gmail.com with ESMTPSA id n25.49.2026;\n"
        "        Mon, 05 Jan 2026 00:59:59 -0800 (PST)",
    ),
}


@pytest.mark.parametrize("fields", PROVEN.values(), ids=PROVEN.keys())
def test_a_colleague_is_proven(fields: tuple[str, ...]) -> None:
    found = verdict(*fields)
    assert (found.verified, found.unstripped) == (True, Unstripped.NO)


NOT = {
    # Its name has hyphens for dots: corp-example is corp.example's, and corp-example's.
    "Google's key alone": (*TAKEN, field(PROXY_KEY, SPF)),
    "an ARC chain alone": (arc(OWN_KEY, SPF, DMARC),),
    "an ARC chain that passed, of a group": (
        *TAKEN,
        field(
            "dkim=fail header.i=@corp.example header.s=google header.b=a1b2C3d4",
            "arc=pass (i=1 spf=pass spfdomain=corp.example dkim=pass dkdomain=corp.example)",
            SPF,
        ),
    ),
    "the server for groups": (
        *TAKEN,
        field(OWN_KEY, SPF).replace("mx.google.com", "gmr-mx.google.com"),
    ),
    "nothing": TAKEN,
}


@pytest.mark.parametrize("fields", NOT.values(), ids=NOT.keys())
def test_nothing_else_of_googles_proves_one(fields: tuple[str, ...]) -> None:
    assert verdict(*fields).verified is None


def test_a_calendars_mail_in_a_colleagues_name_is_judged_as_any_mail() -> None:
    """Its envelope is Google's, so its SPF does not count for DMARC; its signature does."""
    bounces = SPF.replace("ana@corp.example", "3x@calendar-server.bounces.google.com")
    assert verdict(*TAKEN, field(OWN_KEY, bounces, DMARC)).verified is True
    failed = DMARC.replace("pass", "fail")
    assert verdict(*TAKEN, field(PROXY_KEY, bounces, failed)).verified is False


def test_what_claims_to_be_from_inside_and_fails_is_denied() -> None:
    came = TAKEN[1].replace("mail-sor-f41.google.com", "relay.third.example")
    failed = field("spf=softfail smtp.mailfrom=ana@corp.example", DMARC.replace("pass", "fail"))
    assert verdict(came, failed, field(OWN_KEY, SPF, DMARC)).verified is False
