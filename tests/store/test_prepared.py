"""A statement that is worded once does all that Connection.execute does: the same values, the same
errors, in the same transaction.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.exc import StatementError as AnyError

from mailtracker.errors import MailtrackerError, Unreachable
from mailtracker.policy.worktime import Span
from mailtracker.store import tables
from mailtracker.store.columns import Clean, Instant, Length, Number
from mailtracker.store.database import Store
from mailtracker.store.prepared import MOST_VALUES, Prepared, _Worded

ALL_KINDS = Table(
    "all_kinds",
    MetaData(),
    Column("id", Number, primary_key=True),
    Column("words", Clean(), nullable=True, unique=True),
    Column("plain", Text, nullable=True),
    Column("at", Instant(), nullable=True),
    Column("length", Length(), nullable=True),
    Column("yes", Boolean(create_constraint=False), nullable=True),
    Column("data", LargeBinary, nullable=True),
    Column("count", Integer, nullable=True),
)
ENTER = Prepared(insert(ALL_KINDS))
NUMBERED = Prepared(insert(ALL_KINDS).returning(ALL_KINDS.c.id, ALL_KINDS.c.at))
SOME = Prepared(
    select(ALL_KINDS)
    .where(ALL_KINDS.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(ALL_KINDS.c.id)
)
CHANGE = Prepared(update(ALL_KINDS).where(ALL_KINDS.c.id == bindparam("which")))
NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)

ROWS: list[dict[str, Any]] = [
    {"words": "ünï \U0001f600"},
    {"words": None},
    {"plain": "as it is"},
    {"at": NOON},
    {"at": NOON.replace(microsecond=0)},
    {"at": None},
    {"length": Span(days=3)},
    {"length": Span(minutes=240)},
    {"length": None},
    {"yes": True},
    {"yes": False},
    {"yes": None},
    {"data": bytes(range(256))},
    {"data": b""},
    {"count": 0},
    {"count": -7},
    {"id": 4294967295},
]


@pytest.fixture
def kinds(conn: Connection) -> Connection:
    ALL_KINDS.create(conn)
    return conn


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_kind_of_value_comes_back_as_it_does_by_core(
    kinds: Connection, row: dict[str, Any]
) -> None:
    assert ENTER.run(kinds, row) == 1
    (by_core,) = kinds.execute(select(ALL_KINDS)).all()
    (ours,) = SOME.all(kinds, {"ids": [by_core.id]})
    assert ours._asdict() == by_core._asdict()
    assert {name: getattr(ours, name) for name in row} == row
    assert tuple(ours) == tuple(by_core)


def test_what_no_database_can_hold_is_cleaned_on_its_way_in_and_for_look_ups(
    kinds: Connection,
) -> None:
    ENTER.run(kinds, {"words": "a\0b\ud800"})
    found = Prepared(select(ALL_KINDS.c.id).where(ALL_KINDS.c.words == bindparam("said")))
    assert found.scalar(kinds, {"said": "a\0b\ud800"}) == 1
    assert SOME.all(kinds, {"ids": [1]})[0].words == "a\ufffdb\ufffd"


def test_an_instant_is_one_whatever_its_zone_and_a_naive_one_is_refused(kinds: Connection) -> None:
    berlin = NOON.astimezone(timezone(timedelta(hours=1)))
    ENTER.run_all(kinds, [{"at": NOON}, {"at": berlin}])
    assert [row.at for row in SOME.all(kinds, {"ids": [1, 2]})] == [NOON, NOON]
    assert kinds.exec_driver_sql("SELECT count(DISTINCT at) FROM all_kinds").scalar() == 1
    for _ in range(2):
        with pytest.raises(ValueError, match="naive instant"):
            ENTER.run(kinds, {"at": NOON.replace(tzinfo=None)})


@pytest.mark.parametrize("length", [0, 1, 2, 3, 5, 8, 500, 513, 2000])
def test_a_list_finds_what_is_in_it_and_nothing_else(kinds: Connection, length: int) -> None:
    ENTER.run_all(kinds, [{"count": number} for number in range(2100)])
    wanted = list(range(1, length + 1))
    assert [row.id for row in SOME.all(kinds, {"ids": wanted})] == wanted
    assert [row.id for row in SOME.all(kinds, {"ids": wanted[:1]})] == wanted[:1]


def test_lists_stand_among_other_parameters_and_constants(kinds: Connection) -> None:
    ENTER.run_all(kinds, [{"count": n, "words": f"w{n}"} for n in range(10)])
    mixed = Prepared(
        select(ALL_KINDS.c.count)
        .where(
            ALL_KINDS.c.count >= bindparam("least"),
            ALL_KINDS.c.words.in_(bindparam("some", expanding=True)),
            ALL_KINDS.c.count.not_in([4, 5]),
            ALL_KINDS.c.id.in_(bindparam("ids", expanding=True)),
            ALL_KINDS.c.count < bindparam("most"),
        )
        .order_by(ALL_KINDS.c.count)
        .limit(3)
    )
    given = {"least": 2, "some": [f"w{n}" for n in range(9)], "ids": range(1, 11), "most": 8}
    assert mixed.scalars(kinds, given) == [2, 3, 6]
    assert mixed.scalars(kinds, {**given, "ids": []}) == []


def test_more_than_a_statement_takes_is_a_bug_and_no_outage(kinds: Connection) -> None:
    assert SOME.all(kinds, {"ids": range(MOST_VALUES)}) == []
    with pytest.raises(MailtrackerError, match="32767 values is too long"):
        SOME.all(kinds, {"ids": range(MOST_VALUES + 1)})


def test_lists_of_any_length_are_few_texts(kinds: Connection) -> None:
    said: set[str] = set()

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        said.add(statement)

    event.listen(kinds, "before_cursor_execute", note)
    for length in range(1, 500):
        SOME.all(kinds, {"ids": range(length)})
    assert len(said) == 10


def test_columns_are_set_that_are_given_and_no_others(kinds: Connection) -> None:
    ENTER.run(kinds, {"words": "old", "count": 1})
    assert CHANGE.run(kinds, {"which": 1, "count": 2}) == 1
    assert CHANGE.run(kinds, {"which": 1, "words": "new"}) == 1
    assert CHANGE.run(kinds, {"which": 2, "count": 3}) == 0
    (row,) = SOME.all(kinds, {"ids": [1]})
    assert (row.words, row.count) == ("new", 2)


def test_rows_of_an_insert_come_back_where_it_asks_for_them(kinds: Connection) -> None:
    assert NUMBERED.all(kinds, {"at": NOON}) == [(1, NOON)]
    assert NUMBERED.first(kinds, {"at": None}).id == 2
    assert NUMBERED.scalar(kinds, {"at": None}) == 3


def test_many_rows_are_one_statement(kinds: Connection) -> None:
    said: list[tuple[str, bool]] = []

    def note(
        _c: object, _cursor: object, statement: str, _p: object, _x: object, many: bool
    ) -> None:
        said.append((statement.split()[0], many))

    event.listen(kinds, "before_cursor_execute", note)
    assert ENTER.run_all(kinds, [{"count": n} for n in range(1000)]) == 1000
    assert ENTER.run_all(kinds, []) == 0
    gone = Prepared(delete(ALL_KINDS).where(ALL_KINDS.c.count == bindparam("n")))
    assert gone.run_all(kinds, [{"n": n} for n in range(900)]) == 900
    assert said == [("INSERT", True), ("DELETE", True)]
    assert Prepared(select(func.count()).select_from(ALL_KINDS)).scalar(kinds) == 100


def test_nothing_found_is_none_and_no_rows(kinds: Connection) -> None:
    assert SOME.first(kinds, {"ids": [1]}) is None
    assert SOME.scalar(kinds, {"ids": [1]}) is None
    assert SOME.all(kinds, {"ids": [1]}) == []


def test_a_parameter_that_nobody_gave_is_named(kinds: Connection) -> None:
    with pytest.raises(MailtrackerError, match="lacks which"):
        CHANGE.run(kinds, {"count": 1})


def test_errors_keep_their_meaning_and_quote_no_mail(kinds: Connection) -> None:
    secret = "my password is hunter2"
    ENTER.run(kinds, {"words": secret})
    for run in (
        lambda: ENTER.run(kinds, {"words": secret}),
        lambda: ENTER.run_all(kinds, [{"words": secret}]),
        lambda: NUMBERED.all(kinds, {"words": secret}),
    ):
        unique = pytest.raises(IntegrityError, match=r"(?i)unique constraint")
        with unique as caught, kinds.begin_nested():
            run()
        assert "hunter2" not in str(caught.value)
        assert "hunter2" not in repr(caught.value)
        assert caught.value.params is None


def test_a_value_that_the_driver_does_not_take_is_no_quote_either(kinds: Connection) -> None:
    with pytest.raises(AnyError) as caught:
        ENTER.run(kinds, {"words": "hunter2", "plain": object()})
    assert "hunter2" not in str(caught.value)


def test_a_store_that_is_away_is_unreachable(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    gone = Prepared(select(ALL_KINDS.c.id))  # its table does not exist: SQLite says it as a lock
    with pytest.raises(Unreachable), store.read() as conn:
        gone.all(conn)
    enter = Prepared(insert(tables.turns))
    row = {"team": "it", "person": "bo"}
    with pytest.raises(Unreachable, match="readonly"), store.read() as conn:
        enter.run(conn, row)
    store.close()


def test_what_it_wrote_goes_with_the_transaction_and_with_a_savepoint(store: Store) -> None:
    enter, people = Prepared(insert(tables.turns)), Prepared(select(tables.turns.c.person))
    eva = {"team": "hr", "person": "eva"}

    def twice(conn: Connection) -> None:
        with conn.begin_nested():
            enter.run(conn, eva)
            enter.run(conn, eva)

    def undone() -> None:
        with store.write() as conn:
            enter.run(conn, eva)
            raise ZeroDivisionError

    with store.write() as conn:
        enter.run(conn, {"team": "it", "person": "bo"})
        with pytest.raises(IntegrityError):
            twice(conn)
        assert people.scalars(conn) == ["bo"]
    with pytest.raises(ZeroDivisionError):
        undone()
    with store.read() as conn:
        assert people.scalars(conn) == ["bo"]


def test_its_words_are_those_of_the_dialect() -> None:
    """PostgreSQL names its parameters, keeps the zone of an instant and writes casts."""
    statement = (
        select(tables.ledger.c.id)
        .where(
            tables.ledger.c.fetched_at > bindparam("since"),
            tables.ledger.c.uid.in_(bindparam("uids", expanding=True)),
            tables.ledger.c.put_away == "",
        )
        .limit(5)
    )
    worded = _Worded(statement, postgresql.psycopg.dialect(), ("since", "uids"))
    text, given = worded._bound({"since": NOON, "uids": [7, 8]})
    assert "IN (%(uids_1)s" in text
    assert given.pop("param_1") == 5
    assert given == {"since": NOON, "uids_1": 7, "uids_2": 8, "put_away_1": ""}
