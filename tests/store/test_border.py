"""What the ledger tells of our own border: whether it strips, whether it knows our people."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from mailtracker.desk.effects import Dispose, Disposition
from mailtracker.mail.message import Proof, Unstripped
from mailtracker.mail.parse import parse
from mailtracker.store import ledger
from mailtracker.store.border import (
    FAILING,
    LAST,
    LATELY,
    REFUSED,
    BorderTrouble,
    border_troubles,
    note_unstripped,
)
from mailtracker.store.ledger import Arrival
from tests.store.makers import NOW, plan

DOMAINS = ("corp.example", "sub.corp.example")


def came(
    conn: Connection,
    proof: Proof | None = None,
    sender: str = "ana@corp.example",
    sign: Unstripped = Unstripped.NO,
    at: datetime = NOW,
    became: Disposition = Disposition.IGNORED,
) -> None:
    """One more mail in the ledger."""
    number = len(ledger.lines(conn, None, None, 1000)) + 1
    message = parse(f"From: {sender}\nMessage-ID: <{number}@x>\n\nVPN\n".encode())
    line = ledger.enter(conn, Arrival("it", 1, number, at, "0" * 64, 9), message, "person", at)
    assert line is not None
    ledger.dispose(conn, line, Dispose(became, "a test"), None, proof)
    if sign:
        note_unstripped(conn, line, sign)


def found(conn: Connection, at: datetime = NOW) -> list[BorderTrouble]:
    return border_troubles(conn, DOMAINS, at)


def test_without_mail_nothing_is_wrong(conn: Connection) -> None:
    assert found(conn) == []


@pytest.mark.parametrize("sign", list(Unstripped)[1:])
def test_a_field_that_was_not_stripped_is_remembered_for_a_week(
    conn: Connection, sign: Unstripped
) -> None:
    came(conn)
    came(conn, sign=sign)
    came(conn, sign=sign, at=NOW + timedelta(days=1))
    (trouble,) = found(conn, NOW + timedelta(days=2))
    assert (trouble.what, trouble.since) == (sign, NOW)
    assert "does not strip forged Authentication-Results: 2 mails in 7 days" in trouble.text
    (trouble,) = found(conn, NOW + LATELY + timedelta(hours=1))
    assert "1 mail in 7 days" in trouble.text
    assert found(conn, NOW + LATELY + timedelta(days=2)) == []


def test_every_sign_is_told() -> None:
    from mailtracker.store.border import _TOLD

    assert set(_TOLD) == set(Unstripped) - {Unstripped.NO}


def test_an_index_finds_what_was_not_stripped(conn: Connection) -> None:
    assert any("ix_ledger_unstripped" in step for step in plan(conn, lambda: found(conn)))


def test_own_mail_that_fails_now_and_then_is_forged(conn: Connection) -> None:
    for number in range(LAST):
        came(conn, Proof.DISPROVEN if number < FAILING - 1 else Proof.PROVEN)
    assert found(conn) == []


def test_own_mail_that_fails_often_is_our_own_mistake(conn: Connection) -> None:
    for number in range(LAST):
        at = NOW + timedelta(minutes=number)
        came(conn, Proof.DISPROVEN if number % 4 == 0 else Proof.PROVEN, at=at)
    (trouble,) = found(conn)
    assert (trouble.what, trouble.since) == ("fails corp.example", NOW)
    assert trouble.text.startswith("5 of the last 20 mails from corp.example failed")


def test_only_the_last_mails_of_a_domain_count(conn: Connection) -> None:
    for number in range(FAILING + LAST):
        came(conn, Proof.DISPROVEN if number < FAILING else Proof.PROVEN)
    assert found(conn) == []


def test_each_domain_counts_by_itself_and_outsiders_do_not(conn: Connection) -> None:
    for number in range(FAILING):
        came(conn, Proof.DISPROVEN, "mia@shop.example")
        came(conn, Proof.DISPROVEN, "bo@sub.corp.example")
        came(conn, Proof.DISPROVEN if number else Proof.PROVEN)
    assert [one.what for one in found(conn)] == ["fails sub.corp.example"]


def test_mail_that_nobody_judged_does_not_count(conn: Connection) -> None:
    for _ in range(FAILING - 1):
        came(conn, Proof.DISPROVEN)
    for _ in range(LAST):
        came(conn, None)
    assert found(conn) == []
    came(conn, Proof.DISPROVEN)
    assert [one.what for one in found(conn)] == ["fails corp.example"]


def test_a_border_that_never_proves_our_people_is_told(conn: Connection) -> None:
    for _ in range(LAST - 1):
        came(conn, Proof.UNKNOWN)
    assert found(conn) == []
    came(conn, Proof.UNKNOWN)
    (trouble,) = found(conn)
    assert trouble.text.startswith("none of the last 20 mails from corp.example is proven")
    came(conn, Proof.PROVEN)
    assert found(conn) == []


def test_a_tenants_word_for_our_people_is_enough(conn: Connection) -> None:
    for _ in range(LAST):
        came(conn, Proof.UNKNOWN)
    assert [one.what for one in found(conn)] == ["unproven corp.example"]
    came(conn, Proof.INSIDE)
    assert found(conn) == []


def test_owners_whom_strict_does_not_believe_are_told_of_with_what_to_do(conn: Connection) -> None:
    """Their answers bear our token, so they are proven; the border says nothing of them."""
    for number in range(REFUSED):
        assert found(conn) == []
        at = NOW + timedelta(hours=number)
        came(conn, Proof.PROVEN, at=at, became=Disposition.UNVERIFIED)
    (trouble,) = found(conn)
    assert (trouble.what, trouble.since) == ("refused corp.example", NOW)
    assert trouble.text.startswith("3 answers from corp.example in 7 days bear a key of ours, and")
    assert 'so `trust = "strict"` carried them to nobody' in trouble.text
    assert "inside an Exchange Online tenant" in trouble.text
    assert "set exchange_tenant" in trouble.text


def test_claims_of_forged_mail_are_no_answers_that_strict_refused(conn: Connection) -> None:
    for proof in (Proof.UNKNOWN, Proof.DISPROVEN, Proof.INSIDE):
        for _ in range(REFUSED):
            came(conn, proof, became=Disposition.UNVERIFIED)
    for _ in range(REFUSED):
        came(conn, Proof.PROVEN, became=Disposition.REPLY)
        came(conn, Proof.PROVEN, "mia@shop.example", became=Disposition.UNVERIFIED)
    assert found(conn) == []


def test_what_strict_refused_is_remembered_for_a_week(conn: Connection) -> None:
    for _ in range(REFUSED):
        came(conn, Proof.PROVEN, became=Disposition.UNVERIFIED)
    assert found(conn, NOW + LATELY) != []
    assert found(conn, NOW + LATELY + timedelta(hours=1)) == []
