"""A message about an appointment → which request its calendar entry belongs to from now on, and
what our note says of it.
"""

from __future__ import annotations

from typing import Literal

from mailtracker.desk.effects import NoteEntry
from mailtracker.desk.notes import NoteAppointment
from mailtracker.desk.request import Request
from mailtracker.desk.thread import Role
from mailtracker.mail.message import Message, Scheduling
from mailtracker.mail.mime.charset import one_line
from mailtracker.mail.subject import is_forward

MAX_ENTRIES = 50
"""Of one request. Who invites to more of them opens others by what changes these."""

_INVITES = frozenset({"REQUEST", "ADD", "COUNTER"})
_NO_VOICE = frozenset({Role.STRANGER, Role.CLAIMS, Role.DISPROVEN, Role.BYSTANDER})
"""As whom nobody adds anything to a request."""

_About = Literal["changed", "cancelled", "answered", "another time"]
_ABOUT: dict[str, _About] = {
    "CANCEL": "cancelled",
    "REPLY": "answered",
    "COUNTER": "another time",
    "DECLINECOUNTER": "answered",
}
_Answer = Literal["", "accepted", "declined", "tentative"]
_ANSWERS: dict[str, _Answer] = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
}
_COMMENT_CAP = 1_000


def invited_to(message: Message) -> tuple[str, ...]:
    """Keys of the calendar entries that a mail invites to: none or one."""
    said = message.scheduling
    if said is None or said.method not in _INVITES or is_forward(message.subject):
        return ()
    return (said.entry,) if said.entry else ()


def note_entries(message: Message, request: Request, role: Role) -> list[NoteEntry]:
    """What changes them belongs to the request from now on."""
    known = request.given.entries
    if role in _NO_VOICE or len(known) >= MAX_ENTRIES:
        return []
    return [NoteEntry(entry) for entry in invited_to(message) if entry not in known]


def notes_of(message: Message) -> list[NoteAppointment]:
    """The line above our note: programs show a calendar part to whom it is for, and to nobody else
    the words in it.
    """
    said = message.scheduling
    about = _about(said) if said is not None else None
    if said is None or about is None or is_forward(message.subject):
        return []
    answer: _Answer = _ANSWERS.get(said.answer, "") if about == "answered" else ""
    return [NoteAppointment(about, said.title, answer, _unseen(said.comment, message.text))]


def _unseen(comment: str, text: str) -> str:
    """What is said in the calendar part alone."""
    line = one_line(comment)
    return "" if line in " ".join(text.split()) else line[:_COMMENT_CAP]


def _about(said: Scheduling) -> _About | None:
    if said.method == "REQUEST":
        return "changed" if said.changes else None
    return _ABOUT.get(said.method)
