"""A simulation decides as the daemon does, and counts what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from mailtracker.mail.site import NO_SITE
from mailtracker.mail.understand import understand
from mailtracker.policy.model import Policy
from mailtracker.rules.load import load_texts
from mailtracker.simulate.play import Play
from mailtracker.simulate.played_mail import PlayedMail
from mailtracker.simulate.tally import FateOfPromises, Load
from mailtracker.store.database import Store
from mailtracker.store.tables import deadlines
from tests import lives
from tests.simulate.makers import MONDAY, arrival, our_alias, rules, told

if TYPE_CHECKING:
    from datetime import datetime

    from mailtracker.desk.request import Request

SAME = (
    "subject owner former_owners status unanswered_since promised_at due_at rung repeats epoch"
    " openings closed_at quiet given"
).split()
MAILS = [
    ("ada", "vpn drops", 1),
    ("hana", "A complaint", 62),
    ("zoe", "vpn again", 150),
    ("hana", "vpn", 180),
    ("bo", "complaint about the canteen", 300),
    ("zoe", "Something else", 1800),
    ("ada", "vpn", 1861),
]
"""Who writes what, so many minutes after Monday morning."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return rules()


def nobody_there() -> Policy:
    """On the first two days."""
    away = "away: [{from: 2026-11-23, to: 2026-11-24}], hours: office}"
    people = ("ana@corp.example", "manager: ana, cover: sam", "sam@corp.example, manager: ana")
    return rules(*((f"{one}, hours: office}}", f"{one}, {away}") for one in people))


def played(policy: Policy, *story: tuple[str, float], days: float = 5) -> Play:
    """One mail on Monday at nine, and what was said on it, so many hours later."""
    play = Play(policy, our_alias())
    play.take(arrival(MONDAY, story=told(*story)))
    play.end(MONDAY + timedelta(days=days))
    return play


@pytest.fixture
def life(tmp_path: Path) -> Iterator[lives.Life]:
    store = Store.open(f"sqlite:///{tmp_path}/mail.db")
    with store.write() as conn:
        yield lives.Life(conn, load_texts({"rules/all.yaml": lives.RULES}), lives.letters())
    store.close()


def live_until(life: lives.Life, end: datetime) -> None:
    """Each deadline at its own instant."""
    first = select(deadlines.c.due_at).order_by(deadlines.c.due_at).limit(1)
    while (next_due := life.conn.scalar(first)) is not None and next_due < end:
        life.now = next_due
        life.pass_time(0)


def test_requests_become_what_the_daemon_makes_of_them(life: lives.Life) -> None:
    play = Play(life.policy, life.hr)
    end = lives.MONDAY + timedelta(days=4)
    for number, (who, subject, minutes) in enumerate(MAILS):
        at = lives.MONDAY + timedelta(minutes=minutes)
        live_until(life, at)
        life.now = at - timedelta(minutes=1)  # which a mail takes there
        life.mail("It fails.", subject, From=f"{who}@corp.example")
        play.take(_as_arrival(number, who, subject, at))
    live_until(life, end)
    play.end(end)
    for number in range(1, len(MAILS) + 1):
        assert _seen(play.book[number]) == _seen(life.request(number))
    assert all(life.request(number).former_owners for number in range(1, 4))


def _as_arrival(number: int, who: str, subject: str, at: datetime) -> PlayedMail:
    mail = EmailMessage()
    mail["To"], mail["Subject"], mail["From"] = "hr@corp.example", subject, f"{who}@corp.example"
    mail["Message-ID"], mail["Date"] = f"<m{number + 1}@client.example>", format_datetime(at)
    mail.set_content("It fails.")
    return PlayedMail(at, *understand(mail.as_bytes(), NO_SITE), told())


def _seen(request: Request) -> dict[str, object]:
    return {name: getattr(request, name) for name in SAME}


