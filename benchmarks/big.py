"""What do large mails cost? Memory and the event loop's lateness, each a figure of one run against
real Dovecot and a server that takes mail and forgets it.

Three questions. A mail of 20 MB that the owner sends to one reader, and to as many as the rules
allow: how much more does the main process take? One and five mails of 50 MB, in and carried on: how
much do the main process and its children take, and how late is the event loop at most? Memory is
looked at every 20 ms (PSS every 300): RSS counts a page that several processes share in each of
them, PSS once in all. The lateness is measured in the loop, by a tick each 10 ms. What the machine
itself adds, where a process gets no processor, is in it: so what processor time the daemon itself
took between two ticks stands beside it, and another build in the same run (`--builds`) says more
than any limit.

Run: make bench, or python benchmarks/big.py [--only crowd|large] [--builds . ../older-checkout]
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.utils import make_msgid, parseaddr
from pathlib import Path
from typing import cast

sys.path.insert(0, os.environ.get("MAILTRACKER_BUILD", str(Path(__file__).parents[1])))

if "--serve" not in sys.argv:  # the daemon, whose memory is looked at, needs none of these
    from tests.servers.dovecot import Dovecot, find_dovecot
    from tests.servers.smtpd import SmtpSink
    from tests.stories.site import Site

PATIENCE = 180.0
MIB, PAGE = 1 << 20, os.sysconf("SC_PAGE_SIZE")
ALIAS = "it-help@corp.example"
CROWD = 49
"""Beside the requester: as many as may take part in a request."""


# -- the daemon, in a process of its own -------------------------------------------------


def serve(folder: Path) -> None:
    """As `mailtracker run`, with a clock in its event loop; says at its end how late that was."""
    from mailtracker.cli.hidden import hidden

    with hidden("rich"):  # as `run` does
        from mailtracker.cli.log import set_up
    from mailtracker.composer import ChildComposer
    from mailtracker.config import load
    from mailtracker.daemon.run import Daemon, open_runtime

    os.chdir(folder)
    config = load(Path("config.toml"))
    set_up(config.log, "info")
    late: list[float] = []
    own: list[float] = []  # no later by work of ours than this

    async def tick() -> None:
        while True:
            began, worked = time.perf_counter(), time.process_time()
            await asyncio.sleep(0.01)
            late.append(time.perf_counter() - began - 0.01)
            own.append(min(late[-1], time.process_time() - worked))

    def anew() -> None:
        late.clear()
        own.clear()

    async def main(daemon: Daemon) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, daemon.stop)
        loop.add_signal_handler(signal.SIGUSR1, anew)
        ticking = asyncio.create_task(tick())
        await daemon.run()
        ticking.cancel()

    with open_runtime(config) as runtime:
        runtime.composer = ChildComposer()
        asyncio.run(main(Daemon(runtime)))
    print(json.dumps({"late": max(late) * 1000, "own": max(own) * 1000}))


@dataclass
class Memory:
    """The highest of what was seen, in MiB."""

    #: RSS of the main process
    main: float = 0.0
    #: RSS of all processes, and their PSS
    rss: float = 0.0
    pss: float = 0.0
    #: RSS of each process at the moment when all together had most
    then: dict[str, float] = field(default_factory=dict)


class Watched:
    """A daemon (`pid`) whose memory is looked at until `end`."""

    def __init__(self, pid: int) -> None:
        self.pid, self.memory = pid, Memory()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> Memory:
        self._ended.set()
        self._thread.join()
        return self.memory

    def _look(self) -> None:
        """At PSS less often: to count pages holds up who wants some."""
        looks = 0
        while not self._ended.wait(0.02):
            found = {pid: _rss(pid) for pid in [self.pid, *_children(self.pid)]}
            seen, rss = self.memory, sum(found.values())
            seen.main = max(seen.main, found[self.pid])
            if rss > seen.rss:
                seen.rss = rss
                seen.then = {_name(pid, self.pid): one for pid, one in found.items()}
            looks += 1
            if looks % 15 == 0:
                seen.pss = max(seen.pss, sum(map(_pss, found)))


def _children(pid: int) -> list[int]:
    """Whichever thread of it started them."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, task.read_text().split())
    return found


