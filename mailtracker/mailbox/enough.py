"""What an IMAP server says that has had enough of us → for how long it is left alone, and why."""

from __future__ import annotations

import re

from mailtracker.errors import Throttled
from mailtracker.record import dataclass

SHORTEST, LONGEST = 10.0, 3600.0
"""Seconds: between them lies what a server suggests, however it is said."""

_SUGGESTED = re.compile(r"suggested backoff time: ([0-9]{1,9}) milliseconds", re.IGNORECASE)
"""Exchange Online says for how long."""


@dataclass(frozen=True, slots=True)
class Enough:
    """Words of which `pattern` finds some mean a limit: `why` says which, for people; so many
    `seconds` nothing more is asked.
    """

    pattern: re.Pattern[str]
    seconds: float
    why: str


TABLE = tuple(
    Enough(re.compile(words, re.IGNORECASE), seconds, why)
    for words, seconds, why in (
        # Dovecot, Cyrus and Gmail; RFC 9051 7.1 has LIMIT.
        (
            r"too many (?:\w+ )?connections|maximum number of connections|\[LIMIT\]",
            60.0,
            "too many connections to this mailbox are open; who else reads it?",
        ),
        # Gmail, whose OVERQUOTA is one of bytes a day where nothing is stored (RFC 5530).
        (
            r"exceeded command or bandwidth|\[OVERQUOTA\]",
            900.0,
            "what may be fetched in a day is used up; it opens again within a day",
        ),
        (r"request is throttled|\[THROTTLED\]", 300.0, "it is asked too much at the moment"),
    )
)
"""The first that is found counts. Nothing of it is about the login, the folder or a mail."""


def enough(where: str, said: str) -> Throttled | None:
    """For what a server said to LOGIN, SELECT, FETCH and the like, on one line. Not for what it
    says to COPY and MOVE, where OVERQUOTA means a full mailbox.
    """
    found = next((one for one in TABLE if one.pattern.search(said)), None)
    if found is None:
        return None
    suggested = _SUGGESTED.search(said)
    seconds = found.seconds
    if suggested is not None:
        seconds = min(max(int(suggested[1]) / 1000, SHORTEST), LONGEST)
    return Throttled(f"{where} wants us to wait: {said} ({found.why})", seconds)
