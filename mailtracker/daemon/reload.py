"""The loop that keeps the rules up to date: the rules folder changes, or somebody asks → all of it
is read, and swapped whole or not at all. What came of it goes to `status`, to who asked, and, where
the files are broken, to the admins.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog

from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.admin_letters import RulesRejected
from mailtracker.desk.troubles import Quoted
from mailtracker.enact import tell_admins
from mailtracker.errors import BadFiles, Problem, Unreachable
from mailtracker.notices import Notice
from mailtracker.policy.model import Policy
from mailtracker.problems import located
from mailtracker.record import dataclass
from mailtracker.rules.fileset import Prints, RuleSet, folders, prints
from mailtracker.start import policy_of, read_rules, with_calendars
from mailtracker.store import daemons, health, outbox, reloads, rulesets
from mailtracker.store.daemons import DaemonRules
from mailtracker.store.saying import say
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

PART = "rules"
"""Our line in `status`."""

TICK = 1.0
"""Seconds between polls of the folder that nothing prompted: for questions, and for changes that no
file system tells of.
"""

QUIET, MAX_QUIETS = 0.15, 20
"""Seconds in which nothing may change before the files are read, and how often that is waited for:
a save is many writes.
"""

READ_AGAIN = 0.4
"""Seconds after which files that cannot be used are read once more: an editor may be in the middle
of a save.
"""

TELL_AGAIN = timedelta(minutes=10)
"""The admins get no more than one mail about broken files in this time, however often they are
saved.
"""

SHOWN = 20
"""Problems in that mail."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Files that cannot be used: their `problems`, and `since` when we know of them."""

    problems: Sequence[Problem]
    since: datetime

    @property
    def key(self) -> str:
        """Tells one such state from another."""
        return hashlib.sha256(
            "\n".join(map(str, self.problems)).encode("utf-8", "surrogatepass")
        ).hexdigest()[:16]