def _rss(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / MIB
    except OSError:
        return 0.0


def _pss(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _name(pid: int, main: int) -> str:
    return "main" if pid == main else f"child {pid}"


# -- a server that forgets ---------------------------------------------------------------


class Forgetful(asyncio.Protocol):
    """One connection of a server that takes everything, and keeps small mails alone."""

    KEEPS = 1 << 18

    def __init__(self, post: Post) -> None:
        self._post = post
        self._rest, self._in_mail = bytearray(), False
        self._size, self._mail = 0, bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 post\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while (self._in_mail and self._body()) or (not self._in_mail and self._command()):
            pass

    def _body(self) -> bool:
        end = self._rest.find(b"\r\n.\r\n")
        take = end if end >= 0 else max(0, len(self._rest) - 4)
        if self._size < self.KEEPS:
            self._mail += self._rest[:take]
        self._size += take
        del self._rest[: take + 5 if end >= 0 else take]
        if end < 0:
            return False
        self._in_mail = False
        self._post.took(self._size, bytes(self._mail))
        self._transport.write(b"250 2.0.0 taken\r\n")
        return True

    def _command(self) -> bool:
        end = self._rest.find(b"\r\n")
        if end < 0:
            return False
        command = bytes(self._rest[:end])
        del self._rest[: end + 2]
        said = b"250 ok\r\n"
        if command[:4].upper() == b"EHLO":
            said = b"250-post\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 209715200\r\n"
        elif command[:4].upper() == b"DATA":
            self._in_mail, self._size, self._mail = True, 0, bytearray()
            said = b"354 go\r\n"
        self._transport.write(said)
        return True


class Post:
    """The server: how many mails it took, how large (`sizes`), and the small ones (`small`)."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.small: list[bytes] = []
        self.smtp_port = 0
        ready = threading.Event()

        async def main() -> None:
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: Forgetful(self), "127.0.0.1", 0)
            self.smtp_port = server.sockets[0].getsockname()[1]
            ready.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(main()), daemon=True).start()
        ready.wait()

    def took(self, size: int, mail: bytes) -> None:
        if size < Forgetful.KEEPS:
            self.small.append(mail)
        self.sizes.append(size)

    def wait_for(self, count: int) -> None:
        end = time.monotonic() + PATIENCE
        while len(self.sizes) < count:
            if time.monotonic() > end:
                raise SystemExit(f"only {len(self.sizes)} of {count} mails went out: {self.sizes}")
            time.sleep(0.05)

    def to(self, address: str) -> bytes:
        """The head of the last small mail to that address."""
        to = f"<{address}>".encode()
        for mail in reversed(self.small):
            head = mail.partition(b"\r\n\r\n")[0]
            if re.search(rb"(?im)^to:[^\r\n]*" + re.escape(address.encode()), head) or to in head:
                return head
        raise SystemExit(f"no mail to {address}")


# -- mails -------------------------------------------------------------------------------


def large(sender: str, size: int, head: str, text: str) -> bytes:
    """A mail of so many bytes with one file."""
    start = (
        f"From: {sender}\r\n{head}Message-ID: {make_msgid(domain='client.example')}\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/plain\r\n\r\n{text}\r\n"
        '--b\r\nContent-Type: video/mp4; name="film.mp4"\r\n'
        'Content-Disposition: attachment; filename="film.mp4"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    room = size - len(start) - len(b"\r\n--b--\r\n")
    lines = base64.encodebytes(os.urandom(room * 57 // 78)).replace(b"\n", b"\r\n")
    return start + lines + b"--b--\r\n"


def plain(sender: str, head: str, text: str) -> bytes:
    ident = make_msgid(domain="client.example")
    return f"From: {sender}\r\n{head}Message-ID: {ident}\r\n\r\n{text}\r\n".encode()


# -- the questions -----------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """What one run showed; `late`: of the event loop, in ms, and how much of one such time at most
    the daemon itself worked (`own`).
    """

    memory: Memory
    late: float
    own: float
    mails: int
    seconds: float


def crowd(dovecot: Dovecot, build: Path, size: int, others: int) -> Found:
    """The owner's answer of so many bytes goes to the requester and so many `others`."""
    with site_of(dovecot) as (site, post):
        box = site.box
        copied = ", ".join(f"p{number}@corp.example" for number in range(others))
        cc = f"Cc: {copied}\r\n" if others else ""
        opening = plain("Eva <eva@corp.example>", f"To: {ALIAS}\r\n{cc}Subject: vpn\r\n", "Help.")
        box.deliver(opening)
        with running(build, site) as daemon:
            post.wait_for(2)
            note = BytesHeaderParser().parsebytes(post.to("bo@corp.example"))
            reply_to = parseaddr(note["Reply-To"])[1]
            head = (
                f"To: {reply_to}\r\nSubject: Re: {note['Subject']}\r\n"
                f"In-Reply-To: {note['Message-ID']}\r\n"
            )
            words = "add all\r\n\r\nHere is the film." if others else "Here is the film."
            answer = large("Bo Jensen <bo@corp.example>", size, head, words)
            time.sleep(1.0)
            return measured(daemon, post, lambda: box.deliver(answer), 2 + 1 + others)


def files(dovecot: Dovecot, build: Path, size: int, count: int) -> Found:
    """So many new mails of so many bytes come at once; each is carried to its owner."""
    with site_of(dovecot) as (site, post):
        head, words = f"To: {ALIAS}\r\nSubject: vpn {{}}\r\n", "Here is the film about the vpn."
        senders = [f"Ana <ana{n}@corp.example>" for n in range(count)]
        mails = [large(one, size, head.format(n), words) for n, one in enumerate(senders)]
        first = plain("Eva <eva@corp.example>", head.format("first"), "Can you look at the vpn?")
        site.box.deliver(first)
        with running(build, site) as daemon:
            post.wait_for(2)
            time.sleep(2.0)  # until both children are up

            def deliver() -> None:
                with site.box.client() as client:
                    for mail in mails:
                        client.append("INBOX", mail)
                mails.clear()

            return measured(daemon, post, deliver, 2 + 2 * count)


def measured(
    daemon: subprocess.Popen[str], post: Post, deliver: Callable[[], object], until: int
) -> Found:
    daemon.send_signal(signal.SIGUSR1)
    watched, began = Watched(daemon.pid), time.monotonic()
    deliver()
    post.wait_for(until)
    took = time.monotonic() - began
    time.sleep(1.5)
    memory = watched.end()
    daemon.send_signal(signal.SIGTERM)
    said = daemon.communicate(timeout=90)[0]
    loop = json.loads(said.strip().splitlines()[-1])
    return Found(memory, loop["late"], loop["own"], len(post.sizes), took)


@contextmanager
def site_of(dovecot: Dovecot) -> Iterator[tuple[Site, Post]]:
    post = Post()
    with tempfile.TemporaryDirectory() as folder:
        yield Site(cast("SmtpSink", post), dovecot.new_box(), Path(folder)), post


@contextmanager
def running(build: Path, site: Site) -> Iterator[subprocess.Popen[str]]:
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    env |= {"MAILTRACKER_BUILD": str(build), "PYTHONPATH": str(build)}
    words = [sys.executable, __file__, "--serve", str(site.folder)]
    with site.log_file.open("w") as log:
        daemon = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        yield daemon
    finally:
        daemon.kill()
        daemon.wait()


def said(found: Found) -> str:
    memory = found.memory
    then = ", ".join(f"{name} {size:.0f}" for name, size in memory.then.items())
    return (
        f"main {memory.main:.0f} MiB; all RSS {memory.rss:.0f} ({then}), PSS {memory.pss:.0f}; "
        f"event loop late at most {found.late:.0f} ms, own work at most {found.own:.0f} ms of it; "
        f"{found.mails} mails, {found.seconds:.1f} s"
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", type=Path)
    options.add_argument("--builds", type=Path, nargs="*", default=[Path(__file__).parents[1]])
    options.add_argument("--only", choices=["crowd", "large"])
    options.add_argument("--size", type=int, default=50, help="of a large mail's file, MiB")
    options.add_argument("--crowd-size", type=int, default=20, help="of a mail to a crowd, MB")
    wanted = options.parse_args()
    if wanted.serve:
        serve(wanted.serve)
        return
    installation = find_dovecot()
    assert installation, "no Dovecot: run `make bench`"
    with Dovecot(installation) as dovecot:
        for build in map(Path.resolve, wanted.builds):
            print(f"-- {build.name}", flush=True)
            if wanted.only != "large":
                size = wanted.crowd_size * 1_000_000
                one, all_ = (crowd(dovecot, build, size, others) for others in (0, CROWD))
                print(f"{wanted.crowd_size} MB to one: {said(one)}")
                print(f"{wanted.crowd_size} MB to {CROWD + 1}: {said(all_)}")
                ratio = all_.memory.main / one.memory.main
                print(f"main process, all against one: {ratio:.2f}", flush=True)
            if wanted.only != "crowd":
                for count in (1, 5):
                    found = files(dovecot, build, (wanted.size << 20) * 78 // 57, count)
                    print(f"{count} x {wanted.size} MB: {said(found)}", flush=True)


if __name__ == "__main__":
    main()
