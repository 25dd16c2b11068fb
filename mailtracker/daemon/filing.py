"""Fetched mails in; their lines, decisions and effects in the store, all or nothing. What cannot be
filed stands in quarantine, and the admins hear of it.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from concurrent.futures import Future
from datetime import datetime

import structlog

from mailtracker.composer import composing
from mailtracker.daemon.runtime import Outcome, Runtime
from mailtracker.desk.admin_letters import Quarantined
from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import Decision, Dispose, Disposition
from mailtracker.desk.troubles import Quoted
from mailtracker.enact import enact_message, tell_admins
from mailtracker.errors import Unreachable, Unspooled
from mailtracker.faults import Point, reach
from mailtracker.mail.address_key import mailbox_key
from mailtracker.mail.outgoing.probe import is_probe
from mailtracker.mailbox.mailbox import Item
from mailtracker.notices import Notice
from mailtracker.reader import Reading
from mailtracker.record import dataclass
from mailtracker.spool import RawMail, Spooled
from mailtracker.store import facts, keep, ledger, tombstones
from mailtracker.store.border import note_unstripped
from mailtracker.store.ledger import NO_BYTES, Arrival
from mailtracker.store.locks import NONE, Locks, needed, shared_by_others
from mailtracker.store.together import together
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, Received, World

log = structlog.get_logger("mailtracker")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One mail as it came: its `number` in an `epoch`, itself (`raw`), when the mailbox got it
    (`arrived`), what `reading` it gave, and what the mailbox calls it for good (`lasting_id`).
    """

    epoch: int
    number: int
    raw: RawMail
    arrived: datetime
    reading: Reading
    lasting_id: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A mail that we could not take: its `number` in an `epoch`, what the mailbox says of it
    (`item`), and why (`trouble`, for people). Only the mailbox has it.
    """

    epoch: int
    number: int
    item: Item
    trouble: str


@dataclass(frozen=True, slots=True)
class Filing:
    """Some `mails` on their way into the store, in one transaction, and its `result` to come."""

    mails: Sequence[Fetched]
    result: Future[list[Outcome]]

    @property
    def numbers(self) -> list[int]:
        return [mail.number for mail in self.mails]


@dataclass(frozen=True, slots=True)
class _Moment:
    """What a whole transaction (`conn`) is filed with: the `world`, taken once, so that the rules
    of one moment decide all of it; one instant, `now`, since limits count polls, not mails.
    """

    conn: Transaction
    world: World
    now: datetime


class Filer:
    """Files the mails of one alias. `start` a group, then ask for its `outcomes`."""

    def __init__(self, runtime: Runtime, alias: Alias) -> None:
        self._runtime, self._alias = runtime, alias
        self._lately = NONE  # locks that the last group found it needs besides

    def start(self, mails: Sequence[Fetched]) -> Filing:
        """One transaction for all, in the writer's own time."""
        now = self._runtime.clock.now()

        def work(conn: Transaction) -> list[Outcome]:
            moment, composer = _Moment(conn, self._runtime.world, now), self._runtime.composer
            composer.expect(len(mails))
            with together(conn, len(mails)), composing(conn, composer):
                done = self._file_all(moment, self._unknown(moment, mails))
            reach(Point.IN_TRANSACTION, [mail.number for mail in mails])
            self._lately = shared_by_others(needed(conn))
            return done

        locks = self._locks(mails) | self._lately
        return Filing(mails, self._runtime.submit(work, carried=True, locks=locks))

    def _locks(self, mails: Sequence[Fetched]) -> Locks:
        """What is known before anything is looked up."""
        read = [mail.reading.message for mail in mails if mail.reading.message is not None]
        return Locks(
            mailboxes=frozenset([self._alias.name]),
            contents=frozenset([one.content_key for one in read]),
            ids=frozenset([one.message_id for one in read]),
            senders=frozenset([mailbox_key(one.sender.email) for one in read if one.sender]),
        )

    def _unknown(self, moment: _Moment, mails: Sequence[Fetched]) -> list[Fetched]:
        """Those that have no line yet."""
        known: set[tuple[int, int]] = set()
        for epoch in {mail.epoch for mail in mails}:
            numbers = [mail.number for mail in mails if mail.epoch == epoch]
            found = ledger.known_uids(moment.conn, self._alias.name, epoch, numbers)
            known |= {(epoch, number) for number in found}
        return [mail for mail in mails if (mail.epoch, mail.number) not in known]

    def _file_all(self, moment: _Moment, mails: Sequence[Fetched]) -> list[Outcome]:
        mails = self._but_buried(moment, mails)
        names = keep.keep_all(moment.conn, [(mail.raw, moment.now) for mail in mails])
        read = [(mail.reading.message, mail.arrived) for mail in mails]
        own_id = moment.world.own_id
        ahead = [facts.Ahead(one, at, own_id(one)) for one, at in read if one]
        facts.expect(moment.conn, ahead, moment.now)
        pairs = zip(mails, names, strict=True)
        return [outcome for mail, name in pairs for outcome in self._file(moment, mail, name)]

    def _but_buried(self, moment: _Moment, mails: Sequence[Fetched]) -> Sequence[Fetched]:
        """Without those that have a tombstone, as where a mailbox numbers its mails anew: of these
        there is a line, and no word.
        """
        conn, key = moment.conn, moment.world.key
        prints = [tombstones.print_of(key, _sha256_of(mail)) for mail in mails]
        buried = tombstones.buried(conn, prints)
        for mail, print_ in zip(mails, prints, strict=True):
            if print_ in buried:
                place = (self._alias.name, mail.epoch, mail.number, mail.arrived)
                _as_before(conn, Arrival(*place, print_, len(mail.raw)), moment.now)
        pairs = zip(mails, prints, strict=True)
        return [mail for mail, print_ in pairs if print_ not in buried]

    def outcomes(self, filing: Filing) -> list[Outcome]:
        """What the transaction came to; if it failed, one for each mail, so that only the bad one
        goes to quarantine.
        """
        try:
            return filing.result.result()
        except (Unreachable, Unspooled):  # the disk is away or full: the mail stays where it is
            raise
        except Exception as error:
            if len(filing.mails) == 1:
                return self._failed(filing.mails[0], error)
        return [one for mail in filing.mails for one in self.outcomes(self.start([mail]))]

    def _failed(self, mail: Fetched, error: Exception) -> list[Outcome]:
        log.exception("quarantined", mailbox=self._alias.name, number=mail.number)
        reason, trouble = f"{type(error).__name__}: {error}", traceback.format_exc()
        now = self._runtime.clock.now()

        def work(conn: Transaction) -> list[Outcome]:
            moment, name = _Moment(conn, self._runtime.world, now), keep.keep(conn, mail.raw, now)
            return self._quarantine(moment, mail, name, reason, trouble)

        locks = self._locks([mail])
        return self._runtime.submit(work, carried=True, locks=locks).result()

    def come_again(self, epoch: int, items: Sequence[Item]) -> set[int]:
        """Of these those that the mailbox calls by the name of a mail that we have: each has a line
        now, as a copy that was fetched would have, and is not fetched (docs/reliability.md, I3).
        """
        ids = [item.lasting_id for item in items if item.lasting_id]
        name, now = self._alias.name, self._runtime.clock.now()
        if not ids or not self._runtime.read(lambda conn: ledger.had(conn, name, ids)):
            return set()

        def work(conn: Transaction) -> set[int]:
            before = ledger.had(conn, name, ids)
            again = [item for item in items if item.lasting_id in before]
            for item in again:
                place = (name, epoch, item.number, item.arrived, NO_BYTES, item.size)
                arrival = Arrival(*place, item.lasting_id)
                _same_as(conn, arrival, before[item.lasting_id], now)
            return {item.number for item in again}

        return self._runtime.write(work, self._locks([]))

    def shelve(self, lost: Lost) -> None:
        """Into quarantine without its bytes: the mail stays where it is, and people hear of it."""
        log.warning("quarantined", mailbox=self._alias.name, number=lost.number, text=lost.trouble)
        now, item = self._runtime.clock.now(), lost.item

        def work(conn: Transaction) -> None:
            moment = _Moment(conn, self._runtime.world, now)
            name = self._alias.name
            arrival = Arrival(
                name, lost.epoch, lost.number, item.arrived, NO_BYTES, item.size, item.lasting_id
            )
            line_id = ledger.enter(conn, arrival, None, "", now)
            if line_id is not None:
                ledger.quarantine(conn, line_id, lost.trouble, "")
                self._tell_admins(moment, None, line_id, lost.trouble)

        self._runtime.write(work, self._locks([]))

    def _file(self, moment: _Moment, mail: Fetched, sha256: str) -> list[Outcome]:
        """Ledger line, facts, decision, effects."""
        message, classified = mail.reading.message, mail.reading.classified
        if message is None or classified is None:
            trouble = mail.reading.trouble
            return self._quarantine(moment, mail, sha256, trouble, trouble)
        line_id = self._enter(moment, mail, sha256, classified.kind)
        if line_id is None:
            return []
        conn, world, now = moment.conn, moment.world, moment.now
        if classified.unstripped and not is_probe(world.key, message):  # `doctor` tells of that
            note_unstripped(conn, line_id, classified.unstripped)
        received = Received(line_id, message, classified, mail.raw, mail.arrived, sha256)
        enacted = enact_message(conn, world, self._alias, Cause(f"m{line_id}", now, received))
        request = enacted.request
        if request is not None and request.given.confidential:
            self._out_of_sight(moment, line_id)
        if _is_quarantine(enacted.decision):
            self._out_of_sight(moment, line_id, sure=False)
            self._tell_admins(moment, mail, line_id, enacted.decision.reason)
        return [Outcome("message", enacted, now, message)]

    def _quarantine(
        self, moment: _Moment, mail: Fetched, sha256: str, reason: str, trouble: str
    ) -> list[Outcome]:
        line_id = self._enter(moment, mail, sha256, "")
        if line_id is not None:
            ledger.quarantine(moment.conn, line_id, reason, trouble)
            self._out_of_sight(moment, line_id, sure=False)
            self._tell_admins(moment, mail, line_id, reason)
        return []

    def _out_of_sight(self, moment: _Moment, line_id: int, sure: bool = True) -> None:
        """Into the folder for confidential mail, where there is one; what may be anything only
        where rules know such mail.
        """
        boxes = self._runtime.config.mailboxes
        folder = next((b.confidential_folder for b in boxes if b.name == self._alias.name), "")
        if folder and (sure or moment.world.policy.keeps_secrets):
            ledger.goes_to(moment.conn, line_id, folder)

    def _enter(self, moment: _Moment, mail: Fetched, sha256: str, kind: str) -> int | None:
        """The id of its new line; None where it has one."""
        name, size = self._alias.name, len(mail.raw)
        arrival = Arrival(
            name, mail.epoch, mail.number, mail.arrived, sha256, size, mail.lasting_id
        )
        return ledger.enter(moment.conn, arrival, mail.reading.message, kind, moment.now)

    def _tell_admins(
        self, moment: _Moment, mail: Fetched | None, line_id: int, reason: str
    ) -> None:
        """Once an hour at most. `mail` None: we do not have it."""
        now, kept = moment.now, mail is not None
        message = mail.reading.message if mail else None
        sender = message.from_[0].email if message and message.from_ else ""
        subject = message.subject if message else ""
        letter = Quarantined(1, subject, sender, Quoted(reason), line_id, kept)
        if moment.world.policy.keeps_secrets:  # it may be one, and about an admin
            letter = Quarantined(1, None, None, Quoted(""), line_id, kept)
        notice = Notice(letter, f"quarantine.{now:%Y%m%d%H}", now)
        tell_admins(moment.conn, moment.world, self._alias, notice)


