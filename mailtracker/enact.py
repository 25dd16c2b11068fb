"""A decision, inside a transaction → rows changed, and every mail that it asks for
composed and in the outbox.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime
from functools import partial

import structlog

from mailtracker.breaker import let_through
from mailtracker.bursts import spare
from mailtracker.composer import ComposerHere, Composing, Ordered, composing
from mailtracker.composing import Composed
from mailtracker.crossed import with_colleagues
from mailtracker.daily_mail import write_daily
from mailtracker.desk.absence.absence_effects import GiveBack, Tell
from mailtracker.desk.absence.absent import on_back
from mailtracker.desk.alias import Alias
from mailtracker.desk.bounces import refused_by
from mailtracker.desk.budgets import FORGIVEN
from mailtracker.desk.case import MACHINES, Incoming
from mailtracker.desk.daily.due import TellDaily
from mailtracker.desk.effects import (
    Decision,
    Dispose,
    Effect,
    LogEvent,
    LoseList,
    MergeInto,
    OpenPart,
    TakeUp,
    TellAdmins,
)
from mailtracker.desk.facts import Returned
from mailtracker.desk.lost.failed import Failed, LostMail
from mailtracker.desk.lost.less import instead_of_list
from mailtracker.desk.on_message import on_message
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.desk.request import MAX_CHARACTERS, Request
from mailtracker.desk.restored import as_restored
from mailtracker.desk.silent import NOT_WRITTEN, reads_nothing
from mailtracker.desk.ticking import is_expected
from mailtracker.desk.words.merging import on_merged
from mailtracker.desk.words.own_part import on_opened_part, on_part, on_taken
from mailtracker.errors import MailtrackerError
from mailtracker.lost import lost_mail
from mailtracker.mail.address_key import address_key
from mailtracker.mail.message import Classified, Keys, Kind, Message
from mailtracker.mail.origin.refusals import Refused
from mailtracker.mail.outgoing.ids import is_our_id, is_our_token
from mailtracker.mail.outgoing.probe import is_probe
from mailtracker.mail.thread_keys import keys as thread_keys
from mailtracker.notices import Notice, compose_notice
from mailtracker.occasion import occasion_of
from mailtracker.outgoing import Occasion, Unwritten, plan_all
from mailtracker.record import dataclass
from mailtracker.store import apply, awaited, buttons, facts, keep, ledger, merged, outbox, requests
from mailtracker.store.askers import with_asks
from mailtracker.store.facts import Lookup
from mailtracker.store.guarded import locks_of
from mailtracker.store.locks import is_fine, need
from mailtracker.store.lost import owed
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.saying import say
from mailtracker.store.scene import scene
from mailtracker.store.tongues import speaking, with_tongues
from mailtracker.store.transaction import Transaction
from mailtracker.world import Cause, Received, World

log = structlog.get_logger("mailtracker")


@dataclass(frozen=True, slots=True)
class Queued:
    """One mail that went into the outbox: what kind (the stored name of its `letter` or note), `to`
    which address, under which `subject`.
    """

    letter: str
    to: str
    subject: str


@dataclass(frozen=True, slots=True)
class Enacted:
    """What a `decision` came to: the `request` as it left it (None where it touched none). `cause`
    is the key of why it was taken ("m17"). `mails`: see `queued`.
    """

    decision: Decision
    request: Request | None
    cause: str
    mails: list[Queued] = field(default_factory=list)

    @property
    def queued(self) -> tuple[Queued, ...]:
        """The mails that it newly queued: known when they are composed, at the latest at the end of
        the transaction.
        """
        return tuple(self.mails)


@dataclass(frozen=True, slots=True)
class Again:
    """Why a mail is decided on that was kept before. `confirmed`: its author (`by`, a person key)
    says that it is theirs. `released`: a human looked at the flood that it
    was part of, which no longer counts. `as_written`: no line of it is a word for us.
    """

    confirmed: bool = False
    released: bool = False
    by: str = ""
    as_written: bool = False


FIRST = Again()
"""A mail that is decided on for the first time."""


def enact(
    conn: Transaction, world: World, decision: Decision, cause: Cause, of_unwritten: bool = False
) -> Enacted:
    """Apply, compose and queue, all in the caller's transaction. Doing it twice for one
    cause queues nothing twice. `of_unwritten`: it is about a mail that could not be written.
    """
    if is_fine(conn):
        need(conn, locks_of(decision, world.policy))
    request = apply.apply(
        conn, decision, cause.received.line_id if cause.received else None, cause.now
    )
    enacted = Enacted(decision, request, cause.key)
    _follow_absence(conn, world, enacted, cause)
    _follow_loss(conn, world, enacted, cause)
    _follow_merge(conn, world, enacted, cause)
    _follow_part(conn, world, enacted, cause)
    for effect in decision.effects:
        if isinstance(effect, TellDaily):
            told = write_daily(conn, world, effect, cause.now)
            enacted.mails.extend(Queued(one.letter, one.recipient, "") for one in told)
    if request is None:
        return enacted
    read = _to_readers(conn, world, request, decision.effects, cause.now)
    wanted = spare(conn, request, read, cause.now, cause.burst)
    effects = let_through(conn, world, request, wanted, cause.now)
    occasion = occasion_of(conn, world, request, cause, effects)
    planned, failed = plan_all(occasion, effects)
    with composing(conn, ComposerHere()) as writing:
        ordered = writing.begin(world, [one.order for one in planned], cause.received)
        mails = [one.mail for one in planned]
        fresh = {id(mail) for mail in outbox.queue_all(conn, mails, occasion.queued, ordered)}
        pairs = zip(mails, ordered, strict=True)
        new = [(mail, one) for mail, one in pairs if id(mail) in fresh]
        follow = _Follow(conn, occasion, enacted, writing, of_unwritten)
        writing.then(lambda: follow.all(new, failed))
        for effect in decision.effects:
            if isinstance(effect, TakeUp):
                follow.take_up(effect)
    return enacted


def _follow_absence(conn: Transaction, world: World, enacted: Enacted, cause: Cause) -> None:
    """Letters about somebody's absence, and what somebody gets back."""
    for effect in enacted.decision.effects:
        if isinstance(effect, Tell):
            tell(conn, world, effect, cause.now)
        if isinstance(effect, GiveBack):
            lent = requests.request(conn, effect.request_id)
            person = world.policy.people[effect.person]
            given = on_back(lent, person, scene(conn, world.policy, cause.now))
            beside = Cause(f"{cause.key}.back{lent.id}", cause.now)
            _also(conn, world, enacted, given, beside)


