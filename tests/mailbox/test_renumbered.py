"""A server that numbers its mails anew, with clocks that cannot be trusted: what the first start
left stays, and what came later is taken.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mailtracker.clock import DrivenClock
from mailtracker.store import health, ledger
from tests.mailbox.odd_server import Desk, mail
from tests.servers.dovecot import Box
from tests.stories.company import MONDAY


class Begun(Desk):
    """A mailbox that was begun with `start_from = "now"`, on Monday at eight (UTC)."""

    def __init__(self, box: Box, folder: Path) -> None:
        super().__init__(box, box.port, folder)
        (mailbox,) = self.config.mailboxes
        self.config = replace(self.config, mailboxes=(replace(mailbox, start_from="now"),))
        self.clock = DrivenClock(MONDAY)

    def comes(self, *numbers: int, hours: float = 0) -> None:
        """Each bears a time so many hours after the first start, whenever it comes."""
        for number in numbers:
            when = MONDAY + timedelta(hours=hours)
            self.box.append(mail(number), msg_time=when.astimezone())

    def renumbered(self) -> None:
        self.box.server.reset_uidvalidity(self.box.user)
        self.turn()

    def state(self) -> ledger.MailboxState:
        with self.open() as (_, runtime), runtime.store.read() as conn:
            state = ledger.mailbox_state(conn, "IT help")
        assert state is not None
        return state

    def told_of_numbers(self) -> str:
        with self.open() as (_, runtime), runtime.store.read() as conn:
            return next((one.text for one in health.read(conn) if one.part.startswith("num")), "")


@pytest.fixture
def begun(account: Box, tmp_path: Path) -> Begun:
    return Begun(account, tmp_path)


def test_what_the_first_start_left_stays_and_is_counted(begun: Begun) -> None:
    begun.comes(1, 2, hours=-30)
    begun.turn()
    begun.comes(3, hours=1)
    begun.renumbered()
    assert begun.opened() == ["VPN 3"]
    assert (begun.state().first_uid, begun.state().left_older) == (3, 2)
    assert begun.told_of_numbers().endswith("as a whole; 2 older mails stay where they are")


def test_a_mail_that_came_later_is_taken_whatever_time_it_bears(begun: Begun) -> None:
    """The server lost the zone of its times, or its clock is behind."""
    begun.comes(1, 2, hours=-30)
    begun.turn()
    begun.comes(3, 4, hours=-1)
    begun.renumbered()
    assert begun.opened() == ["VPN 3", "VPN 4"]
    assert begun.state().left_older == 2


def test_nothing_stays_where_the_first_start_left_nothing(begun: Begun) -> None:
    begun.turn()
    begun.comes(1, hours=-8)
    begun.renumbered()
    assert begun.opened() == ["VPN 1"]
    assert begun.told_of_numbers().endswith("as a whole")


def test_what_people_removed_meanwhile_is_not_counted_as_left(begun: Begun) -> None:
    begun.comes(1, 2, 3, hours=-30)
    begun.turn()
    with begun.box.client() as client:
        client.delete_messages([1])
        client.expunge()
    begun.renumbered()
    assert (begun.opened(), begun.state().left_older) == ([], 2)
    begun.comes(4, 5, hours=-2)
    begun.renumbered()
    assert begun.opened() == ["VPN 4", "VPN 5"]


def test_what_was_taken_is_recognised_whatever_time_it_bears(begun: Begun) -> None:
    begun.turn()
    begun.comes(1, hours=1)
    begun.turn()
    begun.comes(1, hours=-9)  # somebody copies it back
    begun.renumbered()
    assert begun.opened() == ["VPN 1", "VPN 1"]  # told twice: once as a duplicate
    assert len({one.enacted.request.id for one in begun.told if one.enacted.request}) == 1
