"""Floods on a real store: whoever forges an address has us write to it a few times a day, however
it is spelled, and nobody who is proven, nobody's promise and nobody's words suffer by it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from mailtracker.clock import DrivenClock
from mailtracker.commands import carry_out
from mailtracker.config import Config
from mailtracker.config.site import site_of
from mailtracker.daemon.filing import Fetched, Filer
from mailtracker.daemon.runtime import Runtime
from mailtracker.daemon.watch import Watch
from mailtracker.desk.budgets import AUTOMATIC_PER_HOUR, DAY, HOUR, TABLE, Budget
from mailtracker.desk.on_command import Reopen
from mailtracker.desk.request import Request
from mailtracker.mail.address_key import mailbox_key
from mailtracker.reader import InProcessReader
from mailtracker.start import aliases, read_rules
from mailtracker.store import keep, ledger, requests
from mailtracker.store.database import Store
from mailtracker.store.tables import outbox
from mailtracker.world import World
from tests.servers.dovecot import Box
from tests.stories.company import ALIAS, MONDAY, config_for, letters

MINUTE = timedelta(minutes=1)
PASS = "Authentication-Results: mx.corp.example; dmarc=pass header.from={domain}\n"
FAIL = PASS.replace("=pass", "=fail").format(domain="corp.example")
LONG = pytest.mark.proof(part="loops")
"""The same with more mails, or by other chances."""
SEEDS = (1, *(pytest.param(seed, marks=LONG) for seed in (2, 3)))


class House:
    """Our daemon's loops on a store in memory. Mail is put in by hand, none leaves."""

    def __init__(self, config: Config) -> None:
        self.clock = DrivenClock(MONDAY)
        self.store = Store.in_memory()
        served = aliases(config, letters().languages)
        policy = read_rules(config, letters().languages).policy
        world = World(policy, letters(), served, self.store.key, config.automatic_per_hour)
        reader = InProcessReader(site_of(config, letters().languages))
        self.runtime = Runtime(config, self.store, self.clock, reader, world)
        self._filer = Filer(self.runtime, next(iter(served.values())))
        self._watch = Watch(self.runtime)
        self._number = 0

    def comes(self, *mails: bytes, ago: timedelta = timedelta()) -> None:
        """All in one poll. They reached the server so long `ago`."""
        arrived = self.clock.now() - ago
        fetched = []
        for raw in mails:
            self._number += 1
            (reading,) = self.runtime.reader.read([raw])
            fetched.append(Fetched(1, self._number, raw, arrived, reading))
        self._filer.outcomes(self._filer.start(fetched))

    def travel(self, length: timedelta) -> None:
        self.clock.travel(length)
        while self._watch.poll():
            pass

    def written(self, mailbox: str, letter: str = "") -> list[datetime]:
        """When we wrote to any spelling of it."""
        with self.store.read() as conn:
            rows = conn.execute(select(outbox.c.recipient, outbox.c.created_at, outbox.c.letter))
            return [
                row.created_at
                for row in rows
                if mailbox_key(row.recipient) == mailbox and letter in ("", row.letter)
            ]

    def texts(self, mailbox: str, letter: str) -> list[str]:
        with self.store.read() as conn:
            rows = conn.execute(select(outbox.c.recipient, outbox.c.sha256, outbox.c.letter)).all()
            return [
                keep.load(conn, row.sha256).decode("utf-8", "replace")
                for row in rows
                if mailbox_key(row.recipient) == mailbox and row.letter == letter
            ]

    def request(self, reference: str = "IT-1001") -> Request:
        with self.store.read() as conn:
            return requests.by_reference(conn, reference)

    def dispositions(self) -> dict[str, int]:
        with self.store.read() as conn:
            return ledger.count_dispositions(conn)

    def reply_address(self, recipient: str, letter: str) -> str:
        with self.store.read() as conn:
            token = conn.scalar(
                select(func.max(outbox.c.token)).where(
                    outbox.c.recipient == recipient, outbox.c.letter == letter
                )
            )
        return ALIAS.replace("@", f"+{token}@")

    def reopens(self) -> None:
        self.runtime.write(
            lambda conn: carry_out(conn, self.runtime.world, "IT-1001", Reopen, self.clock.now())
        )


@contextmanager
def opened(folder: Path, **changed: Any) -> Iterator[House]:
    config = config_for(folder, Box("127.0.0.1", 1, ALIAS, "", _nowhere), 1)
    house = House(replace(config, authserv_ids=("mx.corp.example",), **changed))
    try:
        yield house
    finally:
        house.runtime.close()
        house.store.close()


def _nowhere(*_: object) -> None:
    raise AssertionError("nothing is fetched here")


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with opened(tmp_path) as house:
        yield house


