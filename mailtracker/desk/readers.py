"""A request and somebody → whether they may hear of it. Every place that picks a reader
asks here (docs/reliability.md, T6, K2).
"""

from __future__ import annotations

from collections.abc import Iterable

from mailtracker.desk.request import Given, Request
from mailtracker.mail.address_key import without_tag
from mailtracker.mail.message import Address
from mailtracker.policy.model import Person, Policy


def kept_out(policy: Policy, request: Request, who: Address | Person) -> bool:
    """Whether somebody must not hear of a request. Every place that picks a reader asks this, and
    the gate (`desk/gate.py`) once more.

    Not the requester, who wrote it; nor who was entrusted with it all the same (`Given.entrusted`).
    Where the requester chooses whom to confide in: everybody else but the one whom they chose.
    """
    named, owner, given = names_of(policy, who), request.owner, request.given
    if not given.confide_in and named.isdisjoint(given.barred):
        return False
    may_have_it = given.confidants if given.confide_in else given.entrusted
    if owner in may_have_it and owner in named:
        return False
    return named.isdisjoint(names_of(policy, request.requester))


def is_kept_from_some(given: Given) -> bool:
    """Whether anybody is kept out of a request."""
    return bool(given.barred or given.confide_in)


def names_of(policy: Policy, who: Address | Person) -> frozenset[str]:
    """Under what a list of the barred may have somebody: key and addresses, without tags too."""
    if isinstance(who, Person):
        return frozenset((who.key, *who.addresses))
    bare = without_tag(who.email)
    person = policy.person_by_address(who.email) or policy.person_by_address(bare)
    known = (person.key, *person.addresses) if person else ()
    return frozenset((who.key, bare, *known))


def not_barred(
    policy: Policy, barred: Iterable[str], people: Iterable[Address]
) -> tuple[Address, ...]:
    """Those of them who are not on such a list: for a request that is about to be opened."""
    listed = frozenset(barred)
    return tuple(one for one in people if names_of(policy, one).isdisjoint(listed))


def admitted(policy: Policy, request: Request, people: Iterable[Address]) -> tuple[Address, ...]:
    """Those of them who may hear of a request."""
    return tuple(one for one in people if not kept_out(policy, request, one))
