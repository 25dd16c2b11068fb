"""Calendars of others as the rules files name them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Discriminator, Field, Tag

from mailtracker.errors import Problem
from mailtracker.policy.feed import Feed, FeedFrom, read_address
from mailtracker.rules import values
from mailtracker.rules.field_types import (
    MAPPING,
    TEXT,
    FileName,
    Flag,
    OneOrMore,
    StrictMapping,
    WordsText,
    checked,
    shape,
)
from mailtracker.rules.values import read_each, read_path
from mailtracker.rules.yamlfile import Pairs, Text, position_of

SOURCES = ("file", "url", "url_file")


def read_feed(text: str) -> tuple[FeedFrom, str]:
    """ "bo.ics" or "https://calendar.corp.example/bo.ics", where one text says it."""
    if "://" in text or text.lower().startswith("webcal:"):
        return FeedFrom.URL, read_address(text)
    return FeedFrom.FILE, read_path(text)


Address = Annotated[str, checked(read_address)]
FeedText = Annotated[str, checked(read_feed)]


class FeedFile(StrictMapping):
    what = "a calendar"

    file: FileName | None = Field(
        None, description="an iCalendar file below the rules folder, read when it changes"
    )
    url: Address | None = Field(
        None,
        description="its address on a web server, asked once an hour: `https:` or `webcal:`, and "
        "`http:` on this machine's loopback only",
    )
    url_file: FileName | None = Field(
        None,
        description="a file below the rules folder that has the address as its only line: the "
        "address that a calendar is published by is a secret",
    )

    @classmethod
    def wrong(cls, data: Pairs) -> Iterator[Problem]:
        named = [key for key in data if key in SOURCES]
        if not named:
            told = f"{cls.what} is nowhere: write `file:`, `url:` or `url_file:`"
            yield data.position.problem("missing-key", told)
        for key in named[1:]:
            told = f"`{key}` beside `{named[0]}`: a calendar is in one place; write two calendars"
            yield key.position.problem("both-keys", told)


class ClosedFile(FeedFile):
    """Its entries are days, or parts of days, on which nobody works; not those that are cancelled,
    tentative, or marked as free. A date that the hours name themselves decides before it.
    """

    what = "a calendar of days off"

    only: Annotated[list[WordsText], OneOrMore] | None = Field(
        None, description="words: entries count that have one of them in their title; left out: all"
    )
    free: Flag | None = Field(
        None,
        description="true: entries that are marked as free count too, as calendars of holidays "
        "mark theirs",
    )


class AwayFeedFile(FeedFile):
    """Its entries are absences where they cover a whole working day: those that are marked as out
    of office, those of whole days that are busy, and those whose title has one of the words of
    `away`. Not those that are cancelled, tentative, or declined; of Exchange only what is marked as
    out of office, since its busy days are days of work.
    """

    what = "a person's calendar"
    instead: ClassVar[dict[str, str]] = {
        "only": "words of titles stand under `away:`",
        "free": "write the words of their titles, as in away: [vacation]",
    }

    away: Annotated[list[WordsText], OneOrMore] | None = Field(
        None,
        description="words: an entry that has one of them in its title counts, whatever it is "
        "marked as: `vacation`, `urlaub*`",
    )


def closed_of(entry: str | ClosedFile) -> Feed:
    if isinstance(entry, str):
        return _of_text(entry)
    source, where = _where(entry)
    return Feed(
        source,
        read_feed_of(source, where),
        _place(where),
        read_each(str, entry.only),
        entry.free is not None and values.read_flag(entry.free),
    )


def away_feed_of(entry: str | AwayFeedFile) -> Feed:
    if isinstance(entry, str):
        return _of_text(entry)
    source, where = _where(entry)
    return Feed(source, read_feed_of(source, where), _place(where), read_each(str, entry.away))


def _of_text(entry: str) -> Feed:
    source, where = read_feed(entry)
    return Feed(source, where, _place(entry))


def _where(entry: FeedFile) -> tuple[FeedFrom, str]:
    """The one that is given."""
    for source in FeedFrom:
        if text := getattr(entry, source):
            return source, text
    raise AssertionError("a calendar that is nowhere is a problem, and nothing is built of it")


def read_feed_of(source: FeedFrom, text: str) -> str:
    return read_address(text) if source is FeedFrom.URL else read_path(text)


def _place(text: str) -> str:
    """Behind which it stands; a name that was given by hand has no place."""
    return f"{position_of(text)}" if isinstance(text, Text) else ""


ClosedEntry = Annotated[
    Annotated[FeedText, Tag(TEXT)] | Annotated[ClosedFile, Tag(MAPPING)], Discriminator(shape)
]
AwayFeedEntry = Annotated[
    Annotated[FeedText, Tag(TEXT)] | Annotated[AwayFeedFile, Tag(MAPPING)], Discriminator(shape)
]
