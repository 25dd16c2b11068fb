"""Somebody inside our tenant sent it: a colleague, who is heard. Without an answer to a mail of
ours that changes nothing of a request that exists, and proves no word of the owner's side; with one
it is as good as the border's word. Every cell of trust, hint, author and act.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from mailtracker.desk.alias import Alias
from mailtracker.desk.authors import Origin
from mailtracker.desk.budgets import WINDOWS, Budget, Payer, Spent, purses
from mailtracker.desk.effects import (
    AddParticipant,
    Decision,
    Dispose,
    Disposition,
    DropParticipant,
    OpenRequest,
    Relay,
    SendLetter,
    SetOwner,
    SetStatus,
)
from mailtracker.desk.facts import Facts, Hint, Issued, Known
from mailtracker.desk.letters import AskBack
from mailtracker.desk.request import Lane, Request
from mailtracker.desk.thread import Role, thread
from mailtracker.mail.message import Proof
from mailtracker.mail.site import Site
from mailtracker.policy.model import Policy
from tests.desk.makers import (
    NOW,
    PERSON,
    address,
    case_of,
    decided,
    facts,
    issued,
    message,
    request,
    scene,
)

AT_EXCHANGE = Site(authserv_ids=("protection.outlook.com",), exchange_tenant="0f0e")
INSIDE = replace(PERSON, inside=True, verdict="as the table has it")
EVA, LEE, DEE, SUE = (address(f"{name}@corp.example") for name in ("eva", "lee", "dee", "sue"))
BY_TAG = Known(1, Hint.REFERENCE)

AUTHORS: dict[str, tuple[str, Issued]] = {
    "requester": (EVA.email, issued(EVA.email, Lane.OWNER)),
    "in copy": (LEE.email, issued(LEE.email, Lane.OWNER)),
    "owner": ("bo@corp.example", issued("bo@corp.example", Lane.REQUESTER, "bo")),
    "cover": ("sam@corp.example", issued("sam@corp.example", Lane.TEAM, "sam")),
    "manager": ("ana@corp.example", issued("ana@corp.example", Lane.TEAM, "ana")),
}
"""Whose address it is, and which mail of ours went there."""

ROLES = {  # with an answer, and with a reference alone
    "requester": (Role.REQUESTER, Role.REQUESTER),
    "in copy": (Role.IN_COPY, Role.IN_COPY),
    "owner": (Role.OWNER, Role.CLAIMS),
    "cover": (Role.COVER, Role.MATE),
    "manager": (Role.MANAGER, Role.MATE),
}
ACTS = {
    "copy": "Please see below.",
    "add": "add dee",
    "drop": "drop lee",
    "close": "done",
    "take": "mine",
    "hand over": "for sam",
    "speak": "Look at the cable.",
}


def asked() -> Request:
    return request(copied=(LEE,), bystanders=(DEE,), answered_once=True)


def known(author: str, answers: bool) -> Facts:
    return facts(AUTHORS[author][1] if answers else BY_TAG, on=asked())


def written(author: str, act: str, answers: bool, at: Alias, policy: Policy) -> Decision:
    cc = (SUE,) if act == "copy" else ()
    mail = message(AUTHORS[author][0], text=ACTS[act], cc=cc)
    return decided(mail, INSIDE, known(author, answers), at, scene(policy))


def changes(decision: Decision) -> list[object]:
    kinds = (AddParticipant, DropParticipant, SetOwner, SetStatus)
    return [effect for effect in decision.effects if isinstance(effect, kinds)]


def relayed(decision: Decision) -> dict[str, Relay]:
    return {one.to.key: one for one in decision.effects if isinstance(one, Relay)}


def became(decision: Decision) -> Disposition:
    (filed,) = [one for one in decision.effects if isinstance(one, Dispose)]
    return filed.disposition


@pytest.fixture(params=[False, True], ids=["token", "strict"])
def at(request: pytest.FixtureRequest, alias: Alias) -> Alias:
    return replace(alias, strict=request.param, site=AT_EXCHANGE)


@pytest.mark.parametrize(("author", "answers"), list(product(AUTHORS, (True, False))))
def test_who_answers_speaks_as_who_they_are_and_who_does_not_is_believed_as_a_party_alone(
    policy: Policy, at: Alias, author: str, answers: bool
) -> None:
    mail = message(AUTHORS[author][0], text="Look.")
    case = case_of(mail, INSIDE, known(author, answers), at, scene(policy))
    assert thread(case).role is ROLES[author][not answers]
    assert case.proof is (Proof.PROVEN if answers else Proof.INSIDE)
    assert (case.colleague, case.vouched) == (True, answers)


@pytest.mark.parametrize(("author", "act"), list(product(AUTHORS, ACTS)))
def test_without_an_answer_nothing_of_a_request_changes(
    policy: Policy, at: Alias, author: str, act: str
) -> None:
    decision = written(author, act, answers=False, at=at, policy=policy)
    assert changes(decision) == []
    shown = relayed(decision).get(EVA.key)
    if author == "in copy":  # who takes part is read by all who do
        return
    assert shown is None  # nobody speaks for the owner's side


@pytest.mark.parametrize("act", ACTS)
def test_with_an_answer_an_owner_inside_is_believed_also_under_strict(
    policy: Policy, at: Alias, act: str
) -> None:
    decision = written("owner", act, answers=True, at=at, policy=policy)
    assert became(decision) is Disposition.REPLY
    if act in ("speak", "copy"):
        assert EVA.key in relayed(decision)
    else:
        assert changes(decision) or act == "take"  # who has it already takes nothing


def test_an_owner_inside_who_answers_nothing_of_ours_is_asked_at_the_address_on_file(
    policy: Policy, at: Alias
) -> None:
    decision = written("owner", "close", answers=False, at=at, policy=policy)
    (letter,) = [e for e in decision.effects if isinstance(e, SendLetter)]
    assert isinstance(letter.letter, AskBack)
    assert letter.to.key == "bo@corp.example"
    assert became(decision) is Disposition.ASKED_BACK


def test_a_colleague_inside_opens_a_request_with_those_in_copy(policy: Policy, at: Alias) -> None:
    mail = message(EVA.email, text="The VPN drops.", cc=(SUE,))
    decision = decided(mail, INSIDE, facts(), at, scene(policy))
    (opened,) = [e for e in decision.effects if isinstance(e, OpenRequest)]
    assert opened.copied == (SUE,)


def test_a_colleague_inside_is_no_outsider_to_the_owner(policy: Policy, at: Alias) -> None:
    decision = written("requester", "speak", answers=False, at=at, policy=policy)
    relay = relayed(decision)["bo@corp.example"]
    assert relay.author.origin in (Origin.KNOWN, Origin.COLLEAGUE)


def test_forged_mail_spends_nothing_of_somebody_inside(policy: Policy, at: Alias) -> None:
    """Budgets go by sender and proof: what is believed has a purse of its own."""
    mail = message(EVA.email, text="The VPN drops.")
    inside = case_of(mail, INSIDE, facts(), at, scene(policy))
    forged = case_of(mail, PERSON, facts(), at, scene(policy))
    assert (inside.payer.proven, forged.payer.proven) == (True, False)


def test_a_flood_of_forged_mail_holds_nothing_of_somebody_inside(policy: Policy, at: Alias) -> None:
    forged = Payer(EVA.email, "corp.example", home=True, requests={1: "bo"})
    full = Spent(dict.fromkeys(purses(Budget.CONVERSATION, forged), (99,) * len(WINDOWS)))
    mail = message(EVA.email, text="It is worse now.")
    on = replace(asked(), held_since=NOW)
    told = facts(BY_TAG, on=on, spent=full)
    assert became(decided(mail, INSIDE, told, at, scene(policy))) is Disposition.REPLY
    assert became(decided(mail, PERSON, told, at, scene(policy))) is Disposition.FLOOD


def test_what_our_border_denies_is_denied_whatever_the_tenant_says(
    policy: Policy, at: Alias
) -> None:
    """A reading never says both; the desk would believe the border."""
    both = replace(INSIDE, verified=False)
    mail = message("bo@corp.example", text="done")
    case = case_of(mail, both, known("owner", True), at, scene(policy))
    assert (case.proof, case.vouched) == (Proof.DISPROVEN, False)
    assert thread(case).role is Role.DISPROVEN
