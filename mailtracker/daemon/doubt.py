"""What becomes of mails that are uncertain: an answer of the server's to the final dot that nobody
heard (RFC 1047). Proof settles them. What nothing proves in a quarter of an hour goes again, once,
or is held for a human (docs/reliability.md, O4).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import Enum

import structlog

from mailtracker.daemon.runtime import Looked, Runtime
from mailtracker.desk.admin_letters import Unproven
from mailtracker.desk.authors import shown
from mailtracker.desk.digests import MAX_LINES, DigestLine
from mailtracker.desk.letters import InDoubt, Receipt
from mailtracker.desk.notes import CARRYING, NoteRequester
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Request
from mailtracker.enact import tell_admins
from mailtracker.mail.address_key import address_key
from mailtracker.mail.outgoing.ids import without_bounce
from mailtracker.notices import Notice
from mailtracker.policy.model import Person
from mailtracker.record import dataclass
from mailtracker.store import outbox, requests, sending
from mailtracker.store.saying import say
from mailtracker.store.sending import Claimed
from mailtracker.store.transaction import Transaction
from mailtracker.store.unproven import PROOF_AFTER, UnprovenMail, doubts
from mailtracker.world import World

log = structlog.get_logger("mailtracker")

ECHOED = frozenset({*CARRYING, Receipt.name})
"""Letters of which a copy goes to ourselves: what people wrote to each other, and receipts."""

OLD_NEWS = timedelta(days=7)
"""After so long a mail is not sent again without a human: its reader may have gone on by now."""

TELL_ADMINS_EVERY = timedelta(days=1)


class Becomes(Enum):
    """What becomes of an unproven mail now."""

    #: Proof may lie unread.
    WAIT = "wait"
    #: The same bytes with the same id, once more.
    AGAIN = "again"
    #: Nobody but a human can tell.
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Sources:
    """What may prove mail of one mailbox: whether a copy of what matters comes to ourselves
    (`echo`), whether there is a `sent_folder`, and how the mailbox was `looked` into last (None:
    not since the start).
    """

    echo: bool = False
    sent_folder: bool = False
    looked: Looked | None = None


def becomes(doubt: UnprovenMail, sources: Sources, now: datetime) -> Becomes:
    """Where something would have proven it, it may go again whatever it is: it hardly arrived.
    Without, only what people wrote does: one receipt less does less harm than two. Nothing goes
    twice, nor when it is old news.
    """
    echoed = sources.echo and doubt.letter in ECHOED
    looked = sources.looked
    if doubt.resent or now - doubt.settled_at > OLD_NEWS:
        return Becomes.HELD
    if (echoed or sources.sent_folder) and not _is_read(doubt, looked):
        return Becomes.WAIT
    stored = looked is not None and looked.sent
    if echoed or stored or doubt.letter in CARRYING:
        return Becomes.AGAIN
    return Becomes.HELD


def _is_read(doubt: UnprovenMail, looked: Looked | None) -> bool:
    return looked is not None and looked.at >= doubt.settled_at + PROOF_AFTER


def echo_to(conn: Transaction, world: World, row: Claimed) -> str:
    """Where the copy of a mail to ourselves goes: to its own envelope sender, by which it is known
    even where a server changes ids; where it has none, to the alias. "" for none.
    """
    if row.letter not in ECHOED or row.request_id is None:
        return ""
    if row.env_from and without_bounce(row.env_from) != row.env_from:
        return row.env_from
    return world.alias(requests.request(conn, row.request_id).mailbox).address


class Doubts:
    """Looked through now and then. `echo_works`: the server took the second recipient last."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self.echo_works = True

    def settle(self, conn: Transaction, now: datetime) -> int:
        """How many go again. Their owners hear of answers among them, the admins of what is held,
        all in this transaction.
        """
        world = self._runtime.world  # once, as everywhere
        found = doubts(conn, now)
        judged = [(one, becomes(one, self._sources(one.mailbox), now)) for one in found]
        again = [one for one, end in judged if end is Becomes.AGAIN]
        for one in again:
            sending.send_again(conn, one.id, now)
            text = "nothing proves that a mail arrived: it goes once more"
            say(conn, log.warning, text, row=one.id)
        _tell_owners(conn, world, again, now)
        held = [one for one, end in judged if end is Becomes.HELD]
        _tell_admins(conn, world, held, now)
        return len(again)

    def _sources(self, mailbox: str) -> Sources:
        """A mail about no request is of no mailbox, and nothing proves it but a Sent folder that
        has it.
        """
        config = self._runtime.config
        box = next((one for one in config.mailboxes if one.name == mailbox), None)
        echo = config.smtp.echo and self.echo_works
        return Sources(echo, bool(box and box.sent_folder), self._runtime.looked.get(mailbox))


def _tell_owners(
    conn: Transaction, world: World, again: Sequence[UnprovenMail], now: datetime
) -> None:
    """Of each answer of theirs: one mail to a person for all of them."""
    lines: dict[str, list[DigestLine]] = {}
    for one in again:
        if one.letter != NoteRequester.name or one.request_id is None:
            continue
        request = requests.request(conn, one.request_id)
        owner = world.policy.people.get(request.owner)
        if owner is not None and not kept_out(world.policy, request, owner):
            lines.setdefault(owner.key, []).append(_line(world, request, one))
    for key, theirs in lines.items():
        letter = InDoubt(theirs[:MAX_LINES], len(theirs[MAX_LINES:]))
        _write(conn, world, letter, now, world.policy.people[key])


def _line(world: World, request: Request, one: UnprovenMail) -> DigestLine:
    people = (request.requester, *request.copied)
    key = address_key(one.recipient)
    to = next((who for who in people if who.key == key), None)
    name = shown(world.policy, to) if to else one.recipient
    return DigestLine(f"{request.reference}: {name}", at=one.created_at)


def _tell_admins(
    conn: Transaction, world: World, held: Sequence[UnprovenMail], now: datetime
) -> None:
    """Once a day, and only of what came since they heard of it; never of this notice itself."""
    counted = [one for one in held if one.letter != Unproven.name]
    if not counted:
        return
    admins = world.any_alias.admins
    last = outbox.last_written(conn, Unproven.name, admins)
    if last is not None:
        newest = max(one.settled_at for one in counted) + PROOF_AFTER
        if newest <= last or now - last < TELL_ADMINS_EVERY:
            return
    oldest = min(one.created_at for one in counted)
    _write(conn, world, Unproven(len(counted), oldest), now)


def _write(
    conn: Transaction,
    world: World,
    letter: InDoubt | Unproven,
    now: datetime,
    person: Person | None = None,
) -> None:
    once = f"{letter.name}.{person.key if person else ''}.{now.timestamp():.6f}"
    tell_admins(conn, world, world.any_alias, Notice(letter, once, now, person))
