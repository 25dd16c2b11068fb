"""The way to the mail server, as all pumps know it: whether anybody gets through, and who looks
next. A pump connects first and claims a row afterwards, so while the server is away nobody holds
one.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable

from mailtracker.errors import MailtrackerError, Throttled
from mailtracker.smtp import SmtpLink

PAUSE = (1.0, 30.0)
"""Seconds after trouble with the server: the first, doubled up to the last. So mail goes out at
most half a minute after the server is back.
"""

HOPELESS = 3
"""Troubles one after the other, and nobody got through, after which a single pass gives up."""

Beat = Callable[[bool, str], Awaitable[None]]
"""Says how the server is: well or not, and in which words."""


class Way:
    """Of one server. While nobody gets through (`is_down`), one pump looks at a time; when it got a
    mail through, or finds that none waits, all go on. Where the server takes fewer connections than
    we have, those without one rest by themselves.
    """

    def __init__(self, links: list[SmtpLink], beat: Beat) -> None:
        self._links, self._beat = links, beat
        self.is_down = False
        self._scout: SmtpLink | None = None
        self._troubles = 0
        self._pause = PAUSE[0]
        self._look_at = 0.0
        self._rests: dict[SmtpLink, tuple[float, float]] = {}  # until when, and how long
        self._news = asyncio.Event()

    @property
    def is_hopeless(self) -> bool:
        """Too many troubles since somebody got through last, or this one alone finds no place."""
        return self._troubles >= HOPELESS or not self.is_down

    async def open(self, link: SmtpLink) -> bool:
        """One try to connect, or a rest until it may be tried. True when the connection stands."""
        if (wait := self._wait(link)) > 0:
            await self.rest(wait)
            return False
        if self.is_down:
            self._scout = link
        try:
            await link.open()
        except MailtrackerError as error:
            at_least = error.seconds if isinstance(error, Throttled) else 0.0
            await self.trouble(link, str(error), at_least)
            return False
        return True

    def _wait(self, link: SmtpLink) -> float:
        """Seconds until this one may try."""
        now = time.monotonic()
        if not self.is_down:
            until, _ = self._rests.get(link, (now, 0.0))
            return until - now
        if self._scout not in (None, link):
            return PAUSE[1]
        return self._look_at - now

    async def trouble(self, link: SmtpLink, text: str, at_least: float = 0.0) -> None:
        """Neither a mail nor a person is at fault: the server, or the way there. For `at_least` so
        many seconds nobody tries again by this connection.
        """
        self._troubles += 1
        now = time.monotonic()
        others = any(other.is_up for other in self._links if other is not link)
        if others and not self.is_down:
            _, before = self._rests.get(link, (0.0, 0.0))
            pause = min(max(2 * before, PAUSE[0]), PAUSE[1])
            self._rests[link] = (now + max(pause, at_least), pause)
            return
        if self._scout in (None, link) and now >= self._look_at:
            self._look_at = now + max(self._pause, at_least)
            self._pause = min(2 * self._pause, PAUSE[1])
        self.is_down, self._scout = True, None
        await self._beat(False, text)

    async def well(self, link: SmtpLink) -> None:
        """A mail of this connection met no such trouble, or there was none to send."""
        self._rests.pop(link, None)
        self._troubles = 0
        self._pause, self._look_at, self._scout = PAUSE[0], 0.0, None
        if self.is_down:
            self.is_down = False
            self.hurry()
        await self._beat(True, "")

    def hurry(self) -> None:
        """Whoever rests looks again now."""
        self._look_at = 0.0
        self._rests.clear()
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def rest(self, seconds: float) -> None:
        """So long, or until there is news."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)
