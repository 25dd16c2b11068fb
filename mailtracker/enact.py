"""A decision, inside a transaction → rows changed, and every mail that it asks for rendered, composed and in the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailtracker.desk.decision import Carry, CarryAgain, Decision, Open, Write
from mailtracker.desk.facts import Lane, Place, Request
from mailtracker.desk.on_message import on_message
from mailtracker.errors import MailtrackerError
from mailtracker.letters.letters import Letters
from mailtracker.mail.compose import compose
from mailtracker.mail.envelope import Attachment, Envelope, Note, Relay
from mailtracker.mail.ids import message_id, reply_address, reply_token, thread_subject
from mailtracker.mail.keys import keys
from mailtracker.mail.lists import behind_list
from mailtracker.mail.message import Address, Classified, Keys, Kind, Message
from mailtracker.mail.parse import parse
from mailtracker.mail.relay import relay
from mailtracker.policy.policy import Help, Person, Policy
from mailtracker.store import apply, facts, keep, ledger, outbox
from mailtracker.store.outbox import Outgoing
from mailtracker.store.transaction import Transaction

MOST_REFERENCES = 12
"""Ids in References: the first, and the latest of what the reader has seen."""


@dataclass(frozen=True, slots=True)
class World:
    """What does not change while we run: rules, wording, mailboxes by name, and the key that makes ids unguessable."""

    policy: Policy
    letters: Letters
    places: Mapping[str, Place]
    key: bytes

    def place(self, mailbox: str) -> Place:
        """The mailbox of a request; any, where the config no longer has it."""
        return self.places.get(mailbox) or next(iter(self.places.values()))


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a decision was taken: `key` makes its mails unique ("m17", "d3.0.1"); a message comes with its bytes and line."""

    key: str
    now: datetime
    line_id: int | None = None
    message: Message | None = None
    raw: bytes = b""


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
    """Apply, compose and queue, all in the caller's transaction. Doing it twice for one cause queues nothing twice."""
    request = apply.apply(conn, decision, cause.line_id, cause.now)
    if request is None:
        return Enacted(decision, None, ())
    opens = any(isinstance(effect, Open) for effect in decision.effects)
    desk = _Desk(conn, world, world.place(request.mailbox), request, cause, opens)
    for effect in decision.effects:
        match effect:
            case Write():
                desk.write(effect)
            case Carry():
                desk.carry(effect, cause.raw, cause.message, cause.key)
            case CarryAgain():
                desk.carry_again(effect)
            case _:
                pass
    return Enacted(decision, request, desk.queue())


