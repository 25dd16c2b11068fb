"""A simulation misses expected mail exactly when the daemon would: by an oracle that walks minute
by minute, by the daemon's own look at the same mails, and never at the edges of what is known.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mailtracker.daemon import expecting
from mailtracker.desk.effects import Decision
from mailtracker.desk.request import Status
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.simulate.book import Change
from mailtracker.simulate.invented_expected import LATE, NEVER, Correspondents
from mailtracker.simulate.pace import Pace, Recorded
from mailtracker.simulate.play import Play
from mailtracker.simulate.played_mail import KnownSpan, PlayedMail, UnreadMail
from mailtracker.simulate.tally import FateOfExpected
from mailtracker.store import awaited
from mailtracker.store.database import Store
from mailtracker.store.tables import deadlines
from tests import lives
from tests.simulate.makers import RULES, SITE, our_alias
from tests.simulate.naive_expected import dues, fates, utc

PEOPLE = ("ana", "bo", "sam")
EXPECTED = """
expected:
  - name: nightly backup
    when: {from: backup@corp.example, subject: finished}
    by: "02:30 each day"
    hours: office
    else: {to: bo, promise: normal}
    tests: [{mail: {from: backup@corp.example, subject: Backup finished}, then: expected}]
  - {name: till, when: {subject: till}, by: "06:30 each working day", hours: office,
     else: {to: desk, promise: normal},
     tests: [{mail: {from: till@corp.example, subject: Till}, then: expected}]}
  - {name: weekly figures, from: [ana, bo, sam], ask: The figures please., hours: office,
     ask_at: "09:00 each friday", by: "17:00 each friday", else: {to: ana, promise: normal}}
