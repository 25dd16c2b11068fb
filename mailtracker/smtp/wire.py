"""A connection on which EHLO was answered and the login done: commands and a mail out, replies in.
The one place that uses what aiosmtplib and asyncio keep to themselves: aiosmtplib hears one reply
at a time and throws away the next, and its public call writes body and dot in one go; nothing
public tells how much of a TLS connection the system has taken.
"""

from __future__ import annotations

import asyncio
import fcntl
import select
import sys
import termios
from collections import deque

import aiosmtplib

from mailtracker.smtp.body import Mail, carried
from mailtracker.smtp.offer import Offer, offer_of
from mailtracker.smtp.replies import NoReply, Replies, Reply
from mailtracker.tls import Certificate, certificate_of

POLL_SECONDS = 0.005
"""Between two looks at what the system has not taken yet; nothing tells when it has."""

LARGE = 64 << 10
"""Bytes of a mail beyond which we wait until the other side's system has acknowledged it: ours
would else hold megabytes that a server which broke off never reads. Below, that wait (40 ms and
more, RFC 1122 4.2.3.2) costs more than the mail.
"""

ROUNDS = 5
"""Of the loop, until an end of the connection that the system knows of is known to every layer: one
to see it, one to close the socket, and TLS closes in a round of its own.
"""

MOST_UNREAD = 16
"""Replies that have come and nobody has read yet; four at most are owed at a time."""

LOST = "connection lost"

_CONTROLS = bytes([*range(0x20), 0x7F])


