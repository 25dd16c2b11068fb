"""A decision's letters and relays → rows for the outbox, and the orders by which their mails are
composed (`composing.py`). Needs no connection: what the store knows is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cached_property
from typing import Literal
from zoneinfo import ZoneInfo

from mailtracker.composing import Composed, LetterOrder, MailOrder, RelayOrder
from mailtracker.desk.alias import Alias
from mailtracker.desk.appointments import notes_of
from mailtracker.desk.authors import SAID_FIRST, Origin, as_others_read, shown
from mailtracker.desk.confiding.confiding_letters import Asks
from mailtracker.desk.effects import Effect, Relay, RelayAgain, SendLetter, SetOwner
from mailtracker.desk.lost.lost_letters import FilesStay, NotTaken
from mailtracker.desk.notes import Note, NoteOrigin, NoteRestored
from mailtracker.desk.ratings.offering import ratings_of, words_on
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.transcript import Has, Transcript
from mailtracker.desk.truth import NOTHING_SO_FAR, SoFar, truthful, without_asked
from mailtracker.desk.veil import reads_it, veiled, without_words
from mailtracker.desk.words.buttons import AnyMail
from mailtracker.errors import MailtrackerError
from mailtracker.letters.addressee import Addressee
from mailtracker.letters.given import AboutRequest
from mailtracker.letters.reasons import with_reason
from mailtracker.letters.spoken import in_from, somebody
from mailtracker.mail.address_key import address_key
from mailtracker.mail.carry import letter_without_keys
from mailtracker.mail.message import Address, Message
from mailtracker.mail.outgoing.buttons import Buttons, answered_by, led, row
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import Attachment, Envelope, Rendered
from mailtracker.mail.outgoing.ids import MailIds, reply_address, thread_subject
from mailtracker.mail.outgoing.quoted_keys import key_forms
from mailtracker.policy.identity import first_like, same
from mailtracker.policy.model import Person
from mailtracker.record import dataclass
from mailtracker.store.outgoing import Outgoing
from mailtracker.transcript import TranscriptWriter
from mailtracker.world import Cause, Does, World

RELAYED = "carry"
"""Stands for the letter in the row key of a relayed message, one whatever note it bears."""

MAX_CARRIED = 64 * 1024 * 1024
"""Bytes that one decision carries to all together. Beyond, the text goes and the files stay: a
mail of 20 MB to fifty people would be a gigabyte in the database.
"""

MAX_REFERENCES = 12
"""Ids in References: the first, and the latest of what the reader has seen."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why mail goes out about a request. `request` is as the decision left it."""

    #: Rules, letters and aliases.
    world: World
    request: Request
    #: Why it is decided, and when.
    cause: Cause
    #: Whether the decision opened the request: nobody has seen any of it yet but the one who asked.
    opens: bool
    #: Message-IDs of the request that each recipient (address key) has seen, oldest first.
    seen: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: What a `RelayAgain` carries.
    transcript: Transcript = field(default_factory=Transcript)
    #: Ids of mails that are queued already, by their row key: who makes one of them again, makes it
    #: with these, so that mails which cite it cite what went out.
    queued: Mapping[str, MailIds] = field(default_factory=dict)
    #: Whether its requester surely wrote one of its mails, or no border could say so.
    believed: bool = True
    #: What became of the running promise, for letters that speak of it.
    so_far: SoFar = NOTHING_SO_FAR
    #: The language of what people in copy and of ours asked last, by their address key.
    tongues: Mapping[str, str] = field(default_factory=dict)

    @property
    def alias(self) -> Alias:
        return self.world.alias(self.request.mailbox)


@dataclass(frozen=True, slots=True)
class Planned:
    """One `mail` without its bytes, and the `order` by which they are made, or what is made."""

    mail: Outgoing
    order: MailOrder | Composed


def recipients(effects: Iterable[Effect]) -> list[str]:
    """The address keys of all who get a mail by these effects, each once."""
    return list(
        dict.fromkeys(e.to.key for e in effects if isinstance(e, SendLetter | Relay | RelayAgain))
    )


