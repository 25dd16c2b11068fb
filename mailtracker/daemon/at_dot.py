"""Which try of which row is at the final dot, one slot a connection: after a kill only that one is
uncertain, and of the others it is known what became of them.

    before the dot     {"at": [row, attempt]}
    after its answer   {"became": [row, attempt, result, code, text, cause]}
    once at a start    {} after the store has what earlier slots told

A slot holds one row, and its pump settles that in the store before it claims the next: so no dot is
written before the last outcome is in slot or store.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from mailtracker.errors import Unreachable
from mailtracker.slot import Slot, slot_path
from mailtracker.store.sending import Attempt, Claimed, Left

log = structlog.get_logger("mailtracker")

NAME = "slot-"


class AtDot:
    """The slot of one connection."""

    def __init__(self, database: Path | None, number: int, of: int) -> None:
        self._slot, self._of = Slot(slot_path(database, f"{NAME}{number}")), of

    def begin(self) -> None:
        """Nothing is in hand. OSError: nobody can note anything."""
        self._slot.write({"of": self._of})

    def reached(self, row: Claimed) -> None:
        """Its dot is about to be written. Unreachable: then it must not be."""
        try:
            self._slot.write({"of": self._of, "at": [row.id, row.attempts]})
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise Unreachable(f"cannot write beside the database: {why}") from error

    def became(self, row: Claimed, attempt: Attempt) -> None:
        """Its answer is known. Without this it would only count as uncertain after a kill."""
        said = [attempt.result, attempt.code, attempt.text, attempt.cause]
        try:
            self._slot.write({"of": self._of, "became": [row.id, row.attempts, *said]})
        except OSError as error:
            log.warning("could not note what became of a mail", row=row.id, text=str(error))

    def came_to_nothing(self, row: Claimed) -> None:
        """There was no dot after all, and this try may not be counted: the next one has its number.
        Without this it would only count as uncertain after a kill.
        """
        try:
            self.begin()
        except OSError as error:
            log.warning("could not note what became of a mail", row=row.id, text=str(error))

    def close(self) -> None:
        self._slot.close()


def begin_all(database: Path | None, count: int) -> list[AtDot]:
    """The slots of this start. Those of an earlier one that had more connections go."""
    slots = [AtDot(database, number, count) for number in range(count)]
    try:
        for slot in slots:
            slot.begin()
        for path in _paths(database)[count:]:
            path.unlink()
    except OSError as error:  # nothing is sent without a slot: each mail says so again
        log.warning("cannot write beside the database", text=str(error))
    return slots


def _paths(database: Path | None) -> list[Path]:
    """By number."""
    found = database.parent.glob(f"{database.name}.{NAME}*") if database else ()
    return sorted(found, key=lambda path: (len(path.name), path.name))


def what_is_left(database: Path | None) -> Left:
    """What earlier processes of this boot left in the slots of this database."""
    if database is None:
        return Left(known=True)
    records = [Slot(path).read() for path in _paths(database)]
    whole = [record for record in records if record is not None]
    wanted = max((_number(record.get("of")) for record in whole), default=1)
    known = len(whole) == len(records) and len(whole) >= wanted
    at_dot = tuple(_try(record["at"]) for record in whole if "at" in record)
    became = tuple(_outcome(record) for record in whole if "became" in record)
    return Left(known, at_dot, became)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _try(value: Any) -> tuple[int, int]:
    row, attempt = value
    return int(row), int(attempt)


def _outcome(record: Mapping[str, object]) -> tuple[tuple[int, int], Attempt]:
    became: Sequence[Any] = record["became"]  # type: ignore[assignment]
    row, attempt, result, code, text, cause = became
    return (int(row), int(attempt)), Attempt(result, code, text, cause)
