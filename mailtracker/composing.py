"""What a mail shall say, decided → its bytes. An order holds all that is needed: no rules, no
connection, no key but that of the marker lines; so it can be carried out anywhere, by any process
that has the letters.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from pickle import PickleBuffer
from typing import Literal

from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.lost.lost_letters import FilesStay
from mailtracker.errors import BadFiles, MailtrackerError
from mailtracker.letters.given import AboutRequest
from mailtracker.letters.letters import Letters
from mailtracker.mail.carry import Carriable, carriable, carry, letter_without_keys, words
from mailtracker.mail.message import Message
from mailtracker.mail.outgoing.buttons import Button, led, row
from mailtracker.mail.outgoing.compose import compose
from mailtracker.mail.outgoing.envelope import Attachment, Envelope, Ours, RelayEdits, RelayNote
from mailtracker.mail.outgoing.header_fields import names_and_id
from mailtracker.mail.outgoing.ids import no_marks
from mailtracker.mail.outgoing.marking import mark_letter
from mailtracker.mail.outgoing.quoted_keys import NO_KEYS, QuotedKeys
from mailtracker.mail.outgoing.recipe import Recipe, Stretch, length, traced
from mailtracker.record import dataclass
from mailtracker.spool import LARGE, RawMail, Spooled, whole

WORTH_QUOTING = 4096
"""Bytes of a mail that a recipe names at least."""


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter of ours: its kind and values (`letter`), what every letter is given (`common`), its
    header but for the subject (`envelope`), the `files` that go with it, and its `buttons`.
    `marked`: what its reader quotes of it reaches nobody.
    """

    letter: AnyLetter
    common: AboutRequest
    envelope: Envelope
    files: Sequence[Attachment] = ()
    buttons: Sequence[Button] = ()
    marked: bool = False


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
    #: Below the note, where it is shown as a page.
    buttons: Sequence[Button] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """One mail: its bytes, or by which recipe they are made of the original (`raw`), and the
    `subject` that its reader sees. `left`: keys of ours that it quotes where nothing can be
    removed; who gets it has them.
    """

    raw: bytes | Recipe = field(repr=False)
    subject: str
    left: QuotedKeys = NO_KEYS


MailOrder = LetterOrder | RelayOrder


@dataclass(frozen=True, slots=True)
class Original:
    """The mail that orders carry on (`raw`), and what was read in it (`message`)."""

    raw: RawMail = field(repr=False)
    message: Message

    @property
    def is_large(self) -> bool:
        return len(self.raw) > LARGE

    def __reduce__(self) -> tuple[type[Original], tuple[RawMail | PickleBuffer, Message]]:
        """For another process, without a copy of a large mail."""
        if isinstance(self.raw, Spooled) or not self.is_large:
            return Original, (self.raw, self.message)
        return Original, (PickleBuffer(self.raw), self.message)


Mark = tuple[str, str]
"""Of a marker line the reference, and the words that are to stand below it or ""."""


@dataclass(frozen=True, slots=True)
class MarksAsked:
    """Instead of results: what `Ours.older` says of these `marks` must be known first."""

    marks: frozenset[Mark]


@dataclass(frozen=True, slots=True)
class Work:
    """The `orders` of one decision, with what all of them need: by what mails of `ours` are known,
    and the `original` that some carry on, None where none does. `told`: what another process was
    told of marker lines that it asked about (`MarksAsked`), time after time.
    """

    ours: Ours
    orders: Sequence[MailOrder]
    original: Original | None
    told: Sequence[Mapping[Mark, tuple[str, str] | None]] = ()


Result = Composed | Exception
"""What became of an order: why a mail cannot be written is the trouble of that mail alone."""


ComposerAnswer = list[Result] | MarksAsked
"""What comes of a work in another process."""


def for_others(work: Work) -> Work:
    """For a process that shall make no ids: without the database's own key."""
    return replace(work, ours=replace(work.ours, older=no_marks))


def begin_to_compose(letters: Letters) -> Callable[[Sequence[Work]], list[ComposerAnswer]]:
    """In a child process, which has works `for_others`."""

    def answer(works: Sequence[Work]) -> list[ComposerAnswer]:
        return [one(work) for work in works]

    def one(work: Work) -> ComposerAnswer:
        told = _ToldMarks(work)
        ours = replace(work.ours, older=told.marks_of)
        results = compose_orders(letters, replace(work, ours=ours))
        return MarksAsked(frozenset(told.asked)) if told.asked else [_told(one) for one in results]

    return answer


