"""How long we wait for a reply: as long as for each was said, whatever was waited for before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from mailtracker.smtp.offer import Offer
from mailtracker.smtp.wire import Wire

Story = Callable[[Wire, asyncio.StreamWriter], Awaitable[None]]


def play(story: Story) -> None:
    """With a connection of ours, and the server's end of it."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        came: asyncio.Future[asyncio.StreamWriter] = loop.create_future()
        server = await asyncio.start_server(lambda _, end: came.set_result(end), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        transport, _ = await loop.create_connection(asyncio.Protocol, "127.0.0.1", port)
        wire = Wire(transport, Offer(), 10.0)
        transport.set_protocol(wire)
        end = await came
        try:
            await asyncio.wait_for(story(wire, end), 10)
        finally:
            wire.abort()
            end.close()
            server.close()

    asyncio.run(main())


async def answered(wire: Wire, end: asyncio.StreamWriter, seconds: float) -> None:
    end.write(b"250 ok\r\n")
    assert (await wire.reply(seconds)).code == 250


def test_a_wait_is_not_cut_short_by_a_shorter_one_before() -> None:
    async def story(wire: Wire, end: asyncio.StreamWriter) -> None:
        await answered(wire, end, 0.05)
        asyncio.get_running_loop().call_later(0.3, end.write, b"354 go\r\n")
        assert (await wire.reply(5.0)).code == 354

    play(story)


def test_a_wait_is_no_longer_for_a_long_one_before() -> None:
    async def story(wire: Wire, end: asyncio.StreamWriter) -> None:
        await answered(wire, end, 600.0)
        with pytest.raises(TimeoutError, match=r"no answer for 0\.05 s"):
            await wire.reply(0.05)

    play(story)


def test_a_wait_that_begins_later_ends_later() -> None:
    async def story(wire: Wire, end: asyncio.StreamWriter) -> None:
        await answered(wire, end, 0.1)
        began = asyncio.get_running_loop().time()
        with pytest.raises(TimeoutError, match=r"no answer for 0\.2 s"):
            await wire.reply(0.2)
        assert asyncio.get_running_loop().time() - began >= 0.19

    play(story)
