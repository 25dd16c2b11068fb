"""How fast is a backlog served? Mails a second, and processor milliseconds a mail of all processes,
from the start of `run --once` to its end: each mail with a receipt and a relay sent.

In turns with it, in the same run, stand a bare floor and, if you like, other builds (`--against`):
a machine is never quite idle, so only ratios of one run count. The floor fetches the same mails in
groups, parses them by the standard library, commits to SQLite by 50, and sends one fixed answer and
the mail itself over as many connections; it decides nothing and composes nothing. Dovecot, the SMTP
server, the floor and each build are processes of their own.

Run: make bench, or python benchmarks/throughput.py [--mails 1000] [--rounds 5] [--against FOLDER]
"""

from __future__ import annotations

import argparse
import asyncio
import email
import email.policy
import multiprocessing
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid, parseaddr
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiosmtplib
import imapclient

from benchmarks.sending import Server
from tests.servers.dovecot import Box, Dovecot, find_dovecot
from tests.stories.company import ALIAS
from tests.stories.site import mailbox_entry

CONNECTIONS, GROUP = 4, 50
CONFIG = """\
own_domains = ["corp.example"]
admins = ["postmaster@corp.example"]
rules = "rules"
templates = "templates"

{mailbox}
[smtp]
host = "127.0.0.1"
port = {port}
tls = "none"
connections = {connections}
"""
"""What every build reads."""


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the clock (`wall`) and of the processor, of all processes that took part."""

    wall: float
    cpu: float


Serve = Callable[[Box, int], Took]
"""All mails of a mailbox are taken, and what is sent is handed in at that port."""


def mail(number: int) -> bytes:
    """An ordinary mail: two alternatives, a few kilobytes, every tenth
    with an attachment of 50 kB.
    """
    made = EmailMessage()
    made["From"], made["To"] = f"User {number} <user{number}@corp.example>", ALIAS
    made["Subject"] = f"VPN drops, case {number}"
    made["Message-ID"] = make_msgid(domain="client.corp.example")
    made.set_content(
        "Hello,\n\nmy VPN drops every hour since Friday.\n\n" + "It says handshake failed. " * 40
    )
    made.add_alternative(
        "<html><body><p>Hello,</p>" + "<p>It says handshake failed.</p>" * 40 + "</body></html>",
        subtype="html",
    )
    if number % 10 == 0:
        made.add_attachment(
            bytes(range(256)) * 200, "application", "octet-stream", filename="log.bin"
        )
    return made.as_bytes(policy=email.policy.SMTP)


def fill(box: Box, mails: list[bytes]) -> None:
    with box.client("") as client:
        for raw in mails:
            client.append("INBOX", raw)


# -- a build ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Build:
    """A checkout (`folder`), and where Python keeps what it compiled (`compiled`), so that each
    build finds its own there, as an installed one does.
    """

    folder: Path
    compiled: Path

    def serve(self, box: Box, port: int) -> Took:
        """All that lies in the mailbox, from the start of the process to its end."""
        with tempfile.TemporaryDirectory() as folder:
            desk = Path(folder) / "desk"
            self._say("init", "desk", there=desk.parent)
            _without_gap_mail(desk)
            entry = mailbox_entry("IT help", ALIAS, "IT", box)
            told = CONFIG.format(mailbox=entry, port=port, connections=CONNECTIONS)
            (desk / "config.toml").write_text(told)
            (desk / "secret").write_text(box.password)
            (desk / "secret").chmod(0o600)
            return self._say("run", "--once", there=desk)

    def _say(self, *words: str, there: Path) -> Took:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PYTHONPATH": str(self.folder), "PYTHONPYCACHEPREFIX": str(self.compiled)}
        command = [sys.executable, "-P", "-m", "mailtracker", *words]
        start = time.perf_counter()
        with subprocess.Popen(command, cwd=there, env=env, stdout=-3, stderr=-3) as process:
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, f"{self.folder}: {words} ended with {process.returncode}"
        return Took(time.perf_counter() - start, usage.ru_utime + usage.ru_stime)


def _without_gap_mail(desk: Path) -> None:
    """Each mail has two answers, not three where no rule matches."""
    for path in (desk / "rules").glob("*.yaml"):
        path.write_text(path.read_text().replace(", report_to: priya", ""))


# -- the floor -------------------------------------------------------------------------------------


def floor(box: Box, port: int) -> Took:
    there = Box(box.host, box.port, box.user, box.password, None)
    process = multiprocessing.Process(target=bare, args=(there, port))
    before = os.times()
    start = time.perf_counter()
    process.start()
    process.join()
    assert process.exitcode == 0
    spent = os.times()
    cpu = spent.children_user + spent.children_system
    cpu -= before.children_user + before.children_system
    return Took(time.perf_counter() - start, cpu)


def bare(box: Box, port: int) -> None:
    with box.client() as client, tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        database.execute("create table mails (uid integer primary key, sender text, raw blob)")
        uids, mails = client.search(), []
        for group in (uids[n : n + GROUP] for n in range(0, len(uids), GROUP)):
            mails += _take(client, database, group)
        database.close()
    asyncio.run(_send(port, mails))


def _take(
    client: imapclient.IMAPClient, database: sqlite3.Connection, group: list[int]
) -> list[tuple[str, bytes]]:
    fetched = client.fetch(group, ["BODY.PEEK[]"])
    raws = {uid: found[b"BODY[]"] for uid, found in fetched.items()}
    senders = {uid: email.message_from_bytes(raw)["From"] for uid, raw in raws.items()}
    database.execute("begin immediate")
    rows = [(uid, senders[uid], raw) for uid, raw in raws.items()]
    database.executemany("insert into mails values (?, ?, ?)", rows)
    database.execute("commit")
    client.move(group, "Handled")
    return [(senders[uid], raw) for uid, raw in raws.items()]


async def _send(port: int, mails: list[tuple[str, bytes]]) -> None:
    body = b"From: it-help@corp.example\r\nSubject: we have it\r\n\r\nSomebody has it.\r\n"
    queue = list(mails)

    async def pump() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as smtp:
            while queue:
                sender, raw = queue.pop()
                await smtp.sendmail(ALIAS, [parseaddr(sender)[1]], body)
                await smtp.sendmail(ALIAS, ["owner@corp.example"], raw)

    await asyncio.gather(*(pump() for _ in range(CONNECTIONS)))


# -- turns -----------------------------------------------------------------------------------------


def measure(
    dovecot: Dovecot,
    port: int,
    runs: dict[str, Serve],
    rounds: int,
    count: int,
) -> dict[str, list[Took]]:
    """A round that is not counted first: it compiles, and warms what is read."""
    found: dict[str, list[Took]] = defaultdict(list)
    mails = [mail(number) for number in range(count)]
    for number in range(rounds + 1):
        for name, run in runs.items():
            box = dovecot.new_box()
            with box.client("") as client:
                client.create_folder("Handled")
            fill(box, mails if number else mails[:GROUP])
            took = run(box, port)
            if number:
                found[name].append(took)
    return found


def tell(found: dict[str, list[Took]], count: int) -> None:
    """Medians, and what of `this` is to each other's in the same round, in the median."""
    for name, each in found.items():
        rate = count / statistics.median(one.wall for one in each)
        cpu = statistics.median(one.cpu for one in each) / count * 1000
        line = f"{name}: {rate:.0f} mails/s, {cpu:.2f} ms of processor a mail"
        if name != "this":
            pairs = list(zip(found["this"], each, strict=True))
            faster = statistics.median(theirs.wall / ours.wall for ours, theirs in pairs)
            dearer = statistics.median(ours.cpu / theirs.cpu for ours, theirs in pairs)
            line += f"; this is {faster:.2f} times as fast and takes {dearer:.2f} of its processor"
        print(line)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--against", type=Path, action="append", default=[])
    wanted = options.parse_known_args()[0]
    installation = find_dovecot()
    assert installation, "no Dovecot: run `make bench`"
    server = Server(pipelining=True)
    with ExitStack() as ends:
        ends.callback(server.stop)
        dovecot = ends.enter_context(Dovecot(installation))
        runs: dict[str, Serve] = {}
        for folder in [Path(__file__).parents[1], *map(Path.resolve, wanted.against)]:
            compiled = tempfile.mkdtemp()
            ends.callback(shutil.rmtree, compiled)
            build = Build(folder, Path(compiled))
            runs["this" if not runs else folder.name] = build.serve
        runs["bare floor"] = floor
        tell(measure(dovecot, server.port, runs, wanted.rounds, wanted.mails), wanted.mails)


if __name__ == "__main__":
    main()
