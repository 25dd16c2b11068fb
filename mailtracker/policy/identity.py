"""Two addresses, and the people file → whether they are one person. The only place that says so:
elsewhere an address is a place that mail goes to (docs/reliability.md, T22).
"""

from __future__ import annotations

from collections.abc import Iterable

from mailtracker.mail.address_key import person_key
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person, Policy


def identity(policy: Policy, who: Address | Person | str) -> str:
    """Who that is: the key of a person of the people file, whichever address of theirs it is; of
    anybody else what tells people apart (`person_key`). Equal identities are one person.
    """
    if isinstance(who, Person):
        return who.key or identity(policy, who.addresses[0])
    email = who.email if isinstance(who, Address) else who
    person = policy.person_by_address(email)
    return person.key if person else person_key(email, policy.home)


def identities(policy: Policy, people: Iterable[Address | Person | str]) -> frozenset[str]:
    """Those of several."""
    return frozenset(identity(policy, one) for one in people)


def same(policy: Policy, one: Address | Person | str, other: Address | Person | str) -> bool:
    """Whether these are one person. Who has no address is nobody."""
    mine = identity(policy, one)
    return bool(mine) and mine == identity(policy, other)


def first_like(policy: Policy, who: Address | str, people: Iterable[Address]) -> Address | None:
    """The first of these people who is that one, by whatever address; None where nobody is."""
    wanted = identity(policy, who)
    return next((one for one in people if wanted and identity(policy, one) == wanted), None)
