"""A source of access tokens in; one access token for all who ask out, renewed before it ends.

One thread of its own does all the asking, so that an issuer that answers slowly or not at all
holds up nobody for longer than they are willing to wait, and many who ask make one request.
While an access token lives it is given, whatever became of its renewal.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import replace

import structlog

from mailtracker.errors import LoginRefused, MailtrackerError, Unreachable
from mailtracker.oauth.token import AccessToken, NoAccess, TokenSource
from mailtracker.record import dataclass

log = structlog.get_logger("mailtracker")

RENEW_AT = 0.8
"""Of its life; what is left is for an issuer that is away."""

SPARE = 30.0
"""Seconds before its end from which an access token is no longer given, where it lives long enough:
a login takes a while, and no two clocks run alike. Of a short life a tenth.
"""

REFUSED_PAUSE = 300.0
"""Seconds between two access tokens that are fetched since a mail server did not take the one at
hand. A server that takes none makes no request of every reconnect.
"""

PAUSES = (2.0, 5.0, 15.0, 30.0, 60.0)
"""Seconds for which a failure is remembered: the first, the second in a row, and so on."""

FINAL_PAUSES = (30.0, 60.0, 120.0, 300.0)
"""The same where a person has to do something: it is done as soon as they did it."""

MAX_WAIT = 3600.0
"""Seconds for which an issuer may have us wait at most."""

LOOK_EVERY = 30.0
"""Seconds: a machine that slept is awake before its timers know."""


def since_boot() -> float:
    """Seconds since some moment, also those in which the machine slept: a token's life does not
    stop then, and nobody can set this clock.
    """
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(clock)


@dataclass(frozen=True, slots=True)
class SignInState:
    """How a sign-in is at a moment: whether its last request worked (`ok`), the `text` of why not,
    and for how many seconds the access token at hand `lives` on, None where there is none.
    """

    ok: bool
    text: str
    lives: float | None


@dataclass(frozen=True, slots=True)
class _Held:
    """An access `token`, and from when on, by the steady clock, it is to be renewed (`renew_at`)
    and not given any more (`ends_at`).
    """

    token: AccessToken
    renew_at: float
    ends_at: float


@dataclass(frozen=True, slots=True)
class _Failed:
    """Why the last request failed (`error`), and `until` when nobody asks again."""

    error: NoAccess
    until: float


class SignIn:
    """An `Access` (mailtracker.access) by one `source`, called `name` in what people read. Safe in
    any thread.
    """

    def __init__(
        self, name: str, source: TokenSource, steady: Callable[[], float] = since_boot
    ) -> None:
        self.name = name
        self._source, self._steady = source, steady
        self._changed = threading.Condition()
        self._bell = threading.Event()
        self._thread: threading.Thread | None = None
        self._listeners: list[Callable[[SignInState], object]] = []
        self._held: _Held | None = None
        self._failed: _Failed | None = None
        self._failures = 0
        self._is_wanted = False
        self._is_doubted = False
        self._doubted_at = float("-inf")

    # -- an Access --------------------------------------------------------------

    def access_token(self) -> str:
        """See `Access`."""
        with self._changed:
            end = time.monotonic() + self._source.patience
            while (given := self._given()) is None:
                if self._failed is not None and self._waits(self._failed):
                    raise self._said(self._failed.error)
                if time.monotonic() >= end:
                    return self._alive_or(Unreachable(self._silence())).value
                self._ask()
                self._changed.wait(max(0.0, end - time.monotonic()))
            return given.value

    def was_refused(self, access_token: str) -> None:
        """See `Access`. Another one is fetched at once, but not again within `REFUSED_PAUSE`."""
        with self._changed:
            now = self._steady()
            if self._held is None or self._held.token.value != access_token:
                return
            if now - self._doubted_at >= REFUSED_PAUSE:
                self._is_doubted, self._doubted_at = True, now

    # -- who looks after it --------------------------------------------------------

    def state(self) -> SignInState:
        with self._changed:
            lives = self._held.ends_at - self._steady() if self._held else None
            text = self._trouble()
            return SignInState(not text, text, lives if lives and lives > 0 else None)

    def listen(self, listener: Callable[[SignInState], object]) -> None:
        """`listener` is called after each request, in a thread of ours, and begins with it: from
        then on an access token is kept at hand.
        """
        with self._changed:
            self._listeners.append(listener)
            self._ask()

    def let_go(self) -> None:
        """Nobody listens any more. Who listens and has it would keep it for ever."""
        with self._changed:
            self._listeners.clear()

    def hurry(self) -> None:
        """What was wrong may be mended: the next call asks again, unless the issuer wants us to
        wait.
        """
        with self._changed:
            if self._failed is not None and not self._failed.error.wait:
                self._failed = replace(self._failed, until=self._steady())
                self._bell.set()

    # -- below, with the lock held -------------------------------------------------

    def _trouble(self) -> str:
        if self._failed is not None:
            return str(self._failed.error)
        return self._held.token.trouble if self._held is not None else ""

    def _given(self) -> AccessToken | None:
        """The one at hand, if it may be given."""
        if self._is_doubted and not (self._failed and self._waits(self._failed)):
            return None
        return self._alive()

    def _alive(self) -> AccessToken | None:
        held = self._held
        return held.token if held is not None and self._steady() < held.ends_at else None

    def _alive_or(self, error: MailtrackerError) -> AccessToken:
        """Also one that a mail server refused: perhaps it takes it now. Raises `error`."""
        if (alive := self._alive()) is None:
            raise error
        return alive

    def _waits(self, failed: _Failed) -> bool:
        return self._steady() < failed.until

    def _ask(self) -> None:
        self._is_wanted = True
        self._bell.set()
        if self._thread is None:
            weakref.finalize(self, self._bell.set)
            self._thread = threading.Thread(
                target=_keep,
                args=(weakref.ref(self), self._bell),
                name=f"sign-in {self.name}",
                daemon=True,
            )
            self._thread.start()

    def _said(self, error: NoAccess) -> MailtrackerError:
        kind = LoginRefused if error.final else Unreachable
        return kind(f"sign-in {self.name}: {error}")

    def _silence(self) -> str:
        return (
            f"sign-in {self.name}: no access token within {self._source.patience:.0f} s; it is "
            f"asked for again"
        )

    # -- the thread -------------------------------------------------------------------

    def work(self) -> float:
        """Asks the source, if it is time to. Returns the seconds until the next look."""
        with self._changed:
            if (wait := self._rest()) > 0:
                return min(wait, LOOK_EVERY)
            self._is_wanted = False
            asked_at = self._steady()
        try:
            token = self._source.fetch()
        except NoAccess as error:
            self._note_failure(error)
        except Exception:
            log.exception("sign-in failed", sign_in=self.name)
            self._note_failure(NoAccess("a fault of mailtracker's own; see the log", final=False))
        else:
            self._note_success(token, asked_at)
        self._tell()
        return 0.0

    def _rest(self) -> float:
        """Seconds in which nothing is to be done; 0: a request is due."""
        now = self._steady()
        if self._failed is not None and self._waits(self._failed):
            return self._failed.until - now
        if self._is_doubted:
            return 0.0
        if self._held is not None:
            return max(0.0, self._held.renew_at - now)
        return 0.0 if self._is_wanted or self._listeners else LOOK_EVERY

    def _note_success(self, token: AccessToken, asked_at: float) -> None:
        spare = min(SPARE, token.life / 10)
        with self._changed:
            self._held = _Held(
                token, asked_at + RENEW_AT * token.life, asked_at + token.life - spare
            )
            self._failed, self._failures, self._is_doubted = None, 0, False
            self._changed.notify_all()

    def _note_failure(self, error: NoAccess) -> None:
        pauses = FINAL_PAUSES if error.final else PAUSES
        with self._changed:
            pause = pauses[min(self._failures, len(pauses) - 1)]
            until = self._steady() + max(pause, min(error.wait, MAX_WAIT))
            self._failed = _Failed(error, until)
            self._failures += 1
            self._changed.notify_all()

    def _tell(self) -> None:
        state = self.state()
        for listener in tuple(self._listeners):
            try:
                listener(state)
            except Exception:
                log.exception("how a sign-in is could not be told", sign_in=self.name)


def _keep(of: weakref.ref[SignIn], bell: threading.Event) -> None:
    """Looks after a sign-in until nobody has it any more."""
    while (sign_in := of()) is not None:
        bell.clear()
        try:
            wait = sign_in.work()
        except Exception:  # a fault of ours shall not leave everybody without access tokens
            log.exception("sign-in loop failed", sign_in=sign_in.name)
            wait = LOOK_EVERY
        del sign_in
        bell.wait(wait)
