"""What a mail costs the thread that writes: SQL statements, transactions and CPU time, without any
server. What it costs in a large database: `benchmarks/scale.py`.

Mails that open requests are filed in groups, as from a backlog; what is written about them is
claimed and settled as if a server took each at once; then every requester replies. A statement is
what goes to the driver, `executemany` is one.

Run: python benchmarks/writer.py [--mails 300] [--pumps 4] [--told]
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import structlog
from sqlalchemy import Engine, event, select

from mailtracker.daemon.exchange import Exchange, Want
from mailtracker.daemon.filing import Fetched, Filer
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.settling import Done
from mailtracker.mail.understand import understand
from mailtracker.reader import Reading
from mailtracker.smtp import Delivery
from mailtracker.store.tables import outbox
from tests.servers.dovecot import Box
from tests.stories.company import ALIAS, config_for

GROUP, PUMPS = 50, 4
NOBODY = Box("127.0.0.1", 1, "nobody", "secret", None)
TAKEN = Delivery("sent", 250, "2.0.0 taken", False, "dot")

RAN: Counter[str] = Counter()
"""Statements by their first words, and commits."""


@event.listens_for(Engine, "before_cursor_execute")
def _ran(_conn: object, _cursor: object, statement: str, *_: object) -> None:
    said = re.sub(r"\s+", " ", statement)
    table = re.search(r"(?:FROM|INTO|UPDATE) (\w+)", said)
    RAN[f"{said.split(' ')[0]} {table[1] if table else ''}"] += 1


@event.listens_for(Engine, "commit")
def _committed(_conn: object) -> None:
    RAN["COMMIT"] += 1


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one mail: SQL `statements`, `transactions`, and milliseconds of `cpu`."""

    statements: float
    transactions: float
    cpu: float

    def __str__(self) -> str:
        return (
            f"{self.statements:6.2f} statements {self.transactions:6.3f} transactions "
            f"{self.cpu:6.2f} ms CPU"
        )

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.statements + other.statements,
            self.transactions + other.transactions,
            self.cpu + other.cpu,
        )


def cost(mails: int, work: Callable[[], object], told: bool = False) -> Cost:
    """Of `work`, which handles so many `mails`."""
    RAN.clear()
    start = time.process_time()
    work()
    cpu = (time.process_time() - start) * 1000 / mails
    commits = RAN.pop("COMMIT", 0)
    begins = sum(count for words, count in RAN.items() if words.startswith("BEGIN"))
    if told:
        for words, count in RAN.most_common():
            print(f"      {count / mails:6.2f} {words}")
    return Cost((RAN.total() - begins) / mails, commits / mails, cpu)


def mail(number: int, **more: str) -> bytes:
    made = EmailMessage()
    fields = {
        "From": f"User {number} <user{number}@corp.example>",
        "To": ALIAS,
        "Subject": f"VPN drops, case {number}",
        "Message-ID": f"<{number}.{more.pop('of', 'first')}@client.corp.example>",
    }
    for name, value in (fields | more).items():
        made[name.replace("_", "-")] = value
    word = "".join("abcdefghij"[int(digit)] for digit in str(number))  # nobody repeats themselves
    told = f"Hello,\n\nmy VPN drops every hour and says {word}.\n"
    made.set_content(told + "It fails. " * 40)
    return made.as_bytes(policy=SMTP)


class Desk:
    """A company that files and sends, on a database of its own."""

    def __init__(self, runtime: Runtime, pumps: int = PUMPS, uid: int = 0) -> None:
        """`uid`: the highest that its mailbox had."""
        self._runtime, self._pumps = runtime, pumps
        (self._alias,) = runtime.world.aliases.values()
        self._filer = Filer(runtime, self._alias)
        self._uid = uid

    def read(self, raws: list[bytes]) -> list[Fetched]:
        """As the reading child would."""
        now = self._runtime.clock.now()
        mails = []
        for raw in raws:
            self._uid += 1
            message, classified = understand(raw, self._alias.site)
            mails.append(Fetched(1, self._uid, raw, now, Reading(message, classified)))
        return mails

    def file(self, mails: list[Fetched]) -> None:
        for start in range(0, len(mails), GROUP):
            done = self._filer.outcomes(self._filer.start(mails[start : start + GROUP]))
            assert len(done) == len(mails[start : start + GROUP])

    def send(self) -> None:
        """Everything that is due."""
        asyncio.run(self._send())

    async def _send(self) -> None:
        exchange = Exchange(self._runtime, self._pumps)

        async def pump() -> None:
            done = None
            while True:
                answer = await exchange(done, Want.ROW)
                if answer.given is None:
                    return
                done = Done(answer.given.row, TAKEN)

        await asyncio.gather(*(pump() for _ in range(self._pumps)))

    def replies(self, count: int) -> list[bytes]:
        """Of the last who got a receipt, by its reply address."""
        with self._runtime.store.read() as conn:
            asked = select(outbox).where(outbox.c.letter == "receipt").order_by(outbox.c.id.desc())
            receipts = conn.execute(asked.limit(count)).all()
        return [reply_to(row, number) for number, row in enumerate(receipts)]


def reply_to(receipt: Any, number: int) -> bytes:
    """By who got that `receipt`, a row of the outbox, to its reply address."""
    local, _, domain = ALIAS.partition("@")
    return mail(
        number,
        of="reply",
        From=receipt.recipient,
        To=f"{local}+{receipt.token}@{domain}",
        In_Reply_To=receipt.message_id,
        Subject="Re: VPN drops",
    )


@contextmanager
def desk(folder: Path, pumps: int = PUMPS) -> Iterator[Desk]:
    """With an empty database."""
    with open_runtime(config_for(folder, NOBODY, 1, connections=pumps)) as runtime:
        yield Desk(runtime, pumps)


def measured(count: int, told: bool, pumps: int = PUMPS) -> dict[str, Cost]:
    """What each kind of mail costs."""
    with tempfile.TemporaryDirectory() as folder, desk(Path(folder), pumps) as here:
        warm = here.read([mail(20_000_000 + number) for number in range(10)])
        here.file(warm)
        here.send()
        fresh = here.read([mail(number) for number in range(count)])
        found = {
            "a new mail, filed": cost(count, lambda: here.file(fresh), told),
            "what is written about it, sent": cost(count, here.send, told),
        }
        replies = here.read(here.replies(count))
        found["a reply, filed"] = cost(len(replies), lambda: here.file(replies), told)
        found["what is written about it, sent "] = cost(len(replies), here.send, told)
        return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=300)
    options.add_argument("--pumps", type=int, default=PUMPS, help="SMTP connections")
    options.add_argument("--told", action="store_true", help="which statements they are")
    wanted = options.parse_known_args()[0]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    found = measured(wanted.mails, wanted.told, pumps=wanted.pumps)
    for what, one in found.items():
        print(f"{what:32} {one}")
    filed, sent, *_ = found.values()
    print(f"{'a new mail in all':32} {filed + sent}")


if __name__ == "__main__":
    main()
