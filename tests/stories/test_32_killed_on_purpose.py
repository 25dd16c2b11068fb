"""The daemon is killed at each point of a mail's way in, on a real mail server: no mail is lost,
none is taken twice, nobody is told twice; and one mail over which it always dies stops no other.
"""

import json
import sqlite3

import pytest

from mailtracker import faults
from mailtracker.faults import Point
from mailtracker.store.ledger import NO_BYTES

PEOPLE = [f"user{number}@corp.example" for number in range(6)]


@pytest.fixture
def waiting(counting_site):
    """Six mails wait, of which the third, by its number, is the bad one of some tests."""
    for number, who in enumerate(PEOPLE):
        counting_site.box.append(counting_site.mail(who, f"VPN {number}"))
    return counting_site


def runs_into(site, fault, monkeypatch):
    """One pass with a planned kill: the exit code."""
    with monkeypatch.context() as patch:
        patch.setenv(faults.VARIABLE, fault)
        return site.run("run", "--once").returncode


def told(site):
    """To whom a receipt went."""
    return sorted(to for _, to, raw in site.post.log if b"auto-replied" in raw)


def asked(site):
    """Who has a request, by the command line."""
    listed = json.loads(site.ask("list", "--all", "--json").stdout)
    return sorted(one["requester"]["mail"] for one in listed)


LONG = pytest.mark.proof(part="points")
IN_EACH_RUN = (Point.AFTER_COMMIT,)


@pytest.mark.parametrize(
    "point",
    [pytest.param(one, marks=() if one in IN_EACH_RUN else LONG) for one in list(Point)[:5]],
)
def test_a_kill_at_any_point_of_the_way_in_loses_and_repeats_nothing(waiting, point, monkeypatch):
    assert runs_into(waiting, f"{point}:1", monkeypatch) == -9
    assert waiting.run("run", "--once").returncode == 0
    assert asked(waiting) == PEOPLE
    assert told(waiting) == PEOPLE
    assert waiting.box.mails() == []
    assert len(waiting.box.mails("Handled")) == 6


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "point", [Point.IN_TRANSACTION, pytest.param(Point.AFTER_FETCH, marks=LONG)]
)
def test_a_mail_over_which_the_daemon_always_dies_is_put_aside_and_the_rest_is_served(
    waiting, point, monkeypatch
):
    fault = f"{point}:mail=3"
    assert [runs_into(waiting, fault, monkeypatch) for _ in range(3)] == [-9, -9, -9]
    others = PEOPLE[:2] + PEOPLE[3:]
    assert asked(waiting) == others  # served by the third start, though it died
    assert runs_into(waiting, fault, monkeypatch) == 0
    assert told(waiting) == others
    shelved = json.loads(waiting.ask("quarantine", "list", "--json").stdout)
    assert [(line["uid"], line["sha256"]) for line in shelved] == [(3, NO_BYTES)]
    shown = waiting.ask("quarantine", "show", str(shelved[0]["id"])).stdout
    assert "Only the mailbox has this mail" in shown
    assert waiting.ask("status").returncode == 1
    assert "opened" not in waiting.ask("quarantine", "list").stdout
    # The machine has more memory now.
    done = waiting.ask("quarantine", "retry", str(shelved[0]["id"]))
    assert (done.returncode, "It is of IT-1006 now." in done.stdout) == (0, True), done.stderr
    assert waiting.run("run", "--once").returncode == 0
    assert asked(waiting) == PEOPLE
    assert waiting.box.mails() == []


@pytest.mark.of_a_file
@pytest.mark.proof(part="kills")
@pytest.mark.timeout(600)
def test_random_restarts_of_a_daemon_that_dies_over_nothing_put_no_mail_aside(waiting, monkeypatch):
    for nth in (1, 2, 3):
        for point in (Point.AFTER_FETCH, Point.IN_TRANSACTION, Point.AFTER_COMMIT):
            runs_into(waiting, f"{point}:{nth}", monkeypatch)
    assert waiting.run("run", "--once").returncode == 0
    assert asked(waiting) == PEOPLE
    with sqlite3.connect(waiting.folder / "mailtracker.db") as db:
        assert db.execute("SELECT count(*) FROM in_hand").fetchone() == (0,)
        assert {row[0] for row in db.execute("SELECT disposition FROM ledger")} == {"opened"}


def test_a_fault_that_is_none_is_an_error_at_the_start(waiting, monkeypatch):
    monkeypatch.setenv(faults.VARIABLE, "nowhere:1")
    done = waiting.run("run", "--once")
    assert done.returncode != 0
    assert "there is no point 'nowhere'" in done.stderr
    assert len(waiting.box.mails()) == 6
