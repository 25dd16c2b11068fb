"""All that may be wrong with a part of ours, as the admins are told it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from mailtracker.desk.troubles import (
    FailsOwn,
    KnownWrong,
    NotBelieved,
    NotStripped,
    OlderThanMailbox,
    ProvesNone,
    ServedTwice,
    TooMuchAutomatic,
    Turned,
)

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
DOMAIN = "departments.corporation.example"
WRONG: tuple[KnownWrong, ...] = (
    Turned(timedelta(hours=2), NOW + timedelta(hours=2)),
    Turned(timedelta(seconds=-90), NOW + timedelta(days=1)),
    ServedTwice(),
    OlderThanMailbox(1, date(2026, 10, 24)),
    OlderThanMailbox(1200, date(2026, 10, 24)),
    TooMuchAutomatic(1000),
    NotStripped(repeated=True, count=1, days=7),
    NotStripped(repeated=False, count=300, days=7),
    NotBelieved(300, DOMAIN, 7),
    FailsOwn(5, 20, DOMAIN),
    ProvesNone(20, DOMAIN),
)