class Reloader:
    """`run` is the thread's whole life, `poll` one pass of it. `ask` wants the files read at the
    next poll, changed or not.
    """

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._folder = runtime.config.rules
        self._seen: Prints | None = None
        self._asked = threading.Event()
        self._called = threading.Event()
        self._calendars = threading.Event()
        self._broken: Broken | None = None
        self._told: set[str] = set()

    def ask(self) -> None:
        """From any thread, and from a signal."""
        self._asked.set()

    def call(self) -> None:
        """Others have rules that we have not, or somebody asks: it is looked at once. From any
        thread.
        """
        self._called.set()

    def lay_over(self) -> None:
        """What was read of calendars is not what it was: it serves from the next poll on. From any
        thread.
        """
        self._calendars.set()

    def run(self) -> None:
        stopping = self._runtime.stopping
        while not stopping.is_set():
            try:
                for _ in _changes(self._folder, _Either(stopping, self._called)):
                    self._called.clear()
                    self.poll()
            except Unreachable as error:
                self._runtime.away.say(error)
                self._seen = None
                stopping.wait(TICK)
            except Exception:  # a bug does not end this loop
                log.exception("reload loop failed")
                self._seen = None
                stopping.wait(TICK)

    def poll(self) -> None:
        """Read the files where they changed or somebody asks; tell the admins what they have to
        know by now.
        """
        now = prints(self._folder)
        asked = self._is_asked()
        if asked or now != self._seen:
            self._read_and_answer(now, asked)
        self.lay_calendars_over()
        self._tell()

    def lay_calendars_over(self) -> None:
        """Where what was read of them is not what it was."""
        if self._calendars.is_set():
            self._calendars.clear()
            lay_over(self._runtime)

    def _is_asked(self) -> bool:
        by_signal = self._asked.is_set()  # a signal after this is for the next poll
        if by_signal:
            self._asked.clear()
        return by_signal or bool(self._asking())

    def _read_and_answer(self, now: Prints, asked: bool) -> None:
        seen = self._settled(now)
        # Before the files are read: the answer is about what they held when it was asked.
        asking = self._asking()
        changed = self._reload()
        nothing_new = not changed and not self._broken
        if asked:
            self._runtime.hurry()
        if asked and nothing_new:
            log.info("rules read again: nothing new", **_names(self._runtime.world.policy))
        self._answer(asking, changed)
        self._seen = seen

    def _asking(self) -> list[int]:
        with self._runtime.store.read() as conn:
            return reloads.waiting(conn)

    def _settled(self, seen: Prints) -> Prints:
        """The folder's state once nothing moves in it, or when that takes too long."""
        for _ in range(MAX_QUIETS):
            before = seen
            self._runtime.stopping.wait(QUIET)
            seen = prints(self._folder)
            if seen == before:
                break
        return seen

    def _reload(self) -> bool:
        """Whether other rules serve now. Files that cannot be used leave everything as it is."""
        try:
            rules = self._read()
        except BadFiles as error:
            return self._keep_old(error.problems)
        except Exception as error:  # a bug of ours with a file that nobody thought of
            log.exception("the rules cannot be read")
            said = f"cannot be read: {type(error).__name__}: {error}"
            return self._keep_old([Problem(str(self._folder), 0, 0, said)])
        changed = rules.policy.digest != self._runtime.world.policy.digest
        news = changed or self._broken is not None
        if news or self._seen is None:  # at the first poll `status` may still speak of the start
            accept(self._runtime, rules)
            _warn_of_old_keys(self._runtime, rules.policy)
        if news:
            said = "rules reloaded" if changed else "rules are right again"
            log.info(said, **_names(rules.policy))
        self._broken = None
        self._told.clear()
        return changed

    def _keep_old(self, problems: Sequence[Problem]) -> bool:
        broken = reject(self._runtime, problems)
        if self._broken is None or self._broken.problems != problems:
            first = _said(self._runtime, problems[0])
            log.warning("rules rejected", problems=len(problems), first=first)
        self._broken = broken
        return False

    def _read(self) -> RuleSet:
        languages = self._runtime.world.letters.languages
        try:
            return read_rules(self._runtime.config, languages)
        except BadFiles:
            self._runtime.stopping.wait(READ_AGAIN)
            return read_rules(self._runtime.config, languages)

    def _answer(self, asking: Sequence[int], changed: bool) -> None:
        if not asking:
            return
        policy, problems = self._runtime.world.policy, self._broken.problems if self._broken else ()
        text = json.dumps(
            {
                "changed": changed,
                "problems": [asdict(problem) for problem in problems],
                "rules": len(policy.rules),
                "digest": policy.digest,
            }
        )
        now = self._runtime.clock.now()
        self._runtime.write(lambda conn: reloads.answer(conn, asking, text, now))

    def _tell(self) -> None:
        """Once for each state of broken files, and not before its time: whatever stays broken is
        told in the end.
        """
        broken = self._broken
        if broken is None or broken.key in self._told:
            return
        if warn(self._runtime, broken):
            self._told.add(broken.key)


class _Either:
    """An event that is set while one of two is."""

    def __init__(self, one: threading.Event, other: threading.Event) -> None:
        self._one, self._other = one, other

    def is_set(self) -> bool:
        return self._one.is_set() or self._other.is_set()

    def wait(self, seconds: float) -> None:
        """For the one; the other is seen at the end."""
        self._one.wait(seconds)


def _changes(folder: Path, stopping: _Either) -> Iterator[None]:
    """At once, at every change below the folder, and once a second: nothing tells of a link that is
    turned above it, or of a network drive.
    """
    from watchfiles import watch

    yield
    quick: dict[str, Any] = {
        "debounce": 200,
        "step": 50,
        "rust_timeout": int(TICK * 1000),
        "yield_on_timeout": True,
    }
    # One by one: what watches a folder with all below it follows links, also those that lead out.
    watched = folders(folder) or [str(folder)]
    try:
        for _ in watch(
            *watched,
            watch_filter=None,
            stop_event=stopping,
            raise_interrupt=False,
            recursive=False,
            **quick,
        ):
            yield
            if folders(folder) != watched:
                return
    except (OSError, RuntimeError) as error:
        # The folder is gone, no inotify is left, or it is a file system without it.
        log.debug("the rules folder is not watched", text=str(error))
        stopping.wait(TICK)


