"""Does a mail cost the same in a large database? A new mail, a reply, a hundred due deadlines, what
is thrown away, and each command that lists, in milliseconds of the processor: with so many
requests, a tenth of them open, against a thousand.

Both databases are made here (`benchmarks/grown.py`), some GB of them in a temporary folder; what is
measured goes to the one and the other in turns. Medians are told, of what each took and of how many
times as much the large one took in the same turn: a machine is never quite idle.

Run: make bench, or python benchmarks/scale.py [--requests 1000000] [--rounds 9] [--folder /tmp]
With --watch: what looks for due deadlines and acts on them, with 10,000 and with so many requests,
each of them open.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import structlog
from sqlalchemy import Connection, func, select, update

from benchmarks.grown import grow
from benchmarks.writer import NOBODY, Desk, mail, reply_to
from mailtracker.daemon.run import open_runtime
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.watch import Watch
from mailtracker.reader import InProcessReader
from mailtracker.store import deadlines, keep
from mailtracker.store.tables import deadlines as due_rows
from mailtracker.store.tables import ledger, outbox, requests
from tests.stories.company import ALIAS, config_for

FILED, LARGE = 1000, 1_000_000
"""Requests: of the small database, each filed by the product itself, and of the large one."""

WATCHED = 10_000
"""Requests of the small one where all are open."""

GROUP, ALONE, DUE = 50, 10, 100
"""What is measured in one turn: mails that are filed together, mails one by one, deadlines."""

KEPT = timedelta(days=1000)
"""Longer than there are requests: half of them would be purged before the first turn begins."""

SEED = 3

COMMANDS = (
    *("list", "list --json", "list --all", "list --owner bo", "list --tag tag3"),
    *("list --status answered", "show IT-1500", "status", "status --json"),
    *("outbox list", "outbox list --state sent", "outbox list --state all", "quarantine list"),
)

CONFIG = f"""
own_domains = ["corp.example"]
admins = ["priya@corp.example"]
[smtp]
host = "127.0.0.1"
port = 1
tls = "none"
[[mailbox]]
name = "IT help"
address = "{ALIAS}"
prefix = "IT"
[mailbox.imap]
host = "127.0.0.1"
port = 1
tls = "none"
user = "nobody"
password_file = "secret"
"""

Costs = dict[str, list[float]]
"""Milliseconds of the processor, of each turn, by what was done."""


def file_all(folder: Path) -> Path:
    """A thousand requests, each with its receipt, a relay to its owner and a reply to it; every
    fifth with somebody in copy.
    """
    with open_runtime(config_for(folder, NOBODY, 1), reader=InProcessReader) as runtime:
        desk = Desk(runtime)
        desk.file(desk.read([mail(number, **_copied(number)) for number in range(FILED)]))
        desk.send()
        desk.file(desk.read(desk.replies(FILED)))
        desk.send()
    return folder / "mailtracker.db"


def _copied(number: int) -> Mapping[str, str]:
    return {} if number % 5 else {"Cc": f"colleague{number % 70}@corp.example"}


class Side:
    """One of the two databases, served by a daemon that has no servers."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._random = runtime, random.Random(SEED)
        with runtime.store.read() as conn:
            uid = conn.scalar(select(func.max(ledger.c.uid))) or 0
            self._open = list(conn.scalars(select(due_rows.c.request_id)))
        self._desk, self._watch, self._number = Desk(runtime, uid=uid), Watch(runtime), 1000 * uid
        self._watch.all_that_is_due()  # what is thrown away at a start is
        self._filed(self._new(GROUP))

    def turn(self) -> Iterator[tuple[str, float]]:
        """Milliseconds of each thing that costs something."""
        yield from self.mail_comes()
        yield from self.time_passes()
        yield "100 old mails looked at, all owed", spent(1, self._look_at_old)

    def mail_comes(self) -> Iterator[tuple[str, float]]:
        fresh = [self._desk.read(self._new(GROUP)), self._desk.read(self._new(ALONE))]
        yield "a new mail, filed with others", spent(GROUP, lambda: self._desk.file(fresh[0]))
        yield "what is written about it, sent", spent(GROUP, self._desk.send)
        yield "a new mail, filed alone", spent(ALONE, lambda: self._alone(fresh[1]))
        replies = [self._desk.read(self._replies(GROUP)), self._desk.read(self._replies(ALONE))]
        yield "a reply, filed with others", spent(GROUP, lambda: self._desk.file(replies[0]))
        yield "what is written about it, sent ", spent(GROUP, self._desk.send)
        yield "a reply, filed alone", spent(ALONE, lambda: self._alone(replies[1]))
        self._desk.send()

    def time_passes(self) -> Iterator[tuple[str, float]]:
        self._runtime.write(self._let_be_due)
        yield f"{DUE} due deadlines, found", spent(1, self._find)
        yield f"{DUE} due deadlines, acted on", spent(1, self._watch.all_that_is_due)
        self._desk.send()
        yield "a look for what is due", spent(100, lambda: [self._watch.poll() for _ in range(100)])

    def _filed(self, raws: Sequence[bytes]) -> None:
        self._desk.file(self._desk.read(list(raws)))
        self._desk.send()

    def _alone(self, mails: Sequence[object]) -> None:
        for one in mails:
            self._desk.file([one])  # type: ignore[list-item]

    def _new(self, count: int) -> list[bytes]:
        self._number += count
        return [mail(self._number + n) for n in range(count)]

    def _replies(self, count: int) -> list[bytes]:
        """To requests that are open, however old they are."""
        some = self._random.sample(self._open, count)
        self._number += count
        with self._runtime.store.read() as conn:
            asked = select(outbox).where(
                outbox.c.request_id.in_(some), outbox.c.letter == "receipt"
            )
            receipts = {row.request_id: row for row in conn.execute(asked)}
        return [reply_to(receipts[one], self._number + n) for n, one in enumerate(some)]

    def _let_be_due(self, conn: Connection) -> None:
        """The first step of a new promise, each time of others."""
        some = self._random.sample(self._open, DUE)
        past = self._runtime.clock.now() - timedelta(seconds=1)
        again = {"epoch": requests.c.epoch + 1, "rung": 0, "repeats": 0}
        conn.execute(update(requests).where(requests.c.id.in_(some)).values(again))
        epoch = select(requests.c.epoch).where(requests.c.id == due_rows.c.request_id)
        due = {"epoch": epoch.scalar_subquery(), "rung": 0, "due_at": past}
        conn.execute(update(due_rows).where(due_rows.c.request_id.in_(some)).values(due))

    def _find(self) -> None:
        with self._runtime.store.read() as conn:
            assert len(deadlines.due(conn, self._runtime.clock.now(), DUE)) == DUE

    def _look_at_old(self) -> None:
        before = self._runtime.clock.now() - self._runtime.config.store.keep_mail
        assert self._runtime.write(partial(keep.purge, before=before, limit=100)).gone == 0


