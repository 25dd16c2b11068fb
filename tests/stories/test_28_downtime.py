"""Two days down, everything overdue: everybody gets one mail about all of them, each requester
their word, and nobody a word about what was answered meanwhile.
"""

from collections import Counter
from datetime import timedelta

import pytest

from mailtracker.daemon.watch import PER_MINUTE, Watch
from mailtracker.store.tables import outbox, requests
from tests.stories.company import body

MANY = 155
SEVERAL = ("reminder", "slipped_manager", "handed_owner", "several")


def letters(runtime, since):
    """Whom which letters were written to, and when, after that many rows."""
    with runtime.store.read() as conn:
        found = conn.execute(outbox.select().where(outbox.c.id > since).order_by(outbox.c.id)).all()
    return [(row.letter, row.recipient, row.created_at) for row in found]


def catch_up(company, runtime, restarts=False):
    """Poll for as long as anything is due, a minute after the other; each time another process,
    where it `restarts`.
    """
    watch = Watch(runtime)
    for _ in range(400):
        while watch.poll():
            pass
        company.clock.travel(timedelta(minutes=1))
        watch = Watch(runtime) if restarts else watch
        watch.begin()
        if not watch._due():
            watch.poll()
            if not watch._burst:
                return
    pytest.fail("never ends")


@pytest.fixture
def overdue(company):
    for number in range(MANY):
        company.write(f"user{number}@corp.example", f"VPN {number}", "Every hour.")
    company.turn()
    with company.runtime() as runtime, runtime.store.read() as conn:
        company.last_row = max(row.id for row in conn.execute(outbox.select()).all())
    return company


@pytest.mark.parametrize("restarts", [False, True], ids=["", "restarts"])
def test_after_two_days_down_everybody_gets_one_mail_about_all_of_it(overdue, restarts):
    overdue.clock.travel(timedelta(hours=48))
    with overdue.runtime() as runtime:
        catch_up(overdue, runtime, restarts)
        written = letters(runtime, overdue.last_row)
        with runtime.store.read() as conn:
            owners = Counter(row.owner for row in conn.execute(requests.select()))
    told = Counter((to, name) for name, to, _ in written if name in SEVERAL)
    assert set(told.values()) == {1}, told
    assert {name for _, name in told} == {"several"}
    assert owners["bo"] == 0, "hand-overs still happen"
    words = Counter(to for name, to, _ in written if to.startswith("user"))
    assert (len(words), set(words.values())) == (MANY, {1})
    a_minute = Counter(at for name, _, at in written if name != "several")
    assert max(a_minute.values()) <= PER_MINUTE + 4, "the last decision may write a few"


def test_nobody_hears_of_what_was_answered_before_the_digest_goes(company):
    for number in range(12):
        company.write(f"user{number}@corp.example", f"VPN {number}", "Every hour.")
    company.turn()
    answer = company.last("bo@corp.example")
    company.clock.travel(timedelta(hours=3))
    with company.runtime() as runtime:
        watch = Watch(runtime)
        assert watch.poll() == 12
    company.reply("bo@corp.example", answer, "Restart it.")
    company.turn()
    company.travel(hours=1)
    text = " ".join(body(company.last("bo@corp.example")).split())
    assert "No answer yet that we know of: 11 requests" in str(
        company.last("bo@corp.example")["Subject"]
    )
    assert ("IT-1011" in text, "IT-1012" in text) == (True, False)
