"""What decides, besides the rule, who may have a request: who asks, who had it, who must
not hear of it, who is away.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from mailtracker.desk.absence.absences import has_left, instead_of, is_away
from mailtracker.desk.effects import Effect, LogEvent
from mailtracker.desk.request import Request
from mailtracker.desk.scene import Scene
from mailtracker.mail.message import Address
from mailtracker.policy.identity import identities
from mailtracker.policy.model import Person, Policy
from mailtracker.record import dataclass


@dataclass(frozen=True)  # without slots: who asks is found out once
class Candidates:
    """Who may have one request, or hear of it, at one moment."""

    #: The moment.
    scene: Scene
    #: Who asks.
    requester: Address
    #: Keys of those who had it before.
    former: tuple[str, ...] = ()
    #: Who must not hear of it: keys of people, and addresses.
    barred: tuple[str, ...] = ()
    #: False: as if everybody were at work.
    absences: bool = True
    #: Key of the person or team that its rule named, "" where it is not open yet.
    routed_to: str = ""
    #: Keys of those who read along.
    watching: tuple[str, ...] = ()
    #: Keys of those who said that it is not theirs.
    declined: tuple[str, ...] = ()
    #: Key of who alone may, since its requester chose them; None: it is for no such choice.
    chosen: str | None = None

    @property
    def policy(self) -> Policy:
        return self.scene.policy

    @property
    def is_secret(self) -> bool:
        """Somebody is kept out of it."""
        return bool(self.barred) or self.chosen is not None

    @cached_property
    def asker(self) -> str:
        """The requester's key, "" for somebody who is not in the people file."""
        person = self.policy.person_by_address(self.requester.email)
        return person.key if person else ""

    def keeps_out(self, person: str) -> bool:
        """Whether this person is not to have it while somebody else can: the
        requester, who said that it is not theirs, who must not hear of it, and who works here no
        more.
        """
        if person == self.asker or person in self.declined:
            return True
        return self.is_barred(person) or has_left(self.scene, person)

    def is_barred(self, person: str) -> bool:
        """By key, or by an address that was named before the people file had it."""
        if self.chosen is not None:
            return person != self.chosen
        if not self.barred:
            return False
        known = self.policy.people.get(person)
        names = (person, *known.addresses) if known else (person,)
        return any(name in self.barred for name in names)

    def away(self, person: str) -> bool:
        if person in self.scene.revoked:
            return True
        return self.absences and is_away(self.scene, person)


def still_watching(policy: Policy, request: Request) -> tuple[str, ...]:
    """Keys of all who read along: who was called in and dropped since does not, whom the rules have
    watch does.
    """
    dropped = identities(policy, request.dropped)
    rules, called = request.given.watchers, request.given.called_in
    return tuple(dict.fromkeys((*rules, *(key for key in called if key not in dropped))))


def candidates_for(request: Request, scene: Scene) -> Candidates:
    """Who may have a request that exists."""
    given = request.given
    return Candidates(
        scene,
        request.requester,
        request.former_owners,
        given.barred,
        routed_to=given.routed_to,
        watching=still_watching(scene.policy, request),
        declined=request.declined,
        chosen=request.owner if given.confide_in else None,
    )


def all_present(candidates: Candidates) -> Candidates:
    return replace(candidates, absences=False)


def away_record(candidates: Candidates, usual: Person | None, taken: Person) -> list[Effect]:
    """History, where it went to somebody else than usual because that one is away."""
    if usual is None or usual.key == taken.key or not candidates.away(usual.key):
        return []
    told = instead_of(candidates.scene, usual, taken)
    return [LogEvent("away", told)]