class Wire(asyncio.Protocol):
    """From the login to QUIT. A piece of mail is out when the system has taken it.

    Each reply that comes is kept in its order, whether it was asked for or not: who speaks out of
    turn is out of step, and no reply of one mail is taken for another's. Trouble is a
    ConnectionError or a TimeoutError, both OSError. `logged_in_by` is for people: how the login was
    done, "" where there was none.

    TLS writes go through two layers, each with a buffer of its own. Where the lower one still holds
    some of a mail, a break is not noticed, and what the upper one is given then is thrown away
    without a word.
    """

    def __init__(self, transport: asyncio.WriteTransport, offer: Offer, seconds: float) -> None:
        self.offer = offer
        self.logged_in_by = ""
        self._seconds = seconds
        self._transport, self._lower = transport, under_tls(transport)
        self._replies, self._unread = Replies(), deque[Reply]()
        self._broken = ""  # why nothing more can come
        self._paused = False
        self._news: asyncio.Future[None] | None = None  # what somebody waits for
        self._late, self._patience = 0.0, 0.0  # when that is too late, and how long it waited then
        self._timer: asyncio.TimerHandle | None = None
        self._system = select.poll()
        # that something came, or the end of it; by itself it would tell that we may write, too
        self._system.register(self._lower.get_extra_info("socket").fileno(), select.POLLIN)
        # 0 makes asyncio's TLS transport pause for ever
        transport.set_write_buffer_limits(high=1)
        if self._lower is not transport:
            self._lower.set_write_buffer_limits(high=0)

    # -- what asyncio tells -------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        if self._broken:
            return
        try:
            self._unread.extend(self._replies.feed(data))
        except NoReply as error:
            self._broken = str(error)
        if len(self._unread) > MOST_UNREAD:
            self._broken = "the server talks without being asked"
        self._wake()

    def eof_received(self) -> None:
        self._broken = self._broken or LOST
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._broken = self._broken or str(exc or LOST)
        self._wake()

    def pause_writing(self) -> None:
        self._paused = True

    def resume_writing(self) -> None:
        self._paused = False
        self._wake()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)

    async def _wait(self, seconds: float) -> None:
        """For the next news, whatever it is. One timer for many waits, which looks again where it
        comes too early: most of what a mail costs us is how often we wait.
        """
        loop = asyncio.get_running_loop()
        self._news, self._patience = loop.create_future(), seconds
        self._late = loop.time() + seconds
        if self._timer is None or self._timer.when() > self._late:
            self._look_at(self._late)
        try:
            await self._news
        finally:
            self._news = None

    def _look_at(self, instant: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(instant, self._look)

    def _look(self) -> None:
        timer, self._timer = self._timer, None
        if self._news is None or self._news.done() or timer is None:
            return
        if timer.when() < self._late:
            self._look_at(self._late)
        else:
            self._news.set_exception(TimeoutError(f"no answer for {self._patience:g} s"))

    # -- commands and replies -----------------------------------------------------------

    @property
    def certificate(self) -> Certificate | None:
        """What the server showed; None without TLS."""
        told = self._transport.get_extra_info
        secured = told("ssl_object")
        return certificate_of(told("peercert"), secured.version() if secured else None)

    @property
    def is_whole(self) -> bool:
        """As far as the system has told us."""
        return not (self._broken or self._transport.is_closing() or self._lower.is_closing())

    @property
    def is_free(self) -> bool:
        """Whole, and nothing was said that nobody asked for: so the next reply is the next
        command's.
        """
        return self.is_whole and not self._unread and self._replies.is_between

    def say(self, *commands: bytes) -> None:
        """Write them at once; each is owed a reply. ValueError for one that would be two."""
        for command in commands:
            if len(command.translate(None, _CONTROLS)) != len(command):
                raise ValueError("a command holds a control character")
        self._write(b"".join(command + b"\r\n" for command in commands))

    def _write(self, data: bytes) -> None:
        if not self.is_whole:
            raise ConnectionError(self._broken or LOST)
        self._transport.write(data)

    async def reply(self, seconds: float = 0.0) -> Reply:
        """The next one, within so many seconds; 0 means the usual."""
        while not self._unread and not self._broken:
            await self._wait(seconds or self._seconds)
        reply = self.early_reply()
        assert reply is not None
        return reply

    async def ask(self, command: bytes, seconds: float = 0.0) -> Reply:
        """One command, and its reply."""
        self.say(command)
        return await self.reply(seconds)

    def early_reply(self) -> Reply | None:
        """What has come already. ConnectionError where nothing more can come."""
        if self._unread:
            return self._unread.popleft()
        if self._broken:
            raise ConnectionError(self._broken)
        return None

    # -- a mail -------------------------------------------------------------------------

    async def send_body(self, mail: Mail) -> Reply | None:
        """Everything but the dot, until the system has it all and the connection is still there.
        ConnectionError where it is not. A reply that came before the server had the whole mail is
        no yes, whatever it says. Of a large mail the next piece is read when the system has taken
        the last one; raises what that raises.
        """
        sent = 0
        async for data in carried(mail):
            if early := self.early_reply():
                return early
            self._write(data)
            sent += len(data)
            while self._paused and self.is_whole:
                await self._wait(self._seconds)
        await self._emptied(beyond_us=sent > LARGE)
        if self._system.poll(0):
            for _ in range(ROUNDS):
                await asyncio.sleep(0)
        return self.early_reply()

    async def _emptied(self, beyond_us: bool) -> None:
        """Until nothing is left in our buffers; `beyond_us`: nor in the system's, so that all of it
        is with the other side's. TimeoutError where it does not grow less for so long.
        """
        left = self._left(beyond_us)
        while left and self.is_whole:
            before = left
            async with asyncio.timeout(self._seconds):
                while self.is_whole and left >= before:
                    await asyncio.sleep(POLL_SECONDS)
                    left = self._left(beyond_us)

    def _left(self, beyond_us: bool) -> int:
        ours = self._lower.get_write_buffer_size()
        return ours + _unacknowledged(self._lower) if beyond_us else ours

    def write_dot(self) -> bool:
        """False where the system refused it on the spot: then nothing of it went out."""
        if self.is_whole:
            self._transport.write(b".\r\n")
        return self.is_whole

    def abort(self) -> None:
        """Close now: the polite end of a TLS connection waits up to 30 s for the other side."""
        self._broken = self._broken or LOST
        if self._timer is not None:
            self._timer.cancel()
        self._transport.abort()


def take_over(client: aiosmtplib.SMTP, seconds: float, logged_in_by: str = "") -> Wire:
    """What aiosmtplib opened; `client` hears nothing more. `seconds` is how long any reply may take
    but that to the dot, and the system for a piece of mail. ConnectionError where the server said
    more than it was asked for.
    """
    protocol, transport = client.protocol, client.transport
    if protocol is None or not isinstance(transport, asyncio.WriteTransport):
        raise ConnectionError(LOST)
    if transport.is_closing() or under_tls(transport).is_closing():
        raise ConnectionError(LOST)
    if protocol._buffer:
        raise ConnectionError("the server said more than it was asked for")
    one = Wire(transport, offer_of(client.esmtp_extensions), seconds)
    one.logged_in_by = logged_in_by
    transport.set_protocol(one)
    return one


def under_tls(transport: asyncio.BaseTransport) -> asyncio.WriteTransport:
    """The socket's own transport, which nothing public leads to."""
    tls = getattr(transport, "_ssl_protocol", None)
    lower = getattr(tls, "_transport", None) or transport
    assert isinstance(lower, asyncio.WriteTransport)
    return lower


def _unacknowledged(transport: asyncio.WriteTransport) -> int:
    """Bytes that the system has sent or will send, and the other side's has not confirmed; 0 where
    the system does not say (it is Linux that does).
    """
    sock = transport.get_extra_info("socket")
    if sys.platform != "linux" or sock is None or sock.fileno() < 0:
        return 0
    answer = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4))
    return int.from_bytes(answer, sys.byteorder)