"""
ZONE = ZoneInfo("Europe/Copenhagen")
WALL = {
    "nightly backup": (time(2, 30), range(7)),
    "till": (time(6, 30), range(5)),
    "weekly figures": (time(17, 0), (4,)),
}
MEMBERS = {"nightly backup": ("",), "till": ("",), "weekly figures": PEOPLE}
SPRING = KnownSpan(utc("2026-02-27 10:00"), utc("2026-05-15 12:00"))
AUTUMN = KnownSpan(utc("2026-10-01 01:00"), utc("2026-12-24 12:00"))


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_texts({"rules/all.yaml": RULES + EXPECTED}).at_home(("corp.example",))


def mail(name: str, who: str, at: datetime, number: int) -> PlayedMail:
    sender = {"nightly backup": "backup", "till": "till"}.get(name, who)
    subject = {"nightly backup": "Backup finished"}.get(name, name)
    raw = f"From: {sender}@corp.example\nSubject: {subject}\nMessage-ID: <{number}@x>\n\ntext\n"
    return PlayedMail(at, *understand(raw.encode(), SITE))


def by_dice(seed: int, span: KnownSpan) -> list[tuple[str, str, datetime]]:
    """Mails at any time at all, so that most due times are missed or met late."""
    dice = random.Random(seed)
    length = span.until - span.since
    return sorted(
        (
            (name, who, span.since + length * dice.random())
            for name, members in MEMBERS.items()
            for who in members
            for _ in range(30 if name == "weekly figures" else 80)
        ),
        key=lambda one: one[2],
    )


def naive(name: str, span: KnownSpan, came: list[tuple[str, str, datetime]]) -> FateOfExpected:
    clock, days = WALL[name]
    found = list(dues(ZONE, clock, days, span.since, span.until + timedelta(days=10)))
    by = {who: [at for one, of, at in came if (one, of) == (name, who)] for who in MEMBERS[name]}
    return FateOfExpected(**fates(found, by, span.until))


@pytest.mark.parametrize("span", [SPRING, AUTUMN], ids=["spring", "autumn"])
def test_what_came_in_time_late_or_never_over_both_clock_changes(
    policy: Policy, span: KnownSpan
) -> None:
    came = by_dice(7, span)
    play = Play(policy, our_alias(), known=span)
    for number, (name, who, at) in enumerate(came):
        play.take(mail(name, who, at, number))
    fates_of = play.end(span.until).expected
    for name in WALL:
        assert fates_of[name] == naive(name, span, came), name
        assert min(fates_of[name].came, fates_of[name].late, fates_of[name].missed) > 0


class Watched(Play):
    """A run that remembers which request was opened and closed when."""

    def __init__(self, policy: Policy, known: KnownSpan) -> None:
        self.opened: dict[str, list[datetime]] = defaultdict(list)
        self.closed: dict[str, list[datetime]] = defaultdict(list)
        super().__init__(policy, our_alias(), known=known)

    def _apply(self, decision: Decision, now: datetime) -> Change:
        change = super()._apply(decision, now)
        if change.after is not None and change.after.given.expected:
            (name,) = change.after.given.expected
            if change.before is None:
                self.opened[name].append(now)
            elif change.after.status is Status.CLOSED is not change.before.status:
                self.closed[name].append(now)
        return change


def test_what_does_not_come_opens_its_request_at_once_and_late_mail_closes_it(
    policy: Policy,
) -> None:
    span = KnownSpan(utc("2026-11-23 12:00"), utc("2026-11-27 12:00"))
    play = Watched(policy, span)
    for number, at in enumerate((utc("2026-11-24 05:30"), utc("2026-11-26 07:00"))):
        play.take(mail("till", "", at, number))
    tally = play.end(span.until)
    assert play.opened["till"] == [utc("2026-11-25 05:30"), utc("2026-11-27 05:30")]
    assert play.closed["till"] == [utc("2026-11-26 07:00")]
    assert tally.expected["till"] == FateOfExpected(due=2, late=1, missed=1)


def test_at_the_edges_of_what_is_known_nothing_is_missed(policy: Policy) -> None:
    """Not in the period that had begun, not after the mailboxes were read last, and what may still
    come late is not counted yet, though its request is open.
    """
    span = KnownSpan(utc("2026-11-23 12:00"), utc("2026-11-25 06:00"))
    play = Watched(policy, span)
    tally = play.end(utc("2026-11-30 12:00"))
    assert play.opened["till"] == [utc("2026-11-25 05:30")]
    assert tally.expected["till"] == FateOfExpected(due=1, missed=1)
    early = Watched(policy, KnownSpan(span.since, utc("2026-11-25 05:29")))
    assert early.end(utc("2026-11-30 12:00")).expected.get("till", FateOfExpected()).due == 0
    assert "till" not in early.opened
    waits = Play(policy, our_alias(), known=span).end(span.until)
    assert waits.expected["till"] == FateOfExpected()
    assert waits.left == 2, "the till, and the backup"
    nothing = Play(policy, our_alias()).end(utc("2026-11-30 12:00"))
    assert (nothing.expected, nothing.left) == ({}, 0)


def test_people_are_asked_and_once_more_who_have_not_answered(policy: Policy) -> None:
    span = KnownSpan(utc("2026-11-20 15:00"), utc("2026-11-27 20:00"))
    play = Play(policy, our_alias(), known=span)
    play.take(mail("weekly figures", "bo", utc("2026-11-27 11:00"), 1))
    tally = play.end(span.until)
    assert tally.letters["asked_for"] == 3 + 2
    assert tally.expected["weekly figures"] == FateOfExpected(due=1, came=1), "two may come late"


def test_what_nobody_can_read_any_more_may_have_been_it(policy: Policy) -> None:
    """In doubt it came: the sender and the subject that are known decide."""
    span = KnownSpan(utc("2026-11-23 12:00"), utc("2026-11-26 12:00"))
    at = utc("2026-11-25 05:00")
    for sender, subject, missed in (
        ("till@corp.example", "Till", 1),
        ("till@corp.example", "", 1),
        ("till@corp.example", "Something else", 2),
    ):
        play = Play(policy, our_alias(), known=span)
        play.take(UnreadMail(at, sender, subject))
        till = play.end(utc("2026-11-27 05:00")).expected["till"]
        assert till == FateOfExpected(due=2, came=2 - missed, missed=missed), subject
    play = Play(
        policy, our_alias(), known=KnownSpan(utc("2026-11-14 12:00"), utc("2026-11-28 12:00"))
    )
    play.take(UnreadMail(utc("2026-11-27 10:00"), "bo@corp.example", "Weekly figures"))
    play.end(utc("2026-11-28 12:00"))
    assert play.tally.expected["weekly figures"] == FateOfExpected(due=1, came=1)


def test_it_is_what_the_daemon_makes_of_the_same_mail(tmp_path: Path) -> None:
    """Each looks at each instant at which something is due: the same requests, ticks and state."""
    rules = load_texts({"rules/all.yaml": lives.RULES + AS_THERE})
    span = KnownSpan(lives.MONDAY, lives.MONDAY + timedelta(days=12))
    dice = random.Random(3)
    came = sorted(dice.sample(range(12 * 24 * 60), 30))
    play = NobodyAnswers(
        rules, lives.alias_called("hr", "hr@corp.example", ("it@corp.example",)), known=span
    )
    store = Store.open(f"sqlite:///{tmp_path}/mail.db")
    with store.write() as conn:
        life = lives.Life(conn, rules, lives.letters())
        expecting._follow_rules(conn, rules, lives.MONDAY)
        for minutes in (*came, 12 * 24 * 60):
            at = lives.MONDAY + timedelta(minutes=minutes)
            lived_until(life, at)
            if at < span.until:
                life.now = at - timedelta(minutes=1)  # which a mail takes there
                who = dice.choice(("robot", "eva", "finn"))
                life.mail("text", "Report", From=f"{who}@corp.example")
                raw = f"From: {who}@corp.example\nTo: hr@corp.example\nSubject: Report\n\ntext\n"
                play.take(PlayedMail(at, *understand(raw.encode(), life.hr.site)))
        play.end(span.until)
        numbers = [row[0] for row in conn.exec_driver_sql("select id from requests order by id")]
        assert len(numbers) > 5
        for number in numbers:
            ours, theirs = play.book[number], life.request(number)
            for name in ("subject", "owner", "status", "openings", "given", "closed_at"):
                assert getattr(ours, name) == getattr(theirs, name), (number, name)
    store.close()


AS_THERE = """
hours:
  all: {zone: Europe/Copenhagen, mon-sun: "00:00-24:00"}
