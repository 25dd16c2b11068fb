"""`audit` on a real mail server, in odd places: no mail that is known or still to come is ever
named as a gap, and none that is a gap is hidden by one that is known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select

from mailtracker.cli.reading import site_for
from mailtracker.clock import DrivenClock
from mailtracker.config import MailboxConfig
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.run import open_runtime
from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.mailbox.mailbox import Folder, ShelfHead, Shelves
from mailtracker.mailbox.put_away import KEYWORD
from mailtracker.mailbox.shelves import ImapShelves
from mailtracker.reader import InProcessReader
from mailtracker.reconcile.audit import MAX_REASONS, OTHER, Audit, accounts
from mailtracker.reconcile.audit import audit as compare
from mailtracker.spool import RawMail
from mailtracker.start import mailbox_of, shelves_of
from mailtracker.store import audit as stored
from mailtracker.store import ledger, tombstones
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.store.tables import ledger as lines
from tests.mailbox.odd_server import mail, meddling, says_no
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy
from tests.stories.company import MONDAY, config_for, letters

ARRIVED = MONDAY - timedelta(hours=1)


class Audited:
    """One alias on Dovecot, served in this process, on a driven clock."""

    def __init__(self, box: Box, folder: Path, **mailbox: Any) -> None:
        self.box, self.clock = box, DrivenClock(MONDAY)
        self.config = config_for(folder, box, 1, **mailbox)

    @property
    def own(self) -> MailboxConfig:
        return self.config.mailboxes[0]

    def comes(self, *numbers: int, hours_ago: float = 1.0, **flags: Any) -> None:
        for number in numbers:
            at = MONDAY - timedelta(hours=hours_ago)
            self.box.append(mail(number), msg_time=at, **flags)

    @contextmanager
    def served(self):
        """A daemon's receiver on a connection."""
        with open_runtime(self.config, self.clock, InProcessReader, letters=letters()) as runtime:
            receiver = Receiver(runtime, self.own, mailbox_of(self.own))
            yield receiver, runtime
            receiver._mailbox.close()

    def turn(self) -> None:
        with self.served() as (receiver, _):
            receiver.once()

    def audit(
        self, shelves: Callable[[MailboxConfig], Shelves] = shelves_of, **time: float
    ) -> Audit:
        store = Store.open_to_read(self.config.store.url)
        try:
            now = MONDAY + timedelta(**time)
            return compare(self.config, store, InProcessReader(site_for(self.config)), shelves, now)
        finally:
            store.close()

    def found(self, hours: float = 0) -> dict[str, int]:
        """How many mails are what, without what none is."""
        (one,) = self.audit(hours=hours).mailboxes
        assert not one.trouble
        counts = {
            name: getattr(one, name) for name in ("known", "waiting", "older", "gone", "lost")
        }
        return {name: count for name, count in counts.items() if count}

    def move(self, uid: int, to: str = "Handled", **changed: object) -> None:
        """As somebody does in a mail program; with `msg_time` as a server that dates it anew."""
        with self.box.client() as client:
            if not client.folder_exists(to):
                client.create_folder(to)
            raw = client.fetch([uid], [b"BODY.PEEK[]", b"INTERNALDATE"])[uid]
            when = changed.get("msg_time", raw[b"INTERNALDATE"].replace(tzinfo=UTC))
            client.append(to, raw[b"BODY[]"], msg_time=when)
            client.delete_messages([uid])
            client.expunge()


@pytest.fixture
def desk(account: Box, tmp_path: Path) -> Audited:
    return Audited(account, tmp_path)


# -- where mails are put away --------------------------------------------------------


def test_mails_that_are_only_marked_are_known_and_one_that_a_stranger_marked_is_a_gap(
    account: Box, tmp_path: Path
) -> None:
    desk = Audited(account, tmp_path, after="keyword")
    desk.comes(1, 2, 3)
    desk.turn()
    assert desk.found() == {"known": 3}
    desk.comes(4, flags=[KEYWORD])
    desk.comes(5, hours_ago=0)
    assert desk.found() == {"known": 3, "waiting": 1, "lost": 1}
    desk.turn()
    assert desk.found() == {"known": 4, "lost": 1}, "marked, so no pass takes it"


