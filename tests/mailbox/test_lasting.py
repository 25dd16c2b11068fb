"""A mail that a server calls by a name that it keeps, in whatever folder and under what number:
what was put back into the inbox is known without being fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from mailtracker.desk.disposition import Disposition
from tests.mailbox.odd_server import FETCH, Desk, Meddled, mail, meddling, says_no
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy

SEEN = ["RFC822.SIZE", "INTERNALDATE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]


class Gmail:
    """Before Dovecot: a folder is a label, and each mail has its X-GM-MSGID."""

    def __init__(self, box: Box, proxy: ChaosProxy) -> None:
        self.box, self.proxy = box, proxy
        self.bodies = 0
        proxy.rewrites = {b" IDLE": b" IDLE X-GM-EXT-1"}
        proxy.meddle = self.meddle

    def meddle(self, data: bytes) -> Meddled:
        found = FETCH.fullmatch(data)
        if found is None:
            return data, b""
        self.bodies += b"BODY.PEEK[]" in found[3]
        if b"X-GM-MSGID" not in found[3]:
            return data, b""
        numbers = [int(number) for number in re.findall(rb"\d+", found[2])]
        return b"", b"".join(self.described(numbers)) + found[1] + b" OK Success\r\n"

    def described(self, numbers: list[int]) -> Iterator[bytes]:
        """In Gmail's order."""
        with self.box.client() as client:
            for number, said in client.fetch(numbers, SEEN).items():
                header = said[b"BODY[HEADER.FIELDS (MESSAGE-ID)]"]
                name = int(sha256(header.strip()).hexdigest()[:15], 16)
                when = said[b"INTERNALDATE"].strftime("%d-%b-%Y %H:%M:%S +0000")
                yield (
                    f"* {said[b'SEQ']} FETCH (X-GM-MSGID {name} UID {number} "
                    f'RFC822.SIZE {said[b"RFC822.SIZE"]} INTERNALDATE "{when}")\r\n'
                ).encode()

    def put_back(self) -> None:
        """Somebody sets the label of the inbox again."""
        with self.box.client("Handled") as client:
            client.move(client.search(), "INBOX")


@pytest.fixture
def gmail(account: Box) -> Iterator[Gmail]:
    with ChaosProxy(account.port) as proxy:
        yield Gmail(account, proxy)


@pytest.fixture
def desk(account: Box, gmail: Gmail, tmp_path: Path) -> Desk:
    for number in range(1, 4):
        account.append(mail(number))
    return Desk(account, gmail.proxy.port, tmp_path)


def test_chatwoot_6082_what_is_put_back_is_known_without_being_fetched_and_put_away_again(
    desk: Desk, gmail: Gmail
) -> None:
    """What lay in a mailbox of Gmail was fetched again and again, until Gmail closed it for a day,
    and the next day, too. Here no mail is fetched twice: by its number, and by Gmail's own name of
    it where it has another number now (I3).
    """
    desk.turn()
    fetched = gmail.bodies
    assert fetched > 0
    for _ in range(2):
        gmail.put_back()
        desk.turn()
    assert gmail.bodies == fetched
    assert desk.opened() == ["VPN 1", "VPN 2", "VPN 3"]
    again = desk.lines(Disposition.DUPLICATE)
    assert len(again) == 6
    first = {line.message_id: line for line in desk.lines(Disposition.OPENED)}
    for line in again:
        known = first[line.message_id]
        assert (line.request_id, line.sha256, line.subject, line.content_key) == (
            *(known.request_id, known.sha256, known.subject),
            known.content_key,
        )
        assert "as the mail server says" in line.reason
        assert line.put_away == "moved"
    assert gmail.box.mails("INBOX") == []
    assert len(gmail.box.mails("Handled")) == 3


def test_a_new_mail_among_those_that_were_put_back_is_served(desk: Desk, gmail: Gmail) -> None:
    desk.turn()
    gmail.put_back()
    gmail.box.append(mail(4))
    desk.turn()
    assert desk.opened() == ["VPN 1", "VPN 2", "VPN 3", "VPN 4"]
    assert len(desk.lines(Disposition.DUPLICATE)) == 3
    assert gmail.box.mails("INBOX") == []


def test_without_such_names_the_content_says_the_same(desk: Desk, gmail: Gmail) -> None:
    gmail.proxy.rewrites = {}
    desk.turn()
    fetched = gmail.bodies
    gmail.put_back()
    desk.turn()
    assert gmail.bodies > fetched
    assert len(desk.lines(Disposition.DUPLICATE)) == len(desk.lines(Disposition.OPENED)) == 3


def test_what_waits_for_a_human_is_tried_again_under_its_new_number(
    desk: Desk, gmail: Gmail
) -> None:
    """A mail in quarantine suppresses nothing."""
    odd = meddling("BODY", says_no)

    def both(data: bytes) -> Meddled:
        passed, answer = odd(data)
        return gmail.meddle(data) if passed == data else (passed, answer)

    gmail.proxy.meddle = both
    desk.turn()
    for minutes in (2, 12):
        desk.travel(minutes=minutes)
    assert len(desk.lines(Disposition.QUARANTINE)) == 1
    gmail.proxy.meddle = gmail.meddle
    with gmail.box.client("INBOX") as client:
        client.create_folder("Aside")
        client.move([3], "Aside")
        client.select_folder("Aside")
        client.move(client.search(), "INBOX")
    desk.turn()
    assert desk.opened() == ["VPN 1", "VPN 2", "VPN 3"]
