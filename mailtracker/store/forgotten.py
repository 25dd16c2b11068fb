"""Somebody's traces → none of them: what was about them says no more who it was, what was written
has no words left. Rows stay, so that every figure stays what it was.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    Text,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.request import NOBODY, Standing
from mailtracker.mail.address_key import mailbox_key
from mailtracker.record import dataclass
from mailtracker.store import rulesets, spent, tombstones
from mailtracker.store.personal import PERSONAL, Holds
from mailtracker.store.tables import (
    absence_notices,
    chunks,
    copied,
    daily_digests,
    digest_lines,
    ended_buttons,
    events,
    expectations,
    extras,
    health,
    in_hand,
    kept,
    ledger,
    loads,
    metadata,
    outbox,
    reloads,
    request_tokens,
    requests,
    server_ids,
    settings,
    thanks,
)
from mailtracker.store.tables import spent as spent_rows
from mailtracker.store.traces import FORMER, UNSETTLED, Traces, mails_in, mails_out, some
from mailtracker.store.upsert import insert as insert_new

_KEY = "forgotten"
_REASON = "forgotten"


@dataclass(frozen=True, slots=True)
class Names:
    """What stands instead: of each address `nobody`, of each key of the people file its `label`."""

    nobody: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Grave:
    """What is left instead: `names`, and tombstones that are made with the store's `key` and say
    since when (`now`).
    """

    names: Names
    key: bytes
    now: datetime


@dataclass(frozen=True, slots=True)
class Emptied:
    """How many `requests`, mails that came in (`mails_in`) and mails of ours (`mails_out`) have no
    words left.
    """

    requests: int
    mails_in: int
    mails_out: int


def hash_of(key: bytes, identity: str) -> str:
    """By which somebody who was forgotten is known again, without their address."""
    return hmac.new(key, b"forgotten " + identity.encode(), "sha256").hexdigest()[:16]


def number_of(conn: Connection, who: str) -> int | None:
    """Of whoever was forgotten already (`hash_of`)."""
    return _numbers(conn).get(who)


def _numbers(conn: Connection) -> dict[str, int]:
    stored = conn.scalar(select(settings.c.value).where(settings.c.key == _KEY))
    found: dict[str, int] = json.loads(stored) if stored else {}
    return found


def names_for(conn: Connection, who: str, people: Collection[str]) -> Names:
    """Whoever is forgotten twice keeps their number, so that figures count them once."""
    numbers = _numbers(conn)
    number = numbers.setdefault(who, max(numbers.values(), default=0) + 1)
    value = json.dumps(numbers).encode()
    row = insert_new(settings).values(key=_KEY, value=value)
    conn.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
    return Names(f"{NOBODY}{number}", _labels(number, people))


def _labels(number: int, people: Collection[str]) -> dict[str, str]:
    """One for each, the same ones whenever this person is forgotten."""
    label = f"{FORMER}{number}"
    return {one: f"{label}.{n}" if n else label for n, one in enumerate(sorted(people))}


def forget(conn: Connection, about: Traces, grave: Grave, lists: Iterable[int]) -> Emptied:
    """`lists`: rows of the outbox that say something of them beside others."""
    lines, rows = mails_in(conn, about), mails_out(conn, about)
    tombstones.bury(conn, grave.key, lines, grave.now)
    gone = names_of_bytes(conn, lines, [*rows, *lists])
    _drop_bytes(conn, gone - _names_needed(conn, about.waiting))
    _empty_lines(conn, grave.key, lines)
    _empty_mails(conn, rows)
    _empty_requests(conn, about, grave.now)
    _take_out(conn, about)
    _rename(conn, about, grave.names)
    # What serves now is the admins' to change.
    rulesets.drop_naming(conn, [one.encode() for one in about.addresses])
    return Emptied(len(about.ripe), len(lines), len(rows))


def names_of_bytes(conn: Connection, lines: Iterable[int], rows: Iterable[int]) -> set[str]:
    """sha256 of all that goes with these lines of the ledger and rows of the outbox."""
    level = _names_of(conn, ledger, lines) | _names_of(conn, outbox, rows)
    found: set[str] = set()
    while level:
        found |= level
        quoting: set[str] = set()
        for group in some(level):
            quoting |= set(conn.scalars(select(kept.c.sha256).where(kept.c.source.in_(group))))
        level = quoting - found
    return found


def names_about(
    conn: Connection, numbers: Iterable[int], lines: Iterable[int], rows: Iterable[int]
) -> set[str]:
    """sha256 of all that is kept of these requests, lines and rows."""
    asked = list(numbers)
    about = _ids_about(conn, ledger, asked), _ids_about(conn, outbox, asked)
    return names_of_bytes(conn, about[0].union(lines), about[1].union(rows))


def lines_of(conn: Connection, number: int) -> frozenset[int]:
    """Mails of whoever was forgotten under this number."""
    wanted = select(ledger.c.id).where(ledger.c.sender == f"{NOBODY}{number}")
    return frozenset(conn.scalars(wanted))


def lines_about(conn: Connection, numbers: Iterable[int]) -> frozenset[int]:
    """Mails of these requests."""
    return _ids_about(conn, ledger, numbers)


def _ids_about(conn: Connection, table: Table, numbers: Iterable[int]) -> frozenset[int]:
    return frozenset(
        one
        for group in some(numbers)
        for one in conn.scalars(select(table.c.id).where(table.c.request_id.in_(group)))
    )


def note(conn: Connection, text: str, now: datetime) -> None:
    """In the history of no request: that it was done, and by whom."""
    row = {"request_id": None, "at": now, "kind": "forgotten", "text": text}
    conn.execute(insert(events).values(row))


# -- mails -------------------------------------------------------------------------


def _names_of(conn: Connection, table: Table, ids: Iterable[int]) -> set[str]:
    """sha256 of what is kept of these rows."""
    groups = some(ids)
    found = {
        name
        for group in groups
        for name in conn.scalars(select(table.c.sha256).where(table.c.id.in_(group)))
    }
    return found - {""}


def _names_needed(conn: Connection, waiting: Iterable[int]) -> set[str]:
    """sha256 of all that is kept of what waits, and of what that quotes. One mail may have come
    into two requests, and the same bytes be theirs.
    """
    numbers = list(waiting)
    kept_of = (_ids_about(conn, ledger, numbers), _ids_about(conn, outbox, numbers))
    found = _names_of(conn, ledger, kept_of[0]) | _names_of(conn, outbox, kept_of[1])
    for group in some(found):
        sources = select(kept.c.source).where(kept.c.sha256.in_(group))
        found |= set(filter(None, conn.scalars(sources)))
    return found


def _drop_bytes(conn: Connection, names: Collection[str]) -> None:
    for group in some(names):
        conn.execute(delete(chunks).where(chunks.c.sha256.in_(group)))
        conn.execute(delete(kept).where(kept.c.sha256.in_(group)))


def _empty_lines(conn: Connection, key: bytes, lines: Iterable[int]) -> None:
    """What came stays counted, and is known again by its tombstone; nobody has to decide on it any
    more.
    """
    names = ("content_key", "message_id", "subject", "trouble", "likeness")
    wordless = dict.fromkeys(names, "")
    for group in some(lines):
        those = ledger.c.id.in_(group)
        rows = conn.execute(select(ledger.c.id, ledger.c.sha256).where(those)).all()
        prints = tombstones.buried(conn, [row.sha256 for row in rows])
        for row in rows:
            if row.sha256 and row.sha256 not in prints:  # else somebody else was forgotten before
                print_ = tombstones.print_of(key, row.sha256)
                conn.execute(update(ledger).where(ledger.c.id == row.id).values(sha256=print_))
        conn.execute(
            update(ledger).where(those).values({**wordless, "thread_index": None, "purged": True})
        )
        said = ledger.c.reason != ""
        conn.execute(update(ledger).where(those, said).values(reason=_REASON))
        waits = ledger.c.disposition == Disposition.QUARANTINE
        ended = {"was": ledger.c.disposition, "disposition": Disposition.IGNORED}
        conn.execute(update(ledger).where(those, waits).values(ended))


def _empty_mails(conn: Connection, rows: Iterable[int]) -> None:
    """Who answers one of them, or returns it, points at nothing."""
    for group in some(rows):
        those = outbox.c.id.in_(group)
        keys = select(outbox.c.row_key).where(those)
        conn.execute(delete(request_tokens).where(request_tokens.c.row_key.in_(keys)))
        conn.execute(delete(server_ids).where(server_ids.c.outbox_id.in_(group)))
        gone = literal(NOBODY) + cast(outbox.c.id, Text)
        conn.execute(
            update(outbox)
            .where(those)
            .values(
                row_key=gone,
                message_id=gone,
                token=None,
                bounce=None,
                revoked=True,
                purged=True,
                **dict.fromkeys(("answer", "sha256", "env_from"), ""),
            )
        )


# -- requests and what stands beside them ---------------------------------------------

_WORDS = frozenset({Holds.WORDS, Holds.SENTENCE, Holds.ID, Holds.NAME})
_OWN_WAY = frozenset(
    {"ledger", "outbox", "kept", "chunks", "copied", "extras", "digest_lines", "server_ids"}
)
"""Tables whose rows are emptied by a function of their own."""


def _empty_requests(conn: Connection, about: Traces, now: datetime) -> None:
    """All texts of a request in which they are a party; names beside addresses only where these are
    theirs.
    """
    purged = {"texts": False, "purged_at": now}
    for group in some(about.ripe):
        conn.execute(update(requests).where(requests.c.id.in_(group)).values(purged))
        for table, emptied in wordless():
            those = (table.c.id if table is requests else table.c.request_id).in_(group)
            conn.execute(update(table).where(those).values(emptied))
        for gone in (digest_lines, request_tokens, ended_buttons, thanks):
            conn.execute(delete(gone).where(gone.c.request_id.in_(group)))
        of_these = extras.c.request_id.in_(group)
        personal = extras.c.kind.in_(["entries", "opened_by", "asked_for"])
        conn.execute(delete(extras).where(of_these, personal))
        for values in some(about.addresses | about.people):
            barred = (extras.c.kind == "barred", extras.c.value.in_(values))
            conn.execute(delete(extras).where(of_these, *barred))
        for number in group:
            spent.forgive(conn, number)
    unnamed = (
        (requests.c.requester_address, requests.c.id, "requester_name"),
        (copied.c.address, copied.c.request_id, "name"),
    )
    for by, about_request, name in unnamed:
        for spellings in some(about.addresses):
            theirs = (by.in_(spellings), about_request.not_in(about.waiting))
            conn.execute(update(by.table).where(*theirs).values({name: ""}))


def wordless() -> Iterable[tuple[Table, dict[str, Any]]]:
    """Each table about requests with its columns of words, by the inventory, emptied."""
    for name, held in PERSONAL.items():
        table = metadata.tables[name]
        if name in _OWN_WAY or not (table is requests or "request_id" in table.c):
            continue
        columns = [table.c[one] for one, holding in held.items() if _WORDS & set(holding.holds)]
        values = {one.name: None if one.nullable else "" for one in columns if not one.primary_key}
        values.pop("requester_name", None)
        if values:
            yield table, values


# -- them, wherever else ----------------------------------------------------------------


def _take_out(conn: Connection, about: Traces) -> None:
    """Rows that are of use only while somebody is there."""
    for keys in some(about.people):
        for table in (absence_notices, daily_digests, digest_lines, thanks):
            conn.execute(delete(table).where(table.c.person.in_(keys)))
    needles = {*about.addresses, *map(mailbox_key, about.addresses)}
    spellings = {one.lower() for one in needles}
    anywhere = re.compile("|".join(rf"(?<![\w.+-]){re.escape(one)}(?![\w.-])" for one in spellings))
    for key in conn.scalars(select(spent_rows.c.key).distinct()).all():
        if anywhere.search(key.lower()) or key in about.people:
            conn.execute(delete(spent_rows).where(spent_rows.c.key == key))
    for column in (health.c.text, reloads.c.answer, in_hand.c.trouble):
        for spelling in spellings:
            named = column.icontains(spelling, autoescape=True)
            conn.execute(update(column.table).where(named).values({column.name: ""}))


def _rename(conn: Connection, about: Traces, names: Names) -> None:
    """Where the whole value is an address or a key of theirs."""
    _rename_copied(conn, about, names)
    _rename_loads(conn, names)
    new = {**dict.fromkeys(about.addresses, names.nobody), **names.label}
    for column in renamed():
        for old in sorted(new):
            those = [column == old]
            if (number := _request_of(column.table)) is not None:
                those.append(number.is_(None) | number.not_in(about.waiting))
            if column is extras.c.value:
                those.append(extras.c.kind != "barred")  # in requests of others it stays so
            if column.table is outbox:
                those.append(outbox.c.state.not_in(UNSETTLED))
            conn.execute(update(column.table).where(*those).values({column.name: new[old]}))
    for column in (expectations.c.absent, expectations.c.people):
        _in_json(conn, column, lambda found: [new.get(one, one) for one in found])
    revoked = (settings.c.value, settings.c.key == "revoked")
    _in_json(conn, revoked[0], lambda found: _others(found, new), revoked[1])


def _rename_loads(conn: Connection, names: Names) -> None:
    """Whoever came back, and is forgotten once more, has a row under either name."""
    for old, new in names.label.items():
        both = loads.c.owner.in_([old, new])
        row = conn.execute(select(*_SUMS).where(both)).one()
        if row.rows:
            conn.execute(delete(loads).where(both))
            conn.execute(insert(loads).values(owner=new, still_open=row.open, given=row.given))


_SUMS = (
    func.count().label("rows"),
    func.sum(loads.c.still_open).label("open"),
    func.sum(loads.c.given).label("given"),
)


def _rename_copied(conn: Connection, about: Traces, names: Names) -> None:
    """A request may have them twice, under two spellings that tell people apart."""
    for group in some(about.addresses):
        wanted = select(copied.c.request_id, copied.c.seq).where(
            copied.c.address.in_(group), copied.c.request_id.not_in(about.waiting)
        )
        for row in conn.execute(wanted).all():
            nobody = f"{names.nobody}.{row.seq}"
            those = (copied.c.request_id == row.request_id, copied.c.seq == row.seq)
            values = {"address": nobody, "address_key": nobody, "standing": Standing.DROPPED}
            conn.execute(update(copied).where(*those).values(values))


MIXED = frozenset(
    {
        "outbox.row_key",
        "request_tokens.row_key",
        "spent.key",
        "expectations.absent",
        "expectations.people",
        "settings.value",
        "rulefiles.data",
        "copied.address",
        "copied.address_key",
        "posts.body",
        "feeds.entries",
    }
)
"""Columns in which more stands than one address or one key: each has its own way above."""

HANDLED = frozenset(
    {
        *("requests.requester_name", "copied.name", "digest_lines.text", "chunks.data"),
        *("ledger.message_id", "ledger.subject", "ledger.reason", "ledger.trouble"),
        *("ledger.thread_index", "outbox.message_id", "outbox.answer", "server_ids.message_id"),
        *("health.text", "reloads.answer", "in_hand.trouble"),
        # By these the mail server names a mail and nobody else; a calendar goes with its rules.
        *("ledger.lasting_id", "feeds.remarks", "feeds.trouble"),
    }
)
"""Columns of words, names and ids that a function of their own empties."""


def renamed() -> Iterable[Column[Any]]:
    """Columns whose whole value may be an address or a key of the people file."""
    for name, held in PERSONAL.items():
        for one, holding in held.items():
            if {Holds.ADDRESS, Holds.PERSON} & set(holding.holds) and f"{name}.{one}" not in MIXED:
                yield metadata.tables[name].c[one]


def _request_of(table: Table) -> Column[Any] | None:
    return table.c.id if table is requests else table.c.get("request_id")


def _in_json(
    conn: Connection, column: Column[Any], change: Callable[[Any], Any], *where: Any
) -> None:
    stored = select(column).where(*where).distinct()
    for text in filter(None, conn.scalars(stored).all()):
        before = json.loads(text)
        after = change(before)
        if after != before:
            value: Any = json.dumps(after)
            value = value.encode() if isinstance(text, bytes) else value
            conn.execute(update(column.table).where(column == text).values({column.name: value}))


def _others(found: Mapping[str, list[str]], gone: Collection[str]) -> dict[str, list[str]]:
    """Who is revoked, without them."""
    return {
        person: addresses
        for person, addresses in found.items()
        if person not in gone and not set(addresses) & set(gone)
    }