def spent(times: int, work: Callable[[], object]) -> float:
    """Milliseconds of the processor, of all our threads, for one of so many."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000 / times


Turn = Callable[[Side], Iterator[tuple[str, float]]]


def in_turns(folders: Sequence[Path], rounds: int, turn: Turn = Side.turn) -> list[Costs]:
    """Of each of the two; a first round is not counted."""
    found: list[Costs] = [defaultdict(list) for _ in folders]
    with ExitStack() as ends:
        sides = []
        for folder in folders:
            config = config_for(folder, NOBODY, 1, keep=KEPT)
            runtime = ends.enter_context(open_runtime(config, reader=InProcessReader))
            sides.append(Side(runtime))
        for number in range(rounds + 1):
            for costs, side in list(zip(found, sides, strict=True))[:: 1 if number % 2 else -1]:
                for what, cost in turn(side):
                    costs[what].extend([cost] if number else [])
        for folder in folders:
            wal = (folder / "mailtracker.db-wal").stat().st_size
            print(f"  {folder.name}: the write-ahead log takes {wal / 2**20:.1f} MB")
    return found


def commanded(folders: Sequence[Path], rounds: int, compiled: str) -> list[Costs]:
    """Of each command as a process, from its start to its end."""
    found: list[Costs] = [defaultdict(list) for _ in folders]
    for number in range(rounds + 1):
        for words in COMMANDS:
            for costs, folder in zip(found, folders, strict=True):
                wall, cpu = run(folder, words.split(), compiled)
                costs[words].extend([cpu] if number else [])
                costs[f"{words}, on the clock"].extend([wall] if number else [])
    return found


def run(folder: Path, words: Sequence[str], compiled: str) -> tuple[float, float]:
    """Milliseconds on the clock and of the processor."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mailtracker", *words],
        cwd=folder,
        env=env | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONPYCACHEPREFIX": compiled},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, ended, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(ended)
    assert process.returncode in (0, 1), words
    wall = time.perf_counter() - began
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000


def tell(found: Sequence[Costs]) -> None:
    small, large = found
    for what, costs in small.items():
        one, other = statistics.median(costs), statistics.median(large[what])
        ratio = statistics.median(b / a for a, b in zip(costs, large[what], strict=True))
        print(f"{what:40} {one:9.2f} {other:9.2f} ms {ratio:6.2f} times")


def make(folder: Path, sizes: Sequence[int], every: int) -> list[Path]:
    """The folders of both databases; one of `every` request is open."""
    (folder / "filed").mkdir()
    filed = file_all(folder / "filed")
    sides = [folder / "small", folder / "large"]
    for side, copies in zip(sides, (size // FILED for size in sizes), strict=True):
        side.mkdir()
        began = time.perf_counter()
        grow(filed, side / "mailtracker.db", copies, every)
        (side / "config.toml").write_text(CONFIG)
        (side / "secret").write_text("secret")
        (side / "secret").chmod(0o600)
        size = (side / "mailtracker.db").stat().st_size / 2**20
        took = time.perf_counter() - began
        print(f"  {side.name}: {copies * FILED} requests, {size:.0f} MB, made in {took:.0f} s")
    return sides


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--requests", type=int, default=LARGE, help="thousands of them")
    options.add_argument("--rounds", type=int, default=9)
    options.add_argument("--watch", action="store_true", help="all open, and time passes only")
    options.add_argument("--folder", type=Path, help="where there are some GB for a while")
    wanted = options.parse_known_args()[0]
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory(dir=wanted.folder) as folder:
        if wanted.watch:
            sides = make(Path(folder), (WATCHED, wanted.requests), 1)
            tell(in_turns(sides, wanted.rounds, Side.time_passes))
            return
        sides = make(Path(folder), (FILED, wanted.requests), 10)
        tell(in_turns(sides, wanted.rounds))
        tell(commanded(sides, max(1, wanted.rounds // 2), f"{folder}/compiled"))


if __name__ == "__main__":
    main()
