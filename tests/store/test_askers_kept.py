"""Whose requests they are, by whatever address: what is looked up for who asks how they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, create_engine, select

from mailtracker.desk.alias import Alias
from mailtracker.desk.case import Incoming
from mailtracker.desk.effects import Decision, OpenRequest, SetStatus, StopClock
from mailtracker.desk.facts import Facts
from mailtracker.desk.request import Given, Lane, Status
from mailtracker.mail.message import Address
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.store import outbox, upgrade
from mailtracker.store.apply import apply
from mailtracker.store.askers import with_asks
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.tables import requests
from tests.desk.makers import PERSON, RULES
from tests.store.lines import NOW, message

HOME = ("corp.example",)
ALIAS = Alias("it", "it@corp.example", (), "IT", "en", ("en",), HOME, ())
POLICY = load_texts({"rules/all.yaml": RULES}).at_home(HOME)


def asked_by(conn: Connection, who: str, mailbox: str = "it") -> int:
    effect = OpenRequest(
        mailbox=mailbox,
        prefix=mailbox,
        subject="VPN",
        requester=Address("", who),
        copied=(),
        language="en",
        owner="bo",
        first_id="",
        given=Given(rule="", why="", promise="normal", ladder="default"),
    )
    made = apply(conn, Decision("", (effect,)), None, NOW)
    assert made is not None
    return made.id


def asks(
    conn: Connection,
    who: str,
    text: str = "Status?",
    now: datetime = NOW,
    policy: Policy = POLICY,
) -> Facts:
    mail = replace(message(sender=Address("", who)), new_text=text, text=text)
    return with_asks(conn, Incoming(mail, PERSON, Facts(), ALIAS), policy, now).facts


def test_all_addresses_of_somebody_and_all_mailboxes_are_looked_up(conn: Connection) -> None:
    mine = [
        asked_by(conn, "bo@corp.example"),
        asked_by(conn, "Bo.Jensen@Corp.Example", mailbox="hr"),
        asked_by(conn, "bo+home@corp.example"),
    ]
    asked_by(conn, "eva@corp.example")
    found = asks(conn, "bo.jensen@corp.example").asks
    assert [one.id for one in found] == mine
    assert [one.requester.email for one in asks(conn, "Eva@corp.example").asks] == [
        "eva@corp.example"
    ]


def test_what_is_closed_is_not_among_them(conn: Connection) -> None:
    number = asked_by(conn, "eva@corp.example")
    closed = (StopClock(answered=False), SetStatus(Status.CLOSED))
    apply(conn, Decision("", closed, number), None, NOW)
    assert asks(conn, "eva@corp.example").asks == ()


def test_only_who_asks_is_looked_up(conn: Connection) -> None:
    asked_by(conn, "eva@corp.example")
    assert asks(conn, "eva@corp.example", "Every hour.") == Facts()
    assert asks(conn, "eva@corp.example", "Solved.") == Facts()
    assert asks(conn, "eva@corp.example", "Any news?").asks != ()


def told(conn: Connection, to: str, letter: str) -> None:
    row = Outgoing(
        row_key=f"{letter}/{to}",
        request_id=None,
        letter=letter,
        lane=Lane.TEAM,
        recipient=to,
        person="",
        message_id=f"<{letter}@corp.example>",
        token=None,
        env_from="",
        raw=b"x",
        created_at=NOW,
    )
    outbox.queue_all(conn, [row])


def test_that_they_were_told_lately_counts_for_all_their_addresses(conn: Connection) -> None:
    told(conn, "bo@corp.example", "receipt")
    assert not asks(conn, "bo@corp.example", now=NOW + timedelta(minutes=1)).status_lately
    told(conn, "bo@corp.example", "status_of_all")
    soon, later = NOW + timedelta(minutes=9), NOW + timedelta(minutes=11)
    assert asks(conn, "bo.jensen@corp.example", now=soon).status_lately
    assert not asks(conn, "bo.jensen@corp.example", now=later).status_lately
    assert not asks(conn, "eva@corp.example", now=soon).status_lately


def test_older_requests_know_their_requester_after_the_migration(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'mail.db'}")
    with engine.begin() as conn:
        command.upgrade(upgrade.config(conn), "0012")
        for number, who in enumerate(["Eva@Corp.example", "eva+home@corp.example", "+x@h.example"]):
            conn.exec_driver_sql(
                "INSERT INTO requests (id, reference, mailbox, subject, status, requester_address,"
                " requester_name, language, owner, rule, why, promise, ladder, opened_at, first_id,"
                " quiet, answered_once, epoch, rung, repeats, openings) VALUES "
                f"({number}, 'IT-{number}', 'it', '', 'open', '{who}', '', '', 'bo', '', '', '', "
                "'', '2026-03-01 09:00:00.000000', '', 0, 0, 0, 0, 0, 1)"
            )
        command.upgrade(upgrade.config(conn), "0013")
        keys = conn.scalars(select(requests.c.requester_key).order_by(requests.c.id)).all()
    engine.dispose()
    assert keys == ["eva@corp.example", "eva@corp.example", "+x@h.example"]
