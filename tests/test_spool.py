"""A large mail in hand: whole in no memory of ours, and in no file that anybody has to remove."""

from __future__ import annotations

import gc
import hashlib
import os
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailtracker.child import Child, ChildKind
from mailtracker.child_line import ChildFault, NotAnswered
from mailtracker.errors import Unspooled
from mailtracker.mailbox.imap import ImapMailbox
from mailtracker.spool import LARGE, PIECE, RawMail, Spool, Spooled, whole
from mailtracker.store import keep
from mailtracker.store.database import Store
from tests.mailbox.odd_server import Desk, mail
from tests.servers.dovecot import Box

NOW = datetime(2026, 7, 6, 8, 0, tzinfo=UTC)
SIZES = [0, 1, LARGE - 1, LARGE, LARGE + 1, 2 * LARGE, 4 * LARGE + 17]
TWENTY = 20 << 20
FEW = 4 << 20
"""Bytes that may be in memory at once: far less than a mail of TWENTY."""
LOG = b"One line of the log, as all of them.\r\n" * 60_000


def taken(raw: bytes, folder: Path | None, piece: int = 100_001) -> RawMail:
    spool = Spool(folder)
    for start in range(0, len(raw), piece):
        spool.write(raw[start : start + piece])
    return spool.mail()


def spooled(folder: Path, size: int = TWENTY) -> Spooled:
    spool = Spool(folder)
    for _ in range(size // PIECE):
        spool.write(os.urandom(PIECE))
    found = spool.mail()
    assert isinstance(found, Spooled)
    return found


def peak(does: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        does()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", SIZES)
def test_what_goes_in_comes_out_and_has_no_name_meanwhile(tmp_path: Path, size: int) -> None:
    raw = os.urandom(size)
    found = taken(raw, tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert isinstance(found, Spooled) == (size > LARGE)
    assert len(found) == size
    assert whole(found) == raw
    if isinstance(found, Spooled):
        assert b"".join(found.pieces()) == b"".join(found.pieces()) == raw
        assert found.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("size", SIZES)
def test_without_a_folder_all_of_it_is_in_memory(size: int) -> None:
    raw = os.urandom(size)
    assert taken(raw, None) == raw


def test_its_file_goes_with_the_last_who_holds_it(tmp_path: Path) -> None:
    found = spooled(tmp_path)
    number, other = found.file.fileno(), [found]
    del found
    gc.collect()
    assert os.fstat(number).st_size == TWENTY
    other.clear()
    gc.collect()
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)


def test_a_disk_that_is_gone_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Unspooled, match="cannot write a large mail beside the database: No such"):
        taken(os.urandom(2 * LARGE), tmp_path / "gone")
    assert whole(taken(os.urandom(LARGE), tmp_path / "gone"))  # a small one needs none


def cut(mail: Spooled) -> Spooled:
    os.ftruncate(mail.file.fileno(), LARGE)
    return mail


def test_one_that_was_cut_is_never_given_out_as_whole(tmp_path: Path) -> None:
    with pytest.raises(Unspooled, match="was cut short"):
        whole(cut(spooled(tmp_path)))


def test_it_is_taken_and_kept_in_little_memory(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'a.db'}")
    made: list[Spooled] = []
    assert peak(lambda: made.append(spooled(tmp_path))) < FEW
    with store.write() as conn:
        assert peak(lambda: keep.keep(conn, made[0], NOW)) < FEW
    with store.read() as conn:
        assert keep.load(conn, made[0].sha256) == made[0].whole()
    with store.write() as conn:
        assert keep.keep(conn, made[0].whole(), NOW) == made[0].sha256
    store.close()


# -- to a child and back --------------------------------------------------------------------


def begin(_: object) -> Callable[[object], object]:
    return answer


def answer(question: object) -> object:
    if isinstance(question, bytes):
        return hashlib.sha256(question).hexdigest()
    if isinstance(question, list):
        return [answer(one) for one in question]
    return question


@pytest.fixture
def child() -> Iterator[Child[object, object]]:
    made: Child[object, object] = Child(ChildKind("spool", begin, 512 << 20, 10.0), "", 30.0)
    yield made
    made.close()


def test_a_child_gets_its_bytes_and_we_hold_few_of_them(
    child: Child[object, object], tmp_path: Path
) -> None:
    first, second = spooled(tmp_path), spooled(tmp_path)
    child.ask(0).answer()
    names: list[object] = []
    questions = [first, [first, b"some", second, first], 7, second]
    took = peak(lambda: names.extend(one.answer() for one in child.ask_all(questions)))
    some = hashlib.sha256(b"some").hexdigest()
    own, other = first.sha256, second.sha256
    assert names == [own, [own, some, other, own], 7, other]
    assert took < FEW


def test_one_that_can_no_longer_be_read_is_its_own_trouble(
    child: Child[object, object], tmp_path: Path
) -> None:
    before, broken, behind = child.ask_all([1, cut(spooled(tmp_path)), 2])
    assert [before.answer(), behind.answer()] == [1, 2]
    with pytest.raises(NotAnswered) as caught:
        broken.answer()
    assert caught.value.fault is ChildFault.DEATH


# -- from a mailbox -------------------------------------------------------------------------


def test_a_mailbox_gives_large_mails_spooled_and_small_ones_not(box: Box, tmp_path: Path) -> None:
    large = mail(2) + LOG
    for raw in (mail(1), large):
        box.append(raw)
    mailbox = ImapMailbox(box.imap, tmp_path)
    mailbox.connect()
    (_, first), (_, second) = mailbox.fetch(mailbox.waiting())
    mailbox.close()
    assert first == mail(1)
    assert isinstance(second, Spooled)
    assert second.whole() == large


def test_a_large_mail_that_finds_no_room_waits_and_is_blamed_for_nothing(
    box: Box, tmp_path: Path
) -> None:
    """Four times, where a mail that its server does not give has had its tries after three."""
    for raw in (mail(1), mail(2) + LOG, mail(3)):
        box.append(raw)
    desk = Desk(box, box.port, tmp_path)
    desk.spool = tmp_path / "gone"
    for _ in range(4):
        desk.clock.travel(timedelta(hours=2))
        with pytest.raises(Unspooled, match="cannot write a large mail"):
            desk.turn()
    assert "cannot write a large mail beside the database" in desk.beat().text
    assert desk.lines() == []
    desk.spool = tmp_path
    desk.turn()
    assert desk.opened() == ["VPN 1", "VPN 2", "VPN 3"]
