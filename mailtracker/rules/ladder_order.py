"""Rungs whose order depends on the promise, and the promises that climb them → those that stand in
the wrong order: worked out for beginnings all over a plain week.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from mailtracker.errors import Problem
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import NOBODY, Promise, Rung
from mailtracker.policy.promise import Running, deadline, first_time
from mailtracker.rules.build import promise_of, rung_of
from mailtracker.rules.build_hours import hours_of
from mailtracker.rules.check import ALWAYS, DEFAULT, NORMAL
from mailtracker.rules.check_ladders import rises
from mailtracker.rules.draft import Draft
from mailtracker.rules.schema import RungFile
from mailtracker.rules.values import read_at
from mailtracker.rules.yamlfile import Text, position_of

MONDAY = datetime(2026, 1, 5, tzinfo=UTC)
STEP = timedelta(hours=2)
BEGINNINGS = tuple(MONDAY + number * STEP for number in range(84))
"""When a promise may begin, for what is worked out: a week."""


def check_ladder_order(draft: Draft) -> Iterator[Problem]:
    """Where a promise's rungs never rise it is an error, where they sometimes do not a warning.
    Also of a rung that is due as soon as its promise begins.
    """
    promises = _promises(draft)
    for ladder, rungs in draft.ladders.items():
        climbing = [promises[key] for key in _climbed_by(draft, ladder) if key in promises]
        for above, below in pairwise(rungs):
            if rises(read_at(above.at), read_at(below.at)) is None:
                yield from _out_of_order(above, below, climbing)
        for rung in rungs:
            yield from _at_once(rung, climbing)


def _promises(draft: Draft) -> dict[str, Promise]:
    """Those whose hours can be counted in; in a week without holidays."""
    plain = {
        str(key): replace(hours_of(key, entry), holidays=(), own=())
        for key, entry in draft.hours.items()
    }
    hours = {key: one for key, one in plain.items() if any(one.week)}
    return {
        str(key): promise_of(key, entry, hours)
        for key, entry in draft.promises.items()
        if entry.hours == ALWAYS or entry.hours in hours
    }


def _climbed_by(draft: Draft, ladder: Text) -> list[str]:
    """Keys of the promises whose requests climb a ladder."""
    rules = [(one.promise, one.ladder) for _, one in draft.rules if one.to != NOBODY]
    missing = [(one.else_.promise, one.else_.ladder) for _, one in draft.expected]
    fallback = draft.fallback[1] if draft.fallback else None
    last = [(fallback.promise, fallback.ladder)] if fallback else []
    answered = [*rules, *missing, *last]
    found = [
        str(promise or NORMAL) for promise, climbed in answered if (climbed or DEFAULT) == ladder
    ]
    return list(dict.fromkeys(found))


def _out_of_order(above: RungFile, below: RungFile, promises: list[Promise]) -> Iterator[Problem]:
    upper, lower = rung_of(above), rung_of(below)
    for promise, runs in _kinds(promises):
        rose = [_minute(running, upper) < _minute(running, lower) for running in runs]
        if all(rose):
            continue
        sometimes, at = any(rose), position_of(below.at)
        told = (
            f"`{below.at}` is not {'always ' if sometimes else ''}after `{above.at}` with promise "
            f"`{promise.key}` ({runs[0].span}): rungs must rise from one to the next"
        )
        if sometimes:
            yield at.warning("rungs-order", told)
        else:
            yield at.problem("rungs-order", told)
        return


def _at_once(entry: RungFile, promises: list[Promise]) -> Iterator[Problem]:
    rung = rung_of(entry)
    if isinstance(rung.at, int) or not rung.at.before:
        return
    for promise, runs in _kinds(promises):
        if all(_minute(running, rung) <= _open(running, running.since) for running in runs):
            told = (
                f"`{entry.at}` the promised time is as soon as promise `{promise.key}` begins "
                f"({runs[0].span}): write a shorter time, or a percentage"
            )
            yield position_of(entry.at).warning("rung-at-once", told)
            return


def _minute(running: Running, rung: Rung) -> datetime:
    """When a rung is due; a closing and the opening after it are one."""
    return _open(running, first_time(running, rung))


def _open(running: Running, instant: datetime) -> datetime:
    return next_open(running.promise.hours, instant)


def _kinds(promises: list[Promise]) -> Iterator[tuple[Promise, list[Running]]]:
    """Each promise for the first answer and for the next ones, as it runs from all beginnings."""
    for promise in promises:
        for first in (True, False):
            yield (
                promise,
                [
                    Running(promise, first, since, deadline(promise, since, first))
                    for since in BEGINNINGS
                ],
            )
