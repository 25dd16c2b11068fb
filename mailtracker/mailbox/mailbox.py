"""What the daemon asks of a mailbox, wherever its mails lie: waiting mails, their bytes and word
of new ones out; word of the mails that we have in.

A backend is one class of this shape and one line in `start.mailbox_of`.

Every mail has a number. Within an epoch numbers only grow, and none is given twice. A mailbox that
can no longer say which mail had which number begins another epoch, and all numbers that were known
are worthless.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Literal, Protocol

from mailtracker.desk.put_away import PutAway
from mailtracker.record import dataclass
from mailtracker.spool import RawMail
from mailtracker.tls import Certificate


@dataclass(frozen=True, slots=True)
class Folder:
    """How the mailbox stands now: the `epoch` of its numbers, the `next_number` that a mail will
    get, and the `count` of mails that it holds.
    """

    epoch: int
    next_number: int
    count: int


@dataclass(frozen=True, slots=True)
class Item:
    """One mail before it is fetched: its `number`, its `size` in bytes as far as the mailbox knows
    (0: it does not say), and the instant in UTC at which it `arrived` (1970: it does not say).
    `lasting_id` is what the mailbox calls this mail, and no other, in whatever folder and epoch; ""
    where it has no such name.
    """

    number: int
    size: int
    arrived: datetime
    lasting_id: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    """What can become of mails that we have, as far as the mailbox says so: whether they can be
    moved (`can_move`) and marked (`can_mark`); and how or why not, for people (`moving`,
    `marking`).
    """

    can_move: bool
    moving: str
    can_mark: bool
    marking: str


@dataclass(frozen=True, slots=True)
class ShelfHead:
    """One mail of any folder, as far as it is known without its body."""

    #: In its folder.
    number: int
    #: In bytes, as far as the mailbox knows.
    size: int
    #: When the mailbox got it, in UTC.
    arrived: datetime
    #: The header fields Message-ID, In-Reply-To, From, Subject, Date, as they came.
    fields: bytes
    #: Somebody of us marked it as put away.
    marked: bool
    #: Somebody deleted it, and it is not gone yet.
    deleted: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """A mail of another folder, as far as ours is recognised by it: the `message_id` that it has,
    and the `written_id` of which it says that it was written with it; "" for none. Of what people
    wrote besides: which Message-IDs it `answers`, `to` whom it is (keys of To and Cc), and when the
    folder got it (`at`); None for a machine's, and for what answers nothing.
    """

    message_id: str
    written_id: str
    answers: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    at: datetime | None = None

    @property
    def ids(self) -> tuple[str, str]:
        return self.message_id, self.written_id


FRESH = timedelta(hours=2)
"""So long the word that a database left in a mailbox says that it serves it now."""


@dataclass(frozen=True, slots=True)
class Presence:
    """A database, by its `ident` (16 hex digits), that served a mailbox; and when it did so last
    (`at`, UTC), as far as what it left there tells.
    """

    ident: str
    at: datetime


class Presences(Protocol):
    """What databases leave in a mailbox that they serve, so that two of them notice each other.
    Raises what `Mailbox` does.
    """

    def connect(self, readonly: bool = False) -> Folder:
        """Open it; `readonly` is wanted here, also before `leave`."""

    def seen(self, now: datetime) -> list[Presence]:
        """Whatever databases left, ours among them, the latest last; changes nothing."""

    def leave(self, ident: str, now: datetime) -> bool:
        """Leave word of ours. False: there is no way, or not now."""

    def close(self) -> None:
        """Say goodbye. Never raises."""


class Shelves(Protocol):
    """All folders of one alias's mailbox, to look into. Nothing is changed by it, and a daemon may
    serve the mailbox meanwhile. Raises what `Mailbox` does.
    """

    def connect(self, readonly: bool = False) -> Folder:
        """Open it; `readonly` is wanted here."""

    def look(self, folder: str = "") -> Folder | None:
        """Turn to a folder, "" for the one that is served; None: there is no such folder, or it
        cannot be opened.
        """

    def heads(self, since: datetime | None = None) -> Iterator[list[ShelfHead]]:
        """All mails of the folder, ascending, in groups; with `since` those that arrived then or
        later.
        """

    def fetch(self, numbers: Sequence[int]) -> Iterator[tuple[int, RawMail]]:
        """As `Mailbox.fetch`."""

    def close(self) -> None:
        """Say goodbye. Never raises."""


@dataclass(frozen=True, slots=True)
class FolderStanding:
    """Where a folder of ours stands, or would: `name` as the server calls it; whether it `exists`;
    what it puts between the names of a path (`delimiter`, "" where it has no paths).
    """

    name: str
    exists: bool
    delimiter: str


@dataclass(frozen=True, slots=True)
class MailPlace:
    """One mail in one `folder`: its `number` in an `epoch`, and the instant in UTC at which the
    mailbox got it (`arrived`, 1970: it does not say).
    """

    folder: str
    epoch: int
    number: int
    arrived: datetime


Use = Literal["junk", "sent"]
"""What folders are for that the server knows by itself."""


class Probes(Protocol):
    """One alias's mailbox, in which mails are looked for that we have just sent there ourselves.
    A daemon may serve it meanwhile. Raises what `Mailbox` does.
    """

    def connect(self, readonly: bool = False) -> Folder:
        """Open it; `readonly` is wanted here."""

    def capabilities(self) -> list[str]:
        """What the server says that it can do, to whom it let in."""

    def certificate(self) -> Certificate | None:
        """What it showed; None without TLS."""

    def standing(self, folder: str) -> FolderStanding:
        """Where a folder of ours stands; none is made."""

    def special(self, use: Use) -> str:
        """The folder of what the server holds to be spam ("junk"), or of what was sent; "" where it
        names none.
        """

    def begin(self, folders: Sequence[str]) -> list[str]:
        """From now on mails are looked for in these folders, beside the one that is served (""):
        those that exist, by their names.
        """

    def found(self) -> list[tuple[MailPlace, bytes]]:
        """The beginnings of mails that have come since `begin`, each once."""

    def announced(self, seconds: float) -> bool:
        """Whether the server itself says so, when a mail comes to the folder that is served; waits
        for that so long at most. False where it cannot. `wake` ends it early. What the server
        knew before it was listened to is no word of its own.
        """

    @property
    def listens(self) -> bool:
        """Of a mail that comes from now on `announced` can tell. From any thread."""

    def keeps_mark(self, place: MailPlace) -> bool | None:
        """Mark a mail of ours, and see by another connection whether it bears that; None where it
        is gone.
        """

    def remove(self, place: MailPlace, words: bytes) -> bool:
        """Delete a mail, if it is still the one that holds these words in its header. False: it
        bears the mark for that, and the server takes it away later.
        """

    def wake(self) -> None:
        """From any thread; never raises."""

    def close(self) -> None:
        """Say goodbye. Never raises."""


class Mailbox(Protocol):
    """One alias's mailbox, made without a connection.

    One thread owns it; only `wake` may be called from others. Every call may raise Unreachable;
    connect again then. BadFolder says that the mailbox is missing or may not be changed: to
    connect again does not help by itself.
    """

    @property
    def described(self) -> str:
        """How we get in, and into what, for people: "host:port lets user in; INBOX"."""

    @property
    def number_word(self) -> str:
        """What people who know this kind of mailbox call a mail's number."""

    def connect(self, readonly: bool = False) -> Folder:
        """Open it and make ready to put mails away. Also reconnects. `readonly`: change nothing,
        now and later.

        Raises Unreachable, Untrusted, LoginRefused or BadFolder, each one line that says where.
        """

    def probe(self) -> Folder:
        """Open it as `connect` would, with the same errors, and change nothing by it."""

    def ways(self) -> Ways:
        """What can become of mails that we have; after `connect` or `probe`. Tries nothing."""

    def close(self) -> None:
        """Say goodbye and forget the connection. Never raises."""

    def refresh(self) -> Folder:
        """How it stands now. Shows a connection that is dead."""

    def waiting(self, first: int = 1) -> list[int]:
        """The numbers from `first` on, ascending, of mails that are not put away."""

    def describe(self, numbers: Sequence[int]) -> list[Item]:
        """Size and arrival of mails, in the given order. One that vanished is absent, and so may be
        one that the mailbox says nothing of. Raises NotGiven, as `fetch` does.
        """

    def fetch(self, numbers: Sequence[int]) -> Iterator[tuple[int, RawMail]]:
        """The mails byte for byte, each with its number, in the given order; one that vanished is
        absent, and so is one that the mailbox does not give. Of one that is larger than anybody
        reads (`message.SIZE_CAP`) a beginning is enough. Raises NotGiven where the mailbox says no
        to some of what was asked: then ask for each by itself; Unspooled where a large mail finds
        no room.
        """

    def put_away(self, numbers: Sequence[int], folder: str = "") -> dict[int, PutAway]:
        """We have these mails and have committed that. Says what became of each; where the mailbox
        has no way to put mails away, that is LEFT, and they are waiting again. Those to which it
        says no for now are absent, and `refusal` says why: try again later. `folder`: where to, ""
        for the usual way.
        """

    @property
    def refusal(self) -> str:
        """Why the last `put_away` was refused, for people; "" where it was not."""

    def readers(self, folders: Sequence[str]) -> list[str] | None:
        """Who besides our own user may read one of these folders, where the mailbox can tell; None
        where it cannot. Connected.
        """

    def copies(self, folder: str, ids: Sequence[str]) -> list[Copy]:
        """Mails of another folder, which is only read: those that have one of these Message-IDs or
        were written with it, and whatever came there last. By a way of its own, connected or not.
        Raises as `connect` does.
        """

    def wait(self, seconds: float) -> bool:
        """Sleep until something may be new or `wake` was called (True), or `seconds` are over
        (False).
        """

    def wake(self) -> None:
        """End a `wait` early, the present one or the next. From any thread; never raises."""
