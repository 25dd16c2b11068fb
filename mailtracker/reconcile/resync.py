"""What a restored database lacks → taken in from the folders where its mails were put, as the mails
would have been, without late receipts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from dataclasses import field
from datetime import datetime, timedelta

from mailtracker.config import Config, MailboxConfig
from mailtracker.desk.put_away import PutAway
from mailtracker.desk.troubles import OlderThanMailbox
from mailtracker.enact import became, enact_message
from mailtracker.mail.mime.header import read_head
from mailtracker.mail.mime.identity import message_id_of, references_of
from mailtracker.mail.outgoing.ids import is_our_id
from mailtracker.mailbox.mailbox import Folder, ShelfHead, Shelves
from mailtracker.reader import Reader, Reading
from mailtracker.reconcile.shelved import Comparing, ShelfMail, ShelfState, sender_and_subject
from mailtracker.record import dataclass
from mailtracker.spool import RawMail
from mailtracker.store import audit, health, keep, ledger
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.store.references import give_from, next_number
from mailtracker.store.tombstones import print_of_id
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, Received, World

FARTHEST = 100_000
"""How far a subject may move the counter: anybody can write a number into one."""

SPARE, ROUND = 100, 100
"""What the counter moves beyond the mails that are unknown, and to a multiple of what."""


@dataclass(frozen=True, slots=True)
class Taken:
    """One mail that was taken in from a `folder`: when it `arrived`, what `became` of it, and the
    `reference` of its request ("" for none).
    """

    folder: str
    arrived: datetime
    became: str
    reference: str


@dataclass(frozen=True, slots=True)
class EarlierAnswers:
    """Mails that were answered in what the database lost: the `prints` of those of which somebody
    remembers it; `echo`: of every other one a copy of the answer would lie in the mailbox. Without
    it each may have been.
    """

    prints: Collection[str]
    echo: bool


@dataclass(slots=True)
class Resynced:
    """What a resync did: the mails that it `taken` in, how many of those that were looked at were
    `known`, and from which reference on new ones are given now, by prefix (`moved`).
    """

    taken: list[Taken] = field(default_factory=list)
    known: int = 0
    moved: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Box:
    """One mailbox while its shelves are open."""

    #: What the config says of it.
    config: MailboxConfig
    #: Its folders, connected.
    shelves: Shelves
    #: Mails that nobody knows.
    unknown: list[ShelfMail] = field(default_factory=list)
    #: The highest number that a subject gives to a reference of its prefix.
    highest: int = 0
    #: How many mails there are known.
    known: int = 0
    #: Prints of mails that one of ours which lies there replies to.
    answered: set[str] = field(default_factory=set)
    #: At which folder the shelves stand, None before the first.
    at: str | None = None
    #: That folder.
    folder: Folder | None = None


@dataclass(frozen=True, slots=True)
class Resync:
    """Beside a daemon, or without: each mail is a transaction of its own."""

    #: All of config.toml.
    config: Config
    #: What lacks mails.
    store: Store
    #: Rules, letters and aliases.
    world: World
    #: Understands mails, safely.
    reader: Reader
    #: Of one mailbox, not yet connected.
    open_shelves: Callable[[MailboxConfig], Shelves]
    #: By which lease it is written, where a daemon does it.
    lease: str = ""
    #: Who has had an answer, where the database lost only moments; None: that is not asked.
    answered: EarlierAnswers | None = None

    def run(self, since: datetime, now: datetime) -> Resynced:
        """Take in what arrived since then and nobody knows, the oldest first; what waits in the
        folder that is served is the daemon's. Raises Unreachable and the like.
        """
        done = Resynced()
        with ExitStack() as ends:
            boxes = [self._looked_into(one, since, now, ends) for one in self.config.mailboxes]
            with self.store.write(self.lease) as conn:
                for box in boxes:
                    self._move_counter(conn, box, done, now)
                    done.known += box.known
            found = [(box, one) for box in boxes for one in box.unknown]
            for box, one in sorted(found, key=lambda pair: pair[1].head.arrived):
                done.taken += self._take(box, one, now)
        with self.store.write(self.lease) as conn:
            for box in boxes:
                settle(conn, box.config.name, now)
        return done

    def _looked_into(
        self, config: MailboxConfig, since: datetime, now: datetime, ends: ExitStack
    ) -> _Box:
        box = _Box(config, self.open_shelves(config))
        ends.callback(box.shelves.close)
        box.shelves.connect(readonly=True)
        comparing = Comparing(self.store, config, box.shelves, self.reader, now)
        for found in comparing.all(since):
            box.highest = max([box.highest, *numbers(found.head, config.prefix)])
            box.answered.update(self._answered_by(found.head))
            if is_lost(found):
                box.unknown.append(found)
            box.known += found.standing is ShelfState.KNOWN
        return box

    def _move_counter(self, conn: Transaction, box: _Box, done: Resynced, now: datetime) -> None:
        """Before anything opens: no reference that somebody has in a mail is given again, whether
        or not a subject here shows it.
        """
        if not box.unknown:
            return
        prefix = box.config.prefix
        above = box.highest + 1 if box.highest < next_number(conn, prefix) + FARTHEST else 0
        note_lost(conn, box.config.name, prefix, len(box.unknown), now)
        give_from(conn, prefix, above)
        done.moved[prefix] = f"{prefix}-{next_number(conn, prefix)}"

    def _take(self, box: _Box, found: ShelfMail, now: datetime) -> Iterator[Taken]:
        if box.at != found.folder:
            box.at, box.folder = found.folder, box.shelves.look(found.folder)
        for _, raw in box.shelves.fetch([found.head.number]):
            reading = self.reader.read([raw])[0]
            with self.store.write(self.lease) as conn:
                enacted = self._file(conn, box, _Fetched(found, raw, reading), now)
            yield enacted

    def _file(self, conn: Transaction, box: _Box, mail: _Fetched, now: datetime) -> Taken:
        head, raw, reading = mail.found.head, mail.raw, mail.reading
        message, classified = reading.message, reading.classified
        name, (epoch, number) = box.config.name, self._place(conn, box, mail.found)
        sha256 = keep.keep(conn, raw, now)
        arrival = Arrival(name, epoch, number, head.arrived, sha256, len(raw))
        kind = classified.kind if classified else ""
        line_id = ledger.enter(conn, arrival, message, kind, now)
        folder = mail.found.folder or box.config.folder
        if line_id is None:  # the daemon was quicker
            return Taken(folder, head.arrived, "known", "")
        there = PutAway.MOVED if mail.found.folder else PutAway.MARKED
        ledger.mark_put_away(conn, [line_id], there)
        if message is None or classified is None:
            ledger.quarantine(conn, line_id, reading.trouble, reading.trouble)
            return Taken(folder, head.arrived, "quarantine", "")
        received = Received(line_id, message, classified, raw, head.arrived, sha256)
        had_answer = self._had_answer(box, message.message_id)
        cause = Cause(f"m{line_id}", now, received, restored=True, answered=had_answer)
        enacted = enact_message(conn, self.world, self.world.alias(name), cause)
        reference = enacted.request.reference if enacted.request else ""
        return Taken(folder, head.arrived, became(enacted.decision), reference)

    def _answered_by(self, head: ShelfHead) -> Iterator[str]:
        """Prints of the mails that one of ours replies to."""
        fields = read_head(head.fields, 0, len(head.fields))
        if self.answered is not None and is_our_id(self.store.key, message_id_of(fields)):
            for ident in references_of(fields, "in-reply-to"):
                yield print_of_id(self.store.key, ident)

    def _had_answer(self, box: _Box, message_id: str) -> bool:
        if self.answered is None:
            return False
        known = print_of_id(self.store.key, message_id)
        return not self.answered.echo or known in box.answered or known in self.answered.prints

    def _place(self, conn: Transaction, box: _Box, found: ShelfMail) -> tuple[int, int]:
        """Epoch and number of its line: its own, where it lies in the folder that is served."""
        if not found.folder and box.folder:
            return box.folder.epoch, found.head.number
        return audit.RESYNCED, audit.next_resynced(conn, box.config.name)


@dataclass(frozen=True, slots=True)
class _Fetched:
    """A mail that was `found`, its bytes (`raw`), and what `reading` it gave."""

    found: ShelfMail
    raw: RawMail = field(repr=False)
    reading: Reading


def is_lost(found: ShelfMail) -> bool:
    """Nobody knows it and the daemon will not take it: it was put away."""
    put_away = found.folder != "" or found.head.marked
    return found.standing is ShelfState.UNKNOWN and put_away


def numbers(head: ShelfHead, prefix: str) -> list[int]:
    """Of references with this prefix in the mail's subject."""
    _, subject = sender_and_subject(head)
    tag = re.compile(rf"\[\s{{0,3}}{re.escape(prefix)}-(\d{{1,9}})\s{{0,3}}\]", re.IGNORECASE)
    return [int(number) for number in tag.findall(subject)]


