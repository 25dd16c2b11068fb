"""Mails out: our link to the mail server beside Python's smtplib, in one run, in turns.

A server of its own process takes everything, once as one that offers PIPELINING, once as one that
does not. Prints mails a second, CPU of this process a mail, and both as a ratio to smtplib, which
speaks one by one. A run is short: the best of several is shown.

Run: make bench, or python benchmarks/sending.py [--mails 500] [--size 8192] [--turns 5]
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import smtplib
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection

from mailtracker.smtp import Relayhost, SmtpLink

ANA, BO = "ana@corp.example", "bo@example.com"
HEAD = b"From: Ana <ana@corp.example>\r\nTo: bo@example.com\r\nSubject: hello\r\n\r\n"
LINE = b"Somebody wrote this line, and it has about as many letters as lines have.\r\n"


@dataclass(frozen=True)
class Run:
    """One kind of sending: `name`, and what sends `work`'s mails."""

    name: str
    work: Callable[[int, bytes, int], None]


@dataclass(frozen=True)
class Taken:
    """What a run took: `wall` and `cpu` of this process in seconds."""

    wall: float
    cpu: float


class Sink(asyncio.Protocol):
    """One connection of a server that takes everything."""

    def __init__(self, pipelining: bool) -> None:
        self._offer = b"250-PIPELINING\r\n" * pipelining
        self._rest, self._in_mail = b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        said: list[bytes] = []
        while end := self._end():
            piece, self._rest = self._rest[:end], self._rest[end:]
            said.append(self._answer(piece))
        self._transport.write(b"".join(said))

    def _end(self) -> int:
        """Of the next command or mail; 0 where none is whole."""
        mark = b"\r\n.\r\n" if self._in_mail else b"\r\n"
        at = self._rest.find(mark)
        return at + len(mark) if at >= 0 else 0

    def _answer(self, piece: bytes) -> bytes:
        if self._in_mail:
            self._in_mail = False
            return b"250 2.0.0 taken\r\n"
        match piece[:4].upper():
            case b"EHLO":
                return b"250-sink\r\n" + self._offer + b"250-8BITMIME\r\n250 SIZE 104857600\r\n"
            case b"DATA":
                self._in_mail = True
                return b"354 go\r\n"
            case b"QUIT":
                return b"221 bye\r\n"
        return b"250 ok\r\n"


def serve(pipelining: bool, tell: Connection) -> None:
    """In a process of its own, until that is ended."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Sink(pipelining), "127.0.0.1", 0)
        tell.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


class Server:
    """The process in which `serve` runs, and its `port`."""

    def __init__(self, pipelining: bool) -> None:
        ours, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=serve, args=(pipelining, theirs))
        self._process.start()
        self.port: int = ours.recv()

    def stop(self) -> None:
        self._process.kill()
        self._process.join()


def by_smtplib(port: int, mail: bytes, mails: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="bench") as client:
        for _ in range(mails):
            client.sendmail(ANA, [BO], mail)


def by_links(connections: int) -> Callable[[int, bytes, int], None]:
    async def pump(port: int, mail: bytes, mails: int) -> None:
        link = SmtpLink(Relayhost("127.0.0.1", port, "none"))
        for _ in range(mails):
            delivery = await link.deliver(ANA, BO, mail)
            assert delivery.result == "sent", delivery
        await link.close()

    async def main(port: int, mail: bytes, mails: int) -> None:
        pumps = [pump(port, mail, mails // connections) for _ in range(connections)]
        await asyncio.gather(*pumps)

    return lambda port, mail, mails: asyncio.run(main(port, mail, mails))


def measured(run: Run, port: int, mail: bytes, mails: int) -> Taken:
    wall, cpu = time.perf_counter(), time.process_time()
    run.work(port, mail, mails)
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=500)
    options.add_argument("--size", type=int, default=8 << 10)
    options.add_argument("--turns", type=int, default=5)
    wanted = options.parse_args()
    mail = HEAD + LINE * ((wanted.size - len(HEAD)) // len(LINE))
    together, one_by_one = Server(pipelining=True), Server(pipelining=False)
    runs = [
        (Run("smtplib, 1 connection", by_smtplib), one_by_one),
        *(
            (Run(f"link, {connections} connection(s), {manner}", by_links(connections)), server)
            for connections in (1, 4)
            for manner, server in (("one by one", one_by_one), ("together", together))
        ),
    ]
    found: list[list[Taken]] = [[] for _ in runs]
    for _ in range(wanted.turns):
        for (run, server), taken in zip(runs, found, strict=True):
            taken.append(measured(run, server.port, mail, wanted.mails))
    for server in (together, one_by_one):
        server.stop()
    bare_wall, bare_cpu = min(one.wall for one in found[0]), min(one.cpu for one in found[0])
    for (run, _), taken in zip(runs, found, strict=True):
        wall, cpu = min(one.wall for one in taken), min(one.cpu for one in taken)
        print(
            f"{run.name}: {wanted.mails / wall:.0f} mails/s ({bare_wall / wall:.2f} of smtplib), "
            f"{cpu / wanted.mails * 1000:.2f} ms CPU a mail ({cpu / bare_cpu:.2f} of smtplib)"
        )


if __name__ == "__main__":
    main()
