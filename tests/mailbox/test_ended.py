"""A server ends the connection while nothing is in hand: after a good while that is its habit, and
soon after the login it is trouble.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from mailtracker.daemon import receive
from tests.mailbox.odd_server import Desk, mail
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy

ENDED = b"* BYE Session expired, please login again.\r\n"


@pytest.fixture
def proxy(account: Box) -> Iterator[ChaosProxy]:
    with ChaosProxy(account.port) as proxy:
        yield proxy


@contextmanager
def serving(desk: Desk) -> Iterator[tuple[list[bool], Callable[[int], None]]]:
    """The loop of the mailbox, in a thread; how it says it is, and `until` it has taken so many
    mails.
    """
    with desk.open() as (receiver, runtime):
        told: list[bool] = []
        heard = threading.Condition()
        write = runtime.beat

        def beat(part: str, ok: bool, *more: Any, **others: Any) -> None:
            write(part, ok, *more, **others)
            with heard:
                told.append(ok)
                heard.notify_all()

        def until(beats: int) -> None:
            with heard:
                assert heard.wait_for(lambda: len(told) >= beats, 20), told

        runtime.beat = beat  # type: ignore[method-assign]
        thread = threading.Thread(target=receiver.run)
        thread.start()
        try:
            yield told, until
        finally:
            runtime.stopping.set()
            receiver.wake()
            thread.join(20)


def ends(proxy: ChaosProxy) -> None:
    proxy.await_sent(b"IDLE")
    proxy.sent.clear()
    proxy.say(ENDED)
    proxy.cut()


def test_the_end_of_a_connection_that_has_lived_is_no_trouble(
    account: Box, proxy: ChaosProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "LIVED", 0.0)
    desk = Desk(account, proxy.port, tmp_path)
    with serving(desk) as (told, until):
        until(1)
        ends(proxy)
        until(2)
        account.deliver(mail(1))
        until(3)
    assert (told[:3], desk.opened()) == ([True] * 3, ["VPN 1"])


def test_a_server_that_ends_each_connection_at_once_is_in_trouble(
    account: Box, proxy: ChaosProxy, tmp_path: Path
) -> None:
    with serving(Desk(account, proxy.port, tmp_path)) as (told, until):
        until(1)
        ends(proxy)
        until(2)
    assert told[:2] == [True, False]


def test_where_it_cannot_be_made_anew_that_is_trouble(
    account: Box, proxy: ChaosProxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "LIVED", 0.0)
    with serving(Desk(account, proxy.port, tmp_path)) as (told, until):
        until(1)
        proxy.refuse = True
        ends(proxy)
        until(2)
    assert told[:2] == [True, False]
