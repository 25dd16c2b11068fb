"""Who is away as they told us by mail, or as a program told us for them; and what was done about
it. Of an absence that the people file has, a row says only what was done: the file says whether
somebody is away.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    text,
)

from mailtracker.desk.absence.absence_kinds import AbsenceTold, KnownBy, Reach
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
    a_text("reach"),
    instant("since"),
    instant("ended_at", nullable=True),
    one_of("known_by", KnownBy),
    one_of("reach", Reach),
    CheckConstraint("last_day IS NULL OR last_day >= first_day", name="days"),
)
_NOT_ENDED = text("ended_at IS NULL")
Index("ix_absences_last_day", absences.c.last_day, sqlite_where=_NOT_ENDED)
_ENDED = text("ended_at IS NOT NULL")
Index("ix_absences_ended_at", absences.c.ended_at, sqlite_where=_ENDED)
_TO_HAND = text("ended_at IS NULL AND reach = 'all'")
Index("ix_absences_to_hand", absences.c.id, sqlite_where=_TO_HAND)

# Which requests went to whom for it, and under which promise.
absence_handed = Table(
    "absence_handed",
    metadata,
    Column("absence_id", Number, ForeignKey("absences.id"), nullable=False),
    of_request(),
    a_text("person"),
    Column("epoch", Integer, nullable=False),
    instant("at"),
    PrimaryKeyConstraint("absence_id", "request_id"),
)

# What its person and others were told of an absence, so that it is told once.
absence_told = Table(
    "absence_told",
    metadata,
    Column("absence_id", Number, ForeignKey("absences.id"), nullable=False),
    a_text("what"),
    instant("at"),
    one_of("what", AbsenceTold),
    PrimaryKeyConstraint("absence_id", "what"),
)

# Each text by which a program ever said that somebody is away: what comes week after week is no
# absence.
absence_notices = Table(
    "absence_notices",
    metadata,
    a_text("person"),
    Column("digest", Clean(), nullable=False),
    instant("first_at"),
    instant("last_at"),
    instant("undone_at", nullable=True),
    PrimaryKeyConstraint("person", "digest"),
)
