"""What `status` says of the daemons that share a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailtracker.cli.measured import PartState
from mailtracker.cli.output import if_any, moment
from mailtracker.record import dataclass

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from mailtracker.config import Config

SILENT = timedelta(seconds=30)
"""A daemon says every two seconds that it lives."""

SAME_CONFIG = "make both config.toml say the same, and start it again"


@dataclass(frozen=True, slots=True)
class DaemonState:
    """One of the daemons, as `status` shows it."""

    #: "host:process".
    name: str
    #: Of mailtracker.
    version: str
    #: When it came up.
    since: datetime
    #: When it said last that it lives.
    seen_at: datetime
    #: It holds the session by which it would write.
    lives: bool
    #: It has said nothing for long.
    silent: bool
    #: The mailboxes that it reads, and whose ladders it fires.
    serves: Sequence[str]
    #: It does what is of no mailbox: digests, weekly words, calendars, purging.
    house: bool
    #: The digest of the rules that it has.
    rules: str
    #: Why it serves nothing; "" while it serves.
    stands_by: str
    #: In which mailboxes its config is not as the one that `status` reads; "" for none.
    differs: str

    @property
    def machine(self) -> str:
        return self.name.rpartition(":")[0]


def daemon_states(conn: Connection, config: Config) -> list[DaemonState]:
    """None where the database is a file."""
    if conn.dialect.name != "postgresql":
        return []
    from mailtracker.store import daemons, schema
    from mailtracker.store.leases import HOUSE

    shared, ident = daemons.look(conn), schema.ident_of(schema.key(conn))
    holders = {box.name: shared.holder(ident, box.name) for box in config.mailboxes}
    house, living = shared.holder(ident, HOUSE), {one.id for one in shared.living(ident)}
    return [
        DaemonState(
            name=one.name,
            version=one.version,
            since=one.began_at,
            seen_at=one.seen_at,
            lives=one.id in living,
            silent=shared.now - one.seen_at > SILENT,
            serves=[name for name, holder in holders.items() if holder == one.id],
            house=house == one.id,
            rules=one.rules,
            stands_by=one.stands_by,
            differs=_differs(one.told, config),
        )
        for one in shared.known
    ]


def _differs(there: Mapping[str, str], config: Config) -> str:
    here = {box.name: box.told for box in config.mailboxes}
    lacks, more = sorted(here.keys() - there), sorted(there.keys() - here)
    other = [name for name in here if there.get(name, here[name]) != here[name]]
    told = [
        if_any("it lacks {}", ", ".join(lacks)),
        if_any("it has {} besides", ", ".join(more)),
        *(_otherwise(name, there[name], here[name]) for name in other),
    ]
    return "; ".join(filter(None, told))


def _otherwise(name: str, there: str, here: str) -> str:
    """What is the same need not be said."""
    sides = [line.removeprefix(f"{name} ").split(", ", 2) for line in (there, here)]
    apart = [(one, two) for one, two in zip(*sides, strict=False) if one != two]
    theirs, ours = (", ".join(side) for side in zip(*apart, strict=True))
    return f"it has {name} with {theirs}, not {ours}"


def parts_of(states: Sequence[DaemonState]) -> list[PartState]:
    """One line each of those that live, and of those that ended without a word where nobody came up
    on their machine since; where none lives, of the last that was heard of.
    """
    living = [one for one in states if one.lives]
    if living or not states:
        there = {one.machine for one in living}
        gone = [one for one in states if not one.lives and one.machine not in there]
        return [*map(_part, living), *map(_gone, gone)]
    last = max(states, key=lambda one: one.seen_at)
    said = f"none is running: {last.name} was last heard of at {moment(last.seen_at)}"
    return [PartState("daemon", False, said, last.seen_at)]


def _gone(one: DaemonState) -> PartState:
    """Others have what it served, so that nothing is wrong; and nobody knows whether it is to come
    back.
    """
    said = f"is gone without a word, was last heard of at {moment(one.seen_at)}; others serve"
    return PartState(f"daemon {one.name}", True, said, one.seen_at)


def _part(one: DaemonState) -> PartState:
    part = f"daemon {one.name}"
    if one.silent:
        said = f"has said nothing since {moment(one.seen_at)}: is it stopped?"
        return PartState(part, False, said, one.seen_at)
    if one.stands_by:
        return PartState(part, False, f"stands by: {one.stands_by}", one.seen_at)
    some = ", ".join([*one.serves, *(["what is of no mailbox"] if one.house else [])])
    serves = f"serves {some or 'nothing yet'}"
    if one.differs:
        said = f"its config is not the one here, {one.differs}: {SAME_CONFIG}; {serves}"
        return PartState(part, False, said, one.seen_at)
    return PartState(part, True, f"runs since {moment(one.since)}, {serves}", one.seen_at)
