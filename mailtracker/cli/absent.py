"""Who is away, in a line: until when, from whom we have that, and since when."""

from __future__ import annotations

from mailtracker.cli.output import if_any, moment
from mailtracker.desk.absence.absence_kinds import KnownBy
from mailtracker.store.absences_shown import ShownAbsence

_BY = {
    KnownBy.NOTICE: "by their mail program",
    KnownBy.MAIL: "by their own word",
    KnownBy.FEED: "by a calendar",
    KnownBy.PEOPLE_FILE: "by the people file",
}


def said_of(absence: ShownAbsence) -> str:
    """ "from 2026-11-23 until 2026-12-04 (by their mail program, heard 2026-11-23 09:00)"."""
    since = if_any(", heard {}", moment(absence.since))
    until = f"until {absence.last_day}" if absence.last_day else "for good"
    cover = if_any(", cover {}", absence.cover)
    return f"from {absence.first_day} {until}{cover} ({_BY[absence.known_by]}{since})"
