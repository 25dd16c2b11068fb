"""One person → where they stand in the database: in which requests and how, which mails are theirs,
under which spellings; and what of that may not be forgotten yet. Changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, func, or_, select

from mailtracker.desk.request import State, Status
from mailtracker.record import dataclass
from mailtracker.store.personal import Holds, holding, is_text
from mailtracker.store.tables import (
    copied,
    former_owners,
    kept,
    ledger,
    outbox,
    posts,
    requests,
)

T = TypeVar("T")
SOME = 500

FORMER = "former colleague "
"""How what stands instead of a key of the people file begins, once somebody was forgotten."""

UNSETTLED = (State.READY, State.SENDING, State.UNCERTAIN)
"""Nobody knows yet what becomes of such a mail: its bytes are needed."""

ADDRESSES: Sequence[Column[Any]] = (
    *(requests.c.requester_address, requests.c.requester_key),
    *(copied.c.address, copied.c.address_key, ledger.c.sender),
    *(outbox.c.recipient, outbox.c.recipient_key),
)
"""In which a person's spellings are looked for: those that say what somebody is in a request."""


class PartyRole(StrEnum):
    """What somebody is in a request, so that its words are about them."""

    REQUESTER = "requester"
    COPY = "in copy"
    WRITER = "writer"
    OWNER = "owner"
    #: Of a party in none of these ways, but what was written in one of them is handed on in it.
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True)
class Traces:
    """All by which somebody stands in the database; requests by their numbers."""

    #: Their addresses, in every spelling that stands there, and in the one that was typed.
    addresses: frozenset[str]
    #: What they are called beside these.
    names: frozenset[str]
    #: Keys of the people file that were theirs.
    people: frozenset[str]
    #: Other addresses to which mail for these keys went.
    also: frozenset[str]
    #: The requests of each role.
    roles: Mapping[PartyRole, frozenset[int]]
    #: Mails that they wrote: lines of the ledger.
    lines: frozenset[int]
    #: Of the requests: those that are not closed.
    still_open: frozenset[int]
    #: Of the requests: those with a mail of ours that is neither sent nor given up, or with
    #: something that a hook is still told.
    unsettled: frozenset[int]
    #: Of the requests: those whose mails go to who takes one of these over (`_quoting`).
    needed: frozenset[int]
    #: Mails of ours to them about no request, of which the same holds.
    unsettled_mails: int

    @property
    def words(self) -> frozenset[str]:
        """By which a text names them and nobody else, as far as words go."""
        return self.addresses | {name for name in self.names if " " in name}

    @property
    def requests(self) -> frozenset[int]:
        """All in which they are a party."""
        return frozenset().union(*self.roles.values())

    @property
    def waiting(self) -> frozenset[int]:
        """What may not be touched yet."""
        return self.still_open | self.unsettled | self.needed

    @property
    def ripe(self) -> frozenset[int]:
        """What may."""
        return self.requests - self.waiting

    @property
    def is_nobody(self) -> bool:
        """Nothing of them stands there."""
        return not any((self.requests, self.lines, self.people, self.unsettled_mails))


def some(things: Iterable[T]) -> Iterator[list[T]]:
    """As many at a time as a statement takes."""
    listed = sorted(things)  # type: ignore[type-var]
    for start in range(0, len(listed), SOME):
        yield listed[start : start + SOME]


def traces(
    conn: Connection, typed: str, is_theirs: Callable[[str], bool], others: Collection[str]
) -> Traces:
    """`is_theirs` says of an address whether it is another spelling of the one that was `typed`;
    `others` are keys of the people file that are somebody's now.
    """
    values = {value for column in ADDRESSES for value in _distinct(conn, column)}
    addresses = frozenset({typed, *filter(is_theirs, values)})
    keys = _column(conn, outbox.c.person, outbox.c.recipient, addresses)
    gone = {one for one in keys if one.startswith(FORMER)}  # under another address of theirs
    people = frozenset(keys - {"", *others} - gone)
    roles = {
        PartyRole.REQUESTER: _ids(conn, requests.c.id, requests.c.requester_address, addresses),
        PartyRole.COPY: _ids(conn, copied.c.request_id, copied.c.address, addresses),
        PartyRole.WRITER: _ids(conn, ledger.c.request_id, ledger.c.sender, addresses),
        PartyRole.OWNER: _ids(conn, requests.c.id, requests.c.owner, people)
        | _ids(conn, former_owners.c.request_id, former_owners.c.owner, people),
    }
    quoted = _quoting(conn, frozenset().union(*roles.values()))
    roles[PartyRole.QUOTED] = quoted - frozenset().union(*roles.values())
    theirs = frozenset().union(*roles.values())
    still_open = select(requests.c.id).where(requests.c.status != Status.CLOSED)
    unsettled = select(outbox.c.request_id).where(outbox.c.state.in_(UNSETTLED))
    hooked = select(posts.c.request_id)
    on_its_way = _among(conn, unsettled, theirs) | _among(conn, hooked, theirs)
    is_open = _among(conn, still_open, theirs)
    return Traces(
        addresses=addresses,
        names=_names(conn, addresses),
        people=people,
        also=frozenset(_column(conn, outbox.c.recipient, outbox.c.person, people)) - addresses,
        roles=roles,
        lines=_ids(conn, ledger.c.id, ledger.c.sender, addresses),
        still_open=is_open,
        unsettled=on_its_way,
        needed=_needed_by(conn, is_open | on_its_way, theirs),
        unsettled_mails=_unsettled_mails(conn, addresses),
    )


# Whoever takes over a part, or what another one was merged into, is handed what was written in that
# (`store/transcript.py`): (the one that is handed on, the one in which that is done).
_HANDED_ON = (
    (requests.c.part_of, requests.c.id),
    (requests.c.id, requests.c.merged_into),
)


