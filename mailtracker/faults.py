"""MAILTRACKER_FAULT in; this process killed at a point of its work, or stopped there until somebody
lets it go on, so that tests can show what that leaves behind.

`MAILTRACKER_FAULT=after-commit:3` kills when that point is reached for the third time,
`stop:after-commit:3` stops it there, `after-fetch:mail=7` kills whenever the mail of that number is
among those in hand, at every start. Never set it where mail matters.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Collection
from dataclasses import field
from enum import StrEnum

from mailtracker.errors import MailtrackerError
from mailtracker.record import dataclass

VARIABLE = "MAILTRACKER_FAULT"
"""Name of the environment variable."""


class Point(StrEnum):
    """Where a kill leaves something to be caught up. A mail in passes the first five in this
    order, a mail out the other eight.
    """

    BEFORE_FETCH = "before-fetch"
    AFTER_FETCH = "after-fetch"
    IN_TRANSACTION = "in-transaction"
    AFTER_COMMIT = "after-commit"
    AFTER_MOVE = "after-move"
    AFTER_CLAIM = "after-claim"
    CONNECTED = "connected"
    AFTER_RCPT = "after-rcpt"
    BODY_SENT = "body-sent"
    SLOT_WRITTEN = "slot-written"
    DOT_SENT = "dot-sent"
    ANSWER_READ = "answer-read"
    SETTLED = "settled"


@dataclass
class _Planned:
    """This `sign` at this `point`: at the `nth` time, or, with a `mail`, whenever that number is in
    hand. `reached` counts, one thread at a time (`lock`).
    """

    point: Point
    sign: signal.Signals
    nth: int = 0
    mail: int = 0
    reached: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_now(self, mails: Collection[int]) -> bool:
        if self.mail:
            return self.mail in mails
        with self.lock:
            self.reached += 1
            return self.reached == self.nth


_armed: _Planned | None = None


def arm(wanted: str) -> None:
    """Take the variable's value, "" for none. Raises MailtrackerError where it is no fault."""
    global _armed
    _armed = _planned(wanted) if wanted else None


def reach(point: Point, mails: Collection[int] = ()) -> None:
    """A point is reached, with these `mails` (their numbers) in hand: does nothing, or does not
    return, or not before somebody lets us go on.
    """
    if _armed is None or _armed.point is not point:
        return
    if _armed.is_now(mails):
        os.kill(os.getpid(), _armed.sign)


STOP = "stop:"


def _planned(wanted: str) -> _Planned:
    sign = signal.SIGSTOP if wanted.startswith(STOP) else signal.SIGKILL
    name, _, when = wanted.removeprefix(STOP).partition(":")
    if name not in list(Point):
        raise MailtrackerError(
            f"{VARIABLE}={wanted}: there is no point {name!r}; there are {', '.join(Point)}"
        )
    mail = when.removeprefix("mail=")
    number = int(mail) if mail.isascii() and mail.isdigit() else 0
    if not number:
        raise MailtrackerError(
            f"{VARIABLE}={wanted}: write {name}:N for the Nth time that it is reached, or "
            f"{name}:mail=UID for one mail; before it stop: to stop there and not be killed"
        )
    if mail != when:
        return _Planned(Point(name), sign, mail=number)
    return _Planned(Point(name), sign, nth=number)
