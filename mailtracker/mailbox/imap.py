"""A mailbox on an IMAP server: an account in; waiting mails, their bytes and word of new ones out.

A mail's number is its UID, the epoch of the numbers is the folder's UIDVALIDITY (RFC 3501 2.3.1.1).
"""

from __future__ import annotations

import contextlib
import imaplib
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.desk.put_away import PutAway
from mailtracker.errors import BadFolder, MailtrackerError, NotGiven, Unreachable
from mailtracker.mail.message import SIZE_CAP
from mailtracker.mailbox.acl import readers
from mailtracker.mailbox.bell import Bell
from mailtracker.mailbox.connect import Account, connect, hang_up, not_opened, parting, said
from mailtracker.mailbox.copies import copies
from mailtracker.mailbox.enough import enough
from mailtracker.mailbox.fetched import BODY, PLACEHOLDER, description, fetched, lasting_id
from mailtracker.mailbox.flags import flags_in
from mailtracker.mailbox.idle import Idle, IdleRefused, readable
from mailtracker.mailbox.mailbox import Copy, Folder, Item, Ways
from mailtracker.mailbox.put_away import (
    KEYWORD,
    NO_MEANS,
    Means,
    find_folder,
    may_delete,
    put_away,
    ways,
)
from mailtracker.mailbox.search import DEAF, Search
from mailtracker.spool import LARGE, PIECE, RawMail, Spool

IDLE_SPAN = 240.0
"""Seconds in one IDLE: a NAT box forgets a silent connection, a black hole shows only when we
speak.
"""

UNPROVEN_SPAN = 10.0
"""The same while the server has not shown that it tells of anything by itself."""

POLL_EVERY = 15.0
"""Seconds between two polls of a server that lacks IDLE."""

FAST_EVERY, SHARE = 0.1, 10
"""Seconds between two looks at a server that the config wants asked fast: one that needs long for
its answers is left alone for so many times as long, up to POLL_EVERY.
"""

GOODBYE_SECONDS = 2.0

GROUP_MAILS, GROUP_BYTES = 50, 8 << 20
"""What one command fetches at most."""

COMMAND_UIDS = 400
"""Keeps a command line under the 8,192 bytes of RFC 7162 4."""

SEARCH_WINDOW = 50_000
"""Mails that one SEARCH goes through: imaplib gives up on an answer line of more than 1,000,000
bytes.
"""

UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ImapMailbox:
    r"""A `Mailbox` that is read by UID. `\Seen` is never read and never set: people look into
    shared mailboxes.
    """

    number_word = "uid"
    idle_span = IDLE_SPAN
    unproven_span = UNPROVEN_SPAN
    poll_every = POLL_EVERY
    search_window = SEARCH_WINDOW

    def __init__(self, account: Account, spool: Path | None = None) -> None:
        """`spool`: the folder for large mails that are in hand, as `Spool` has it."""
        self.account, self._spool = account, spool
        self._client: Any = None
        self._readonly = True
        self._handled = account.handled
        self._capabilities: frozenset[bytes] = frozenset()
        self._flags: frozenset[bytes] = frozenset()
        self._permanent: frozenset[bytes] = frozenset()
        self._exists = 0
        self._sizes: dict[int, int] = {}
        self._found: dict[str, str] = {}
        self._logged_in_by = ""
        self._bell = Bell()
        self._took = 0.0  # seconds: the last look, where it is polled
        self._pushes = False  # it told of something by itself, also on an earlier connection
        self._has_spoken = False  # it just announced mail by itself: it is there, and up to date
        self.refusal = ""

    @property
    def described(self) -> str:
        by = f" by {self._logged_in_by}" if self.account.access else ""
        return f"{self.account.where} lets {self.account.user} in{by}; {self.account.folder}"

    # -- life ---------------------------------------------------------------

    def connect(self, readonly: bool = False) -> Folder:
        """Log in and open the folder; makes the `handled` folder unless readonly."""
        return self._open(readonly, prepare=not readonly and self.account.after == "move")

    def probe(self) -> Folder:
        """Log in and open the folder with the right to change it."""
        return self._open(readonly=False, prepare=False)

    def ways(self) -> Ways:
        """What the server offers, whether or not the account wants it."""
        return ways(self._means_of(self.account.handled))

    def _open(self, readonly: bool, prepare: bool) -> Folder:
        self._drop()
        self._has_spoken = False
        self._client = connect(self.account)
        self._logged_in_by = self._client.logged_in_by
        self._bell.put_up()
        self._readonly, self._sizes, self._found = readonly, {}, {}
        with self._speaking() as client:
            self._capabilities = frozenset(client.capabilities())
            answer = self._select(client, readonly)
            _announced(client)  # SELECT's own count is no news
            kept, known = answer.get(b"PERMANENTFLAGS", ()), answer.get(b"FLAGS", ())
            self._permanent = frozenset(kept)
            self._flags = frozenset(kept) | frozenset(known)
            if prepare:
                self._handled = find_folder(client, self.account.handled, self._capabilities)
            return self._status(client)

    def _select(self, client: Any, readonly: bool) -> dict[bytes, Any]:
        try:
            answer: dict[bytes, Any] = client.select_folder(self.account.folder, readonly=readonly)
            return answer
        except imaplib.IMAP4.readonly as error:  # an abort, too: reconnecting would never end
            raise self._bad_folder(
                "may be read but not changed; give this user the rights to write and delete"
            ) from error
        except (imaplib.IMAP4.abort, ProtocolError):
            raise
        except imaplib.IMAP4.error as error:
            raise not_opened(self.account, self.account.folder, error) from error

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
        self._bell.take_down()

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[Any]:
        """Give the connection; turn every way in which it breaks into Unreachable, and forget it
        then.
        """
        if self._client is None:
            raise Unreachable(f"{self.account.where} is not connected")
        try:
            yield self._client
        except imaplib.IMAP4.readonly as error:
            self._drop()
            raise self._bad_folder("has become read-only") from error
        except NotGiven:
            raise
        except MailtrackerError:
            self._drop()
            raise
        except (imaplib.IMAP4.error, OSError, EOFError) as error:
            words = parting(self._client, error)
            self._drop()
            where = self.account.where
            raise enough(where, words) or Unreachable(f"{where} broke off: {words}") from error
        except Exception as error:  # an answer on which the library stumbles
            self._drop()
            what = type(error).__name__  # its text may quote a mail
            raise Unreachable(f"{self.account.where}: cannot read its answer ({what})") from error

    @contextlib.contextmanager
    def _asking(self) -> Iterator[Any]:
        """The same for a FETCH, to which the server may say no: that is NotGiven, and no end."""
        with self._speaking() as client:
            try:
                yield client
            except (imaplib.IMAP4.abort, ProtocolError):
                raise
            except imaplib.IMAP4.error as error:
                if enough(self.account.where, said(error)) is not None:  # no mail is to blame
                    raise
                client._imap.untagged_responses.pop("FETCH", None)  # else the next one gets it
                client.noop()  # shows whether the connection is still in step
                raise NotGiven(f"the mail server says: {said(error)}") from error

    def _bad_folder(self, what: str) -> BadFolder:
        account = self.account
        return BadFolder(f"{account.where}: folder {account.folder} of {account.user} {what}")

    # -- what is there -------------------------------------------------------

    @property
    def idle(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        return b"IDLE" in self._capabilities

    def refresh(self) -> Folder:
        """One short command, two where the server has not just announced mail."""
        has_spoken, self._has_spoken = self._has_spoken, False
        with self._speaking() as client:
            if not has_spoken:
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

    def waiting(self, first: int = 1) -> list[int]:
        """UIDs from `first` on, ascending, that are neither deleted nor put away. Raises BadFolder
        where the server's search does not find what is there.
        """
        search = Search(first, self._can_mark())
        with self._speaking() as client:
            _announced(client)  # what was announced until now, this search will find
            found = search.find(client, self._spans())
            if not found and self._exists and search.misses(client, self._exists):
                found = search.find(client, self._spans())  # or it came this moment
            if not found and self._exists and search.misses(client, self._exists):
                raise self._bad_folder(DEAF)
        return found

    def _can_mark(self) -> bool:
        known = flags_in(self._flags)
        return rb"\*" in known or KEYWORD.lower().encode() in known

    def _spans(self) -> list[list[str]]:
        """Message numbers that one search each goes through, the last span open: one search without
        bounds where that is enough. A mail that an expunge moves across a border waits a round.
        """
        if self._exists <= self.search_window:
            return [[]]
        *starts, last = range(1, self._exists + 1, self.search_window)
        closed = [[f"{start}:{start + self.search_window - 1}"] for start in starts]
        return [*closed, [f"{last}:*"]]

    def describe(self, uids: Sequence[int]) -> list[Item]:
        """Size and arrival of mails. Vanished mails are absent; an unreadable date is 1970, a size
        that the server does not say 0.
        """
        items: list[Item] = []
        asked = description(self._capabilities)
        for group in _chunks(uids, COMMAND_UIDS):
            with self._asking() as client:
                found = fetched(client, group, asked)
            for uid, answer in found.items():
                arrived = answer.get(b"INTERNALDATE") or UNIX_EPOCH
                size, lasting = answer.get(b"RFC822.SIZE") or 0, lasting_id(answer)
                items.append(Item(uid, size, arrived.astimezone(UTC), lasting))
        self._sizes.update((item.number, item.size) for item in items)
        return items

    # -- the mails -------------------------------------------------------------

    def fetch(self, uids: Sequence[int]) -> Iterator[tuple[int, RawMail]]:
        """Small mails come in groups, larger ones, and those of unknown size, in pieces. Of one
        that is larger than anybody reads only the first piece comes.
        """
        if unknown := [uid for uid in uids if uid not in self._sizes]:
            with contextlib.suppress(NotGiven):
                self.describe(unknown)
        sizes = {uid: self._sizes.pop(uid, 0) for uid in uids}
        for group in _groups(sizes):
            size = sizes[group[0]]
            is_small = 0 < size <= LARGE
            found = self._whole(group) if is_small else self._in_pieces(group[0], size)
            found = self._really(found)
            yield from ((uid, found[uid]) for uid in group if uid in found)

    def _whole(self, group: list[int]) -> dict[int, RawMail]:
        with self._asking() as client:
            found = fetched(client, group, BODY)
        return {
            uid: answer[b"BODY[]"]
            for uid, answer in found.items()
            if answer.get(b"BODY[]") is not None
        }

    def _really(self, found: dict[int, RawMail]) -> dict[int, RawMail]:
        """Without what the server makes up of mails that are gone; once they are announced it does
        so no more.
        """
        mails = {uid: raw for uid, raw in found.items() if raw != PLACEHOLDER}
        if len(mails) < len(found):
            with self._speaking() as client:
                client.noop()
        return mails

    def _in_pieces(self, uid: int, size: int) -> dict[int, RawMail]:
        """Until a short piece: RFC822.SIZE is a guess on some servers. It may be none of the mail,
        but of what Courier makes up where somebody took that away meanwhile.
        """
        spool = Spool(self._spool)
        most = 1 if size > SIZE_CAP else SIZE_CAP // PIECE + 1
        for number in range(most):
            piece = self._piece(uid, number * PIECE)
            if piece is None:
                return {}
            spool.write(piece)
            if len(piece) != PIECE:
                break
        mail = spool.mail()
        return {} if len(mail) < size and self._is_gone(uid) else {uid: mail}

    def _is_gone(self, uid: int) -> bool:
        with self._asking() as client:
            client.noop()
            return uid not in client.fetch([uid], [b"FLAGS"])

    def _piece(self, uid: int, offset: int) -> bytes | None:
        with self._asking() as client:
            found = client.fetch([uid], [f"BODY.PEEK[]<{offset}.{PIECE}>"])
        piece: bytes | None = found.get(uid, {}).get(b"BODY[]<%d>" % offset)
        return piece

    # -- afterwards --------------------------------------------------------------

    def put_away(self, uids: Sequence[int], folder: str = "") -> dict[int, PutAway]:
        """As far as this server can: see `put_away.put_away`."""
        done: dict[int, PutAway] = {}
        self.refusal = ""
        for group in _chunks(sorted(set(uids)), COMMAND_UIDS):
            with self._speaking() as client:
                some = put_away(client, group, self._means(client, folder))
            done |= some.done
            self.refusal = self.refusal or some.refusal
        return done

    def _means(self, client: Any, folder: str) -> Means:
        if self._readonly:
            return NO_MEANS
        usual = self._handled if self.account.after == "move" else ""
        if folder and folder not in self._found:
            self._found[folder] = find_folder(client, folder, self._capabilities)
        to = self._found[folder] if folder else usual
        return self._means_of(to)

    def _means_of(self, folder: str) -> Means:
        return Means(folder, self._capabilities, self._can_mark(), may_delete(self._permanent))

    def copies(self, folder: str, ids: Sequence[str]) -> list[Copy]:
        """A second connection, so that the folder that is served stays selected."""
        return copies(self.account, folder, ids)

    def readers(self, folders: Sequence[str]) -> list[str] | None:
        """By GETACL (RFC 4314). None: no such extension, or we may not ask."""
        if b"ACL" not in self._capabilities:
            return None
        with self._speaking() as client:
            return readers(client, folders, self.account.user)

    # -- waiting -------------------------------------------------------------------

    def wait(self, seconds: float) -> bool:
        """Leaves IDLE every 4 minutes to hear the server speak, and every 10 s while it may be one
        that tells of nothing; a dead peer raises Unreachable.
        """
        deadline = time.monotonic() + seconds
        self._has_spoken = False
        with self._speaking() as client:
            while not self._bell.was_rung() and not self._has_news(client):
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                if self._wait_once(client, left):
                    self._has_spoken = True
                    return True
        return True

    def _has_news(self, client: Any) -> bool:
        self._has_spoken = _announced(client)
        return self._has_spoken

    def _wait_once(self, client: Any, left: float) -> bool:
        if self.idle and not self.account.fast_poll:
            try:
                return self._idle_once(client, left)
            except IdleRefused:
                self._capabilities -= {b"IDLE"}
        if not readable(min(left, self._between_looks), self._bell.wire):
            began = time.monotonic()
            client.noop()
            self._took = time.monotonic() - began
        return False

    def _idle_once(self, client: Any, left: float) -> bool:
        """Some servers offer IDLE and look for news once a minute, or never before its end, while
        NOOP has them at once. So they are asked soon, until one has told something by itself; and
        again where it kept to itself what a NOOP tells.
        """
        span = self.idle_span if self._pushes else min(self.idle_span, self.unproven_span)
        idle = Idle(client.socket(), self._bell.wire, self.account.timeout)
        news = idle.wait(min(left, span))
        self._pushes = self._pushes or idle.was_pushed
        if news or idle.was_woken:
            return news
        client.noop()
        missed = _announced(client)
        self._pushes = self._pushes and not missed
        return missed

    @property
    def _between_looks(self) -> float:
        if not self.account.fast_poll:
            return self.poll_every
        return min(max(FAST_EVERY, SHARE * self._took), self.poll_every)

    def wake(self) -> None:
        self._bell.ring()


def _groups(sizes: Mapping[int, int]) -> Iterator[list[int]]:
    """UIDs of mails that are fetched by one command. One that is fetched in pieces is alone."""
    group: list[int] = []
    total = 0
    for uid, size in sizes.items():
        weight = size if 0 < size <= LARGE else GROUP_BYTES + 1
        if group and (len(group) == GROUP_MAILS or total + weight > GROUP_BYTES):
            yield group
            group, total = [], 0
        group.append(uid)
        total += weight
    if group:
        yield group


def _announced(client: Any) -> bool:
    """Take the EXISTS that the server sent along with other answers: IDLE will not repeat them.

    imaplib collects them since SELECT; imapclient has no call of its own for it.
    """
    return bool(client._imap.untagged_responses.pop("EXISTS", None))


def _chunks(uids: Sequence[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(uids), size):
        yield list(uids[start : start + size])
