"""Two daemons serve two mailboxes of one database; one is killed, and nobody notices."""

import json
from collections import Counter

import pytest

from tests.stories.company import ALIAS
from tests.stories.site import mailbox_entry

PAYROLL = "payroll@corp.example"


@pytest.fixture
def house(site):
    """A site whose daemons have two mailboxes; what is sent goes out by one connection each."""
    box = site.post.add(PAYROLL)
    config = site.folder / "config.toml"
    site.write_config(extra=mailbox_entry("Payroll", PAYROLL, "PAY", box))
    config.write_text(config.read_text().replace("[smtp]", "[smtp]\nconnections = 1"))
    return site


def write(house, *people):
    """Each to both aliases, with a subject of their own."""
    for who in people:
        for alias in (ALIAS, PAYROLL):
            mail = house.mail(who, f"VPN of {who} at {alias}")
            house.post.boxes[alias].append(mail)


def receipts(house):
    """How many each employee has."""
    return Counter(to for _, to, raw in list(house.post.log) if b"auto-replied" in raw)


def serving(house):
    """Which process serves which mailboxes, as `status` says."""
    said = house.ask("status", "--json").stdout
    daemons = json.loads(said)["daemons"] if said else []
    return {
        int(one["name"].rpartition(":")[2]): one["serves"]
        for one in daemons
        if one["lives"] and one["serves"]
    }


def pids(*daemons):
    return {one.pid for one in daemons}


@pytest.mark.of_a_server
@pytest.mark.proof(part="daemons")
def test_one_of_two_daemons_is_killed_and_the_other_serves_both_mailboxes(house):
    doomed = house.start(MAILTRACKER_FAULT="after-commit:2")
    other = house.start()
    house.until(lambda: serving(house).keys() == pids(doomed, other))
    assert sorted(map(len, serving(house).values())) == [1, 1]
    write(house, "eva@corp.example")
    house.until(lambda: receipts(house) == {"eva@corp.example": 2})
    # It dies when it has filed the next one, with what goes out for that in its hands.
    write(house, "jonas@corp.example", "carla@corp.example")
    assert doomed.wait(30) == -9
    third = house.start()
    people = ("eva@corp.example", "jonas@corp.example", "carla@corp.example")
    house.until(lambda: receipts(house) == dict.fromkeys(people, 2))
    house.until(lambda: serving(house).keys() == pids(other, third))
    requests = json.loads(house.ask("list", "--all", "--json").stdout)
    assert len(requests) == 6
    sent = Counter((to, raw) for _, to, raw in house.post.log)
    assert set(sent.values()) == {1}
    house.until(lambda: house.rows("SELECT 1 FROM outbox WHERE state != 'sent'") == [])
    house.until(lambda: not house.box.mails() and not house.post.boxes[PAYROLL].mails())
