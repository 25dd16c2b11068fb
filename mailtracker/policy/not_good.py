"""What the rules say of requests that were not good."""

from __future__ import annotations

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class NotGood:
    """Who looks into a request that was not good: key of a person, or of a team whose lead does,
    `to`; and by which `promise`. "": who leads its owner's team, by the promise of the request.
    """

    to: str = ""
    promise: str = ""
