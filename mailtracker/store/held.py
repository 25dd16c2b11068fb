"""Somebody → all that the database holds about them, for themselves to read: their requests, their
mails, and every other row in which they stand, by the table of what it holds (`personal.py`).

What is somebody else's is left out: of a row that is not their own only what names them, and of
confidential requests in which they take no part nothing. That such a request names them may be the
secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, or_, select

from mailtracker.desk.request import Standing
from mailtracker.mail.address_key import address_key
from mailtracker.record import dataclass
from mailtracker.store import revoked, rulesets
from mailtracker.store.personal import NOTHING, PERSONAL, Holds, is_text
from mailtracker.store.requests import history
from mailtracker.store.tables import (
    copied,
    declined,
    extras,
    former_owners,
    ledger,
    metadata,
    outbox,
    requests,
)

Row = dict[str, Any]

_SPELLED = (requests.c.requester_address, copied.c.address, ledger.c.sender, outbox.c.recipient)
_SECRETS = frozenset({"token", "bounce", "env_from"})
"""What proves who answers a mail, or what sends one back: in nobody's file."""

_OWN: Mapping[str, frozenset[str]] = {
    "requests": frozenset({"requester_address", "requester_key"}),
    "copied": frozenset({"address", "address_key"}),
    "ledger": frozenset({"sender"}),
    "outbox": frozenset({"recipient", "recipient_key", "person"}),
    "ratings": frozenset({"by_address"}),
    "thanks": frozenset({"from_key", "person"}),
    "absences": frozenset({"person"}),
    "feeds": frozenset({"called"}),
}
"""By which columns a row is somebody's own, so that all of it is theirs to read."""

_NOT_TOLD = frozenset({"rating", "kept from", "confidential"})
"""Kinds of events that no owner hears of: how their requester says it was, and who is kept out."""

_OF_REQUEST = re.compile(r"(\d{1,18}) ")
"""How the key of a purse of a request begins (`budgets.first_of_keys`)."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody: their `addresses` in every spelling that stands there, and what stands for them
    where no address does (`called`): their key of the people file, what their calendars are called.
    """

    addresses: frozenset[str]
    called: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeldMail:
    """One mail that they wrote (`way` "in") or that was written to them ("out"): its row (`id`),
    and under which `sha256` its bytes are, if they still are.
    """

    way: str
    id: int
    sha256: str


@dataclass(frozen=True, slots=True)
class AllHeld:
    """All that is held about somebody."""

    #: Requests in which they take part, with their history.
    requests: Sequence[Row]
    #: Requests that they have, or had, with their history without words of others.
    had: Sequence[Row]
    #: Other rows, by table.
    rows: Mapping[str, Sequence[Row]]
    #: Lines of the rules files that name them, of all versions that ever served.
    rules: Sequence[str]
    #: Mails from them and to them.
    mails: Sequence[HeldMail]
    #: Confidential requests of others that they have, or had and are not kept out of.
    withheld: int


def spellings(conn: Connection, is_theirs: Callable[[str], bool]) -> set[str]:
    """Each address that stands there and is theirs."""
    found = {one for column in _SPELLED for one in conn.scalars(select(column).distinct())}
    return {one for one in found if one and is_theirs(one)}


def held(conn: Connection, whom: Whom) -> AllHeld:
    return _Search(conn, whom).all()


