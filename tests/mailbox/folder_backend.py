"""A second kind of mailbox, for tests: a Maildir, read by the standard library. It shows what a
backend needs: this one class, and a line in `start.mailbox_of`.
"""

from __future__ import annotations

import mailbox
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mailtracker.desk.put_away import PutAway
from mailtracker.errors import BadFolder, Unreachable
from mailtracker.mailbox.mailbox import Copy, Folder, Item, Ways

NUMBERS = "numbers"
"""The file that remembers which mail has which number: the epoch, then a key a line."""


class FolderMailbox:
    """A Maildir. Mails that we have are moved into its subfolder `handled`.

    A Maildir has keys and no numbers: the line of a key in `numbers` is its number. Whoever removes
    that file begins another epoch.
    """

    number_word = "file"
    refusal = ""

    def __init__(self, path: Path, handled: str = "handled") -> None:
        self._path, self._handled = path, handled
        self._numbers = path / NUMBERS
        self._box: mailbox.Maildir | None = None
        self._readonly = True
        self._epoch = 0
        self._keys: list[str] = []
        self._woken = threading.Event()

    @property
    def described(self) -> str:
        return f"{self._path} is a Maildir; it"

    def connect(self, readonly: bool = False) -> Folder:
        folder = self._open(readonly)
        if not readonly:
            self._maildir().add_folder(self._handled)
        return folder

    def probe(self) -> Folder:
        return self._open(readonly=True)

    def ways(self) -> Ways:
        return Ways(True, f"to {self._handled}", False, "a Maildir has no keywords of ours")

    def _open(self, readonly: bool) -> Folder:
        self.close()
        if not (self._path / "cur").is_dir():
            raise BadFolder(f"{self._path} is no Maildir")
        self._box, self._readonly = mailbox.Maildir(self._path, create=False), readonly
        self._epoch, self._keys = time.time_ns(), []
        if self._numbers.exists():
            epoch, *self._keys = self._numbers.read_text().splitlines()
            self._epoch = int(epoch)
        return self.refresh()

    def close(self) -> None:
        if self._box is not None:
            self._box.close()
            self._box = None

    def refresh(self) -> Folder:
        present = set(self._maildir().keys())
        self._keys += sorted(present - set(self._keys))
        if not self._readonly:
            self._numbers.write_text("\n".join([str(self._epoch), *self._keys]))
        return Folder(self._epoch, len(self._keys) + 1, len(present))

    def waiting(self, first: int = 1) -> list[int]:
        self.refresh()
        present = set(self._maildir().keys())
        return [n for n, key in enumerate(self._keys, 1) if n >= first and key in present]

    def describe(self, numbers: Sequence[int]) -> list[Item]:
        box = self._maildir()
        return [
            Item(number, len(raw), datetime.fromtimestamp(box[key].get_date(), UTC))
            for number, key, raw in self._found(numbers)
        ]

    def fetch(self, numbers: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        for number, _, raw in self._found(numbers):
            yield number, raw

    def readers(self, folders: Sequence[str]) -> list[str] | None:
        return None

    def put_away(self, numbers: Sequence[int], folder: str = "") -> dict[int, PutAway]:
        if self._readonly:
            return dict.fromkeys(numbers, PutAway.LEFT)
        box = self._maildir()
        handled = box.get_folder(self._handled) if not folder else box.add_folder(folder)
        done = dict.fromkeys(numbers, PutAway.LEFT)
        for number, key, _ in self._found(numbers):
            handled.add(box[key])
            box.remove(key)
            done[number] = PutAway.MOVED
        return done

    def copies(self, folder: str, ids: Sequence[str]) -> list[Copy]:
        return []

    def wait(self, seconds: float) -> bool:
        woken = self._woken.wait(seconds)
        self._woken.clear()
        return woken

    def wake(self) -> None:
        self._woken.set()

    def _found(self, numbers: Sequence[int]) -> Iterator[tuple[int, str, bytes]]:
        box = self._maildir()
        for number in numbers:
            key = self._keys[number - 1] if number <= len(self._keys) else ""
            if key in box:
                yield number, key, box.get_bytes(key)

    def _maildir(self) -> mailbox.Maildir:
        if self._box is None:
            raise Unreachable(f"{self._path} is not open")
        return self._box
