"""A mail that carries another on is kept as a recipe: the other stands there once, and both come
out, or neither goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.errors import MailtrackerError
from mailtracker.mail.outgoing.recipe import Recipe, Stretch, recipe_of
from mailtracker.store import keep
from mailtracker.store.database import Store
from mailtracker.store.recipes import Quoting, decoded, encoded
from mailtracker.store.together import together

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RAW = bytes(range(256)) * 4096  # a megabyte: several chunks
RECIPES = {
    "empty": Recipe((), 0),
    "words alone": recipe_of((b"Subject: x\r\n\r\nS1-2:L3:",)),
    "a place alone": Recipe((Stretch(0, len(RAW)),), len(RAW)),
    "both": recipe_of((b"head\r\n\r\n", Stretch(7, 300_000), b"\0\xff", Stretch(1, 2))),
}


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store.in_memory()
    yield made
    made.close()


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_what_is_written_is_read(recipe: Recipe) -> None:
    assert decoded(encoded(recipe)) == recipe
    assert recipe.size == len(b"".join(recipe.filled(RAW)))


@pytest.mark.parametrize("data", [b"L", b"L5", b"X5:abc", b"S1:", b"S1-:", b"L-5:", b"L1:abc"])
def test_a_damaged_recipe_says_where(data: bytes) -> None:
    with pytest.raises(MailtrackerError, match=r"damaged at its byte \d"):
        decoded(data)


def test_a_recipe_is_written_as_every_version_reads_it() -> None:
    assert encoded(RECIPES["both"]) == b"L8:head\r\n\r\nS7-300000:L2:\0\xffS1-2:"


@pytest.mark.parametrize("grouped", [False, True])
def test_mails_come_out_as_they_were_kept(store: Store, grouped: bool) -> None:
    with store.write() as conn:
        if grouped:
            with together(conn):
                source, names = kept(conn)
        else:
            source, names = kept(conn)
        loaded = keep.load_all(conn, [source, *names])
    assert loaded[source] == RAW
    assert [loaded[name] for name in names] == [b"".join(r.filled(RAW)) for r in RECIPES.values()]
    assert len({source, *names}) == 1 + len(names)


def kept(conn):
    (source,) = keep.keep_all(conn, [(RAW, NOW)])
    return source, keep.keep_all(conn, [(Quoting(r, source), NOW) for r in RECIPES.values()])


def test_the_other_stands_there_once(store: Store) -> None:
    with store.write() as conn:
        kept(conn)
        size = conn.exec_driver_sql("SELECT sum(length(data)) FROM chunks").scalar_one()
    assert size < len(RAW) + 1000


def test_what_a_kept_mail_quotes_outlives_it(store: Store) -> None:
    later = NOW + timedelta(days=1)
    with store.write() as conn:
        (source,) = keep.keep_all(conn, [(RAW, NOW)])
        (name,) = keep.keep_all(conn, [(Quoting(RECIPES["both"], source), later)])
        assert keep.purge(conn, later).gone == 0
        assert isinstance(keep.load(conn, name), bytes)
        assert keep.purge(conn, later + timedelta(seconds=1)).gone == 1
        assert keep.purge(conn, later + timedelta(seconds=1)).gone == 1
        with pytest.raises(MailtrackerError, match="no longer kept"):
            keep.load(conn, source)


def test_without_what_it_quotes_a_mail_is_lost_in_words(store: Store) -> None:
    with store.write() as conn:
        source, names = kept(conn)
        conn.exec_driver_sql(f"DELETE FROM kept WHERE sha256 = '{source}'")
        with pytest.raises(MailtrackerError, match=r"carries another on: .* no longer kept"):
            keep.load(conn, names[2])


def test_a_recipe_that_does_not_fit_is_damaged(store: Store) -> None:
    with store.write() as conn:
        _, names = kept(conn)
        conn.exec_driver_sql(f"UPDATE kept SET size = size + 1 WHERE sha256 = '{names[3]}'")
        conn.exec_driver_sql(f"UPDATE chunks SET data = X'4C393A' WHERE sha256 = '{names[1]}'")
        loaded = keep.load_all(conn, names)
    size = RECIPES["both"].size
    assert f"{size} of {size + 1} bytes" in str(loaded[names[3]])
    assert "is damaged" in str(loaded[names[1]])
