"""Several daemons that are killed, paused, lose their sessions and their server, under load: none
of the mails is lost or arrives twice, no step of a ladder fires twice. `make proof-daemons`.
"""

from __future__ import annotations

import random
import signal
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import text

from mailtracker.daemon.leased_dot import ANSWERS_IN
from mailtracker.store.database import home_of
from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgresServer
from tests.several.rig import (
    Chaos,
    Doubted,
    People,
    Town,
    account,
    leases_of_dead_end,
    open_ends,
    town,
)

NAMES = ("it", "hr", "pay", "lab")

SHORT, WHOLE = (20, 10), (200, 100)
"""Kills, and drops of sessions."""


@pytest.mark.proof(part="daemons")
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    ("seed", "size"), [(1, SHORT), (2, WHOLE), (3, WHOLE), (4, WHOLE)], ids=str
)
def test_three_daemons_lose_and_repeat_nothing_whatever_befalls_them(
    dovecot: Dovecot,
    postgresql: PostgresServer,
    pg_url: str,
    tmp_path: Path,
    figure,
    seed: int,
    size: tuple[int, int],
) -> None:
    dice = random.Random(seed)
    kills, drops = size
    events = ["kill"] * kills + ["drop"] * drops + ["restart", "crash"]
    dice.shuffle(events)
    began = time.monotonic()
    with town(tmp_path, dovecot, pg_url, NAMES) as it:
        it.post.thinks = 1.0
        for _ in range(3):
            it.start()
        it.until(lambda: len(it.served()) == len(NAMES) + 1, 120)
        chaos = Chaos(it, postgresql, dice, 3)
        with People(it, random.Random(seed), rate=1.0) as people:
            chaos.run(events, pause=3)
        chaotic = time.monotonic() - began
        doubted, suspected = Doubted(it), 0

        def is_quiet() -> bool:
            nonlocal suspected
            chaos.revive()
            suspected += it.put_right()
            people.answer()
            leases_of_dead_end(it)
            doubted.move_on()
            time.sleep(1)
            return people.is_done and len(it.alive()) == 3 and not open_ends(it)

        it.until(is_quiet, 600)
        found = account(it, people)
        assert not found.wrong, "\n".join([*found.wrong, it.logs()])
        shares = Counter(it.served().values())
        figure(
            f"daemons: seed {seed}: {kills} kills, {drops} lost sessions, a restart and a crash of "
            f"the server in {chaotic:.0f} s: {found.figures}; {suspected} suspected, and "
            f"retried; shares {sorted(shares.values())}"
        )


PAUSES = {
    "in-transaction": (1, 2, 3),
    "after-commit": (1, 2, 3),
    "after-claim": (1, 2, 3),
    "body-sent": (1, 2, 3, 4),
    "slot-written": (1, 2, 3),
    "dot-sent": (1, 2, 3, 4),
}
"""Twenty points at which a daemon stands still for longer than any of its leases."""


@pytest.mark.proof(part="daemons")
@pytest.mark.timeout(3000)
def test_whoever_stands_still_for_longer_than_a_lease_repeats_nothing_when_it_goes_on(
    dovecot: Dovecot, pg_url: str, tmp_path: Path, figure
) -> None:
    with town(tmp_path, dovecot, pg_url, NAMES[:2]) as it:
        people, doubted = People(it, random.Random(5)), Doubted(it, left=3)
        steady = it.start()
        it.until(lambda: len(it.served()) == 3)
        for point, counts in PAUSES.items():
            for nth in counts:
                _stand_still(it, people, doubted, f"stop:{point}:{nth}")
        assert steady.is_up
        found = account(it, people)
        assert not found.wrong, "\n".join([*found.wrong, it.logs()])
        figure(f"daemons: 20 pauses for longer than a lease: {found.figures}")


def _stand_still(it: Town, people: People, doubted: Doubted, fault: str) -> None:
    """A second daemon takes one of two mailboxes, stops, and goes on when all is others'."""
    paused = it.start(fault)
    it.until(lambda: paused.stands_still or len(set(it.served().values())) == 2)

    def stops() -> bool:
        for name in it.boxes:
            people.write(name)
        time.sleep(1)
        return paused.stands_still

    it.until(stops)
    stood_at = time.monotonic()

    def is_relieved() -> bool:
        leases_of_dead_end(it, paused)
        doubted.move_on()
        time.sleep(0.3)
        return not open_ends(it)

    it.until(is_relieved, 120)
    if "slot-written" in fault:  # the answer to it is old news only after half a minute
        it.until(lambda: time.monotonic() - stood_at > ANSWERS_IN)
    paused.process.send_signal(signal.SIGCONT)
    it.until(lambda: paused.process.pid in it.sessions())
    it.until(lambda: not open_ends(it))
    paused.process.send_signal(signal.SIGTERM)
    assert paused.process.wait(60) == 0


@pytest.mark.proof(part="daemons")
def test_a_daemon_of_an_older_version_ends_soon_after_the_schema_is_another(
    dovecot: Dovecot, pg_url: str, tmp_path: Path, figure
) -> None:
    with town(tmp_path, dovecot, pg_url, NAMES[:1]) as it:
        old, people = it.start(), People(it, random.Random(1))
        it.until(lambda: len(it.served()) == 2)
        home = home_of(pg_url)
        assert home is not None
        with home.upgrading() as conn:  # as `migrate` of the newer version does
            conn.execute(text("ALTER TABLE health ADD COLUMN more text NOT NULL DEFAULT ''"))
            conn.execute(text("ALTER TABLE health ALTER COLUMN more DROP DEFAULT"))
            conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        people.write("it")
        took = it.until(lambda: not old.is_up)
        assert took < 10
        assert old.process.returncode == 4
        said = old.log.read_text()
        assert "9999, newer than this version's" in said
        assert "Traceback" not in said
        figure(f"daemons: an older one ended {took:.1f} s after the schema became newer")
