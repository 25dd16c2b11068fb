"""`export`: all that is held about one person, and nothing of anybody else: not what others wrote
to each other, and least of all that there is a complaint.
"""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from mailtracker.desk.effects import AddParticipant, LogEvent
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Address
from mailtracker.store import keep, ledger, outbox, purging, requests, rulesets, sending
from mailtracker.store.database import Store
from mailtracker.store.outgoing import Outgoing
from mailtracker.store.personal import Holds, columns, is_text
from mailtracker.store.tables import events, former_owners, loads, spent
from mailtracker.store.tables import ledger as lines
from mailtracker.store.tables import requests as table
from tests.cli.makers import NOW, RULES, Run, opened

HERS = b"From: eva@corp.example\r\nSubject: hers\r\n\r\nEva wrote Quetzalcoatl.\r\n"
TO_HER = b"From: it-help@corp.example\r\nSubject: to her\r\n\r\nBo answered her.\r\n"
TO_BO = b"From: it-help@corp.example\r\nSubject: to him\r\n\r\nA note for Bo.\r\n"


def asked_by(conn: Connection, address: str, subject: str, *effects: Any, **given: Any) -> int:
    """A request of theirs; its number."""
    reference = opened(conn, subject, *effects, **given)
    number = requests.by_reference(conn, reference).id
    who = {"requester_address": address, "requester_key": address, "requester_name": address[:3]}
    conn.execute(update(table).where(table.c.id == number).values(who))
    return number


def came(conn: Connection, number: int, sender: str, raw: bytes) -> None:
    """The mail of a request."""
    words = {
        "sender": sender,
        "subject": f"{sender[:3]} wrote",
        "sha256": keep.keep(conn, raw, NOW),
    }
    conn.execute(update(lines).where(lines.c.request_id == number).values(words))


def went(conn: Connection, number: int | None, to: str, raw: bytes, person: str = "") -> None:
    key = f"m{number}/receipt/{to}"
    lane = Lane.REQUESTER if person else Lane.OWNER
    row = Outgoing(
        *(key, number, "receipt", lane, to, person, f"<{key}@h>", f"TOKEN{number}{to}"),
        *("", raw, NOW),
    )
    assert outbox.queue(conn, row) is not None


@pytest.fixture
def filled(store: Store) -> dict[str, int]:
    """What Eva, Kim, Bo and Ana have to do with each other."""
    with store.write() as conn:
        found = {
            "hers": asked_by(conn, "eva@corp.example", "Zq-vpn", LogEvent("answer", "by Bo Zq-he")),
            "in copy": asked_by(
                conn,
                "kim@corp.example",
                "Zq-desk",
                AddParticipant(Address("Eva", "eva@corp.example")),
            ),
            "kim's": asked_by(
                conn,
                "kim@corp.example",
                "Zq-chairs",
                LogEvent("team", "Zq-kim"),
                LogEvent("rating", "Zq"),
            ),
            "complaint": asked_by(
                conn,
                "kim@corp.example",
                "Zq-complaint",
                LogEvent("confidential", "kept from Bo Jensen, eva@corp.example"),
                owner="ana",
                confidential=True,
                barred=("bo", "eva@corp.example"),
            ),
            "bo's secret": asked_by(
                conn, "kim@corp.example", "Zq-secret", confidential=True, owner="bo"
            ),
            "eva's secret": asked_by(
                conn, "eva@corp.example", "Zq-own", confidential=True, owner="ana"
            ),
        }
        for name, number in found.items():
            hers = name in ("hers", "eva's secret")
            writer = "eva@corp.example" if hers else "kim@corp.example"
            came(conn, number, writer, HERS if hers else b"Subject: x\r\n\r\nZq-words\r\n")
        went(conn, found["hers"], "eva@corp.example", TO_HER)
        went(conn, found["hers"], "bo@corp.example", TO_BO, "bo")
        went(conn, found["bo's secret"], "bo@corp.example", b"Zq-note\r\n", "bo")
        rulesets.keep(conn, "d1", {"rules/all.yaml": RULES.encode()}, NOW)
    return found


