"""The legal states of a mail out and the moves between them: the one place where they stand. The
database's constraints are made of it, and the table of docs/reliability.md (O1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mailtracker.desk.request import State


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
