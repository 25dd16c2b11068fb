"""Mails that are filed together come to the same as one after the other: each sees what those
before it did, although most of it is not written yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, bindparam, event, insert, select
from sqlalchemy.exc import IntegrityError

from mailtracker.desk.alias import Alias
from mailtracker.enact import enact_message
from mailtracker.letters.letters import Letters
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.store import facts, keep, ledger, revoked, tables
from mailtracker.store.database import Store
from mailtracker.store.ledger import Arrival
from mailtracker.store.prepared import Prepared
from mailtracker.store.together import ROOM, group_of, together
from mailtracker.world import Cause, Received
from tests.lives import MONDAY, RULES, Life, Sent, letters

NOW = MONDAY + timedelta(hours=1)
RANDOM = {"message_id", "token", "bounce", "env_from", "sha256", "content_key"}
"""Columns that no two databases have in common: ids of mails of ours, and what is made of them."""
FREE = ("kept", "chunks", "settings")


@cache
def company() -> tuple[Policy, Letters]:
    return load_texts({"rules/all.yaml": RULES}), letters()


def new_life(conn: Connection) -> Life:
    return Life(conn, *company())


@dataclass(frozen=True)
class Mail:
    """What comes in by an alias; `later`: minutes after we read it, by the server's clock."""

    alias: str
    raw: bytes
    later: int = 0


def mail(number: int, sender: str, subject: str, text: str = "It fails.", **header: str) -> Mail:
    made = EmailMessage()
    alias = header.pop("alias", "it")
    fields = {
        "From": sender,
        "To": f"{alias}@corp.example",
        "Subject": subject,
        "Message-ID": f"<g{number}@client.example>",
    }
    later = int(header.pop("later", "0"))
    for name, value in (fields | header).items():
        made[name.replace("_", "-")] = value
    made.set_content(f"{text}\n")
    return Mail(alias, made.as_bytes(policy=SMTP), later)


def answer(number: int, to: Sent, text: str, sender: str = "") -> Mail:
    """By the reply address of a mail of ours."""
    return mail(
        number,
        sender or to.recipient,
        "Re: VPN",
        text,
        To=f"it+{to.token}@corp.example",
        In_Reply_To=to.message_id,
    )


def backlog(old: Sequence[Sent]) -> list[Mail]:
    """Mails each of which stands on what another one of them did."""
    receipt = next(one for one in old if one.letter == "receipt")
    note = next(one for one in old if one.letter != "receipt")
    first = mail(1, "eva@corp.example", "VPN drops")
    cited = {"In_Reply_To": "<g1@client.example>"}
    return [
        first,
        mail(2, "ann@example.com", "VPN of a customer"),
        mail(3, "eva@corp.example", "Re: VPN drops", "More of it.", **cited),
        Mail("hr", first.raw),
        first,
        mail(4, "eva@corp.example", "Re: VPN drops", "And more.", **cited),
        mail(5, "finn@corp.example", "Look at [IT-1003], please", "I see it too."),
        mail(6, "finn@corp.example", "Complaint about it", alias="hr"),
        mail(7, "finn@corp.example", "Re: Complaint", In_Reply_To="<g6@client.example>"),
        mail(8, "eva@corp.example", "Complaint of mine", alias="hr"),
        mail(9, "wes@corp.example", "A complaint", alias="hr"),
        mail(10, "bo@corp.example", "VPN is slow", Thread_Index="AdXabcdefghijklmnopqrstuvwxyzA=="),
        mail(11, "bo@corp.example", "VPN", Thread_Index="AdXabcdefghijklmnopqrstuvwxyzAAAAAAA"),
        answer(12, receipt, "It is worse now."),
        answer(13, note, "Please restart it."),
        answer(14, receipt, "That did not help."),
        answer(15, note, "/close"),
        answer(16, receipt, "It is back."),
        mail(17, "dan@corp.example", "VPN for a guest", later="5"),
        mail(18, "dan@corp.example", "Something else", later="6"),
        *(mail(100 + n, f"u{n}@flood.example", f"VPN {n}", f"Words {n}") for n in range(9)),
        *(mail(200 + n, "one@flood.example", "VPN", "The same words") for n in range(12)),
        *(mail(300 + n, "eva@corp.example", f"VPN again {n}", f"Case {n}") for n in range(35)),
        mail(400, "u1@flood.example", "Re: VPN 1", In_Reply_To="<g101@client.example>"),
        mail(401, "mailer-daemon@corp.example", "Undelivered", "550 no such user"),
    ]


def file(life: Life, mails: Sequence[Mail], as_group: bool) -> None:
    with together(life.conn) if as_group else nullcontext():
        expect(life, mails)
        for number, one in enumerate(mails, 50):
            _file(life, life.hr if one.alias == "hr" else life.it, number, one)


def expect(life: Life, mails: Sequence[Mail]) -> None:
    ahead = [
        facts.Ahead(understand(one.raw, life.it.site)[0], NOW + timedelta(minutes=one.later))
        for one in mails
    ]
    facts.expect(life.conn, ahead, NOW)


