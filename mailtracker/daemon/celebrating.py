"""Once a week, when the week of a team's lead begins: the thanks that the team got in the week
before, to each of the team. What was told is gone from the store in the transaction that queues it:
neither a restart nor a downtime tells it twice, or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.celebration import (
    Celebrated,
    celebration,
    monday_of,
    readers,
    tellable,
    week_begins,
)
from mailtracker.desk.request import Request
from mailtracker.enact import tell_admins
from mailtracker.notices import Notice
from mailtracker.record import dataclass
from mailtracker.store import requests, thanks
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import World

LOOK_EVERY = timedelta(minutes=10)
"""How often it is looked at whether there is something to tell."""

KEPT_FOR = timedelta(days=30)
"""What no mail told by then, as of a team that has none any more, is forgotten."""


class Celebrating:
    """`look` writes the mails whose time has come; how many those were, team by team."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._looked = datetime.min.replace(tzinfo=UTC)

    def look(self) -> list[int]:
        """Not at each call."""
        now = self._runtime.clock.now()
        if abs(now - self._looked) < LOOK_EVERY:
            return []
        self._looked = now
        with self._runtime.store.read() as conn:
            waiting = thanks.teams(conn)
        return [self._runtime.write(partial(self._tell, key=key, now=now)) for key in waiting]

    def _tell(self, conn: Transaction, key: str, now: datetime) -> int:
        world = self._runtime.world
        thanks.purge(conn, now - KEPT_FOR)
        team = world.policy.teams.get(key)
        if team is None or team.celebrate != "weekly":
            return 0
        ends_at = week_begins(world.policy, team, now)
        if ends_at is None:
            return 0
        found = thanks.of_team(conn, key, ends_at)
        thanks.quoted(conn, found)
        about = requests.by_ids(conn, [one.request_id for one in found])
        told = tellable(world.policy, found, about)
        return _write(_Telling(conn, world, now), Celebrated(team, told), about) if told else 0


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is told `now` by this `world`, in a transaction (`conn`)."""

    conn: Transaction
    world: World
    now: datetime


def _write(telling: _Telling, one: Celebrated, about: Mapping[int, Request]) -> int:
    """A mail to each."""
    world, now = telling.world, telling.now
    alias = world.alias(about[one.thanks[0].request_id].mailbox)
    once = f"celebration.{one.team.key}.{monday_of(world.policy, one.team, now)}"
    count = 0
    for reader in readers(scene(telling.conn, world.policy, now), one.team):
        letter = celebration(world.policy, one, reader, about)
        if letter is None:
            continue
        tell_admins(telling.conn, world, alias, Notice(letter, once, now, reader))
        count += 1
    return count
