"""What somebody reads in the morning: each request once, where it stands, and nothing that they are
kept out of; leads what their teams have.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from mailtracker.desk.daily.due import DailyDue, TellDaily, owners_in
from mailtracker.desk.daily.lines import MAX_DAILY
from mailtracker.desk.on_daily import on_daily
from mailtracker.desk.request import Lane, Status
from mailtracker.policy.coverage import As
from mailtracker.policy.model import Absence
from mailtracker.policy.morning import morning_of
from tests.desk.makers import NOW, request, scene, staffed

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NINE = NOW - HOUR
MONDAY = NOW.date()


def told(policy, person="bo", *found, now=NINE, unread=(), addressed=("IT help",), **spread):
    """The effect, None where nothing is written."""
    there = scene(policy, now, **spread)
    morning = morning_of(policy.hours["office"], now.date())
    assert morning is not None
    due = DailyDue(person, morning, found, frozenset(unread), frozenset(addressed), "nonce")
    effects = on_daily(due, there).effects
    assert all(isinstance(one, TellDaily) for one in effects)
    return effects[0] if effects else None


def one(number: int, **more):
    return request(id=number, reference=f"IT-{number}", **more)


def listed(part) -> dict[str, list[str]]:
    """References by how they stand."""
    return {s.stands: [line.reference for line in s.lines] for s in part.sections}


def weighed(part) -> dict[str, int]:
    return {each.stands: each.count for each in part.weight}


STANDS = (
    ("overdue", {"promised_at": NINE - HOUR}),
    ("overdue", {"promised_at": NINE}),
    ("today", {"promised_at": NINE + HOUR}),
    ("today", {"promised_at": datetime(2026, 11, 23, 23, tzinfo=UTC)}),  # by midnight
    ("later", {"promised_at": datetime(2026, 11, 23, 23, 1, tzinfo=UTC)}),
    ("later", {"promised_at": None, "unanswered_since": None}),
    ("waiting", {"status": Status.WAITING, "promised_at": None, "unanswered_since": None}),
    ("snoozed", {"snoozed_until": NINE + HOUR}),
    ("snoozed", {"snoozed_until": NINE + HOUR, "promised_at": NINE - HOUR}),
    ("snoozed", {"snoozed_until": NINE + HOUR, "status": Status.ANSWERED, "promised_at": None}),
    ("overdue", {"snoozed_until": NINE, "promised_at": NINE - HOUR}),  # it is over
    ("overdue", {"held_since": NINE - DAY, "promised_at": NINE - HOUR}),
)


def test_each_request_stands_in_one_place(policy) -> None:
    for stands, more in STANDS:
        (part,) = told(policy, "bo", one(7, **more)).letter.parts
        assert weighed(part) == {stands: 1}, more
        assert listed(part) == ({} if stands == "later" else {stands: ["IT-7"]}), more


def test_the_oldest_promise_is_first_and_what_comes_back_today_before_the_rest(policy) -> None:
    found = [
        one(1, promised_at=NINE - HOUR),
        one(2, promised_at=NINE - 3 * DAY),
        one(3, promised_at=NINE + 2 * HOUR),
        one(4, promised_at=NINE + HOUR),
        one(5, snoozed_until=NINE + 3 * DAY, promised_at=NINE - DAY),
        one(6, snoozed_until=NINE + HOUR, promised_at=NINE + 9 * DAY),
        one(7, promised_at=NINE + 8 * DAY),
        one(8, promised_at=NINE + 4 * DAY),
    ]
    (part,) = told(policy, "bo", *found).letter.parts
    assert list(listed(part).items()) == [
        ("overdue", ["IT-2", "IT-1"]),
        ("today", ["IT-4", "IT-3"]),
        ("snoozed", ["IT-6", "IT-5"]),
    ]
    assert list(weighed(part).items()) == [
        ("overdue", 2),
        ("today", 2),
        ("snoozed", 2),
        ("later", 2),
    ]
    assert (part.more, part.next_at) == (0, NINE + 4 * DAY)


def test_of_many_the_first_are_shown_and_the_rest_is_counted(policy) -> None:
    found = [one(number, promised_at=NINE - number * HOUR) for number in range(1, MAX_DAILY + 6)]
    effect = told(policy, "bo", *found)
    (part,) = effect.letter.parts
    assert len(listed(part)["overdue"]) == len(effect.links) == MAX_DAILY
    assert (weighed(part), part.more) == ({"overdue": MAX_DAILY + 5}, 5)


def test_each_line_is_answered_by_itself(policy) -> None:
    effect = told(policy, "bo", one(1, promised_at=NINE), one(2, mailbox="Payroll"))
    lines = [line for section in effect.letter.parts[0].sections for line in section.lines]
    assert [line.reply_to for line in lines] == ["reply-nonce-0", ""]
    assert [(link.word, link.request_id, link.lane, link.subject) for link in effect.links] == [
        ("reply-nonce-0", 1, Lane.REQUESTER, "Re: [IT-1] VPN drops")
    ]
    assert (effect.letter.linked, effect.letter.unlinked) == ("yours", True)


def test_a_long_subject_does_not_stand_in_the_link(policy) -> None:
    effect = told(policy, "bo", one(1, promised_at=NINE, subject="VPN " * 50_000))
    assert [link.subject for link in effect.links] == ["Re: [IT-1]"]


def test_of_a_confidential_request_there_is_its_name_alone(policy) -> None:
    effect = told(policy, "bo", one(1, promised_at=NINE, confidential=True))
    (line,) = effect.letter.parts[0].sections[0].lines
    assert (line.subject_line, line.requester) == ("", "")
    assert "VPN" not in effect.links[0].subject
    assert "Eva" not in str(effect)


def test_of_what_somebody_is_kept_out_of_they_read_nothing_not_even_a_number(policy) -> None:
    secret = one(1, promised_at=NINE, confidential=True, barred=("ana",))
    assert told(policy, "ana", secret) is None
    (part,) = told(policy, "ana", secret, one(2, promised_at=NINE)).letter.parts
    assert weighed(part) == {"overdue": 1}
    assert {load.name: load.still_open for load in part.load}["Bo Jensen"] == 1


# Who has none.


def test_nobody_reads_it_who_is_not_there_does_not_want_it_or_has_nothing_open(policy) -> None:
    late = one(1, promised_at=NINE)
    days = (Absence(MONDAY, MONDAY),)
    cases = {
        "there": (policy, {}, True),
        "away": (staffed(policy, bo={"away": days}), {}, False),
        "away by a calendar": (staffed(policy, bo={"away_by_feeds": days}), {}, False),
        "left": (staffed(policy, bo={"left": MONDAY}), {}, False),
        "wants none": (staffed(policy, bo={"digest": "never"}), {}, False),
        "revoked": (policy, {"revoked": frozenset({"bo"})}, False),
        "away tomorrow": (staffed(policy, bo={"away": (Absence(MONDAY + DAY, None),)}), {}, True),
    }
    for name, (given, spread, wanted) in cases.items():
        assert (told(given, "bo", late, **spread) is not None) is wanted, name
    assert told(policy, "bo") is None
    assert told(policy, "nobody of that name", late) is None


def test_mailboxes_that_could_not_be_read_are_named_where_they_matter(policy) -> None:
    late = one(1, promised_at=NINE)
    assert told(policy, "bo", late, unread=("IT help", "Payroll")).letter.unread == ["IT help"]
    assert told(policy, "bo", late, unread=("Payroll",)).letter.unread == []


# Leads.


def test_a_lead_reads_what_each_of_the_team_has_and_their_own_first(policy) -> None:
    found = [
        one(1, owner="ana", promised_at=NINE + HOUR),
        one(2, owner="sam", promised_at=NINE),
        one(3, owner="bo", promised_at=NINE - DAY),
        one(4, owner="bo", routed_to="night", promised_at=NINE),
        one(5, owner="bo", promised_at=NINE + 9 * DAY),
        one(8, owner="sam", status=Status.ANSWERED, promised_at=None, snoozed_until=NINE + DAY),
    ]
    effect = told(policy, "ana", *found)
    own, desk, night = effect.letter.parts
    assert (own.team, listed(own)) == ("", {"today": ["IT-1"]})
    assert desk.team == "Desk"
    assert listed(desk) == {"overdue": ["IT-3", "IT-2"], "snoozed": ["IT-8"]}
    assert [line.owner for line in desk.sections[0].lines] == ["Bo Jensen", "Sam Okoye"]
    assert listed(night) == {"overdue": ["IT-4"]}
    assert [(one.name, one.still_open, one.overdue) for one in desk.load] == [
        ("Bo Jensen", 3, 2),
        ("Sam Okoye", 1, 1),
    ]
    lanes = {link.request_id: link.lane for link in effect.links}
    assert (lanes[1], lanes[3], effect.letter.linked) == (Lane.REQUESTER, Lane.TEAM, "both")


def test_who_leads_nobody_reads_of_nobody_else(policy) -> None:
    assert owners_in(policy, policy.people["bo"]) == ("bo",)
    assert owners_in(policy, policy.people["ana"]) == ("ana", "bo", "sam")
    (part,) = told(policy, "bo", one(1, promised_at=NINE), one(2, owner="sam")).letter.parts
    assert weighed(part) == {"overdue": 1}


def test_a_team_says_whether_its_lead_reads_of_it(policy) -> None:
    late = one(1, owner="bo", promised_at=NINE, routed_to="desk")
    for digest, parts, load in (("daily", 1, 2), ("without_load", 1, 0), ("never", 0, 0)):
        team = replace(policy.teams["desk"], digest=digest)
        given = replace(policy, teams={"desk": team})
        effect = told(given, "ana", late)
        found = effect.letter.parts if effect else []
        assert len(found) == parts
        assert sum(len(part.load) for part in found) == load


def test_what_lies_with_somebody_who_is_away_is_told_by_itself(policy) -> None:
    gone = staffed(policy, bo={"away": (Absence(MONDAY, MONDAY + 2 * DAY),)})
    (part, *_) = told(gone, "ana", one(1, owner="bo", promised_at=NINE)).letter.parts
    assert listed(part) == {"stranded": ["IT-1"]}
    assert [(one.name, one.away) for one in part.load] == [
        ("Bo Jensen", True),
        ("Sam Okoye", False),
    ]


def test_a_lead_reads_who_will_be_away_within_five_working_days_and_where_that_leaves_a_gap(
    policy,
) -> None:
    friday, next_monday = MONDAY + 4 * DAY, MONDAY + 7 * DAY
    gone = staffed(
        policy,
        bo={"away": (Absence(friday, friday), Absence(next_monday, next_monday))},
        sam={"away": (Absence(friday, None),)},
    )
    (part, *_) = told(gone, "ana", one(1, owner="bo", promised_at=NINE)).letter.parts
    assert [(one.name, one.start, one.end) for one in part.away] == [
        ("Bo Jensen", friday, friday),
        ("Sam Okoye", friday, None),
    ]
    assert {(gap.rules, gap.first, gap.how) for gap in part.gaps} == {
        (("vpn",), friday, As.LEAD),
        ((), friday, As.LEAD),
    }


def test_every_overdue_request_of_who_is_there_is_in_it_once(policy) -> None:
    dice = random.Random(7)
    for _ in range(200):
        found = [
            one(
                number,
                owner=dice.choice(("bo", "sam", "ana")),
                routed_to=dice.choice(("", "bo", "desk", "night")),
                status=dice.choice((Status.OPEN, Status.OPEN, Status.WAITING)),
                promised_at=NINE + timedelta(hours=dice.randint(-60, 60)),
                snoozed_until=dice.choice((None, NINE + HOUR, NINE - HOUR)),
            )
            for number in range(dice.randint(0, 12))
        ]
        for person in ("bo", "sam", "ana"):
            effect = told(policy, person, *found)
            theirs = [each for each in found if each.owner == person]
            parts = effect.letter.parts if effect else []
            shown = [ref for part in parts[:1] for refs in listed(part).values() for ref in refs]
            if not theirs:
                assert not any(part.team == "" for part in parts)
                continue
            assert len(shown) == len(set(shown))
            late = {each.reference for each in theirs if each.promised_at <= NINE}
            assert late <= set(shown)
            assert sum(weighed(parts[0]).values()) == len(theirs)


def test_days_are_the_readers_own(policy) -> None:
    """Due at half past midnight in Copenhagen is due tomorrow."""
    found = one(1, promised_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert weighed(told(policy, "bo", found).letter.parts[0]) == {"later": 1}
    assert told(policy, "bo", found).day == date(2026, 11, 23)
