"""The letters of a request that somebody opened for somebody else: to who did, and to its owner."""

from __future__ import annotations

from collections.abc import Sequence

from mailtracker.desk.named import Named
from mailtracker.desk.why import NotJoined
from mailtracker.policy.mentioned import Mentions
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class OpenedFor(Named):
    """To who opened a request for somebody else: it is open."""

    name = "opened_for"


@dataclass(frozen=True, slots=True)
class OtherRequester(Named):
    """To the owner: the request is somebody else's than who wrote it, and said so now."""

    name = "other_requester"
    #: Who opened it for them.
    opened_by: str


@dataclass(frozen=True, slots=True)
class AskedThrough(Named):
    """To the owner of what somebody opened for somebody else, who may not read all of that mail."""

    name = "asked_through"
    #: Who opened it.
    opened_by: str
    #: What that one wrote for it, in paragraphs.
    words: Sequence[str]
    #: The words of the mail by which its rule took it; templates have them as a sentence.
    matched: Mentions
    #: Who else took part when it came.
    others: Sequence[str]
    #: Whether the requester has been told who has it.
    receipt_sent: bool
    #: Why people in copy take no part.
    not_joined: NotJoined = ""
    #: The reader knows the words that a reply may begin with.
    brief: bool = False


OfBehalf = OpenedFor | OtherRequester | AskedThrough
