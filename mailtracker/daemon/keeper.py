"""The loop by which several daemons serve one database: each says that it lives, sees the others,
takes its share of the mailboxes and leaves what is beyond it. None where the database is a file.

    beside the pen   say that we live; see clock, schema, rules, daemons, leases, ended passes;
                     end the session of whoever has said nothing for long
    with the pen's   take and give back leases: whoever holds one commits by that very connection
    connection
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future, TimeoutError
from datetime import datetime, timedelta
from functools import partial
from importlib.metadata import version
from typing import Protocol

import structlog

from mailtracker.daemon.failover import Failover
from mailtracker.daemon.runtime import Looked, Runtime
from mailtracker.daemon.shares import share_of
from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.record import dataclass
from mailtracker.store import daemons, feeds, passes, schema
from mailtracker.store.daemons import DaemonRow, Shared
from mailtracker.store.leases import HOUSE, of_daemon
from mailtracker.store.saying import say
from mailtracker.store.schema import HEAD
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

HUNG = 120.0
"""Seconds after which a writer that does not come back counts as paused, as others see it."""

APART = timedelta(seconds=5)
"""What our clock and the database's may be apart."""

SAY_EVERY = 60.0
"""Seconds between two words of that, while it is so."""

VISITS = "makes one pass"
"""Why whoever does takes no share of the mailboxes."""

LONELY = 3
"""Looks after which a mailbox that nobody takes is taken beyond our share."""

KEPT_FOR = 600.0
"""Seconds for which nothing is given back after that: others do not want it."""


class ServedBox(Protocol):
    """Who serves a mailbox while it is ours."""

    is_at_rest: bool

    @property
    def name(self) -> str: ...

    def wake(self) -> None: ...


@dataclass(frozen=True, slots=True)
class KeeperPace:
    """Seconds between two looks (`every`), and after which a daemon that says nothing is no daemon
    any more (`silence`); and that it has to read newer rules before it stands by (`reread`).
    `once`: whatever is free is taken for one pass.
    """

    every: float = 2.0
    silence: float = 30.0
    reread: float = 5.0
    once: bool = False


@dataclass(frozen=True, slots=True)
class _KeeperLook:
    """What one look saw: the daemons (`shared`), the last pass over each mailbox (`ended`), and the
    `stamp` of the calendars' copies. `is_begun`: it goes on as it was, or what another timeline
    lacks was seen to.
    """

    shared: Shared
    ended: Sequence[passes.EndedPass]
    stamp: tuple[object, ...]
    is_begun: bool = True


