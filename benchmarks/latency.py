"""How long from a mail's arrival in the mailbox to its receipt, while nothing else happens? One
mail at a time is handed in by LMTP; the clock starts at Dovecot's answer and stops when the SMTP
server has accepted the receipt.

Once with the server's own word of new mail (IDLE), once with `poll = "fast"`. Beside each, in turns
with it, a bare floor with the same notice method and a mailbox of its own: imaplib, the standard
library's parser, one commit, one fixed answer over a connection that stays open. It decides nothing
and carries nothing on. Each is a process of its own. With a poll, how long a mail waits for the
next look is chance: so mails come at moments spread evenly over a tenth of a second.

Run: make bench, or python benchmarks/latency.py [--latency-mails 60]
"""

from __future__ import annotations

import argparse
import contextlib
import email
import imaplib
import select
import smtplib
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.servers.dovecot import Box, Dovecot, find_dovecot
from tests.servers.smtpd import SmtpSink
from tests.stories.company import ALIAS
from tests.stories.site import Site

METHODS = {"idle": "60 s", "fast": "fast"}
"""Notice methods, and the `poll` that stands for each in config.toml."""

EVERY = 0.1
"""Seconds between two looks of the floor."""

WARM_UP = 3
"""Mails that are not counted: the first ones pay for connections."""

GAP, GOLDEN = 0.35, 0.618034
"""Seconds after a receipt until the next mail, and what part of EVERY more, from one to the next:
so parts of any number of mails lie evenly.
"""

QUIET = 10.0
"""Seconds over which is measured what waiting costs."""


