"""Thanks for an answer → what a team's weekly mail will quote, where the team wants one
(docs/reliability.md, Q3 to Q5).
"""

from __future__ import annotations

from collections.abc import Iterator

from mailtracker.desk.case import Case
from mailtracker.desk.kept_thanks import KeepThanks
from mailtracker.desk.participants import is_proof_enough, is_sure_by_ours
from mailtracker.desk.request import Request
from mailtracker.desk.thanks.between_us import is_between_us
from mailtracker.desk.thanks.private_matters import is_private_matter
from mailtracker.desk.thread import Role
from mailtracker.policy.model import Person, Policy, Team
from mailtracker.record import dataclass

MAX_WORDS_KEPT = 300
"""Characters of one."""


@dataclass(frozen=True, slots=True)
class Praise:
    """Thanks in `words` of their writer's own, for this person (`to`)."""

    to: Person
    words: str


def keep_thanks(case: Case, request: Request, role: Role, praise: Praise) -> list[KeepThanks]:
    """By the author of the mail at hand, who speaks in this `role`. Nothing where they are not
    surely a colleague, may not want to be quoted, or where one of both is kept out of it.
    """
    team = celebrating(case.policy, request, praise.to.key)
    short, writer = _short(praise.words), case.person
    if team is None or not short or case.is_from(praise.to):
        return []
    sure = is_proof_enough(case, role) or (case.rates and is_sure_by_ours(case))
    if not (case.colleague and sure):
        return []
    if request.given.confidential or _is_for_one(praise.words):
        return []
    if not may_quote(praise.to, writer):
        return []
    name = writer.name if writer else case.sender.name
    return [KeepThanks(team.key, case.sender.key, name, praise.to.key, short)]


def _is_for_one(words: str) -> bool:
    """They stay with whom they thank."""
    return is_between_us(words) or is_private_matter(words)


def may_quote(to: Person, writer: Person | None) -> bool:
    """Whom is thanked, and who thanked, who is None where the people file does not have them."""
    return to.celebrate and (writer is None or writer.celebrate)


def celebrating(policy: Policy, request: Request, person: str) -> Team | None:
    """Whose weekly mail it is: that of the team that the rule named, else of the first of theirs
    that has one.
    """
    teams = list(_celebrating(policy, person))
    named = [team for team in teams if team.key == request.given.routed_to]
    return next(iter(named or teams), None)


def _celebrating(policy: Policy, person: str) -> Iterator[Team]:
    for team in policy.teams.values():
        if team.celebrate == "weekly" and person in (*team.members, team.lead):
            yield team


def _short(words: str) -> str:
    """In one paragraph; what is cut ends with a whole word."""
    text = " ".join(words.split())
    if len(text) <= MAX_WORDS_KEPT:
        return text
    return text[:MAX_WORDS_KEPT].rpartition(" ")[0].rstrip(" ,;:-") + " …"
