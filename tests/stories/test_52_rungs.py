"""Ladders in working time: each reader is written to in their hours, a raised promise is kept
sooner and known to the team alone, and silence reaches a second person.
"""

from datetime import UTC, datetime, timedelta

import pytest

from mailtracker.store import digests, requests
from tests.stories.company import Company, body

LONG = pytest.mark.proof(part="promises")
"""Tried by `make proof-promises`."""


SPREAD = """
people:
  ana: {name: Ana Costa, email: ana@corp.example, manager: carla, hours: office,
       digest: never}
  bo: {name: Bo Jensen, email: bo@corp.example, manager: ana, cover: sam, hours: morning,
       digest: never}
  sam: {name: Sam Okoye, email: sam@corp.example, manager: ana, hours: office,
       digest: never}
  carla: {name: Carla Stein, email: carla@corp.example, hours: west,
       digest: never}
hours:
  office: {zone: Europe/Copenhagen, mon-fri: "09:00-17:00"}
  morning: {zone: Europe/Copenhagen, mon-fri: "09:00-12:00"}
  west: {zone: America/New_York, mon-fri: "09:00-17:00"}
promises:
  normal: {first_reply: 6 working hours, then_every: 2 working days, hours: office}
  urgent: {first_reply: 30 minutes, then_every: 2 hours, hours: always}
teams:
  desk: {lead: ana, members: [bo, sam], assign: least-loaded}
ladders:
  default:
LADDER
rules:
  - {name: vpn, why: VPN goes to Bo, when: {subject: vpn}, to: bo, promise: normal}
fallback: {to: desk, promise: normal, report_to: ana}
ending: at once
"""

USUAL = """
    - {at: 2 working hours before, remind: owner}
    - {at: 100%, tell: [carla, requester]}
    - {at: 1 working day after, hand_to: {team: desk}, tell: [owner, lead]}
    - {at: 9 working hours after, tell: manager, repeat: daily}
"""
RAISING = """
    - {at: 25%, remind: sam, raise: urgent}
    - {at: 100%, hand_to: sam, tell: requester}
    - {at: 5 working days after, tell: manager, repeat: daily}
"""


def spread(ladder):
    return SPREAD.replace("LADDER", ladder.strip("\n"))


@pytest.fixture
def company(post_office, tmp_path):
    return Company(post_office, tmp_path, spread(USUAL))


def asked(company, number=1):
    for each in range(number):
        company.write(f"user{each}@corp.example", f"VPN {each}", "Every hour.")
    company.turn()


def at(company, text):
    """It is that time in Copenhagen, which is an hour ahead."""
    wanted = datetime.fromisoformat(text).replace(tzinfo=UTC) - timedelta(hours=1)
    company.clock.travel(wanted - company.clock.now())
    company.turn()


def subjects(company, who):
    return [str(mail["Subject"]) for mail in company.inbox(f"{who}@corp.example")]


def test_everybody_is_written_to_in_their_own_hours(company):
    """Promised for 15:00, in words: the owner works until noon, carla begins at 15:00."""
    asked(company)
    before = len(company.inbox("bo@corp.example"))
    at(company, "2026-11-23T13:00")  # two working hours before
    assert len(company.inbox("bo@corp.example")) == before  # he went home at noon
    at(company, "2026-11-23T14:59")
    assert company.inbox("carla@corp.example") == []
    at(company, "2026-11-23T15:00")
    assert len(company.inbox("carla@corp.example")) == 1  # 9:00 in New York
    assert "did not keep that promise" in body(company.last("user0@corp.example"))
    at(company, "2026-11-24T08:59")
    assert len(company.inbox("bo@corp.example")) == before
    at(company, "2026-11-24T09:00")
    assert len(company.inbox("bo@corp.example")) == before + 1
    assert "It was promised" in body(company.last("bo@corp.example"))  # as it is by then


def test_what_waited_is_not_said_after_an_answer(company):
    asked(company)
    at(company, "2026-11-23T13:00")
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it, please.")
    company.turn()
    before = len(company.inbox("bo@corp.example"))
    at(company, "2026-11-24T09:00")
    fresh = subjects(company, "bo")[before:]
    assert fresh == ["Answers that went out in your name"]  # and no reminder
    with company.runtime() as runtime, runtime.store.read() as conn:
        assert digests.due(conn, company.clock.now() + timedelta(days=99), 9) == []


def test_an_answer_that_lies_in_the_mailbox_comes_before_what_waited(company):
    asked(company)
    at(company, "2026-11-23T13:00")
    company.reply("bo@corp.example", company.last("bo@corp.example"), "Restart it, please.")
    before = len(company.inbox("bo@corp.example"))
    at(company, "2026-11-24T09:00")  # the same pass reads it
    assert len(company.inbox("bo@corp.example")) == before


