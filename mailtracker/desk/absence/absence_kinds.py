"""From whom we know that somebody is away, and what of theirs goes to others."""

from __future__ import annotations

from enum import StrEnum


class KnownBy(StrEnum):
    """From whom we have it. The names are stored."""

    PEOPLE_FILE = "people file"  # the files of the rules
    FEED = "calendar"  # a feed that the people file names; stored as a feed
    NOTICE = "notice"  # a program that answered a mail of ours for them
    MAIL = "mail"  # they wrote so themselves

    @property
    def stands_elsewhere(self) -> bool:
        """In files or feeds, which say whether it is so: a row says only what was done about it."""
        return self in (KnownBy.PEOPLE_FILE, KnownBy.FEED)


class AbsenceTold(StrEnum):
    """What was told of an absence. The names are stored."""

    ANNOUNCED = "announced"  # to who is away, and to leads: what it changes
    BACK = "back"  # to who was away: what became of what went to others


class Reach(StrEnum):
    """Which of the requests that somebody has go to who covers. The names are stored."""

    ONE = "one"  # that which a program answered for them
    ALL = "all"  # all that are open; they are still to be handed over
    DONE = "done"  # all that were open have been
