"""Ids of our mails are drawn, not counted: two databases that count from the same number share
none; what is queued keeps its own, and mail of ours is known where no row knows it.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import delete

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import Decision, Disposition, SendLetter
from mailtracker.desk.letters import Gap
from mailtracker.desk.request import Lane
from mailtracker.enact import enact, enact_message
from mailtracker.letters.letters import Letters
from mailtracker.mail.message import Address
from mailtracker.mail.understand import understand
from mailtracker.rules.load import load_texts
from mailtracker.shipped import shipped
from mailtracker.store import keep, ledger, outbox, requests, tables
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.world import Cause, Received, World
from tests.store.step_0004 import ALIAS, NOW

RULES = """
people:
  bo: {name: Bo Jensen, email: bo@corp.example}
promises:
  normal: {first_reply: 4 hours, then_every: 8 hours, hours: always}
ladders: {default: [{at: 100%, tell: owner}]}
fallback: {to: bo, promise: normal, report_to: bo}
"""
ASKS = b"From: eva@corp.example\nTo: it-help@corp.example\nMessage-ID: <1@a>\nSubject: VPN\n\nHelp"


@pytest.fixture(scope="module")
def world() -> World:
    """Of one company; each store has the same key, as a restored one has."""
    return World(
        load_texts({"rules/all.yaml": RULES}),
        Letters(shipped("templates")),
        {"IT help": ALIAS},
        b"k" * 32,
    )


def taken(store: Store, world: World, raw: bytes, alias: Alias = ALIAS) -> Disposition:
    """A mail comes in; what became of it."""
    with store.write() as conn:
        uid = len(ledger.lines(conn, None, None, 100)) + 1
        message, classified = understand(raw, alias.site)
        sha256 = keep.keep(conn, raw, NOW)
        arrival = Arrival("IT help", 1, uid, NOW, sha256, len(raw))
        line_id = ledger.enter(conn, arrival, message, classified.kind, NOW)
        assert line_id
        received = Received(line_id, message, classified, raw)
        enact_message(conn, world, alias, Cause(f"m{line_id}", NOW, received))
        line = ledger.line(conn, line_id)
    assert line
    return line.disposition


def ids(store: Store) -> set[str | None]:
    with store.read() as conn:
        rows = outbox.rows(conn)
    return {one for row in rows for one in (row.message_id, row.token, row.bounce)} - {None}


def test_two_databases_that_count_from_the_same_number_share_no_id(world: World) -> None:
    first, second = Store.in_memory(), Store.in_memory()
    for store in (first, second):
        assert taken(store, world, ASKS) is Disposition.OPENED
    assert ids(first)
    assert not ids(first) & ids(second)


def test_our_own_mail_is_known_where_no_row_knows_it(world: World) -> None:
    """As when a list rewrites From, and the database was restored."""
    store = Store.in_memory()
    taken(store, world, ASKS)
    with store.write() as conn:
        ident = outbox.rows(conn)[0].message_id.encode()
        conn.execute(delete(tables.outbox))
    back = ASKS.replace(b"<1@a>", ident)
    assert taken(store, world, back) is Disposition.IGNORED
    assert taken(store, world, back.replace(b"<k.", b"<k.0")) is Disposition.OPENED
    with_other_key = replace(world, key=b"o" * 32)
    assert taken(Store.in_memory(), with_other_key, back) is Disposition.OPENED


def test_a_letter_that_is_written_once_keeps_its_ids_for_those_that_cite_it(world: World) -> None:
    store = Store.in_memory()
    taken(store, world, ASKS)
    bo = Address("Bo", "bo@corp.example")
    once = SendLetter(Gap("x", "y"), bo, "bo", Lane.TEAM, once="today")
    then = SendLetter(Gap("x", "z"), bo, "bo", Lane.TEAM)
    with store.write() as conn:
        request = requests.by_reference(conn, "IT-1001")
        for number in range(2):
            cause = Cause(f"t{number}", NOW)
            enact(conn, world, Decision("a test", (once, then), request.id), cause)
        rows = outbox.rows(conn)
        written = {row.message_id for row in rows}
        last = next(row for row in rows if row.row_key.startswith("t1/"))
        message, _ = understand(keep.load(conn, last.sha256), ALIAS.site)
    assert message.in_reply_to[0] in written
    assert {one for one in message.references if one.startswith("<k.")} <= written
