"""The words that buttons do: which of them a mail has, what stands on them and begins the mail that
they start, and by which letter a token says its word (docs/reliability.md, T26, T27).
"""

from __future__ import annotations

from collections.abc import Mapping

from mailtracker.desk.effects import Relay, RelayAgain, SendLetter
from mailtracker.desk.letters import Assigned, HandedOwner, Reminder, SlippedManager
from mailtracker.desk.notes import (
    NoteAlsoAnswered,
    NoteAnsweredForYou,
    NoteCalledIn,
    NoteCalledOff,
    NoteDisproven,
    NoteRecall,
    NoteThanks,
)
from mailtracker.desk.request import Lane, Request, Status
from mailtracker.desk.waiting_letters import SnoozeOver
from mailtracker.desk.words.word_forms import Word

_USES: Mapping[Word, str] = {
    Word.MINE: "m",
    Word.NOT_MINE: "n",
    Word.WAITING: "w",
    Word.DONE: "d",
    Word.SNOOZE: "s",
    Word.ANSWERED: "a",
}
"""The letters never change: mails bear them."""

_WORDS = {use: word for word, use in _USES.items()}

_LINES: Mapping[str, Mapping[Word, str]] = {
    "en": {
        Word.MINE: "Mine",
        Word.NOT_MINE: "Not mine",
        Word.WAITING: "Waiting",
        Word.DONE: "Done",
        Word.SNOOZE: "Snooze until tomorrow",
        Word.ANSWERED: "Answered",
    },
    "de": {
        Word.MINE: "Meins",
        Word.NOT_MINE: "Nicht meins",
        Word.WAITING: "Warte auf Antwort",
        Word.DONE: "Erledigt",
        Word.SNOOZE: "Bis morgen zurückstellen",
        Word.ANSWERED: "Beantwortet",
    },
    "nl": {
        Word.MINE: "Van mij",
        Word.NOT_MINE: "Niet van mij",
        Word.WAITING: "Wacht op antwoord",
        Word.DONE: "Afgehandeld",
        Word.SNOOZE: "Uitstellen tot morgen",
        Word.ANSWERED: "Beantwoord",
    },
    "da": {
        Word.MINE: "Jeg tager den",
        Word.NOT_MINE: "Ikke min",
        Word.WAITING: "Afventer svar",
        Word.DONE: "Løst",
        Word.SNOOZE: "Udskyd til i morgen",
        Word.ANSWERED: "Besvaret",
    },
    "pt": {
        Word.MINE: "Fico com isto",
        Word.NOT_MINE: "Não é meu",
        Word.WAITING: "À espera de resposta",
        Word.DONE: "Resolvido",
        Word.SNOOZE: "Adiar até amanhã",
        Word.ANSWERED: "Respondido",
    },
    "fr": {
        Word.MINE: "Je prends",
        Word.NOT_MINE: "Pas à moi",
        Word.WAITING: "En attente",
        Word.DONE: "Résolu",
        Word.SNOOZE: "Reporter à demain",
        Word.ANSWERED: "Répondu",
    },
}
"""What stands on a button, and is the first line of its mail: each is read as its word."""


def use_of(word: Word) -> str:
    return _USES[word]


def word_of(use: str) -> Word | None:
    """None for a letter of a later version."""
    return _WORDS.get(use)


def line_of(word: Word, language: str) -> str:
    """What stands on the button of that word; in English where we do not know better."""
    return _LINES.get(language.partition("-")[0], _LINES["en"])[word]


_FIRST = (Word.MINE, Word.NOT_MINE, Word.WAITING, Word.DONE, Word.SNOOZE)
_LATER = (Word.WAITING, Word.DONE, Word.SNOOZE)
_ANSWERED = (Word.WAITING, Word.DONE)
_TAKE = (Word.MINE,)

_TO_OWNER: Mapping[str, tuple[Word, ...]] = {
    Assigned.name: _FIRST,
    Reminder.name: _LATER,
    SnoozeOver.name: _LATER,
    SlippedManager.name: _LATER,
    NoteAnsweredForYou.name: _ANSWERED,
    NoteAlsoAnswered.name: _ANSWERED,
    NoteCalledOff.name: (),
    NoteThanks.name: (),
    NoteDisproven.name: (),
    NoteRecall.name: (),
}
"""Of letters, those that one word answers; of carried mail, that which none does."""

_TO_OTHERS: Mapping[str, tuple[Word, ...]] = {
    Reminder.name: _TAKE,
    HandedOwner.name: _TAKE,
    SlippedManager.name: _TAKE,
    NoteCalledIn.name: _TAKE,
}


AnyMail = SendLetter | Relay | RelayAgain


def buttons_of(mail: AnyMail, request: Request) -> tuple[Word, ...]:
    """The words that a mail about a request has as buttons, for somebody of the owner's side."""
    if not mail.person or request.status is Status.CLOSED:
        return ()
    return _sensible(_wanted(mail, request), request)


def buttons_of_line(request: Request, reader: str) -> tuple[Word, ...]:
    """Those of one line in a letter about several requests, for the owner or for who may take it
    over (`reader`, a key).
    """
    return _sensible(_LATER if reader == request.owner else _TAKE, request)


def _sensible(wanted: tuple[Word, ...], request: Request) -> tuple[Word, ...]:
    return tuple(word for word in wanted if _makes_sense(word, request))


def _wanted(mail: AnyMail, request: Request) -> tuple[Word, ...]:
    name = mail.letter.name if isinstance(mail, SendLetter) else mail.note.name
    if mail.person != request.owner:
        return _TO_OTHERS.get(name, ())
    if isinstance(mail, Relay) and mail.lane is Lane.OWNER:
        return ()
    return _TO_OWNER.get(name, () if isinstance(mail, SendLetter) else _FIRST)


def _makes_sense(word: Word, request: Request) -> bool:
    """Nobody waits for a word of somebody who cannot be written to, or twice; and of what waits its
    owner is not reminded.
    """
    if word is Word.SNOOZE:
        return request.status is not Status.WAITING
    if word is not Word.WAITING:
        return True
    reachable = bool(request.requester.email or request.copied) and not request.given.expected
    return reachable and request.status is not Status.WAITING
