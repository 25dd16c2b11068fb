"""A calendar of others as the rules name it, whose it is, and what was read of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit

from mailtracker.loopback import is_loopback
from mailtracker.policy.invalid import Invalid
from mailtracker.record import dataclass

READING = 1
"""Grows when the same calendar is read in another way: what was read before is read again."""


class FeedFrom(StrEnum):
    """Where a feed is."""

    FILE = "file"  # below the rules folder
    URL = "url"  # on a web server
    URL_FILE = "url_file"  # on a web server, and a file below the rules folder has the address


class FeedOf(StrEnum):
    """What a feed says."""

    HOURS = "hours"  # when nobody works
    PERSON = "person"  # when somebody is away


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar in iCalendar (RFC 5545) that others keep."""

    #: Where it is.
    source: FeedFrom
    #: The file, or the address, which may be a secret.
    where: str = field(repr=False)
    #: File and line where the rules name it, for people.
    place: str = field(default="", compare=False)
    #: Of hours: only entries that have one of these words count; () for all. Of a person: such
    #: entries count whatever they are marked as.
    words: tuple[str, ...] = ()
    #: Of hours: entries that are marked as free count too.
    free: bool = False

    @property
    def shown(self) -> str:
        """For people: no more than the host of an address."""
        if self.source is not FeedFrom.URL:
            return self.where
        return urlsplit(self.where).hostname or "?"


@dataclass(frozen=True, slots=True)
class FeedUse:
    """A `feed` and whose it is. Two that use one calendar read it each in their own way."""

    feed: Feed
    #: What it says.
    says: FeedOf
    #: The key of the hours or of the person.
    owner: str
    #: In which it is read what says no zone, or one that nobody knows.
    zone: str
    #: Of the person, by which their answer to an invitation is known.
    addresses: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """By which a copy is kept. Nobody learns an address from it."""
        return _digest(self.says, self.owner, self.feed.source, self.feed.where)

    @property
    def way(self) -> str:
        """How it is read: what was read in another way is read again."""
        words = "\n".join(self.feed.words)
        free = str(self.feed.free)
        return _digest(str(READING), self.zone, words, free, *self.addresses)

    @property
    def called(self) -> str:
        """For people: "calendar of bo (bo.ics)"."""
        what = "calendar" if self.says is FeedOf.PERSON else "days off"
        return f"{what} of {self.owner} ({self.feed.shown})"


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Entry:
    """Of a calendar: a time in which nobody works, or somebody is away. `begins` and `ends` are
    both local dates, or both instants in UTC; `ends` is not in it any more.
    """

    begins: date
    ends: date
    #: In hours, for people; "" in a person's: what they do is nobody's concern.
    title: str = ""

    @property
    def whole_days(self) -> bool:
        return not isinstance(self.begins, datetime)


@dataclass(frozen=True, slots=True)
class FeedReading:
    """A calendar, read: its `entries` that count, or `trouble`, which says why it cannot be."""

    #: In order.
    entries: tuple[Entry, ...] = ()
    #: What of it could not be read, entry by entry, for people.
    odd: tuple[str, ...] = ()
    #: Zones that nobody knows: these entries were read in the owner's.
    unknown_zones: tuple[str, ...] = ()
    #: Entries that do not count since they are marked as free.
    marked_free: int = 0
    #: "" for none.
    trouble: str = ""

    def remarks(self) -> Iterator[str]:
        """What is worth to be told, for people."""
        if self.odd:
            more = f" and {len(self.odd) - SHOWN} more" if len(self.odd) > SHOWN else ""
            yield f"left out: {', '.join(self.odd[:SHOWN])}{more}"
        if self.unknown_zones:
            more = " and others" if len(self.unknown_zones) > SHOWN else ""
            named = ", ".join(f"`{zone}`" for zone in self.unknown_zones[:SHOWN])
            yield f"nobody knows the time zone {named}{more}: its times are read as local ones"
        if self.marked_free and not self.entries:
            yield (
                f"no entry counts, since {self.marked_free} are marked as free, as those of "
                f"holiday calendars are: `free: true` takes them too"
            )


SHOWN = 3
"""Of one kind that are named."""


def read_address(text: str) -> str:
    """The address of a calendar on a web server, as people copy it: `webcal:` is `https:`.
    ValueError says what to write instead, without the address: it may be a secret.
    """
    said = text.strip()
    scheme, colon, rest = said.partition(":")
    if scheme.lower() in ("webcal", "webcals"):
        said = f"https{colon}{rest}"
    try:
        parts = urlsplit(said)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or not host or not _is_plain(said):
        write = "write the calendar's own, as in https://calendar.corp.example/bo.ics"
        raise Invalid("bad-feed", f"this is no address of a calendar: {write}")
    if parts.scheme == "http" and not is_loopback(host):
        raise Invalid("bad-feed", f"whoever listens can change what {host} says: write https:")
    if parts.username is not None or parts.password is not None:
        told = f"no user and password are sent to {host}: use an address that needs none"
        raise Invalid("bad-feed", f"{told}, as calendars are published by")
    return said.partition("#")[0]


def _is_plain(text: str) -> bool:
    """As RFC 3986 writes it: what is no ASCII is encoded, and there is no white space."""
    return text.isascii() and text.isprintable() and " " not in text
