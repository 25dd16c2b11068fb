"""Waiting for new mail: pushed by the server, woken by another thread, or a peer that is gone."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from mailtracker import errors
from mailtracker.mailbox.idle import Idle, IdleRefused
from mailtracker.mailbox.imap import ImapMailbox
from tests.servers.dovecot import Box
from tests.servers.proxy import ChaosProxy

MAIL = b"From: ana@corp.example\r\nSubject: hello\r\n\r\nhello\r\n"


@pytest.fixture
def proxied(box: Box) -> Iterator[tuple[ImapMailbox, ChaosProxy, Box]]:
    """A connected mailbox with a proxy before its server, which can tell what was said."""
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port, timeout=2.0))
        mailbox.connect()
        yield mailbox, proxy, box
        mailbox.close()


def waiting(mailbox: ImapMailbox, seconds: float) -> tuple[threading.Thread, list[object]]:
    """`wait` in its own thread, and where its answer or error goes."""
    answers: list[object] = []

    def wait() -> None:
        try:
            answers.append(mailbox.wait(seconds))
        except errors.MailtrackerError as error:
            answers.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    return thread, answers


def test_new_mail_ends_the_wait_at_once(proxied):
    mailbox, proxy, box = proxied
    assert mailbox.idle
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"IDLE\r\n")
    box.deliver(MAIL)
    start = time.monotonic()
    thread.join(30)
    assert answers == [True]
    # others are asked after ten seconds
    assert time.monotonic() - start < (5 if box.pushes else mailbox.unproven_span + 5)
    assert len(mailbox.waiting()) == 1


def test_wake_from_another_thread_ends_the_wait(proxied):
    mailbox, proxy, _ = proxied
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"IDLE\r\n")
    mailbox.wake()
    thread.join(20)
    assert answers == [True]
    assert mailbox.waiting() == []  # and the conversation goes on


def test_a_wake_before_the_wait_is_not_lost_and_counts_once(proxied):
    mailbox, _, _ = proxied
    mailbox.wake()
    mailbox.wake()
    assert mailbox.wait(30) is True
    assert mailbox.wait(0.05) is False


def test_a_wake_while_disconnected_is_not_lost(box: Box):
    mailbox = ImapMailbox(box.imap)
    mailbox.wake()
    mailbox.connect()
    assert mailbox.wait(30) is True
    mailbox.close()


def test_silence_ends_after_the_time_asked_for(proxied):
    mailbox, _, _ = proxied
    start = time.monotonic()
    assert mailbox.wait(0.3) is False
    assert 0.25 < time.monotonic() - start < 3


def test_idle_is_left_and_entered_again_in_a_long_wait(proxied):
    mailbox, proxy, _ = proxied
    mailbox.idle_span = 0.1
    assert mailbox.wait(2.0) is False  # long enough for a busy machine too
    assert bytes(proxy.sent).count(b"IDLE\r\n") >= 3
    assert bytes(proxy.sent).count(b"IDLE\r\n") == bytes(proxy.sent).count(b"DONE\r\n")


def test_mail_announced_with_an_earlier_answer_is_not_slept_over(proxied):
    mailbox, proxy, box = proxied
    assert mailbox.waiting() == []
    box.append(MAIL)
    mailbox.refresh()  # its answer carries the EXISTS, which IDLE will not repeat
    assert mailbox.wait(30) is True
    assert b"IDLE\r\n" not in proxy.sent


@pytest.mark.parametrize("fast_poll", [False, True])
def test_a_server_that_has_just_announced_mail_is_not_asked_for_news(box: Box, fast_poll: bool):
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port, timeout=2.0, fast_poll=fast_poll))
        mailbox.connect()
        thread, answers = waiting(mailbox, 30)
        proxy.await_sent(b"NOOP\r\n" if fast_poll else b"IDLE\r\n")
        box.append(MAIL)
        thread.join(20)
        assert answers == [True]
        for noops in (0, 1):  # only once, and not after a wake
            said = len(proxy.sent)
            assert mailbox.refresh().count == 1
            assert bytes(proxy.sent[said:]).count(b"NOOP") == noops
        mailbox.wake()
        assert mailbox.wait(30) is True
        said = len(proxy.sent)
        mailbox.refresh()
        assert b"NOOP" in proxy.sent[said:]
        mailbox.close()


def test_mail_that_we_have_seen_already_does_not_end_the_wait(proxied):
    mailbox, _, box = proxied
    box.append(MAIL)
    mailbox.refresh()
    assert len(mailbox.waiting()) == 1
    assert mailbox.wait(0.2) is False


def test_a_burst_of_mails_is_seen_whole(proxied):
    mailbox, proxy, box = proxied
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"IDLE\r\n")
    for _ in range(5):
        box.append(MAIL)
    thread.join(20)
    assert answers == [True]
    found = mailbox.waiting()
    while len(found) < 5:
        assert mailbox.wait(10) is True
        found = mailbox.waiting()


def test_imapclient_565_a_connection_cut_while_idle_is_unreachable_at_once(proxied):
    """After the server had gone, `idle_check` came back at once with nothing, for ever, and no
    error told of it. Here a connection that ends while we wait is an error (I8).
    """
    mailbox, proxy, _ = proxied
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"IDLE\r\n")
    start = time.monotonic()
    proxy.cut()
    thread.join(20)
    assert [type(answer) for answer in answers] == [errors.Unreachable]
    assert time.monotonic() - start < 5
    mailbox.connect()


def test_imapclient_349_a_peer_that_went_silent_is_unreachable_when_idle_is_left(proxied):
    """After some hours of IDLE nothing came any more, and only the attempt to leave it showed that
    the connection was dead. Here it is left every few minutes, to hear the server speak (I8).
    """
    mailbox, proxy, _ = proxied
    mailbox.idle_span = 0.1
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"DONE\r\n")
    proxy.stall.set()
    start = time.monotonic()
    thread.join(20)
    assert [type(answer) for answer in answers] == [errors.Unreachable]
    assert time.monotonic() - start < 5  # not 30: a span and a timeout


def test_a_server_without_idle_is_polled(proxied):
    mailbox, proxy, box = proxied
    mailbox._capabilities -= {b"IDLE"}
    mailbox.poll_every = 0.05
    assert not mailbox.idle
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"NOOP\r\n")
    box.append(MAIL)
    thread.join(20)
    assert answers == [True]
    assert b"IDLE\r\n" not in proxy.sent


def test_a_polled_wait_can_be_woken_and_ends_in_time(proxied):
    mailbox, _, _ = proxied
    mailbox._capabilities -= {b"IDLE"}
    assert mailbox.wait(0.1) is False
    thread, answers = waiting(mailbox, 30)
    mailbox.wake()
    thread.join(20)
    assert answers == [True]


# -- a server that is asked ten times a second ---------------------------------------------


@pytest.fixture
def fast(box: Box) -> Iterator[tuple[ImapMailbox, ChaosProxy, Box]]:
    """As `proxied`, under `poll = "fast"`."""
    with ChaosProxy(box.port) as proxy:
        mailbox = ImapMailbox(box.account(port=proxy.port, timeout=2.0, fast_poll=True))
        mailbox.connect()
        yield mailbox, proxy, box
        mailbox.close()


def test_a_server_that_is_asked_fast_needs_no_idle(fast):
    mailbox, proxy, box = fast
    assert mailbox.idle
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"NOOP\r\n")
    box.deliver(MAIL)
    start = time.monotonic()
    thread.join(20)
    assert answers == [True]
    assert time.monotonic() - start < 5
    assert b"IDLE\r\n" not in proxy.sent
    assert len(mailbox.waiting()) == 1


def test_a_look_says_nothing_but_noop(fast):
    mailbox, proxy, _ = fast
    before = len(proxy.sent)
    assert mailbox.wait(0.55) is False
    said = [line.split(b" ")[1:] for line in bytes(proxy.sent[before:]).splitlines()]
    assert 1 <= len(said) <= 6  # one each tenth of a second, and a last one
    assert all(words == [b"NOOP"] for words in said)


def test_a_wait_that_asks_fast_is_woken_at_once(fast):
    mailbox, _, _ = fast
    thread, answers = waiting(mailbox, 30)
    start = time.monotonic()
    mailbox.wake()
    thread.join(20)
    assert answers == [True]
    assert time.monotonic() - start < 5


def test_a_server_that_needs_long_is_asked_less(fast):
    mailbox, _, _ = fast
    pauses = []
    for took in (0.0, 0.005, 0.02, 0.5, 9.0):
        mailbox._took = took
        pauses.append(mailbox._between_looks)
    assert pauses == [0.1, 0.1, 0.2, 5.0, 15.0]


def test_a_server_that_is_asked_fast_and_falls_silent_is_unreachable(fast):
    mailbox, proxy, _ = fast
    thread, answers = waiting(mailbox, 30)
    proxy.await_sent(b"NOOP\r\n")
    proxy.stall.set()
    start = time.monotonic()
    thread.join(20)
    assert [type(answer) for answer in answers] == [errors.Unreachable]
    assert time.monotonic() - start < 5  # not 30: a look and a timeout


# -- the conversation, line by line, with a server that answers what a test wants -----------


@pytest.fixture
def wires() -> Iterator[tuple[Idle, socket.socket]]:
    """An Idle and the server's end of its line."""
    ours, theirs = socket.socketpair()
    hear, call = socket.socketpair()
    yield Idle(ours, hear, timeout=1.0), theirs
    for end in (ours, theirs, hear, call):
        end.close()


