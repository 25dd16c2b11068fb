"""A mail that we have and may not put away is not forgotten: it is tried again, people read why,
and what is copied is copied once.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from mailtracker.mailbox.put_away import KEYWORD
from tests.mailbox.odd_server import Desk, Meddled, mail
from tests.servers.dovecot import FROZEN, Box, Dovecot, find_dovecot
from tests.servers.proxy import ChaosProxy


@pytest.fixture
def proxied(account: Box):
    with ChaosProxy(account.port) as made:
        yield made


def desk_of(account: Box, proxy: ChaosProxy, folder: Path, count: int = 5) -> Desk:
    for number in range(1, count + 1):
        account.append(mail(number))
    return Desk(account, proxy.port, folder)


FULL = b" NO [OVERQUOTA] Quota exceeded (mailbox for user is full).\r\n"


def refusing(command: bytes, answer: bytes, *uids: int):
    """A server that says so to a command about one of these mails, or about any."""

    def meddle(data: bytes) -> Meddled:
        words = data.split()
        if words[1:3] != [b"UID", command]:
            return data, b""
        named = {int(uid) for part in words[3].split(b",") for uid in part.split(b":")}
        if uids and not named & set(uids):
            return data, b""
        return b"", words[0] + answer

    return meddle


def test_a_full_mailbox_is_said_and_its_mails_are_moved_when_it_has_room_again(
    account: Box, proxied: ChaosProxy, tmp_path: Path
):
    proxied.meddle = refusing(b"MOVE", FULL)
    desk = desk_of(account, proxied, tmp_path)
    desk.turn()
    assert len(desk.opened()) == 5
    said = desk.beat()
    assert not said.ok
    assert said.text.startswith("the mailbox is full, so that no mail can be moved to Handled:")
    assert {KEYWORD.encode() in flags for flags in account.flags().values()} == {True}
    assert len(account.flags()) == 5
    proxied.meddle = None
    desk.travel(minutes=1)
    assert (account.flags(), len(account.mails("Handled"))) == ({}, 5)
    assert desk.beat().ok
    assert len(desk.opened()) == 5


def test_a_refused_move_is_not_tried_each_second(account: Box, proxied: ChaosProxy, tmp_path: Path):
    proxied.meddle = refusing(b"MOVE", FULL)
    desk = desk_of(account, proxied, tmp_path, 1)
    with desk.open() as (receiver, _):
        receiver.begin(receiver._mailbox.connect())
        tried = []
        for _ in range(20):
            receiver.sweep()
            tried.append(bytes(proxied.sent).count(b"UID MOVE"))
            at = receiver._numbers.next_try_at
            assert at is not None
            if len(tried) % 5 == 0:
                desk.clock.travel(at)
        receiver._mailbox.close()
    assert tried == [1] * 5 + [2] * 5 + [3] * 5 + [4] * 5


def test_one_mail_that_cannot_be_moved_holds_back_no_other(
    account: Box, proxied: ChaosProxy, tmp_path: Path
):
    proxied.meddle = refusing(b"MOVE", b" NO Internal error.\r\n", 3)
    desk = desk_of(account, proxied, tmp_path)
    desk.turn()
    assert set(account.flags()) == {3}
    assert "the server refuses to move mails to Handled" in desk.beat().text


def test_a_folder_that_we_may_not_write_to_is_named(
    account: Box, proxied: ChaosProxy, tmp_path: Path
):
    with account.client("") as client:
        client.create_folder(FROZEN)
    desk = desk_of(account, proxied, tmp_path, 1)
    (box,) = desk.config.mailboxes
    object.__setattr__(box, "handled", FROZEN)
    desk.turn()
    assert len(desk.opened()) == 1
    assert f"this user may not move mails to {FROZEN}" in desk.beat().text
    object.__setattr__(box, "handled", "Handled")
    desk.travel(minutes=1)
    assert (desk.beat().ok, account.flags()) == (True, {})


def test_a_handled_folder_that_goes_while_we_serve_is_made_again(
    account: Box, proxied: ChaosProxy, tmp_path: Path
):
    desk = desk_of(account, proxied, tmp_path, 1)
    desk.turn()
    with account.client("") as client:
        client.delete_folder("Handled")
    account.append(mail(2))
    desk.turn()
    assert (desk.beat().ok, len(account.mails("Handled"))) == (True, 1)


@pytest.mark.parametrize("refused", [b"COPY", b"STORE"])
def test_osticket_619_without_move_nothing_is_deleted_that_was_not_copied_nor_copied_twice(
    account: Box, proxied: ChaosProxy, tmp_path: Path, refused: bytes
):
    """What was to be moved was only copied, in each pass, until the folder was full of copies of
    one mail. Here what was copied and cannot be deleted is not copied again (I13).
    """
    proxied.rewrites = {b" MOVE": b""}
    proxied.meddle = refusing(refused, FULL)
    desk = desk_of(account, proxied, tmp_path, 2)
    desk.turn()
    assert len(account.flags()) == 2
    assert all(rb"\Deleted".lower() not in flags for flags in account.flags().values())
    desk.travel(minutes=1)
    copies = len(account.mails("Handled"))
    assert copies == (0 if refused == b"COPY" else 2)
    proxied.meddle = None
    desk.travel(minutes=10)
    assert len(account.mails("Handled")) == 2
    assert len(desk.opened()) == 2


def test_a_real_quota_is_said_in_words_and_room_that_is_made_is_used(
    dovecot: Dovecot, tmp_path: Path
):
    installation = find_dovecot()
    assert installation is not None
    with (
        Dovecot(installation, accounts=3, quota=2000) as server,
        ChaosProxy(server.imap_port) as proxy,
    ):
        proxy.rewrites = {b" MOVE": b""}  # Dovecot counts a copy, and no move within an account
        account = server.new_box()
        desk = desk_of(account, proxy, tmp_path)
        with account.client("") as client:
            client.create_folder("Old")
        account.append(b"Subject: old\r\n\r\n" + b"x" * 1950, "Old")
        desk.turn()
        assert len(desk.opened()) == 5
        assert desk.beat().text.startswith("the mailbox is full, so that no mail can be moved to")
        assert (len(account.flags()), account.mails("Handled")) == (5, [])
        with account.client("Old") as client:
            client.delete_messages(client.search())
            client.expunge()
        desk.travel(minutes=1)
        assert (desk.beat().ok, account.flags()) == (True, {})
