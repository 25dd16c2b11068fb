"""The letters about somebody's absence, to one person each and about no request: that we took them
as away, that somebody of a team is, what came of `away` and `back`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from mailtracker.desk.absence.away_plan import NO_PLAN, AwayPlan, PlanLine
from mailtracker.desk.absence.cover_letters import CoverLetter
from mailtracker.desk.named import Named
from mailtracker.record import dataclass

SaidBy = Literal["program", "mail", "people file", "calendar"]
"""Who says that somebody is away: their mail program, they themselves, the people file, or a
calendar that this names.
"""


@dataclass(frozen=True, slots=True)
class HandedLine:
    """One request of somebody who is away."""

    #: Its name for people.
    reference: str
    #: Its subject; empty for a confidential one.
    subject_line: str
    #: Who has it now, "" where nobody could take it.
    new_name: str


@dataclass(frozen=True, slots=True)
class AwayNoticed(Named):
    """To somebody who counts as away, by whatever told us: what that changes; and one word undoes
    or changes it.
    """

    name = "away_noticed"
    #: From which day on.
    start: date
    #: The last day, None: it was not said.
    end: date | None
    #: All that they had open went to others, or will; else what the program answered alone.
    all_open: bool
    #: The requests that went to others, or that nobody could take.
    lines: Sequence[HandedLine]
    #: How many more there are.
    more: int
    #: From whom we have it.
    by: SaidBy = "program"
    #: It has begun; else what they have open by then goes to others on the first day.
    begun: bool = True
    #: How much they have open now, where it has not begun.
    still_open: int = 0
    #: Who takes what meanwhile, and where that leaves a gap.
    plan: AwayPlan = NO_PLAN
    #: By the rules somebody may have confided in them, and that goes to nobody else.
    confided: bool = False


@dataclass(frozen=True, slots=True)
class AwayTold(Named):
    """To the lead of somebody who is away."""

    name = "away_told"
    #: Who is away.
    who: str
    #: From which day on.
    start: date
    #: The last day, None: it was not said.
    end: date | None
    #: From whom we have it.
    by: SaidBy
    #: As of `AwayNoticed`, without those that the reader is kept out of.
    lines: Sequence[HandedLine]
    #: As of `AwayNoticed`.
    more: int
    #: Days on which nobody of a rule's own people is there, by this absence.
    gaps: Sequence[PlanLine] = ()
    #: They work here no more from the first day on.
    left: bool = False


@dataclass(frozen=True, slots=True)
class AwaySaid(Named):
    """To who wrote `away` or `back`: it was done."""

    name = "away_said"
    #: What was done.
    did: Literal["away", "back"]
    #: `away`: the first day.
    start: date | None = None
    #: `away`: the last day, None: it was not said.
    end: date | None = None
    #: `away`: who covers, "" for nobody in particular.
    cover_name: str = ""
    #: `away`: it has begun.
    begun: bool = False
    #: `back`: they counted as away.
    was_away: bool = True
    #: `back`: names of the requests that are theirs again, since nobody had done anything about
    #: them.
    returned: Sequence[str] = ()
    #: `back`: the people file or a calendar says that they are away; an admin changes that.
    on_file: bool = False
    #: Until when, None: it does not say.
    file_end: date | None = None
    #: `away`: who takes what meanwhile, and where that leaves a gap.
    plan: AwayPlan = NO_PLAN
    #: `away`: by the rules somebody may have confided in them, and that goes to nobody else.
    confided: bool = False


@dataclass(frozen=True, slots=True)
class AwayAsked(Named):
    """To who seems to have written `away` or `back`: nothing was done yet."""

    name = "away_asked"
    #: The days cannot be read or are over; nobody, more than one or they themselves are called as
    #: the cover is; or nothing proves who wrote it.
    why: Literal["days", "over", "nobody", "several", "themselves", "unproven"]
    #: The line as it was written.
    line: str
    #: Names of all who may be meant.
    names: Sequence[str] = ()


AboutAbsence = AwayNoticed | AwayTold | AwaySaid | AwayAsked | CoverLetter