def test_a_renumbered_mailbox_has_no_gap_before_nor_after_it_is_read_again(
    account: Box, tmp_path: Path
) -> None:
    desk = Audited(account, tmp_path, after="keyword")
    desk.comes(1, 2, 3)
    desk.turn()
    account.server.reset_uidvalidity(account.user)
    desk.comes(4, hours_ago=0)
    assert desk.found() == {"known": 3, "waiting": 1}
    desk.turn()
    assert desk.found() == {"known": 4}


@pytest.mark.parametrize("renumbered", [False, True])
def test_mails_moved_before_a_mailbox_was_renumbered_stay_known(
    desk: Audited, renumbered: bool
) -> None:
    desk.comes(1, 2, 3)
    desk.turn()
    desk.comes(4)
    if renumbered:
        desk.box.server.reset_uidvalidity(desk.box.user)
    desk.turn()
    assert desk.found() == {"known": 4}


def test_the_confidential_folder_is_looked_into(account: Box, tmp_path: Path) -> None:
    desk = Audited(account, tmp_path, confidential_folder="Secret")
    desk.comes(1, 2)
    desk.turn()
    with account.client("Handled") as client:
        if not client.folder_exists("Secret"):
            client.create_folder("Secret")
        client.move([1], "Secret")
    assert desk.found() == {"known": 2}
    desk.comes(3, hours_ago=0)
    desk.move(3, "Secret")
    (one,) = desk.audit().mailboxes
    assert [(gap.folder, gap.subject) for gap in one.gaps] == [("Secret", "VPN 3")]
    with account.client("") as client:
        client.delete_folder("Secret")
    (one,) = desk.audit().mailboxes
    assert (one.missing, one.lost, one.gone) == (["Secret"], 0, 1)


# -- what servers and people change -----------------------------------------------------


def without(raw: bytes, field: bytes) -> bytes:
    return b"\r\n".join(line for line in raw.split(b"\r\n") if not line.startswith(field))


@pytest.mark.parametrize("field", [b"X-None:", b"Message-ID:"])
def test_a_server_that_dates_mails_anew_when_they_are_moved_makes_no_gap(
    desk: Audited, field: bytes
) -> None:
    for number in (1, 2, 3):
        desk.box.append(without(mail(number), field), msg_time=ARRIVED)
    desk.turn()
    with desk.box.client("Handled") as client:
        for raw in list(desk.box.mails("Handled")):
            client.append("Handled", raw, msg_time=datetime.now(UTC))
        client.delete_messages([1, 2, 3])
        client.expunge()
    assert desk.found() == {"known": 3}


@pytest.mark.parametrize("field", [b"X-None:", b"Message-ID:"])
def test_a_server_that_also_changes_the_size_makes_no_gap(desk: Audited, field: bytes) -> None:
    raw = without(mail(1), field)
    desk.box.append(raw, msg_time=ARRIVED)
    desk.turn()
    with desk.box.client("Handled") as client:
        raw = b"Received: by a.corp.example; Mon, 23 Nov 2026 09:00:00 +0100\r\n" + raw
        client.append("Handled", raw, msg_time=datetime.now(UTC))
        client.delete_messages([1])
        client.expunge()
    assert desk.found() == {"known": 1}


class Counted(ImapShelves):
    """It remembers which whole mails were asked for."""

    asked: list[int]

    def fetch(self, uids: Sequence[int]) -> Iterator[tuple[int, RawMail]]:
        self.asked += uids
        return super().fetch(uids)


@pytest.mark.parametrize("dated_anew", [False, True])
def test_no_whole_mail_is_fetched_where_its_head_decides(desk: Audited, dated_anew: bool) -> None:
    desk.comes(1, 2, 3)
    desk.turn()
    if dated_anew:
        with desk.box.client("Handled") as client:
            for raw in desk.box.mails("Handled"):
                client.append("Handled", raw, msg_time=datetime.now(UTC))
            client.delete_messages([1, 2, 3])
            client.expunge()
    shelves = Counted(desk.box.imap)
    shelves.asked = []
    (one,) = desk.audit(lambda _: shelves).mailboxes
    assert (one.trouble, one.known, one.lost) == ("", 3, 0)
    assert shelves.asked == []


def test_another_mail_with_the_message_id_of_a_known_one_is_a_gap(desk: Audited) -> None:
    desk.comes(1)
    desk.turn()
    other = mail(1).replace(b"Every hour, number 1.", b"Something else, and longer.")
    desk.box.append(other, "Handled", msg_time=MONDAY)
    assert desk.found() == {"known": 1, "lost": 1}