@dataclass(frozen=True, slots=True)
class _Desk:
    """One request's mail in one transaction: written one by one, queued together at the end."""

    conn: Transaction
    world: World
    place: Place
    request: Request
    cause: Cause
    opens: bool
    written: list[tuple[Outgoing, str]] = field(default_factory=list)  # each with its subject

    def queue(self) -> tuple[Queued, ...]:
        """What was written goes into the outbox; what is there already does not, and is not named."""
        subjects = {id(mail): subject for mail, subject in self.written}
        fresh = outbox.queue_all(self.conn, [mail for mail, _ in self.written])
        return tuple(Queued(mail.letter, mail.recipient, subjects[id(mail)]) for mail in fresh)

    def write(self, effect: Write) -> None:
        if self.request.quiet and effect.to.key == self.request.requester.key:
            return
        cause = effect.once and f"r{self.request.id}.{effect.once}"
        shown = self._shows_subject(effect)
        subject = (
            thread_subject(self.request.reference, self.request.subject) if shown else f"[{self.request.reference}]"
        )
        values = {**self._values(effect.to, effect.person, subject), **effect.values}
        values |= {"show_subject": shown, "to_owner": effect.lane is Lane.TEAM and effect.person != self.request.owner}
        letter = self.world.letters.render(effect.letter, self._language(effect.to, effect.person), values)
        draft = self._draft(effect.letter, effect.to, effect.person, effect.lane, cause or self.cause.key)
        envelope = replace(
            self._envelope(draft, effect.to, Address(self.place.name, self.place.address)),
            subject=letter.subject,
            auto=effect.auto,
        )
        env_from = "" if effect.auto == "auto-replied" else self.place.address
        files = [Attachment(f.name, f.content_type, f.data) for f in self._files(effect)]
        self.written.append((replace(draft, raw=compose(letter, envelope, files), env_from=env_from), letter.subject))

    def carry(self, effect: Carry, raw: bytes, message: Message | None, cause: str) -> None:
        if message is None:
            raise MailtrackerError(f"nothing to carry on {self.request.reference}: a bug")
        draft = self._draft("carry", effect.to, effect.person, effect.lane, cause)
        subject = self._subject(message.subject)
        note = self.world.letters.render(
            effect.note,
            self._language(effect.to, effect.person),
            {**self._values(effect.to, effect.person, subject), **effect.values},
        )
        added = Note(self.request.reference, note.text, note.html, "below" if effect.lane is Lane.OWNER else "above")
        author = Address(f"{effect.author.shown} via {self.place.name}", self.place.address)
        envelope = replace(self._envelope(draft, effect.to, author), subject=subject)
        carried = relay(raw, message, envelope, Relay(added, effect.cut))
        self.written.append((replace(draft, raw=carried, letter=effect.note), subject))

    def carry_again(self, effect: CarryAgain) -> None:
        lines = ledger.unanswered(self.conn, self.request)
        if not lines:  # so old that its bytes are gone: at least the word that it is theirs now
            values = {"matched": "", "others": [], "receipt_sent": True, "linked": ""}
            self.write(Write("assigned", effect.to, effect.person, Lane.REQUESTER, "auto-generated", values))
        for line in lines:
            raw = keep.load(self.conn, line.sha256)
            message = behind_list(parse(raw), self.place.setting)
            author = message.sender or self.request.requester
            carry = Carry(effect.to, effect.person, Lane.REQUESTER, author, effect.note, values=effect.values)
            self.carry(carry, raw, message, f"{self.cause.key}.m{line.id}")

    def _draft(self, letter: str, to: Address, person: str, lane: Lane, cause: str) -> Outgoing:
        row_key = f"{cause}/{letter}/{to.key}"
        host = self.place.address.rpartition("@")[2]
        return Outgoing(
            row_key=row_key,
            request_id=self.request.id,
            letter=letter,
            lane=lane,
            recipient=to.mail,
            person=person,
            message_id=message_id(self.world.key, row_key, host),
            token=reply_token(self.world.key, row_key) if self.place.subaddressing else None,
            env_from=self.place.address,
            raw=b"",
            created_at=self.cause.now,
        )

    def _envelope(self, draft: Outgoing, to: Address, sender: Address) -> Envelope:
        seen = self._seen(to)
        references = tuple(seen if len(seen) <= MOST_REFERENCES else [seen[0], *seen[1 - MOST_REFERENCES :]])
        reply_to = reply_address(self.place.address, draft.token) if draft.token else self.place.address
        return Envelope(
            message_id=draft.message_id,
            sender=sender,
            to=to,
            reply_to=Address(self.place.name, reply_to),
            subject="",
            date=self.cause.now,
            in_reply_to=references[-1] if references else "",
            references=references,
            reference=self.request.reference,
            language=self._language(to, draft.person),
        )

    def _seen(self, to: Address) -> list[str]:
        """Message-IDs of this request that somebody knows; of a new one that is the first mail's alone."""
        first = [self.request.first_id] if self.request.first_id else []
        stored = first if self.opens else facts.thread_ids(self.conn, self.request.id, to.key)
        written = [mail.message_id for mail, _ in self.written if mail.recipient.casefold() == to.key]
        return list(dict.fromkeys([*stored, *written]))

    def _subject(self, subject: str) -> str:
        """What opens a request is no reply yet, unless its author says so."""
        whole = thread_subject(self.request.reference, subject)
        fresh = self.opens and whole == f"Re: [{self.request.reference}] {subject.strip()}"
        return whole.removeprefix("Re: ") if fresh else whole

    def _shows_subject(self, effect: Write) -> bool:
        """A stranger's words are never mailed back to an outside address that may be forged (RELIABILITY row 11). Of a
        confidential request nobody reads any but its two sides."""
        if self.request.confidential and effect.lane is Lane.TEAM and effect.person != self.request.owner:
            return False
        return effect.to.domain in self.place.home or effect.person != ""

    def _files(self, effect: Write) -> list[Help]:
        """What the rules have under these names; the desk has written down what they have not."""
        known = self.world.policy.files
        return [known[name] for name in effect.attach if name in known]

    def _gone(self) -> Person:
        """An owner whom the people file no longer knows, for as long as nobody else has it."""
        return Person(self.request.owner, self.request.owner, (self.place.address,))

    def _person(self, to: Address, key: str) -> Person | None:
        return self.world.policy.people.get(key) or self.world.policy.person_by_mail(to.mail)

    def _language(self, to: Address, key: str) -> str:
        """Their own where the people file names it; the requester's else that of the request."""
        person = self._person(to, key)
        wishes = (
            person.language if person else "",
            self.request.language if to.key == self.request.requester.key else "",
        )
        return next((wish for wish in wishes if wish in self.place.languages), self.place.language)

    def _zone(self, to: Address, key: str) -> ZoneInfo:
        """The reader's own zone where we know it, else the mailbox's, else that of the promise."""
        policy = self.world.policy
        person = self._person(to, key)
        if person and person.hours in policy.hours:
            return policy.hours[person.hours].zone
        if self.place.zone:
            return ZoneInfo(self.place.zone)
        return self._promise_zone()

    def _promise_zone(self) -> ZoneInfo:
        """Where the promise's hours are kept; the owner's where it counts every minute."""
        policy = self.world.policy
        promise = policy.promises.get(self.request.promise)
        if promise and not promise.hours.always:
            return promise.hours.zone
        owner = policy.people.get(self.request.owner)
        return policy.hours[owner.hours].zone if owner and owner.hours in policy.hours else ZoneInfo("UTC")

    def _values(self, to: Address, key: str, subject: str) -> dict[str, object]:
        policy = self.world.policy
        person = self._person(to, key)
        name = person.name if person else to.name
        zone = self._zone(to, key)
        return {
            "request": self.request,
            "owner": policy.people.get(self.request.owner) or self._gone(),
            "alias": Address(self.place.name, self.place.address),
            "to_name": name.split()[0] if name.split() else "",
            "now": self.cause.now,
            "zone": zone,
            "language": self._language(to, key),
            "subject": subject,
            "show_subject": True,
            "show_zone": zone.key != self._promise_zone().key,
            "reader": person.key if person else "",
        }


