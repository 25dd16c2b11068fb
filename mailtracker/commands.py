"""What the command line changes: requests by hand, people who are revoked, mail in quarantine, mail
of ours → the same transaction as if a mail had asked for it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from functools import partial

from mailtracker.clock import SystemClock
from mailtracker.config import Config
from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.desk.on_command import Command, MailByHand, Reopen, Revoke, on_command
from mailtracker.desk.request import Request, State, Status
from mailtracker.enact import Again, Enacted, Queued, enact, enact_message, take_up
from mailtracker.errors import MailtrackerError
from mailtracker.letters.letters import Letters
from mailtracker.policy.model import Person, Policy
from mailtracker.reader import Reading
from mailtracker.record import dataclass
from mailtracker.spool import whole
from mailtracker.start import mailbox_of, start_of
from mailtracker.store import keep, ledger, outbox, requests, revoked, sending
from mailtracker.store.database import Store
from mailtracker.store.ledger import Line
from mailtracker.store.outbox import Sending
from mailtracker.store.scene import scene
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, Received, World

MAX_REVOKED = 100_000
"""Requests that somebody has, at most."""

MAX_HELD = 200
"""Held mails that one release carries on."""

Order = Callable[[Request], Command]
"""What is to be done with whichever request is meant."""


def act(config: Config, reference: str, order: Order) -> Enacted:
    """Writes rows; a running daemon sends what they ask for. Raises
    NoSuchRequest, MailtrackerError.
    """
    with closing(Store.open(config.store.url, create=False)) as store:
        world = start_of(config, store, Letters(config.templates)).world
        with store.write() as conn:
            return carry_out(conn, world, reference, order, SystemClock().now())


@dataclass(frozen=True, slots=True)
class Revoked:
    """What `revoke` did for a `person`: so many `mails` to them prove nothing any more, and `taken`
    says of each request that they had what became of it. `undone`: it was taken back instead.
    """

    person: Person
    mails: int = 0
    taken: tuple[str, ...] = ()
    undone: bool = False


def revoke(config: Config, who: str, undo: bool = False) -> Revoked:
    """The mailbox of somebody (a key, an address, a name) is in the wrong hands, or no longer.
    Raises MailtrackerError where that is nobody, or more than one.
    """
    with closing(Store.open(config.store.url, create=False)) as store:
        world = start_of(config, store, Letters(config.templates)).world
        person = one_called(world.policy, who)
        with store.write() as conn:
            if undo:
                return _unrevoked(conn, person)
            return revoked_in(conn, world, person, SystemClock().now())


def _unrevoked(conn: Transaction, person: Person) -> Revoked:
    if not revoked.undo(conn, person.key):
        raise MailtrackerError(f"{person.name} is not revoked")
    return Revoked(person, undone=True)


def revoked_in(conn: Transaction, world: World, person: Person, now: datetime) -> Revoked:
    """The same inside a transaction. Doing it again voids what went out since."""
    mails = revoked.revoke(conn, person.key, person.addresses)
    alive = [status for status in Status if status is not Status.CLOSED]
    theirs = requests.requests(conn, status=alive, owner=person.key, limit=MAX_REVOKED)
    order = partial(Revoke, who=person.key)
    done = [carry_out(conn, world, one.reference, order, now) for one in theirs]
    return Revoked(person, mails, tuple(one.decision.reason for one in done))


def quarantined(config: Config, number: int) -> bytes:
    """A mail in quarantine, to be read again; one that only the mailbox has is fetched from there,
    and kept. Raises MailtrackerError where there is none.
    """
    with closing(Store.open_to_read(config.store.url)) as store, store.read() as conn:
        line = ledger.in_quarantine(conn, number)
        if line.sha256 != ledger.NO_BYTES:
            return keep.load(conn, line.sha256)
    raw = _from_mailbox(config, line)
    with closing(Store.open(config.store.url, create=False)) as store, store.write() as conn:
        ledger.fetched(conn, number, keep.keep(conn, raw, SystemClock().now()), len(raw))
    return raw


def _from_mailbox(config: Config, line: Line) -> bytes:
    """By its number there, without changing anything."""
    box = next((box for box in config.mailboxes if box.name == line.mailbox), None)
    if box is None:
        raise MailtrackerError(f"no mailbox of the config is called {line.mailbox}")
    mailbox = mailbox_of(box)
    try:
        epoch = mailbox.connect(readonly=True).epoch
        if epoch != line.uidvalidity:
            raise MailtrackerError(
                f"the mailbox has numbered its mails anew, so that nobody knows which one is "
                f"{line.uid}; it was looked at again under its new number. Drop this line: "
                f"mailtracker quarantine drop {line.id}"
            )
        found = {uid: whole(raw) for uid, raw in mailbox.fetch([line.uid])}
    finally:
        mailbox.close()
    if line.uid not in found:
        raise MailtrackerError(
            f"the mailbox does not give mail {line.uid}, or has it no more: look there with a mail "
            f"program"
        )
    return found[line.uid]


def take_in(config: Config, number: int, reading: Reading, again: Again) -> Enacted:
    """A mail in quarantine, read again, is decided on as if it had just come. Raises
    MailtrackerError where it cannot be read. It may end in quarantine once more: the decision says.
    """
    if reading.message is None or reading.classified is None:
        raise MailtrackerError(f"mail {number} stays in quarantine: {reading.trouble}")
    with closing(Store.open(config.store.url, create=False)) as store:
        world = start_of(config, store, Letters(config.templates)).world
        with store.write() as conn:
            line = ledger.in_quarantine(conn, number)
            ledger.reread(conn, number, reading.message, reading.classified.kind)
            raw = keep.load(conn, line.sha256)
            read = reading.message, reading.classified
            received = Received(number, *read, raw, sha256=line.sha256)
            cause = Cause(f"m{number}", SystemClock().now(), received)
            return enact_message(conn, world, world.alias(line.mailbox), cause, again)


def drop(config: Config, number: int) -> None:
    """A mail in quarantine needs no answer. Raises MailtrackerError."""
    with closing(Store.open(config.store.url, create=False)) as store, store.write() as conn:
        ledger.in_quarantine(conn, number)
        reason = "dropped from quarantine by an admin"
        ledger.dispose(conn, number, Dispose(Disposition.IGNORED, reason), None)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What an admin (`who`) decides on the mail of ours that has this `number` in the outbox, and
    when (`now`).
    """

    number: int
    who: str
    now: datetime


