"""`part`: who takes a part of a request, under which alias, and what only looks like the word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from mailtracker.desk.effects import Dispose, Disposition, OpenPart, Relay, SendLetter, SetStatus
from mailtracker.desk.letters import AskBack
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.restored import as_restored
from mailtracker.desk.words.own_part import on_part, on_taken
from mailtracker.desk.words.owner_words import Word, read_command
from mailtracker.rules.load import load_texts
from tests.cases import in_each
from tests.desk.makers import (
    NOW,
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
from tests.desk.served import SERVED

EVA, BO, CARLA = (f"{who}@corp.example" for who in ("eva", "bo", "carla"))
CALLED = {"aliases_called": ("Payroll",), "called_in": ("carla",)}
TO_PAY = (
    "  - {name: pay, why: Payroll, when: {to: payroll@corp.example}, to: PAYS, promise: slow}\n"
)
SLOW = "  slow: {first_reply: 2 working days, then_every: 5 working days, hours: office}\n"


def ruled(to="carla", before="", after=""):
    pay = f"{before}{TO_PAY.replace('PAYS', to)}" if to else before
    rules = RULES.replace("rules:\n", f"rules:\n{pay}").replace("fallback:", f"{after}fallback:")
    return load_texts({"rules/all.yaml": rules.replace("teams:\n", f"{SLOW}teams:\n")})


PAY = ruled()


@pytest.fixture
def two(alias):
    names = tuple(one for served in SERVED for one in served.addresses)
    return replace(alias, served=SERVED, addresses=names)


def says(alias, text, who="carla", on=None, policy=PAY, **more):
    about = on or request(**CALLED)
    mail = message(f"{who}@corp.example", text=text, **more.pop("mail", {}))
    known = facts(issued(f"{who}@corp.example", Lane.TEAM, who), on=about, **more)
    return decided(mail, PERSON, known, alias, scene(policy))


def of(kind, effects):
    return [one for one in effects if isinstance(one, kind)]


def part_of(decision):
    (found,) = of(OpenPart, decision.effects)
    return found


def asked_back(decision):
    (told,) = of(SendLetter, decision.effects)
    assert isinstance(told.letter, AskBack)
    assert not of(OpenPart | Relay | SetStatus, decision.effects)
    return told.letter.why, list(told.letter.names)


def test_it_is_a_request_of_the_same_person_with_a_promise_that_begins_now(two):
    on = request(**CALLED, copied=(address("lee@corp.example"),), quiet=True)
    taken = part_of(says(two, "my part", on=on))
    opens = taken.opens
    assert (opens.mailbox, opens.prefix, opens.owner) == ("Payroll", "PAY", "carla")
    assert (opens.requester, opens.subject, opens.quiet) == (on.requester, on.subject, True)
    assert (opens.linked_to, opens.part_of, opens.copied) == (1, 1, ())
    assert (opens.given.rule, opens.given.promise) == ("pay", "slow")
    assert (taken.clock.since, taken.answer) == (NOW, ())
    assert taken.clock.promised_at > on.promised_at


def test_it_changes_nothing_of_the_other_one(two):
    """Its owner hears of it, and nobody else."""
    decision = says(two, "part\n\nYour pay slip comes today.")
    kinds = {type(one).__name__ for one in decision.effects}
    assert kinds <= {"OpenPart", "Dispose", "Judged", "Spend", "Gather"}
    whole, part = request(**CALLED), replace(request(owner="carla"), id=2, reference="PAY-7")
    told = on_taken(whole, part, part_of(decision), scene(PAY))
    assert [one.to.email for one in of(SendLetter, told.effects)] == [BO]
    heard = on_part(whole, part, part_of(decision), scene(PAY))
    assert [one.to.email for one in of(SendLetter, heard.effects)] == [EVA]


def test_under_which_alias_it_is_and_by_whose_promise(two):
    no_rule, last = ruled(""), ruled("", after=TO_PAY.replace("PAYS", "carla"))
    unwanted = "  - {name: no, reason: news, when: {to: payroll@corp.example}, to: nobody}\n"
    subject = "  - {name: vpns, why: w, when: {all: [{to: payroll@corp.example}, {subject: vpn}]}, "
    cases = {
        "called in": ("carla", CALLED, PAY, ("Payroll", "slow")),
        "a team mate of who was": ("sam", CALLED, ruled("desk"), ("Payroll", "slow")),
        "the lead of theirs": ("ana", CALLED, ruled("desk"), ("Payroll", "slow")),
        "for who is away": ("sue", {**CALLED, "called_in": ("sue",)}, PAY, ("Payroll", "slow")),
        "a team mate here": ("sam", CALLED, PAY, ("IT help", "normal")),
        "of one alias alone": ("carla", {"watchers": ("carla",)}, PAY, ("IT help", "normal")),
        "by the fallback": ("carla", CALLED, no_rule, ("Payroll", "normal")),
        "a team mate of the fallback's": ("sam", CALLED, no_rule, ("IT help", "normal")),
        "after a rule that takes it anywhere": ("carla", CALLED, last, ("Payroll", "slow")),
        "wants no answer": ("carla", CALLED, ruled("", unwanted), ("IT help", "normal")),
        "a rule of its subject": (
            *("carla", CALLED),
            *(ruled("carla", f"{subject}to: carla, promise: normal}}\n"), ("Payroll", "normal")),
        ),
    }

    def check(name):
        who, given, policy, wanted = cases[name]
        opens = part_of(says(two, "part", who, request(**given), policy)).opens
        assert (opens.mailbox, opens.given.promise) == wanted

    in_each(cases, check)


def test_words_below_go_to_who_asked_and_keep_the_new_promise(two):
    taken = part_of(says(two, "part\n\nYour pay slip comes today."))
    assert [(one.to.email, one.cut) for one in of(Relay, taken.answer)] == [(EVA, "part")]
    assert SetStatus(Status.ANSWERED) in taken.answer
    signed = part_of(says(two, "part\n\nRegards\nCarla Stein"))
    assert signed.answer == ()
    old = as_restored(says(two, "part\n\nYour pay slip comes today."), NOW.replace(year=2020), NOW)
    assert of(Relay, part_of(old).answer) == []


def test_what_keeps_it_from_being_one(two):
    secret = {**CALLED, "confidential": True}
    mine = replace(request(owner="carla"), id=2, reference="PAY-7", part_of=1)
    others, elsewhere = replace(mine, owner="sam"), replace(mine, part_of=9)
    cases: dict[str, tuple[str, str, dict[str, Any], Any]] = {
        "confidential": ("part", "carla", {"on": request(**secret)}, ("not yours", [])),
        "barred": (
            *("part", "carla", {"on": request(**CALLED, barred=("carla",))}),
            None,
        ),
        "theirs already": ("part", "carla", {"parts": (mine,)}, ("has part", ["PAY-7"])),
        "theirs with words": (
            "part\n\nToday.",
            "carla",
            {"parts": (mine,)},
            ("has part", ["PAY-7"]),
        ),
        "who has all of it": ("part", "bo", {}, ("has it", ["Bo Jensen"])),
        "asked by themselves": (
            *("part", "carla", {"on": request(**CALLED, requester=address(CARLA))}),
            ("not yours", []),
        ),
        "in copy": (
            *("part", "carla", {"on": request(**CALLED, copied=(address(CARLA),))}),
            ("not yours", []),
        ),
        "asked by nobody": (
            "part",
            "carla",
            {"on": request(requester=address("", "?"))},
            ("unread", []),
        ),
        "for a colleague": ("part\n\nHi Bo, I do pay.", "carla", {}, ("aside", [])),
        "for two": ("part\n\n@sam look", "carla", {}, ("aside", [])),
        "a question": ("part?", "carla", {}, ("word", [])),
    }

    def check(name: str) -> None:
        text, who, more, wanted = cases[name]
        decision = says(two, text, who, **more)
        if wanted is None:
            assert not of(OpenPart, decision.effects)
            return
        assert asked_back(decision) == wanted

    in_each(cases, check)
    for free in (others, elsewhere):
        assert part_of(says(two, "part", parts=(free,)))


def test_what_is_passed_on_quoted_or_written_by_the_other_side_takes_nothing(two):
    quoted = {"amid_quotes": True}
    forward = {"subject": "Fwd: VPN drops", "forwarded": "From: eva@corp.example\n\nEvery hour."}
    cases = {
        "amid a quote": says(two, "part", mail=quoted),
        "a forward": decided(
            message(CARLA, text="part", **forward),
            PERSON,
            facts(replace(issued(CARLA, Lane.TEAM, "carla"), by_token=False), on=request(**CALLED)),
            two,
            scene(PAY),
        ),
        "the requester": decided(
            message(EVA, text="part"),
            PERSON,
            facts(issued(EVA, Lane.OWNER), on=request(**CALLED)),
            two,
            scene(PAY),
        ),
    }

    def check(name):
        assert not of(OpenPart, cases[name].effects)

    in_each(cases, check)


def lines_of(kind):
    page = (Path(__file__).parent / "part_lines.txt").read_text("utf-8")
    return page.partition(f"[{kind}]\n")[2].partition("\n[")[0].strip().split("\n")


def test_what_only_begins_so_is_an_answer(two):
    lines = lines_of("answer")
    assert len(lines) >= 40

    def check(line):
        decision = says(two, line)
        (filed,) = of(Dispose, decision.effects)
        assert filed.disposition is Disposition.REPLY
        assert [one.to.email for one in of(Relay, decision.effects)] == [BO]
        assert not of(OpenPart, decision.effects)

    in_each(lines, check)


def test_it_is_said_in_six_languages(two):
    lines = lines_of("word")
    assert len(lines) >= 15

    def check(line):
        command = read_command(f"{line}\n\nMore.")
        assert command is not None
        assert command.word is Word.PART
        assert part_of(says(two, line)).answer == ()

    in_each(lines, check)
