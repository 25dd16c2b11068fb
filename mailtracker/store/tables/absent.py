"""Who is away as they told us by mail, or as a program told us for them. What the people file says
stands there.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, PrimaryKeyConstraint, Table, text

from mailtracker.desk.known_absence import KnownBy
from mailtracker.store.columns import Clean, Number
from mailtracker.store.tables.making import a_text, instant, metadata, of_request, one_of

# Days are those of the person's own zone, both included. `ended_at`: it was undone then, or
# another one took its place.
absences = Table(
    "absences",
    metadata,
    Column("id", Number, primary_key=True),
    a_text("person"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=True),
    a_text("known_by"),
    a_text("cover"),
    of_request(nullable=True),
    Column("line_id", Number, nullable=True),
    a_text("digest"),
    instant("since"),
    instant("ended_at", nullable=True),
    one_of("known_by", (KnownBy.NOTICE, KnownBy.MAIL)),
    CheckConstraint("last_day IS NULL OR last_day >= first_day", name="days"),
)
_NOT_ENDED = text("ended_at IS NULL")
Index("ix_absences_last_day", absences.c.last_day, sqlite_where=_NOT_ENDED)
Index("ix_absences_person", absences.c.person, absences.c.digest)

# Each text by which a program ever said that somebody is away: what comes week after week is no
# absence.
absence_notices = Table(
    "absence_notices",
    metadata,
    a_text("person"),
    Column("digest", Clean(), nullable=False),
    instant("first_at"),
    instant("last_at"),
    PrimaryKeyConstraint("person", "digest"),
)
