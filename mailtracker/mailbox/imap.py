"""A mailbox on an IMAP server: an account in; waiting mails, their bytes and word of new ones out.

A mail's number is its UID, the epoch of the numbers is the folder's UIDVALIDITY (RFC 3501 2.3.1.1).
"""

from __future__ import annotations

import contextlib
import imaplib
import socket
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.desk.put_away import PutAway
from mailtracker.errors import BadFolder, Unreachable
from mailtracker.mail.parse import SIZE_CAP
from mailtracker.mailbox.connect import Account, connect, hang_up, said
from mailtracker.mailbox.idle import Idle, IdleRefused, readable
from mailtracker.mailbox.mailbox import Folder, Item
from mailtracker.mailbox.put_away import KEYWORD, Shelf, find_folder

IDLE_SPAN = 240.0  # a NAT box forgets a silent connection, a black hole shows only when we speak
POLL_EVERY = 15.0
GOODBYE_SECONDS = 2.0
GROUP_MAILS, GROUP_BYTES = 50, 8 << 20
WHOLE_BYTES, PIECE_BYTES = 1 << 20, 256 << 10
COMMAND_UIDS = 400  # keeps a command line under the 8,192 bytes of RFC 7162 4
SEARCH_WINDOW = 50_000  # imaplib gives up on an answer line of more than 1,000,000 bytes
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ImapMailbox:
    r"""A `Mailbox` that is read by UID. `\Seen` is never read and never set: people look into
    shared mailboxes.
    """

    number_word = "uid"
    idle_span = IDLE_SPAN
    poll_every = POLL_EVERY
    search_window = SEARCH_WINDOW

    def __init__(self, account: Account) -> None:
        self.account = account
        self._client: Any = None
        self._readonly = True
        self._handled = account.handled
        self._capabilities: frozenset[bytes] = frozenset()
        self._flags: frozenset[bytes] = frozenset()
        self._exists = 0
        self._sizes: dict[int, int] = {}
        self._called = False
        self._wires: tuple[socket.socket, socket.socket] | None = (
            None  # where wait listens, where wake calls
        )

    @property
    def described(self) -> str:
        return f"{self.account.where} lets {self.account.user} in; {self.account.folder}"

    # -- life ---------------------------------------------------------------

    def connect(self, readonly: bool = False) -> Folder:
        """Log in and open the folder; makes the `handled` folder unless readonly."""
        return self._open(readonly, prepare=not readonly and self.account.after == "move")

    def probe(self) -> Folder:
        """Log in and open the folder with the right to change it."""
        return self._open(readonly=False, prepare=False)

    def _open(self, readonly: bool, prepare: bool) -> Folder:
        self._drop()
        self._client = connect(self.account)
        self._wires = _wires()
        self._readonly, self._sizes = readonly, {}
        with self._speaking() as client:
            self._capabilities = frozenset(client.capabilities())
            answer = self._select(client, readonly)
            _announced(client)  # SELECT's own count is no news
            self._flags = frozenset(answer.get(b"PERMANENTFLAGS", ())) | frozenset(
                answer.get(b"FLAGS", ())
            )
            if prepare:
                self._handled = find_folder(client, self.account.handled, self._capabilities)
            return self._status(client)

    def _select(self, client: Any, readonly: bool) -> dict[bytes, Any]:
        try:
            answer: dict[bytes, Any] = client.select_folder(self.account.folder, readonly=readonly)
            return answer
        except (
            imaplib.IMAP4.readonly
        ) as error:  # a subclass of abort: reconnecting would go on for ever
            raise self._bad_folder(
                "may be read but not changed; give this user the rights to write and delete"
            ) from error
        except (imaplib.IMAP4.abort, ProtocolError):
            raise
        except imaplib.IMAP4.error as error:
            raise self._bad_folder(f"cannot be opened: {said(error)}") from error

    def close(self) -> None:
        """Say goodbye and forget the connection. Never raises."""
        if (client := self._client) is not None:
            with contextlib.suppress(Exception):
                client.socket().settimeout(GOODBYE_SECONDS)
                client.logout()
        self._drop()

    def _drop(self) -> None:
        if self._client is not None:
            hang_up(self._client)
            self._client = None
        wires, self._wires = self._wires, None
        for end in wires or ():
            end.close()

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[Any]:
        """Give the connection; turn every way in which it breaks into
        Unreachable, and forget it then.
        """
        if self._client is None:
            raise Unreachable(f"{self.account.where} is not connected")
        try:
            yield self._client
        except imaplib.IMAP4.readonly as error:
            self._drop()
            raise self._bad_folder("has become read-only") from error
        except BadFolder:
            self._drop()
            raise
        except (imaplib.IMAP4.error, OSError, EOFError) as error:
            self._drop()
            raise Unreachable(f"{self.account.where} broke off: {said(error)}") from error

    def _bad_folder(self, what: str) -> BadFolder:
        return BadFolder(
            f"{self.account.where}: folder {self.account.folder} of {self.account.user} {what}"
        )

    # -- what is there -------------------------------------------------------

    @property
    def idle(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        return b"IDLE" in self._capabilities

    def refresh(self) -> Folder:
        """Ask the server how the folder stands now: two short commands,
        which also shows a dead peer.
        """
        with self._speaking() as client:
            client.noop()
            return self._status(client)

    def _status(self, client: Any) -> Folder:
        answer = client.folder_status(self.account.folder, ("UIDVALIDITY", "UIDNEXT", "MESSAGES"))
        try:
            folder = Folder(answer[b"UIDVALIDITY"], answer[b"UIDNEXT"], answer[b"MESSAGES"])
        except KeyError as error:
            raise self._bad_folder(
                f"does not say its {error.args[0].decode()}: mails cannot be told apart"
            ) from error
        self._exists = folder.count
        return folder

    def waiting(self, first_uid: int = 1) -> list[int]:
        """UIDs from `first_uid` on, ascending, that are neither deleted nor put away."""
        rest = ["UID", f"{first_uid}:*", "UNDELETED", *self._unmarked()]
        with self._speaking() as client:
            _announced(client)  # what was announced until now, this search will find
            if self._exists <= self.search_window:
                found = set(client.search(rest))
            else:
                found = {
                    uid for window in self._windows() for uid in client.search([window, *rest])
                }
        return sorted(
            uid for uid in found if uid >= first_uid
        )  # n:* is never empty: it means the last mail too

    def _unmarked(self) -> list[str]:
        return ["UNKEYWORD", KEYWORD] if self._can_mark() else []

    def _can_mark(self) -> bool:
        known = {flag.lower() for flag in self._flags}
        return rb"\*" in known or KEYWORD.lower().encode() in known

    def _windows(self) -> Iterator[str]:
        """Message numbers in spans, the last one open. A mail that an expunge moves
        across a border waits a round.
        """
        starts = range(1, self._exists + 1, self.search_window)
        for start in starts:
            yield (
                f"{start}:*" if start == starts[-1] else f"{start}:{start + self.search_window - 1}"
            )

    def describe(self, uids: Sequence[int]) -> list[Item]:
        """Size and arrival of mails, in the given order. Vanished mails are absent;
        an unreadable date is 1970.
        """
        items: list[Item] = []
        for group in _chunks(uids, COMMAND_UIDS):
            with self._speaking() as client:
                found = client.fetch(group, [b"RFC822.SIZE", b"INTERNALDATE"])
            for uid, answer in found.items():
                if b"RFC822.SIZE" in answer:
                    arrived = answer.get(b"INTERNALDATE") or EPOCH
                    items.append(Item(uid, answer[b"RFC822.SIZE"], arrived.astimezone(UTC)))
        self._sizes.update((item.number, item.size) for item in items)
        return items

    # -- the mails -------------------------------------------------------------

    def fetch(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The mails byte for byte, in the given order; one that vanished meanwhile is absent.

        Up to 1 MB they come in groups of at most 50 mails and 8 MB, larger ones in pieces of 256
        KB. Of one that is larger than anybody reads (`parse.SIZE_CAP`) only the first piece comes.
        """
        if unknown := [uid for uid in uids if uid not in self._sizes]:
            self.describe(unknown)
        for group in self._groups(uids):
            if self._sizes[group[0]] > WHOLE_BYTES:
                mail = self._in_pieces(group[0])
                found = {} if mail is None else {group[0]: mail}
            else:
                found = self._whole(group)
            for uid in group:
                del self._sizes[uid]
                if uid in found:
                    yield uid, found[uid]

    def _groups(self, uids: Sequence[int]) -> Iterator[list[int]]:
        group: list[int] = []
        total = 0
        for uid in dict.fromkeys(uids):
            if uid not in self._sizes:
                continue
            size = self._sizes[uid]
            full = len(group) >= GROUP_MAILS or total + size > GROUP_BYTES or size > WHOLE_BYTES
            if group and (full or self._sizes[group[0]] > WHOLE_BYTES):
                yield group
                group, total = [], 0
            group.append(uid)
            total += size
        if group:
            yield group

    def _whole(self, group: list[int]) -> dict[int, bytes]:
        with self._speaking() as client:
            found = client.fetch(group, [b"BODY.PEEK[]"])
        return {
            uid: answer[b"BODY[]"]
            for uid, answer in found.items()
            if answer.get(b"BODY[]") is not None
        }

    def _in_pieces(self, uid: int) -> bytes | None:
        """Until a short piece: RFC822.SIZE is a guess on some servers."""
        pieces: list[bytes] = []
        most = 1 if self._sizes[uid] > SIZE_CAP else SIZE_CAP // PIECE_BYTES + 1
        while not pieces or (len(pieces[-1]) == PIECE_BYTES and len(pieces) < most):
            offset = PIECE_BYTES * len(pieces)
            with self._speaking() as client:
                answer = client.fetch([uid], [f"BODY.PEEK[]<{offset}.{PIECE_BYTES}>"]).get(uid, {})
            piece = answer.get(b"BODY[]<%d>" % offset)
            if piece is None:
                return None
            pieces.append(piece)
        return b"".join(pieces)

    # -- afterwards --------------------------------------------------------------

    def put_away(self, uids: Sequence[int]) -> dict[int, PutAway]:
        """Tell the server that we have these mails: call after the commit only. Says what
        became of each (see Shelf).
        """
        done: dict[int, PutAway] = {}
        for group in _chunks(sorted(set(uids)), COMMAND_UIDS):
            with self._speaking() as client:
                done |= dict.fromkeys(group, self._shelf(client).put(group))
        return done

    def _shelf(self, client: Any) -> Shelf:
        if self._readonly:
            return Shelf(client, "", frozenset(), can_mark=False)
        folder = self._handled if self.account.after == "move" else ""
        return Shelf(client, folder, self._capabilities, self._can_mark())

    # -- waiting -------------------------------------------------------------------

    def wait(self, seconds: float) -> bool:
        """Sleep until something new was announced or `wake` was called (True),
        or `seconds` are over (False).

        Leaves IDLE every 4 minutes to hear the server speak; a dead peer raises Unreachable.
        """
        deadline = time.monotonic() + seconds
        with self._speaking() as client:
            while True:
                if self._woken() or _announced(client):
                    return True
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                if self._wait_once(client, left):
                    return True

    def _wait_once(self, client: Any, left: float) -> bool:
        assert self._wires is not None
        hear = self._wires[0]
        if self.idle:
            try:
                return Idle(client.socket(), hear, self.account.timeout).wait(
                    min(left, self.idle_span)
                )
            except IdleRefused:
                self._capabilities -= {b"IDLE"}
        if not readable(min(left, self.poll_every), hear):
            client.noop()
        return False

    def _woken(self) -> bool:
        """Whether `wake` was called since the last time. It sets the flag first and calls then."""
        assert self._wires is not None
        with contextlib.suppress(BlockingIOError):
            self._wires[0].recv(4096)
        called, self._called = self._called, False
        return called

    def wake(self) -> None:
        """End a `wait` early, the present or the next one. From any thread; never raises."""
        self._called = True
        if (wires := self._wires) is not None:
            with contextlib.suppress(OSError):  # closed meanwhile, or full of earlier calls
                wires[1].send(b"!")


def _wires() -> tuple[socket.socket, socket.socket]:
    hear, call = socket.socketpair()
    hear.setblocking(False)
    call.setblocking(False)
    return hear, call


def _announced(client: Any) -> bool:
    """Take the EXISTS that the server sent along with other answers: IDLE will not repeat them.

    imaplib collects them since SELECT; imapclient has no call of its own for it.
    """
    return bool(client._imap.untagged_responses.pop("EXISTS", None))


def _chunks(uids: Sequence[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(uids), size):
        yield list(uids[start : start + size])
