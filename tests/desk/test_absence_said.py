"""Who says `away` or `back` by mail is obeyed where they surely wrote it, asked where they may have
written it, and not listened to where somebody else is meant.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from mailtracker.desk.absence.absence_effects import GiveBack, NoteAbsent, NoteBack, Tell
from mailtracker.desk.absence.absence_letters import AwayAsked, AwaySaid
from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy, Reach
from mailtracker.desk.effects import Dispose, Disposition, OpenRequest, Relay
from mailtracker.desk.facts import NO_NOTICE, AbsentFacts, Facts, ToPerson
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Classified, Kind
from mailtracker.policy.model import Absence
from tests.desk.makers import NOW, PERSON, decided, issued, message, request, scene, staffed

LINE = "away until 2026-12-04"
TODAY, FOURTH = date(2026, 11, 23), date(2026, 12, 4)
PROVEN = replace(PERSON, verified=True)
SOUNDS = Classified(Kind.AUTO_REPLY, False, "says only that somebody is away", sure=False)
OURS = issued("bo@corp.example", Lane.REQUESTER, "bo")


def said(policy, alias, text=LINE, classified=PERSON, subject="", **more: Any):
    """The effects of a mail of Bo's; by itself it answers a mail of ours to him."""
    known = more.pop("known", ())
    revoked = more.pop("revoked", frozenset())
    answers = more.pop("answers", OURS)
    facts = Facts(
        issued=(answers,) if answers else (),
        requests={1: request()},
        absent=more.pop("absent", AbsentFacts()),
        answers_notice=more.pop("notice", NO_NOTICE),
    )
    mail = message(more.pop("who", "bo@corp.example"), subject or "Re: [IT-1001] VPN", text, **more)
    if answers is not None:
        mail = replace(mail, in_reply_to=("<k.1@corp.example>",))
    at = scene(policy, NOW, absences=known, revoked=revoked)
    return decided(mail, classified, facts, alias, at).effects


def noted(effects) -> KnownAbsence | None:
    return next((one.absence for one in effects if isinstance(one, NoteAbsent)), None)


def told(effects) -> list[Any]:
    return [one.letter for one in effects if isinstance(one, Tell)]


def filed(effects) -> Disposition:
    return next(one.disposition for one in effects if isinstance(one, Dispose))


def test_it_is_noted_confirmed_and_changes_nothing_of_the_request(policy, alias) -> None:
    effects = said(policy, alias)
    found = noted(effects)
    assert found is not None
    assert (found.person, found.days) == ("bo", Absence(TODAY, FOURTH))
    assert (found.known_by, found.reach, found.cover) == (KnownBy.MAIL, Reach.ALL, "")
    (letter,) = told(effects)
    assert isinstance(letter, AwaySaid)
    assert (letter.did, letter.start, letter.end, letter.begun) == ("away", TODAY, FOURTH, True)
    assert filed(effects) is Disposition.REPLY
    assert not any(isinstance(one, Relay) for one in effects)


def test_what_was_confided_goes_to_nobody_else_and_that_is_told(policy, alias) -> None:
    chosen = replace(policy.fallback, extras=replace(policy.fallback.extras, confide_in=("sam",)))
    for rules, stays in ((policy, False), (replace(policy, fallback=chosen), True)):
        (letter,) = told(said(rules, alias))
        assert letter.confided is stays


def test_a_cover_is_named_by_key_name_or_address(policy, alias) -> None:
    for name in ("sue", "Sam Smith", "sue@corp.example"):
        found = noted(said(policy, alias, f"{LINE}, cover {name}"))
        assert found is not None
        assert found.cover == "sue"


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("away until 32 December", "days"),
        ("away from 2026-12-07", "days"),
        ("away until 2026-11-20", "over"),
        (f"{LINE}, cover sam", "several"),  # Sam Okoye and Sam Smith
        (f"{LINE}, cover mia", "nobody"),
        (f"{LINE}, cover bo", "themselves"),
    ],
)
def test_what_is_not_clear_is_asked_back(policy, alias, line, why) -> None:
    people = {"sam": {"key": "okoye"}} if why == "several" else {}
    effects = said(staffed(policy, **people) if not people else _two_sams(policy), alias, line)
    assert noted(effects) is None
    (letter,) = told(effects)
    assert isinstance(letter, AwayAsked)
    assert (letter.why, letter.line) == (why, line)


def _two_sams(policy):
    """Neither of whom has `sam` for a key."""
    people = {key: one for key, one in policy.people.items() if key != "sam"}
    okoye = replace(policy.people["sam"], key="okoye")
    return replace(staffed(policy, bo={"cover": ""}), people={**people, "okoye": okoye})


@pytest.mark.parametrize(
    ("more", "obeyed"),
    [
        ({}, True),  # it answers a mail that went to him
        ({"answers": None}, False),
        ({"answers": None, "classified": PROVEN}, True),
        ({"answers": None, "notice": ToPerson("bo", "away_said")}, True),
        ({"answers": None, "notice": ToPerson("sam", "away_said")}, False),
        ({"answers": issued("sam@corp.example", Lane.REQUESTER, "sam")}, False),
        ({"answers": replace(OURS, server_id="<x@server>")}, False),
        ({"classified": replace(PERSON, verified=False)}, False),
        (
            {
                "answers": None,
                "classified": replace(PERSON, verified=False),
                "notice": ToPerson("bo", "away_said"),
            },
            False,
        ),
        ({"answers": None, "classified": replace(PERSON, inside=True)}, False),
        ({"revoked": frozenset({"bo"})}, False),
        ({"who": "mia@elsewhere.example"}, False),
    ],
)
def test_only_who_surely_wrote_it_is_obeyed(policy, alias, more, obeyed) -> None:
    assert (noted(said(policy, alias, **more)) is not None) is obeyed


