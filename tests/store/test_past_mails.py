"""A request's mails for who takes it over: few statements, nothing that was between colleagues."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Connection, event, select, update

from mailtracker.desk.effects import Disposition
from mailtracker.desk.notes import NoteRequester, NoteTeam
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.transcript import MAX_MAILS, Readers
from mailtracker.mail.message import Address
from mailtracker.rules.load import load_texts
from mailtracker.store import keep, outbox
from mailtracker.store import transcript as module
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import chunks, ledger
from mailtracker.store.tables import outbox as sent
from mailtracker.store.transcript import transcript
from tests.desk.makers import RULES
from tests.store.lines import ANN, BO, HOUR, NOW, filed, opened

POLICY = load_texts({"rules/all.yaml": RULES})


def told(conn: Connection, request: Request, **at_hand: Readers) -> list[bytes]:
    lines = {int(name.removeprefix("m")): readers for name, readers in at_hand.items()}
    return [one.raw for one in transcript(conn, POLICY, request, lines).mails]


def carried(conn: Connection, request: Request, line_id: int, lane: Lane, why: str = "") -> None:
    """The mail of a line went to somebody."""
    to, letter = ("ann@corp.example", NoteRequester.name)
    if lane is Lane.TEAM:
        to, letter = "cy@corp.example", NoteTeam.name
    key = f"m{line_id}{why}/carry/{to}"
    row = Outgoing(
        row_key=key,
        request_id=request.id,
        letter=letter,
        lane=lane,
        recipient=to,
        person="",
        message_id=f"<{key}>",
        token=None,
        env_from="",
        raw=key.encode(),
        created_at=NOW,
    )
    outbox.queue(conn, row)


def test_all_of_it_is_there_the_oldest_first(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    answer = filed(conn, 2, request, Disposition.REPLY, BO, NOW + HOUR)
    carried(conn, request, answer, Lane.OWNER)
    filed(conn, 3, request, Disposition.REPLY, ANN, NOW + 2 * HOUR)
    found = transcript(conn, POLICY, request, {})
    assert [one.raw for one in found.mails] == [b"mail 1", b"mail 2", b"mail 3"]
    assert [one.at for one in found.mails] == [NOW, NOW + HOUR, NOW + 2 * HOUR]
    assert (found.left_out, found.lost, found.lost_until, found.held) == (0, 0, None, 0)
    assert found.mails[1].readers == Readers(parties=True, requester=True)


def test_words_between_colleagues_are_not_there_unless_they_were_sent_on(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    private = filed(conn, 2, request, Disposition.REPLY, BO, NOW)
    carried(conn, request, private, Lane.TEAM)
    assert told(conn, request) == [b"mail 1"]
    carried(conn, request, private, Lane.OWNER, ".confirmed")
    assert told(conn, request) == [b"mail 1", b"mail 2"]


def test_the_mail_at_hand_is_told_as_its_decision_carries_it(conn: Connection) -> None:
    request = opened(conn)
    line = filed(conn, 1, request, Disposition.REPLY, BO, NOW)
    assert told(conn, request, **{f"m{line}": Readers(colleague=True)}) == []
    assert told(conn, request, **{f"m{line}": Readers(parties=True)}) == [b"mail 1"]


@pytest.mark.parametrize(
    "kept",
    [
        Disposition.FLOOD,
        Disposition.ASKED_BACK,
        Disposition.UNVERIFIED,
        Disposition.QUARANTINE,
        Disposition.IGNORED,
        Disposition.DUPLICATE,
    ],
)
def test_what_was_carried_to_nobody_is_not_there(conn: Connection, kept: Disposition) -> None:
    request = opened(conn)
    filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    filed(conn, 2, request, kept, ANN, NOW)
    found = transcript(conn, POLICY, request, {})
    assert [one.raw for one in found.mails] == [b"mail 1"]
    assert found.held == (kept is Disposition.FLOOD)


def test_an_answer_that_did_not_arrive_is_told_and_the_requester_has_not_read_it(
    conn: Connection,
) -> None:
    request = opened(conn)
    carried(conn, request, filed(conn, 1, request, Disposition.REPLY, BO, NOW), Lane.OWNER)
    failed = {"state": "failed", "was": "sending", "settled_at": NOW, "attempts": 1}
    for values in ({"state": "sending", "was": "ready", "claimed_at": NOW, "attempts": 1}, failed):
        conn.execute(update(sent).values({"claimed_at": None, **values}))
    (one,) = transcript(conn, POLICY, request, {}).mails
    assert one.readers == Readers(parties=True, requester=False)


def test_mails_that_are_no_longer_kept_are_counted(conn: Connection) -> None:
    request = opened(conn)
    for uid in (1, 2):
        line = filed(conn, uid, request, Disposition.OPENED, ANN, NOW + uid * HOUR)
        conn.execute(update(ledger).where(ledger.c.id == line).values(sha256="gone"))
    filed(conn, 3, request, Disposition.REPLY, ANN, NOW + 9 * HOUR)
    found = transcript(conn, POLICY, request, {})
    assert [one.raw for one in found.mails] == [b"mail 3"]
    assert (found.lost, found.lost_until) == (2, NOW + 2 * HOUR)


def test_a_damaged_mail_holds_up_no_hand_over(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    filed(conn, 2, request, Disposition.REPLY, ANN, NOW)
    damaged = keep.keep(conn, b"mail 1", NOW)
    conn.execute(update(chunks).where(chunks.c.sha256 == damaged).values(data=b"ma"))
    found = transcript(conn, POLICY, request, {})
    assert ([one.raw for one in found.mails], found.lost) == ([b"mail 2"], 1)


def test_of_very_many_the_newest_and_the_opening_one_are_there(conn: Connection) -> None:
    request = opened(conn)
    filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    for uid in range(2, 72):
        filed(conn, uid, request, Disposition.REPLY, ANN, NOW + timedelta(minutes=uid))
    found = transcript(conn, POLICY, request, {})
    assert len(found.mails) == MAX_MAILS
    assert [found.mails[0].raw, found.mails[-1].raw] == [b"mail 1", b"mail 71"]
    assert found.left_out == 71 - MAX_MAILS


def test_no_more_bytes_are_loaded_than_can_go(
    conn: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 13)  # two mails of six
    request = opened(conn)
    filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    for uid in range(2, 6):
        filed(conn, uid, request, Disposition.REPLY, ANN, NOW)
    found = transcript(conn, POLICY, request, {})
    assert ([one.raw for one in found.mails], found.left_out) == ([b"mail 1", b"mail 5"], 3)
    monkeypatch.setattr(module, "MAX_BYTES", 1)
    assert told(conn, request) == [b"mail 5"]


def test_the_same_bytes_are_loaded_once(conn: Connection) -> None:
    request = opened(conn)
    first = filed(conn, 1, request, Disposition.OPENED, ANN, NOW)
    second = filed(conn, 2, request, Disposition.REPLY, Address("", "ann@corp.example"), NOW)
    same = ledger.c.sha256
    lines = ledger.c.id
    one = conn.scalar(select(same).where(lines == first))
    conn.execute(update(ledger).where(lines == second).values(sha256=one))
    assert told(conn, request) == [b"mail 1", b"mail 1"]


@contextmanager
def counted(conn: Connection) -> Iterator[list[str]]:
    said: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(conn, "before_cursor_execute", note)
    yield said
    event.remove(conn, "before_cursor_execute", note)


def test_it_takes_three_statements_however_many_mails(conn: Connection) -> None:
    request = opened(conn)
    for uid in range(1, 41):
        filed(conn, uid, request, Disposition.REPLY, ANN, NOW)
    with counted(conn) as said:
        assert len(told(conn, request)) == 40
    assert len(said) == 3
