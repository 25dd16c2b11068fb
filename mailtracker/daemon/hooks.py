"""The loop of each hook: posts that wait → its address, at least once (docs/reliability.md, D15).

No transaction is open while a hook is spoken to, and each has a thread of its own: one that hangs
holds up neither mail nor another.
"""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from mailtracker.config import HookConfig
from mailtracker.daemon.runtime import Runtime
from mailtracker.errors import Unreachable
from mailtracker.oauth.token import NoAccess
from mailtracker.record import dataclass
from mailtracker.store import posts
from mailtracker.store.leases import HOUSE
from mailtracker.store.posts import Post
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

TICK = 1.0
"""Seconds between two looks for what is to be tried again."""

AT_ONCE = 20
"""Posts that are looked up at once."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
"""Before a post is tried again; each pause is twice as long as the one before."""

GIVEN_UP = timedelta(days=1)
"""How long after its rung a post is tried: then nobody needs to be woken by it any more."""

MAX_READ = 1024
"""Bytes of an answer that are read; only its status counts."""

LOOK_EVERY = timedelta(minutes=1)
"""How often it is looked for posts of hooks that there are not."""


@dataclass(frozen=True, slots=True)
class HookRefusal:
    """Why a post was not taken (`text`), and for how many seconds its hook wants us to `wait`."""

    text: str
    wait: float = 0.0


class HookLoop:
    """That of one hook. `run` returns when everything stops."""

    def __init__(self, runtime: Runtime, hook: HookConfig) -> None:
        from mailtracker.oauth.web import Web, place_of  # only where there is a hook

        self._runtime, self._hook = runtime, hook
        self._web = Web(hook.ca_file, hook.timeout, cut=True)
        self._place = place_of(hook.url.get_secret_value())
        self._due = threading.Event()
        runtime.on_wake(self._due.set)

    @property
    def part(self) -> str:
        """Its line in `status`."""
        return self._hook.part

    def run(self) -> None:
        while not self._runtime.stopping.is_set():
            try:
                self.poll()
            except Unreachable as error:
                self._runtime.away.say(error)
            except Exception:  # it never ends by a bug
                log.exception("hook failed", hook=self._hook.name)
            self._due.wait(TICK)
            self._due.clear()

    def poll(self) -> int:
        """Try each post that is due once; how many were taken. Whoever keeps the house does."""
        if not self._runtime.leases.serves(HOUSE):
            return 0
        with self._runtime.under(HOUSE):
            return self._poll()

    def _poll(self) -> int:
        taken, asked_at = 0, self._runtime.clock.now()
        wanted = partial(posts.due, hook=self._hook.name, now=asked_at, limit=AT_ONCE)
        for post in self._runtime.read(wanted):
            if self._runtime.stopping.is_set():
                break
            refusal = self._send(post)
            self._settle(post, refusal)
            if refusal is not None:
                break  # what is down for one is down for all
            taken += 1
        return taken

    def _send(self, post: Post) -> HookRefusal | None:
        """None: it was taken."""
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "mailtracker",
            "Idempotency-Key": post.key,
        }
        url = self._hook.url.get_secret_value()
        request = urllib.request.Request(url, post.body.encode(), headers)  # noqa: S310 only http(s)
        try:
            answer = self._web.request(request, MAX_READ)
        except NoAccess as error:
            return HookRefusal(str(error), error.wait)
        if 200 <= answer.status < 300:
            return None
        return HookRefusal(f"{self._place} answers {answer.status}")

    def _settle(self, post: Post, refusal: HookRefusal | None) -> None:
        now = self._runtime.clock.now()
        self._runtime.write(partial(self._note, post=post, refusal=refusal, now=now))
        self._runtime.beat(
            self.part, ok=refusal is None, text=refusal.text if refusal else "took the last post"
        )
        if refusal is not None:
            log.warning("hook trouble", hook=self._hook.name, text=refusal.text)

    def _note(
        self, conn: Transaction, post: Post, refusal: HookRefusal | None, now: datetime
    ) -> None:
        if refusal is None:
            posts.done(conn, post, f"{self._hook.name} was told", now)
        elif now - post.created_at >= GIVEN_UP:
            told = f"{self._hook.name} could not be told for a day: {refusal.text}"
            posts.done(conn, post, told, now)
        else:
            posts.again(conn, post, now + _pause(post.tries, refusal.wait))


def _pause(tries: int, wait: float) -> timedelta:
    """What the hook asks for, but never so long that it would be given up by that."""
    own = min(FIRST_PAUSE * (1 << min(tries, 10)), LONGEST_PAUSE)
    return max(own, min(timedelta(seconds=wait), 4 * LONGEST_PAUSE))


class Hooks:
    """Those of a config."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._loops = [HookLoop(runtime, hook) for hook in runtime.config.hooks]
        self._look_at = datetime.min.replace(tzinfo=UTC)

    def threads(self) -> Sequence[threading.Thread]:
        """One each, not begun yet."""
        return [
            threading.Thread(target=loop.run, name=loop.part, daemon=True) for loop in self._loops
        ]

    def once(self) -> None:
        """What is due is tried once, one hook after the other."""
        for loop in self._loops:
            while loop.poll() and not self._runtime.stopping.is_set():
                pass
        self.look()

    def look(self) -> None:
        """Posts of hooks that config.toml does not have are given up: `check` says so before."""
        now = self._runtime.clock.now()
        if now < self._look_at or not self._runtime.leases.serves(HOUSE):
            return
        self._look_at = now + LOOK_EVERY
        names = [hook.name for hook in self._runtime.config.hooks]
        try:
            lost = self._runtime.read(partial(posts.of_others, hooks=names))
            for post in lost:
                told = f"config.toml has no hook {post.hook}: nobody was told"
                self._runtime.write(partial(posts.done, post=post, told=told, now=now))
                log.warning("no such hook", hook=post.hook)
        except Unreachable:
            return
