"""How long does `audit` take for 100,000 mails in `Handled`, and what of that is the mail server's?

Ledger and folder are filled by hand, so that they agree. Beside it stands a bare floor: one FETCH
of the same headers of all mails, its answer read from the socket and looked at by nobody.

Run: make bench, or python benchmarks/audit.py [--mails 100000]
"""

from __future__ import annotations

import argparse
import hashlib
import imaplib
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import insert

from mailtracker.mail.site import NO_SITE
from mailtracker.mailbox.shelves import WANTED
from mailtracker.reader import InProcessReader
from mailtracker.reconcile.audit import audit
from mailtracker.start import shelves_of
from mailtracker.store.database import Store
from mailtracker.store.tables import ledger
from tests.servers.dovecot import Box, Dovecot, find_dovecot
from tests.stories.company import config_for

BEGUN = datetime(2026, 8, 3, 8, 0, tzinfo=UTC)
GROUP = 5_000


def mail(number: int, twin: bool) -> bytes:
    ident = "twin" if twin else str(number)
    return (
        f"Return-Path: <eva{number % 900}@corp.example>\r\n"
        f"From: Eva Lund <eva{number % 900}@corp.example>\r\nTo: it-help@corp.example\r\n"
        f"Subject: VPN drops at {number}\r\nMessage-ID: <{ident}@client.corp.example>\r\n"
        f"Date: Mon, 03 Aug 2026 10:00:00 +0200\r\n\r\nEvery hour, number {number}.\r\n"
    ).encode()


def fill(server: Dovecot, box: Box, store: Store, mails: int, twin: bool) -> None:
    """Each mail lies in `Handled` and has a line, by the number that it had in INBOX."""
    folder = server.maildir(box.user) / ".Handled" / "cur"
    for start in range(0, mails, GROUP):
        rows = []
        for number in range(start, min(start + GROUP, mails)):
            raw, arrived = mail(number, twin), BEGUN + timedelta(seconds=30 * number)
            size = len(raw)
            name = f"{arrived:%s}.M{number}P1.bench,S={size},W={size}:2,"
            (folder / name).write_bytes(raw)
            os.utime(folder / name, (arrived.timestamp(), arrived.timestamp()))
            rows.append(_row(number, raw, arrived))
        with store.write() as conn:
            conn.execute(insert(ledger), rows)


def _row(number: int, raw: bytes, arrived: datetime) -> dict[str, object]:
    ident = raw.partition(b"Message-ID: ")[2].partition(b"\r\n")[0].decode()
    return {
        "mailbox": "IT help",
        "uidvalidity": 1,
        "uid": number + 1,
        "sha256": hashlib.sha256(raw).hexdigest(),
        "content_key": "",
        "message_id": ident,
        "sender": f"eva{number % 900}@corp.example",
        "subject": f"VPN drops at {number}",
        "arrived_at": arrived,
        "fetched_at": arrived,
        "size": len(raw),
        "kind": "auto_reply",
        "was": "quarantine",
        "disposition": "ignored",
        "reason": "has Auto-Submitted",
        "put_away": "moved",
        "tries": 0,
        "trouble": "",
    }


@contextmanager
def counted() -> Iterator[list[int]]:
    """How many commands any connection said meanwhile."""
    count, before = [0], imaplib.IMAP4._new_tag  # type: ignore[attr-defined]

    def new_tag(self: imaplib.IMAP4) -> bytes:
        count[0] += 1
        tag: bytes = before(self)
        return tag

    imaplib.IMAP4._new_tag = new_tag  # type: ignore[attr-defined]
    try:
        yield count
    finally:
        imaplib.IMAP4._new_tag = before  # type: ignore[attr-defined]


def floor(box: Box) -> float:
    wanted = b" ".join(WANTED).decode()
    with box.client("Handled", readonly=True) as client:
        began = time.perf_counter()
        client._imap.uid("FETCH", "1:*", f"({wanted})")
        return time.perf_counter() - began


def measure(server: Dovecot, mails: int, twin: bool) -> None:
    box = server.new_box()
    with box.client("") as client:
        client.create_folder("Handled")
    with tempfile.TemporaryDirectory() as name:
        config = config_for(Path(name), box, 25)
        store = Store.open(config.store.url)
        fill(server, box, store, mails, twin)
        with box.client("Handled", readonly=True) as client:
            client._imap.uid("FETCH", "1:*", "(RFC822.SIZE)")  # the server makes its index once
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with counted() as commands:
            began = time.perf_counter()
            report = audit(config, store, InProcessReader(NO_SITE), shelves_of, datetime.now(UTC))
            took = time.perf_counter() - began
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        store.close()
    (one,) = report.mailboxes
    assert report.ok, one
    assert (one.known, one.gone) == (mails, 0), one
    bare = floor(box)
    what = "all with one Message-ID" if twin else "each with its Message-ID"
    print(
        f"audit: {mails} mails, {what}, in {took:.1f} s ({took / mails * 1e6:.0f} µs each), "
        f"{took / bare:.1f} times one FETCH of their headers; {commands[0]} commands, "
        f"{grown / 1024:.0f} MB more memory"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=100_000)
    mails = parser.parse_known_args()[0].mails
    installation = find_dovecot()
    assert installation is not None, "run tools/unpack-debian"
    with Dovecot(installation, accounts=10) as server:
        measure(server, mails // 10, twin=False)
        measure(server, mails, twin=False)
        measure(server, mails // 10, twin=True)


if __name__ == "__main__":
    main()
