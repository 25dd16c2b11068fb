"""How fast is the whole path? Mails per second and arrival-to-receipt latency, on a
private Dovecot and SMTP server.

Throughput is also given as a ratio to a bare floor, run beside it: the same mails fetched in
groups, parsed by the standard library, committed to SQLite by 50, and one fixed answer a mail sent
over the same number of connections. The floor decides nothing, composes nothing and carries nothing
on; it says what the servers and this machine allow.

Run: make bench, or python benchmarks/throughput.py [--mails 1000] [--latency 30]
"""

from __future__ import annotations

import argparse
import asyncio
import email
import email.policy
import sqlite3
import statistics
import sys
import tempfile
import time
from email.message import EmailMessage
from email.utils import make_msgid
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import aiosmtplib
import imapclient
import structlog

from mailtracker.composer import ChildComposer
from mailtracker.daemon.run import Daemon, open_runtime
from tests.servers.dovecot import Box, Dovecot, find_dovecot
from tests.servers.smtpd import SmtpSink
from tests.stories.company import ALIAS, config_for

CONNECTIONS = 4


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


def fill(box: Box, count: int) -> None:
    with box.client("") as client:
        for number in range(count):
            client.append("INBOX", mail(number))


def whole_path(box: Box, sink: SmtpSink, count: int) -> float:
    """Seconds from the start of `run --once` until every receipt and every relay was accepted."""
    fill(box, count)
    before = sink.accepted
    with (
        tempfile.TemporaryDirectory() as folder,
        open_runtime(
            config_for(Path(folder), box, sink.smtp_port, connections=CONNECTIONS)
        ) as runtime,
    ):
        runtime.composer = ChildComposer()  # as `run` has it
        start = time.perf_counter()
        asyncio.run(Daemon(runtime).once())
        seconds = time.perf_counter() - start
    assert sink.accepted - before == 2 * count, (
        f"{sink.accepted - before} of {2 * count} mails went out"
    )
    return seconds


def floor(box: Box, sink: SmtpSink, count: int) -> float:
    """Seconds for fetch, parse, commit and one plain answer a mail,
    without any product in between.
    """
    fill(box, count)
    start = time.perf_counter()
    with box.client() as client, tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        database.execute("pragma journal_mode=wal")
        database.execute("pragma synchronous=full")
        database.execute("create table mails (uid integer primary key, sender text, raw blob)")
        uids, senders = client.search(), []
        for group in (uids[n : n + 50] for n in range(0, len(uids), 50)):
            senders += _take(client, database, group)
        database.close()
        asyncio.run(_answer(sink.smtp_port, senders))
    return time.perf_counter() - start


def _take(
    client: imapclient.IMAPClient, database: sqlite3.Connection, group: list[int]
) -> list[str]:
    fetched = client.fetch(group, ["BODY.PEEK[]"])
    parsed = {uid: email.message_from_bytes(found[b"BODY[]"]) for uid, found in fetched.items()}
    database.execute("begin immediate")
    database.executemany(
        "insert into mails values (?, ?, ?)",
        [(uid, parsed[uid]["From"], found[b"BODY[]"]) for uid, found in fetched.items()],
    )
    database.execute("commit")
    client.move(group, "Handled")
    return [parsed[uid]["From"] for uid in parsed]


async def _answer(port: int, senders: list[str]) -> None:
    body = b"From: it-help@corp.example\r\nSubject: we have it\r\n\r\nSomebody has it.\r\n"
    queue = list(senders)

    async def pump() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as smtp:
            while queue:
                sender = queue.pop()
                await smtp.sendmail(ALIAS, [email.utils.parseaddr(sender)[1]], body)

    await asyncio.gather(*(pump() for _ in range(CONNECTIONS)))


def has_accepted(sink: SmtpSink, count: int) -> bool:
    return sink.accepted >= count


async def latency(box: Box, sink: SmtpSink, count: int) -> list[float]:
    """Seconds from the mail lying in the mailbox to its receipt accepted, one at a
    time, with the daemon idling.
    """
    found: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        open_runtime(
            config_for(Path(folder), box, sink.smtp_port, connections=CONNECTIONS)
        ) as runtime,
    ):
        daemon = Daemon(runtime)
        running = asyncio.create_task(daemon.run())
        for number in range(count + 1):
            waiting = partial(has_accepted, sink, sink.accepted + 2)
            await asyncio.to_thread(box.deliver, mail(number))
            start = time.perf_counter()
            await asyncio.to_thread(sink.wait_until, waiting)
            if number:  # the first one pays for connections
                found.append(time.perf_counter() - start)
            await asyncio.sleep(0.1)
        daemon.stop()
        await running
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=1000)
    options.add_argument("--latency", type=int, default=30)
    wanted = options.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    installation = find_dovecot()
    assert installation, "no Dovecot: run `make bench`"
    with Dovecot(installation) as dovecot, SmtpSink() as sink:
        with dovecot.new_box().client("") as client:
            client.list_folders()
        bare_box = dovecot.new_box()
        with bare_box.client("") as client:
            client.create_folder("Handled")
        bare = floor(bare_box, sink, wanted.mails)
        whole = whole_path(dovecot.new_box(), sink, wanted.mails)
        waits = asyncio.run(latency(dovecot.new_box(), sink, wanted.latency))
    print(
        f"whole path: {wanted.mails / whole:.0f} mails/s ({wanted.mails} waiting mails, 2 sent for "
        f"each)"
    )
    print(
        f"bare floor: {wanted.mails / bare:.0f} mails/s (1 sent for each); the whole path takes "
        f"{whole / bare:.1f} times as long"
    )
    p95 = sorted(waits)[int(len(waits) * 0.95)]
    print(
        f"arrival to receipt: p50 {statistics.median(waits) * 1000:.0f} ms, p95 {p95 * 1000:.0f} "
        f"ms (Dovecot's IDLE waits 500 ms)"
    )


if __name__ == "__main__":
    main()
