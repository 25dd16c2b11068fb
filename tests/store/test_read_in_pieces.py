"""A large mail is read piece by piece: the same bytes as whole, wherever it is cut, and an error
where they are not all there.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, update

from mailtracker.errors import MailtrackerError, Unreachable, Unreadable
from mailtracker.mail.carry import carriable, carry
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.envelope import Envelope, RelayEdits, RelayNote
from mailtracker.mail.outgoing.recipe import Recipe, Stretch, recipe_of
from mailtracker.mail.outgoing.wire import wire, wire_pieces
from mailtracker.mail.parse import parse
from mailtracker.smtp.body import known_of
from mailtracker.store import keep, large
from mailtracker.store.database import Store
from mailtracker.store.recipes import Quoting
from mailtracker.store.tables import chunks, kept
from tests.composers import ALIAS, world
from tests.mail.corpus import MAILS

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
RAW = bytes(range(256)) * 4096  # a megabyte: several chunks
WORDS = bytes(reversed(range(256))) * 3000
RECIPES = {
    "empty": Recipe((), 0),
    "words alone": recipe_of((b"Subject: x\r\n\r\nS1-2:L3:",)),
    "a place alone": Recipe((Stretch(0, len(RAW)),), len(RAW)),
    "both": recipe_of((b"head\r\n\r\n", Stretch(7, 300_000), b"\0\xff", Stretch(1, 2))),
    "many words": recipe_of((WORDS, Stretch(262_143, 262_145), WORDS, Stretch(5, 5), WORDS)),
}


@pytest.fixture
def store() -> Iterator[Store]:
    made = Store.in_memory()
    yield made
    made.close()


def read(store: Store, sha256: str) -> bytes:
    return b"".join(large.pieces(store.read, sha256))


@pytest.mark.parametrize("piece", [1000, 262_143, 262_144, 262_145, 1 << 22])
@pytest.mark.parametrize("name", RECIPES)
def test_a_mail_comes_out_as_it_was_kept_wherever_it_is_cut(
    store: Store, name: str, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "PIECE", piece)
    recipe = RECIPES[name]
    with store.write() as conn:
        source = keep.keep(conn, RAW, NOW)
        (carrying,) = keep.keep_all(conn, [(Quoting(recipe, source), NOW)])
    assert read(store, source) == RAW
    assert read(store, carrying) == b"".join(recipe.filled(RAW))
    assert max(map(len, large.pieces(store.read, source))) <= piece


def test_every_odd_mail_goes_on_as_it_does_whole(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that is large, in small pieces."""
    monkeypatch.setattr(large, "PIECE", 997)
    edits = RelayEdits(world().ours, RelayNote("IT-1001", "Zoë asks.", "<p>Zoë asks.</p>"))
    it, bo = ALIAS.as_address, Address("Bo", "bo@corp.example")
    under = Envelope("<k.1@corp.example>", sender=it, to=bo, reply_to=it, subject="Zoë", date=NOW)
    with store.write() as conn:
        names: list[str] = []
        for path in MAILS:
            raw = path.read_bytes()
            names.append(keep.keep(conn, raw, NOW))
            with suppress(Unreadable):
                clean = carriable(raw, parse(raw), ALIAS.addresses)
                recipe = carry(clean, under, edits)
                if clean.raw is raw and any(isinstance(one, Stretch) for one in recipe.pieces):
                    names += keep.keep_all(conn, [(Quoting(recipe, names[-1]), NOW)])
        whole = {name: keep.load(conn, name) for name in names}
    for name, raw in whole.items():
        pieces = list(large.pieces(store.read, name))
        assert b"".join(wire_pieces(pieces)) == b"".join(wire(raw)), name
        assert known_of(pieces) == known_of([raw]), name
    assert len(whole) > 550


def of_its_own(conn, names):
    conn.execute(delete(chunks).where(chunks.c.sha256 == names[1], chunks.c.seq == 0))


def of_the_other(conn, names):
    conn.execute(delete(chunks).where(chunks.c.sha256 == names[0], chunks.c.seq == 2))


def the_other_is_short(conn, names):
    conn.execute(update(chunks).where(chunks.c.sha256 == names[0]).values(data=b"short"))


def the_recipe_makes_no_sense(conn, names):
    conn.execute(update(chunks).where(chunks.c.sha256 == names[1]).values(data=b"X5:abcde"))


def the_recipe_names_more_than_there_is(conn, names):
    conn.execute(update(chunks).where(chunks.c.sha256 == names[1]).values(data=b"S0-9999999:"))
    conn.execute(update(kept).where(kept.c.sha256 == names[1]).values(size=9_999_999))


def all_is_gone(conn, names):
    conn.execute(delete(chunks).where(chunks.c.sha256 == names[1]))
    conn.execute(delete(kept).where(kept.c.sha256 == names[1]))


@pytest.mark.parametrize(
    "damage",
    [
        of_its_own,
        of_the_other,
        the_other_is_short,
        the_recipe_makes_no_sense,
        the_recipe_names_more_than_there_is,
        all_is_gone,
    ],
)
def test_what_is_not_whole_gives_no_piece(store: Store, damage) -> None:
    with store.write() as conn:
        source = keep.keep(conn, RAW, NOW)
        names = [source, *keep.keep_all(conn, [(Quoting(RECIPES["both"], source), NOW)])]
        damage(conn, names)
    with pytest.raises(MailtrackerError, match=names[1][:12]) as raised:
        next(large.pieces(store.read, names[1]))
    assert not isinstance(raised.value, Unreachable)


def test_what_is_lost_in_the_middle_is_an_error_there(store: Store) -> None:
    with store.write() as conn:
        name = keep.keep(conn, RAW, NOW)
    pieces = large.pieces(store.read, name)
    next(pieces)
    with store.write() as conn:
        conn.execute(delete(chunks).where(chunks.c.sha256 == name, chunks.c.seq == 2))
    with pytest.raises(MailtrackerError, match="some of it is gone"):
        list(pieces)


def test_no_transaction_is_open_between_two_pieces(store: Store) -> None:
    with store.write() as conn:
        name = keep.keep(conn, RAW, NOW)
    opened: list[bool] = []

    @contextmanager
    def reading():
        opened.append(True)
        with store.read() as conn:
            yield conn
        opened.pop()

    for _ in large.pieces(reading, name):
        assert opened == []
