"""An answer that our border does not vouch for → a line of the list that its author gets."""

from __future__ import annotations

from mailtracker.desk.authors import shown
from mailtracker.desk.case import Case
from mailtracker.desk.digests import LATER, Digested, DigestLine, Gather
from mailtracker.desk.effects import Effect
from mailtracker.desk.request import Request
from mailtracker.policy.model import Person


def listed_today(case: Case, person: Person, request: Request) -> list[Effect]:
    """What our border does not vouch for stands in a list that its author gets eight hours after
    its first line: who can forge their name and has an address of ours would else speak for them
    unseen.
    """
    if case.vouched or not person.key:
        return []
    line = DigestLine(f"{request.reference}: {shown(case.policy, request.requester)}")
    return [Gather(person.key, Digested.ANSWERS, line, case.now + LATER)]