def mail(sender: str, number: int, *, proven: bool = False, text: str = "", **more: str) -> bytes:
    domain = sender.rpartition("@")[2].lower()
    fields = {
        "From": sender,
        "To": ALIAS,
        "Subject": f"VPN {number}",
        "Message-ID": f"<{number}.{sender.replace(' ', '')}>",
        **{name.replace("_", "-").title(): value for name, value in more.items()},
    }
    head = "".join(f"{name}: {value}\n" for name, value in fields.items())
    vouched = PASS.format(domain=domain) if proven else ""
    return f"{vouched}{head}\n{text or f'It is down, number {number}.'}\n".encode()


def spelled(dice: random.Random, local: str, domain: str) -> str:
    """As forgers write one mailbox: a tag, dots where they are free, case, the domain's other
    forms.
    """
    if domain == "gmail.com":
        local = "".join(c + ("." if dice.random() < 0.4 else "") for c in local).rstrip(".")
        domain = dice.choice(("gmail.com", "GMail.com", "googlemail.com"))
    if domain == "büro.example":
        domain = dice.choice((domain, "xn--bro-hoa.example", "BÜRO.example", "Bu\u0308ro.Example"))
    tag = f"+{dice.randrange(10**6)}" if dice.random() < 0.6 else ""
    return "".join(dice.choice((c.upper(), c)) for c in local) + tag + "@" + domain


def most_in_a_day(instants: list[datetime]) -> int:
    return max((sum(one <= other < one + DAY for other in instants) for one in instants), default=0)


VICTIMS = [
    ("victim", "gmail.com", "victim@gmail.com"),
    ("victim", "example.com", "victim@example.com"),
    ("victim", "büro.example", "victim@xn--bro-hoa.example"),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("local", "domain", "key"), VICTIMS)
def test_forged_mail_has_us_write_to_its_victim_six_times_a_day_at_most(
    house, seed, local, domain, key
):
    dice = random.Random(f"{seed} {domain}")
    number = 0
    for _ in range(12):
        heap = [
            mail(spelled(dice, local, domain), number := number + 1)
            for _ in range(dice.randrange(1, 30))
        ]
        house.comes(*heap)
        house.travel(timedelta(hours=dice.choice((0, 1, 4, 9))))
    house.travel(4 * HOUR)
    house.travel(9 * DAY)
    assert len(house.written(key)) >= 3
    assert most_in_a_day(house.written(key)) <= 6


@pytest.mark.parametrize("count", [150, pytest.param(1000, marks=LONG)])
def test_many_forged_mails_mute_no_proven_person_of_the_same_provider(house, count):
    for begin in range(0, count, 50):
        house.comes(*(mail(f"user{n}@gmail.com", n) for n in range(begin, begin + 50)))
    receipts = sum(len(house.written(f"user{n}@gmail.com", "receipt")) for n in range(count))
    assert receipts == TABLE[Budget.RECEIPT_DOMAIN].limits[0].most
    assert house.dispositions() == {"opened": 60, "quarantine": count - 60}
    house.comes(mail("kim@gmail.com", 1, proven=True), mail("user7@gmail.com", 2000, proven=True))
    assert len(house.written("kim@gmail.com", "receipt")) == 1
    assert len(house.written("user7@gmail.com", "receipt")) == 2  # one of them was forged


def test_forged_openings_do_not_cost_the_real_sender_hers(house):
    house.comes(*(mail("eva@example.com", number) for number in range(50)))
    house.comes(mail("eva@example.com", 99, proven=True))
    assert house.dispositions() == {"opened": 9, "quarantine": 42}
    assert len(house.written("eva@example.com", "receipt")) == 4


def test_forged_follow_ups_hold_themselves_and_neither_the_requester_nor_her_promise(house):
    house.comes(mail("eva@example.com", 1, proven=True))
    forged = [
        mail("eva@example.com", n, subject="Re: [IT-1001] VPN", text=f"Forged word {'x' * n}")
        for n in range(2, 40)
    ]
    house.comes(*forged)
    held = house.request()
    assert (held.held_since, held.promised_at is not None) == (house.clock.now(), True)
    assert len(house.written("bo@corp.example", "note_more")) == 10
    for who in ("bo@corp.example", "eva@example.com"):
        assert len(house.written(who, "on_hold")) == 1
    house.comes(
        mail("eva@example.com", 50, proven=True, subject="Re: [IT-1001] VPN", text="My own word")
    )
    assert len(house.written("bo@corp.example", "note_more")) == 11
    for hours in (3, 1, 4):
        house.travel(hours * HOUR)
    assert len(house.written("bo@corp.example", "reminder")) == 1
    assert house.request().owner == "sam"
    before = len(house.written("sam@corp.example", "note_more"))
    house.reopens()
    assert house.request().held_since is None
    assert len(house.written("sam@corp.example", "note_more")) == before + 28


