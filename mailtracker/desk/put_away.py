"""How a mailbox was told that we have a mail: one word in the ledger, given by the mailbox."""

from __future__ import annotations

from enum import StrEnum


class PutAway(StrEnum):
    """What became of a mail in its mailbox once it was ours."""

    MOVED = "moved"  # it lies in the folder of handled mail
    MARKED = "keyword"  # it bears our mark and stays where it is
    LEFT = "left"  # the mailbox can do neither: only the ledger knows