def tell_admins(
    conn: Transaction, world: World, place: Place, letter: str, values: Mapping[str, object], once: str, now: datetime
) -> None:
    """A mail to every admin about something that belongs to no request; an equal `once` is written only once."""
    for admin in place.admins:
        row_key = f"admins/{once}/{admin}"
        zone = ZoneInfo(place.zone or "UTC")
        alias = Address(place.name, place.address)
        common = {"alias": alias, "to_name": "", "now": now, "zone": zone, "language": place.language}
        rendered = world.letters.render(letter, place.language, {**common, **values})
        host = place.address.rpartition("@")[2]
        ident = message_id(world.key, row_key, host)
        envelope = Envelope(ident, alias, Address("", admin), None, rendered.subject, now, auto="auto-generated")
        raw = compose(rendered, envelope)
        outbox.queue(conn, Outgoing(row_key, None, letter, Lane.TEAM, admin, "", ident, None, place.address, raw, now))


def enact_message(
    conn: Transaction,
    world: World,
    place: Place,
    message: Message,
    classified: Classified,
    cause: Cause,
    arrived: datetime | None = None,
    released: bool = False,
) -> Enacted:
    """Facts, decision and effects of the message of `cause`, which came in by `place`. `released`: a human has looked at
    the flood that it was part of, so the flood no longer counts.
    """
    found = _keys_of(world, message, classified.kind)
    known = facts.facts(conn, message, found, cause.now, cause.line_id, arrived, place.name)
    if released:
        known = replace(known, filed_lately={}, filed_today={})
    decision = on_message(message, classified, known, place, world.policy, cause.now)
    return enact(conn, world, decision, cause)


def _keys_of(world: World, message: Message, kind: Kind) -> Keys:
    """What points at a thread, for all our aliases. A bounce points by the id that it returns, not by its own header."""
    any_place = next(iter(world.places.values()))  # each knows the aliases of all
    found = keys(message, any_place.addresses, [place.prefix for place in world.places.values()])
    if kind is not Kind.BOUNCE:
        return found
    return Keys(found.tokens, (*message.original_ids, *found.ids), (), "")


def carried_to(queued: Sequence[Queued]) -> str:
    """For the log: "receipt to a@x, note_owner to b@y"."""
    return ", ".join(f"{mail.letter} to {mail.to}" for mail in queued) or "nothing"
