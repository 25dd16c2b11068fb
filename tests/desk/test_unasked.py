"""Mails of the owner's side that are kept without a question: nobody's vanish in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mailtracker.desk.budgets import DAY, HOUR, Budget, Spend
from mailtracker.desk.digests import Digested, DigestLine, Gather, Gathered
from mailtracker.desk.effects import Dispose, Disposition, Relay, SendLetter
from mailtracker.desk.letters import Digest
from mailtracker.desk.on_digest import on_digest
from mailtracker.desk.repeats import words_key
from mailtracker.desk.request import Lane
from tests.cases import in_each
from tests.desk.makers import NOW, PERSON, decided, facts, issued, message, request, scene, spent

BO, SAM = "bo@corp.example", "sam@corp.example"
TO_BO = issued(BO, Lane.REQUESTER, "bo")
ASKED = (Budget.ASK_BACK, f"1 proven {BO}")
LISTED = (Budget.REPEATED, f"1 {BO}")


def kept(policy, alias, *full, text="doen", to=TO_BO):
    """The lines of lists that a mail is, beside which nothing is told to anybody."""
    known = facts(to, spent=spent(*full))
    decision = decided(message(BO, text=text), PERSON, known, alias, scene(policy))
    assert not any(isinstance(one, Relay | SendLetter) for one in decision.effects)
    (filed,) = [one for one in decision.effects if isinstance(one, Dispose)]
    assert filed.disposition is Disposition.ASKED_BACK
    paid = [one for one in decision.effects if isinstance(one, Spend) and one.key == LISTED[1]]
    lines = [one for one in decision.effects if isinstance(one, Gather)]
    return [(one.person, one.kind, one.due_at - NOW, bool(paid)) for one in lines]


def test_the_fourth_mistyped_mail_of_a_day_stands_in_a_list_within_the_hour(policy, alias):
    for text in ("doen", "@ana", "Ana, can you look?", "note that we close"):
        assert kept(policy, alias, ASKED, text=text) == [("bo", Digested.UNASKED, HOUR, True)]


def test_the_list_comes_once_a_day(policy, alias):
    assert kept(policy, alias, ASKED, LISTED) == [("bo", Digested.UNASKED, DAY, False)]


def test_what_is_no_news_is_in_no_list(policy, alias):
    same = (Budget.ASKED, f"1 proven {BO} {words_key(message(BO, text='doen'))}")
    digest = replace(TO_BO, letter=Digest.name)
    said = words_key(message(BO, text="Done by me."))
    often = [(Budget.WORDS, f"1 {proof} {BO} {said}") for proof in ("proven", "unproven")]
    cases: dict[str, dict[str, Any]] = {
        "asked about these words that day": {"full": (same,)},
        "nothing in it": {"full": (ASKED,), "text": ""},
        "in answer to the list": {"full": (ASKED,), "to": digest},
        "perhaps a machine's": {"full": (ASKED, *often), "text": "Done by me."},
    }

    def check(name):
        more = {**cases[name]}
        assert kept(policy, alias, *more.pop("full"), **more) == []

    in_each(cases, check)


def test_the_list_is_for_its_author_whoever_has_the_request_by_then(policy):
    line = DigestLine("Bo", ("doen", "The cable is loose."), NOW)
    for owner, lane in (("bo", Lane.REQUESTER), ("sam", Lane.TEAM)):
        waits = Gathered(request(owner=owner), "bo", Digested.UNASKED, (line,))
        (told,) = [e for e in on_digest(waits, scene(policy)).effects if isinstance(e, SendLetter)]
        assert (told.to.email, told.lane, told.letter.kind) == (BO, lane, Digested.UNASKED)
