"""Keys of addresses in a database of before step 0006, rewritten: mail finds its people, and
nothing goes out twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, create_engine

from mailtracker.mail.address_key import address_key
from mailtracker.store import requests, upgrade
from mailtracker.store.database import Store, migrate
from mailtracker.store.migrations import keys_0006
from tests.mail.odd_addresses import spellings

AT = "2026-03-02 09:00:00.000000"
COPIED = ["zoe@x.example", "Ann@Büro.example", "ann@xn--bro-hoa.example", '"lee"@x.example']


def put(conn: Connection, table: str, **row: object) -> None:
    """A row, with something harmless in each column that is not told."""
    columns = [
        column
        for column in conn.exec_driver_sql(f"PRAGMA table_info({table})").mappings()
        if column["name"] not in row and column["notnull"] and column["dflt_value"] is None
    ]
    plain = {"INTEGER": 1, "BOOLEAN": 0, "DATETIME": AT, "TEXT": ""}
    row = {**{column["name"]: plain[column["type"]] for column in columns}, **row}
    marks = ", ".join("?" * len(row))
    conn.exec_driver_sql(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", (*row.values(),)
    )


@pytest.fixture
def url(tmp_path: Path) -> str:
    """At step 0005, with keys as that version made them: case folded."""
    url = f"sqlite:///{tmp_path}/old.db"
    engine = create_engine(url)
    with engine.begin() as conn:
        command.upgrade(upgrade.config(conn), "0005")
        put(conn, "requests", id=1, reference="IT-1001", status="answered", owner="bo")
        for seq, email in enumerate(COPIED):
            folded = email.casefold()
            put(conn, "copied", request_id=1, seq=seq, address=email, address_key=folded)
        for uid, sender in enumerate(["eva@büro.example", "eva@büro.example", "bo@x.example"], 1):
            put(conn, "ledger", id=uid, uid=uid, sha256="00", sender=sender, disposition="opened")
        for number, (cause, recipient) in enumerate(written(), 1):
            put(
                conn,
                "outbox",
                id=number,
                row_key=f"{cause}/receipt/{recipient.casefold()}",
                recipient=recipient,
                recipient_key=recipient.casefold(),
                lane="owner",
                state="ready",
                attempts=0,
                message_id=f"<{number}@x>",
            )
    engine.dispose()
    return url


def written() -> Iterator[tuple[str, str]]:
    yield "m1", "Eva@Büro.example"
    yield "m2", "Bo@Straße.example"
    yield "m3", "bo@x.example"
    yield "m4", "eva@büro.example"
    yield "m4", "eva@xn--bro-hoa.example"


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    migrate(url)
    store = Store.open(url, create=False)
    yield store
    store.close()


def test_mail_of_ours_has_the_keys_of_today_and_row_keys_that_end_in_them(store: Store) -> None:
    with store.read() as conn:
        rows = conn.exec_driver_sql("SELECT row_key, recipient_key FROM outbox ORDER BY id").all()
    assert [tuple(row) for row in rows] == [
        ("m1/receipt/eva@xn--bro-hoa.example", "eva@xn--bro-hoa.example"),
        ("m2/receipt/bo@xn--strae-oqa.example", "bo@xn--strae-oqa.example"),
        ("m3/receipt/bo@x.example", "bo@x.example"),
        ("m4/receipt/eva@büro.example", "eva@xn--bro-hoa.example"),  # the other has the name
        ("m4/receipt/eva@xn--bro-hoa.example", "eva@xn--bro-hoa.example"),
    ]


def test_senders_are_found_under_the_keys_of_today(store: Store) -> None:
    with store.read() as conn:
        senders = conn.exec_driver_sql("SELECT sender FROM ledger ORDER BY id").scalars().all()
    assert senders == ["eva@xn--bro-hoa.example", "eva@xn--bro-hoa.example", "bo@x.example"]


def test_who_stood_there_twice_stands_there_once_and_the_rest_in_order(store: Store) -> None:
    with store.read() as conn:
        copied = requests.by_reference(conn, "IT-1001").copied
        rows = conn.exec_driver_sql("SELECT seq, address_key FROM copied ORDER BY seq").all()
    keys = ["zoe@x.example", "ann@xn--bro-hoa.example", "lee@x.example"]
    assert [one.key for one in copied] == keys
    assert [tuple(row) for row in rows] == list(enumerate(keys))


def test_the_step_makes_the_keys_that_the_code_makes() -> None:
    for email in spellings(6, 5_000):
        assert keys_0006.key(email) == address_key(email), email
