"""A database server may come up later than we do, as after a power cut: it is waited for, and
whoever starts us need not try again.
"""

from __future__ import annotations

import time

import structlog

from mailtracker.daemon.signals import SIGNALS
from mailtracker.errors import Unreachable
from mailtracker.store.database import file_of, version

log = structlog.get_logger("mailtracker")

PAUSES = (1.0, 30.0)
"""Seconds between two looks: the first, doubled up to the last."""

LOOK = 0.2
"""Seconds after which it is seen that we shall stop."""


def await_database(url: str) -> None:
    """Returns when it answers, or we were asked to stop. Raises MailtrackerError for what waiting
    does not mend, such as a wrong password. A file is there or not.
    """
    if file_of(url) is not None:
        return
    pause, said = PAUSES[0], ""
    while not SIGNALS.stopped_by:
        try:
            version(url)
            return
        except Unreachable as error:
            if str(error) != said:
                said = str(error)
                log.warning("the database is away: waiting for it", text=said)
        _rest(pause)
        pause = min(pause * 2, PAUSES[1])


def _rest(seconds: float) -> None:
    end = time.monotonic() + seconds
    while not SIGNALS.stopped_by and time.monotonic() < end:
        time.sleep(LOOK)
