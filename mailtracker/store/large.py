"""A large mail that is kept, by its sha256 → its bytes, some at a time, so that it is nowhere whole
in memory. Each reading is a transaction of its own: a server may take an hour for a mail, and a
transaction that is open so long holds up everybody's housekeeping.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import accumulate
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from mailtracker.errors import MailtrackerError
from mailtracker.mail.outgoing.recipe import Stretch
from mailtracker.spool import PIECE
from mailtracker.store.prepared import Prepared
from mailtracker.store.recipes import walked
from mailtracker.store.tables import chunks, kept

_OUTLINE = Prepared(
    select(kept.c.size, kept.c.source, chunks.c.seq, func.length(chunks.c.data).label("length"))
    .join_from(kept, chunks, chunks.c.sha256 == kept.c.sha256, isouter=True)
    .where(kept.c.sha256 == bindparam("sha256"))
    .order_by(chunks.c.seq),
    looks={"sha256": [kept.c.sha256, chunks.c.sha256]},
)
_CHUNK = Prepared(
    select(chunks.c.data).where(
        chunks.c.sha256 == bindparam("sha256"), chunks.c.seq == bindparam("seq")
    ),
    looks={"sha256": [chunks.c.sha256]},
)

Reading = Callable[[], AbstractContextManager[Connection]]
"""Begins a transaction that reads."""


class _Chunks:
    """What is kept under one sha256: the bytes of a mail, or a recipe. One chunk is at hand: who
    reads on needs the same one again.
    """

    def __init__(self, conn: Connection, sha256: str) -> None:
        rows = _OUTLINE.all(conn, {"sha256": sha256})
        if not rows:
            raise MailtrackerError(f"the mail {sha256[:12]} is no longer kept")
        self.sha256 = sha256
        #: of the mail, in bytes
        self.size: int = rows[0].size
        #: what it quotes, None where this is no recipe
        self.source: str | None = rows[0].source
        self._seqs = [row.seq for row in rows]
        self._ends = list(accumulate(row.length or 0 for row in rows))
        self._at_hand: tuple[int, bytes] = (-1, b"")

    @property
    def held(self) -> int:
        """Bytes that are there."""
        return self._ends[-1]

    def read(self, conn: Connection, start: int, end: int) -> bytes:
        """As many of them as are there."""
        first, last = bisect_right(self._ends, start), bisect_left(self._ends, end)
        parts: list[bytes] = []
        for number in range(first, min(last + 1, len(self._ends))):
            before = self._ends[number - 1] if number else 0
            parts.append(self._chunk(conn, number)[max(start - before, 0) : end - before])
        return b"".join(parts)

    def _chunk(self, conn: Connection, number: int) -> bytes:
        if self._at_hand[0] != number:
            found = _CHUNK.scalar(conn, {"sha256": self.sha256, "seq": self._seqs[number]})
            self._at_hand = (number, found or b"")
        return self._at_hand[1]


class _Place(NamedTuple):
    """The bytes from `start` to `end` of what is kept in `chunks`."""

    chunks: _Chunks
    start: int
    end: int


def pieces(reading: Reading, sha256: str) -> Iterator[bytes]:
    """The mail as it was kept, from its beginning. To be asked in a thread. Raises Unreachable
    where the store is away, MailtrackerError where the mail was purged or is not whole: before its
    first piece, if that can be seen.
    """
    with reading() as conn:
        places = _places(conn, sha256)
    for window in _windows(places):
        with reading() as conn:
            piece = b"".join([place.chunks.read(conn, place.start, place.end) for place in window])
        if len(piece) != sum(place.end - place.start for place in window):
            raise MailtrackerError(f"the mail {sha256[:12]} is damaged: some of it is gone")
        yield piece


def _places(conn: Connection, sha256: str) -> list[_Place]:
    """What it is joined of, all of which is there."""
    own = _Chunks(conn, sha256)
    if own.source is None:
        found = [_Place(own, 0, own.held)]
    else:
        found = _of_recipe(conn, own, _source(conn, sha256, own.source))
    there = sum(place.end - place.start for place in found)
    if there != own.size or any(not 0 <= p.start <= p.end <= p.chunks.held for p in found):
        said = f"{there} of {own.size} bytes are there"
        raise MailtrackerError(f"the mail {sha256[:12]} is damaged: {said}")
    return found


def _source(conn: Connection, sha256: str, name: str) -> _Chunks:
    try:
        source = _Chunks(conn, name)
    except MailtrackerError as error:
        raise MailtrackerError(f"the mail {sha256[:12]} carries another on: {error}") from None
    if source.held != source.size:
        said = f"of the other {source.held} of {source.size} bytes are there"
        raise MailtrackerError(f"the mail {sha256[:12]} carries another on: {said}")
    return source


def _of_recipe(conn: Connection, own: _Chunks, source: _Chunks) -> list[_Place]:
    """Bytes of ours stand in the recipe itself."""
    try:
        walk = walked(lambda start, end: own.read(conn, start, end), own.held)
        return [
            _Place(source if isinstance(piece, Stretch) else own, piece.start, piece.end)
            for piece in walk
        ]
    except MailtrackerError as error:
        raise MailtrackerError(f"the mail {own.sha256[:12]} is damaged: {error}") from None


def _windows(places: Sequence[_Place]) -> Iterator[list[_Place]]:
    """The same, cut and joined to pieces of one size."""
    window: list[_Place] = []
    room = PIECE
    for place in places:
        start = place.start
        while start < place.end:
            end = min(place.end, start + room)
            window.append(_Place(place.chunks, start, end))
            room -= end - start
            start = end
            if not room:
                yield window
                window, room = [], PIECE
    if window:
        yield window
