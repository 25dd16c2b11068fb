"""What the log says while the database is away: every thread meets that, each second."""

from __future__ import annotations

import threading
import time

import structlog

from mailtracker.errors import LeaseLost

log = structlog.get_logger("mailtracker")

SAID_EVERY = 60.0
"""Seconds after which the same words are said again."""


class AwayLog:
    """One line for all threads when it begins, or is something else, and one each minute."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._said: dict[str, float] = {}

    def say(self, error: Exception) -> None:
        """Why something could not be read or written. What another daemon serves by now is no
        trouble.
        """
        text, now = str(error), time.monotonic()
        if isinstance(error, LeaseLost):
            log.info("left to others", text=text)
            return
        with self._lock:
            before = self._said.get(text)
            if before is not None and now - before < SAID_EVERY:
                return
            self._said[text] = now
        log.warning("the store is away", text=text)

    def over(self) -> None:
        """It takes what we write."""
        with self._lock:
            self._said.clear()
        log.info("the store works again")
