"""All ways to become a reader of a confidential request, and who is kept out of it: what a door
wants passes one gate, whatever room wanted it.
"""

import ast
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import pytest

import mailtracker.desk
from mailtracker.desk import effects, letters, notes
from mailtracker.desk.authors import Author, Origin
from mailtracker.desk.effects import (
    AddParticipant,
    Bar,
    Because,
    Entrust,
    LogEvent,
    OpenRequest,
    Relay,
    RelayAgain,
    SendLetter,
    SetOwner,
)
from mailtracker.desk.facts import Hint, Known
from mailtracker.desk.gate import decide
from mailtracker.desk.readers import kept_out
from mailtracker.desk.request import Lane, Status
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
)

KEPT = request(owner="sam", confidential=True, barred=("bo", "karl@corp.example"))

BARRED = [
    (address("bo@corp.example", "Bo Jensen"), "bo"),
    (address("bo@corp.example", "Bo Jensen"), ""),
    (address("Bo.Jensen@Corp.Example"), ""),
    (address("bo+lists@corp.example"), ""),
    (address("elsewhere@corp.example"), "bo"),
    (address("karl@corp.example"), ""),
    (address("KARL+x@corp.example"), ""),
]
ELSE = address("z@x.example")
EVA = Author("Eva", "eva@corp.example", next(iter(Origin)))
MAY_HEAR = [
    (address("sam@corp.example"), "sam"),
    (address("eva@corp.example"), ""),  # the requester
    (address("karla@corp.example"), ""),
]


def sample(kind):
    """Some letter of this class: what is in it does not matter at the gate."""
    return kind(**dict.fromkeys((field.name for field in fields(kind)), ""))


def mails(to, person):
    """One of each letter and note that there is: a new one is among them by itself."""
    for letter in get_args(letters.Letter):
        yield SendLetter(sample(letter), to, person, Lane.TEAM)
    for note in get_args(notes.Note):
        yield Relay(sample(note), to, person, Lane.OWNER, EVA)
    yield RelayAgain(sample(notes.NoteHanded), to, person)


def passed(policy, *wanted, about=KEPT):
    return decide([Because(""), *wanted], about, policy).effects


@pytest.mark.parametrize(("to", "person"), BARRED)
def test_no_letter_and_no_note_reaches_who_is_kept_out(policy, to, person):
    for mail in mails(to, person):
        (stopped,) = passed(policy, mail)
        assert isinstance(stopped, LogEvent), mail
        assert stopped.kind == "kept from"
    assert [type(e) for e in passed(policy, AddParticipant(to))] == (
        [LogEvent] if person != "bo" or to.email.startswith("bo") else [AddParticipant]
    )


@pytest.mark.parametrize(("to", "person"), MAY_HEAR)
def test_everybody_else_gets_what_they_get(policy, to, person):
    for mail in mails(to, person):
        assert passed(policy, mail) == (mail,)
    for to_barred in (address("bo@corp.example"),):
        free = replace(KEPT, given=replace(KEPT.given, barred=()))
        for mail in mails(to_barred, "bo"):
            assert passed(policy, mail, about=free) == (mail,)


def test_nobody_who_is_kept_out_becomes_owner_or_takes_part(policy):
    assert [e.text for e in passed(policy, SetOwner("bo"))] == ["Bo Jensen: would have it"]
    joins = AddParticipant(address("bo@corp.example"))
    assert [e.kind for e in passed(policy, joins)] == ["kept from"]


def test_whom_the_same_decision_bars_is_barred_for_all_of_it(policy):
    mail = SendLetter(letters.Reminder(late=False), address("ana@corp.example"), "ana", Lane.TEAM)
    told = passed(policy, mail, Bar(("ana",)))
    assert [type(e) for e in told] == [LogEvent, Bar]


def test_who_is_entrusted_with_it_reads_it_for_as_long_as_they_have_it(policy):
    mail = SendLetter(letters.Reminder(late=False), address("bo@corp.example"), "bo", Lane.TEAM)
    given = (Entrust("bo"), SetOwner("bo"), mail)
    assert passed(policy, *given) == given
    entrusted = replace(KEPT, owner="bo", given=replace(KEPT.given, entrusted=("bo",)))
    assert passed(policy, mail, about=entrusted) == (mail,)
    moved = passed(policy, SetOwner("sam"), mail, about=entrusted)
    assert isinstance(moved[1], LogEvent)


def test_every_effect_says_whom_it_makes_a_reader(policy):
    """The type checker says so of a new one; this says that none is left out by a wildcard."""
    source = (Path(mailtracker.desk.__file__).parent / "gate.py").read_text()
    (function,) = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.name == "_readers"
    ]
    named = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
    assert {one.__name__ for one in get_args(effects.Effect)} <= named


def test_no_decision_is_made_but_by_the_gate():
    rooms = Path(mailtracker.desk.__file__).parent
    makers = [
        path.name
        for path in rooms.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Decision"
    ]
    assert makers == ["gate.py"]


# -- every room asks before, so that somebody else gets it ---------------------------


def hears(decision):
    return {e.person or e.to.email for e in decision.effects if hasattr(e, "to")}


def written(policy, alias, text, on, sender="eva@corp.example", lane=Lane.OWNER, **more):
    known = facts(issued(sender, lane), on=on)
    return decided(message(sender, text=text, **more), PERSON, known, alias, scene(policy, NOW))


CONFIDENTIAL = request(owner="bo", confidential=True, routed_to="desk")


