"""Answers to mails of ours to somebody else, from addresses that nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailtracker.desk.effects import (
    Dispose,
    Disposition,
    OpenRequest,
    Relay,
    SendLetter,
    SetStatus,
    TakeUp,
)
from mailtracker.desk.elsewhere import line_on_file
from mailtracker.desk.letters import Elsewhere
from mailtracker.desk.notes import NoteDisproven, NoteElsewhere
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Classified, Kind
from mailtracker.policy.model import Person
from mailtracker.rules.load import load_texts
from tests.desk.makers import (
    PERSON,
    RULES,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
)


def of(kind, decision):
    return [effect for effect in decision.effects if isinstance(effect, kind)]


def letters(decision):
    return [effect.letter.name for effect in of(SendLetter, decision)]


def disposition(decision):
    (disposed,) = of(Dispose, decision)
    return disposed.disposition


FROM = "b.jensen@mail.example"
TO_BO = issued("bo@corp.example", Lane.REQUESTER, "bo")
TO_ANA = issued("ana@corp.example", Lane.TEAM, "ana")
TO_EVA = issued("eva@corp.example", Lane.OWNER)


def decide(policy, alias, known, classified=PERSON, **mail):
    return decided(message(FROM, **mail), classified, known, alias, scene(policy))


@pytest.mark.parametrize(("points", "person"), [(TO_BO, "bo"), (TO_ANA, "ana")])
@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("text", ["Try again now.", "done", "mine", "send", "for sam"])
def test_whoever_the_mail_went_to_is_asked_and_nothing_else_happens(
    policy, alias, points, person, strict, text
):
    at = replace(alias, strict=strict)
    decision = decide(policy, at, facts(points), text=text)
    (asked,) = of(SendLetter, decision)
    assert isinstance(asked.letter, Elsewhere)
    assert (asked.person, asked.lane, asked.about_mail) == (person, points.lane, True)
    assert disposition(decision) is Disposition.ASKED_BACK
    for effect in (Relay, OpenRequest, SetStatus, TakeUp):
        assert not of(effect, decision)


@pytest.mark.parametrize("text", ["\N{THUMBS UP SIGN} Bo J reacted via Gmail", "Liked “Try again”"])
def test_a_thumb_is_kept_and_nobody_asked(policy, alias, text):
    """`send` would have carried it as the answer."""
    decision = decide(policy, alias, facts(TO_BO), text=text)
    assert letters(decision) == []
    assert disposition(decision) is Disposition.UNVERIFIED


def test_who_says_send_has_it_decided_on_as_theirs(policy, alias):
    known = replace(facts(TO_BO), confirmed=True, confirmed_by="bo")
    decision = decide(policy, alias, known)
    assert {relay.to.key for relay in of(Relay, decision)} == {"eva@corp.example"}
    assert {relay.author.shown for relay in of(Relay, decision)} == {"Bo Jensen"}
    assert disposition(decision) is Disposition.REPLY


def test_what_our_border_denies_is_asked_of_nobody_and_shown_with_a_warning(policy, alias):
    denied = replace(PERSON, verified=False)
    decision = decide(policy, alias, facts(TO_BO), denied)
    assert [type(relay.note) for relay in of(Relay, decision)] == [NoteDisproven]
    assert letters(decision) == []


def test_a_machine_there_is_dropped(policy, alias):
    robot = Classified(Kind.AUTO_GENERATED, True, "a robot")
    for points in (TO_BO, TO_EVA):
        decision = decide(policy, alias, facts(points), robot)
        assert (letters(decision), of(Relay, decision)) == ([], [])
        assert disposition(decision) is Disposition.IGNORED


def test_who_is_kept_out_is_not_asked(policy, alias):
    on = request(owner="sue", confidential=True, barred=("bo",))
    decision = decide(policy, alias, facts(TO_BO, on=on))
    assert (letters(decision), disposition(decision)) == ([], Disposition.UNVERIFIED)


def test_who_left_the_people_file_is_nobody_to_ask(policy, alias):
    gone = issued("zoe@corp.example", Lane.REQUESTER, "zoe")
    assert disposition(decide(policy, alias, facts(gone))) is Disposition.OPENED


def test_somebody_known_is_no_unknown_address(policy, alias):
    mail = message("sue@corp.example")
    decision = decided(mail, PERSON, facts(TO_BO), alias, scene(policy))
    assert disposition(decision) is Disposition.OPENED


@pytest.mark.parametrize(
    ("points", "becomes"), [(TO_BO, Disposition.ASKED_BACK), (TO_EVA, Disposition.OPENED)]
)
def test_an_id_that_a_server_gave_our_mail_is_enough_to_ask_and_for_nothing_else(
    policy, alias, points, becomes
):
    named = replace(points, by_token=False, server_id="<1@server.example>")
    assert disposition(decide(policy, alias, facts(named))) is becomes


def test_words_of_the_requesters_side_reach_the_owner_alone(policy, alias):
    on = request(copied=(address("lee@corp.example"),), watchers=("carla",))
    copy = (address("vic@corp.example"),)
    decision = decide(policy, alias, facts(TO_EVA, on=on), cc=copy)
    (relay,) = of(Relay, decision)
    assert isinstance(relay.note, NoteElsewhere)
    assert (relay.person, relay.note.meant_for) == ("bo", "Eva Lund (eva@corp.example)")
    assert letters(decision) == []


def test_who_writes_to_the_requester_as_well_is_not_the_requester(policy, alias):
    both = (address("it-help@corp.example"), address("eva@corp.example"))
    decision = decide(policy, alias, facts(TO_EVA), to=both)
    (relay,) = of(Relay, decision)
    assert relay.note.name == "note_beside"


def test_they_command_nothing(policy, alias):
    decision = decide(policy, alias, facts(TO_EVA), text="add sam")
    (relay,) = of(Relay, decision)
    assert (relay.person, letters(decision)) == ("bo", [])


@pytest.mark.parametrize(
    "email", ["bo@mail.example", "b+x@mail.example", "o'neil@mail.example", "*bo#1@mail.example"]
)
def test_the_line_is_one_that_the_people_file_takes(email):
    bo = Person("bo", "Bo Jensen", ("bo@corp.example", "bo.jensen@corp.example"))
    line = line_on_file(bo, address(email))
    old = "email: [bo@corp.example, bo.jensen@corp.example]"
    assert old in RULES
    policy = load_texts({"rules/all.yaml": RULES.replace(old, line)})
    assert policy.people["bo"].addresses == (*bo.addresses, email)


def test_the_reason_stands_in_the_ledger(policy, alias):
    (disposed,) = of(Dispose, decide(policy, alias, facts(TO_BO)))
    assert "b.jensen@mail.example, which nobody has on file" in disposed.reason
