"""The legal states of a mail out and of a mail in, and the moves between them: the one place where
they stand. The database's constraints are made of it, and the tables of docs/reliability.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mailtracker.desk.disposition import Disposition
from mailtracker.desk.put_away import PutAway
from mailtracker.desk.request import State
from mailtracker.record import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """From the state `old` ("": not there yet) to `new`, and `when` that happens."""

    old: State | Literal[""]
    new: State
    when: str


MAIL_OUT: Sequence[Move] = (
    Move("", State.READY, "queued by the transaction that makes the change it tells of"),
    Move(State.READY, State.SENDING, "claimed for a connection that stands"),
    Move(State.SENDING, State.SENT, "the server answered the final dot with yes"),
    Move(
        State.SENDING,
        State.READY,
        "refused for now, or the connection broke before the dot, or the daemon died before it",
    ),
    Move(State.SENDING, State.FAILED, "refused for good, or too old, or damaged in the database"),
    Move(State.SENDING, State.UNCERTAIN, "the dot went out and no answer is known"),
    Move(State.UNCERTAIN, State.SENT, "there is proof that it arrived"),
    Move(State.READY, State.SENT, "there is proof that an earlier try of it arrived"),
    Move(State.UNCERTAIN, State.READY, "no proof: once more, with the same id"),
    Move(State.UNCERTAIN, State.FAILED, "`mailtracker outbox drop`"),
    Move(State.READY, State.FAILED, "`mailtracker outbox drop`"),
    Move(State.FAILED, State.READY, "`mailtracker outbox resend`"),
)

LEGAL = frozenset((move.old, move.new) for move in MAIL_OUT)
"""Pairs of states."""


def is_legal(moves: Sequence[Move], was: str, now: str) -> str:
    """As SQL: whether the columns `was` and `now` are one of these moves."""
    listed = ", ".join(f"'{move.old}>{move.new}'" for move in moves)
    return f"{was} || '>' || {now} IN ({listed})"


def as_markdown(moves: Sequence[Move]) -> str:
    """A table for people, a row a move."""
    rows = [f"| {move.old or '-'} | {move.new} | {move.when} |" for move in moves]
    return "\n".join(["| from | to | when |", "| --- | --- | --- |", *rows]) + "\n"


@dataclass(frozen=True, slots=True)
class Moves:
    """From any of the states `old` to any of `new`, and `when` that happens. `of` is what moves:
    where its state stands.
    """

    of: Literal["mailbox", "disposition", "put away"]
    old: Sequence[str]
    new: Sequence[str]
    when: str


UNSETTLED = (
    Disposition.QUARANTINE,
    Disposition.FLOOD,
    Disposition.ASKED_BACK,
    Disposition.UNVERIFIED,
)
"""What a human may still decide; what became of all other mail stays so."""

MAIL_IN: Sequence[Moves] = (
    Moves("mailbox", ("waiting",), ("in hand",), "a pass works on it"),
    Moves("mailbox", ("in hand",), ("waiting",), "it could not be taken: later again, alone"),
    Moves("mailbox", ("waiting", "in hand"), ("gone",), "somebody took it out of the mailbox"),
    Moves(
        "disposition",
        ("",),
        (Disposition.QUARANTINE,),
        "it gets its line: until somebody decides on it, it is for a human",
    ),
    Moves(
        "disposition",
        UNSETTLED,
        tuple(Disposition),
        "it is decided on: in the transaction that enters it, or later, when a human or its author "
        "says so",
    ),
    Moves(
        "disposition",
        (Disposition.REPLY,),
        (Disposition.REPLY,),
        "the words in it go to the requester after all: `send`",
    ),
    Moves(
        "put away",
        ("",),
        (PutAway.MOVED, PutAway.MARKED, PutAway.LEFT),
        "the mailbox was told, after the commit; refused, it is told again",
    ),
    Moves(
        "put away",
        (PutAway.LEFT,),
        ("",),
        "`mailtracker quarantine retry` has fetched what only the mailbox had",
    ),
)


def are_legal(moves: Sequence[Moves], of: str, was: str, now: str) -> str:
    """As SQL: whether the columns `was` and `now` are one of these moves of that."""
    ways = [
        f"{was} IN ({_listed(move.old)}) AND {now} IN ({_listed(move.new)})"
        for move in moves
        if move.of == of
    ]
    return " OR ".join(ways)


def _listed(states: Sequence[str]) -> str:
    return ", ".join(f"'{state}'" for state in states)


def ways_as_markdown(moves: Sequence[Moves]) -> str:
    """A table for people, a row each."""
    rows = [
        f"| {move.of} | {_told(move.old)} | {_told(move.new)} | {move.when} |" for move in moves
    ]
    head = ["| where | from | to | when |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *rows]) + "\n"


def _told(states: Sequence[str]) -> str:
    everything = set(states) == set(Disposition)
    return "any" if everything else ", ".join(state or "-" for state in states)
