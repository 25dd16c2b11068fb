"""What was spent of the budgets (`desk/budgets.py`): a row a mail, so that a restart refills
nothing. Purses in, counts in each window out, in one statement.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Select,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    union_all,
)

from mailtracker.desk.budgets import (
    OF_A_REQUEST,
    TABLE,
    WINDOWS,
    Budget,
    Purse,
    Spend,
    Spent,
    first_of_keys,
)
from mailtracker.record import dataclass
from mailtracker.store.columns import clean
from mailtracker.store.locks import Locks, is_fine, need
from mailtracker.store.prepared import Prepared
from mailtracker.store.tables import spent as table
from mailtracker.store.together import known, once

_AT = table.c.at.type


@dataclass(frozen=True, slots=True)
class _Kin:
    """The `budgets` that are counted alike: by the same moment (`by_arrival` or now), in mails or
    in polls (`by_poll`), and in windows up to the same one (`longest`). `number` tells their
    parameters apart.
    """

    number: int
    longest: timedelta
    by_arrival: bool
    by_poll: bool
    budgets: tuple[Budget, ...]

    @property
    def keys(self) -> str:
        return f"keys{self.number}"

    @property
    def first(self) -> str:
        return self.since(self.longest)

    def since(self, window: timedelta) -> str:
        return f"since{self.number}_{WINDOWS.index(window)}"

    def counted(self) -> Select[Any]:
        """No row is read that is too old to count."""
        counted = func.count(table.c.at.distinct()) if self.by_poll else func.count()
        return (
            select(
                table.c.budget,
                table.c.key,
                *(
                    counted.filter(table.c.at > bindparam(self.since(window), type_=_AT))
                    for window in WINDOWS
                ),
            )
            .where(
                table.c.budget.in_(self.budgets),
                table.c.key.in_(bindparam(self.keys, expanding=True)),
                table.c.at > bindparam(self.since(self.longest), type_=_AT),
            )
            .group_by(table.c.budget, table.c.key)
        )

    def listed(self) -> Select[Any]:
        """Each row by itself."""
        return select(table.c.budget, table.c.key, table.c.at).where(
            table.c.budget.in_(self.budgets),
            table.c.key.in_(bindparam(self.keys, expanding=True)),
            table.c.at > bindparam(self.since(self.longest), type_=_AT),
        )


def _kin() -> list[_Kin]:
    alike: dict[tuple[timedelta, bool, bool], list[Budget]] = {}
    for budget, terms in TABLE.items():
        alike.setdefault((terms.longest, terms.by_arrival, terms.by_poll), []).append(budget)
    return [_Kin(n, *key, tuple(some)) for n, (key, some) in enumerate(alike.items())]


_KIN = _kin()
_KEYS = {budget: kin.keys for kin in _KIN for budget in kin.budgets}
# Built once: to build a statement costs more than to run it.
_ADD = Prepared(insert(table))
_COUNTED = "counted"
_BOOK = "book"
_NONE = (0,) * len(WINDOWS)


@dataclass(frozen=True, slots=True)
class _Book:
    """What a group of mails knows of some purses: the moment of each row, in order (`times`), from
    long enough before `since`.
    """

    since: datetime
    times: dict[Purse, list[datetime]]

    def count(self, purse: Purse, moment: datetime) -> tuple[int, ...]:
        times = self.times[purse]
        if TABLE[purse[0]].by_poll:
            times = list(dict.fromkeys(times))
        return tuple(len(times) - bisect_right(times, moment - window) for window in WINDOWS)


_EMPTY = _Book(datetime.max.replace(tzinfo=UTC), {})
ROWS_A_MAIL = 100
"""Beyond so many rows it is cheaper to have the database count for each mail."""


def expect(
    conn: Connection, purses: Iterable[Purse], mails: int, now: datetime, since: datetime
) -> None:
    """A group of so many `mails`, the first of which came at `since`, will ask for these: one
    statement for all of them. What is written meanwhile is added (`add`).
    """
    times = _times(conn, purses, (now, since), ROWS_A_MAIL * mails)
    if times is not None:
        once(conn, _BOOK, lambda _: _Book(since, times))


def _times(
    conn: Connection, purses: Iterable[Purse], until: tuple[datetime, datetime], most: int
) -> dict[Purse, list[datetime]] | None:
    """The moment of each row of these that counts `until` now, and until the arrival of the first
    mail; None where there are too many of them. That of automatic mail always has.
    """
    asked = {purse for purse in purses if purse[0] is not Budget.BREAKER}
    if not asked:
        return {}
    keys = _keys(asked)
    now, since = until
    kins = [kin for kin in _KIN if kin.keys in keys]
    given = {kin.first: (since if kin.by_arrival else now) - kin.longest for kin in kins}
    rows = _listed(tuple(kin.number for kin in kins)).all(conn, {**keys, **given, "most": most})
    if len(rows) == most:
        return None
    times: dict[Purse, list[datetime]] = {
        purse: [] for purse in asked if clean(purse[1]) == purse[1]
    }
    for budget, key, at in rows:
        times.get((Budget(budget), key), []).append(at)
    for some in times.values():
        some.sort()
    return times


def counts(conn: Connection, purses: Iterable[Purse], now: datetime, arrived: datetime) -> Spent:
    """What was spent of these until `now`; of budgets that go by arrival, until `arrived`."""
    book: _Book = known(conn, _BOOK, lambda: _EMPTY)
    if min(now, arrived) < book.since:
        book = _EMPTY
    found: dict[Purse, tuple[int, ...]] = {}
    others: set[Purse] = set()
    asked = list(purses)
    _look_up(conn, book, asked, now)
    for purse in asked:
        times = book.times.get(purse)
        if times:
            found[purse] = book.count(purse, arrived if TABLE[purse[0]].by_arrival else now)
        elif times is None:
            others.add(purse)
    if others:
        found |= _asked_for(conn, others, now, arrived)
    if is_fine(conn):
        low = [purse for purse, counted in found.items() if _is_low(purse, counted)]
        need(conn, Locks(senders=frozenset(f"{budget}|{key}" for budget, key in low)))
    return Spent({purse: counted for purse, counted in found.items() if any(counted)})


FAR = 200
"""So far from a limit, or three quarters of a low one, nobody who spends beside us matters."""


def _is_low(purse: Purse, counted: Sequence[int]) -> bool:
    """Whether so little is left that two who look at once would both spend the last of it. Of all
    automatic mail that is no limit but a brake.
    """
    if purse[0] is Budget.BREAKER:
        return False
    limits = [(limit.most, WINDOWS.index(limit.window)) for limit in TABLE[purse[0]].limits]
    left = [(most - counted[window], min(FAR, most * 3 // 4)) for most, window in limits]
    return all(rest > 0 for rest, _ in left) and any(rest <= far for rest, far in left)


def _look_up(conn: Connection, book: _Book, asked: Iterable[Purse], now: datetime) -> None:
    """What nobody expected, such as what is spent on a request, goes into the book with the first
    mail that asks for it, unless there are many rows of it.
    """
    if book is not _EMPTY:
        fresh = [one for one in asked if one not in book.times and one[0] is not Budget.BREAKER]
        if fresh:
            book.times.update(_times(conn, fresh, (now, book.since), ROWS_A_MAIL) or {})


def _asked_for(
    conn: Connection, asked: Collection[Purse], now: datetime, arrived: datetime
) -> dict[Purse, tuple[int, ...]]:
    counted = once(conn, (_COUNTED, now), _none_yet)
    missing = {purse for purse in asked if purse not in counted}
    if missing:
        counted |= _counted(conn, missing, now, arrived)
    found = {purse: counted[purse] for purse in asked}
    for purse in missing:
        if TABLE[purse[0]].by_arrival:  # that of the next mail is another moment
            del counted[purse]
    return found


def _none_yet(_: Connection) -> dict[Purse, tuple[int, ...]]:
    return {}


def _counted(
    conn: Connection, asked: Collection[Purse], now: datetime, arrived: datetime
) -> dict[Purse, tuple[int, ...]]:
    keys = _keys(asked)
    kins = [kin for kin in _KIN if kin.keys in keys]
    given: dict[str, Any] = {**keys}
    for kin in kins:
        moment = arrived if kin.by_arrival else now
        given |= {kin.since(window): moment - window for window in WINDOWS}
    rows = _counts(tuple(kin.number for kin in kins)).all(conn, given)
    found = {(Budget(row[0]), row[1]): tuple(row[2:]) for row in rows}
    return {purse: found.get(purse, _NONE) for purse in asked}


@cache
def _listed(numbers: tuple[int, ...]) -> Prepared:
    """As `_counts`."""
    kins = [_KIN[number] for number in numbers]
    looks = {kin.keys: [table.c.key] for kin in kins}
    return Prepared(union_all(*(kin.listed() for kin in kins)).limit(bindparam("most")), looks)


@cache
def _counts(numbers: tuple[int, ...]) -> Prepared:
    """The statement for the kin of these numbers: each that nobody asks for would cost as much as
    one that somebody does.
    """
    kins = [_KIN[number] for number in numbers]
    looks = {kin.keys: [table.c.key] for kin in kins}
    return Prepared(union_all(*(kin.counted() for kin in kins)), looks=looks)


def _keys(asked: Collection[Purse]) -> dict[str, Any]:
    """Of each kin of which there are any."""
    found: dict[str, set[str]] = {}
    for budget, key in asked:
        found.setdefault(_KEYS[budget], set()).add(key)
    return {name: sorted(keys) for name, keys in found.items()}


def add(conn: Connection, spends: Sequence[Spend], now: datetime) -> None:
    """One more mail of each. What arrived later than now (clocks differ) counts from now on."""
    if spends:
        moments = [min(one.at or now, now) for one in spends]
        rows = [
            {"budget": one.budget, "key": one.key, "at": at}
            for one, at in zip(spends, moments, strict=True)
        ]
        _ADD.later(conn, rows)
        counted: dict[Purse, tuple[int, ...]] = known(conn, (_COUNTED, now), dict)
        book: _Book = known(conn, _BOOK, lambda: _EMPTY)
        for one, at in zip(spends, moments, strict=True):
            purse = (one.budget, one.key)
            before = counted.pop(purse, None)
            # Until now all windows hold what is spent now; how many polls it makes is asked again.
            if before is not None and at == now and not TABLE[one.budget].by_poll:
                counted[purse] = tuple([number + 1 for number in before])
            if purse in book.times:
                insort(book.times[purse], at)


def forgive(conn: Connection, request_id: int) -> None:
    """A human looked at this request: what came to it before counts no more."""
    first = first_of_keys(request_id)
    mine = and_(
        table.c.budget.in_(OF_A_REQUEST),
        table.c.key >= first,
        table.c.key < first + "\U0010ffff",
    )
    conn.execute(delete(table).where(mine))


def purge(conn: Connection, now: datetime) -> int:
    """Forget what is older than the longest window of its budget; how many rows that was."""
    old = [and_(table.c.budget.in_(kin.budgets), table.c.at <= now - kin.longest) for kin in _KIN]
    return conn.execute(delete(table).where(or_(*old))).rowcount


def nothing_left(conn: Connection, purses: Collection[Purse], now: datetime) -> bool:
    """Of one of these, at the moment."""
    counted = counts(conn, purses, now, now)
    return not all(counted.has_left(*purse) for purse in purses)


def exhausted(conn: Connection, budgets: Iterable[Budget], now: datetime) -> set[str]:
    """The keys whose budget, one of these, has nothing left at the moment."""
    found: set[str] = set()
    for budget in budgets:
        for limit in TABLE[budget].limits:
            full = (
                select(table.c.key)
                .where(table.c.budget == budget, table.c.at > now - limit.window)
                .group_by(table.c.key)
                .having(func.count() >= limit.most)
            )
            found.update(conn.scalars(full))
    return found
