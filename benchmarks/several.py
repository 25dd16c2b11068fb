"""What several daemons on one PostgreSQL do together: mails a second of one, two and four of them,
as ratios in one run, and how long a transaction holds and waits for its locks.

Each daemon is a process that files the mails of its share of eight mailboxes and sends what is
written about them, by a fixed number of connections to a server that answers in 20 ms. Mails are
read before the clock starts; IMAP is left out, which a second daemon halves in any case. The server
waits for its disk at each commit.

Run: python benchmarks/several.py [--mails 240] [--daemons 1,2,4] [--connections 2] [--one-team]
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import multiprocessing
import queue
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from email.message import EmailMessage
from email.policy import SMTP
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import structlog
from sqlalchemy import Engine, create_engine, event, func, select

from benchmarks.locks_held import Held, Host, simulated
from mailtracker.config import Config, StoreConfig
from mailtracker.daemon.exchange import Exchange, Want
from mailtracker.daemon.filing import Fetched, Filer
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.settling import Done
from mailtracker.mail.understand import understand
from mailtracker.reader import InProcessReader, Reading
from mailtracker.smtp import Delivery
from mailtracker.store.database import Store
from mailtracker.store.tables import ledger, outbox
from tests.servers.dovecot import Box
from tests.servers.postgresql import PostgresServer, find_postgresql
from tests.stories.company import config_for

BOXES, GROUP, ANSWERS_IN = 8, 10, 0.02
NOBODY = Box("127.0.0.1", 1, "nobody", "secret", None)
TAKEN = Delivery("sent", 250, "2.0.0 taken", False, "dot")

PEOPLE = "".join(
    f"  p{n}: {{name: Pat Number{n}, email: p{n}@corp.example, digest: never}}\n"
    for n in range(BOXES)
)
RULES = f"""
people:
{PEOPLE}
promises:
  normal: {{first_reply: 4 hours, then_every: 8 hours, hours: always}}
teams:
  all: {{lead: p0, members: [{", ".join(f"p{n}" for n in range(BOXES))}], assign: least-loaded}}
ladders:
  default: [{{at: 100%%, tell: [owner]}}]
rules:
%s
fallback: {{to: p0, promise: normal, report_to: p0}}
"""


def rules(one_team: bool) -> str:
    """Each mailbox has a person of its own, or all have one team."""
    told = [
        f"  - {{name: r{n}, why: so, when: {{subject: [box{n}]}}, "
        f"to: {'all' if one_team else f'p{n}'}, promise: normal}}"
        for n in range(BOXES)
    ]
    return RULES % "\n".join(told)


def mail(box: int, number: int) -> bytes:
    made = EmailMessage()
    made["From"] = f"User {number} <user{box}x{number}@corp.example>"
    made["To"], made["Subject"] = f"box{box}@corp.example", f"box{box} fails, case {number}"
    made["Message-ID"] = f"<{box}.{number}@client.corp.example>"
    word = "".join("abcdefghij"[int(digit)] for digit in f"{box}{number}")
    made.set_content(f"Hello,\n\nit says {word}.\n" + "It fails. " * 40)
    return made.as_bytes(policy=SMTP)


def config_of(folder: Path, url: str, one_team: bool, connections: int) -> Config:
    config = config_for(folder, NOBODY, 1, rules(one_team), connections=connections)
    (box,) = config.mailboxes
    boxes = tuple(
        replace(box, name=f"box{n}", address=f"box{n}@corp.example", prefix=f"B{n}")
        for n in range(BOXES)
    )
    store = StoreConfig(url, config.store.keep_mail)
    return replace(config, mailboxes=boxes, store=store, automatic_per_hour=1_000_000)


@dataclass
class Clocked:
    """Of transactions that write: seconds from begin to end (`took`), of these waiting for locks
    that others had (`waited`), and for the disk (`commits`).
    """

    took: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    commits: list[float] = field(default_factory=list)

    def __add__(self, other: Clocked) -> Clocked:
        return Clocked(
            self.took + other.took, self.waited + other.waited, self.commits + other.commits
        )


@contextmanager
def clocked(engine: Engine) -> Iterator[Clocked]:
    """What `engine` does, which one thread has."""
    found, begun = Clocked(), [0.0, 0.0]
    commit = engine.dialect.do_commit

    def begin(_: object) -> None:
        begun[0] = time.perf_counter()

    def before(*_: object) -> None:
        begun[1] = time.perf_counter()

    def after(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if "pg_advisory_xact_lock" in statement:
            found.waited.append(time.perf_counter() - begun[1])

    def committed(connection: Any) -> None:
        start = time.perf_counter()
        commit(connection)
        found.commits.append(time.perf_counter() - start)
        found.took.append(time.perf_counter() - begun[0])

    event.listen(engine, "begin", begin, insert=True)
    event.listen(engine, "before_cursor_execute", before)
    event.listen(engine, "after_cursor_execute", after)
    engine.dialect.do_commit = committed  # type: ignore[method-assign, assignment]
    yield found


@dataclass(frozen=True)
class Job:
    """What one daemon is to do."""

    url: str
    mine: Sequence[int]
    mails: int
    one_team: bool
    connections: int

    @property
    def each(self) -> int:
        return self.mails // BOXES


@dataclass(frozen=True)
class Came:
    """What it came to: begin and end, by the machine's clock, CPU seconds, and its locks."""

    begun: float
    ended: float
    cpu: float
    locks: Clocked


