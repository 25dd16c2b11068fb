"""The daemon knows a mailbox only as a `Mailbox`: a Maildir serves it as an IMAP server does."""

from __future__ import annotations

import mailbox
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from mailtracker.clock import DrivenClock
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.effects import Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.errors import BadFolder
from mailtracker.mailbox.mailbox import Mailbox
from mailtracker.reader import InProcessReader
from mailtracker.replay import from_folder
from mailtracker.store import health, ledger, outbox
from tests.mailbox.folder_backend import NUMBERS, FolderMailbox
from tests.servers.dovecot import Box
from tests.stories.company import MONDAY, config_for, letters

NOWHERE = Box("127.0.0.1", 1, "nobody", "", None)


def mail(subject: str, number: int = 1) -> bytes:
    return (
        f"From: Eva Lund <eva@corp.example>\r\nTo: it-help@corp.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <{number}@client.corp.example>\r\n\r\nEvery hour.\r\n"
    ).encode()


class Served:
    """One alias whose mails lie in a Maildir."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "it-help"
        self.maildir = mailbox.Maildir(self.path, create=True)
        self.config = config_for(folder, NOWHERE, 1)
        self.told: list[Outcome] = []

    @property
    def handled(self) -> mailbox.Maildir:
        return self.maildir.get_folder("handled")

    @contextmanager
    def receiver(self, box: Mailbox | None = None) -> Iterator[tuple[Receiver, Runtime]]:
        box = box or FolderMailbox(self.path)
        clock = DrivenClock(MONDAY)
        with open_runtime(
            self.config, clock, InProcessReader, self.told.append, letters()
        ) as runtime:
            yield Receiver(runtime, self.config.mailboxes[0], box), runtime

    def once(self) -> int:
        with self.receiver() as (receiver, _):
            return receiver.once()

    def opened(self) -> list[str]:
        return [one.enacted.request.subject for one in self.told if one.enacted.request]


@pytest.fixture
def served(tmp_path: Path) -> Served:
    return Served(tmp_path)


def test_mails_of_a_folder_open_requests_and_are_put_away(served: Served) -> None:
    for number, subject in enumerate(("VPN drops", "Printer"), 1):
        served.maildir.add(mail(subject, number))
    assert served.once() == 2
    assert sorted(served.opened()) == ["Printer", "VPN drops"]
    assert (len(served.maildir), len(served.handled)) == (0, 2)
    assert served.once() == 0
    with served.receiver() as (_, runtime), runtime.store.read() as conn:
        assert {line.put_away for line in ledger.lines(conn, None, None, 10)} == {PutAway.MOVED}
        assert "eva@corp.example" in {row.recipient for row in outbox.rows(conn)}


def test_what_was_not_put_away_before_a_crash_is_put_away_later_and_filed_once(
    served: Served,
) -> None:
    class Dies(FolderMailbox):
        def put_away(self, numbers: Sequence[int], folder: str = "") -> dict[int, PutAway]:
            raise RuntimeError("killed here")

    served.maildir.add(mail("VPN drops"))
    with (
        served.receiver(Dies(served.path)) as (receiver, _),
        pytest.raises(RuntimeError, match="killed here"),
    ):
        receiver.once()
    assert len(served.maildir) == 1
    assert served.once() == 0
    assert (len(served.maildir), served.opened()) == (0, ["VPN drops"])


def test_a_new_epoch_is_read_whole_and_recognised_by_content(served: Served) -> None:
    served.maildir.add(mail("VPN drops"))
    served.once()
    (served.path / NUMBERS).unlink()
    served.maildir.add(mail("VPN drops"))  # somebody moves it back
    served.once()
    with served.receiver() as (_, runtime), runtime.store.read() as conn:
        (line,) = ledger.lines(conn, Disposition.DUPLICATE, None, 10)
        assert len(ledger.lines(conn, None, None, 10)) == 2
    assert (line.uid, len(served.maildir)) == (1, 0)


def test_the_first_start_leaves_older_mail_where_it_is(served: Served) -> None:
    (box,) = served.config.mailboxes
    served.config = replace(served.config, mailboxes=(replace(box, start_from="now"),))
    served.maildir.add(mail("long ago"))
    assert served.once() == 0
    served.maildir.add(mail("VPN drops", 2))
    assert served.once() == 1
    assert (served.opened(), len(served.maildir)) == (["VPN drops"], 1)


def test_a_rehearsal_changes_nothing(served: Served) -> None:
    served.maildir.add(mail("VPN drops"))
    with served.receiver() as (receiver, _):
        assert receiver.rehearse() == "1 mail would be taken"
    assert [path.name for path in served.path.iterdir() if path.name not in ("cur", "tmp")] == [
        "new"
    ]
    assert len(served.maildir) == 1


def test_the_loop_is_woken_for_a_mail_and_for_its_end(served: Served) -> None:
    came = threading.Event()
    box = FolderMailbox(served.path)
    with served.receiver(box) as (receiver, runtime):
        runtime.listen = lambda _: came.set()
        thread = threading.Thread(target=receiver.run)
        thread.start()
        try:
            while not receiver.fresh(60):  # until the first pass has ended
                came.wait(0.01)
            served.maildir.add(mail("VPN drops"))
            receiver.wake()
            assert came.wait(10)
        finally:
            runtime.stopping.set()
            receiver.wake()
            thread.join(10)
        assert not thread.is_alive()


def test_a_folder_that_is_missing_is_said_in_status(served: Served) -> None:
    box = FolderMailbox(served.path / "gone")
    with served.receiver(box) as (receiver, runtime):
        with pytest.raises(BadFolder, match="is no Maildir"):
            receiver.once()
        with runtime.store.read() as conn:
            beats = {beat.part: beat for beat in health.read(conn)}
        assert "is no Maildir" in beats[receiver.part].text


@pytest.mark.parametrize("opens", [FolderMailbox.probe, lambda box: box.connect(readonly=True)])
def test_who_only_looks_leaves_no_trace(
    served: Served, opens: Callable[[FolderMailbox], object]
) -> None:
    served.maildir.add(mail("VPN drops"))
    box = FolderMailbox(served.path)
    opens(box)
    assert len(box.waiting()) == 1
    box.close()
    assert not (served.path / NUMBERS).exists()


def test_a_folder_is_replayed(served: Served) -> None:
    served.maildir.add(mail("VPN drops"))
    box = FolderMailbox(served.path)
    source = from_folder(box, MONDAY.replace(year=2020))
    assert [(past.name, past.raw.count(b"VPN drops")) for past in source.mails] == [("file 1", 1)]
    box.close()
