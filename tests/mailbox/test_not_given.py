"""One mail that the server does not give, or over which everything breaks, holds back no other: it
is tried again, and then stands in quarantine by its number.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from mailtracker.desk.effects import Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.errors import Unreachable
from mailtracker.slot import Slot
from mailtracker.store import in_hand, ledger
from mailtracker.store.in_hand import Epoch
from tests.mailbox.odd_server import BAD, FETCH, ODD, Desk, Meddled, mail, meddling, says_no
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy


@pytest.fixture
def proxy(account: Box) -> Iterator[ChaosProxy]:
    with ChaosProxy(account.port) as made:
        yield made


@pytest.fixture
def desk(account: Box, proxy: ChaosProxy, tmp_path: Path) -> Desk:
    for number in range(1, 6):
        account.append(mail(number))
    return Desk(account, proxy.port, tmp_path)


@pytest.mark.parametrize("how", ODD)
def test_a_mail_that_is_not_given_holds_back_no_other_and_is_put_aside_after_three_tries(
    desk: Desk, proxy: ChaosProxy, how: str
) -> None:
    proxy.meddle = ODD[how]
    desk.turn()
    assert desk.opened() == ["VPN 1", "VPN 2", "VPN 4", "VPN 5"]
    said = desk.beat()
    assert (said.ok, "mail 3 was not taken yet" in said.text) == (False, True)
    desk.travel(seconds=30)
    assert desk.lines(Disposition.QUARANTINE) == []
    desk.travel(seconds=40)
    assert desk.lines(Disposition.QUARANTINE) == []
    desk.travel(minutes=10)
    (line,) = desk.lines(Disposition.QUARANTINE)
    assert (line.uid, line.sha256, line.put_away) == (BAD, ledger.NO_BYTES, PutAway.LEFT)
    assert "not taken in 3 tries" in line.reason
    assert desk.letters_to_admins() == ["quarantined"]
    assert desk.beat().ok
    desk.travel(hours=2)
    assert len(desk.lines()) == 5
    assert desk.letters_to_admins() == ["quarantined"]
    assert set(desk.box.flags()) == {BAD}


@pytest.mark.parametrize("how", ODD)
def test_a_mail_that_is_given_after_all_is_taken_as_any_other(
    desk: Desk, proxy: ChaosProxy, how: str
) -> None:
    proxy.meddle = ODD[how]
    desk.turn()
    proxy.meddle = None
    desk.travel(minutes=1)
    assert desk.opened() == [f"VPN {number}" for number in range(1, 6)]
    assert desk.beat().ok
    with desk.open() as (_, runtime), runtime.store.read() as conn:
        state = ledger.mailbox_state(conn, "IT help")
        assert state is not None
        assert in_hand.tried(conn, Epoch("IT help", state.uidvalidity)) == {}
    assert desk.box.flags() == {}


def test_a_mail_without_a_size_is_taken(desk: Desk, proxy: ChaosProxy) -> None:
    proxy.meddle = lambda data: (data.replace(b"RFC822.SIZE ", b""), b"")
    desk.turn()
    assert len(desk.opened()) == 5
    assert {line.arrived_at.year for line in desk.lines()} == {datetime.now(UTC).year}


def test_while_nothing_at_all_is_given_no_mail_is_blamed_for_hours(
    desk: Desk, proxy: ChaosProxy
) -> None:
    def no_to_all(data: bytes) -> Meddled:
        found = FETCH.fullmatch(data)
        return (data, b"") if found is None else says_no(found[1], [], b"")

    proxy.meddle = no_to_all
    desk.turn()
    for minutes in (1, 10, 61):
        desk.travel(minutes=minutes)
    assert desk.lines() == []
    assert "5 mails were not taken yet" in desk.beat().text
    proxy.meddle = None
    desk.travel(minutes=61)
    assert len(desk.opened()) == 5


def test_a_server_that_breaks_off_at_every_mail_is_trouble_of_the_server(
    desk: Desk, proxy: ChaosProxy
) -> None:
    for number in range(6, 10):
        desk.box.append(mail(number))
    proxy.meddle = lambda data: (None, b"") if b"BODY" in data else (data, b"")
    for minutes in (1, 10, 61):
        with suppress(Unreachable):
            desk.turn()
        desk.clock.travel(timedelta(minutes=minutes))
        assert not desk.beat().ok
        assert desk.lines() == []
    proxy.meddle = None
    desk.turn()
    assert len(desk.opened()) == 9


def test_a_mail_that_goes_while_it_is_fetched_is_no_trouble(desk: Desk, proxy: ChaosProxy) -> None:
    def expunges(data: bytes) -> Meddled:
        if b"BODY" in data:
            proxy.meddle = None
            with desk.box.client() as client:
                client.delete_messages([2, BAD])
                client.expunge()
        return data, b""

    proxy.meddle = expunges
    desk.turn()
    assert desk.beat().ok
    desk.turn()
    taken = len(desk.opened())
    assert taken in (3, 5)  # what a session saw may still be given to it
    assert (len(desk.lines()), desk.beat().ok) == (taken, True)


def test_a_session_that_is_kicked_out_costs_no_mail_and_no_try(
    desk: Desk, proxy: ChaosProxy
) -> None:
    def kicked(data: bytes) -> Meddled:
        if b"BODY" in data:
            proxy.meddle = None
            desk.box.server.kill_imap()
        return data, b""

    proxy.meddle = kicked
    desk.turn()
    assert len(desk.opened()) == 5
    assert desk.beat().ok


def test_numbers_that_become_void_in_the_middle_of_a_pass_are_not_acted_on(
    desk: Desk, proxy: ChaosProxy
) -> None:
    def numbered_anew(data: bytes) -> Meddled:
        if b"BODY" in data:
            proxy.meddle = None
            desk.box.server.reset_uidvalidity(desk.box.user)
        return data, b""

    proxy.meddle = numbered_anew
    with pytest.raises(Unreachable, match="numbered its mails anew"):
        desk.turn()
    assert desk.lines() == []
    desk.turn()
    assert len(desk.opened()) == 5
    assert desk.box.flags() == {}


def test_a_server_that_falls_silent_at_a_mail_is_left_in_time_and_the_rest_is_served(
    desk: Desk, proxy: ChaosProxy
) -> None:
    imap = desk.config.mailboxes[0].imap
    object.__setattr__(imap, "timeout", 0.5)
    proxy.meddle = meddling("BODY", lambda *_: (b"", b""))
    desk.turn()
    assert desk.opened() == ["VPN 1", "VPN 2", "VPN 4", "VPN 5"]


# -- a kill --------------------------------------------------------------------------------


def in_hand_at_the_kill(desk: Desk, *numbers: int) -> None:
    """The process before was killed with these in hand."""
    with desk.open() as (receiver, _):
        receiver.begin(receiver._mailbox.connect())
        slot = cast(Slot, receiver._in_hand._slot)
        path, epoch = slot._path, receiver._numbers.epoch
        receiver._in_hand.hold([])
        receiver._mailbox.close()
        slot.close()
    left = Slot(path)
    left.write({"mailbox": "IT help", "uidvalidity": epoch, "uids": list(numbers)})
    left.close()


def fetched(proxy: ChaosProxy) -> list[bytes]:
    """Which mails each FETCH of bodies named."""
    said = [found for found in FETCH.findall(bytes(proxy.sent)) if b"BODY" in found[2]]
    return [uids for _, uids, _ in said]


def test_what_was_in_hand_at_a_kill_is_worked_on_alone_after_all_others(
    desk: Desk, proxy: ChaosProxy
) -> None:
    in_hand_at_the_kill(desk, 2, BAD)
    desk.turn()
    assert fetched(proxy) == [b"1,4,5", b"2", b"3"]
    assert len(desk.opened()) == 5
    assert desk.beat().ok


def test_over_which_the_daemon_died_three_times_is_put_aside_unread(
    desk: Desk, proxy: ChaosProxy
) -> None:
    for _ in range(3):
        in_hand_at_the_kill(desk, BAD)
    del proxy.sent[:]
    desk.turn()
    assert fetched(proxy) == [b"1,2,4,5"]
    (line,) = desk.lines(Disposition.QUARANTINE)
    assert (line.uid, line.size) == (BAD, len(mail(BAD)))
    assert "the daemon ended while it had this mail in hand, 3 times" in line.reason
    assert set(desk.box.flags()) == {BAD}


def test_an_end_in_good_order_counts_for_no_mail(desk: Desk, proxy: ChaosProxy) -> None:
    def goes_away(data: bytes) -> Meddled:
        proxy.refuse = b"BODY" in data
        return (None, b"") if proxy.refuse else (data, b"")

    proxy.meddle = goes_away
    for _ in range(3):
        proxy.refuse = False
        with pytest.raises(Unreachable):
            desk.turn()
    proxy.meddle, proxy.refuse = None, False
    del proxy.sent[:]
    desk.turn()
    assert fetched(proxy) == [b"1,2,3,4,5"]


def test_mails_that_were_filed_before_the_kill_are_not_suspects(desk: Desk) -> None:
    desk.turn()
    in_hand_at_the_kill(desk, *range(1, 6))
    with desk.open() as (_, runtime), runtime.store.read() as conn:
        state = ledger.mailbox_state(conn, "IT help")
        assert state is not None
        assert in_hand.tried(conn, Epoch("IT help", state.uidvalidity)) == {}
