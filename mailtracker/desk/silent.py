"""A mail, and what the config says of its sender → what it is taken for: who stands in
`silent_senders` is a machine, which reads nothing (docs/reliability.md, R19).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from mailtracker.desk.alias import Alias
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import Effect, LogEvent, Relay, RelayAgain, SendLetter
from mailtracker.mail.address_key import domain_of
from mailtracker.mail.message import Address, Classified, Kind
from mailtracker.policy.globs import read_glob
from mailtracker.policy.model import Policy

REASON = "a machine's, as the config says of its sender (silent_senders)"


_glob = lru_cache(maxsize=1024)(read_glob)


def named_by(silent: Iterable[str], address: Address) -> str:
    """The first of these that covers the address, or its domain; "" for none."""
    domain = domain_of(address.key)
    for one in silent:
        if _glob(one).covers(address.key if "@" in one else domain):
            return one
    return ""


def is_silent(silent: Iterable[str], policy: Policy, address: Address) -> bool:
    """Nothing is written to them. Whom the people file knows is somebody."""
    if not named_by(silent, address):
        return False
    return policy.person_by_address(address.email) is None


def as_configured(incoming: Incoming, policy: Policy) -> Incoming:
    """The same mail as a machine's, where its sender is silent. What is none of a request stays
    what it was.
    """
    sender, found = incoming.message.sender, incoming.classified
    if sender is None or found.opens_nothing:
        return incoming
    if not is_silent(incoming.alias.silent, policy, sender):
        return incoming
    return replace(incoming, classified=of_machine(found))


def of_machine(found: Classified) -> Classified:
    return replace(found, kind=Kind.AUTO_GENERATED, receipt=False, reason=REASON, sure=True)


def reads_nothing(effect: Effect, alias: Alias, policy: Policy) -> bool:
    """It is a mail to somebody silent."""
    match effect:
        case SendLetter() | Relay() | RelayAgain():
            return is_silent(alias.silent, policy, effect.to)
        case _:
            return False


NOT_WRITTEN = LogEvent("not written", "to a sender that the config calls silent (silent_senders)")
"""What stands in the history instead of a mail."""
