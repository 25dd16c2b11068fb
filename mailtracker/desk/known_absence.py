"""That somebody is away, and from whom we have it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mailtracker.policy.model import Absence
from mailtracker.record import dataclass


class KnownBy(StrEnum):
    """From whom we have it. The names are stored."""

    PEOPLE_FILE = "people file"  # the files of the rules; nothing of it is stored
    NOTICE = "notice"  # a program that answered a mail of ours for them
    MAIL = "mail"  # they wrote so themselves


@dataclass(frozen=True, slots=True)
class KnownAbsence:
    """Somebody (`person`, a key) is away."""

    person: str
    #: In their own zone (that of their hours; UTC without).
    days: Absence
    #: From whom we have it.
    known_by: KnownBy
    #: Key of who covers for them meanwhile, "" for whom the people file says.
    cover: str = ""
    #: When we heard of it. None: it stands in the people file.
    since: datetime | None = None
    #: The request by which we heard of it, None where that was by none.
    request_id: int | None = None
    #: Line of the mail in the ledger. None: it stands in the people file.
    line_id: int | None = None
    #: Of the words of the notice (`absence_digest`), "" where it was none.
    digest: str = ""
    #: The store's number. None: it stands in the people file.
    id: int | None = None
