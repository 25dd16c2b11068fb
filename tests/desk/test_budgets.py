"""Forged mail spends nobody else's budget: for each budget there is, unproven mail that spends it,
and a proven mail of the same person, which passes as if nothing had been spent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.budgets import (
    NOTHING_SPENT,
    TABLE,
    Budget,
    Payer,
    Per,
    Purse,
    Spend,
    SpentBy,
    purses,
    purses_of,
)
from mailtracker.desk.effects import Decision, Judged
from mailtracker.desk.facts import Facts, Hint, Known, ToPerson
from mailtracker.desk.repeats import words_key
from mailtracker.desk.request import Lane
from mailtracker.mail.message import Classified, Message
from mailtracker.policy.model import Policy
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
    spent,
)

PROVEN = replace(PERSON, verified=True)
DENIED = replace(PERSON, verified=False, verdict="DMARC failed")
NAMED = facts(Known(1, Hint.REFERENCE))
TO_BO = facts(issued("bo@corp.example", Lane.REQUESTER, "bo"))
TO_EVA = facts(issued("eva@corp.example", Lane.OWNER))
NOTHING_KNOWN = Facts()
OUT, VIC = "x@example.com", "vic@vendor.example"


@dataclass(frozen=True)
class Unproven:
    """A `mail` that nobody vouches for, what is `known` of it, and what our border says; `full` are
    purses that are empty already.
    """

    mail: Message
    known: Facts = NOTHING_KNOWN
    said: Classified = PERSON
    full: tuple[Purse, ...] = ()


OUTSIDE, INSIDE = Unproven(message(OUT)), Unproven(message())
NO_RULE = Unproven(message(OUT, subject="Parking"))
PINGS = Unproven(message(OUT), facts(Known(1, Hint.REFERENCE), on=request(requester=address(OUT))))
GATEWAY = Unproven(message("gateway@corp.example"), TO_EVA)
ELSEWHERE = Unproven(message("b.jensen@mail.example"), TO_BO)
FOLLOWS = Unproven(message(), NAMED)
DOUBTFUL = Unproven(message("bo@corp.example", text="doen"), TO_BO, DENIED)
CLAIMS = Unproven(message("bo@corp.example"), NAMED)
FORGED = Unproven(message(), NAMED, DENIED)
SAID = (Budget.WORDS, f"1 unproven eva@corp.example {words_key(message())}")

SPENDS: Mapping[Budget, Unproven] = {
    Budget.RECEIPT_OUTSIDE: OUTSIDE,
    Budget.RECEIPT_DOMAIN: OUTSIDE,
    Budget.RECEIPT_INSIDE: INSIDE,
    Budget.RECEIPT_REACTION: Unproven(message(subject="Re: VPN drops")),
    Budget.OPENING_UNPROVEN: OUTSIDE,
    Budget.OPENING_DOMAIN: OUTSIDE,
    Budget.OPENING_OUTSIDE: OUTSIDE,
    Budget.OPENING_INSIDE: INSIDE,
    Budget.OPENING_POLLS: INSIDE,
    Budget.OPENING_BY_ANSWER: GATEWAY,
    Budget.OPENING_BY_ANSWER_DOMAIN: GATEWAY,
    Budget.OPENING_SAME: Unproven(message(), Facts(told_lately=True)),
    Budget.GAP: NO_RULE,
    Budget.GAP_DOMAIN: NO_RULE,
    Budget.PING: PINGS,
    Budget.PING_DOMAIN: PINGS,
    Budget.CONVERSATION: FOLLOWS,
    Budget.KEPT: Unproven(message(), facts(Known(1, Hint.REFERENCE), on=request(held_since=NOW))),
    Budget.WORDS: FOLLOWS,
    Budget.REPEATED: Unproven(message(), NAMED, full=(SAID,)),
    Budget.ASKED: DOUBTFUL,
    Budget.ASK_BACK: DOUBTFUL,
    Budget.ASK_UNPROVEN: DOUBTFUL,
    Budget.GUESS: Unproven(message(), Facts(guesses=True)),
    Budget.ASKED_LIST: Unproven(
        message("bo@corp.example", subject="Re: 3 due today: your requests"),
        Facts(answers_notice=ToPerson("bo", "daily_digest")),
    ),
    Budget.CLAIM: CLAIMS,
    Budget.CLAIMED: CLAIMS,
    Budget.ELSEWHERE: ELSEWHERE,
    Budget.ELSEWHERE_PERSON: ELSEWHERE,
    Budget.DISPROVEN: FORGED,
    Budget.DISPROVEN_OWNER: FORGED,
    Budget.BYSTANDER: Unproven(
        message(VIC, to=(address("eva@corp.example"), address("it-help@corp.example"))),
        facts(Known(1, Hint.MESSAGE_ID), on=request(bystanders=(address(VIC),))),
    ),
}


def decide(
    policy: Policy, alias: Alias, what: Unproven, said: Classified, *full: Purse
) -> Decision:
    empty = (*what.full, *full)
    known = replace(what.known, spent=spent(*empty) if empty else NOTHING_SPENT)
    return decided(what.mail, said, known, alias, scene(policy, NOW))


def paid(decision: Decision) -> set[Purse]:
    return {(e.budget, e.key) for e in decision.effects if isinstance(e, Spend)}


def test_every_budget_that_unproven_mail_may_spend_is_spent_by_some_here() -> None:
    bounded = (SpentBy.EACH, SpentBy.UNPROVEN, SpentBy.TOGETHER)
    assert {budget for budget in Budget if TABLE[budget].spent_by in bounded} == set(SPENDS)


@pytest.mark.parametrize("budget", SPENDS)
def test_what_unproven_mail_has_spent_costs_the_proven_person_nothing(
    policy: Policy, alias: Alias, budget: Budget
) -> None:
    what = SPENDS[budget]
    first = decide(policy, alias, what, what.said)
    mine = [purse for purse in paid(first) if purse[0] is budget]
    assert mine
    bounded = decide(policy, alias, what, what.said, *mine)
    assert bounded.effects != first.effects
    real = decide(policy, alias, what, PROVEN, *mine)
    assert real == decide(policy, alias, replace(what, full=()), PROVEN)
    assert any(isinstance(effect, Judged) for effect in real.effects)


ANYBODY = Payer(OUT, "example.com", False, False, "w", "o", {1: "bo", 2: "sam"}, ("a@b.example",))


TOGETHER = {Budget.REPEATED}
"""Further digests of words that the owner has with proof already."""


@pytest.mark.parametrize("budget", Budget)
def test_no_key_is_that_of_proven_and_of_unproven_mail(budget: Budget) -> None:
    each = [set(purses(budget, replace(ANYBODY, proven=one))) for one in (False, True)]
    together = TABLE[budget].spent_by is SpentBy.TOGETHER
    assert together is (budget in TOGETHER)
    if together or TABLE[budget].spent_by is SpentBy.OURS:
        assert each[0] == each[1]
        assert bool(each[0]) is (TABLE[budget].per is not Per.READER)
        return
    assert not each[0] & each[1]
    assert each[0] | each[1] <= set(purses_of(ANYBODY))
    asked = {False: TABLE[budget].spent_by is not SpentBy.PROVEN}
    asked[True] = TABLE[budget].spent_by is not SpentBy.UNPROVEN
    assert [bool(one) for one in each] == [asked[False], asked[True]]


def test_our_own_domains_have_no_purse_that_all_of_them_share() -> None:
    at_home = replace(ANYBODY, home=True)
    shared = [budget for budget in Budget if TABLE[budget].per is Per.DOMAIN]
    assert [purse for budget in shared for purse in purses(budget, at_home)] == []
