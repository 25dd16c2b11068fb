"""What a mail shall say, decided → its bytes. An order holds all that is needed: no rules, no
connection, no key but that of the marker lines; so it can be carried out anywhere, by any process
that has the letters.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from mailtracker.desk.digests import paragraphs
from mailtracker.desk.letters import AnyLetter, FilesStay
from mailtracker.desk.transcript import MAX_WORDS
from mailtracker.letters.given import AboutRequest
from mailtracker.letters.letters import Letters
from mailtracker.mail.carry import Carriable, carriable, carry, letter_without_keys, words
from mailtracker.mail.message import Message
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import Attachment, Envelope, Ours, RelayEdits, RelayNote
from mailtracker.mail.outgoing.quoted_keys import NO_KEYS, QuotedKeys


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter of ours: its kind and values (`letter`), what every letter is given (`common`), its
    header but for the subject (`envelope`), and the `files` that go with it.
    """

    letter: AnyLetter
    common: AboutRequest
    envelope: Envelope
    files: Sequence[Attachment] = ()


@dataclass(frozen=True, slots=True)
class RelayOrder:
    """The mail that was received, carried on under the header of `envelope`."""

    envelope: Envelope
    #: What our note says, one above the other.
    notes: Sequence[AnyLetter]
    #: What these letters are given.
    common: AboutRequest
    #: Of the request.
    reference: str
    #: On which side of the original the note stands.
    place: Literal["above", "below"]
    #: An executed command line, "" for none.
    cut: str
    #: One of our people writes it to the requester's side.
    by_our_people: bool
    #: Who wrote it, where it goes without its files; "" where it goes whole.
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """One mail: its bytes (`raw`), and the `subject` that its reader sees. `left`: keys of ours
    that it quotes where nothing can be removed; who gets it has them.
    """

    raw: bytes = field(repr=False)
    subject: str
    left: QuotedKeys = NO_KEYS


MailOrder = LetterOrder | RelayOrder | Composed
"""What is written already needs no composing."""


@dataclass(frozen=True, slots=True)
class Original:
    """The mail that orders carry on: its bytes (`raw`), and what was read in them (`message`)."""

    raw: bytes = field(repr=False)
    message: Message


Result = Composed | Exception
"""What became of an order: why a mail cannot be written is the trouble of that mail alone."""


def compose_orders(
    letters: Letters, ours: Ours, orders: Sequence[MailOrder], original: Callable[[], Original]
) -> list[Result]:
    """The mails of these orders, in their order. `original` is asked where one is carried on.
    Raises NeedsKey where only who has the database's key can tell what is ours.
    """
    work = _Work(letters, ours, original)
    return [work.result(order) for order in orders]


class NeedsKey(Exception):
    """A marker line stands in a mail that may be one of ours of an earlier version."""


class _Work:
    """The orders of one occasion: the original is cleaned once for all of them."""

    def __init__(self, letters: Letters, ours: Ours, original: Callable[[], Original]) -> None:
        self._letters, self._ours, self._original = letters, ours, original
        self._received: Carriable | None = None

    def result(self, order: MailOrder) -> Result:
        try:
            match order:
                case Composed():
                    return order
                case LetterOrder():
                    return self._letter(order)
                case RelayOrder():
                    return self._relay(order)
        except NeedsKey:
            raise
        except Exception as error:  # one bad recipient or template is the failure of one mail
            return error

    def _letter(self, order: LetterOrder) -> Composed:
        written = self._letters.render(order.letter, order.common)
        letter = letter_without_keys(written, self._ours.addresses)
        return Composed(compose(letter, order.envelope, order.files), letter.subject)

    def _relay(self, order: RelayOrder) -> Composed:
        received, envelope = self._carriable(), order.envelope
        edits = RelayEdits(self._ours, self._note(order), order.cut, order.by_our_people)
        if order.writer:
            raw = self._without_files(order, received, edits)
        else:
            raw = carry(received, envelope, edits)
        return Composed(raw, envelope.subject, received.left)

    def _carriable(self) -> Carriable:
        if self._received is None:
            original = self._original()
            self._received = carriable(original.raw, original.message, self._ours.addresses)
        return self._received

    def _note(self, order: RelayOrder) -> RelayNote:
        notes = [self._letters.render(note, order.common) for note in order.notes]
        text, html = "\n".join(n.text for n in notes), "\n".join(n.html for n in notes)
        return RelayNote(order.reference, text, html, order.place)

    def _without_files(self, order: RelayOrder, received: Carriable, edits: RelayEdits) -> bytes:
        """What its author wrote, and where the files are."""
        names = [part.filename or part.content_type for part in received.message.attachments]
        stay = FilesStay(order.writer, paragraphs(words(received, edits), MAX_WORDS), names)
        return compose(self._letters.render(stay, order.common), order.envelope)
