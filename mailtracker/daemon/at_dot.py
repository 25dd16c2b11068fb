"""Which try of which row is at the final dot, one slot a connection: after a kill only that one is
uncertain, and of the others it is known what became of them.

    before the dot     {"at": [row, attempt], "became": what ended and is not stored yet}
    after its answer   {"became": [[row, attempt, result, code, text, cause], ...]}
    once at a start    {} after the store has what earlier slots told

So no dot is written before the last outcome is in slot or store. What was claimed and stands in no
slot has never come to a dot.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog

from mailtracker.errors import Unreachable
from mailtracker.faults import Point, reach
from mailtracker.slot import PAGE, Slot, slot_path
from mailtracker.store.recovery import Left
from mailtracker.store.sending import Attempt, Claimed
from mailtracker.unnamed import without_addresses

log = structlog.get_logger("mailtracker")

NAME = "slot-"

_JSON = json.JSONEncoder(separators=(",", ":"))


LONGEST, CUT = 800, 40
"""Of what is noted about one outcome: bytes, and characters (of up to twelve bytes) of the words
that make it longer. Of a mail that was taken the words are always cut: they say under which name.
"""

FULL = PAGE - LONGEST - 200
"""Bytes of a record beyond which what ended is stored before the next dot: so with boot, row at the
dot and one outcome more it still fits a page.
"""


class AtDot:
    """The slot of one connection (`dots.Dot`)."""

    def __init__(self, database: Path | None, number: int, of: int) -> None:
        self._slot, self._of = Slot(slot_path(database, f"{NAME}{number}")), of
        self._at = ""
        self._ended: dict[tuple[int, int], str] = {}  # by row and attempt, as it is written
        self._size = 0

    @property
    def is_full(self) -> bool:
        """Outcomes must be stored before another is noted."""
        return self._size > FULL

    def begin(self) -> None:
        """Nothing is in hand. OSError: nobody can note anything."""
        self._ended.clear()
        self._note("")

    def reached(self, row: Claimed) -> None:
        """Its dot is about to be written. Unreachable: then it must not be."""
        try:
            self._note(f',"at":[{row.id},{row.attempts}]')
        except OSError as error:
            why = error.strerror or type(error).__name__
            raise Unreachable(f"cannot write beside the database: {why}") from error
        reach(Point.SLOT_WRITTEN)

    def became(self, row: Claimed, attempt: Attempt) -> None:
        """Its answer is known. Without this it would only count as uncertain after a kill."""
        self._ended[row.id, row.attempts] = _noted(row, attempt)
        self._note_or_say(row, "")

    def came_to_nothing(self, row: Claimed) -> None:
        """There was no dot after all, and this try may not be counted: the next one has its number.
        Without this it would only count as uncertain after a kill.
        """
        self._note_or_say(row, "")

    def stored(self, row: Claimed, again: bool) -> None:
        """The store knows what became of it; `again`: it has taken back this try, so that the next
        one has its number.
        """
        noted = self._ended.pop((row.id, row.attempts), "")
        self._size -= len(noted)
        if noted and again:
            self._note_or_say(row, self._at)

    def close(self) -> None:
        self._slot.close()

    def _note_or_say(self, row: Claimed, at: str) -> None:
        try:
            self._note(at)
        except OSError as error:
            log.warning("could not note what became of a mail", row=row.id, text=str(error))

    def _note(self, at: str) -> None:
        """All of it anew, and what is `at` the dot."""
        self._at = at
        record = f'{{"of":{self._of}{at},"became":[{",".join(self._ended.values())}]}}'
        self._size = len(record)
        self._slot.write_json(record)


def _noted(row: Claimed, attempt: Attempt) -> str:
    """As JSON. What is too long is noted with fewer words; nobody's address stands in it."""
    words = without_addresses(attempt.text)
    for most in (CUT, 0) if attempt.result == "sent" else (len(words), CUT, 0):
        text = words[:most]
        outcome = (attempt.result, attempt.code, text, attempt.cause)
        noted = _JSON.encode((row.id, row.attempts, *outcome))
        if len(noted) <= LONGEST:
            break
    return noted


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
    became = tuple(outcome for record in whole for outcome in _outcomes(record))
    return Left(known, at_dot, became)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _try(value: Any) -> tuple[int, int]:
    row, attempt = value
    return int(row), int(attempt)


def _outcomes(record: Mapping[str, object]) -> Iterator[tuple[tuple[int, int], Attempt]]:
    became: Sequence[Any] = record.get("became", ())  # type: ignore[assignment]
    if became and not isinstance(became[0], list):  # of an older version, which noted one
        became = [became]
    for row, attempt, result, code, text, cause in became:
        yield (int(row), int(attempt)), Attempt(result, code, text, cause)
