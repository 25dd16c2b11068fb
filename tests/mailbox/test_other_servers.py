"""What servers other than Dovecot do, as they were heard to: Dovecot behind a proxy that answers in
their place. `make proof-servers` asks Cyrus and Courier themselves.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from mailtracker import errors
from mailtracker.desk.effects import Disposition
from mailtracker.mailbox.fetched import PLACEHOLDER
from mailtracker.mailbox.idle import Idle
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.mailbox.put_away import KEYWORD
from mailtracker.mailbox.shelves import ImapShelves
from mailtracker.spool import PIECE, whole
from tests.mailbox.odd_server import Desk, Meddled, mail
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy

if TYPE_CHECKING:
    from tests.servers.courier import Courier
    from tests.servers.cyrus import Cyrus

LATER = pytest.mark.proof(part="servers")

Meddles = Callable[[bytes], Meddled]
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


# -- IDLE that tells of nothing: Cyrus without idled, Courier, GNU Mailutils -------------------


def mute(data: bytes) -> Meddled:
    """The server never hears that somebody idles; NOOP has everything at once."""
    if data == b"mt1 IDLE\r\n":
        return b"", b"+ idling\r\n* OK Still here\r\n"
    return (b"", b"mt1 OK done\r\n") if data == b"DONE\r\n" else (data, b"")


def late(data: bytes) -> Meddled:
    """It tells what it knew before, at the go-ahead, and then nothing."""
    if data == b"mt1 IDLE\r\n":
        return b"", b"+ idling\r\n* 0 EXISTS\r\n"
    return mute(data)


def wait(mailbox: ImapMailbox) -> tuple[threading.Thread, list[bool]]:
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(mailbox.wait(30)))
    thread.start()
    return thread, answers


def test_a_server_whose_idle_tells_of_nothing_is_asked(served: Served) -> None:
    mailbox, proxy, account = served
    mailbox.unproven_span = 0.1
    proxy.meddle = mute
    thread, answers = wait(mailbox)
    proxy.await_sent(b"NOOP")
    account.append(mail(1))
    thread.join(20)
    assert answers == [True]
    said = len(proxy.sent)
    assert mailbox.refresh().count == 1
    assert b"NOOP" not in proxy.sent[said:]  # it was just asked
    assert len(mailbox.waiting()) == 1


def test_a_server_that_has_told_by_itself_is_not_asked_for_ever(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, proxy, account = served
    monkeypatch.setattr(Idle, "soon", 0.0)
    for number in range(1, 9):  # on a busy machine it may know a mail before it hears IDLE
        thread, answers = wait(mailbox)
        proxy.await_sent(b"IDLE")
        account.append(mail(number))
        thread.join(20)
        assert answers == [True]
        mailbox.refresh()
        mailbox.waiting()
        if mailbox._pushes:
            break
    for again in (False, True):  # also on another connection
        if again:
            mailbox.connect()
        mailbox.refresh()
        mailbox.waiting()
        mailbox.unproven_span = 0.05
        said = len(proxy.sent)
        assert mailbox.wait(0.5) is False
        assert proxy.sent[said:].count(b"IDLE") == 1


@pytest.mark.parametrize("server", [mute, late])
def test_what_a_server_knew_before_and_keepalives_prove_nothing(
    served: Served, server: Meddles
) -> None:
    mailbox, proxy, _ = served
    mailbox.unproven_span = 0.05
    proxy.meddle = server
    mailbox.wait(0.1)
    proxy.meddle = mute
    said = len(proxy.sent)
    mailbox.wait(1.0)  # long enough for a busy machine too
    assert proxy.sent[said:].count(b"IDLE") > 2


def test_a_server_that_begins_to_keep_mail_to_itself_is_asked_again(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, proxy, account = served
    monkeypatch.setattr(Idle, "soon", 0.0)
    thread, _ = wait(mailbox)
    proxy.await_sent(b"IDLE")
    account.append(mail(1))
    thread.join(20)
    mailbox.waiting()
    proxy.meddle = mute
    mailbox.idle_span, mailbox.unproven_span = 0.1, 0.05
    thread, answers = wait(mailbox)
    proxy.await_sent(b"DONE")
    account.append(mail(2))
    thread.join(20)
    assert answers == [True]
    mailbox.waiting()
    mailbox.idle_span = 60.0
    said = len(proxy.sent)
    mailbox.wait(1.0)
    assert proxy.sent[said:].count(b"IDLE") > 2


def test_a_change_that_is_no_new_mail_proves_it_as_well(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailbox, proxy, account = served
    monkeypatch.setattr(Idle, "soon", 0.0)
    account.append(mail(1))
    mailbox.refresh()
    mailbox.waiting()
    thread, _ = wait(mailbox)
    proxy.await_sent(b"IDLE")
    with account.client() as client:
        client.add_flags(client.search(), [rb"\Flagged"])
    account.append(mail(2))
    thread.join(20)
    assert mailbox._pushes


@pytest.mark.proof(part="servers")
@pytest.mark.parametrize("pushes", [True, False])
def test_cyrus_itself_is_trusted_once_its_idle_daemon_has_told_of_a_mail(
    cyrus: Cyrus, cyrus_with_idled: Cyrus, monkeypatch: pytest.MonkeyPatch, pushes: bool
) -> None:
    monkeypatch.setattr(Idle, "soon", 0.3)
    box = (cyrus_with_idled if pushes else cyrus).new_box()
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port))
        mailbox.connect()
        mailbox.unproven_span = 5.0
        thread, answers = wait(mailbox)
        proxy.await_sent(b"IDLE")
        threading.Timer(1.0, box.append, [mail(1)]).start()
        thread.join(20)
        assert (answers, mailbox._pushes) == ([True], pushes)
        mailbox.close()


# -- a search that does not find what is there: GNU Mailutils, and broken indexes ----------------

SEARCH = re.compile(rb"(\S+) UID SEARCH (.*)\r\n")


class Whole:
    """imapclient says a search in several pieces: a server that hears whole lines."""

    def __init__(self, meddle: Meddles) -> None:
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


def deaf_once() -> Meddles:
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


# -- a mail that is made up in place of one that is gone: Courier ----------------------------------

FETCH = re.compile(rb"(\S+) UID FETCH ([\d,]+) (.*)\r\n")


def makes_up(gone: int, until_told: bool = True) -> Meddles:
    """As Courier answers for one UID that is gone. Dovecot is silent of it; the rest is Dovecot's
    answer, which comes behind.
    """
    told: list[bytes] = []

    def meddle(data: bytes) -> Meddled:
        if b"NOOP" in data and until_told:
            told.append(data)
        found = FETCH.fullmatch(data)
        if found is None or told or str(gone).encode() not in found[2].split(b","):
            return data, b""
        return data, made_up(gone, found[3])

    return meddle


def made_up(uid: int, wanted: bytes) -> bytes:
    size = len(PLACEHOLDER)
    if b"BODY.PEEK[]" in wanted:
        return b"* 1 FETCH (UID %d BODY[] {%d}\r\n%s)\r\n" % (uid, size, PLACEHOLDER)
    if b"HEADER.FIELDS" not in wanted:
        day = b"28-Nov-2026 10:00:00 +0000"
        return b'* 1 FETCH (UID %d RFC822.SIZE %d INTERNALDATE "%s")\r\n' % (uid, size, day)
    head = PLACEHOLDER.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    fields = b"BODY[HEADER.FIELDS (MESSAGE-ID FROM SUBJECT DATE)] {%d}\r\n%s" % (len(head), head)
    return (
        b'* 1 FETCH (UID %d FLAGS () INTERNALDATE "28-Nov-2026 10:00:00 +0000" '
        b"RFC822.SIZE %d %s)\r\n" % (uid, size, fields)
    )


def test_what_a_server_makes_up_of_a_mail_that_is_gone_opens_no_request(
    desk: tuple[Desk, ChaosProxy],
) -> None:
    helpers, proxy = desk
    for number in (1, 2, 3):
        helpers.box.append(mail(number))
    proxy.meddle = goes_when_it_is_fetched(helpers.box, proxy, makes_up(2))
    helpers.turn()
    proxy.meddle = None
    assert helpers.opened() == ["VPN 1", "VPN 3"]
    assert len(helpers.lines(Disposition.OPENED)) == 2
    assert helpers.lines(Disposition.QUARANTINE) == []
    assert helpers.beat().ok


def goes_when_it_is_fetched(box: Box, proxy: ChaosProxy, then: Meddles | None):
    """Somebody takes the second mail away in the moment in which we fetch it."""

    def meddle(data: bytes) -> Meddled:
        if not FETCH.fullmatch(data) or b"2" not in data.split(b" ")[3].split(b","):
            return data, b""
        with box.client() as client:
            client.delete_messages([2])
            client.uid_expunge([2])
        proxy.meddle = then
        return then(data) if then else (data, b"")

    return meddle


@pytest.mark.proof(part="servers")
def test_courier_itself_makes_up_a_mail_that_opens_no_request(
    courier: Courier, tmp_path: Path
) -> None:
    box = courier.new_box()
    with ChaosProxy(box.port) as proxy:
        helpers = Desk(box, proxy.port, tmp_path)
        for number in (1, 2, 3):
            helpers.box.append(mail(number))
        said = bytearray()
        proxy.overhear = said.extend
        proxy.meddle = goes_when_it_is_fetched(box, proxy, None)
        helpers.turn()
    assert PLACEHOLDER in said
    assert helpers.opened() == ["VPN 1", "VPN 3"]
    assert helpers.lines(Disposition.QUARANTINE) == []
    assert helpers.beat().ok


def large(account: Box) -> bytes:
    raw = mail(1) + b"0123456789 abcdefghijk\r\n" * 80_000
    account.append(raw)
    return raw


def goes_after_the_first_piece(box: Box, proxy: ChaosProxy, then: Meddles) -> Meddles:
    def meddle(data: bytes) -> Meddled:
        if cut_off(data) == (data, b""):
            return data, b""
        proxy.meddle = None
        with box.client() as client:
            client.delete_messages([1])
            client.uid_expunge([1])
        return then(data)

    return meddle


def as_it_is(data: bytes) -> Meddled:
    return data, b""


def cut_off(data: bytes) -> Meddled:
    """What is behind the first piece is empty."""
    asked = re.fullmatch(
        rb"(\S+) UID FETCH \(?1\)? .*BODY\.PEEK\[\]<(\d+)\..*\r\n", data, re.DOTALL
    )
    if asked is None or asked[2] == b"0":
        return data, b""
    return b"", b"* 1 FETCH (UID 1 BODY[]<%s> {0}\r\n)\r\n%s OK done\r\n" % (asked[2], asked[1])


@pytest.mark.parametrize("server", ["dovecot", pytest.param("courier", marks=LATER)])
@pytest.mark.parametrize("cut", [True, False])
def test_a_large_mail_that_goes_between_two_pieces_is_absent_or_whole(
    request: pytest.FixtureRequest, server: str, cut: bool
) -> None:
    box = request.getfixturevalue(server).new_box()
    raw = large(box)
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port, timeout=20.0))
        mailbox.connect()
        then = cut_off if cut else as_it_is
        proxy.meddle = Whole(goes_after_the_first_piece(box, proxy, then))
        found = [whole(one) for _, one in mailbox.fetch(mailbox.waiting())]
        assert found in ([], [raw])
        mailbox.refresh()
        assert mailbox.waiting() == []
        mailbox.close()


def test_a_mail_that_is_shorter_than_its_size_is_there_all_the_same(served: Served) -> None:
    mailbox, proxy, account = served
    raw = large(account)
    mailbox.refresh()
    proxy.meddle = Whole(cut_off)
    ((_, found),) = mailbox.fetch(mailbox.waiting())
    assert len(found) == PIECE < len(raw)


def test_exactly_that_text_is_no_mail_and_any_other_is(served: Served) -> None:
    mailbox, _, account = served
    others = [PLACEHOLDER + b"\r\n", b"X: y\r\n" + PLACEHOLDER, PLACEHOLDER[:-3] + b"\r\n"]
    for raw in (PLACEHOLDER, *others):
        account.append(raw)
    mailbox.refresh()
    first, *rest = mailbox.waiting()
    assert dict(mailbox.fetch([first, *rest])) == dict(zip(rest, others, strict=True))


def test_it_is_not_counted_as_a_mail_that_nobody_knows(account: Box) -> None:
    account.append(mail(1))
    account.append(PLACEHOLDER)
    shelves = ImapShelves(account.imap)
    shelves.connect(readonly=True)
    shelves.look()
    assert [head.size for group in shelves.heads() for head in group] == [len(mail(1))]
    shelves.close()
