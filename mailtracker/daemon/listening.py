"""Another daemon, or a command, has left something to do → our loops look at once."""

from __future__ import annotations

from collections.abc import Callable

import structlog

from mailtracker.daemon.runtime import Runtime
from mailtracker.errors import MailtrackerError
from mailtracker.store.wakeups import ToDo

log = structlog.get_logger("mailtracker")

DEAF = 5.0
"""Seconds until it is listened again after a connection broke; the loops poll meanwhile."""


class Listening:
    """`run` is a thread's whole life. `read_rules` is called where somebody wants that."""

    def __init__(self, runtime: Runtime, read_rules: Callable[[], object]) -> None:
        self._runtime, self._read_rules = runtime, read_rules

    def run(self) -> None:
        """Ends at once where nobody shares the database."""
        stopping = self._runtime.stopping
        while self._runtime.store.is_shared and not stopping.is_set():
            try:
                self._listen()
            except MailtrackerError as error:
                log.debug("cannot listen to other daemons", text=str(error))
                self._runtime.rest(DEAF)

    def _listen(self) -> None:
        for told in self._runtime.store.heard():
            if self._runtime.stopping.is_set():
                return
            if ToDo.MAIL in told:
                self._runtime.wake()
            if ToDo.RULES in told:
                self._read_rules()
