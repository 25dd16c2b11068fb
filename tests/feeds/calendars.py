"""Calendars for tests, as people's programs write them."""

from __future__ import annotations

from datetime import date

from mailtracker.feeds.entries import FeedQuestion
from mailtracker.policy.feed import Feed, FeedFrom, FeedOf, FeedUse

FIRST, LAST = date(2025, 12, 1), date(2029, 12, 1)


def calendar(*components: str, more: str = "") -> bytes:
    """`more`: lines of the calendar itself."""
    head = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//corp//tests//EN\n{more}"
    return f"{head}{''.join(components)}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def event(start: str, end: str = "", *lines: str, uid: str = "", title: str = "Vacation") -> str:
    """`start` and `end` with their parameters: ";VALUE=DATE:20261201", ":20261201T090000Z"."""
    said = [f"UID:{uid or start}", f"DTSTART{start}", *([f"DTEND{end}"] if end else [])]
    return "\n".join(["BEGIN:VEVENT", *said, f"SUMMARY:{title}", *lines, "END:VEVENT", ""])


def days(first: str, after: str = "", *lines: str, uid: str = "", title: str = "Vacation") -> str:
    """Whole days, "20261201"; `after` is not one of them."""
    end = f";VALUE=DATE:{after}" if after else ""
    return event(f";VALUE=DATE:{first}", end, *lines, uid=uid, title=title)


def zone(name: str, offset: str) -> str:
    """One without summer time."""
    return (
        f"BEGIN:VTIMEZONE\nTZID:{name}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        f"TZOFFSETFROM:{offset}\nTZOFFSETTO:{offset}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )


def use(
    says: FeedOf = FeedOf.PERSON,
    words: tuple[str, ...] = (),
    free: bool = False,
    zone: str = "Europe/Berlin",
    where: str = "bo.ics",
) -> FeedUse:
    feed = Feed(FeedFrom.FILE, where, words=words, free=free)
    addresses = ("bo@corp.example",) if says is FeedOf.PERSON else ()
    return FeedUse(feed, says, "bo" if says is FeedOf.PERSON else "office", zone, addresses)


def question(data: bytes, whose: FeedUse | None = None) -> FeedQuestion:
    return FeedQuestion(data, whose or use(), FIRST, LAST)
