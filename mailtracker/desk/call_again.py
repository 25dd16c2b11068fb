"""The effect by which a request gets a subject again, whose own was purged."""

from __future__ import annotations

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class CallAgain:
    """What the request is called from now on (`subject`): nobody knows any more what it was called,
    and somebody has written again.
    """

    subject: str