def row_keys(request: Request, cause: Cause, effects: Iterable[Effect]) -> list[str]:
    """Of all mails that composing these effects may make."""
    return [
        _row_key(request, cause, effect)
        for effect in effects
        if isinstance(effect, SendLetter | Relay | RelayAgain)
    ]


def _row_key(request: Request, cause: Cause, effect: SendLetter | Relay | RelayAgain) -> str:
    """The request stands for the cause of a letter that is written once a request."""
    what = RELAYED if isinstance(effect, Relay) else _name_of(effect)
    once = isinstance(effect, SendLetter) and effect.once
    return f"{f'r{request.id}.{once}' if once else cause.key}/{what}/{effect.to.key}"


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A mail that could not be composed: which kind (`letter`), to which address key (`recipient`),
    and why (`error`).
    """

    letter: str
    recipient: str
    error: Exception


def plan_all(
    occasion: Occasion, effects: Iterable[Effect]
) -> tuple[list[Planned], list[Unwritten]]:
    """Every mail that the effects ask for, in their order; and those that cannot be written, which
    hold up no other. Ids are new ones, but for what is queued already.
    """
    wanted = list(effects)
    planner = _Planner(occasion, _has_all_by_letter(wanted))
    failed: list[Unwritten] = []
    for effect in wanted:
        if not isinstance(effect, SendLetter | Relay | RelayAgain):
            continue
        try:
            planner.add(effect)
        except Exception as error:  # one bad recipient or template is the failure of one mail
            failed.append(Unwritten(_name_of(effect), effect.to.key, error))
    return planner.done, failed


def _has_all_by_letter(effects: Sequence[Effect]) -> bool:
    """Somebody takes it over, and a letter about several requests has all that was written."""
    hands = any(isinstance(effect, SetOwner) for effect in effects)
    return hands and not any(isinstance(effect, RelayAgain) for effect in effects)


def _name_of(effect: SendLetter | Relay | RelayAgain) -> str:
    return effect.letter.name if isinstance(effect, SendLetter) else effect.note.name


class _Planner:
    """One request's mail at one occasion. What is planned later knows what was planned before."""

    def __init__(self, occasion: Occasion, has_all: bool) -> None:
        self._occasion = occasion
        self._world, self._request = occasion.world, occasion.request
        self._alias = occasion.alias
        self.done: list[Planned] = []
        self._carried = 0  # bytes
        # Who takes it over, of what was written.
        self._has: Has = "all" if has_all else "nothing"

    def add(self, effect: SendLetter | Relay | RelayAgain) -> None:
        match effect:
            case SendLetter():
                self.write(effect)
            case Relay():
                self.relay(effect)
            case RelayAgain():
                self.relay_again(effect)

    def write(self, effect: SendLetter) -> None:
        request, alias = self._request, self._alias
        if effect.auto and request.quiet and self._asked(effect.to):
            return
        reader = self._reader(effect.to, effect.person)
        shown = self._shows_subject(effect)
        tagged = f"[{request.reference}]"
        subject = thread_subject(request.reference, request.subject) if shown else tagged
        inside = self._stays_inside(effect)
        common = self._common(reader, subject, show_subject=shown, to_owner=inside)
        common = replace(common, asks_rating=self._asks(effect))
        draft = self._draft(effect)
        envelope = self._envelope(draft, reader, alias.as_address, auto=effect.auto)
        occasion = self._occasion
        now, so_far = occasion.cause.now, occasion.so_far
        letter = truthful(effect.letter, request, now, so_far, self._has)
        letter = letter if shown else without_asked(letter)
        if not self._reads_it(effect.to):
            letter = without_words(letter, somebody(reader.language))
        buttons = self._buttons(effect, draft, reader, subject)
        # But what the requester's side wrote itself, an answer may quote to it.
        marked = not (isinstance(letter, FilesStay) or self._is_party(effect.to))
        files = self._files(effect)
        order = LetterOrder(letter, common, envelope, files, buttons, marked)
        self.done.append(Planned(draft, order))

    def _asked(self, who: Address) -> bool:
        """Whether that is the requester."""
        return same(self._world.policy, who, self._request.requester)

    def relay(self, effect: Relay) -> None:
        """The message that was decided on."""
        received = self._occasion.cause.received
        if received is None:
            raise MailtrackerError(f"nothing to carry on {self._request.reference}: a bug")
        whole = self._has_room(len(received.raw))
        reader = self._reader(effect.to, effect.person)
        without = key_forms(self._world.addresses).without
        subject = self._subject(without(self._request.told_as(received.message.subject)))
        said = in_from(effect.author, reader.language)
        sender = Address(without(f"{said} via {self._alias.name}"), self._alias.address)
        draft = self._draft(effect)
        place: Literal["above", "below"] = "below" if effect.lane is Lane.OWNER else "above"
        order = RelayOrder(
            envelope=self._envelope(draft, reader, sender, subject),
            notes=self._notes(effect, received.message),
            common=replace(self._common(reader, subject), asks_rating=self._asks(effect)),
            reference=self._request.reference,
            place=place,
            cut=effect.cut,
            by_our_people=self._is_our_answer(effect),
            writer="" if whole else effect.author.shown,
            buttons=self._buttons(effect, draft, reader, subject),
        )
        self.done.append(Planned(draft, order))

    def _has_room(self, size: int) -> bool:
        """For so many bytes more; for the first mail in any case."""
        self._carried += size
        return self._carried <= MAX_CARRIED or self._carried == size

    def relay_again(self, effect: RelayAgain) -> None:
        """All that was written, for somebody who takes over, as one mail. It is composed here: what
        is told later must know what of it went along.
        """
        reader = self._reader(effect.to, effect.person)
        subject = self._subject(self._request.subject)
        common = self._common(reader, subject)
        above = (NoteRestored(),) if self._occasion.cause.restored else ()
        draft = self._draft(effect)
        buttons = self._buttons(effect, draft, reader, subject)
        writer = TranscriptWriter(self._world, self._alias, common, above, row(buttons))
        room = MAX_CARRIED - self._carried
        written = writer.write(self._occasion.transcript, effect.note, room)
        page = self._world.letters.page(subject, written.page, common)
        envelope = self._envelope(draft, reader, self._alias.as_address)
        letter = Rendered(subject, f"{written.text}\n", page)
        clean = letter_without_keys(letter, self._world.addresses)
        raw = compose(replace(clean, html=led(clean.html, buttons)), envelope, written.files)
        self.done.append(Planned(draft, Composed(raw, subject, written.left)))
        self._carried += written.size
        self._has = written.has

    def _buttons(self, for_: AnyMail, draft: Outgoing, to: Addressee, subject: str) -> Buttons:
        """None where the alias can have none (`World.button`): the typed words do the same."""
        if isinstance(for_, SendLetter) and isinstance(for_.letter, Asks) and draft.token:
            answer = reply_address(self._alias.address, draft.token)
            return answered_by(answer, f"[{self._request.reference}]", for_.letter.choices)
        words = words_on(for_, self._request, self._world.policy, self._alias)
        does = (Does(one, to.language, subject) for one in words)
        return self._world.buttons(self._alias, draft.token, does)

    def _asks(self, mail: AnyMail) -> bool:
        return bool(ratings_of(mail, self._request, self._world.policy, self._alias))

    def _is_our_answer(self, effect: Relay) -> bool:
        """What one of our people writes to the requester's side, without being of it."""
        if effect.lane is not Lane.OWNER or effect.author.origin is not Origin.KNOWN:
            return False
        return first_like(self._world.policy, effect.author.email, self._request.parties) is None

    def _notes(self, effect: Relay, message: Message) -> list[Note]:
        """What comes from outside, or is not from whom it says, is told in the first line."""
        wrote = effect.author
        origin = SAID_FIRST.get(wrote.origin)
        above: list[Note] = [NoteRestored()] if self._occasion.cause.restored else []
        if origin is not None:
            above.append(NoteOrigin(wrote.name or wrote.email, wrote.email, origin))
        return [*above, *notes_of(message), effect.note]

    def _draft(self, effect: SendLetter | Relay | RelayAgain) -> Outgoing:
        """A row without its bytes. A cause that is handled twice makes the same key, which is
        queued once.
        """
        row_key = _row_key(self._request, self._occasion.cause, effect)
        alias, null = self._alias, self._has_null_sender(effect)
        ids = self._occasion.queued.get(row_key) or self._world.new_ids(alias.host, not null)
        received = self._occasion.cause.received
        lane = Lane.REQUESTER if isinstance(effect, RelayAgain) else effect.lane
        asks = not isinstance(effect, RelayAgain) and effect.about_mail
        about_line = received.line_id if received and asks else None
        env_from, bounce = ("", None) if null else alias.return_path(ids)
        return Outgoing(
            row_key=row_key,
            request_id=self._request.id,
            letter=_name_of(effect),
            lane=lane,
            recipient=effect.to.email,
            person=effect.person,
            message_id=ids.message_id,
            token=ids.token if alias.subaddressing else None,
            env_from=env_from,
            raw=b"",
            created_at=self._occasion.cause.now,
            about_line=about_line,
            bounce=bounce,
        )

    def _has_null_sender(self, effect: SendLetter | Relay | RelayAgain) -> bool:
        """Whether no server shall tell us that it did not arrive."""
        is_reply = isinstance(effect, SendLetter) and effect.auto == "auto-replied"
        return is_reply and self._alias.null_receipts

    def _envelope(
        self,
        draft: Outgoing,
        reader: Addressee,
        sender: Address,
        subject: str = "",
        auto: Literal["", "auto-replied", "auto-generated"] = "",
    ) -> Envelope:
        references = self._references(reader.address)
        own = self._alias.address
        reply_to = reply_address(own, draft.token) if draft.token else own
        return Envelope(
            message_id=draft.message_id,
            sender=sender,
            to=reader.address,
            reply_to=Address(self._alias.name, reply_to),
            subject=subject,
            date=self._occasion.cause.now,
            in_reply_to=references[-1] if references else "",
            references=references,
            auto=auto,
            reference=self._request.reference,
            language=reader.language,
        )

    def _references(self, to: Address) -> tuple[str, ...]:
        """Ids that somebody knows; of a new request that is the first mail's alone."""
        first = [self._request.first_id] if self._request.first_id else []
        stored = first if self._occasion.opens else self._occasion.seen.get(to.key, ())
        written = [
            one.mail.message_id for one in self.done if address_key(one.mail.recipient) == to.key
        ]
        known = list(dict.fromkeys([*stored, *written]))
        return tuple(
            known if len(known) <= MAX_REFERENCES else [known[0], *known[1 - MAX_REFERENCES :]]
        )

    def _subject(self, subject: str) -> str:
        """What opens a request is no reply yet. Who says nothing means the request's subject."""
        reference = self._request.reference
        whole = thread_subject(reference, subject)
        if whole == f"Re: [{reference}]":
            whole = thread_subject(reference, self._request.subject)
        fresh = self._occasion.opens and whole == f"Re: [{reference}] {subject.strip()}"
        return whole.removeprefix("Re: ") if fresh else whole

    def _shows_subject(self, effect: SendLetter) -> bool:
        """A stranger's words are never mailed back to an outside address that may be forged
        (docs/reliability.md, S1), nor to a requester of ours whom our border could prove and does
        not (T9). Of a confidential request nobody reads any but its two sides.
        """
        if isinstance(effect.letter, NotTaken) and not effect.letter.told:
            return False  # it may be the subject that is refused
        if self._asked(effect.to) and not self._occasion.believed:
            return False
        if not self._reads_it(effect.to):
            return False
        return effect.to.domain in self._alias.home or effect.person != ""

    def _reads_it(self, who: Address) -> bool:
        return reads_it(self._world.policy, self._request, who)

    def _stays_inside(self, effect: SendLetter) -> bool:
        """A reply to it reaches the owner alone."""
        return effect.lane is Lane.TEAM and effect.person != self._request.owner

    def _files(self, effect: SendLetter) -> list[Attachment]:
        """What the rules have under these names; the desk has written down what they have not."""
        files = self._world.policy.files
        found = [files[name] for name in effect.attach if name in files]
        return [Attachment(one.name, one.content_type, one.data) for one in found]

    def _reader(self, to: Address, key: str) -> Addressee:
        policy = self._world.policy
        person = policy.people.get(key) or policy.person_by_address(to.email)
        own = self._own_zone(person)
        zone = own or self._guessed_zone
        return Addressee(to, person, self._language(to, person), zone, own is not None)

    def _language(self, to: Address, person: Person | None) -> str:
        """Their own where the people file names it; the requester's else that of the request, that
        of anybody else what they asked last.
        """
        own = person.language if person else ""
        theirs = self._occasion.tongues.get(to.key, "")
        return self._alias.speaks(own, self._request.language if self._asked(to) else theirs)

    def _own_zone(self, person: Person | None) -> ZoneInfo | None:
        hours = self._world.policy.hours.get(person.hours) if person else None
        return hours.zone if hours else None

    @cached_property
    def _guessed_zone(self) -> ZoneInfo:
        """Of a reader whose zone we do not know: the mailbox's, else that of the promise."""
        return ZoneInfo(self._alias.zone) if self._alias.zone else self._promise_zone

    @cached_property
    def _promise_zone(self) -> ZoneInfo:
        """Where the promise's hours are kept; the owner's where it counts every minute."""
        policy = self._world.policy
        promise = policy.promises.get(self._request.given.promise)
        if promise and not promise.hours.always:
            return promise.hours.zone
        owner = policy.people.get(self._request.owner)
        hours = policy.hours.get(owner.hours) if owner else None
        return hours.zone if hours else ZoneInfo("UTC")

    @cached_property
    def _owner(self) -> Person:
        """Or what is left of an owner whom the people file no longer knows."""
        key = self._request.owner
        return self._world.policy.people.get(key) or Person(key, key, (self._alias.address,))

    def _common(
        self, reader: Addressee, subject: str, show_subject: bool = True, to_owner: bool = False
    ) -> AboutRequest:
        copied = self._copied if self._reads_it(reader.address) else ()
        return AboutRequest(
            alias=self._alias.as_address,
            to_name=reader.first_name,
            now=self._occasion.cause.now,
            zone=reader.zone,
            language=reader.language,
            show_zone=reader.is_told_zone(self._promise_zone),
            request=with_reason(self._told(reader), self._world.policy, reader.language),
            owner=self._owner,
            subject=subject,
            show_subject=show_subject,
            reader=reader.person.key if reader.person else "",
            to_owner=to_owner,
            copied=copied,
        )

    def _told(self, reader: Addressee) -> Request:
        """As a reader knows it: the requester's side was told a time of its own, where a rung has
        raised the promise since. Of a confidential one nobody but its two sides reads a word.
        """
        request = self._called
        if not self._reads_it(reader.address):
            return veiled(request, somebody(reader.language))
        if request.told_at is None or not self._is_party(reader.address):
            return request
        return replace(request, promised_at=request.told_by)

    def _is_party(self, who: Address) -> bool:
        return bool(first_like(self._world.policy, who.email, self._request.parties))

    @cached_property
    def _copied(self) -> Sequence[str]:
        return [shown(self._world.policy, one) for one in self._request.copied]

    @cached_property
    def _called(self) -> Request:
        asks = as_others_read(self._world.policy, self._request.requester)
        return replace(self._request, requester=asks)