def test_a_thousand_mails_with_one_message_id_are_each_their_own_line(desk: Audited) -> None:
    twins = [mail(1).replace(b"number 1", b"number %03d" % number) for number in range(120)]
    for raw in twins:
        desk.box.append(raw, msg_time=ARRIVED)
    desk.turn()
    assert desk.found() == {"known": 120}
    with desk.box.client("Handled") as client:
        client.delete_messages([5, 6, 7])
        client.expunge()
    assert desk.found() == {"known": 117, "gone": 3}


@pytest.mark.parametrize("raw", [b"\r\nNo header.\r\n", b"X-Only: this\r\n\r\n", b"\r\n"])
def test_a_mail_without_any_field_is_known_or_named_as_any_other(desk: Audited, raw: bytes) -> None:
    desk.comes(1)
    desk.box.append(raw, msg_time=ARRIVED)
    desk.turn()
    assert desk.found() == {"known": 2}
    desk.box.append(raw.replace(b"this", b"that") + b"x", "Handled", msg_time=MONDAY)
    (one,) = desk.audit().mailboxes
    assert [(gap.sender, gap.subject) for gap in one.gaps] == [("", "")]


# -- mails that the server does not give ---------------------------------------------


@pytest.fixture
def unfetched(account: Box, tmp_path: Path) -> Audited:
    """Three mails; of the third the ledger has only number, size and arrival."""
    desk = Audited(account, tmp_path)
    desk.comes(1, 2, 3)
    with ChaosProxy(account.port) as proxy:
        proxy.meddle = meddling("BODY", says_no)
        straight = desk.config
        own = replace(desk.own, imap=replace(desk.own.imap, port=proxy.port))
        desk.config = replace(straight, mailboxes=(own,))
        for minutes in (0, 2, 12, 30):
            desk.clock.travel(MONDAY + timedelta(minutes=minutes))
            desk.turn()
        desk.config = straight
    store = Store.open_to_read(desk.config.store.url)
    with store.read() as conn:
        (line,) = ledger.lines(conn, Disposition.QUARANTINE, None, 9)
        assert line.sha256 == ledger.NO_BYTES
    store.close()
    return desk


def test_what_was_never_fetched_is_known_where_it_lies_and_where_somebody_moved_it(
    unfetched: Audited,
) -> None:
    assert unfetched.found(hours=1) == {"known": 3}
    unfetched.move(3)
    assert unfetched.found(hours=1) == {"known": 3}


def test_it_hides_no_other_mail(unfetched: Audited) -> None:
    same_size = mail(3).replace(b"Every hour", b"Other hour").replace(b"<3@", b"<9@")
    unfetched.box.append(same_size, "Handled", msg_time=MONDAY)  # at another moment
    assert unfetched.found(hours=1) == {"known": 3, "lost": 1}
    unfetched.box.append(same_size, "Handled", msg_time=ARRIVED)
    assert unfetched.found(hours=1) == {"known": 3, "lost": 2}, "that one lies in the inbox"


def test_nor_when_it_is_gone(unfetched: Audited) -> None:
    with unfetched.box.client() as client:
        client.delete_messages([3])
        client.expunge()
    same_size = mail(3).replace(b"Every hour", b"Other hour").replace(b"<3@", b"<9@")
    unfetched.box.append(same_size, "Handled", msg_time=MONDAY)  # at another moment
    assert unfetched.found(hours=1) == {"known": 2, "gone": 1, "lost": 1}


@pytest.mark.parametrize("what", ["(", "BODY.PEEK[HEADER", "BODY.PEEK[]"])
def test_a_mail_that_the_server_does_not_give_holds_back_no_other(desk: Audited, what: str) -> None:
    desk.comes(1, 2)
    desk.turn()
    for number in (7, 8, 9):  # the one with UID 3, and two more; none is known
        desk.box.append(without(mail(number), b"Message-ID:"), "Handled", msg_time=MONDAY)
    with ChaosProxy(desk.box.port) as proxy:
        proxy.meddle = meddling(what, says_no)
        own = replace(desk.own, imap=replace(desk.own.imap, port=proxy.port))
        (one,) = replace_config(desk, own).audit().mailboxes
    assert (one.trouble, one.known, one.lost) == ("", 2, 3)


def replace_config(desk: Audited, own: MailboxConfig) -> Audited:
    desk.config = replace(desk.config, mailboxes=(own,))
    return desk


# -- beside a running daemon -----------------------------------------------------------


