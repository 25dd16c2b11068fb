"""A request before and after a decision → whose work grew or shrank by it."""

from __future__ import annotations

from collections import Counter

from mailtracker.desk.request import Request, Status
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Moved:
    """What a person has more, or less: requests in which something is `still_open`, neither
    answered nor closed, and that they were ever `given`.
    """

    still_open: int
    given: int


def moved(before: Request | None, after: Request | None) -> dict[str, Moved]:
    """By the key of each person for whom anything changed."""
    opened: Counter[str] = Counter()
    for request, number in ((before, -1), (after, 1)):
        if request is not None and request.status not in (Status.ANSWERED, Status.CLOSED):
            opened[request.owner] += number
    given: Counter[str] = Counter()
    if after is not None and (before is None or before.owner != after.owner):
        given[after.owner] += 1
    owners = [owner for owner in {**opened, **given} if opened[owner] or given[owner]]
    return {owner: Moved(opened[owner], given[owner]) for owner in owners}
