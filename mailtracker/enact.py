"""A decision, inside a transaction → rows changed, and every mail that it asks for
composed and in the outbox.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailtracker.desk.effects import Decision, Effect, OpenRequest, RelayAgain
from mailtracker.desk.facts import Alias
from mailtracker.desk.on_message import on_message
from mailtracker.desk.request import Request
from mailtracker.mail.message import Classified, Keys, Kind, Message
from mailtracker.mail.thread_keys import keys
from mailtracker.outgoing import Kept, Occasion, compose_all, compose_for_admins, recipients
from mailtracker.store import apply, facts, keep, ledger, outbox
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, World


@dataclass(frozen=True, slots=True)
class Queued:
    """One mail that went into the outbox: what kind, to whom, under which subject."""

    letter: str
    to: str
    subject: str


@dataclass(frozen=True, slots=True)
class Enacted:
    """What a decision came to. `request` is None where it touched none."""

    decision: Decision
    request: Request | None
    queued: tuple[Queued, ...]


def enact(conn: Transaction, world: World, decision: Decision, cause: Cause) -> Enacted:
    """Apply, compose and queue, all in the caller's transaction. Doing it twice for one
    cause queues nothing twice.
    """
    request = apply.apply(conn, decision, cause.line_id, cause.now)
    if request is None:
        return Enacted(decision, None, ())
    composed = compose_all(
        _occasion(conn, world, request, cause, decision.effects), decision.effects
    )
    fresh = {id(mail) for mail in outbox.queue_all(conn, [one.mail for one in composed])}
    queued = (
        Queued(one.mail.letter, one.mail.recipient, one.subject)
        for one in composed
        if id(one.mail) in fresh
    )
    return Enacted(decision, request, tuple(queued))


def _occasion(
    conn: Transaction, world: World, request: Request, cause: Cause, effects: Iterable[Effect]
) -> Occasion:
    """With all that composing needs of the store."""
    if any(isinstance(effect, OpenRequest) for effect in effects):
        return Occasion(world, request, cause, opens=True)
    seen = {to: facts.thread_ids(conn, request.id, to) for to in recipients(effects)}
    again: list[Kept] = []
    if any(isinstance(effect, RelayAgain) for effect in effects):
        again = [
            Kept(line.id, keep.load(conn, line.sha256)) for line in ledger.unanswered(conn, request)
        ]
    return Occasion(world, request, cause, opens=False, seen=seen, unanswered=again)


def tell_admins(
    conn: Transaction,
    world: World,
    alias: Alias,
    letter: str,
    values: Mapping[str, object],
    once: str,
    now: datetime,
) -> None:
    """A mail to every admin about something that belongs to no request; an equal
    `once` is written only once.
    """
    outbox.queue_all(conn, compose_for_admins(world, alias, letter, values, once, now))


def enact_message(
    conn: Transaction,
    world: World,
    alias: Alias,
    message: Message,
    classified: Classified,
    cause: Cause,
    arrived: datetime | None = None,
    released: bool = False,
) -> Enacted:
    """Facts, decision and effects of the message of `cause`, which came in by `alias`. `released`:
    a human has looked at the flood that it was part of, so the flood no longer counts.
    """
    found = _keys_of(world, message, classified.kind)
    known = facts.facts(conn, message, found, cause.now, cause.line_id, arrived, alias.name)
    if released:
        known = replace(known, filed_lately={}, filed_today={})
    decision = on_message(message, classified, known, alias, world.policy, cause.now)
    return enact(conn, world, decision, cause)


def _keys_of(world: World, message: Message, kind: Kind) -> Keys:
    """What points at a thread, for all our aliases. A bounce points by the id that it
    returns, not by its own header.
    """
    any_alias = next(iter(world.aliases.values()))  # each knows the aliases of all
    found = keys(message, any_alias.addresses, [alias.prefix for alias in world.aliases.values()])
    if kind is not Kind.BOUNCE:
        return found
    return Keys(found.tokens, (*message.original_ids, *found.ids), (), "")


def carried_to(queued: Sequence[Queued]) -> str:
    """For the log: "receipt to a@x, note_owner to b@y"."""
    return ", ".join(f"{mail.letter} to {mail.to}" for mail in queued) or "nothing"
