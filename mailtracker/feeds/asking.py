"""A feed and what is known of it → its entries, or that they are what they were, or why nobody
knows. What the daemon asks once an hour, and `check` once.
"""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

from mailtracker.feeds.entries import FeedQuestion
from mailtracker.feeds.fetch import UNKNOWN, KnownCopy, NoFeed, fetch
from mailtracker.feeds.reading import FeedReader
from mailtracker.oauth.web import Web
from mailtracker.policy.feed import FeedReading, FeedUse
from mailtracker.policy.model import Policy
from mailtracker.policy.overlay import MAX_CLOSED, closes_too_much, window
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class FeedAnswer:
    """What came of asking for a feed: a `reading`, which may be that there is trouble; None: it is
    what it was. `known`: by which its source knows it.
    """

    reading: FeedReading | None
    known: KnownCopy = UNKNOWN


class FeedAsker:
    """Asks for the feeds of rules: files below `folder`, addresses by `web`, read by `reader`."""

    def __init__(self, folder: Path, web: Web, reader: FeedReader) -> None:
        self._folder, self._web, self._reader = folder, web, reader

    def ask(
        self,
        policy: Policy,
        use: FeedUse,
        now: datetime,
        known: KnownCopy = UNKNOWN,
        until: threading.Event | None = None,
    ) -> FeedAnswer:
        """Never raises for trouble with the feed; `child.GivenUp` once `until` is set."""
        try:
            fetched = fetch(use.feed, self._folder, self._web, known)
        except NoFeed as error:
            return FeedAnswer(FeedReading(trouble=str(error)))
        if fetched.data is None:
            return FeedAnswer(None, known)
        reading = self._reader.read(FeedQuestion(fetched.data, use, *window(now)), until)
        if not reading.trouble and closes_too_much(policy, use, reading.entries):
            reading = FeedReading(trouble=f"leaves no working time for {MAX_CLOSED} days in a row")
        return FeedAnswer(reading, fetched.known)
