"""Everybody works inside one Exchange Online tenant, where mail bears no signature: its stamp is
all that tells a colleague's mail from a forged one.
"""

import email.policy

import pytest

from mailtracker.store.border import REFUSED, border_troubles
from tests.stories.company import ALIAS, Company, body

TENANT = "0f0e0d0c-1111-2222-3333-444455556666"
INSIDE = "BLAPR16MB3875.namprd16.prod.outlook.com"
NONE = "dkim=none (message not signed) header.d=none;dmarc=none action=none;"
SECRET = "The code is 4711."

FIRST = f"from {INSIDE} ([fe80::4]) by {INSIDE} ([fe80::4%5]) with mapi id 15.20.7452.049; Mon"
HOP = f"from {INSIDE} by MN6PR16MB5305.namprd16.prod.outlook.com with HTTPS; Mon"
FROM_OUTSIDE = (
    "from relay.third.example (192.0.2.9) by CY4PEPF0000E9CD.mail.protection.outlook.com with "
    "Microsoft SMTP Server via Frontend Transport; Mon"
)


def stamp(auth_as="Internal", first=FIRST):
    """What Exchange writes between a sender and us."""

    def edit(mail):
        mail["Received"] = HOP
        mail["Authentication-Results"] = NONE
        mail["Received"] = first
        mail["X-MS-Exchange-Organization-AuthSource"] = INSIDE
        mail["X-MS-Exchange-Organization-AuthAs"] = auth_as
        mail["X-MS-Exchange-Organization-AuthMechanism"] = "04"
        mail["X-MS-Exchange-CrossTenant-Id"] = TENANT

    return edit


FORGED = {
    "stamped by an outsider": stamp(first=FROM_OUTSIDE),
    "sent without a login": stamp("Anonymous"),
    "not stamped": lambda mail: None,
}


class Tenant(Company):
    """What people write lies in the mailbox as Exchange puts it there: no server of ours adds a
    Received line.
    """

    def _post(self, mail):
        self.post.add(ALIAS).append(mail.as_bytes(policy=email.policy.SMTP))
        return mail


@pytest.fixture
def tenant(post_office, tmp_path):
    """`trust = "strict"`, and a colleague who has written from inside."""
    for who in ("eva@corp.example", "dee@corp.example"):
        post_office.add(who)
    company = Tenant(post_office, tmp_path, trust="strict")
    company.site(authserv_ids=("protection.outlook.com",), exchange_tenant=TENANT)
    company.write("Eva Lund <eva@corp.example>", "VPN drops", "Every hour.", edit=stamp())
    company.turn()
    return company


def answer(company, text, edit):
    note = company.inbox("bo@corp.example")[0]
    company.reply("bo@corp.example", note, text, edit=edit)
    company.turn()


def test_a_colleague_inside_is_a_colleague(tenant):
    receipt = tenant.last("eva@corp.example")
    assert "VPN drops" in str(receipt["Subject"])
    note = tenant.last("bo@corp.example")
    assert "not verified" not in str(note["From"]) + body(note)


def test_an_owner_inside_is_believed_under_strict(tenant):
    answer(tenant, SECRET, stamp())
    assert SECRET in body(tenant.last("eva@corp.example"))
    assert tenant.request().status == "answered"
    answer(tenant, "done", stamp())
    assert tenant.request().status == "closed"


@pytest.mark.parametrize("edit", FORGED.values(), ids=FORGED.keys())
def test_whoever_forges_an_owner_with_a_copied_reply_address_speaks_for_nobody(tenant, edit):
    answer(tenant, "done", edit)
    answer(tenant, SECRET, edit)
    assert tenant.request().status == "open"
    assert not any(SECRET in mail.as_string() for mail in tenant.inbox("eva@corp.example"))


def test_an_owners_word_from_inside_without_our_key_waits_for_their_yes(tenant):
    tenant.write("bo@corp.example", "[IT-1001] VPN drops", "done", edit=stamp())
    tenant.turn()
    assert tenant.request().status == "open"
    asked = tenant.last("bo@corp.example")
    assert "done" in body(asked)
    tenant.reply("bo@corp.example", asked, "send", edit=stamp())
    tenant.turn()
    assert tenant.request().status == "closed"


@pytest.mark.parametrize(("answers", "lets_in"), [(True, True), (False, False)])
def test_a_requester_inside_lets_people_in_only_by_answering_us(tenant, answers, lets_in):
    def edit(mail):
        stamp()(mail)
        mail["Cc"] = "dee@corp.example"

    if answers:
        receipt = tenant.last("eva@corp.example")
        tenant.reply("eva@corp.example", receipt, "It is worse now.", edit=edit)
    else:
        tenant.write("eva@corp.example", "[IT-1001] VPN drops", "It is worse now.", edit=edit)
    tenant.turn()
    assert "It is worse now." in body(tenant.last("bo@corp.example"))
    answer(tenant, SECRET, stamp())
    assert any(SECRET in body(mail) for mail in tenant.inbox("dee@corp.example")) is lets_in


def test_where_no_tenant_is_named_the_admins_hear_that_strict_believes_nobody(tenant):
    tenant.site(exchange_tenant="")
    for number in range(REFUSED):
        answer(tenant, f"Try again, {number}.", stamp())
    assert tenant.request().status == "open"
    with tenant.runtime() as runtime, runtime.store.read() as conn:
        (trouble,) = border_troubles(conn, tenant.config.own_domains, tenant.clock.now())
    assert trouble.what == "refused corp.example"
    told = [" ".join(body(mail).split()) for mail in tenant.inbox("priya@corp.example")]
    assert any("exchange_tenant" in text for text in told)
