"""What the desk is told of expected mail, and what it answers about it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mailtracker.policy.expected import Awaiting
from mailtracker.record import dataclass


class AskStage(StrEnum):
    """What the people of an expectation were asked for the next due time. The names are stored."""

    NOTHING = ""
    ONCE = "asked"
    AGAIN = "chased"  # those who had not answered


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A request (`request_id`) that a missed mail opened: how its expectation stands (`awaiting`),
    and whose mail is missing still (`absent`).
    """

    request_id: int
    awaiting: Awaiting
    absent: frozenset[str]


@dataclass(frozen=True, slots=True)
class TickOff:
    """The incoming message is the expected mail of that `name`, of `who` (a person key,
    `expected.ANYBODY` where it does not matter), and came `at` an instant.
    """

    name: str
    who: str
    at: datetime
