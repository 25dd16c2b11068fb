"""Mail of the past, from the store, from files or from a mailbox → what other rules would
do with it. Changes nothing.
"""

from __future__ import annotations

import mailbox
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import Any

from mailtracker.desk.ask_replay import Old, Replay, Replayed, Treatment, was_given
from mailtracker.errors import MailtrackerError
from mailtracker.mailbox.mailbox import Mailbox
from mailtracker.policy.model import NOBODY
from mailtracker.reader import Reading
from mailtracker.store import keep, ledger, requests
from mailtracker.store.database import Store
from mailtracker.store.ledger import Line

BATCH = 200
"""Mails in memory at once."""

Read = Callable[[bytes], Reading]


@dataclass(frozen=True, slots=True)
class Past:
    """One mail as it was kept. `before` is None where nobody knows what was decided."""

    name: str
    raw: bytes
    at: datetime
    before: Treatment | None = None
    language: str = ""
    receipt: bool | None = None


@dataclass(slots=True)
class Source:
    """Mails in order, and how many they are at most. `gone` counts those
    whose bytes are no longer kept.
    """

    mails: Iterable[Past]
    total: int
    gone: int = 0


def from_store(store: Store, since: datetime) -> Source:
    """What opened a request since then, or needed no answer, with what the
    rules gave it at that time.
    """
    with store.read() as conn:
        lines = ledger.opening(conn, since)
    source = Source((), len(lines))
    source.mails = _kept(store, lines, source)
    return source


def _kept(store: Store, lines: Sequence[Line], source: Source) -> Iterator[Past]:
    for start in range(0, len(lines), BATCH):
        some = lines[start : start + BATCH]
        with store.read() as conn:
            found = requests.by_ids(conn, [line.request_id for line in some if line.request_id])
            for line in some:
                try:
                    raw = keep.load(conn, line.sha256)
                except MailtrackerError:  # purged: older than keep_mail
                    source.gone += 1
                    continue
                request = found.get(line.request_id or 0)
                if request is None:
                    nobody = Treatment(NOBODY, NOBODY, line.rule, "")
                    yield Past(line.subject, raw, line.fetched_at, nobody)
                else:
                    given, receipt = was_given(request), not request.quiet
                    yield Past(
                        request.reference, raw, request.opened_at, given, request.language, receipt
                    )


def from_files(paths: Sequence[Path], since: datetime) -> Source:
    """Mails in .eml files, in mbox files, and in folders of either or in the form of a Maildir."""
    return Source(
        (mail for path in paths for mail in _files(path) if mail.at >= since),
        sum(map(_count, paths)),
    )


def _count(path: Path) -> int:
    """About how many mails there are, without reading them: for the progress bar."""
    if path.is_dir():
        return sum(1 for inner in path.rglob("*") if inner.is_file())
    return path.read_bytes().count(b"\nFrom ") + 1 if _is_mbox(path) else 1


def _files(path: Path) -> Iterator[Past]:
    if path.is_dir() and (path / "cur").is_dir():
        maildir = mailbox.Maildir(path, create=False)
        yield from (_past(key, maildir.get_bytes(key)) for key in sorted(maildir.keys()))
    elif path.is_dir():
        for inner in sorted(path.iterdir()):
            if not inner.name.startswith(".") and (inner.is_dir() or _may_be_mail(inner)):
                yield from _files(inner)
    elif _is_mbox(path):
        with closing(mailbox.mbox(path, create=False)) as box:
            yield from (_past(f"{path.name}:{key}", box.get_bytes(key)) for key in box.iterkeys())
    else:
        yield _past(path.name, path.read_bytes())


def _may_be_mail(path: Path) -> bool:
    """By its ending, which Thunderbird's mbox files lack, and which in
    a Maildir is a host's name.
    """
    return path.suffix.lower() in ("", ".eml", ".mbox") or path.parent.name in ("cur", "new")


def _is_mbox(path: Path) -> bool:
    with path.open("rb") as opened:
        return opened.read(5) == b"From "


def _past(name: str, raw: bytes) -> Past:
    return Past(name, raw, _date(raw))


def _date(raw: bytes) -> datetime:
    """By its Date; what has none that can be read, or one still to come, is of today."""
    now = datetime.now(UTC)
    head = raw[: 64 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    unfolded = head.replace(b"\n ", b" ").replace(b"\n\t", b" ")
    line = next((line for line in unfolded.split(b"\n") if line[:5].lower() == b"date:"), b"")
    try:
        found = parsedate_to_datetime(line[5:].decode("ascii", "replace").strip())
        return min(now, found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, IndexError, TypeError, OverflowError):
        return now


def from_folder(box: Mailbox, since: datetime) -> Source:
    """What lies in a mailbox. It is opened read-only."""
    box.connect(readonly=True)
    items = [item for item in box.describe(box.waiting()) if item.arrived >= since]
    arrived = {item.number: item.arrived for item in items}
    return Source(
        (
            Past(f"{box.number_word} {number}", raw, arrived[number])
            for number, raw in box.fetch(list(arrived))
        ),
        len(items),
    )


def replayed(
    source: Source, read: Read, replay: Replay, threads: int, tick: Callable[[int], Any]
) -> Iterator[Replayed]:
    """Every mail that opens a request, or would: read side by side, decided in
    order. `tick` hears of each one.
    """
    mails = iter(source.mails)
    with ThreadPoolExecutor(threads) as pool:
        while batch := list(islice(mails, BATCH)):
            for mail, reading in zip(
                batch, pool.map(lambda one: read(one.raw), batch), strict=True
            ):
                old = _old(mail, reading)
                if old:
                    yield replay.decide(old)
                tick(1)


def _old(mail: Past, reading: Reading) -> Old | None:
    """None for what never opens a request."""
    message, classified = reading.message, reading.classified
    if message is None or classified is None or message.sender is None:
        return None
    if mail.before is None and classified.opens_nothing:
        return None
    receipt = classified.receipt if mail.receipt is None else mail.receipt
    return Old(
        mail.name,
        message,
        classified,
        mail.at,
        mail.before,
        mail.language or classified.language,
        receipt,
    )
