"""What somebody has who is away goes to whoever is there; who may hear of it is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mailtracker.desk.absence.absence_effects import NoteAbsent
from mailtracker.desk.absence.absence_letters import AwayNoticed, AwayTold
from mailtracker.desk.absence.absent import HandedOn, announced, leads_of, on_absent, on_back, told
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, Reach
from mailtracker.desk.effects import LogEvent, RelayAgain, SendLetter, SetOwner, StartClock
from mailtracker.desk.request import Status
from mailtracker.policy.model import Absence
from tests.desk.makers import NOW, request, scene, staffed

DAYS = Absence(date(2026, 11, 23), date(2026, 12, 4))
GONE = KnownAbsence("bo", DAYS, KnownBy.NOTICE, since=NOW, reach=Reach.ALL, id=7)


def test_an_open_request_goes_to_the_cover_with_its_promise(policy) -> None:
    decision = on_absent(request(), GONE, scene(policy, absences=(GONE,)))
    assert SetOwner("sam") in decision.effects
    assert not any(isinstance(one, StartClock) for one in decision.effects)
    assert NoteAbsent(GONE, handed_to="sam") in decision.effects
    assert any(isinstance(one, RelayAgain) for one in decision.effects)
    letters = [one.letter.name for one in decision.effects if isinstance(one, SendLetter)]
    assert letters == ["handed_requester"]  # who is away hears of all in one letter


def test_what_is_over_or_somebody_elses_stays(policy) -> None:
    here = scene(policy, absences=(GONE,))
    for other in (request(owner="sam"), request(status=Status.CLOSED, closed_at=NOW)):
        assert on_absent(other, GONE, here).effects == ()


def test_where_nobody_is_there_it_stays_and_says_so(policy) -> None:
    away = (DAYS,)
    everybody = staffed(policy, **{key: {"away": away} for key in policy.people if key != "bo"})
    decision = on_absent(request(), GONE, scene(everybody, absences=(GONE,)))
    assert not any(isinstance(one, SetOwner) for one in decision.effects)
    assert any(isinstance(one, LogEvent) and one.kind == "no cover" for one in decision.effects)
    assert NoteAbsent(GONE) in decision.effects


def test_who_is_barred_takes_nothing_over(policy) -> None:
    secret = request(confidential=True, barred=("sam",))
    decision = on_absent(secret, GONE, scene(policy, absences=(GONE,)))
    assert SetOwner("ana") in decision.effects


def test_what_is_given_back_is_told_to_who_had_it(policy) -> None:
    lent = request(owner="sam", former_owners=("bo",))
    decision = on_back(lent, policy.people["bo"], scene(policy))
    assert SetOwner("bo") in decision.effects
    letters = [
        (one.letter.name, one.person) for one in decision.effects if isinstance(one, SendLetter)
    ]
    assert letters == [("handed_owner", "sam"), ("handed_requester", "")]


def test_the_leads_of_their_teams_hear_of_it_or_who_is_above(policy) -> None:
    here = scene(policy)
    people = policy.people
    assert [one.key for one in leads_of(people["bo"], here)] == ["ana"]
    assert [one.key for one in leads_of(people["ana"], here)] == ["carla"]
    assert [one.key for one in leads_of(people["sue"], here)] == ["ana"]


def letters_of(policy, absence, *handed):
    return {one.person.key: one.letter for one in told(absence, handed, scene(policy))}


def test_a_lead_reads_of_nothing_that_they_are_kept_out_of(policy) -> None:
    sam = policy.people["sam"]
    open_one = HandedOn(request(), sam)
    secret = HandedOn(request(reference="IT-1002", confidential=True, barred=("ana",)), sam)
    letters = letters_of(policy, GONE, open_one, secret)
    assert isinstance(letters["ana"], AwayTold)
    assert [one.reference for one in letters["ana"].lines] == ["IT-1001"]
    assert isinstance(letters["bo"], AwayNoticed)
    assert [one.subject_line for one in letters["bo"].lines] == ["VPN drops", ""]


def test_nor_does_who_had_it_and_was_named_since(policy) -> None:
    sam = policy.people["sam"]
    named = HandedOn(request(owner="sam", confidential=True, barred=("bo",)), sam)
    assert letters_of(policy, GONE, named)["bo"].lines == ()
    (told_bo,) = [
        one.letter
        for one in announced(
            replace(GONE, known_by=KnownBy.PEOPLE_FILE), [named], scene(policy), []
        )
        if one.person.key == "bo"
    ]
    assert told_bo.lines == ()


def test_who_said_it_themselves_had_their_answer_already(policy) -> None:
    own = replace(GONE, known_by=KnownBy.MAIL)
    assert set(letters_of(policy, own, HandedOn(request(), None))) == {"ana"}
