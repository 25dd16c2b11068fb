"""The letters that a decision wants, inside its transaction → those that go by themselves. The rest
waits in a digest for its reader: nobody gets hundreds of mails of one kind at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailtracker.desk.budgets import Spend, purse_of_reader
from mailtracker.desk.digests import Digested, DigestLine, Gather
from mailtracker.desk.effects import Effect, LogEvent, SendLetter, SetOwner
from mailtracker.desk.request import Request
from mailtracker.desk.several import Sparing, sparing_of
from mailtracker.record import dataclass
from mailtracker.store import apply, digests, spent
from mailtracker.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class _Later:
    """In a digest of this `kind`, gathered `now` and due at `due_at`."""

    kind: Digested
    now: datetime
    due_at: datetime


def spare(
    conn: Transaction, request: Request, effects: Sequence[Effect], now: datetime, burst: bool
) -> Sequence[Effect]:
    """All effects without the letters that are told later: in a digest, or each when its reader
    works. `burst`: ladders catch up after a downtime, so that everybody will hear of many.
    """
    left: list[Effect] = []
    if any(isinstance(effect, SetOwner) for effect in effects):
        for former in request.former_owners[-1:]:  # who hears that it is theirs no more
            digests.forget_line(conn, request.id, former, Digested.LATE)
    for effect in effects:
        terms = sparing_of(effect)
        if terms is None or not isinstance(effect, SendLetter):
            left.append(effect)
        elif effect.not_before is not None and effect.not_before > now:
            _gather(conn, request, effect, _Later(Digested.WAITS, now, effect.not_before))
        else:
            # What its reader hears now need not be said when their working time begins.
            digests.forget(conn, (request.id, effect.person, Digested.WAITS))
            left += _now_or_with_others(conn, request, effect, _Terms(terms, now, burst))
    return left


@dataclass(frozen=True, slots=True)
class _Terms:
    """How its reader is spared (`by`), at this moment (`now`), in a `burst` or not."""

    by: Sparing
    now: datetime
    burst: bool


def _now_or_with_others(
    conn: Transaction, request: Request, effect: SendLetter, terms: _Terms
) -> list[Effect]:
    by, now = terms.by, terms.now
    caught_up = terms.burst and by.in_bursts
    if not caught_up and _has_left(conn, effect, by, now):
        return [effect]
    _gather(conn, request, effect, _Later(by.kind, now, by.due_at(request, now, caught_up)))
    return []


def _has_left(conn: Transaction, effect: SendLetter, terms: Sparing, now: datetime) -> bool:
    """Then it is paid for."""
    if terms.budget is None:
        return True
    purse = purse_of_reader(terms.budget, effect.person)
    if not spent.counts(conn, [purse], now, now).has_left(*purse):
        return False
    spent.add(conn, [Spend(*purse)], now)
    return True


def _gather(conn: Transaction, request: Request, effect: SendLetter, when: _Later) -> None:
    line = Gather(effect.person, when.kind, DigestLine(request.reference), when.due_at)
    digests.add(conn, request.id, [line], when.now)
    how = "when they work" if when.kind is Digested.WAITS else "with others"
    told = LogEvent("told later", f"{effect.letter.name} to {effect.person}, {how}")
    apply.note(conn, request.id, [told], when.now)