expected:
  - {name: report, when: {from: robot@corp.example}, by: "10:00 each day", hours: all,
     else: {to: bo, promise: normal}}
  - {name: figures, from: [eva, finn], when: {subject: report}, by: "16:00 each day", hours: all,
     else: {to: hugo, promise: normal}}
"""


class NobodyAnswers(Play):
    """As in that life."""

    def _opened(self, change: Change, pace: Pace, now: datetime) -> None:
        super()._opened(change, Recorded([], []), now)


def lived_until(life: lives.Life, end: datetime) -> None:
    """Each look of the daemon, and each deadline, at its own instant before `end`."""
    conn = life.conn
    first = select(deadlines.c.due_at).order_by(deadlines.c.due_at).limit(1)
    while True:
        row = min(awaited.rows(conn).values(), key=lambda one: one.look_at)
        due = conn.scalar(first) or end
        life.now = min(row.look_at, due)
        if life.now >= end:
            return
        if due <= row.look_at:
            life.pass_time(0)
        else:
            expecting._look_at(expecting._Look(conn, life.world, life.now, life.now), row.name)


def test_an_invented_company_writes_what_is_expected_and_now_and_then_not(policy: Policy) -> None:
    span = KnownSpan(utc("2024-01-01 08:00"), utc("2026-12-01 12:00"))
    writers = Correspondents([policy], SITE, span)
    assert writers.untried == []
    came = writers.arrivals(1)
    assert [one.at for one in came] == sorted(one.at for one in came)
    assert [one.at for one in came] == [one.at for one in writers.arrivals(1)]
    assert [one.at for one in came] != [one.at for one in writers.arrivals(2)]
    play = Play(policy, our_alias(), known=span)
    for one in came:
        play.take(one)
    for name, fate in play.end(span.until).expected.items():
        assert fate.due > 400, name
        assert fate.due == fate.came + fate.late + fate.missed
        assert LATE / 2 < fate.late / fate.due < 2 * LATE, name
        assert NEVER / 3 < fate.missed / fate.due < 2.5 * NEVER, name


def test_expected_mail_that_nobody_can_invent_is_named_and_not_missed(policy: Policy) -> None:
    """Its conditions want what no test has."""
    text = RULES + EXPECTED.replace("tests: [{mail: {from: till", "tests: [{mail: {from: other")
    text = text.replace(
        "then: expected}]}\n  - {name: weekly", "then: not expected}]}\n  - {name: weekly"
    )
    text = text.replace("when: {subject: till}", "when: {subject: till, header: {X-Till: yes}}")
    other = load_texts({"rules/all.yaml": text}).at_home(("corp.example",))
    span = KnownSpan(utc("2026-11-02 08:00"), utc("2026-12-01 12:00"))
    writers = Correspondents([other], SITE, span)
    assert writers.untried == ["till"]
    known = KnownSpan(span.since, span.until, without=writers.untried)
    assert "till" not in Play(other, our_alias(), known=known).end(span.until).expected
    both = Correspondents([other, policy], SITE, span)
    assert both.untried == ["till"], "the first of a name is meant"
