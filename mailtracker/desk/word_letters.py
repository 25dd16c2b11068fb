"""The letters of `note` and `merge`: what came of them."""

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


OfWords = KeptInside | MergedOwner | MergedRequester
