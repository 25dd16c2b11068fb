"""Mail of the past, from the store, from files or from a mailbox → what other rules would
do with it. Changes nothing.
"""

from __future__ import annotations

import mailbox
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from mailtracker.desk.ask_replay import Old, Replay, Replayed, Treatment, was_given
from mailtracker.desk.request import Request
from mailtracker.desk.words.on_behalf import written_by
from mailtracker.errors import MailtrackerError
from mailtracker.mail.message import Address
from mailtracker.mailbox.mailbox import Mailbox
from mailtracker.policy.model import NOBODY
from mailtracker.reader import Reading
from mailtracker.record import dataclass
from mailtracker.spool import whole
from mailtracker.store import keep, ledger, requests
from mailtracker.store.database import Store
from mailtracker.store.ledger import Line

BATCH = 200
"""Mails in memory at once."""

DATE = re.compile(rb"^date:(.*)$", re.IGNORECASE | re.MULTILINE)

Read = Callable[[bytes], Reading]


@dataclass(frozen=True, slots=True)
class Past:
    """One mail as it was kept: its `name` for people, its bytes `raw`, and when it came, `at`.
    `before` is what was decided (None: nobody knows), `language` that of the receipt ("": the
    mail's), `receipt` whether one was sent (None: as the mail itself says). `opened_for`: whose
    request it was, where another opened it for them.
    """

    name: str
    raw: bytes
    at: datetime
    before: Treatment | None = None
    language: str = ""
    receipt: bool | None = None
    opened_for: Address | None = None


@dataclass(slots=True)
class PastMails:
    """The `mails` in order, and how many they are at most in `total`. `gone` counts those
    whose bytes are no longer kept.
    """

    mails: Iterable[Past]
    total: int
    gone: int = 0


def from_store(store: Store, since: datetime) -> PastMails:
    """What opened a request since then, or needed no answer, with what the
    rules gave it at that time.
    """
    with store.read() as conn:
        lines = ledger.opening(conn, since)
    return from_lines(store, lines)


def from_lines(
    store: Store, lines: Sequence[Line], came: Callable[[Line], datetime] | None = None
) -> PastMails:
    """The same of these. `came`: when each of them came, and not when it was decided on."""
    source = PastMails((), len(lines))
    source.mails = _kept(store, lines, source, came)
    return source


def _kept(
    store: Store,
    lines: Sequence[Line],
    source: PastMails,
    came: Callable[[Line], datetime] | None,
) -> Iterator[Past]:
    for start in range(0, len(lines), BATCH):
        some = lines[start : start + BATCH]
        with store.read() as conn:
            found = requests.by_ids(conn, [line.request_id for line in some if line.request_id])
            for line in some:
                try:
                    raw = keep.load(conn, line.sha256)
                except MailtrackerError:  # purged: older than `keep`
                    source.gone += 1
                    continue
                mail = _stored(line, raw, found.get(line.request_id or 0))
                yield mail if came is None else replace(mail, at=came(line))


def _stored(line: Line, raw: bytes, request: Request | None) -> Past:
    """With what became of it: a request, or, where there is none, no answer."""
    if request is None:
        nobody = Treatment(NOBODY, NOBODY, line.rule, "")
        return Past(line.subject, raw, line.fetched_at, nobody)
    return Past(
        name=request.reference,
        raw=raw,
        at=request.opened_at,
        before=was_given(request),
        language=request.language,
        receipt=not request.quiet,
        opened_for=request.requester if request.given.opened_by else None,
    )


def from_files(paths: Sequence[Path], since: datetime) -> PastMails:
    """Mails in .eml files, in mbox files, and in folders of either or in the form of a Maildir."""
    found = chain.from_iterable(map(_files, paths))
    return PastMails(filter(lambda mail: mail.at >= since, found), sum(map(_count, paths)))


def _count(path: Path) -> int:
    """About how many mails there are, without reading them: for the progress bar."""
    if path.is_dir():
        return sum(map(Path.is_file, path.rglob("*")))
    return path.read_bytes().count(b"\nFrom ") + 1 if _is_mbox(path) else 1


def _files(path: Path) -> Iterator[Past]:
    if (path / "cur").is_dir():
        yield from _of_maildir(path)
    elif path.is_dir():
        for inner in filter(_is_looked_into, sorted(path.iterdir())):
            yield from _files(inner)
    elif _is_mbox(path):
        yield from _of_mbox(path)
    else:
        yield _past(path.name, path.read_bytes())


def _of_maildir(path: Path) -> Iterator[Past]:
    maildir = mailbox.Maildir(path, create=False)
    return (_past(key, maildir.get_bytes(key)) for key in sorted(maildir.keys()))


def _of_mbox(path: Path) -> Iterator[Past]:
    with closing(mailbox.mbox(path, create=False)) as box:
        yield from (_past(f"{path.name}:{key}", box.get_bytes(key)) for key in box.iterkeys())


def _is_looked_into(path: Path) -> bool:
    """Folders, and files by their ending, which Thunderbird's mbox files lack, and which in
    a Maildir is a host's name.
    """
    if path.name.startswith("."):
        return False
    is_mail = path.suffix.lower() in ("", ".eml", ".mbox") or path.parent.name in ("cur", "new")
    return is_mail or path.is_dir()


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
    line = DATE.search(unfolded)
    text = line[1].decode("ascii", "replace") if line else ""
    try:
        found = parsedate_to_datetime(text.strip())
        return min(now, found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC))
    except (ValueError, IndexError, TypeError, OverflowError):
        return now


def from_folder(box: Mailbox, since: datetime) -> PastMails:
    """What lies in a mailbox. It is opened read-only."""
    box.connect(readonly=True)
    lying = box.describe(box.waiting())
    arrived = {item.number: item.arrived for item in lying if item.arrived >= since}
    mails = (
        Past(f"{box.number_word} {number}", whole(raw), arrived[number])
        for number, raw in box.fetch(list(arrived))
    )
    return PastMails(mails, len(arrived))


def replayed(
    source: PastMails, read: Read, replay: Replay, threads: int, tick: Callable[[int], Any]
) -> Iterator[Replayed]:
    """Every mail that opens a request, or would: read side by side, decided in order. `tick` hears
    of each one.
    """
    return map(replay.decide, openers(source, read, threads, tick))


def openers(
    source: PastMails, read: Read, threads: int, tick: Callable[[int], Any]
) -> Iterator[Old]:
    """The same before anything is decided."""
    mails = iter(source.mails)
    with ThreadPoolExecutor(threads) as pool:
        while batch := list(islice(mails, BATCH)):
            readings = pool.map(read, [mail.raw for mail in batch])
            for mail, reading in zip(batch, readings, strict=True):
                old = _old(mail, reading)
                if old:
                    yield old
                tick(1)


def _old(mail: Past, reading: Reading) -> Old | None:
    """None for what never opens a request."""
    message, classified = reading.message, reading.classified
    if message is None or classified is None:
        return None
    if mail.before is None and classified.opens_nothing:
        return None
    if mail.opened_for is not None:
        message = written_by(message, mail.opened_for)
    return Old(
        name=mail.name,
        message=message,
        classified=classified,
        at=mail.at,
        before=mail.before,
        language=mail.language or classified.language,
        receipt=classified.receipt if mail.receipt is None else mail.receipt,
    )