class Exported:
    """What stands in the file."""

    def __init__(self, file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            self.files = {name: archive.read(name) for name in archive.namelist()}
        self.held = json.loads(self.files["held.json"])
        self.everything = b"\n".join(self.files.values()).decode()

    def numbers(self, part: str) -> list[int]:
        return [one["id"] for one in self.held[part]]


def exported(mailtracker: Run, site: Path, *words: str) -> Exported:
    done = mailtracker("export", *words, "--out", str(site / "out.zip"))
    assert done.exit_code == 0, done.output
    return Exported(site / "out.zip")


def test_who_asks_gets_their_requests_and_mails_and_nobody_elses_words(
    mailtracker: Run, site: Path, store: Store, filled: dict[str, int]
) -> None:
    found = exported(mailtracker, site, "EVA@corp.example")
    mine = [filled[name] for name in ("hers", "eva's secret", "in copy")]
    assert sorted(found.numbers("requests")) == sorted(mine)
    assert found.numbers("had") == []
    whole = next(one for one in found.held["requests"] if one["id"] == filled["hers"])
    assert (whole["subject"], whole["requester_address"]) == ("Zq-vpn", "eva@corp.example")
    assert [one["text"] for one in whole["history"]] == ["by rule vpn", "by Bo Zq-he"]
    copied = next(one for one in found.held["requests"] if one["id"] == filled["in copy"])
    assert "subject" not in copied
    mails = {one["file"] for one in found.held["mails"]}
    assert {found.files[name] for name in mails} == {HERS, TO_HER}
    for word in ("Zq-words", "Zq-kim", "Zq-chairs", "Zq-complaint", "kim@", "TOKEN", "Zq-note"):
        assert word not in found.everything, word
    with store.read() as conn:
        complaint = conn.scalar(select(table.c.reference).where(table.c.id == filled["complaint"]))
        looked = conn.execute(select(events).where(events.c.kind == "read")).all()
    assert str(complaint) not in found.everything
    assert sorted(row.request_id or 0 for row in looked) == [0, filled["eva's secret"]]
    assert all("export" in row.text for row in looked)


def test_an_owner_gets_what_they_had_and_no_words_of_whom_they_had_it_from(
    mailtracker: Run, site: Path, filled: dict[str, int]
) -> None:
    found = exported(mailtracker, site, "bo@corp.example")
    assert sorted(found.numbers("had")) == sorted(
        filled[one] for one in ("hers", "in copy", "kim's")
    )
    assert found.numbers("requests") == []
    assert {found.files[one["file"]] for one in found.held["mails"]} == {TO_BO}
    assert [one["owner"] for one in found.held["rows"]["loads"]] == ["bo"]
    assert any("bo@corp.example" in line for line in found.held["rules"])
    for word in ("Zq-", "kim@", "eva@", "ana@", "TOKEN", "rating"):
        assert word not in found.everything, word
    assert "1 such request that you have or had among them." in found.files["README.txt"].decode()


def test_nothing_is_said_where_nothing_is_held_nor_of_what_is_no_address(
    mailtracker: Run, site: Path, filled: dict[str, int]
) -> None:
    done = mailtracker("export", "zoe@corp.example", "--out", str(site / "out.zip"))
    assert "Nothing is held about this address" in done.output
    assert mailtracker("export", "zoe").exit_code == 2


def test_that_somebody_complained_of_them_cannot_be_seen(
    mailtracker: Run, site: Path, store: Store, filled: dict[str, int]
) -> None:
    """The file is the same, byte for byte of its facts, as if nobody had."""
    both = []
    with store.write() as conn:  # they had it, until it was said that it is about them
        former = {"request_id": filled["complaint"], "seq": 0, "owner": "bo"}
        conn.execute(former_owners.insert().values(former))
    for name in ("bo@corp.example", "eva@corp.example"):
        with store.write() as conn:
            conn.execute(events.delete().where(events.c.kind == "read"))
        with_it = exported(mailtracker, site, name)
        (site / "out.zip").unlink()
        both.append((name, with_it.held))
    with store.write() as conn:
        conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for one in ("extras", "events", "deadlines", "ledger", "former_owners"):
            conn.exec_driver_sql(f"DELETE FROM {one} WHERE request_id = {filled['complaint']}")
        conn.execute(table.delete().where(table.c.id == filled["complaint"]))
    for name, held in both:
        with store.write() as conn:  # that somebody looked
            conn.execute(events.delete().where(events.c.kind == "read"))
        assert exported(mailtracker, site, name).held == held
        (site / "out.zip").unlink()


def test_somebody_who_left_is_found_by_the_key_that_they_had(
    mailtracker: Run, site: Path, store: Store, filled: dict[str, int]
) -> None:
    with store.write() as conn:
        conn.execute(update(table).where(table.c.id == filled["kim's"]).values(owner="gone"))
        conn.execute(loads.insert().values(owner="gone", still_open=1, given=3))
    found = exported(mailtracker, site, "gone@corp.example", "--person", "gone")
    assert found.numbers("had") == [filled["kim's"]]
    assert found.held["rows"]["loads"] == [{"owner": "gone", "still_open": 1, "given": 3}]


def test_what_was_purged_is_told_without_its_text(
    mailtracker: Run, site: Path, store: Store, filled: dict[str, int]
) -> None:
    with store.write() as conn:
        later = NOW + timedelta(days=100)
        conn.execute(table.update().values(status="answered"))
        while (row := sending.claim(conn, NOW)) is not None:
            sending.settle(conn, row.id, sending.Attempt("sent", 250, "ok"), NOW)
        assert purging.purge_requests(conn, "IT help", later, later, 10) == 6
        assert ledger.lines(conn, None, None, 10)[0].purged
    found = exported(mailtracker, site, "eva@corp.example")
    assert {one["file"] for one in found.held["mails"]} == {""}
    assert "Quetzalcoatl" not in found.everything


def test_the_file_is_its_owners_alone_and_no_other_is_overwritten(
    mailtracker: Run, site: Path, filled: dict[str, int]
) -> None:
    exported(mailtracker, site, "eva@corp.example")
    file = site / "out.zip"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    before = file.read_bytes()
    again = mailtracker("export", "eva@corp.example", "--out", str(file))
    assert again.exit_code == 1
    assert "exists" in again.output
    assert file.read_bytes() == before


def test_whatever_holds_an_address_or_a_key_is_looked_through(
    mailtracker: Run, site: Path, store: Store, filled: dict[str, int]
) -> None:
    """By the table of what the database holds: a new column is found by that."""
    kinds = {Holds.ADDRESS, Holds.PERSON}
    texts = [one for one, held in columns() if kinds & set(held.holds) and is_text(one)]
    assert {"copied.address", "absences.person", "spent.key", "feeds.called"} <= set(
        map(str, texts)
    )
    keys = (
        "p eva@corp.example",
        "p neva@corp.example",
        f"{filled['complaint']} p eva@corp.example",
    )
    with store.write() as conn:
        conn.execute(spent.insert(), [{"budget": "b", "key": key, "at": NOW} for key in keys])
    found = exported(mailtracker, site, "eva@corp.example")
    assert [one["key"] for one in found.held["rows"]["spent"]] == ["p eva@corp.example"]
