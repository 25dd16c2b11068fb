"""Which life of a server the database is written on, and what another one means
(docs/reliability.md, J60, J63).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mailtracker.daemon.failover import kept_all
from mailtracker.errors import OtherTimeline, Unreachable
from mailtracker.store import copying, timeline
from mailtracker.store.copying import CopyEnd
from mailtracker.store.database import Store
from mailtracker.store.timeline import Loss, Timeline

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
FIRST = Timeline("77/00000001", True, 1000)
LATER = replace(FIRST, reached=2000)
NEXT = Timeline("77/00000002", True, 2000)
ELSEWHERE = Timeline("88/00000001", True, 50)

# What the database says, how we found the server last, how it is now → whether all was seen to.
BEGUN = {
    "nobody has served it there": (None, None, FIRST, True),
    "as it was": (FIRST, FIRST, LATER, True),
    "we have just come up": (FIRST, None, FIRST, True),
    "a standby took over": (FIRST, FIRST, NEXT, False),
    "it took over while we were down": (FIRST, None, NEXT, False),
    "another one has begun": (NEXT, FIRST, NEXT, True),
    "restored by another server": (FIRST, FIRST, ELSEWHERE, False),
    "its disks were put back": (FIRST, LATER, FIRST, False),
    "their copy has other commits by now": (NEXT, LATER, NEXT, True),
}


@pytest.fixture
def memory() -> Iterator[Store]:
    with closing(Store.in_memory()) as store:
        yield store


@pytest.mark.parametrize("case", BEGUN)
def test_first_it_is_seen_to_what_another_timeline_lacks(memory: Store, case: str) -> None:
    said, met, here, begun = BEGUN[case]
    with memory.write() as conn:
        if said is not None:
            timeline.accept(conn, said)
        assert timeline.is_begun(conn, here, met) is begun
        if not begun:
            timeline.accept(conn, here)
            timeline.put_loss(conn, Loss(here.line, NOW, NOW, ["it"]))
            assert timeline.is_begun(conn, here, met)


def test_a_server_that_was_left_behind_is_not_written(memory: Store) -> None:
    with memory.write() as conn:
        timeline.accept(conn, FIRST)
        with pytest.raises(OtherTimeline, match="was left behind has come back"):
            timeline.is_begun(conn, LATER, NEXT)


# Whether commits waited for a standby, as the database says and as we saw it last, and how far the
# log had reached then and has now → whether nothing is lost.
KEPT = [
    (True, None, 0, 2000, True),
    (False, None, 0, 2000, False),
    (True, True, 2000, 2000, True),
    (True, False, 1000, 2000, False),
    (True, True, 2001, 2000, False),
    (False, True, 1000, 2000, False),
]


@pytest.mark.parametrize(("said", "saw", "had", "has", "kept"), KEPT)
def test_nothing_is_lost_only_where_every_commit_waited(
    said: bool, saw: bool | None, had: int, has: int, kept: bool
) -> None:
    known, here = replace(FIRST, synchronous=said), replace(NEXT, reached=has)
    met = None if saw is None else replace(FIRST, synchronous=saw, reached=had)
    assert kept_all(known, here, met) is kept


def test_what_is_lost_is_remembered_until_it_was_seen_to(memory: Store) -> None:
    lost = Loss(NEXT.line, NOW, NOW, ["it", "payroll"])
    with memory.write() as conn:
        timeline.note_answered(conn, ["a print"])
        assert timeline.loss(conn) is None
        timeline.put_loss(conn, lost)
        timeline.note_answered(conn, ["b", "a"])
        timeline.note_answered(conn, ["c"])
        assert timeline.loss(conn) == replace(lost, answered=["a", "b", "c"])
        timeline.put_loss(conn, None)
        assert timeline.loss(conn) is None


def test_a_copy_begins_a_life_of_its_own(memory: Store) -> None:
    with memory.write() as conn:
        timeline.accept(conn, FIRST)
    copy = Store.in_memory()
    with memory.read() as source, copy.write() as target:
        copying.fill(CopyEnd(source, "one"), CopyEnd(target, "another"))
        assert timeline.known(target) is None
    copy.close()


def test_who_writes_waits_until_a_daemon_has_looked(pg_url: str) -> None:
    store = Store.open(pg_url)
    with store.write() as conn:
        timeline.accept(conn, ELSEWHERE)
    store.close()
    again = Store.open(pg_url)
    with pytest.raises(Unreachable, match="goes on elsewhere"), again.write():
        pass
    with pytest.raises(Unreachable, match="goes on elsewhere"):
        again.carry_out(lambda _: None)
    with again.write(anew=True) as conn:
        timeline.accept(conn, timeline.here(conn))
    with again.write() as conn:
        assert timeline.is_begun(conn, timeline.here(conn), None)
    again.close()