def _also(
    conn: Transaction, world: World, enacted: Enacted, decision: Decision, beside: Cause
) -> Enacted:
    """A decision about another request, which the first one brings about."""
    with composing(conn, ComposerHere()) as writing:
        other = enact(conn, world, decision, beside)
        writing.then(partial(_join, enacted, other))
    return other


def _follow_merge(conn: Transaction, world: World, enacted: Enacted, cause: Cause) -> None:
    """What becomes of the request that takes the other one in."""
    for effect in enacted.decision.effects:
        if isinstance(effect, MergeInto):
            merged.lead_all(conn, effect.was.id, effect.into)
            other = requests.request(conn, effect.into)
            taken = on_merged(other, effect, scene(conn, world.policy, cause.now))
            _also(conn, world, enacted, taken, Cause(f"{cause.key}.into{other.id}", cause.now))


def _follow_part(conn: Transaction, world: World, enacted: Enacted, cause: Cause) -> None:
    """The request that somebody takes out of this one is opened, and then, with its reference, told
    of; the mail that is decided on is their first answer there.
    """
    for effect in enacted.decision.effects:
        if not isinstance(effect, OpenPart) or enacted.request is None:
            continue
        whole, beside = enacted.request, Cause(f"{cause.key}.part", cause.now, cause.received)
        begun = on_opened_part(whole, effect, world.policy)
        part = _also(conn, world, enacted, begun, beside).request
        if part is not None:
            at = scene(conn, world.policy, cause.now)
            _also(conn, world, enacted, on_part(whole, part, effect, at), beside)
            _also(conn, world, enacted, on_taken(whole, part, effect, at), beside)


def _follow_loss(conn: Transaction, world: World, enacted: Enacted, cause: Cause) -> None:
    """The admins hear where our mail does not arrive; what is owed there goes on to others."""
    for effect in enacted.decision.effects:
        if isinstance(effect, TellAdmins):
            about = enacted.request
            alias = world.alias(about.mailbox) if about else world.any_alias
            tell_admins(conn, world, alias, Notice(effect.letter, effect.once, cause.now))
        if isinstance(effect, LoseList):
            for other in lose_list(conn, world, effect, cause):
                _join(enacted, other)


def lose_list(conn: Transaction, world: World, lost: LoseList, cause: Cause) -> list[Enacted]:
    """A letter to one of our people about no request, or several, did not arrive: what they owe is
    decided on as if a mail about it had not. Where it is the letter that is refused, and no person,
    they get one with less in it.
    """
    now = cause.now
    owes, person = owed(conn, lost.outbox_id, lost.person), world.policy.people.get(lost.person)
    if person is None:
        return []
    if lost.is_of_the_letter:
        letter = instead_of_list(lost, owes, person, world.policy)
        if letter is not None:
            notice = Notice(letter, f"less.{lost.outbox_id}", now, person)
            tell_admins(conn, world, world.alias(owes[0].mailbox), notice)
        return []
    found = []
    for request in owes:
        admins = world.alias(request.mailbox).admins
        decision = on_undelivered(lost.of(request, admins), scene(conn, world.policy, now))
        found.append(enact(conn, world, decision, Cause(f"{cause.key}.p{request.id}", now)))
    return found


