"""Several daemons that are killed, lose their sessions and their server, under load: no mail is
lost, none arrives twice, no step of a ladder fires twice. `make proof-daemons`.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.postgresql import PostgresServer
from tests.several.rig import (
    Chaos,
    Doubted,
    People,
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
        doubted = Doubted(it)

        def is_quiet() -> bool:
            chaos.revive()
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
            f"the server in {chaotic:.0f} s: {found.figures}; shares {sorted(shares.values())}"
        )
