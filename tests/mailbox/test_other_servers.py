"""What servers other than Dovecot do, as they were heard to: Dovecot behind a proxy that answers in
their place. `make proof-servers` asks Cyrus and Courier themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mailtracker import errors
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.mailbox.put_away import KEYWORD
from tests.mailbox.odd_server import Desk, Meddled, mail
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy

Served = tuple[ImapMailbox, ChaosProxy, Box]


@pytest.fixture
def served(account: Box) -> Iterator[Served]:
    """A connected mailbox with a proxy before its server."""
    with ChaosProxy(account.port) as proxy:
        mailbox = ImapMailbox(account.account(port=proxy.port))
        mailbox.connect()
        yield mailbox, proxy, account
        mailbox.close()


@pytest.fixture
def desk(account: Box, tmp_path: Path) -> Iterator[tuple[Desk, ChaosProxy]]:
    with ChaosProxy(account.port) as proxy:
        yield Desk(account, proxy.port, tmp_path), proxy


# -- a search that does not find what is there: GNU Mailutils, and broken indexes ----------------

SEARCH = re.compile(rb"(\S+) UID SEARCH (.*)\r\n")


class Whole:
    """imapclient says a search in several pieces: a server that hears whole lines."""

    def __init__(self, meddle: Callable[[bytes], Meddled]) -> None:
        self._meddle, self._line = meddle, b""

    def __call__(self, data: bytes) -> Meddled:
        self._line += data
        if not self._line.endswith(b"\r\n"):
            return b"", b""
        line, self._line = self._line, b""
        return self._meddle(line)


def deaf(data: bytes) -> Meddled:
    found = SEARCH.fullmatch(data)
    return (b"", b"* SEARCH\r\n%s OK done\r\n" % found[1]) if found else (data, b"")


def deaf_to_stars(data: bytes) -> Meddled:
    return deaf(data) if b":*" in data else (data, b"")


def deaf_once() -> Callable[[bytes], Meddled]:
    """A mail came between the search and what was asked after it."""
    asked: list[bytes] = []

    def meddle(data: bytes) -> Meddled:
        if SEARCH.fullmatch(data) and not asked:
            asked.append(data)
            return deaf(data)
        return data, b""

    return meddle


def test_a_server_that_does_not_know_the_star_is_searched(served: Served) -> None:
    mailbox, proxy, account = served
    proxy.meddle = Whole(deaf_to_stars)
    account.append(mail(1))
    mailbox.refresh()
    (uid,) = mailbox.waiting()
    assert mailbox.waiting(uid) == [uid]
    assert mailbox.waiting(uid + 1) == []


def test_a_search_that_finds_nothing_where_something_is_said_to_be_is_an_error(
    served: Served,
) -> None:
    mailbox, proxy, account = served
    account.append(mail(1))
    mailbox.refresh()
    proxy.meddle = Whole(deaf)
    with pytest.raises(errors.BadFolder, match=r"folder INBOX of .* search does not find"):
        mailbox.waiting()


def test_a_mail_that_came_this_moment_is_no_contradiction(served: Served) -> None:
    mailbox, proxy, account = served
    account.append(mail(1))
    mailbox.refresh()
    proxy.meddle = Whole(deaf_once())
    assert len(mailbox.waiting()) == 1


@pytest.mark.parametrize("flag", [rb"\Deleted", KEYWORD.encode()])
def test_a_folder_of_mails_that_are_done_is_no_contradiction(served: Served, flag: bytes) -> None:
    mailbox, proxy, account = served
    account.append(mail(1))
    with account.client() as client:
        client.add_flags(client.search(), [flag])
    mailbox.refresh()
    proxy.meddle = Whole(deaf)
    assert mailbox.waiting() == []


def test_mails_from_before_the_first_start_are_no_contradiction(served: Served) -> None:
    mailbox, _, account = served
    account.append(mail(1))
    mailbox.refresh()
    (uid,) = mailbox.waiting()
    assert mailbox.waiting(uid + 1) == []


def test_fewer_mails_than_the_folder_had_are_no_contradiction(served: Served) -> None:
    mailbox, proxy, account = served
    account.append(mail(1))
    mailbox.refresh()
    with account.client() as client:
        client.delete_messages(client.search())
        client.expunge()
    proxy.meddle = Whole(deaf)
    assert mailbox.waiting() == []


def test_a_deaf_server_is_trouble_in_status(desk: tuple[Desk, ChaosProxy]) -> None:
    helpers, proxy = desk
    helpers.box.append(mail(1))
    proxy.meddle = Whole(deaf)
    with pytest.raises(errors.BadFolder):
        helpers.turn()
    assert not helpers.beat().ok
    assert "search does not find" in helpers.beat().text
    proxy.meddle = None
    helpers.turn()
    assert helpers.beat().ok
    assert helpers.opened() == ["VPN 1"]
