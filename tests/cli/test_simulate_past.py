"""`simulate` over a past in which mail was expected: what was ticked off, missed and came late is
so again, and other rules would have had those mails as requests.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete

from mailtracker.cli.simulate import simulate
from mailtracker.daemon import expecting
from mailtracker.rules.load import load_texts
from mailtracker.store import awaited, health
from mailtracker.store.database import Store
from mailtracker.store.tables import kept, ledger
from tests import lives

EXPECTED = """
hours:
  all: {zone: UTC, mon-sun: "00:00-24:00"}
expected:
  - {name: report, when: {from: robot@corp.example}, by: "10:00 each day", hours: all,
     else: {to: bo, promise: normal}}
"""
TODAY = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
START = TODAY - timedelta(days=12)
CAME = {1: 9, 2: 9, 3: 9, 4: 9, 5: 12, 6: 9, 8: 9, 9: 9}
"""At which hour it came on which day: late on the fifth, never on the seventh."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("rules", lives.RULES + EXPECTED), ("other", lives.RULES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "all.yaml").write_text(text)
    (tmp_path / "secret").write_text("p")
    (tmp_path / "secret").chmod(0o600)
    server = 'host = "127.0.0.1"\ntls = "none"\n'
    (tmp_path / "config.toml").write_text(
        f'own_domains = ["corp.example"]\nadmins = ["priya@corp.example"]\n[smtp]\n{server}'
        f'[[mailbox]]\nname = "hr"\naddress = "hr@corp.example"\nprefix = "HR"\n'
        f'[mailbox.imap]\n{server}user = "u"\npassword_file = "secret"\n'
    )
    return tmp_path


def past(folder: Path) -> None:
    """Ten days by the daemon's own code; it was read last in the morning of the tenth."""
    store = Store.open(f"sqlite:///{folder}/mailtracker.db")
    with store.write() as conn:
        rules = load_texts({"rules/all.yaml": lives.RULES + EXPECTED})
        life = lives.Life(conn, rules, lives.letters(), START)
        expecting._follow_rules(conn, rules, START)
        life.mail("It fails.", "vpn", From="zoe@corp.example")
        for day in range(1, 10):
            look_until(life, START + timedelta(days=day))
            if day in CAME:
                at = START + timedelta(days=day, hours=CAME[day])
                look_until(life, at)
                life.now = at
                life.mail("Fine.", "Report", From="robot@corp.example")
        health.beat(conn, "imap hr", True, "", START + timedelta(days=10, hours=9))
    store.close()


def look_until(life: lives.Life, end: datetime) -> None:
    while (row := awaited.row(life.conn, "report")) is not None and row.look_at < end:
        at = row.look_at
        expecting._look_at(expecting._Look(life.conn, life.world, at, at), "report")


def told(*words: str) -> Any:
    done = CliRunner().invoke(simulate, [*words, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_past_of_expected_mail_is_what_it_was(site: Path) -> None:
    past(site)
    found = told()["before"]
    assert found["expected"] == {"report": {"due": 9, "came": 7, "late": 1, "missed": 1}}
    assert found["mails"] == 1 + len(CAME)
    assert found["promises"]["normal"]["made"] == 3
    shown = CliRunner().invoke(simulate, []).stdout
    assert "EXPECTED" in shown
    after = told("--rules", "other")["after"]
    assert after["expected"] == {}
    assert after["promises"]["normal"]["made"] == 1 + len(CAME)


def test_what_is_no_longer_kept_is_not_missed(site: Path) -> None:
    past(site)
    store = Store.open(f"sqlite:///{site}/mailtracker.db")
    with store.write() as conn:
        gone = ledger.c.sender == "robot@corp.example"
        names = list(conn.scalars(ledger.select().with_only_columns(ledger.c.sha256).where(gone)))
        conn.execute(delete(kept).where(kept.c.sha256.in_(names[:2])))
    store.close()
    result = told()
    assert result["before"]["expected"] == {"report": {"due": 9, "came": 7, "late": 1, "missed": 1}}
    assert result["notes"] == [
        "2 mails that nobody can read any more may have been expected: taken as come"
    ]
