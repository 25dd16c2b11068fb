"""Any ladder climbed to its end by anybody's silence: it always has a next step while its last rung
repeats, raising never buys time, and nobody hears a false word.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mailtracker.desk.deadlines import start_again
from mailtracker.desk.effects import Decision, PostToHook, SendLetter
from mailtracker.desk.letters import HandedRequester, SlippedRequester
from mailtracker.desk.on_deadline import Due, on_deadline
from mailtracker.desk.request import Request
from mailtracker.policy.hours import next_open
from mailtracker.policy.model import (
    Ladder,
    LeadOf,
    Offset,
    PersonKey,
    Policy,
    Promise,
    Rung,
    TeamOf,
)
from mailtracker.policy.worktime import EVERY_MINUTE, Span
from mailtracker.rules.load import load_texts
from mailtracker.store.apply import become
from tests.desk.makers import NOW, RULES, request, scene

BASE = load_texts({"rules/all.yaml": RULES}).at_home(("corp.example",))
OFFICE = BASE.hours["office"]
PROMISES = {
    **BASE.promises,
    "urgent": Promise("urgent", Span(minutes=30), Span(minutes=60), EVERY_MINUTE),
    "soon": Promise("soon", Span(minutes=60), Span(minutes=120), OFFICE),
    "slow": Promise("slow", Span(days=3), Span(days=5), OFFICE),
}
TARGETS = ("owner", "cover", "manager", "lead", "watchers", LeadOf("desk"), PersonKey("carla"))

spans = st.one_of(
    st.builds(Span, minutes=st.integers(1, 1000), by_clock=st.booleans()),
    st.builds(Span, days=st.integers(1, 5)),
)
moments = st.one_of(st.integers(1, 500), st.builds(Offset, spans, st.booleans()))
some = st.lists(st.sampled_from(TARGETS), max_size=2).map(tuple)
rungs = st.builds(
    Rung,
    at=moments,
    remind=some,
    tell=st.lists(st.sampled_from((*TARGETS, "requester")), max_size=3).map(tuple),
    hand_to=st.sampled_from([None, None, "cover", "manager", TeamOf("desk"), PersonKey("sue")]),
    raise_to=st.sampled_from(["", "", "", "urgent", "soon", "slow"]),
    post=st.sampled_from([(), ("pager",)]),
)


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """In any order: a rung is never due before the one above it."""
    steps = draw(st.lists(rungs, min_size=1, max_size=5))
    last = replace(steps[-1], repeat=draw(st.sampled_from(["daily", "hourly"])))
    return Ladder("default", (*steps[:-1], last))


def begun(policy: Policy, promise: str, first: bool) -> Request:
    on = request(
        promise=promise,
        answered_once=not first,
        unanswered_since=None,
        promised_at=None,
        due_at=None,
    )
    started = become(on, start_again(scene(policy), on), NOW)
    assert started is not None
    return started


def fired(policy: Policy, on: Request, now: datetime) -> tuple[Decision, Request]:
    """What a rung does, and the request as it leaves it."""
    decision = on_deadline(Due(on), scene(policy, now))
    after: Request | None = on
    for effect in decision.effects:
        after = become(after, effect, now)
    assert after is not None
    return decision, after


def known(instant: datetime | None) -> datetime:
    assert instant is not None
    return instant


def buys_no_time(before: Request, after: Request, now: datetime) -> None:
    """Nor does it ever end; by a raised promise the next step may be due at once."""
    assert known(after.promised_at) <= known(before.promised_at)
    assert known(after.due_at) > now or after.raised != before.raised


def is_true(policy: Policy, letters: list[SendLetter], told_by: datetime, now: datetime) -> int:
    """How often somebody reads that we are sorry. One mail each, and none outside their hours but
    the requester's.
    """
    assert len({one.person for one in letters}) == len(letters)
    sorry = 0
    for one in letters:
        if isinstance(one.letter, SlippedRequester | HandedRequester):
            assert one.letter.late == (now >= told_by)
            assert one.not_before is None
            sorry += one.letter.late
        elif one.not_before is not None:
            hours = policy.hours[policy.people[one.person].hours]
            assert one.not_before == next_open(hours, now)
            assert one.not_before > now
    return sorry


@given(
    ladders(),
    st.sampled_from(sorted(PROMISES)),
    st.booleans(),
    st.lists(st.integers(0, 60 * 72), min_size=12, max_size=12),
)
def test_silence_is_climbed_for_ever(
    ladder: Ladder, promise: str, first: bool, delays: list[int]
) -> None:
    """`delays`: minutes that each step comes late, as after a downtime; two thirds are in time."""
    policy = replace(BASE, promises=PROMISES, ladders={"default": ladder})
    on = begun(policy, promise, first)
    told_by, sorry, posted = known(on.told_by), 0, list[tuple[str, str]]()
    for delay in delays:
        now = max(known(on.due_at), NOW) + timedelta(minutes=0 if delay % 3 else delay)
        decision, after = fired(policy, on, now)
        buys_no_time(on, after, now)
        assert after.told_by == told_by
        letters = [effect for effect in decision.effects if isinstance(effect, SendLetter)]
        sorry += is_true(policy, letters, told_by, now)
        posts = [effect for effect in decision.effects if isinstance(effect, PostToHook)]
        posted += [(one.hook, one.id) for one in posts]
        tells = any("requester" in rung.tell for rung in ladder.rungs[: on.rung])
        if tells and on.told_at and known(on.due_at) <= told_by <= now:
            assert sorry  # at the time that they were told
        on = after
    assert len(posted) == len(set(posted))
