"""Mail that could not be taken in, or that took all others with it."""

from __future__ import annotations

import pytest

from mailtracker.mail.parse import parse
from tests.mail.past_caps import nested
from tests.mailbox.odd_server import BAD, meddling, says_nonsense
from tests.peers.scenes import (
    ADMIN,
    BO,
    EVA,
    arrives,
    heard,
    put_aside,
    raw,
    subjects,
)
from tests.stories.company import ALIAS, body


def good(number: int) -> bytes:
    return raw(f"Subject: VPN {number}", f"Message-ID: <{number}@client.corp.example>")


def test_zammad_2754_an_answer_of_the_server_that_nobody_can_read_holds_back_no_mail(
    company, between
):
    """One answer to FETCH broke the reader of answers, and the channel brought no mail any more.
    Here each mail is asked for by itself then, and only that one waits (I11).
    """
    arrives(company, *map(good, range(1, 6)))
    between.meddle = meddling("BODY", says_nonsense)
    company.turn()
    assert subjects(company) == ["VPN 1", "VPN 2", "VPN 4", "VPN 5"]
    assert len(company.inbox(EVA)) == 4
    between.meddle = None
    company.travel(minutes=2)
    assert subjects(company)[-1] == f"VPN {BAD}"


def test_zammad_1877_a_mail_nested_deeper_than_anybody_reads_is_carried_unread(company):
    """A damaged mail whose parts went too deep ran the reader out of its stack, and the mailbox was
    read no further. Here nothing below the fiftieth level is read, and the mail is carried whole
    (I9).
    """
    assert parse(nested(49)).text == "hello"
    deep = nested(60)
    assert parse(deep).text == ""
    arrives(company, deep.replace(b"\n\n", b"\nSubject: VPN deep\n\n", 1), good(2))
    company.turn()
    assert subjects(company) == ["VPN deep", "VPN 2"]
    assert any(b"--b59" in mail for mail in company.post.mails(BO))


def test_zammad_3066_an_address_that_never_closes_is_nobodys(company):
    """Mail with an open angle bracket in From could not be handled and lay in a folder on the disk
    of which nobody knew. Here its sender is in doubt, and it opens a request: its owner reads it,
    and nothing goes to who may not have written it (T21, I7).
    """
    arrives(company, raw("Subject: Hello", sender="From: Fabian <fabian@shop.example"), good(2))
    company.turn()
    assert subjects(company) == ["Hello", "VPN 2"]
    assert put_aside(company) == []
    assert "fabian@shop.example" not in {to for _, to, _ in company.post.log}


def test_zammad_2372_a_mail_of_nobody_to_nobody_is_put_aside(company):
    """A mail without From, To and body was an error again in each pass. Here it is put aside once,
    with the reason, and one mail tells the admins (I7).
    """
    arrives(company, b"Subject:\r\n\r\n", good(2))
    company.turn()
    company.turn()
    assert subjects(company) == ["VPN 2"]
    assert len(put_aside(company)) == 1
    assert len(company.inbox(ADMIN)) == 1


def test_freescout_4740_mails_without_an_id_are_mails(company):
    """The first mail with an empty Message-ID ended the fetching; the rest of the mailbox waited
    for the next turn, and so on. Here every mail that waits is taken in one pass (I1, I3).
    """
    empty = [raw(f"Subject: VPN {number}", "Message-ID: ") for number in range(1, 4)]
    arrives(company, *empty, raw("Subject: VPN 4"), good(5))
    company.turn()
    assert subjects(company) == [f"VPN {number}" for number in range(1, 6)]


def test_freescout_3406_a_mail_that_somebody_has_read_is_taken_in_all_the_same(company):
    """Only unread mail was fetched, so what a colleague had looked at in the shared mailbox never
    became a ticket. Here the flag is neither asked for nor set (I1).
    """
    arrives(company, good(1))
    with company.post.add(ALIAS).client() as client:
        client.add_flags(client.search(), [rb"\Seen", rb"\Answered"])
    arrives(company, good(2))
    company.turn()
    assert subjects(company) == ["VPN 1", "VPN 2"]
    flags = company.post.add(ALIAS).flags("Handled").values()
    assert [rb"\Seen" in each for each in flags] == [True, False]


