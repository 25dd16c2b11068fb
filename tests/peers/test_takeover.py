"""Tickets that were read, joined or steered by somebody to whom they did not belong."""

from __future__ import annotations

import pytest

from mailtracker.mail.origin.auth_results import authenticate
from mailtracker.mail.parse import parse
from mailtracker.mail.site import NO_SITE, Site
from tests.peers.scenes import (
    BO,
    EVA,
    MALLORY,
    SECRET,
    arrives,
    asked,
    heard,
    raw,
)

BORDER = Site(authserv_ids=("mx.corp.example",), own_domains=("corp.example",))
PASS = "Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example"


def proven(*fields: str, site: Site = BORDER) -> bool:
    """Whether a mail under Eva's name, with these fields, is proven to be hers."""
    return (
        authenticate(parse("\r\n".join(fields).encode() + b"\r\n" + raw()), site).verified is True
    )


def test_zammad_5064_another_customer_who_cites_a_number_gets_a_request_of_their_own(company):
    """Whoever wrote a ticket's number into a subject was added to that ticket, whosever it was.
    Here a reference is for those who take part; from others it opens a request that shows nothing
    (T4).
    """
    asked(company)
    company.write(MALLORY, "Re: [IT-1001] VPN drops", "About IT-1001: what is the state?")
    company.turn()
    answered_one = company.inbox(BO)[0]
    company.reply(BO, answered_one, SECRET)
    company.turn()
    assert heard(company, EVA) == 1
    assert heard(company, MALLORY) == 0
    assert company.request("IT-1002").requester.email == MALLORY
    assert not any("VPN drops" in mail.as_string() for mail in company.inbox(MALLORY))


@pytest.mark.parametrize("border_says", ["", "pass"])
def test_cve_2026_47123_an_id_that_only_looks_like_ours_speaks_for_nobody(border, border_says):
    """FreeScout took ticket and agent from the number inside a cited Message-ID and did not check
    its code, so that a forged From of an agent reached the customer. Here an id counts if it was
    sent to that very person, and a made-up one is none (T3, O2).
    """
    asked(border)
    real = str(border.last(BO)["Message-ID"])
    made = f"<k.{'0' * 20}{real[23:]}"
    assert len(made) == len(real)

    def edit(mail):
        mail["In-Reply-To"] = mail["References"] = made
        if border_says:
            mail["Authentication-Results"] = f"mx.corp.example; dmarc={border_says} header.from=x.y"

    border.write(f"Bo Jensen <{BO}>", "Re: VPN drops", "Send me your password.", edit=edit)
    border.turn()
    assert heard(border, EVA, "password") == 0
    assert border.request().unanswered_since is not None


@pytest.mark.parametrize("word", ["done", "mine", "for sam", "add mallory@example.com"])
def test_ghsa_rxqh_5572_8m77_a_from_alone_commands_nothing(company, word):
    """hermes-agent did what the From of an allowed person asked, and a From is what the sender
    writes. Here a word counts in the answer to a mail that was sent to that person, and nowhere
    else (T3).
    """
    asked(company)
    before = company.request()
    company.write(f"Bo Jensen <{BO}>", "Re: [IT-1001] VPN drops", word)
    company.turn()
    after = company.request()
    assert (after.status, after.owner, after.copied) == (
        before.status,
        before.owner,
        before.copied,
    )
    assert "IT-1001" in company.last(BO).as_string()  # whose name it bears hears of it


def test_hermes_agent_88560_without_an_id_of_our_own_no_result_is_believed():
    """Where no authserv-id was set, the first Authentication-Results was taken for the server's,
    also on a server that writes none. Here nobody is proven then (T2, T7).
    """
    assert proven(PASS)
    assert not proven(PASS, site=NO_SITE)
    assert not proven(
        "Authentication-Results: anything.example; dmarc=pass header.from=corp.example"
    )


def test_itop_jb_mail_to_ticket_automation_v2_262_a_result_counts_where_our_border_wrote_it():
    """The first of several Authentication-Results was read, whoever had written it. Here the id
    must be ours, above every hop that is not; and one fail outweighs every pass (T2).
    """
    foreign = "Received: from laptop by smtp.elsewhere.example; Mon, 5 Jan 2026 09:00:00 +0100"
    theirs = PASS.replace("mx.corp", "mx.elsewhere")
    fail = PASS.replace("pass", "fail")
    assert proven(theirs, PASS)
    assert not proven(theirs)
    assert not proven(foreign, PASS)
    assert not proven(PASS, fail)
    assert not proven(fail, PASS)


def test_apple_pim_78_a_pass_for_the_envelope_is_no_pass_for_the_sender():
    """An SPF pass for the attacker's own envelope domain counted as proof of the From. Here SPF
    proves nothing, and a pass is one for exactly the domain in From (T2).
    """
    ours = "Authentication-Results: mx.corp.example; "
    assert proven(ours + "dkim=pass header.d=corp.example")
    assert not proven(ours + "spf=pass smtp.mailfrom=mallory@example.com")
    assert not proven(ours + f"spf=pass smtp.mailfrom={EVA}")
    assert not proven(ours + "dkim=pass header.d=example.com")


def test_vibe_trading_1508_a_pass_that_the_sender_wrote_into_our_own_line_is_none():
    """The border's own line repeats words of the sender, and a search for "pass" found them there.
    Here the field is read by its grammar: what is quoted or in a comment says nothing (T2).
    """
    ours = "Authentication-Results: mx.corp.example; spf=none "
    claim = "dmarc=pass header.from=corp.example"
    assert proven(f"{ours}; {claim}")
    assert not proven(f'{ours}smtp.mailfrom="; {claim}"')
    assert not proven(f"{ours}(; {claim})")


def test_cve_2019_16056_an_address_with_two_ats_is_nobody(company):
    """Python's email package cut such an address at the second "@", so that a check of its domain
    passed another one. Here it is no plain address: its mail opens a request of nobody certain,
    and nothing is sent to it (T19, T21).
    """
    from mailtracker.mail.address_key import is_mailable
    from tests.peers.scenes import put_aside

    odd = "eva@corp.example@shop.example"
    assert not is_mailable(odd)
    assert parse(raw(sender=f"From: {odd}")).sender is None
    arrives(company, raw("Subject: VPN", sender=f"From: <{odd}>"))
    company.turn()
    assert put_aside(company) == []
    assert {to for _, to, _ in company.post.log} == {"bo@corp.example"}