class Clock(SmtpSink):
    """An SMTP server that knows when it accepted the first mail to each address."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[str, float] = {}

    async def keep(self, _env_from: str, env_to: str, _raw: bytes) -> None:
        self.at.setdefault(env_to, time.monotonic())


# -- the floor, a process of its own ---------------------------------------------------


class Floor:
    """Notices, fetches, parses, commits and answers."""

    def __init__(self, port: int, user: str, password: str, smtp_port: int) -> None:
        self._imap = imaplib.IMAP4("127.0.0.1", port)
        self._imap.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._imap.login(user, password)
        self._imap.select()
        self._smtp = smtplib.SMTP("127.0.0.1", smtp_port)
        if self._smtp.sock is not None:
            self._smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._next = 1

    def run(self, method: str, database: sqlite3.Connection) -> None:
        wait = self._idle if method == "idle" else self._look
        self._imap.untagged_responses.clear()
        print("ready", flush=True)
        while True:
            wait()
            self._take(database)

    def _idle(self) -> None:
        tag = b"x1"
        self._imap.send(tag + b" IDLE\r\n")
        while b" EXISTS" not in self._imap.readline():
            pass
        self._imap.send(b"DONE\r\n")
        while not self._imap.readline().startswith(tag):
            pass

    def _look(self) -> None:
        while not self._imap.untagged_responses.pop("EXISTS", None):
            select.select([], [], [], EVERY)
            self._imap.noop()

    def _take(self, database: sqlite3.Connection) -> None:
        _, found = self._imap.uid("FETCH", f"{self._next}:*", "(UID BODY.PEEK[])")
        for head, raw in (one for one in found if isinstance(one, tuple)):
            uid = int(head.split(b"UID ")[1].split()[0])
            if uid < self._next:
                continue
            self._next = uid + 1
            sender = parseaddr(email.message_from_bytes(raw)["From"])[1]
            database.execute("insert into mails values (?, ?, ?)", (uid, sender, raw))
            body = f"From: {ALIAS}\r\nTo: {sender}\r\nSubject: we have it\r\n\r\nBo has it.\r\n"
            self._smtp.sendmail(ALIAS, [sender], body)


def floor(method: str, port: int, user: str, password: str, smtp_port: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        database.execute("create table mails (uid integer primary key, sender text, raw blob)")
        Floor(port, user, password, smtp_port).run(method, database)


# -- what is measured ------------------------------------------------------------------


@contextlib.contextmanager
def floor_running(method: str, box: Box, smtp_port: int) -> Iterator[subprocess.Popen[bytes]]:
    words = [method, str(box.port), box.user, box.password, str(smtp_port)]
    command = [sys.executable, __file__, "--floor", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def ours_running(site: Site, method: str) -> Iterator[subprocess.Popen[str]]:
    file = site.folder / "config.toml"
    config, name = file.read_text(encoding="utf-8"), 'name = "IT help"'
    file.write_text(config.replace(name, f'{name}\npoll = "{METHODS[method]}"'), encoding="utf-8")
    try:
        yield site.start()
        site.stop()
    finally:
        site.kill()


def latencies(sink: Clock, boxes: dict[str, Box], count: int) -> dict[str, list[float]]:
    """Seconds, by who answers; each in turn, and in turns the first."""
    found: dict[str, list[float]] = {name: [] for name in boxes}
    for number in range(count + WARM_UP):
        for name in sorted(boxes, reverse=bool(number % 2)):
            took = latency(sink, boxes[name], f"user{number}.{name}@corp.example", number)
            if number >= WARM_UP:
                found[name].append(took)
            time.sleep(GAP + EVERY * (number * GOLDEN % 1))
    return found


def latency(sink: Clock, box: Box, sender: str, number: int) -> float:
    """Seconds until the receipt of one mail."""
    box.deliver(mail(sender, number))
    began = time.monotonic()
    sink.wait_until(lambda: sender in sink.at)
    return sink.at[sender] - began


def mail(sender: str, number: int) -> bytes:
    return (
        f"From: User {number} <{sender}>\r\nTo: {ALIAS}\r\nSubject: VPN drops, case {number}\r\n"
        f"Message-ID: <{time.time_ns()}@client.corp.example>\r\n"
        f"Date: {email.utils.formatdate()}\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\nHello,\r\n\r\n"
        + "my VPN drops every hour since Friday. It says handshake failed.\r\n"
        * 30
    ).encode()


def processor(pid: int) -> float:
    """Seconds that a process and those below it have used."""
    own = sum(
        int(task.read_text().split()[0]) for task in Path(f"/proc/{pid}/task").glob("*/schedstat")
    )
    below = Path(f"/proc/{pid}/task").glob("*/children")
    return own / 1e9 + sum(
        processor(int(word)) for file in below for word in file.read_text().split()
    )


def cost_of_waiting(*pids: int) -> list[float]:
    """Per cent of a core that each of these processes takes while nothing comes."""
    before, began = [processor(pid) for pid in pids], time.monotonic()
    time.sleep(QUIET)
    seconds = time.monotonic() - began
    return [100 * (processor(pid) - old) / seconds for pid, old in zip(pids, before, strict=True)]


def measure(dovecot: Dovecot, method: str, count: int) -> None:
    with Clock() as sink, tempfile.TemporaryDirectory() as folder:
        boxes = {"ours": dovecot.new_box(), "floor": dovecot.new_box()}
        site = Site(sink, boxes["ours"], Path(folder))
        with ours_running(site, method) as daemon:
            boxes["ours"].deliver(mail("first@corp.example", 0))
            sink.wait_until(lambda: "first@corp.example" in sink.at, 60)
            time.sleep(2)
            cost = cost_of_waiting(daemon.pid, dovecot._process.pid)
            with floor_running(method, boxes["floor"], sink.smtp_port):
                found = latencies(sink, boxes, count)
    tell(method, found, cost)


def tell(method: str, found: dict[str, list[float]], cost: list[float]) -> None:
    figures = {name: percentiles(one) for name, one in found.items()}
    (half, most), (half_bare, most_bare) = figures["ours"], figures["floor"]
    print(
        f"arrival to receipt, {method}: p50 {half * 1000:.1f} ms, p95 {most * 1000:.1f} ms; the "
        f"floor {half_bare * 1000:.1f} and {most_bare * 1000:.1f}: {half / half_bare:.3f} and "
        f"{most / most_bare:.3f} times; on average {mean_more(found) * 1000:.1f} ms more"
    )
    print(
        f"while nothing comes, {method}: {cost[0]:.2f} % of a core for us, {cost[1]:.2f} % for the "
        f"IMAP server"
    )


def percentiles(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.95)]


def mean_more(found: dict[str, list[float]]) -> float:
    return statistics.mean(found["ours"]) - statistics.mean(found["floor"])


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--latency-mails", type=int, default=60)
    options.add_argument("--methods", default=",".join(METHODS))
    options.add_argument("--floor", nargs=5, help=argparse.SUPPRESS)
    wanted = options.parse_known_args()[0]
    if wanted.floor:
        method, port, user, password, smtp_port = wanted.floor
        floor(method, int(port), user, password, int(smtp_port))
        return
    installation = find_dovecot()
    assert installation is not None, "run tools/unpack-debian"
    with Dovecot(installation, accounts=10) as dovecot:
        for method in wanted.methods.split(","):
            measure(dovecot, method, wanted.latency_mails)


if __name__ == "__main__":
    main()
