"""Where a feed is → its bytes, or that they are what they were, or why there are none."""

from __future__ import annotations

import hashlib
import urllib.request
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from mailtracker import enclosed
from mailtracker.enclosed import Refusal
from mailtracker.errors import MailtrackerError
from mailtracker.oauth.token import NoAccess
from mailtracker.oauth.web import Web, WebAnswer, come_again, place_of
from mailtracker.policy.feed import Feed, FeedFrom, read_address
from mailtracker.record import dataclass

MAX_BYTES = 5 << 20
"""Of a calendar. One of 11,000 entries has as much, and takes four seconds to read (November
2026).
"""

MAX_ADDRESS = 4096
"""Bytes of a file that holds an address."""

MAX_REDIRECTS = 3

FileState = tuple[int, int, int, int]


class NoFeed(MailtrackerError):
    """There are no bytes. The text says why, for people, and no more than the host of an
    address.
    """


@dataclass(frozen=True, slots=True)
class KnownCopy:
    """By which its source knows a copy: the `etag` (RFC 9110 8.8.3) and the Last-Modified
    (`modified`) that came with it. Of a file the first is the digest of its bytes.
    """

    etag: str = ""
    modified: str = ""


UNKNOWN = KnownCopy()


@dataclass(frozen=True, slots=True)
class FetchedFeed:
    """The bytes of a calendar (`data`, None: they are what they were), and by which their source
    knows them (`known`).
    """

    data: bytes | None
    known: KnownCopy


def fetch(feed: Feed, folder: Path, web: Web, known: KnownCopy = UNKNOWN) -> FetchedFeed:
    """The feed's bytes. A file is read below `folder`, and nowhere else. Raises NoFeed."""
    if feed.source is FeedFrom.FILE:
        return _of_file(feed.where, folder, known)
    address = feed.where if feed.source is FeedFrom.URL else _address_in(feed.where, folder)
    try:
        return _of_web(address, web, known)
    except NoAccess as error:
        raise NoFeed(str(error)) from None


def state_of(feed: Feed, folder: Path) -> FileState:
    """What changes when the file of a feed does."""
    return enclosed.state_of(folder, f"{folder}/{feed.where}")


def _of_file(name: str, folder: Path, known: KnownCopy) -> FetchedFeed:
    data = enclosed.read(folder, name, MAX_BYTES)
    if isinstance(data, Refusal):
        raise NoFeed(data.said)
    digest = hashlib.sha256(data).hexdigest()
    return FetchedFeed(None if digest == known.etag else data, KnownCopy(digest))


def _address_in(name: str, folder: Path) -> str:
    data = enclosed.read(folder, name, MAX_ADDRESS)
    if isinstance(data, Refusal):
        raise NoFeed(data.said)
    lines = [line for line in data.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    if len(lines) != 1:
        raise NoFeed(f"{name} must hold the address as its only line")
    try:
        return read_address(lines[0])
    except ValueError as error:
        raise NoFeed(f"in {name}: {error}") from None


def _of_web(address: str, web: Web, known: KnownCopy) -> FetchedFeed:
    for _ in range(MAX_REDIRECTS + 1):
        answer = web.fetch(_request(address, known), MAX_BYTES)
        if answer.status not in (301, 302, 303, 307, 308):
            return _fetched(place_of(address), answer, known)
        address = _redirected(address, answer)
    raise NoFeed(f"{place_of(address)} sends us round in a circle")


def _request(address: str, known: KnownCopy) -> urllib.request.Request:
    headers = {"Accept": "text/calendar, */*;q=0.1", "User-Agent": "mailtracker"}
    if known.etag:
        headers["If-None-Match"] = known.etag
    if known.modified:
        headers["If-Modified-Since"] = known.modified
    return urllib.request.Request(address, headers=headers)  # noqa: S310 only http(s), read before


def _redirected(address: str, answer: WebAnswer) -> str:
    """The same server may have moved it; to another nobody said that we may go."""
    before = urlsplit(address)
    try:
        target = read_address(urljoin(address, answer.headers.get("location", "")))
    except ValueError:
        raise NoFeed(f"{place_of(address)} sends us nowhere") from None
    after = urlsplit(target)
    if (after.scheme, after.netloc.lower()) != (before.scheme, before.netloc.lower()):
        there = place_of(target)[:100]
        raise NoFeed(f"{place_of(address)} sends us to {there}: write the address there")
    return target


def _fetched(where: str, answer: WebAnswer, known: KnownCopy) -> FetchedFeed:
    if answer.status == 304:
        return FetchedFeed(None, known)
    if answer.status == 429 or answer.status >= 500:
        raise come_again(where, answer)
    if answer.status != 200:
        raise NoFeed(f"{where} answers {answer.status}: {_REFUSALS.get(answer.status, _NOT_GIVEN)}")
    length = answer.headers.get("content-length", "")
    if length.isdigit() and int(length) > len(answer.body):
        raise NoFeed(f"{where} broke off in the middle")
    headers = answer.headers
    return FetchedFeed(
        answer.body, KnownCopy(headers.get("etag", ""), headers.get("last-modified", ""))
    )


_NOT_GIVEN = "the calendar is not given"
_MOVED = "there is no such calendar; who publishes one anew gets another address"
_REFUSALS = {
    401: "it wants a login; use the address that the calendar is published by",
    403: "we may not see it; is the calendar still published?",
    404: _MOVED,
    410: _MOVED,
}