class Keeper:
    """`run` is the thread's whole life, `look` one pass of it. `reread` has the rules files read
    again, `lay_over` the calendars' copies. `end` is called when all others have ended.
    """

    def __init__(
        self,
        runtime: Runtime,
        served: Sequence[ServedBox],
        reread: Callable[[], object],
        lay_over: Callable[[], object],
        pace: KeeperPace,
    ) -> None:
        self._runtime, self._served = runtime, served
        self._reread, self._lay_over, self._pace = reread, lay_over, pace
        self._failover = Failover(runtime)
        self._leases, self._ident = runtime.leases, runtime.store.ident
        self._ended = threading.Event()
        self._now = threading.Event()
        #: why we stop serving for good: the schema is another version's
        self.refusal: MailtrackerError | None = None
        self._passed: dict[str, float] = {}  # when each mailbox was read to its end, steadily
        self._stamp: tuple[object, ...] | None = None
        self._apart = timedelta(0)  # our clock, ahead of the database's
        self._was_apart, self._said_at = False, 0.0
        self._rules = runtime.world.policy.digest
        self._asked_for = ""  # the digest of newer rules, for which ours were read again
        self._asked_at = 0.0
        self._behind = ""  # why our rules are no rules to serve by
        self._free_for: Counter[str] = Counter()
        self._keeps_until = 0.0
        self._writing: Future[None] | None = None
        self._wrote_at = time.monotonic()

    # -- what others ask -------------------------------------------------------------

    def fresh(self, seconds: float, mailbox: str) -> bool:
        """Whether a mailbox that another daemon serves was read to its end lately."""
        ended = self._passed.get(mailbox)
        return ended is not None and time.monotonic() - ended <= seconds

    def wake(self) -> None:
        """Look now."""
        self._now.set()

    # -- the loop --------------------------------------------------------------------

    def run(self) -> None:
        while not self._ended.is_set():
            self.once()
            self._now.wait(self._pace.every)
            self._now.clear()
        self.once()  # whatever is left is others' now

    def once(self) -> None:
        """One look; whatever goes wrong in it, there is a next one."""
        try:
            self.look()
        except Unreachable as error:
            self._runtime.away.say(error)
        except Exception:
            log.exception("keeper failed")

    def end(self) -> None:
        """The others are told that nothing of it is ours any more."""
        self._ended.set()
        self._now.set()

    def look(self) -> None:
        """Say that we live, see who else does, and act by it."""
        if self.refusal is not None:
            return
        seen = self._see()
        if self._is_refused(seen.shared):
            return
        if not seen.is_begun:
            self._begin_anew(seen.shared)
            return
        self._note_passes(seen)
        self._see_to_rules(seen.shared)
        self._stand_by(self._behind or self._at_odds(seen.shared))
        self._share(seen.shared)
        if self._stamp not in (None, seen.stamp) and not self._leases.serves(HOUSE):
            self._lay_over()
        self._stamp = seen.stamp

    def _see(self) -> _KeeperLook:
        runtime, store = self._runtime, self._runtime.store
        digest, settled = runtime.world.policy.digest, self._is_settled
        waits = VISITS if self._pace.once else runtime.stands_by
        ours = {"id": runtime.me, "session": self._leases.session, "stands_by": waits}
        with store.beside() as conn:
            is_begun = self._failover.look(conn)
            if is_begun and not self._hangs:
                daemons.see(conn, {**row_of(runtime), **ours}, has_new_rules=digest != self._rules)
            asked_at = runtime.clock.now()
            shared = daemons.look(conn)
            self._apart = _apart(asked_at, shared.now, runtime.clock.now())
            silence = self._silence if is_begun else timedelta.max
            for one in daemons.end_silent(conn, store.ident, silence, shared):
                text = "another daemon is silent: its session was ended"
                say(conn, log.warning, text, daemon=one.name)
            self._end_own_past(conn, shared, settled)
            seen = _KeeperLook(shared, passes.ended(conn), feeds.stamp(conn), is_begun)
        self._rules = digest
        return seen

    @property
    def _silence(self) -> timedelta:
        return timedelta(seconds=self._pace.silence)

    @property
    def _hangs(self) -> bool:
        """Then we do not say that we live: the writer is stuck in something."""
        return not self._is_settled and time.monotonic() - self._wrote_at > HUNG

    @property
    def _is_settled(self) -> bool:
        """Nothing of ours waits for the writer."""
        return self._writing is None or self._writing.done()

    def _end_own_past(self, conn: Transaction, shared: Shared, settled: bool) -> None:
        """The session that we wrote by before, where the server has not seen yet that it is gone;
        and what we believe to hold, where the present one is gone.
        """
        own = of_daemon(self._runtime.me)
        holder = shared.holders.get(self._leases.key(own))
        if holder is not None and holder != self._leases.session:
            daemons.end_past(conn, self._ident, self._runtime.me, holder)
        elif holder is None and settled and self._leases.holds(own):
            self._leases.lose()
            self._tell_served()

    # -- the schema ------------------------------------------------------------------

    def _is_refused(self, shared: Shared) -> bool:
        if shared.step == HEAD:
            return False
        self.refusal = schema.wrong_step(shared.step, "the database")
        log.error("serves nothing any more", text=str(self.refusal))
        self._leases.lose()
        self._runtime.stop()
        self._tell_served()
        return True

    # -- another timeline ------------------------------------------------------------

    def _begin_anew(self, shared: Shared) -> None:
        """Nobody serves anything; whoever gets the house begins."""
        if self._is_settled:
            own = of_daemon(self._runtime.me)
            free = [name for name in (own, HOUSE) if self._leases.key(name) not in shared.holders]
            self._writing = self._runtime.leasing(partial(self._change, take=free, give=()))
        self._await_writer()
        if self._leases.holds(HOUSE):
            self._failover.begin()
            self._now.set()

    # -- passes ----------------------------------------------------------------------

    def _note_passes(self, seen: _KeeperLook) -> None:
        """Those of others: ours are known better by ourselves."""
        for one in seen.ended:
            of = one.of
            if of.daemon != self._runtime.me:
                age = (seen.shared.now - one.ended_at).total_seconds()
                self._passed[of.mailbox] = time.monotonic() - age
                self._runtime.looked[of.mailbox] = Looked(of.began_at, of.sent)

    # -- rules -----------------------------------------------------------------------

    def _see_to_rules(self, shared: Shared) -> None:
        """Whoever has older ones than another reads them again; then it stands by."""
        newest = self._newest(shared)
        mine = self._runtime.world.policy.digest
        if newest is None or newest.rules == mine:
            self._asked_for = self._behind = ""
            return
        if self._asked_for != newest.rules:
            self._asked_for, self._asked_at = newest.rules, time.monotonic()
            self._reread()
        elif time.monotonic() - self._asked_at >= self._pace.reread:
            self._behind = (
                f"its rules (digest {mine[:12]}) are older than those of {newest.name} (digest "
                f"{newest.rules[:12]}): put the same on each machine"
            )

    def _at_odds(self, shared: Shared) -> str:
        """Why we must not serve beside one that came up before us: each of us would read a mailbox
        that the other knows by another name, and answer each mail of it.
        """
        older = (one for one in shared.living(self._ident) if one.id < self._runtime.me)
        for other in sorted(older, key=lambda one: one.id):
            for box in self._runtime.config.mailboxes:
                theirs = other.told_of(box.name, box.address)
                if theirs not in ("", box.told):
                    return f"its config has {box.told}; that of {other.name}: {theirs}"
        return ""

    def _newest(self, shared: Shared) -> DaemonRow | None:
        """Of those that live, whose rules came last; our own row, if need be, as it is by now."""
        living = shared.living(self._ident)
        return max(living, key=lambda one: (one.rules_since, one.id), default=None)

    def _stand_by(self, why: str) -> None:
        if why and not self._runtime.stands_by:
            log.error("stands by, and serves nothing", text=why)
        if self._runtime.stands_by and not why:
            log.info("serves again")
        self._runtime.stands_by = why

    # -- leases ----------------------------------------------------------------------

    def _share(self, shared: Shared) -> None:
        """What is ours and what we want, on the connection that writes. It is waited for no longer
        than until the next look.
        """
        if self._is_settled:
            take, leave = self._wishes(shared)
            for name in leave:
                self._leases.leave(name)
            if leave:
                self._tell_served()
            ready = self._ready()
            if not take and not ready:
                return
            self._wrote_at = time.monotonic()
            self._writing = self._runtime.leasing(partial(self._change, take=take, give=ready))
        self._await_writer()

    def _await_writer(self) -> None:
        if self._writing is not None:
            with contextlib.suppress(TimeoutError):
                self._writing.result(self._pace.every)

    def _change(self, conn: Transaction, take: Iterable[str], give: Iterable[str]) -> None:
        leases = self._leases
        for name in give:
            leases.give_back(conn, name)
            say(conn, log.info, "left to others", lease=name)
        if not leases.take(conn, of_daemon(self._runtime.me)):
            return  # the server still holds our last session: it is ended with the next look
        taken = [name for name in take if name not in leases.held and leases.take(conn, name)]
        for name in taken:
            say(conn, log.info, "serves from now on", lease=name)
        self._tell_served()

    def _ready(self) -> list[str]:
        """What we leave, and nothing of it is in hand."""
        at_rest = {one.name for one in self._served if one.is_at_rest}
        held = self._leases.held
        return [name for name in held & {HOUSE, *at_rest} if not self._leases.serves(name)]

    def _wishes(self, shared: Shared) -> tuple[list[str], list[str]]:
        """What we want to take, and what to leave."""
        held, own = self._leases.held, of_daemon(self._runtime.me)
        names = [one.name for one in self._served]
        mine = [name for name in names if name in held]
        if self._runtime.stands_by or self._runtime.stopping.is_set():
            return ([] if own in held else [own]), [*mine, *({HOUSE} & held)]
        free = [name for name in names if self._leases.key(name) not in shared.holders]
        self._count_free(free)
        share = len(names) if self._pace.once else self._fair_share(shared, len(mine))
        take = sorted(free, key=self._order)[: max(share - len(mine), 0)]
        lonely = [name for name in free if self._free_for[name] > LONELY and name not in take]
        if lonely:
            self._keeps_until = time.monotonic() + KEPT_FOR
        leave = [] if time.monotonic() < self._keeps_until else self._spare(shared, mine, share)
        others = (name for name in (own, HOUSE) if self._leases.key(name) not in shared.holders)
        return [*others, *take, *lonely], leave

    def _spare(self, shared: Shared, mine: Sequence[str], share: int) -> list[str]:
        """Of ours what is beyond our share, and what another's config has: none else would take
        it.
        """
        others = [one for one in shared.living(self._ident) if one.id != self._runtime.me]
        told = set().union(*(one.told for one in others if not one.stands_by))
        return [name for name in mine if name in told][: max(len(mine) - share, 0)]

    def _order(self, name: str) -> int:
        """Each daemon its own, so that not all try for the same ones."""
        return (self._leases.key(name) * (2 * self._runtime.me + 1)) & 0xFFFF_FFFF

    def _count_free(self, free: Collection[str]) -> None:
        for name in [name for name in self._free_for if name not in free]:
            del self._free_for[name]
        self._free_for.update(free)

    def _fair_share(self, shared: Shared, mine: int) -> int:
        """Of the mailboxes that we know; who stands by has none."""
        names = [one.name for one in self._served]
        counts = Counter(shared.holder(self._ident, name) for name in names)
        living = [one.id for one in shared.living(self._ident) if not one.stands_by]
        served = {one: counts[one] for one in living} | {self._runtime.me: mine}
        return share_of(self._runtime.me, served, len(names))

    def _tell_served(self) -> None:
        """They look whether they are ours."""
        for one in self._served:
            one.wake()
        self._runtime.wake()

    # -- the clock -------------------------------------------------------------------

    def say_clock(self) -> None:
        """For as long as it is wrong: leases go by the database's clock, all else by ours."""
        apart, was = abs(self._apart) > APART, self._was_apart
        if apart == was and (not apart or time.monotonic() - self._said_at < SAY_EVERY):
            return
        way = "ahead of" if self._apart > timedelta(0) else "behind"
        seconds = round(abs(self._apart).total_seconds())
        said = f"{seconds} s {way} the database's: set both by NTP" if apart else ""
        if apart and not was:
            log.warning("the machine's clock is wrong, or the database's", text=said)
        self._runtime.beat(clock_of(socket.gethostname()), not apart, said)
        self._was_apart, self._said_at = apart, time.monotonic()


