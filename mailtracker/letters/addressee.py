"""Whom a mail of ours is written to, and in whose words and times."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mailtracker.mail.message import Address
from mailtracker.policy.model import Person
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a mail is written to (`address`), in which `language`, with times of which `zone`;
    `lives_there` where we know that. `person` is None for somebody who is not in the people file.
    """

    address: Address
    person: Person | None
    language: str
    zone: ZoneInfo
    lives_there: bool = False

    @property
    def first_name(self) -> str:
        name = self.person.name if self.person else self.address.name
        return name.split()[0] if name.split() else ""

    def is_told_zone(self, other: ZoneInfo) -> bool:
        """Whether times bear the name of their zone: where they might be meant as those of an
        `other` one. Nobody is told the name of the place where they live.
        """
        return not self.lives_there and self.zone.key != other.key