def test_django_mailbox_154_no_mail_is_ever_deleted(company):
    """A first run by the defaults emptied the mailbox of somebody who had wanted to try it. Here a
    mail that was handled lies in a folder beside it, as it came (I1).
    """
    arrives(company, good(1), b"Subject: no sender\r\n\r\nx\r\n", good(3))
    before = company.post.mails(ALIAS)
    company.turn()
    assert company.post.mails(ALIAS) + company.post.mails(ALIAS, "Handled") == before


def test_osticket_2722_mail_of_two_years_ago_gets_no_ticket(post_office, tmp_path):
    """A newly configured mailbox was read from its beginning, and each of the mails of two years
    became a ticket. Here the first start draws a line, unless told otherwise (I4).
    """
    from tests.stories.company import Company

    company = Company(post_office, tmp_path, start_from="now")
    arrives(company, *map(good, range(1, 11)))
    company.turn()
    assert (subjects(company), company.inbox(EVA)) == ([], [])
    arrives(company, good(11))
    company.turn()
    assert subjects(company) == ["VPN 11"]
    assert len(company.post.mails(ALIAS)) == 10


@pytest.mark.parametrize("field", ["X-Envelope-To:", "Delivered-To:", "X-Original-To: <>"])
def test_hitobito_309_an_empty_envelope_field_is_no_trouble(company, field):
    """A mail whose X-Envelope-To was empty stopped the whole queue until somebody deleted it by
    hand. Here what servers note is read where there is something to read (I7).
    """
    arrives(company, raw("Subject: VPN 1").replace(b"From:", f"{field}\r\nFrom:".encode()), good(2))
    company.turn()
    assert subjects(company) == ["VPN 1", "VPN 2"]


@pytest.mark.parametrize(
    "page", ["<p>The VPN <b>drops</b>.</p>", "The VPN <b>drops</b>.", "<body>The VPN drops."]
)
def test_freescout_4416_a_page_without_its_html_tag_is_read(company, page):
    """Pages that did not begin with the tag `html` came out as empty mails. Here a page is read
    however much of it is missing, by the rules too (I9).
    """
    head = ("Subject: Hello", "MIME-Version: 1.0", "Content-Type: text/html; charset=utf-8")
    assert parse(raw(*head, text=page)).text.split() == ["The", "VPN", "drops."]
    arrives(company, raw(*head, text=page))
    company.turn()
    assert "drops" in company.last(BO).as_string()


def test_django_mailbox_252_a_nul_in_a_mail_is_left_out(company):
    """A NUL byte in a mail was refused by the database, and importing ended there each time. Here
    one gate takes out what no database can hold, and the kept bytes stay as they came (S2).
    """
    mail = raw("Subject: VPN =?utf-8?q?dr=00ops?=", text="Every=00hour.")
    mail = mail.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", 1)
    read = parse(mail)
    assert "\0" not in read.subject + read.text
    arrives(company, mail, good(2))
    company.turn()
    assert subjects(company) == [read.subject, "VPN 2"]
    assert heard(company, BO, "hour.")


def test_freescout_5368_mail_of_another_mailbox_of_ours_is_never_lost_in_silence(company):
    """What one mailbox of the house wrote to another was dropped without a word. Here it is put
    aside, since nobody there would read our answer, and the admins read why (R5).
    """
    from dataclasses import replace

    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, aliases=("sales@corp.example",)),))
    arrives(company, raw("Subject: Order 17", sender="From: Sales <sales@corp.example>"))
    company.turn()
    assert subjects(company) == []
    assert "sales@corp.example" in put_aside(company)[0]
    assert "Order 17" in body(company.last(ADMIN)) or "sales" in body(company.last(ADMIN))
