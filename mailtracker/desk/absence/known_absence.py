"""That somebody is away, from whom we have it, and what of theirs goes to others."""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.absence.absence_kinds import KnownBy as KnownBy
from mailtracker.desk.absence.absence_kinds import Reach as Reach
from mailtracker.policy.model import Absence
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class NoticeSeen:
    """Words by which a program said that somebody is away."""

    #: Of the words (`away_notice.notice_digest`).
    digest: str
    #: When they came first.
    first_at: datetime
    #: When they came last.
    last_at: datetime
    #: When who is meant said that they are there all the same. None: they did not.
    undone_at: datetime | None = None


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
    #: When we heard of it. None: it stands in the people file, or in a calendar.
    since: datetime | None = None
    #: The request by which we heard of it, None where that was by none.
    request_id: int | None = None
    #: Line of the mail in the ledger. None: it stands in the people file, or in a calendar.
    line_id: int | None = None
    #: Of the words of the notice (`NoticeSeen.digest`), "" where it was none.
    digest: str = ""
    #: What of theirs goes to who covers.
    reach: Reach = Reach.ONE
    #: The store's number. None: it stands in the people file, or in a calendar.
    id: int | None = None
