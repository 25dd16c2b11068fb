"""A request → its mails, with their bytes, for who takes it over. Three statements, however many
mails that are.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from mailtracker.desk.effects import Disposition
from mailtracker.desk.notes import NoteTeam
from mailtracker.desk.request import Lane, Request, State
from mailtracker.desk.transcript import (
    CLOCKS,
    MAX_MAILS,
    NOBODY,
    PastMail,
    Readers,
    Transcript,
    by_weight,
    may_be_told,
    side_of,
)
from mailtracker.desk.word_letters import KeptInside
from mailtracker.mail.message import Proof
from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.store.requests import request as load
from mailtracker.store.tables import chunks, kept, ledger, outbox, requests

MAX_BYTES = 128 * 1024 * 1024
"""Of mails that are loaded for one hand-over: what it can carry in files (O10), as it is encoded in
mails, and what cannot go with it. The first is loaded whatever its size.
"""

_OF_REQUEST = (Disposition.OPENED, Disposition.REPLY, Disposition.FLOOD)
_PARTS = select(requests.c.id).where(
    or_(requests.c.id == bindparam("about"), requests.c.merged_into == bindparam("about"))
)
"""It, and what was merged into it."""

_LINES = (
    select(
        ledger.c.id,
        ledger.c.sha256,
        ledger.c.sender,
        ledger.c.arrived_at,
        ledger.c.fetched_at,
        ledger.c.proof,
        ledger.c.disposition,
        kept.c.size,
    )
    .join_from(ledger, kept, kept.c.sha256 == ledger.c.sha256, isouter=True)
    .where(
        ledger.c.request_id.in_(_PARTS),
        ledger.c.disposition.in_(_OF_REQUEST),
    )
    .order_by(ledger.c.id)
)
_CARRIED = select(
    *(outbox.c.row_key, outbox.c.lane, outbox.c.recipient_key, outbox.c.state),
    *(outbox.c.letter, outbox.c.about_line),
).where(
    outbox.c.request_id.in_(_PARTS),
    or_(outbox.c.lane == Lane.OWNER, outbox.c.letter.in_((NoteTeam.name, KeptInside.name))),
)
_BYTES = (
    select(chunks.c.sha256, chunks.c.data)
    .where(chunks.c.sha256.in_(bindparam("which", expanding=True)))
    .order_by(chunks.c.sha256, chunks.c.seq)
)
# A carried mail's row: its line in the ledger, and why it went later than it came.
_OF_MAIL = re.compile(r"m(\d{1,18})(?:\.[a-z]{1,20})?/carry/")


@dataclass(frozen=True, slots=True)
class _KeptLine:
    """A mail (`past`) and its bytes: their `sha256`, and their number (`size`), None where they are
    no longer kept.
    """

    past: PastMail
    sha256: str
    size: int | None


def transcript(
    conn: Connection, policy: Policy, request: Request, at_hand: Mapping[int, Readers]
) -> Transcript:
    """What a new owner may read of it. `at_hand`: the mail that is being decided on (its line in
    the ledger), and who gets it by that decision. Damaged mails count as lost.
    """
    readers = {**_readers(conn, request), **at_hand}
    side = side_of(policy, request)
    rows = _rows(conn, request)
    lines = [_line(row, readers) for row in rows if row.disposition != Disposition.FLOOD]
    told = [one for one in lines if may_be_told(one.past, side) is not False]
    there = {one.past.line_id: one for one in told if one.size is not None}
    chosen = _that_fit(there)
    whole = _loaded(conn, [there[line_id] for line_id in chosen])
    sure = {one.past.line_id: one.past for one in told if may_be_told(one.past, side)}
    left_out = sure.keys() & there.keys() - chosen
    gone = sure.keys() - left_out - whole.keys()
    return Transcript(
        mails=[whole[line_id] for line_id in sorted(whole)],
        left_out=len(left_out),
        lost=len(gone),
        lost_until=max((sure[line_id].at for line_id in gone), default=None),
        held=len(rows) - len(lines),
    )


def _rows(conn: Connection, request: Request) -> Sequence[Any]:
    """Of a part, with what was written on the whole until it was taken."""
    own = conn.execute(_LINES, {"about": request.id}).all()
    if request.part_of is None:
        return own
    before = _rows(conn, load(conn, request.part_of))
    until = request.opened_at + CLOCKS
    return sorted({*own, *(row for row in before if row.fetched_at <= until)}, key=_number)


def _number(row: Any) -> int:
    return int(row.id)


def _readers(conn: Connection, request: Request) -> dict[int, Readers]:
    """By the lines of the ledger."""
    found: defaultdict[int, Readers] = defaultdict(Readers)
    if request.part_of is not None:
        found |= _readers(conn, load(conn, request.part_of))
    for row in conn.execute(_CARRIED, {"about": request.id}):
        if row.letter == KeptInside.name:
            found[row.about_line] = replace(found[row.about_line], inside=True)
            continue
        mail = _OF_MAIL.match(row.row_key)
        if mail is None:
            continue
        before, line_id = found[int(mail[1])], int(mail[1])
        if row.lane == Lane.OWNER:
            arrived = row.state != State.FAILED
            asked = arrived and row.recipient_key == request.requester.key
            found[line_id] = replace(before, parties=True, requester=before.requester or asked)
        else:
            found[line_id] = replace(before, colleague=True)
    return found


def _line(row: Any, readers: Mapping[int, Readers]) -> _KeptLine:
    past = PastMail(
        line_id=row.id,
        sender=row.sender,
        at=min(row.arrived_at, row.fetched_at),
        fetched_at=row.fetched_at,
        proof=Proof(row.proof or Proof.UNKNOWN),
        opened=row.disposition == Disposition.OPENED,
        readers=readers.get(row.id, NOBODY),
    )
    return _KeptLine(past, row.sha256, row.size)


def _that_fit(there: Mapping[int, _KeptLine]) -> set[int]:
    """The lines of those that count most."""
    chosen: set[int] = set()
    room = MAX_BYTES
    for past in by_weight([there[line_id].past for line_id in sorted(there)])[:MAX_MAILS]:
        room -= there[past.line_id].size or 0
        if room >= 0 or not chosen:
            chosen.add(past.line_id)
    return chosen


def _loaded(conn: Connection, lines: Sequence[_KeptLine]) -> dict[int, PastMail]:
    """With their bytes, by line; but for those that are not whole."""
    pieces: defaultdict[str, list[bytes]] = defaultdict(list)
    which = list(dict.fromkeys(one.sha256 for one in lines))
    for sha256, data in conn.execute(_BYTES, {"which": which}):
        pieces[sha256].append(data)
    joined = {sha256: b"".join(some) for sha256, some in pieces.items()}
    return {
        one.past.line_id: replace(one.past, raw=joined[one.sha256])
        for one in lines
        if len(joined.get(one.sha256, b"")) == one.size and one.sha256 in joined
    }
