"""How a language says to the admins what is in trouble, what ends, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from mailtracker.desk.troubles import EndingKind, PartKind
from mailtracker.record import dataclass

WrongKind = Literal[
    "ahead",  # `by` so much, `until` when ladders rest
    "back",
    "twice",
    "older",  # `count` of mails, `since` for a command
    "automatic",  # `most`
    "repeated",  # `count`, `days`
    "below",
    "unbelieved",  # `count`, `domain`, `days`
    "fails",  # `count`, `last`, `domain`
    "proves none",  # `last`, `domain`
]
"""What is wrong, and the values that stand in the sentence. Each may have `{own}` besides."""


@dataclass(frozen=True, slots=True)
class AdminWords:
    """`{}` is a name: of a mailbox, a sign-in, whose calendar it is and where it lies."""

    #: Around words that are not ours.
    quote: str
    #: A part of ours, as the subject of the letter has it.
    parts: Mapping[PartKind, str]
    #: What a sign-in is made with.
    secrets: Mapping[EndingKind, str]
    #: A calendar that says when somebody is away.
    absences_of: str
    #: One that says when nobody works.
    days_off_of: str
    #: Sentences.
    wrong: Mapping[WrongKind, str]
    #: What to do where nothing proves mail of our own people.
    own: str
