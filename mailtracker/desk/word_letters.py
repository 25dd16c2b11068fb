"""The letters of `note`, `merge` and `part`: what came of them."""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.named import Named
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class KeptInside(Named):
    """To who wrote an internal note: who reads it, and that the requester does not."""

    name = "kept_inside"
    #: Who else gets it now.
    names: Sequence[str]
    #: The requester is among the recipients of the mail itself.
    reached: bool = False
    #: `send` carries it to the requester after all.
    sendable: bool = False


@dataclass(frozen=True, slots=True)
class MergedOwner(Named):
    """To who wrote `merge`: the request is part of another one."""

    name = "merged_owner"
    #: The reference of that.
    into: str
    #: Who took part, and takes none in the other.
    left: Sequence[str]
    #: The requester is told.
    told: bool


@dataclass(frozen=True, slots=True)
class MergedRequester(Named):
    """To the requester of two requests that are one now."""

    name = "merged_requester"
    #: The reference of the one that is no more.
    other: str


@dataclass(frozen=True, slots=True)
class PartRequester(Named):
    """To the requester: somebody has a part of what they asked, as a request of its own."""

    name = "part_requester"
    #: The reference of the whole.
    whole: str
    #: Who has the rest, "" where that is closed.
    rest_with: str
    #: They have answered it with the same mail.
    answered: bool


@dataclass(frozen=True, slots=True)
class PartOwner(Named):
    """To who has a request: somebody else has a part of it."""

    name = "part_owner"
    #: Who.
    who: str
    #: The reference of the part.
    part: str
    #: They have answered it with the same mail.
    answered: bool


OfWords = KeptInside | MergedOwner | MergedRequester | PartRequester | PartOwner
