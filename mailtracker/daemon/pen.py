"""The one thread that writes to the store, and whose turn it is.

Who files a backlog always has the next group ready. Mail out must not stand behind two of them, so
what is `urgent` goes first. Only what sends mail is (`daemon/exchange.py`), and its pumps ask for
one turn at a time: so between two of theirs a group has one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")


class Pen:
    """Any thread may `submit`. What is equally urgent is done in the order in which it came."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._urgent: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._usual: deque[tuple[Future[Any], Callable[[], Any]]] = deque()

    def submit(self, work: Callable[[], T], urgent: bool = False) -> Future[T]:
        """RuntimeError after `close`."""
        done: Future[T] = Future()
        queue = self._urgent if urgent else self._usual
        queue.append((done, work))
        self._thread.submit(self._next)
        return done

    def _next(self) -> None:
        done, work = (self._urgent or self._usual).popleft()
        if not done.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except BaseException as error:
            done.set_exception(error)
            del done  # else it, the error and what `work` holds would keep each other
        else:
            done.set_result(result)

    def close(self) -> None:
        """When all that was submitted is done."""
        self._thread.shutdown(wait=True)
