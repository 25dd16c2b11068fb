"""The letter about a button that did nothing."""

from __future__ import annotations

from datetime import datetime

from mailtracker.desk.named import Named
from mailtracker.desk.why import NothingBecause
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class ButtonDidNothing(Named):
    """To who pressed it: why it makes no sense any more."""

    name = "button"
    #: Why that is.
    nothing: NothingBecause
    #: What stands on it.
    line: str
    #: When it did its word; None where it never did.
    used_at: datetime | None
    #: They wrote something with it, which is kept.
    kept: bool
