"""One mail that became two tickets, and two that became one."""

from __future__ import annotations

from dataclasses import replace

from tests.peers.scenes import BO, EVA, arrives, raw, subjects, turn_in_vain
from tests.stories.company import ALIAS


def good(number: int) -> bytes:
    return raw(f"Subject: VPN {number}", f"Message-ID: <{number}@client.corp.example>")


def test_django_mailbox_212_a_pass_that_ends_before_its_mails_are_put_away_opens_nothing_twice(
    company, between
):
    """Mails were marked one by one and removed at the end, so a worker that was killed in between
    saw all of them as new again. Here what was filed is only put away then (I2, I3).
    """
    arrives(company, *map(good, range(1, 4)))
    between.cut_on = b"MOVE"
    assert turn_in_vain(company) != 0
    assert len(company.post.mails(ALIAS)) == 3
    company.travel(minutes=10)
    assert subjects(company) == ["VPN 1", "VPN 2", "VPN 3"]
    assert (len(company.inbox(EVA)), len(company.inbox(BO))) == (3, 3)
    assert company.post.mails(ALIAS) == []


def test_zammad_1662_a_mail_that_vanishes_before_it_is_put_away_is_one_request(company, between):
    """The mailbox answered that a message exists no longer, just when it was to be marked, and the
    customer had two tickets. Here the ledger knows what was taken, whatever the mailbox does (I3).
    """
    arrives(company, good(1), good(2))

    def meddle(data):
        if b"MOVE" not in data:
            return data, b""
        between.meddle = None
        with company.post.add(ALIAS).client() as client:
            client.delete_messages([1])
            client.expunge()
        return b"", data.split()[0] + b" NO Some of the requested messages no longer exist.\r\n"

    between.meddle = meddle
    company.turn()
    for _ in range(3):
        company.travel(minutes=5)
    assert subjects(company) == ["VPN 1", "VPN 2"]
    assert len(company.inbox(EVA)) == 2


def test_freescout_5591_another_mail_under_a_used_id_is_another_mail(company):
    """A parcel service used one Message-ID twice, weeks apart, and the second mail was marked as
    read and dropped. Here an equal id alone suppresses nothing (I3).
    """
    arrives(company, good(1), good(1).replace(b"VPN 1", b"VPN again").replace(b"hour", b"day"))
    company.turn()
    assert subjects(company) == ["VPN 1", "VPN again"]


def test_freescout_4748_one_mail_to_two_addresses_of_a_mailbox_is_one_request(company):
    """A mail to two addresses of the house, one in To and one in Cc, showed up as duplicate posts.
    Here the second copy is known by what it says, by whichever way it came, and nobody is written
    to about it (I3).
    """
    (box,) = company.config.mailboxes
    company.site(mailboxes=(replace(box, aliases=("claims@corp.example",)),))
    mail = good(1).replace(b"\r\n\r\n", b"\r\nCc: claims@corp.example\r\n\r\n", 1)
    for number, to in enumerate((ALIAS, "claims@corp.example")):
        trace = f"Delivered-To: {to}\r\nReceived: from mx{number}.corp.example\r\n"
        arrives(company, trace.encode() + mail)
        company.travel(minutes=1)
    assert subjects(company) == ["VPN 1"]
    assert len(company.inbox(EVA)) == len(company.inbox(BO)) == 1


def test_paperless_ngx_8944_a_number_used_again_after_the_mailbox_was_made_anew_is_a_new_mail(
    company, dovecot
):
    """UIDVALIDITY was not looked at, so after a mailbox had been made anew its first mails bore
    known numbers and were skipped. Here a number counts in its own epoch alone (I5).
    """
    arrives(company, good(1))
    company.turn()
    dovecot.reset_uidvalidity(company.post.add(ALIAS).user)
    arrives(company, good(2))
    with company.post.add(ALIAS).client() as client:
        assert client.search() == [1]
    company.turn()
    assert subjects(company) == ["VPN 1", "VPN 2"]
