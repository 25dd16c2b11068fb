"""How long does last month's mail take under other rules? 10,000 kept mails of the corpus, the
shipped rules and changed ones. And to live through that time again (`simulate`)?

The store is filled by the daemon's own decisions; then the real command runs in a process of its
own. Beside it stands a bare floor, run on the same store: every mail's bytes loaded and parsed by
the standard library, no rule asked.

Run: make bench, or python benchmarks/replay.py [--mails 10000]
"""

from __future__ import annotations

import argparse
import email
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.throughput import mail
from mailtracker.config import Config
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import OpenRequest
from mailtracker.desk.facts import Facts
from mailtracker.desk.on_message import on_message
from mailtracker.errors import Unreadable
from mailtracker.mail.site import NO_SITE
from mailtracker.mail.understand import understand
from mailtracker.shipped import shipped
from mailtracker.start import start_of
from mailtracker.store import keep, ledger, scene
from mailtracker.store.apply import apply
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.store.transaction import Transaction
from mailtracker.world import World
from tests.servers.dovecot import Box
from tests.stories.company import config_for

ROOT = Path(__file__).parents[1]
GROUP = 500


def ordinary() -> list[bytes]:
    """The corpus mails of people, lists and machines that open requests, and as many of an
    ordinary length (4 to 55 kB).
    """
    found: list[bytes] = []
    for path in sorted((ROOT / "tests" / "mail_corpus").glob("*.eml")):
        raw = path.read_bytes()
        try:
            message, _ = understand(raw, NO_SITE)
        except Unreadable:
            continue
        if message.sender and len(raw) < 200_000:
            found += [raw, mail(len(found))]
    return found


def fill(config: Config, store: Store, mails: int) -> int:
    """`mails` requests, each mail made another by a header of its own.
    Returns how many bytes that were.

    Decided by the daemon's own code and applied; only what it would write to people is left out.
    """
    world = start_of(config, store).world
    now, size, taken = datetime.now(UTC), 0, 0
    source = enumerate(cycle(ordinary()))
    while taken < mails:
        with store.write() as conn:
            for number, raw in islice(source, GROUP):
                if taken < mails:
                    head = f"Message-ID: <b{number}@client.corp.example>\r\nX-Number: {number}\r\n"
                    made = head.encode() + _without_id(raw)
                    opened = _take(conn, world, made, number, now)
                    taken, size = taken + opened, size + len(made) * opened
    return size


def _without_id(raw: bytes) -> bytes:
    head, blank, body = raw.partition(b"\r\n\r\n") if b"\r\n\r\n" in raw else raw.partition(b"\n\n")
    kept = [
        line
        for line in head.split(b"\n")
        if not line.lower().startswith((b"message-id:", b"in-reply-to:", b"references:"))
    ]
    return b"\n".join(kept) + blank + body


def _take(conn: Transaction, world: World, raw: bytes, number: int, now: datetime) -> bool:
    """Whether it opened a request."""
    alias = world.aliases["IT help"]
    try:
        message, classified = understand(raw, alias.site)
    except Unreadable:
        return False
    incoming = Incoming(message, classified, Facts(), alias)
    decision = on_message(incoming, scene.scene(conn, world.policy, now))
    if not any(isinstance(effect, OpenRequest) for effect in decision.effects):
        return False
    arrival = Arrival("IT help", 1, number + 1, now, keep.keep(conn, raw, now), len(raw))
    line = ledger.enter(conn, arrival, message, classified.kind, now)
    apply(conn, decision, line, now)
    return True


def floor(store: Store) -> float:
    """Seconds for loading and parsing alone."""
    began = time.perf_counter()
    with store.read() as conn:
        for line in ledger.opening(conn, datetime(2000, 1, 1, tzinfo=UTC)):
            if line.request_id:
                email.message_from_bytes(keep.load(conn, line.sha256))
    return time.perf_counter() - began


def command(folder: Path, *words: str) -> tuple[float, str]:
    env = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": str(ROOT)}
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "mailtracker", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        env=env,
    )
    took = time.perf_counter() - began
    assert done.returncode in (0, 5), done.stderr
    return took, done.stdout.strip().splitlines()[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mails", type=int, default=10_000)
    mails = parser.parse_known_args()[0].mails
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = config_for(folder, Box("127.0.0.1", 143, "u", "p", None), 25)
        shutil.rmtree(config.rules)
        shutil.copytree(shipped("rules"), config.rules)
        write_config(folder)
        store = Store.open(config.store.url)
        size = fill(config, store, mails)
        bare = floor(store)
        store.close()
        other = folder / "other"
        shutil.copytree(config.rules, other)
        routes = other / "routes.yaml"
        routes.write_text(routes.read_text().replace("to: desk", "to: sam"))
        invented = ("--invent", str(round(mails / 62)))  # on the working days of a quarter
        for words in (
            ("replay",),
            ("replay", "--rules", "other"),
            ("simulate",),
            ("simulate", *invented),
        ):
            took, said = command(folder, *words)
            print(
                f"{' '.join(words)}: {mails} mails, {size / 1e6:.0f} MB, in {took:.1f} s "
                f"({mails / took:,.0f} a second), "
                f"{took / bare:.1f} times loading and parsing alone; {said}"
            )


def write_config(folder: Path) -> None:
    (folder / "secret").write_text("p")
    (folder / "secret").chmod(0o600)
    server = 'host = "127.0.0.1"\ntls = "none"\n'
    (folder / "config.toml").write_text(
        f'own_domains = ["corp.example"]\nadmins = ["priya@corp.example"]\n[smtp]\n{server}'
        f'[[mailbox]]\nname = "IT help"\naddress = "it-help@corp.example"\nprefix = '
        f'"IT"\n[mailbox.imap]\n{server}'
        'user = "u"\npassword_file = "secret"\n'
    )


if __name__ == "__main__":
    main()
