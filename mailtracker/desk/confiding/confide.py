"""What the desk answers where somebody may read a confidential request: its requester chose them,
or they are entrusted with it.
"""

from __future__ import annotations

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Confide:
    """The requester chose `person` (a key), who may have the request from now on: before the
    `SetOwner` beside it.
    """

    person: str


@dataclass(frozen=True, slots=True)
class AskWhether:
    """The requester was asked whether `person` (a key), whom their mail names, shall read it."""

    person: str


@dataclass(frozen=True, slots=True)
class Entrust:
    """`person` (a key) may have the request although they are barred: nobody else is left, or an
    admin wants it so.
    """

    person: str
