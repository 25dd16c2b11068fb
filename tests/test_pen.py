"""Whose turn it is to write."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from functools import partial

import pytest

from mailtracker.daemon.pen import Pen


def test_what_is_urgent_goes_before_all_that_waits_each_in_its_order() -> None:
    pen, go = Pen(), threading.Event()
    done: list[str] = []
    pen.submit(lambda: go.wait(10))
    for name in ("group 1", "group 2"):
        pen.submit(partial(done.append, name))
    for name in ("exchange 1", "exchange 2"):
        pen.submit(partial(done.append, name), urgent=True)
    pen.submit(lambda: done.append("group 3"))
    go.set()
    pen.close()
    assert done == ["exchange 1", "exchange 2", "group 1", "group 2", "group 3"]


def test_one_thread_does_it_all_and_an_error_is_its_own_alone() -> None:
    pen = Pen()
    names: list[Future[str]] = [
        pen.submit(lambda: threading.current_thread().name, urgent) for urgent in (False, True)
    ]

    def fails() -> None:
        raise KeyError("this one")

    failed = pen.submit(fails)
    names.append(pen.submit(lambda: threading.current_thread().name))
    assert len({name.result(10) for name in names}) == 1
    with pytest.raises(KeyError, match="this one"):
        failed.result(10)
    pen.close()
    with pytest.raises(RuntimeError):
        pen.submit(lambda: None)


def test_what_was_cancelled_while_it_waited_is_not_done() -> None:
    pen, go = Pen(), threading.Event()
    done: list[str] = []
    pen.submit(lambda: go.wait(10))
    given_up = pen.submit(lambda: done.append("given up"))
    assert given_up.cancel()
    pen.submit(lambda: done.append("next"))
    go.set()
    pen.close()
    assert done == ["next"]
