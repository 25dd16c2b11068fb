"""How long does a command take to come up? From the start of `run` to the first receipt, and of
`show`, `list`, `status` and `check` from start to end; each in seconds on the wall and of the
processor, its children's too.

A mail waits in the mailbox; `run` starts, and the clock stops when the SMTP server has accepted its
receipt. Start-up is nearly all processor time, and a machine is never quite idle: so other builds
can be measured in turns with this one (`--against FOLDER`), and only ratios of one run count.

Run: make bench, or python benchmarks/start.py [--rounds 5] [--against ../older-checkout]
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.servers.dovecot import Dovecot, find_dovecot
from tests.servers.smtpd import SmtpSink
from tests.stories.site import Site

COMMANDS = (("show", "IT-1001"), ("list",), ("status",), ("check",))
SAID = "Hello,\n\nmy VPN drops every hour since Friday. Can you have a look at it?"
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Build:
    """A checkout (`folder`) with a `site` of its own, and where Python keeps what it compiled
    (`compiled`), so that each build finds its own there, as an installed one does.
    """

    folder: Path
    site: Site
    compiled: Path

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        return subprocess.Popen(
            [sys.executable, "-m", "mailtracker", *words],
            cwd=self.site.folder,
            env=env | {"PYTHONPATH": str(self.folder), "PYTHONPYCACHEPREFIX": str(self.compiled)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def first_receipt(build: Build, sink: SmtpSink) -> tuple[float, float]:
    """Wall-clock seconds until the receipt was accepted, and processor seconds of the whole run."""
    site, number = build.site, len(sink.log)
    sender = f"user{number}@corp.example"
    site.box.deliver(site.mail(f"User {number} <{sender}>", f"VPN drops, case {number}", SAID))
    began = time.perf_counter()
    process = build.start("run")
    sink.wait_until(lambda: sink.to(sender), PATIENCE)
    took = time.perf_counter() - began
    process.send_signal(signal.SIGTERM)
    return took, spent(process)


def spent(process: subprocess.Popen[bytes]) -> float:
    """Processor seconds of a process and its children; waits for its end."""
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime


def measure(builds: list[Build], sink: SmtpSink, rounds: int) -> None:
    """A round that is not counted first: it compiles, and makes the database."""
    found: dict[tuple[str, Path], list[float]] = defaultdict(list)
    for number in range(rounds + 1):
        for build in builds[:: 1 if number % 2 else -1]:
            wall, cpu = first_receipt(build, sink)
            one = {"run, s to the first receipt": wall, "run, s of processor": cpu}
            for words in COMMANDS:
                began = time.perf_counter()
                cpu = spent(build.start(*words))
                one[f"{words[0]}, s"] = time.perf_counter() - began
                one[f"{words[0]}, s of processor"] = cpu
            for name, value in one.items():
                found[name, build.folder].extend([value] if number else [])
    for name in dict.fromkeys(name for name, _ in found):
        tell(name, [found[name, build.folder] for build in builds])


def tell(name: str, each: list[list[float]]) -> None:
    """The median and the least of each build; the others as a ratio of ours to theirs."""
    ours, *others = each
    against = "".join(
        f"; against {statistics.median(one):.2f} (least {min(one):.2f}): "
        f"{statistics.median(ours) / statistics.median(one):.2f} times"
        for one in others
    )
    print(f"{name}: {statistics.median(ours):.2f} (least {min(ours):.2f}){against}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--against", type=Path, action="append", default=[])
    wanted = options.parse_known_args()[0]
    installation = find_dovecot()
    assert installation is not None, "run tools/unpack-debian"
    folders = [Path(__file__).parents[1], *(folder.resolve() for folder in wanted.against)]
    with Dovecot(installation, accounts=10) as server, SmtpSink() as sink, ExitStack() as ends:
        builds = []
        for folder in folders:
            here = Path(ends.enter_context(tempfile.TemporaryDirectory()))
            (here / "site").mkdir()
            site = Site(sink, server.new_box(), here / "site")
            builds.append(Build(folder, site, here / "compiled"))
        measure(builds, sink, wanted.rounds)


if __name__ == "__main__":
    main()
