"""What databases left in a mailbox → whether another one serves it too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mailtracker.mailbox.mailbox import FRESH, Presence

TWICE = (
    "another mailtracker, with another database or a copy of this one, serves this mailbox: "
    "requesters are answered twice; stop one of them, or give it another mailbox"
)


def part_of(mailbox: str) -> str:
    """Under which name `status` shows it."""
    return f"served twice {mailbox}"


def rivals(seen: Iterable[Presence], own: str, now: datetime) -> list[Presence]:
    """Other databases than `own` ("": there is none yet) that served the mailbox within `FRESH`.
    Older word is of one that is gone, word from the future of one whose clock was wrong.
    """
    return [one for one in seen if one.ident != own and abs(now - one.at) < FRESH]