def test_many_that_waited_for_one_reader_are_one_mail(company):
    asked(company, 8)
    at(company, "2026-11-23T13:00")
    before = len(company.inbox("bo@corp.example"))
    at(company, "2026-11-24T09:00")
    company.turn()
    fresh = company.inbox("bo@corp.example")[before:]
    assert len(fresh) == 1
    assert all(f"IT-{1001 + each}" in body(fresh[0]) for each in range(8))


@LONG
def test_what_is_told_together_waits_for_its_readers_hours_too(company):
    """Three letters go at once, and a digest of the rest an hour later: when she went home."""
    asked(company, 8)
    at(company, "2026-11-23T22:30")  # 16:30 in New York
    assert len(company.inbox("carla@corp.example")) == 3
    at(company, "2026-11-23T23:35")
    assert len(company.inbox("carla@corp.example")) == 3
    at(company, "2026-11-24T14:55")
    assert len(company.inbox("carla@corp.example")) == 3
    at(company, "2026-11-24T15:00")
    told = body(company.last("carla@corp.example"))
    assert len(company.inbox("carla@corp.example")) == 4
    assert all(f"IT-{1004 + each}" in told for each in range(5))


@LONG
def test_a_restart_over_the_weekend_writes_nothing_early_and_notes_nothing_twice(company):
    at(company, "2026-11-27T09:00")  # Friday
    asked(company)
    at(company, "2026-11-27T13:00")
    before = len(company.inbox("bo@corp.example"))
    for day in (28, 29):
        for hour in (3, 12, 20):
            at(company, f"2026-11-{day}T{hour:02}:00")
    assert len(company.inbox("bo@corp.example")) == before
    with company.runtime() as runtime, runtime.store.read() as conn:
        about = requests.by_reference(conn, "IT-1001")
        later = [one for one in requests.history(conn, about.id) if one.kind == "told later"]
    assert len([one for one in later if "bo" in one.text]) == 1
    at(company, "2026-11-30T09:00")
    assert len(company.inbox("bo@corp.example")) == before + 1


@LONG
def test_a_team_takes_over_as_routing_picks_and_the_lead_hears_of_it(company):
    asked(company)
    at(company, "2026-11-24T15:00")  # a working day after
    assert company.request().owner == "sam"
    assert any("No answer" in subject for subject in subjects(company, "ana"))
    assert any("IT-1001" in subject for subject in subjects(company, "sam"))


@LONG
def test_the_last_rung_comes_again_every_working_day(company):
    asked(company)
    for day in (24, 25, 26, 27, 30):
        at(company, f"2026-11-{day}T16:00")
    told = [subject for subject in subjects(company, "ana") if "No answer" in subject]
    assert len(told) == 5


@LONG
def test_a_raised_promise_is_kept_sooner_and_its_requester_hears_no_false_word(
    post_office, tmp_path
):
    company = Company(post_office, tmp_path, spread(RAISING))
    asked(company)
    receipt = body(company.last("user0@corp.example"))
    assert "15:00" in receipt
    at(company, "2026-11-23T10:30")  # a quarter of it has passed: 30 minutes from now on
    assert company.request().raised == "urgent"
    assert "11:00" in body(company.last("sam@corp.example"))
    assert len(company.inbox("user0@corp.example")) == 1
    at(company, "2026-11-23T11:00")
    assert company.request().owner == "sam"
    early = body(company.last("user0@corp.example"))
    assert "Sam Okoye" in early
    assert "15:00" in early
    assert "11:00" not in early
    assert "sorry" not in early
    at(company, "2026-11-23T14:55")
    assert len(company.inbox("user0@corp.example")) == 2
    at(company, "2026-11-23T15:00")
    word = body(company.last("user0@corp.example"))
    assert "We promised you an answer by 15:00" in " ".join(word.split())
    assert "sorry" in word
    at(company, "2026-11-23T16:30")
    assert len(company.inbox("user0@corp.example")) == 3


@LONG
def test_the_next_answers_of_a_raised_request_are_promised_as_it_says(post_office, tmp_path):
    company = Company(post_office, tmp_path, spread(RAISING))
    asked(company)
    at(company, "2026-11-23T10:30")
    company.reply("bo@corp.example", company.inbox("bo@corp.example")[0], "Restart it, please.")
    company.turn()
    company.reply("user0@corp.example", company.last("user0@corp.example"), "It drops again.")
    company.turn()
    assert company.request().promised_at == company.clock.now() + timedelta(hours=2)