def accept(runtime: Runtime, rules: RuleSet) -> None:
    """These rules serve from now on. They are kept before the first mail is decided by them."""
    now = runtime.clock.now()
    policy = with_calendars(policy_of(runtime.config, rules), runtime.store)
    is_news = policy.digest != runtime.world.policy.digest

    def work(conn: Transaction) -> None:
        if not is_news and _are_outdated(conn, runtime, policy.digest):
            return
        if not rulesets.keep(conn, policy.digest, rules.files, now):
            said = "these rules serve, but cannot be kept for a start without them"
            say(conn, log.warning, said, **_names(policy))
        health.beat(conn, PART, True, said_of(policy), now)

    runtime.write(work)
    runtime.world = replace(runtime.world, policy=policy)


def _are_outdated(conn: Transaction, runtime: Runtime, digest: str) -> bool:
    """Another daemon has newer ones: neither `status` nor the next start shall take ours."""
    if not runtime.leases.is_shared:
        return False
    since = rulesets.used_since(conn, digest)
    mine = DaemonRules(runtime.me, digest, since)
    return daemons.are_outdated(conn, runtime.store.ident, mine)


def lay_over(runtime: Runtime) -> None:
    """The rules that serve, with what was read last of the calendars that they name. Only whoever
    replaces the rules does that, so that neither undoes the other.
    """
    world = runtime.world
    runtime.world = replace(world, policy=with_calendars(world.policy, runtime.store))
    log.info("calendars laid over the rules", **_names(world.policy))


def reject(runtime: Runtime, problems: Sequence[Problem]) -> Broken:
    """The rules that serve go on serving; `status` says why."""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    first = _said(runtime, problems[0]).splitlines()[0]
    text = f"{first}{more}; still in use: {said_of(runtime.world.policy)}"
    now = runtime.clock.now()
    return Broken(problems, runtime.write(lambda conn: health.beat(conn, PART, False, text, now)))


def warn(runtime: Runtime, broken: Broken) -> bool:
    """A mail to the admins, unless they had one a short while ago: then False."""
    now = runtime.clock.now()
    with runtime.store.read() as conn:
        last = outbox.last_written(conn, RulesRejected.name, runtime.config.admins)
    if last is not None and now - last < TELL_AGAIN:
        return False
    runtime.write(lambda conn: _tell(conn, runtime, broken, now))
    runtime.wake()
    return True


def _tell(conn: Transaction, runtime: Runtime, broken: Broken, now: datetime) -> None:
    """The admins read what `check` prints."""
    world = runtime.world
    shown = [_said(runtime, problem) for problem in broken.problems[:SHOWN]]
    letter = RulesRejected(
        lines=[Quoted(line) for said in shown for line in said.splitlines()],
        count=len(broken.problems),
        more=max(0, len(broken.problems) - SHOWN),
        digest=world.policy.digest[:12],
        since=rulesets.used_since(conn, world.policy.digest) or now,
    )
    alias = world.any_alias
    once = f"rules.{broken.key}.{broken.since.timestamp():.0f}"
    tell_admins(conn, world, alias, Notice(letter, once, now))


def said_of(policy: Policy) -> str:
    """A rule set in a few words: "23 rules, digest 3f2a9c01d4be"."""
    count = len(policy.rules)
    return f"{count} rule{'' if count == 1 else 's'}, digest {policy.digest[:12]}"


def _warn_of_old_keys(runtime: Runtime, policy: Policy) -> None:
    """Whoever only restarts hears of what the next version takes away, too."""
    old = [problem for problem in policy.warnings if problem.code == "old-key"]
    if old:
        log.warning("old keys in the rules", count=len(old), first=_said(runtime, old[0]))


def _said(runtime: Runtime, problem: Problem) -> str:
    """As `check` prints it where the config lies."""
    return located(problem, runtime.config.path.parent)


def _names(policy: Policy) -> dict[str, object]:
    return {"rules": len(policy.rules), "digest": policy.digest[:12]}
