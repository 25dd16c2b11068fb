"""Templates and examples in, mails as their readers get them out: letters as they are, notes with a
mail that is carried on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as by_default

from mailtracker.cli.sample_transcript import DANA, sample_transcript, sample_world
from mailtracker.composing import (
    Composed,
    LetterOrder,
    MailOrder,
    Original,
    RelayOrder,
    Work,
    compose_orders,
)
from mailtracker.desk.daily.daily_letters import DailyDigest
from mailtracker.desk.effects import RelayAgain, SendLetter
from mailtracker.desk.letters import AnyLetter, HandedOwner
from mailtracker.desk.lost.lost_letters import FilesStay
from mailtracker.desk.notes import NoteHanded, NoteOrigin, NoteOwner, NoteSaid
from mailtracker.desk.ratings.rating_words import Rating
from mailtracker.desk.request import Lane
from mailtracker.desk.words.buttons import AnyMail, buttons_of
from mailtracker.desk.words.word_forms import Word
from mailtracker.errors import MailtrackerError
from mailtracker.letters import samples
from mailtracker.letters.given import AboutRequest, Common
from mailtracker.letters.letters import Letters
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.buttons import Buttons, beside, led, row
from mailtracker.mail.outgoing.envelope import Envelope, Ours
from mailtracker.mail.outgoing.ids import thread_subject
from mailtracker.mail.parse import parse
from mailtracker.record import dataclass
from mailtracker.world import Does

ALIAS = Address("IT help", "it-help@corp.example")
EVA = Address("Eva Lind", "eva@corp.example")
BO = Address("Bo Jensen", "bo@corp.example")
SAM = Address("Sam Okoro", "sam@corp.example")

_READERS = {
    **dict.fromkeys(
        (
            *("receipt", "handed_requester", "slipped_requester", "closed", "ending", "files_stay"),
            *("asked_again", "asked_last", "closed_waiting", "later_requester"),
            *("status", "status_of_all", "called_off", "merged_requester", "part_requester"),
            *("note_requester", "note_copied", "complaint"),
        ),
        EVA,
    ),
    **dict.fromkeys(
        (
            *("slipped_manager", "unreached", "watching", "called_in", "away_told", "covering"),
            *("note_called_in", "dead_mailbox", "stays_with", "note_complaint"),
        ),
        SAM,
    ),
}
"""Most letters are for Bo, who has the request."""

_OF_LINES = {"reply-1": (Word.WAITING, Word.DONE, Word.SNOOZE), "reply-2": (Word.MINE,)}
"""The buttons of a line in a daily digest, by its link: of one's own, and of others'."""

_BELOW = ("note_requester", "note_copied")
_ABOVE_ANOTHER = ("note_origin", "note_restored", "note_appointment")

_ASKED = (
    "Hello,",
    "since this morning my VPN drops every few minutes. I have restarted the laptop and tried "
    "another network; it is the same in the office and at home.",
    "Could you have a look? I have to send the figures out at four.",
)
_ANSWERED = (
    "Hi Eva,",
    "the certificate on your laptop had expired. I have renewed it: please restart once, and tell "
    "me if it drops again.",
)
MARKS_KEY = b"the marks of a preview are nobody's"
OPENING = 110
"""Characters of a mail that a list shows behind its subject."""


@dataclass(frozen=True, slots=True)
class SampleMail:
    """A letter as a mail."""

    #: Its stored name.
    letter: str
    #: Two letters, as of the folder of templates.
    language: str
    #: Which of the examples it was given, from 0.
    number: int
    #: Who it is from, as a list of mails shows that.
    sender: str
    #: Without line ends.
    subject: str
    #: The text part.
    text: str
    #: The page.
    html: str

    @property
    def opening(self) -> str:
        """Its first words, which a list of mails shows."""
        said = " ".join(self.text.split())
        return said if len(said) <= OPENING else f"{said[: OPENING - 1].rstrip()}…"


def sample_mails(
    letters: Letters, name: str, language: str, every_case: bool = False
) -> Iterator[SampleMail]:
    """The ordinary case, or every one that reads differently. Raises BadFiles."""
    seen: set[tuple[str, str]] = set()
    for number, values in enumerate(samples.of(name)):
        mail = _mail(letters, name, {**values, "language": language}, number)
        if (mail.subject, mail.text) not in seen:
            seen.add((mail.subject, mail.text))
            yield mail
        if not every_case:
            return


def made(name: str, values: Mapping[str, object]) -> tuple[AnyLetter, Common]:
    """The letter, and what it is given besides, out of such values as `samples.of` lists."""
    kind = samples.KINDS[name]
    own = {field.name for field in fields(kind)}
    about = AboutRequest if "request" in values else Common
    known = {field.name for field in fields(about)}
    common = {key: value for key, value in values.items() if key in known}
    return kind(**{key: values[key] for key in own}), about(**common)  # type: ignore[arg-type]


def _mail(letters: Letters, name: str, values: Mapping[str, object], number: int) -> SampleMail:
    reader = _READERS.get(name, BO)
    if values["to_name"]:
        values = {**values, "to_name": reader.name.split()[0]}
    letter, common = made(name, values)
    if isinstance(letter, NoteHanded | NoteSaid) and isinstance(common, AboutRequest):
        text, html = _taken_over(letters, letter, common)
        return SampleMail(name, common.language, number, ALIAS.name, common.subject, text, html)
    original: Original | None = None
    buttons = _buttons(letters, letter, common, reader)
    envelope = _envelope(ALIAS, reader, common)
    marked = isinstance(common, AboutRequest) and _is_for_us(letter, reader)
    order: MailOrder = LetterOrder(letter, common, envelope, (), buttons, marked)  # type: ignore[arg-type]
    if name.startswith("note_") and isinstance(common, AboutRequest):
        order, original = _carried(letters, letter, common)
    work = Work(Ours(MARKS_KEY, (ALIAS.email,)), [order], original)
    (composed,) = compose_orders(letters, work)
    if isinstance(composed, Exception):
        raise composed
    subject, text, html = _read(composed)
    for word, words in _OF_LINES.items() if letter.name == DailyDigest.name else ():
        html = beside(html, word, _made(letters, common, words))
    sender = order.envelope.sender.name
    return SampleMail(name, common.language, number, sender, subject, text, html)


def _is_for_us(letter: AnyLetter, reader: Address) -> bool:
    return reader is not EVA and letter.name != FilesStay.name


def _buttons(letters: Letters, letter: AnyLetter, common: Common, reader: Address) -> Buttons:
    """Those that its reader has in it."""
    if not isinstance(common, AboutRequest):
        return ()
    if reader is EVA:
        return _made(letters, common, tuple(Rating) if common.asks_rating else ())
    key = "formerly" if letter.name == HandedOwner.name else reader.name.split()[0].lower()
    mail: AnyMail = SendLetter(letter, reader, key, Lane.TEAM)  # type: ignore[arg-type]
    if letter.name.startswith("note_"):
        mail = RelayAgain(letter, reader, key)  # type: ignore[arg-type]
    return _made(letters, common, buttons_of(mail, common.request))


def _made(letters: Letters, common: Common, words: Sequence[Word | Rating]) -> Buttons:
    world, alias = sample_world(letters, common)
    token = world.new_ids(alias.host).token
    subject = thread_subject(samples.REQUEST.reference, samples.REQUEST.subject)
    return world.buttons(alias, token, (Does(one, common.language, subject) for one in words))


def _carried(
    letters: Letters, note: AnyLetter, common: AboutRequest
) -> tuple[RelayOrder, Original]:
    """What Eva asked with a note for Bo, or what Bo answered with one for her."""
    answers = note.name in _BELOW
    author, reader = (BO, EVA) if answers else (EVA, _READERS.get(note.name, BO))
    raw = _original(author, _ANSWERED if answers else _ASKED)
    sender = Address(f"{author.name} via {ALIAS.name}", ALIAS.email)
    envelope = replace(_envelope(sender, reader, common), subject=common.subject)
    order = RelayOrder(
        envelope=envelope,
        notes=_with_others(note),
        common=common,
        reference=common.request.reference,
        place="below" if answers else "above",
        cut="",
        by_our_people=answers,
        buttons=_buttons(letters, note, common, reader),
    )
    return order, Original(raw, parse(raw))


def _taken_over(
    letters: Letters, note: NoteHanded | NoteSaid, common: AboutRequest
) -> tuple[str, str]:
    """What is written for who takes a request over, as text and as a page."""
    if isinstance(note, NoteHanded):
        dana = Address(DANA.name, DANA.addresses[0])
        mails = (_original(EVA, _ASKED), _original(dana, _ANSWERED))
        buttons = _buttons(letters, note, common, BO)
        written = sample_transcript(letters, note, common, mails, row(buttons))
        page = letters.page(common.subject, written.page, common)
        return written.text, led(page, buttons)
    head = letters.render(note, common)
    words = "".join(f"<p>{one}</p>" for one in _ASKED)
    page = letters.page(common.subject, f"{head.html}\n{words}", common)
    return "\n\n".join((head.text.rstrip(), *_ASKED)), page


def _with_others(note: AnyLetter) -> list[AnyLetter]:
    """Some notes never stand alone."""
    if note.name in _ABOVE_ANOTHER:
        return [note, made(NoteOwner.name, samples.of(NoteOwner.name)[0])[0]]
    if note.name == "note_disproven":
        return [NoteOrigin(EVA.name, EVA.email, "disproven"), note]
    return [note]


def _original(author: Address, paragraphs: tuple[str, ...]) -> bytes:
    signed = (*paragraphs, f"Best wishes\n{author.name.split()[0]}")
    mail = EmailMessage(policy=by_default.clone(linesep="\r\n"))
    mail["From"] = f"{author.name} <{author.email}>"
    mail["To"] = ALIAS.email
    mail["Subject"] = samples.REQUEST.subject
    mail["Message-ID"] = samples.REQUEST.first_id
    mail.set_content("\n\n".join(signed) + "\n")
    body = "".join(f"<p>{one}</p>" for one in signed).replace("\n", "<br>")
    font = "font-family:Calibri,Arial,sans-serif;font-size:15px"
    mail.add_alternative(f'<html><body style="{font}">{body}</body></html>\n', subtype="html")
    return bytes(mail)


def _envelope(sender: Address, to: Address, common: Common) -> Envelope:
    return Envelope(
        message_id="<preview@corp.example>",
        sender=sender,
        to=to,
        reply_to=None,
        subject="",
        date=common.now,
        language=common.language,
    )


def _read(composed: Composed) -> tuple[str, str, str]:
    """Subject, text and page, as a mail program reads them."""
    if not isinstance(composed.raw, bytes):
        raise MailtrackerError("a sample mail is not large: a bug")
    mail = message_from_bytes(composed.raw, policy=by_default)
    bodies = [mail.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (str(one.get_content()) if one else "" for one in bodies)
    return str(mail["Subject"]), text.replace("\r\n", "\n"), html