def _quoting(conn: Connection, ids: frozenset[int]) -> frozenset[int]:
    """These, and all in which what was written in one of them may stand."""
    found, fresh = ids, ids
    while fresh:
        on = [_ids(conn, into, source, fresh) for source, into in _HANDED_ON]
        fresh = frozenset().union(*on) - found
        found |= fresh
    return found


def _needed_by(conn: Connection, waiting: frozenset[int], theirs: frozenset[int]) -> frozenset[int]:
    """Those of theirs whose mails may be handed on in what waits."""
    found, fresh = waiting, waiting
    while fresh:
        of = [_ids(conn, source, into, fresh) for source, into in _HANDED_ON]
        fresh = frozenset().union(*of) & theirs - found
        found |= fresh
    return found - waiting


def _distinct(conn: Connection, column: Column[Any]) -> Iterable[str]:
    return filter(None, conn.scalars(select(column).distinct()))


def _column(
    conn: Connection, wanted: Column[Any], by: Column[Any], values: Collection[Any]
) -> set[Any]:
    """Values of a column in the rows that have one of these in another."""
    return {
        value
        for group in some(values)
        for value in conn.scalars(select(wanted).where(by.in_(group)).distinct())
    }


def _ids(
    conn: Connection, wanted: Column[Any], by: Column[Any], values: Collection[Any]
) -> frozenset[int]:
    return frozenset(_column(conn, wanted, by, values) - {None})


def _names(conn: Connection, addresses: Collection[str]) -> frozenset[str]:
    both = (
        (requests.c.requester_name, requests.c.requester_address),
        (copied.c.name, copied.c.address),
    )
    found = {name for wanted, by in both for name in _column(conn, wanted, by, addresses)}
    return frozenset(found - {""})


def _among(conn: Connection, wanted: Select[Any], ids: Collection[int]) -> frozenset[int]:
    (column,) = wanted.selected_columns
    return frozenset(
        number for group in some(ids) for number in conn.scalars(wanted.where(column.in_(group)))
    )


def _unsettled_mails(conn: Connection, addresses: Collection[str]) -> int:
    loose = select(func.count()).where(outbox.c.request_id.is_(None), outbox.c.state.in_(UNSETTLED))
    groups = some(addresses)
    return sum(conn.scalar(loose.where(outbox.c.recipient.in_(group))) or 0 for group in groups)


# -- where their words lie, and where else they are named -------------------------------


def mails_in(conn: Connection, about: Traces) -> list[int]:
    """Lines of the ledger that lose all words: theirs, and all of requests in which they are a
    party; but of none that waits.
    """
    lines = set(about.lines)
    for group in some(about.ripe):
        lines |= set(conn.scalars(select(ledger.c.id).where(ledger.c.request_id.in_(group))))
    for group in some(about.waiting):
        lines -= set(conn.scalars(select(ledger.c.id).where(ledger.c.request_id.in_(group))))
    return sorted(lines)


def mails_out(conn: Connection, about: Traces) -> list[int]:
    """Rows of the outbox that do, likewise."""
    rows: set[int] = set()
    for group in some(about.ripe):
        rows |= set(conn.scalars(select(outbox.c.id).where(outbox.c.request_id.in_(group))))
    settled = outbox.c.state.not_in(UNSETTLED)
    for column, values in ((outbox.c.recipient, about.addresses), (outbox.c.person, about.people)):
        for spellings in some(values):
            theirs = select(outbox.c.id, outbox.c.request_id).where(column.in_(spellings), settled)
            rows |= {row.id for row in conn.execute(theirs) if row.request_id not in about.waiting}
    return sorted(rows)


@dataclass(frozen=True, slots=True)
class KeptList:
    """A mail of ours about no request, or about several, which is still kept (`sha256`): its `row`,
    to whom it is (`recipient`), and whether it is gone out or given up (`settled`).
    """

    row: int
    sha256: str
    recipient: str
    settled: bool


def lists_kept(conn: Connection) -> list[KeptList]:
    wanted = (
        select(outbox.c.id, outbox.c.sha256, outbox.c.recipient, outbox.c.state)
        .join(kept, kept.c.sha256 == outbox.c.sha256)
        .where(outbox.c.request_id.is_(None))
    )
    return [
        KeptList(row.id, row.sha256, row.recipient, row.state not in UNSETTLED)
        for row in conn.execute(wanted)
    ]


def all_kept(conn: Connection) -> list[str]:
    """sha256 of every mail that is kept."""
    return list(conn.scalars(select(kept.c.sha256)))


def confidential(conn: Connection) -> frozenset[int]:
    """Requests of which nobody learns that they name somebody."""
    return frozenset(conn.scalars(select(requests.c.id).where(requests.c.confidential)))


def texts_naming(conn: Connection, words: Collection[str]) -> int:
    """How many texts of the database have one of these in them, kept mail aside; but for those
    about confidential requests.
    """
    needles = {one.lower() for one in words}
    secret = select(requests.c.id).where(requests.c.confidential)
    count = 0
    for text in _texts():
        names_them = or_(*(text.icontains(needle, autoescape=True) for needle in needles))
        wanted = select(func.count()).select_from(text.table).where(names_them)
        about = text.table.c.id if text.table is requests else text.table.c.get("request_id")
        if about is not None:
            wanted = wanted.where(about.is_(None) | about.not_in(secret))
        count += conn.scalar(wanted) or 0
    return count


def _texts() -> list[Column[Any]]:
    kinds = set(Holds) - {Holds.MAIL, Holds.PRINT}
    return list(filter(is_text, holding(*kinds)))
