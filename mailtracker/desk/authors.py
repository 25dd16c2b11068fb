"""Whom a mail is from → how we say it to others: the only place that lets a name speak
(docs/reliability.md, T9).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal

from mailtracker.desk.alias import Alias
from mailtracker.mail.message import Address, Proof
from mailtracker.policy.model import Person, Policy
from mailtracker.record import dataclass


class Origin(StrEnum):
    """Where an author stands, as far as we know."""

    KNOWN = "known"  # of the people file
    COLLEAGUE = "colleague"  # an address of our own domains
    OUTSIDE = "outside"  # any other
    UNPROVEN = "unproven"  # says that it is of our own domains, and our border does not
    DISPROVEN = "disproven"  # our border says that it is not
    DOUBTFUL = "doubtful"  # the mail names nobody for certain


SAID_FIRST: Mapping[Origin, Literal["outside", "unproven", "disproven", "doubtful"]] = {
    Origin.OUTSIDE: "outside",
    Origin.UNPROVEN: "unproven",
    Origin.DISPROVEN: "disproven",
    Origin.DOUBTFUL: "doubtful",
}
"""Of whom the first line of a note speaks."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a mail: by the people file's `name`, or the one they call themselves; `email` as
    written; and what we know of them (`origin`).
    """

    name: str
    email: str
    origin: Origin

    @property
    def shown(self) -> str:
        """Of the people file by name; everybody else with their address, so that no name can speak
        for another.
        """
        if self.origin is Origin.KNOWN or not (self.name and self.email):
            return self.name or self.email
        return f"{self.name} ({self.email})"


def author(policy: Policy, alias: Alias, sender: Address, proof: Proof) -> Author:
    """As whom a mail of this `sender` is carried on."""
    person = policy.person_by_address(sender.email)
    name = person.name if person else sender.name
    return Author(name, sender.email, _origin(alias, sender, person, proof))


def _origin(alias: Alias, sender: Address, person: Person | None, proof: Proof) -> Origin:
    if not sender.email:
        return Origin.DOUBTFUL
    if proof is Proof.DISPROVEN:
        return Origin.DISPROVEN
    if sender.domain in alias.home:
        unsure = proof is Proof.UNKNOWN and bool(alias.site.authserv_ids)
        known = Origin.KNOWN if person else Origin.COLLEAGUE
        return Origin.UNPROVEN if unsure else known
    return Origin.KNOWN if person and proof.believed else Origin.OUTSIDE


def ours(person: Person) -> Author:
    """Somebody of the people file who is known to have written."""
    return Author(person.name, person.addresses[0], Origin.KNOWN)


def shown(policy: Policy, who: Address) -> str:
    """Somebody who takes part: by the people file's name, or name and address."""
    person = policy.person_by_address(who.email)
    return person.name if person else Author(who.name, who.email, Origin.COLLEAGUE).shown


def as_others_read(policy: Policy, who: Address) -> Address:
    """A requester by the people file's name, whatever the mail said; who is not of it has no name
    without an address.
    """
    known = policy.person_by_address(who.email)
    name = shown(policy, who) if who.name or known else ""
    return Address(name, who.email)
