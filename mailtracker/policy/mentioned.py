"""Words of a mail by which a condition holds, as letters tell them."""

from __future__ import annotations

from typing import Literal

from mailtracker.record import dataclass

Where = Literal["subject", "body", "anywhere", "attachment"]
"""Where a word stands."""


@dataclass(frozen=True, slots=True)
class Mention:
    """`words` of the mail, as written, and `where` they stand."""

    where: Where
    words: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """All by which one condition holds, in its order; none where it looks at something else."""

    #: Each once.
    found: tuple[Mention, ...] = ()
