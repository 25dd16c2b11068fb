"""Conversations that fell apart, and answers that came out empty."""

from __future__ import annotations

import re

from tests.peers.scenes import (
    BO,
    EVA,
    SECRET,
    all_sent,
    answered,
    arrives,
    asked,
    heard,
    raw,
    subjects,
)
from tests.stories.company import ALIAS, body

LONG = f"<AM9PR0{'A1B2C3D4E5' * 8}@AM9PR0502MB1234.eurprd05.prod.outlook.com>"
"""As Microsoft 365 makes them: longer than a line of a header should be."""


def head(mail: bytes) -> bytes:
    return mail.partition(b"\r\n\r\n")[0]


def test_odoo_40461_no_id_of_ours_is_ever_encoded(company):
    """A Message-ID was written as an encoded word, which Gmail takes for a broken one and replaces,
    so that no answer found its ticket. Here ids are short and stand in the mail as they are (O2).
    """
    arrives(company, raw("Subject: VPN drops", f"Message-ID: {LONG}", f"References: {LONG}"))
    company.turn()
    answered(company)
    sent = [head(mail).decode() for mail in all_sent(company)]
    assert len(sent) == 3
    for fields in sent:
        (ident,) = re.findall(r"^Message-ID: (<\S+>)\r$", fields, re.MULTILINE)
        assert len(ident) <= 64
        cited = re.findall(r"^(?:In-Reply-To|References):(.*(?:\r\n .*)*)", fields, re.MULTILINE)
        assert len(cited) == 2
        assert not any("=?" in ids for ids in cited)


def test_frappe_35266_an_id_longer_than_a_line_is_cited_byte_for_byte(company):
    """The long ids of Outlook were folded as encoded words into In-Reply-To, which Outlook cannot
    read: each answer began a new conversation. Here such an id is never broken and never encoded
    (O2).
    """
    assert len(LONG) > 100
    arrives(company, raw("Subject: VPN drops", f"Message-ID: {LONG}"))
    company.turn()
    answered(company)
    receipt, answer = (head(mail) for _, to, mail in company.post.log if to == EVA)
    assert f"\r\nIn-Reply-To: {LONG}\r\n".encode() in receipt
    assert f"\r\nReferences: {LONG}\r\n".encode() in answer


def test_nextcloud_mail_12558_an_id_on_a_line_of_its_own_is_cited_as_it_is(company):
    """A Message-ID that its sender had folded onto the next line came back in In-Reply-To with a
    second bracket and a line break. Here the field is unfolded first (O2).
    """
    arrives(company, raw("Subject: VPN drops", f"Message-ID:\r\n  {LONG}  "))
    company.turn()
    receipt = next(mail for _, to, mail in company.post.log if to == EVA)
    assert f"\r\nIn-Reply-To: {LONG}\r\n".encode() in head(receipt)


def test_inbound_122_an_answer_finds_its_request_where_the_relay_gave_our_mail_another_id(company):
    """Amazon's relay replaces the Message-ID, so answers cited an id that nobody had stored. Here
    the reply address leads back, whatever is cited (T3, O2).
    """
    asked(company)

    def edit(mail):
        for name in ("In-Reply-To", "References"):
            mail.replace_header(name, "<0100018f-0000@eu-west-1.amazonses.com>")

    company.reply(BO, company.last(BO), SECRET, edit=edit)
    company.turn()
    company.reply(EVA, company.last(EVA), "It works, but the printer does not.", edit=edit)
    company.turn()
    assert heard(company, EVA) == 1
    assert subjects(company) == ["VPN drops"]
    assert heard(company, BO, "but the printer")


def test_odoo_22488_an_answer_under_another_subject_and_without_ids_is_one(company):
    """Outlook drops References and In-Reply-To when somebody changes the subject, and such an
    answer was lost or opened something new. Here its address says whose it is (T3).
    """
    asked(company)
    answered(company)

    def edit(mail):
        mail.replace_header("Subject", "solved, thank you")
        del mail["In-Reply-To"], mail["References"]

    company.reply(EVA, company.last(EVA), "It was the router in the end.", edit=edit)
    company.turn()
    assert subjects(company) == ["VPN drops"]
    assert heard(company, BO, "the router")


def test_helpdesk_3638_every_answer_stands_in_the_requesters_own_thread(company):
    """Agents' replies went out without In-Reply-To: five of them were five threads in Outlook. Here
    each mail to the requester cites what they wrote and what they got (O2).
    """
    mine = asked(company)
    for step in ("Restart it.", "Then take the other cable.", "Is it the one on the left?"):
        company.reply(BO, company.inbox(BO)[0], step)
        company.turn()
    got = company.inbox(EVA)
    assert len(got) == 4
    for number, mail in enumerate(got):
        assert mail["In-Reply-To"] in [mine["Message-ID"], *(m["Message-ID"] for m in got[:number])]
        assert mine["Message-ID"] in mail["References"].split()


def test_osticket_1426_a_colleague_who_answers_to_all_opens_no_second_ticket(company):
    """A mail to the help desk and to a colleague, who answered to all: that was a second ticket,
    and so on with each answer. Here it joins by the id that it cites, also before our receipt (T4,
    T8).
    """
    mine = company.write(
        f"Eva Lund <{EVA}>",
        "VPN drops",
        "Every hour.",
        edit=lambda mail: mail.add_header("Cc", "lee@corp.example"),
    )

    def to_all(mail):
        mail.replace_header("To", f"{EVA}, {ALIAS}")

    company.reply("lee@corp.example", mine, "Mine drops, too.", edit=to_all)
    company.turn()
    assert subjects(company) == ["VPN drops"]
    assert heard(company, BO, "Mine drops, too.")


def test_freescout_4638_what_is_answered_between_the_quotes_is_the_answer(company):
    """Who answered below each question and not above all of them was seen as an empty mail. Here
    what stands between quotes is the writer's, and it reaches the other side (T11).
    """
    asked(company)
    inline = (
        "On Monday Eva Lund wrote:\n> Which router?\nThe one on the left, code 4711.\n"
        "> Since when?\nSince the storm.\n"
    )
    company.reply(BO, company.last(BO), "", edit=lambda mail: mail.set_content(inline))
    company.turn()
    seen = body(company.last(EVA))
    assert "The one on the left, code 4711." in seen
    assert "Since the storm." in seen
    assert company.request().unanswered_since is None
