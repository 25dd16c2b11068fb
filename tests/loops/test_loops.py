"""Machines on both sides of a request: whatever answers whom, it ends within a bound, within a day,
and for good.
"""

from __future__ import annotations

import random
from collections.abc import Container, Iterator, Mapping
from itertools import product

import pytest

from tests.loops.robots import KINDS, Changes, Robot
from tests.loops.simulation import Conversation

BOUNDS: Mapping[Changes, int] = {
    Changes.NOTHING: 3,
    Changes.WORDS: 30,
    Changes.ADDRESS: 100,
}
"""How many mails of ours other mails may set off, by what changes in the wilder of the two robots.
What the ladder sends comes on top: it ends by itself.
"""

TWO = "trackers"
REQUESTERS = [name for name in KINDS if name != TWO]
ASKER = "asker"
"""Says what requesters say to us: of an owner it would be something else."""
OWNERS = [name for name in KINDS if name != ASKER]
PAIRS = list(product(REQUESTERS, OWNERS))

RESTARTED = {
    ("fixed", "fixed"),
    ("subject", "gateway"),
    ("tracker", "strip"),
    (ASKER, "text"),
    ("peer", "text"),
    ("rotating", "tracker"),
    ("dots", TWO),
}
"""Tried in every run of the tests; the others by `make proof-loops`."""

LONG = pytest.mark.proof(part="loops")


OF_AN_ABSENCE = 4
"""Once, where the owner's robot says that they are away: they, who leads, who covers and the
requester hear of it.
"""


def bound(requester: str, owner: str) -> int:
    most = max(BOUNDS[KINDS[name].changes] for name in (requester, owner))
    return most + (OF_AN_ABSENCE if owner == "vacation" else 0)


def conversation(requester: str, owner: str) -> Conversation:
    """The requester writes from outside: nobody vouches for them, and no limit spares them."""
    owners = ["bo", "sam"] if owner == TWO else ["bo"]
    asks = Robot(KINDS[requester], "eva@peer.example")
    return Conversation(asks, [Robot(KINDS[owner], f"{who}@corp.example") for who in owners])


def _tried(always: Container[tuple[str, str]]) -> Iterator[object]:
    for pair in PAIRS:
        marks = () if pair in always else LONG
        yield pytest.param(*pair, id="-".join(pair), marks=marks)


@pytest.mark.parametrize(("requester", "owner"), list(_tried({*PAIRS[::8], *RESTARTED})))
def test_two_robots_end_within_their_bound_and_for_good(requester, owner):
    most = bound(requester, owner)
    with conversation(requester, owner) as talk:
        talk.run(days=1, most=most + 1)
        a_day = talk.said()
        assert a_day <= most, f"{dict(talk.letters())}"
        talk.run(days=30, most=most + 1)
        assert talk.said() == a_day, f"{dict(talk.letters())}"


@pytest.mark.parametrize(("requester", "owner"), list(_tried(RESTARTED)))
def test_a_restart_refills_no_budget(requester, owner):
    most = bound(requester, owner) + 1
    with conversation(requester, owner) as talk:
        talk.run(days=1, most=most)
        straight = talk.letters()
    dice = random.Random(f"{requester} {owner}")
    with conversation(requester, owner) as talk:
        while talk.step(days=1, most=most):
            if dice.random() < 0.3:
                talk.restart()
        assert talk.letters() == straight


def test_where_nobody_answers_there_is_a_receipt_a_note_and_the_ladder():
    with conversation("silent", "silent") as talk:
        talk.run(days=30, most=99)
        assert talk.letters() == {"receipt": 1, "note_owner": 1}
        by_time = [mail.to for mail in talk.sent() if mail.by_time]
    assert set(by_time) == {
        "bo@corp.example",
        "sam@corp.example",
        "eva@peer.example",
        "ana@corp.example",
    }
