"""From whom we know that somebody is away, and what of theirs goes to others."""

from __future__ import annotations

from enum import StrEnum


class KnownBy(StrEnum):
    """From whom we have it. The names are stored."""

    PEOPLE_FILE = "people file"  # the files of the rules; nothing of it is stored
    FEED = "calendar"  # a feed that the people file names; stored as a feed
    NOTICE = "notice"  # a program that answered a mail of ours for them
    MAIL = "mail"  # they wrote so themselves


class Reach(StrEnum):
    """Which of the requests that somebody has go to who covers. The names are stored."""

    ONE = "one"  # that which a program answered for them
    ALL = "all"  # all that are open; they are still to be handed over
    DONE = "done"  # all that were open have been
