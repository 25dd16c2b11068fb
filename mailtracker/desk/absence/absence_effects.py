"""What the desk answers about somebody's absence: changes of what we know, and mail to one person
about no request.
"""

from __future__ import annotations

from mailtracker.desk.absence.absence_letters import AboutAbsence
from mailtracker.desk.absence.known_absence import KnownAbsence
from mailtracker.desk.askers.asker_letters import StatusOfAll
from mailtracker.desk.several_letters import WhichOne
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class NoteNotice:
    """A program said, in words of this `digest`, that `person` (a key) is away."""

    person: str
    digest: str


@dataclass(frozen=True, slots=True)
class NoteAbsent:
    """Somebody is away. An `absence` that has a number changes what we knew of it; it takes the
    place of those that it `replaces`. `handed_to`: for it the request at hand went to this person
    (a key), "" for nobody.
    """

    absence: KnownAbsence
    replaces: tuple[KnownAbsence, ...] = ()
    handed_to: str = ""


@dataclass(frozen=True, slots=True)
class NoteBack:
    """Somebody (`person`, a key) is there: these `absences` are undone, and nobody is away by the
    same words of a program again.
    """

    person: str
    absences: tuple[KnownAbsence, ...]


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A request (`request_id`) that went to somebody for an absence, and of which nothing was done
    since, is `person`'s (a key) again.
    """

    request_id: int
    person: str


@dataclass(frozen=True, slots=True)
class Tell:
    """A `letter` to one `person` about no request, from the alias of a `mailbox` (its name, "" for
    any). Of an equal `once` it is written only once. `answers`: the Message-ID of the mail that it
    answers as a machine, "" for none: then its reader may answer it with a word.
    """

    letter: AboutAbsence | StatusOfAll | WhichOne
    person: Person
    once: str
    mailbox: str
    answers: str = ""


OfAbsence = NoteNotice | NoteAbsent | NoteBack | GiveBack | Tell