class _Search:
    def __init__(self, conn: Connection, whom: Whom) -> None:
        self._conn, self._whom = conn, whom
        somewhere = "|".join(map(re.escape, sorted(whom.addresses, key=len, reverse=True)))
        self._named = re.compile(rf"(?<![\w.+-])(?:{somewhere})(?![\w-]|\.\w)", re.IGNORECASE)
        self._part = self._ids(requests.c.id, requests.c.requester_address, whom.addresses)
        self._part |= self._ids(
            copied.c.request_id,
            copied.c.address,
            whom.addresses,
            copied.c.standing == Standing.IN_COPY,
        )
        owned = self._ids(requests.c.id, requests.c.owner, whom.called)
        for table, column in ((former_owners, "owner"), (declined, "person")):
            owned |= self._ids(table.c.request_id, table.c[column], whom.called)
        secret = set(conn.scalars(select(requests.c.id).where(requests.c.confidential)))
        self._hidden = secret - self._part
        self._owned = owned - self._part
        # Who is kept out of one that they had is not told so here.
        kept_out = sorted(whom.called | set(map(address_key, whom.addresses)))
        self._barred = self._ids(
            extras.c.request_id, extras.c.value, kept_out, extras.c.kind == "barred"
        )
        self._mails: list[HeldMail] = []

    def all(self) -> AllHeld:
        rows = {name: list(self._rows(metadata.tables[name])) for name in PERSONAL}
        taking_part = [self._lived(row) for row in rows["requests"] if row["id"] in self._part]
        joined = self._part - {row["id"] for row in taking_part}
        taking_part += [self._lived(row) for row in self._reduced(joined)]
        had = [self._lived(row) for row in self._reduced(self._owned - self._hidden)]
        del rows["requests"]
        if theirs := self._revoked():
            rows["settings"] = [{"key": "revoked", "value": theirs}]
        return AllHeld(
            requests=taking_part,
            had=had,
            rows={name: found for name, found in rows.items() if found},
            rules=list(self._rules()),
            mails=self._mails,
            withheld=len(self._owned & self._hidden - self._barred),
        )

    def _ids(self, wanted: Column[Any], by: Column[Any], values: Any, *more: Any) -> set[int]:
        return set(self._conn.scalars(select(wanted).where(by.in_(sorted(values)), *more)))

    def _reduced(self, ids: set[int]) -> Iterator[Row]:
        """Requests without what they hold about others."""
        names = NOTHING["requests"].split()
        columns = [requests.c[name] for name in names]
        for number in sorted(ids):
            yield from (
                dict(row._mapping)
                for row in self._conn.execute(select(*columns).where(requests.c.id == number))
            )

    def _lived(self, row: Row) -> Row:
        """With what happened: in words where they took part, else only where these name them."""
        told = [
            {"at": event.at, "kind": event.kind, "text": event.text}
            for event in history(self._conn, row["id"])
        ]
        if row["id"] not in self._part:
            told = [one for one in told if one["kind"] not in _NOT_TOLD]
            for one in told:
                one["text"] = one["text"] if self._is_named(one["text"]) else ""
        return {**row, "history": told}

    def _is_named(self, text: Any) -> bool:
        return isinstance(text, str) and self._named.search(text) is not None

    # -- every other row ---------------------------------------------------------------

    def _rows(self, table: Table) -> Iterator[Row]:
        columns = {name: held.holds for name, held in PERSONAL[table.name].items()}
        clauses = [
            one for name, kinds in columns.items() for one in self._perhaps(table.c[name], kinds)
        ]
        if not clauses:
            return
        for row in self._conn.execute(
            select(table).where(or_(*clauses)).order_by(*table.primary_key)
        ):
            values = dict(row._mapping)
            hits = {name for name, kinds in columns.items() if self._hits(values[name], kinds)}
            if hits and not self._is_hidden(table.name, values):
                own = bool(hits & _OWN.get(table.name, frozenset()))
                self._note_mail(table.name, values, own)
                yield _shown(table.name, values, None if own else hits)

    def _perhaps(self, column: Column[Any], kinds: Sequence[Holds]) -> Iterator[Any]:
        """Conditions of which one is true of every value that is about them."""
        if not is_text(column):
            return
        if {Holds.ADDRESS, Holds.SENTENCE} & set(kinds):
            yield from (column.icontains(one, autoescape=True) for one in self._whom.addresses)
        if Holds.PERSON in kinds and self._whom.called:
            yield column.in_(sorted(self._whom.called))

    def _hits(self, value: Any, kinds: Sequence[Holds]) -> bool:
        if Holds.PERSON in kinds and value in self._whom.called:
            return True
        return bool({Holds.ADDRESS, Holds.SENTENCE} & set(kinds)) and self._is_named(value)

    def _is_hidden(self, table: str, row: Row) -> bool:
        """Or told elsewhere: the history of their requests stands beside these."""
        about = row["id"] if table == "requests" else row.get("request_id")
        if table == "events" and about in self._part | self._owned:
            return True
        if table == "spent" and (purse := _OF_REQUEST.match(row["key"])):
            about = int(purse[1])
        return about in self._hidden

    def _note_mail(self, table: str, row: Row, own: bool) -> None:
        way = {"ledger": "in", "outbox": "out"}.get(table)
        if way and own:
            self._mails.append(HeldMail(way, row["id"], row["sha256"]))

    # -- what no column of text has ------------------------------------------------------

    def _revoked(self) -> dict[str, list[str]]:
        known = revoked.people(self._conn)
        return {who: addresses for who, addresses in known.items() if who in self._whom.called}

    def _rules(self) -> Iterator[str]:
        """Each line once."""
        lines: dict[str, None] = {}
        for file in rulesets.all_files(self._conn):
            for line in file.decode("utf-8", "replace").splitlines():
                if self._is_named(line):
                    lines[line.strip()] = None
        yield from lines


def _shown(table: str, row: Row, hits: set[str] | None) -> Row:
    """What of it they may read: all where it is their own (`hits` None), else what is about nobody,
    and the columns that name them.
    """
    free = {*NOTHING.get(table, "").split(), *(row if hits is None else hits)} - _SECRETS
    return {name: value for name, value in row.items() if name in free}
