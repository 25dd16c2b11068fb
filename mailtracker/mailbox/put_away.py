"""UIDs that we have in, word of where they are now out: moved, marked or left, as far as the server
can.
"""

from __future__ import annotations

import contextlib
import imaplib
from collections.abc import Iterator, Mapping
from typing import Any

from imapclient.exceptions import ProtocolError

from mailtracker.desk.put_away import PutAway
from mailtracker.mailbox.connect import said
from mailtracker.mailbox.mailbox import Ways
from mailtracker.record import dataclass

KEYWORD = "$MailtrackerHandled"


@dataclass(frozen=True, slots=True)
class Means:
    """What one connection can do with mails that we have."""

    #: Into which they go, "" where they shall stay.
    folder: str
    #: The server's.
    capabilities: frozenset[bytes]
    #: It keeps a keyword of ours.
    can_mark: bool
    #: This user may delete, without which nobody can move (RFC 6851 4.2).
    may_delete: bool = True

    @property
    def can_move(self) -> bool:
        offered = any(name in self.capabilities for name in MOVERS)
        return bool(self.folder) and offered and self.may_delete


MOVERS = (b"MOVE", b"UIDPLUS")
"""Capabilities by one of which a mail can be moved, the better one first."""

NO_MEANS = Means("", frozenset(), can_mark=False)
"""Of a connection that may change nothing."""

ENOUGH = 3
"""Refusals in a row after which no further mail is tried."""


@dataclass(frozen=True, slots=True)
class PutAwayResult:
    """What became of mails (`done`, by UID); of those that are absent the server said no, and
    `refusal` says why in words.
    """

    done: Mapping[int, PutAway]
    refusal: str = ""


class _Refused(Exception):
    """The server said no, and nothing was done. The text says why, for people."""


def may_delete(permanent: frozenset[bytes]) -> bool:
    """By the flags that this user may change for good (RFC 3501 7.1), none where the server does
    not say.
    """
    return not permanent or rb"\deleted" in {flag.lower() for flag in permanent}


def ways(means: Means) -> Ways:
    """The same in words."""
    found = [name for name in MOVERS if name in means.capabilities]
    moving = f"by {found[0].decode()}" if found else "the server offers neither MOVE nor UIDPLUS"
    if found and not means.may_delete:
        moving = "this user may not delete here"
    marking = f"by the keyword {KEYWORD}" if means.can_mark else "the server keeps no new keywords"
    return Ways(means.can_move, moving, means.can_mark, marking)


def put_away(client: Any, uids: list[int], means: Means) -> PutAwayResult:
    """Move, else copy and expunge by UID (UIDPLUS), else mark with a keyword, else leave.

    What the server could move and does not for now is marked so that it is not taken for new mail,
    and is not put away yet.
    """
    if not means.can_move:
        return PutAwayResult(dict.fromkeys(uids, _mark(client, uids, means)))
    try:
        return PutAwayResult(_move(client, uids, means))
    except _Refused as error:
        refusal = str(error)
    done = _one_by_one(client, uids, means) if len(uids) > 1 else {}
    if left := [uid for uid in uids if uid not in done]:
        _mark(client, left, means)
    return PutAwayResult(done, refusal if left else "")


def _mark(client: Any, uids: list[int], means: Means) -> PutAway:
    if means.can_mark:
        with tolerated():
            client.add_flags(uids, [KEYWORD], silent=True)
            return PutAway.MARKED
    return PutAway.LEFT


def _one_by_one(client: Any, uids: list[int], means: Means) -> dict[int, PutAway]:
    """One mail that cannot be moved holds back none of the others."""
    done: dict[int, PutAway] = {}
    refusals = 0
    for uid in uids:
        try:
            done |= _move_once(client, [uid], means)
            refusals = 0
        except _Refused:
            refusals += 1
        if refusals == ENOUGH:
            break
    return done


def _move(client: Any, uids: list[int], means: Means) -> dict[int, PutAway]:
    try:
        return _move_once(client, uids, means)
    except _Refused:
        if client.folder_exists(means.folder):
            raise
    make_folder(client, means.folder)  # somebody removed it
    return _move_once(client, uids, means)


def _move_once(client: Any, uids: list[int], means: Means) -> dict[int, PutAway]:
    """Never deletes what was not copied. What was copied and cannot be deleted stays, marked: to
    copy it again would help nobody.
    """
    if b"MOVE" in means.capabilities:
        with _refused(means.folder):
            client.move(uids, means.folder)
        return dict.fromkeys(uids, PutAway.MOVED)
    with _refused(means.folder):
        client.copy(uids, means.folder)
    if not _delete(client, uids):
        return dict.fromkeys(uids, _mark(client, uids, means))
    with tolerated():  # what is flagged waits no more
        # Without UIDPLUS an EXPUNGE would take other people's mails too.
        client.uid_expunge(uids)
    return dict.fromkeys(uids, PutAway.MOVED)


def _delete(client: Any, uids: list[int]) -> bool:
    try:
        client.add_flags(uids, [rb"\Deleted"], silent=True)
    except (imaplib.IMAP4.abort, ProtocolError):
        raise
    except imaplib.IMAP4.error:
        return False
    return True


@contextlib.contextmanager
def _refused(folder: str) -> Iterator[None]:
    """Turns the server's no into words (RFC 5530 names the codes)."""
    try:
        yield
    except (imaplib.IMAP4.abort, ProtocolError):
        raise
    except imaplib.IMAP4.error as error:
        text = said(error)
        why = next((words for code, words in WHY if code in text.upper()), WHY_ELSE)
        raise _Refused(f"{why.format(folder=folder)}: {text}") from error


WHY = (
    ("[OVERQUOTA]", "the mailbox is full, so that no mail can be moved to {folder}"),
    ("[TRYCREATE]", "the folder {folder} is not there and cannot be made"),
    ("[NONEXISTENT]", "the folder {folder} is not there and cannot be made"),
    ("[NOPERM]", "this user may not move mails to {folder}"),
)
"""What a code in the server's answer means, for people."""

WHY_ELSE = "the server refuses to move mails to {folder}"


def find_folder(client: Any, name: str, capabilities: frozenset[bytes]) -> str:
    """The name under which a folder of ours goes, made when it is missing."""
    name = stands_as(client, name, capabilities)
    make_folder(client, name)
    return name


def stands_as(client: Any, name: str, capabilities: frozenset[bytes]) -> str:
    """The same, and nothing is made. Some servers want every folder under a personal prefix such as
    "INBOX." (RFC 2342).
    """
    if client.folder_exists(name):
        return name
    if b"NAMESPACE" in capabilities and (personal := client.namespace().personal):
        prefix = personal[0][0]
        return str(prefix + name.removeprefix(prefix))
    return name


def make_folder(client: Any, name: str) -> None:
    """Without success a mail is marked instead of moved."""
    with tolerated():
        if not client.folder_exists(name):
            client.create_folder(name)
            client.subscribe_folder(name)


@contextlib.contextmanager
def tolerated() -> Iterator[None]:
    """Go on when the server says NO. A broken connection or a read-only folder still raises."""
    try:
        yield
    except (imaplib.IMAP4.abort, ProtocolError):
        raise
    except imaplib.IMAP4.error:
        return
