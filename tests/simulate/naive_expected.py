"""A second opinion on expected mail, minute by minute: by when it is due, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def dues(
    zone: ZoneInfo, clock: time, weekdays: Collection[int], since: datetime, until: datetime
) -> Iterator[datetime]:
    """Each instant of the span at which a clock on the wall shows that time for the last time of a
    day, or jumps over it.
    """
    at = since.replace(second=0, microsecond=0)
    while at <= until:
        now, before = (one.astimezone(zone) for one in (at, at - MINUTE))
        shows = now.time() == clock
        again = (at + HOUR).astimezone(zone).time() == clock
        jumped = before.date() == now.date() and before.time() < clock < now.time()
        reached = jumped or (shows and not again)
        if reached and now.weekday() in weekdays and at > since:
            yield at
        at += MINUTE


def fates(
    all_dues: Sequence[datetime], came: Mapping[str, list[datetime]], until: datetime
) -> Counter[str]:
    """Of each of these people and all due times of a span but the first, with which all begins."""
    found: Counter[str] = Counter()
    for who in came:
        missed = None
        for before, due, following in zip(all_dues, all_dues[1:], all_dues[2:], strict=False):
            first_half = before + (due - before) / 2
            here = [at for at in came[who] if before < at <= due]
            if due > until:
                continue
            if [at for at in here if missed != before or at > first_half]:
                found.update(("due", "came"))
                continue
            missed, end = due, due + (following - due) / 2
            if any(due < at <= end for at in came[who]):
                found.update(("due", "late"))
            elif end < until:
                found.update(("due", "missed"))
    return found


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