def work(job: Job, ready: Barrier, answers: Any) -> None:
    """A daemon's process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        config = config_of(Path(folder), job.url, job.one_team, job.connections)
        with open_runtime(config, reader=InProcessReader) as runtime:
            mails = {box: read(runtime, box, job.each) for box in job.mine}
            with clocked(runtime.store._writer) as locks:
                ready.wait()
                cpu, begun = time.process_time(), time.time()
                asyncio.run(serve(runtime, job, mails))
                answers.put(Came(begun, time.time(), time.process_time() - cpu, locks))


def read(runtime: Runtime, box: int, count: int) -> list[Fetched]:
    alias, now = runtime.world.aliases[f"box{box}"], runtime.clock.now()
    raws = [mail(box, number) for number in range(count)]
    read = [understand(raw, alias.site) for raw in raws]
    return [
        Fetched(1, uid, raw, now, Reading(*one))
        for uid, (raw, one) in enumerate(zip(raws, read, strict=True), 1)
    ]


async def serve(runtime: Runtime, job: Job, mails: dict[int, list[Fetched]]) -> None:
    exchange, over = Exchange(runtime, job.connections), asyncio.Event()

    def file(box: int) -> None:
        filer = Filer(runtime, runtime.world.aliases[f"box{box}"])
        for start in range(0, len(mails[box]), GROUP):
            filer.outcomes(filer.start(mails[box][start : start + GROUP]))

    async def pump() -> None:
        done = None
        while not over.is_set():
            answer = await exchange(done, Want.ROW)
            done = None
            await asyncio.sleep(ANSWERS_IN)
            if answer.given is not None:
                done = Done(answer.given.row, TAKEN)

    def wait_until_all_is_sent() -> None:
        while not runtime.read(lambda conn: is_over(conn, job)):
            time.sleep(0.1)

    with ThreadPoolExecutor(len(job.mine)) as pool:
        loop = asyncio.get_running_loop()
        filing = [loop.run_in_executor(pool, file, box) for box in job.mine]
        pumps = [asyncio.create_task(pump()) for _ in range(job.connections)]
        await asyncio.gather(*filing)
        await asyncio.to_thread(wait_until_all_is_sent)
        over.set()
        await asyncio.gather(*pumps)
        await exchange.close()


def is_over(conn: Any, job: Job) -> bool:
    filed = conn.scalar(select(func.count()).select_from(ledger))
    unsent = select(func.count()).select_from(outbox).where(outbox.c.state != "sent")
    return filed == BOXES * job.each and not conn.scalar(unsent)


def throughput(server: PostgresServer, daemons: int, given: Any) -> tuple[float, list[Came]]:
    """Mails a second, and what each daemon came to."""
    with server.database() as url:
        Store.open(url).close()
        spawn = multiprocessing.get_context("spawn")
        ready, answers = spawn.Barrier(daemons), spawn.Queue()
        shares = [range(n, BOXES, daemons) for n in range(daemons)]
        jobs = [Job(url, one, given.mails, given.one_team, given.connections) for one in shares]
        processes = [spawn.Process(target=work, args=(job, ready, answers)) for job in jobs]
        for process in processes:
            process.start()
        came: list[Came] = []
        while len(came) < daemons:
            assert not any(process.exitcode for process in processes), "a daemon failed"
            with contextlib.suppress(queue.Empty):
                came.append(answers.get(timeout=1))
        for process in processes:
            process.join()
        engine = create_engine(url)
        with engine.connect() as conn:
            sent = conn.scalar(select(func.count()).select_from(outbox)) or 0
        engine.dispose()
    assert sent == 2 * jobs[0].each * BOXES, sent
    took = max(one.ended for one in came) - min(one.begun for one in came)
    return jobs[0].each * BOXES / took, came


def milliseconds(values: Sequence[float]) -> str:
    several = sorted(values)
    late = several[len(several) * 95 // 100]
    return f"{statistics.median(several) * 1e3:6.1f} (p95 {late * 1e3:6.1f})"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=240)
    options.add_argument("--daemons", default="1,2,4")
    options.add_argument("--connections", type=int, default=2, help="of each daemon")
    options.add_argument("--one-team", action="store_true", help="all mailboxes share a team")
    given = options.parse_known_args()[0]
    programs = find_postgresql()
    if programs is None:
        print("no PostgreSQL here: tools/unpack-debian postgresql")
        return
    first = 0.0
    with PostgresServer(programs, fsync="on", full_page_writes="on") as server:
        for daemons in map(int, given.daemons.split(",")):
            rate, came = throughput(server, daemons, given)
            first = first or rate
            locks = sum((one.locks for one in came), Clocked())
            cpu = sum(one.cpu for one in came) / given.mails * 1e3
            print(
                f"{daemons} daemons {rate:6.1f} mails/s x{rate / first:4.2f}  {cpu:5.1f} ms CPU of "
                f"daemons a mail  transaction {milliseconds(locks.took)} ms, "
                f"locks waited for {milliseconds(locks.waited)} ms, "
                f"commit {milliseconds(locks.commits)} ms"
            )
    several = (1, 2, 4, 8, 16, 32)
    print(f"computed, so many daemons: {several}")
    for words, held in CASES.items():
        rates = [simulated(held, Host(daemons)) for daemons in several]
        print(f"  {words:34}", "  ".join(f"x{rate / rates[0]:5.2f}" for rate in rates))


CASES = {
    "mailboxes of their own": Held(),
    "one team of all": Held(shared=1.0),
    "a tenth of them with the pen": Held(pen=0.1),
    "all with the pen": Held(pen=1.0),
}
"""As measured here, and what else there may be."""


if __name__ == "__main__":
    main()
