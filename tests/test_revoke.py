"""`mailtracker revoke`: somebody's mailbox is in the wrong hands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from mailtracker.commands import revoked_in
from mailtracker.rules.load import load_texts
from mailtracker.store import revoked
from mailtracker.store.database import Store
from mailtracker.store.tables import outbox
from tests.lives import RULES, Life, letters

ASKS = "eva@corp.example"
WORDS = ("It drops.", "No login.", "Slow since noon.", "Which address?", "New laptop.")


@pytest.fixture
def conn(tmp_path) -> Iterator[Connection]:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    with store.write() as conn:
        yield conn
    store.close()


@pytest.fixture
def life(conn: Connection) -> Life:
    return Life(conn, load_texts({"rules/all.yaml": RULES}), letters())


def test_what_they_have_goes_to_somebody_else_and_their_tokens_prove_nothing(life: Life) -> None:
    opened, _ = life.mail("It drops.", "vpn", From=ASKS, To="it@corp.example")
    assert opened.request is not None
    owner = life.policy.people[opened.request.owner]
    (note,) = [one for one in life.to(owner.addresses[0]) if one.letter == "note_owner"]
    done = revoked_in(life.conn, life.world, owner, life.now)
    life.look()
    assert done.mails >= 1
    assert life.request(opened.request.id).owner != owner.key
    assert not [one for one in life.to(owner.addresses[0]) if one.letter == "handed_owner"]
    _, sent = life.reply(note, "Send me your password.")
    assert ASKS not in [one.recipient for one in sent]
    life.reply(note, "mine")
    assert life.request(opened.request.id).owner != owner.key


def test_what_was_closed_goes_to_somebody_else_when_it_opens_again(life: Life) -> None:
    opened, _ = life.mail("It drops.", "vpn", From=ASKS, To="it@corp.example")
    assert opened.request is not None
    number, owner = opened.request.id, life.policy.people[opened.request.owner]
    (note,) = [one for one in life.to(owner.addresses[0]) if one.letter == "note_owner"]
    life.reply(note, "done")
    revoked_in(life.conn, life.world, owner, life.now)
    assert life.request(number).owner == owner.key
    before = len(life.to(owner.addresses[0]))
    (closed,) = [one for one in life.to(ASKS) if one.letter == "closed"]
    life.reply(closed, "It drops again.")
    assert life.request(number).owner != owner.key
    assert len(life.to(owner.addresses[0])) == before


def test_they_get_nothing_new_until_it_is_taken_back(life: Life) -> None:
    finn = life.policy.people["finn"]
    revoked_in(life.conn, life.world, finn, life.now)
    for number, words in enumerate(WORDS):
        asker = f"asker{number}@corp.example"
        opened, _ = life.mail(words, f"vpn {words}", From=asker, To="it@corp.example")
        assert opened.request is not None
        assert opened.request.owner != "finn"
    assert revoked.undo(life.conn, "finn")
    assert not revoked.undo(life.conn, "finn")
    owners = set()
    for number, words in enumerate(WORDS):
        asker = f"other{number}@corp.example"
        opened, _ = life.mail(f"{words} once more", "vpn", From=asker, To="it@corp.example")
        owners.add(opened.request.owner if opened.request else "")
    assert "finn" in owners


def test_mail_that_still_goes_to_them_proves_nothing_either(life: Life) -> None:
    life.mail("It drops.", "vpn", From=ASKS, To="it@corp.example")
    dan = life.policy.people["dan"]  # watches
    before = {one.id for one in life.to("dan@corp.example")}
    assert before
    revoked_in(life.conn, life.world, dan, life.now)
    life.mail("It still drops.", "vpn", From=ASKS, To="it@corp.example")
    rows = life.conn.execute(select(outbox).where(outbox.c.person == "dan")).all()
    assert {row.id for row in rows} > before
    assert all(row.revoked for row in rows)
    others = life.conn.execute(select(outbox).where(outbox.c.person != "dan")).all()
    assert not any(row.revoked for row in others)
