"""`merge IT-1040`: what keeps two requests apart, and what the one that is left takes over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mailtracker.desk.effects import (
    Bar,
    CallIn,
    DropParticipant,
    MergeInto,
    NextRung,
    NoteBystanders,
    RaisePromise,
    Relay,
    SendLetter,
    SetStatus,
    StartClock,
)
from mailtracker.desk.letters import AskBack
from mailtracker.desk.repeats import words_key
from mailtracker.desk.request import Lane, Status
from mailtracker.desk.word_letters import MergedOwner, MergedRequester
from mailtracker.desk.words.merging import on_merged
from tests.cases import in_each
from tests.desk.makers import NOW, PERSON, address, decided, facts, issued, message, request, scene

BO, EVA, LEE = "bo@corp.example", "eva@corp.example", "lee@corp.example"
OTHER = replace(request(), id=2, reference="IT-1040")
NOTHING_OWED = {"unanswered_since": None, "promised_at": None, "due_at": None}
HOUR = timedelta(hours=1)


def other(**more):
    return replace(request(**more), id=2, reference="IT-1040")


def merged(policy, alias, into, on=None, text="merge IT-1040"):
    known = facts(issued(BO, Lane.REQUESTER, "bo"), on=on or request(), merges=into)
    return decided(message(BO, text=text), PERSON, known, alias, scene(policy))


def letters(decision):
    return {e.to.email: e.letter for e in decision.effects if isinstance(e, SendLetter)}


def test_what_is_not_the_same_matter_of_one_person_stays_apart(policy, alias):
    """Nothing changes, and nobody but its author hears of it."""
    closed = {"status": Status.CLOSED, "closed_at": NOW, **NOTHING_OWED}
    cases = {
        "unknown": (None, None, "no request"),
        "somebody else's": (None, other(owner="sam"), "no request"),
        "of another alias": (None, other(mailbox="Payroll"), "no request"),
        "itself": (None, request(), "same request"),
        "closed": (None, other(**closed), "closed request"),
        "already closed": (request(**closed), OTHER, "closed request"),
        "asked by two": (None, other(requester=address("kim@corp.example")), "other requester"),
        "one in copy of the other": (
            request(copied=(address("kim@corp.example"),)),
            other(requester=address("kim@corp.example"), copied=(address(EVA),)),
            "other requester",
        ),
        "asked by nobody": (
            request(requester=address("", "?")),
            other(requester=address("", "?")),
            "other requester",
        ),
        "confidential, into what others read": (
            request(confidential=True),
            other(copied=(address(LEE),)),
            "read along",
        ),
        "entrusted with one alone": (
            request(confidential=True, barred=("bo",), entrusted=("bo",)),
            OTHER,
            "no request",
        ),
    }

    def check(name):
        on, into, why = cases[name]
        decision = merged(policy, alias, into, on)
        assert not any(isinstance(e, MergeInto | SetStatus | Relay) for e in decision.effects)
        (told,) = letters(decision).values()
        assert isinstance(told, AskBack)
        assert (told.why, list(told.names)) == (why, ["IT-1040"])

    in_each(cases, check)


def test_it_is_closed_into_the_other_and_its_owner_hears_who_does_not_read_along(policy, alias):
    on = request(copied=(address(LEE, "Lee Park"),))
    decision = merged(policy, alias, OTHER, on)
    assert MergeInto(2, on) in decision.effects
    assert SetStatus(Status.CLOSED) in decision.effects
    told = letters(decision)
    assert set(told) == {BO}
    assert told[BO] == MergedOwner("IT-1040", ["Lee Park (lee@corp.example)"], told=True)


def test_words_below_go_to_the_requester_and_leave_no_promise_to_bring(policy, alias):
    decision = merged(policy, alias, OTHER, text="merge IT-1040\n\nIt is the cable.")
    carried = [e for e in decision.effects if isinstance(e, Relay)]
    assert [(e.to.email, e.cut) for e in carried] == [(EVA, "merge IT-1040")]
    (into,) = [e for e in decision.effects if isinstance(e, MergeInto)]
    assert into.was.promised_at is None


def test_of_two_promises_the_sooner_one_counts_and_no_step_comes_twice(policy):
    waits = {"status": Status.WAITING, **NOTHING_OWED, "rung": 1}
    answered = {"status": Status.ANSWERED, **NOTHING_OWED}
    sooner = request(promised_at=NOW + HOUR, unanswered_since=NOW - HOUR)
    later = request(promised_at=NOW + 6 * HOUR)
    raised = request(promised_at=NOW + HOUR, told_at=NOW + 5 * HOUR)
    cases = {
        "sooner": (sooner, other(), NOW + HOUR, 0, None),
        "sooner, after a step": (sooner, other(rung=1), NOW + HOUR, 1, None),
        "after a step of its own": (replace(sooner, rung=2), other(), NOW + HOUR, 2, None),
        "later": (later, other(), None, 0, None),
        "the same": (request(), other(), None, 0, None),
        "answered": (request(**answered), other(), None, 0, None),
        "into an answered one": (later, other(**answered), NOW + 6 * HOUR, 0, None),
        "into a waiting one": (later, other(**waits), NOW + 6 * HOUR, 0, None),
        "raised, told of a later time": (raised, other(), NOW + HOUR, 0, NOW + 4 * HOUR),
    }

    def check(name):
        was, into, by, rung, told_at = cases[name]
        effects = on_merged(into, MergeInto(2, was), scene(policy)).effects
        begun = [e for e in effects if isinstance(e, StartClock)]
        if by is None:
            assert begun == []
            return
        assert [one.promised_at for one in begun] == [by]
        assert [one.since for one in begun] == [was.unanswered_since]
        assert SetStatus(Status.OPEN) in effects
        (step,) = [e for e in effects if isinstance(e, NextRung)]
        (told,) = [e for e in effects if isinstance(e, RaisePromise)]
        assert (step.rung, told.told_at) == (rung, told_at)
        assert step.due_at is not None
        assert step.due_at <= (into.due_at or by)

    in_each(cases, check)


def test_what_is_kept_from_somebody_is_kept_from_them_in_both(policy):
    was = request(confidential=True, barred=("ana",), watchers=("sam",))
    into = other(copied=(address("ana@corp.example"), address(LEE)))
    effects = on_merged(into, MergeInto(2, was), scene(policy)).effects
    assert Bar(("ana",)) in effects
    assert DropParticipant(address("ana@corp.example")) in effects
    assert not any(isinstance(e, CallIn) for e in effects)


def test_who_stood_in_copy_alone_takes_no_part_and_who_watched_watches(policy):
    vic = address("vic@vendor.example")
    was = request(copied=(address(LEE),), bystanders=(vic,), watchers=("sam",))
    effects = on_merged(OTHER, MergeInto(2, was), scene(policy)).effects
    assert NoteBystanders((address(LEE), vic)) in effects
    assert CallIn("IT help", "sam") in effects
    (told,) = [e for e in effects if isinstance(e, SendLetter)]
    assert (told.to.email, told.letter) == (EVA, MergedRequester("IT-1001"))


def test_another_number_is_another_question():
    """Numbers make no mail a new one, but who mistypes one tries the next."""
    keys = {words_key(message(BO, text=f"merge IT-{number}")) for number in (1040, 1041)}
    assert len(keys) == 2
    assert len({words_key(message(BO, text=f"Job {number}")) for number in (1040, 1041)}) == 1