def _same_as(conn: Transaction, arrival: Arrival, line_id: int, now: datetime) -> None:
    """As `on_message` says of a copy that it knows by content."""
    earlier, entered = ledger.line(conn, line_id), ledger.enter_again(conn, arrival, line_id, now)
    if earlier is None or entered is None:
        return
    said = f"the same mail as mail {earlier.uid} in {earlier.mailbox}, as the mail server says"
    ledger.dispose(conn, entered, Dispose(Disposition.DUPLICATE, said), earlier.request_id)


def _as_before(conn: Transaction, arrival: Arrival, now: datetime) -> None:
    line_id = ledger.enter(conn, arrival, None, "", now)
    if line_id is not None:
        said = "the same mail came before, and is kept no more"
        ledger.dispose(conn, line_id, Dispose(Disposition.DUPLICATE, said), None)


def _sha256_of(mail: Fetched) -> str:
    """Whoever read it has made it already."""
    if mail.reading.message is not None:
        return mail.reading.message.sha256
    return (
        mail.raw.sha256 if isinstance(mail.raw, Spooled) else hashlib.sha256(mail.raw).hexdigest()
    )


def _is_quarantine(decision: Decision) -> bool:
    return any(
        isinstance(effect, Dispose) and effect.disposition is Disposition.QUARANTINE
        for effect in decision.effects
    )
