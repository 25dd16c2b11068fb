"""The ledger and the mailbox → whether every mail that was fetched became something, and whether
any mail that lies there is known to nobody. Changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from mailtracker.config import Config, MailboxConfig
from mailtracker.errors import MailtrackerError
from mailtracker.mailbox.mailbox import Shelves
from mailtracker.reader import Reader
from mailtracker.reconcile.shelved import Comparing, ShelfMail, ShelfState, sender_and_subject
from mailtracker.record import dataclass
from mailtracker.store import audit as stored
from mailtracker.store.audit import FILED, IGNORED, Ignored
from mailtracker.store.database import Store
from mailtracker.unnamed import without_addresses

MAX_REASONS, OTHER = 50, "other reasons"

MAX_GAPS = 10_000
"""Mails that one report names; of more it has the number."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The lines of one `mailbox` and `epoch` (UIDVALIDITY): so many were `fetched`; each is
    `filed`, `ignored` or `quarantined`. `became` counts them by what they became; `unexplained` do
    not say of which request they are, or why they are ignored. `reasons` counts the ignored ones by
    why, the most frequent first; beyond `MAX_REASONS` they are `OTHER`.
    """

    mailbox: str
    epoch: int
    fetched: int
    filed: int
    ignored: int
    quarantined: int
    became: dict[str, int]
    unexplained: int
    reasons: dict[str, int]

    @property
    def balances(self) -> bool:
        whole = self.fetched == self.filed + self.ignored + self.quarantined
        return whole and not self.unexplained


@dataclass(frozen=True, slots=True)
class Unknown:
    """A mail in a `folder` that no line knows: its `number` there, when it `arrived`, who wrote it
    (`sender`, as it says itself) and its `subject`.
    """

    folder: str
    number: int
    arrived: datetime
    sender: str
    subject: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One mailbox against the ledger; the numbers count mails."""

    #: Its name.
    mailbox: str
    #: Why it could not be looked into, "" where it was.
    trouble: str
    #: Folders that should be there and are not.
    missing: Sequence[str] = ()
    #: Lying there with a line in the ledger.
    known: int = 0
    #: New: the next pass takes them.
    waiting: int = 0
    #: From before the first start, or deleted by somebody.
    older: int = 0
    #: Lines of the ledger whose mail lies there no more: people tidy, retention empties.
    gone: int = 0
    #: Known to nobody.
    lost: int = 0
    #: These, by name, the first `MAX_GAPS` of them.
    gaps: Sequence[Unknown] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """The whole report: the `ledger` by mailbox and epoch, and the `mailboxes` against it."""

    ledger: Sequence[Balance]
    mailboxes: Sequence[Compared]

    @property
    def ok(self) -> bool:
        whole = all(one.balances for one in self.ledger)
        return whole and not any(one.lost or one.trouble for one in self.mailboxes)


def audit(
    config: Config,
    store: Store,
    reader: Reader,
    open_shelves: Callable[[MailboxConfig], Shelves],
    now: datetime,
) -> Audit:
    """Read-only connections; a daemon may serve meanwhile."""
    compared = [_compared(store, reader, box, open_shelves(box), now) for box in config.mailboxes]
    return Audit(accounts(store), compared)


def accounts(store: Store) -> list[Balance]:
    """What became of all that was ever fetched."""
    with store.read() as conn:
        totals, reasons = stored.totals(conn), stored.ignored(conn)
    found: list[Balance] = []
    for mailbox, epoch in dict.fromkeys((one.mailbox, one.epoch) for one in totals):
        own = [one for one in totals if (one.mailbox, one.epoch) == (mailbox, epoch)]
        became = {str(one.disposition): one.count for one in own}
        filed = sum(one.count for one in own if one.disposition in FILED)
        ignored = sum(one.count for one in own if one.disposition in IGNORED)
        found.append(
            Balance(
                mailbox=mailbox,
                epoch=epoch,
                fetched=sum(became.values()),
                filed=filed,
                ignored=ignored,
                quarantined=became.get("quarantine", 0),
                became=became,
                unexplained=sum(one.unexplained for one in own),
                reasons=_counted(
                    one for one in reasons if (one.mailbox, one.epoch) == (mailbox, epoch)
                ),
            )
        )
    return found


def _counted(reasons: Iterable[Ignored]) -> dict[str, int]:
    """A reason may name to whom a mail of ours bounced: that is no reason of its own."""
    counts: Counter[str] = Counter()
    for one in reasons:
        counts[without_addresses(one.reason)] += one.count
    common = dict(counts.most_common(MAX_REASONS))
    rest = counts.total() - sum(common.values())
    return {**common, OTHER: rest} if rest else common


def _compared(
    store: Store, reader: Reader, box: MailboxConfig, shelves: Shelves, now: datetime
) -> Compared:
    comparing = Comparing(store, box, shelves, reader, now)
    with store.read() as conn:
        lines = stored.ids_of_lines(conn, box.name)
    counts: Counter[ShelfState] = Counter()
    there: set[int] = set()
    gaps: list[Unknown] = []
    try:
        shelves.connect(readonly=True)
        for found in comparing.all():
            counts[found.standing] += 1
            if found.line_id is not None:
                there.add(found.line_id)
            if found.standing is ShelfState.UNKNOWN and len(gaps) < MAX_GAPS:
                gaps.append(_lost(found, box))
    except MailtrackerError as error:
        return Compared(box.name, str(error))
    finally:
        shelves.close()
    return Compared(
        mailbox=box.name,
        trouble="",
        missing=comparing.missing,
        known=counts[ShelfState.KNOWN],
        waiting=counts[ShelfState.WAITING],
        older=counts[ShelfState.OLDER],
        gone=len(lines - there),
        lost=counts[ShelfState.UNKNOWN],
        gaps=gaps,
    )


def _lost(found: ShelfMail, box: MailboxConfig) -> Unknown:
    head = found.head
    folder = found.folder or box.folder
    return Unknown(folder, head.number, head.arrived, *sender_and_subject(head))
