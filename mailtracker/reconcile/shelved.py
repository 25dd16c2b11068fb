"""What lies in a mailbox and in the folders where its mails were put, compared with the ledger:
each mail with the line that knows it, or with none.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from mailtracker.config import MailboxConfig
from mailtracker.errors import NotGiven, Unreadable
from mailtracker.mail.mime.header import read_head
from mailtracker.mail.mime.identity import message_id_of
from mailtracker.mailbox.mailbox import Folder, ShelfHead, Shelves
from mailtracker.reader import Reader
from mailtracker.record import dataclass
from mailtracker.spool import RawMail, whole
from mailtracker.store import audit, ledger, tombstones
from mailtracker.store.audit import Place
from mailtracker.store.database import Store
from mailtracker.store.ledger import MailboxState
from mailtracker.store.transaction import Transaction


class ShelfState(StrEnum):
    """How the ledger stands to a mail that lies in the mailbox."""

    KNOWN = "known"
    #: New: the next pass takes it, or it is being tried again.
    WAITING = "waiting"
    #: From before the first start, which left it where it was.
    OLDER = "older"
    #: Nobody knows it, and nobody will take it.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ShelfMail:
    """A mail that lies in a `folder` ("" for the one that is served), with its `head`; how the
    ledger stands to it (`standing`), and which of its lines knows it (`line_id`, None as well where
    it has a tombstone).
    """

    folder: str
    head: ShelfHead
    standing: ShelfState
    line_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Served:
    """The folder that is served, and what the ledger says of it."""

    #: As it stands now.
    folder: Folder
    #: Where it was begun; None: never.
    state: MailboxState | None
    #: The highest number that was taken.
    highest: int
    #: Numbers of mails that could not be taken yet.
    tried: frozenset[int]


class _Lines:
    """Lines that a mail may be of, a pile by size and one by second of arrival, the oldest on top.

    A million mails may have one Message-ID: each line is looked at once, however many there are.
    """

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_size: dict[int, list[int]] = defaultdict(list)
        self._by_second: dict[int, list[int]] = defaultdict(list)
        for place in sorted(places, key=lambda one: one.line_id, reverse=True):
            self._by_size[place.size].append(place.line_id)
            self._by_second[int(place.arrived.timestamp())].append(place.line_id)

    def take(self, head: ShelfHead, used: set[int]) -> int | None:
        """A fitting line, if possible one that no other mail has: it is `used` from then on."""
        second = int(head.arrived.timestamp())
        taken = None
        for pile in (self._by_size.get(head.size, []), self._by_second.get(second, [])):
            while len(pile) > 1 and pile[-1] in used:
                pile.pop()
            taken = pile[-1] if pile and (taken is None or pile[-1] not in used) else taken
            if taken is not None and taken not in used:
                break
        used.update(() if taken is None else (taken,))
        return taken


MANY = 50
"""Lines with one Message-ID beyond which they are read from the store once."""


@dataclass
class Comparing:
    """Of one mailbox. Its shelves are connected."""

    #: Where the ledger is.
    store: Store
    #: What the config says of the mailbox.
    box: MailboxConfig
    #: Its folders.
    shelves: Shelves
    #: Reads what only its content can tell.
    reader: Reader
    #: The present.
    now: datetime
    #: Folders that should be there and are not.
    missing: list[str] = field(default_factory=list)
    #: Lines that a mail was found for.
    _used: set[int] = field(default_factory=set)
    #: Lines by a Message-ID that very many have.
    _many: dict[str, _Lines] = field(default_factory=dict)

    def all(self, since: datetime | None = None) -> Iterator[ShelfMail]:
        """Every mail of every folder; with `since` only what arrived then or later."""
        for folder in ("", *self._kept_in()):
            yield from self.in_folder(folder, since)

    def put_away(self, since: datetime | None = None) -> Iterator[ShelfMail]:
        """The same without what lies in the folder that is served and bears no mark of ours: that
        is still to come.
        """
        yield from self.in_folder("", since, marked=True)
        for folder in self._kept_in():
            yield from self.in_folder(folder, since)

    def in_folder(
        self, folder: str, since: datetime | None = None, marked: bool = False
    ) -> Iterator[ShelfMail]:
        opened = self.shelves.look(folder)
        if opened is None:
            self.missing.append(folder or self.box.folder)
            return
        served = None if folder else self._served(opened)
        begun = self._begun()
        for group in self.shelves.heads(since):
            heads = [head for head in group if head.marked or not marked]
            known = self._known(heads, opened.epoch if served else None)
            for head in heads:
                if head.number in known:
                    yield ShelfMail(folder, head, ShelfState.KNOWN, known[head.number])
                else:
                    yield self._judged(folder, head, served or begun)

    def _kept_in(self) -> list[str]:
        usual = [self.box.handled] if self.box.after == "move" else []
        return list(dict.fromkeys(filter(None, [*usual, self.box.confidential_folder])))

    def _served(self, folder: Folder) -> _Served:
        name = self.box.name
        with self.store.read() as conn:
            highest = audit.highest(conn, name, folder.epoch)
            tried = frozenset(audit.tried(conn, name, folder.epoch))
            return _Served(folder, ledger.mailbox_state(conn, name), highest, tried)

    def _judged(self, folder: str, head: ShelfHead, since: _Served | datetime) -> ShelfMail:
        if isinstance(since, _Served):
            return ShelfMail(folder, head, self._of_served(head, since))
        older = head.arrived < since
        return ShelfMail(folder, head, ShelfState.OLDER if older else ShelfState.UNKNOWN)

    def _of_served(self, head: ShelfHead, served: _Served) -> ShelfState:
        """What nobody put away is taken by the next pass, unless it was passed by long ago."""
        state = served.state
        if state and served.folder.epoch == state.uidvalidity and head.number < state.first_uid:
            return ShelfState.OLDER
        if head.deleted:
            return ShelfState.OLDER  # somebody of theirs wants it gone
        young = self.now - head.arrived < timedelta(seconds=2 * self.box.poll + 60)
        fresh = young or head.number > served.highest or head.number in served.tried
        return ShelfState.WAITING if fresh and not head.marked else ShelfState.UNKNOWN

    def _begun(self) -> datetime:
        """What reached the mailbox before was never ours."""
        with self.store.read() as conn:
            state = ledger.mailbox_state(conn, self.box.name)
        return _served_from(self.box, state) or datetime.min.replace(tzinfo=UTC)

    # -- which line it is --------------------------------------------------------------

    def _known(self, heads: Sequence[ShelfHead], epoch: int | None) -> dict[int, int | None]:
        """Line ids by number: by the number where it came in, by Message-ID with the same arrival
        or size, and where that is not enough by content. None: it has a tombstone.
        """
        ids = {head.number: _message_id(head) for head in heads}
        with self.store.read() as conn:
            known: dict[int, int | None] = {}
            if epoch is not None:
                known.update(audit.by_number(conn, self.box.name, epoch, list(ids)))
                buried = tombstones.at_places(conn, self.box.name, epoch, list(ids))
                known = dict.fromkeys(buried) | known
            self._used |= {line for line in known.values() if line is not None}
            rest = [head for head in heads if head.number not in known]
            lines = self._lines(conn, {ids[head.number] for head in rest})
            odd = [head for head in rest if ids[head.number] not in lines]
            unread = audit.sizes_unread(conn) | tombstones.sizes(conn) if odd else set()
            unfetched = audit.unfetched(conn, self.box.name) if odd else []
        doubtful: list[int] = []
        for head in rest:
            ident = ids[head.number]
            same = lines[ident].take(head, self._used) if ident in lines else None
            same = same or self._unfetched(head, unfetched)
            if same is not None:
                known[head.number] = same
            elif not ident or ident in lines or head.size in unread:
                doubtful.append(head.number)
        return {**known, **self._by_content(doubtful)}

    def _lines(self, conn: Transaction, idents: set[str]) -> dict[str, _Lines]:
        """By Message-ID; ids that no line has are absent."""
        few = audit.by_message_id(conn, idents - self._many.keys() - {""}, self.store.key)
        lines = {ident: _Lines(places) for ident, places in few.items()}
        self._many |= {ident: lines[ident] for ident, places in few.items() if len(places) > MANY}
        return {**lines, **{one: self._many[one] for one in idents & self._many.keys()}}

    def _unfetched(self, head: ShelfHead, places: Iterable[Place]) -> int | None:
        """Of a mail that its folder did not give, and somebody moved, all that we know must fit."""
        for place in places:
            same_moment = abs((place.arrived - head.arrived).total_seconds()) < 1
            if place.size == head.size and same_moment and place.line_id not in self._used:
                self._used.add(place.line_id)
                return place.line_id
        return None

    def _by_content(self, numbers: Sequence[int]) -> dict[int, int | None]:
        """A mail that the mailbox does not give is known to nobody, and holds back no other."""
        known: dict[int, int | None] = {}
        for number, raw in self._given(numbers):
            message = self.reader.read([raw])[0].message
            key = message.content_key if message else ""
            sha256 = hashlib.sha256(whole(raw)).hexdigest()
            with self.store.read() as conn:
                buried = tombstones.is_buried(conn, self.store.key, sha256)
                line_id = audit.by_content(conn, key, sha256)
                if line_id is None and buried:  # the line may have that of it
                    line_id = audit.by_content(conn, "", self._print_of(sha256))
            if line_id is not None:
                known[number] = line_id
                self._used.add(line_id)
            elif buried:
                known[number] = None
        return known

    def _print_of(self, sha256: str) -> str:
        return tombstones.print_of(self.store.key, sha256)

    def _given(self, numbers: Sequence[int]) -> Iterator[tuple[int, RawMail]]:
        left = list(numbers)
        try:
            for number, raw in self.shelves.fetch(numbers):
                left.remove(number)
                yield number, raw
        except NotGiven:
            if len(numbers) == 1:
                return
            for number in left:
                yield from self._given([number])


def sender_and_subject(head: ShelfHead) -> tuple[str, str]:
    """As the mail says itself; "" for what it does not say."""
    from mailtracker.mail.parse import parse  # of those that are missing alone

    try:
        message = parse(head.fields)
    except Unreadable:  # a mail may have neither
        return "", ""
    return (message.from_[0].email if message.from_ else ""), message.subject


def _message_id(head: ShelfHead) -> str:
    return message_id_of(read_head(head.fields, 0, len(head.fields)))


def _served_from(box: MailboxConfig, state: MailboxState | None) -> datetime | None:
    """What reached the mailbox before was never ours. None: everything was."""
    match box.start_from:
        case "all":
            return None
        case "now":
            return state.started_at.replace(microsecond=0) if state else None
        case start:
            return start