OnMail = Callable[[Transaction, World, ByHand], Sending]
"""`send_again` or `drop_mail`; the row as it was."""


def act_on_mail(config: Config, number: int, who: str, order: OnMail) -> Sending:
    """The row as it was. Raises MailtrackerError as the order does."""
    with closing(Store.open(config.store.url, create=False)) as store:
        world = start_of(config, store, Letters(config.templates)).world
        with store.write() as conn:
            return order(conn, world, ByHand(number, who, SystemClock().now()))


def send_again(conn: Transaction, world: World, hand: ByHand) -> Sending:
    """It goes out once more, with the same id. Raises MailtrackerError where nobody doubts that it
    arrived, or its bytes are gone.
    """
    row = outbox.row(conn, hand.number)
    if row.state not in (State.UNCERTAIN, State.FAILED):
        raise MailtrackerError(f"mail {row.id} {_STANDS[row.state]}: it is not sent again")
    keep.load(conn, row.sha256)
    sending.send_again(conn, row.id, hand.now)
    _note_by_hand(conn, world, hand, row, drop=False)
    return row


def drop_mail(conn: Transaction, world: World, hand: ByHand) -> Sending:
    """It goes out no more. Raises MailtrackerError where that is decided already."""
    row = outbox.row(conn, hand.number)
    if row.state not in (State.READY, State.UNCERTAIN):
        raise MailtrackerError(f"mail {row.id} {_STANDS[row.state]}: it cannot be dropped")
    sending.drop(conn, row.id, hand.now)
    _note_by_hand(conn, world, hand, row, drop=True)
    return row


_STANDS = {
    State.READY: "waits for its next try already",
    State.SENDING: "is being sent right now",
    State.SENT: "was sent, so its reader has it",
    State.FAILED: "has failed, and goes out no more",
    State.UNCERTAIN: "is uncertain",
}


def _note_by_hand(conn: Transaction, world: World, hand: ByHand, row: Sending, drop: bool) -> None:
    if row.request_id is None:
        return
    about = requests.request(conn, row.request_id)
    uncertain = row.state is State.UNCERTAIN
    command = MailByHand(about, row.letter, row.recipient, drop, uncertain, hand.who)
    decision = on_command(command, scene(conn, world.policy, hand.now))
    enact(conn, world, decision, Cause(f"o{row.id}.{hand.now.timestamp():.6f}", hand.now))


def one_called(policy: Policy, who: str) -> Person:
    wanted = " ".join(who.split()).casefold()
    found = [
        person
        for person in policy.people.values()
        if wanted in (person.key.casefold(), person.name.casefold(), *person.addresses)
    ]
    if len(found) == 1:
        return found[0]
    problem = "more than one is" if found else "nobody in the people file is"
    raise MailtrackerError(f"{problem} called {who!r}: use the key or the address")


def carry_out(
    conn: Transaction, world: World, reference: str, order: Order, now: datetime
) -> Enacted:
    """The same inside a transaction."""
    request = requests.by_reference(conn, reference)
    command = order(request)
    decision = on_command(command, scene(conn, world.policy, now))
    enacted = enact(conn, world, decision, Cause(f"h{request.id}.{now.timestamp():.6f}", now))
    if request.held_since is None or not isinstance(command, Reopen):
        return enacted
    enacted.mails.extend(_carry_held(conn, world, request, now))
    return enacted


def _carry_held(conn: Transaction, world: World, request: Request, now: datetime) -> list[Queued]:
    """What a hold kept back is decided again, oldest first, and goes where it would have gone."""
    queued: list[Queued] = []
    for line in reversed(ledger.lines(conn, Disposition.FLOOD, request.id, MAX_HELD)):
        queued += take_up(conn, world, line.id, now, Again(released=True)).queued
    return queued