def part_of(mailbox: str) -> str:
    """Under which name `status` shows it."""
    return f"ledger {mailbox}"


def note_lost(conn: Transaction, mailbox: str, prefix: str, count: int, now: datetime) -> bool:
    """So many mails are unknown: `status` says so, and references go on far beyond those that may
    have been given. True: that is new.
    """
    part = part_of(mailbox)
    if any(beat.part == part and not beat.ok for beat in health.read(conn)):
        return False
    health.beat(conn, part, False, _said_of(older_by(count, now)), now)
    give_from(conn, prefix, beyond(next_number(conn, prefix) + count))
    return True


def beyond(number: int) -> int:
    """What surely was not given yet, where references up to `number` may have been."""
    return -(-(number + SPARE) // ROUND) * ROUND + 1


def older_by(count: int, now: datetime) -> OlderThanMailbox:
    """What is wrong, for the admins."""
    return OlderThanMailbox(count, (now - timedelta(days=30)).date())


def _said_of(wrong: OlderThanMailbox) -> str:
    mails = "1 mail is" if wrong.count == 1 else f"{wrong.count} mails are"
    return (
        f"the database is older than the mailbox: {mails} unknown to it; `mailtracker audit` names "
        f"them, `mailtracker resync --since {wrong.since}` takes them in"
    )


def settle(conn: Transaction, mailbox: str, now: datetime) -> None:
    """Nothing is unknown any more, as far as anybody looked."""
    part = part_of(mailbox)
    if any(beat.part == part and not beat.ok for beat in health.read(conn)):
        health.beat(conn, part, True, "", now)
