"""Mail that went out twice, or not at all, or held up all that waited behind it."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from mailtracker.desk.request import State
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import Ours, RelayEdits
from mailtracker.mail.outgoing.relay import relay
from mailtracker.mail.parse import parse
from mailtracker.store import sending
from mailtracker.store.database import Store
from tests.mail.made import ENVELOPE, LETTER, assert_transportable, read
from tests.peers.scenes import BO, EVA, SECRET, arrives, asked, raw, rows
from tests.servers.proxy import ChaosProxy
from tests.stories.company import ALIAS, body


def test_freescout_5457_an_answer_that_the_server_took_in_silence_is_not_sent_again_and_again(
    company,
):
    """The server had taken the mail, but its answer to the final dot did not come through in time,
    and the customer had it again with each try. Here nobody can know that, so what a person wrote
    goes once more at most, with the same id, a receipt never (O3, O4).
    """
    asked(company)
    company.reply(BO, company.last(BO), SECRET)
    company.post.faults["KEPT"] = "drop"
    company.turn()
    for hours in (1, 1, 1, 4, 20, 48):
        company.travel(hours=hours)
    copies = [mail for mail in company.inbox(EVA) if SECRET in body(mail)]
    assert 1 <= len(copies) <= 2
    assert len({mail["Message-ID"] for mail in copies}) == 1


def test_freescout_4322_trouble_after_the_server_said_yes_is_no_reason_to_send_again(company):
    """Mail was accepted, the connection then ended in a way that was not expected, and every hour
    the mail was sent once more. Here the answer to the final dot is all that counts (O1, O3).
    """
    smtp = company.config.smtp
    with ChaosProxy(smtp.port) as proxy:
        proxy.cut_on = b"QUIT"
        object.__setattr__(smtp, "port", proxy.port)
        asked(company)
        assert b"QUIT" in proxy.sent
        for hours in (1, 1, 4):
            company.travel(hours=hours)
    assert {row.state for row in rows(company)} == {State.SENT}
    ids = [mail["Message-ID"] for mail in company.inbox(EVA)]
    assert len(ids) == len(set(ids)) > 0


def test_alertmanager_3865_what_failed_once_is_sent_by_one_of_two_senders_alone(company):
    """Two peers knew of one notice; after a first try had failed, both of them sent it, since what
    was sent is written down afterwards. Here a row is claimed before it is sent, by one of them
    (O1).
    """
    for number in range(6):
        company.write(f"user{number}@corp.example", f"VPN {number}", "Every hour.")
    company.post.faults["RCPT"] = "451 4.3.0 not now"
    company.turn()
    company.clock.travel(timedelta(hours=1))
    now = company.clock.now()

    def take(store: Store) -> list[int]:
        taken = []
        for _ in range(12):
            with store.write() as conn:
                row = sending.claim(conn, now)
            if row is not None:
                taken.append(row.id)
        return taken

    stores = [Store.open(company.config.store.url) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        taken = [row for each in pool.map(take, stores) for row in each]
    for store in stores:
        store.close()
    assert sorted(taken) == [row.id for row in rows(company)]


def test_django_mailer_48_a_mail_that_the_server_will_not_have_holds_up_no_other(company):
    """One mail to an invalid address was refused at its data, and fifty others waited behind it
    until somebody deleted it by hand. Here it fails alone, and its owner hears of it (O5, O7).
    """
    for number in range(5):
        company.write(f"user{number}@corp.example", f"VPN {number}", "Every hour.")
    company.post.refuse_holding[b"To: user2@corp.example"] = "503 5.5.1 RCPT first"
    company.turn()
    company.turn()
    states = {row.recipient: row.state for row in rows(company) if row.letter == "receipt"}
    assert states.pop("user2@corp.example") is State.FAILED
    assert set(states.values()) == {State.SENT}


def test_django_mailer_181_a_name_with_markup_in_it_is_a_name(company):
    """A robot wrote markup into the name of a form, the mail could not be composed, and the worker
    died of that: no mail went out for weeks. Here a name is quoted, whatever it is (T12, S2).
    """
    name = '<a href="http://shop.example">spambot</a>'
    quoted = name.replace('"', '\\"')
    company.write(f'"{quoted}" <spambot@example.com>', "VPN drops", "Every hour.")
    company.write(f"Eva Lund <{EVA}>", "VPN is slow", "Every hour.")
    company.turn()
    assert {row.state for row in rows(company)} == {State.SENT}
    notes = company.inbox(BO)
    assert len(notes) == 2
    shown = [str(note["From"].addresses[0].display_name) for note in notes]
    assert any("spambot" in name for name in shown)
    assert all(note["From"].addresses[0].addr_spec == company.alias for note in notes)


def test_eventum_353_rows_that_wait_for_their_next_try_slow_down_no_others(company):
    """While anything in the queue was in error, only one mail was sent in each run. Here a refused
    row waits by itself, longer each time, and all others go in the same pass (O5).
    """
    for number in (1, 2, 3):
        company.post.refuse[f"user{number}@corp.example"] = "451 4.3.0 try again later"
    for number in range(8):
        company.write(f"user{number}@corp.example", f"VPN {number}", "Every hour.")
    company.turn()
    found = Counter(row.state for row in rows(company))
    assert found == {State.SENT: 13, State.READY: 3}
    company.post.refuse.clear()
    company.travel(minutes=3)
    assert {row.state for row in rows(company)} == {State.SENT}


def test_cpython_122476_an_address_beyond_ascii_is_never_an_encoded_word(company):
    """A local part that is not ASCII was written as an encoded word, which no server delivers. Here
    the address goes as it is to a server that takes it, and else its mail fails alone (T19, O5).
    """
    written = compose(LETTER, replace(ENVELOPE, to=Address("Jörg", "jörg@example.com")))
    assert b"?=@example.com" not in written
    assert "jörg@example.com".encode() in written
    company.post.smtputf8 = False
    arrives(company, raw("Subject: VPN 1", sender="From: jörg@example.com"), raw("Subject: VPN 2"))
    company.turn()
    company.turn()
    states = {row.recipient: row.state for row in rows(company) if row.letter == "receipt"}
    assert states == {"jörg@example.com": State.FAILED, EVA: State.SENT}
    assert "jörg@example.com" in body(company.last(BO))


EVIL = "x\r\nBcc: spy@example.com\r\n\r\nbody"


@pytest.mark.parametrize("field", ["subject", "reference", "language", "in_reply_to", "message_id"])
def test_cve_2026_1299_a_line_break_in_a_mail_that_is_carried_on_makes_no_new_field(field):
    """Python checked a header for line ends where it is written as text, and not where as bytes.
    Here no value has any, on the way by which people's own mail goes too, whichever Python it is
    (S2).
    """
    mail = raw("Subject: VPN", f"Message-ID: <1@{EVA[4:]}>")
    envelope = replace(ENVELOPE, sender=Address(EVIL, "it@corp.example"))
    object.__setattr__(envelope, field, EVIL)
    out = relay(mail, parse(mail), envelope, RelayEdits(Ours(b"k" * 32, (ALIAS,))))
    assert read(out)["Bcc"] is None
    assert len(read(out).keys()) == len(set(read(out).keys()))
    assert_transportable(out)
