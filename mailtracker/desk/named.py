"""What every letter and every note has: a stored name."""

from __future__ import annotations

from typing import ClassVar

from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """What every mail of ours has."""

    #: Stored with each mail, and part of a letter's ids; the template's file is called so.
    name: ClassVar[str]
