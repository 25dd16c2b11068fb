"""What every decision may look at, whatever it is about: the rules, the clock,
and how the work is spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from mailtracker.policy.model import Policy
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """One moment. The store makes it inside the transaction that carries the decision out."""

    #: The rules in force.
    policy: Policy
    #: Aware UTC.
    now: datetime
    #: Requests in which something is open, per person key.
    load: Mapping[str, int] = field(default_factory=dict)
    #: Who got the last request of a team whose members take turns, per team key.
    turns: Mapping[str, str] = field(default_factory=dict)
    #: Keys of people whose mailbox is in the wrong hands: they count as away.
    revoked: frozenset[str] = frozenset()