def test_under_strict_an_answer_alone_is_not_enough(policy, alias) -> None:
    strict = (
        replace(alias, trust="strict") if hasattr(alias, "trust") else replace(alias, strict=True)
    )
    assert noted(said(policy, strict)) is None
    assert noted(said(policy, strict, classified=PROVEN)) is not None
    by_notice = {"answers": None, "notice": ToPerson("bo", "away_said")}
    assert noted(said(policy, strict, **by_notice)) is None


def test_who_may_have_written_it_is_asked_once_a_day(policy, alias) -> None:
    effects = said(policy, alias, answers=None)
    (asked,) = [one for one in effects if isinstance(one, Tell)]
    assert asked.letter == AwayAsked("unproven", LINE)
    assert asked.once == "away.asked.bo.20261123"
    assert not any(isinstance(one, OpenRequest) for one in effects)


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("I am away until 2026-12-04.", {}),
        ("Urlaub 2026-12-07 bis 2026-12-18", {}),
        (f"{LINE}\n\nPlease restart the router meanwhile.", {}),
        (f"{LINE} and then I look into it", {}),
        (LINE, {"classified": SOUNDS}),  # a program may have written it
    ],
)
def test_what_is_written_for_others_or_by_a_program_is_no_word(policy, alias, text, more) -> None:
    assert noted(said(policy, alias, text, **more)) is None


def test_to_a_letter_that_asks_for_it_every_form_will_do(policy, alias) -> None:
    ours = {"answers": None, "notice": ToPerson("bo", "away_said")}
    for text in ("I am away until 2026-12-04.", "Urlaub bis 2026-12-04"):
        assert noted(said(policy, alias, text, **ours)) is not None
    assert noted(said(policy, alias, LINE, classified=SOUNDS, **ours)) is not None


def test_a_subject_is_enough_where_there_is_no_text(policy, alias) -> None:
    direct = {"answers": None, "classified": PROVEN, "subject": LINE}
    assert noted(said(policy, alias, "", **direct)) is not None
    assert noted(said(policy, alias, "My screen is black.", **direct)) is None
    assert noted(said(policy, alias, "", **{**direct, "subject": f"Re: {LINE}"})) is None


def test_alone_it_lasts_until_the_next_working_day(policy, alias) -> None:
    found = noted(said(policy, alias, "away"))
    assert found is not None
    assert found.days == Absence(TODAY, TODAY)


def gone(start: int, end: int, number: int = 7, by: KnownBy = KnownBy.MAIL) -> KnownAbsence:
    days = Absence(TODAY + timedelta(days=start), TODAY + timedelta(days=end))
    return KnownAbsence("bo", days, by, since=NOW, id=number)


def test_the_last_word_takes_the_place_of_what_it_meets(policy, alias) -> None:
    now, later = gone(0, 30, 7, KnownBy.NOTICE), gone(40, 50, 8)
    effects = said(policy, alias, known=(now, later))
    (entered,) = [one for one in effects if isinstance(one, NoteAbsent)]
    assert entered.replaces == (now,)


@pytest.mark.parametrize(
    ("known", "ended"),
    [
        ((gone(-3, 3),), [7]),
        ((gone(-3, 3), gone(10, 20, 8)), [7]),
        ((gone(10, 20, 8),), [8]),
        ((), []),
    ],
)
def test_back_ends_what_runs_else_what_is_to_come(policy, alias, known, ended) -> None:
    effects = said(policy, alias, "back", known=known)
    (undone,) = [one for one in effects if isinstance(one, NoteBack)]
    assert [one.id for one in undone.absences] == ended
    assert told(effects) == [AwaySaid("back", was_away=bool(ended))]


def test_back_gets_what_nobody_has_begun(policy, alias) -> None:
    absent = AbsentFacts(lent={"bo": (request(owner="sam"),), "ana": (request(id=2),)})
    effects = said(policy, alias, "back", known=(gone(-3, 3),), absent=absent)
    assert [one for one in effects if isinstance(one, GiveBack)] == [GiveBack(1, "bo")]
    assert told(effects)[0].returned == ("IT-1001",)
    effects = said(policy, alias, "back", known=(gone(10, 20),), absent=absent)
    assert not any(isinstance(one, GiveBack) for one in effects)


def test_back_gets_nothing_that_names_who_is_back(policy, alias) -> None:
    named = request(owner="sam", confidential=True, barred=("bo",))
    absent = AbsentFacts(lent={"bo": (named,)})
    effects = said(policy, alias, "back", known=(gone(-3, 3),), absent=absent)
    assert not any(isinstance(one, GiveBack) for one in effects)
    assert told(effects)[0].returned == ()


def test_back_says_what_the_people_file_says(policy, alias) -> None:
    filed = staffed(policy, bo={"away": (Absence(TODAY, FOURTH),)})
    (letter,) = told(said(filed, alias, "back"))
    assert letter == AwaySaid("back", was_away=False, on_file=True, file_end=FOURTH)
    for_good = staffed(policy, bo={"away": (Absence(TODAY, None),)})
    assert told(said(for_good, alias, "back"))[0].file_end is None
