"""What `show` and `status` tell of how requests were."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from sqlalchemy import insert

from mailtracker.store import tables as rows
from mailtracker.store.database import Store
from tests.cli.makers import Run, opened

NOW = datetime.now(UTC)


def rate(store: Store, count: int = 1, **values: object) -> None:
    with store.write() as conn:
        for number in range(1, count + 1):
            row = {"request_id": number, "closing": 1, "rating": "good", "said": "", "at": NOW}
            row |= {"by_address": "eva@corp.example", "done": "", **values}
            conn.execute(insert(rows.ratings), row)


def test_show_tells_how_it_was_and_keeps_the_words_of_a_complaint(
    mailtracker: Run, store: Store
) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops")
        opened(conn, "VPN drops", confidential=True, barred=("bo",))
    rate(store, rating="not good", said="He was rude.", done="I talked with him.", complaint_id=2)
    plain = mailtracker("show", "IT-1001").stdout
    assert "how IT-1001 was  not good (" in plain
    assert "IT-1002 looks into it" in plain
    assert "rude" not in plain
    assert "I talked with him" not in plain
    assert "rude" not in mailtracker("show", "IT-1001", "--json").stdout
    assert "rude" not in mailtracker("show", "IT-1002").stdout
    for reference in ("IT-1001", "IT-1002"):
        shown = mailtracker("show", reference, "--confidential").stdout
        assert "He was rude." in shown
        assert "I talked with him." in shown


def test_show_tells_thanks_that_stood_with_it(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        opened(conn, "VPN drops")
    rate(store, said="Thank you Bo!")
    assert "Thank you Bo!" in mailtracker("show", "IT-1001").stdout


def test_status_counts_them_a_mailbox_from_five_on(mailtracker: Run, store: Store) -> None:
    with store.write() as conn:
        for number in range(5):
            opened(conn, f"VPN {number}")
    rate(store, 4)
    assert "ratings of" not in mailtracker("status").stdout
    assert json.loads(mailtracker("status", "--json").stdout)["ratings"] == {}
    with store.write() as conn:
        conn.execute(rows.ratings.delete())
    rate(store, 5)
    assert "ratings of IT help, 30 days: 5 good" in mailtracker("status").stdout
