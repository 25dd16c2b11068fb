"""The body and the dot on an open connection. The one place that uses what aiosmtplib and asyncio
keep to themselves: the public call writes body and dot in one go, and nothing public tells how much
of a TLS connection the system has taken.
"""

from __future__ import annotations

import asyncio
import fcntl
import sys
import termios

import aiosmtplib
from aiosmtplib import SMTPServerDisconnected
from aiosmtplib.response import SMTPResponse

from mailtracker.mail.outgoing.wire import wire
from mailtracker.smtp.connect import under_tls

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


class Wire:
    """What stands between us and the server after its 354. A piece of mail is out when the system
    has taken it. `seconds` is how long it may take for one.

    TLS writes go through two layers, each with a buffer of its own. Where the lower one still holds
    some of a mail, a break is not noticed, and what the upper one is given then is thrown away
    without a word.
    """

    def __init__(self, client: aiosmtplib.SMTP, seconds: float) -> None:
        protocol = client.protocol
        if protocol is None or not isinstance(protocol.transport, asyncio.WriteTransport):
            raise SMTPServerDisconnected("Connection lost")
        self._protocol, self._seconds = protocol, seconds
        self._transport = protocol.transport
        self._lower = under_tls(protocol.transport)
        # 0 makes asyncio's TLS transport pause for ever
        self._transport.set_write_buffer_limits(high=1)
        if self._lower is not self._transport:
            self._lower.set_write_buffer_limits(high=0)
        self._protocol._response_pending = True  # else an answer before the dot is thrown away

    async def send_body(self, mail: bytes) -> None:
        """Everything but the dot, until the system has it all and the connection is still there.
        SMTPServerDisconnected or OSError where it is not.
        """
        for data in wire(mail):
            self._protocol.write(data)
            async with asyncio.timeout(self._seconds):
                await self._protocol._drain_helper()
            if self.early_answer():
                return
        await self._emptied(beyond_us=len(mail) > LARGE)
        for _ in range(ROUNDS):
            await asyncio.sleep(0)

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

    @property
    def is_whole(self) -> bool:
        """As far as the system has told us."""
        is_closing = self._transport.is_closing() or self._lower.is_closing()
        return self._protocol.transport is self._transport and not is_closing

    def early_answer(self) -> SMTPResponse | None:
        """What the server said before it had the whole mail; that is no yes, whatever it says.
        Raises where the connection ended.
        """
        waiter = self._protocol._response_waiter
        return waiter.result() if waiter is not None and waiter.done() else None

    def write_dot(self) -> bool:
        """False where the system refused it on the spot: then nothing of it went out."""
        self._protocol.write(b".\r\n")
        return self.is_whole

    async def answer(self, seconds: float) -> SMTPResponse:
        return await self._protocol.read_response(timeout=seconds)


def _unacknowledged(transport: asyncio.WriteTransport) -> int:
    """Bytes that the system has sent or will send, and the other side's has not confirmed; 0 where
    the system does not say (it is Linux that does).
    """
    sock = transport.get_extra_info("socket")
    if sys.platform != "linux" or sock is None or sock.fileno() < 0:
        return 0
    answer = fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, bytes(4))
    return int.from_bytes(answer, sys.byteorder)