def test_news_in_the_same_segment_as_the_go_ahead_is_seen(wires):
    idle, server = wires
    server.sendall(b"+ idling\r\n* 5 EXISTS\r\nmt1 OK done\r\n")
    assert idle.wait(30) is True


def test_news_before_the_go_ahead_is_seen(wires):
    idle, server = wires
    server.sendall(b"* 5 EXISTS\r\n+ idling\r\nmt1 OK done\r\n")
    assert idle.wait(30) is True


@pytest.mark.parametrize(("soon", "proves"), [(30.0, False), (0.0, True)])
def test_what_comes_soon_after_the_go_ahead_proves_no_push(wires, soon, proves):
    """The server may have known it before: some look once, as IDLE begins."""
    idle, server = wires
    idle.soon = soon
    server.sendall(b"+ idling\r\n")
    late = threading.Timer(0.1, server.sendall, [b"* 5 EXISTS\r\nmt1 OK done\r\n"])
    late.start()
    assert idle.wait(30) is True
    assert idle.was_pushed is proves
    late.join()


def test_what_comes_when_idle_is_left_is_news_and_no_push(wires):
    idle, server = wires
    idle.soon = 0.0
    server.sendall(b"+ idling\r\n")
    late = threading.Timer(0.3, server.sendall, [b"* 5 EXISTS\r\nmt1 OK done\r\n"])
    late.start()
    assert idle.wait(0.1) is True
    assert not idle.was_pushed
    late.join()


