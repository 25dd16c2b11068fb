"""What each person had to do → what each team had: figures in which nobody stands alone
(docs/reliability.md, X8).
"""

from __future__ import annotations

from mailtracker.policy.model import Policy
from mailtracker.record import dataclass
from mailtracker.simulate.tally import Tally

FEWEST = 3
"""People of a group that is counted by itself. Of two each knows what the other did."""

OTHERS, ALL = "others", "everybody"


@dataclass(slots=True)
class TeamLoad:
    """What all people of a group had to do together."""

    #: How many people they are.
    people: int = 0
    #: Requests that a rule gave them,
    assigned: int = 0
    #: and that came over from somebody else, of the group or not.
    taken_over: int = 0
    #: Answers that they gave.
    answers: int = 0


def by_team(tally: Tally, policy: Policy) -> dict[str, TeamLoad]:
    """By the name of the group: each person counts in the first team that has them, and with the
    `others` where that is a small one. Are these too few as well, all are one group.
    """
    groups = _groups(policy, [*policy.people, *tally.people])
    found: dict[str, TeamLoad] = {}
    for person, group in groups.items():
        load, had = found.setdefault(group, TeamLoad()), tally.people.get(person)
        load.people += 1
        if had is not None:
            load.assigned += had.assigned
            load.taken_over += had.taken_over
            load.answers += had.answers
    return found


def _groups(policy: Policy, people: list[str]) -> dict[str, str]:
    """The group of each."""
    first: dict[str, str] = {}
    for team in policy.teams.values():
        for person in (team.lead, *team.members):
            first.setdefault(person, team.key)
    groups = {person: first.get(person, OTHERS) for person in people}
    sizes = [*groups.values()]
    groups = {
        person: group if sizes.count(group) >= FEWEST else OTHERS
        for person, group in groups.items()
    }
    too_few = 0 < [*groups.values()].count(OTHERS) < FEWEST
    return dict.fromkeys(groups, ALL) if too_few else groups
