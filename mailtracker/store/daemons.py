"""The daemons that share a database, each with a row that it renews. All instants are those of the
database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, text, update

from mailtracker.mail.address_key import address_key
from mailtracker.record import dataclass
from mailtracker.store import leases
from mailtracker.store.tables import daemons as table
from mailtracker.store.upsert import insert as insert_or

FORGOTTEN = timedelta(days=1)
"""After so long the row of a daemon that does not live any more goes."""


@dataclass(frozen=True, slots=True)
class DaemonRow:
    """One life of a daemon, as it said last."""

    #: Never given twice.
    id: int
    #: "host:process".
    name: str
    #: Of mailtracker.
    version: str
    #: Of the schema that it was made for.
    step: str
    #: The digest of the rules that it decides by.
    rules: str
    #: Since when it has these.
    rules_since: datetime
    #: When it came up.
    began_at: datetime
    #: When it said all this.
    seen_at: datetime
    #: The server's process of the session by which it writes, and that holds its leases.
    session: int
    #: Why it serves nothing; "" while it serves.
    stands_by: str
    #: Those of its config, a line each.
    mailboxes: str

    @property
    def told(self) -> dict[str, str]:
        """The line of each mailbox, as `MailboxConfig.told` has it, by its name."""
        return {line.rpartition(" <")[0]: line for line in self.mailboxes.splitlines()}

    def told_of(self, name: str, address: str) -> str:
        """Its line of a mailbox with that name or that address; "" where it has none."""
        key = address_key(address)
        own = (
            line
            for its, line in self.told.items()
            if its == name or address_key(line.rpartition(" <")[2].partition(">")[0]) == key
        )
        return next(own, "")


@dataclass(frozen=True, slots=True)
class DaemonRules:
    """By which `rules` (a digest) the daemon `id` comes up, and `since` when these serve, as far as
    is known; None: they are new.
    """

    id: int
    rules: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Shared:
    """All daemons of a database at one instant of its clock (`now`): their rows (`known`), and the
    server's process that holds each lease, by key (`holders`); the schema's `step`.
    """

    now: datetime
    step: str
    known: Sequence[DaemonRow]
    holders: Mapping[int, int]

    def living(self, ident: str) -> list[DaemonRow]:
        """Those whose own lease is held, the oldest first."""
        return [
            one
            for one in self.known
            if leases.key_of(ident, leases.of_daemon(one.id)) in self.holders
        ]

    def holder(self, ident: str, name: str) -> int | None:
        """Which daemon serves something (its id); None: nobody, or one that is not known."""
        session = self.holders.get(leases.key_of(ident, name))
        found = (one.id for one in self.known if one.session == session)
        return next(found, None) if session is not None else None


def enter(conn: Connection, row: Mapping[str, object], session: int) -> int:
    """A daemon comes up; its id. `row`: what it says of itself."""
    new = insert(table).values(**row, session=session, stands_by="", **_now())
    return int(conn.execute(new.returning(table.c.id)).scalar_one())


def see(conn: Connection, row: Mapping[str, object], has_new_rules: bool) -> None:
    """It lives. `row`: its columns but for the instants; also where it was taken away meanwhile."""
    kept = {"id", "began_at"} if has_new_rules else {"id", "began_at", "rules_since"}
    said = insert_or(table).values(**row, **_now())
    set_ = {name: said.excluded[name] for name in {*row, *_now()} - kept}
    conn.execute(said.on_conflict_do_update(index_elements=["id"], set_=set_))


def hear_all(conn: Connection) -> None:
    """Nobody was silent who had to be: the database goes on elsewhere."""
    conn.execute(update(table).values(seen_at=func.now()))


def _now() -> dict[str, object]:
    return dict.fromkeys(("rules_since", "began_at", "seen_at"), func.now())


def are_outdated(conn: Connection, ident: str, mine: DaemonRules) -> bool:
    """Whether these came before those of another daemon that lives. Rules with which a daemon comes
    up are no news where they served before: its row says since when.
    """
    others = [one for one in look(conn).living(ident) if one.rules != mine.rules]
    if not others or mine.since is None:
        return False
    ours = update(table).where(table.c.id == mine.id)
    conn.execute(ours.values(rules_since=mine.since))
    return any(one.rules_since > mine.since for one in others)


def leave(conn: Connection, me: int) -> None:
    conn.execute(delete(table).where(table.c.id == me))


def forget_dead(conn: Connection) -> None:
    """Whose last word is older than a day; one that comes back enters again."""
    conn.execute(delete(table).where(table.c.seen_at < func.now() - FORGOTTEN))


def look(conn: Connection) -> Shared:
    now, step = conn.execute(
        select(func.clock_timestamp(), text("(SELECT version_num FROM alembic_version)"))
    ).one()
    rows = conn.execute(select(table).order_by(table.c.id))
    known = [DaemonRow(*row) for row in rows]
    return Shared(now, str(step), known, leases.holders(conn))


def alive(conn: Connection, ident: str) -> set[int]:
    """The ids of those that live."""
    return {one.id for one in look(conn).living(ident)}


def end_silent(conn: Connection, ident: str, silence: timedelta, shared: Shared) -> list[DaemonRow]:
    """Whoever lives by its session and has said nothing for that long is paused, or cut off: its
    session is ended, so that it can commit nothing, and others serve what it served.
    """
    ended = []
    for one in shared.living(ident):
        if shared.now - one.seen_at > silence:
            key = leases.key_of(ident, leases.of_daemon(one.id))
            if leases.end_holder(conn, key, one.session):
                ended.append(one)
    return ended


def end_past(conn: Connection, ident: str, me: int, session: int) -> bool:
    """End a session by which we wrote before, and that the server does not know to be gone."""
    return leases.end_holder(conn, leases.key_of(ident, leases.of_daemon(me)), session)
