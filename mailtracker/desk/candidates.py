"""What decides, besides the rule, who may have a request: who asks, who had it, who must
not hear of it, who is away.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailtracker.desk.absences import instead_of, is_away
from mailtracker.desk.effects import Effect, LogEvent
from mailtracker.desk.request import Request
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person, Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """One request at one moment. `load` and `turns` are as in `Facts`;
    `former` and `barred` are person keys.

    `absences` False: as if everybody were at work.
    """

    policy: Policy
    now: datetime
    requester: Address
    load: Mapping[str, int] = field(default_factory=dict)
    turns: Mapping[str, str] = field(default_factory=dict)
    former: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    absences: bool = True

    @property
    def asker(self) -> str:
        """The requester's key, "" for somebody who is not in the people file."""
        person = self.policy.person_by_address(self.requester.email)
        return person.key if person else ""

    def keeps_out(self, person: str) -> bool:
        """Whether this person is not to have it while somebody else can: the requester,
        and who must not hear of it.
        """
        return person in self.barred or person == self.asker

    def away(self, person: str) -> bool:
        return self.absences and is_away(self.policy, person, self.now)


def choice_of(
    request: Request,
    policy: Policy,
    load: Mapping[str, int],
    turns: Mapping[str, str],
    now: datetime,
) -> Choice:
    """The choice about a request that exists."""
    return Choice(
        policy, now, request.requester, load, turns, request.former_owners, request.barred
    )


def all_present(choice: Choice) -> Choice:
    return replace(choice, absences=False)


def away_record(choice: Choice, usual: Person | None, taken: Person) -> list[Effect]:
    """History, where it went to somebody else than usual because that one is away."""
    if usual is None or usual.key == taken.key or not choice.away(usual.key):
        return []
    return [LogEvent("away", instead_of(choice.policy, usual, taken, choice.now))]
