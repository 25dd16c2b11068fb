"""Sign-ins by access tokens: how each is → the store, for `status`; what of them ends soon → a mail
to the admins, once a week.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from mailtracker.daemon.runtime import Runtime
from mailtracker.desk.admin_letters import Ends
from mailtracker.enact import tell_admins
from mailtracker.endings import Ending, endings
from mailtracker.errors import Unreachable
from mailtracker.notices import Notice
from mailtracker.oauth import SignIn, SignInState
from mailtracker.start import sign_ins_of
from mailtracker.store.transaction import Transaction

log = structlog.get_logger("mailtracker")

LOOK_EVERY = timedelta(hours=1)
"""How often it is looked at what ends soon."""


def part_of(name: str) -> str:
    """Of a sign-in, its line in `status`."""
    return f"sign-in {name}"


def token_of(name: str) -> str:
    """Of a sign-in, until when its access token lives: apart, as that changes every hour, and
    "works since" shall not. It is never in trouble of its own.
    """
    return f"access token {name}"


class SignIns:
    """Those of a config. From `begin` on each keeps an access token at hand."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._all = sign_ins_of(runtime.config)
        self._look_at = datetime.min.replace(tzinfo=UTC)
        for sign_in in self._all:
            runtime.on_hurry(sign_in.hurry)

    def begin(self) -> None:
        for sign_in in self._all:
            sign_in.listen(partial(self._tell, sign_in))

    def end(self) -> None:
        """They are told of no more."""
        for sign_in in self._all:
            sign_in.let_go()

    def look(self) -> None:
        """Whether something ends soon; not at each call."""
        now = self._runtime.clock.now()
        if now < self._look_at or not self._all:
            return
        self._look_at = now + LOOK_EVERY
        for ending in endings(self._runtime.config):
            if ending.is_near(now.date()):
                self._runtime.write(partial(self._warn, ending, now))

    def _warn(self, ending: Ending, now: datetime, conn: Transaction) -> None:
        world = self._runtime.world
        letter = Ends(ending.of, ending.day, over=ending.left(now.date()) <= 0)
        notice = Notice(letter, f"ends.{ending.what}.{ending.day}.{now:%G%V}", now)
        tell_admins(conn, world, world.any_alias, notice)

    def _tell(self, sign_in: SignIn, state: SignInState) -> None:
        name, lives = sign_in.name, state.lives
        if not state.ok:
            log.warning("sign-in trouble", sign_in=name, text=state.text, lives=round(lives or 0))
        until = self._runtime.clock.now() + timedelta(seconds=lives or 0)
        held = f"at hand until {until:%Y-%m-%d %H:%M} UTC" if lives else ""
        try:
            self._runtime.beat(part_of(name), state.ok, state.text)
            self._runtime.beat(token_of(name), True, held)
        except Unreachable:
            return  # the store is away, which others say; the next request is told again
