"""A copy's memory does not grow with what is copied."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert

from mailtracker.store.database import Store
from mailtracker.store.tables import chunks, kept
from tests.store.every_table import HERE

pytestmark = pytest.mark.proof(part="postgresql")

ROOT = Path(__file__).parents[2]
PIECE, MAILS, PIECES = 256 << 10, 6, 200
"""Six mails of 50 MB."""

MOST = 60
"""MB that it may take more than what its modules do."""

MOVING = """
import sys
from resource import RUSAGE_SELF, getrusage
import psycopg
from mailtracker.store.moving import move
before = getrusage(RUSAGE_SELF).ru_maxrss
move(*sys.argv[1:], lambda table: None)
print((getrusage(RUSAGE_SELF).ru_maxrss - before) >> 10)
"""


def grown(source: str, target: str) -> int:
    """MB."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", MOVING, source, target]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.timeout(600)
def test_the_memory_of_a_copy_is_bounded(pg_url: str, tmp_path: Path) -> None:
    large = f"sqlite:///{tmp_path}/large.db"
    with closing(Store.open(large)) as store, store.write() as conn:
        for mail in map(str, range(MAILS)):
            conn.execute(insert(kept).values(sha256=mail, size=PIECE * PIECES, added_at=HERE))
            for seq in range(PIECES):
                conn.execute(insert(chunks).values(sha256=mail, seq=seq, data=os.urandom(PIECE)))
    there = grown(large, pg_url)
    back = grown(pg_url, f"sqlite:///{tmp_path}/back.db")
    assert (there < MOST, back < MOST) == (True, True), (there, back)
