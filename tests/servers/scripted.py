"""An SMTP server that says to each command what a script has for it, and keeps what it heard."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Literal, Self

How = Literal["at once", "byte by byte", "in one packet"]
"""Replies leave. "in one packet": when everything that came has been heard."""

ORDERLY = {
    b"EHLO": b"250-script\r\n250-PIPELINING\r\n250 SIZE\r\n",
    b"MAIL": b"250 2.1.0 ok\r\n",
    b"RCPT": b"250 2.1.5 ok\r\n",
    b"DATA": b"354 go on\r\n",
    b".": b"250 2.0.0 stored\r\n",
    b"RSET": b"250 2.0.0 forgotten\r\n",
    b"QUIT": b"221 2.0.0 bye\r\n",
}

CLOSE = b""
"""In place of a reply: the connection ends."""


class ScriptedServer:
    """`script` changes what ORDERLY has, for each connection anew; a list has a reply a time, and
    the last for ever. `heard` has the verbs, a list a connection; the lines of a mail are "body".
    With `deaf`, what came in the same packet behind a command other than DATA is thrown away.
    """

    def __init__(
        self, script: dict[bytes, bytes | list[bytes]], how: How = "at once", deaf: bool = False
    ) -> None:
        self.script = {**ORDERLY, **script}
        self.how, self.deaf = how, deaf
        self.heard: list[list[str]] = []
        self.port = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = _Talk(self, writer)
        self.heard.append(talk.heard)
        rest = b""
        try:
            await talk.say(b"220 script\r\n")
            while not talk.is_over and (data := await reader.read(65536)):
                *lines, rest = (rest + data).split(b"\r\n")
                for line in lines[:1] if self.deaf and not talk.in_body else lines:
                    await talk.hear(line)
                await talk.flush()
        except (ConnectionError, asyncio.CancelledError):  # the latter: the test has ended
            pass
        finally:
            writer.transport.abort()


class _Talk:
    """One connection."""

    def __init__(self, server: ScriptedServer, writer: asyncio.StreamWriter) -> None:
        self.server, self.writer = server, writer
        self.heard: list[str] = []
        self.in_body = self.is_over = False
        self.kept = b""
        self.left = {
            verb: list(said) if isinstance(said, list) else [said]
            for verb, said in server.script.items()
        }

    async def hear(self, line: bytes) -> None:
        if self.is_over:
            return
        verb = line[:4].upper()
        if self.in_body and line != b".":
            self.heard.append("body")
            return
        self.heard.append(verb.decode())
        replies = self.left[verb]
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.in_body = verb == b"DATA" and reply.startswith(b"354")
        self.is_over = reply == CLOSE or verb == b"QUIT"
        await self.say(reply)

    async def say(self, reply: bytes) -> None:
        match self.server.how:
            case "in one packet":
                self.kept += reply
            case "at once":
                self.writer.write(reply)
            case "byte by byte":
                for at in range(len(reply)):
                    self.writer.write(reply[at : at + 1])
                    await asyncio.sleep(0)
        if b"220" in reply:
            await self.flush()

    async def flush(self) -> None:
        self.writer.write(self.kept)
        self.kept = b""
        await self.writer.drain()
