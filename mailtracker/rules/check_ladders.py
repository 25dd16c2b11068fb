"""The rungs of a ladder → what is wrong with them whatever the promise is."""

from __future__ import annotations

from collections.abc import Iterator

from mailtracker.errors import Problem
from mailtracker.policy.model import Offset
from mailtracker.policy.promise import EXACT
from mailtracker.policy.worktime import DAY_END, Span
from mailtracker.rules.schema import RungFile
from mailtracker.rules.values import listed, read_at
from mailtracker.rules.yamlfile import position_of

At = int | Offset


def check_ladder(rungs: list[RungFile]) -> Iterator[Problem]:
    """Of one ladder, its rungs in the order of the file."""
    for above, rung in zip([None, *rungs], rungs, strict=False):
        if above is not None and rises(read_at(above.at), read_at(rung.at)) is False:
            told = f"`{rung.at}` comes after `{above.at}`: rungs must rise from one to the next"
            yield position_of(rung.at).problem("rungs-order", told)
        if rung.repeat is not None and rung is not rungs[-1]:
            told = "only the last rung may `repeat`"
            yield position_of(rung.repeat).problem("repeat-not-last", told)
        yield from _check_targets(rung)


def rises(above: At, below: At) -> bool | None:
    """Whether a rung at `below` is due later than one at `above`. None: that depends on the
    promise.

    Before, at and after the promised time follow each other; on one side percentages compare, and
    lengths that are counted alike.
    """
    if _side(above) != _side(below):
        return _side(above) < _side(below)
    if isinstance(above, int) and isinstance(below, int):
        return above < below
    if isinstance(above, Offset) and isinstance(below, Offset):
        return _longer(above, below)
    return None


def _side(at: At) -> int:
    if isinstance(at, Offset):
        return -1 if at.before else 1
    return (at > EXACT) - (at < EXACT)


def _longer(above: Offset, below: Offset) -> bool | None:
    """On one side, and so the shorter first before the promised time means later."""
    first, second = _counted(above.span), _counted(below.span)
    if first[0] != second[0]:
        return None
    return first[1] > second[1] if above.before else first[1] < second[1]


def _counted(span: Span) -> tuple[str, int]:
    """In what a length is counted, and how much of it there is."""
    if span.by_clock:
        return "clock", span.minutes + span.days * DAY_END
    return ("days", span.days) if span.days else ("minutes", span.minutes)


def _check_targets(rung: RungFile) -> Iterator[Problem]:
    for target in listed(rung.remind):
        if target == "requester":
            told = "`remind` is for who must act: the requester is told, so write `tell: requester`"
            yield position_of(target).problem("remind-requester", told)
    if isinstance(rung.hand_to, str) and rung.hand_to in ("owner", "requester", "watchers"):
        hands = f"`hand_to: {rung.hand_to}` hands it to nobody new"
        told = f"{hands}: name cover, manager, lead, a person or a team"
        yield position_of(rung.hand_to).problem("hands-to-nobody", told)
