"""A mail server that is odd about one mail, and an alias that is served from behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from mailtracker.clock import DrivenClock
from mailtracker.daemon.receive import Receiver
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.effects import Disposition
from mailtracker.reader import InProcessReader
from mailtracker.start import mailbox_of
from mailtracker.store import health, ledger, outbox
from tests.servers.dovecot import Box
from tests.stories.company import MONDAY, config_for, letters

BAD = 3
"""The number of the mail that is not given."""

Meddled = tuple[bytes | None, bytes]


def mail(number: int) -> bytes:
    return (
        f"From: Eva Lund <eva@corp.example>\r\nTo: it-help@corp.example\r\n"
        f"Subject: VPN {number}\r\nMessage-ID: <{number}@client.corp.example>\r\n\r\n"
        f"Every hour, number {number}.\r\n"
    ).encode()


FETCH = re.compile(rb"(\S+) UID FETCH ([\d,:]+) (.*)\r\n")


def meddling(what: str, with_bad: Callable[[bytes, list[int], bytes], Meddled]):
    """A server that is odd where a FETCH of `what` names the bad mail."""

    def meddle(data: bytes) -> Meddled:
        found = FETCH.fullmatch(data)
        if found is None or what.encode() not in found[3]:
            return data, b""
        uids = [int(number) for number in found[2].replace(b":", b",").split(b",")]
        return with_bad(found[1], uids, found[3]) if BAD in uids else (data, b"")

    return meddle


def says_no(tag: bytes, uids: list[int], rest: bytes) -> Meddled:
    return b"", tag + b" NO [SERVERBUG] Internal error occurred.\r\n"


def says_nothing(tag: bytes, uids: list[int], rest: bytes) -> Meddled:
    others = b",".join(b"%d" % uid for uid in uids if uid != BAD)
    if not others:
        return b"", tag + b" OK Fetch completed.\r\n"
    return tag + b" UID FETCH " + others + b" " + rest + b"\r\n", b""


def without_body(tag: bytes, uids: list[int], rest: bytes) -> Meddled:
    if uids != [BAD]:
        return says_no(tag, uids, rest)
    return tag + b" UID FETCH %d (FLAGS)\r\n" % BAD, b""


def says_nonsense(tag: bytes, uids: list[int], rest: bytes) -> Meddled:
    return b"", b"* 3 FETCH (UID 3 BODY[] (\r\n" + tag + b" OK Fetch completed.\r\n"


def breaks_off(tag: bytes, uids: list[int], rest: bytes) -> Meddled:
    return None, b""


ODD = {
    "says no to its body": meddling("BODY", says_no),
    "says no to all about it": meddling("(", says_no),
    "answers with nothing": meddling("BODY", says_nothing),
    "answers with nothing, nor with its size": meddling("(", says_nothing),
    "leaves out its body": meddling("BODY", without_body),
    "answers with nonsense": meddling("BODY", says_nonsense),
    "breaks off": meddling("BODY", breaks_off),
    "breaks off at the question for its size": meddling("(", breaks_off),
}


class Desk:
    """One alias on Dovecot behind a proxy; the clock is driven."""

    def __init__(self, box: Box, port: int, folder: Path) -> None:
        self.box, self.clock = box, DrivenClock(MONDAY)
        self.config = config_for(folder, replace(box, port=port), 1)
        self.told: list[Outcome] = []
        self.spool: Path | None = None

    @contextmanager
    def open(self) -> Iterator[tuple[Receiver, Runtime]]:
        with open_runtime(
            self.config, self.clock, InProcessReader, self.told.append, letters()
        ) as runtime:
            config = self.config.mailboxes[0]
            yield Receiver(runtime, config, mailbox_of(config, self.spool)), runtime

    def turn(self) -> None:
        """A new daemon looks at the mailbox once."""
        with self.open() as (receiver, _):
            receiver.once()

    def travel(self, **time: float) -> None:
        self.clock.travel(timedelta(**time))
        self.turn()

    def opened(self) -> list[str]:
        found = [one.enacted.request.subject for one in self.told if one.enacted.request]
        return sorted(found)

    def lines(self, *wanted: Disposition) -> list[ledger.Line]:
        with self.open() as (_, runtime), runtime.store.read() as conn:
            return [
                line for kind in wanted or [None] for line in ledger.lines(conn, kind, None, 1000)
            ]

    def beat(self) -> health.Beat:
        with self.open() as (_, runtime), runtime.store.read() as conn:
            return next(beat for beat in health.read(conn) if beat.part == "imap IT help")

    def letters_to_admins(self) -> list[str]:
        with self.open() as (_, runtime), runtime.store.read() as conn:
            rows = outbox.rows(conn)
            return [row.letter for row in rows if row.recipient == "priya@corp.example"]
