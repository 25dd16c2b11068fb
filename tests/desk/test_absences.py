"""Who is away is not given a request while anybody else can have it, and history says
whose absence changed that.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from mailtracker.desk.absence.absences import absence_of, cover_of, is_away
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.assign import boss, find_somebody, pick, stand_in, taker
from mailtracker.desk.candidates import Candidates
from mailtracker.desk.effects import LogEvent, OpenRequest, SendLetter, SetOwner
from mailtracker.desk.facts import Facts
from mailtracker.desk.lost.failed import Failed
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.on_undelivered import on_undelivered
from mailtracker.mail.message import Address
from mailtracker.policy.model import Absence, PersonKey, Rota
from tests.desk.makers import NOW, PERSON, candidates, decided, message, request, scene, staffed

PERSON_ASKING = Address("Eva Lund", "eva@corp.example")
TODAY = (Absence(date(2026, 11, 23), date(2026, 12, 3)),)


def gone(policy, *keys):
    return staffed(policy, **{key: {"away": TODAY} for key in keys})


def team(policy, key, **changed):
    return replace(policy, teams={**policy.teams, key: replace(policy.teams[key], **changed)})


@pytest.mark.parametrize(
    ("start", "end", "away"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), True),  # both ends count
        (date(2026, 11, 24), None, False),
        (date(2026, 11, 1), date(2026, 11, 22), False),
        (date(2026, 11, 1), None, True),  # for good
    ],
)
def test_an_absence_holds_on_its_first_and_its_last_day(policy, start, end, away):
    assert is_away(scene(staffed(policy, bo={"away": (Absence(start, end),)}), NOW), "bo") is away


def test_the_day_is_the_persons_own(policy):
    late = datetime(
        2026, 11, 22, 23, 30, tzinfo=UTC
    )  # half past midnight of the 23rd in Copenhagen
    one_day = (Absence(date(2026, 11, 23), date(2026, 11, 23)),)
    there = staffed(policy, bo={"away": one_day}, sam={"away": one_day, "hours": ""})
    assert is_away(scene(there, late), "bo")
    assert not is_away(scene(there, late), "sam")  # no hours: UTC
    assert not is_away(scene(there, late), "somebody who left")


@pytest.mark.parametrize(
    ("away", "to", "owner"),
    [
        (("bo",), "bo", "sam"),  # cover
        (("bo", "sam"), "bo", "ana"),  # then the lead
        (("bo", "sam", "ana"), "bo", "bo"),  # everybody away: as if nobody were
        (("bo",), "desk", "sam"),
        (("ana",), "night", "sam"),  # the lead of a team that her mail goes to
        (("carla",), "carla", "bo"),  # neither cover nor lead: the fallback's people
    ],
)
def test_it_goes_to_somebody_who_is_there(policy, away, to, owner):
    assert pick(candidates(gone(policy, *away)), to).key == owner


def test_on_a_rota_the_cover_of_who_is_away_comes_first_and_then_the_load(policy):
    rota = Rota("weekly", date(2026, 11, 23))
    on_duty = team(policy, "desk", members=("bo", "sue", "sam"), assign=rota)
    assert pick(candidates(on_duty), "desk").key == "bo"
    assert (
        pick(candidates(gone(on_duty, "bo")), "desk").key == "sam"
    )  # his cover, although sue is first by load
    outside = staffed(gone(on_duty, "bo"), bo={"cover": "carla"})
    assert pick(candidates(outside), "desk").key == "carla"  # also from outside the team
    assert pick(candidates(gone(outside, "carla"), load={"sue": 2}), "desk").key == "sam"


def test_a_cover_who_is_away_takes_nothing_over_while_somebody_else_can(policy):
    assert stand_in(candidates(gone(policy, "sam")), "bo").key == "ana"
    assert taker(candidates(gone(policy, "sam")), "cover", "bo").key == "ana"
    assert taker(candidates(gone(policy, "sue")), PersonKey("sue"), "bo").key == "sam"
    everybody = gone(policy, "sam", "ana", "sue")
    assert stand_in(candidates(everybody), "bo").key == "sam"
    assert taker(candidates(everybody), PersonKey("sue"), "bo").key == "sue"


def test_for_a_manager_who_is_away_the_one_above_is_told(policy):
    assert boss(candidates(gone(policy, "ana")), "bo").key == "carla"


def test_a_manager_who_is_away_is_told_rather_than_nobody(policy):
    assert boss(candidates(gone(policy, "ana", "carla")), "bo").key == "ana"


def test_a_team_that_is_named_by_hand_gives_it_to_a_member_who_is_there(policy):
    assert [p.key for p in find_somebody(candidates(gone(policy, "bo")), "desk")] == ["sam"]
    assert [p.key for p in find_somebody(candidates(gone(policy, "bo")), "bo")] == [
        "bo"
    ]  # a person is meant as said


def told(decision):
    return [
        effect.text
        for effect in decision.effects
        if isinstance(effect, LogEvent) and effect.kind == "away"
    ]


def test_history_says_whose_absence_changed_the_owner(policy, alias):
    decision = decided(message(), PERSON, Facts(), alias, scene(gone(policy, "bo"), NOW))
    assert next(e for e in decision.effects if isinstance(e, OpenRequest)).owner == "sam"
    assert told(decision) == ["Bo Jensen is away until 2026-12-03: cover Sam Okoye"]
    others = decided(message(), PERSON, Facts(), alias, scene(gone(policy, "sam"), NOW))
    assert told(others) == []  # it would have been Bo anyway
    for_good = staffed(policy, bo={"away": (Absence(date(2026, 1, 1), None),)}, sam={"away": TODAY})
    assert told(decided(message(), PERSON, Facts(), alias, scene(for_good, NOW))) == [
        "Bo Jensen is away, Sam Okoye is not there either: lead Ana Costa"
    ]


def test_a_rung_passes_over_a_cover_who_is_away_and_says_so(policy):
    decision = on_deadline(
        Due(request(rung=1)), scene(gone(policy, "sam"), NOW + timedelta(hours=4))
    )
    assert SetOwner("ana") in decision.effects
    assert told(decision) == ["Sam Okoye is away until 2026-12-03: lead Ana Costa"]


def test_a_bounce_passes_over_a_cover_who_is_away(policy):
    decision = on_undelivered(
        Failed(request(), "note_owner", "bo@corp.example", "550"), scene(gone(policy, "sam"), NOW)
    )
    assert SetOwner("ana") in decision.effects
    assert len(told(decision)) == 1


def test_the_receipt_names_who_would_really_take_over(policy, alias):
    decision = decided(message(), PERSON, Facts(), alias, scene(gone(policy, "sam"), NOW))
    receipt = next(
        e for e in decision.effects if isinstance(e, SendLetter) and e.letter.name == "receipt"
    )
    assert receipt.letter.slip_name == "Ana Costa"


def learnt(person="bo", start=date(2026, 11, 23), end=date(2026, 11, 25), cover=""):
    return KnownAbsence(person, Absence(start, end), KnownBy.MAIL, cover, since=NOW)


def test_what_was_learnt_by_mail_counts_as_what_the_people_file_says(policy):
    here = scene(policy, NOW, absences=(learnt(),))
    assert is_away(here, "bo")
    assert not is_away(here, "sam")
    assert pick(Candidates(here, PERSON_ASKING), "bo").key == "sam"
    later = replace(here, now=NOW + timedelta(days=3))
    assert not is_away(later, "bo")


def test_of_two_absences_the_one_that_lasts_longest_is_said(policy):
    short, long = learnt(end=date(2026, 11, 23)), learnt(end=date(2026, 11, 30))
    both = scene(gone(policy, "bo"), NOW, absences=(short, long))
    assert absence_of(both, "bo").days == TODAY[0]
    assert absence_of(both, "bo").known_by is KnownBy.PEOPLE_FILE
    assert absence_of(scene(policy, NOW, absences=(short, long)), "bo") is long
    assert absence_of(replace(both, absences=(learnt(end=None),)), "bo").days.end is None


def test_who_leaves_says_who_covers(policy):
    here = scene(policy, NOW, absences=(learnt(cover="sue"),))
    assert cover_of(here, "bo") == "sue"
    assert stand_in(Candidates(here, PERSON_ASKING), "bo").key == "sue"
    there = replace(here, now=NOW + timedelta(days=9))
    assert cover_of(there, "bo") == "sam"  # it is over
    left = replace(here, absences=(learnt(cover="somebody who left"),))
    assert cover_of(left, "bo") == "sam"
    assert cover_of(here, "somebody who left") == ""
