"""Two people of the owner's side do the same at once, in whichever order: what reaches the
requester, who hears of whom, and what becomes of the request.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from mailtracker.desk.alias import Alias
from mailtracker.desk.effects import (
    Decision,
    Relay,
    RelayAgain,
    SendLetter,
    SetOwner,
    SetStatus,
    StopClock,
)
from mailtracker.desk.facts import Crossed, OtherAnswer
from mailtracker.desk.letters import AlsoAnswered, Confirm
from mailtracker.desk.request import Lane, Status
from mailtracker.policy.model import Policy
from tests.cases import in_each
from tests.desk.makers import NOW, PERSON, decided, facts, issued, message, request, scene

TEN = NOW - timedelta(minutes=12)
NOTHING_OWED = {"status": Status.ANSWERED, "unanswered_since": None, "promised_at": None}
ANSWER = "Try the other cable."


@dataclass(frozen=True, slots=True)
class Pair:
    """Sam owns it, and Bo had it before. `who` writes `text`, in answer to a mail that was written
    before `other` answered, or took it over (`taken`); what is `owed` by then, who is sent what,
    and what comes of it (`does`).
    """

    who: str
    text: str
    sent: Sequence[str]
    does: Sequence[str] = ()
    other: str = ""
    taken: bool = False
    owed: bool = False
    lane: Lane = Lane.REQUESTER


SETTLES = ("settled",)
PAIRS = {
    "the owner alone": Pair("sam", ANSWER, ("note_requester eva",), SETTLES, owed=True),
    "who had it answers while nobody did": Pair(
        "bo", ANSWER, ("note_requester eva", "note_answered_for_you sam"), SETTLES, owed=True
    ),
    "the owner after who had it": Pair(
        "sam",
        ANSWER,
        ("note_requester eva", "also_answered sam", "note_also_answered bo"),
        SETTLES,
        other="bo",
    ),
    "who had it after the owner": Pair(
        "bo",
        ANSWER,
        ("note_requester eva", "also_answered bo", "note_also_answered sam"),
        SETTLES,
        other="sam",
    ),
    "the second of two who had it": Pair(
        "bo",
        ANSWER,
        (
            *("note_requester eva", "also_answered bo", "note_also_answered ana"),
            "note_answered_for_you sam",
        ),
        SETTLES,
        other="ana",
    ),
    "she wrote again between the two: no collision": Pair(
        "sam", ANSWER, ("note_requester eva",), SETTLES, other="bo", owed=True
    ),
    "a word of the owner after who had it": Pair(
        "sam",
        f"waiting\n\n{ANSWER}",
        ("note_requester eva", "also_answered sam", "note_also_answered bo", "waits sam"),
        SETTLES,
        other="bo",
    ),
    "done by who had it, with an answer": Pair(
        "bo",
        f"done\n\n{ANSWER}",
        ("note_requester eva", "note_answered_for_you sam", "confirm bo: not yours"),
        SETTLES,
        owed=True,
    ),
    "done by who had it, with an answer, after the owner's": Pair(
        "bo",
        f"done\n\n{ANSWER}",
        (
            *("note_requester eva", "also_answered bo", "note_also_answered sam"),
            "confirm bo: not yours",
        ),
        SETTLES,
        other="sam",
    ),
    "done alone by who had it": Pair("bo", "done", ("ask_back bo",), owed=True),
    "mine by who had it": Pair(
        "bo",
        "mine",
        ("note_handed bo", "handed_owner sam", "handed_requester eva"),
        ("owner bo",),
        owed=True,
    ),
    "mine by the second of two": Pair("bo", "mine", ("confirm bo: taken",), taken=True, owed=True),
    "mine by the second of two, who was only told": Pair(
        "ana", "mine", ("confirm ana: taken",), taken=True, owed=True, lane=Lane.TEAM
    ),
    "mine by the second of two, with an answer": Pair(
        "bo",
        f"mine\n\n{ANSWER}",
        ("note_requester eva", "note_answered_for_you sam", "confirm bo: taken"),
        SETTLES,
        taken=True,
        owed=True,
    ),
    "mine by the second of two, with words for who has it": Pair(
        "ana",
        f"mine\n\n{ANSWER}",
        ("note_team sam", "confirm ana: taken"),
        taken=True,
        owed=True,
        lane=Lane.TEAM,
    ),
    "mine by the owner, whoever took it": Pair(
        "sam", "mine", ("confirm sam: mine",), taken=True, owed=True
    ),
    "a word to the owner by who was only told": Pair(
        "ana", ANSWER, ("note_team sam",), other="bo", lane=Lane.TEAM
    ),
}


def short(decision: Decision) -> list[str]:
    """Each mail, and what it says where that is a word about a word."""
    found = []
    for one in decision.effects:
        if isinstance(one, Relay | RelayAgain):
            found.append(f"{one.note.name} {one.to.email.partition('@')[0]}")
        if isinstance(one, SendLetter):
            did = f": {one.letter.did}" if isinstance(one.letter, Confirm) else ""
            found.append(f"{one.letter.name} {one.to.email.partition('@')[0]}{did}")
    return found


def does(decision: Decision) -> list[str]:
    found = [f"owner {one.owner}" for one in decision.effects if isinstance(one, SetOwner)]
    if StopClock(answered=True) in decision.effects:
        found.append("settled")
    assert SetStatus(Status.CLOSED) not in decision.effects
    return found


def wrote(pair: Pair, policy: Policy, alias: Alias) -> Decision:
    owed = {} if pair.owed else NOTHING_OWED
    on = request(owner="sam", former_owners=("ana", "bo"), **owed)
    other = OtherAnswer(pair.other, TEN, ("It is the cable.",)) if pair.other else None
    crossed = Crossed(other, TEN if pair.taken else None)
    answers = issued(f"{pair.who}@corp.example", pair.lane, pair.who)
    known = facts(answers, on=on, crossed=crossed)
    mail = message(f"{pair.who}@corp.example", text=pair.text)
    return decided(mail, PERSON, known, alias, scene(policy))


def test_whatever_two_people_do_at_once_each_hears_of_the_other(
    policy: Policy, alias: Alias
) -> None:
    def check(name: str) -> None:
        pair = PAIRS[name]
        decision = wrote(pair, policy, alias)
        assert sorted(short(decision)) == sorted(pair.sent)
        assert does(decision) == list(pair.does)

    in_each(PAIRS, check)


def test_the_second_one_reads_what_the_first_one_wrote_and_when(
    policy: Policy, alias: Alias
) -> None:
    decision = wrote(PAIRS["who had it after the owner"], policy, alias)
    (told,) = (one for one in decision.effects if isinstance(one, SendLetter))
    assert told.letter == AlsoAnswered("Sam Okoye", TEN, ("It is the cable.",))
    assert (told.lane, told.once) == (Lane.REQUESTER, "also.sam.0")


def test_who_is_kept_out_by_now_hears_nothing(policy: Policy, alias: Alias) -> None:
    """And nobody hears of them."""
    on = request(
        owner="sam", former_owners=("bo",), confidential=True, barred=("bo",), **NOTHING_OWED
    )
    crossed = Crossed(OtherAnswer("bo", TEN, ("It is the cable.",)))
    known = facts(issued("sam@corp.example", Lane.REQUESTER, "sam"), on=on, crossed=crossed)
    decision = decided(
        message("sam@corp.example", text=ANSWER), PERSON, known, alias, scene(policy)
    )
    assert short(decision) == ["note_requester eva"]
