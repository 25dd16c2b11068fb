"""Examples of what letters to the admins are given: troubles, ends, and what waits for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from mailtracker.desk import admin_letters
from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.troubles import (
    CalendarOf,
    EndingKind,
    OurPart,
    PartKind,
    ProvesNone,
    Quoted,
    SecretOf,
    ServedTwice,
    Turned,
)

NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
_UNTIL = NOW + timedelta(hours=2)
_BROKEN = "rules/all.yaml:41:9: no person or team `boo`"
_HOST = "calendar.corp.example"

OF_ADMINS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    admin_letters.Unproven: {"count": (1, 3), "oldest": (NOW - timedelta(hours=3),)},
    admin_letters.Quarantined: {
        "count": (1, 3),
        "subject_line": ("Invoice", "", None),
        "from_": ("someone@example.com", "", None),
        "reason": (Quoted("nothing in this mail can be read"), Quoted("")),
        "line_id": (17,),
        "kept": (True, False),
    },
    admin_letters.Trouble: {
        "what": (OurPart(PartKind.MAILBOX, "it-help"), OurPart(PartKind.DATABASE)),
        "text": (
            Quoted("login refused"),
            Turned(timedelta(hours=2), _UNTIL),
            ServedTwice(),
            ProvesNone(20, "corp.example"),
        ),
        "since": (NOW - timedelta(minutes=20),),
        "until": (None, NOW),
        "late": (0, 1, 32),
        "stops": (True, False),
    },
    admin_letters.LostMoments: {
        "since": (NOW - timedelta(minutes=4),),
        "until": (NOW - timedelta(minutes=3),),
        "taken": (3, 0),
        "uncertain": (2, 0),
    },
    admin_letters.Ends: {
        "what": tuple(SecretOf(kind, "office365") for kind in EndingKind),
        "day": (date(2026, 12, 22),),
        "over": (False, True),
    },
    admin_letters.OldCalendar: {
        "what": (CalendarOf(True, "bo", _HOST), CalendarOf(False, "office", _HOST)),
        "text": (Quoted("calendar.corp.example answers 404: there is no such calendar"),),
        "since": (NOW,),
        "copy_of": (NOW, None),
    },
    admin_letters.RulesRejected: {
        "lines": (
            (Quoted(f"{_BROKEN}; did you mean `bo`?"),),
            tuple(map(Quoted, (_BROKEN, "    to: boo", "        ^"))),
        ),
        "count": (1, 60),
        "more": (0, 59),
        "digest": ("3f2a9c01d4be",),
        "since": (NOW - timedelta(days=4),),
    },
}
