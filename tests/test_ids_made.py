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
from mailtracker.mail.message import Address
from mailtracker.mail.outgoing.ids import second_id
from mailtracker.mail.understand import understand
from mailtracker.rules.load import load_texts
from mailtracker.store import keep, ledger, outbox, requests, tables
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.world import Cause, Received, World
from tests.shipped_letters import shipped_letters
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
        shipped_letters(),
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


RENAMED = b"<0102019abc@eu-west-1.amazonses.example>"


@pytest.mark.parametrize("forgotten", [False, True])
def test_our_own_mail_is_known_where_a_server_changed_its_id(world: World, forgotten: bool) -> None:
    """By what it says of itself, and only as what comes from us: also where no row knows it."""
    store = Store.in_memory()
    taken(store, world, ASKS)
    with store.write() as conn:
        row = outbox.rows(conn)[0]
        raw = keep.load(conn, row.sha256)
        if forgotten:
            conn.execute(delete(tables.outbox))
    back = raw.replace(b"Message-ID: " + row.message_id.encode(), b"Message-ID: " + RENAMED)
    assert back != raw
    assert taken(store, world, back) is Disposition.IGNORED
    other = replace(ALIAS, address="pay@corp.example", addresses=("pay@corp.example",))
    assert taken(store, replace(world, aliases={"IT help": ALIAS, "Pay": other}), back, other) is (
        Disposition.IGNORED
    )


WRITERS = {
    "MAPI programs copy unknown fields into what is forwarded": b"eva@corp.example",
    "somebody outside writes it by hand": b"eva@other.example",
}


@pytest.mark.parametrize("sender", WRITERS.values(), ids=WRITERS)
def test_a_persons_mail_is_no_mail_of_ours_whatever_it_says(world: World, sender: bytes) -> None:
    store = Store.in_memory()
    taken(store, world, ASKS)
    with store.write() as conn:
        ident = outbox.rows(conn)[0].message_id.encode()
    says = ASKS.replace(b"eva@corp.example", sender).replace(b"<1@a>", b"<2@a>")
    forwarded = b"X-Mailtracker-Id: " + ident + b"\n" + says.replace(b"VPN", b"Fwd: VPN")
    assert taken(store, world, forwarded) is Disposition.OPENED


def test_what_is_not_made_with_our_key_is_not_believed(world: World) -> None:
    """Another installation's mail, or one of ours with its own id and a field that makes no
    sense.
    """
    store = Store.in_memory()
    taken(store, world, ASKS)
    with store.write() as conn:
        raw = keep.load(conn, outbox.rows(conn)[0].sha256)
    bent = raw.replace(b"X-Mailtracker-Id: <k.", b"X-Mailtracker-Id: <k.0")
    assert bent != raw
    assert taken(store, world, bent) is Disposition.IGNORED
    message, _ = understand(raw, ALIAS.site)
    assert world.own_id(message) == message.message_id
    elsewhere = replace(world, key=b"o" * 32)
    changed, _ = understand(raw.replace(b"Message-ID: <k.", b"Message-ID: <x."), ALIAS.site)
    assert elsewhere.own_id(changed) == changed.message_id
    assert world.own_id(changed) == message.message_id


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
    assert message.references[-1] == second_id(last.message_id)