def test_what_a_proven_person_writes_too_fast_reaches_the_owner_in_one_digest(house):
    house.comes(mail("eva@example.com", 1, proven=True))
    for number in range(2, 16):
        text = f"Still broken, {'very ' * number}much"
        subject = "Re: [IT-1001] VPN"
        house.comes(mail("eva@example.com", number, proven=True, subject=subject, text=text))
        house.travel(timedelta(seconds=5))
    carried = len(house.written("bo@corp.example", "note_more"))
    assert (carried, house.request().held_since) == (9, None)  # an outsider pings ten times an hour
    house.travel(10 * MINUTE)
    (digest,) = house.texts("bo@corp.example", "digest")
    assert " ".join(digest.split()).count("Still broken") >= 5
    house.travel(HOUR)
    assert len(house.written("bo@corp.example", "digest")) == 1


def test_a_heap_that_waited_through_a_downtime_is_no_flood(house):
    house.comes(mail("eva@corp.example", 0, proven=True))
    for hours in range(12, 0, -1):
        house.comes(
            *(mail("eva@corp.example", 100 * hours + n, proven=True) for n in range(4)),
            ago=hours * HOUR,
        )
    assert len(house.written("eva@corp.example", "receipt")) == 49


def test_several_claims_of_a_day_are_one_letter_and_one_digest(house):
    house.comes(mail("eva@corp.example", 1, proven=True))
    forged = [
        mail("bo@corp.example", n, subject="Re: [IT-1001] VPN", text=f"It was me, {'x' * n}")
        for n in range(2, 32)
    ]
    house.comes(*forged)
    house.travel(8 * HOUR)
    told = [len(house.written("bo@corp.example", name)) for name in ("unverified", "digest")]
    assert told == [1, 1]


@pytest.mark.parametrize(("count", "heaps"), [(25, 4), pytest.param(100, 10, marks=LONG)])
def test_many_forged_mails_over_many_requests_are_ten_notes_and_a_list(house, count, heaps):
    people = [f"user{number}@corp.example" for number in range(count)]
    house.comes(*(mail(who, number, proven=True) for number, who in enumerate(people)))
    subjects = [f"Re: [IT-{1001 + number}] VPN" for number in range(count)]
    for heap in range(1, heaps + 1):
        forged = (
            mail(who, 100 * heap + n, subject=subjects[n], text=f"Pay 4711, {'x' * heap}")
            for n, who in enumerate(people)
        )
        house.comes(*(FAIL.encode() + one for one in forged))
    assert house.dispositions() == {"opened": count, "unverified": count * heaps}
    assert len(house.written("bo@corp.example", "note_disproven")) == 10
    house.comes(
        *(mail(who, 9000 + n, proven=True, subject=subjects[n]) for n, who in enumerate(people))
    )
    assert len(house.written("bo@corp.example", "note_more")) == count
    house.travel(8 * HOUR)
    (listed,) = house.texts("bo@corp.example", "denied")
    shown = " ".join(listed.split())
    assert "IT-1011: user10@corp.example" in shown
    assert f"And {count * heaps - 60} more." in shown
    assert "4711" not in listed


def test_the_breaker_holds_automatic_mail_back_and_nothing_else(tmp_path: Path):
    people = [f"user{n}@corp.example" for n in range(12)]
    with opened(tmp_path, automatic_per_hour=5) as house:

        def receipts():
            return sum(len(house.written(who, "receipt")) for who in people)

        house.comes(*(mail(who, n, proven=True) for n, who in enumerate(people)))
        assert receipts() == 12  # a busy morning: the first answer to each person
        house.comes(*(mail(who, 100 + n, proven=True) for n, who in enumerate(people)))
        assert receipts() == 12 + 5
        assert len(house.written("priya@corp.example", "trouble")) == 1
        assert len(house.written("bo@corp.example", "note_owner")) == 24
        house.travel(4 * HOUR)
        house.travel(timedelta(minutes=2))  # a burst: thirty mails a minute
        assert len(house.written("sam@corp.example", "note_handed")) == 24
        house.travel(2 * HOUR)
        house.comes(mail("user11@corp.example", 200, proven=True))
        assert receipts() == 12 + 5 + 1


def test_the_config_and_the_desk_mean_the_same_number(tmp_path: Path):
    config = config_for(tmp_path, Box("127.0.0.1", 1, ALIAS, "", _nowhere), 1)
    assert config.automatic_per_hour == AUTOMATIC_PER_HOUR