def test_an_owner_whom_a_later_mail_names_loses_it_and_hears_of_nothing(policy, alias):
    copied = (address("tom@corp.example"),)
    decision = written(policy, alias, "It was Bo.", replace(CONFIDENTIAL, copied=copied))
    assert SetOwner("sam") in decision.effects
    assert Bar(("bo",)) in decision.effects
    assert "bo" not in hears(decision)
    assert "tom@corp.example" not in hears(decision)  # who sees it the next one decides
    again = [e for e in decision.effects if isinstance(e, RelayAgain)]
    assert [(e.person, e.note.because, e.note.by_name) for e in again] == [("sam", "assigned", "")]


def test_a_later_mail_that_speaks_to_the_owner_leaves_it_with_them(policy, alias):
    for text in ("Dear Bo Jensen,\n\nhere it is.", "Thanks, Bo!\nHere it is.", "Here.\n\nEva Lund"):
        decision = written(policy, alias, text, CONFIDENTIAL)
        assert not any(isinstance(e, SetOwner | Bar) for e in decision.effects)
        assert "bo" in hears(decision)


def test_the_side_of_the_owner_keeps_nobody_out(policy, alias):
    known = facts(issued("bo@corp.example", Lane.REQUESTER, "bo"), on=CONFIDENTIAL)
    mail = message("bo@corp.example", text="Sam Okoye will call you.")
    decision = decided(mail, PERSON, known, alias, scene(policy, NOW))
    assert not any(isinstance(e, Bar) for e in decision.effects)


def test_a_request_that_is_not_confidential_keeps_nobody_out(policy, alias):
    decision = written(policy, alias, "It was Bo Jensen.", request(owner="bo"))
    assert not any(isinstance(e, Bar | SetOwner) for e in decision.effects)


def test_somebody_in_copy_who_is_named_takes_no_part_any_more(policy, alias):
    on = replace(CONFIDENTIAL, owner="ana", copied=(address("sam@corp.example"),))
    decision = written(policy, alias, "It was Sam Okoye.", on)
    assert "sam" not in hears(decision)
    joined = written(
        policy, alias, "It was Sam Okoye.", CONFIDENTIAL, cc=(address("sam@corp.example"),)
    )
    assert not any(isinstance(e, AddParticipant) for e in joined.effects)


@pytest.mark.parametrize("hint", list(Hint))
@pytest.mark.parametrize("sender", ["stranger@out.example", "eva@corp.example", "bo@corp.example"])
def test_what_cites_a_confidential_request_is_kept_from_the_same_people(
    policy, alias, hint, sender
):
    """By whatever hint, whoever cites it, also when it was closed long ago."""
    for closed_at in (None, NOW.replace(year=2025)):
        status = Status.CLOSED if closed_at else Status.OPEN
        on = replace(
            KEPT,
            owner="carla",
            closed_at=closed_at,
            status=status,
            requester=ELSE,
        )
        known = facts(Known(1, hint), on=on)
        decision = decided(message(sender), PERSON, known, alias, scene(policy, NOW))
        opened = [e for e in decision.effects if isinstance(e, OpenRequest)]
        assert [e.given.confidential for e in opened] == [True]
        assert set(KEPT.given.barred) <= set(opened[0].given.barred)
        assert opened[0].owner != "bo"
        assert "bo" not in hears(decision) or sender == "bo@corp.example"


def test_an_owner_who_came_to_be_kept_out_by_another_request_loses_it_at_the_next_step(policy):
    from mailtracker.desk.on_deadline import Due, on_deadline

    late = replace(KEPT, owner="bo")
    decision = on_deadline(Due(late), scene(policy, NOW.replace(hour=15)))
    assert any(isinstance(e, SetOwner) for e in decision.effects)
    assert "bo" not in hears(decision)


def test_a_watcher_of_a_confidential_request_cannot_take_it(policy, alias):
    on = replace(CONFIDENTIAL, given=replace(CONFIDENTIAL.given, watchers=("sue",)))
    told = replace(issued("sue@corp.example", Lane.TEAM, "sue"), letter="watching")
    for word in ("mine", "for sue", "for ana"):
        mail = message("sue@corp.example", text=word)
        decision = decided(mail, PERSON, facts(told, on=on), alias, scene(policy, NOW))
        assert not any(isinstance(e, SetOwner) for e in decision.effects), word


def test_nobody_is_kept_out_of_what_they_asked_themselves(policy):
    bo = policy.people["bo"]
    assert kept_out(policy, KEPT, bo)
    assert not kept_out(policy, replace(KEPT, requester=address("bo@corp.example")), bo)


def test_what_is_confided_goes_to_somebody_new_by_its_requesters_word_alone(policy):
    both = ("sam", "carla")
    confided = request(owner="sam", confidential=True, confide_in=both, confidants=both)
    hears = SendLetter(letters.Reminder(False), address("carla@corp.example"), "carla", Lane.TEAM)
    because, given = Because("x"), SetOwner("carla")
    assert decide([because, given, hears], confided, policy).effects == (
        LogEvent("kept from", "carla: would have it"),
        LogEvent("kept from", "carla@corp.example: reminder"),
    )
    chosen = decide([because, effects.Confide("carla"), given, hears], confided, policy)
    assert chosen.effects == (effects.Confide("carla"), given, hears)
    alone = decide([because, SetOwner(""), hears], confided, policy)
    assert alone.effects == (SetOwner(""), LogEvent("kept from", "carla@corp.example: reminder"))
