"""`note`: who reads it, who never does, and what answers it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.effects import (
    Dispose,
    Disposition,
    LogEvent,
    NextRung,
    Relay,
    SendLetter,
    SetStatus,
    StartClock,
    StopClock,
    TakeUp,
)
from mailtracker.desk.letters import AskBack
from mailtracker.desk.notes import NoteInside
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.word_letters import KeptInside
from mailtracker.mail.message import Part
from tests.cases import in_each
from tests.desk.makers import PERSON, address, decided, facts, issued, message, request, scene

ANA, BO, SUE, EVA = "ana@corp.example", "bo@corp.example", "sue@corp.example", "eva@corp.example"
LEE = "lee@corp.example"
NOTE = "note: rang her, she is away"


def owners():
    return issued(BO, Lane.REQUESTER, "bo")


def about(**more):
    return request(copied=(address(LEE),), watchers=("sue",), **more)


def gets(decision):
    return {e.to.email: e for e in decision.effects if isinstance(e, Relay | SendLetter)}


def changes(decision):
    kinds = (SetStatus, StartClock, StopClock, NextRung)
    return [effect for effect in decision.effects if isinstance(effect, kinds)]


def said(policy, alias, who, text, points, on=None, **more):
    known = facts(points, on=on or about(), **more)
    return decided(message(who, text=text), PERSON, known, alias, scene(policy))


def test_a_note_reaches_the_owners_side_and_nobody_else(policy, alias):
    cases = {
        BO: (owners(), {SUE}),
        ANA: (issued(ANA, Lane.TEAM, "ana"), {BO, SUE}),
        SUE: (issued(SUE, Lane.TEAM, "sue"), {BO}),
    }

    def check(who):
        points, readers = cases[who]
        decision = said(policy, alias, who, f"{NOTE}\n\nUntil May.", points)
        got = gets(decision)
        assert set(got) == {*readers, who}
        assert isinstance(got[who].letter, KeptInside)
        assert all(isinstance(got[one].note, NoteInside) for one in readers)
        assert {one.lane for one in got.values()} == {Lane.TEAM}
        assert all(got[one].cut == "" for one in readers)
        assert changes(decision) == []
        (told,) = [e for e in decision.effects if isinstance(e, LogEvent)]
        assert told.kind == "internal note"
        assert told.text.endswith("rang her, she is away Until May.")

    in_each(cases, check)


def test_of_a_confidential_request_nobody_but_the_owner_reads_it(policy, alias):
    ana = issued(ANA, Lane.TEAM, "ana")
    on = about(confidential=True, barred=("sue",))
    assert set(gets(said(policy, alias, ANA, NOTE, ana, on))) == {ANA, BO}
    assert set(gets(said(policy, alias, BO, NOTE, owners(), on))) == {BO}


def test_who_watches_and_takes_part_on_the_other_side_reads_none(policy, alias):
    on = request(copied=(address(SUE),), watchers=("sue",))
    assert set(gets(said(policy, alias, BO, NOTE, owners(), on))) == {BO}


def test_a_file_alone_is_a_note_and_nothing_is_none(policy, alias):
    photo = Part("2", "application/pdf", "", "", "attachment", "plan.pdf", "", (0, 1), (1, 9))
    with_file = message(BO, text="note\n\nBo", attachments=(photo,), parts=(photo,))
    known = facts(owners(), on=about())
    kept = gets(decided(with_file, PERSON, known, alias, scene(policy)))
    assert isinstance(kept[BO].letter, KeptInside)
    asked = gets(said(policy, alias, BO, "note\n\nBo", owners()))
    assert set(asked) == {BO}
    assert (asked[BO].letter.why, asked[BO].letter.sendable) == ("no note", False)


@pytest.mark.parametrize("letter", [NoteInside.name, KeptInside.name])
def test_what_answers_a_note_stays_inside_whatever_stands_above(letter, policy, alias):
    """By what it names first, or by any reply address, in any order. `done` is an answer of its own
    (N2), which the requester hears of by us.
    """
    inside = replace(owners(), letter=letter, lane=Lane.TEAM, about_line=5, about_author=ANA)
    inside = replace(inside, outbox_id=8)
    ways = {"answered": (inside,), "beside": (owners(), inside)}
    words = ("", "done\n\n", "waiting\n\n", "add sue\n\n", "mine\n\n", "until friday\n\n")

    def check(case):
        how, word = case
        text = f"{word}She never reads what we write."
        known = facts(*ways[how], on=about())
        decision = decided(message(BO, text=text), PERSON, known, alias, scene(policy))
        relays = [e for e in decision.effects if isinstance(e, Relay)]
        assert {e.to.email for e in relays} == {ANA, SUE}
        assert (StopClock(answered=True) in decision.effects) is (word == "done\n\n")

    in_each([(how, word) for how in ways for word in words], check)


def test_send_carries_what_was_noted_as_it_was_written(policy, alias):
    kept = replace(owners(), letter=KeptInside.name, lane=Lane.TEAM, about_line=5)
    decision = said(policy, alias, BO, "send", kept)
    assert [e for e in decision.effects if isinstance(e, TakeUp)] == [TakeUp(5, "bo", True)]
    after = said(
        policy, alias, BO, NOTE, owners(), confirmed=True, confirmed_by="bo", as_written=True
    )
    carried = gets(after)
    assert {EVA, LEE} <= set(carried)
    assert carried[EVA].cut == ""
    assert SetStatus(Status.ANSWERED) in after.effects


def test_what_was_kept_since_nobody_knew_whose_it_is_stays_a_note(policy, alias):
    """`send` says then that it is theirs, and nothing of whom it is for."""
    decision = said(policy, alias, BO, NOTE, owners(), confirmed=True, confirmed_by="bo")
    assert set(gets(decision)) == {BO, SUE}
    assert gets(decision)[BO].letter.sendable is False


def test_a_note_without_its_colon_is_asked_back_and_one_reply_sends_it(policy, alias):
    line = "note she never reads what we write"
    asked = gets(said(policy, alias, BO, line, owners()))
    assert set(asked) == {BO}
    assert isinstance(asked[BO].letter, AskBack)
    sent = said(policy, alias, BO, line, owners(), confirmed=True, confirmed_by="bo")
    assert EVA in gets(sent)


def test_what_the_requester_notes_is_for_the_owner_as_it_stands(policy, alias):
    decision = said(policy, alias, EVA, NOTE, issued(EVA, Lane.OWNER))
    carried = gets(decision)[BO]
    assert isinstance(carried, Relay)
    assert not isinstance(carried.note, NoteInside)
    (filed,) = [e for e in decision.effects if isinstance(e, Dispose)]
    assert filed.disposition is Disposition.REPLY


def test_a_note_that_the_requester_has_from_its_author_says_so(policy, alias):
    both = (address("it-help@corp.example"), address(EVA))
    mail = message(BO, text=NOTE, to=both)
    decision = decided(mail, PERSON, facts(owners(), on=about()), alias, scene(policy))
    assert gets(decision)[BO].letter.reached
    assert gets(decision)[SUE].note.reached
