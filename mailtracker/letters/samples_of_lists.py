"""What letters that list requests are given, as examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mailtracker.desk.daily.daily_letters import (
    AwaySoon,
    Counted,
    DailyDigest,
    DailyLine,
    DailyPart,
    DailySection,
    MemberLoad,
    Stands,
)
from mailtracker.desk.digests import Digested
from mailtracker.desk.letters import AnyLetter
from mailtracker.desk.several_letters import OneOfSeveral, Several, WhichOne
from mailtracker.letters.cover_samples import PLAN

_NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
_LINE = DailyLine(
    "IT-1042",
    "VPN drops",
    "Eva Lind",
    "",
    _NOW - timedelta(hours=2),
    _NOW - timedelta(days=3),
    None,
    "reply-1",
)
_ALL: tuple[Stands, ...] = ("overdue", "today", "stranded", "waiting", "snoozed")


def _section(stands: Stands, **other: Any) -> DailySection:
    until = _NOW + timedelta(hours=4) if stands == "snoozed" else None
    secret = replace(_LINE, reference="IT-1043", subject_line="", requester="", promised_at=None)
    lines = [replace(one, snoozed_until=until, **other) for one in (_LINE, secret)]
    return DailySection(stands, lines)


def _late(reference: str, subject: str, yours: bool = False) -> OneOfSeveral:
    return OneOfSeveral(reference, subject, "Eva Lind", "Bo Jensen", _NOW, yours)


_DUE = DailySection(
    "today", [replace(_LINE, reference="IT-1044", promised_at=_NOW + timedelta(hours=7))]
)
_OWN = DailyPart(
    "",
    [Counted("overdue", 2), Counted("today", 1), Counted("later", 3)],
    [_section("overdue"), _DUE],
    0,
    _NOW + timedelta(days=1),
)
_TEAM = DailyPart(
    "IT desk",
    [Counted(stands, 2) for stands in (*_ALL, "later")],
    [_section(stands, owner="Sam Okoro", reply_to="reply-2") for stands in _ALL],
    3,
    None,
    [MemberLoad("Dana Levi", 0, 0, True), MemberLoad("Sam Okoro", 9, 2, False)],
    [
        AwaySoon("Dana Levi", date(2026, 11, 23), date(2026, 11, 27)),
        AwaySoon("Sam Okoro", date(2026, 11, 24), date(2026, 11, 24)),
        AwaySoon("Tom Berg", date(2026, 11, 26), None),
    ],
    PLAN.gaps,
)

OF_LISTS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    DailyDigest: {
        "parts": (
            (_OWN,),
            (_OWN, _TEAM, replace(_TEAM, weight=[], sections=[], more=0, load=())),
            (_TEAM,),
            (replace(_OWN, weight=[Counted(one, 1) for one in _ALL]),),
            (replace(_OWN, sections=[_section("snoozed", reply_to="")]),),
        ),
        "unread": ((), ("IT help",), ("IT help", "Payroll")),
        "linked": ("yours", "others", "both", "none"),
        "unlinked": (False, True),
    },
    Several: {
        "kind": (Digested.LATE, Digested.GAPS, Digested.SNOOZED, Digested.MOVED),
        "lines": (
            (_late("IT-1042", "VPN drops", yours=True),),
            (_late("IT-1042", "VPN drops"), _late("IT-1043", "")),
        ),
        "more": (0, 1, 3),
        "also": ((), (_late("IT-1044", "Printer", yours=True),)),
    },
    WhichOne: {"line": ("Thanks, I did the second one", "")},
}