def _join(enacted: Enacted, other: Enacted) -> None:
    enacted.mails.extend(other.mails)


def tell(conn: Transaction, world: World, effect: Tell, now: datetime) -> None:
    """A letter to one person, who may answer it with a word, or the answer to a mail of theirs."""
    alias = world.alias(effect.mailbox)
    notice = Notice(
        effect.letter,
        effect.once,
        now,
        effect.person,
        answered=not effect.answers,
        in_reply_to=effect.answers,
    )
    tell_admins(conn, world, alias, notice)


def _to_readers(
    conn: Transaction, world: World, request: Request, effects: Sequence[Effect], now: datetime
) -> Sequence[Effect]:
    """Nothing is written to silent senders, whatever door wants it; the history says so."""
    alias = world.alias(request.mailbox)
    if not alias.silent:
        return effects
    left = [one for one in effects if not reads_nothing(one, alias, world.policy)]
    if len(left) < len(effects):
        apply.note(conn, request.id, [NOT_WRITTEN], now)
    return left


@dataclass(frozen=True, slots=True)
class _Follow:
    """What follows from what the mails of one decision (`enacted`, at this `occasion`) came to, in
    the same transaction (`conn`). `writing`: when to do it. `of_unwritten` as in `enact`.
    """

    conn: Transaction
    occasion: Occasion
    enacted: Enacted
    writing: Composing
    of_unwritten: bool

    def all(self, mails: Sequence[tuple[Outgoing, Ordered]], failed: Sequence[Unwritten]) -> None:
        """`failed` could not even be planned."""
        lost, left = [*failed], []
        for mail, ordered in mails:
            result = ordered.result
            if isinstance(result, Composed):
                self.enacted.mails.append(Queued(mail.letter, mail.recipient, result.subject))
                left.append(result.left)
            else:
                lost.append(Unwritten(mail.letter, address_key(mail.recipient), result))
        world, now = self.occasion.world, self.occasion.cause.now
        buttons.void(self.conn, [keys for keys in left if keys], world.actions_in, now)
        for number, unwritten in enumerate(lost):
            self._tell_of(unwritten, number)

    def _tell_of(self, unwritten: Unwritten, number: int) -> None:
        world, cause = self.occasion.world, self.occasion.cause
        lost = _unwritten(self.conn, world, self.occasion.request, unwritten, cause.now)
        if self.of_unwritten:
            only = [effect for effect in lost.effects if isinstance(effect, LogEvent)]
            lost = Decision(lost.reason, tuple(only), self.occasion.request.id)
        beside = Cause(f"{cause.key}.x{number}", cause.now)
        self._joins(enact(self.conn, world, lost, beside, of_unwritten=True))

    def take_up(self, effect: TakeUp) -> None:
        """Once: whoever confirms a mail again would settle a later promise with it."""
        conn, line_id = self.conn, effect.line_id
        if outbox.has_mail_of(conn, outbox.confirmed(line_id)):
            return
        now = self.occasion.cause.now
        again = Again(confirmed=True, by=effect.by, as_written=effect.as_written)
        self._joins(take_up(conn, self.occasion.world, line_id, now, again))

    def _joins(self, other: Enacted) -> None:
        self.writing.then(partial(_join, self.enacted, other))


def _unwritten(
    conn: Transaction, world: World, request: Request, mail: Unwritten, now: datetime
) -> Decision:
    """A mail that cannot be composed did not arrive: recorded, and its owner told, as if a server
    had refused it. What then cannot be written either is only recorded.
    """
    text = "a mail could not be written"
    say(conn, log.error, text, letter=mail.letter, exc_info=mail.error)
    said = f"it cannot be written: {type(mail.error).__name__}: {mail.error}"[:MAX_CHARACTERS]
    admins = world.alias(request.mailbox).admins
    unwritten = Refused.UNWRITTEN
    failed = Failed(request, mail.letter, mail.recipient, said, refused=unwritten, admins=admins)
    return on_undelivered(failed, scene(conn, world.policy, now))


def take_up(conn: Transaction, world: World, line_id: int, now: datetime, again: Again) -> Enacted:
    """A mail that was kept is decided on again."""
    line = ledger.line(conn, line_id)
    if line is None:
        raise MailtrackerError(f"the ledger has no line {line_id}")
    raw, alias = keep.load(conn, line.sha256), world.alias(line.mailbox)
    from mailtracker.mail.understand import understand  # all other mail was read elsewhere

    message, classified = understand(raw, alias.site)
    received = Received(line.id, message, classified, raw, sha256=line.sha256)
    key = outbox.confirmed(line.id) if again.confirmed else f"m{line.id}.released"
    cause = Cause(key, now, received)
    return enact_message(conn, world, alias, cause, again)


