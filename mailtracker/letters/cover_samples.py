"""What the letters about absences and covers are given, as examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from mailtracker.desk.absence import cover_letters
from mailtracker.desk.absence.away_plan import AwayPlan, PlanLine
from mailtracker.desk.letters import AnyLetter
from mailtracker.policy.coverage import As

_NOW = datetime(2026, 11, 23, 8, 12, tzinfo=UTC)
_MONDAY, _FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
PLAN = AwayPlan(
    taken=(
        PlanLine(("vpn", "printers"), False, _MONDAY, _FRIDAY, As.COVER, ("Sam Okoro",)),
        PlanLine((), True, _MONDAY, _MONDAY, As.NAMED, ("Sam Okoro", "Dana Levi")),
    ),
    alone=(PlanLine(("vpn",), True, _MONDAY, _FRIDAY, As.NAMED, ("Sam Okoro",)),),
    gaps=(
        PlanLine(("salaries",), False, _MONDAY, _FRIDAY, As.LEAD, ("Ana Costa",)),
        PlanLine(("doors",), True, _FRIDAY, _FRIDAY, As.FALLBACK, ("Dana Levi",)),
        PlanLine(("keys",), False, _MONDAY, _MONDAY, As.NOBODY, ()),
    ),
    back_on=date(2026, 11, 30),
)


def _over(reference: str, **other: Any) -> cover_letters.CameOver:
    usual = cover_letters.CameOver(
        reference,
        "VPN drops",
        "Eva Lind",
        "Is there any news?",
        _NOW,
        False,
        f"it-help+{reference.lower()}@corp.example",
        f"{reference}.eml",
    )
    return replace(usual, **other)


def _meanwhile(state: Any, **other: Any) -> cover_letters.Meanwhile:
    usual = cover_letters.Meanwhile(
        "IT-1042", "VPN drops", "Eva Lind", "Sam Okoro", False, "open", _NOW
    )
    return replace(usual, state=state, **other)


OF_COVERS: Mapping[type[AnyLetter], Mapping[str, Sequence[object]]] = {
    cover_letters.Covering: {
        "who": ("Bo Jensen",),
        "end": (date(2026, 11, 27), None),
        "left": (False, True),
        "lines": (
            (_over("IT-1042"), _over("IT-1043", promised_at=None, subject_line="")),
            (_over("IT-1042", promised_at=None, waits=True),),
            (_over("IT-1042", last_word="", file="", reply_to=""),),
        ),
    },
    cover_letters.BackAgain: {
        "lines": (
            tuple(map(_meanwhile, ("open", "waiting", "answered", "closed"))),
            (_meanwhile("open", yours=True, subject_line="", promised_at=None),),
            (_meanwhile("waiting", yours=True), _meanwhile("answered", yours=True)),
        ),
        "more": (0, 1, 3),
    },
}