def test_a_line_in_two_segments_is_one_line(wires):
    idle, server = wires
    server.sendall(b"+ idling\r\n* 5 EXI")
    late = threading.Timer(0.1, server.sendall, [b"STS\r\nmt1 OK done\r\n"])
    late.start()
    assert idle.wait(30) is True
    late.join()


def test_flags_and_still_here_lines_are_no_news(wires):
    idle, server = wires
    server.sendall(
        b"+ idling\r\n* OK Still here\r\n* 1 FETCH (FLAGS (\\Seen))\r\n* 2 EXPUNGE\r\n* 0 "
        b"RECENT\r\n"
    )
    late = threading.Timer(0.3, server.sendall, [b"mt1 OK done\r\n"])
    late.start()
    assert idle.wait(0.1) is False
    late.join()


def test_notimail_4_a_goodbye_is_a_lost_connection(wires):
    """The server said BYE after a long silence, and nothing was noticed of new mail until a
    restart. Here a goodbye is the end of the connection, and a new one is made (I8).
    """
    idle, server = wires
    server.sendall(b"+ idling\r\n* BYE server shutting down\r\n")
    with pytest.raises(ConnectionResetError, match="shutting down"):
        idle.wait(30)


def test_a_refused_idle_says_so(wires):
    idle, server = wires
    server.sendall(b"mt1 BAD unknown command\r\n")
    with pytest.raises(IdleRefused):
        idle.wait(30)


def test_an_endless_line_is_a_lost_connection(wires):
    idle, server = wires

    def flood() -> None:
        with contextlib.suppress(OSError):  # until we hang up
            server.sendall(b"x" * (3 << 20))

    thread = threading.Thread(target=flood)
    thread.start()
    with pytest.raises(ConnectionAbortedError):
        idle.wait(30)
    idle._sock.close()
    thread.join(10)