def _apart(asked: datetime, told: datetime, answered: datetime) -> timedelta:
    """How far our clock is ahead of the one that `told`, for certain."""
    return min(answered - told, timedelta(0)) or max(asked - told, timedelta(0))


def clock_of(machine: str) -> str:
    """A machine's clock as a part of `status`."""
    return f"clock of {machine}"


def row_of(runtime: Runtime) -> dict[str, str]:
    """What a daemon says of itself."""
    return {
        "name": f"{socket.gethostname()}:{os.getpid()}",
        "version": version("mailtracker"),
        "step": HEAD,
        "rules": runtime.world.policy.digest,
        "mailboxes": "\n".join(box.told for box in runtime.config.mailboxes),
    }


def enter(runtime: Runtime) -> None:
    """A daemon comes up: it has an id, and others see that it lives."""

    def work(conn: Transaction) -> None:
        with runtime.store.beside() as other:
            daemons.forget_dead(other)
            runtime.me = daemons.enter(other, row_of(runtime), runtime.leases.session)
        runtime.leases.take(conn, of_daemon(runtime.me))

    runtime.leasing(work).result()


def leave(runtime: Runtime) -> None:
    """What it held is free with its session."""
    try:
        with runtime.store.beside() as conn:
            daemons.leave(conn, runtime.me)
    except MailtrackerError as error:
        runtime.away.say(error)
