"""What is open, and today's rules → who would have it, why it stays, and what moves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailtracker.desk.absence.known_absence import KnownAbsence, KnownBy
from mailtracker.desk.case import Incoming
from mailtracker.desk.digests import Digested, Gather
from mailtracker.desk.effects import (
    Bar,
    DropParticipant,
    NextRung,
    RelayAgain,
    RuleAnew,
    SendLetter,
    SetOwner,
    StartClock,
)
from mailtracker.desk.facts import Facts
from mailtracker.desk.letters import HandedOwner, HandedRequester
from mailtracker.desk.on_command import Reroute, on_command
from mailtracker.desk.request import Status
from mailtracker.desk.rerouting import course_of, differs, goes_to, why_left
from mailtracker.errors import MailtrackerError
from mailtracker.policy.model import NOBODY, Absence, Extras
from mailtracker.rules.load import load_texts
from tests.desk.makers import NOW, PERSON, RULES, address, message, request, ruled, scene

SINCE = {"routed_to": "bo", "rule": "vpn", "promise": "normal", "ladder": "default"}


def on(**more: Any):
    return request(**{**SINCE, **more})


def course(policy, alias, about, mail=None, at=None):
    incoming = Incoming(mail or message(), PERSON, Facts(), alias)
    return course_of(about, incoming, at or scene(policy))


def plan(policy, alias, about=None, mail=None, also_handed: bool = False, **spread: Any):
    """Who would have it, and why it stays."""
    about, at = about or on(), scene(policy, **spread)
    found = course(policy, alias, about, mail, at)
    new = goes_to(about, found, at)
    return new.key if new else None, why_left(about, found, new, also_handed)


def moved(policy, alias, about=None, mail=None, **more: Any):
    about, at = about or on(), scene(policy, **more)
    command = Reroute(about, course(policy, alias, about, mail, at), also_handed=True)
    return on_command(command, at).effects


def of(effects, kind):
    return [one for one in effects if isinstance(one, kind)]


def letters(effects) -> list[Any]:
    return [one.letter for one in of(effects, SendLetter)]


def test_it_goes_where_the_rules_say_now(policy, alias) -> None:
    changed = ruled(policy, to="carla", name="remote", why="Carla looks after it")
    assert plan(changed, alias) == ("carla", None)
    effects = moved(changed, alias)
    assert of(effects, SetOwner) == [SetOwner("carla")]
    (anew,) = of(effects, RuleAnew)
    assert (anew.given.rule, anew.given.routed_to, anew.given.why) == (
        *("remote", "carla", "Carla looks after it"),
    )
    assert [one.person for one in of(effects, RelayAgain)] == ["carla"]
    assert [type(one) for one in letters(effects)] == [HandedRequester]
    (line,) = of(effects, Gather)
    assert (line.person, line.kind, line.due_at) == (
        *("bo", Digested.MOVED, NOW + timedelta(minutes=10)),
    )
    assert not of(effects, StartClock)


def test_who_waits_for_nothing_hears_nothing(policy, alias) -> None:
    waits = on(status=Status.WAITING, unanswered_since=None, promised_at=None)
    effects = moved(ruled(policy, to="carla"), alias, waits)
    assert of(effects, SetOwner) == [SetOwner("carla")]
    assert letters(effects) == []


CARLA = address("carla@corp.example")
STAYS: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    # what the rule says now, what the request is: who has it then
    "the same person": ({}, {}, "bo"),
    "the same team, by another of it": (
        {"to": "desk"},
        {"routed_to": "desk", "owner": "sam"},
        "sam",
    ),
    "a team that they are of": ({"to": "desk"}, {}, "bo"),
    "a team that they lead": ({"to": "desk"}, {"owner": "ana"}, "ana"),
    "the same person, who handed it on": (
        {},
        {"owner": "carla", "former_owners": ("bo",)},
        "carla",
    ),
    "another person": ({"to": "carla"}, {}, "carla"),
    "another person, since silence gave it to a cover": (
        {"to": "carla"},
        {"owner": "sam", "former_owners": ("bo",)},
        "carla",
    ),
    "a team that they are not of": ({"to": "night"}, {"owner": "carla"}, "ana"),
    "an owner who is gone": ({"to": "carla"}, {"owner": "gone"}, "carla"),
    "a team that they are of, and who said that it is not theirs": (
        {"to": "desk"},
        {"declined": ("bo",)},
        "sam",
    ),
    "the same person, who said so, with a cover by now": ({}, {"declined": ("bo",)}, "sam"),
    "nobody asks themselves": ({"to": "carla"}, {"requester": CARLA, "owner": "ana"}, "bo"),
}


def test_who_keeps_it(policy, alias) -> None:
    for name, (rule, about, owner) in STAYS.items():
        assert plan(ruled(policy, **rule), alias, on(**about))[0] == owner, name


def test_what_was_given_by_hand_stays_unless_somebody_wants_it(policy, alias) -> None:
    changed, taken = ruled(policy, to="carla"), on(owner="sam", by_hand=True)
    assert plan(changed, alias, taken) == ("carla", "by hand")
    assert plan(changed, alias, taken, also_handed=True) == ("carla", None)
    # Its rule may be another all the same, where nobody has to give it up.
    assert plan(ruled(policy, to="desk", name="x"), alias, taken) == ("sam", None)


def test_what_stays_whatever_the_rules_say(policy, alias) -> None:
    assert plan(ruled(policy, to="carla"), alias, on(held_since=NOW))[1] == "held"
    assert plan(ruled(policy, to=NOBODY, why="no"), alias)[1] == "nobody"
    command = Reroute(on(), course(ruled(policy, to=NOBODY), alias, on()), also_handed=True)
    with pytest.raises(MailtrackerError, match="stays where it is"):
        on_command(command, scene(ruled(policy, to=NOBODY)))


def test_who_is_away_gets_nothing_new(policy, alias) -> None:
    today = NOW.date()
    away = (KnownAbsence("carla", Absence(today, today), KnownBy.MAIL),)
    assert plan(ruled(policy, to="carla"), alias, absences=away)[0] != "carla"


def test_what_was_opened_for_somebody_is_seen_as_theirs(alias) -> None:
    by_sender = RULES.replace("when: {subject: [vpn]}", "when: {from: eva@corp.example}")
    rules = load_texts({"rules/all.yaml": by_sender}).at_home(("corp.example",))
    mail = message("sam@corp.example", text="request for eva@corp.example\nHer VPN.")
    for opened_by, rule in (((), "fallback"), (("Sam Okoye",), "vpn")):
        assert course(rules, alias, on(opened_by=opened_by), mail).found.rule == rule


def test_it_is_seen_as_when_it_came(alias) -> None:
    by_time = RULES.replace("when: {subject: [vpn]}", "when: {time: {outside: office}}")
    rules = load_texts({"rules/all.yaml": by_time}).at_home(("corp.example",))
    for hours, rule in ((0, "fallback"), (10, "vpn")):
        about = on(opened_at=NOW - timedelta(hours=hours))
        assert course(rules, alias, about, at=scene(rules)).found.rule == rule


def test_the_promise_that_runs_stays_and_its_ladder_goes_on(policy, alias) -> None:
    changed = ruled(policy, promise="normal", ladder="default")
    assert not of(moved(changed, alias), NextRung)
    other = replace(
        changed.ladders["default"], key="other", rungs=changed.ladders["default"].rungs[2:]
    )
    longer = replace(changed, ladders={**changed.ladders, "other": other})
    longer = ruled(longer, ladder="other")
    (rung,) = of(moved(longer, alias), NextRung)
    assert rung.rung == 0
    assert rung.due_at is not None
    assert rung.due_at > NOW
    late = on(unanswered_since=NOW - timedelta(days=30), promised_at=NOW - timedelta(days=29))
    (rung,) = of(moved(longer, alias, late), NextRung)
    assert rung.rung == len(other.rungs) - 1
    assert rung.due_at is not None
    assert rung.due_at < NOW


def test_what_the_rules_make_confidential_is_so_from_now_on(policy, alias) -> None:
    secret = ruled(policy, to="carla", extras=Extras(confidential=True))
    about = on(copied=(address("sam@corp.example"),))
    names_bo = message(text="Bo Jensen reads my mail, and Sam Okoye knows of it.")
    effects = moved(secret, alias, about, names_bo)
    (bar,) = of(effects, Bar)
    assert {"bo", "sam"} <= set(bar.people)
    assert [one.who.email for one in of(effects, DropParticipant)] == ["sam@corp.example"]
    assert of(effects, Gather) == []  # who had it hears nothing of it
    assert not any(isinstance(one, HandedOwner) for one in letters(effects))


def test_who_is_named_by_it_does_not_get_it(policy, alias) -> None:
    secret = ruled(policy, extras=Extras(confidential=True))
    names_bo = message(text="Bo Jensen reads my mail.")
    assert plan(secret, alias, on(), names_bo)[0] not in ("bo", None)


def test_a_secret_stays_one(policy, alias) -> None:
    about = on(confidential=True, barred=("carla",))
    assert plan(ruled(policy, to="carla"), alias, about)[0] != "carla"
    assert not of(moved(ruled(policy, to="sam"), alias, about), Bar)


def test_what_nobody_would_notice_is_no_change(policy, alias) -> None:
    def would(about, **rule: Any) -> bool:
        changed = ruled(policy, **rule)
        found = course(changed, alias, about)
        new = goes_to(about, found, scene(changed))
        assert new is not None
        return differs(about, found, new)

    same = on(ladder=policy.rules[0].ladder or policy.fallback.ladder)
    assert not would(same)
    assert not would(same, why="in other words")
    assert would(same, name="remote")
    assert would(same, to="carla")
