"""Every mail ever fetched, and what became of it: one line each, and
where each mailbox was begun.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.errors import MailtrackerError
from mailtracker.mail.message import Message, Proof
from mailtracker.record import dataclass
from mailtracker.store.columns import clean
from mailtracker.store.counting import numbers
from mailtracker.store.prepared import Prepared
from mailtracker.store.references import is_ours, next_id
from mailtracker.store.tables import ledger as table
from mailtracker.store.tables import mailboxes, requests
from mailtracker.store.together import amend, group_of
from mailtracker.store.upsert import insert

if TYPE_CHECKING:
    from mailtracker.desk.effects import Dispose

NO_BYTES = ""
"""Stands for the sha256 of a mail that we could not fetch: only its mailbox has it."""

# Built once: to build a statement costs more than to run it.
_ENTER = Prepared(
    insert(table)
    .on_conflict_do_nothing(index_elements=["mailbox", "uidvalidity", "uid"])
    .returning(table.c.id)
)
_WRITE = Prepared(insert(table))
_BECAME = ("disposition", "reason", "rule", "request_id", "proof")
_DISPOSE = Prepared(
    update(table)
    .where(table.c.id == bindparam("which"))
    .values({"was": table.c.disposition, **{name: bindparam(name) for name in _BECAME}}),
    looks={"which": [table.c.id]},
)

_QUARANTINE = Prepared(
    update(table)
    .where(table.c.id == bindparam("which"))
    .values(was=table.c.disposition, disposition=Disposition.QUARANTINE, tries=table.c.tries + 1),
    looks={"which": [table.c.id]},
)
_CHANGE = Prepared(
    update(table).where(table.c.id == bindparam("which")), looks={"which": [table.c.id]}
)
_LINE = Prepared(
    select(table).where(table.c.id == bindparam("which")), looks={"which": [table.c.id]}
)
_EPOCH = and_(table.c.mailbox == bindparam("box"), table.c.uidvalidity == bindparam("epoch"))
_KNOWN = Prepared(
    select(table.c.uid).where(_EPOCH, table.c.uid.in_(bindparam("uids", expanding=True)))
)
_HAD = Prepared(
    select(table.c.lasting_id, func.max(table.c.id).label("line_id"))
    .where(
        table.c.mailbox == bindparam("box"),
        table.c.lasting_id.in_(bindparam("ids", expanding=True)),
        table.c.lasting_id != literal_column("''"),
        table.c.disposition != Disposition.QUARANTINE,
        table.c.sha256 != NO_BYTES,
    )
    .group_by(table.c.lasting_id)
)
# The literal lets SQLite see that the partial index answers this.
_LEFT = Prepared(
    select(table.c.uid, table.c.id, table.c.folder)
    .where(_EPOCH, table.c.put_away == literal_column("''"))
    .order_by(table.c.uid)
    .limit(bindparam("most"))
)
_TOLD = Prepared(
    update(table)
    .where(table.c.id.in_(bindparam("some", expanding=True)), table.c.put_away == "")
    .values(put_away=bindparam("how"))
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail as the mailbox gave it: its unique place (`mailbox` by name, `uidvalidity` and `uid`
    as IMAP counts), when the server got it (`arrived_at`), the sha256 of its bytes in hex
    (`raw_sha256`, NO_BYTES where we have none), their number (`size`), and what the server calls
    the mail for good (`lasting_id`, "" for nothing).
    """

    mailbox: str
    uidvalidity: int
    uid: int
    arrived_at: datetime
    raw_sha256: str
    size: int
    lasting_id: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One mail that was fetched, and what became of it. Instants are aware UTC."""

    #: The store's number: that of "m17" in causes.
    id: int
    #: Name of the one that it came in by.
    mailbox: str
    #: The epoch of that mailbox in which its number counts.
    uidvalidity: int
    #: Its number there.
    uid: int
    #: Of its bytes, NO_BYTES where only the mailbox has it.
    sha256: str
    #: Equal for equal mails; "" for what could not be read.
    content_key: str
    #: In angle brackets, "" for none.
    message_id: str
    #: The key of the address, "" when it is in doubt.
    sender: str
    #: Decoded, "" for what could not be read.
    subject: str
    #: When the mail server got it.
    arrived_at: datetime
    #: When we did.
    fetched_at: datetime
    #: In bytes.
    size: int
    #: What it is (`mail.message.Kind`), "" for what could not be read.
    kind: str
    #: What became of it.
    disposition: Disposition
    #: Why, for people.
    reason: str
    #: The rule that opened a request for it, or wants no answer to it. "": none, or it stood in the
    #: request alone, as it did in version 0.1.
    rule: str
    #: The request that it opened or belongs to.
    request_id: int | None
    #: What the mailbox was told, "" until it was.
    put_away: str
    #: Failures to handle it.
    tries: int
    #: Traceback of the last one.
    trouble: str
    #: How sure it was who wrote it (`mail.message.Proof`), "" for what was never judged.
    proof: str = ""
    #: Where it is put away, "" for the mailbox's usual folder.
    folder: str = ""
    #: A sign that our border does not strip (`mail.message.Unstripped`), "" for none.
    unstripped: str = ""
    #: What its server calls it for good, "" for nothing.
    lasting_id: str = ""
    #: Its words are gone, here and everywhere.
    purged: bool = False


@dataclass(frozen=True, slots=True)
class MailboxState:
    """Where a mailbox was begun, and when (`started_at`). Mails below `first_uid` of this
    `uidvalidity` are left alone; `left_older` counts them.
    """

    uidvalidity: int
    first_uid: int
    started_at: datetime
    left_older: int


def known_uids(conn: Connection, mailbox: str, uidvalidity: int, uids: Sequence[int]) -> set[int]:
    """Those of `uids` that have a line already."""
    found: set[int] = set()
    for start in range(0, len(uids), 500):
        some = list(uids[start : start + 500])
        found |= set(_KNOWN.scalars(conn, {**_epoch_of(mailbox, uidvalidity), "uids": some}))
    return found


def enter(
    conn: Connection, arrival: Arrival, message: Message | None, kind: str, now: datetime
) -> int | None:
    """A new line's id, or None where this mail has one already. `message` is
    None for what could not be read.

    Until `dispose` says otherwise the line stands in quarantine: a mail that nobody
    decided on is seen by a human.
    """
    where = PutAway.LEFT if arrival.raw_sha256 == NO_BYTES else ""
    row: dict[str, Any] = {
        "mailbox": arrival.mailbox,
        "uidvalidity": arrival.uidvalidity,
        "uid": arrival.uid,
        "sha256": arrival.raw_sha256,
        "arrived_at": arrival.arrived_at,
        "fetched_at": now,
        "size": arrival.size,
        "kind": kind,
        "disposition": Disposition.QUARANTINE,
        "reason": "not decided yet",
        "rule": "",
        "put_away": where,
        "tries": 0,
        "trouble": "",
        "lasting_id": arrival.lasting_id,
        **(_of_message(message) if message else _UNREAD),
    }
    line_id: int | None = next_id(conn, table)
    group = group_of(conn)
    if group is None:
        line_id = _ENTER.scalar(conn, row)
    else:
        group.hold(_WRITE, {"id": line_id, **row, **_UNDECIDED})
    return line_id


_UNDECIDED = {"was": "", "request_id": None, "proof": "", "folder": "", "unstripped": ""}
_UNREAD = {
    "content_key": "",
    "message_id": "",
    "sender": "",
    "subject": "",
    "thread_index": None,
    "likeness": "",
}


def _of_message(message: Message) -> dict[str, str | None]:
    return {
        "content_key": message.content_key,
        "message_id": message.message_id,
        "sender": message.sender.key if message.sender else "",
        "subject": message.subject,
        "thread_index": message.conversation or None,
        "likeness": message.likeness,
    }


def had(conn: Connection, mailbox: str, lasting_ids: Sequence[str]) -> dict[str, int]:
    """Which of these mails, as their server calls them for good, have come by this mailbox before:
    the newest line of each. Not what is in quarantine, where a human decides, nor what we have no
    bytes of.
    """
    rows = _HAD.all(conn, {"box": mailbox, "ids": list(lasting_ids)})
    return {row.lasting_id: row.line_id for row in rows}


def enter_again(conn: Connection, arrival: Arrival, line_id: int, now: datetime) -> int | None:
    """A line for a mail that has come again, as in `enter`, with what the line of before knows of
    it: nobody fetches it once more. It lies where the other does.
    """
    known = _LINE.first(conn, {"which": line_id})
    if known is None:
        raise MailtrackerError(f"the ledger has no line {line_id}")
    again = replace(arrival, raw_sha256=known.sha256, size=known.size)
    entered = enter(conn, again, None, known.kind, now)
    if entered is not None:
        change(conn, entered, {name: getattr(known, name) for name in (*_UNREAD, "folder")})
    return entered


def dispose(
    conn: Connection,
    line_id: int,
    became: Dispose,
    request_id: int | None,
    proof: Proof | None = None,
) -> None:
    """What became of it. `proof` None: nobody asked who wrote it."""
    row: dict[str, Any] = {
        "disposition": became.disposition,
        "reason": became.reason,
        "rule": became.rule,
        "request_id": request_id,
        "proof": proof or "",
    }
    waits = amend(conn, table, line_id, lambda line: {"was": line["disposition"], **row})
    if not waits and not _DISPOSE.run(conn, {"which": line_id, **row}):
        raise MailtrackerError(f"the ledger has no line {line_id}")


def reread(conn: Connection, line_id: int, message: Message, kind: str) -> None:
    """It was read once more: what we could not read then stands in its line now."""
    change(conn, line_id, {**_of_message(message), "kind": kind})


def fetched(conn: Connection, line_id: int, sha256: str, size: int) -> None:
    """The mailbox has given its bytes after all: it is put away as any other."""
    change(conn, line_id, {"sha256": sha256, "size": size, "put_away": ""})


def change(conn: Connection, line_id: int, values: dict[str, Any]) -> None:
    """Columns of a line that say nothing of what became of it."""
    if not amend(conn, table, line_id, lambda _: values):
        _CHANGE.run(conn, {"which": line_id, **values})


def quarantine(conn: Connection, line_id: int, reason: str, trouble: str) -> None:
    """We could not handle it: one more try is counted, the traceback kept."""
    said = {"reason": reason, "trouble": trouble}

    def failed(line: dict[str, Any]) -> dict[str, Any]:
        became = {"was": line["disposition"], "disposition": Disposition.QUARANTINE}
        return {**became, "tries": line["tries"] + 1, **said}

    if amend(conn, table, line_id, failed):
        return
    if not _QUARANTINE.run(conn, {"which": line_id, **said}):
        raise MailtrackerError(f"the ledger has no line {line_id}")


def not_put_away(
    conn: Connection, mailbox: str, uidvalidity: int, limit: int = 500
) -> list[tuple[int, int, str]]:
    """(uid, line id, folder) of mails that the mailbox was not yet told about, lowest
    UID first. Only of this epoch.
    """
    asked = {**_epoch_of(mailbox, uidvalidity), "most": limit}
    return [(row.uid, row.id, row.folder) for row in _LEFT.all(conn, asked)]


def goes_to(conn: Connection, line_id: int, folder: str) -> None:
    """Where its mail is put away, instead of the usual folder."""
    change(conn, line_id, {"folder": folder})


def mark_put_away(conn: Connection, line_ids: Sequence[int], how: PutAway) -> None:
    """The mailbox was told: moved away, marked with a keyword, or left where it is."""
    for start in range(0, len(line_ids), 500):
        some = list(line_ids[start : start + 500])
        _TOLD.run(conn, {"some": some, "how": how})


def lines(
    conn: Connection, disposition: Disposition | None, request_id: int | None, limit: int
) -> list[Line]:
    """The newest lines first, of one disposition, of one request, or all."""
    wanted = select(table).limit(limit)
    if disposition is not None:
        wanted = wanted.where(table.c.disposition == disposition)
    if request_id is not None:
        wanted = wanted.where(table.c.request_id == request_id).order_by(table.c.fetched_at.desc())
    return [line_of(row) for row in conn.execute(wanted.order_by(table.c.id.desc()))]


def opening(conn: Connection, since: datetime) -> list[Line]:
    """What opened a request since then, and what a rule wanted no answer to; the oldest first."""
    by_rule = or_(table.c.disposition == Disposition.OPENED, table.c.rule != "")
    wanted = select(table).where(table.c.fetched_at >= since, by_rule)
    return [line_of(row) for row in conn.execute(wanted.order_by(table.c.id))]


def line(conn: Connection, line_id: int) -> Line | None:
    row = _LINE.first(conn, {"which": line_id})
    return None if row is None else line_of(row)


_BELIEVED = tuple(proof for proof in Proof if proof.believed)

_PROVEN = Prepared(
    select(
        exists().where(
            table.c.request_id == bindparam("about"),
            table.c.sender == bindparam("who", type_=table.c.sender.type),
            table.c.proof.in_(_BELIEVED),
        )
    ),
    looks={"about": [table.c.request_id]},
)


def is_proven(conn: Connection, request_id: int, sender: str) -> bool:
    """Whether a mail of this address (its key) to this request was surely written by its sender."""
    lines = _all_lines(conn, request_id)
    if lines is None:
        return bool(_PROVEN.scalar(conn, {"about": request_id, "who": sender}))
    key = clean(sender)
    return any(clean(line["sender"]) == key and line["proof"] in _BELIEVED for line in lines)


def _all_lines(conn: Connection, request_id: int) -> list[Mapping[str, Any]] | None:
    """Of a request that this group opened itself, so that no other line can name it; None where it
    is not known what they are.
    """
    group = group_of(conn)
    if group is None or not is_ours(conn, requests, request_id):
        return None
    rows = group.rows(table.name)
    named = [row for row in rows if row.get("request_id") == request_id]
    changed = {row["which"] for row in rows if "which" in row}
    whole = all("sender" in row and row["id"] not in changed for row in named)
    return named if whole else None


def in_quarantine(conn: Connection, line_id: int) -> Line:
    """That of a mail which waits there. Raises MailtrackerError where there is none."""
    found = line(conn, line_id)
    if found is None or found.disposition is not Disposition.QUARANTINE:
        raise MailtrackerError(
            f"no mail {line_id} is in quarantine: `mailtracker quarantine list` shows which are"
        )
    return found


_BEGUN = Prepared(
    select(*(mailboxes.c[one.name] for one in fields(MailboxState))).where(
        mailboxes.c.name == bindparam("box")
    )
)


def mailbox_state(conn: Connection, name: str) -> MailboxState | None:
    """None for one that was never begun."""
    row = _BEGUN.first(conn, {"box": name})
    return None if row is None else MailboxState(**row._asdict())


_BEGIN = Prepared(insert(mailboxes))


def begin_mailbox(conn: Connection, name: str, state: MailboxState) -> None:
    """A mailbox is served for the first time."""
    _BEGIN.run(conn, {"name": name, **asdict(state)})


def set_uidvalidity(
    conn: Connection, name: str, uidvalidity: int, first_uid: int, left_older: int
) -> None:
    """The server numbers its mails anew: an epoch begins, and nothing of an
    older one is acted on any more.
    """
    begun = {"uidvalidity": uidvalidity, "first_uid": first_uid, "left_older": left_older}
    if not conn.execute(update(mailboxes).where(mailboxes.c.name == name).values(begun)).rowcount:
        raise MailtrackerError(f"the mailbox {name} was never begun")


def count_dispositions(conn: Connection) -> dict[str, int]:
    """How many lines there are of each disposition."""
    return numbers(conn, table.c.disposition, Disposition, Disposition.REPLY)


def count_kept(conn: Connection) -> dict[str, int]:
    """How many mails a flood left uncarried, by the reference of their request."""
    counted = (
        select(requests.c.reference, func.count())
        .select_from(table)
        .join(requests, requests.c.id == table.c.request_id)
        .where(table.c.disposition == Disposition.FLOOD)
        .group_by(requests.c.reference)
        .order_by(requests.c.reference)
    )
    return {row[0]: row[1] for row in conn.execute(counted)}


def _epoch_of(mailbox: str, uidvalidity: int) -> dict[str, object]:
    return {"box": mailbox, "epoch": uidvalidity}


_INSIDE = ("thread_index", "was", "likeness")
"""Columns that are no field of a line."""


def line_of(row: Any) -> Line:
    named = {key: value for key, value in row._asdict().items() if key not in _INSIDE}
    return Line(**{**named, "disposition": Disposition(named["disposition"])})
