"""Who may do what in a request: one table, a line a role. The desk asks it, docs/reliability.md
prints it.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mailtracker.desk.request import Request
from mailtracker.desk.thread import Role
from mailtracker.desk.words.owner_words import Word


class Act(StrEnum):
    """What somebody may do in a request, or have of it."""

    JOIN = "bring others in by a copy"
    ADMIT = "add or drop somebody"
    READ = "read an answer"
    HEAR = "be told"
    TO_REQUESTER = "speak to the requester"
    TO_OWNER = "speak to the owner"
    TAKE = "take it"
    HAND_OVER = "hand it over"
    CLOSE = "close it"
    REOPEN = "reopen it"
    POSTPONE = "postpone it"
    SETTLE = "say that it was answered"
    CONFIRM = "send what was kept"
    NOTE = "note something inside"
    MERGE = "merge it with another"
    ASK = "ask how it stands"
    PART = "take a part of it"
    RATE = "say how it was"


class Right(StrEnum):
    """What the table answers."""

    YES = "yes"
    OPEN = "open"  # yes, but not of a confidential request
    WARNED = "warned"  # carried with a warning in its first line and its From
    NO = "no"


ACT_OF: Mapping[Word, Act] = MappingProxyType(
    {
        Word.DONE: Act.CLOSE,
        Word.MINE: Act.TAKE,
        Word.NOT_MINE: Act.HAND_OVER,
        Word.FOR: Act.HAND_OVER,
        Word.WAITING: Act.POSTPONE,
        Word.SNOOZE: Act.POSTPONE,
        Word.ANSWERED: Act.SETTLE,
        Word.NOTE: Act.NOTE,
        Word.ADD: Act.ADMIT,
        Word.DROP: Act.ADMIT,
        Word.SEND: Act.CONFIRM,
        Word.MERGE: Act.MERGE,
        Word.PART: Act.PART,
    }
)
"""A word has no rights of its own: it is another way to do something."""

_MARKS = {"+": Right.YES, "o": Right.OPEN, "!": Right.WARNED, ".": Right.NO}

# The columns are the acts in their order: join, admit, read, hear, to requester, to owner, take,
# hand over, close, reopen, postpone, settle, confirm, note, merge, ask, part, rate
_ROWS: Mapping[Role, str] = {
    Role.REQUESTER: "o + + + . + . . + + . . . . . + . o",
    Role.IN_COPY: "o . + . + + . . . + . . . . . . . .",
    Role.BYSTANDER: ". . . . . + . . . . . . . . . . . .",
    Role.OWNER: "o + + + + . + + + . + + + + + . . .",
    Role.FORMER: ". . . . + + + . . . . . + + . . o .",
    Role.COVER: ". . . + . + + . . . . . + + . . o .",
    Role.MANAGER: ". . . + . + + + . . . . + + . . o .",
    Role.WATCHER: ". . o . . + o . . . . . + + . . o .",
    Role.ADMIN: ". . . + . + + + . . . . + + . . o .",
    Role.COLLEAGUE: ". . . . . + o . . . . . + + . . o .",
    Role.MATE: ". . . . . + . . . . . . . . . . . .",
    Role.STRANGER: ". . . . . . . . . . . . . . . . . .",
    Role.UNPROVEN: ". . . . . + . . . + . . . . . . . .",
    Role.ELSEWHERE: ". . . . . . . . . . . . . . . . . .",
    Role.CLAIMS: ". . . . . . . . . . . . . . . . . .",
    Role.DISPROVEN: ". . . . . ! . . . . . . . . . . . .",
}


def _row(marks: str) -> Mapping[Act, Right]:
    return MappingProxyType(dict(zip(Act, map(_MARKS.__getitem__, marks.split()), strict=True)))


RIGHTS: Mapping[Role, Mapping[Act, Right]] = MappingProxyType(
    {role: _row(marks) for role, marks in _ROWS.items()}
)
"""Every role and every act: what is not said does not exist."""


def may(role: Role, act: Act, request: Request) -> bool:
    """Whether somebody in this role may do that. `Right.WARNED` is not enough: it changes
    nothing.
    """
    right = RIGHTS[role][act]
    return right is Right.YES or (right is Right.OPEN and not request.given.confidential)


def as_markdown() -> str:
    """The table for docs/reliability.md."""
    head = ("", *Act)
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    shown = {Right.YES: "yes", Right.OPEN: "open ones", Right.WARNED: "with a warning"}
    for role, cells in RIGHTS.items():
        said = (shown.get(cells[act], "") for act in Act)
        lines.append(f"| {role} | {' | '.join(said)} |")
    return "\n".join(lines)
