"""Pieces of a mail in, the mail out: a small one as its bytes, a large one in a file without a
name, so that it is nowhere whole in our memory while it is in hand.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from mailtracker.errors import Unspooled

LARGE = 1 << 20
"""Bytes beyond which a mail is large: it is taken, read, kept and sent piece by piece, and composed
elsewhere. Smaller ones are faster whole.
"""

PIECE = 256 << 10
"""Bytes of a large mail that are in memory at once."""


class Spooled:
    """A large mail of `size` bytes, known by its `sha256`. Its file goes with the last who holds
    it, also when we are killed. Raises Unspooled where it cannot be read.
    """

    __slots__ = ("__weakref__", "file", "sha256", "size")

    def __init__(self, file: IO[bytes], size: int, sha256: str) -> None:
        self.size, self.sha256 = size, sha256
        self.file = file
        weakref.finalize(self, file.close)

    def __len__(self) -> int:
        return self.size

    def parts(self) -> Iterator[SpooledPart]:
        """From its beginning to its end, not read yet."""
        for start in range(0, self.size, PIECE):
            yield SpooledPart(self, start, min(start + PIECE, self.size))

    def pieces(self) -> Iterator[bytes]:
        for part in self.parts():
            yield part.read()

    def whole(self) -> bytes:
        """All of it in memory."""
        return SpooledPart(self, 0, self.size).read()


class SpooledPart(NamedTuple):
    """The bytes from `start` to `end` of a `mail`."""

    mail: Spooled
    start: int
    end: int

    def read(self) -> bytes:
        """Safe in any thread: one system call, which takes the place along."""
        size = self.end - self.start
        try:
            found = os.pread(self.mail.file.fileno(), size, self.start)
        except OSError as error:
            raise _unspooled("read", error) from error
        if len(found) != size:
            raise Unspooled("a large mail in hand was cut short beside the database")
        return found


RawMail = bytes | Spooled
"""A mail as it came."""


def whole(mail: RawMail) -> bytes:
    """All of it in memory."""
    return mail if isinstance(mail, bytes) else mail.whole()


class Spool:
    """Takes one mail, piece by piece. What grows large goes into a file in `folder`, where that
    is: None keeps all in memory. Raises Unspooled where the disk is full or gone.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._memory = BytesIO()
        self._hash = sha256()
        self._file: IO[bytes] | None = None
        self._size = 0

    def write(self, piece: bytes) -> None:
        self._size += len(piece)
        self._hash.update(piece)
        try:
            self._target().write(piece)
        except OSError as error:
            raise _unspooled("write", error) from error

    def _target(self) -> IO[bytes]:
        if self._folder is not None and self._file is None and self._size > LARGE:
            self._file = tempfile.TemporaryFile(dir=self._folder, buffering=0)  # noqa: SIM115 - see Spooled
            self._file.write(self._memory.getbuffer())
            self._memory = BytesIO()
        return self._file or self._memory

    def mail(self) -> RawMail:
        """All that was written. Nothing more comes."""
        if self._file is None:
            return self._memory.getvalue()
        return Spooled(self._file, self._size, self._hash.hexdigest())


def _unspooled(what: str, error: OSError) -> Unspooled:
    why = error.strerror or type(error).__name__
    return Unspooled(f"cannot {what} a large mail beside the database: {why}")