class _ToldMarks:
    """What a work was told of marker lines of earlier versions. What it was not is remembered, and
    all of it asked for at once: such lines are taken for somebody else's meanwhile.
    """

    def __init__(self, work: Work) -> None:
        self._marks = ChainMap(*map(dict, work.told))
        self.asked: set[Mark] = set()

    def marks_of(self, reference: str, words: str) -> tuple[str, str] | None:
        mark = reference, words
        if mark not in self._marks:
            self.asked.add(mark)
        return self._marks.get(mark)


def _told(result: Result) -> Result:
    """Of whatever class an exception is: its words arrive."""
    if isinstance(result, MemoryError):
        raise result
    if isinstance(result, Composed | BadFiles | MailtrackerError):
        return result
    return MailtrackerError(f"{type(result).__name__}: {result}")


def compose_orders(letters: Letters, work: Work) -> list[Result]:
    """The mails of these orders, in their order."""
    at_work = _AtWork(letters, work)
    return [at_work.result(order) for order in work.orders]


def _first(recipe: Recipe) -> bytes:
    """Its head stands there: we write it ourselves."""
    first = next(iter(recipe.pieces), b"")
    return b"" if isinstance(first, Stretch) else first


_NAMED = re.compile(
    rb"^(?:from|to|cc|bcc|sender|reply-to|message-id|resent-[a-z-]+)[ \t]*:"
    rb"(?:[^\r\n]|\r\n[ \t])*",
    re.IGNORECASE | re.MULTILINE,
)


def checked(order: MailOrder, result: Result) -> Result:
    """What another process composed goes out under the addresses and the id of its order, or not at
    all.
    """
    if not isinstance(result, Composed):
        return result
    raw = result.raw if isinstance(result.raw, bytes) else _first(result.raw)
    head = raw[: raw.find(b"\r\n\r\n") + 2]
    said = [found[0].decode("utf-8", "replace") for found in _NAMED.finditer(head)]
    if sorted(said) == sorted(names_and_id(order.envelope)):
        return result
    return MailtrackerError("it was composed under another name than was ordered: a bug")


class _AtWork:
    """The orders of one occasion: the original is cleaned once for all of them."""

    def __init__(self, letters: Letters, work: Work) -> None:
        self._letters, self._ours, self._original = letters, work.ours, work.original
        self._received: Carriable | None = None

    def result(self, order: MailOrder) -> Result:
        try:
            match order:
                case LetterOrder():
                    return self._letter(order)
                case RelayOrder():
                    return self._relay(order)
        except Exception as error:  # one bad recipient or template is the failure of one mail
            return error

    def _letter(self, order: LetterOrder) -> Composed:
        marked = order.marked
        written = self._letters.render(order.letter, order.common, row(order.buttons), not marked)
        clean = letter_without_keys(written, self._ours.addresses)
        letter = replace(clean, html=led(clean.html, order.buttons))
        if marked:
            letter = mark_letter(letter, order.common.request.reference, self._ours.key)
        return Composed(compose(letter, order.envelope, order.files), letter.subject)

    def _relay(self, order: RelayOrder) -> Composed:
        received, envelope = self._carriable(), order.envelope
        edits = RelayEdits(self._ours, self._note(order), order.cut, order.by_our_people)
        if order.writer:
            raw: bytes | Recipe = self._without_files(order, received, edits)
        else:
            raw = self._carried(received, carry(received, envelope, edits))
        return Composed(raw, envelope.subject, received.left)

    def _carried(self, received: Carriable, recipe: Recipe) -> bytes | Recipe:
        """As a recipe where that names much of the original, byte for byte."""
        of_original = traced(recipe, received.recipe) if received.recipe else recipe
        pieces = of_original.pieces
        if sum(length(piece) for piece in pieces if isinstance(piece, Stretch)) >= WORTH_QUOTING:
            return of_original
        return b"".join(recipe.filled(received.raw))

    def _carriable(self) -> Carriable:
        if self._received is None:
            original = self._original
            if original is None:
                raise MailtrackerError("nothing to carry on: a bug")
            self._received = carriable(whole(original.raw), original.message, self._ours.addresses)
        return self._received

    def _note(self, order: RelayOrder) -> RelayNote:
        notes = [self._letters.render(note, order.common) for note in order.notes]
        text, html = "\n".join(n.text for n in notes), "\n".join(n.html for n in notes)
        buttons = led(row(order.buttons), order.buttons)
        return RelayNote(order.reference, text, f"{html}{buttons}", order.place)

    def _without_files(self, order: RelayOrder, received: Carriable, edits: RelayEdits) -> bytes:
        """What its author wrote, and where the files are."""
        from mailtracker.desk.digests import paragraphs
        from mailtracker.desk.transcript import MAX_WORDS  # few mails: others do not load it

        names = [part.filename or part.content_type for part in received.message.attachments]
        stay = FilesStay(order.writer, paragraphs(words(received, edits), MAX_WORDS), names)
        return compose(self._letters.render(stay, order.common), order.envelope)