def tell_admins(conn: Transaction, world: World, alias: Alias, notice: Notice) -> None:
    """A mail to every admin; the same notice is written only once."""
    outbox.queue_all(conn, compose_notice(world, alias, notice, speaking(conn, world.policy)))


def enact_message(
    conn: Transaction, world: World, alias: Alias, cause: Cause, again: Again = FIRST
) -> Enacted:
    """Facts, decision and effects of the message that is the cause, which came in by `alias`."""
    received = cause.received
    if received is None:
        raise MailtrackerError(f"{cause.key} is no message: a bug")
    message, classified = received.message, received.classified
    keys = _keys_of(world, message, classified.kind)
    asked = Lookup(
        message=message,
        keys=keys,
        now=cause.now,
        line_id=received.line_id,
        arrived=received.arrived,
        mailbox=alias.name,
        own_id=world.own_id(message),
        by_machine=classified.kind in MACHINES,
        actions=world.actions_in(keys.tokens),
        guessed=world.guessed_in(keys.tokens),
    )
    known = facts.facts(conn, asked)
    if classified.kind is Kind.BOUNCE and known.returned is not None:
        known = replace(known, lost_mail=_lost(conn, alias, known.returned, message))
    known = with_colleagues(conn, world.policy, message, known)
    if _is_ours(world, asked):
        known = replace(known, own=True)
    if again != FIRST:
        known = replace(known, spent=known.spent.without(FORGIVEN), confirmed=again.confirmed)
        known = replace(known, confirmed_by=again.by, as_written=again.as_written)
    if cause.restored and _answers_ours(world, asked, classified):
        known = replace(known, confirmed=True)
    incoming = Incoming(message, classified, known, world.leading(alias, message), alias.name)
    if is_expected(incoming, world.policy, cause.now):
        mail = awaited.CameIn(received.line_id, message.date)
        known = awaited.with_expected(conn, known, mail, cause.now)
        incoming = replace(incoming, facts=known)
    incoming = with_asks(conn, incoming, world.policy, cause.now)
    incoming = with_tongues(conn, incoming, world.policy)
    decision = on_message(incoming, scene(conn, world.policy, cause.now))
    if cause.restored:
        arrived = received.arrived or cause.now
        decision = as_restored(decision, arrived, cause.now, cause.answered)
    return enact(conn, world, decision, cause)


def _lost(conn: Transaction, alias: Alias, mail: Returned, message: Message) -> LostMail:
    """The mail of ours that a report brings back; what it holds where that may be refused."""
    about = map(refused_by, message.failures)
    refused = next((one for one in about if one.is_of_the_mail), Refused.UNKNOWN)
    return lost_mail(conn, alias, mail.outbox_id, refused)


def _is_ours(world: World, asked: Lookup) -> bool:
    """By its mark: also a mail that a restored database forgot, and a probe that `doctor` sent,
    whatever a server made of its ids and its From.
    """
    return is_our_id(world.key, asked.known_by) or is_probe(world.key, asked.message)


def _answers_ours(world: World, asked: Lookup, classified: Classified) -> bool:
    """Whether somebody of ours answers a mail of ours of which no row is left: its mark says so,
    and our border does not deny who writes. That settles a promise; nothing is carried by it.
    """
    sender = asked.message.sender
    if sender is None or world.policy.person_by_address(sender.email) is None:
        return False
    ours = any(is_our_token(world.key, token) for token in asked.keys.tokens)
    ours = ours or any(is_our_id(world.key, ident) for ident in asked.keys.ids)
    return ours and classified.verified is not False


def _keys_of(world: World, message: Message, kind: Kind) -> Keys:
    """What points at a thread, for all our aliases. A bounce points by the id that it
    returns, not by its own header.
    """
    prefixes = [alias.prefix for alias in world.aliases.values()]
    found = thread_keys(message, world.any_alias.addresses, prefixes)
    if kind is Kind.AUTO_REPLY:  # a read receipt may name its mail in its report alone (RFC 8098)
        return replace(found, ids=(*found.ids, *message.original_ids))
    if kind is not Kind.BOUNCE:
        return found
    ids = (*message.original_ids, *found.ids)
    return replace(found, ids=ids, tags=(), conversation="", entry="")


def became(decision: Decision) -> str:
    """For the log: what became of a message, in the ledger's word; "" where none was decided on."""
    disposed = (effect for effect in decision.effects if isinstance(effect, Dispose))
    return next((str(effect.disposition) for effect in disposed), "")


def written(queued: Sequence[Queued]) -> str:
    """For the log, which knows nobody's address: "receipt, note_owner"."""
    return ", ".join(mail.letter for mail in queued) or "nothing"