def test_no_moment_of_a_pass_shows_a_gap(desk: Audited, monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit looks before each step: mails in hand, committed, moved and not noted."""
    desk.comes(*range(1, 61), hours_ago=30)
    seen: list[tuple[str, dict[str, int]]] = []

    def looks(point: object, numbers: object = ()) -> None:
        seen.append((str(point), desk.found()))

    monkeypatch.setattr("mailtracker.daemon.receive.reach", looks)
    monkeypatch.setattr("mailtracker.daemon.numbers.reach", looks)
    desk.turn()
    points = {"before-fetch", "after-fetch", "after-commit", "after-move"}
    assert {point for point, _ in seen} == points
    assert not [one for one in seen if "lost" in one[1]], seen
    assert desk.found() == {"known": 60}


class Slow(ImapShelves):
    """Between each two of its answers the daemon works."""

    def __init__(self, box: Box, between: Callable[[], None]) -> None:
        super().__init__(box.imap)
        self.between = between

    def look(self, folder: str = "") -> Folder | None:
        found = super().look(folder)
        self.between()
        return found

    def heads(self, since: datetime | None = None) -> Iterator[list[ShelfHead]]:
        for group in super().heads(since):
            self.between()
            yield group


def test_a_pass_between_two_steps_of_the_audit_makes_no_gap(desk: Audited) -> None:
    desk.comes(1, 2, 3, hours_ago=30)
    desk.turn()
    coming = iter(range(4, 40))

    def between() -> None:
        desk.comes(*(next(coming), next(coming)), hours_ago=20)
        desk.turn()

    report = desk.audit(lambda _: Slow(desk.box, between))
    (one,) = report.mailboxes
    assert (one.trouble, one.lost) == ("", 0), one


# -- why mails were ignored ---------------------------------------------------------------


def test_ignored_mails_are_counted_by_their_reasons() -> None:
    store = Store.in_memory()
    became = [
        *[Dispose(Disposition.IGNORED, "has Auto-Submitted")] * 5,
        *[Dispose(Disposition.IGNORED, f"rule spam: nobody (“x{n}”)", "spam") for n in range(4)],
        *[Dispose(Disposition.DUPLICATE, f"the same mail as {n}") for n in range(3)],
        *[Dispose(Disposition.IGNORED, f"bounce of our mail to b{n}@x.example") for n in range(2)],
    ]
    with store.write() as conn:
        for number, filed in enumerate(became, 1):
            arrival = Arrival("IT help", 1, number, MONDAY, "x", 1)
            line_id = ledger.enter(conn, arrival, None, "", MONDAY)
            assert line_id
            ledger.dispose(conn, line_id, filed, None)
    (one,) = accounts(store)
    assert list(one.reasons.items()) == [
        ("has Auto-Submitted", 5),
        ("rule spam", 4),
        (stored.SAME, 3),
        ("bounce of our mail to (address)", 2),
    ]
    assert (one.ignored, one.balances) == (14, True)


def test_very_many_reasons_are_the_common_ones_and_a_rest() -> None:
    store = Store.in_memory()
    with store.write() as conn:
        for number in range(1, MAX_REASONS + 10):
            arrival = Arrival("IT help", 1, number, MONDAY, "x", 1)
            line_id = ledger.enter(conn, arrival, None, "", MONDAY)
            assert line_id
            ledger.dispose(conn, line_id, Dispose(Disposition.IGNORED, f"r{number}"), None)
    (one,) = accounts(store)
    assert (len(one.reasons), one.reasons[OTHER]) == (MAX_REASONS + 1, 9)
    assert sum(one.reasons.values()) == one.ignored


@pytest.mark.parametrize("after", ["move", "keyword"])
def test_what_has_a_tombstone_is_known_as_if_a_line_knew_it_and_nothing_else_is(
    account: Box, tmp_path: Path, after: str
) -> None:
    desk = Audited(account, tmp_path, after=after)
    desk.comes(1, 2, 3)
    desk.turn()
    store = Store.open(desk.config.store.url)
    with store.write() as conn:
        first, second = conn.scalars(select(lines.c.id).order_by(lines.c.id).limit(2))
        tombstones.bury(conn, store.key, [first], MONDAY)
        tombstones.bury(conn, store.key, [first], MONDAY)
        conn.execute(delete(lines).where(lines.c.id.in_([first, second])))
    store.close()
    assert desk.found() == {"known": 2, "lost": 1}
