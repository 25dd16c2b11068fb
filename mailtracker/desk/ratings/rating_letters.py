"""What is written where somebody says that it was not good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class ComplaintReceipt(Named):
    """To who said `not good`: who looks into it, and by when they answer."""

    name = "complaint"
    #: The reference of the request that was not good.
    about: str
    #: They have said what was wrong.
    said: bool
    #: Names of who does not hear of it from us.
    kept_from: Sequence[str]


@dataclass(frozen=True, slots=True)
class NoteComplaint(Named):
    """Above all that was written on a request that was not good, to who looks into it."""

    name = "note_complaint"
    #: The reference of that request.
    about: str
    #: Who had it.
    had_by: str
    #: Its requester has said what was wrong.
    said: bool
    #: As of `NoteHanded`.
    lost: int = 0
    #: As of `NoteHanded`.
    lost_until: datetime | None = None
    #: As of `NoteHanded`.
    left_out: int = 0
    #: As of `NoteHanded`.
    held: int = 0
