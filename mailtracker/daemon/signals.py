"""SIGTERM, SIGINT and SIGHUP from the first moment of `mailtracker run` to the last: none of them
ever kills it half-way. Imports nothing heavy: the command's first line calls it.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = (signal.SIGTERM, signal.SIGINT)


class Signals:
    """Before `serve` a wish to stop is kept and a hang-up is ignored: rules are read anyway. After
    it both are passed on. A second wish to stop changes nothing.
    """

    def __init__(self) -> None:
        #: the signal that asked us to stop, "" for none yet
        self.stopped_by = ""
        self._stop: Callable[[str], object] | None = None
        self._hang_up: Callable[[], object] | None = None

    def install(self) -> None:
        """Only in the main thread. Children that are started before `serve` ignore a hang-up."""
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for number in STOPPING:
            signal.signal(number, self._heard)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Installed for this block, unless they are already; then the process ends after it, and
        nothing may disturb that. Whoever calls `run` as a function gets the handlers back. Does
        nothing outside the main thread.
        """
        numbers = (*STOPPING, signal.SIGHUP)
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        if signal.getsignal(signal.SIGTERM) == self._heard:
            try:
                yield
            finally:
                for number in numbers:  # handlers of ours do not outlive the interpreter's end
                    signal.signal(number, signal.SIG_IGN)
            return
        before = [(number, signal.getsignal(number)) for number in numbers]
        self.install()
        try:
            yield
        finally:
            self.stopped_by, self._stop, self._hang_up = "", None, None
            for number, handler in before:
                signal.signal(number, handler)

    def serve(self, stop: Callable[[str], object], hang_up: Callable[[], object]) -> None:
        """From now on these hear of it, in the main thread between two of its steps: they must not
        wait for anything. What was wished before is passed on at once.
        """
        self._stop, self._hang_up = stop, hang_up
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGHUP, self._heard)
        if self.stopped_by:
            stop(self.stopped_by)

    def _heard(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGHUP:
            if self._hang_up is not None and not self.stopped_by:
                self._hang_up()
        elif not self.stopped_by:
            self.stopped_by = signal.Signals(number).name
            if self._stop is not None:
                self._stop(self.stopped_by)


SIGNALS = Signals()
"""Those of this process."""