def _file(life: Life, alias: Alias, number: int, one: Mail) -> None:
    conn, arrived = life.conn, NOW + timedelta(minutes=one.later)
    message, classified = understand(one.raw, alias.site)
    sha256 = keep.keep(conn, one.raw, NOW)
    arrival = Arrival(alias.name, 1, number, arrived, sha256, len(one.raw))
    line_id = ledger.enter(conn, arrival, message, classified.kind, NOW)
    assert line_id is not None
    received = Received(line_id, message, classified, one.raw, arrived)
    enact_message(conn, life.world, alias, Cause(f"m{line_id}", NOW, received))


def began(life: Life) -> list[Mail]:
    """A request stands already; its mails of ours are answered in the backlog."""
    life.mail("It drops.", "VPN of old", From="ida@corp.example", To="it@corp.example")
    return backlog(life.sent)


def dump(conn: Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table.name: sorted(
            (tuple(map(str, row)) for row in conn.execute(select(*_told(table)))),
        )
        for table in tables.metadata.sorted_tables
        if table.name not in FREE
    }


def _told(table: Any) -> list[Any]:
    hidden = RANDOM | ({"id"} if table.name in ("events", "spent", "digest_lines") else set())
    if table.name == "ledger":
        hidden = hidden - {"message_id"}
    return [column for column in table.c if column.name not in hidden]


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[tuple[Life, Life]]:
    stores = [Store.open(f"sqlite:///{tmp_path / name}.db") for name in ("apart", "together")]
    with stores[0].write() as apart, stores[1].write() as as_group:
        yield new_life(apart), new_life(as_group)
    for store in stores:
        store.close()


@pytest.mark.parametrize("step", [1, 3, 80])
def test_a_group_comes_to_the_same_as_its_mails_one_by_one(
    lives: tuple[Life, Life], step: int
) -> None:
    apart, as_group = lives
    file(apart, began(apart), as_group=False)
    mails = began(as_group)
    for start in range(0, len(mails), step):
        with together(as_group.conn):
            expect(as_group, mails[start : start + step])
            for number, one in enumerate(mails[start : start + step], 50 + start):
                _file(as_group, as_group.hr if one.alias == "hr" else as_group.it, number, one)
    expected, found = dump(apart.conn), dump(as_group.conn)
    assert len(expected["requests"]) > 30
    became = {word for line in expected["ledger"] for word in line}
    assert became >= {"opened", "reply", "duplicate", "quarantine"}
    for name, rows in expected.items():
        assert found[name] == rows, name


def test_it_is_the_same_where_somebodys_mailbox_is_in_the_wrong_hands(
    lives: tuple[Life, Life],
) -> None:
    for one in lives:
        mails = began(one)
        revoked.revoke(one.conn, "finn", ["finn@corp.example"])
        file(one, mails, as_group=one is lives[1])
    assert dump(lives[0].conn) == dump(lives[1].conn)
    void = select(tables.outbox.c.id).where(tables.outbox.c.revoked)
    assert lives[1].conn.execute(void).first() is not None


def test_what_no_prepared_statement_asks_for_is_written_first(lives: tuple[Life, Life]) -> None:
    conn = lives[0].conn
    enter = Prepared(insert(tables.turns))
    with together(conn):
        enter.later(conn, [{"team": "it", "person": "bo"}])
        assert conn.scalar(select(tables.turns.c.person)) == "bo"
        enter.later(conn, [{"team": "hr", "person": "eva"}])
        with pytest.raises(ZeroDivisionError), conn.begin_nested():
            raise ZeroDivisionError
        assert Prepared(select(tables.turns.c.team)).scalars(conn) == ["hr", "it"]
    assert group_of(conn) is None


def test_of_a_table_only_rows_that_it_looks_for_are_written_first(
    lives: tuple[Life, Life],
) -> None:
    conn, ran = lives[0].conn, []
    event.listen(conn, "before_cursor_execute", lambda *heard: ran.append(heard[2].split()[0]))
    enter = Prepared(insert(tables.turns))
    team = tables.turns.c.team
    asked = select(tables.turns.c.person).where(team == bindparam("which"))
    ask = Prepared(asked, looks={"which": [team]})
    with together(conn):
        enter.later(conn, [{"team": "i\0t", "person": "bo"}])
        assert ask.scalar(conn, {"which": "hr"}) is None
        assert ran == ["SELECT"]
        assert ask.scalar(conn, {"which": "i\ufffdt"}) == "bo"  # as it is stored
        assert ran == ["SELECT", "INSERT", "SELECT"]


def test_a_group_keeps_no_more_mail_in_memory_than_there_is_room(
    lives: tuple[Life, Life],
) -> None:
    conn, ran = lives[0].conn, []
    event.listen(conn, "before_cursor_execute", lambda *heard: ran.append(heard[2].split()[2]))
    with together(conn), together(conn):
        for number in range(1, 2 * ROOM >> 20):
            keep.keep(conn, bytes([number]) * (1 << 20), NOW)
            assert ran == ([] if number <= ROOM >> 20 else ["kept", "chunks"])
    assert ran == ["kept", "chunks"] * 2


def test_nothing_is_left_when_one_of_them_fails(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'mail.db'}")
    enter = Prepared(insert(tables.turns))

    def twice() -> None:
        with store.write() as conn, together(conn):
            enter.later(conn, [{"team": "it", "person": "bo"}])
            enter.later(conn, [{"team": "it", "person": "sam"}])

    with pytest.raises(IntegrityError):
        twice()
    with store.read() as conn:
        assert Prepared(select(tables.turns.c.person)).all(conn) == []
    store.close()