@pytest.mark.parametrize(
    ("story", "kept"),
    [
        ([("owner", 1)], FateOfPromises(made=1, kept=1)),
        ([("owner", 4)], FateOfPromises(made=1, kept=1)),  # to the minute
        ([("owner", 4.5)], FateOfPromises(made=1, late=1)),
        ([], FateOfPromises(made=1, never=1)),
        ([("owner", 1), ("owner", 2)], FateOfPromises(made=1, kept=1)),
        (
            [("requester", 1), ("owner", 3)],
            FateOfPromises(made=1, kept=1),
        ),  # the clock ran from the first
        ([("requester", 1), ("owner", 24)], FateOfPromises(made=1, late=1)),
        ([("owner", 1), ("requester", 2), ("owner", 25)], FateOfPromises(made=2, kept=2)),
        ([("owner", 1), ("requester", 2)], FateOfPromises(made=2, kept=1, never=1)),
    ],
)
def test_what_became_of_promises(
    policy: Policy, story: list[tuple[str, float]], kept: FateOfPromises
) -> None:
    assert played(policy, *story).tally.promises == {"normal": kept}


def test_a_promise_whose_time_is_not_over_is_neither_kept_nor_broken(policy: Policy) -> None:
    outcome = played(policy, days=0.1).tally
    assert outcome.promises == {"normal": FateOfPromises(made=1)}
    assert outcome.promises["normal"].share is None
    assert outcome.left == 1


def test_rungs_letters_and_whose_work_it_became(policy: Policy) -> None:
    outcome = played(policy, days=2.4).tally
    assert sum(outcome.rungs.values()) == 4  # 75%, 100%, 200%, and that one again
    assert outcome.letters["reminder"] == 1
    assert outcome.letters["receipt"] == 1
    assert outcome.people["bo"] == Load(assigned=1, most_open=1)
    assert outcome.people["sam"] == Load(taken_over=1, most_open=1)


def test_who_had_it_when_it_was_answered_gave_the_answer(policy: Policy) -> None:
    outcome = played(policy, ("owner", 5)).tally
    assert outcome.people["sam"].answers == 1
    assert outcome.people["bo"].answers == 0


def test_days_on_which_nobody_was_there() -> None:
    """Everybody whom the rule may mean is away; the fallback's people, too."""
    policy = nobody_there()
    play = Play(policy, our_alias())
    for number, day in enumerate((0, 1, 2)):
        play.take(arrival(MONDAY + timedelta(days=day), number, story=told()))
    assert play.end(MONDAY + timedelta(days=3)).nobody == {
        "vpn": {date(2026, 11, 23), date(2026, 11, 24)}
    }


def test_who_is_away_answers_when_they_are_back() -> None:
    """She is the only one who is there in the rules."""
    policy = nobody_there()
    outcome = played(policy, ("owner", 1)).tally
    assert outcome.promises == {"normal": FateOfPromises(made=1, late=1)}


def test_a_mail_that_no_rule_knows_is_a_gap(policy: Policy) -> None:
    play = Play(policy, our_alias())
    play.take(arrival(MONDAY, subject="Cake", story=told()))
    assert play.tally.gaps == 1


def test_two_rule_sets_meet_the_same_people() -> None:
    """Of whom nobody knows anything: the dice are those of the mail, not of the order."""
    first, second = Play(rules(), our_alias()), Play(rules(("at: 75%", "at: 70%")), our_alias())
    for number in range(40):
        for play in (first, second):
            play.take(arrival(MONDAY + timedelta(hours=number), number))
    end = MONDAY + timedelta(days=9)
    one, other = first.end(end), second.end(end)
    assert one.promises == other.promises
    assert one.promises["normal"].late > 0


def test_another_seed_is_another_company(policy: Policy) -> None:
    plays = [Play(policy, our_alias(), seed) for seed in (1, 1, 2)]
    for play in plays:
        for number in range(40):
            play.take(arrival(MONDAY + timedelta(hours=number), number))
    first, same, other = (play.end(MONDAY + timedelta(days=9)).promises for play in plays)
    assert first == same != other


def test_what_was_answered_is_told_to_end_and_closed() -> None:
    ends = rules(
        ("to: bo\n", "to: bo\n    close_after: 3 working days\n"), ("ending: at once\n", "")
    )
    told = played(ends, ("owner", 1), days=10)
    assert (told.tally.letters["ending"], told.tally.letters["closed"]) == (1, 1)
    assert told.book[1].closed_at == MONDAY + timedelta(days=3, hours=1)
